//! Changes of a call that make an argument fit its parameter, made of the call's own arguments.

use super::call::CallSite;
use super::diagnostics::behind_unit;
use super::value::{Quantity, Value};
use crate::library::formulas;
use crate::syntax::{Ast, Form, Literal, NodeId};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::registry::Units;
use crate::units::words;

/// What a change says, and its parts.
type Repair = (String, Vec<(Span, String)>);

/// `shards(10 TB, 2 TB)`, whose second argument is per shard: the change that gives an argument its parameter's
/// dimension. `None` if there is none.
pub(super) fn argument(
    call: &CallSite<'_>,
    at: usize,
    (value, wanted): (Value, Quantity),
    ast: &Ast,
    units: &Units,
) -> Option<Repair> {
    let own = || {
        let node = call.arguments.get(at)?.value;
        let (literal, quantity) = (ast.literal(node), value.quantity()?);
        swapped(call, at, wanted, ast)
            .or_else(|| per_each(literal?, (quantity, wanted), ast, units))
            .or_else(|| with_unit((node, literal?), call, wanted, ast, units))
    };
    own().or_else(|| perhaps_swapped(call, at, (value, wanted), ast))
}

/// `concurrent(200 ms, 100 req/s)`: an argument that follows has what this one lacks, but for what is counted, which is
/// not known before the arguments fit.
fn perhaps_swapped(
    call: &CallSite<'_>,
    at: usize,
    (value, wanted): (Value, Quantity),
    ast: &Ast,
) -> Option<Repair> {
    let is_alike = |value: &Value| value.quantity().is_some_and(|quantity| is_alike(quantity, wanted));
    if is_alike(&value) || call.arguments.iter().any(|argument| argument.name.is_some()) {
        return None;
    }
    let other = call.values.iter().enumerate().position(|(other, value)| other > at && is_alike(value))?;
    exchanged(call, (at, other), ast)
}

/// Whether two quantities differ in what they count at most.
fn is_alike(one: Quantity, other: Quantity) -> bool {
    let physical = |of: Quantity| of.dimension.iter().filter(|(base, _)| !base.is_noun()).collect::<Vec<_>>();
    physical(one) == physical(other)
}

/// `uniform(10, 1)`: the first argument for the last.
pub(super) fn ends_exchanged(call: &CallSite<'_>, ast: &Ast) -> Option<Repair> {
    exchanged(call, (0, call.arguments.len().checked_sub(1)?), ast)
}

/// The change that exchanges two arguments.
fn exchanged(call: &CallSite<'_>, (at, other): (usize, usize), ast: &Ast) -> Option<Repair> {
    let (own, other) = (call.arguments.get(at)?.value, call.arguments.get(other)?.value);
    let edit = |place: NodeId, text: NodeId| (ast.span(place), ast.written(text).to_owned());
    Some(("the other way round".to_owned(), vec![edit(own, other), edit(other, own)]))
}

/// The arguments that a call lacks, as an example of the formula has them: `, mttr = 1 h`.
pub(super) fn as_in_example(call: &CallSite<'_>, names: &[&str], lacking: &[&str]) -> Option<String> {
    let formula = formulas::find(call.name)?;
    let example = formula.examples.first()?;
    let (_, arguments) = example.call.split_once('(')?;
    let arguments = arguments.trim_end().strip_suffix(')')?;
    // An example with a call or a list in it is left alone.
    let values: Vec<&str> =
        if arguments.contains('(') { return None } else { arguments.split(", ").collect() };
    let value = |name: &&str| {
        let at = names.iter().position(|known| known == name)?;
        let unnamed = values.get(at).copied().filter(|value| !value.contains('='));
        let mut named = values.iter().filter_map(|value| value.split_once('='));
        let value = named.find(|(word, _)| word.trim() == *name).map(|(_, value)| value).or(unnamed)?;
        Some(format!("{name} = {}", value.trim()))
    };
    let values = lacking.iter().map(value).collect::<Option<Vec<String>>>()?;
    let lead = if call.arguments.is_empty() { "" } else { ", " };
    Some(format!("{lead}{}", values.join(", ")))
}

/// `shards(2 TB/shard, 10 TB)`: another argument has the dimension that this one lacks.
fn swapped(call: &CallSite<'_>, at: usize, wanted: Quantity, ast: &Ast) -> Option<Repair> {
    if call.arguments.iter().any(|argument| argument.name.is_some()) {
        return None;
    }
    let other = call.values.iter().enumerate().position(|(other, value)| {
        other > at && value.quantity().is_some_and(|quantity| quantity.dimension == wanted.dimension)
    })?;
    exchanged(call, (at, other), ast)
}

/// Whether an argument before this one has the dimension that this one lacks.
pub(super) fn takes_place_of_another(call: &CallSite<'_>, at: usize, wanted: Quantity) -> bool {
    let fits = |value: &Value| value.quantity().is_some_and(|quantity| is_alike(quantity, wanted));
    call.arguments.iter().all(|argument| argument.name.is_none()) && call.values.iter().take(at).any(fits)
}

/// `shards(10 TB, 2 TB)`: 2 TB for each shard.
fn per_each(
    literal: &Literal,
    (quantity, wanted): (Quantity, Quantity),
    ast: &Ast,
    units: &Units,
) -> Option<Repair> {
    let missing = wanted.dimension.over(quantity.dimension)?;
    if quantity.dimension.is_none() {
        return None;
    }
    let mut bases = missing.iter();
    let (base, exponent) = bases.next()?;
    if bases.next().is_some() {
        return None;
    }
    if missing == Dimension::power(Base::TIME, -1) {
        // A rate of data is that of a link, and one of counts is known for a day.
        let is_data = wanted.dimension.exponent(Base::INFORMATION) == 1;
        let (word, unit) = if is_data { ("second", "/s") } else { ("day", "/day") };
        return Some((format!("if it is for each {word}"), vec![(literal.span.after(), unit.to_owned())]));
    }
    if !base.is_noun() || exponent != -1 {
        return None;
    }
    let (one, _) = words::noun(units, base, wanted.notation);
    Some((format!("if it is for each {one}"), vec![behind_unit(literal, one, ast)]))
}

/// `shards(10 TB, 2)`: the number with a unit, that of another argument if it has one.
fn with_unit(
    (node, literal): (NodeId, &Literal),
    call: &CallSite<'_>,
    wanted: Quantity,
    ast: &Ast,
    units: &Units,
) -> Option<Repair> {
    if literal.form != Form::Plain || !literal.suffix.is_empty() {
        return None;
    }
    let example = wanted.example(units);
    let rest = example.trim_start_matches(['$', '5']);
    let dollar = if example.starts_with('$') { "$" } else { "" };
    // Bytes are the unit of a formula, not the one that a person meant.
    let size = call.arguments.iter().zip(call.values).find_map(|(argument, value)| {
        let is_size = value.quantity()?.dimension.exponent(Base::INFORMATION) == 1;
        let words = &ast.literal(argument.value).filter(|_| is_size)?.suffix;
        ast.words(words).first().map(|word| ast.str(word.text))
    });
    let unit = match (rest.strip_prefix(" B"), size) {
        (Some(after), Some(size)) if !after.starts_with(char::is_alphabetic) => format!(" {size}{after}"),
        _ => rest.to_owned(),
    };
    let text = format!("{dollar}{}{unit}", ast.str(literal.text));
    Some(("with a unit".to_owned(), vec![(ast.span(node), text)]))
}
