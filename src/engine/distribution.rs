//! Probability distributions of the inputs that are not known exactly.
//!
//! A distribution gives the value at each level: 5% of the values lie below that of the level 0.05. Its numbers have no
//! unit; they are in the scale of the slot that reads them.

use super::beta::Beta;
use super::exponential::exp;
use super::normal;

/// The distribution of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// A single value.
    Fixed(f64),
    /// A lognormal distribution. The logarithms of `low` and `high` lie `score` standard deviations below and above the
    /// median of the logarithm.
    Lognormal {
        /// The lower point, above 0.
        low: f64,
        /// The upper point, not below `low`.
        high: f64,
        /// The distance of the two points from the median, in standard deviations; above 0.
        score: f64,
    },
    /// A logit-normal distribution, for shares: the odds are lognormal, so that all values lie in (0, `whole`).
    LogitNormal {
        /// The lower point, strictly between 0 and `whole`.
        low: f64,
        /// The upper point, strictly between 0 and `whole`, not below `low`.
        high: f64,
        /// The distance of the two points from the median, in standard deviations; above 0.
        score: f64,
        /// The number that stands for a share of 100%: 1, or 100 for numbers in percent.
        whole: f64,
    },
    /// A normal distribution; `half` is `score` standard deviations.
    Normal {
        /// The mean, which is also the median.
        middle: f64,
        /// Half the width of the interval; at least 0.
        half: f64,
        /// The number of standard deviations in `half`; above 0.
        score: f64,
    },
    /// A uniform distribution.
    Uniform {
        /// The least value.
        low: f64,
        /// The greatest value.
        high: f64,
    },
    /// A triangular distribution.
    Triangular {
        /// The least value.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The greatest value.
        high: f64,
    },
    /// A PERT distribution: a beta distribution with the mean `(low + 4 mode + high) / 6` (Malcolm et al., 1959).
    Pert {
        /// The least value.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The greatest value.
        high: f64,
    },
}

impl Distribution {
    /// The lognormal distribution with this central 90% interval.
    #[cfg(test)]
    pub fn lognormal(low: f64, high: f64) -> Distribution {
        Distribution::Lognormal { low, high, score: normal::ninety() }
    }

    /// The score of the upper end of a central interval that holds a share `level` of the values.
    pub fn score_of(level: f64) -> f64 {
        // Half the share outside, rounded to the decimal that was meant: (1 - 0.9) / 2 is 0.05.
        let tail = libm::round((1.0 - level) / 2.0 * 1e12) / 1e12;
        -normal::quantile(tail)
    }

    /// The value at a level strictly between 0 and 1.
    pub fn at_level(&self, level: f64) -> f64 {
        self.quantiles().at(level, score_at(level), None)
    }

    /// The distribution with the constants of its quantile function.
    pub(super) fn quantiles(&self) -> QuantileFunction {
        let sigma = match *self {
            Distribution::Lognormal { low, high, score } => libm::log(high / low) / (2.0 * score),
            Distribution::LogitNormal { low, high, score, whole } => {
                libm::log(high / (whole - high) / (low / (whole - low))) / (2.0 * score)
            }
            _ => 0.0,
        };
        let beta = match *self {
            Distribution::Pert { low, mode, high } if high > low => {
                let width = high - low;
                Some(Beta::new(1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width))
            }
            _ => None,
        };
        QuantileFunction { distribution: *self, sigma, beta }
    }

    /// The least and the greatest value that a minimum and a maximum of the model are compared with. A distribution with
    /// ends states which values are possible, as a limit does; of one without, it is the 5th and the 95th percentile.
    pub fn ends(&self) -> (f64, f64) {
        match *self {
            Distribution::Fixed(value) => (value, value),
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Pert { low, high, .. } => (low, high),
            Distribution::Lognormal { .. }
            | Distribution::LogitNormal { .. }
            | Distribution::Normal { .. } => (self.at_level(0.05), self.at_level(0.95)),
        }
    }

    /// Whether there is a single value.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Distribution::Fixed(_))
    }

    /// Whether it is lognormal.
    pub(super) fn is_lognormal(&self) -> bool {
        matches!(self, Distribution::Lognormal { .. })
    }

    /// Whether no value is below zero.
    pub fn is_never_negative(&self) -> bool {
        match *self {
            Distribution::Lognormal { .. } | Distribution::LogitNormal { .. } => true,
            Distribution::Fixed(least)
            | Distribution::Uniform { low: least, .. }
            | Distribution::Triangular { low: least, .. }
            | Distribution::Pert { low: least, .. } => least >= 0.0,
            Distribution::Normal { middle, half, .. } => half == 0.0 && middle >= 0.0,
        }
    }

    /// Whether fewer than one value in a thousand is below zero.
    pub fn is_hardly_negative(&self) -> bool {
        match *self {
            Distribution::Normal { .. } => self.at_level(1e-3) >= 0.0,
            _ => self.is_never_negative(),
        }
    }

    /// Whether all values are below one.
    pub fn is_below_one(&self) -> bool {
        match *self {
            Distribution::LogitNormal { .. } => true,
            Distribution::Fixed(most)
            | Distribution::Uniform { high: most, .. }
            | Distribution::Triangular { high: most, .. }
            | Distribution::Pert { high: most, .. } => most < 1.0,
            Distribution::Lognormal { .. } | Distribution::Normal { .. } => false,
        }
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        match *self {
            Distribution::Fixed(value) => value,
            Distribution::Lognormal { low, high, score } => {
                let sigma = libm::log(high / low) / (2.0 * score);
                libm::sqrt(low) * libm::sqrt(high) * libm::exp(sigma * sigma / 2.0)
            }
            Distribution::LogitNormal { .. } => self.moment(|x| x),
            Distribution::Normal { middle, .. } => middle,
            Distribution::Uniform { low, high } => low + (high - low) / 2.0,
            Distribution::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Distribution::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
        }
    }

    /// The standard deviation.
    pub fn sd(&self) -> f64 {
        match *self {
            Distribution::Fixed(_) => 0.0,
            Distribution::Lognormal { low, high, score } => {
                let sigma = libm::log(high / low) / (2.0 * score);
                self.mean() * libm::sqrt(libm::expm1(sigma * sigma))
            }
            Distribution::LogitNormal { .. } => {
                let mean = self.mean();
                libm::sqrt(self.moment(|x| (x - mean) * (x - mean)))
            }
            Distribution::Normal { half, score, .. } => half / score,
            Distribution::Uniform { low, high } => (high - low) / libm::sqrt(12.0),
            Distribution::Triangular { low, mode, high } => {
                let (a, b) = (mode - low, high - mode);
                libm::sqrt((a * a + b * b + a * b) / 18.0)
            }
            Distribution::Pert { low, high, .. } => {
                let mean = self.mean();
                libm::sqrt((mean - low) * (high - mean) / 7.0)
            }
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

    /// The name of the distribution.
    pub fn name(&self) -> &'static str {
        match self {
            Distribution::Fixed(_) => "one value",
            Distribution::Lognormal { .. } => "lognormal",
            Distribution::LogitNormal { .. } => "logit-normal",
            Distribution::Normal { .. } => "normal",
            Distribution::Uniform { .. } => "uniform",
            Distribution::Triangular { .. } => "triangular",
            Distribution::Pert { .. } => "PERT",
        }
    }
}

/// The score of a level. Levels as far from 0 as others from 1 have opposite scores, to the last bit.
fn score_at(level: f64) -> f64 {
    if level <= 0.5 {
        return normal::quantile(level);
    }
    // The share above, rounded to the decimal that was meant: 1 - 0.95 is 0.05.
    let tail = libm::round((1.0 - level) * 1e15) / 1e15;
    if tail > 0.0 { -normal::quantile(tail) } else { normal::quantile(level) }
}

/// The quantile function of a [`Distribution`].
#[derive(Clone, Copy, Debug)]
pub(super) struct QuantileFunction {
    distribution: Distribution,
    /// The standard deviation of the logarithm of the value, or of its odds.
    sigma: f64,
    beta: Option<Beta>,
}

impl QuantileFunction {
    /// The value at a level, which comes with its standard normal score; `near` is a value close to it, if one is known.
    pub fn at(&self, level: f64, z: f64, near: Option<f64>) -> f64 {
        match self.distribution {
            Distribution::Fixed(value) => value,
            Distribution::Lognormal { low, high, score } => self.at_nearer_end(low, high, score, z),
            Distribution::LogitNormal { low, high, score, whole } => {
                if z.abs() == score {
                    // The stated points, exactly: converting to odds and back would lose the last digit.
                    return if z < 0.0 { low } else { high };
                }
                let odds = self.at_nearer_end(low / (whole - low), high / (whole - high), score, z);
                whole * (odds / (1.0 + odds))
            }
            Distribution::Normal { middle, half, score } => middle + half * (z / score),
            Distribution::Uniform { low, high } => low + (high - low) * level,
            Distribution::Triangular { low, mode, high } => {
                let width = high - low;
                if width == 0.0 {
                    low
                } else if level * width < mode - low {
                    low + libm::sqrt(level * width * (mode - low))
                } else {
                    high - libm::sqrt((1.0 - level) * width * (high - mode))
                }
            }
            Distribution::Pert { low, high, .. } => {
                let width = high - low;
                let start = near.map_or(0.5, |near| (near - low) / width);
                self.beta.map_or(low, |beta| low + width * beta.quantile(level, start))
            }
        }
    }

    /// The value of a lognormal distribution, computed from the nearer end, so that both ends come out exactly.
    fn at_nearer_end(&self, low: f64, high: f64, score: f64, z: f64) -> f64 {
        if z <= 0.0 { low * exp(self.sigma * (z + score)) } else { high * exp(self.sigma * (z - score)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each, skewed if it can be. A new variant does not compile here before it stands in the list.
    fn every() -> Vec<Distribution> {
        let (low, mode, high) = (2.0, 3.0, 11.0);
        let all = vec![
            Distribution::Fixed(5.0),
            Distribution::Lognormal { low, high, score: 1.5 },
            Distribution::LogitNormal { low: 10.0, high: 60.0, score: 1.5, whole: 100.0 },
            Distribution::Normal { middle: 4.0, half: 3.0, score: 1.5 },
            Distribution::Uniform { low, high },
            Distribution::Triangular { low, mode, high },
            Distribution::Pert { low, mode, high },
        ];
        for distribution in &all {
            match distribution {
                Distribution::Fixed(_)
                | Distribution::Lognormal { .. }
                | Distribution::LogitNormal { .. }
                | Distribution::Normal { .. }
                | Distribution::Uniform { .. }
                | Distribution::Triangular { .. }
                | Distribution::Pert { .. } => {}
            }
        }
        let mut names: Vec<&str> = all.iter().map(Distribution::name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len(), "each variant once, under a name of its own");
        all
    }

    /// The mean and the standard deviation by Simpson's rule over the levels, which are stretched towards both ends: with
    /// the level 3t² - 2t³, the far tails count little.
    fn numerically(distribution: &Distribution) -> (f64, f64) {
        let parts = 20_000;
        let quantiles = distribution.quantiles();
        let expected = |of: &dyn Fn(f64) -> f64| {
            let term = |at: i32| {
                let t = f64::from(at) / f64::from(parts);
                let level = t * t * (3.0 - 2.0 * t);
                let weight = if at % 2 == 1 { 4.0 } else { 2.0 };
                weight * of(quantiles.at(level, normal::quantile(level), None)) * 6.0 * t * (1.0 - t)
            };
            (1..parts).map(term).sum::<f64>() / (3.0 * f64::from(parts))
        };
        let mean = expected(&|x| x);
        (mean, libm::sqrt(expected(&|x| (x - mean) * (x - mean))))
    }

    #[test]
    fn mean_and_standard_deviation_are_those_of_the_quantiles() {
        for distribution in every() {
            let (mean, sd) = numerically(&distribution);
            let stated = (distribution.mean(), distribution.sd());
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-4 * b.abs().max(1e-3);
            assert!(
                near(stated.0, mean) && near(stated.1, sd),
                "{}: src/engine/distribution.rs states the mean and the standard deviation {stated:?}, and its \
                 quantiles have ({mean}, {sd})",
                distribution.name()
            );
        }
    }

    #[test]
    fn the_ends_are_in_order() {
        for distribution in every() {
            let (low, high) = distribution.ends();
            assert!(
                low <= distribution.at_level(0.05) && distribution.at_level(0.95) <= high,
                "{low} {high}"
            );
        }
    }
}
