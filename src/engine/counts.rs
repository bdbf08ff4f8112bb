//! Distributions of whole numbers: Poisson and binomial.

/// The largest variance of which every probability is tabulated. Beyond it, the expansion of Cornish and Fisher (1938) is off
/// by far less than one.
const MOST_VARIANCE: f64 = 1e6;

/// Probabilities smaller than this part of the largest are left out.
const LEAST: f64 = 1e-40;

/// A distribution of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Poisson(f64),
    /// The number of trials, and the probability of each.
    Binomial(f64, f64),
}

impl Kind {
    pub fn mean(self) -> f64 {
        match self {
            Kind::Poisson(mean) => mean,
            Kind::Binomial(count, chance) => count * chance,
        }
    }

    pub fn variance(self) -> f64 {
        match self {
            Kind::Poisson(mean) => mean,
            Kind::Binomial(count, chance) => count * chance * (1.0 - chance),
        }
    }

    /// The probability of `k + 1` by that of `k`.
    fn ratio(self, k: f64) -> f64 {
        match self {
            Kind::Poisson(mean) => mean / (k + 1.0),
            Kind::Binomial(count, chance) => (count - k) / (k + 1.0) * (chance / (1.0 - chance)),
        }
    }

    fn skewness(self) -> f64 {
        match self {
            Kind::Poisson(mean) => 1.0 / libm::sqrt(mean),
            Kind::Binomial(_, chance) => (1.0 - 2.0 * chance) / libm::sqrt(self.variance()),
        }
    }

    fn excess_kurtosis(self) -> f64 {
        match self {
            Kind::Poisson(mean) => 1.0 / mean,
            Kind::Binomial(_, chance) => (1.0 - 6.0 * chance * (1.0 - chance)) / self.variance(),
        }
    }

    fn most(self) -> f64 {
        match self {
            Kind::Poisson(_) => f64::INFINITY,
            Kind::Binomial(count, _) => count,
        }
    }
}

/// The shares of such a distribution.
#[derive(Debug)]
pub(super) struct Counts {
    kind: Kind,
    /// The first number of the tables.
    first: f64,
    /// The share up to each number, and the share above it.
    up_to: Vec<f64>,
    above: Vec<f64>,
}

impl Counts {
    /// Tabulates the shares of a distribution whose variance is not zero.
    pub fn new(kind: Kind) -> Counts {
        if kind.variance() > MOST_VARIANCE {
            return Counts { kind, first: 0.0, up_to: Vec::new(), above: Vec::new() };
        }
        // From the middle outwards, each by the one before, as parts of that of the middle.
        let middle = libm::floor(kind.mean());
        let mut shares = vec![1.0];
        let mut first = middle;
        while first > 0.0 {
            let next = shares.last().copied().unwrap_or(0.0) / kind.ratio(first - 1.0);
            if next < LEAST {
                break;
            }
            first -= 1.0;
            shares.push(next);
        }
        shares.reverse();
        let (mut last, mut share) = (middle, 1.0);
        while last < kind.most() {
            share *= kind.ratio(last);
            if share < LEAST {
                break;
            }
            last += 1.0;
            shares.push(share);
        }
        let summed = |shares: &mut dyn Iterator<Item = &f64>| -> Vec<f64> {
            let mut sum = 0.0;
            let all = shares.map(|share| {
                sum += share;
                sum
            });
            all.collect()
        };
        let mut up_to = summed(&mut shares.iter());
        // The share above a number does not have its own.
        let mut above = summed(&mut shares.iter().rev());
        above.pop();
        above.reverse();
        above.push(0.0);
        let total = up_to.last().copied().unwrap_or(1.0);
        up_to.iter_mut().chain(&mut above).for_each(|share| *share /= total);
        Counts { kind, first, up_to, above }
    }

    /// The least number up to which a share lies, given the shares below and above, and the normal score.
    pub fn quantile(&self, below: f64, above: f64, z: f64) -> f64 {
        // A level that is a sum of shares may differ from it by rounding.
        const EXACT: f64 = 1e-12;
        if self.up_to.is_empty() {
            return self.expanded(z);
        }
        let at = match below <= above {
            true => self.up_to.partition_point(|share| *share < below * (1.0 - EXACT)),
            false => self.above.partition_point(|share| *share > above * (1.0 + EXACT)),
        };
        self.first + at.min(self.up_to.len() - 1) as f64
    }

    /// The quantile by the expansion of Cornish and Fisher, with the correction for whole numbers.
    fn expanded(&self, z: f64) -> f64 {
        let (skew, kurtosis) = (self.kind.skewness(), self.kind.excess_kurtosis());
        let score = z + skew * (z * z - 1.0) / 6.0 + kurtosis * (z * z - 3.0) * z / 24.0
            - skew * skew * (2.0 * z * z - 5.0) * z / 36.0;
        let value = self.kind.mean() + libm::sqrt(self.kind.variance()) * score;
        libm::ceil(value - 0.5).clamp(0.0, self.kind.most())
    }

    /// The shares up to a number and above it.
    pub fn tails(&self, x: f64) -> (f64, f64) {
        let whole = libm::floor(x);
        if self.up_to.is_empty() {
            return self.by_bisection(whole);
        }
        let at = whole - self.first;
        if at < 0.0 {
            return (0.0, 1.0);
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not negative
        let at = at as usize;
        let found = self.up_to.get(at).zip(self.above.get(at));
        found.map_or((1.0, 0.0), |(up_to, above)| (*up_to, *above))
    }

    fn by_bisection(&self, whole: f64) -> (f64, f64) {
        let (mut low, mut high) = (-38.0, 38.0);
        for _ in 0..64 {
            let z = f64::midpoint(low, high);
            if self.expanded(z) > whole { high = z } else { low = z }
        }
        (super::normal::share_below(low), super::normal::share_below(-low))
    }
}

#[cfg(test)]
mod tests {
    use super::super::normal;
    use super::*;

    #[test]
    fn shares_of_few_trials_are_fractions() {
        // Of three trials with a probability of one half: 1/8, 3/8, 3/8, 1/8.
        let counts = Counts::new(Kind::Binomial(3.0, 0.5));
        for (number, up_to) in [(0.0, 0.125), (1.0, 0.5), (2.0, 0.875), (3.0, 1.0)] {
            let (below, above) = counts.tails(number);
            assert!((below - up_to).abs() < 1e-15 && (above - (1.0 - up_to)).abs() < 1e-15, "{number}");
        }
        for (level, number) in [(0.1, 0.0), (0.125, 0.0), (0.126, 1.0), (0.5, 1.0), (0.51, 2.0), (0.99, 3.0)]
        {
            assert_eq!(counts.quantile(level, 1.0 - level, normal::quantile(level)), number, "{level}");
        }
    }

    #[test]
    fn the_expansion_meets_the_table() {
        // Just below the limit both are known.
        for kind in [Kind::Poisson(9e5), Kind::Binomial(1e8, 0.008)] {
            let counts = Counts::new(kind);
            for at in 1..200 {
                let level = f64::from(at) / 200.0;
                let z = normal::quantile(level);
                let (exact, found) = (counts.quantile(level, 1.0 - level, z), counts.expanded(z));
                assert!((exact - found).abs() <= 1.0, "{kind:?} {level}: {exact} {found}");
            }
        }
    }

    #[test]
    fn quantiles_are_those_of_scipy() {
        // scipy.stats.poisson.ppf and binom.ppf of scipy 1.17.1.
        let levels = [1e-6, 0.05, 0.5, 0.95, 1.0 - 1e-6];
        for (kind, expected) in [
            (Kind::Poisson(0.1), [0.0, 0.0, 0.0, 1.0, 4.0]),
            (Kind::Poisson(3.0), [0.0, 1.0, 3.0, 6.0, 14.0]),
            (Kind::Poisson(120.0), [72.0, 102.0, 120.0, 138.0, 176.0]),
            (Kind::Poisson(5e3), [4_668.0, 4_884.0, 5e3, 5_117.0, 5_340.0]),
            (Kind::Poisson(2e6), [1_993_281.0, 1_997_674.0, 2e6, 2_002_326.0, 2_006_726.0]),
            (Kind::Binomial(10.0, 0.5), [0.0, 2.0, 5.0, 8.0, 10.0]),
            (Kind::Binomial(100.0, 0.03), [0.0, 1.0, 3.0, 6.0, 14.0]),
            (Kind::Binomial(5e3, 0.999), [4_981.0, 4_991.0, 4_995.0, 4_998.0, 5e3]),
            (Kind::Binomial(1e9, 0.01), [9_985_047.0, 9_994_825.0, 1e7, 10_005_176.0, 10_014_960.0]),
        ] {
            let counts = Counts::new(kind);
            for (level, expected) in levels.into_iter().zip(expected) {
                let found = counts.quantile(level, 1.0 - level, normal::quantile(level));
                assert_eq!(found, expected, "{kind:?} {level}");
            }
        }
    }
}
