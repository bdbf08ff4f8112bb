//! A record of the calls and conversions that were lowered, from which formulas are explained.
//!
//! Recording changes no result.

use std::collections::HashMap;
use std::sync::Arc;

use super::scope::Definition;
use super::value::Value;
use crate::syntax::{Ast, Function, NodeId};
use crate::text::source::Span;

/// The calls that were expanded, and the values before conversions.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The calls, an outer one before those in its body.
    pub calls: Vec<Call>,
    /// The values before a conversion, by the places of the conversions.
    pub converted: HashMap<Span, Value>,
}

/// A call of a function or a formula.
#[derive(Clone, Debug)]
pub struct Call {
    /// The call whose body it stands in, by its place in [`Trace::calls`].
    pub within: Option<usize>,
    /// Where it stands.
    pub place: Span,
    /// The definition.
    pub function: Arc<Function>,
    /// The arena of the definition.
    pub ast: Arc<Ast>,
    /// For each parameter its name, the argument unless it was left out, and the value.
    pub arguments: Vec<(String, Option<NodeId>, Value)>,
    /// The result.
    pub value: Value,
}

/// Records calls and conversions.
#[derive(Clone, Debug, Default)]
pub(super) struct Tracer {
    trace: Trace,
    /// The calls that are being expanded; `None` for one that is not recorded.
    within: Vec<Option<usize>>,
}

impl Tracer {
    /// The record.
    pub fn finish(self) -> Trace {
        self.trace
    }

    /// Records a value that is about to be converted.
    pub fn converted(&mut self, place: Span, value: Value) {
        self.trace.converted.insert(place, value);
    }

    /// Records that a call begins to be expanded. Calls in the rows of a table are not recorded.
    pub fn call(
        &mut self,
        place: Span,
        definition: &Definition,
        in_row: bool,
        arguments: impl FnOnce() -> Vec<(String, Option<NodeId>, Value)>,
    ) {
        let within = self.within.last().copied();
        if in_row || within == Some(None) {
            self.within.push(None);
            return;
        }
        self.within.push(Some(self.trace.calls.len()));
        self.trace.calls.push(Call {
            within: within.flatten(),
            place,
            function: definition.function.clone(),
            ast: definition.ast.clone(),
            arguments: arguments(),
            value: Value::UNKNOWN,
        });
    }

    /// Records the result of the call that began last.
    pub fn result(&mut self, value: Value) {
        if let Some(Some(at)) = self.within.pop()
            && let Some(call) = self.trace.calls.get_mut(at)
        {
            call.value = value;
        }
    }
}
