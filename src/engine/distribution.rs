//! Probability distributions of the inputs that are not known exactly.
//!
//! A distribution gives the value at each level: 5% of the values lie below that of the level 0.05. Its numbers have no
//! unit; they are in the scale of the slot that reads them.

use std::sync::Arc;

use super::metalog::Metalog;

/// The distribution of an input.
#[derive(Clone, Debug, PartialEq)]
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
    /// An exponential distribution.
    Exponential {
        /// The mean, above 0.
        mean: f64,
    },
    /// A gamma distribution.
    Gamma {
        /// The shape, from 0.01 to a million.
        shape: f64,
        /// The scale, above 0; the mean is `shape` times `scale`.
        scale: f64,
    },
    /// A beta distribution, of values between 0 and 1.
    Beta {
        /// The first parameter, from 0.01 to a million; the mean is `a / (a + b)`.
        a: f64,
        /// The second parameter, likewise.
        b: f64,
    },
    /// A Poisson distribution, of whole numbers.
    Poisson {
        /// The mean, above 0.
        mean: f64,
    },
    /// A binomial distribution, of whole numbers.
    Binomial {
        /// The number of trials, at least 1.
        count: f64,
        /// The probability of each, strictly between 0 and 1.
        chance: f64,
    },
    /// A metalog distribution through three points.
    Metalog(Metalog),
    /// The values that were observed, in order, at least two that differ: interpolated between the levels
    /// `(i - 1/2) / n` (Hazen), so that the mean is that of the values.
    Data(Arc<[f64]>),
    /// The values of a distribution that lie between two limits.
    Truncated(Arc<Truncated>),
    /// One of several distributions, each with its probability. These are above 0, and their sum is 1.
    Mixture(Arc<[(f64, Distribution)]>),
}

/// The part of a distribution that lies between two limits; made by [`Distribution::truncated`].
#[derive(Clone, Debug, PartialEq)]
pub struct Truncated {
    pub(super) of: Distribution,
    pub(super) low: f64,
    pub(super) high: f64,
    /// The shares of its values below and above the limits.
    pub(super) outside: (f64, f64),
}

impl Distribution {
    /// Whether there is a single value.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Distribution::Fixed(_))
    }

    /// Whether it is lognormal.
    pub(super) fn is_lognormal(&self) -> bool {
        matches!(self, Distribution::Lognormal { .. })
    }

    /// Whether all values are whole numbers.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Distribution::Poisson { .. } | Distribution::Binomial { .. } => true,
            Distribution::Truncated(truncated) => truncated.of.is_whole(),
            Distribution::Mixture(parts) => parts.iter().all(|(_, part)| part.is_whole()),
            _ => false,
        }
    }

    /// Whether its values may leap from one level to the next, so that they are not interpolated.
    pub(super) fn leaps(&self) -> bool {
        match self {
            Distribution::Data(_) | Distribution::Mixture(_) => true,
            Distribution::Truncated(truncated) => truncated.of.leaps(),
            _ => self.is_whole(),
        }
    }

    /// Ends that no value lies beyond.
    pub fn support(&self) -> (f64, f64) {
        match self {
            Distribution::Fixed(value) => (*value, *value),
            Distribution::Lognormal { .. }
            | Distribution::Exponential { .. }
            | Distribution::Gamma { .. }
            | Distribution::Poisson { .. } => (0.0, f64::INFINITY),
            Distribution::LogitNormal { whole, .. } => (0.0, *whole),
            Distribution::Normal { middle, half: 0.0, .. } => (*middle, *middle),
            Distribution::Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Pert { low, high, .. } => (*low, *high),
            Distribution::Beta { .. } => (0.0, 1.0),
            Distribution::Binomial { count, .. } => (0.0, *count),
            Distribution::Metalog(metalog) if metalog.is_of_logarithm() => (0.0, f64::INFINITY),
            Distribution::Metalog(_) => (f64::NEG_INFINITY, f64::INFINITY),
            Distribution::Data(values) => {
                (values.first().copied().unwrap_or(f64::NAN), values.last().copied().unwrap_or(f64::NAN))
            }
            Distribution::Truncated(truncated) => (truncated.low, truncated.high),
            Distribution::Mixture(parts) => {
                let ends = parts.iter().map(|(_, part)| part.support());
                ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (least, most)| {
                    (low.min(least), high.max(most))
                })
            }
        }
    }

    /// Whether no value is below zero.
    pub fn is_never_negative(&self) -> bool {
        self.support().0 >= 0.0
    }

    /// Whether all values are below one.
    pub fn is_below_one(&self) -> bool {
        match self {
            Distribution::LogitNormal { .. } | Distribution::Beta { .. } => true,
            _ => self.support().1 < 1.0,
        }
    }

    /// The name of the distribution.
    pub fn name(&self) -> String {
        let name = match self {
            Distribution::Fixed(_) => "one value",
            Distribution::Lognormal { .. } => "lognormal",
            Distribution::LogitNormal { .. } => "logit-normal",
            Distribution::Normal { .. } => "normal",
            Distribution::Uniform { .. } => "uniform",
            Distribution::Triangular { .. } => "triangular",
            Distribution::Pert { .. } => "PERT",
            Distribution::Exponential { .. } => "exponential",
            Distribution::Gamma { .. } => "gamma",
            Distribution::Beta { .. } => "beta",
            Distribution::Poisson { .. } => "Poisson",
            Distribution::Binomial { .. } => "binomial",
            Distribution::Metalog(metalog) if metalog.is_of_logarithm() => "log-metalog",
            Distribution::Metalog(_) => "metalog",
            Distribution::Data(values) => return format!("data of {} values", values.len()),
            Distribution::Truncated(truncated) => return format!("{}, truncated", truncated.of.name()),
            Distribution::Mixture(parts) => return format!("mixture of {}", parts.len()),
        };
        name.to_owned()
    }
}
