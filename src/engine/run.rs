//! Running a program over samples: what goes in, what comes out, and the ways to ask for it.

use std::collections::HashMap;

use super::control_variates::ControlVariates;
use super::exact::Exact;
use super::fault::Fault;
use super::machine::Machine;
use super::program::{Program, Slot};
use super::samples::Sampled;
use super::statistic::{Estimated, Summary};

/// How many samples are computed at a time: a fifth of a round, so that a block is never in two.
pub(super) const BLOCK: usize = super::samples::STRATA / 5;

/// The values of an input.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// The same in every sample.
    One(f64),
    /// One value a sample.
    Many(&'a [f64]),
    /// Samples of a distribution.
    Sampled(&'a Sampled),
}

/// What a program runs on.
#[derive(Clone, Copy, Debug)]
pub struct Feed<'a> {
    /// The inputs, by their numbers.
    pub columns: &'a [Column<'a>],
    /// Slots that are given a value, whatever would be computed for them; no slot twice.
    pub pins: &'a [(Slot, f64)],
    /// How many samples there are; all [`Column::Many`] have as many, and [`Column::Sampled`] at least.
    pub samples: usize,
}

impl Feed<'_> {
    /// What a slot is pinned to.
    pub(super) fn pin(&self, slot: Slot) -> Option<f64> {
        self.pins.iter().find(|(pinned, _)| *pinned == slot).map(|(_, value)| *value)
    }

    pub(super) fn varies(&self, input: u32) -> bool {
        matches!(self.columns.get(input as usize), Some(Column::Many(_) | Column::Sampled(_)))
    }
}

/// The values of the wanted slots of a run, sample by sample.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// One column for each wanted slot: one number if it does not vary, else one value a sample.
    pub columns: Vec<Vec<f64>>,
    /// What had no result, at most one entry for an origin, a kind and a shown slot.
    pub faults: Vec<Fault>,
    /// How many samples there were.
    pub samples: usize,
}

/// The values of a shown slot.
pub(super) enum Values<'r, 'a> {
    /// The same in every sample.
    One(f64),
    /// A multiple of an input, by the input's number; with samples if they were asked for.
    Exact(&'r Exact<'a>, u32, Option<&'r [f64]>),
    /// One value a sample, and the inputs that make it vary.
    Many(&'r [f64], &'r [u32]),
    /// What is known of samples that are not held; never if samples were asked for.
    Summary(&'r Summary),
}

/// What a run found besides values.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub faults: Vec<Fault>,
    /// The statistics that the program computed, with their sampling errors.
    pub statistics: HashMap<Slot, Estimated>,
}

/// Runs a program and shows the values of each shown slot to a visitor, by its place among them.
///
/// Whole columns are open for as long as the visitor looks at them. If `whole`, every slot that varies is shown as
/// samples; else a multiple of an input is shown by its law.
pub(super) fn visit<'a>(
    program: &'a Program,
    feed: &Feed<'a>,
    shown: &[Slot],
    whole: bool,
    visitor: &mut dyn FnMut(usize, Values<'_, 'a>, &mut ControlVariates<'a>),
) -> Findings {
    Machine::new(program, feed, shown).run(shown, whole, visitor)
}
