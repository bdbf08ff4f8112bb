//! Runs that are repeated with other values for a few inputs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::fault::Fault;
use super::feed::{Column, Feed, Pattern};
use super::found::{Purpose, Start};
use super::layout::{Division, Layout};
use super::machine::Machine;
use super::plan::{Plan, add_errors, summarise};
use super::program::{Op, Program, Slot, Statistic};
use super::schedule::{Claim, Schedule, Settled};
use super::summary::{Known, Summaries};

/// Where a value enters a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An input, by its number.
    Input(u32),
    /// A slot that the feed pins.
    Pin(Slot),
}

/// A run that is repeated with other values at a few places.
///
/// What the places do not reach is computed once and kept, as far as what they do reach reads it: numbers always, whole
/// columns a few at a time. What is wanted and not reached is taken over from the run before.
#[derive(Debug)]
pub struct Probe<'a> {
    plan: &'a Plan,
    feed: Feed<'a>,
    base: &'a Summaries,
    places: Vec<Place>,
    base_layout: Cow<'a, Layout>,
    /// Whether each slot depends on one of the places.
    reached: Vec<bool>,
    /// The slots that vary and are not reached whose columns are known, in order, with these columns.
    given: (Vec<Slot>, Vec<Vec<f64>>),
    division: Division,
    /// Planned for the changes that it is run with first.
    layout: OnceLock<Layout>,
}

impl Plan {
    /// Gets ready to run the program again with other values at some places.
    ///
    /// `base` is what [`summarise`](Plan::summarise) returned for the same feed.
    pub fn vary<'a>(&'a self, feed: &Feed<'a>, base: &'a Summaries, places: &[Place]) -> Probe<'a> {
        let base_layout = self.layout(feed);
        let reached = reached(self.program(), places, &base_layout.pattern);
        let schedule = &base_layout.schedule;
        let is_reached = |slot: &Slot| reached.get(slot.index()) == Some(&true);
        let quantiles = self.program().ops().iter().enumerate().filter(|(at, op)| {
            matches!(op, Op::Reduce(Statistic::Quantile, ..)) && is_reached(&Slot::at(*at))
        });
        let whole = self.wanted().iter().filter(|slot| is_reached(slot)).count() + quantiles.count();
        let division = Division::of(whole, feed.samples);
        let boundary = boundary(self.program(), schedule, &reached, division.given);
        let given = columns(self.program(), &base_layout, feed, base, &boundary);
        Probe {
            plan: self,
            feed: *feed,
            base,
            places: places.to_vec(),
            base_layout,
            reached,
            given,
            division,
            layout: OnceLock::new(),
        }
    }
}

impl Probe<'_> {
    /// Runs the program with other values at places of the probe, and puts each wanted slot into numbers.
    ///
    /// Returns what [`Plan::summarise`] returns for a feed with these changes, with histograms if the base has them. A place that is not changed has the
    /// value of the feed. A change at a place that the probe was not made for has no effect, nor has a change of a pin
    /// that is not [`Column::One`].
    pub fn summarise(&self, changes: &[(Place, Column<'_>)]) -> Summaries {
        let (columns, pins) = self.changed(changes);
        let feed = Feed { columns: &columns, pins: &pins, samples: self.feed.samples };
        let known = self.layout.get_or_init(|| self.plan_for(&feed));
        let layout = match known.pattern.fits(&feed) {
            true => Cow::Borrowed(known),
            false => Cow::Owned(self.plan_for(&feed)),
        };
        let (program, wanted, histogram) = (self.plan.program(), self.plan.wanted(), self.base.histogram);
        let start =
            Start { known: self.known(&layout.schedule), given: &self.given.1, purpose: Purpose::Summaries };
        let mut findings = self.base.findings.clone();
        let machine = Machine::new(program, &layout, &feed, start, histogram);
        let found = summarise(machine, histogram, &mut findings);
        let mut statistics = self.base.statistics.clone();
        statistics.retain(|slot, _| !self.is_reached(*slot));
        statistics.extend(found.statistics);
        let mut known = found.known;
        add_errors(program, wanted, &layout, (&known, &statistics), &mut findings);
        for (slot, poison) in &self.base.known.poison {
            if !self.is_reached(*slot) {
                known.poison.insert(*slot, *poison);
            }
        }
        let faults = self.faults(&layout.schedule, found.faults);
        Summaries { findings, faults, samples: feed.samples, statistics, histogram, known }
    }

    /// Runs the program with other values at places of the probe, as [`summarise`](Probe::summarise) does, and returns
    /// each wanted slot as a single number, as [`Plan::point`] does.
    pub fn point(&self, changes: &[(Place, Column<'_>)]) -> (Vec<f64>, Vec<Fault>) {
        self.summarise(changes).into_point()
    }

    fn is_reached(&self, slot: Slot) -> bool {
        self.reached.get(slot.index()) == Some(&true)
    }

    /// The columns and pins of the feed with some changes.
    fn changed<'c>(&'c self, changes: &[(Place, Column<'c>)]) -> (Vec<Column<'c>>, Vec<(Slot, f64)>) {
        let (mut columns, mut pins) = (self.feed.columns.to_vec(), self.feed.pins.to_vec());
        for (place, column) in changes.iter().filter(|(place, _)| self.places.contains(place)) {
            match (place, column) {
                (Place::Input(input), column) => {
                    if let Some(own) = columns.get_mut(*input as usize) {
                        *own = *column;
                    }
                }
                (Place::Pin(slot), Column::One(value)) => {
                    if let Some((_, own)) = pins.iter_mut().find(|(pinned, _)| pinned == slot) {
                        *own = *value;
                    }
                }
                (Place::Pin(_), _) => {}
            }
        }
        (columns, pins)
    }

    fn plan_for(&self, feed: &Feed<'_>) -> Layout {
        let mut wanted = self.plan.claims();
        wanted.retain(|claim| self.is_reached(claim.slot));
        let settled = Settled { open: &self.reached, given: &self.given.0, base: &self.base_layout.schedule };
        Layout::new(self.plan.program(), &wanted, Pattern::of(feed), Some(settled), self.division)
    }

    /// The numbers that are not reached, with what spoils those that a run reads.
    fn known(&self, schedule: &Schedule) -> Known {
        let poison = self.base.known.poison.iter();
        let poison = poison.filter(|(slot, _)| !self.is_reached(**slot) && schedule.needs(**slot));
        Known {
            numbers: self.base.known.numbers.clone(),
            poison: poison.map(|(slot, poison)| (*slot, *poison)).collect(),
        }
    }

    /// The faults of the wanted slots that are not reached and of those that are, in the order of a single run.
    fn faults(&self, schedule: &Schedule, found: Vec<Fault>) -> Vec<Fault> {
        let wanted = |fault: &Fault| self.plan.wanted().get(fault.wanted).copied().unwrap_or_default();
        let base = self.base.faults.iter().filter(|fault| !self.is_reached(wanted(fault)));
        let mut faults: Vec<Fault> = base.copied().chain(found).collect();
        faults.sort_by_key(|fault| {
            let slot = wanted(fault);
            if schedule.varies(slot) {
                (false, schedule.level_of(slot), slot.index())
            } else {
                (true, 0, fault.wanted)
            }
        });
        faults
    }
}

/// Whether each slot depends on one of some places.
fn reached(program: &Program, places: &[Place], pattern: &Pattern) -> Vec<bool> {
    let mut reached: Vec<bool> = Vec::with_capacity(program.ops().len());
    for (at, op) in program.ops().iter().enumerate() {
        let slot = Slot::at(at);
        reached.push(match op {
            _ if pattern.is_pinned(slot) => places.contains(&Place::Pin(slot)),
            Op::Input(input) => places.contains(&Place::Input(*input)),
            _ => Program::operands(*op).any(|operand| reached.get(operand.index()) == Some(&true)),
        });
    }
    reached
}

/// The slots that vary, are not reached, and are read by what is reached, but at most this many: those that cost most
/// to compute.
fn boundary(program: &Program, schedule: &Schedule, reached: &[bool], most: usize) -> Vec<Slot> {
    let is_reached = |slot: Slot| reached.get(slot.index()) == Some(&true);
    let is_input = |slot: Slot| matches!(program.op(slot), Some(Op::Input(_)));
    // The number of operations, where those that are shared count for each reader.
    let mut costs: Vec<u32> = Vec::with_capacity(program.ops().len());
    let mut boundary: Vec<Slot> = Vec::new();
    for (at, op) in program.ops().iter().enumerate() {
        let slot = Slot::at(at);
        if is_reached(slot) && schedule.needs(slot) && !matches!(op, Op::Reduce(..)) {
            boundary.extend(
                Program::operands(*op).filter(|operand| {
                    !is_reached(*operand) && schedule.varies(*operand) && !is_input(*operand)
                }),
            );
        }
        let operands = Program::operands(*op).filter_map(|operand| costs.get(operand.index()));
        let cost = if schedule.varies(slot) {
            operands.fold(1, |cost: u32, own| cost.saturating_add(*own))
        } else {
            0
        };
        costs.push(cost);
    }
    boundary.sort_unstable();
    boundary.dedup();
    boundary.sort_by_key(|slot| std::cmp::Reverse(costs.get(slot.index()).copied()));
    boundary.truncate(most);
    boundary.sort_unstable();
    boundary
}

/// Computes the columns of some slots of a run. Returns those slots with their columns in all of whose operations
/// nothing is without a result.
fn columns(
    program: &Program,
    base_layout: &Layout,
    feed: &Feed<'_>,
    base: &Summaries,
    slots: &[Slot],
) -> (Vec<Slot>, Vec<Vec<f64>>) {
    if slots.is_empty() {
        return Default::default();
    }
    let wanted = Claim::all(slots);
    let settled = Settled { open: &[], given: &[], base: &base_layout.schedule };
    let layout = Layout::new(program, &wanted, Pattern::of(feed), Some(settled), Division::BEFORE);
    let poison = base.known.poison.iter().filter(|(slot, _)| layout.schedule.needs(**slot));
    let poison: HashMap<_, _> = poison.map(|(slot, poison)| (*slot, *poison)).collect();
    let start = Start {
        known: Known { numbers: base.known.numbers.clone(), poison },
        given: &[],
        purpose: Purpose::Samples,
    };
    let mut columns = vec![Vec::new(); slots.len()];
    let found = Machine::new(program, &layout, feed, start, true).run(&mut |at, values| {
        if let Some(column) = columns.get_mut(at) {
            *column = values.to_vec();
        }
    });
    let pairs = slots.iter().copied().zip(columns).enumerate();
    pairs.filter(|(at, _)| !found.unsound.contains(at)).map(|(_, pair)| pair).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_may_be_shared_between_threads() {
        fn check<T: Send + Sync>() {}
        check::<Program>();
        check::<Plan>();
        check::<Feed<'static>>();
        check::<Summaries>();
        check::<Probe<'static>>();
        check::<super::super::samples::Samples>();
    }
}
