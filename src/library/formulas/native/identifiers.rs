//! Keys: their length, the probability of collisions, and Bloom filters.

use crate::units::quantities::typed::{Count, Information};

/// Returns the smallest number of digits n ≥ 1 of a base that distinguishes a number of keys: base^n ≥ keys.
///
/// Exact for powers up to 2^53. A logarithm would be wrong by a digit at base^n itself.
pub fn length(keys: Count, base: f64) -> f64 {
    let keys = keys.value;
    if base.is_nan() || base < 2.0 || keys.is_nan() || keys < 1.0 || !keys.is_finite() {
        return f64::NAN;
    }
    let (mut digits, mut reach) = (1.0, base);
    while reach < keys {
        reach *= base;
        digits += 1.0;
    }
    digits
}

/// Returns the probability that at least two of `keys` drawn at random from `space` are equal: 1 − Π (1 − i/space)
/// for i below the number of keys.
///
/// Up to 256 keys the factors are multiplied one by one. Above, the sum of their logarithms is computed by the
/// Euler–Maclaurin formula, whose first omitted term is below 1e-11 of the sum, so that a billion keys of 128 bits
/// take no more time than a thousand.
pub fn collision(keys: Count, space: f64) -> f64 {
    let n = keys.value;
    if n.is_nan() || n < 0.0 || space.is_nan() || space < 1.0 || !space.is_finite() {
        return f64::NAN;
    }
    if n > space {
        return 1.0;
    }
    if n <= 256.0 {
        let (mut log, mut i) = (0.0, 0.0);
        while i < n {
            log += libm::log1p(-i / space);
            i += 1.0;
        }
        return -libm::expm1(log);
    }
    if space - n < 64.0 {
        // More than 256 keys of a space that is hardly larger are all different with a probability of e^(−102).
        return 1.0;
    }
    let filled = n / space;
    let integral = -space * excess(filled);
    let left = space - n;
    let ends = -libm::log1p(-filled) / 2.0;
    let first = (1.0 / space - 1.0 / left) / 12.0;
    let third = (2.0 / (left * left * left) - 2.0 / (space * space * space)) / 720.0;
    -libm::expm1(integral + ends + first + third)
}

/// Returns (1 − x) ln(1 − x) + x = x²/2 + x³/6 + x⁴/12 + …, without cancellation.
fn excess(x: f64) -> f64 {
    if x > 0.125 {
        return (1.0 - x) * libm::log1p(-x) + x;
    }
    let (mut sum, mut power, mut k) = (0.0, x * x, 2.0);
    loop {
        let term = power / (k * (k - 1.0));
        if term <= sum * f64::EPSILON / 4.0 {
            return sum + term;
        }
        sum += term;
        power *= x;
        k += 1.0;
    }
}

/// Returns the size of a Bloom filter with the optimal number of hashes: −n ln p / (ln 2)² bits.
pub fn bloom_size(keys: Count, false_positives: f64) -> Information {
    let keys = keys.value;
    let fits = keys >= 0.0 && false_positives > 0.0 && false_positives < 1.0;
    let bits = -keys * libm::log(false_positives) / (std::f64::consts::LN_2 * std::f64::consts::LN_2);
    Information::new::<crate::units::quantities::information::bit>(if fits { bits } else { f64::NAN })
}

/// Returns the number of hashes with the lowest false-positive rate: (m/n) ln 2, rounded, at least 1.
pub fn bloom_hashes(keys: Count, size: Information) -> f64 {
    let (keys, bits) = (keys.value, size.value);
    if keys > 0.0 && bits > 0.0 {
        libm::round(bits / keys * std::f64::consts::LN_2).max(1.0)
    } else {
        f64::NAN
    }
}

/// Returns the false-positive rate of a Bloom filter: (1 − e^(−k/b))^k with k hashes and b bits per key. The usual
/// approximation, accurate for filters of more than a few hundred bits.
pub fn bloom_false_positives(keys: Count, size: Information, hashes: f64) -> f64 {
    let (keys, bits) = (keys.value, size.value);
    if keys >= 0.0 && bits > 0.0 && hashes >= 1.0 {
        libm::pow(-libm::expm1(-hashes * keys / bits), hashes)
    } else {
        f64::NAN
    }
}
