//! Right by the rules, wrong by experience.
//!
//! Most published estimates that are wrong are wrong by a conversion done by hand on top of the units, or left out.
//! These warnings never change a value.

use super::context::Context;
use super::diagnostics::habits as diagnostics;
use super::value::Number;
use super::{Lowering, Quantity};
use crate::syntax::{Ast, Binary, Form, Join, Literal, Node, NodeId};
use crate::text::source::Span;
use crate::units::catalog::ids;
use crate::units::dimension::{Base, Dimension};
use crate::units::words;

/// Divisors that convert an amount to a rate per second by hand: the seconds of a day, an hour, a month.
const SECONDS: [f64; 5] = [86_400.0, 3_600.0, 1e5, 2.5e6, 2.592e6];

/// Factors that convert the amount of a day or an hour by hand.
const PERIODS: [f64; 6] = [365.0, 730.0, 1_825.0, 3_650.0, 3_600.0, 86_400.0];

/// The least percentage per time that is an availability.
const LEAST_AVAILABILITY: f64 = 90.0;

/// Factors that convert data by hand, besides 8.
const THOUSANDS: [f64; 9] =
    [1e3, 1e6, 1e9, 1e12, 1e15, 1024.0, 1_048_576.0, 1_073_741_824.0, 1_099_511_627_776.0];

impl Lowering {
    /// Warns of a factor that does by hand what units do by themselves; a `sign` of -1 is a division.
    pub(super) fn warn_of_hand_conversion(&mut self, [a, b]: [Number; 2], sign: i8, cx: Context<'_>) {
        let ast = cx.ast;
        let (number, factor, on_the_right) = match (bare_number(ast, a.node), bare_number(ast, b.node)) {
            (None, Some(factor)) => (a, factor, true),
            (Some(factor), None) if sign > 0 => (b, factor, false),
            _ => return,
        };
        let quantity = number.quantity;
        if quantity.dimension.is_none() {
            return;
        }
        let physical = quantity.dimension.without_nouns();
        let data = Dimension::base(Base::INFORMATION);
        let data_rate = Dimension::of(&[(Base::INFORMATION, 1), (Base::TIME, -1)]);
        let is_data = physical == data || physical == data_rate;
        let by_hand = diagnostics::ByHand {
            words: quantity.words(self.scope.units()),
            factor,
            divides: sign < 0,
            place: ast.span(if on_the_right { b.node } else { a.node }),
            span: ast.span(a.node).to(ast.span(b.node)),
            dividend_end: ast.span(a.node).end,
        };
        let warning = if is_data && on_the_right && (factor == 8.0 || sign < 0 && THOUSANDS.contains(&factor))
        {
            by_hand.data(physical == data)
        } else if let Some(period) = spelled_per(quantity).filter(|period| is_factor_of(period, factor)) {
            by_hand.rate(period)
        } else if sign < 0 && on_the_right && SECONDS.contains(&factor) {
            by_hand.seconds(amount_of(a.node, ast))
        } else if sign > 0 && PERIODS.contains(&factor) {
            by_hand.periods()
        } else {
            return;
        };
        self.reporter.report(warning);
    }

    /// Warns of a printed result that counts two things at once, keeps data for a time, or has lost a count.
    pub fn warn_of_result(&mut self, quantity: Quantity, span: Span) {
        if quantity.notation.asked.is_some() || self.warn_of_bare_count(quantity, span) {
            return;
        }
        let nouns = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent > 0);
        let counts: i32 = nouns.map(|(_, exponent)| i32::from(exponent)).sum();
        let above = |base| quantity.dimension.exponent(base) > 0;
        let kept = above(Base::INFORMATION) && above(Base::TIME);
        if counts == 0 && !kept || counts == 1 && !(kept || above(Base::INFORMATION) || above(Base::MONEY)) {
            return;
        }
        let words = quantity.words(self.scope.units());
        self.reporter.report(if counts >= 2 {
            diagnostics::two_counts(&words, span)
        } else if counts == 1 {
            diagnostics::count_times(&words, if above(Base::INFORMATION) { "data" } else { "money" }, span)
        } else {
            diagnostics::data_times_time(&words, span)
        });
    }

    /// Warns of `99.95% per month`: as a result, that is a rate of shares, where its downtime is meant.
    pub fn warn_of_share_per_time(&mut self, root: NodeId, quantity: Quantity, ast: &Ast) {
        let share = match ast.node(root) {
            Node::Binary(Binary::Divide, share, _) => share,
            _ => root,
        };
        let literal = ast.literal(share).filter(|literal| literal.form == Form::Percent);
        let percent = literal.map_or(0.0, |literal| literal.value);
        if !(LEAST_AVAILABILITY..100.0).contains(&percent)
            || quantity.notation.asked.is_some()
            || quantity.dimension != Dimension::power(Base::TIME, -1)
        {
            return;
        }
        let mut units = quantity.notation.iter();
        let (Some((id, -1)), None) = (units.next(), units.next()) else { return };
        let Some(unit) = self.scope.units().info(id) else { return };
        self.reporter.report(diagnostics::share_per_time(percent, unit.singular, ast.span(root)));
    }

    /// Warns of `users = 5M` and then `users * 2 req/user/day`, where the count lost its noun. Returns whether it did.
    fn warn_of_bare_count(&mut self, quantity: Quantity, span: Span) -> bool {
        let units = self.scope.units();
        let mut nouns = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent < 0);
        let warning = nouns.find_map(|(base, _)| {
            let noun = units.noun(base)?;
            let (one, many) =
                words::word_for(units, base, quantity.notation).unwrap_or((noun.singular, noun.plural));
            let bound = self.scope.name(many)?;
            bound.value.quantity().filter(|quantity| quantity.dimension.is_none())?;
            Some(diagnostics::bare_count((one, many), span, bound.literal))
        });
        warning.map(|warning| self.reporter.report(warning)).is_some()
    }
}

/// Where the last amount of a product ends that is per no time: `10 queries per user` in `users * 10 queries per user`.
fn amount_of(product: NodeId, ast: &Ast) -> Option<(Span, bool)> {
    let mut at = product;
    loop {
        let (rest, factor) = match ast.node(at) {
            Node::Binary(Binary::Multiply, left, right) => (Some(left), right),
            _ => (None, at),
        };
        let counts = |literal: &&Literal| {
            let words = ast.words(&literal.suffix);
            words.first().is_some_and(|word| !word.join.divides())
        };
        if let Some(literal) = ast.literal(factor).filter(counts) {
            let per = ast.words(&literal.suffix).iter().any(|word| word.join == Join::Per);
            return Some((literal.span.after(), per));
        }
        at = rest?;
    }
}

/// The value of a literal without a unit.
fn bare_number(ast: &Ast, node: NodeId) -> Option<f64> {
    let literal = ast.literal(node)?;
    (literal.form == Form::Plain && literal.suffix.is_empty()).then_some(literal.value)
}

/// The period that a rate was spelled by.
fn spelled_per(quantity: Quantity) -> Option<&'static str> {
    quantity.notation.iter().filter(|(_, exponent)| *exponent < 0).find_map(|(id, _)| match id {
        ids::DAY => Some("day"),
        ids::MONTH => Some("month"),
        ids::HOUR => Some("hour"),
        ids::MINUTE => Some("minute"),
        ids::YEAR => Some("year"),
        _ => None,
    })
}

/// Whether people convert a rate per period by a factor.
fn is_factor_of(period: &str, factor: f64) -> bool {
    let factors: &[f64] = match period {
        "day" => &[7.0, 12.0, 24.0, 30.0, 365.0, 86_400.0],
        "month" => &[12.0, 24.0, 30.0, 36.0, 60.0],
        "hour" => &[24.0, 60.0, 3_600.0],
        "minute" => &[60.0],
        _ => &[12.0, 365.0],
    };
    factors.contains(&factor)
}
