//! Ranges with two readings, or none, each with what to write instead.

use super::end::{End, Ends};
use crate::diagnostic::Diagnostic;
use crate::lower::operator::trimmed;
use crate::source::Span;
use crate::syntax::Form;
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
    if low.has_unit() || low.form == Form::Percent || low.negative || high.negative {
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
    if low.form != Form::Plain
        || low.value * factor > high.value
        || low.value > high.value
        || low.value == 0.0
    {
        return Ok(());
    }
    // A unit at both ends takes the doubt away, and so does a number without a magnitude.
    let as_it_stands = match high.unit().as_str() {
        "" => format!("{} to {}", high.with(low.text), high.with(&number::unscaled(high.value, 15))),
        _ => format!("{} to {}", high.with(low.text), high.written()),
    };
    let same = high.with(&format!("{}{}", low.text, high.magnitude_text()));
    Err(two_readings(
        span,
        [
            ("for the same magnitude write", format!("{same} to {}", high.written())),
            ("for the number as it stands write", as_it_stands),
        ],
    ))
}

/// `10k ± 2`: two, or two thousand? Half of an interval is smaller than its middle.
pub(super) fn magnitudes_of_half(middle: &End<'_>, half: &End<'_>, span: Span) -> Result<(), Refusal> {
    let number = |end: &End<'_>| end.text.strip_prefix('$').unwrap_or(end.text).to_owned();
    // Without a unit on both sides, a number without a magnitude is what takes the doubt away.
    let plain = |end: &End<'_>, unit: &str| match unit {
        "" => end.with(&number::unscaled(end.value, 15)),
        _ => end.written(),
    };
    let (same, as_it_stands) = match (middle.magnitude(), half.magnitude()) {
        (Some(factor), None) if half.is_bare() && half.value * factor <= middle.value => {
            let (unit, letters) = (middle.unit(), middle.magnitude_text());
            let same = middle.with(&format!("{}{letters}", number(half)));
            (
                format!("{} ± {same}", middle.written()),
                format!("{} ± {}", plain(middle, &unit), middle.with(&number(half))),
            )
        }
        (None, Some(_)) if !middle.has_unit() => {
            let (unit, letters) = (half.unit(), half.magnitude_text());
            let same = half.with(&format!("{}{letters}", number(middle)));
            (
                format!("{same} ± {}", half.written()),
                format!("{} ± {}", half.with(&number(middle)), plain(half, &unit)),
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
    let (x, d) = (middle.value, half.value);
    let mut error =
        Diagnostic::error("E0104", format!("`± {}%` of a percentage has two readings", trimmed(d)))
            .at(span, "points, or a share of the middle?");
    let offers = [
        ("for points write", x - d, x + d),
        ("for a share write", x * (1.0 - d / 100.0), x * (1.0 + d / 100.0)),
    ];
    for (why, low, high) in offers {
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
