//! What a run gives: each wanted slot in numbers.

use std::collections::HashMap;

use super::fault::{Fault, Poison};
use super::histogram::Histogram;
use super::program::Slot;

/// A comparison is too close to call within so many standard errors.
pub const CLOSE: f64 = 3.0;

/// The levels of a [`Summary`].
pub(super) const LEVELS: [f64; 3] = [0.05, 0.5, 0.95];

/// A value that varies, in numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The 5th percentile.
    pub p5: f64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// The standard errors of `p5`, `p50` and `p95` that sampling causes, in the unit of the value.
    pub errors: [f64; 3],
    /// A histogram of the samples, if it was asked for.
    pub histogram: Option<Histogram>,
}

/// A statistic with its sampling error.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimated {
    /// The statistic.
    pub value: f64,
    /// What it could be with other samples, [`CLOSE`] standard errors below.
    pub low: f64,
    /// The same above.
    pub high: f64,
    /// Its standard error.
    pub error: f64,
    /// How far the statistic of each part of the samples is from it. Statistics of the same samples deviate together.
    pub deviations: Vec<f64>,
    /// Whether it is a percentile beyond which few samples lie, so that more samples would tell it better.
    pub is_sparse: bool,
}

impl Estimated {
    /// A statistic without a sampling error.
    pub fn exactly(value: f64) -> Estimated {
        Estimated { value, low: value, high: value, error: 0.0, deviations: Vec::new(), is_sparse: false }
    }

    /// A statistic with a standard error.
    pub(super) fn within(value: f64, error: f64) -> Estimated {
        let (low, high) = (value - CLOSE * error, value + CLOSE * error);
        Estimated { value, low, high, error, deviations: Vec::new(), is_sparse: false }
    }
}

/// The value of a wanted slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The same in every sample.
    One(f64),
    /// Computed from statistics, with its standard error.
    About(f64, f64),
    /// Different between samples.
    Many(Box<Summary>),
}

impl Finding {
    /// The value, or its median.
    pub fn middle(&self) -> f64 {
        match self {
            Finding::One(value) | Finding::About(value, _) => *value,
            Finding::Many(summary) => summary.p50,
        }
    }

    /// What is known of a slot that varies and is not read: a value that it has.
    pub(super) fn unread(value: f64) -> Finding {
        let (p5, p50, p95) = (value, value, value);
        Finding::Many(Box::new(Summary { p5, p50, p95, mean: f64::NAN, sd: f64::NAN, ..Summary::default() }))
    }

    /// A summary as a finding. If all samples are equal, as those of `x - x` are, it is one number.
    pub(super) fn of(summary: Summary) -> Finding {
        let same = summary.sd == 0.0 && summary.p5 == summary.p95;
        if same { Finding::One(summary.p50) } else { Finding::Many(Box::new(summary)) }
    }
}

/// The result of a run.
#[derive(Clone, Debug, Default)]
pub struct Summaries {
    /// The wanted slots, in the order in which they were asked for.
    pub findings: Vec<Finding>,
    /// The operations that had no result.
    pub faults: Vec<Fault>,
    /// The number of samples.
    pub samples: usize,
    /// The statistics that the program computes, by their slots.
    pub statistics: HashMap<Slot, Estimated>,
    /// Whether histograms were asked for.
    pub(super) histogram: bool,
    /// What a run with other inputs need not compute again.
    pub(super) known: Known,
}

impl Summaries {
    /// Each wanted slot as a single number, its median if it varies, with the operations that had no result.
    pub(super) fn into_point(self) -> (Vec<f64>, Vec<Fault>) {
        (self.findings.iter().map(Finding::middle).collect(), self.faults)
    }
}

/// The plain numbers of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The number of each slot that does not vary and that something wanted needs; arbitrary for all others.
    pub numbers: Vec<f64>,
    /// The slots among them that have no result, with the number of samples in which they have none.
    pub poison: HashMap<Slot, (Poison, usize)>,
}

impl Known {
    /// The number of a slot.
    pub fn number(&self, slot: Slot) -> f64 {
        self.numbers.get(slot.index()).copied().unwrap_or(f64::NAN)
    }

    /// Sets the number of a slot.
    pub fn set(&mut self, slot: Slot, value: f64) {
        if let Some(number) = self.numbers.get_mut(slot.index()) {
            *number = value;
        }
    }
}
