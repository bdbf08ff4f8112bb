//! How many samples there are, and how many are computed at a time.

/// The number of values that an input takes: one for each stratum of equal probability.
///
/// It is ten times an odd number, so that the levels 5% and 95% fall into the middle of a stratum
/// and the stated ends of a 90% interval are among the values.
pub const STRATA: usize = 4090;

/// The default number of rounds; each round takes every stratum once.
pub const ROUNDS: usize = 4;

/// The default number of samples.
pub(super) const DEFAULT: usize = STRATA * ROUNDS;

/// The number of samples that are computed at a time. It divides a round, so that no block lies in two of them.
pub(super) const BLOCK: usize = STRATA / 5;

/// Whether there are so many samples that only the first [`DEFAULT`] of a column are held, if no whole columns are
/// wanted.
pub(super) fn is_long(samples: usize) -> bool {
    samples >= 4 * DEFAULT
}
