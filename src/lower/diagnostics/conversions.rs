//! Values that cannot be had in a unit.

use super::placement::{Counted, Factor, Placed};
use crate::lower::Quantity;
use crate::lower::value::Number;
use crate::syntax::{Ast, Form, Target};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::notation::Notation;
use crate::units::registry::Units;
use crate::units::words;

/// A conversion between different dimensions.
pub(in crate::lower) struct Impossible<'r> {
    /// The name that the formula defines.
    pub subject: Option<&'r str>,
    pub from: Number,
    pub target: &'r Target,
    pub wanted: Quantity,
    /// Whether it is `as`.
    pub relabel: bool,
    /// The factors of the value.
    pub factors: &'r [Factor],
}

/// `3 req/min to 1 GB/s`, which is written `3 req/min to 1/s` where it can be converted.
pub(in crate::lower) fn to_per_one(span: Span, is: &str, asked: &str) -> Diagnostic {
    Diagnostic::error("E0302", format!("{is} cannot be converted to {asked}")).at(span, "")
}

/// `value = 5` with `unit = "GB"` in a model, where the value is no text.
pub(in crate::lower) fn no_such_unit(
    subject: Option<&str>,
    (place, is): (Span, String),
    (target, asked): (Span, String),
) -> Diagnostic {
    let message = format!("`{}` is {is}, not {asked}", subject.unwrap_or("this"));
    Diagnostic::error("E0302", message).at(target, format!("wanted: {asked}")).see(place, is)
}

/// `100M users * 10 KB to GB`.
pub(in crate::lower) fn conversion(refused: &Impossible<'_>, ast: &Ast, units: &Units) -> Diagnostic {
    let Impossible { subject, from, target, wanted, .. } = *refused;
    let (is, asked) = (from.quantity.words(units), wanted.words(units));
    let message = match subject {
        Some(name) => format!("`{name}` comes out as {is}, not {asked}"),
        None => format!("this comes out as {is}, not {asked}"),
    };
    let factors = refused.factors.iter();
    let error = factors.fold(Diagnostic::error("E0302", message), |error, factor| {
        error.at(ast.span(factor.node), factor.value.words(units))
    });
    let error = error.asked_by(target.span).see(target.span, format!("wanted: {asked}"));
    let (x, y) = (from.quantity.dimension, wanted.dimension);
    let left_over = x.over(y).unwrap_or_default();
    let in_words = |notation| words::in_words(units, left_over, notation);
    if x.to_the(-1) == Some(y) {
        let reciprocal = format!("1 / ({})", ast.str(target.value).trim());
        error.note("a reciprocal is never taken silently").patch(
            "to take it write",
            ast.span(from.node),
            reciprocal,
        )
    } else if let Some(edits) = share_of(refused, ast) {
        error.taken("for the share", edits, Vec::new())
    } else if let Some((label, edits)) = with_same_count(refused, ast, units) {
        error.taken(label, edits, Vec::new())
    } else if left_over.without_nouns().is_none() && !left_over.is_none() && !refused.relabel {
        let error = error.note(format!("left over: {}", in_words(from.quantity.notation)));
        or_relabelled(with_count(error, refused, left_over, ast, units), refused)
    } else if let Some((Base::TIME, exponent)) = only(left_over) {
        error.note(format!("left over: {}", in_words(Notation::NONE))).help(if exponent < 0 {
            "a rate becomes an amount when multiplied by a duration: `* 1 day`"
        } else {
            "an amount becomes a rate when divided by a duration: `/ 1 day`"
        })
    } else {
        let unit = from.quantity.spelling(units).unit_to_write();
        if unit.is_empty() { error } else { error.help(format!("a unit of {is} is `{unit}`")) }
    }
}

/// `1M requests/day to per second`, `1M/day in qps`: what one side counts, and the other leaves out, as both sides have it.
fn with_same_count(
    refused: &Impossible<'_>,
    ast: &Ast,
    units: &Units,
) -> Option<(String, Vec<(Span, String)>)> {
    let (x, y) = (refused.from.quantity.dimension, refused.wanted.dimension);
    let rate = Dimension::power(Base::TIME, -1);
    if refused.relabel || x.without_nouns() != rate || y.without_nouns() != rate {
        return None;
    }
    let (base, exponent) = only(if x == rate { y.over(rate)? } else { x.over(rate)? })?;
    if exponent != 1 {
        return None;
    }
    if y == rate {
        let (_, many) = words::noun(units, base, refused.from.quantity.notation);
        let unit = ast.str(refused.target.text).trim();
        let period = unit.strip_prefix('1').unwrap_or(unit).trim_start();
        let unit = match period {
            "Hz" => format!("{many}/s"),
            period if period.starts_with('/') => format!("{many}{period}"),
            period if period.starts_with("per ") => format!("{many} {period}"),
            _ => return None,
        };
        return Some((format!("in {unit}"), vec![(refused.target.span, unit)]));
    }
    if x != rate {
        return None;
    }
    let (one, many) = words::noun(units, base, refused.wanted.notation);
    let edit = match ast.literal(refused.from.node) {
        Some(literal) => {
            let words = ast.words(&literal.suffix);
            let divisor = words.iter().position(|word| word.join.divides())?;
            let before = divisor.checked_sub(1).and_then(|before| words.get(before));
            (before.map_or(literal.number, |word| word.span).after(), format!(" {many}"))
        }
        None => (ast.span(refused.from.node).after(), format!(" * 1 {one}")),
    };
    Some((format!("for {many}"), vec![edit]))
}

/// `3.2M of 80M users in %`: the share that one number is of another, as a quotient.
fn share_of(refused: &Impossible<'_>, ast: &Ast) -> Option<Vec<(Span, String)>> {
    let [part, whole] = refused.factors else { return None };
    let (part, whole) = (ast.literal(part.node)?, ast.literal(whole.node)?);
    let between = part.span.until(whole.span);
    let is_share = refused.target.form == Form::Percent
        && part.form == Form::Plain
        && whole.form == Form::Plain
        && ast.written_at(refused.from.node, between).trim() == "of";
    let unit = ast.written_at(refused.from.node, Span { start: whole.number.end, ..whole.span });
    let own = if part.suffix.is_empty() { unit } else { "" };
    is_share.then(|| vec![(between, format!("{own} / "))])
}

/// Offers `as` for `to`: one thing may count as another, but what should have cancelled may not.
fn or_relabelled(error: Diagnostic, refused: &Impossible<'_>) -> Diagnostic {
    let wanted = refused.wanted.dimension.counts();
    let keyword = refused.target.keyword;
    if refused.from.quantity.dimension.counts() == wanted && wanted > 0 && keyword.start < keyword.end {
        error.patch("to count one as the other write", keyword, "as")
    } else {
        error
    }
}

/// Offers the left-over counts for the factors that may be for each of them.
fn with_count(
    error: Diagnostic,
    refused: &Impossible<'_>,
    left_over: Dimension,
    ast: &Ast,
    units: &Units,
) -> Diagnostic {
    let counted = Counted { factors: refused.factors, ast, units, notation: refused.from.quantity.notation };
    let Some(Placed { mut edits, label, relabels }) = counted.placed(left_over) else { return error };
    if relabels {
        let keyword = refused.target.keyword;
        if keyword.start == keyword.end {
            return error;
        }
        edits.push((keyword, "as".to_owned()));
    }
    if relabels { error.edits(label, edits) } else { error.taken(label, edits, Vec::new()) }
}

/// The base and exponent of a dimension that has only one.
fn only(dimension: Dimension) -> Option<(Base, i8)> {
    let mut powers = dimension.iter();
    let first = powers.next()?;
    powers.next().is_none().then_some(first)
}
