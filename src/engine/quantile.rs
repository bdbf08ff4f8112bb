//! The quantile functions of distributions, and the shares below a value.

use std::sync::Arc;

use super::beta::Beta;
use super::counts::{Counts, Kind};
use super::distribution::Distribution;
use super::exponential::exp;
use super::gamma::Gamma;
use super::normal;

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
        let counts = |kind: Kind| Solver::Counts(Arc::new(Counts::new(kind)));
        let solver = match self {
            Distribution::Pert { low, mode, high } if high > low => {
                let width = high - low;
                Solver::Beta(Beta::new(1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width))
            }
            Distribution::Beta { a, b } => Solver::Beta(Beta::new(*a, *b)),
            Distribution::Gamma { shape, .. } => Solver::Gamma(Gamma::new(*shape)),
            Distribution::Poisson { mean } => counts(Kind::Poisson(*mean)),
            Distribution::Binomial { count, chance } => counts(Kind::Binomial(*count, *chance)),
            Distribution::Truncated(truncated) => Solver::Truncated(Arc::new(truncated.of.quantiles())),
            Distribution::Mixture(parts) => {
                Solver::Mixture(parts.iter().map(|(share, part)| (*share, part.quantiles())).collect())
            }
            _ => Solver::Closed,
        };
        QuantileFunction { distribution: self.clone(), sigma, solver }
    }

    /// The least and the greatest value that a minimum and a maximum of the model are compared with. A distribution with
    /// stated ends says which values are possible, as a limit does; of one without, it is the 5th and the 95th percentile.
    pub fn ends(&self) -> (f64, f64) {
        match self {
            Distribution::Fixed(_)
            | Distribution::Uniform { .. }
            | Distribution::Triangular { .. }
            | Distribution::Pert { .. }
            | Distribution::Data(_)
            | Distribution::Truncated(_) => self.support(),
            Distribution::Mixture(parts) => {
                let ends = parts.iter().map(|(_, part)| part.ends());
                ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (least, most)| {
                    (low.min(least), high.max(most))
                })
            }
            _ => (self.at_level(0.05), self.at_level(0.95)),
        }
    }

    /// Whether fewer than one value in a thousand is below zero.
    pub fn is_hardly_negative(&self) -> bool {
        let is_open = self.support().0 == f64::NEG_INFINITY;
        self.is_never_negative() || is_open && self.at_level(1e-3) >= 0.0
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
#[derive(Clone, Debug)]
pub(super) struct QuantileFunction {
    distribution: Distribution,
    /// The standard deviation of the logarithm of the value, or of its odds.
    sigma: f64,
    solver: Solver,
}

/// What solves for the value at a level, where there is no closed form.
#[derive(Clone, Debug)]
enum Solver {
    Closed,
    Beta(Beta),
    Gamma(Gamma),
    Counts(Arc<Counts>),
    Truncated(Arc<QuantileFunction>),
    Mixture(Arc<[(f64, QuantileFunction)]>),
}

impl QuantileFunction {
    /// The value at a level, which comes with its standard normal score; `near` is a value close to it, if one is known.
    pub fn at(&self, level: f64, z: f64, near: Option<f64>) -> f64 {
        match (&self.distribution, &self.solver) {
            (&Distribution::Fixed(value), _) => value,
            (&Distribution::Lognormal { low, high, score }, _) => self.at_nearer_end(low, high, score, z),
            (&Distribution::LogitNormal { low, high, score, whole }, _) => {
                if z.abs() == score {
                    // The stated points, exactly: converting to odds and back would lose the last digit.
                    return if z < 0.0 { low } else { high };
                }
                let odds = self.at_nearer_end(low / (whole - low), high / (whole - high), score, z);
                whole * (odds / (1.0 + odds))
            }
            (&Distribution::Normal { middle, half, score }, _) => middle + half * (z / score),
            (&Distribution::Uniform { low, high }, _) => low + (high - low) * level,
            (&Distribution::Triangular { low, mode, high }, _) => {
                let width = high - low;
                if width == 0.0 {
                    low
                } else if level * width < mode - low {
                    low + libm::sqrt(level * width * (mode - low))
                } else {
                    high - libm::sqrt((1.0 - level) * width * (high - mode))
                }
            }
            (&Distribution::Pert { low, high, .. }, Solver::Beta(beta)) => {
                let width = high - low;
                let start = near.map_or(0.5, |near| (near - low) / width);
                low + width * beta.quantile(level, start)
            }
            (&Distribution::Pert { low, .. }, _) => low,
            (Distribution::Exponential { mean }, _) => match level <= 0.5 {
                true => -mean * libm::log1p(-level),
                false => -mean * libm::log(normal::share_below(-z)),
            },
            (Distribution::Gamma { scale, .. }, Solver::Gamma(gamma)) => {
                let (below, above) = shares(level, z);
                scale * gamma.quantile(below, above)
            }
            (Distribution::Metalog(metalog), _) => {
                let (below, above) = shares(level, z);
                metalog.quantile(below, above)
            }
            (_, Solver::Beta(beta)) => {
                let (below, above) = shares(level, z);
                beta.quantile_of(below, above)
            }
            (_, Solver::Counts(counts)) => {
                let (below, above) = shares(level, z);
                counts.quantile(below, above, z)
            }
            (Distribution::Data(values), _) => interpolated(values, level * values.len() as f64 - 0.5),
            (Distribution::Truncated(truncated), Solver::Truncated(of)) => {
                let (below, above) = truncated.outside;
                let (kept, (lower, upper)) = (1.0 - below - above, shares(level, z));
                let (lower, upper) = (below + kept * lower, above + kept * upper);
                let z = if lower <= upper { normal::quantile(lower) } else { -normal::quantile(upper) };
                of.at(lower, z, near).clamp(truncated.low, truncated.high)
            }
            (_, Solver::Mixture(parts)) => self.mixed(parts, level, z),
            _ => f64::NAN,
        }
    }

    /// The value of a lognormal distribution, computed from the nearer end, so that both ends come out exactly.
    fn at_nearer_end(&self, low: f64, high: f64, score: f64, z: f64) -> f64 {
        if z <= 0.0 { low * exp(self.sigma * (z + score)) } else { high * exp(self.sigma * (z - score)) }
    }

    /// The value of a mixture: between those of its parts, where its shares are found by halving and by secants in turn.
    fn mixed(&self, parts: &[(f64, QuantileFunction)], level: f64, z: f64) -> f64 {
        let ends = parts.iter().map(|(_, part)| part.at(level, z, None));
        let (mut low, mut high) = ends
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (below, above) = shares(level, z);
        // Above zero where the share up to a value is large enough.
        let off = |x: f64| {
            let (own, rest) = self.tails(x);
            if below <= above { own - below } else { above - rest }
        };
        if off(low) >= 0.0 {
            return low;
        }
        let (mut at_low, mut at_high) = (off(low), off(high).max(0.0));
        for step in 0..200 {
            if high - low <= 4e-16 * high.abs().max(low.abs()) {
                break;
            }
            let secant = low + (high - low) * (at_low / (at_low - at_high));
            let is_inside = step % 2 == 0 && secant > low && secant < high;
            let middle = if is_inside { secant } else { f64::midpoint(low, high) };
            let own = off(middle);
            if own >= 0.0 { (high, at_high) = (middle, own) } else { (low, at_low) = (middle, own) }
        }
        if self.distribution.is_whole() {
            return libm::round(high);
        }
        // Where the shares leap, it is at a value that is known.
        let single = |(_, part): &(f64, QuantileFunction)| match part.distribution {
            Distribution::Fixed(value) => Some(value),
            _ => None,
        };
        parts.iter().filter_map(single).find(|value| (low..=high).contains(value)).unwrap_or(high)
    }

    /// The share below a value, without the value itself.
    pub fn below(&self, x: f64) -> f64 {
        match (&self.distribution, &self.solver) {
            (Distribution::Fixed(value), _) => f64::from(u8::from(*value < x)),
            (_, Solver::Counts(counts)) => counts.tails(libm::ceil(x) - 1.0).0,
            (Distribution::Data(values), _) => {
                let at = values.partition_point(|value| *value < x);
                share_of_data(values, at, x)
            }
            (Distribution::Truncated(truncated), Solver::Truncated(of)) => {
                let (below, above) = truncated.outside;
                ((of.below(x) - below) / (1.0 - below - above)).clamp(0.0, 1.0)
            }
            (_, Solver::Mixture(parts)) => parts.iter().map(|(share, part)| share * part.below(x)).sum(),
            _ => self.tails(x).0,
        }
    }

    /// The shares up to a value and above it. Both keep their digits near zero where that is easy.
    pub fn tails(&self, x: f64) -> (f64, f64) {
        let by_score = |z: f64| (normal::share_below(z), normal::share_below(-z));
        let (least, most) = self.distribution.support();
        if x < least {
            return (0.0, 1.0);
        }
        if x >= most {
            return (1.0, 0.0);
        }
        match (&self.distribution, &self.solver) {
            (&Distribution::Lognormal { low, score, .. }, _) => {
                by_score(libm::log(x / low) / self.sigma - score)
            }
            (&Distribution::LogitNormal { low, score, whole, .. }, _) => {
                let odds = |x: f64| x / (whole - x);
                by_score(libm::log(odds(x) / odds(low)) / self.sigma - score)
            }
            (&Distribution::Normal { middle, half, score }, _) => by_score((x - middle) / half * score),
            (&Distribution::Uniform { low, high }, _) => {
                ((x - low) / (high - low), (high - x) / (high - low))
            }
            (&Distribution::Triangular { low, mode, high }, _) => {
                let (a, b) = ((x - low) / (high - low), (high - x) / (high - low));
                match x < mode {
                    true => {
                        let below = a * (x - low) / (mode - low);
                        (below, 1.0 - below)
                    }
                    false => {
                        let above = b * (high - x) / (high - mode);
                        (1.0 - above, above)
                    }
                }
            }
            (&Distribution::Pert { low, high, .. }, Solver::Beta(beta)) => {
                beta.tails((x - low) / (high - low), (high - x) / (high - low))
            }
            (Distribution::Exponential { mean }, _) => (-libm::expm1(-x / mean), libm::exp(-x / mean)),
            (_, _) if x == least && !self.distribution.leaps() => (0.0, 1.0),
            (Distribution::Gamma { scale, .. }, Solver::Gamma(gamma)) => gamma.tails(x / scale),
            (_, Solver::Beta(beta)) => beta.tails(x, 1.0 - x),
            (_, Solver::Counts(counts)) => counts.tails(x),
            (Distribution::Metalog(metalog), _) => metalog.tails(x),
            (Distribution::Data(values), _) => {
                let at = values.partition_point(|value| *value <= x);
                let below = share_of_data(values, at, x);
                (below, 1.0 - below)
            }
            (Distribution::Truncated(truncated), Solver::Truncated(of)) => {
                let (below, above) = truncated.outside;
                let (lower, upper) = of.tails(x);
                let share =
                    |own: f64, outside: f64| ((own - outside) / (1.0 - below - above)).clamp(0.0, 1.0);
                (share(lower, below), share(upper, above))
            }
            (_, Solver::Mixture(parts)) => parts.iter().fold((0.0, 0.0), |(lower, upper), (share, part)| {
                let (below, above) = part.tails(x);
                (lower + share * below, upper + share * above)
            }),
            _ => (f64::NAN, f64::NAN),
        }
    }
}

/// The shares below and above a level with its score, of which the smaller keeps its digits.
fn shares(level: f64, z: f64) -> (f64, f64) {
    if level <= 0.5 { (level, 1.0 - level) } else { (level, normal::share_below(-z)) }
}

/// The value at a place among observed values, which are numbered from 0.
fn interpolated(values: &[f64], place: f64) -> f64 {
    let last = values.len().saturating_sub(1);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
    let at = (place.max(0.0) as usize).min(last);
    let (own, next) = (values.get(at), values.get((at + 1).min(last)));
    let part = (place - at as f64).clamp(0.0, 1.0);
    own.zip(next).map_or(f64::NAN, |(own, next)| own + (next - own) * part)
}

/// The share of observed values below `x`, which lies between those before and from the place `at`.
fn share_of_data(values: &[f64], at: usize, x: f64) -> f64 {
    let Some(before) = at.checked_sub(1).and_then(|before| values.get(before)) else { return 0.0 };
    let Some(next) = values.get(at) else { return 1.0 };
    (at as f64 - 0.5 + (x - before) / (next - before)) / values.len() as f64
}

#[cfg(test)]
mod tests;
