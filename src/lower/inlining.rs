//! The calls that are being written out, and those that were.

use std::collections::{HashMap, HashSet};

use super::reporter::{Lowered, Refused};
use super::value::Value;
use crate::engine::Slot;
use crate::units::dimension::Dimension;
use crate::units::scale::Scale;

/// How deep functions may call each other.
pub(super) const DEEPEST: usize = 64;

/// A callee: a function of the script or model, or a formula of the library, which may have the same name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Callee {
    pub name: String,
    pub is_formula: bool,
}

/// The unit of an argument: its dimension and its scale.
type Unit = Option<(Dimension, u128, u128)>;

/// A callee with the units of its arguments, whatever their values.
type Kind = (Callee, Vec<Unit>);

/// A callee with its arguments and their units.
type Key = (Callee, Vec<(Slot, Unit)>);

/// A call, by what it is known again.
pub(super) struct Known {
    key: Key,
    kind: Kind,
}

impl Known {
    /// A call with the values of its parameters.
    pub fn of(callee: &Callee, parameters: &[(&str, Value)]) -> Known {
        let units: Vec<Unit> = parameters.iter().map(|(_, value)| unit(*value)).collect();
        let slots = parameters.iter().map(|(_, value)| value.slot);
        Known {
            key: (callee.clone(), slots.zip(units.iter().copied()).collect()),
            kind: (callee.clone(), units),
        }
    }
}

/// What was written out, and what is.
#[derive(Debug, Default)]
pub(super) struct Inlining {
    results: HashMap<Key, Value>,
    /// Calls whose body was wrong: it is reported once.
    wrong: HashSet<Kind>,
    /// The callees whose bodies are being written out, the outermost first.
    stack: Vec<Callee>,
}

impl Inlining {
    /// Whether a callee is being written out already.
    pub fn repeats(&self, callee: &Callee) -> bool {
        self.stack.contains(callee)
    }

    /// Whether nothing more may be written out within what is.
    pub fn is_too_deep(&self) -> bool {
        self.stack.len() >= DEEPEST
    }

    /// Whether no body is being written out.
    pub fn is_outside(&self) -> bool {
        self.stack.is_empty()
    }

    /// The result of the same call, if it was written out before.
    pub fn result(&self, call: &Known) -> Option<Lowered> {
        match self.results.get(&call.key) {
            Some(value) => Some(Ok(*value)),
            None => self.wrong.contains(&call.kind).then_some(Err(Refused::EARLIER)),
        }
    }

    /// Begins with a body.
    pub fn enter(&mut self, callee: Callee) {
        self.stack.push(callee);
    }

    /// Ends the body that was begun last.
    pub fn leave(&mut self) {
        self.stack.pop();
    }

    /// Keeps the result of a call.
    pub fn keep(&mut self, call: Known, value: Value) {
        self.results.insert(call.key, value);
    }

    /// Notes that the body of a call is wrong for arguments of these units.
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
