//! Control variates for quantiles (Hesterberg and Nelson, 1998).
//!
//! The standard normal scores of the inputs of a result are known exactly. A regression of the result, or of its
//! logarithm, on the scores gives a weighted sum `L` of scores, which is normally distributed. If at some level the
//! samples of `L` are too low or too high, those of the result are as well, and the level at which the result is read is
//! [moved](super::parts) accordingly.

use std::collections::HashMap;

use super::feed::Column;
use super::inputs::MOST_INPUTS;
use super::order::Ordered;
use super::sampled::Sampled;
use super::size::STRATA;
use super::together;

/// The number of samples in the regression: two rounds.
const PILOT: usize = 2 * STRATA;

/// Inputs that explain a smaller share of the variance are left out of the weighted sum.
const NEGLIGIBLE: f64 = 1e-6;

/// The scores of the inputs, computed when they are needed.
pub(super) struct ControlVariates<'a> {
    columns: &'a [Column<'a>],
    /// The centred scores of the samples in the regression, by input.
    scores: HashMap<u32, Vec<f64>>,
    /// Their scalar products, by pairs of inputs in order.
    products: HashMap<(u32, u32), f64>,
    /// Buffers for order statistics.
    pub spare: Vec<Ordered>,
}

/// The result of a regression.
#[derive(Clone, Debug, Default)]
pub(super) struct Fit {
    /// The weight of each input's score.
    weights: Vec<(u32, f64)>,
    /// The share of the variance that the inputs explain together.
    explained: f64,
}

impl<'a> ControlVariates<'a> {
    /// Computes nothing yet.
    pub fn new(columns: &'a [Column<'a>]) -> ControlVariates<'a> {
        ControlVariates { columns, scores: HashMap::new(), products: HashMap::new(), spare: Vec::new() }
    }

    fn sampled(&self, input: u32) -> Option<&'a Sampled> {
        match self.columns.get(input as usize) {
            Some(Column::Sampled(sampled)) => Some(sampled),
            _ => None,
        }
    }

    /// Regresses a result on its inputs. Returns `None` if there are too few samples, a single input or very many, inputs
    /// that are not samples of a distribution, or no variance.
    pub fn fit(&mut self, inputs: &[u32], result: &[f64]) -> Option<Fit> {
        let pilot = result.get(..PILOT)?;
        let count = inputs.len();
        if !(2..=MOST_INPUTS).contains(&count) || inputs.iter().any(|input| self.sampled(*input).is_none()) {
            return None;
        }
        for input in inputs {
            self.prepare(*input);
        }
        let plain = self.regress(inputs, pilot.to_vec());
        if pilot.iter().any(|value| *value <= 0.0) {
            return plain;
        }
        let logarithm = self.regress(inputs, pilot.iter().map(|value| libm::log(*value)).collect());
        match (plain, logarithm) {
            (Some(plain), Some(logarithm)) if plain.explained > logarithm.explained => Some(plain),
            (plain, logarithm) => logarithm.or(plain),
        }
    }

    /// The centred scores of the first samples of an input, and the sum of their squares.
    fn scores_of(&self, input: u32, count: usize) -> Option<(Vec<f64>, f64)> {
        let mut scores = vec![0.0_f32; count];
        let sampled = self.sampled(input)?;
        for (round, scores) in scores.chunks_mut(STRATA).enumerate() {
            sampled.add_scores(1.0, round, scores);
        }
        Some(centred(scores.into_iter().map(f64::from).collect()))
    }

    /// Computes the centred scores of an input, unless they are known.
    fn prepare(&mut self, input: u32) {
        if !self.scores.contains_key(&input)
            && let Some((scores, _)) = self.scores_of(input, PILOT)
        {
            self.scores.insert(input, scores);
        }
    }

    fn product(&mut self, a: u32, b: u32) -> f64 {
        let key = (a.min(b), a.max(b));
        if let Some(product) = self.products.get(&key) {
            return *product;
        }
        let product = match (self.scores.get(&a), self.scores.get(&b)) {
            (Some(a), Some(b)) => dot(a, b),
            _ => 0.0,
        };
        self.products.insert(key, product);
        product
    }

    fn regress(&mut self, inputs: &[u32], values: Vec<f64>) -> Option<Fit> {
        let (values, total) = centred(values);
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        let size = inputs.len();
        let mut matrix: Vec<Vec<f64>> = Vec::with_capacity(size);
        for (row, a) in inputs.iter().enumerate() {
            matrix.push(inputs.iter().take(row + 1).map(|b| self.product(*a, *b)).collect());
        }
        let right: Vec<f64> = inputs
            .iter()
            .map(|input| self.scores.get(input).map_or(0.0, |scores| dot(scores, &values)))
            .collect();
        let weights = solve(matrix, &right)?;
        let explained: f64 = weights.iter().zip(&right).map(|(weight, right)| weight * right).sum();
        // Adjusted for the share that chance alone would explain.
        let free = (PILOT - 1 - size) as f64;
        let missing = (1.0 - explained / total).clamp(0.0, 1.0) * (PILOT - 1) as f64 / free;
        let weights = inputs.iter().copied().zip(weights).collect();
        Some(Fit { weights, explained: (1.0 - missing).max(0.0) })
    }

    /// The sum of scores that goes with a result; `None` if nothing can be told from it.
    pub fn direction(&self, fit: &Fit) -> Option<Direction<'a>> {
        let total: f64 = fit.weights.iter().map(|(_, weight)| weight * weight).sum();
        if fit.explained <= 0.0 || total <= 0.0 {
            return None;
        }
        let used = fit.weights.iter().filter(|(_, weight)| weight * weight > NEGLIGIBLE * total);
        let used: Vec<(u32, f64)> = used.copied().collect();
        self.along(&used)
    }

    /// The sum of scores with some weights, of any size.
    pub fn along(&self, weights: &[(u32, f64)]) -> Option<Direction<'a>> {
        let scored = weights.iter().map(|(input, weight)| Some((self.sampled(*input)?, *weight)));
        let size = libm::sqrt(together::variance(&scored.collect::<Option<Vec<_>>>()?));
        let weighted = weights.iter().map(|(input, weight)| {
            #[allow(clippy::cast_possible_truncation)] // only the order of the sums matters
            let weight = (weight / size) as f32;
            Some((self.sampled(*input)?, weight))
        });
        let weights = weighted.collect::<Option<Vec<_>>>()?;
        // Of inputs that cancel nothing is left but rounding.
        let total: f64 = weights.iter().map(|(_, weight)| f64::from(weight.abs())).sum();
        (size > 0.0 && total < 1e6).then_some(Direction { weights })
    }
}

/// A weighted sum of scores, which is normally distributed with a variance of 1.
pub(super) struct Direction<'a> {
    weights: Vec<(&'a Sampled, f32)>,
}

impl Direction<'_> {
    /// The sums of the samples from the start of a round on.
    pub fn fill(&self, round: usize, sums: &mut [f32]) {
        sums.fill(0.0);
        for (sampled, weight) in &self.weights {
            sampled.add_scores(*weight, round, sums);
        }
    }
}

/// The values less their mean, and the sum of their squares.
fn centred(mut values: Vec<f64>) -> (Vec<f64>, f64) {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter_mut().for_each(|value| *value -= mean);
    let total = dot(&values, &values);
    (values, total)
}

/// The scalar product, in four sums that the compiler can vectorise.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (mut left, mut right) = (a.chunks_exact(4), b.chunks_exact(4));
    for (a, b) in left.by_ref().zip(right.by_ref()) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// Solves a symmetric system that is given by its lower triangle, by Cholesky decomposition. Returns `None` if the matrix
/// is singular.
fn solve(mut matrix: Vec<Vec<f64>>, right: &[f64]) -> Option<Vec<f64>> {
    let size = right.len();
    for row in 0..size {
        for column in 0..=row {
            let (above, below) = matrix.split_at(row);
            let own = below.first()?;
            let other = if column == row { own } else { above.get(column)? };
            let done: f64 = own.iter().zip(other).take(column).map(|(a, b)| a * b).sum();
            let value = own.get(column)? - done;
            let value = if column == row {
                if value <= 1e-9 {
                    return None;
                }
                libm::sqrt(value)
            } else {
                value / other.get(column)?
            };
            *matrix.get_mut(row)?.get_mut(column)? = value;
        }
    }
    let mut solution = right.to_vec();
    for row in 0..size {
        let line = matrix.get(row)?;
        let done: f64 = line.iter().zip(&solution).take(row).map(|(a, b)| a * b).sum();
        *solution.get_mut(row)? = (solution.get(row)? - done) / line.get(row)?;
    }
    for row in (0..size).rev() {
        let mut done = 0.0;
        for below in row + 1..size {
            done += matrix.get(below)?.get(row)? * solution.get(below)?;
        }
        *solution.get_mut(row)? = (solution.get(row)? - done) / matrix.get(row)?.get(row)?;
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_solved() {
        // [4 2 1; 2 5 3; 1 3 6] x = [11, 21, 25] for x = [1, 2, 3].
        let lower = vec![vec![4.0], vec![2.0, 5.0], vec![1.0, 3.0, 6.0]];
        let solution = solve(lower, &[11.0, 21.0, 25.0]).unwrap();
        for (found, exact) in solution.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - exact).abs() < 1e-12);
        }
        assert!(solve(vec![vec![1.0], vec![1.0, 1.0]], &[1.0, 1.0]).is_none());
    }
}
