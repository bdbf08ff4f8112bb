//! The shapes of what is not known exactly.
//!
//! A distribution gives the value at each level: the level 0.05 is where 5% of the worlds lie below.
//! It knows no unit; its numbers are in the scale of the slot that it feeds.

use super::beta::Beta;
use super::normal;

/// How an input is distributed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// One value in every world.
    Fixed(f64),
    /// The logarithm is normal; `low` and `high` lie `score` standard deviations either side of the median.
    Lognormal {
        /// The lower point, above 0.
        low: f64,
        /// The upper point, not below `low`.
        high: f64,
        /// Where the two points lie, in standard deviations from the median; above 0.
        score: f64,
    },
    /// A share whose odds are lognormal, so that it never leaves (0, `whole`).
    LogitNormal {
        /// The lower point, strictly between 0 and `whole`.
        low: f64,
        /// The upper point, likewise, not below `low`.
        high: f64,
        /// Where the two points lie, in standard deviations from the median; above 0.
        score: f64,
        /// What all of it is: 1, or 100 where the numbers are percents.
        whole: f64,
    },
    /// The bell curve; `half` is `score` standard deviations.
    Normal {
        /// Mean and median.
        middle: f64,
        /// Half the width of the interval, at least 0.
        half: f64,
        /// How many standard deviations `half` is; above 0.
        score: f64,
    },
    /// Every value from `low` to `high` alike.
    Uniform {
        /// The least value.
        low: f64,
        /// The greatest value.
        high: f64,
    },
    /// A triangle over `low` to `high` with its tip at `mode`.
    Triangular {
        /// The least value.
        low: f64,
        /// The likeliest value.
        mode: f64,
        /// The greatest value.
        high: f64,
    },
    /// A smoothed triangle: a beta distribution with the mean `(low + 4 mode + high) / 6`
    /// (Malcolm et al., 1959).
    Pert {
        /// The least value.
        low: f64,
        /// The likeliest value.
        mode: f64,
        /// The greatest value.
        high: f64,
    },
}

impl Distribution {
    /// A lognormal with this 90% interval.
    pub fn lognormal(low: f64, high: f64) -> Distribution {
        Distribution::Lognormal { low, high, score: normal::ninety() }
    }

    /// The score of the ends of an interval that holds a share `level` of all worlds.
    pub fn score_of(level: f64) -> f64 {
        // Half of what lies outside, as the decimal that was meant: (1 - 0.9) / 2 is 0.05.
        let tail = libm::round((1.0 - level) / 2.0 * 1e12) / 1e12;
        -normal::quantile(tail)
    }

    /// The value at a level strictly between 0 and 1.
    pub fn at_level(&self, level: f64) -> f64 {
        self.law().at(level, score_at(level), None)
    }

    /// The distribution with what all its values have in common worked out.
    pub(super) fn law(&self) -> Law {
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
        Law { distribution: *self, sigma, beta }
    }

    /// Whether all worlds have one value.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Distribution::Fixed(_))
    }

    /// The expected value.
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

    /// The expected value of a function, by the trapezoid rule over the scores, which converges
    /// faster than any power of the step for a smooth function under a bell curve.
    fn moment(&self, of: impl Fn(f64) -> f64) -> f64 {
        const STEP: f64 = 1.0 / 16.0;
        const FARTHEST: i32 = 16 * 9;
        let (mut sum, mut weights) = (0.0, 0.0);
        let law = self.law();
        for at in -FARTHEST..=FARTHEST {
            let z = f64::from(at) * STEP;
            let weight = libm::exp(-z * z / 2.0);
            sum += weight * of(law.at(normal::share_below(z), z, None));
            weights += weight;
        }
        sum / weights
    }

    /// What people call it.
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

/// The score of a level; those of levels as far from either end are opposite to the last bit.
fn score_at(level: f64) -> f64 {
    if level <= 0.5 {
        return normal::quantile(level);
    }
    // What is missing to 1, as the decimal that was meant: 1 - 0.95 is 0.05.
    let tail = libm::round((1.0 - level) * 1e15) / 1e15;
    if tail > 0.0 { -normal::quantile(tail) } else { normal::quantile(level) }
}

/// A [`Distribution`], ready to give many values.
pub(super) struct Law {
    distribution: Distribution,
    /// The standard deviation of the logarithm, or of the logarithm of the odds.
    sigma: f64,
    beta: Option<Beta>,
}

impl Law {
    /// The value at a level and the standard normal score of that level; `near` is a value close by, if one is known.
    pub fn at(&self, level: f64, z: f64, near: Option<f64>) -> f64 {
        match self.distribution {
            Distribution::Fixed(value) => value,
            Distribution::Lognormal { low, high, score } => self.reckoned_from_an_end(low, high, score, z),
            Distribution::LogitNormal { low, high, score, whole } => {
                if z.abs() == score {
                    // The stated points, exactly: odds and back would lose the last digit.
                    return if z < 0.0 { low } else { high };
                }
                let odds = self.reckoned_from_an_end(low / (whole - low), high / (whole - high), score, z);
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

    /// A lognormal's value, reckoned from the end that is nearer, so that each end comes out exactly.
    fn reckoned_from_an_end(&self, low: f64, high: f64, score: f64, z: f64) -> f64 {
        if z <= 0.0 {
            low * libm::exp(self.sigma * (z + score))
        } else {
            high * libm::exp(self.sigma * (z - score))
        }
    }
}
