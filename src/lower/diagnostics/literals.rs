//! Literals with two readings.

use crate::syntax::{Join, Large, Literal, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// `x = 2; 3x`.
pub(in crate::lower) fn factor_or_product(span: Span) -> Diagnostic {
    let tail = Span { start: span.end.saturating_sub(1), ..span };
    Diagnostic::error("E0104", "`x` is defined here, so this is a factor or a product").at(span, "").patch(
        "for the product write",
        tail,
        " * x",
    )
}

/// `3 x`.
pub(in crate::lower) fn factor_apart(span: Span, tail: Span) -> Diagnostic {
    Diagnostic::error("E0104", "a factor is written without a space before its `x`")
        .at(span, "")
        .patch("write", tail, "x")
}

/// `20 percent`.
pub(in crate::lower) fn percent_word(word: &str, span: Span, tail: Span) -> Diagnostic {
    Diagnostic::error("E0202", format!("`{word}` is written `%`")).at(span, "").patch("write", tail, "%")
}

/// `10B/s`, `5T GB`, `5 mn GB`; `digits` is the number without its magnitude.
pub(in crate::lower) fn magnitude_or_unit(large: &Large, digits: &str, literal: &Literal) -> Diagnostic {
    let error =
        Diagnostic::error("E0104", format!("`{}` before a unit has more than one reading", large.word))
            .choice()
            .at(literal.number, large.readings)
            .patch("for the magnitude", literal.number, format!("{digits}{}", large.plain));
    if large.unit.is_empty() {
        error
    } else {
        error.patch("for the unit", literal.span, format!("{digits}{}", large.unit))
    }
}

/// `500m cores`; `digits` is the number without its magnitude.
pub(in crate::lower) fn millicores(digits: &str, literal: &Literal) -> Diagnostic {
    let thousandths = super::trimmed(literal.value / 1e9);
    Diagnostic::error("E0104", format!("`{digits}m` of cores has more than one reading"))
        .at(literal.number, "thousandths, or million?")
        .patch("for thousandths, as Kubernetes has them", literal.number, thousandths)
        .patch("for million", literal.number, format!("{digits}M"))
}

/// `1,500`; read as a thousand and a half, not as one and a half.
pub(in crate::lower) fn thousands(text: &str, span: Span) -> Diagnostic {
    let plain = text.replace(',', "_");
    Diagnostic::reading(format!("read as {plain}")).at(span, "")
}

/// `1.000 users`: a thousand in much of Europe.
pub(in crate::lower) fn pointed(text: &str, span: Span) -> Diagnostic {
    let decimal = text.trim_end_matches('0').trim_end_matches('.');
    Diagnostic::error("E0105", format!("`{text}` has two readings"))
        .at(span, "a number in thousands, or a decimal?")
        .patch("for thousands", span, text.replace('.', "_"))
        .patch("for a decimal", span, decimal)
}

/// `1 year 30 days` where a year has 360 days.
pub(in crate::lower) fn calendar(text: &str, span: Span, sum: String) -> Diagnostic {
    Diagnostic::error("E0106", format!("`{text}` depends on how long a month and a year are here"))
        .at(span, "")
        .patch("to add them", span, format!("({sum})"))
}

/// `mo = 3; 5 GB-mo`, `n = 3; 5/n day`; `product` is the sign of a product of units.
pub(in crate::lower) fn hyphen_or_name(
    (first, second): (&str, &str),
    gap: Span,
    is_hyphen: bool,
    product: &str,
) -> Diagnostic {
    if !is_hyphen {
        return Diagnostic::error("E0106", format!("there is no operator before `{second}`"))
            .at(gap, "")
            .patch("to multiply", gap, " * ")
            .patch("to divide", gap, " / ");
    }
    Diagnostic::error("E0204", format!("`{first}-{second}` is a unit, or less than a name that is defined"))
        .at(gap, "the unit, or a subtraction?")
        .patch("to subtract", gap, " - ")
        .patch("for the unit", gap, product)
}

/// `1/2 day`; the texts are both numbers and the unit, with their quotient, and whether the unit is one of time.
pub(in crate::lower) fn fraction(
    span: Span,
    (dividend, divisor, unit): (&str, &str, &str),
    (quotient, is_time): (f64, bool),
) -> Diagnostic {
    let whole = if is_time { "the time" } else { "it" };
    let decimal = super::trimmed(quotient);
    let exact = decimal.len() < 8;
    let of_one = if exact { format!("{decimal} {unit}") } else { format!("{dividend}/{divisor} * 1 {unit}") };
    Diagnostic::error("E0104", format!("`{dividend}/{divisor} {unit}` has two readings"))
        .at(span, format!("a part of {whole}, or divided by it?"))
        .patch("for a part of it", span, of_one)
        .patch("to divide by it", span, format!("{dividend} / {divisor} {unit}"))
}

/// `x = 3; 5 x 3`; `sign` is the `x` with what is around it.
pub(in crate::lower) fn times_or_name(name: &str, sign: Span) -> Diagnostic {
    Diagnostic::error("E0104", format!("`{name}` is defined here, and may mean times too"))
        .at(sign, "times, or the value of the name?")
        .patch("for times", sign, " * ")
        .patch("for the value", sign, format!(" * {name} * "))
}

/// `users = 5M users; 50 PB/users`.
pub(in crate::lower) fn unit_or_name(text: &str, word: &Word, singular: &str) -> Diagnostic {
    let operator = if word.join == Join::Times { "*" } else { "/" };
    let join = Span { start: word.span.start.saturating_sub(1), ..word.span };
    let error = Diagnostic::error("E0204", format!("`{text}` is a unit here, and a name that is defined"))
        .at(word.span, "the unit, or the value of the name?")
        .patch("to use the value write", join, format!(" {operator} {text}"));
    if singular == text {
        error.help("for the unit give the name another spelling")
    } else {
        error.patch("for the unit write", word.span, singular)
    }
}

/// `x / 2/day`; the texts are one divisor, and two.
pub(in crate::lower) fn divisors(span: Span, texts: (String, String)) -> Diagnostic {
    one_or_two(span, "dividing by this has two readings".to_owned(), texts)
}

/// `n = 3; x / 2/n`; the texts are one divisor, and two.
pub(in crate::lower) fn divisor_with_name(name: &str, span: Span, texts: (String, String)) -> Diagnostic {
    one_or_two(span, format!("dividing by this has two readings, since `{name}` is defined"), texts)
}

fn one_or_two(span: Span, message: String, (one, two): (String, String)) -> Diagnostic {
    Diagnostic::error("E0104", message)
        .at(span, "one divisor, or two?")
        .patch("for one divisor write", span, one)
        .patch("for two write", span, two)
}

/// `n = 3; 2 n`; `gap` lies between the number and the name.
pub(in crate::lower) fn implied_product(name: &str, span: Span, gap: Span) -> Diagnostic {
    Diagnostic::error("E0106", format!("there is no operator before `{name}`"))
        .at(span, "multiplication is never implied")
        .patch("to multiply write", gap, " * ")
}

/// `0.5/s to 1/s`; `value` is the first literal in parentheses.
pub(in crate::lower) fn range_or_conversion(span: Span, first: Span, value: String) -> Diagnostic {
    Diagnostic::error("E0104", "this has two readings: a range, or a conversion to a unit")
        .at(span, "")
        .patch("to convert put the value in parentheses", first, value)
}
