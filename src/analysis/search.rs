//! What would make a failed check hold, how close a check is, and its margin.

use std::cell::LazyCell;
use std::sync::Arc;

use crate::engine::{self, Column, Distribution, Feed, Op, Place, Plan, Probe, Program, Slot, Summaries};
use crate::run::Answers;
use crate::syntax::Form;
use crate::worksheet::{Item, Sides, Worksheet};

/// A change of an input is searched for up to this factor either way.
const FARTHEST: f64 = 100.0;

/// The operations on blocks of 64 samples that the search for changes may cost, over all checks of a model.
const BUDGET: usize = 20_000_000;

/// The runs that a search takes at most, either way together.
const RUNS: usize = 80;

/// The number of changes that are offered.
const OFFERED: usize = 2;

/// Whether a comparison could have come out the other way with other samples: whether it does so anywhere within
/// the sampling errors of its sides, whose values are given.
pub fn is_close(program: &Program, sides: &Sides, values: (f64, f64), found: &Summaries) -> bool {
    let within = |slot: Slot, value: f64| {
        let (factors, statistic) = program.multiple(slot);
        let Some(estimated) = found.statistics.get(&statistic) else { return [value, value] };
        [estimated.low, estimated.high].map(|end| engine::scaled(&factors, end))
    };
    let (left, right) = (within(sides.left.1, values.0), within(sides.right.1, values.1));
    let outcomes = left.into_iter().flat_map(|a| right.into_iter().map(move |b| sides.holds(a, b)));
    let outcomes: Vec<bool> = outcomes.collect();
    outcomes.contains(&true) && outcomes.contains(&false)
}

/// The distance of a comparison from its limit, relative to the limit: positive to spare, negative past it.
pub fn margin(actual: f64, limit: f64, below: bool) -> f64 {
    let distance = if below { limit - actual } else { actual - limit };
    let size = limit.abs();
    if size > 0.0 { distance / size } else { distance }
}

/// The search for changes of single inputs, with what it may still cost.
pub struct Search<'w> {
    sheet: &'w Worksheet,
    answers: &'w Answers,
    budget: usize,
}

impl<'w> Search<'w> {
    /// Begins with the whole budget.
    pub fn new(sheet: &'w Worksheet, answers: &'w Answers) -> Search<'w> {
        Search { sheet, answers, budget: BUDGET }
    }

    /// Changes of a single input, each written as an input is, that would make a failed check hold.
    pub fn holds_with(&mut self, check: Slot) -> Vec<String> {
        let answers = self.answers;
        answers.with_feed(|feed| self.offers(check, feed))
    }

    fn offers(&mut self, check: Slot, feed: &Feed<'_>) -> Vec<String> {
        let program: &Arc<Program> = self.sheet.compiled().program();
        let steps = program.needed_for(&[check]).len();
        let needed = program.inputs_of([check]);
        // The search needs only a rough figure; what is offered is tried on all samples.
        let rough = Feed { samples: feed.samples.min(engine::STRATA), ..*feed };
        // Nothing is planned or run before an input is worth trying.
        let plan = LazyCell::new(|| Plan::new(program.clone(), vec![check], feed));
        let base = LazyCell::new(|| plan.summarise(&rough, false));
        let base_in_full = LazyCell::new(|| plan.summarise(feed, false));
        let mut offers: Vec<(f64, String)> = Vec::new();
        for item in self.sheet.inputs() {
            let Some((input, number)) = self.candidate(item) else { continue };
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
            let most = match &item.literal {
                Some(literal) if literal.form == Form::Percent => 100.0,
                _ => f64::MAX,
            };
            let found = [true, false]
                .into_iter()
                .filter_map(|up| {
                    let way = Way { value: number, up, most };
                    way.search(&|it| holds(it, &probe), &|it| holds(it, &in_full))
                })
                .min_by(|(a, _), (b, _)| distance(*a, number).total_cmp(&distance(*b, number)));
            let (least, most) = item.limits;
            if let Some((candidate, up)) = found.filter(|(candidate, _)| (least..=most).contains(candidate))
                && let (Some(name), Some(literal)) = (&item.name, &item.literal)
            {
                let sign = if up { ">=" } else { "<=" };
                let offer = format!("{name} {sign} {}", literal.with(candidate));
                offers.push((distance(candidate, number), offer));
            }
        }
        // Equal but for rounding is equal: then the order of the file decides.
        offers.sort_by_key(|(distance, _)| (distance * 200.0) as i64);
        offers.into_iter().take(OFFERED).map(|(_, text)| text).collect()
    }

    /// The number of an input that is certain and a single literal, and the program's input that it is.
    fn candidate(&self, item: &Item) -> Option<(u32, f64)> {
        item.literal.as_ref()?;
        let compiled = self.sheet.compiled();
        match (compiled.program().op(item.value.slot), compiled.distribution_of(item.value.slot)) {
            (Some(Op::Input(input)), Some(Distribution::Fixed(number))) => Some((input, *number)),
            _ => None,
        }
    }
}

fn distance(candidate: f64, value: f64) -> f64 {
    libm::log(candidate / value).abs()
}

/// A direction in which an input is changed.
#[derive(Clone, Copy)]
struct Way {
    /// The input's value, above 0.
    value: f64,
    /// Whether it grows.
    up: bool,
    /// The greatest value it may have.
    most: f64,
}

impl Way {
    /// The nearest value, to three digits, from which on a check holds; `holds` is a rough answer.
    fn search(self, holds: &dyn Fn(f64) -> bool, holds_in_full: &dyn Fn(f64) -> bool) -> Option<(f64, bool)> {
        let Way { value, up, most } = self;
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
}

/// Three significant digits, up or down.
fn round_to(value: f64, up: bool) -> f64 {
    let unit = libm::pow(10.0, libm::floor(libm::log10(value)) - 2.0);
    let steps = value / unit;
    let rounded = if up { libm::ceil(steps - 1e-9) } else { libm::floor(steps + 1e-9) };
    format!("{:.6e}", rounded * unit).parse().unwrap_or(value)
}
