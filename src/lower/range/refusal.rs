//! Ranges with two readings, or none, each with what to write instead.

use super::end::{End, Ends};
use crate::lower::operator::trimmed;
use crate::syntax::Form;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::number;

/// Why a range is refused; nothing if that has been said.
pub(super) type Refusal = Option<Box<Diagnostic>>;

pub(super) fn refused(message: &str, ends: &Ends<'_>) -> Diagnostic {
    Diagnostic::error("E0112", message).at(ends.span, "a 90% interval")
}

pub(super) fn two_readings(span: Span, offers: [(&str, String); 2]) -> Refusal {
    let error = Diagnostic::error("E0104", "this range has two readings").at(span, "");
    Some(Box::new(offers.into_iter().fold(error, |error, (why, text)| error.patch(why, span, text))))
}

/// `1 to 5M users`, `20 to 30%`: does what stands at the upper end hold for the lower one too?
pub(super) fn spread_magnitude<'a>(low: &mut End<'a>, high: &End<'a>, span: Span) -> Result<(), Refusal> {
    // Where both have a unit of their own, a magnitude belongs to its number.
    if low.has_unit() && high.has_unit() || low.form == Form::Percent || low.negative || high.negative {
        return Ok(());
    }
    if high.form == Form::Percent && low.is_bare() {
        let as_number = high.value / 100.0;
        if low.value > as_number {
            // 20 to 0.3 is no range, so 20% it is.
            low.form = Form::Percent;
            return Ok(());
        }
        if low.value > high.value {
            return Ok(());
        }
        return Err(two_readings(
            span,
            [
                ("for both in percent write", format!("{}% to {}", low.written(), high.written())),
                ("for a number and a share write", format!("{} to {}", low.written(), trimmed(as_number))),
            ],
        ));
    }
    let (None, Some(factor)) = (low.magnitude(), high.magnitude()) else { return Ok(()) };
    if !matches!(low.form, Form::Plain | Form::Money)
        || low.value * factor > high.value
        || low.value > high.value
        || low.value == 0.0
    {
        return Ok(());
    }
    // A unit at both ends takes the doubt away, and so does a number without a magnitude.
    let unit_of = if high.has_unit() { high } else { &*low };
    let number = |end: &End<'_>| end.text.strip_prefix('$').unwrap_or(end.text).to_owned();
    let as_it_stands = match unit_of.unit().as_str() {
        "" => {
            format!("{} to {}", unit_of.with(&number(low)), unit_of.with(&number::unscaled(high.value, 15)))
        }
        _ => format!("{} to {}", unit_of.with(&number(low)), unit_of.with(&number(high))),
    };
    let same = unit_of.with(&format!("{}{}", number(low), high.magnitude_text()));
    Err(two_readings(
        span,
        [
            ("for the same magnitude write", format!("{same} to {}", unit_of.with(&number(high)))),
            ("for the number as it stands write", as_it_stands),
        ],
    ))
}

/// `10k ± 2`: two, or two thousand? Half of an interval is smaller than its middle.
pub(super) fn magnitudes_of_half(middle: &End<'_>, half: &End<'_>, span: Span) -> Result<(), Refusal> {
    if middle.has_unit() && half.has_unit() || middle.value == 0.0 || half.value == 0.0 {
        return Ok(());
    }
    let unit_of = if middle.has_unit() { middle } else { half };
    let sign = if middle.negative { "-" } else { "" };
    let number = |end: &End<'_>| end.text.strip_prefix('$').unwrap_or(end.text).to_owned();
    let first = |text: String| unit_of.with(&format!("{sign}{text}"));
    // Without a unit on both sides, a number without a magnitude is what takes the doubt away.
    let plain = |end: &End<'_>| match unit_of.unit().as_str() {
        "" => number::unscaled(end.value, 15),
        _ => number(end),
    };
    let (same, as_it_stands) = match (middle.magnitude(), half.magnitude()) {
        (Some(factor), None) if half.value * factor <= middle.value => {
            let letters = middle.magnitude_text();
            let same = unit_of.with(&format!("{}{letters}", number(half)));
            (
                format!("{} ± {same}", first(number(middle))),
                format!("{} ± {}", first(plain(middle)), unit_of.with(&number(half))),
            )
        }
        (None, Some(_)) => {
            let letters = half.magnitude_text();
            (
                format!(
                    "{} ± {}",
                    first(format!("{}{letters}", number(middle))),
                    unit_of.with(&number(half))
                ),
                format!("{} ± {}", first(number(middle)), unit_of.with(&plain(half))),
            )
        }
        _ => return Ok(()),
    };
    Err(two_readings(
        span,
        [("for the same magnitude write", same), ("for the number as it stands write", as_it_stands)],
    ))
}

/// `50% ± 5%`: five points, or five percent of fifty?
pub(super) fn points_or_share(middle: &End<'_>, half: &End<'_>, span: Span) -> Refusal {
    let (x, d) = (middle.signed(), half.value);
    let mut error =
        Diagnostic::error("E0104", format!("`± {}%` of a percentage has two readings", trimmed(d)))
            .at(span, "points, or a share of the middle?");
    let offers = [
        ("for points write", x - d, x + d),
        ("for a share write", x * (1.0 - d / 100.0), x * (1.0 + d / 100.0)),
    ];
    for (why, low, high) in offers {
        let (low, high) = (low.min(high), low.max(high));
        let text = if low > 0.0 && high < 100.0 {
            format!("{}% to {}%", trimmed(low), trimmed(high))
        } else {
            format!("uniform({}%, {}%)", trimmed(low), trimmed(high))
        };
        error = error.patch(why, span, text);
    }
    Some(Box::new(error))
}

/// `5 to 2`, `5k to 10 users`.
pub(super) fn out_of_order(ends: &Ends<'_>) -> Refusal {
    let Ends { low, high, span, .. } = ends;
    let mut error =
        Diagnostic::error("E0112", "the low end of a range comes first").at(*span, "from high to low");
    if let (Some(factor), None) = (low.magnitude(), high.magnitude())
        && high.value * factor >= low.value
    {
        let number = high.text.strip_prefix('$').unwrap_or(high.text);
        let other = high.with(&format!("{number}{}", low.magnitude_text()));
        error = error.patch("for the same magnitude write", *span, format!("{} to {other}", low.written()));
    }
    if ends.numbers.1 > 0.0 {
        error = error.patch("the other way round", *span, format!("{} to {}", high.written(), low.written()));
    } else {
        let swapped = format!("uniform({}, {})", high.written(), low.written());
        error = error.patch("for any value between, all alike, write", *span, swapped);
    }
    Some(Box::new(error))
}
