//! Operators: which dimensions they take, and at which scale their operands meet.

use super::context::{Context, Place};
use super::diagnostics::{operators as diagnostics, tables};
use super::reporter::{Lowered, Refused};
use super::table::Table;
use super::value::{Number, Operand};
use super::{Lowering, Quantity, TableId, Type, Value, range};
use crate::engine::{Binary as Operation, Op, Unary as Function};
use crate::syntax::{Ast, Binary, Form, Join, Literal, Node, NodeId, Unary};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::scale::Scale;
use crate::units::words::joined;

impl Lowering {
    /// `-x`, `not x`.
    pub(super) fn unary(&mut self, unary: Unary, value: Value, place: Place) -> Lowered {
        let (function, kind) = match (unary, value.kind) {
            (_, Type::Unknown) => return Err(Refused::EARLIER),
            (Unary::Negate, Type::Quantity(quantity)) => {
                (Function::Negate, Type::Quantity(quantity.unasked()))
            }
            (Unary::Not, Type::Bool) => (Function::Not, Type::Bool),
            (Unary::Negate, _) => {
                return Err(self.wrong_type(place.span, value, "`-` needs a number"));
            }
            (Unary::Not, _) => {
                return Err(self.wrong_type(place.span, value, "`not` needs a condition"));
            }
        };
        Ok(Value { slot: self.emitter.emit(Op::Unary(function, value.slot), place), kind })
    }

    /// An operator between two operands.
    pub(super) fn binary(
        &mut self,
        id: NodeId,
        binary: Binary,
        operands: [Operand; 2],
        cx: Context<'_>,
    ) -> Lowered {
        if let Binary::And | Binary::Or = binary {
            return self.logical(id, binary, operands, cx);
        }
        if let Some(value) = self.rows_or_rest(id, binary, operands, cx) {
            return value;
        }
        let numbers = self.numbers(operands, || format!("`{}` needs numbers", binary.symbol()), cx)?;
        match binary {
            Binary::Power => self.power(id, numbers, cx),
            Binary::Multiply => match part_of(&numbers, cx) {
                Some(error) => Err(self.reporter.refuse(error)),
                None => self.product_of(id, numbers, 1, cx),
            },
            Binary::Divide => match self.how_many(id, &numbers, cx) {
                Some(error) => Err(self.reporter.refuse(error)),
                None => self.product_of(id, numbers, -1, cx),
            },
            Binary::Subtract => match self.hyphen_range(numbers[0].node, numbers[1].node, cx) {
                Some(error) => Err(self.reporter.refuse(error)),
                None => self.same_dimension(id, binary, numbers, cx),
            },
            Binary::Within => self.within(id, numbers, cx),
            _ => self.same_dimension(id, binary, numbers, cx),
        }
    }

    /// Two rows of one table that are compared, or a number that is compared with the open end of tiers. `None` for other
    /// operands.
    fn rows_or_rest(
        &mut self,
        id: NodeId,
        binary: Binary,
        [a, b]: [Operand; 2],
        cx: Context<'_>,
    ) -> Option<Lowered> {
        let place = cx.place(id);
        let operation = match binary {
            Binary::Less => Operation::Less,
            Binary::LessOrEqual => Operation::LessOrEqual,
            Binary::Greater => Operation::Greater,
            Binary::GreaterOrEqual => Operation::GreaterOrEqual,
            Binary::Equal => Operation::Equal,
            Binary::NotEqual => Operation::NotEqual,
            _ => return None,
        };
        match (a.value.kind, b.value.kind) {
            (Type::Row(x), Type::Row(y)) if x != y => Some(Err(self.rows_of_two([x, y], place))),
            (Type::Row(table), Type::Row(_)) if !matches!(binary, Binary::Equal | Binary::NotEqual) => {
                let table = self.scope.table(table)?;
                let error = tables::rows_have_no_order(binary.symbol(), table, place.span);
                Some(Err(self.reporter.refuse(error)))
            }
            (Type::Row(_), Type::Row(_)) => None,
            (Type::Rest(x), Type::Quantity(y) | Type::Rest(y)) | (Type::Quantity(x), Type::Rest(y)) => {
                if x.dimension != y.dimension {
                    let number =
                        |side: Operand, quantity| Number { node: side.node, slot: side.value.slot, quantity };
                    return Some(Err(self.mismatch(binary.symbol(), number(a, x), number(b, y), cx)));
                }
                None
            }
            _ => return None,
        }
        .or_else(|| {
            let op = Op::Binary(operation, a.value.slot, b.value.slot);
            Some(Ok(Value::truth(self.emitter.emit(op, place))))
        })
    }

    /// Refuses two rows of different tables.
    fn rows_of_two(&mut self, ids: [TableId; 2], place: Place) -> Refused {
        let names = ids.map(|id| self.scope.table(id).map_or("", Table::name));
        let error = tables::rows_of_two_tables(names, place.span);
        self.reporter.refuse(error)
    }

    /// `seconds per day`: how many seconds are in a day, or one second a day?
    fn how_many(&self, id: NodeId, [a, b]: &[Number; 2], cx: Context<'_>) -> Option<Diagnostic> {
        let ast = cx.ast;
        let (Node::Name { .. }, Node::Name { .. }) = (ast.node(a.node), ast.node(b.node)) else {
            return None;
        };
        let (small, large) = (ast.span(a.node), ast.span(b.node));
        let between = small.until(large);
        let is_ratio = a.quantity.dimension == b.quantity.dimension && !a.quantity.dimension.is_none();
        let is_unit = |number: &Number| {
            let word = ast.written(number.node);
            self.scope.bound(word, cx).is_none() && self.scope.units().find(word).is_some()
        };
        if !is_ratio || ast.written_at(id, between).trim() != "per" || !is_unit(a) || !is_unit(b) {
            return None;
        }
        Some(diagnostics::units_per_unit(small, large, (ast.written(a.node), ast.written(b.node))))
    }

    /// `a and b`, `a or b`.
    fn logical(&mut self, id: NodeId, binary: Binary, [a, b]: [Operand; 2], cx: Context<'_>) -> Lowered {
        if let Some(error) = self.sum_in_words(binary, [a, b], cx) {
            return Err(self.reporter.refuse(error));
        }
        for Operand { node, value } in [a, b] {
            if !matches!(value.kind, Type::Bool | Type::Unknown) {
                let message = format!("`{}` joins conditions", binary.symbol());
                return Err(self.wrong_type(cx.ast.span(node), value, message));
            }
        }
        if a.value.is_unknown() || b.value.is_unknown() {
            return Err(Refused::EARLIER);
        }
        let operation = if binary == Binary::And { Operation::And } else { Operation::Or };
        let op = Op::Binary(operation, a.value.slot, b.value.slot);
        Ok(Value::truth(self.emitter.emit(op, cx.place(id))))
    }

    /// `5 hours and 30 minutes`: two quantities of one dimension, joined as people say it.
    fn sum_in_words(&self, binary: Binary, [a, b]: [Operand; 2], cx: Context<'_>) -> Option<Diagnostic> {
        let (of_a, of_b) = (a.value.quantity()?, b.value.quantity()?);
        if binary != Binary::And || of_a.dimension != of_b.dimension {
            return None;
        }
        let (first, second) = (cx.ast.span(a.node), cx.ast.span(b.node));
        let between = first.until(second);
        let is_literal = |operand: Operand| cx.ast.literal(operand.node).is_some();
        // The second part of a time is in a smaller unit.
        let is_part = is_literal(a) && is_literal(b) && of_b.scale.to_f64() < of_a.scale.to_f64();
        let is_time = of_a.dimension == Dimension::base(Base::TIME) && is_part;
        let words = a.value.words(self.scope.units());
        Some(diagnostics::and_of_quantities(first, between, words, is_time))
    }

    /// `a * b`, or with a `sign` of -1 `a / b`.
    fn product_of(&mut self, id: NodeId, [a, b]: [Number; 2], sign: i8, cx: Context<'_>) -> Lowered {
        if sign < 0
            && let Some(error) = self
                .spaced_unit(a.node, b.node, cx)
                .or_else(|| self.fraction(a.node, b.node, cx))
                .or_else(|| range::divided(a.node, b.node, cx.ast))
        {
            return Err(self.reporter.refuse(error));
        }
        if let Some(error) = self.times_or_name(id, a.node, b.node, cx) {
            return Err(self.reporter.refuse(error));
        }
        self.warn_of_hand_conversion(id, [a, b], sign, cx);
        let (x, y) = (a.quantity, b.quantity);
        let dimension = y.dimension.to_the(sign).and_then(|factor| x.dimension.times(factor));
        let Some(dimension) = dimension else { return Err(self.too_many_dimensions(cx.ast.span(id))) };
        // A bare unit is a factor of exactly one: only the scale changes.
        let slot = if self.emitter.op(b.slot) == Some(Op::Const(1.0)) {
            a.slot
        } else {
            let operation = if sign < 0 { Operation::Divide } else { Operation::Multiply };
            self.emitter.emit(Op::Binary(operation, a.slot, b.slot), cx.place(id))
        };
        let quantity = Quantity {
            dimension,
            scale: x.scale.times(y.scale.to_the(sign)),
            notation: x.notation.times(y.notation, sign),
        };
        let value = Value::number(slot, quantity);
        if sign > 0 {
            self.note_product(value, [a, b], cx);
        }
        Ok(value)
    }

    /// `a ^ b`.
    fn power(&mut self, id: NodeId, [a, b]: [Number; 2], cx: Context<'_>) -> Lowered {
        let (ast, place) = (cx.ast, cx.place(id));
        let joins = |word: &crate::syntax::Word| word.join != Join::Lead;
        if ast.literal(a.node).is_some_and(|literal| ast.words(&literal.suffix).iter().any(joins)) {
            return Err(self.reporter.refuse(diagnostics::power_after_unit(place.span)));
        }
        if !b.quantity.dimension.is_none() {
            let words = b.quantity.words(self.scope.units());
            return Err(self.reporter.refuse(diagnostics::exponent_with_unit(ast.span(b.node), words)));
        }
        let x = a.quantity;
        let Some(exponent) = whole_literal(ast, b.node) else {
            if x.dimension.is_none() {
                let base = self.emitter.rescale(a.value(), Scale::ONE, place);
                let exponent = self.emitter.rescale(b.value(), Scale::ONE, place);
                let slot = self.emitter.emit(Op::Binary(Operation::Power, base, exponent), place);
                return Ok(Value::number(slot, Quantity::NUMBER));
            }
            let words = x.words(self.scope.units());
            let error = diagnostics::exponent_not_whole(ast.span(a.node), ast.span(b.node), words);
            return Err(self.reporter.refuse(error));
        };
        let Some(dimension) = x.dimension.to_the(exponent) else {
            return Err(self.too_many_dimensions(place.span));
        };
        let slot = if exponent == 2 {
            self.emitter.emit(Op::Binary(Operation::Multiply, a.slot, a.slot), place)
        } else {
            let exponent = self.emitter.emit(Op::Const(f64::from(exponent)), place);
            self.emitter.emit(Op::Binary(Operation::Power, a.slot, exponent), place)
        };
        let quantity =
            Quantity { dimension, scale: x.scale.to_the(exponent), notation: x.notation.to_the(exponent) };
        Ok(Value::number(slot, quantity))
    }

    /// `if c then a else b`.
    pub(super) fn conditional(
        &mut self,
        id: NodeId,
        condition: Operand,
        [a, b]: [Operand; 2],
        cx: Context<'_>,
    ) -> Lowered {
        let (place, holds) = (cx.place(id), condition.value);
        if !matches!(holds.kind, Type::Bool | Type::Unknown) {
            return Err(self.wrong_type(cx.ast.span(condition.node), holds, "`if` needs a condition"));
        }
        match (a.value.kind, b.value.kind) {
            _ if [holds, a.value, b.value].into_iter().any(Value::is_unknown) => Err(Refused::EARLIER),
            (Type::Bool, Type::Bool) => {
                let op = Op::Select(holds.slot, a.value.slot, b.value.slot);
                Ok(Value::truth(self.emitter.emit(op, place)))
            }
            (Type::Row(x), Type::Row(y)) if x == y => {
                let op = Op::Select(holds.slot, a.value.slot, b.value.slot);
                Ok(Value::row(self.emitter.emit(op, place), x))
            }
            (Type::Row(x), Type::Row(y)) => Err(self.rows_of_two([x, y], place)),
            (Type::Quantity(x), Type::Quantity(y)) if x.dimension == y.dimension => {
                let number =
                    |side: Operand, quantity| Number { node: side.node, slot: side.value.slot, quantity };
                let (yes, no, scale) = self.emitter.align(number(a, x), number(b, y), place);
                let notation = joined(self.scope.units(), x.notation, y.notation, x.dimension);
                let slot = self.emitter.emit(Op::Select(holds.slot, yes, no), place);
                Ok(Value::number(slot, Quantity { dimension: x.dimension, scale, notation }))
            }
            _ => {
                let side = |side: Operand| (cx.ast.span(side.node), side.value.words(self.scope.units()));
                let error = diagnostics::sides_differ(side(a), side(b));
                Err(self.reporter.refuse(error))
            }
        }
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

/// `5 of 8 nodes`: five nodes, or forty?
fn part_of(numbers: &[Number; 2], cx: Context<'_>) -> Option<Diagnostic> {
    let ast = cx.ast;
    let [part, whole] = [ast.literal(numbers[0].node)?, ast.literal(numbers[1].node)?];
    let is_plain = |literal: &Literal| literal.form == Form::Plain && literal.whole;
    if !(is_plain(part) && is_plain(whole) && part.suffix.is_empty() && part.value <= whole.value) {
        return None;
    }
    let between = part.span.until(whole.span);
    if ast.written_at(numbers[1].node, between).trim() != "of" {
        return None;
    }
    let written = ast.written_at(numbers[1].node, part.span.to(whole.span));
    let after = Span { start: part.span.end, end: whole.number.end, ..part.span };
    Some(diagnostics::part_or_product(written, part.span.to(whole.span), between, after))
}
