//! The beta distribution.

/// A beta distribution. Both parameters of a PERT lie between 1 and 5; [`Beta::share_below`] and [`Beta::quantile`] are for these.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beta {
    a: f64,
    b: f64,
    /// The logarithm of the beta function of `a` and `b`.
    log_beta: f64,
}

impl Beta {
    /// The distribution with these parameters, from 0.01 to a million.
    pub fn new(a: f64, b: f64) -> Beta {
        Beta { a, b, log_beta: libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b) }
    }

    /// The density at `x` within (0, 1).
    fn density(self, x: f64) -> f64 {
        libm::exp((self.a - 1.0) * libm::log(x) + (self.b - 1.0) * libm::log1p(-x) - self.log_beta)
    }

    /// The share below `x` within (0, 1): the regularised incomplete beta function, by Lentz's
    /// method on its continued fraction (Press et al., Numerical Recipes, section 6.4).
    pub fn share_below(self, x: f64) -> f64 {
        let front = libm::exp(self.a * libm::log(x) + self.b * libm::log1p(-x) - self.log_beta);
        // The fraction converges fast below the mean; above it, the upper tail is computed instead.
        if x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            front * fraction(self.a, self.b, x) / self.a
        } else {
            1.0 - front * fraction(self.b, self.a, 1.0 - x) / self.b
        }
    }

    /// The shares below and above a point, which comes with its distance from 1. Both keep their digits near zero.
    pub fn tails(self, x: f64, rest: f64) -> (f64, f64) {
        let front = self.front(x, rest);
        if x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            let below = front * fraction(self.a, self.b, x) / self.a;
            (below, 1.0 - below)
        } else {
            let above = front * fraction(self.b, self.a, rest) / self.b;
            (1.0 - above, above)
        }
    }

    fn front(self, x: f64, rest: f64) -> f64 {
        libm::exp(self.a * libm::log(x) + self.b * libm::log(rest) - self.log_beta)
    }

    /// The point with these shares below and above, by the logarithm of its odds.
    pub fn quantile_of(self, below: f64, above: f64) -> f64 {
        let parts = |t: f64| {
            let rest = 1.0 / (1.0 + libm::exp(t));
            (libm::exp(t) * rest, rest)
        };
        let of = |t: f64| {
            let (x, rest) = parts(t.clamp(-700.0, 700.0));
            let (lower, upper) = self.tails(x, rest);
            (lower, upper, self.front(x, rest))
        };
        let start = libm::log(self.a / self.b);
        let small = (libm::log(below) + self.log_beta + libm::log(self.a)) / self.a;
        let large = -(libm::log(above) + self.log_beta + libm::log(self.b)) / self.b;
        let bracket = (small.min(start) - 40.0, large.max(start) + 40.0);
        parts(newton(of, (below, above), start, bracket).clamp(-700.0, 700.0)).0
    }

    /// The point below which a share `p` lies, `p` strictly between 0 and 1, to about 1e-13.
    pub fn quantile(self, p: f64, start: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        let mut x = start.clamp(1e-9, 1.0 - 1e-9);
        for _ in 0..60 {
            let off = self.share_below(x) - p;
            if off > 0.0 {
                high = x
            } else {
                low = x
            }
            let next = x - off / self.density(x);
            // A step that leaves the bracket is replaced by bisection.
            let next = if next > low && next < high { next } else { 0.5 * (low + high) };
            let step = (next - x).abs();
            x = next;
            if step <= 1e-14 {
                break;
            }
        }
        x
    }
}

/// The most steps of the fraction; PERT takes few, and parameters of a million about a thousand.
const MOST_STEPS: u32 = 20_000;

/// Solves for a variable at which a distribution has some shares below and above, whichever is smaller, by Newton's method on
/// its logarithm within a bracket. `of` gives the shares at a point, and the slope of the share below.
pub(super) fn newton(
    of: impl Fn(f64) -> (f64, f64, f64),
    (below, above): (f64, f64),
    start: f64,
    (mut low, mut high): (f64, f64),
) -> f64 {
    let is_lower = below <= above;
    let wanted = libm::log(if is_lower { below } else { above });
    let mut t = start.clamp(low, high);
    for _ in 0..200 {
        let (lower, upper, slope) = of(t);
        let share = if is_lower { lower } else { upper };
        let off = libm::log(share) - wanted;
        let is_high = if is_lower { off > 0.0 } else { off < 0.0 };
        if is_high {
            high = t;
        } else {
            low = t;
        }
        let step = off * share / slope;
        let next = if is_lower { t - step } else { t + step };
        // A step that leaves the bracket is replaced by bisection.
        let next = if next > low && next < high { next } else { 0.5 * (low + high) };
        let moved = (next - t).abs();
        t = next;
        if moved <= 1e-15 * t.abs().max(1.0) {
            break;
        }
    }
    t
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..MOST_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        result *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let factor = d * c;
        result *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_polynomials_where_the_parameters_are_whole() {
        // With a = 2, b = 3 the share below x is 6x² - 8x³ + 3x⁴; with a = 1, b = 5 it is 1 - (1-x)⁵.
        for x in [0.001_f64, 0.1, 0.385, 0.5, 0.9, 0.999] {
            let exact = 6.0 * x * x - 8.0 * x * x * x + 3.0 * x * x * x * x;
            assert!((Beta::new(2.0, 3.0).share_below(x) - exact).abs() < 1e-13, "{x}");
            let rest = 1.0 - x;
            let exact = 1.0 - rest * rest * rest * rest * rest;
            assert!((Beta::new(1.0, 5.0).share_below(x) - exact).abs() < 1e-13, "{x}");
        }
    }

    #[test]
    fn quantiles_are_where_the_shares_are() {
        for (a, b) in [(1.0, 5.0), (5.0, 1.0), (3.0, 3.0), (1.7, 4.3)] {
            let beta = Beta::new(a, b);
            for p in [0.0001, 0.05, 0.5, 0.95, 0.9999] {
                let x = beta.quantile(p, 0.5);
                assert!((beta.share_below(x) - p).abs() < 1e-12, "{a} {b} {p}: {x}");
            }
        }
    }

    #[test]
    fn quantiles_are_those_of_scipy() {
        for &(a, b, p, x) in QUANTILES {
            let found = Beta::new(a, b).quantile_of(p, 1.0 - p);
            assert!((found / x - 1.0).abs() < 2e-11, "{a} {b} {p}: {found}, not {x}");
        }
    }

    /// Parameters, level and quantile: scipy.stats.beta.ppf of scipy 1.17.1.
    const QUANTILES: &[(f64, f64, f64, f64)] = &[
        (0.05, 0.2, 0.05, 6.257_284_833_657_734e-25),
        (0.05, 0.2, 0.5, 6.256_986_533_495_276e-5),
        (0.05, 0.2, 0.95, 0.999_089_911_963_163_5),
        (0.05, 0.2, 0.999_999, 1.0),
        (0.5, 0.5, 1e-6, 2.467_401_100_270_31e-12),
        (0.5, 0.5, 0.05, 0.006_155_829_702_431_136_5),
        (0.5, 0.5, 0.5, 0.499_999_999_999_999_9),
        (0.5, 0.5, 0.95, 0.993_844_170_297_568_9),
        (0.5, 0.5, 0.999_999, 0.999_999_999_997_532_6),
        (2.0, 5.0, 1e-6, 0.000_258_287_829_354_063_56),
        (2.0, 5.0, 0.05, 0.062_849_891_708_354_38),
        (2.0, 5.0, 0.5, 0.264_449_983_295_660_05),
        (2.0, 5.0, 0.95, 0.581_803_409_252_025_9),
        (2.0, 5.0, 0.999_999, 0.955_573_048_029_924_3),
        (9.0, 3.0, 1e-6, 0.142_290_040_417_131_86),
        (9.0, 3.0, 0.05, 0.529_913_200_720_823_8),
        (9.0, 3.0, 0.5, 0.764_214_473_364_171_6),
        (9.0, 3.0, 0.95, 0.921_179_954_333_971),
        (9.0, 3.0, 0.999_999, 0.998_170_094_332_911),
        (300.0, 7_000.0, 1e-6, 0.030_949_430_517_245_136),
        (300.0, 7_000.0, 0.05, 0.037_347_254_848_995_54),
        (300.0, 7_000.0, 0.5, 0.041_053_986_347_190_3),
        (300.0, 7_000.0, 0.95, 0.044_987_469_290_080_025),
        (300.0, 7_000.0, 0.999_999, 0.053_049_459_397_383_54),
        (1e6, 2e5, 1e-6, 0.831_712_191_891_001_2),
        (1e6, 2e5, 0.05, 0.832_773_427_300_979_1),
        (1e6, 2e5, 0.5, 0.833_333_518_518_551),
        (1e6, 2e5, 0.95, 0.833_892_607_682_733_5),
        (1e6, 2e5, 0.999_999, 0.834_946_476_656_167_2),
    ];
}
