//! `max(by_cpu, by_memory)`: which of the two it is.
//!
//! A fleet is as large as its bottleneck, and a reader asks which that is. For each argument of a `max` or `min` of
//! names stands the share of the samples in which it is the result. Nothing of it is computed unless a result is
//! shown that is such a call.

use super::context::Context;
use super::value::Number;
use super::{Lowering, Value};
use crate::engine::{Binary, Measure, Op, Slot, Statistic, Unary};
use crate::syntax::{Node, NodeId};

/// A share of the samples that counts as all of them: 99.5%, which would be printed as 100%.
const ALL: f64 = 0.995;

/// The arguments of a call of `max` or `min` with names alone, each with the share of the samples in which it is
/// the result.
pub(super) type Choice = Vec<(String, Slot)>;

impl Lowering {
    /// Notes a call of `max` or `min`, if its arguments are names that a reader knows.
    pub(super) fn note_choice(&mut self, id: NodeId, result: Number, arguments: &[Number], cx: Context<'_>) {
        // Inside a function the names are its own, and in a table's row they are all alike.
        if cx.parameters.is_some() || cx.is_in_row() {
            return;
        }
        let named = arguments.iter().map(|argument| match cx.ast.node(argument.node) {
            Node::Name { text, .. } => Some((cx.ast.str(text).to_owned(), argument.value())),
            _ => None,
        });
        let Some(named) = named.collect::<Option<Vec<_>>>().filter(|named| named.len() > 1) else { return };
        let place = cx.place(id);
        let emitter = &mut self.emitter;
        let shares = named.into_iter().map(|(name, value)| {
            let slot = emitter.rescale(value, result.quantity.scale, place);
            let is_result = emitter.emit(Op::Binary(Binary::Equal, slot, result.slot), place);
            (name, emitter.emit(Op::Reduce(Statistic::Share, is_result, is_result), place))
        });
        let choice: Choice = shares.collect();
        self.emitter.note_choice(result.slot, choice);
    }
}

impl super::Compiled {
    /// The arguments of the `max` or `min` that a value is, each with the share of the samples in which it is the
    /// result; empty if the value is no such call.
    pub fn choice(&self, value: Value) -> &[(String, Slot)] {
        let choices = self.emitter.choices();
        if choices.is_empty() {
            return &[];
        }
        // A conversion multiplies the result by a constant.
        let (_, result) = self.program().multiple(value.slot);
        choices.get(&value.slot).or_else(|| choices.get(&result)).map_or(&[], Vec::as_slice)
    }

    /// The arguments of the `max` or `min` that decides a value: it, what it rounds, or what it is a statistic of.
    pub fn choice_behind(&self, value: Value) -> &[(String, Slot)] {
        let mut at = value;
        loop {
            let found = self.choice(at);
            if !found.is_empty() {
                return found;
            }
            let (_, slot) = self.program().multiple(at.slot);
            at.slot = match self.program().op(slot) {
                Some(Op::Unary(Unary::Ceil | Unary::Floor | Unary::Round, of)) => of,
                Some(Op::Reduce(statistic, of, _)) if statistic.measure() != Measure::Share => {
                    self.program().reduced(statistic, of)
                }
                _ => return &[],
            };
        }
    }
}

/// Says which argument decides, from the share of the samples in which each does.
pub fn bottleneck(shares: &[(&str, f64)]) -> Option<String> {
    let always: Vec<&str> = shares.iter().filter(|(_, share)| *share >= ALL).map(|(name, _)| *name).collect();
    match always.as_slice() {
        [] => {}
        [one] => return Some(format!("{one} binds")),
        // Alike in every sample, or two names for one thing.
        [one, other, ..] => return Some(format!("{one} and {other} bind")),
    }
    let mut shares = shares.to_vec();
    shares.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut parts = shares.iter().filter(|(_, share)| *share >= 1.0 - ALL);
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    let (first, share) = parts.next()?;
    let rest: String = parts.map(|(name, share)| format!(", {name} in {}", percent(*share))).collect();
    Some(format!("{first} binds in {}{rest}", percent(*share)))
}
