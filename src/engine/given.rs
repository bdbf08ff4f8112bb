//! Statistics over the samples that meet a condition.

use super::parts::{self, Parts};
use super::program::{ABSENT, Measure};
use super::summary::{CLOSE, Estimated};

/// Fewer samples tell nothing.
pub(super) const LEAST: usize = 20;

/// With fewer samples beyond it, a percentile is mostly noise.
const FEW: f64 = 10.0;

/// The values of the samples that meet a condition, by parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Present {
    parts: Parts,
    values: Vec<Vec<f64>>,
}

impl Present {
    /// No values yet.
    pub fn new(parts: Parts) -> Present {
        Present { parts, values: Vec::new() }
    }

    /// Adds a block, by its number.
    pub fn add(&mut self, at: usize, block: &[f64]) {
        self.values.resize_with(self.parts.count(), Vec::new);
        if let Some(values) = self.values.get_mut(self.parts.of_block(at)) {
            values.extend(block.iter().copied().filter(|value| *value != ABSENT));
        }
    }

    /// The number of values.
    pub fn count(&self) -> usize {
        self.values.iter().map(Vec::len).sum()
    }

    /// A statistic with its sampling error. `None` if the values are too few.
    ///
    /// It is a ratio, of a sum to the number of values, both of which differ between the parts.
    pub fn estimated(&self, measure: Measure, level: f64) -> Option<Estimated> {
        let count = self.count();
        if count < LEAST {
            return None;
        }
        let n = count as f64;
        let mean = self.sum(|value| value) / n;
        Some(match measure {
            Measure::Mean => self.about(mean, |value| value - mean),
            Measure::Share => {
                let found = self.about(mean, |value| value - mean);
                // The rule of three, as for shares of all samples.
                let low = if mean == 1.0 { 1.0 - 3.0 / n } else { found.low.max(0.0) };
                let high = if mean == 0.0 { 3.0 / n } else { found.high.min(1.0) };
                Estimated { low, high, ..found }
            }
            Measure::Sd => {
                let variance = self.sum(|value| (value - mean) * (value - mean)) / n;
                if variance == 0.0 {
                    return Some(Estimated::exactly(0.0));
                }
                let sd = libm::sqrt(variance);
                self.about(sd, |value| ((value - mean) * (value - mean) - variance) / (2.0 * sd))
            }
            Measure::Quantile => self.quantile(level),
        })
    }

    fn sum(&self, of: impl Fn(f64) -> f64 + Copy) -> f64 {
        self.values.iter().map(|part| part.iter().map(|value| of(*value)).sum::<f64>()).sum()
    }

    /// How the parts deviate, given how each value does.
    fn deviations(&self, of: impl Fn(f64) -> f64) -> Vec<f64> {
        let scale = self.values.len() as f64 / self.count().max(1) as f64;
        let part = |values: &Vec<f64>| values.iter().map(|value| of(*value)).sum::<f64>() * scale;
        self.values.iter().map(part).collect()
    }

    fn about(&self, value: f64, of: impl Fn(f64) -> f64) -> Estimated {
        let deviations = self.deviations(of);
        let error = parts::error(&deviations).unwrap_or(0.0);
        Estimated { deviations, ..Estimated::within(value, error) }
    }

    fn quantile(&self, level: f64) -> Estimated {
        let mut sorted: Vec<f64> = self.values.iter().flatten().copied().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let n = sorted.len() as f64;
        let at = |level: f64| between(&sorted, (level * n - 0.5).clamp(0.0, n - 1.0));
        let value = at(level);
        let below = sorted.partition_point(|own| *own <= value) as f64 / n;
        let shares = self.deviations(|own| f64::from(u8::from(own <= value)) - below);
        let half = 0.5 / n;
        let own = parts::error(&shares).filter(|own| *own > 0.0);
        let off = match own {
            Some(own) => libm::sqrt(own * own + half * half),
            None => libm::sqrt(level * (1.0 - level) / n),
        };
        let error = (at(level + off) - at(level - off)) / 2.0;
        let deviations = shares.iter().map(|share| -share * error / off).collect();
        Estimated {
            low: at(level - CLOSE * off),
            high: at(level + CLOSE * off),
            error,
            deviations,
            is_sparse: level.min(1.0 - level) * n < FEW,
            ..Estimated::exactly(value)
        }
    }
}

/// The value at a place among values in order: interpolated, unless both neighbours are whole numbers.
fn between(sorted: &[f64], place: f64) -> f64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
    let at = place as usize;
    let last = sorted.last().copied().unwrap_or(f64::NAN);
    let [below, above] = [at, at + 1].map(|at| sorted.get(at).copied().unwrap_or(last));
    let part = place - at as f64;
    let whole = |value: f64| libm::trunc(value) == value;
    match whole(below) && whole(above) {
        true if part > 0.5 => above,
        true => below,
        false => below + (above - below) * part,
    }
}
