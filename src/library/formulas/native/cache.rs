//! Caches under a Zipf law: the item of rank i is asked for in proportion to i^(−s).
//!
//! Sources: L. Breslau and others, "Web caching and Zipf-like distributions", 1999, for the
//! law; H. Che, Y. Tung, Z. Wang, "Hierarchical web caching systems", 2002, and C. Fricker,
//! P. Robert, J. Roberts, "A versatile and accurate approximation for LRU cache
//! performance", 2012, for LRU.

use crate::units::quantities::typed::Count;

/// So many of the first ranks are added one by one; the rest is taken by Euler-Maclaurin.
const HEAD: f64 = 64.0;

/// The share of requests for the `cached` most popular of `items`: H(cached, s) / H(items, s).
///
/// It is the hit ratio of a cache that always holds the right items, and the best that any
/// can have. Good to 1e-12 for any number of items and exponents from 0 to 10.
pub fn zipf_share(cached: Count, items: Count, exponent: f64) -> f64 {
    let (cached, items) = (cached.value.min(items.value), items.value);
    if !sound(cached, items, exponent) {
        return f64::NAN;
    }
    (harmonic(cached, exponent) / harmonic(items, exponent)).min(1.0)
}

/// The fewest of the most popular items that make up a share of the requests; whole.
pub fn zipf_count(share: f64, items: Count, exponent: f64) -> Count {
    let items = items.value;
    let count = |number: f64| Count::new::<crate::units::quantities::count::one>(number);
    if !sound(0.0, items, exponent) || !(0.0..=1.0).contains(&share) {
        return count(f64::NAN);
    }
    let items = libm::floor(items);
    // What rounding leaves must not become one more item.
    let wanted = share * harmonic(items, exponent) * (1.0 - 1e-12);
    let (mut sum, mut first) = (0.0, 0.0);
    while first < items.min(HEAD) && sum < wanted {
        first += 1.0;
        sum += libm::pow(first, -exponent);
    }
    if sum >= wanted || first == items {
        return count(first);
    }
    // At `low` too few, at `high` enough; halved until they are neighbours.
    let (mut low, mut high) = (first, items);
    while high - low > 1.0 {
        let middle = libm::floor((low + high) / 2.0);
        if sum + beyond(HEAD, middle, exponent) >= wanted { high = middle } else { low = middle }
    }
    count(high)
}

/// The hit ratio of an LRU cache of `cached` of `items`, by the approximation of Che.
///
/// An item of probability p is in the cache with 1 − e^(−p t), where t, the time in
/// requests that an item stays, is what fills the cache. The approximation is within 0.1
/// points of simulated caches of 50 items and more; its own sums are taken to about 1e-6, the
/// first ranks one by one and the rest as integrals, so that a billion items cost hardly
/// more than a thousand.
pub fn lru_share(cached: Count, items: Count, exponent: f64) -> f64 {
    let items = libm::floor(items.value);
    let cached = cached.value.min(items);
    if !sound(cached, items, exponent) {
        return f64::NAN;
    }
    if cached == items || cached == 0.0 {
        return cached / items;
    }
    let ranks = ranks(items, exponent);
    // The cache is filled no sooner than with `cached` requests, and from below Newton's
    // steps never pass the time at which it is, since the filling only slows down.
    let mut time = cached;
    for _ in 0..1000 {
        let (mut held, mut growth) = (0.0, 0.0);
        for rank in &ranks {
            let absent = libm::exp(-rank.probability * time);
            held += rank.count * (1.0 - absent);
            growth += rank.count * rank.probability * absent;
        }
        let step = (cached - held) / growth;
        time += step;
        if step.is_nan() || step <= 1e-12 * time {
            break;
        }
    }
    let hits = |rank: &Ranks| rank.count * rank.probability * -libm::expm1(-rank.probability * time);
    ranks.iter().map(hits).sum::<f64>().min(1.0)
}

/// Ranks that stand for so many, each asked for with one probability.
struct Ranks {
    count: f64,
    probability: f64,
}

/// The first ranks one by one, then points of Gauss and Legendre over the logarithm of the rank.
fn ranks(items: f64, exponent: f64) -> Vec<Ranks> {
    const WIDER: f64 = 1.5;
    /// Places in (−1, 1) and weights of the rule of five points.
    const POINTS: [(f64, f64); 5] = [
        (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
        (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
        (0.906_179_845_938_664, 0.236_926_885_056_189_1),
    ];
    let mut ranks = Vec::new();
    let mut done = 0.0;
    while done < items.min(HEAD) {
        done += 1.0;
        ranks.push(Ranks { count: 1.0, probability: libm::pow(done, -exponent) });
    }
    while done < items {
        let end = libm::ceil(done * WIDER).min(items);
        // A sum over whole ranks is the integral from half a rank before to half a rank behind.
        let (low, high) = (libm::log(done + 0.5), libm::log(end + 0.5));
        for (place, weight) in POINTS {
            let log = (low + high) / 2.0 + (high - low) / 2.0 * place;
            let count = weight * (high - low) / 2.0 * libm::exp(log);
            ranks.push(Ranks { count, probability: libm::exp(-exponent * log) });
        }
        done = end;
    }
    let total: f64 = ranks.iter().map(|rank| rank.count * rank.probability).sum();
    for rank in &mut ranks {
        rank.probability /= total;
    }
    ranks
}

fn sound(cached: f64, items: f64, exponent: f64) -> bool {
    (0.0..=10.0).contains(&exponent) && (0.0..=items).contains(&cached) && (1.0..=1e15).contains(&items)
}

/// The sum of i^(−s) for i from 1 to n; between two whole numbers the straight line.
fn harmonic(n: f64, s: f64) -> f64 {
    let whole = libm::floor(n);
    let head = whole.min(HEAD);
    let (mut sum, mut i) = (0.0, head);
    // From the least to the greatest term, so that none is lost.
    while i >= 1.0 {
        sum += libm::pow(i, -s);
        i -= 1.0;
    }
    if whole > HEAD {
        sum += beyond(HEAD, whole, s);
    }
    sum + (n - whole) * libm::pow(whole + 1.0, -s)
}

/// The sum of i^(−s) for i above `a` up to `b`, by Euler-Maclaurin up to the fifth derivative.
///
/// The first term left out is below s^7 a^(−s−7) / 1_209_600, which at 64 is far below 1e-14.
fn beyond(a: f64, b: f64, s: f64) -> f64 {
    let f = |x: f64| libm::pow(x, -s);
    let first = |x: f64| -s * f(x) / x;
    let third = |x: f64| -s * (s + 1.0) * (s + 2.0) * f(x) / (x * x * x);
    let fifth = |x: f64| third(x) * (s + 3.0) * (s + 4.0) / (x * x);
    power_integral(a, b, s) + (f(b) - f(a)) / 2.0 + (first(b) - first(a)) / 12.0
        - (third(b) - third(a)) / 720.0
        + (fifth(b) - fifth(a)) / 30_240.0
}

/// The integral of x^(−s) from a to b, also where s is 1 or close to it.
fn power_integral(a: f64, b: f64, s: f64) -> f64 {
    let (log, rest) = (libm::log(b / a), 1.0 - s);
    let raised = rest * log;
    // (b^r − a^r) / r = a^r ln(b/a) (e^(r ln(b/a)) − 1) / (r ln(b/a)).
    let quotient = if raised.abs() < 1e-9 { 1.0 + raised / 2.0 } else { libm::expm1(raised) / raised };
    libm::pow(a, rest) * log * quotient
}
