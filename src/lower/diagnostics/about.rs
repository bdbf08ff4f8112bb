//! Values that cannot be held against each other.

use crate::lower::Value;
use crate::lower::value::Number;
use crate::syntax::{Ast, Binary, Form, Node};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::Base;
use crate::units::registry::Units;

/// `3500 * 86400 ≈ 302 MB/day`: the number is right or wrong whatever the other side says. `None` if neither side is a
/// plain number.
pub(in crate::lower) fn plain_number([a, b]: [Number; 2], ast: &Ast, units: &Units) -> Option<Diagnostic> {
    let plain_left = a.quantity.dimension.is_none();
    if !plain_left && !b.quantity.dimension.is_none() {
        return None;
    }
    let (plain, other) = if plain_left { (a, b) } else { (b, a) };
    let (side, across) = if plain_left { ("left", "right") } else { ("right", "left") };
    let words = other.quantity.words(units);
    let message = format!("a plain number stands on the {side} of `≈`, and {words} on the {across}");
    let span = ast.span(plain.node);
    let error =
        Diagnostic::error("E0301", message).at(span, "a plain number").at(ast.span(other.node), words);
    if ast.has_bounds(plain.node) {
        return Some(error);
    }
    let unit = other.quantity.spelling(units).unit_to_write();
    let money = other.quantity.dimension.exponent(Base::MONEY) == 1;
    let is_bare = ast
        .literal(plain.node)
        .is_some_and(|literal| literal.form == Form::Plain && literal.suffix.is_empty());
    Some(match (is_bare, money) {
        (true, true) => error.patch("give the number its unit", span.before(), "$"),
        (true, false) if unit.starts_with('/') => error.patch("give the number its unit", span.after(), unit),
        (true, false) => error.patch("give the number its unit", span.after(), format!(" {unit}")),
        (false, _) => {
            let one = match unit.strip_prefix('$') {
                Some(per) => format!("$1{per}"),
                None if unit.starts_with('/') => format!("1{unit}"),
                None => format!("1 {unit}"),
            };
            let text = ast.written(plain.node);
            let text = if is_product(ast.node(plain.node)) { text.to_owned() } else { format!("({text})") };
            error.patch("if it has the unit of the other side", span, format!("{text} * {one}"))
        }
    })
}

/// Whether another factor can follow without parentheses.
fn is_product(node: Node) -> bool {
    matches!(node, Node::Binary(Binary::Multiply | Binary::Divide, ..))
        || matches!(node, Node::Literal(_) | Node::Name { .. } | Node::Call { .. } | Node::Group(_))
}

/// `expect = "302 users"` of an estimate that is data.
pub(in crate::lower) fn not_expected(
    (name, span): (&str, Span),
    (value, expected): (Value, Value),
    place: Span,
    units: &Units,
) -> Diagnostic {
    let (is, wanted) = (value.words(units), expected.words(units));
    let message = format!("`{name}` is {is}, and cannot be expected to be {wanted}");
    let error = Diagnostic::error("E0302", message).at(place, wanted).see(span, is);
    match value.quantity() {
        Some(quantity) => error.help(format!("for example `expect = \"{}\"`", quantity.example(units))),
        None => error.help("a condition belongs under `[checks]`"),
    }
}
