//! Sums, differences and comparisons: two quantities of one dimension meet at one scale.

use super::context::{Context, Place};
use super::diagnostics::habits::Fix;
use super::diagnostics::{operators as diagnostics, placement};
use super::reporter::{Lowered, Refused};
use super::value::Number;
use super::{Lowering, Quantity, Value, range};
use crate::engine::{Binary as Operation, Op, Slot};
use crate::syntax::{Ast, Binary, Form, Node, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::Dimension;
use crate::units::scale::decimal_sum;
use crate::units::scale::finer;
use crate::units::words::joined;

impl Lowering {
    /// `+`, `-` and comparisons.
    pub(super) fn same_dimension(
        &mut self,
        id: NodeId,
        binary: Binary,
        [a, b]: [Number; 2],
        cx: Context<'_>,
    ) -> Lowered {
        if matches!(binary, Binary::Add | Binary::Subtract)
            && let Some(error) = percent_beside(binary, a, b.node, cx.ast)
        {
            return Err(self.reporter.refuse(error));
        }
        if let Some(error) = self.share_beside_number(binary, [a, b], cx) {
            return Err(self.reporter.refuse(error));
        }
        let (x, y) = (a.quantity, b.quantity);
        if binary == Binary::About {
            return self.about(id, [a, b], cx);
        }
        if x.dimension != y.dimension {
            return Err(self.mismatch(binary.symbol(), a, b, cx));
        }
        if let Some(value) = self.sum_of_literals(id, binary, [a, b], cx) {
            return Ok(value);
        }
        if let Binary::Add | Binary::Subtract = binary {
            let terms = self.sums.before(a.slot, is_sum(cx.ast, a.node));
            let operation = if binary == Binary::Add { Operation::Add } else { Operation::Subtract };
            let sum = self.add(operation, terms, [a, b], cx.place(id));
            let quantity = Quantity { scale: sum.quantity.scale, ..self.sum_quantity(a, b, cx.ast) };
            return Ok(Value::number(sum.slot, quantity));
        }
        let place = cx.place(id);
        let (left, right, _) = self.emitter.align(a, b, place);
        let operation = match binary {
            Binary::Less => Operation::Less,
            Binary::LessOrEqual => Operation::LessOrEqual,
            Binary::Greater => Operation::Greater,
            Binary::GreaterOrEqual => Operation::GreaterOrEqual,
            Binary::Equal => Operation::Equal,
            _ => Operation::NotEqual,
        };
        Ok(Value::truth(self.emitter.emit(Op::Binary(operation, left, right), place)))
    }

    /// Adds a number to a sum, or subtracts it; `terms` are those of the sum, or none if it is a term itself. The result
    /// is zero if its terms cancel but for rounding.
    pub(super) fn add(
        &mut self,
        operation: Operation,
        terms: usize,
        [sum, next]: [Number; 2],
        place: Place,
    ) -> Number {
        let before = match self.emitter.op(sum.slot) {
            Some(Op::Settle(before, ..)) if terms > 0 => Number { slot: before, ..sum },
            _ => sum,
        };
        let (left, right, scale) = self.emitter.align(before, next, place);
        let number = |slot| Number { slot, quantity: Quantity { scale, ..sum.quantity }, ..sum };
        if terms == 0 {
            self.sums.push(number(left));
        }
        let total = self.emitter.emit(Op::Binary(operation, left, right), place);
        let never = |slot| self.emitter.is_never_negative(slot);
        if operation == Operation::Add && never(left) && never(right) {
            // What is only added to cannot cancel.
            self.sums.push(number(right));
            self.sums.end(total, terms.max(1) + 1);
            return number(total);
        }
        let mut largest = None;
        for term in self.sums.take(terms.max(1)) {
            let slot = self.emitter.rescale(term.value(), scale, place);
            largest = Some(match largest {
                None => slot,
                Some(other) => self.emitter.emit(Op::Binary(Operation::Largest, other, slot), place),
            });
        }
        let largest = largest.unwrap_or(left);
        let settled = self.emitter.emit(Op::Settle(total, largest, right), place);
        self.sums.push(number(largest));
        self.sums.push(number(right));
        self.sums.end(settled, 2);
        number(settled)
    }

    /// Adds one more of many numbers. As long as none is negative, their sum so far stands for the largest of them, so
    /// that nothing has to be remembered of each.
    pub(super) fn add_one_more(&mut self, sum: Number, next: Number, place: Place) -> Number {
        let mut terms = self.sums.before(sum.slot, true);
        if !matches!(self.emitter.op(sum.slot), Some(Op::Settle(..))) {
            self.sums.take(terms);
            terms = 0;
        }
        self.add(Operation::Add, terms, [sum, next], place)
    }

    /// The quantity of a sum, apart from its scale.
    fn sum_quantity(&self, a: Number, b: Number, ast: &Ast) -> Quantity {
        let (x, y) = (a.quantity, b.quantity);
        let notation = joined(self.scope.units(), x.notation, y.notation, x.dimension);
        // The complement of a share is a share as well: `1 - hit_ratio`.
        let percent = notation.percent || y.notation.percent && is_whole(ast, a.node);
        Quantity { notation: notation.in_percent(percent), ..x }
    }

    /// `1 - 99.95%` is 0.05%, exactly: two literals are added as the decimals that they are.
    fn sum_of_literals(
        &mut self,
        id: NodeId,
        binary: Binary,
        [a, b]: [Number; 2],
        cx: Context<'_>,
    ) -> Option<Value> {
        let sign = match binary {
            Binary::Add => 1,
            Binary::Subtract => -1,
            _ => return None,
        };
        cx.ast.literal(a.node).and(cx.ast.literal(b.node))?;
        let (Some(Op::Const(first)), Some(Op::Const(second))) =
            (self.emitter.op(a.slot), self.emitter.op(b.slot))
        else {
            return None;
        };
        let scale = finer(a.quantity.scale, b.quantity.scale);
        let sum = decimal_sum((first, a.quantity.scale), (second, b.quantity.scale), sign, scale)?;
        let quantity = Quantity { scale, ..self.sum_quantity(a, b, cx.ast) };
        Some(self.emitter.number(sum, quantity, cx.place(id)))
    }

    /// Refuses two numbers whose dimensions differ.
    pub(super) fn mismatch(&mut self, operator: &str, a: Number, b: Number, cx: Context<'_>) -> Refused {
        let error = diagnostics::mismatch(operator, [a, b], cx.ast, self.scope.units());
        let error = match self.placed_in_sum(a, b, cx) {
            Some((label, edits)) => error.taken(label, edits, Vec::new()),
            None => error,
        };
        self.reporter.refuse(error)
    }

    /// The change that makes a count cancel which one side of a sum has and the other has not: `3 hops * 40 ms + 15 ms`.
    fn placed_in_sum(&mut self, a: Number, b: Number, cx: Context<'_>) -> Option<Fix> {
        if cx.parameters.is_some() || cx.formula.is_some() {
            return None;
        }
        let (ast, [x, y]) = (cx.ast, [a.quantity, b.quantity]);
        let left_over = |one: Quantity, other: Quantity| {
            let over = one.dimension.over(other.dimension)?;
            over.iter().all(|(base, exponent)| base.is_noun() && exponent > 0).then_some(over)
        };
        let mut placed = |side: Number, over: Dimension| -> Option<Fix> {
            let factors = self.written_factors(side.node, ast);
            placement::of_product(&factors, over, side.quantity.notation, ast, self.scope.units())
        };
        match (left_over(x, y), left_over(y, x)) {
            (Some(over), _) => placed(a, over),
            (_, Some(over)) => placed(b, over),
            // `20M photos/day * 200 KB + 10M videos/day * 2 MB`: each has counts that the other has not.
            _ => {
                let over = x
                    .dimension
                    .over(y.dimension)
                    .filter(|over| over.iter().all(|(base, _)| base.is_noun()))?;
                let above = |over: Dimension| {
                    let counts = over.iter().filter(|(_, exponent)| *exponent > 0);
                    counts
                        .map(|(base, exponent)| Dimension::base(base).to_the(exponent))
                        .try_fold(Dimension::default(), |product, count| product.times(count?))
                };
                let (label, mut edits) = placed(a, above(over)?)?;
                let (other, more) = placed(b, above(over.to_the(-1)?)?)?;
                edits.extend(more);
                Some((format!("{label} and {}", other.trim_start_matches("with ")), edits))
            }
        }
    }
}

/// The terms of the sums of a formula, so that one that goes on with another knows what its terms are.
///
/// Operands are lowered before their operators. What was noted after the left operand of a sum belongs to the right one,
/// which is complete.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// The sums so far, each with the number of its terms.
    sums: Vec<(Slot, usize)>,
    /// The terms of all, one after the other.
    terms: Vec<Number>,
}

impl Sums {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.sums.clear();
        self.terms.clear();
    }

    /// The number of terms of the sum that a slot is, which become the last ones; none unless it `is_sum`.
    fn before(&mut self, slot: Slot, is_sum: bool) -> usize {
        if !is_sum {
            return 0;
        }
        let Some(at) = self.sums.iter().rposition(|(known, _)| *known == slot) else { return 0 };
        let after: usize = self.sums.drain(at + 1..).map(|(_, terms)| terms).sum();
        self.terms.truncate(self.terms.len().saturating_sub(after));
        self.sums.pop().map_or(0, |(_, terms)| terms)
    }

    fn push(&mut self, term: Number) {
        self.terms.push(term);
    }

    fn take(&mut self, terms: usize) -> Vec<Number> {
        self.terms.split_off(self.terms.len().saturating_sub(terms))
    }

    fn end(&mut self, sum: Slot, terms: usize) {
        self.sums.push((sum, terms));
    }
}

/// Whether a node is a sum, and not one in parentheses, whose place would begin before its first term.
fn is_sum(ast: &Ast, node: NodeId) -> bool {
    matches!(ast.node(node), Node::Binary(Binary::Add | Binary::Subtract, first, _)
        if ast.span(first).start == ast.span(node).start)
}

/// `x + 5%`: five points, or five percent of x?
fn percent_beside(binary: Binary, a: Number, right: NodeId, ast: &Ast) -> Option<Diagnostic> {
    if is_whole(ast, a.node) {
        return None;
    }
    let (left_span, right_span) = (ast.span(a.node), ast.span(right));
    let (symbol, span) = (binary.symbol(), left_span.to(right_span));
    let tail = Span { start: left_span.end, ..right_span };
    let sign = if binary == Binary::Add { 1.0 } else { -1.0 };
    let factor = |percent: f64| 1.0 + sign * percent / 100.0;
    if let Some((low, high)) = range::percents(ast, right) {
        return Some(diagnostics::percent_range(symbol, span, tail, (factor(low), factor(high))));
    }
    let percent = ast.literal(right).filter(|literal| literal.form == Form::Percent)?.value;
    // `2 + 3 + 5%`: multiplying binds tighter than the sum.
    let follows_sum = is_sum(ast, a.node);
    let (factor, is_plain) = (factor(percent), a.quantity.dimension.is_none());
    let percentage = diagnostics::Percentage { symbol, percent, factor, span, tail, follows_sum, is_plain };
    Some(diagnostics::percent(&percentage))
}

/// The literal `1` or `100%`.
fn is_whole(ast: &Ast, node: NodeId) -> bool {
    ast.literal(node).is_some_and(|literal| {
        let one = literal.value == 1.0 && literal.form == Form::Plain && literal.suffix.is_empty();
        one || literal.value == 100.0 && literal.form == Form::Percent
    })
}
