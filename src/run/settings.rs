//! The settings of a run.

use crate::engine::Sampling;

/// How uncertain values are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The number of samples and the random seed.
    pub sampling: Sampling,
    /// Whether every range is fixed at its median.
    pub point: bool,
    /// Whether histograms are computed.
    pub histogram: bool,
}
