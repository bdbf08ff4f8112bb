//! How a worksheet is run.

use crate::engine::Sampling;

/// How uncertain values are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The number of samples and their seed.
    pub sampling: Sampling,
    /// Whether every range stands at its median.
    pub point: bool,
    /// Whether histograms are wanted.
    pub histogram: bool,
}
