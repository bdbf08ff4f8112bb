//! The means and standard deviations of distributions.

use super::counts::Kind;
use super::distribution::{Distribution, Truncated};
use super::normal;

impl Distribution {
    /// The mean; infinite if there is none.
    pub fn mean(&self) -> f64 {
        match self {
            &Distribution::Fixed(value) => value,
            &Distribution::Lognormal { low, high, score } => {
                let sigma = libm::log(high / low) / (2.0 * score);
                libm::sqrt(low) * libm::sqrt(high) * libm::exp(sigma * sigma / 2.0)
            }
            &Distribution::LogitNormal { .. } => self.moment(|x| x),
            &Distribution::Normal { middle, .. } => middle,
            &Distribution::Uniform { low, high } => low + (high - low) / 2.0,
            &Distribution::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            &Distribution::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Distribution::Exponential { mean } | Distribution::Poisson { mean } => *mean,
            Distribution::Gamma { shape, scale } => shape * scale,
            Distribution::Beta { a, b } => a / (a + b),
            Distribution::Binomial { count, chance } => count * chance,
            Distribution::Metalog(metalog) => metalog.mean(),
            Distribution::Data(values) => values.iter().sum::<f64>() / values.len().max(1) as f64,
            Distribution::Truncated(truncated) => self.truncated_moment(truncated, &|x| x),
            Distribution::Mixture(parts) => parts.iter().map(|(share, part)| share * part.mean()).sum(),
        }
    }

    /// The standard deviation; infinite if there is none.
    pub fn sd(&self) -> f64 {
        match self {
            &Distribution::Fixed(_) => 0.0,
            &Distribution::Lognormal { low, high, score } => {
                let sigma = libm::log(high / low) / (2.0 * score);
                self.mean() * libm::sqrt(libm::expm1(sigma * sigma))
            }
            &Distribution::LogitNormal { .. } => {
                let mean = self.mean();
                libm::sqrt(self.moment(|x| (x - mean) * (x - mean)))
            }
            &Distribution::Normal { half, score, .. } => half / score,
            &Distribution::Uniform { low, high } => (high - low) / libm::sqrt(12.0),
            &Distribution::Triangular { low, mode, high } => {
                let (a, b) = (mode - low, high - mode);
                libm::sqrt((a * a + b * b + a * b) / 18.0)
            }
            &Distribution::Pert { low, high, .. } => {
                let mean = self.mean();
                libm::sqrt((mean - low) * (high - mean) / 7.0)
            }
            Distribution::Exponential { mean } => *mean,
            Distribution::Gamma { shape, scale } => libm::sqrt(*shape) * scale,
            Distribution::Beta { a, b } => libm::sqrt(a * b / (a + b + 1.0)) / (a + b),
            Distribution::Poisson { mean } => libm::sqrt(*mean),
            Distribution::Binomial { count, chance } => {
                libm::sqrt(Kind::Binomial(*count, *chance).variance())
            }
            Distribution::Metalog(metalog) => metalog.sd(),
            Distribution::Data(values) => {
                let mean = self.mean();
                let off = |value: Option<&f64>| value.map_or(0.0, |value| value - mean);
                // Of the straight pieces between the values, and of the ends, half a value's share each.
                let pieces = values.windows(2).map(|pair| {
                    let (a, b) = (off(pair.first()), off(pair.last()));
                    (a * a + a * b + b * b) / 3.0
                });
                let (first, last) = (off(values.first()), off(values.last()));
                let sum = pieces.sum::<f64>() + (first * first + last * last) / 2.0;
                libm::sqrt(sum / values.len().max(1) as f64)
            }
            Distribution::Truncated(truncated) => {
                let mean = self.mean();
                libm::sqrt(self.truncated_moment(truncated, &|x| (x - mean) * (x - mean)))
            }
            Distribution::Mixture(parts) => {
                let mean = self.mean();
                let square = |(share, part): &(f64, Distribution)| {
                    let (off, sd) = (part.mean() - mean, part.sd());
                    share * (off * off + sd * sd)
                };
                libm::sqrt(parts.iter().map(square).sum())
            }
        }
    }

    /// Whether the mean and the standard deviation exist and are known.
    pub(super) fn has_moments(&self) -> bool {
        match self {
            Distribution::Metalog(metalog) => metalog.sd().is_finite(),
            Distribution::Mixture(parts) => parts.iter().all(|(_, part)| part.has_moments()),
            // What leaps is not integrated.
            Distribution::Truncated(truncated) => !truncated.of.leaps() || truncated.of.is_whole(),
            _ => true,
        }
    }

    /// The expected value of a function, by the trapezoidal rule over the scores, which for a smooth function under a
    /// normal density converges faster than any power of the step.
    fn moment(&self, of: impl Fn(f64) -> f64) -> f64 {
        const STEP: f64 = 1.0 / 16.0;
        const FARTHEST: i32 = 16 * 9;
        let (mut sum, mut weights) = (0.0, 0.0);
        let quantiles = self.quantiles();
        for at in -FARTHEST..=FARTHEST {
            let z = f64::from(at) * STEP;
            let weight = libm::exp(-z * z / 2.0);
            sum += weight * of(quantiles.at(normal::share_below(z), z, None));
            weights += weight;
        }
        sum / weights
    }

    /// The expected value of a function of a truncated distribution: a sum over whole numbers, or by Simpson's rule over the
    /// levels, which are stretched towards both ends.
    fn truncated_moment(&self, truncated: &Truncated, of: &dyn Fn(f64) -> f64) -> f64 {
        const PARTS: i32 = 2_000;
        const MOST: f64 = 1e6;
        let (quantiles, low) = (self.quantiles(), libm::ceil(truncated.low));
        let high = libm::floor(truncated.high).min(self.at_level(1.0 - 1e-13));
        if self.is_whole() && high - low < MOST {
            let (mut sum, mut before, mut at) = (0.0, 0.0, low);
            while at <= high {
                let (up_to, _) = quantiles.tails(at);
                sum += (up_to - before) * of(at);
                (before, at) = (up_to, at + 1.0);
            }
            return sum;
        }
        let term = |at: i32| {
            let t = f64::from(at) / f64::from(PARTS);
            let level = t * t * (3.0 - 2.0 * t);
            let weight = if at % 2 == 1 { 4.0 } else { 2.0 };
            // The upper half by its distance from the end, which keeps its digits.
            let z = if at <= PARTS / 2 {
                normal::quantile(level)
            } else {
                let rest = 1.0 - t;
                -normal::quantile(rest * rest * (3.0 - 2.0 * rest))
            };
            weight * of(quantiles.at(level, z, None)) * 6.0 * t * (1.0 - t)
        };
        (1..PARTS).map(term).sum::<f64>() / (3.0 * f64::from(PARTS))
    }
}
