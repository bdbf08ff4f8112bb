//! Signs that stand elsewhere than between an expression and its result: in the names of factors, between cells.

use std::borrow::Cow;

use super::lines::Column;
use super::names::Names;
use super::token::{Kind, Op, Token};
use super::words;

/// Returns the tokens of a piece in which each sign that is left claims something, and the end of a cell does where the
/// next one has the result.
pub fn rewritten<'t>(
    text: &str,
    tokens: &'t [Token],
    (names, columns): (&Names, Option<&[Column]>),
) -> Cow<'t, [Token]> {
    let is_named = |at: &usize| {
        let (before, rest) = tokens.split_at(*at);
        is_factor(text, rest, names) && (is_glued(rest) || ends_with_named(before))
    };
    // A factor has four tokens, so that none is within another.
    let mut named = (0..tokens.len()).filter(is_named).peekable();
    let mut out = Cow::Borrowed(tokens);
    if named.peek().is_some() {
        let mut end = 0;
        let mut kept = Vec::with_capacity(tokens.len());
        for at in named {
            kept.extend_from_slice(tokens.get(end..=at).unwrap_or_default());
            end = at + 3;
        }
        kept.extend_from_slice(tokens.get(end..).unwrap_or_default());
        out = Cow::Owned(kept);
    }
    let Some(columns) = columns.filter(|columns| columns.iter().any(|column| column.is_result)) else {
        return out;
    };
    let is_cell = |token: &Token| token.kind == Kind::Cell;
    let cells: Vec<usize> = (0..out.len()).filter(|at| out.get(*at).is_some_and(is_cell)).collect();
    // The first edge stands before the first column.
    for (column, edges) in cells.windows(3).enumerate() {
        let [first, edge, last] = edges else { continue };
        let is_result = columns.get(column + 1).is_some_and(|column| column.is_result);
        let (left, right) = (out.get(first + 1..*edge), out.get(edge + 1..*last));
        if is_result
            && left.is_some_and(is_expression)
            && right.is_some_and(is_amount)
            && let Some(token) = out.to_mut().get_mut(*edge)
        {
            token.kind = Kind::Sign;
        }
    }
    out
}

/// Whether a factor begins that has its name before it: `× depth = 7 × 4 bytes`.
fn is_factor(text: &str, tokens: &[Token], names: &Names) -> bool {
    let [first, word, sign, number, rest @ ..] = tokens else { return false };
    let is_product = matches!(first.kind, Kind::Op(Op::Mul | Op::Div));
    let kinds = [word.kind, sign.kind, number.kind] == [Kind::Word, Kind::Sign, Kind::Number];
    if !(is_product && kinds) {
        return false;
    }
    let name = text.get(word.place.clone()).unwrap_or("");
    let end = rest.iter().position(|token| matches!(token.kind, Kind::Sign | Kind::Stop | Kind::Cell));
    let goes_on = end.is_some_and(|end| rest.get(end).is_some_and(|end| end.kind == Kind::Sign));
    goes_on && !words::is_counted(name) && names.values(&[name]).is_none()
}

/// Whether a sign touches the name before it: `× depth=7`.
fn is_glued(tokens: &[Token]) -> bool {
    tokens.get(2..4).is_some_and(|two| two.iter().all(|token| !token.spaced))
}

/// Whether the factor before has its name before it, too: `width = 10,000 ×`.
fn ends_with_named(before: &[Token]) -> bool {
    let number = before.iter().rposition(|token| !matches!(token.kind, Kind::Word | Kind::Percent));
    let three = number.and_then(|number| before.get(number.checked_sub(2)?..=number)).unwrap_or_default();
    three.iter().map(|token| token.kind).eq([Kind::Word, Kind::Sign, Kind::Number])
}

/// Whether a cell has an expression and no sign.
fn is_expression(cell: &[Token]) -> bool {
    let has = |test: fn(Kind) -> bool| cell.iter().any(|token| test(token.kind));
    has(|kind| matches!(kind, Kind::Op(_)))
        && has(|kind| kind == Kind::Number)
        && !has(|kind| matches!(kind, Kind::Sign | Kind::Arrow | Kind::Poison | Kind::Stop))
}

/// Whether a cell has an amount and nothing else.
fn is_amount(cell: &[Token]) -> bool {
    let number = cell.iter().position(|token| token.kind == Kind::Number);
    let is_before = |kind: Kind| matches!(kind, Kind::About | Kind::Currency);
    let is_behind = |kind: Kind| matches!(kind, Kind::Word | Kind::Slash | Kind::Percent);
    number.is_some_and(|number| {
        cell.iter().take(number).all(|token| is_before(token.kind))
            && cell.iter().skip(number + 1).all(|token| is_behind(token.kind))
    })
}
