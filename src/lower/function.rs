//! Functions that a script or model defines: checked where they are defined, written out where they are called.

use std::collections::HashSet;
use std::sync::Arc;

use super::call::is_built_in;
use super::formula::Things;
use super::{Definition, Frame, Lowering, Quantity, Type, Value};
use crate::engine::Slot;
use crate::syntax::{Argument, Ast, Function, Node, NodeId, Parameter};
use crate::text::diagnostic::{Diagnostic, Label, Severity};
use crate::text::source::Span;
use crate::units::dimension::Dimension;
use crate::units::notation::Notation;
use crate::units::scale::Scale;

/// How deep functions may call each other.
const DEEPEST: usize = 64;

/// A function with what its arguments are, whatever their values.
pub(super) type Kind = (String, Vec<Option<(Dimension, u128, u128)>>);

/// A call that was written out before: the function and its arguments with their types.
pub(super) type Key = (String, Vec<(Slot, Option<(Dimension, u128, u128)>)>);

impl Lowering {
    /// Defines a function, after checking that its body names nothing but its parameters.
    pub fn define(&mut self, ast: &Arc<Ast>, function: &Function) {
        let (name, span) = (ast.str(function.name.0), function.name.1);
        if is_built_in(name) {
            self.diagnostics.push(
                Diagnostic::error("E0208", format!("`{name}` is a function that napkin brings along"))
                    .at(span, "choose another name"),
            );
            return;
        }
        if self.functions.contains_key(name) {
            self.diagnostics.push(
                Diagnostic::error("E0208", format!("the function `{name}` is defined twice"))
                    .at(span, "the second definition"),
            );
            return;
        }
        let values: Vec<(&str, Value)> =
            function.parameters.iter().map(|parameter| (ast.str(parameter.name.0), Value::UNKNOWN)).collect();
        for parameter in &function.parameters {
            self.refuse_name(ast.str(parameter.name.0), parameter.name.1);
        }
        let mut seen = HashSet::new();
        for parameter in &function.parameters {
            let (name, span) = (ast.str(parameter.name.0), parameter.name.1);
            if !seen.insert(name) {
                let message = format!("the parameter `{name}` stands twice");
                self.diagnostics.push(Diagnostic::error("E0208", message).at(span, ""));
            }
        }
        let bodies =
            function.parameters.iter().filter_map(|parameter| parameter.default).chain([function.body]);
        let frame = Frame { parameters: Some(&values), row: None, call: None };
        for body in bodies {
            for id in ast.below(body) {
                if let Node::Name { text, divides } = ast.node(id) {
                    self.name(ast.str(text), divides, ast.span(id), frame);
                }
            }
        }
        let definition = Definition { function: Arc::new(function.clone()), ast: ast.clone() };
        self.functions.insert(name.to_owned(), definition);
    }

    /// Writes a function's body out at a call.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn inline(
        &mut self,
        ast: &Ast,
        id: NodeId,
        name: &str,
        definition: &Definition,
        arguments: &[Argument],
        values: &[Value],
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        let (function, body) = (definition.function.clone(), definition.ast.clone());
        // A formula calls formulas alone, and none calls itself.
        let repeats = self.prelude.is_none() && self.inlining.iter().any(|known| known == name);
        if repeats || self.inlining.len() >= DEEPEST {
            let message = if repeats {
                format!("the function `{name}` calls itself")
            } else {
                format!("functions call each other more than {DEEPEST} deep")
            };
            self.diagnostics.push(
                Diagnostic::error("E0207", message)
                    .at(frame.call.unwrap_or(span), "reached from here")
                    .help("functions are written out where they are called, so they cannot repeat"),
            );
            return Value::UNKNOWN;
        }
        let names: Vec<&str> =
            function.parameters.iter().map(|parameter| body.str(parameter.name.0)).collect();
        let Some(places) = self.places(ast, id, name, &names, arguments) else { return Value::UNKNOWN };
        let call = frame.call.unwrap_or(span);
        let given: Vec<Option<Value>> =
            places.iter().map(|place| place.and_then(|at| values.get(at).copied())).collect();
        let things = self.things(&body, &function.parameters, &given, frame);
        let mut parameters: Vec<(&str, Value)> = Vec::with_capacity(names.len());
        for (parameter, place) in function.parameters.iter().zip(&places) {
            let given = place.and_then(|at| Some((arguments.get(at)?.value, *values.get(at)?)));
            let value = match (given, parameter.default) {
                (Some((node, value)), _) => {
                    if let Some(error) = self.refuse_bare_share(ast, node, &body, parameter) {
                        self.diagnostics.push(error);
                        return Value::UNKNOWN;
                    }
                    self.expected(&body, parameter, value, ast.span(node), name, things, frame)
                }
                (None, Some(default)) => {
                    let own = Frame { parameters: Some(&[]), row: None, call: Some(call) };
                    let mut value = self.walk(&body, default, own);
                    if let Type::Quantity(quantity) = value.kind {
                        value.kind = Type::Quantity(self.with_things(quantity, things));
                    }
                    let place = body.span(default);
                    self.expected(&body, parameter, value, place, name, things, frame)
                }
                (None, None) => {
                    self.report_missing(ast, id, name, body.str(parameter.name.0), &names);
                    return Value::UNKNOWN;
                }
            };
            parameters.push((body.str(parameter.name.0), value));
        }
        if parameters.iter().any(|(_, value)| value.is_unknown()) {
            return Value::UNKNOWN;
        }
        self.trace_call(
            span,
            definition,
            || {
                let nodes = places.iter().map(|place| Some(arguments.get((*place)?)?.value));
                let both = parameters.iter().zip(nodes);
                both.map(|((name, value), node)| ((*name).to_owned(), node, *value)).collect()
            },
            frame,
        );
        // A script's function may have a formula's name.
        let known_as = if self.prelude.is_some() { format!("{name}()") } else { name.to_owned() };
        let key = (
            known_as.clone(),
            parameters.iter().map(|(_, value)| (value.slot, fingerprint(*value))).collect(),
        );
        if let Some(known) = self.inlined.get(&key).copied() {
            self.trace_result(known);
            return known;
        }
        let kind = (known_as, parameters.iter().map(|(_, value)| fingerprint(*value)).collect());
        if self.wrong_calls.contains(&kind) {
            self.trace_result(Value::UNKNOWN);
            return Value::UNKNOWN;
        }
        let (said, drawn) = (self.diagnostics.len(), self.variables.len());
        self.inlining.push(name.to_owned());
        let inner = Frame { parameters: Some(&parameters), row: None, call: Some(call) };
        let value = self.walk(&body, function.body, inner);
        self.inlining.pop();
        self.trace_result(value);
        if self.diagnostics.iter().skip(said).any(Diagnostic::is_error) {
            self.wrong_calls.insert(kind);
        }
        if self.inlining.is_empty() {
            self.report_at_call(said, name, call);
        }
        // A range in a body is a variable of its own at each call.
        if self.variables.len() == drawn {
            self.inlined.insert(key, value);
        }
        value
    }

    /// What is wrong inside a body is wrong at the call; the body's lines explain it.
    fn report_at_call(&mut self, from: usize, name: &str, call: Span) {
        for diagnostic in self.diagnostics.iter_mut().skip(from) {
            for label in &mut diagnostic.labels {
                label.primary = false;
            }
            let label = Label { span: call, text: format!("in this call of `{name}`"), primary: true };
            diagnostic.labels.insert(0, label);
            // A patch would change the function for all its callers.
            diagnostic.helps.retain(|help| help.patch.is_none());
        }
        // A warning inside a function is its author's to see, once, not every caller's.
        let inside = |diagnostic: &Diagnostic| -> Vec<Span> {
            diagnostic.labels.iter().filter(|label| !label.primary).map(|label| label.span).collect()
        };
        let mut seen: HashSet<(String, Vec<Span>)> = HashSet::new();
        let mut at = 0;
        self.diagnostics.retain(|diagnostic| {
            at += 1;
            let first = seen.insert((diagnostic.message.clone(), inside(diagnostic)));
            first || at <= from || diagnostic.severity != Severity::Warning
        });
    }

    #[allow(clippy::too_many_arguments)]
    /// An argument in the unit its parameter names; a bare number is as many of a count or a rate of counts.
    fn expected(
        &mut self,
        definition: &Ast,
        parameter: &Parameter,
        value: Value,
        span: Span,
        function: &str,
        things: Option<Things<'_>>,
        frame: Frame<'_>,
    ) -> Value {
        let target = parameter.unit.and_then(|unit| definition.targets.get(unit as usize));
        let Some(target) = target.filter(|_| !value.is_unknown()) else { return value };
        let Some(wanted) = self.parameter_unit(definition, target, frame) else { return Value::UNKNOWN };
        let general = wanted.dimension;
        let wanted = self.with_things(wanted, things);
        let notation = wanted.notation.unasked();
        // A condition has no unit that would fit.
        let quantity = value.quantity();
        let quantity = quantity.unwrap_or(Quantity { notation: Notation::PERCENT, ..Quantity::NUMBER });
        if value.kind != Type::Bool && quantity.dimension == wanted.dimension {
            return value;
        }
        if quantity.dimension.is_none() && !quantity.notation.percent && self.takes_bare_number(wanted) {
            let slot = self.rescale(value, Scale::ONE, span, frame);
            return Value { slot, kind: Type::Quantity(Quantity { notation, ..wanted }) };
        }
        let (is, asked) = (
            self.words(value),
            crate::units::words::in_words(&self.units, wanted.dimension, wanted.notation),
        );
        let mut error = Diagnostic::error(
            "E0302",
            format!("`{}` of `{function}` is {asked}, not {is}", definition.str(parameter.name.0)),
        )
        .at(span, is)
        .see(parameter.name.1, format!("given in `{}`", definition.str(target.text)));
        if quantity.dimension.is_none() && !wanted.dimension.is_none() {
            error = error.help(format!("say the unit: `{}`", self.example(wanted)));
        }
        if wanted.dimension != general {
            error = self.say_things(error, things, definition.str(parameter.name.0));
        }
        if let Some(formula) = self.prelude.and_then(|_| crate::library::formulas::find(function)) {
            error = error.help(format!("it is `{}`", formula.signature));
        }
        self.diagnostics.push(error);
        Value::UNKNOWN
    }
}

/// What tells two uses of one slot apart: its dimension and its scale.
fn fingerprint(value: Value) -> Option<(Dimension, u128, u128)> {
    let quantity = value.quantity()?;
    let (a, b) = match quantity.scale {
        Scale::Exact(numerator, denominator) => (numerator.unsigned_abs(), denominator.unsigned_abs()),
        Scale::Float(scale) => (u128::from(scale.to_bits()), 0),
    };
    Some((quantity.dimension, a, b))
}
