//! One number of many: `max(a, b)`, and `sum(media.share * media.bytes)` over the rows of a table.

use super::builtins::Fold;
use super::call::CallSite;
use super::context::{Context, Place};
use super::reporter::Lowered;
use super::reporter::Refused;
use super::value::Number;
use super::{Lowering, Quantity};
use crate::engine::{Binary, Op};
use crate::units::words::joined;

impl Lowering {
    /// The arguments of a call, joined.
    pub(super) fn fold(
        &mut self,
        fold: Fold,
        numbers: &[Number],
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered<Number> {
        let place = cx.place(call.id);
        let (first, rest) = numbers.split_first().ok_or(Refused::EARLIER)?;
        let mut total = *first;
        for number in rest {
            if number.quantity.dimension != total.quantity.dimension {
                return Err(self.mismatch(call.name, total, *number, cx));
            }
            total = self.join(fold, total, *number, place);
        }
        let result = self.folded(fold, total, numbers.len(), place);
        if fold.chooses() {
            self.note_choice(call.id, result, numbers, cx);
        }
        Ok(result)
    }

    /// Joins the next number, of the same dimension, to those before it.
    pub(super) fn join(&mut self, fold: Fold, total: Number, next: Number, place: Place) -> Number {
        let (x, y) = (total.quantity, next.quantity);
        let notation = joined(self.scope.units(), x.notation, y.notation, x.dimension);
        let (slot, scale) = if fold.chooses() {
            let (a, b, scale) = self.emitter.align(total, next, place);
            (self.emitter.emit(Op::Binary(fold.operation(), a, b), place), scale)
        } else {
            let sum = self.add_one_more(total, next, place);
            (sum.slot, sum.quantity.scale)
        };
        Number { slot, quantity: Quantity { dimension: x.dimension, scale, notation }, ..total }
    }

    /// The result of joining some numbers.
    pub(super) fn folded(&mut self, fold: Fold, total: Number, count: usize, place: Place) -> Number {
        if fold != Fold::Mean {
            return total;
        }
        #[allow(clippy::cast_precision_loss)] // arguments and rows are few
        let count = self.emitter.emit(Op::Const(count as f64), place);
        let slot = self.emitter.emit(Op::Binary(Binary::Divide, total.slot, count), place);
        Number { slot, ..total }
    }
}
