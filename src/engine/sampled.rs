//! Samples of one input: a Latin hypercube in rotated rounds.
//!
//! The range of an input is cut into [`STRATA`] parts of equal probability, and the middle of each gives one value. A
//! permutation that is seeded by the input's name shuffles them into a column. A round reads the whole column once,
//! from an offset of its own: each round is a Latin hypercube, and no two rounds are the same. Memory does not grow
//! with the number of samples, and the samples of an input do not depend on which other inputs there are.

use super::distribution::Distribution;
use super::kernel::any_not_finite;
use super::normal;
use super::random::{Generator, mixed, seed_of};
use super::size::{BLOCK, STRATA};

/// The samples of an input.
#[derive(Clone, Debug)]
pub struct Sampled {
    distribution: Distribution,
    /// The values, permuted, followed by a block of the first ones again, so that the samples of a block are
    /// contiguous wherever it starts.
    values: Box<[f64]>,
    /// Their standard normal scores, in the same order.
    scores: Box<[f32]>,
    /// Where each round starts to read.
    offsets: Box<[u32]>,
    /// Whether all values are finite.
    finite: bool,
}

/// The levels of the strata with their standard normal scores, which all inputs share.
#[derive(Clone, Debug)]
pub(super) struct Strata {
    levels: Vec<(f64, f64)>,
}

impl Strata {
    /// The middles of all strata, in order.
    pub fn new() -> Strata {
        let level = |at: usize| (at as f64 + 0.5) / STRATA as f64;
        let lower: Vec<(f64, f64)> =
            (0..STRATA / 2).map(|at| (level(at), normal::quantile(level(at)))).collect();
        // The upper half mirrors the lower, so that the scores are symmetric to the last bit.
        let upper = lower.iter().rev().map(|(level, score)| (1.0 - level, score.abs()));
        let levels = lower.iter().copied().chain(upper).collect();
        Strata { levels }
    }
}

impl Sampled {
    /// Samples a distribution; `name` and `seed` together seed the permutation and the offsets of the rounds.
    pub(super) fn new(
        distribution: &Distribution,
        name: &str,
        seed: u64,
        rounds: usize,
        strata: &Strata,
    ) -> Sampled {
        let seed = seed_of(seed, name);
        let mut generator = Generator::new(seed);
        let mut order: Vec<u16> = (0..STRATA).map(|at| u16::try_from(at).unwrap_or(u16::MAX)).collect();
        for at in (1..STRATA).rev() {
            let other = generator.below(u32::try_from(at + 1).unwrap_or(u32::MAX)) as usize;
            order.swap(at, other);
        }
        let (quantiles, mut near) = (distribution.quantiles(), None);
        let sorted: Vec<f64> = strata
            .levels
            .iter()
            .map(|(level, score)| {
                let value = quantiles.at(*level, *score, near);
                near = Some(value);
                value
            })
            .collect();
        let at = |stratum: u16| usize::from(stratum);
        let mut values: Vec<f64> = Vec::with_capacity(STRATA + BLOCK);
        values.extend(order.iter().map(|stratum| sorted.get(at(*stratum)).copied().unwrap_or(0.0)));
        values.extend_from_within(..BLOCK);
        #[allow(clippy::cast_possible_truncation)] // only the order of sums of scores matters
        let score = |stratum: &u16| strata.levels.get(at(*stratum)).map_or(0.0, |(_, score)| *score as f32);
        let scores = order.iter().map(score).collect();
        let offset = |round: usize| {
            let word = mixed(seed ^ mixed(round as u64));
            u32::try_from(word % STRATA as u64).unwrap_or(0)
        };
        let offsets = (0..rounds).map(offset).collect();
        let finite = !any_not_finite(&sorted);
        Sampled { distribution: *distribution, values: values.into_boxed_slice(), scores, offsets, finite }
    }

    /// The distribution of the input.
    pub fn distribution(&self) -> &Distribution {
        &self.distribution
    }

    /// Whether all values are finite.
    pub(super) fn is_finite(&self) -> bool {
        self.finite
    }

    /// The samples from `start` on; `length` is at most a block.
    pub(super) fn samples(&self, start: usize, length: usize) -> &[f64] {
        let from = self.place(start);
        self.values.get(from..from + length).unwrap_or_default()
    }

    /// The place of a sample among the permuted strata.
    fn place(&self, sample: usize) -> usize {
        let offset = self.offsets.get(sample / STRATA).map_or(0, |offset| *offset as usize);
        (sample % STRATA + offset) % STRATA
    }

    /// Adds the scores of the samples from `start` on, times a factor, to the numbers in `out`.
    pub(super) fn add_scores(&self, factor: f32, start: usize, out: &mut [f32]) {
        self.with_scores(start, out, |out, score| *out += factor * score);
    }

    /// Replaces the numbers in `out` by the scores of the samples from `start` on, times a factor.
    pub(super) fn put_scores(&self, factor: f32, start: usize, out: &mut [f32]) {
        self.with_scores(start, out, |out, score| *out = factor * score);
    }

    fn with_scores(&self, start: usize, out: &mut [f32], apply: impl Fn(&mut f32, f32)) {
        let from = self.place(start);
        // The scores up to the end of the column, then those from its start.
        let first = self.scores.get(from..).unwrap_or_default();
        let (head, tail) = out.split_at_mut(first.len().min(out.len()));
        for (out, scores) in [(head, first), (tail, self.scores.as_ref())] {
            out.iter_mut().zip(scores).for_each(|(out, score)| apply(out, *score));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_round_has_every_stratum_once() {
        let distribution = Distribution::Uniform { low: 0.0, high: 1.0 };
        let sampled = Sampled::new(&distribution, "x", 7, 3, &Strata::new());
        for round in 0..3 {
            let starts = (round * STRATA..(round + 1) * STRATA).step_by(BLOCK);
            let mut values: Vec<f64> =
                starts.flat_map(|start| sampled.samples(start, BLOCK)).copied().collect();
            assert_eq!(values.get(5), sampled.samples(round * STRATA + 5, 1).first());
            values.sort_unstable_by(f64::total_cmp);
            for (at, value) in values.iter().enumerate() {
                assert!((value - (at as f64 + 0.5) / STRATA as f64).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn the_stated_ends_are_strata() {
        for (low, high) in [(10.0, 50.0), (0.3, 0.7), (1e-9, 1e9), (5.0, 5.0)] {
            let sampled = Sampled::new(&Distribution::lognormal(low, high), "x", 0, 1, &Strata::new());
            assert!(sampled.values.contains(&low) && sampled.values.contains(&high), "{low} {high}");
        }
    }
}
