//! Checks: whether they hold, by how much, and what would make a failed one hold.

use super::parse::Item;
use crate::engine::{self, Column, Program, Slot};
use crate::lower::{Lowering, Quantity, Type, Value};
use crate::source::Span;
use crate::syntax::{Ast, Binary, Form, Node, NodeId};
use crate::units::number;

/// A check as lowered.
pub(super) struct Lowered {
    /// Whether it holds.
    pub holds: Slot,
    /// The two sides in base units, when it is a single comparison.
    pub sides: Option<Sides>,
}

/// The two sides of a comparison.
#[derive(Clone, Copy)]
pub(super) struct Sides {
    pub left: (Value, Slot),
    pub right: (Value, Slot),
    /// Whether the left side must stay below the right; nothing if it must equal it, or must not.
    pub below: Option<bool>,
}

/// Lowers a check; nothing if something is wrong with it, which has been said.
pub(super) fn lower<'a>(lowering: &mut Lowering<'a>, ast: &Ast<'a>, root: NodeId) -> Option<Lowered> {
    let value = lowering.expression(ast, root);
    match value.kind {
        Type::Unknown => return None,
        Type::Quantity(_) => {
            lowering.not_a_condition(value, ast.span(root));
            return None;
        }
        Type::Bool => {}
    }
    let said = lowering.diagnostics.len();
    let sides = match ast.node(root) {
        Node::Binary(binary, left, right) if binary.compares() => {
            let mut side = |node: NodeId| {
                // In base units, so that both sides have one unit; what was asked for is only how to print.
                let value = lowering.expression(ast, node);
                let span = ast.span(node);
                let plain = match value.kind {
                    Type::Quantity(quantity) => Value {
                        kind: Type::Quantity(Quantity { look: quantity.look.unasked(), ..quantity }),
                        ..value
                    },
                    _ => value,
                };
                (plain, lowering.reported(plain, span))
            };
            let (left, right) = (side(left), side(right));
            let below = match binary {
                Binary::Less | Binary::LessOrEqual => Some(true),
                Binary::Greater | Binary::GreaterOrEqual => Some(false),
                _ => None,
            };
            Some(Sides { left, right, below })
        }
        _ => None,
    };
    // The sides are lowered once more, to show their values; what is doubtful in them has been said.
    lowering.diagnostics.truncate(said);
    Some(Lowered { holds: value.slot, sides })
}

/// How far a comparison is from its limit, relative to the limit: positive to spare, negative past it.
pub(super) fn margin(actual: f64, limit: f64, below: bool) -> f64 {
    let distance = if below { limit - actual } else { actual - limit };
    let size = limit.abs();
    if size > 0.0 { distance / size } else { distance }
}

/// A change of an input is looked for up to this factor either way.
const FARTHEST: f64 = 100.0;

/// How many operations the search for changes may cost, over all checks of a model.
pub(super) const BUDGET: usize = 20_000_000;

/// How many changes are offered.
const OFFERED: usize = 2;

/// Changes of a single input, each written as an input is, that would make a failed check hold.
pub(super) fn holds_with(
    program: &Program,
    check: Slot,
    ast: &Ast<'_>,
    inputs: &[Item<'_>],
    values: &[f64],
    source: &dyn Fn(Span) -> String,
    budget: &mut usize,
) -> Vec<String> {
    // A search takes about 30 runs either way.
    let cost = inputs.len().saturating_mul(60).saturating_mul(program.ops().len());
    if cost > *budget {
        return Vec::new();
    }
    *budget -= cost;
    let mut columns: Vec<Column<'_>> = values.iter().map(|value| Column::One(*value)).collect();
    let mut offers: Vec<(f64, String)> = Vec::new();
    for (at, (item, value)) in inputs.iter().zip(values).enumerate() {
        let Some(written) = Written::of(ast, item, source) else { continue };
        if *value <= 0.0 {
            continue;
        }
        let mut holds = |candidate: f64| {
            if let Some(column) = columns.get_mut(at) {
                *column = Column::One(candidate);
            }
            let outcome = engine::run(program, &columns, &[check], 1);
            let truth = outcome.columns.first().and_then(|column| column.first()).copied();
            outcome.faults.is_empty() && truth == Some(1.0)
        };
        let found = [true, false]
            .into_iter()
            .filter_map(|up| search(*value, up, written.share, &mut holds))
            .min_by(|(a, _), (b, _)| distance(*a, *value).total_cmp(&distance(*b, *value)));
        if let Some((candidate, up)) = found {
            let sign = if up { ">=" } else { "<=" };
            offers.push((
                distance(candidate, *value),
                format!("{} {sign} {}", item.entry.name.text, written.with(candidate)),
            ));
        }
        if let Some(column) = columns.get_mut(at) {
            *column = Column::One(*value);
        }
    }
    // Equal but for rounding is equal: then the order of the file decides.
    offers.sort_by_key(|(distance, _)| (distance * 200.0) as i64);
    offers.into_iter().take(OFFERED).map(|(_, text)| text).collect()
}

fn distance(candidate: f64, value: f64) -> f64 {
    libm::log(candidate / value).abs()
}

/// The nearest value, to three digits, from which on a check holds.
fn search(value: f64, up: bool, share: bool, holds: &mut dyn FnMut(f64) -> bool) -> Option<(f64, bool)> {
    let most = if share { 100.0 } else { f64::MAX };
    let step = |factor: f64| if up { value * factor } else { value / factor };
    let (mut low, mut high) = (1.0, 1.02);
    while !holds(step(high).min(most)) {
        if high > FARTHEST || step(high) > most {
            return None;
        }
        (low, high) = (high, high * 1.5);
    }
    for _ in 0..20 {
        let middle = libm::sqrt(low * high);
        if holds(step(middle).min(most)) { high = middle } else { low = middle }
    }
    // Rounded to three digits, away from the edge if need be, and tried once more, so that what is printed holds.
    let exact = step(high).min(most);
    let nearest: f64 = format!("{exact:.2e}").parse().unwrap_or(exact);
    [nearest, round_to(exact, up)]
        .into_iter()
        .map(|rounded| rounded.min(most))
        .find(|rounded| holds(*rounded))
        .map(|rounded| (rounded, up))
}

/// Three significant digits, up or down.
fn round_to(value: f64, up: bool) -> f64 {
    let unit = libm::pow(10.0, libm::floor(libm::log10(value)) - 2.0);
    let steps = value / unit;
    let rounded = if up { libm::ceil(steps - 1e-9) } else { libm::floor(steps + 1e-9) };
    format!("{:.6e}", rounded * unit).parse().unwrap_or(value)
}

/// An input that is a single literal, to write another number in its unit.
struct Written {
    money: bool,
    suffix: String,
    counts: bool,
    share: bool,
}

impl Written {
    fn of(ast: &Ast<'_>, item: &Item<'_>, source: &dyn Fn(Span) -> String) -> Option<Written> {
        let formula = item.set.map_or(item.value, |(formula, _)| formula);
        let root = match formula {
            super::parse::Formula::Root(root) => root,
            super::parse::Formula::Number(..) => {
                return Some(Written { money: false, suffix: String::new(), counts: true, share: false });
            }
            _ => return None,
        };
        let literal = ast.literal(root)?;
        let mut suffix = source(Span { start: literal.number.end, ..literal.span });
        if let (true, Some(_), super::parse::Formula::Root(original)) =
            (suffix.is_empty(), item.set, item.value)
        {
            // A bare number is so many of the unit that the model has.
            let written = ast.literal(original)?;
            suffix = source(Span { start: written.number.end, ..written.span });
        }
        let counts = ast.words(&literal.suffix).len() < 2;
        Some(Written {
            money: literal.form == Form::Money,
            suffix,
            counts,
            share: literal.form == Form::Percent,
        })
    }

    fn with(&self, value: f64) -> String {
        let sign = if self.money { "$" } else { "" };
        format!("{sign}{}{}", number::scaled_number(value, self.counts), self.suffix)
    }
}
