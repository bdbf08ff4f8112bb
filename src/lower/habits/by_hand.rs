//! Conversions done by hand: `/ (24 * 60 * 60)`, `* 8`, `* 365`.

use super::constants::{Factor, Run};
use super::tables;
use crate::lower::context::Context;
use crate::lower::diagnostics::habits::ByHand;
use crate::lower::value::Number;
use crate::lower::{Lowering, Quantity};
use crate::syntax::NodeId;
use crate::units::catalog::{UnitId, ids};
use crate::units::dimension::{Base, Dimension};

/// What some factors of a run do by hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Habit {
    /// `5 GB * 8`, `5 GB / 1000`.
    Data,
    /// `$5000 / 1000`.
    Thousands,
    /// `5M req/day * 30`: the period, and the unit that the number counts.
    Rate(&'static str, Option<&'static str>),
    /// `5M req / 86400`: the number is one of seconds.
    Seconds,
    /// `5 TB * 365`: the unit that the number counts.
    Periods(&'static str),
    /// `30 days * 24`: the unit that the number counts.
    Parts(&'static str),
}

impl Lowering {
    /// Warns of numbers that do by hand what units do by themselves; a `sign` of -1 is a division.
    pub(in crate::lower) fn warn_of_hand_conversion(
        &mut self,
        id: NodeId,
        operands: [Number; 2],
        sign: i8,
        cx: Context<'_>,
    ) {
        let [a, b] = operands;
        if cx.formula.is_none() && sign > 0 && self.warn_of_time_twice(id, cx) {
            return;
        }
        // One of them has a unit and the other has none; the library's own formulas need no advice.
        if a.quantity.dimension.is_none() == b.quantity.dimension.is_none() || cx.formula.is_some() {
            return;
        }
        let Some(run) = self.run(id, operands, sign, cx) else { return };
        let Some((part, habit)) = self.habit(id, &run, cx) else { return };
        let (Some(first), Some(last)) = (part.first(), part.last()) else { return };
        let factor = part.iter().map(|factor| factor.value).product();
        if matches!(habit, Habit::Rate(..) | Habit::Periods(_)) && self.time_follows(id, &run, factor, cx) {
            return;
        }
        let by_hand = ByHand {
            words: run.quantity.words(self.scope.units()),
            factor,
            divides: run.divides,
            place: first.place.to(last.place),
            span: cx.ast.span(a.node).to(cx.ast.span(b.node)),
        };
        let fixes = self.fixes(id, (&run, part), habit, cx);
        let warning = match habit {
            Habit::Data => by_hand.data(is_size(run.quantity), fixes),
            Habit::Thousands => by_hand.thousands(fixes),
            Habit::Rate(period, _) => by_hand.rate(period, fixes),
            Habit::Seconds => by_hand.seconds(fixes),
            Habit::Periods(_) | Habit::Parts(_) => by_hand.periods(fixes),
        };
        self.reporter.report(warning);
    }

    /// The longest part of a run that is a habit.
    fn habit<'r>(&self, id: NodeId, run: &'r Run, cx: Context<'_>) -> Option<(&'r [Factor], Habit)> {
        let factors = run.factors.as_slice();
        if let Some(habit) = of_prefixes(run)
            && (habit == Habit::Data || !self.money_follows(id, cx))
        {
            return Some((factors, habit));
        }
        let parts = (1..=factors.len()).rev().flat_map(|length| factors.windows(length));
        parts
            .filter(|part| is_said(part))
            .find_map(|part| Some((part, of_time(run.quantity, run.divides, part)?)))
            // What goes on with a rate has a warning of its own.
            .filter(|(_, habit)| !matches!(habit, Habit::Parts(_)) || self.root == Some(id))
    }
}

/// What a whole run does to prefixes or bits. A longer chain that contains 8 or 1000 is none:
/// `2 * 80 * 8 * 128 * 4096 * 2 B`.
fn of_prefixes(run: &Run) -> Option<Habit> {
    let values = Run::values(&run.factors);
    let is_eight = values == [8.0];
    let is_thousands = run.divides && tables::is_thousands(&values);
    if !(is_eight || is_thousands) || !is_said(&run.factors) {
        return None;
    }
    let dimension = run.quantity.dimension;
    if is_size(run.quantity) || is_data_rate(run.quantity) {
        return Some(Habit::Data);
    }
    let is_amount = dimension == Dimension::base(Base::MONEY) || dimension.is_count();
    (is_thousands && is_amount).then_some(Habit::Thousands)
}

/// What a number, or a product of numbers, does to units of time.
fn of_time(quantity: Quantity, divides: bool, part: &[Factor]) -> Option<Habit> {
    let values = Run::values(part);
    let counted = tables::counted(&values);
    if let Some(period) = spelled_per(quantity)
        && tables::is_of_rate(period, &values)
    {
        return Some(Habit::Rate(period, counted));
    }
    let is_rate = quantity.dimension.exponent(Base::TIME) < 0;
    if divides {
        // A rate over 100k is what 100k servers take, not a conversion.
        let is_day = counted == Some("s") || tables::is_rounded(&values) && !is_rate;
        return is_day.then_some(Habit::Seconds);
    }
    // A time times 365 is a longer time, but for one in days or years, of which so many are their parts.
    let is_time = quantity.dimension == Dimension::base(Base::TIME);
    if is_time && let Some(unit) = parts_of(quantity, &values) {
        return Some(Habit::Parts(unit));
    }
    let exponent = |base| quantity.dimension.exponent(base);
    if exponent(Base::LENGTH) != 0 || exponent(Base::ENERGY) != 0 {
        return None;
    }
    let unit = counted.filter(|_| tables::is_telling(&values) && !is_time)?;
    let is_money = quantity.dimension.without_nouns() == Dimension::base(Base::MONEY);
    // 730 are the hours of a month, or the days of two years.
    (matches!(unit, "days" | "s") || is_money || values == [730.0]).then_some(Habit::Periods(unit))
}

/// Whether names in the place of numbers say that they convert, or the numbers do.
fn is_said(part: &[Factor]) -> bool {
    !part.iter().any(|factor| factor.is_named) || tables::is_telling(&Run::values(part))
}

fn is_size(quantity: Quantity) -> bool {
    quantity.dimension.without_nouns() == Dimension::base(Base::INFORMATION)
}

fn is_data_rate(quantity: Quantity) -> bool {
    quantity.dimension.without_nouns() == Dimension::of(&[(Base::INFORMATION, 1), (Base::TIME, -1)])
}

/// The period that a rate was spelled by.
pub(super) fn spelled_per(quantity: Quantity) -> Option<&'static str> {
    quantity.notation.iter().filter(|(_, exponent)| *exponent < 0).find_map(|(id, _)| match id {
        ids::DAY => Some("day"),
        ids::WEEK => Some("week"),
        ids::MONTH => Some("month"),
        ids::HOUR => Some("hour"),
        ids::MINUTE => Some("minute"),
        ids::YEAR => Some("year"),
        _ => None,
    })
}

/// The unit of which so many make one of the unit that a time is written in: 24 hours of `30 days`.
fn parts_of(quantity: Quantity, values: &[f64]) -> Option<&'static str> {
    const PARTS: [(UnitId, f64, &str); 4] = [
        (ids::DAY, 24.0, "hours"),
        (ids::WEEK, 7.0, "days"),
        (ids::YEAR, 12.0, "months"),
        (ids::YEAR, 365.0, "days"),
    ];
    let [value] = values else { return None };
    let (id, _) = quantity.notation.iter().find(|(_, exponent)| *exponent > 0)?;
    PARTS.iter().find(|(of, count, _)| *of == id && count == value).map(|(.., unit)| *unit)
}
