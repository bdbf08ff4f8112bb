//! Operands that an operator does not take.

use super::trimmed;
use crate::lower::Quantity;
use crate::lower::value::Number;
use crate::syntax::{Ast, Binary, Form, Literal, Node, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::catalog::Kind;
use crate::units::dimension::{Base, Dimension};
use crate::units::nouns::english::singular_of;
use crate::units::number;
use crate::units::registry::Units;

/// `not 3`, `true + 1`: `message` says what is needed.
pub(in crate::lower) fn wrong_type(span: Span, message: &str, words: String) -> Diagnostic {
    Diagnostic::error("E0304", format!("{message}, not {words}"))
        .at(span, words)
        .help("a condition is a comparison, like `x > 5 GB`")
}

/// `5 hours and 30 minutes`; `between` is the place of the `and`. Parts of one time are read as their sum.
pub(in crate::lower) fn and_of_quantities(
    span: Span,
    between: Span,
    words: String,
    is_time: bool,
) -> Diagnostic {
    let error = wrong_type(span, "`and` joins conditions", words);
    let edits = vec![(between, " + ".to_owned())];
    if is_time { error.taken("to add them", edits, Vec::new()) } else { error.edits("to add them", edits) }
}

/// `5 of 8 nodes`; `rest` is what to leave out for a part of them.
pub(in crate::lower) fn part_or_product(written: &str, span: Span, of: Span, rest: Span) -> Diagnostic {
    Diagnostic::error("E0104", format!("`{written}` has more than one reading"))
        .at(span, "a part of them, a share, or a product?")
        .patch("for the part", rest, "")
        .patch("for a share", of, " / ")
        .patch("to multiply", of, " * ")
}

/// `seconds per day`, where both are units of the same.
pub(in crate::lower) fn units_per_unit(small: Span, large: Span, (one, other): (&str, &str)) -> Diagnostic {
    let whole = small.to(large);
    Diagnostic::error("E0104", format!("`{one} per {other}` has two readings"))
        .at(whole, "how many of one are in the other, or their ratio?")
        .patch(format!("for the {one} in a {other}"), whole, format!("1 {other} to {one}"))
        .patch("for the ratio", whole, format!("(1 {one} / 1 {other})"))
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
        let with_unit = if x.dimension.is_none() { b.node } else { a.node };
        let own = terms(with_unit, ast).into_iter().find_map(|term| unit_as_written(term, ast));
        return give_unit(error, &bare_terms(number.node, a.node, ast), other, own, units);
    }
    if x.dimension.without_nouns() == y.dimension.without_nouns()
        && x.dimension.counts() == y.dimension.counts()
    {
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

/// Offers the unit of another quantity for the bare numbers of a sum.
fn give_unit(
    error: Diagnostic,
    terms: &[(Span, bool)],
    of: Quantity,
    own: Option<&str>,
    units: &Units,
) -> Diagnostic {
    let why = if terms.len() == 1 { "give the number its unit" } else { "give the numbers their unit" };
    let unit = of.spelling(units).unit_to_write();
    let own = own.map(str::to_owned);
    // `5 nodes + 1`
    let one = |unit: &str| {
        let (before, noun) = unit.split_at(unit.rfind(' ').map_or(0, |blank| blank + 1));
        let is_noun = units.find(noun).is_some_and(|(_, unit)| unit.kind == Kind::Noun);
        if is_noun { format!("{before}{}", singular_of(noun)) } else { unit.to_owned() }
    };
    let written = |unit: &str, is_one: bool| if is_one { one(unit) } else { unit.to_owned() };
    let edit = |(span, is_one): &(Span, bool)| match unit.strip_prefix('$') {
        None if own.is_some() => vec![(span.after(), written(own.as_deref().unwrap_or(""), *is_one))],
        Some("") => vec![(span.before(), "$".to_owned())],
        Some(rest) => vec![(span.before(), "$".to_owned()), (span.after(), rest.to_owned())],
        None if unit.starts_with('/') => vec![(span.after(), unit.clone())],
        None => vec![(span.after(), written(&format!(" {unit}"), *is_one))],
    };
    error.edits(why, terms.iter().flat_map(edit).collect())
}

/// The numbers without a unit in the sum that a plain number is a part of: all of `5 + 5 + 10 min`, or only those of
/// the plain number itself, if it is compared, each with whether it is a one. `left` is the left operand.
fn bare_terms(number: NodeId, left: NodeId, ast: &Ast) -> Vec<(Span, bool)> {
    let own = terms(number, ast);
    let whole = terms(ast.sum_around(left), ast);
    let terms = if whole.iter().any(|term| own.contains(term)) { whole } else { own };
    let bare = |node: &NodeId| {
        let literal = ast.literal(*node);
        literal.is_some_and(|literal| literal.suffix.is_empty() && literal.form == Form::Plain)
    };
    terms.into_iter().filter(bare).map(|node| (ast.span(node), ast.written(node) == "1")).collect()
}

/// The unit of a literal as it is written, with the blank before it.
pub(in crate::lower) fn unit_as_written(node: NodeId, ast: &Ast) -> Option<&str> {
    let literal =
        ast.literal(node).filter(|literal| literal.form == Form::Plain && !literal.suffix.is_empty())?;
    Some(ast.written_at(node, Span { start: literal.number.end, ..literal.span }))
}

/// The terms of a sum, in the order in which they are written.
fn terms(root: NodeId, ast: &Ast) -> Vec<NodeId> {
    let (mut terms, mut open) = (Vec::new(), vec![root]);
    while let Some(node) = open.pop() {
        match ast.node(node) {
            Node::Binary(Binary::Add | Binary::Subtract, left, right) => open.extend([right, left]),
            _ => terms.push(node),
        }
    }
    terms
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

/// `util <= 70` where `util` is a share: 70%, or 7000%?
pub(in crate::lower) fn number_beside_share(ast: &Ast, literal: &Literal, name: Option<&str>) -> Diagnostic {
    let message = match name {
        Some(name) => format!("`{name}` is a share, and this number has two readings"),
        None => "a share is compared with a number that has two readings".to_owned(),
    };
    Diagnostic::error("E0104", message)
        .at(literal.span, "a percentage, or a factor?")
        .patch("for the percentage", literal.span, format!("{}%", ast.str(literal.text)))
        .patch("for the factor", literal.span, format!("{}%", number::plain(literal.value * 100.0)))
}

/// `P(size < 1 GB) >= 0.95%`: nearly always, or hardly ever?
pub(in crate::lower) fn small_probability(literal: &Literal, share: f64) -> Diagnostic {
    let hundredfold = if share * 100.0 < 1.0 { share * 100.0 } else { 1.0 - share };
    Diagnostic::error(
        "E0104",
        "a probability is asked to be at least a share under 5%, which has two readings",
    )
    .at(literal.span, "nearly always, or hardly ever?")
    .patch("for nearly all", literal.span, format!("{}%", number::plain(hundredfold * 100.0)))
    .help("for hardly any, turn it round: `P(not …) <= …`")
}
