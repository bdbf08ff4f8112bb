//! The order of the samples of correlated inputs.

use std::sync::Arc;

use super::size::STRATA;

/// The order of the samples of a correlated input.
#[derive(Clone, Debug)]
pub(super) struct Arrangement {
    /// The place in the column of each sample of each round, where that is not the usual one.
    pub places: Option<Box<[u16]>>,
    /// The correlations of the normal scores of the group.
    pub normal: Arc<Vec<Vec<f64>>>,
    /// The number of the input in the group.
    pub at: usize,
}

impl Arrangement {
    /// The places of the samples of a round in the column, where they are not the usual ones.
    pub fn places(&self, round: usize) -> Option<&[u16]> {
        self.places.as_ref()?.get(round * STRATA..(round + 1) * STRATA)
    }
}
