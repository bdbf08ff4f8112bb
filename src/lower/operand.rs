//! Operands: the numbers that they must be, and what they are instead.

use super::context::Context;
use super::diagnostics;
use super::reporter::{Lowered, Refused};
use super::value::{Number, Operand};
use super::{Lowering, Type, Value};
use crate::text::source::Span;

impl Lowering {
    /// The numbers that two operands are.
    ///
    /// # Errors
    ///
    /// For a condition, `message`; for a value that was refused.
    pub(super) fn numbers(
        &mut self,
        operands: [Operand; 2],
        message: impl FnOnce() -> String,
        cx: Context<'_>,
    ) -> Lowered<[Number; 2]> {
        let is_none = |kind: Type| matches!(kind, Type::Bool | Type::Row(_) | Type::Rest(_));
        if let Some(condition) = operands.iter().find(|operand| is_none(operand.value.kind)) {
            return Err(self.wrong_type(cx.ast.span(condition.node), condition.value, message()));
        }
        let number = |Operand { node, value }: Operand| {
            let quantity = value.quantity().ok_or(Refused::EARLIER)?;
            Ok(Number { node, slot: value.slot, quantity })
        };
        let [a, b] = operands;
        Ok([number(a)?, number(b)?])
    }

    /// The number that an operand is; `message` for a condition.
    pub(super) fn number(
        &mut self,
        operand: Operand,
        message: impl FnOnce() -> String,
        cx: Context<'_>,
    ) -> Lowered<Number> {
        let Operand { node, value } = operand;
        match value.kind {
            Type::Quantity(quantity) => Ok(Number { node, slot: value.slot, quantity }),
            Type::Unknown => Err(Refused::EARLIER),
            Type::Bool | Type::Row(_) | Type::Rest(_) => {
                Err(self.wrong_type(cx.ast.span(node), value, message()))
            }
        }
    }

    /// A condition where a number is needed, or the other way round.
    pub(super) fn wrong_type(&mut self, span: Span, value: Value, message: impl Into<String>) -> Refused {
        let message = message.into();
        match value.kind {
            Type::Row(id) if self.scope.table(id).is_some() => {
                let table = self.scope.table(id).cloned().unwrap_or_default();
                let error = diagnostics::tables::row_as_value(None, &table, &message, span);
                return self.reporter.refuse(error);
            }
            Type::Rest(_) => {
                let cell = self.place_of(value);
                let error = diagnostics::tables::rest_as_value(&message, span, cell);
                return self.reporter.refuse(error);
            }
            _ => {}
        }
        let words = value.words(self.scope.units());
        self.reporter.refuse(diagnostics::operators::wrong_type(span, &message, words))
    }
}
