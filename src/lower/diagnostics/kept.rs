//! `kept` and `over`, and growth.

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// `kept(2 years, 5 TB/day)`.
pub(in crate::lower) fn exchanged(name: &str, [time, rate]: [Span; 2], [a, b]: &[String; 2]) -> Diagnostic {
    Diagnostic::error("E0303", format!("`{name}` takes the rate first, then the duration"))
        .at(time, "a duration")
        .see(rate, "a rate")
        .patch("the other way round", time.to(rate), format!("{b}, {a}"))
}

/// `kept(5 TB, 2 years)`.
pub(in crate::lower) fn no_rate((name, signature): (&str, &str), words: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0303", format!("`{name}` needs a rate, an amount per time, not {words}"))
        .at(span, words.to_owned())
        .help(format!("it is `{signature}`, like `{name}(5 TB/day, 2 years)`"))
}

/// `kept(5 TB/day, 2)`.
pub(in crate::lower) fn no_time((name, signature): (&str, &str), words: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0303", format!("`{name}` needs a duration, not {words}"))
        .at(span, words.to_owned())
        .help(format!("it is `{signature}`, like `{name}(5 TB/day, 2 years)`"))
}

/// `kept(5 TB/day, -2 years)`.
pub(in crate::lower) fn below_zero(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0404", format!("`{name}` takes a duration that is not below zero"))
        .at(span, "below zero")
        .help("leave the minus out; where nothing is kept, it is `0 days`")
}

/// `kept(5 TB/day, 2 years, now = 3 users)`.
pub(in crate::lower) fn another_amount([now, kept]: [String; 2], span: Span) -> Diagnostic {
    Diagnostic::error("E0301", format!("what is kept is {kept}, and `now` is {now}")).at(span, now)
}

/// `growth = "2x/year"`.
pub(in crate::lower) fn factor(span: Span, share: &str) -> Diagnostic {
    Diagnostic::error("E0505", "growth is a share per time, not a factor")
        .at(span, "")
        .help(format!("twice as much after a year is growth of 100% per year: here `{share}`"))
}

/// `growth = "40/year"`: 40%, or 40 times as much again?
pub(in crate::lower) fn without_percent(name: &str, text: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0104", format!("`{name}` grows by a number that has two readings"))
        .at(span, "a percentage, or so many times its value?")
        .patch("for the percentage", span, with_percent(text, 1.0))
        .patch("for so many times", span, with_percent(text, 100.0))
}

/// A growth with a percent sign behind each of its numbers, which are so many times as large.
fn with_percent(text: &str, times: f64) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !(c.is_ascii_digit() || "._,".contains(c))).unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        let plain: String = number.chars().filter(|c| !"_,".contains(*c)).collect();
        let value = plain.parse::<f64>().unwrap_or(0.0) * times;
        written.push_str(&format!("{before}{}%", crate::units::number::plain(value)));
        rest = after;
    }
    written + rest
}

/// `growth = "12 months * 1%/month/month"`.
pub(in crate::lower) fn no_period(span: Span) -> Diagnostic {
    Diagnostic::error("E0505", "this growth does not say after which time it compounds")
        .at(span, "")
        .help("write a share per time, like `40%/year` or `3%/month`")
}

/// `growth = "40%/second"`.
pub(in crate::lower) fn grows_at_once(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0505", format!("with this growth `{name}` leaves all bounds within a day"))
        .at(span, "per less than an hour")
        .help("growth is per week, month, quarter or year: `40%/year`")
}

/// `growth = "-150%/year"`.
pub(in crate::lower) fn loses_all(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0505", format!("with this growth nothing is left of `{name}`"))
        .at(span, "not above -100%")
        .help("growth of `-50%/year` halves a value every year; a value that ends has a step, `steps = { \"1 year\" = … }`")
}
