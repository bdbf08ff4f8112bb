//! The samples of all inputs that a program needs.

use std::sync::Arc;

use super::distribution::Distribution;
use super::feed::Column;
use super::grid::Grid;
use super::program::{Program, Slot};
use super::sampled::Sampled;
use super::size::{DEFAULT, STRATA, rounds_for};
use super::together::Group;

/// An input with its uncertainty.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// The name that seeds its samples: two variables of one name and one distribution have the same samples.
    pub name: String,
    /// The distribution of its values.
    pub distribution: Distribution,
}

/// The number of samples, and their seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// The seed of the run.
    pub seed: u64,
    /// The least number of samples; it is rounded up to an odd number of rounds of 650, at least five.
    pub samples: usize,
}

impl Default for Sampling {
    fn default() -> Sampling {
        Sampling { seed: 0, samples: DEFAULT }
    }
}

/// Samples of the inputs that a program needs.
#[derive(Clone, Debug)]
pub struct Samples {
    sources: Vec<Source>,
    rounds: usize,
    grid: Option<Arc<Grid>>,
}

#[derive(Clone, Debug)]
enum Source {
    One(f64),
    Sampled(Arc<Sampled>),
}

impl Samples {
    /// Samples the inputs that some slots depend on, and those that are correlated with them; the others are fixed at their
    /// medians.
    pub fn new(
        program: &Program,
        slots: impl IntoIterator<Item = Slot>,
        (variables, groups): (&[Variable], &[Group]),
        sampling: Sampling,
    ) -> Samples {
        let mut needed = program.inputs_of(slots);
        let groups: Vec<&Group> =
            groups.iter().filter(|group| group.inputs().iter().any(|input| needed.contains(input))).collect();
        needed.extend(groups.iter().flat_map(|group| group.inputs()));
        let rounds = rounds_for(sampling.samples);
        let mut grid: Option<Arc<Grid>> = None;
        let sampled = variables.iter().enumerate().map(|(at, Variable { name, distribution })| {
            let number = u32::try_from(at).unwrap_or(u32::MAX);
            if distribution.is_fixed() || !needed.contains(&number) {
                return None;
            }
            let grid = grid.get_or_insert_with(|| Arc::new(Grid::new(rounds)));
            Some(Sampled::new(distribution, name, sampling.seed, grid))
        });
        let mut sampled: Vec<Option<Sampled>> = sampled.collect();
        groups.iter().for_each(|group| group.arrange(&mut sampled, rounds));
        let source = |(sampled, variable): (Option<Sampled>, &Variable)| match sampled {
            Some(sampled) => Source::Sampled(Arc::new(sampled)),
            None => Source::One(variable.distribution.at_level(0.5)),
        };
        let sources = sampled.into_iter().zip(variables).map(source).collect();
        // Where nothing is uncertain one sample says it all.
        let rounds = if grid.is_some() { rounds } else { 0 };
        Samples { sources, rounds, grid }
    }

    /// The same samples, but for the inputs whose numbers are in `changed`: those are sampled anew. `sampling` is that
    /// of the first samples.
    pub fn with(&self, variables: &[Variable], changed: &[u32], sampling: Sampling) -> Samples {
        let mut samples = self.clone();
        for number in changed {
            let at = *number as usize;
            let (Some(source), Some(Variable { name, distribution })) =
                (samples.sources.get_mut(at), variables.get(at))
            else {
                continue;
            };
            // An input that nothing needs stays at its median.
            *source = match source {
                Source::Sampled(was) if !distribution.is_fixed() => {
                    let grid = samples.grid.get_or_insert_with(|| Arc::new(Grid::new(self.rounds)));
                    let mut sampled = Sampled::new(distribution, name, sampling.seed, grid);
                    was.arrangement().into_iter().for_each(|own| sampled.arrange(own.clone()));
                    Source::Sampled(Arc::new(sampled))
                }
                _ => Source::One(distribution.at_level(0.5)),
            };
        }
        samples
    }

    /// Fixes all inputs at their medians.
    pub fn medians(variables: &[Variable]) -> Samples {
        let sources = variables.iter().map(|variable| Source::One(variable.distribution.at_level(0.5)));
        Samples { sources: sources.collect(), rounds: 0, grid: None }
    }

    /// The columns of the inputs, for a [`Feed`](super::Feed).
    pub fn columns(&self) -> Vec<Column<'_>> {
        let column = |source| match source {
            &Source::One(value) => Column::One(value),
            Source::Sampled(sampled) => Column::Sampled(sampled.as_ref()),
        };
        self.sources.iter().map(column).collect()
    }

    /// The number of samples; 1 if nothing was sampled.
    pub fn samples(&self) -> usize {
        (self.rounds * STRATA).max(1)
    }
}
