//! Expanded calls: those whose bodies are being lowered, and the results of the earlier ones.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::reporter::{Lowered, Refused};
use super::scope::Definition;
use super::value::Value;
use crate::engine::Slot;
use crate::units::dimension::Dimension;
use crate::units::scale::Scale;

/// How deep functions may call each other.
pub(super) const DEEPEST: usize = 64;

/// A function, by the address of its definition, which outlives the lowering or is kept by its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Callee(usize);

impl Callee {
    /// The function that a definition defines.
    pub fn of(definition: &Definition) -> Callee {
        Callee(Arc::as_ptr(&definition.function) as usize)
    }
}

/// The unit of an argument: its dimension and its scale.
type Unit = Option<(Dimension, u128, u128)>;

/// A callee with the units of its arguments, whatever their values.
type Kind = (Callee, Vec<Unit>);

/// A callee with its arguments and their units.
type Key = (Callee, Vec<(Slot, Unit)>);

/// The identity of a call: its callee and its arguments.
pub(super) struct Known {
    key: Key,
    kind: Kind,
}

impl Known {
    /// A call with the values of its parameters.
    pub fn of(callee: Callee, parameters: &[(&str, Value)]) -> Known {
        let units: Vec<Unit> = parameters.iter().map(|(_, value)| unit(*value)).collect();
        let slots = parameters.iter().map(|(_, value)| value.slot);
        Known { key: (callee, slots.zip(units.iter().copied()).collect()), kind: (callee, units) }
    }
}

/// The state of expanding calls.
#[derive(Clone, Debug, Default)]
pub(super) struct Inlining {
    results: HashMap<Key, Value>,
    /// Calls with an error in the body, which is reported once.
    wrong: HashSet<Kind>,
    /// The callees whose bodies are being lowered, the outermost first.
    stack: Vec<Callee>,
}

impl Inlining {
    /// Whether the body of a callee is being lowered.
    pub fn repeats(&self, callee: Callee) -> bool {
        self.stack.contains(&callee)
    }

    /// Whether calls are nested as deep as they may be.
    pub fn is_too_deep(&self) -> bool {
        self.stack.len() >= DEEPEST
    }

    /// Whether no body is being lowered.
    pub fn is_outside(&self) -> bool {
        self.stack.is_empty()
    }

    /// The result of the same call, if it was expanded before.
    pub fn result(&self, call: &Known) -> Option<Lowered> {
        match self.results.get(&call.key) {
            Some(value) => Some(Ok(*value)),
            None => self.wrong.contains(&call.kind).then_some(Err(Refused::EARLIER)),
        }
    }

    /// Enters a body.
    pub fn enter(&mut self, callee: Callee) {
        self.stack.push(callee);
    }

    /// Leaves the body that was entered last.
    pub fn leave(&mut self) {
        self.stack.pop();
    }

    /// Keeps the result of a call.
    pub fn keep(&mut self, call: Known, value: Value) {
        self.results.insert(call.key, value);
    }

    /// Notes that the body of a call has an error for arguments of these units.
    pub fn note_wrong(&mut self, call: &Known) {
        self.wrong.insert(call.kind.clone());
    }
}

fn unit(value: Value) -> Unit {
    let quantity = value.quantity()?;
    let (a, b) = match quantity.scale {
        Scale::Exact(numerator, denominator) => (numerator.unsigned_abs(), denominator.unsigned_abs()),
        Scale::Float(scale) => (u128::from(scale.to_bits()), 0),
    };
    Some((quantity.dimension, a, b))
}
