//! Chances: rare events, and how often they come at once.

use crate::units::quantities::typed::Count;

/// The most expected events for which the distribution is summed; above it differs by at most one event from the
/// expansion below.
const SUMMED: f64 = 1e6;

/// Number of steps of the search for a normal quantile; each halves its interval.
const HALVINGS: u32 = 100;

/// total × (total − 1) × …: the number of ways to take some of `total` in order. At most ten thousand are taken.
pub fn orders(total: f64, taken: f64) -> f64 {
    let (n, k) = (libm::round(total), libm::round(taken));
    if !(0.0..=1e4).contains(&k) || k > n {
        return f64::NAN;
    }
    let (mut product, mut left) = (1.0, n);
    while left > n - k {
        product *= left;
        left -= 1.0;
    }
    product
}

/// 1 − e^(−expected): the probability of at least one event of a Poisson process, also where it is tiny.
pub fn at_least_one(expected: f64) -> f64 {
    if expected >= 0.0 { -libm::expm1(-expected) } else { f64::NAN }
}

/// The least number that a Poisson variable with a mean does not exceed with a probability of `level`.
///
/// Up to a million expected events it is exact: the probabilities are summed from where they are negligible. Above,
/// the expansion of Cornish and Fisher is off by at most one event.
pub fn poisson_quantile(mean: f64, level: f64) -> Count {
    let count = Count::new::<crate::units::quantities::count::one>;
    if !(mean >= 0.0 && mean.is_finite() && (0.0..1.0).contains(&level)) {
        return count(f64::NAN);
    }
    let spread = libm::sqrt(mean);
    if mean > SUMMED {
        let z = normal_quantile(level);
        return count(libm::ceil(mean + z * spread + (z * z - 1.0) / 6.0 - 0.5).max(0.0));
    }
    // Below the start there is less than 10^-20 of the probability.
    let mut at = libm::floor(mean - 10.0 * spread - 10.0).max(0.0);
    let mut term = libm::exp(at * libm::log(mean.max(f64::MIN_POSITIVE)) - mean - libm::lgamma(at + 1.0));
    let mut sum = term;
    // The terms end where the level is not reached but for rounding.
    while sum < level && (at < mean || term > 0.0) {
        at += 1.0;
        term *= mean / at;
        sum += term;
    }
    count(at)
}

/// Returns z with Φ(z) = p.
fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if 0.5 * libm::erfc(-middle / core::f64::consts::SQRT_2) < p { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}
