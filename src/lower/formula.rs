//! Formulas of the library: the noun that their parameters count, and functions in Rust.
//!
//! A call is expanded like that of a script's own function, with two differences: a body sees the library alone, so
//! that no function of a script changes a formula; and no place in the library is shown, so that errors are reported
//! at the call.

use super::call::CallSite;
use super::context::{Context, Site};
use super::diagnostics::calls as diagnostics;
use super::reporter::{InCall, Lowered, Refused};
use super::scope::Definition;
use super::{Lowering, Quantity, Value};
use crate::engine::{Native, Op};
use crate::library::formulas::{self, native};
use crate::syntax::{Ast, Parameter, Target};
use crate::units::catalog::{Kind, UnitId, ids};
use crate::units::dimension::{Base, Dimension};
use crate::units::notation::Notation;
use crate::units::quantities::Exponents;
use crate::units::registry::Units;
use crate::units::scale::Scale;

/// The word for a plain number in a parameter's unit.
const NUMBER: &str = "number";

/// The noun that `things` are in one call, in the units of all its parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Things<'a> {
    /// The noun's dimension, or that of a plain number where no noun is named.
    dimension: Dimension,
    unit: Option<UnitId>,
    /// The parameter that says so.
    parameter: &'a str,
}

impl<'a> Things<'a> {
    /// The parameter whose argument has the noun.
    pub fn parameter(&self) -> &'a str {
        self.parameter
    }

    /// A note on why a parameter counts what it does.
    pub fn note(&self, units: &Units) -> String {
        let noun = || self.dimension.iter().next().and_then(|(base, _)| units.noun(base));
        let unit = self.unit.and_then(|unit| units.info(unit)).or_else(noun);
        let plural = unit.map_or("not named", |unit| unit.plural);
        format!("`things` are {plural} in this call, as `{}` says", self.parameter)
    }
}

impl Lowering {
    /// A call of a formula; `None` if there is none of this name.
    pub(super) fn formula(&mut self, call: &CallSite<'_>, cx: Context<'_>) -> Option<Lowered> {
        if cx.formula.is_some()
            && let Some(number) = native::find(call.name)
        {
            return Some(self.native(number, call, cx));
        }
        let (function, ast) = formulas::definition(call.name)?;
        let definition = Definition { function, ast };
        if cx.formula.is_some() {
            return Some(self.inline(call, &definition, cx));
        }
        let span = cx.ast.span(call.id);
        self.emitter.note_formula(span, call.name);
        self.reporter.enter(InCall { name: call.name.to_owned(), span, is_formula: true });
        let site = Site { span, call: cx.call };
        let value = self.inline(call, &definition, Context { formula: Some(site), ..cx });
        self.reporter.leave();
        // A body's `to` says what a result is, not in which unit a person wants it.
        Some(value.map(|value| match value.quantity() {
            Some(quantity) => Value::number(value.slot, quantity.unasked()),
            None => value,
        }))
    }

    /// A call of a function in Rust, whose type says which dimensions it takes.
    fn native(&mut self, number: u16, call: &CallSite<'_>, cx: Context<'_>) -> Lowered {
        let Some(definition) = native::definition(number) else { return Err(Refused::EARLIER) };
        let place = cx.place(call.id);
        // A plain number counts whatever is counted, as it does for a parameter of `things`.
        let thing = self.thing(cx);
        let counted = thing.map(Dimension::base).unwrap_or_default();
        let mut slots = Vec::with_capacity(call.values.len());
        for (value, wanted) in call.values.iter().zip(definition.parameters) {
            let fits = |quantity: Quantity| {
                let dimension = quantity.dimension;
                let as_count = dimension.times(counted).filter(|_| !has_noun(dimension));
                [Some(dimension), as_count].into_iter().flatten().any(|own| exponents(own) == *wanted)
            };
            match value.quantity() {
                Some(quantity) if fits(quantity) => {
                    slots.push(self.emitter.rescale(*value, Scale::ONE, place));
                }
                None if value.is_unknown() => return Err(Refused::EARLIER),
                _ => {
                    let error = diagnostics::native_argument(
                        definition.name,
                        place.span,
                        value.words(self.scope.units()),
                    );
                    return Err(self.reporter.refuse(error));
                }
            }
        }
        let wanted = definition.parameters.len();
        let Some(first) = slots.first().copied().filter(|_| slots.len() == wanted) else {
            return Err(self.reporter.refuse(diagnostics::native_count(definition.name, wanted, place.span)));
        };
        let operand = |at: usize| slots.get(at).copied().unwrap_or(first);
        let slot = self.emitter.emit(Op::Native(Native(number), first, operand(1), operand(2)), place);
        let dimension = definition.result.dimension(thing.unwrap_or(Base::FIRST_NOUN));
        Ok(Value::number(slot, Quantity { dimension, ..Quantity::NUMBER }))
    }

    /// The base of what `thing` counts: any noun, in a parameter's unit.
    fn thing(&self, cx: Context<'_>) -> Option<Base> {
        let (id, unit) = self.scope.units().find("thing")?;
        // A script that counts things of its own means those, but the library means any.
        if id != ids::THING && cx.formula.is_none() {
            return None;
        }
        unit.dimension.iter().next().map(|(base, _)| base)
    }

    /// The unit that a parameter names; `definition` is the arena of its function.
    pub(super) fn parameter_unit(
        &mut self,
        definition: &Ast,
        target: &Target,
        cx: Context<'_>,
    ) -> Lowered<Quantity> {
        let means_number = cx.formula.is_some() || self.scope.units().lookup(NUMBER).is_none();
        if definition.str(target.text) == NUMBER && means_number {
            return Ok(Quantity::NUMBER);
        }
        self.target(target, Context { ast: definition, ..cx })
    }

    /// The noun of `things` in a call: the first that an argument has in their place, or, if none has one, a plain
    /// number that stands there.
    pub(super) fn things<'t>(
        &mut self,
        definition: &'t Ast,
        parameters: &[Parameter],
        given: &[Option<Value>],
        cx: Context<'_>,
    ) -> Option<Things<'t>> {
        let thing = self.thing(cx)?;
        let is_thing = |word: &crate::syntax::Word| matches!(definition.str(word.text), "thing" | "things");
        let mut unnamed = None;
        for (parameter, value) in parameters.iter().zip(given) {
            let target = parameter.unit.and_then(|unit| definition.targets.get(unit as usize));
            let (Some(target), Some(quantity)) = (target, value.and_then(Value::quantity)) else { continue };
            // Most units name no thing, and are looked up where they are used.
            if !definition.words(&target.words).iter().any(is_thing) {
                continue;
            }
            let Ok(wanted) = self.parameter_unit(definition, target, cx) else { continue };
            let power = wanted.dimension.exponent(thing);
            let things = || {
                let rest = wanted.dimension.over(Dimension::power(thing, power))?;
                quantity.dimension.over(rest)?.to_the(power.signum())
            };
            let Some(dimension) = things().filter(|_| power.abs() == 1) else { continue };
            let parameter = definition.str(parameter.name.0);
            let mut bases = dimension.iter();
            match (bases.next(), bases.next()) {
                (Some((base, 1)), None) if base.is_noun() => {
                    let unit = quantity.notation.iter().find_map(|(id, _)| {
                        let unit = self.scope.units().info(id)?;
                        (unit.kind == Kind::Noun && unit.dimension == dimension).then_some(id)
                    });
                    return Some(Things { dimension, unit, parameter });
                }
                (None, None) if !quantity.dimension.is_none() => {
                    unnamed = Some(Things { dimension, unit: None, parameter });
                }
                _ => {}
            }
        }
        unnamed
    }

    /// A unit with the noun of a call in the place of `things`.
    pub(super) fn with_things(
        &self,
        quantity: Quantity,
        things: Option<Things<'_>>,
        cx: Context<'_>,
    ) -> Quantity {
        let (Some(thing), Some(things)) = (self.thing(cx), things) else { return quantity };
        let power = quantity.dimension.exponent(thing);
        let dimension = || {
            let rest = quantity.dimension.over(Dimension::power(thing, power))?;
            rest.times(things.dimension.to_the(power)?)
        };
        let Some(dimension) = dimension().filter(|_| power != 0) else { return quantity };
        let mut notation = Notation::NONE.in_percent(quantity.notation.percent);
        for (id, exponent) in quantity.notation.iter() {
            let unit = self.scope.units().info(id);
            let is_thing = unit.is_some_and(|unit| unit.dimension == Dimension::base(thing));
            match (is_thing, things.unit) {
                (false, _) => notation = notation.with(id, exponent),
                (true, Some(unit)) => notation = notation.with(unit, exponent),
                (true, None) => {}
            }
        }
        Quantity { dimension, notation, ..quantity }
    }
}

/// The exponents of the physical bases, and of all nouns together.
fn exponents(dimension: Dimension) -> Exponents {
    let count = dimension.iter().filter(|(base, _)| base.is_noun()).map(|(_, exponent)| exponent).sum();
    Exponents {
        information: dimension.exponent(Base::INFORMATION),
        time: dimension.exponent(Base::TIME),
        money: dimension.exponent(Base::MONEY),
        length: dimension.exponent(Base::LENGTH),
        energy: dimension.exponent(Base::ENERGY),
        count,
    }
}

/// Whether something is counted.
fn has_noun(dimension: Dimension) -> bool {
    dimension.iter().any(|(base, _)| base.is_noun())
}
