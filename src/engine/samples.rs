//! Samples of the inputs: a Latin hypercube in rotated rounds.
//!
//! An input's range is cut into [`STRATA`] parts of equal probability, and the middle of each is
//! one value. A permutation that is seeded by the input's name shuffles them into a column.
//! A round reads the whole column once, from an offset of its own, so that each round is
//! a Latin hypercube and the rounds differ. Memory does not depend on the number of samples, and what is
//! drawn for one input does not depend on which others there are.

use super::distribution::Distribution;
use super::kernel::any_not_finite;
use super::normal;
use super::program::{Program, Slot};
use super::random::{Generator, mixed, seed_of};
use super::run::{BLOCK, Column};

/// How many values an input has, each in every round once.
///
/// It is ten times an odd number, so that the levels 5% and 95% fall into the middle of a stratum
/// and the stated ends of a range come out exactly.
pub const STRATA: usize = 4090;

/// How many rounds there are unless more are asked for.
pub const ROUNDS: usize = 4;

/// An input as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// What its samples are seeded by; two variables of one name have the same samples.
    pub name: String,
    /// How it is distributed.
    pub distribution: Distribution,
}

/// How many samples there are, and what they are seeded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// The seed of the run.
    pub seed: u64,
    /// At least how many samples; they come in whole rounds of [`STRATA`].
    pub samples: usize,
}

impl Default for Sampling {
    fn default() -> Sampling {
        Sampling { seed: 0, samples: STRATA * ROUNDS }
    }
}

/// Samples of the inputs that a program needs.
#[derive(Clone, Debug)]
pub struct Samples {
    sources: Vec<Source>,
    rounds: usize,
}

#[derive(Clone, Debug)]
enum Source {
    One(f64),
    Sampled(Sampled),
}

impl Samples {
    /// Samples the inputs of some slots; the others stand still at their medians.
    pub fn new(
        program: &Program,
        slots: impl IntoIterator<Item = Slot>,
        variables: &[Variable],
        sampling: Sampling,
    ) -> Samples {
        let needed = program.inputs_of(slots);
        let rounds = sampling.samples.div_ceil(STRATA).max(1);
        let mut strata: Option<Strata> = None;
        let sources = variables.iter().enumerate().map(|(at, Variable { name, distribution })| {
            let number = u32::try_from(at).unwrap_or(u32::MAX);
            if distribution.is_fixed() || !needed.contains(&number) {
                return Source::One(distribution.at_level(0.5));
            }
            let strata = strata.get_or_insert_with(Strata::new);
            Source::Sampled(Sampled::new(distribution, name, sampling.seed, rounds, strata))
        });
        Samples { sources: sources.collect(), rounds }
    }

    /// All inputs at their medians.
    pub fn medians(variables: &[Variable]) -> Samples {
        let sources = variables.iter().map(|variable| Source::One(variable.distribution.at_level(0.5)));
        Samples { sources: sources.collect(), rounds: 0 }
    }

    /// The inputs as a program reads them.
    pub fn columns(&self) -> Vec<Column<'_>> {
        let column = |source| match source {
            &Source::One(value) => Column::One(value),
            Source::Sampled(drawn) => Column::Sampled(drawn),
        };
        self.sources.iter().map(column).collect()
    }

    /// How many samples there are; 1 if nothing was drawn.
    pub fn samples(&self) -> usize {
        (self.rounds * STRATA).max(1)
    }
}

/// An input that is not the same in every world.
#[derive(Clone, Debug)]
pub struct Sampled {
    distribution: Distribution,
    /// The values, permuted, and a block of the first ones once more, so that wherever a block begins its samples
    /// lie side by side.
    values: Box<[f64]>,
    /// Their standard normal scores, in the same order.
    scores: Box<[f32]>,
    /// Where each round begins to read.
    offsets: Box<[u32]>,
    /// Whether all values are finite.
    finite: bool,
}

/// The levels of the strata with their scores, shared by all inputs.
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
    /// Samples an input.
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
        let (law, mut near) = (distribution.law(), None);
        let sorted: Vec<f64> = strata
            .levels
            .iter()
            .map(|(level, score)| {
                let value = law.at(*level, *score, near);
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

    /// How it is distributed.
    pub fn distribution(&self) -> &Distribution {
        &self.distribution
    }

    /// Whether all values are finite.
    pub(super) fn is_finite(&self) -> bool {
        self.finite
    }

    /// So many samples from `start` on, at most a block.
    pub(super) fn samples(&self, start: usize, length: usize) -> &[f64] {
        let from = self.place(start);
        self.values.get(from..from + length).unwrap_or_default()
    }

    /// The place of a sample among the permuted strata.
    fn place(&self, sample: usize) -> usize {
        let offset = self.offsets.get(sample / STRATA).map_or(0, |offset| *offset as usize);
        (sample % STRATA + offset) % STRATA
    }

    /// Adds the scores of the samples from `start` on, times a factor, to what is there.
    pub(super) fn add_scores(&self, factor: f32, start: usize, out: &mut [f32]) {
        self.with_scores(start, out, |out, score| *out += factor * score);
    }

    /// Puts them in the place of what is there.
    pub(super) fn put_scores(&self, factor: f32, start: usize, out: &mut [f32]) {
        self.with_scores(start, out, |out, score| *out = factor * score);
    }

    fn with_scores(&self, start: usize, out: &mut [f32], apply: impl Fn(&mut f32, f32)) {
        let from = self.place(start);
        // Those to the end of the column, then those from its beginning.
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
        let drawn = Sampled::new(&distribution, "x", 7, 3, &Strata::new());
        for round in 0..3 {
            let starts = (round * STRATA..(round + 1) * STRATA).step_by(BLOCK);
            let mut values: Vec<f64> =
                starts.flat_map(|start| drawn.samples(start, BLOCK)).copied().collect();
            assert_eq!(values.get(5), drawn.samples(round * STRATA + 5, 1).first());
            values.sort_unstable_by(f64::total_cmp);
            for (at, value) in values.iter().enumerate() {
                assert!((value - (at as f64 + 0.5) / STRATA as f64).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn the_stated_ends_are_strata() {
        for (low, high) in [(10.0, 50.0), (0.3, 0.7), (1e-9, 1e9), (5.0, 5.0)] {
            let drawn = Sampled::new(&Distribution::lognormal(low, high), "x", 0, 1, &Strata::new());
            assert!(drawn.values.contains(&low) && drawn.values.contains(&high), "{low} {high}");
        }
    }
}
