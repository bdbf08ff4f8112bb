//! Runs of a condition with other values of one input.

use std::cell::OnceCell;
use std::sync::Arc;

use super::stretch::Reading;
use crate::analysis::margin::margin;
use crate::analysis::projection::Ahead;
use crate::engine::{self, Column, Feed, Place, Plan, Probe, Program, Slot, Summaries};
use crate::lower::Compiled;
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::{Check, Condition};

/// The slots that a search reads: the truth or its share, the two sides of a comparison, and which of several estimates
/// decides.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    truth: Slot,
    sides: Option<[Slot; 2]>,
    /// The estimates of a `max` or `min` with the share of samples in which each is the result.
    pub choice: Vec<(String, Slot)>,
    /// Whether the condition is the same in every sample.
    pub is_certain: bool,
    /// Whether the left side must stay below the right.
    below: Option<bool>,
    /// The times at which it must hold, if it must for some time.
    pub ahead: Option<Ahead>,
}

impl Wanted {
    /// Returns what is read of a check. The share of samples in which it holds is added to the program where that
    /// differs between them.
    ///
    /// # Errors
    ///
    /// If following the check over its horizon takes too many operations.
    pub fn of(compiled: &mut Compiled, check: &Check) -> Result<Wanted, Vec<Diagnostic>> {
        let mut ahead = Ahead::of(compiled, check);
        let today = Wanted::today(compiled, check);
        let mut at = |slot: Slot| ahead.as_mut().map_or(slot, |ahead| ahead.at(compiled, slot));
        let truth = at(today.truth);
        let sides = today.sides.map(|sides| sides.map(&mut at));
        let choice = today.choice.into_iter().map(|(name, slot)| (name, at(slot))).collect();
        let is_certain =
            today.is_certain && (ahead.is_none() || compiled.varying().get(truth.index()) != Some(&true));
        let sides = sides.map(|[left, right]| {
            [compiled.compared_frequency(left, right, check.span).unwrap_or(left), right]
        });
        let truth = match today.is_certain && !is_certain {
            true => compiled.frequency(truth, check.span),
            false => truth,
        };
        let ahead = ahead.map(|ahead| ahead.sound(check)).transpose()?;
        Ok(Wanted { truth, sides, choice, is_certain, ahead, ..today })
    }

    /// What is read of a check that is asked of today.
    pub fn today(compiled: &mut Compiled, check: &Check) -> Wanted {
        let Condition { holds, sides, .. } = check.condition;
        let is_certain = compiled.varying().get(holds.index()) != Some(&true);
        let sides = sides.as_ref();
        let choice = sides.map(|sides| match compiled.choice_behind(sides.left.0) {
            [] => compiled.choice_behind(sides.right.0).to_vec(),
            found => found.to_vec(),
        });
        Wanted {
            truth: if is_certain { holds } else { compiled.frequency(holds, check.span) },
            sides: sides.map(|sides| [sides.left.1, sides.right.1]),
            choice: choice.unwrap_or_default(),
            is_certain,
            below: sides.and_then(|sides| sides.below()),
            ahead: None,
        }
    }

    /// Returns what the numbers of its slots say.
    pub fn seen(&self, numbers: &[f64]) -> Option<Seen> {
        seen(numbers, self.sides.is_some())
    }

    /// Returns the slots, the truth first.
    pub fn slots(&self) -> Vec<Slot> {
        let sides = self.sides.into_iter().flatten();
        [self.truth].into_iter().chain(sides).chain(self.choice.iter().map(|(_, slot)| *slot)).collect()
    }
}

/// What the numbers of the slots say.
fn seen(numbers: &[f64], has_sides: bool) -> Option<Seen> {
    let (truth, rest) = numbers.split_first()?;
    let (sides, choice) = match rest {
        [left, right, choice @ ..] if has_sides => (Some((*left, *right)), choice),
        choice => (None, choice),
    };
    let difference = sides.map_or(f64::NAN, |(left, right)| left - right);
    Some(Seen { reading: Reading { share: *truth, difference }, sides, choice: choice.to_vec() })
}

/// What one run says.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub reading: Reading,
    /// The two sides of the comparison, of an uncertain one their medians.
    pub sides: Option<(f64, f64)>,
    /// For each estimate of the choice, the share of samples in which it is the result.
    pub choice: Vec<f64>,
}

/// A program with its inputs, to be run with few samples or with all.
pub(super) struct Bench<'a> {
    plan: Plan,
    feeds: [Feed<'a>; 2],
    bases: [OnceCell<Summaries>; 2],
    has_sides: bool,
    below: Option<bool>,
    is_certain: bool,
    ahead: Option<Ahead>,
}

impl<'a> Bench<'a> {
    /// Plans the runs. Nothing is run before the first value is read.
    pub fn new(program: &Arc<Program>, wanted: &Wanted, feed: &Feed<'a>) -> Bench<'a> {
        let rough = Feed { samples: feed.samples.min(engine::ROUGH), ..*feed };
        Bench {
            plan: Plan::new(program.clone(), wanted.slots(), feed),
            feeds: [rough, *feed],
            bases: [OnceCell::new(), OnceCell::new()],
            has_sides: wanted.sides.is_some(),
            below: wanted.below,
            is_certain: wanted.is_certain,
            ahead: wanted.ahead.clone(),
        }
    }

    /// How far the condition is from its limit: below zero it fails, of an uncertain one in half of the samples.
    fn score(&self, seen: &Seen) -> f64 {
        if !self.is_certain {
            return seen.reading.share - 0.5;
        }
        let margin = seen.sides.zip(self.below).map(|((left, right), below)| margin(left, right, below));
        match margin.filter(|margin| margin.is_finite()) {
            Some(margin) if seen.reading.share >= 1.0 => margin.max(0.0),
            Some(margin) => margin.min(-f64::MIN_POSITIVE),
            None => seen.reading.share - 0.5,
        }
    }

    fn probe<'b>(&'b self, input: u32, in_full: bool) -> Option<Probe<'b>> {
        let (feed, base) = (self.feeds.get(usize::from(in_full))?, self.bases.get(usize::from(in_full))?);
        let base = base.get_or_init(|| self.plan.summarise(feed, false));
        let clock = self.ahead.as_ref().map(|ahead| Place::Input(ahead.clock));
        let places: Vec<Place> = [Place::Input(input)].into_iter().chain(clock).collect();
        Some(self.plan.vary(feed, base, &places))
    }
}

/// The runs with other values of one input.
pub(super) struct Runs<'b> {
    bench: &'b Bench<'b>,
    input: u32,
    probes: [OnceCell<Option<Probe<'b>>>; 2],
}

impl<'b> Runs<'b> {
    /// Prepares runs with other values of an input of the program.
    pub fn new(bench: &'b Bench<'b>, input: u32) -> Runs<'b> {
        Runs { bench, input, probes: [OnceCell::new(), OnceCell::new()] }
    }

    /// Reads the condition at a value.
    pub fn read(&self, value: f64, in_full: bool) -> Reading {
        self.see(value, in_full).map_or(Reading::NOTHING, |seen| seen.reading)
    }

    /// Reads all that was wanted at a value. `None` if the condition has no value there.
    pub fn see(&self, value: f64, in_full: bool) -> Option<Seen> {
        let probe = self.probes.get(usize::from(in_full))?;
        let probe = probe.get_or_init(|| self.bench.probe(self.input, in_full)).as_ref()?;
        match &self.bench.ahead {
            None => self.seen(probe, &[(Place::Input(self.input), Column::One(value))]),
            Some(ahead) => ahead.worst(!in_full, &|seconds| {
                let places = [Place::Input(self.input), Place::Input(ahead.clock)];
                let [input, clock] = places;
                let seen = self.seen(probe, &[(input, Column::One(value)), (clock, Column::One(seconds))])?;
                Some((self.bench.score(&seen), seen))
            }),
        }
    }

    /// What one run says.
    fn seen(&self, probe: &Probe<'_>, changes: &[(Place, Column<'_>)]) -> Option<Seen> {
        let (numbers, faults) = probe.point(changes);
        if faults.iter().any(|fault| fault.wanted == 0) {
            return None;
        }
        seen(&numbers, self.bench.has_sides)
    }
}
