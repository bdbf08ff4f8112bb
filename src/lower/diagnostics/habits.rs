//! Warnings of conversions done by hand, and of results with a dimension that nobody means.

use super::trimmed;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::number;

/// A fix: its label and its edits.
pub(in crate::lower) type Fix = (String, Vec<(Span, String)>);

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
}

impl ByHand {
    fn warning(&self, code: &'static str, message: String, of_both: String, fixes: Vec<Fix>) -> Diagnostic {
        let warning =
            Diagnostic::warning(code, message).at(self.place, "converted by hand?").see(self.span, of_both);
        fixes.into_iter().fold(warning, |warning, (label, edits)| warning.edits(label, edits))
    }

    fn done(&self) -> &'static str {
        if self.divides { "divided" } else { "multiplied" }
    }

    /// `5 TB * 8`, `5 TB / 1000`; with `is_size`, else a rate.
    pub fn data(&self, is_size: bool, fixes: Vec<Fix>) -> Diagnostic {
        let message = format!("{} is {} by {}", self.words, self.done(), number::plain(self.factor));
        let unit = if is_size { "`to Mbit`, `to GB`" } else { "`to Mbit/s`, `to GB/s`" };
        self.warning("W0101", message, String::new(), fixes)
            .help(format!("bytes, bits and prefixes convert automatically: {unit}"))
    }

    /// `$5000 / 1000`.
    pub fn thousands(&self, fixes: Vec<Fix>) -> Diagnostic {
        let message = format!("{} is divided by {}", self.words, number::plain(self.factor));
        self.warning("W0101", message, String::new(), fixes)
            .help("thousands and millions are printed with their letter automatically; a number of things has a unit")
    }

    /// `5M req/day * 365`.
    pub fn rate(&self, period: &str, fixes: Vec<Fix>) -> Diagnostic {
        let says = number::plain(self.factor);
        let message = format!("a rate per {period} is {} by the bare number {says}", self.done());
        let advice = fixes.is_empty().then(|| way_out(period, self.factor, &says));
        let warning = self.warning("W0103", message, format!("{} written per {period}", self.words), fixes);
        advice.into_iter().fold(warning, Diagnostic::help)
    }

    /// `500M req / 86400`.
    pub fn seconds(&self, fixes: Vec<Fix>) -> Diagnostic {
        let message =
            format!("{} is divided by {}, a number of seconds", self.words, number::plain(self.factor));
        let help = fixes.is_empty().then_some("units of time convert automatically: `to req/s`");
        let warning = self.warning("W0102", message, String::new(), fixes);
        help.into_iter().fold(warning, Diagnostic::help)
    }

    /// `5 TB * 365`.
    pub fn periods(&self, fixes: Vec<Fix>) -> Diagnostic {
        let message = format!("{} is multiplied by {}", self.words, number::plain(self.factor));
        let help =
            fixes.is_empty().then_some("give the number its unit, like `365 days`, or convert with `to`");
        let warning = self.warning("W0102", message, String::new(), fixes);
        help.into_iter().fold(warning, Diagnostic::help)
    }
}

/// `5 years * 365 * 10 GB/day`: the number converts a time that the rate per `period` converts already.
pub(in crate::lower) fn time_twice(
    (number, place): (f64, Span),
    period: &str,
    time: Span,
    removed: Span,
) -> Diagnostic {
    let number = number::plain(number);
    let message = format!("a rate per {period} is multiplied by the bare number {number} beside a time");
    Diagnostic::warning("W0103", message)
        .at(place, "converted by hand?")
        .see(time, "this converts by itself")
        .patch("without the factor", removed, "")
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
    format!("units of time convert automatically: `to …/{to}`")
}

/// `500000000 * 2 * 300 / 86400`: nothing has a unit.
pub(in crate::lower) fn unitless(place: Span, factor: &str, span: Span, fix: Option<Fix>) -> Diagnostic {
    let warning = Diagnostic::warning("W0117", "nothing here has a unit, so nothing can be checked")
        .at(place, format!("{factor}: a number of units of time?"))
        .see(span, "");
    match fix {
        Some((label, edits)) => warning.edits(label, edits),
        None => warning
            .help("give the numbers their units where they are defined; units of time convert automatically"),
    }
}

/// `storage_tb = 500`: the name says a unit, and the value is a plain number.
pub(in crate::lower) fn unit_in_name(
    name: &str,
    unit: &str,
    (span, value): (Span, Span),
    fix: Option<Fix>,
) -> Diagnostic {
    let message = format!("`{name}` says a unit, and its value is a plain number");
    let warning = Diagnostic::warning("W0116", message).at(span, format!("in {unit}?")).see(value, "");
    match fix {
        Some((label, edits)) => warning.edits(label, edits),
        None => warning.help(format!(
            "give what it is computed from its units, and print it in its own: `… to {unit}`, in a model `unit = \"{unit}\"`"
        )),
    }
}

/// `users = -5M users`.
pub(in crate::lower) fn below_zero(
    name: &str,
    what: &str,
    span: Span,
    sign: Option<(Span, String)>,
) -> Diagnostic {
    let warning = Diagnostic::warning("W0114", format!("`{name}` is {what} below zero")).at(span, "");
    match sign {
        Some((sign, without)) => warning.patch("without the sign", sign, without),
        None => warning.help("it is below every upper limit: check the sign"),
    }
}

/// `5 TB/day / 86400 s`.
pub(in crate::lower) fn per_time_again(
    words: &str,
    span: Span,
    fix: Option<(Fix, bool)>,
    other: Option<Fix>,
) -> Diagnostic {
    let message = format!("this comes out as {words}: a rate divided by a time again");
    let warning = Diagnostic::warning("W0115", message).at(span, "");
    match fix {
        Some(fix) => {
            let warning = mended(warning, fix);
            other.into_iter().fold(warning, |warning, (label, edits)| warning.edits(label, edits))
        }
        None => warning.help("a rate has the same value in every unit of time: convert it with `to`"),
    }
}

/// `5 GB * 2 GB`, `5 s * 2 s`, `5 GB * $2`; the words are `data`, `time` or `money`.
pub(in crate::lower) fn squared(
    words: &str,
    [one, other]: [&str; 2],
    span: Span,
    fix: Option<(Fix, bool)>,
) -> Diagnostic {
    let warning = Diagnostic::warning("W0115", format!("this comes out as {words}: {one} times {other}"));
    let warning = warning.at(span, "");
    match fix {
        Some(fix) => mended(warning, fix),
        None if one == other => {
            warning.help(format!("if one of the two is a number of things, write it without a unit of {one}"))
        }
        None if other == "time" => warning.help("money that is paid each month says so: `$100/month`"),
        None => warning.help(format!("if the {other} is a price, say for how much: `$5/TB`")),
    }
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
pub(in crate::lower) fn two_counts(words: &str, span: Span, fix: Option<Fix>) -> Diagnostic {
    let message = format!("this comes out as {words}: two counts multiplied");
    let warning = Diagnostic::warning("W0104", message).at(span, "");
    match fix {
        Some((label, edits)) => warning.taken(label, edits, Vec::new()),
        None => {
            warning.help("if one of them is per the other, say so where it is defined: `2 tweets/user/day`")
        }
    }
}

/// `1 TB / (8 servers * 1 Gbps)`, `3 GHz * 4 instructions/cycle`.
pub(in crate::lower) fn for_each(words: &str, span: Span, (label, edits): Fix) -> Diagnostic {
    let message = format!("this comes out as {words}: a count does not cancel");
    Diagnostic::warning("W0104", message).at(span, "").taken(label, edits, Vec::new())
}

/// `5M tweets * 10 KB`; `what` is `data` or `money`.
pub(in crate::lower) fn count_times(words: &str, what: &str, span: Span, fix: Option<Fix>) -> Diagnostic {
    let message = format!("this comes out as {words}: a count times {what}");
    let warning = Diagnostic::warning("W0104", message).at(span, "");
    match fix {
        Some((label, edits)) => warning.taken(label, edits, Vec::new()),
        None => warning.help(format!(
            "if the {what} is for each of them, say so where it is defined: `10 KB/tweet`, `$5/user`, `20 ms/call`"
        )),
    }
}

/// `1 TB * 5 years`.
pub(in crate::lower) fn data_times_time(words: &str, span: Span, fix: Option<(Fix, bool)>) -> Diagnostic {
    let warning =
        Diagnostic::warning("W0104", format!("this comes out as {words}, where storage is data alone"));
    let warning = warning.at(span, "");
    match fix {
        Some(fix) => mended(warning, fix),
        None => warning.help("storage is a rate of data times its retention: `1 TB/day * 5 years`"),
    }
}

/// A warning with its fix, and whether that says beyond doubt what is meant.
fn mended(warning: Diagnostic, ((label, edits), is_meant): (Fix, bool)) -> Diagnostic {
    if is_meant { warning.taken(label, edits, Vec::new()) } else { warning.edits(label, edits) }
}

/// `99.9% in minutes per month`: `share` is the value as written.
pub(in crate::lower) fn time_up(period: &str, share: &str, span: Span) -> Diagnostic {
    let is_one = share.chars().all(|c| c.is_alphanumeric() || "_.%".contains(c));
    let rest = if is_one { format!("(1 - {share})") } else { format!("(1 - ({share}))") };
    let message = format!("this is the time up in each {period}, not the time down");
    Diagnostic::warning("W0113", message).at(span, "an availability?").patch("for the downtime", span, rest)
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
