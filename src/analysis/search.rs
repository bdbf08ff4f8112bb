//! The margin of a check, and the changes of inputs that would make a failed check hold.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::sync::Arc;

use crate::engine::{self, Column, Distribution, Feed, Op, Place, Plan, Probe, Program, Slot};
use crate::lower::Value;
use crate::run::Answers;
use crate::syntax::Form;
use crate::worksheet::{AsWritten, Worksheet};

/// The largest factor by which an input is changed, up or down.
const FARTHEST: f64 = 100.0;

/// The budget of the search over all checks of a model, in operations on blocks of 64 samples.
const BUDGET: usize = 20_000_000;

/// The maximum number of runs of a search, in both directions together.
const RUNS: usize = 80;

/// The maximum number of suggestions.
const OFFERED: usize = 2;

/// Returns the distance of a value from its limit, relative to the limit: positive within it, negative past it.
pub fn margin(actual: f64, limit: f64, below: bool) -> f64 {
    let distance = if below { limit - actual } else { actual - limit };
    let size = limit.abs();
    if size > 0.0 { distance / size } else { distance }
}

/// The search for changes of single inputs, with the rest of its budget.
pub struct Search<'w> {
    sheet: &'w Worksheet,
    answers: &'w Answers,
    budget: usize,
}

impl<'w> Search<'w> {
    /// Starts with the whole budget.
    pub fn new(sheet: &'w Worksheet, answers: &'w Answers) -> Search<'w> {
        Search { sheet, answers, budget: BUDGET }
    }

    /// Returns changes of single inputs that would make a failed check hold, in the notation of the inputs.
    pub fn holds_with(&mut self, check: Slot) -> Vec<String> {
        let answers = self.answers;
        answers.with_feed(|feed| self.offers(check, feed))
    }

    fn offers(&mut self, check: Slot, feed: &Feed<'_>) -> Vec<String> {
        let program: &Arc<Program> = self.sheet.compiled().program();
        let steps = program.needed_for(&[check]).len();
        let needed = program.inputs_of([check]);
        // The search uses a subset of the samples; its result is verified with all of them.
        let rough = Feed { samples: feed.samples.min(engine::ROUGH), ..*feed };
        // Nothing is planned or run before the first candidate.
        let plan = LazyCell::new(|| Plan::new(program.clone(), vec![check], feed));
        let base = LazyCell::new(|| plan.summarise(&rough, false));
        let base_in_full = LazyCell::new(|| plan.summarise(feed, false));
        let mut offers: Vec<(f64, String)> = Vec::new();
        let mut tried = HashSet::new();
        for Candidate { name, value, literal, limits } in candidates(self.sheet) {
            let Some((input, number)) = self.number(value) else { continue };
            if !tried.insert(input) {
                continue;
            }
            let cost = steps.saturating_mul(RUNS * rough.samples.div_ceil(64));
            if number <= 0.0 || !needed.contains(&input) || cost > self.budget {
                continue;
            }
            self.budget -= cost;
            let places = [Place::Input(input)];
            let holds = |candidate: f64, probe: &Probe<'_>| {
                let (truth, faults) = probe.point(&[(Place::Input(input), Column::One(candidate))]);
                faults.is_empty() && truth.first() == Some(&1.0)
            };
            let probe = plan.vary(&rough, &base, &places);
            let in_full = LazyCell::new(|| plan.vary(feed, &base_in_full, &places));
            let is_share = value.quantity().is_some_and(|quantity| quantity.notation.percent);
            let most = match literal.form {
                Form::Percent => 100.0,
                // `--set share=0.3`, where the model says 25%.
                _ if is_share => 1.0,
                _ => f64::MAX,
            };
            let found = [true, false]
                .into_iter()
                .filter_map(|up| {
                    let direction = Direction { value: number, up, most };
                    direction.search(&|value| holds(value, &probe), &|value| holds(value, &in_full))
                })
                .min_by(|(a, _), (b, _)| distance(*a, number).total_cmp(&distance(*b, number)));
            let (least, most) = limits;
            if let Some((candidate, up)) = found.filter(|(candidate, _)| (least..=most).contains(candidate)) {
                let sign = if up { ">=" } else { "<=" };
                let offer =
                    format!("{name} {sign} {}", literal.with(candidate, self.sheet.compiled().units()));
                offers.push((distance(candidate, number), offer));
            }
        }
        // Distances that differ only by rounding count as equal; then the order of the file decides.
        offers.sort_by_key(|(distance, _)| (distance * 200.0) as i64);
        offers.into_iter().take(OFFERED).map(|(_, text)| text).collect()
    }

    /// Returns the program's input that a value is, and its number, if that is certain.
    fn number(&self, value: Value) -> Option<(u32, f64)> {
        let compiled = self.sheet.compiled();
        match (compiled.program().op(value.slot), compiled.distribution_of(value.slot)) {
            (Some(Op::Input(input)), Some(Distribution::Fixed(number))) => Some((input, *number)),
            _ => None,
        }
    }
}

/// An input or a cell that is a single literal.
struct Candidate<'s> {
    name: String,
    value: Value,
    literal: &'s AsWritten,
    /// Its minimum and maximum, in the scale of the value.
    limits: (f64, f64),
}

/// Returns the inputs and the cells that are single literals, in the order of the file.
fn candidates(sheet: &Worksheet) -> impl Iterator<Item = Candidate<'_>> {
    let inputs = sheet.inputs().iter().filter_map(|item| {
        let (name, literal) = (item.name.clone()?, item.literal.as_deref()?);
        Some(Candidate { name, value: item.value(), literal, limits: item.limits() })
    });
    let cells = sheet.cells().filter_map(|(name, cell)| {
        let limits = (f64::NEG_INFINITY, f64::INFINITY);
        Some(Candidate { name, value: cell.value, literal: cell.literal.as_ref()?, limits })
    });
    inputs.chain(cells)
}

fn distance(candidate: f64, value: f64) -> f64 {
    libm::log(candidate / value).abs()
}

/// The direction in which an input is changed.
#[derive(Clone, Copy)]
struct Direction {
    /// The input's value, which is positive.
    value: f64,
    /// Whether it increases.
    up: bool,
    /// The greatest allowed value.
    most: f64,
}

impl Direction {
    /// Returns the nearest value, to three digits, from which on a check holds, and the direction. `holds` is an
    /// approximation of `holds_in_full`.
    fn search(self, holds: &dyn Fn(f64) -> bool, holds_in_full: &dyn Fn(f64) -> bool) -> Option<(f64, bool)> {
        let Direction { value, up, most } = self;
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
        // Rounded to three digits, if necessary away from the edge, and verified, so that the printed value holds.
        let exact = step(high).min(most);
        let nearest: f64 = format!("{exact:.2e}").parse().unwrap_or(exact);
        let farther = step(high * 1.01).min(most);
        [nearest, round_to(exact, up), round_to(farther, up)]
            .into_iter()
            .map(|rounded| rounded.min(most))
            .find(|rounded| holds_in_full(*rounded))
            .map(|rounded| (rounded, up))
    }
}

/// Rounds up or down to three significant digits.
fn round_to(value: f64, up: bool) -> f64 {
    let unit = libm::pow(10.0, libm::floor(libm::log10(value)) - 2.0);
    let steps = value / unit;
    let rounded = if up { libm::ceil(steps - 1e-9) } else { libm::floor(steps + 1e-9) };
    format!("{:.6e}", rounded * unit).parse().unwrap_or(value)
}
