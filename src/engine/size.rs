//! How many samples there are, and how many are computed at a time.

/// The number of strata of equal probability into which the range of an input is cut.
///
/// It is ten times an odd number, so that the levels 5% and 95% fall into the middle of a stratum
/// and the stated ends of a 90% interval are among the values.
pub const STRATA: usize = 650;

/// The default number of rounds; each round takes every stratum once. It is odd, so that one round takes their middles.
pub const ROUNDS: usize = 25;

/// The least number of rounds.
const LEAST_ROUNDS: usize = 5;

/// The default number of samples.
pub(super) const DEFAULT: usize = STRATA * ROUNDS;

/// The number of samples that are computed at a time: a round.
pub(super) const BLOCK: usize = STRATA;

/// The number of samples of a run that need not be accurate.
pub const ROUGH: usize = STRATA * 7;

/// The number of rounds of a run with at least this many samples.
pub(super) fn rounds_for(samples: usize) -> usize {
    samples.div_ceil(STRATA).max(LEAST_ROUNDS) | 1
}

/// Whether there are so many samples that only the first [`DEFAULT`] of a column are held, if no whole columns are
/// wanted.
pub(super) fn is_long(samples: usize) -> bool {
    samples >= 4 * DEFAULT
}
