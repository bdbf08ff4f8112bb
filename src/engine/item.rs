//! A target while its batch runs.

use super::batch::{Source, Target};
use super::fault::Spoiled;
use super::given::Present;
use super::law::Law;
use super::moments::Moments;
use super::parts::Parts;
use super::program::Slot;
use super::summary::{Estimated, Summary};
use super::truths::Truths;

/// What is found out about a target while its batch runs.
#[derive(Debug)]
pub(super) struct Item<'t> {
    pub target: &'t Target,
    /// Where its values are.
    pub source: Source,
    /// Its distribution, if it is known without samples.
    pub law: Option<Law>,
    /// Its summary, if only its first samples were held.
    pub summary: Option<Summary>,
    /// The quantiles of it, likewise, by the slots of the statistics.
    pub quantiles: Vec<(Slot, Estimated)>,
    pub moments: Moments,
    /// Where it holds, if its probability is asked for.
    pub truths: Truths,
    /// Its values where they are not absent, if a statistic of these is asked for.
    pub present: Present,
    pub spoiled: Spoiled,
    /// Its first value.
    pub start: f64,
}

impl<'t> Item<'t> {
    /// A target of which nothing is known.
    pub fn new(target: &'t Target, source: Source, law: Option<Law>, parts: Parts) -> Item<'t> {
        Item {
            target,
            source,
            law,
            summary: None,
            quantiles: Vec::new(),
            moments: Moments::new(parts),
            truths: Truths::default(),
            present: Present::new(parts),
            spoiled: Spoiled::default(),
            start: f64::NAN,
        }
    }

    /// Whether its quantiles are read from samples.
    pub fn is_read(&self) -> bool {
        self.target.is_whole() && self.law.is_none()
    }
}
