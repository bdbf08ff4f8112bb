//! From a measured value as it is written to a number in the unit of its prediction.

use super::entry::{CODE, Entry, Given};
use crate::lower::{self, Lowering, Quantity};
use crate::run::Shown;
use crate::syntax::{self, Ast, Node, NodeId, Unary};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;
use crate::units::registry::Units;
use crate::worksheet::{Item, Worksheet};

/// Returns the number of an entry in the unit in which its prediction is reported; of a condition, 0 or 1.
///
/// # Errors
///
/// Returns the errors of a value that is no single number, or has another dimension.
pub fn of(entry: &Entry, item: &Item, predicted: &Shown, sheet: &Worksheet) -> Result<f64, Vec<Diagnostic>> {
    let is_truth = matches!(entry.given, Given::Truth(_));
    let (Some(target), false) = (item.shown.quantity(), is_truth) else {
        return match entry.given {
            Given::Truth(truth) if predicted.truth => Ok(f64::from(u8::from(truth))),
            _ => {
                let (what, is) = (
                    if is_truth { "a condition" } else { "a value" },
                    if predicted.truth { "a condition" } else { "a value" },
                );
                let message = format!("`{}` is {is}, and {what} was measured", entry.name);
                let help =
                    if predicted.truth { "write `true` or `false`".to_owned() } else { example(item, sheet) };
                Err(vec![Diagnostic::error(CODE, message).at(entry.place, "").help(help)])
            }
        };
    };
    match &entry.given {
        // It is in the unit in which JSON has the prediction.
        Given::Number(number) => Ok(*number),
        Given::Text(text) => quantity(text, entry, target, sheet),
        Given::Truth(_) => Ok(0.0),
    }
}

fn example(item: &Item, sheet: &Worksheet) -> String {
    let units = sheet.compiled().units();
    let example = item.shown.quantity().map(|quantity| quantity.unasked().example(units));
    format!("for example `{}`", example.unwrap_or_default())
}

/// Reads a number with its unit.
fn quantity(text: &Text, entry: &Entry, target: Quantity, sheet: &Worksheet) -> Result<f64, Vec<Diagnostic>> {
    let units = sheet.compiled().units();
    let mut ast = Ast::new();
    let root = syntax::expression(&mut ast, text).map_err(|error| vec![error])?;
    let mut lowering = Lowering::new(units.clone());
    lowering.begin(lower::Entry::default());
    let given = lowering.expression(&ast, root);
    let number = lowering.number_of(given.slot);
    let (_, found) = lowering.finish();
    let errors: Vec<Diagnostic> = found.into_iter().filter(Diagnostic::is_error).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let (Some(quantity), Some(number), true) = (given.quantity(), number, is_literal(&ast, root)) else {
        let message = format!("what was measured for `{}` is no single number", entry.name);
        let help = format!("for example `{}`", target.unasked().example(units));
        return Err(vec![Diagnostic::error(CODE, message).at(text.all(), "").help(help)]);
    };
    if !agrees(quantity, target) {
        return Err(vec![mismatch(text, entry, (quantity, target), units)]);
    }
    Ok(number * quantity.scale.over(target.reported_scale()).to_f64())
}

/// Whether a measured value has the dimension of the prediction; one that counts nothing may leave its nouns out.
fn agrees(quantity: Quantity, target: Quantity) -> bool {
    let plain = quantity.dimension.without_nouns();
    quantity.dimension == target.dimension
        || (plain == quantity.dimension && plain == target.dimension.without_nouns())
}

fn mismatch(
    text: &Text,
    entry: &Entry,
    (quantity, target): (Quantity, Quantity),
    units: &Units,
) -> Diagnostic {
    let (is, was) = (target.words(units), quantity.words(units));
    let message = format!("`{}` is {is}, and {was} was measured", entry.name);
    Diagnostic::error(CODE, message)
        .at(text.all(), was)
        .help(format!("for example `{}`", target.unasked().example(units)))
}

/// Whether an expression is a literal, with a sign or in parentheses.
fn is_literal(ast: &Ast, mut node: NodeId) -> bool {
    loop {
        node = match ast.node(node) {
            Node::Literal(_) => return true,
            Node::Group(inner) | Node::Unary(Unary::Negate, inner) => inner,
            _ => return false,
        };
    }
}
