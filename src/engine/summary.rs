//! A run from end to end: the shown slots in numbers.

use std::collections::HashMap;

use super::fault::Fault;
use super::kernel::apply_binary;
use super::program::{Binary, Slot};
use super::statistic::{Estimated, Summary};

/// What a shown slot comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The same in every world.
    One(f64),
    /// A number about all worlds, with the standard error that sampling leaves in it.
    About(f64, f64),
    /// Different between worlds.
    Many(Box<Summary>),
}

impl Finding {
    /// The value, or the median.
    pub fn middle(&self) -> f64 {
        match self {
            Finding::One(value) | Finding::About(value, _) => *value,
            Finding::Many(summary) => summary.p50,
        }
    }
}

/// What a run comes to.
#[derive(Clone, Debug, Default)]
pub struct Summaries {
    /// The shown slots.
    pub findings: Vec<Finding>,
    /// What had no result.
    pub faults: Vec<Fault>,
    /// How many samples there were.
    pub samples: usize,
    /// The statistics within the program, with their sampling errors.
    pub statistics: HashMap<Slot, Estimated>,
}

/// A summary, unless all worlds are the same: `x - x` is 0 in every one.
pub(super) fn uncertain(summary: Summary) -> Finding {
    let same = summary.sd == 0.0 && summary.p5 == summary.p95;
    if same { Finding::One(summary.p50) } else { Finding::Many(Box::new(summary)) }
}

/// A number multiplied and divided by constants.
pub fn scaled(factors: &[(Binary, f64)], value: f64) -> f64 {
    factors.iter().fold(value, |value, (binary, factor)| apply_binary(*binary, value, *factor))
}

#[cfg(test)]
mod tests {
    use super::super::distribution::Distribution;
    use std::sync::Arc;

    use super::super::plan::Plan;
    use super::super::program::{Op, Program, Statistic, Unary};
    use super::super::run::{Column, Feed};
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
        let draws = Samples::new(&program, shown.iter().copied(), &variables, sampling);
        let feed = Feed { columns: &draws.columns(), pins: &[], samples: draws.samples() };
        for slot in &shown {
            check(&program, &feed, &[*slot]);
        }
        check(&program, &feed, &shown);
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
