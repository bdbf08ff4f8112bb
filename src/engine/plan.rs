//! Plans: a program, the slots that are wanted of it, and how they are computed, to be run again and again.
//!
//! A [`Plan`] owns its program and has no inputs; each run is given them as a [`Feed`]. A [`Probe`] is a run that
//! is repeated with other values for a few inputs, and computes only what they reach.

use std::sync::Arc;

use super::fault::Fault;
use super::program::{Op, Program, Slot};
use super::run::{Column, Feed, Outcome, Values, visit};
use super::statistic::{self, Estimated};
use super::summary::{Finding, Summaries, scaled, uncertain};

/// How some slots of a program are computed.
///
/// A plan is made for the inputs that vary and the slots that are pinned in one feed. It may be run with any other
/// feed, and gives the same as a plan that is made for it; only where the same inputs vary and the same slots are
/// pinned nothing is planned again.
///
/// ```
/// use std::sync::Arc;
/// use napkin::engine::{Binary, Column, Feed, Op, Place, Plan, Program};
///
/// // users * requests, and twice that
/// let mut program = Program::default();
/// let (users, requests) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
/// let rate = program.push(Op::Binary(Binary::Multiply, users, requests));
/// let peak = program.push(Op::Binary(Binary::Add, rate, rate));
///
/// let feed = Feed { columns: &[Column::One(100.0), Column::One(5.0)], pins: &[], samples: 1 };
/// let plan = Plan::new(Arc::new(program), vec![rate, peak], &feed);
/// let base = plan.summarise(&feed, false);
/// assert_eq!(base.findings[1].middle(), 1_000.0);
///
/// // What if each sent more requests?
/// let probe = plan.vary(&feed, &base, &[Place::Input(1)]);
/// for (requests, peak) in [(6.0, 1_200.0), (7.0, 1_400.0)] {
///     let run = probe.summarise(&[(Place::Input(1), Column::One(requests))], false);
///     assert_eq!(run.findings[1].middle(), peak);
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Plan {
    program: Arc<Program>,
    wanted: Vec<Slot>,
}

/// Where a value enters a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An input, by its number.
    Input(u32),
    /// A slot that the feed pins.
    Pin(Slot),
}

/// A run that is repeated with other values at some places.
#[derive(Clone, Debug)]
pub struct Probe<'a> {
    plan: &'a Plan,
    feed: Feed<'a>,
    places: Vec<Place>,
}

impl Plan {
    /// Plans how the wanted slots of a program are computed, where the columns of a feed vary.
    pub fn new(program: Arc<Program>, wanted: Vec<Slot>, _feed: &Feed<'_>) -> Plan {
        Plan { program, wanted }
    }

    /// The program.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The wanted slots.
    pub fn wanted(&self) -> &[Slot] {
        &self.wanted
    }

    /// Runs the program, and puts each wanted slot into numbers; those that vary with a histogram if it is asked for.
    pub fn summarise(&self, feed: &Feed<'_>, histogram: bool) -> Summaries {
        let mut findings = vec![Finding::One(f64::NAN); self.wanted.len()];
        let found = visit(&self.program, feed, &self.wanted, histogram, &mut |at, values, controls| {
            let finding = match values {
                Values::One(value) => Finding::One(value),
                Values::Exact(exact, input, column) => {
                    let mut summary = statistic::of_exact(exact, input);
                    summary.histogram = column.filter(|_| histogram).map(statistic::spread);
                    uncertain(summary)
                }
                Values::Summary(summary) => uncertain(summary.clone()),
                Values::Many(column, inputs) => {
                    let mut summary = statistic::of_column(column, inputs, controls);
                    summary.histogram = histogram.then(|| statistic::spread(column));
                    uncertain(summary)
                }
            };
            if let Some(place) = findings.get_mut(at) {
                *place = finding;
            }
        });
        for (finding, slot) in findings.iter_mut().zip(&self.wanted) {
            let (factors, statistic) = self.program.multiple(*slot);
            if let (Finding::One(value), Some(Estimated { error, .. })) =
                (&*finding, found.statistics.get(&statistic))
                && *error > 0.0
            {
                *finding = Finding::About(*value, scaled(&factors, *error).abs());
            }
        }
        Summaries { findings, faults: found.faults, samples: feed.samples, statistics: found.statistics }
    }

    /// Runs the program, and gives each wanted slot as a single number, a median where it varies, with the
    /// operations that had no result.
    pub fn point(&self, feed: &Feed<'_>) -> (Vec<f64>, Vec<Fault>) {
        let found = self.summarise(feed, false);
        (found.findings.iter().map(Finding::middle).collect(), found.faults)
    }

    /// Runs the program, and gives the values of each wanted slot sample by sample.
    pub fn columns(&self, feed: &Feed<'_>) -> Outcome {
        let columns = vec![Vec::new(); self.wanted.len()];
        let mut outcome = Outcome { columns, faults: Vec::new(), samples: feed.samples };
        let findings = visit(&self.program, feed, &self.wanted, true, &mut |at, values, _| {
            if let Some(column) = outcome.columns.get_mut(at) {
                *column = match values {
                    Values::One(value) => vec![value],
                    Values::Many(values, _) | Values::Exact(_, _, Some(values)) => values.to_vec(),
                    Values::Exact(_, _, None) | Values::Summary(_) => Vec::new(),
                };
            }
        });
        outcome.faults = findings.faults;
        outcome
    }

    /// Gets ready to run the program again with other values at some places.
    ///
    /// `base` is what [`summarise`](Plan::summarise) gave for the feed. What the places do not reach is taken over
    /// from it, and is not computed again.
    pub fn vary<'a>(&'a self, feed: &Feed<'a>, _base: &'a Summaries, places: &[Place]) -> Probe<'a> {
        Probe { plan: self, feed: *feed, places: places.to_vec() }
    }
}

impl Probe<'_> {
    /// Runs the program with other values at some places of the probe, and puts each wanted slot into numbers. A
    /// place that is not changed has the value of the feed; one that the probe does not have is not changed.
    ///
    /// The result is what [`Plan::summarise`] gives for a feed that is changed so. For a pin only
    /// [`Column::One`] is possible; any other value is not used.
    pub fn summarise(&self, changes: &[(Place, Column<'_>)], histogram: bool) -> Summaries {
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
        let feed = Feed { columns: &columns, pins: &pins, samples: self.feed.samples };
        self.plan.summarise(&feed, histogram)
    }

    /// The same with each wanted slot as a single number, as [`Plan::point`] has it.
    pub fn point(&self, changes: &[(Place, Column<'_>)]) -> (Vec<f64>, Vec<Fault>) {
        let found = self.summarise(changes, false);
        (found.findings.iter().map(Finding::middle).collect(), found.faults)
    }
}

/// The numbers of slots that depend on no input, with the operations that had no result.
///
/// What does depend on an input has no result. The program may still grow.
pub fn constants(program: &Program, slots: &[Slot]) -> (Vec<f64>, Vec<Fault>) {
    let known = |slot: &Slot| match program.op(*slot) {
        Some(Op::Const(number)) if number.is_finite() => Some(number),
        _ => None,
    };
    if let Some(numbers) = slots.iter().map(known).collect() {
        return (numbers, Vec::new());
    }
    let (cone, origins) = program.cone(slots);
    let place =
        |slot: &Slot| origins.binary_search(slot).ok().and_then(|at| u32::try_from(at).ok()).map(Slot);
    let wanted = slots.iter().filter_map(place).collect();
    let feed = Feed { columns: &[], pins: &[], samples: 1 };
    let (numbers, mut faults) = Plan::new(Arc::new(cone), wanted, &feed).point(&feed);
    for fault in &mut faults {
        fault.origin = origins.get(fault.origin.index()).copied().unwrap_or(fault.origin);
    }
    (numbers, faults)
}
