//! Inputs that rise and fall together.
//!
//! A rank correlation is that of normal scores whose own correlation is `2 sin(π ρ / 6)` (a Gaussian copula). In each round
//! the samples of an input are put into the order of scores that have the correlations wanted (Iman and Conover, 1982), so
//! that each round still has every stratum once. The first input of a group keeps its order, and the order of another depends
//! only on those before it.

use std::sync::Arc;

use super::arrangement::Arrangement;
use super::sampled::Sampled;
use super::size::STRATA;

/// A pivot of the decomposition this small is zero.
const TINY: f64 = 1e-9;

/// Inputs that are correlated, directly or through others, by the inputs' numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// In the order in which their correlations were given.
    inputs: Vec<u32>,
    /// The correlations of their normal scores: a row for each.
    normal: Vec<Vec<f64>>,
}

impl Group {
    /// Groups inputs by their rank correlations, each a pair of inputs with a number from -1 to 1. A pair that is not given
    /// is not correlated.
    ///
    /// # Errors
    ///
    /// Returns the inputs of a group whose correlations contradict each other.
    pub fn all(pairs: &[(u32, u32, f64)]) -> Result<Vec<Group>, Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for (a, b, _) in pairs {
            let at = |input: u32, groups: &[Vec<u32>]| groups.iter().position(|group| group.contains(&input));
            match (at(*a, &groups), at(*b, &groups)) {
                (None, None) => groups.push(vec![*a, *b]),
                (Some(own), None) => groups.get_mut(own).into_iter().for_each(|group| group.push(*b)),
                (None, Some(own)) => groups.get_mut(own).into_iter().for_each(|group| group.push(*a)),
                (Some(one), Some(other)) if one != other => {
                    let (first, second) = (one.min(other), one.max(other));
                    let moved = groups.remove(second);
                    groups.get_mut(first).into_iter().for_each(|group| group.extend(&moved));
                }
                _ => {}
            }
        }
        groups.into_iter().map(|inputs| Group::of(inputs, pairs)).collect()
    }

    fn of(inputs: Vec<u32>, pairs: &[(u32, u32, f64)]) -> Result<Group, Vec<u32>> {
        let between = |a: u32, b: u32| {
            let is_pair = |(x, y, _): &&(u32, u32, f64)| (*x, *y) == (a, b) || (*x, *y) == (b, a);
            let rank = pairs.iter().rev().find(is_pair).map_or(0.0, |(.., rank)| *rank);
            if a == b { 1.0 } else { 2.0 * libm::sin(std::f64::consts::PI * rank / 6.0) }
        };
        let row = |a: &u32| inputs.iter().map(|b| between(*a, *b)).collect();
        let normal: Vec<Vec<f64>> = inputs.iter().map(row).collect();
        match decomposed(&normal) {
            Some(_) => Ok(Group { inputs, normal }),
            None => Err(inputs),
        }
    }

    /// The inputs.
    pub fn inputs(&self) -> &[u32] {
        &self.inputs
    }

    /// Puts the samples of those inputs of the group that have any into order.
    pub(super) fn arrange(&self, all: &mut [Option<Sampled>], rounds: usize) {
        let is_sampled = |input: &u32| all.get(*input as usize).is_some_and(Option::is_some);
        let kept: Vec<usize> =
            self.inputs.iter().enumerate().filter(|(_, input)| is_sampled(input)).map(|(at, _)| at).collect();
        let part = |row: &Vec<f64>| kept.iter().filter_map(|at| row.get(*at).copied()).collect();
        let normal: Vec<Vec<f64>> = kept.iter().filter_map(|at| self.normal.get(*at)).map(part).collect();
        let Some(factor) = decomposed(&normal).filter(|factor| factor.len() > 1) else { return };
        let inputs: Vec<u32> = kept.iter().filter_map(|at| self.inputs.get(*at).copied()).collect();
        let own: Vec<&Sampled> =
            inputs.iter().filter_map(|input| all.get(*input as usize)?.as_ref()).collect();
        let mut places: Vec<Vec<u16>> = vec![Vec::with_capacity(rounds * STRATA); own.len()];
        let by_stratum: Vec<Vec<u16>> = own.iter().map(|sampled| places_by_stratum(sampled)).collect();
        for round in 0..rounds {
            let scores = wanted(&own, round, &factor);
            for ((places, scores), by_stratum) in places.iter_mut().zip(&scores).zip(&by_stratum) {
                let mut order: Vec<u16> = (0..u16::try_from(STRATA).unwrap_or(0)).collect();
                let score = |at: &u16| scores.get(usize::from(*at)).copied().unwrap_or(0.0);
                order.sort_by(|a, b| score(a).total_cmp(&score(b)));
                let start = places.len();
                places.resize(start + STRATA, 0);
                for (at, place) in order.iter().zip(by_stratum) {
                    if let Some(own) = places.get_mut(start + usize::from(*at)) {
                        *own = *place;
                    }
                }
            }
        }
        let normal = Arc::new(normal);
        for (at, (input, places)) in inputs.into_iter().zip(places).enumerate() {
            if let Some(Some(sampled)) = all.get_mut(input as usize) {
                let places = (at > 0).then(|| places.into());
                sampled.arrange(Arrangement { places, normal: Arc::clone(&normal), at });
            }
        }
    }
}

/// The place of each stratum in the column of an input.
fn places_by_stratum(sampled: &Sampled) -> Vec<u16> {
    let mut places = vec![0; STRATA];
    for (place, stratum) in sampled.strata().enumerate() {
        if let Some(own) = places.get_mut(stratum) {
            *own = u16::try_from(place).unwrap_or(0);
        }
    }
    places
}

/// Scores of a round with the correlations of a factor: those that the samples have by chance are taken out first.
fn wanted(own: &[&Sampled], round: usize, factor: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let scores = |sampled: &&Sampled| {
        let mut scores = [0.0_f32; STRATA];
        sampled.add_scores(1.0, round, &mut scores);
        let scores = scores.map(f64::from);
        let mean = scores.iter().sum::<f64>() / STRATA as f64;
        let square = scores.iter().map(|score| (score - mean) * (score - mean)).sum::<f64>();
        let sd = libm::sqrt(square / STRATA as f64);
        scores.iter().map(|score| (score - mean) / sd).collect::<Vec<f64>>()
    };
    let mut independent: Vec<Vec<f64>> = own.iter().map(scores).collect();
    // Each less what it shares with those before it, by Gram and Schmidt.
    for at in 1..independent.len() {
        let (before, rest) = independent.split_at_mut(at);
        let Some(scores) = rest.first_mut() else { continue };
        for other in before.iter() {
            let shared = dot(scores, other) / STRATA as f64;
            scores.iter_mut().zip(other).for_each(|(score, other)| *score -= shared * other);
        }
        let size = libm::sqrt(dot(scores, scores) / STRATA as f64);
        scores.iter_mut().for_each(|score| *score /= size);
    }
    let combined = |row: &Vec<f64>| {
        let mut sum = vec![0.0; STRATA];
        for (weight, scores) in row.iter().zip(&independent) {
            sum.iter_mut().zip(scores).for_each(|(sum, score)| *sum += weight * score);
        }
        sum
    };
    factor.iter().map(combined).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The correlation of the normal scores of two inputs that differ.
pub(super) fn between(a: &Sampled, b: &Sampled) -> f64 {
    match (a.arrangement(), b.arrangement()) {
        (Some(a), Some(b)) if Arc::ptr_eq(&a.normal, &b.normal) => {
            a.normal.get(a.at).and_then(|row| row.get(b.at)).copied().unwrap_or(0.0)
        }
        _ => 0.0,
    }
}

/// The variance of a weighted sum of the normal scores of different inputs.
pub(super) fn variance(weights: &[(&Sampled, f64)]) -> f64 {
    let mut sum: f64 = weights.iter().map(|(_, weight)| weight * weight).sum();
    let some = weights.iter().enumerate().filter(|(_, (sampled, _))| sampled.arrangement().is_some());
    for (at, (a, weight)) in some {
        let earlier = weights.iter().take(at);
        sum += earlier.map(|(b, other)| 2.0 * weight * other * between(a, b)).sum::<f64>();
    }
    sum.max(0.0)
}

/// The factor of the correlations of the normal scores of some inputs; `None` if none are correlated.
pub(super) fn factor(inputs: &[&Sampled]) -> Option<Vec<Vec<f64>>> {
    let is_pair = |(at, a): (usize, &&Sampled)| {
        a.arrangement().is_some() && inputs.iter().take(at).any(|b| between(a, b) != 0.0)
    };
    if !inputs.iter().enumerate().any(is_pair) {
        return None;
    }
    let row = |(at, a): (usize, &&Sampled)| {
        let entry = |(other, b): (usize, &&Sampled)| if at == other { 1.0 } else { between(a, b) };
        inputs.iter().enumerate().map(entry).collect()
    };
    decomposed(&inputs.iter().enumerate().map(row).collect::<Vec<Vec<f64>>>())
}

/// The lower triangle whose product with its transpose is a matrix of correlations (Cholesky); `None` if there is none. A row
/// that follows from those before it ends with a zero.
fn decomposed(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (at, row) in matrix.iter().enumerate() {
        let mut own: Vec<f64> = Vec::with_capacity(at + 1);
        for (column, other) in factor.iter().enumerate() {
            let rest = row.get(column)? - dot(&own, other);
            let pivot = *other.last()?;
            match pivot > TINY {
                true => own.push(rest / pivot),
                false if rest.abs() > 1e-6 => return None,
                false => own.push(0.0),
            }
        }
        let rest = row.get(at)? - dot(&own, &own);
        if rest < -TINY {
            return None;
        }
        own.push(libm::sqrt(rest.max(0.0)));
        factor.push(own);
    }
    Some(factor)
}

/// Independent scores of correlated ones: solves for those that a factor makes them of. `None` if one follows from others.
pub(super) fn independent(factor: &[Vec<f64>], scores: &[f64]) -> Option<Vec<f64>> {
    let mut own: Vec<f64> = Vec::with_capacity(scores.len());
    for (row, score) in factor.iter().zip(scores) {
        let pivot = *row.last()?;
        if pivot < TINY {
            return None;
        }
        own.push((score - dot(&own, row)) / pivot);
    }
    Some(own)
}

/// Correlated scores of independent ones.
pub(super) fn correlated(factor: &[Vec<f64>], scores: &[f64]) -> Vec<f64> {
    factor.iter().map(|row| dot(row, scores)).collect()
}

/// The rank correlation of normal scores with a correlation.
#[cfg(test)]
fn of_ranks(normal: f64) -> f64 {
    6.0 / std::f64::consts::PI * libm::asin(normal / 2.0)
}

#[cfg(test)]
mod tests {
    use super::super::distribution::Distribution;
    use super::super::grid::Grid;
    use super::*;

    fn ranks(values: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        let mut ranks = vec![0.0; values.len()];
        order.iter().enumerate().for_each(|(rank, at)| ranks[*at] = rank as f64);
        ranks
    }

    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let centred = |values: &[f64]| {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            values.iter().map(|value| value - mean).collect::<Vec<f64>>()
        };
        let (a, b) = (centred(a), centred(b));
        dot(&a, &b) / libm::sqrt(dot(&a, &a) * dot(&b, &b))
    }

    fn column(sampled: &Sampled, rounds: usize) -> Vec<f64> {
        let mut all = vec![0.0; rounds * STRATA];
        all.chunks_mut(STRATA).enumerate().for_each(|(round, out)| sampled.fill(round, out));
        for (at, value) in all.iter().enumerate() {
            assert_eq!(sampled.sample(at).to_bits(), value.to_bits());
        }
        all
    }

    #[test]
    fn ranks_have_the_correlations_and_marginals_stay() {
        let (rounds, mut squares, mut count) = (25, 0.0, 0.0);
        for seed in 0..10 {
            let grid = Arc::new(Grid::new(rounds));
            let distribution = Distribution::lognormal(10.0, 1000.0);
            let sampled = |name: &str| Some(Sampled::new(&distribution, name, seed, &grid));
            let mut all = vec![sampled("a"), sampled("b"), None, sampled("c")];
            let plain: Vec<Vec<f64>> = all.iter().flatten().map(|own| column(own, rounds)).collect();
            let pairs = [(0, 1, 0.8), (1, 3, -0.5), (0, 3, -0.2)];
            Group::all(&pairs).unwrap()[0].arrange(&mut all, rounds);
            let columns: Vec<Vec<f64>> = all.iter().flatten().map(|own| column(own, rounds)).collect();
            assert_eq!(columns[0], plain[0], "the first keeps its order");
            for (own, plain) in columns.iter().zip(&plain) {
                for (own, plain) in own.chunks(STRATA).zip(plain.chunks(STRATA)) {
                    let sorted = |values: &[f64]| {
                        let mut values = values.to_vec();
                        values.sort_unstable_by(f64::total_cmp);
                        values
                    };
                    assert_eq!(sorted(own), sorted(plain), "every round has the same values");
                }
            }
            for (a, b, rank) in [(0, 1, 0.8), (1, 2, -0.5), (0, 2, -0.2)] {
                let off = correlation(&ranks(&columns[a]), &ranks(&columns[b])) - rank;
                squares += off * off;
                count += 1.0;
            }
        }
        let rms = libm::sqrt(squares / count);
        assert!(rms <= 0.003, "{rms}");
    }

    #[test]
    fn correlations_that_contradict_each_other_are_refused() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
        assert_eq!(Group::all(&pairs), Err(vec![0, 1, 2]));
        // Perfect ones are fine, if they agree.
        assert!(Group::all(&[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)]).is_ok());
        assert!(Group::all(&[(0, 1, 1.0), (1, 2, 1.0)]).is_err());
        assert_eq!(Group::all(&[(0, 1, 0.5), (2, 3, 0.5)]).unwrap().len(), 2);
        assert_eq!(Group::all(&[(0, 1, 0.5), (2, 3, 0.5), (1, 2, 0.1)]).unwrap()[0].inputs(), [0, 1, 2, 3]);
        assert!((of_ranks(2.0 * libm::sin(std::f64::consts::PI * 0.7 / 6.0)) - 0.7).abs() < 1e-12);
    }
}
