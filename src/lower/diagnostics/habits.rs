//! Warnings of conversions done by hand, and of results with a dimension that nobody means.

use super::trimmed;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::number;

/// A quantity with a unit, multiplied or divided by a bare number.
pub(in crate::lower) struct ByHand {
    /// The quantity in words.
    pub words: String,
    pub factor: f64,
    pub divides: bool,
    /// Where the number is.
    pub place: Span,
    /// Where both are.
    pub span: Span,
    /// Where the left operand ends.
    pub dividend_end: u32,
}

impl ByHand {
    fn warning(&self, code: &'static str, message: String, of_both: String) -> Diagnostic {
        Diagnostic::warning(code, message).at(self.place, "converted by hand?").see(self.span, of_both)
    }

    fn done(&self) -> &'static str {
        if self.divides { "divided" } else { "multiplied" }
    }

    /// `5 TB * 8`, `5 TB / 1000`; with `is_size`, else a rate.
    pub fn data(&self, is_size: bool) -> Diagnostic {
        let message = format!("{} is {} by {}", self.words, self.done(), number::plain(self.factor));
        let unit = if is_size { "`to Mbit`, `to GB`" } else { "`to Mbit/s`, `to GB/s`" };
        self.warning("W0101", message, String::new())
            .help(format!("bytes, bits and prefixes convert automatically: {unit}"))
    }

    /// `5M req/day * 365`.
    pub fn rate(&self, period: &str) -> Diagnostic {
        let says = number::plain(self.factor);
        let message = format!("a rate per {period} is {} by the bare number {says}", self.done());
        self.warning("W0103", message, format!("{} written per {period}", self.words)).help(way_out(
            period,
            self.factor,
            &says,
        ))
    }

    /// `500M req / 86400`; `amount` is where the last amount ends that may be per day, and whether it has a `per`.
    pub fn seconds(&self, amount: Option<(Span, bool)>) -> Diagnostic {
        let message =
            format!("{} is divided by {}, a number of seconds", self.words, number::plain(self.factor));
        let warning = self.warning("W0102", message, String::new());
        let period = match self.factor {
            3_600.0 => "hour",
            86_400.0 | 1e5 => "day",
            _ => "month",
        };
        match amount {
            Some((end, per)) => {
                let text = if per { format!(" per {period}") } else { format!("/{period}") };
                let divisor = Span { start: self.dividend_end, ..self.place };
                // Two changes at one place are one.
                let edits = match end.end == divisor.start {
                    true => vec![(divisor, text)],
                    false => vec![(end, text), (divisor, String::new())],
                };
                warning.edits(format!("for each {period}"), edits)
            }
            None => warning.patch(format!("for each {period}"), self.place, format!("1 {period}")),
        }
    }

    /// `5 TB * 365`.
    pub fn periods(&self) -> Diagnostic {
        let message = format!("{} is multiplied by {}", self.words, number::plain(self.factor));
        self.warning("W0102", message, String::new())
            .help("give the number its unit, like `365 days`, or convert with `to`")
    }
}

/// The help line for a factor that converts one period to another.
fn way_out(period: &str, factor: f64, says: &str) -> String {
    let to = match (period, factor) {
        // A number of the period itself: a duration, which cancels it.
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
    format!("units of time convert automatically: write `to …/{to}`")
}

/// `users = 5M; 10M req/day / 2 req/user/day`; the name's value is the literal.
pub(in crate::lower) fn bare_count(
    (one, many): (&str, &str),
    span: Span,
    literal: Option<Span>,
) -> Diagnostic {
    let message = format!("this comes out per {one}, and `{many}` is a plain number");
    let warning = Diagnostic::warning("W0108", message).at(span, "");
    match literal {
        Some(literal) => warning.patch(
            format!("if it counts {many}, say so where it is defined"),
            literal.after(),
            format!(" {many}"),
        ),
        None => warning,
    }
}

/// `100M users * 2 tweets/day`.
pub(in crate::lower) fn two_counts(words: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("W0104", format!("this comes out as {words}: two counts multiplied"))
        .at(span, "")
        .help("if one of them is per the other, say so where it is defined: `2 tweets/user/day`")
}

/// `5M tweets * 10 KB`; `what` is `data` or `money`.
pub(in crate::lower) fn count_times(words: &str, what: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("W0104", format!("this comes out as {words}: a count times {what}"))
        .at(span, "")
        .help(format!(
            "if the {what} is for each of them, say so where it is defined: `10 KB/tweet`, `$5/user`"
        ))
}

/// `1 TB * 5 years`.
pub(in crate::lower) fn data_times_time(words: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("W0104", format!("this comes out as {words}, where storage is data alone"))
        .at(span, "")
        .help("storage is a rate of data times its retention: `1 TB/day * 5 years`")
}

/// `99.95% per month`; `period` is the word of the time.
pub(in crate::lower) fn share_per_time(percent: f64, period: &str, span: Span) -> Diagnostic {
    let percent = trimmed(percent);
    let message = format!("this is {percent}% in each {period}, a rate of shares");
    Diagnostic::warning("W0113", message).at(span, "an availability?").patch(
        "for the downtime",
        span,
        format!("(1 - {percent}%) * 1 {period}"),
    )
}
