//! Functions and formulas, expanded where they are called.

use super::call::CallSite;
use super::context::Context;
use super::diagnostics::calls as diagnostics;
use super::formula::Things;
use super::inlining::{Callee, Known};
use super::repair;
use super::reporter::{InCall, Lowered, Refused};
use super::scope::Definition;
use super::{Lowering, Quantity, Type, Value};
use crate::library::formulas;
use crate::syntax::{Ast, Form, NodeId, Parameter};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::scale::Scale;

/// A parameter of a call that an argument is checked against.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'w> {
    pub function: &'w str,
    /// The arena of the definition.
    pub definition: &'w Ast,
    pub parameter: &'w Parameter,
    things: Option<Things<'w>>,
    /// The call with the number of the argument; `None` for a default.
    pub site: Option<(&'w CallSite<'w>, usize)>,
    /// Whether all arguments before it fit.
    is_first_error: bool,
}

impl<'w> Wanted<'w> {
    /// The parameter's name.
    pub fn name(&self) -> &'w str {
        self.definition.str(self.parameter.name.0)
    }
}

impl Lowering {
    /// Expands a function's body at a call.
    pub(super) fn inline(
        &mut self,
        call: &CallSite<'_>,
        definition: &Definition,
        cx: Context<'_>,
    ) -> Lowered {
        let span = cx.ast.span(call.id);
        let outermost = cx.call.unwrap_or(span);
        let (callee, is_formula) = (Callee::of(definition), cx.formula.is_some());
        // A formula calls formulas alone, and none calls itself.
        if !is_formula && self.inlining.repeats(callee) {
            return Err(self.reporter.refuse(diagnostics::calls_itself(call.name, outermost)));
        }
        if self.inlining.is_too_deep() {
            return Err(self.reporter.refuse(diagnostics::too_deep(outermost)));
        }
        let (parameters, places) = self.parameters(call, definition, cx)?;
        let (function, body) = (definition.function.as_ref(), definition.ast.as_ref());
        self.tracer.call(span, definition, cx.is_in_row(), || {
            let nodes = places.iter().map(|place| Some(call.arguments.get((*place)?)?.value));
            let both = parameters.iter().zip(nodes);
            both.map(|((name, value), node)| ((*name).to_owned(), node, *value)).collect()
        });
        let known = Known::of(callee, &parameters);
        if let Some(result) = self.inlining.result(&known) {
            self.tracer.result(*result.as_ref().unwrap_or(&Value::UNKNOWN));
            return result;
        }
        let (errors, variables) = (self.reporter.errors(), self.emitter.variables().all().len());
        // An error in a body is reported at the outermost call, whose arguments have the units that cause it.
        let is_reported_here = self.inlining.is_outside() && !is_formula;
        if is_reported_here {
            self.reporter.enter(InCall { name: call.name.to_owned(), span: outermost, is_formula: false });
        }
        self.inlining.enter(callee);
        let inner = Context {
            ast: body,
            parameters: Some(&parameters),
            own: None,
            bound: None,
            call: Some(outermost),
            formula: cx.formula,
        };
        let value = self.walk(function.body, inner);
        self.inlining.leave();
        if is_reported_here {
            self.reporter.leave();
        }
        self.tracer.result(value);
        if self.reporter.errors() > errors {
            self.inlining.note_wrong(&known);
        }
        // A range in a body is a variable of its own at each call.
        if self.emitter.variables().all().len() == variables {
            self.inlining.keep(known, value);
        }
        Ok(value)
    }

    /// The values of a call's parameters, and the places of the arguments that give them.
    #[allow(clippy::type_complexity)] // named once, where it is taken apart
    fn parameters<'d>(
        &mut self,
        call: &CallSite<'_>,
        definition: &'d Definition,
        cx: Context<'_>,
    ) -> Lowered<(Vec<(&'d str, Value)>, Vec<Option<usize>>)> {
        let (function, body) = (definition.function.as_ref(), definition.ast.as_ref());
        let names: Vec<&str> =
            function.parameters.iter().map(|parameter| body.str(parameter.name.0)).collect();
        let signature = || match cx.formula.and_then(|_| formulas::find(call.name)) {
            Some(formula) => formula.call(),
            None => format!("{}({})", call.name, names.join(", ")),
        };
        let places = self.places(call, &names, &signature, cx)?;
        let given: Vec<Option<Value>> =
            places.iter().map(|place| place.and_then(|at| call.values.get(at).copied())).collect();
        let things = self.things(body, &function.parameters, &given, cx);
        let mut parameters: Vec<(&str, Value)> = Vec::with_capacity(names.len());
        let errors = self.reporter.errors();
        for ((parameter, name), place) in function.parameters.iter().zip(&names).zip(&places) {
            let site = place.map(|at| (call, at));
            let is_first_error = self.reporter.errors() == errors;
            let wanted =
                Wanted { function: call.name, definition: body, parameter, things, site, is_first_error };
            let value = match (place.and_then(|at| call.operand(at)), parameter.default) {
                (Some(operand), _) => {
                    self.refuse_bare_share(operand.node, wanted, cx)?;
                    self.argument(wanted, operand.value, cx.ast.span(operand.node), cx)
                }
                (None, Some(default)) => self.default(wanted, default, call.id, cx),
                (None, None) => {
                    let of = diagnostics::Of {
                        name: call.name,
                        span: cx.ast.span(call.id),
                        signature: &signature,
                    };
                    let lacking: Vec<&str> = names
                        .iter()
                        .zip(function.parameters.iter().zip(&places))
                        .filter(|(_, (parameter, place))| place.is_none() && parameter.default.is_none())
                        .map(|(name, _)| *name)
                        .collect();
                    let others = cx.formula.and_then(|_| repair::as_in_example(call, &names, &lacking));
                    return Err(self.reporter.refuse(diagnostics::missing(&of, name, others)));
                }
            };
            parameters.push((name, value.unwrap_or(Value::UNKNOWN)));
        }
        if parameters.iter().any(|(_, value)| value.is_unknown()) {
            return Err(Refused::EARLIER);
        }
        Ok((parameters, places))
    }

    /// The value of a parameter that is left out.
    fn default(&mut self, wanted: Wanted<'_>, default: NodeId, call: NodeId, cx: Context<'_>) -> Lowered {
        let own = Context {
            ast: wanted.definition,
            parameters: Some(&[]),
            own: None,
            bound: None,
            call: Some(cx.call.unwrap_or(cx.ast.span(call))),
            formula: cx.formula,
        };
        let mut value = self.walk(default, own);
        if let Type::Quantity(quantity) = value.kind {
            value.kind = Type::Quantity(self.with_things(quantity, wanted.things, cx));
        }
        self.argument(wanted, value, wanted.definition.span(default), cx)
    }

    /// `dau(1bn users, 25)`: 25%, or 25 times?
    fn refuse_bare_share(&mut self, node: NodeId, wanted: Wanted<'_>, cx: Context<'_>) -> Lowered<()> {
        match bare_share(node, wanted, cx) {
            Some(error) => Err(self.reporter.refuse(error)),
            None => Ok(()),
        }
    }

    /// An argument in the unit and the domain of its parameter.
    fn argument(&mut self, wanted: Wanted<'_>, value: Value, span: Span, cx: Context<'_>) -> Lowered {
        let value = self.in_unit(wanted, value, span, cx)?;
        self.in_domain(wanted, value, span, cx)
    }

    /// An argument in the unit its parameter names. A bare number is that many of a count or a rate of counts.
    fn in_unit(&mut self, wanted: Wanted<'_>, value: Value, span: Span, cx: Context<'_>) -> Lowered {
        let Wanted { definition, parameter, things, .. } = wanted;
        let target = parameter.unit.and_then(|unit| definition.targets.get(unit as usize));
        let Some(target) = target.filter(|_| !value.is_unknown()) else { return Ok(value) };
        let general = self.parameter_unit(definition, target, cx)?;
        let unit = self.with_things(general, things, cx);
        // A condition has no unit that would fit.
        let quantity = value.quantity().unwrap_or(Quantity::SHARE);
        if value.kind != Type::Bool && quantity.dimension == unit.dimension {
            return Ok(value);
        }
        let units = self.scope.units();
        let is_bare = quantity.dimension.is_none() && !quantity.notation.percent;
        if is_bare && unit.takes_bare_number(units) {
            let slot = self.emitter.rescale(value, Scale::ONE, cx.place_at(span));
            return Ok(Value::number(slot, unit.unasked()));
        }
        let is_unitless = quantity.dimension.is_none() && !unit.dimension.is_none();
        // The argument that stands in its place was refused, with the change that swaps them.
        if !wanted.is_first_error
            && wanted.site.is_some_and(|(call, at)| repair::takes_place_of_another(call, at, unit))
        {
            return Err(Refused::EARLIER);
        }
        let counted = things
            .filter(|things| unit.dimension != general.dimension && things.parameter() != wanted.name());
        let argument = diagnostics::Argument {
            function: wanted.function,
            parameter: (wanted.name(), parameter.name.1),
            unit: definition.str(target.text),
            is: value.words(units),
            wanted: unit.words(units),
            example: is_unitless.then(|| unit.example(units)),
            repair: wanted
                .site
                .and_then(|(call, at)| repair::argument(call, at, (value, unit), cx.ast, units)),
            things: counted.map(|things| things.note(units)),
            signature: cx.formula.and_then(|_| formulas::find(wanted.function)).map(|found| found.call()),
        };
        Err(self.reporter.refuse(diagnostics::argument(argument, span)))
    }
}

fn bare_share(node: NodeId, wanted: Wanted<'_>, cx: Context<'_>) -> Option<Diagnostic> {
    let target = wanted.parameter.unit.and_then(|unit| wanted.definition.targets.get(unit as usize))?;
    let literal = cx.ast.literal(node)?;
    let bare = literal.form == Form::Plain && literal.suffix.is_empty();
    if target.form != Form::Percent || !bare || literal.value < 1.0 {
        return None;
    }
    let written = cx.ast.str(literal.text);
    Some(diagnostics::bare_share(wanted.name(), cx.ast.span(node), written, literal.value))
}
