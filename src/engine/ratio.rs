//! Which inputs explain the variance of a result: correlation ratios.
//!
//! The samples are sorted into bins by the level of an input. The variance of the means of the bins is the share of the
//! variance that the input explains by itself, however the result depends on it (Pearson, 1905; a first-order Sobol index).
//! Bins are narrow at both ends, where wide inputs do most.

use super::sampled::Sampled;
use super::size::{DEFAULT, STRATA};

/// A result whose ends differ by more than this factor is explained by its logarithm, and so is one whose kurtosis is larger
/// than this: a few samples would make up its variance.
const WIDE: f64 = 10.0;
const HEAVY: f64 = 100.0;

/// The least number of rounds.
const LEAST: usize = 5;

/// What the inputs explain of the variance of a result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explained {
    /// The share that each input explains by itself, by the inputs' numbers.
    pub shares: Vec<(u32, f64)>,
    /// Whether it is the variance of the logarithm.
    pub of_logarithm: bool,
}

impl Explained {
    /// One input explains everything.
    pub(super) fn of_one(input: u32) -> Explained {
        Explained { shares: vec![(input, 1.0)], of_logarithm: false }
    }
}

/// Whether the variance of the logarithm says more, given two percentiles.
pub(super) fn is_wide(p5: f64, p95: f64) -> bool {
    p5 > 0.0 && p95 / p5 > WIDE
}

/// What inputs explain of a column.
pub(super) fn explained(column: &[f64], inputs: &[(u32, &Sampled)]) -> Explained {
    let rounds = column.len().min(DEFAULT) / STRATA;
    if rounds < LEAST {
        return Explained::default();
    }
    let mut values = column.get(..rounds * STRATA).unwrap_or_default().to_vec();
    let of_logarithm = of_logarithm(&values);
    if of_logarithm {
        values.iter_mut().for_each(|value| *value = libm::log(*value));
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter_mut().for_each(|value| *value -= mean);
    let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
    let total: f64 = squares.iter().sum();
    if !(total > 0.0 && total.is_finite()) {
        return Explained::default();
    }
    let bins = Bins::new();
    let share = |(input, sampled): &(u32, &Sampled)| (*input, bins.share(sampled, &values, &squares, total));
    Explained { shares: inputs.iter().map(share).collect(), of_logarithm }
}

fn of_logarithm(values: &[f64]) -> bool {
    if values.iter().any(|value| *value <= 0.0) {
        return false;
    }
    let mut sorted = values.to_vec();
    let mut at = |level: usize| *sorted.select_nth_unstable_by(values.len() * level / 100, f64::total_cmp).1;
    if is_wide(at(5), at(95)) {
        return true;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square = |value: &f64| (value - mean) * (value - mean);
    let variance = values.iter().map(square).sum::<f64>() / n;
    let fourth = values.iter().map(|value| square(value) * square(value)).sum::<f64>() / n;
    fourth > HEAVY * variance * variance
}

/// The samples in a bin.
#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    count: f64,
    sum: f64,
    squares: f64,
}

/// The parts of an outer stratum that are told apart.
const PARTS: usize = 5;

/// How levels are divided into bins.
struct Bins {
    /// The bin of each stratum that is not cut; of an outer one, the bin of each of its parts.
    of_part: Vec<u16>,
    count: usize,
}

impl Bins {
    /// By parts of strata, as many to a bin as there are in a sixteenth of the distance from the nearer end, from one to 32.
    fn new() -> Bins {
        let all = STRATA * PARTS;
        let mut of_part: Vec<u16> = Vec::with_capacity(all);
        let mut lower = Vec::new();
        let mut bin = 0;
        while lower.len() < all / 2 {
            let at = lower.len();
            let whole = at / PARTS >= Sampled::OUTER;
            // A stratum that is not cut is in one bin.
            let width = (at / 16).clamp(1, 32);
            let width = if whole { (width / PARTS).max(1) * PARTS } else { width };
            let end = match whole {
                true => at + width,
                false => (at + width).min(Sampled::OUTER * PARTS),
            };
            lower.resize(end.min(all / 2), bin);
            bin += 1;
        }
        of_part.extend(&lower);
        of_part.extend(lower.iter().rev().map(|own| 2 * bin - 1 - own));
        Bins { of_part, count: usize::from(2 * bin) }
    }

    fn bin<'b>(&self, bins: &'b mut [Bin], stratum: usize, part: usize) -> Option<&'b mut Bin> {
        bins.get_mut(usize::from(*self.of_part.get(stratum * PARTS + part)?))
    }

    /// The share of the variance that an input explains.
    fn share(&self, sampled: &Sampled, values: &[f64], squares: &[f64], total: f64) -> f64 {
        let mut bins = vec![Bin::default(); self.count];
        let (mut sums, mut powers) = ([0.0; STRATA], [0.0; STRATA]);
        let rounds = values.len() / STRATA;
        for (round, (values, squares)) in values.chunks(STRATA).zip(squares.chunks(STRATA)).enumerate() {
            sampled.add_by_place(round, values, &mut sums);
            sampled.add_by_place(round, squares, &mut powers);
            sampled.each_outer_of(round, |at, stratum, level| {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                // a level is from 0 to below 1
                let part = (level * PARTS as f64) as usize;
                if let (Some(bin), Some(value)) = (self.bin(&mut bins, stratum, part), values.get(at)) {
                    bin.count += 1.0;
                    bin.sum += value;
                    bin.squares += value * value;
                }
            });
        }
        for (stratum, (sum, power)) in sampled.strata().zip(sums.iter().zip(&powers)) {
            if Sampled::is_outer(stratum) {
                continue;
            }
            if let Some(bin) = self.bin(&mut bins, stratum, 0) {
                bin.count += rounds as f64;
                bin.sum += sum;
                bin.squares += power;
            }
        }
        let n = values.len() as f64;
        let mut explained = 0.0;
        for Bin { count, sum, squares } in bins.into_iter().filter(|bin| bin.count > 1.0) {
            let (weight, mean) = (count / n, sum / count);
            let within = ((squares - sum * mean) / (count - 1.0)).max(0.0);
            explained += weight * mean * mean - weight * within / count * (1.0 - weight);
        }
        (explained / (total / n)).clamp(0.0, 1.0)
    }
}
