//! Plans: how some slots of a program are computed, to be run again and again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::doubt::{Doubt, is_truth};
use super::fault::Fault;
use super::feed::{Feed, Pattern};
use super::found::{Found, Start, Values};
use super::histogram::Histogram;
use super::layout::{Division, Layout};
use super::machine::Machine;
use super::program::{Op, Program, Slot};
use super::reading;
use super::schedule::Claim;
use super::summary::{Estimated, Finding, Known, Summaries, Summary};

/// How some slots of a program are computed.
///
/// A plan is made for one feed: for the inputs that vary in it, and the slots that are pinned. It may be run with any
/// other feed, and gives what a plan for that feed gives. If the same inputs vary and the same slots are pinned,
/// nothing is planned again.
#[derive(Clone, Debug)]
pub struct Plan {
    program: Arc<Program>,
    wanted: Vec<Slot>,
    /// For each of the wanted slots whether its values are asked for; where none is left, they are.
    reads: Vec<bool>,
    layout: Layout,
}

/// The values of the wanted slots, sample by sample.
#[cfg(test)]
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// One column for each wanted slot: one number if it does not vary, else one value per sample.
    pub columns: Vec<Vec<f64>>,
    /// The operations that had no result, at most one fault for an origin, a kind and a wanted slot.
    pub faults: Vec<Fault>,
    /// The number of samples.
    pub samples: usize,
}

impl Plan {
    /// Plans how the wanted slots of a program are computed.
    pub fn new(program: Arc<Program>, wanted: Vec<Slot>, feed: &Feed<'_>) -> Plan {
        Plan::reading(program, wanted, Vec::new(), feed)
    }

    /// Plans how the wanted slots of a program are computed, of which only some are read: of the others only the faults are
    /// found, which takes less time. `reads` has an entry for each wanted slot; what it has none for is read.
    pub fn reading(program: Arc<Program>, wanted: Vec<Slot>, reads: Vec<bool>, feed: &Feed<'_>) -> Plan {
        let layout = layout(&program, &claims(&wanted, &reads), feed);
        Plan { program, wanted, reads, layout }
    }

    /// The program.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The wanted slots.
    pub fn wanted(&self) -> &[Slot] {
        &self.wanted
    }

    /// The wanted slots, each with whether it is read.
    pub(super) fn claims(&self) -> Vec<Claim> {
        claims(&self.wanted, &self.reads)
    }

    /// Runs the program, and puts each wanted slot into numbers; those that vary with a histogram if `histogram` is
    /// true.
    pub fn summarise(&self, feed: &Feed<'_>, histogram: bool) -> Summaries {
        let layout = self.layout(feed);
        let mut findings = vec![Finding::One(f64::NAN); self.wanted.len()];
        let machine = Machine::new(&self.program, &layout, feed, Start::empty(&self.program), histogram);
        let found = summarise(machine, histogram, &mut findings);
        let computed = (&found.known, &found.statistics);
        add_errors(&self.program, &self.wanted, &layout, computed, &mut findings);
        let Found { faults, statistics, known, .. } = found;
        Summaries { findings, faults, samples: feed.samples, statistics, histogram, known }
    }

    /// Runs the program, and returns each wanted slot as a single number, its median if it varies, with the operations
    /// that had no result.
    pub fn point(&self, feed: &Feed<'_>) -> (Vec<f64>, Vec<Fault>) {
        self.summarise(feed, false).into_point()
    }

    /// Runs the program, and returns the values of the wanted slots sample by sample, to compare them with others.
    #[cfg(test)]
    pub fn columns(&self, feed: &Feed<'_>) -> Outcome {
        let layout = self.layout(feed);
        let mut columns = vec![Vec::new(); self.wanted.len()];
        let machine = Machine::new(&self.program, &layout, feed, Start::empty(&self.program), true);
        let found = machine.run(&mut |at, values| {
            if let Some(column) = columns.get_mut(at) {
                *column = values.to_vec();
            }
        });
        Outcome { columns, faults: found.faults, samples: feed.samples }
    }

    /// The layout for a feed.
    pub(super) fn layout(&self, feed: &Feed<'_>) -> Cow<'_, Layout> {
        if self.layout.pattern.fits(feed) {
            Cow::Borrowed(&self.layout)
        } else {
            Cow::Owned(layout(&self.program, &self.claims(), feed))
        }
    }
}

fn claims(wanted: &[Slot], reads: &[bool]) -> Vec<Claim> {
    let mut claims = Claim::all(wanted);
    claims.iter_mut().zip(reads).for_each(|(claim, is_read)| claim.is_read = *is_read);
    claims
}

fn layout(program: &Program, claims: &[Claim], feed: &Feed<'_>) -> Layout {
    Layout::new(program, claims, Pattern::of(feed), None, Division::ALONE)
}

/// Runs a machine, and puts the wanted slots that it shows into numbers.
pub(super) fn summarise<'a>(machine: Machine<'a>, histogram: bool, findings: &mut [Finding]) -> Found {
    machine.run(&mut |at, values| {
        let finding = match values {
            Values::One(value) => Finding::One(value),
            Values::Exact(exact, _, column) => {
                let mut summary = reading::of_exact(exact);
                summary.histogram = column.filter(|_| histogram).map(Histogram::of);
                Finding::of(summary)
            }
            Values::Summary(summary, column) => {
                let histogram = column.filter(|_| histogram).map(Histogram::of);
                Finding::of(Summary { histogram, ..summary.clone() })
            }
            Values::Unread(value) => Finding::unread(value),
            Values::Many(_) | Values::Explained(_) => Finding::One(f64::NAN),
        };
        if let Some(place) = findings.get_mut(at) {
            *place = finding;
        }
    })
}

/// Adds the standard errors to the findings that are computed from statistics.
pub(super) fn add_errors(
    program: &Program,
    wanted: &[Slot],
    layout: &Layout,
    (known, statistics): (&Known, &HashMap<Slot, Estimated>),
    findings: &mut [Finding],
) {
    if statistics.values().all(|statistic| statistic.error == 0.0) {
        return;
    }
    // What varies may be the same in every sample, but is no number that was computed.
    let numbers = findings.iter_mut().zip(wanted).filter(|(_, slot)| !layout.schedule.varies(**slot));
    for (finding, slot) in numbers {
        let value = match finding {
            // In a run from known values it may have been added before.
            Finding::One(value) | Finding::About(value, _) => *value,
            Finding::Many(_) => continue,
        };
        let is_given = |slot: Slot| layout.pattern.is_pinned(slot);
        let doubt = match is_truth(program, *slot) {
            true => None,
            false => Doubt::of(program, known, statistics, is_given, *slot),
        };
        let error = doubt.map_or(0.0, |doubt| doubt.error(*slot));
        *finding = match error > 0.0 && error.is_finite() {
            true => Finding::About(value, error),
            false => Finding::One(value),
        };
    }
}

/// Computes slots that depend on no input. The program may still grow.
///
/// Returns their numbers with the operations that had no result; what does depend on an input has none.
pub fn constants(program: &Program, slots: &[Slot]) -> (Vec<f64>, Vec<Fault>) {
    let known = |slot: &Slot| match program.op(*slot) {
        Some(Op::Const(number)) if number.is_finite() => Some(number),
        _ => None,
    };
    if let Some(numbers) = slots.iter().map(known).collect() {
        return (numbers, Vec::new());
    }
    let (cone, origins) = program.cone(slots);
    let place = |slot: &Slot| origins.binary_search(slot).map_or(Slot(u32::MAX), Slot::at);
    let feed = Feed { columns: &[], pins: &[], samples: 1 };
    let (numbers, mut faults) =
        Plan::new(Arc::new(cone), slots.iter().map(place).collect(), &feed).point(&feed);
    for fault in &mut faults {
        fault.origin = origins.get(fault.origin.index()).copied().unwrap_or(fault.origin);
    }
    (numbers, faults)
}

#[cfg(test)]
mod tests {
    use super::super::distribution::Distribution;
    use super::super::feed::Column;
    use super::super::probe::Place;
    use super::super::program::{Binary, Statistic, Unary};
    use super::super::samples::{Samples, Sampling, Variable};
    use super::*;

    /// The same whether whole columns are held, as a histogram needs them, or the first samples only.
    #[track_caller]
    fn check(program: &Program, feed: &Feed<'_>, shown: &[Slot]) {
        let plan = Plan::new(Arc::new(program.clone()), shown.to_vec(), feed);
        let streamed = plan.summarise(feed, false);
        let mut held = plan.summarise(feed, true);
        for finding in &mut held.findings {
            if let Finding::Many(summary) = finding {
                assert!(summary.histogram.take().is_some());
            }
        }
        assert_eq!(streamed.findings, held.findings);
        assert_eq!(streamed.statistics, held.statistics);
        assert_eq!(streamed.faults, held.faults);
    }

    #[test]
    fn a_plan_is_run_again_with_other_inputs() {
        // users * requests, and twice that
        let mut program = Program::default();
        let (users, requests) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
        let rate = program.push(Op::Binary(Binary::Multiply, users, requests));
        let peak = program.push(Op::Binary(Binary::Add, rate, rate));

        let feed = Feed { columns: &[Column::One(100.0), Column::One(5.0)], pins: &[], samples: 1 };
        let plan = Plan::new(Arc::new(program), vec![rate, peak], &feed);
        let base = plan.summarise(&feed, false);
        assert_eq!(base.findings[1].middle(), 1_000.0);

        // Other numbers of requests: only what depends on them is computed.
        let probe = plan.vary(&feed, &base, &[Place::Input(1)]);
        for (requests, peak) in [(6.0, 1_200.0), (7.0, 1_400.0)] {
            let run = probe.summarise(&[(Place::Input(1), Column::One(requests))]);
            assert_eq!(run.findings[1].middle(), peak);
        }
    }

    /// `a * b`, rounded up, over 100 rounded up, less 30, and percentiles of the product that others read.
    fn program() -> (Program, Vec<Slot>) {
        let mut program = Program::default();
        let (a, b) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
        let product = program.push(Op::Binary(Binary::Multiply, a, b));
        let whole = program.push(Op::Unary(Unary::Ceil, product));
        let hundred = program.push(Op::Const(100.0));
        let part = program.push(Op::Binary(Binary::Divide, product, hundred));
        let few = program.push(Op::Unary(Unary::Ceil, part));
        let level = program.push(Op::Const(0.99));
        let high = program.push(Op::Reduce(Statistic::Quantile, product, level));
        let mean = program.push(Op::Reduce(Statistic::Mean, whole, whole));
        let above = program.push(Op::Binary(Binary::Divide, product, high));
        let root = program.push(Op::Unary(Unary::Ln, above));
        (program, vec![product, whole, few, high, mean, above, root])
    }

    #[test]
    fn long_columns_are_read_as_if_they_were_held() {
        let (program, shown) = program();
        let variable = |name: &str, high| Variable {
            name: name.to_owned(),
            distribution: Distribution::lognormal(1.0, high),
        };
        let variables = [variable("a", 10.0), variable("b", 40.0)];
        let sampling = Sampling { seed: 3, samples: 100_000 };
        let inputs = Samples::new(&program, shown.iter().copied(), (&variables, &[]), sampling);
        let feed = Feed { columns: &inputs.columns(), pins: &[], samples: inputs.samples() };
        for slot in &shown {
            check(&program, &feed, &[*slot]);
        }
        check(&program, &feed, &shown);
    }

    #[test]
    fn what_is_not_read_leaves_the_rest_as_it_is() {
        for guarded in [true, false] {
            let column: Vec<f64> = (0..3_000_u32).map(|at| f64::from(at % 3) - 0.5).collect();
            let feed = Feed { columns: &[Column::Many(&column)], pins: &[], samples: column.len() };
            let (program, wanted) = quotients(guarded);
            let program = Arc::new(program);
            let all = Plan::new(program.clone(), wanted.clone(), &feed).summarise(&feed, false);
            let reads: Vec<bool> = (0..wanted.len()).map(|at| at % 7 == 0).collect();
            let some = Plan::reading(program, wanted, reads.clone(), &feed).summarise(&feed, false);
            assert_eq!(all.faults, some.faults);
            for (is_read, (all, some)) in reads.iter().zip(all.findings.iter().zip(&some.findings)) {
                match (is_read, some) {
                    (true, _) => assert_eq!(all, some),
                    // A value that it has: at the first sample, x is -0.5.
                    (false, Finding::Many(summary)) => {
                        assert!(summary.sd.is_nan() && summary.p5 == summary.p95)
                    }
                    (false, _) => panic!("{some:?}"),
                }
            }
        }
    }

    #[test]
    fn long_columns_of_more_results_than_are_open_at_a_time() {
        // a * b, and forty sums, each read from the one before.
        let mut program = Program::default();
        let (a, b) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
        let mut wanted = vec![program.push(Op::Binary(Binary::Multiply, a, b))];
        let more = program.push(Op::Const(1.25));
        for at in 0..40 {
            let product = program.push(Op::Binary(Binary::Add, wanted[at], more));
            wanted.push(product);
        }
        let variable =
            |name: &str| Variable { name: name.to_owned(), distribution: Distribution::lognormal(1.0, 10.0) };
        let variables = [variable("a"), variable("b")];
        let sampling = Sampling { seed: 3, samples: 70_000 };
        let inputs = Samples::new(&program, wanted.iter().copied(), (&variables, &[]), sampling);
        let feed = Feed { columns: &inputs.columns(), pins: &[], samples: inputs.samples() };
        check(&program, &feed, &wanted);
    }

    /// A chain of sums with a quotient through zero each, guarded or not, and what of it has no value in how many samples.
    fn quotients(guarded: bool) -> (Program, Vec<Slot>) {
        let mut program = Program::default();
        let x = program.push(Op::Input(0));
        let zero = program.push(Op::Const(0.0));
        let is_positive = program.push(Op::Binary(Binary::Greater, x, zero));
        let mut wanted = vec![program.push(Op::Binary(Binary::Multiply, x, x))];
        for at in 1..60 {
            let number = program.push(Op::Const(f64::from(at)));
            let mut term = program.push(Op::Binary(Binary::Divide, number, x));
            if guarded {
                term = program.push(Op::Select(is_positive, term, zero));
            }
            let last = wanted.last().copied().unwrap();
            wanted.push(program.push(Op::Binary(Binary::Add, last, term)));
        }
        (program, wanted)
    }

    #[test]
    fn what_spoils_a_result_spoils_those_that_read_it_from_a_column() {
        // -0.5, 0.5, 1.5, then again: a third is below zero.
        for samples in [3_000_u32, 66_000] {
            let column: Vec<f64> = (0..samples).map(|at| f64::from(at % 3) - 0.5).collect();
            let feed = Feed { columns: &[Column::Many(&column)], pins: &[], samples: column.len() };
            let (program, wanted) = quotients(true);
            check(&program, &feed, &wanted);
            let plan = Plan::new(Arc::new(program), wanted.clone(), &feed);
            let outcome = plan.columns(&feed);
            assert_eq!(outcome.faults, []);
            // 1/x + 2/x + … + 59/x beside x².
            let last = outcome.columns.last().unwrap();
            assert_eq!(&last[..2], &[0.25, 0.25 + 1770.0 / 0.5]);

            let (program, wanted) = quotients(false);
            check(&program, &feed, &wanted);
            let first = program.ops().iter().position(|op| matches!(op, Op::Binary(Binary::Divide, ..)));
            let plan = Plan::new(Arc::new(program), wanted.clone(), &feed);
            let faults = plan.columns(&feed).faults;
            let third = column.len() / 3;
            let expected = (1..60).map(|at| (at, first.map(Slot::at), third));
            let found = faults.iter().map(|fault| (fault.wanted, Some(fault.origin), fault.samples));
            assert!(found.eq(expected), "{samples}: {faults:?}");
        }
    }

    #[test]
    fn first_samples_that_mislead_do_no_harm() {
        let (program, shown) = program();
        let rising: Vec<f64> = (1..=100_000).map(f64::from).collect();
        let feed = Feed { columns: &[Column::Many(&rising); 2], pins: &[], samples: rising.len() };
        check(&program, &feed, &shown);
        check(&program, &feed, &[shown[0]]);
    }
}
