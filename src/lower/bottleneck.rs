//! `max(by_cpu, by_memory)`: which of the two it is.
//!
//! A fleet is as large as what runs out first, and a reader asks what that is. For each
//! argument of a `max` or `min` of names stands the share of the worlds in which it is the
//! result; nothing of it is computed unless a result is shown that is such a call.

use super::{Frame, Lowering, Value};
use crate::engine::{Binary, Op, Slot, Statistic};
use crate::syntax::{Ast, Node, NodeId};
use crate::text::source::Span;

/// From this share of the worlds on it is said of all: 99.5%, which would be printed as 100%.
const ALL: f64 = 0.995;

/// The arguments of a call of `max` or `min` with names alone, each with the share of the
/// worlds in which it is the result.
pub(super) type Shares = Vec<(String, Slot)>;

impl Lowering {
    /// Notes a call of `max` or `min`, if its arguments are names that a reader knows.
    pub(super) fn note_choice(
        &mut self,
        ast: &Ast,
        result: Value,
        arguments: impl Iterator<Item = (NodeId, Value)>,
        span: Span,
        frame: Frame<'_>,
    ) {
        let Some(quantity) = result.quantity() else { return };
        // Inside a function the names are its own, and in a table's row they are all alike.
        if frame.parameters.is_some() || frame.row.is_some() {
            return;
        }
        let named = arguments.map(|(node, value)| match ast.node(node) {
            Node::Name { text, .. } => Some((ast.str(text).to_owned(), value)),
            _ => None,
        });
        let Some(named) = named.collect::<Option<Vec<_>>>().filter(|named| named.len() > 1) else { return };
        let shares = named.into_iter().map(|(name, value)| {
            let slot = self.rescale(value, quantity.scale, span, frame);
            let is_result = self.emit(Op::Binary(Binary::Equal, slot, result.slot), span, frame);
            (name, self.emit(Op::Reduce(Statistic::Share, is_result, is_result), span, frame))
        });
        let shares = shares.collect();
        self.choices.insert(result.slot, shares);
    }

    /// The arguments of the `max` or `min` that a value is, each with the share of the worlds in which
    /// it is the result; none if the value is no such call.
    pub fn choice(&self, value: Value) -> &[(String, Slot)] {
        // A conversion multiplies the result by a constant.
        let (_, result) = self.program.multiple(value.slot);
        let choice = self.choices.get(&value.slot).or_else(|| self.choices.get(&result));
        choice.map_or(&[], Vec::as_slice)
    }
}

/// Which argument decides, from the shares of the worlds in which each does.
pub fn bottleneck(shares: &[(&str, f64)]) -> Option<String> {
    let always: Vec<&str> = shares.iter().filter(|(_, share)| *share >= ALL).map(|(name, _)| *name).collect();
    match always.as_slice() {
        [] => {}
        [one] => return Some(format!("{one} binds")),
        // Alike in every world, or two names for one thing.
        [one, other, ..] => return Some(format!("{one} and {other} bind")),
    }
    let mut shares = shares.to_vec();
    shares.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut parts = shares.iter().filter(|(_, share)| *share >= 1.0 - ALL);
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    let (first, share) = parts.next()?;
    let rest: String = parts.map(|(name, share)| format!(", {name} in {}", percent(*share))).collect();
    Some(format!("{first} binds in {} of the worlds{rest}", percent(*share)))
}
