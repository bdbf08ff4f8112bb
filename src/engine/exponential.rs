//! The exponential function, without branches.

/// The reciprocal of the logarithm of two.
const PER_LN_2: f64 = std::f64::consts::LOG2_E;

/// The logarithm of two in two parts; the first has so few bits that its product with a power of two is exact.
const LN_2: (f64, f64) = (0.693_145_751_953_125, 1.428_606_820_309_417_2e-6);

/// Adding this to a number rounds it, and leaves the rounded number in the low bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// Beyond this size of the argument, the power of two does not fit into an exponent.
const MOST: f64 = 700.0;

/// The coefficients of the series, that of the highest power first.
const SERIES: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// The exponential function, with a relative error of at most 3e-16. It is the same on every machine, and the compiler
/// can vectorise loops of it.
pub(super) fn exp(x: f64) -> f64 {
    if x.abs() < MOST { near(x) } else { libm::exp(x) }
}

/// The same for arguments of at most [`MOST`].
fn near(x: f64) -> f64 {
    let shifted = x * PER_LN_2 + ROUNDING;
    let power = shifted - ROUNDING;
    let rest = (x - power * LN_2.0) - power * LN_2.1;
    let sum = SERIES.iter().fold(0.0, |sum, coefficient| sum * rest + coefficient);
    f64::from_bits(sum.to_bits().wrapping_add(shifted.to_bits() << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_the_library() {
        for at in -69_999..70_000 {
            let x = f64::from(at) * 0.009_997;
            let expected = libm::exp(x);
            assert!((exp(x) - expected).abs() <= 4.5e-16 * expected, "{x}: {} {expected}", exp(x));
        }
        for (x, expected) in [(0.0, 1.0), (-0.0, 1.0), (800.0, f64::INFINITY), (-800.0, 0.0)] {
            assert_eq!(exp(x), expected);
        }
        assert!(exp(f64::NAN).is_nan());
    }
}
