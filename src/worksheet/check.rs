//! The conditions of checks, and the two sides of a single comparison.

use crate::engine::{Binary as Operation, Op, Slot, Statistic};
use crate::lower::{Compared, Held, Lowering, Quantity, Type, Value};
use crate::syntax::{Ast, Binary, Node, NodeId};
use crate::text::source::Span;

/// A lowered condition.
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    /// The slot of its truth.
    pub holds: Slot,
    /// Its expression; `None` for a number of TOML that an estimate is expected to be.
    pub root: Option<NodeId>,
    /// The two sides in base units, if it is a single comparison.
    pub sides: Option<Sides>,
    /// How far apart the sides of a `≈` are.
    pub held: Option<Held>,
    /// The share of samples in which it must hold, if the model says so for all of its checks.
    pub confidence: Option<f64>,
    /// How long it must hold from today on, in seconds; `None` if it is asked of today.
    pub horizon: Option<f64>,
}

/// The two sides of a comparison, each with the slot of its value.
#[derive(Clone, Copy, Debug)]
pub struct Sides {
    /// The left side.
    pub left: (Value, Slot),
    /// The right side.
    pub right: (Value, Slot),
    /// The operator.
    pub comparison: Binary,
    /// The share of samples in which the value itself satisfies a condition on its percentile.
    pub share: Option<Slot>,
}

impl Sides {
    /// Whether the left side must stay below the right. Returns `None` for `==` and `!=`.
    pub fn below(&self) -> Option<bool> {
        match self.comparison {
            Binary::Less | Binary::LessOrEqual => Some(true),
            Binary::Greater | Binary::GreaterOrEqual => Some(false),
            _ => None,
        }
    }
}

/// Lowers a condition. Returns `None` if an error was reported.
pub(super) fn lower(lowering: &mut Lowering, ast: &Ast, root: NodeId) -> Option<Condition> {
    let Compared { value, sides, held } = lowering.comparison(ast, root);
    match value.kind {
        Type::Unknown => return None,
        Type::Quantity(_) | Type::Row(_) | Type::Rest(_) => {
            lowering.not_a_condition(value, ast.span(root));
            return None;
        }
        Type::Bool => {}
    }
    let (Some((left, right)), Node::Binary(comparison, a, b)) = (sides, ast.node(root)) else {
        return Some(Condition {
            holds: value.slot,
            root: Some(root),
            sides: None,
            held,
            confidence: None,
            horizon: None,
        });
    };
    let (left, right) =
        (in_base_units(lowering, left, ast.span(a)), in_base_units(lowering, right, ast.span(b)));
    let share = share_of_samples(lowering, left.1, comparison, right.1, ast.span(root));
    let sides = Some(Sides { left, right, comparison, share });
    Some(Condition { holds: value.slot, root: Some(root), sides, held, confidence: None, horizon: None })
}

/// Returns the condition that another one holds in a share of the samples.
pub(super) fn with_confidence(
    lowering: &mut Lowering,
    condition: Condition,
    level: f64,
    span: Span,
) -> Condition {
    let share = lowering.step(Op::Reduce(Statistic::Share, condition.holds, condition.holds), span);
    let limit = lowering.step(Op::Const(level), span);
    let holds = lowering.step(Op::Binary(Operation::GreaterOrEqual, share, limit), span);
    let mut side =
        |slot| in_base_units(lowering, Value { slot, kind: Type::Quantity(Quantity::SHARE) }, span);
    let (left, right) = (side(share), side(limit));
    let sides = Some(Sides { left, right, comparison: Binary::GreaterOrEqual, share: None });
    Condition { holds, sides, confidence: Some(level), ..condition }
}

/// Returns the condition that an estimate is about what is expected of it: the sides are its value and what is
/// expected.
pub(super) fn expected(
    lowering: &mut Lowering,
    root: Option<NodeId>,
    ((left, left_span), (right, right_span)): ((Value, Span), (Value, Span)),
    held: Held,
) -> Condition {
    // Both in the unit that the estimate is shown in.
    let right = lowering.in_unit_of(left, right, right_span);
    let left = (left, lowering.reported(left, left_span));
    let right = (right, lowering.reported(right, right_span));
    let sides = Some(Sides { left, right, comparison: Binary::About, share: None });
    Condition { holds: held.holds, root, sides, held: Some(held), confidence: None, horizon: None }
}

/// Returns a side with the slot of its value in base units, so that both sides have the same unit; a requested unit
/// only affects printing.
fn in_base_units(lowering: &mut Lowering, value: Value, span: Span) -> (Value, Slot) {
    let plain = match value.kind {
        Type::Quantity(quantity) => {
            let quantity = Quantity { notation: quantity.notation.unasked(), ..quantity };
            Value { kind: Type::Quantity(quantity), ..value }
        }
        _ => value,
    };
    (plain, lowering.reported(plain, span))
}

/// For `p95(x) <= limit`, returns the share of samples in which `x <= limit`.
fn share_of_samples(
    lowering: &mut Lowering,
    left: Slot,
    comparison: Binary,
    right: Slot,
    span: Span,
) -> Option<Slot> {
    let (factors, statistic) = lowering.program().multiple(left);
    let Some(Op::Reduce(Statistic::Quantile, of, _)) = lowering.program().op(statistic) else { return None };
    if lowering.varying().get(right.index()) == Some(&true) {
        return None;
    }
    let comparison = match comparison {
        Binary::Less => Operation::Less,
        Binary::LessOrEqual => Operation::LessOrEqual,
        Binary::Greater => Operation::Greater,
        Binary::GreaterOrEqual => Operation::GreaterOrEqual,
        _ => return None,
    };
    let scaled = factors.into_iter().fold(of, |slot, (binary, factor)| {
        let factor = lowering.step(Op::Const(factor), span);
        lowering.step(Op::Binary(binary, slot, factor), span)
    });
    let holds = lowering.step(Op::Binary(comparison, scaled, right), span);
    Some(lowering.step(Op::Reduce(Statistic::Frequency, holds, holds), span))
}
