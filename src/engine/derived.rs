//! Distributions that are made of others: parts of them, and multiples.

use std::sync::Arc;

use super::distribution::{Distribution, Truncated};

/// The least share that a truncated distribution keeps.
const LEAST_KEPT: f64 = 1e-9;

impl Distribution {
    /// The part between two limits of a distribution; `None` if hardly any value lies there.
    pub fn truncated(of: Distribution, low: f64, high: f64) -> Option<Distribution> {
        let quantiles = of.quantiles();
        let outside = (quantiles.below(low), quantiles.tails(high).1);
        let kept = 1.0 - outside.0 - outside.1;
        // A distribution that has no values beyond its ends is cut there.
        let (least, most) = of.support();
        let (low, high) = (low.max(least), high.min(most));
        let is_some = kept >= LEAST_KEPT && low <= high;
        if is_some && low == high {
            return Some(Distribution::Fixed(low));
        }
        is_some.then(|| Distribution::Truncated(Arc::new(Truncated { of, low, high, outside })))
    }

    /// The distribution of its values times a factor above zero. `None` for whole numbers, which would be none.
    pub fn scaled(&self, factor: f64) -> Option<Distribution> {
        if factor == 1.0 {
            return Some(self.clone());
        }
        Some(match self {
            Distribution::Fixed(value) => Distribution::Fixed(value * factor),
            &Distribution::Lognormal { low, high, score } => {
                Distribution::Lognormal { low: low * factor, high: high * factor, score }
            }
            &Distribution::LogitNormal { low, high, score, whole } => {
                let [low, high, whole] = [low, high, whole].map(|value| value * factor);
                Distribution::LogitNormal { low, high, score, whole }
            }
            &Distribution::Normal { middle, half, score } => {
                Distribution::Normal { middle: middle * factor, half: half * factor, score }
            }
            &Distribution::Uniform { low, high } => {
                Distribution::Uniform { low: low * factor, high: high * factor }
            }
            &Distribution::Triangular { low, mode, high } => {
                let [low, mode, high] = [low, mode, high].map(|value| value * factor);
                Distribution::Triangular { low, mode, high }
            }
            &Distribution::Pert { low, mode, high } => {
                let [low, mode, high] = [low, mode, high].map(|value| value * factor);
                Distribution::Pert { low, mode, high }
            }
            Distribution::Exponential { mean } => Distribution::Exponential { mean: mean * factor },
            &Distribution::Gamma { shape, scale } => Distribution::Gamma { shape, scale: scale * factor },
            Distribution::Beta { .. } | Distribution::Poisson { .. } | Distribution::Binomial { .. } => {
                return None;
            }
            Distribution::Metalog(metalog) => Distribution::Metalog(metalog.scaled(factor)),
            Distribution::Data(values) => {
                Distribution::Data(values.iter().map(|value| value * factor).collect())
            }
            Distribution::Truncated(truncated) => {
                let Truncated { of, low, high, outside } = truncated.as_ref();
                let (low, high) = (low * factor, high * factor);
                Distribution::Truncated(Arc::new(Truncated {
                    of: of.scaled(factor)?,
                    low,
                    high,
                    outside: *outside,
                }))
            }
            Distribution::Mixture(parts) => {
                let scaled = |(share, part): &(f64, Distribution)| Some((*share, part.scaled(factor)?));
                Distribution::Mixture(parts.iter().map(scaled).collect::<Option<_>>()?)
            }
        })
    }
}
