//! What a run starts with, what it shows, and what it gives besides.

use std::collections::HashMap;

use super::exact::Exact;
use super::fault::Fault;
use super::program::{Program, Slot};
use super::ratio::Explained;
use super::summary::{Estimated, Known, Summary};

/// The values of a wanted slot.
pub(super) enum Values<'r, 'a> {
    /// The same in every sample.
    One(f64),
    /// A multiple of an input, by the input's number; with its samples if whole columns were asked for.
    Exact(&'r Exact<'a>, u32, Option<&'r [f64]>),
    /// One value per sample, if [`Purpose::Samples`] were asked for.
    Many(&'r [f64]),
    /// The first value of one that is not read.
    Unread(f64),
    /// What the inputs explain, if [`Purpose::Shares`] were asked for.
    Explained(Explained),
    /// A summary of a distribution that is known, or of samples that are not held; with samples if whole columns were
    /// asked for.
    Summary(&'r Summary, Option<&'r [f64]>),
}

impl Values<'_, '_> {
    /// The number, or one value per sample; nothing of what is not held.
    pub fn to_vec(&self) -> Vec<f64> {
        match self {
            Values::One(value) => vec![*value],
            Values::Many(values) | Values::Exact(_, _, Some(values)) | Values::Summary(_, Some(values)) => {
                values.to_vec()
            }
            Values::Exact(_, _, None)
            | Values::Summary(_, None)
            | Values::Explained(_)
            | Values::Unread(_) => Vec::new(),
        }
    }
}

/// What is shown the values of the wanted slots, each with its index.
pub(super) type Visitor<'v, 'a> = &'v mut dyn FnMut(usize, Values<'_, 'a>);

/// What a run gives besides the values of the wanted slots.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub faults: Vec<Fault>,
    pub statistics: HashMap<Slot, Estimated>,
    /// The indices of the wanted slots that were computed together with something that had no result.
    pub unsound: Vec<usize>,
    pub known: Known,
}

/// What is known before a run.
#[derive(Debug)]
pub(super) struct Start<'a> {
    /// The numbers that need not be computed.
    pub known: Known,
    /// The columns of the slots that the layout has as given.
    pub given: &'a [Vec<f64>],
    pub purpose: Purpose,
}

/// What is asked for of the wanted slots that vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Their summaries.
    Summaries,
    /// Their samples.
    Samples,
    /// Which inputs explain their variance.
    Shares,
}

impl Start<'_> {
    /// Nothing is known.
    pub fn empty(program: &Program) -> Start<'static> {
        let known = Known { numbers: vec![0.0; program.ops().len()], poison: HashMap::new() };
        Start { known, given: &[], purpose: Purpose::Summaries }
    }
}
