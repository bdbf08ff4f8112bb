//! Right by the rules, wrong by experience.
//!
//! Most published estimates that are wrong are wrong by a conversion done by hand on
//! top of the units, or left out. These warnings never change a value.

use super::{Lowering, Quantity};
use crate::syntax::{Ast, Form, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::catalog::ids;
use crate::units::dimension::{Base, Dimension};

/// What people divide a number of seconds' worth of things by.
const SECONDS: [f64; 5] = [86_400.0, 3_600.0, 1e5, 2.5e6, 2.592e6];

/// What people multiply a day's or an hour's worth of things by.
const PERIODS: [f64; 6] = [365.0, 730.0, 1_825.0, 3_650.0, 3_600.0, 86_400.0];

impl Lowering {
    /// A factor that does by hand what units do by themselves.
    pub(super) fn warn_of_hand_conversion(
        &mut self,
        ast: &Ast,
        (left, x): (NodeId, Quantity),
        (right, y): (NodeId, Quantity),
        sign: i8,
    ) {
        let (quantity, factor, place, on_the_right) = match (bare_number(ast, left), bare_number(ast, right))
        {
            (None, Some(factor)) => (x, factor, right, true),
            (Some(factor), None) if sign > 0 => (y, factor, left, false),
            _ => return,
        };
        if quantity.dimension.is_none() {
            return;
        }
        let span = ast.span(left).to(ast.span(right));
        let at = ast.span(place);
        let physical = quantity.dimension.without_nouns();
        let data = Dimension::base(Base::INFORMATION);
        let data_rate = Dimension::of(&[(Base::INFORMATION, 1), (Base::TIME, -1)]);
        let is_data = physical == data || physical == data_rate;
        let says = crate::units::number::plain(factor);
        if is_data && on_the_right && (factor == 8.0 || (sign < 0 && is_thousands(factor))) {
            let unit = if physical == data { "`to Mbit`, `to GB`" } else { "`to Mbit/s`, `to GB/s`" };
            let done = if sign < 0 { "divided" } else { "multiplied" };
            let diagnostic =
                Diagnostic::warning("W0101", format!("{} is {done} by {says}", self.words_of(quantity)))
                    .at(at, "converted by hand?")
                    .see(span, "")
                    .help(format!("bytes, bits and their prefixes convert by themselves: {unit}"));
            self.diagnostics.push(diagnostic);
        } else if let Some(period) = spelled_per(quantity).filter(|period| is_factor_of(period, factor)) {
            let diagnostic =
                Diagnostic::warning("W0103", format!("a rate per {period} meets the bare number {says}"))
                    .at(at, "converted by hand?")
                    .see(span, format!("{} spelled per {period}", self.words_of(quantity)))
                    .help(way_out(period, factor, &says));
            self.diagnostics.push(diagnostic);
        } else if sign < 0 && on_the_right && SECONDS.contains(&factor) {
            let diagnostic = Diagnostic::warning(
                "W0102",
                format!("{} is divided by {says}, a number of seconds", self.words_of(quantity)),
            )
            .at(at, "converted by hand?")
            .see(span, "")
            .help("units of time convert by themselves: `to req/s` does it");
            self.diagnostics.push(diagnostic);
        } else if sign > 0 && PERIODS.contains(&factor) {
            let diagnostic =
                Diagnostic::warning("W0102", format!("{} is multiplied by {says}", self.words_of(quantity)))
                    .at(at, "converted by hand?")
                    .see(span, "")
                    .help("give the number its unit, like `365 days`, or convert with `to`");
            self.diagnostics.push(diagnostic);
        }
    }

    pub(super) fn words_of(&self, quantity: Quantity) -> String {
        crate::units::words::in_words(&self.units, quantity.dimension, quantity.notation)
    }

    /// `users = 5M` and then `users * 2 req/user/day`: the count lost its noun.
    fn warn_of_bare_count(&mut self, quantity: Quantity, span: Span) -> bool {
        for (base, _) in quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent < 0)
        {
            let Some(noun) = self.units.noun(base) else { continue };
            let words = crate::units::words::word_for(&self.units, base, quantity.notation);
            let (one, many) = words.unwrap_or((noun.singular, noun.plural));
            let Some(bound) = self
                .names
                .get(many)
                .filter(|bound| bound.value.quantity().is_some_and(|quantity| quantity.dimension.is_none()))
            else {
                continue;
            };
            let mut warning = Diagnostic::warning(
                "W0108",
                format!("this comes out per {one}, and `{many}` is a plain number"),
            )
            .at(span, "");
            if let Some(literal) = bound.literal {
                warning = warning.patch(
                    format!("if it counts {many}, say so where it is defined"),
                    literal.after(),
                    format!(" {many}"),
                );
            }
            self.diagnostics.push(warning);
            return true;
        }
        false
    }

    /// A printed result that counts two things at once, or keeps data for a time.
    pub fn warn_of_result(&mut self, quantity: Quantity, span: Span) {
        if quantity.notation.asked.is_some() || self.warn_of_bare_count(quantity, span) {
            return;
        }
        let counts: i32 = quantity
            .dimension
            .iter()
            .filter(|(base, exponent)| base.is_noun() && *exponent > 0)
            .map(|(_, n)| i32::from(n))
            .sum();
        let above = |base| quantity.dimension.exponent(base) > 0;
        let kept = above(Base::INFORMATION) && above(Base::TIME);
        if counts == 0 && !kept || counts == 1 && !(kept || above(Base::INFORMATION) || above(Base::MONEY)) {
            return;
        }
        let words = self.words_of(quantity);
        let diagnostic = if counts >= 2 {
            Diagnostic::warning("W0104", format!("this comes out as {words}: two counts multiplied"))
                .at(span, "")
                .help("if one of them is per the other, say so where it is defined: `2 tweets/user/day`")
        } else if counts == 1 && (above(Base::INFORMATION) || above(Base::MONEY)) {
            let what = if above(Base::INFORMATION) { "data" } else { "money" };
            Diagnostic::warning("W0104", format!("this comes out as {words}: a count times {what}"))
                .at(span, "")
                .help(format!(
                    "if the {what} is for each of them, say so where it is defined: `10 KB/tweet`, `$5/user`"
                ))
        } else {
            Diagnostic::warning("W0104", format!("this comes out as {words}, where storage is data alone"))
                .at(span, "")
                .help("a rate of data times how long it is kept is storage: `1 TB/day * 5 years`")
        };
        self.diagnostics.push(diagnostic);
    }
}

/// The value of a literal without a unit.
fn bare_number(ast: &Ast, node: NodeId) -> Option<f64> {
    let literal = ast.literal(node)?;
    (literal.form == Form::Plain && literal.suffix.is_empty()).then_some(literal.value)
}

fn is_thousands(factor: f64) -> bool {
    [1e3, 1e6, 1e9, 1e12, 1e15, 1024.0, 1_048_576.0, 1_073_741_824.0, 1_099_511_627_776.0].contains(&factor)
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

/// What to write instead of a factor that goes from one period to another.
fn way_out(period: &str, factor: f64, says: &str) -> String {
    let to = match (period, factor) {
        // So many of the period itself: a duration, which cancels it.
        ("day", 7.0 | 30.0 | 365.0) => {
            return format!("give the number its unit, `{says} days`, and the day cancels");
        }
        ("month", 12.0 | 24.0 | 36.0 | 60.0) => {
            return format!("give the number its unit, `{says} months`, and the month cancels");
        }
        (_, seconds) if seconds >= 3_600.0 => "s",
        ("day", _) => "h",
        ("hour", 60.0) => "min",
        ("minute", _) => "h",
        ("year", 12.0) => "month",
        _ => "day",
    };
    format!("units of time convert by themselves: `to …/{to}`")
}

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
