//! What is noted while formulas are lowered, so that they can be explained afterwards.
//!
//! Nothing is noted unless it was asked for, and nothing that is noted changes what is computed.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Definition, Frame, Lowering, Value};
use crate::syntax::{Ast, Function, NodeId};
use crate::text::source::Span;

/// The calls that were written out, and what conversions began with.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The calls, an outer one before those in its body.
    pub calls: Vec<Call>,
    /// The values before a conversion, by the places of the conversions.
    pub converted: HashMap<Span, Value>,
    /// The calls that are being written out; nothing for one that is not noted.
    within: Vec<Option<usize>>,
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
    /// For each parameter the argument, unless it was left out, and the value.
    pub arguments: Vec<(String, Option<NodeId>, Value)>,
    /// What it comes to.
    pub value: Value,
}

impl Lowering {
    /// The value of a built-in constant; that of one that is a range is the same variable wherever it is named.
    pub fn constant_value(&mut self, name: &str, place: Span) -> Value {
        self.name(name, false, place, Frame::TOP)
    }

    /// Takes what was noted.
    pub fn take_trace(&mut self) -> Trace {
        self.trace.take().unwrap_or_default()
    }

    /// Notes a value that is about to be converted.
    pub fn trace_converted(&mut self, place: Span, value: Value) {
        if let Some(trace) = &mut self.trace {
            trace.converted.insert(place, value);
        }
    }

    /// Notes that a call begins to be written out. Those for the rows of a table are not noted.
    pub(super) fn trace_call(
        &mut self,
        place: Span,
        definition: &Definition,
        arguments: impl FnOnce() -> Vec<(String, Option<NodeId>, Value)>,
        frame: Frame<'_>,
    ) {
        let Some(trace) = &mut self.trace else { return };
        let within = trace.within.last().copied();
        if frame.row.is_some() || within == Some(None) {
            trace.within.push(None);
            return;
        }
        trace.within.push(Some(trace.calls.len()));
        trace.calls.push(Call {
            within: within.flatten(),
            place,
            function: definition.function.clone(),
            ast: definition.ast.clone(),
            arguments: arguments(),
            value: Value::UNKNOWN,
        });
    }

    /// Notes what the call comes to.
    pub(super) fn trace_result(&mut self, value: Value) {
        let Some(trace) = &mut self.trace else { return };
        if let Some(Some(at)) = trace.within.pop()
            && let Some(call) = trace.calls.get_mut(at)
        {
            call.value = value;
        }
    }
}
