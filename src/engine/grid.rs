//! The levels of samples.

use super::normal;
use super::size::STRATA;

/// The number of strata at each end in which every value is computed exactly.
pub(super) const OUTER: usize = 12;

/// The levels that all inputs share, with their standard normal scores.
#[derive(Debug)]
pub(super) struct Grid {
    /// The number of rounds, which is also the number of parts of a stratum.
    rounds: usize,
    /// The scores of the middles of all strata, in order.
    scores: Vec<f64>,
    /// The scores of the parts of the outer strata at the lower end, in order.
    tail: Vec<f64>,
}

impl Grid {
    /// The levels of a number of rounds.
    pub fn new(rounds: usize) -> Grid {
        let lower = (0..STRATA / 2).map(|at| normal::quantile((at as f64 + 0.5) / STRATA as f64));
        let mut scores: Vec<f64> = lower.collect();
        // The upper half mirrors the lower, so that the scores are symmetric to the last bit.
        scores.extend(scores.clone().iter().rev().map(|score| score.abs()));
        let fine = (STRATA * rounds) as f64;
        let tail = (0..OUTER * rounds).map(|at| normal::quantile((at as f64 + 0.5) / fine));
        Grid { rounds, scores, tail: tail.collect() }
    }

    /// The level and the score of a part of an outer stratum.
    pub fn outer(&self, stratum: usize, part: usize) -> (f64, f64) {
        let fine = stratum * self.rounds + part;
        let level = |fine: usize| (fine as f64 + 0.5) / (STRATA * self.rounds) as f64;
        let score = |fine: usize| self.tail.get(fine).copied().unwrap_or(0.0);
        if stratum < OUTER {
            return (level(fine), score(fine));
        }
        let mirrored = STRATA * self.rounds - 1 - fine;
        (1.0 - level(mirrored), score(mirrored).abs())
    }

    /// The number of rounds.
    pub fn rounds(&self) -> usize {
        self.rounds
    }

    /// The scores of the middles of all strata, in order.
    pub fn scores(&self) -> &[f64] {
        &self.scores
    }
}

/// Whether a stratum is one of those at an end.
pub(super) fn is_outer(stratum: usize) -> bool {
    !(OUTER..STRATA - OUTER).contains(&stratum)
}
