//! Redundancy: the probability that enough replicas are up.

use crate::units::quantities::typed::Count;

/// Maximum number of replicas; the terms are summed one by one.
const MOST_TERMS: f64 = 1e7;

/// Maximum number of replicas for which powers and binomial coefficients do not overflow an `f64`.
const FEW: f64 = 1000.0;

/// Returns the probability that at least `needed` of `total` replicas are up, which fail independently and have the
/// same availability: the upper tail of a binomial distribution.
///
/// Both counts are rounded down to integers; `total` is at most ten million. The sum starts at its largest term and
/// computes each next one from the ratio of neighbours. The smaller tail is summed, so that 99.9999% keeps its last
/// nines. The relative error is 1e-12 up to 1000 replicas, and about 1e-7 above, where factorials are computed from
/// their logarithms.
pub fn at_least(needed: Count, total: Count, availability: f64) -> f64 {
    let (k, n, p) = (libm::floor(needed.value + 1e-9), libm::floor(total.value + 1e-9), availability);
    if !(0.0..=1.0).contains(&p) || k > n || k < 0.0 || n > MOST_TERMS {
        return f64::NAN;
    }
    if k == 0.0 || p == 1.0 {
        return 1.0;
    }
    if p == 0.0 {
        return 0.0;
    }
    // Of the tails from k up and below k, the one that does not contain the mean is smaller.
    if k > n * p { tail(n, k, p) } else { 1.0 - tail(n, n - k + 1.0, 1.0 - p) }
}

/// Returns the probability of at least `k` successes, where `k` is above the mean, so that terms decrease.
fn tail(n: f64, k: f64, p: f64) -> f64 {
    let mut term = probability(n, k, p);
    let (mut sum, mut at) = (0.0, k);
    while at <= n && term > sum * f64::EPSILON / 4.0 {
        sum += term;
        term *= (n - at) / (at + 1.0) * (p / (1.0 - p));
        at += 1.0;
    }
    sum.min(1.0)
}

/// Returns the probability of exactly `k` successes of `n`.
fn probability(n: f64, k: f64, p: f64) -> f64 {
    if n <= FEW {
        // At most C(1000, 500), about 10^299, which an `f64` holds.
        let (mut choose, mut factor) = (1.0, 0.0);
        while factor < k.min(n - k) {
            choose *= (n - factor) / (factor + 1.0);
            factor += 1.0;
        }
        return choose * libm::pow(p, k) * libm::pow(1.0 - p, n - k);
    }
    let choose = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    libm::exp(choose + k * libm::log(p) + (n - k) * libm::log1p(-p))
}
