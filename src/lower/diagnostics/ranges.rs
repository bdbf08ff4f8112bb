//! Ranges with two readings, or without a distribution, each with what to write instead.

use super::trimmed;
use crate::lower::range::end::{End, Ends};
use crate::lower::variables::MOST_RANGES;
use crate::syntax::Form;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::number;

fn two_readings(span: Span, offers: [(&str, String); 2]) -> Diagnostic {
    let error = Diagnostic::error("E0104", "this range has two readings").at(span, "");
    offers.into_iter().fold(error, |error, (why, text)| error.patch(why, span, text))
}

fn no_interval(message: &str, ends: &Ends<'_>) -> Diagnostic {
    Diagnostic::error("E0112", message).at(ends.span, "a 90% interval")
}

/// `uniform(1, 2)` 4,097 times.
pub(in crate::lower) fn too_many(span: Span) -> Diagnostic {
    Diagnostic::error("E0207", format!("this has more than {MOST_RANGES} ranges"))
        .at(span, "one too many")
        .help("give a range that is used again a name, so that it is one variable")
}

/// `x / 2/day to 3/day`.
pub(in crate::lower) fn divides(span: Span) -> Diagnostic {
    Diagnostic::error("E0104", "dividing by this has two readings").at(span, "one divisor, or two?").help(
        "put the range in parentheses, with its unit or without: `x / (2/day to 3/day)`, `x / (2 to 3) / 1 day`",
    )
}

/// `x / 2 to 3 / day`.
pub(in crate::lower) fn divides_by_unit(span: Span, unit: &str) -> Diagnostic {
    Diagnostic::error("E0104", "dividing by this has two readings").at(span, "one divisor, or two?").help(
        format!("put parentheses around the divisor: `x / (… to …/{unit})`, or `x / (… to …) / 1 {unit}`"),
    )
}

/// `1/2 to 3`; the texts are the range that divides, and its upper end.
pub(in crate::lower) fn fraction(
    span: Span,
    (dividend, form): (&str, Form),
    quotient: f64,
    (range, end): (&str, &str),
) -> Diagnostic {
    let dollar = if form == Form::Money { "$" } else { "" };
    let message = "this has two readings: a range from a fraction, or a number divided by a range";
    Diagnostic::error("E0104", message)
        .at(span, "")
        .patch("for the range write", span, format!("{dollar}{} to {end}", trimmed(quotient)))
        .patch("to divide write", span, format!("{dividend} / ({range})"))
}

/// `0.2 to 30%`.
pub(in crate::lower) fn number_or_percent(low: &End<'_>, high: &End<'_>, span: Span) -> Diagnostic {
    let as_number = trimmed(high.value / 100.0);
    two_readings(
        span,
        [
            ("for both in percent write", format!("{}% to {}", low.written(), high.written())),
            ("for a number and a percentage write", format!("{} to {as_number}", low.written())),
        ],
    )
}

/// `20% to 30`.
pub(in crate::lower) fn percent_or_number(low: &End<'_>, high: &End<'_>, span: Span) -> Diagnostic {
    let as_number = trimmed(low.value / 100.0);
    two_readings(
        span,
        [
            ("for both in percent write", format!("{} to {}%", low.written(), high.written())),
            ("for a percentage and a number write", format!("{as_number} to {}", high.written())),
        ],
    )
}

/// `1 to 5M users`.
pub(in crate::lower) fn magnitude_of_low(low: &End<'_>, high: &End<'_>, span: Span) -> Diagnostic {
    // A unit at both ends takes the doubt away, and so does a number without a magnitude.
    let unit_of = if high.has_unit() { high } else { low };
    let plain_high = match unit_of.unit().as_str() {
        "" => number::unscaled(high.value, 15),
        _ => high.number().to_owned(),
    };
    let same = unit_of.with(&format!("{}{}", low.number(), high.magnitude_text()));
    let [first, second, plain] =
        [low.number(), high.number(), plain_high.as_str()].map(|number| unit_of.with(number));
    two_readings(
        span,
        [
            ("for the same magnitude write", format!("{same} to {second}")),
            ("for the number as it stands write", format!("{first} to {plain}")),
        ],
    )
}

/// `10k ± 2`.
pub(in crate::lower) fn magnitude_of_half(middle: &End<'_>, half: &End<'_>, span: Span) -> Diagnostic {
    let written = Halves::of(middle, half);
    let same = format!("{}{}", half.number(), middle.magnitude_text());
    written.two_readings(span, (middle.number(), &same), (&written.plain(middle), half.number()))
}

/// `10 ± 2k`.
pub(in crate::lower) fn magnitude_of_middle(middle: &End<'_>, half: &End<'_>, span: Span) -> Diagnostic {
    let written = Halves::of(middle, half);
    let same = format!("{}{}", middle.number(), half.magnitude_text());
    written.two_readings(span, (&same, half.number()), (middle.number(), &written.plain(half)))
}

/// The two sides of a `±`, of which one lends the other its unit.
struct Halves<'e> {
    unit_of: &'e End<'e>,
    sign: &'static str,
}

impl<'e> Halves<'e> {
    fn of(middle: &'e End<'e>, half: &'e End<'e>) -> Halves<'e> {
        let unit_of = if middle.has_unit() { middle } else { half };
        Halves { unit_of, sign: if middle.negative { "-" } else { "" } }
    }

    /// The number that is not doubted. Without a unit on both sides, one without a magnitude takes the doubt away.
    fn plain(&self, end: &End<'_>) -> String {
        match self.unit_of.unit().as_str() {
            "" => number::unscaled(end.value, 15),
            _ => end.number().to_owned(),
        }
    }

    fn written(&self, (middle, half): (&str, &str)) -> String {
        format!("{} ± {}", self.unit_of.with(&format!("{}{middle}", self.sign)), self.unit_of.with(half))
    }

    fn two_readings(&self, span: Span, same: (&str, &str), as_it_stands: (&str, &str)) -> Diagnostic {
        two_readings(
            span,
            [
                ("for the same magnitude write", self.written(same)),
                ("for the number as it stands write", self.written(as_it_stands)),
            ],
        )
    }
}

/// `50% ± 5%`: five points, or five percent of fifty?
pub(in crate::lower) fn points_or_share(middle: &End<'_>, half: &End<'_>, span: Span) -> Diagnostic {
    let (x, d) = (middle.signed(), half.value);
    let error = Diagnostic::error("E0104", format!("`± {}%` of a percentage has two readings", trimmed(d)))
        .at(span, "a relative width, or percentage points?");
    let offers = [
        ("for percentage points write", x - d, x + d),
        ("for a percentage of the middle write", x * (1.0 - d / 100.0), x * (1.0 + d / 100.0)),
    ];
    offers.into_iter().fold(error, |error, (why, low, high)| {
        let (low, high) = (low.min(high), low.max(high));
        let (from, to) = (trimmed(low), trimmed(high));
        let within = low > 0.0 && high < 100.0;
        let text = if within { format!("{from}% to {to}%") } else { format!("uniform({from}%, {to}%)") };
        error.patch(why, span, text)
    })
}

/// `10 ± -2`.
pub(in crate::lower) fn negative_half(middle: &End<'_>, half: &End<'_>, span: Span) -> Diagnostic {
    let positive = End { negative: false, ..half.clone() };
    let text = format!("{} ± {}", middle.written(), positive.written());
    Diagnostic::error("E0112", "the half-width after a `±` is above zero")
        .at(span, "")
        .patch("write", span, text)
}

/// `5 to 2`, `5k to 10 users`.
pub(in crate::lower) fn out_of_order(ends: &Ends<'_>) -> Diagnostic {
    let Ends { low, high, span, .. } = ends;
    let mut error =
        Diagnostic::error("E0112", "the low end of a range comes first").at(*span, "from high to low");
    if let (Some(factor), None) = (low.magnitude(), high.magnitude())
        && high.value * factor >= low.value
    {
        let other = high.with(&format!("{}{}", high.number(), low.magnitude_text()));
        error = error.patch("for the same magnitude write", *span, format!("{} to {other}", low.written()));
    }
    let (first, second) = (high.written(), low.written());
    if ends.numbers.1 > 0.0 {
        error.patch("the other way round", *span, format!("{first} to {second}"))
    } else {
        let swapped = format!("uniform({first}, {second})");
        error.patch("for a uniform distribution write", *span, swapped)
    }
}

/// `0% to 20%`, `50% to 120%`.
pub(in crate::lower) fn not_within_percents(ends: &Ends<'_>) -> Diagnostic {
    let (from, to) = ends.numbers;
    let error = no_interval("a range of percentages lies strictly between 0% and 100%", ends).patch(
        "for a uniform distribution write",
        ends.span,
        ends.uniform(),
    );
    if from > 0.0 {
        let factors = format!("{} to {}", trimmed(from / 100.0), trimmed(to / 100.0));
        error.patch("for factors write", ends.span, factors)
    } else {
        error
    }
}

/// `0 to 5`, `-1 to 5`.
pub(in crate::lower) fn not_above_zero(ends: &Ends<'_>) -> Diagnostic {
    no_interval("the ends of a range are above zero", ends)
        .patch("for a uniform distribution write", ends.span, ends.uniform())
        .patch("for a normal distribution with this 90% interval write", ends.span, ends.normal())
}

/// `5 GB to 10 s`; the words are those of the two ends.
pub(in crate::lower) fn ends_differ(
    (first, second): (&End<'_>, &End<'_>),
    (is, other): (String, String),
    span: Span,
) -> Diagnostic {
    let message = format!("the ends of a range have one dimension, not {is} and {other}");
    let error = Diagnostic::error("E0301", message).at(first.span, is).at(second.span, other);
    let of_first = format!("{} to {}", first.written(), first.with(second.number()));
    let of_second = format!("{} to {}", second.with(first.number()), second.written());
    error.patch("if they have the same unit write", span, of_first).patch(
        "if they have the same unit write",
        span,
        of_second,
    )
}

/// `n = 3; 10 to 20/n`.
pub(in crate::lower) fn name_in_range(name: &str, span: Span) -> Diagnostic {
    let message = format!("the ends of a range are literals, and `{name}` is defined here");
    Diagnostic::error("E0112", message)
        .at(span, "not a unit")
        .help(format!("put the range in parentheses: `(… to …) / {name}`"))
}

/// `20 ms to 20 ms`, `5 ± 0`.
pub(in crate::lower) fn equal_ends(span: Span) -> Diagnostic {
    Diagnostic::warning("W0109", "the ends of this range are equal")
        .at(span, "one value")
        .help("give a single value, or a wider range")
}

/// `5 KB to 20 MB`, a ratio of 4,000.
pub(in crate::lower) fn far_apart(span: Span, ratio: f64) -> Diagnostic {
    let factor = if ratio.is_finite() { number::plain(ratio) } else { "more than 10^308".to_owned() };
    Diagnostic::warning("W0109", format!("the ends of this range are a factor of {factor} apart"))
        .at(span, "a wrong prefix?")
        .help("if that little is known, accept this with `# ok: reason`, in a model `ok = \"reason\"`")
}

/// `(2 to 3) * (2 to 3)`.
pub(in crate::lower) fn repeated(first: Span, second: Span) -> Diagnostic {
    Diagnostic::warning("W0110", "the same range is written twice: each is a variable of its own")
        .at(second, "another variable")
        .see(first, "one variable")
        .help("if one is meant, give it a name and use the name twice")
}
