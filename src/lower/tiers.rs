//! `tiered(amount, tier.upto, tier.price)`: an amount split over tiers, each part at the price of its tier.

use super::aggregate::Aggregate;
use super::builtins::Fold;
use super::context::Context;
use super::diagnostics::tables as diagnostics;
use super::reporter::{Lowered, Refused};
use super::rows::Rows;
use super::table::Table;
use super::value::{Number, Operand};
use super::{Lowering, Quantity};
use crate::engine::{Binary, Feed, Op, Plan, Samples, Slot};
use crate::units::scale::{Scale, finer};

/// A tier: the amount up to which its price holds, and the price.
#[derive(Clone, Copy)]
struct Tier {
    row: usize,
    /// The end; `None` if it has none.
    upto: Option<Number>,
    /// The end in base units.
    end: f64,
    price: Number,
}

impl Lowering {
    /// An amount split over the tiers of a table, in the order of their ends.
    pub(super) fn tiered(&mut self, of: &Aggregate<'_>, cx: Context<'_>) -> Lowered {
        let (place, Some(node)) = (cx.place(of.call), of.amount) else { return Err(Refused::EARLIER) };
        let value = self.walk(node, cx);
        let amount = self.number(Operand { node, value }, || "`tiered` splits a number".to_owned(), cx)?;
        let tiers = self.tiers(of, amount, cx)?;
        let ends = tiers.iter().filter_map(|tier| tier.upto).map(|upto| upto.quantity.scale);
        let scale = ends.fold(amount.quantity.scale, finer);
        let amount = self.split_amount(of, (amount, scale), &tiers, cx);
        let mut lower = None;
        let mut total: Option<Number> = None;
        for tier in &tiers {
            let upto = tier.upto.map(|upto| self.emitter.rescale(upto.value(), scale, place));
            let part = match lower {
                None => upto.map_or(amount.slot, |upto| {
                    self.emitter.emit(Op::Binary(Binary::Min, amount.slot, upto), place)
                }),
                Some(lower) => {
                    let zero = self.emitter.emit(Op::Const(0.0), place);
                    let above = self.emitter.emit(Op::Binary(Binary::Subtract, amount.slot, lower), place);
                    let above = self.emitter.emit(Op::Binary(Binary::Max, above, zero), place);
                    upto.map_or(above, |upto| {
                        let width = self.emitter.emit(Op::Binary(Binary::Subtract, upto, lower), place);
                        self.emitter.emit(Op::Binary(Binary::Min, above, width), place)
                    })
                }
            };
            lower = upto;
            let price = tier.price;
            let (x, y) = (amount.quantity, price.quantity);
            let Some(dimension) = x.dimension.times(y.dimension) else {
                return Err(self.too_many_dimensions(place.span));
            };
            let slot = self.emitter.emit(Op::Binary(Binary::Multiply, part, price.slot), place);
            let quantity = Quantity {
                dimension,
                scale: x.scale.times(y.scale),
                notation: x.notation.times(y.notation, 1),
            };
            let cost = Number { slot, quantity, ..price };
            total = Some(match total {
                None => cost,
                Some(total) => self.join(Fold::Sum, total, cost, place),
            });
        }
        total.map(Number::value).ok_or(Refused::EARLIER)
    }

    /// The tiers in the order of their ends.
    fn tiers(&mut self, of: &Aggregate<'_>, amount: Number, cx: Context<'_>) -> Lowered<Vec<Tier>> {
        let [ends, prices] = of.values;
        let mut tiers: Vec<Tier> = Vec::new();
        for row in 0..self.rows_of(of) {
            let value = self.in_row(of, row, ends, cx)?;
            let Some((upto, is_rest)) = self.number_or_rest(ends, value) else {
                return Err(self.wrong_type(cx.ast.span(ends), value, "the end of a tier is a number"));
            };
            if upto.quantity.dimension != amount.quantity.dimension {
                return Err(self.mismatch("tiered", amount, upto, cx));
            }
            let price = self.in_row(of, row, prices, cx)?;
            let operand = Operand { node: prices, value: price };
            let price = self.number(operand, || "the price of a tier is a number".to_owned(), cx)?;
            if let Some(first) = tiers.first().map(|tier| tier.price)
                && first.quantity.dimension != price.quantity.dimension
            {
                let error = self.rows_differ(of, [first, price], row, cx);
                return Err(self.reporter.refuse(error));
            }
            let place = (cx.ast.span(ends), self.place_of(value));
            let end = match is_rest {
                true => f64::INFINITY,
                false => match self.certain_number(upto.slot) {
                    Some(number) => number * upto.quantity.scale.to_f64(),
                    None => {
                        let error = diagnostics::uncertain_tiers(&self.row_name(of, row), place);
                        return Err(self.reporter.refuse(error));
                    }
                },
            };
            if end < 0.0 {
                let error = diagnostics::tier_below_zero(&self.row_name(of, row), place);
                return Err(self.reporter.refuse(error));
            }
            tiers.push(Tier { row, upto: (!is_rest).then_some(upto), end, price });
        }
        tiers.sort_by(|one, other| one.end.total_cmp(&other.end));
        let equal = tiers.windows(2).find_map(|pair| match pair {
            [one, other] if one.end == other.end => Some([*one, *other]),
            _ => None,
        });
        if let Some(equal) = equal {
            let names = equal.map(|tier| self.row_name(of, tier.row));
            let cells = equal.map(|tier| tier.upto.and_then(|upto| self.place_of(upto.value())));
            let [one, other] = &names;
            let error = diagnostics::equal_tiers([one, other], cx.ast.span(of.call), cells);
            return Err(self.reporter.refuse(error));
        }
        Ok(tiers)
    }

    /// The amount in the scale of the ends. One below zero, or above the last end, has no value.
    fn split_amount(
        &mut self,
        of: &Aggregate<'_>,
        (amount, scale): (Number, Scale),
        tiers: &[Tier],
        cx: Context<'_>,
    ) -> Number {
        let place = cx.place(of.call);
        let mut slot = self.emitter.rescale(amount.value(), scale, place);
        let mut rows = Rows::of(of, cx.ast);
        rows.written = of.amount.map(|node| cx.ast.written(node).to_owned()).unwrap_or_default();
        rows.best = Some(amount.value());
        if !self.emitter.is_never_negative(slot) {
            slot = self.emitter.within(slot, [0.0, f64::MAX], place);
            self.emitter
                .kept_mut()
                .note_lookup(slot, Rows { function: "tiered from 0".to_owned(), ..rows.clone() });
        }
        if let Some(last) = tiers.last().and_then(|tier| tier.upto) {
            let end = self.emitter.rescale(last.value(), scale, place);
            slot = self.emitter.within_slots(slot, end, place);
            rows.best = Some(last.value());
            self.emitter
                .kept_mut()
                .note_lookup(slot, Rows { function: "tiered to the end".to_owned(), ..rows });
        }
        Number { slot, quantity: Quantity { scale, ..amount.quantity }, ..amount }
    }

    /// The number of a slot that is the same in every sample, and does not depend on what the samples are.
    fn certain_number(&self, slot: Slot) -> Option<f64> {
        if let Some(distribution) = self.emitter.distribution_of(slot) {
            return distribution.is_fixed().then(|| distribution.at_level(0.5));
        }
        let program = self.emitter.program();
        if let Some(Op::Const(number)) = program.op(slot) {
            return Some(number);
        }
        let is_statistic = |slot: &Slot| matches!(program.op(*slot), Some(Op::Reduce(..)));
        let is_uncertain = self.emitter.varying().get(slot.index()) == Some(&true);
        if is_uncertain || program.needed_for(&[slot]).iter().any(is_statistic) {
            return None;
        }
        let samples = Samples::medians(self.emitter.variables().all());
        let feed = Feed { columns: &samples.columns(), pins: &[], samples: 1 };
        let found = Plan::new(program.clone(), vec![slot], &feed).summarise(&feed, false);
        found.findings.first().map(|finding| finding.middle()).filter(|_| found.faults.is_empty())
    }

    fn row_name(&self, of: &Aggregate<'_>, row: usize) -> String {
        let rows = self.scope.table(of.table).map(Table::rows).unwrap_or_default();
        rows.get(row).cloned().unwrap_or_default()
    }
}
