//! Checks: whether they hold, by how much, and what would make a failed one hold.

use super::parse::Item;
use std::cell::LazyCell;

use crate::engine::{
    self, Binary as Operation, Column, Distribution, Feed, Op, Place, Plan, Probe, Program, Slot, Statistic,
    Summaries,
};
use crate::lower::{Lowering, Quantity, Type, Value};
use crate::syntax::{Ast, Binary, Form, Node, NodeId};
use crate::text::source::Span;
use crate::units::number;

/// A check as lowered.
pub(super) struct Lowered {
    /// Whether it holds.
    pub holds: Slot,
    /// Its expression.
    pub root: NodeId,
    /// The two sides in base units, when it is a single comparison.
    pub sides: Option<Sides>,
}

/// The two sides of a comparison.
#[derive(Clone, Copy)]
pub(super) struct Sides {
    pub left: (Value, Slot),
    pub right: (Value, Slot),
    /// How they are compared.
    pub comparison: Binary,
    /// The share of the worlds in which what the check is about holds, where it is about a percentile.
    pub share: Option<Slot>,
}

impl Sides {
    /// Whether the left side must stay below the right; nothing if it must equal it, or must not.
    pub fn below(&self) -> Option<bool> {
        match self.comparison {
            Binary::Less | Binary::LessOrEqual => Some(true),
            Binary::Greater | Binary::GreaterOrEqual => Some(false),
            _ => None,
        }
    }
}

/// Lowers a check; nothing if something is wrong with it, which has been said.
pub(super) fn lower(lowering: &mut Lowering, ast: &Ast, root: NodeId) -> Option<Lowered> {
    let (value, sides) = lowering.comparison(ast, root);
    match value.kind {
        Type::Unknown => return None,
        Type::Quantity(_) => {
            lowering.not_a_condition(value, ast.span(root));
            return None;
        }
        Type::Bool => {}
    }
    let (Some((left, right)), Node::Binary(comparison, a, b)) = (sides, ast.node(root)) else {
        return Some(Lowered { holds: value.slot, root, sides: None });
    };
    let mut side = |value: Value, node: NodeId| {
        // In base units, so that both sides have one unit; what was asked for is only how to print.
        let plain = match value.kind {
            Type::Quantity(quantity) => Value {
                kind: Type::Quantity(Quantity { notation: quantity.notation.unasked(), ..quantity }),
                ..value
            },
            _ => value,
        };
        (plain, lowering.reported(plain, ast.span(node)))
    };
    let (left, right) = (side(left, a), side(right, b));
    let share = share_of_worlds(lowering, left.1, comparison, right.1, ast.span(root));
    Some(Lowered { holds: value.slot, root, sides: Some(Sides { left, right, comparison, share }) })
}

/// For `p95(x) <= limit`: the share of the worlds in which `x <= limit`.
fn share_of_worlds(
    lowering: &mut Lowering,
    left: Slot,
    comparison: Binary,
    right: Slot,
    span: Span,
) -> Option<Slot> {
    let (factors, statistic) = lowering.program.multiple(left);
    let Some(Op::Reduce(Statistic::Quantile, of, _)) = lowering.program.op(statistic) else { return None };
    if lowering.varying().get(right.index()) == Some(&true) {
        return None;
    }
    let comparison = match comparison {
        Binary::Less => Operation::Less,
        Binary::LessOrEqual => Operation::LessOrEqual,
        Binary::Greater => Operation::Greater,
        Binary::GreaterOrEqual => Operation::GreaterOrEqual,
        _ => return None,
    };
    let scaled = factors.into_iter().fold(of, |slot, (binary, factor)| {
        let factor = lowering.step(Op::Const(factor), span);
        lowering.step(Op::Binary(binary, slot, factor), span)
    });
    let holds = lowering.step(Op::Binary(comparison, scaled, right), span);
    Some(lowering.step(Op::Reduce(Statistic::Share, holds, holds), span))
}

/// Whether the comparison could have come out the other way with other samples: whether it does so
/// anywhere within the sampling errors of its sides.
pub(super) fn is_close(program: &Program, sides: &Sides, values: (f64, f64), found: &Summaries) -> bool {
    let within = |slot: Slot, value: f64| {
        let (factors, statistic) = program.multiple(slot);
        let Some(estimated) = found.statistics.get(&statistic) else { return [value, value] };
        [estimated.low, estimated.high].map(|end| engine::scaled(&factors, end))
    };
    let holds = |a: f64, b: f64| match sides.comparison {
        Binary::Less => a < b,
        Binary::LessOrEqual => a <= b,
        Binary::Greater => a > b,
        Binary::GreaterOrEqual => a >= b,
        Binary::Equal => a == b,
        _ => a != b,
    };
    let (left, right) = (within(sides.left.1, values.0), within(sides.right.1, values.1));
    let outcomes = left.into_iter().flat_map(|a| right.into_iter().map(move |b| holds(a, b)));
    let outcomes: Vec<bool> = outcomes.collect();
    outcomes.contains(&true) && outcomes.contains(&false)
}

/// How far a comparison is from its limit, relative to the limit: positive to spare, negative past it.
pub(super) fn margin(actual: f64, limit: f64, below: bool) -> f64 {
    let distance = if below { limit - actual } else { actual - limit };
    let size = limit.abs();
    if size > 0.0 { distance / size } else { distance }
}

/// A change of an input is looked for up to this factor either way.
const FARTHEST: f64 = 100.0;

/// How many operations on blocks of 64 samples the search for changes may cost, over all checks of a model.
pub(super) const BUDGET: usize = 20_000_000;

/// How many changes are offered.
const OFFERED: usize = 2;

/// What a search for changes runs on.
pub(super) struct Search<'s, 'a> {
    pub lowering: &'s Lowering,
    pub ast: &'s Ast,
    /// The inputs with their values.
    pub inputs: &'s [Item<'a>],
    pub values: &'s [Value],
    /// The least and the greatest number that each may have.
    pub limits: &'s [(f64, f64)],
    /// What a place says.
    pub source: &'s dyn Fn(Span) -> String,
    /// The whole run.
    pub feed: Feed<'s>,
    /// How many operations on blocks of samples may still be spent.
    pub budget: usize,
}

impl Search<'_, '_> {
    /// Changes of a single input, each written as an input is, that would make a failed check hold.
    pub fn holds_with(&mut self, check: Slot) -> Vec<String> {
        let program = &self.lowering.program;
        let steps = program.needed_for(&[check]).len();
        let needed = program.inputs_of([check]);
        // The search needs no more than a rough figure; what is offered is tried on all samples.
        let rough = Feed { samples: self.feed.samples.min(engine::STRATA), ..self.feed };
        let feed = self.feed;
        // Nothing is planned or run before an input is worth trying.
        let plan = LazyCell::new(|| Plan::new(program.clone(), vec![check], &feed));
        let base = LazyCell::new(|| plan.summarise(&rough, false));
        let base_in_full = LazyCell::new(|| plan.summarise(&feed, false));
        let mut offers: Vec<(f64, String)> = Vec::new();
        for ((item, value), (least, most)) in self.inputs.iter().zip(self.values).zip(self.limits) {
            let Some(written) = Written::of(self.ast, item, self.source) else { continue };
            let (Some(Op::Input(input)), Some(Distribution::Fixed(number))) =
                (program.op(value.slot), self.lowering.distribution_of(value.slot))
            else {
                continue;
            };
            // About 40 runs either way.
            let cost = steps.saturating_mul(80 * rough.samples.div_ceil(64));
            if *number <= 0.0 || !needed.contains(&input) || cost > self.budget {
                continue;
            }
            self.budget -= cost;
            let places = [Place::Input(input)];
            let holds = |candidate: f64, probe: &Probe<'_>| {
                let (truth, faults) = probe.point(&[(Place::Input(input), Column::One(candidate))]);
                faults.is_empty() && truth.first() == Some(&1.0)
            };
            let probe = plan.vary(&rough, &base, &places);
            let in_full = LazyCell::new(|| plan.vary(&feed, &base_in_full, &places));
            let found = [true, false]
                .into_iter()
                .filter_map(|up| {
                    search(*number, up, written.share, &|it| holds(it, &probe), &|it| holds(it, &in_full))
                })
                .min_by(|(a, _), (b, _)| distance(*a, *number).total_cmp(&distance(*b, *number)));
            if let Some((candidate, up)) = found.filter(|(candidate, _)| (least..=most).contains(&candidate))
            {
                let sign = if up { ">=" } else { "<=" };
                let offer = format!("{} {sign} {}", item.entry.name.text, written.with(candidate));
                offers.push((distance(candidate, *number), offer));
            }
        }
        // Equal but for rounding is equal: then the order of the file decides.
        offers.sort_by_key(|(distance, _)| (distance * 200.0) as i64);
        offers.into_iter().take(OFFERED).map(|(_, text)| text).collect()
    }
}

fn distance(candidate: f64, value: f64) -> f64 {
    libm::log(candidate / value).abs()
}

/// The nearest value, to three digits, from which on a check holds.
fn search(
    value: f64,
    up: bool,
    share: bool,
    holds: &dyn Fn(f64) -> bool,
    holds_in_full: &dyn Fn(f64) -> bool,
) -> Option<(f64, bool)> {
    let most = if share { 100.0 } else { f64::MAX };
    let step = |factor: f64| if up { value * factor } else { value / factor };
    let (mut low, mut high) = (1.0, 1.02);
    while !holds(step(high).min(most)) {
        if high > FARTHEST || step(high) > most {
            return None;
        }
        (low, high) = (high, high * 1.5);
    }
    for _ in 0..14 {
        let middle = libm::sqrt(low * high);
        if holds(step(middle).min(most)) { high = middle } else { low = middle }
    }
    // Rounded to three digits, away from the edge if need be, and tried once more, so that what is printed holds.
    let exact = step(high).min(most);
    let nearest: f64 = format!("{exact:.2e}").parse().unwrap_or(exact);
    let farther = step(high * 1.01).min(most);
    [nearest, round_to(exact, up), round_to(farther, up)]
        .into_iter()
        .map(|rounded| rounded.min(most))
        .find(|rounded| holds_in_full(*rounded))
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
    fn of(ast: &Ast, item: &Item<'_>, source: &dyn Fn(Span) -> String) -> Option<Written> {
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
