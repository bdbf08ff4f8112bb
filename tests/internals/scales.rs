//! Exact factors, held against products of powers of primes.

use crate::units::scale::Scale;
use proptest::prelude::*;

use super::config::config;

const PRIMES: [i128; 7] = [2, 3, 5, 7, 11, 13, 365_003];

/// A positive fraction as the exponents of its primes: exact at any size.
type Exponents = [i32; 7];

/// The fraction as two numbers, where they fit.
fn fraction(exponents: Exponents) -> Option<(i128, i128)> {
    let mut sides = (1_i128, 1_i128);
    for (prime, exponent) in PRIMES.into_iter().zip(exponents) {
        for _ in 0..exponent.unsigned_abs() {
            let side = if exponent > 0 { &mut sides.0 } else { &mut sides.1 };
            *side = side.checked_mul(prime)?;
        }
    }
    Some(sides)
}

/// The fraction as a float, within a few bits, in an order that neither overflows nor vanishes.
fn float(exponents: Exponents) -> f64 {
    let log: f64 = PRIMES
        .into_iter()
        .zip(exponents)
        .map(|(prime, exponent)| (prime as f64).log2() * f64::from(exponent))
        .sum();
    log.exp2()
}

fn sum(a: Exponents, b: Exponents, sign: i32) -> Exponents {
    std::array::from_fn(|at| a[at] + sign * b[at])
}

fn scale(exponents: Exponents) -> Option<Scale> {
    fraction(exponents).map(|(numerator, denominator)| Scale::Exact(numerator, denominator))
}

fn exponents() -> impl Strategy<Value = Exponents> {
    prop_oneof![4 => prop::array::uniform7(-3_i32..=3), 1 => prop::array::uniform7(-12_i32..=12)]
        .prop_filter("fits", |exponents| fraction(*exponents).is_some())
}

/// Exact where the reduced fraction fits, else a float within a few bits.
fn agrees(result: Scale, expected: Exponents) -> Result<(), TestCaseError> {
    match (scale(expected), result) {
        (Some(exact), _) => prop_assert_eq!(result, exact),
        (None, Scale::Float(value)) => {
            let expected = float(expected);
            prop_assert!((value / expected - 1.0).abs() < 1e-11, "{} and {}", value, expected);
        }
        (None, Scale::Exact(..)) => prop_assert!(false, "{:?} cannot be exact", result),
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn products_and_quotients_are_exact_as_long_as_they_fit(a in exponents(), b in exponents()) {
        let (x, y) = (scale(a).unwrap(), scale(b).unwrap());
        agrees(x.times(y), sum(a, b, 1))?;
        agrees(x.over(y), sum(a, b, -1))?;
        prop_assert_eq!(x.times(y), y.times(x));
        prop_assert_eq!(x.over(x), Scale::ONE);
        prop_assert!(x.over(x).is_one());
        prop_assert_eq!(x.reciprocal().reciprocal(), x);
    }

    #[test]
    fn powers_are_exact_as_long_as_they_fit(a in exponents(), power in -6_i8..=6) {
        agrees(scale(a).unwrap().to_the(power), a.map(|exponent| exponent * i32::from(power)))?;
    }

    #[test]
    fn long_products_stay_within_a_few_bits(factors in prop::collection::vec((exponents(), any::<bool>()), 1..30)) {
        let (mut result, mut expected) = (Scale::ONE, [0; 7]);
        for (factor, divides) in factors {
            let scale = scale(factor).unwrap();
            result = if divides { result.over(scale) } else { result.times(scale) };
            expected = sum(expected, factor, if divides { -1 } else { 1 });
        }
        let expected = float(expected);
        if expected.is_normal() {
            let value = result.to_f64();
            prop_assert!((value / expected - 1.0).abs() < 1e-10, "{} and {}", value, expected);
        }
    }

    #[test]
    fn fractions_are_reduced(a in exponents(), factor in 1_i128..1_000_000) {
        let (numerator, denominator) = fraction(a).unwrap();
        if let (Some(n), Some(d)) = (numerator.checked_mul(factor), denominator.checked_mul(factor)) {
            prop_assert_eq!(Scale::fraction(n, d), Scale::Exact(numerator, denominator));
        }
    }

    #[test]
    fn decimals_are_read_as_they_are_written(digits in 1_i128..1_000_000_000_000_000, places in 0_u32..16, zeros in 0_u32..10) {
        let text = format!("{}e{}", digits, i64::from(zeros) - i64::from(places));
        let value: f64 = text.parse().unwrap();
        let exact = Scale::fraction(digits * 10_i128.pow(zeros), 10_i128.pow(places));
        prop_assert_eq!(Scale::from_decimal(value), exact, "{}", text);
    }

    #[test]
    fn the_float_of_whole_numbers_that_fit_is_the_nearest(numerator in 1_i128..1 << 53, denominator in 1_i128..1 << 53) {
        let value = Scale::Exact(numerator, denominator).to_f64();
        prop_assert_eq!(value.to_bits(), (numerator as f64 / denominator as f64).to_bits());
    }
}
