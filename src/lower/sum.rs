//! Sums, differences and comparisons: two quantities of one dimension meet at one scale.

use super::context::Context;
use super::diagnostics::operators as diagnostics;
use super::emitter::finer;
use super::reporter::{Lowered, Refused};
use super::value::Number;
use super::{Lowering, Quantity, Value, range};
use crate::engine::{Binary as Operation, Op};
use crate::syntax::{Ast, Binary, Form, Node, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::scale::decimal_sum;
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
        let (x, y) = (a.quantity, b.quantity);
        if x.dimension != y.dimension {
            return Err(self.mismatch(binary.symbol(), a, b, cx));
        }
        if let Some(value) = self.sum_of_literals(id, binary, [a, b], cx) {
            return Ok(value);
        }
        let place = cx.place(id);
        let (left, right, scale) = self.emitter.align(a, b, place);
        let operation = match binary {
            Binary::Add => Operation::Add,
            Binary::Subtract => Operation::Subtract,
            Binary::Less => Operation::Less,
            Binary::LessOrEqual => Operation::LessOrEqual,
            Binary::Greater => Operation::Greater,
            Binary::GreaterOrEqual => Operation::GreaterOrEqual,
            Binary::Equal => Operation::Equal,
            _ => Operation::NotEqual,
        };
        let slot = self.emitter.emit(Op::Binary(operation, left, right), place);
        if binary.compares() {
            return Ok(Value::truth(slot));
        }
        Ok(Value::number(slot, Quantity { scale, ..self.sum_quantity(a, b, cx.ast) }))
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
        self.reporter.refuse(error)
    }
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
    let follows_sum = matches!(ast.node(a.node), Node::Binary(Binary::Add | Binary::Subtract, first, _)
        if ast.span(first).start == left_span.start);
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
