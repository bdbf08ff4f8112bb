//! Formulas of the prelude: whatever is counted in a parameter's unit, and functions in Rust.
//!
//! A call is written out like that of a script's own function. What differs: a body sees
//! the prelude alone, so that no function of a script changes a formula; and no place in
//! the prelude is shown, so that what is wrong is said of the call.

use super::{Frame, Lowering, Quantity, Site, Type, Value};
use crate::engine::{Native, Op};
use crate::library::formulas;
use crate::syntax::{Argument, Ast, Form, NodeId, Parameter, Target};
use crate::text::diagnostic::{Diagnostic, Severity};
use crate::text::source::Span;
use crate::units::catalog::{Kind, UnitId, ids};
use crate::units::dimension::{Base, Dimension};
use crate::units::notation::Notation;
use crate::units::quantities::Exponents;
use crate::units::scale::Scale;

/// The word for a plain number in a parameter's unit.
const NUMBER: &str = "number";

/// What `things` are in one call, in the units of all its parameters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Things<'a> {
    /// The noun's, or that of a plain number where nothing is named.
    dimension: Dimension,
    unit: Option<UnitId>,
    /// The parameter that says so.
    parameter: &'a str,
}

impl Lowering {
    /// A call of a formula; nothing if there is none of this name.
    pub(super) fn formula(
        &mut self,
        ast: &Ast,
        id: NodeId,
        name: &str,
        arguments: &[Argument],
        values: &[Value],
        frame: Frame<'_>,
    ) -> Option<Value> {
        if self.prelude.is_some()
            && let Some(number) = formulas::native::find(name)
        {
            return Some(self.native(ast, id, Native(number), values, frame));
        }
        let (function, arena) = formulas::definition(name)?;
        let outside = self.prelude;
        let said = self.diagnostics.len();
        if outside.is_none() {
            self.formulas.insert(ast.span(id), name.to_owned());
        }
        self.prelude = outside.or(Some(Site { span: ast.span(id), call: frame.call }));
        let definition = super::Definition { function, ast: arena };
        let mut value = self.inline(ast, id, name, &definition, arguments, values, frame);
        self.prelude = outside;
        if outside.is_none() {
            self.say_at_call(said, name, ast.span(id));
            // A body's `to` says what a result is, not in which unit a person wants it.
            if let Type::Quantity(quantity) = &mut value.kind {
                quantity.notation = quantity.notation.unasked();
            }
        }
        Some(value)
    }

    /// What is said of places in the prelude is said of the call; its warnings are nobody's.
    fn say_at_call(&mut self, from: usize, name: &str, call: Span) {
        let mut at = 0;
        self.diagnostics.retain_mut(|diagnostic| {
            at += 1;
            if at <= from || diagnostic.labels.iter().all(|label| label.span.source != formulas::SOURCE) {
                return true;
            }
            diagnostic.labels.retain(|label| label.span.source != formulas::SOURCE);
            diagnostic.helps.retain(|help| help.patch.is_none());
            if !diagnostic.labels.iter().any(|label| label.primary) {
                let error = std::mem::replace(diagnostic, Diagnostic::error("E0301", ""));
                *diagnostic = error.at(call, format!("in this call of `{name}`"));
            }
            diagnostic.severity == Severity::Error
        });
    }

    /// A call of a function in Rust, whose type says which dimensions it takes.
    fn native(&mut self, ast: &Ast, id: NodeId, native: Native, values: &[Value], frame: Frame<'_>) -> Value {
        let Some(definition) = formulas::native::definition(native.0) else { return Value::UNKNOWN };
        let span = ast.span(id);
        let mut slots = Vec::with_capacity(values.len());
        for (value, wanted) in values.iter().zip(definition.parameters) {
            // A plain number counts whatever is counted, as it does for a parameter of `things`.
            let thing = self.thing().map(Dimension::base).unwrap_or_default();
            let fits = |quantity: Quantity| {
                let counted = quantity.dimension.times(thing).filter(|_| !has_noun(quantity.dimension));
                [Some(quantity.dimension), counted].into_iter().flatten().any(|own| exponents(own) == *wanted)
            };
            match value.quantity() {
                Some(quantity) if fits(quantity) => {
                    slots.push(self.rescale(*value, Scale::ONE, span, frame));
                }
                None if value.is_unknown() => return Value::UNKNOWN,
                _ => {
                    let is = self.words(*value);
                    let message = format!("`{}` does not take {is} here", definition.name);
                    self.diagnostics.push(Diagnostic::error("E0301", message).at(span, is));
                    return Value::UNKNOWN;
                }
            }
        }
        let (Some(first), true) = (slots.first(), slots.len() == definition.parameters.len()) else {
            let message = format!("`{}` takes {} values", definition.name, definition.parameters.len());
            self.diagnostics.push(Diagnostic::error("E0206", message).at(span, ""));
            return Value::UNKNOWN;
        };
        let operand = |at: usize| slots.get(at).copied().unwrap_or(*first);
        let op = Op::Native(native, *first, operand(1), operand(2));
        let slot = self.emit(op, span, frame);
        let dimension = definition.result.dimension(self.thing().unwrap_or(Base::FIRST_NOUN));
        Value {
            slot,
            kind: Type::Quantity(Quantity { dimension, scale: Scale::ONE, notation: Notation::NONE }),
        }
    }

    /// The base of what `thing` counts: any noun, in a parameter's unit.
    fn thing(&self) -> Option<Base> {
        let (id, unit) = self.units.find("thing")?;
        // A script that counts things of its own means those, but the prelude means any.
        if id != ids::THING && self.prelude.is_none() {
            return None;
        }
        unit.dimension.iter().next().map(|(base, _)| base)
    }

    /// The unit that a parameter names.
    pub(super) fn parameter_unit(
        &mut self,
        ast: &Ast,
        target: &Target,
        frame: Frame<'_>,
    ) -> Option<Quantity> {
        let means_number = self.prelude.is_some() || self.units.lookup(NUMBER).is_none();
        if ast.str(target.text) == NUMBER && means_number {
            return Some(Quantity::NUMBER);
        }
        self.target(ast, target, frame)
    }

    /// `dau(1bn users, 25)`: 25%, or 25 times?
    pub(super) fn refuse_bare_share(
        &self,
        ast: &Ast,
        node: NodeId,
        definition: &Ast,
        parameter: &Parameter,
    ) -> Option<Diagnostic> {
        let target = parameter.unit.and_then(|unit| definition.targets.get(unit as usize))?;
        let literal = ast.literal(node)?;
        let bare = literal.form == Form::Plain && literal.suffix.is_empty();
        if target.form != Form::Percent || !bare || literal.value < 1.0 {
            return None;
        }
        let span = ast.span(node);
        let as_factor = crate::units::number::plain(literal.value * 100.0);
        let error = Diagnostic::error(
            "E0104",
            format!("`{}` is a share, and this has two readings", definition.str(parameter.name.0)),
        )
        .at(span, "a percentage, or a factor?")
        .patch("for the percentage write", span, format!("{}%", ast.str(literal.text)))
        .patch("for the factor write", span, format!("{as_factor}%"));
        Some(error)
    }

    /// What `things` are in a call: the first noun that an argument has in their place, or,
    /// if none has one, a plain number that stands there.
    pub(super) fn things<'t>(
        &mut self,
        definition: &'t Ast,
        parameters: &[Parameter],
        given: &[Option<Value>],
        frame: Frame<'_>,
    ) -> Option<Things<'t>> {
        let thing = self.thing()?;
        let mut unnamed = None;
        for (parameter, value) in parameters.iter().zip(given) {
            let target = parameter.unit.and_then(|unit| definition.targets.get(unit as usize));
            let (Some(target), Some(quantity)) = (target, value.and_then(Value::quantity)) else { continue };
            // Most units name no thing, and are looked up where they are used.
            if !definition
                .words(&target.words)
                .iter()
                .any(|word| matches!(definition.str(word.text), "thing" | "things"))
            {
                continue;
            }
            let Some(wanted) = self.parameter_unit(definition, target, frame) else { continue };
            let power = wanted.dimension.exponent(thing);
            let things = || {
                let rest = wanted.dimension.over(Dimension::power(thing, power))?;
                quantity.dimension.over(rest)?.to_the(power.signum())
            };
            let Some(dimension) = things().filter(|_| power.abs() == 1) else { continue };
            let mut bases = dimension.iter();
            match (bases.next(), bases.next()) {
                (Some((base, 1)), None) if base.is_noun() => {
                    let unit = quantity.notation.iter().find_map(|(id, _)| {
                        let unit = self.units.info(id)?;
                        (unit.kind == Kind::Noun && unit.dimension == dimension).then_some(id)
                    });
                    return Some(Things { dimension, unit, parameter: definition.str(parameter.name.0) });
                }
                (None, None) if !quantity.dimension.is_none() => {
                    unnamed =
                        Some(Things { dimension, unit: None, parameter: definition.str(parameter.name.0) });
                }
                _ => {}
            }
        }
        unnamed
    }

    /// Says where it comes from that a parameter counts what it does.
    pub(super) fn say_things(
        &self,
        error: Diagnostic,
        things: Option<Things<'_>>,
        parameter: &str,
    ) -> Diagnostic {
        let Some(things) = things.filter(|things| things.parameter != parameter) else { return error };
        let noun = || things.dimension.iter().next().and_then(|(base, _)| self.units.noun(base));
        let unit = things.unit.and_then(|unit| self.units.info(unit)).or_else(noun);
        let what = unit.map_or("not named", |unit| unit.plural);
        error.note(format!("`things` are {what} in this call, as `{}` says", things.parameter))
    }

    /// A unit with what its things are in the place of `things`.
    pub(super) fn with_things(&self, quantity: Quantity, things: Option<Things<'_>>) -> Quantity {
        let (Some(thing), Some(things)) = (self.thing(), things) else { return quantity };
        let power = quantity.dimension.exponent(thing);
        let dimension = || {
            let rest = quantity.dimension.over(Dimension::power(thing, power))?;
            rest.times(things.dimension.to_the(power)?)
        };
        let Some(dimension) = dimension().filter(|_| power != 0) else { return quantity };
        let mut notation = Notation::NONE.in_percent(quantity.notation.percent);
        for (id, exponent) in quantity.notation.iter() {
            let is_thing = self.units.info(id).is_some_and(|unit| unit.dimension == Dimension::base(thing));
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
