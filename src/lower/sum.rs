//! Sums, differences and comparisons: two quantities of one dimension meet at one scale.

use super::operator::trimmed;
use super::{Frame, Lowering, Quantity, Type, Value};
use crate::engine::{Binary as Operation, Op, Slot};
use crate::syntax::{Ast, Binary, Form, Node, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::catalog::Kind;
use crate::units::dimension::{Base, Dimension};
use crate::units::notation::Notation;
use crate::units::scale::{Scale, decimal_sum};
use crate::units::words;

impl Lowering {
    /// `+`, `-` and comparisons.
    pub(super) fn same_dimension(
        &mut self,
        ast: &Ast,
        id: NodeId,
        binary: Binary,
        (left, a, x): (NodeId, Value, Quantity),
        (right, b, y): (NodeId, Value, Quantity),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        if matches!(binary, Binary::Add | Binary::Subtract)
            && let Some(error) = self.refuse_percent(ast, binary, left, right, x)
        {
            self.diagnostics.push(error);
            return Value::UNKNOWN;
        }
        if x.dimension != y.dimension {
            self.mismatch(ast, binary.symbol(), (left, a), (right, b));
            return Value::UNKNOWN;
        }
        if let Some(value) = self.sum_of_literals(ast, id, binary, (left, a, x), (right, b, y), frame) {
            return value;
        }
        let (a, b, scale) = self.align(a, b, span, frame);
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
        let slot = self.emit(Op::Binary(operation, a, b), span, frame);
        if binary.compares() {
            return Value { slot, kind: Type::Bool };
        }
        let notation = self.join_notations(x.notation, y.notation, x.dimension);
        // What is missing to the whole is a share as well: `1 - hit_ratio`.
        let percent = notation.percent || y.notation.percent && is_whole(ast, left);
        let notation = notation.in_percent(percent);
        Value { slot, kind: Type::Quantity(Quantity { dimension: x.dimension, scale, notation }) }
    }

    /// `1 - 99.95%` is 0.05%, exactly: two literals are added as the decimals that they are.
    fn sum_of_literals(
        &mut self,
        ast: &Ast,
        id: NodeId,
        binary: Binary,
        (left, a, x): (NodeId, Value, Quantity),
        (right, b, y): (NodeId, Value, Quantity),
        frame: Frame<'_>,
    ) -> Option<Value> {
        let sign = match binary {
            Binary::Add => 1,
            Binary::Subtract => -1,
            _ => return None,
        };
        ast.literal(left).and(ast.literal(right))?;
        let (Some(Op::Const(first)), Some(Op::Const(second))) =
            (self.program.op(a.slot), self.program.op(b.slot))
        else {
            return None;
        };
        let scale = finer(x.scale, y.scale);
        let sum = decimal_sum((first, x.scale), (second, y.scale), sign, scale)?;
        let notation = self.join_notations(x.notation, y.notation, x.dimension);
        let notation = notation.in_percent(notation.percent || y.notation.percent && is_whole(ast, left));
        let quantity = Quantity { dimension: x.dimension, scale, notation };
        Some(self.number(sum, quantity, ast.span(id), frame))
    }

    /// `x + 5%`: five points, or five percent of x?
    fn refuse_percent(
        &self,
        ast: &Ast,
        binary: Binary,
        left: NodeId,
        right: NodeId,
        x: Quantity,
    ) -> Option<Diagnostic> {
        if is_whole(ast, left) {
            return None;
        }
        if let Some((low, high)) = Lowering::percent_range(ast, right) {
            let sign = if binary == Binary::Add { 1.0 } else { -1.0 };
            let (a, b) = (1.0 + sign * low / 100.0, 1.0 + sign * high / 100.0);
            let factors = format!(" * ({} to {})", trimmed(a.min(b)), trimmed(a.max(b)));
            let tail = Span { start: ast.span(left).end, ..ast.span(right) };
            return Some(
                Diagnostic::error(
                    "E0104",
                    format!("`{}` and a range in percent have two readings", binary.symbol()),
                )
                .at(ast.span(left).to(ast.span(right)), "a share of the left side, or points?")
                .patch("for a share of the left side write", tail, factors),
            );
        }
        let percent = ast.literal(right).filter(|literal| literal.form == Form::Percent)?;
        let sign = if binary == Binary::Add { 1.0 } else { -1.0 };
        let factor = trimmed(1.0 + sign * percent.value / 100.0);
        let span = ast.span(left).to(ast.span(right));
        let tail = Span { start: ast.span(left).end, ..ast.span(right) };
        let mut error = Diagnostic::error(
            "E0104",
            format!("`{} {}%` has two readings", binary.symbol(), trimmed(percent.value)),
        )
        .at(span, "a share of the left side, or points?");
        // `2 + 3 + 5%`: multiplying binds tighter, so a sum would need parentheses.
        let is_bare_sum = matches!(ast.node(left), Node::Binary(Binary::Add | Binary::Subtract, first, _)
            if ast.span(first).start == ast.span(left).start);
        error = if is_bare_sum {
            error.help(format!("for a share of the left side put it in parentheses: `(…) * {factor}`"))
        } else {
            error.patch("for a share of the left side write", tail, format!(" * {factor}"))
        };
        if x.dimension.is_none() {
            let points = format!(" {} {}", binary.symbol(), trimmed(percent.value / 100.0));
            error = error.patch("for points write", tail, points);
        }
        Some(error)
    }

    /// Two dimensions that cannot meet.
    pub(super) fn mismatch(
        &mut self,
        ast: &Ast,
        operator: &str,
        (left, a): (NodeId, Value),
        (right, b): (NodeId, Value),
    ) {
        let (Some(x), Some(y)) = (a.quantity(), b.quantity()) else { return };
        let (of_left, of_right) = (self.words(a), self.words(b));
        let mut error = Diagnostic::error(
            "E0301",
            format!("`{operator}` needs the same dimension on both sides, not {of_left} and {of_right}"),
        )
        .at(ast.span(left), of_left.clone())
        .at(ast.span(right), of_right.clone());
        let quotient = x.dimension.over(y.dimension).unwrap_or_default();
        let time = Dimension::base(Base::TIME);
        let plain = x.dimension.is_none() || y.dimension.is_none();
        let per_time = |quantity: Quantity| quantity.dimension.exponent(Base::TIME) < 0;
        if x.dimension.without_nouns() == y.dimension.without_nouns()
            && !x.dimension.is_none()
            && !y.dimension.is_none()
        {
            let unit = self.unit_text(x);
            error = error.help(format!("if they are the same thing here, relabel one: `(… as {unit})`"));
        } else if !plain && Some(quotient) == time.to_the(-1) && per_time(x) {
            error =
                error.help("the left side is per time; times a duration, `* 1 day`, it becomes an amount");
        } else if !plain && quotient == time && per_time(y) {
            error =
                error.help("the right side is per time; times a duration, `* 1 day`, it becomes an amount");
        } else if x.dimension.is_none() || y.dimension.is_none() {
            let (node, quantity) = if x.dimension.is_none() { (left, y) } else { (right, x) };
            if ast
                .literal(node)
                .is_some_and(|literal| literal.suffix.is_empty() && literal.form == Form::Plain)
            {
                let unit = self.unit_text(quantity);
                error = if quantity.dimension.exponent(Base::MONEY) == 1 {
                    error.patch("give the number its unit", ast.span(node).before(), "$")
                } else {
                    let text = if unit.starts_with('/') { unit } else { format!(" {unit}") };
                    error.patch("give the number its unit", ast.span(node).after(), text)
                };
            }
        }
        self.diagnostics.push(error);
    }

    /// The slots of two quantities of one dimension, at one scale: the finer one, so that whole numbers stay whole.
    pub(super) fn align(&mut self, a: Value, b: Value, span: Span, frame: Frame<'_>) -> (Slot, Slot, Scale) {
        let (Some(x), Some(y)) = (a.quantity(), b.quantity()) else { return (a.slot, b.slot, Scale::ONE) };
        let scale = finer(x.scale, y.scale);
        (self.rescale(a, scale, span, frame), self.rescale(b, scale, span, frame), scale)
    }

    /// What a sum or a choice remembers: the left side's words, but where the two sides count
    /// the same by different words, as reads and writes do, neither's.
    pub(super) fn join_notations(&self, x: Notation, y: Notation, dimension: Dimension) -> Notation {
        if x == y {
            return x.unasked();
        }
        let noun =
            |notation: Notation, base| words::word_for(&self.units, base, notation).map(|(_, plural)| plural);
        let mut joined = Notation::NONE.in_percent(x.percent && y.percent);
        let left = if x.iter().next().is_none() { y } else { x };
        for (id, exponent) in left.iter() {
            let Some(unit) = self.units.info(id) else { continue };
            let base = unit.dimension.iter().next().map(|(base, _)| base);
            let differs = unit.kind == Kind::Noun
                && base.is_some_and(|base| dimension.exponent(base) != 0 && noun(x, base) != noun(y, base));
            if !differs {
                joined = joined.with(id, exponent);
            }
        }
        joined
    }
}

/// The literal `1` or `100%`.
fn is_whole(ast: &Ast, node: NodeId) -> bool {
    ast.literal(node).is_some_and(|literal| {
        let one = literal.value == 1.0 && literal.form == Form::Plain && literal.suffix.is_empty();
        one || literal.value == 100.0 && literal.form == Form::Percent
    })
}

/// The scale at which two quantities meet: the finer one, so that whole numbers stay whole.
pub(super) fn finer(x: Scale, y: Scale) -> Scale {
    match x.over(y) {
        Scale::Exact(numerator, 1) if numerator > 1 => y,
        _ => x,
    }
}
