//! Calls: a function of the script or model, a built-in one, or a formula of the library.

use super::builtins;
use super::context::Context;
use super::diagnostics::calls as diagnostics;
use super::reporter::{Lowered, Refused};
use super::value::Operand;
use super::{Lowering, Value};
use crate::syntax::{Argument, Ast, NodeId, Sign};
use crate::text::source::Span;

/// A call with the values of its arguments.
pub(super) struct CallSite<'c> {
    pub id: NodeId,
    pub name: &'c str,
    pub arguments: &'c [Argument],
    pub values: &'c [Value],
}

impl CallSite<'_> {
    /// An argument by its place.
    pub fn operand(&self, at: usize) -> Option<Operand> {
        Some(Operand { node: self.arguments.get(at)?.value, value: *self.values.get(at)? })
    }

    /// All arguments.
    pub fn operands(&self) -> impl Iterator<Item = Operand> {
        let both = self.arguments.iter().zip(self.values);
        both.map(|(argument, value)| Operand { node: argument.value, value: *value })
    }
}

impl Lowering {
    /// Lowers a call.
    pub(super) fn call(&mut self, call: &CallSite<'_>, cx: Context<'_>) -> Lowered {
        self.refuse_signs(call, cx)?;
        // A formula's body means the built-in functions, whatever a script calls its own.
        if cx.formula.is_none()
            && let Some(definition) = self.scope.function(call.name).cloned()
        {
            return self.inline(call, &definition, cx);
        }
        if let Some(builtin) = builtins::find(call.name) {
            return self.builtin(builtin, call, cx);
        }
        if let Some(value) = self.formula(call, cx) {
            return value;
        }
        Err(self.unknown_function(call, cx))
    }

    /// Refuses a `:` outside of a mixture, and a `|` outside of a statistic.
    fn refuse_signs(&mut self, call: &CallSite<'_>, cx: Context<'_>) -> Lowered<()> {
        let Some(odd) = call.arguments.iter().find(|argument| argument.sign != Sign::Comma) else {
            return Ok(());
        };
        let is_own = cx.formula.is_none() && self.scope.function(call.name).is_some();
        let builtin = builtins::find(call.name).filter(|_| !is_own);
        let span = cx.ast.span(odd.value);
        let refused = match odd.sign {
            Sign::Colon => match builtin {
                Some(builtin) if builtin.name == "mixture" => return Ok(()),
                _ => diagnostics::no_shares(call.name, span),
            },
            _ => match (builtin, call.arguments) {
                (Some(builtin), [_, _]) if builtin.statistic(1).is_some() => return Ok(()),
                (Some(builtin), [_]) if builtin.statistic(1).is_some() => {
                    diagnostics::lacks_condition(call.name, span)
                }
                _ => diagnostics::no_condition(call.name, span),
            },
        };
        Err(self.reporter.refuse(refused))
    }

    /// Refuses a call of a function that there is not, once for all calls of it on a line.
    fn unknown_function(&mut self, call: &CallSite<'_>, cx: Context<'_>) -> Refused {
        let (ast, span) = (cx.ast, cx.ast.span(call.id));
        let is_on_line = |other: Span| {
            let (first, last) = if other.start < span.start { (other, span) } else { (span, other) };
            other == span || !ast.written_at(call.id, first.to(last)).contains('\n')
        };
        let count = call.arguments.len();
        let calls = ast.calls().filter(|(id, name, arguments)| {
            *name == call.name
                && *arguments == count
                && ast.are_of_one_text(*id, call.id)
                && is_on_line(ast.span(*id))
        });
        let places: Vec<Span> = calls.map(|(id, ..)| diagnostics::named(ast.span(id), call.name)).collect();
        let first = places.first().map_or(0, |first| first.start);
        if !self
            .reporter
            .is_newly_undefined(&format!("{}(…) of {count} at {}:{first}", call.name, span.source))
        {
            return Refused::EARLIER;
        }
        let arguments = call.arguments.iter().map(|argument| ast.written(argument.value)).collect();
        let unknown = diagnostics::Unknown { name: call.name, span, arguments, places };
        let error = diagnostics::unknown_function(&unknown, &self.scope);
        self.reporter.refuse(error)
    }

    /// For each parameter the place of the argument that gives it, if one does.
    pub(super) fn places(
        &mut self,
        call: &CallSite<'_>,
        parameters: &[&str],
        signature: &dyn Fn() -> String,
        cx: Context<'_>,
    ) -> Lowered<Vec<Option<usize>>> {
        let ast = cx.ast;
        let mut places: Vec<Option<usize>> = vec![None; parameters.len()];
        for (at, argument) in call.arguments.iter().enumerate() {
            let named = argument.name.map(|(word, span)| (ast.str(word), span));
            let place = match named {
                None => Some(at),
                Some((word, _)) => parameters.iter().position(|parameter| *parameter == word),
            };
            let place = place.and_then(|place| places.get_mut(place));
            let is_known = place.is_some();
            if let Some(free @ None) = place {
                *free = Some(at);
                continue;
            }
            let span = named.map_or(ast.span(argument.value), |(_, span)| span);
            let of = diagnostics::Of { name: call.name, span: ast.span(call.id), signature };
            let error = match named {
                Some((word, _)) if is_known => diagnostics::given_twice(&of, word, span),
                Some((word, _)) => {
                    let free = free_parameters(call, parameters, ast);
                    diagnostics::no_parameter(&of, word, span, &free)
                }
                None => {
                    let last = parameters.len().checked_sub(1).and_then(|last| call.arguments.get(last));
                    let last = last.filter(|last| last.name.is_none()).map(|last| ast.span(last.value));
                    diagnostics::too_many_values(&of, span, (parameters.len(), call.arguments.len()), last)
                }
            };
            return Err(self.reporter.refuse(error));
        }
        Ok(places)
    }
}

/// The parameters that no argument of a call gives.
fn free_parameters<'p>(call: &CallSite<'_>, parameters: &[&'p str], ast: &Ast) -> Vec<&'p str> {
    let unnamed = call.arguments.iter().filter(|argument| argument.name.is_none()).count();
    let named: Vec<&str> =
        call.arguments.iter().filter_map(|argument| argument.name).map(|(word, _)| ast.str(word)).collect();
    parameters.iter().skip(unnamed).copied().filter(|parameter| !named.contains(parameter)).collect()
}
