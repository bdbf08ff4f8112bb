//! The beta distribution, to the extent that PERT needs it.

/// A beta distribution. Both parameters of a PERT lie between 1 and 5, and the accuracies below hold for these.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beta {
    a: f64,
    b: f64,
    /// The logarithm of the beta function of `a` and `b`.
    log_beta: f64,
}

impl Beta {
    /// The distribution with these parameters, both of which are at least 1.
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

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..200 {
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
}
