//! What a call makes of the rows of a table: their sum, their number, the row with the least value.
//!
//! A row that is not chosen takes no part, whatever its value is: it is left out by an [`Op::Select`], which drops what
//! spoils the side that is not taken.

use super::aggregate::{Aggregate, Chosen};
use super::builtins::Fold;
use super::context::{BoundRow, Context, Place, Row};
use super::reporter::{Lowered, Refused};
use super::rows::{OfRow, Rows};
use super::value::{Number, Operand};
use super::{Lowering, Quantity, Type, Value};
use crate::engine::{Binary, Op, Slot, Unary};
use crate::syntax::{Binary as Comparison, Node, NodeId};

/// Stands for a value that is larger than all others, and for the open end of tiers a smaller one that is too. Both leave
/// room for a change of units.
pub(super) const ABOVE_ALL: f64 = 1e280;
pub(super) const REST: f64 = 1e270;

impl Lowering {
    /// `sum`, `min`, `max` and `mean` of rows.
    pub(super) fn fold_of_rows(&mut self, of: &Aggregate<'_>, fold: Fold, cx: Context<'_>) -> Lowered {
        let (place, [node, _]) = (cx.place(of.call), of.values);
        let mut total: Option<Number> = None;
        let (mut counted, mut rows) = (Vec::new(), Rows::of(of, cx.ast));
        for row in 0..self.rows_of(of) {
            let chosen = self.chosen_row(of, row, cx)?;
            let next = self.alike(of, (total, chosen.value), row, cx)?;
            let next = self.or_none(&chosen, next, fold, place);
            counted.extend(chosen.holds);
            rows.push(chosen);
            total = Some(match total {
                None => next,
                Some(total) => self.join(fold, total, next, cx.place(node)),
            });
        }
        let Some(total) = total else { return Err(Refused::EARLIER) };
        if of.condition.is_none() {
            return Ok(self.folded(fold, total, rows.count(), place).value());
        }
        let slot = match fold {
            Fold::Sum => total.slot,
            Fold::Min | Fold::Max => {
                let ends = [-ABOVE_ALL / 10.0, ABOVE_ALL / 10.0];
                self.found(total.slot, ends, rows, place)
            }
            Fold::Mean => {
                let count = self.count_of(&counted, place);
                let most = ABOVE_ALL;
                let count = self.found(count, [1.0, most], rows, place);
                self.emitter.emit(Op::Binary(Binary::Divide, total.slot, count), place)
            }
        };
        Ok(Number { slot, ..total }.value())
    }

    /// The value of a row that is chosen, else one that takes no part.
    fn or_none(&mut self, chosen: &Chosen, number: Number, fold: Fold, place: Place) -> Number {
        let Some(holds) = chosen.holds else { return number };
        let none = match fold {
            Fold::Min => ABOVE_ALL,
            Fold::Max => -ABOVE_ALL,
            Fold::Sum | Fold::Mean => 0.0,
        };
        let none = self.emitter.emit(Op::Const(none), place);
        let slot = self.emitter.emit(Op::Select(holds, number.slot, none), place);
        Number { slot, ..number }
    }

    /// How many of some conditions hold.
    fn count_of(&mut self, holds: &[Slot], place: Place) -> Slot {
        let Some((first, rest)) = holds.split_first() else {
            return self.emitter.emit(Op::Const(0.0), place);
        };
        rest.iter().fold(*first, |sum, next| self.emitter.emit(Op::Binary(Binary::Add, sum, *next), place))
    }

    /// The number of rows of a table.
    pub(super) fn count(&mut self, of: &Aggregate<'_>, cx: Context<'_>) -> Lowered {
        let (place, [node, _]) = (cx.place(of.call), of.values);
        let table = self.scope.table(of.table);
        let name = table.map_or("", |table| table.name()).to_owned();
        if cx.ast.written(node).trim() != name {
            let error = super::diagnostics::tables::count_of_column(&name, cx.ast.span(node));
            return Err(self.reporter.refuse(error));
        }
        let mut holds = Vec::new();
        for row in 0..self.rows_of(of) {
            holds.extend(self.chosen(of, row, cx)?.map(|(slot, _)| slot));
        }
        if of.condition.is_some() {
            return Ok(Value::number(self.count_of(&holds, place), Quantity::NUMBER));
        }
        #[allow(clippy::cast_precision_loss)] // rows are few
        let count = self.rows_of(of) as f64;
        Ok(self.emitter.number(count, Quantity::NUMBER, place))
    }

    /// Whether a condition holds in some row, or in every row.
    pub(super) fn any_or_all(&mut self, of: &Aggregate<'_>, is_all: bool, cx: Context<'_>) -> Lowered {
        let (place, [node, _]) = (cx.place(of.call), of.values);
        let mut result: Option<Slot> = None;
        let (mut counted, mut rows) = (Vec::new(), Rows::of(of, cx.ast));
        for row in 0..self.rows_of(of) {
            let chosen = self.chosen_row(of, row, cx)?;
            if chosen.value.kind != Type::Bool {
                let message = format!("`{}` needs a condition", of.name);
                return Err(self.wrong_type(cx.ast.span(node), chosen.value, message));
            }
            let truth = match chosen.holds {
                None => chosen.value.slot,
                Some(holds) if is_all => {
                    let not = self.emitter.emit(Op::Unary(Unary::Not, holds), place);
                    self.emitter.emit(Op::Binary(Binary::Or, not, chosen.value.slot), place)
                }
                Some(holds) => self.emitter.emit(Op::Binary(Binary::And, holds, chosen.value.slot), place),
            };
            counted.extend(chosen.holds);
            rows.push(chosen);
            let join = if is_all { Binary::And } else { Binary::Or };
            result = Some(match result {
                None => truth,
                Some(result) => self.emitter.emit(Op::Binary(join, result, truth), place),
            });
        }
        let Some(mut result) = result else { return Err(Refused::EARLIER) };
        let noted = rows.clone();
        if is_all && of.condition.is_some() {
            let count = self.count_of(&counted, place);
            let found = self.found(count, [1.0, ABOVE_ALL], rows, place);
            result = self.emitter.emit(Op::Select(found, result, result), place);
        }
        self.emitter.kept_mut().note_rows(result, noted);
        Ok(Value::truth(result))
    }

    /// The row with the least or the greatest value; of rows that are alike the first.
    pub(super) fn best_row(&mut self, of: &Aggregate<'_>, is_least: bool, cx: Context<'_>) -> Lowered {
        let (place, [node, _]) = (cx.place(of.call), of.values);
        let mut best: Option<(Number, Slot)> = None;
        let mut rows = Rows::of(of, cx.ast);
        for row in 0..self.rows_of(of) {
            let chosen = self.chosen_row(of, row, cx)?;
            let Some((next, is_rest)) = self.number_or_rest(node, chosen.value) else {
                let message = format!("`{}` needs numbers", of.name);
                return Err(self.wrong_type(cx.ast.span(node), chosen.value, message));
            };
            if let Some((best, _)) = best
                && best.quantity.dimension != next.quantity.dimension
            {
                let error = self.rows_differ(of, [best, next], row, cx);
                return Err(self.reporter.refuse(error));
            }
            #[allow(clippy::cast_precision_loss)] // rows are few
            let at = self.emitter.emit(Op::Const(row as f64), place);
            best = Some(match (best, chosen.holds) {
                (None, None) => (next, at),
                (None, Some(holds)) => {
                    let none = if is_least { ABOVE_ALL } else { -ABOVE_ALL };
                    let none = self.emitter.emit(Op::Const(none), place);
                    let slot = self.emitter.emit(Op::Select(holds, next.slot, none), place);
                    let before = self.emitter.emit(Op::Const(-1.0), place);
                    (Number { slot, ..next }, self.emitter.emit(Op::Select(holds, at, before), place))
                }
                (Some((best, best_at)), holds) => {
                    let (old, new, scale) = match is_rest {
                        true => (best.slot, next.slot, best.quantity.scale),
                        false => self.emitter.align(best, next, place),
                    };
                    let compare = if is_least { Binary::Less } else { Binary::Greater };
                    let mut won = self.emitter.emit(Op::Binary(compare, new, old), place);
                    if let Some(holds) = holds {
                        won = self.emitter.emit(Op::Binary(Binary::And, holds, won), place);
                    }
                    let slot = self.emitter.emit(Op::Select(won, new, old), place);
                    let at = self.emitter.emit(Op::Select(won, at, best_at), place);
                    (Number { slot, quantity: Quantity { scale, ..best.quantity }, ..best }, at)
                }
            });
            rows.push(chosen);
        }
        let Some((best, mut at)) = best else { return Err(Refused::EARLIER) };
        rows.best = Some(best.value());
        let noted = rows.clone();
        if of.condition.is_some() {
            at = self.found(at, [0.0, ABOVE_ALL], rows, place);
        } else if self.emitter.constant(at).is_some() {
            // A table of one row: which it is does not depend on what is chosen by.
            at = self.emitter.emit(Op::Select(at, at, at), place);
        }
        self.emitter.kept_mut().note_rows(at, noted);
        Ok(Value::row(at, of.table))
    }

    /// A value if it lies between two ends, which it does if a row was found.
    fn found(&mut self, slot: Slot, ends: [f64; 2], rows: Rows, place: Place) -> Slot {
        let found = self.emitter.within(slot, ends, place);
        self.emitter.kept_mut().note_lookup(found, rows);
        found
    }

    /// The condition by which a row is chosen, with both sides if it is a comparison.
    pub(super) fn compared_in_row(
        &mut self,
        of: &Aggregate<'_>,
        (row, node): (usize, NodeId),
        cx: Context<'_>,
    ) -> Lowered<(Value, Option<[Value; 2]>)> {
        let Node::Binary(binary, left, right) = cx.ast.node(node) else {
            return Ok((self.in_row(of, row, node, cx)?, None));
        };
        if !binary.compares() || binary == Comparison::About {
            return Ok((self.in_row(of, row, node, cx)?, None));
        }
        let (a, b) = (self.in_row(of, row, left, cx)?, self.in_row(of, row, right, cx)?);
        let operands = [Operand { node: left, value: a }, Operand { node: right, value: b }];
        let bound = BoundRow { of: Row { table: of.table, row }, outer: cx.bound };
        let value = self.binary(node, binary, operands, Context { bound: Some(&bound), ..cx })?;
        Ok((value, Some([a, b])))
    }
}

impl Rows {
    /// Adds a row.
    fn push(&mut self, chosen: Chosen) {
        let Chosen { value, holds, wanted, sides, .. } = chosen;
        self.rows.push(OfRow { value, holds, wanted, sides });
    }
}
