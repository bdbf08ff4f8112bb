//! Operators: which dimensions they take, and at which scale they meet.

use super::{Frame, Lowering, Quantity, Type, Value};
use crate::engine::{Binary as Operation, Op, Unary as Function};
use crate::syntax::{Ast, Binary, Form, Join, Node, NodeId, Unary, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::scale::Scale;

impl Lowering {
    /// `-x`, `not x`.
    pub(super) fn unary(&mut self, unary: Unary, value: Value, span: Span, frame: Frame<'_>) -> Value {
        match (unary, value.kind) {
            (_, Type::Unknown) => Value::UNKNOWN,
            (Unary::Negate, Type::Quantity(quantity)) => {
                let notation = quantity.notation.unasked();
                let slot = self.emit(Op::Unary(Function::Negate, value.slot), span, frame);
                Value { slot, kind: Type::Quantity(Quantity { notation, ..quantity }) }
            }
            (Unary::Not, Type::Bool) => {
                Value { slot: self.emit(Op::Unary(Function::Not, value.slot), span, frame), kind: Type::Bool }
            }
            (Unary::Negate, Type::Bool) => self.wrong_type(span, value, "`-` needs a number"),
            (Unary::Not, Type::Quantity(_)) => self.wrong_type(span, value, "`not` needs a condition"),
        }
    }

    /// An operator between two operands, each with its node.
    #[allow(clippy::too_many_arguments)] // both operands come with their nodes, which rules about spelling need
    pub(super) fn binary(
        &mut self,
        ast: &Ast,
        id: NodeId,
        binary: Binary,
        (left, a): (NodeId, Value),
        (right, b): (NodeId, Value),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        match binary {
            Binary::And | Binary::Or => {
                for (node, value) in [(left, a), (right, b)] {
                    if matches!(value.kind, Type::Quantity(_)) {
                        return self.wrong_type(
                            ast.span(node),
                            value,
                            format!("`{}` joins conditions", binary.symbol()),
                        );
                    }
                }
                if a.is_unknown() || b.is_unknown() {
                    return Value::UNKNOWN;
                }
                let operation = if binary == Binary::And { Operation::And } else { Operation::Or };
                Value {
                    slot: self.emit(Op::Binary(operation, a.slot, b.slot), span, frame),
                    kind: Type::Bool,
                }
            }
            Binary::Power => self.power(ast, id, (left, a), (right, b), frame),
            _ => {
                for (node, value) in [(left, a), (right, b)] {
                    if value.kind == Type::Bool {
                        return self.wrong_type(
                            ast.span(node),
                            value,
                            format!("`{}` needs numbers", binary.symbol()),
                        );
                    }
                }
                let (Some(x), Some(y)) = (a.quantity(), b.quantity()) else { return Value::UNKNOWN };
                match binary {
                    Binary::Multiply => self.product_of(ast, id, (left, a, x), (right, b, y), 1, frame),
                    Binary::Divide => self.product_of(ast, id, (left, a, x), (right, b, y), -1, frame),
                    _ => self.same_dimension(ast, id, binary, (left, a, x), (right, b, y), frame),
                }
            }
        }
    }

    /// `a * b`, or with `-1` `a / b`.
    fn product_of(
        &mut self,
        ast: &Ast,
        id: NodeId,
        (left, a, x): (NodeId, Value, Quantity),
        (right, b, y): (NodeId, Value, Quantity),
        sign: i8,
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        if sign < 0
            && let Some(error) = self
                .refuse_spaced_unit(ast, left, right, frame)
                .or_else(|| self.refuse_divided_range(ast, left, right))
        {
            self.diagnostics.push(error);
            return Value::UNKNOWN;
        }
        self.warn_of_hand_conversion(ast, (left, x), (right, y), sign);
        let dimension = y.dimension.to_the(sign).and_then(|factor| x.dimension.times(factor));
        let Some(dimension) = dimension else {
            self.too_many_dimensions(span);
            return Value::UNKNOWN;
        };
        // A bare unit is a factor of exactly one: only the scale changes.
        let one =
            |value: Value| matches!(self.program.op(value.slot), Some(Op::Const(number)) if number == 1.0);
        let slot = if one(b) {
            a.slot
        } else {
            let operation = if sign < 0 { Operation::Divide } else { Operation::Multiply };
            self.emit(Op::Binary(operation, a.slot, b.slot), span, frame)
        };
        let quantity = Quantity {
            dimension,
            scale: x.scale.times(y.scale.to_the(sign)),
            notation: x.notation.times(y.notation, sign),
        };
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// `peak / 1000 req / s`: by the rate, or by the thousand and then per second?
    fn refuse_spaced_unit(
        &self,
        ast: &Ast,
        left: NodeId,
        right: NodeId,
        frame: Frame<'_>,
    ) -> Option<Diagnostic> {
        let Node::Name { text, .. } = ast.node(right) else { return None };
        let name = ast.str(text);
        if self.bound(name, frame).is_some() || self.units.lookup(name).is_none() {
            return None;
        }
        let Node::Binary(Binary::Divide, _, divisor) = ast.node(left) else { return None };
        if let Node::Range { low, .. } = ast.node(divisor)
            && ast.literals.get(low as usize).is_some_and(|literal| literal.divides)
        {
            let span = ast.span(divisor).to(ast.span(right));
            let help = format!(
                "put parentheses round what divides: `x / (… to …/{name})`, or `x / (… to …) / 1 {name}`"
            );
            return Some(
                Diagnostic::error("E0104", "dividing by this has two readings")
                    .at(span, "one divisor, or two?")
                    .help(help),
            );
        }
        let literal = ast.literal(divisor).filter(|literal| literal.divides)?;
        let span = literal.span.to(ast.span(right));
        let mut words = ast.words(&literal.suffix).to_vec();
        words.push(Word { text, span: ast.span(right), join: Join::Slash, times: 1.0 });
        let (one, two) = self.divisors(ast, literal, &words, frame);
        Some(
            Diagnostic::error("E0104", "dividing by this has two readings")
                .at(span, "one divisor, or two?")
                .patch("for one divisor write", span, one)
                .patch("for two write", span, two),
        )
    }

    /// `a ^ b`.
    fn power(
        &mut self,
        ast: &Ast,
        id: NodeId,
        (left, a): (NodeId, Value),
        (right, b): (NodeId, Value),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        for (node, value) in [(left, a), (right, b)] {
            if value.kind == Type::Bool {
                return self.wrong_type(ast.span(node), value, "`^` needs numbers");
            }
        }
        let (Some(x), Some(y)) = (a.quantity(), b.quantity()) else { return Value::UNKNOWN };
        if ast
            .literal(left)
            .is_some_and(|literal| ast.words(&literal.suffix).iter().any(|word| word.join != Join::Lead))
        {
            self.diagnostics.push(
                Diagnostic::error("E0109", "a power after a unit or a division has two readings")
                    .at(span, "of the whole, or of what is next to it?")
                    .help("put parentheses, or blanks round the `/`"),
            );
            return Value::UNKNOWN;
        }
        if !y.dimension.is_none() {
            let words = self.words(b);
            self.diagnostics.push(
                Diagnostic::error("E0303", format!("an exponent is a plain number, not {words}"))
                    .at(ast.span(right), words)
                    .help("divide by a unit to make it plain: `x / 1 GB`"),
            );
            return Value::UNKNOWN;
        }
        let Some(exponent) = whole_literal(ast, right) else {
            if x.dimension.is_none() {
                let base = self.rescale(a, Scale::ONE, span, frame);
                let exponent = self.rescale(b, Scale::ONE, span, frame);
                let slot = self.emit(Op::Binary(Operation::Power, base, exponent), span, frame);
                return Value { slot, kind: Type::Quantity(Quantity::NUMBER) };
            }
            let words = self.words(a);
            self.diagnostics.push(
                Diagnostic::error(
                    "E0303",
                    format!("a power of {words} needs a whole number as its exponent, written out"),
                )
                .at(ast.span(left), words)
                .at(ast.span(right), "not a whole number like `2`")
                .help("divide by a unit first to take any power of a plain number: `(x / 1 GB) ^ y`"),
            );
            return Value::UNKNOWN;
        };
        let Some(dimension) = x.dimension.to_the(exponent) else {
            self.too_many_dimensions(span);
            return Value::UNKNOWN;
        };
        let slot = if exponent == 2 {
            self.emit(Op::Binary(Operation::Multiply, a.slot, a.slot), span, frame)
        } else {
            let exponent = self.emit(Op::Const(f64::from(exponent)), span, frame);
            self.emit(Op::Binary(Operation::Power, a.slot, exponent), span, frame)
        };
        let quantity =
            Quantity { dimension, scale: x.scale.to_the(exponent), notation: x.notation.to_the(exponent) };
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// `if c then a else b`.
    pub(super) fn conditional(
        &mut self,
        ast: &Ast,
        id: NodeId,
        (condition, c): (NodeId, Value),
        (yes, a): (NodeId, Value),
        (no, b): (NodeId, Value),
        frame: Frame<'_>,
    ) -> Value {
        let span = ast.span(id);
        if matches!(c.kind, Type::Quantity(_)) {
            return self.wrong_type(ast.span(condition), c, "`if` needs a condition");
        }
        match (a.kind, b.kind) {
            _ if a.is_unknown() || b.is_unknown() || c.is_unknown() => Value::UNKNOWN,
            (Type::Bool, Type::Bool) => {
                Value { slot: self.emit(Op::Select(c.slot, a.slot, b.slot), span, frame), kind: Type::Bool }
            }
            (Type::Quantity(x), Type::Quantity(y)) if x.dimension == y.dimension => {
                let (a, b, scale) = self.align(a, b, span, frame);
                let notation = self.join_notations(x.notation, y.notation, x.dimension);
                let slot = self.emit(Op::Select(c.slot, a, b), span, frame);
                Value { slot, kind: Type::Quantity(Quantity { dimension: x.dimension, scale, notation }) }
            }
            _ => {
                let (of_yes, of_no) = (self.words(a), self.words(b));
                self.diagnostics.push(
                    Diagnostic::error(
                        "E0301",
                        format!("both sides of an `if` need the same dimension, not {of_yes} and {of_no}"),
                    )
                    .at(ast.span(yes), of_yes)
                    .at(ast.span(no), of_no),
                );
                Value::UNKNOWN
            }
        }
    }

    /// A condition where a number is needed, or the other way round.
    pub(super) fn wrong_type(&mut self, span: Span, value: Value, message: impl Into<String>) -> Value {
        let words = self.words(value);
        self.diagnostics.push(
            Diagnostic::error("E0304", format!("{}, not {words}", message.into()))
                .at(span, words)
                .help("a condition is a comparison, like `x > 5 GB`"),
        );
        Value::UNKNOWN
    }
}

/// The whole number that an exponent is, if it is written as one.
fn whole_literal(ast: &Ast, node: NodeId) -> Option<i8> {
    match ast.node(node) {
        Node::Group(inner) => whole_literal(ast, inner),
        Node::Unary(Unary::Negate, inner) => whole_literal(ast, inner).map(|exponent| -exponent),
        Node::Literal(_) => {
            let literal = ast.literal(node)?;
            let plain = literal.whole && literal.form == Form::Plain && literal.suffix.is_empty();
            #[allow(clippy::cast_possible_truncation)] // checked to fit
            (plain && literal.value <= 127.0).then_some(literal.value as i8)
        }
        _ => None,
    }
}

/// A number for a help line.
pub(super) fn trimmed(value: f64) -> String {
    let text = format!("{value:.10}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
