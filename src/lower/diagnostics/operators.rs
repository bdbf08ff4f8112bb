//! Operands that an operator does not take.

use super::trimmed;
use crate::lower::Quantity;
use crate::lower::value::Number;
use crate::syntax::{Ast, Form};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::registry::Units;

/// `not 3`, `true + 1`: `message` says what is needed.
pub(in crate::lower) fn wrong_type(span: Span, message: &str, words: String) -> Diagnostic {
    Diagnostic::error("E0304", format!("{message}, not {words}"))
        .at(span, words)
        .help("a condition is a comparison, like `x > 5 GB`")
}

/// `(2 users)^200`.
pub(in crate::lower) fn too_many_dimensions(span: Span) -> Diagnostic {
    Diagnostic::error("E0305", "this has more than six dimensions, or a power beyond 127")
        .at(span, "")
        .help("split the formula, or look for a unit that should have cancelled")
}

/// `3 GB + 2 s`, `max(3 GB, 2 s)`.
pub(in crate::lower) fn mismatch(
    operator: &str,
    [a, b]: [Number; 2],
    ast: &Ast,
    units: &Units,
) -> Diagnostic {
    let (x, y) = (a.quantity, b.quantity);
    let (of_left, of_right) = (x.words(units), y.words(units));
    let message =
        format!("`{operator}` needs the same dimension on both sides, not {of_left} and {of_right}");
    let error =
        Diagnostic::error("E0301", message).at(ast.span(a.node), of_left).at(ast.span(b.node), of_right);
    let with_unit = [a, b].into_iter().filter(|side| !side.quantity.dimension.is_none());
    let error = with_unit.fold(error, |error, side| error.asked_by(ast.span(side.node)));
    let quotient = x.dimension.over(y.dimension).unwrap_or_default();
    let time = Dimension::base(Base::TIME);
    let per_time = |quantity: Quantity| quantity.dimension.exponent(Base::TIME) < 0;
    if x.dimension.is_none() || y.dimension.is_none() {
        let (number, other) = if x.dimension.is_none() { (a, y) } else { (b, x) };
        let is_bare =
            |literal: &crate::syntax::Literal| literal.suffix.is_empty() && literal.form == Form::Plain;
        return if ast.literal(number.node).is_some_and(is_bare) {
            give_unit(error, ast.span(number.node), other, units)
        } else {
            error
        };
    }
    if x.dimension.without_nouns() == y.dimension.without_nouns() {
        let unit = x.spelling(units).unit_to_write();
        error.help(format!("if they are the same thing here, relabel one: `(… as {unit})`"))
    } else if Some(quotient) == time.to_the(-1) && per_time(x) {
        error.help("the left side is a rate: multiplied by a duration, `* 1 day`, it becomes an amount")
    } else if quotient == time && per_time(y) {
        error.help("the right side is a rate: multiplied by a duration, `* 1 day`, it becomes an amount")
    } else {
        error
    }
}

/// Offers the unit of another quantity for a bare number.
fn give_unit(error: Diagnostic, span: Span, of: Quantity, units: &Units) -> Diagnostic {
    let why = "give the number its unit";
    if of.dimension.exponent(Base::MONEY) == 1 {
        return error.patch(why, span.before(), "$");
    }
    let unit = of.spelling(units).unit_to_write();
    let text = if unit.starts_with('/') { unit } else { format!(" {unit}") };
    error.patch(why, span.after(), text)
}

/// `x + 5% to 10%`; the factors are those of the ends, and `tail` is the operator and the range.
pub(in crate::lower) fn percent_range(
    symbol: &str,
    span: Span,
    tail: Span,
    (a, b): (f64, f64),
) -> Diagnostic {
    let factors = format!(" * ({} to {})", trimmed(a.min(b)), trimmed(a.max(b)));
    Diagnostic::error("E0104", format!("`{symbol}` and a range in percent have two readings"))
        .at(span, "a relative change, or percentage points?")
        .patch("for a percentage of the left side write", tail, factors)
}

/// A percentage that is added or subtracted.
pub(in crate::lower) struct Percentage<'p> {
    pub symbol: &'p str,
    pub percent: f64,
    /// The factor that the percentage is, if it is a share of the left side.
    pub factor: f64,
    /// Where both sides are.
    pub span: Span,
    /// Where the operator and the percentage are.
    pub tail: Span,
    /// Whether the left side is a sum, which a factor would not multiply as a whole.
    pub follows_sum: bool,
    /// Whether the left side is a plain number, to which points can be added.
    pub is_plain: bool,
}

/// `x + 5%`.
pub(in crate::lower) fn percent(of: &Percentage<'_>) -> Diagnostic {
    let (symbol, factor) = (of.symbol, trimmed(of.factor));
    let error = Diagnostic::error("E0104", format!("`{symbol} {}%` has two readings", trimmed(of.percent)))
        .at(of.span, "a relative change, or percentage points?");
    let error = if of.follows_sum {
        error.help(format!("for a percentage of the left side put that in parentheses: `(…) * {factor}`"))
    } else {
        error.patch("for a percentage of the left side write", of.tail, format!(" * {factor}"))
    };
    if !of.is_plain {
        return error;
    }
    error.patch("for percentage points write", of.tail, format!(" {symbol} {}", trimmed(of.percent / 100.0)))
}

/// `5 GB/s^2`.
pub(in crate::lower) fn power_after_unit(span: Span) -> Diagnostic {
    Diagnostic::error("E0109", "a power after a unit or a division has two readings")
        .at(span, "of the whole, or of what is next to it?")
        .help("add parentheses, or spaces around the `/`")
}

/// `2 ^ 3 GB`.
pub(in crate::lower) fn exponent_with_unit(span: Span, words: String) -> Diagnostic {
    Diagnostic::error("E0303", format!("an exponent is a plain number, not {words}"))
        .at(span, words)
        .help("divide by a unit to make it plain: `x / 1 GB`")
}

/// `(3 GB) ^ n`; `words` are those of the base.
pub(in crate::lower) fn exponent_not_whole(base: Span, exponent: Span, words: String) -> Diagnostic {
    let message = format!("a power of {words} needs a whole number as its exponent, written out");
    Diagnostic::error("E0303", message)
        .at(base, words)
        .at(exponent, "not a whole number like `2`")
        .help("divide by a unit first to take any power of a plain number: `(x / 1 GB) ^ y`")
}

/// `if a > b then 3 GB else 2 s`.
pub(in crate::lower) fn sides_differ(
    (yes, of_yes): (Span, String),
    (no, of_no): (Span, String),
) -> Diagnostic {
    let message = format!("both sides of an `if` need the same dimension, not {of_yes} and {of_no}");
    Diagnostic::error("E0301", message).at(yes, of_yes).at(no, of_no)
}
