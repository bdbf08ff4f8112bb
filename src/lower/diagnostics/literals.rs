//! Literals with two readings.

use crate::syntax::{Join, Literal, Word};
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

/// `10B/s`, `5T GB`; `digits` is the number without its letter.
pub(in crate::lower) fn magnitude_or_unit(letter: &str, digits: &str, literal: &Literal) -> Diagnostic {
    let (large, unit, readings) = match letter {
        "B" => ("bn", "bytes", "billion, or bytes?"),
        _ => ("tn", "TB", "trillion, or terabytes?"),
    };
    let at = Span { start: literal.number.end.saturating_sub(1), ..literal.number };
    Diagnostic::error("E0104", format!("`{letter}` before a unit has more than one reading"))
        .choice()
        .at(literal.number, readings)
        .patch("for the magnitude write", at, large)
        .patch("for the unit write", literal.span, format!("{digits} {unit}"))
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
