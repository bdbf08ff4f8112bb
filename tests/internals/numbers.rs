//! How plain numbers are written.

use crate::units::dimension::Dimension;
use crate::units::notation::Notation;
use crate::units::registry::Units;
use crate::units::spelling::Spelling;
use proptest::prelude::*;

use super::config::config;

fn write(value: f64, digits: usize) -> String {
    Spelling::of(&Units::new(), Dimension::NONE, Notation::NONE).write(value, digits).literal()
}

fn percent(value: f64, digits: usize) -> String {
    Spelling::of(&Units::new(), Dimension::NONE, Notation::PERCENT).write(value, digits).literal()
}

/// The value of a printed number, read without napkin. NaN if it is not a number.
fn read(text: &str) -> f64 {
    let text = text.replace('_', "");
    let (text, percent) = text.strip_suffix('%').map_or((text.as_str(), false), |number| (number, true));
    let number = text.trim_end_matches(['k', 'M', 'b', 'n', 't']);
    let exponent = match &text[number.len()..] {
        "" => 0,
        "k" => 3,
        "M" => 6,
        "bn" => 9,
        "tn" => 12,
        _ => return f64::NAN,
    } - if percent { 2 } else { 0 };
    match number.split_once('e') {
        Some((mantissa, own)) => match own.parse::<i32>() {
            Ok(own) => format!("{mantissa}e{}", own + exponent).parse().unwrap_or(f64::NAN),
            Err(_) => f64::NAN,
        },
        None => format!("{number}e{exponent}").parse().unwrap_or(f64::NAN),
    }
}

/// Numbers of all orders of magnitude, and those at which the number of digits or the magnitude changes.
fn numbers() -> impl Strategy<Value = f64> {
    let edge = (-8_i32..20, 0_u32..5, -2_i32..3).prop_map(|(exponent, nines, ulps)| {
        let nines = 10.0_f64 - 10.0_f64.powi(-i32::try_from(nines).unwrap());
        let value = nines * 10.0_f64.powi(exponent);
        f64::from_bits(value.to_bits().wrapping_add_signed(ulps.into()))
    });
    prop_oneof![
        4 => (1.0_f64..10.0, -12_i32..24).prop_map(|(mantissa, exponent)| mantissa * 10.0_f64.powi(exponent)),
        2 => edge,
        2 => (0_u64..10_000_000).prop_map(|whole| whole as f64),
        1 => (0_u64..1 << 53).prop_map(|whole| whole as f64),
        1 => 0.99_f64..1.0,
        1 => (2_i32..16).prop_map(|nines| 1.0 - 10.0_f64.powi(-nines)),
        1 => any::<f64>().prop_filter("finite", |value| value.is_normal()).prop_map(f64::abs),
        1 => prop::sample::select(vec![0.0, 1.0, f64::MAX, f64::MIN_POSITIVE, 9e15, 1e15, 0.5, 9_999.5, 99_995.0]),
    ]
}

fn half_a_unit(digits: usize) -> f64 {
    0.5 * 10.0_f64.powi(1 - i32::try_from(digits).unwrap()) + 1e-15
}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn the_error_is_below_half_a_unit_of_the_last_digit(value in numbers(), digits in 1_usize..=15) {
        for (text, value) in [(write(value, digits), value), (percent(value, digits), value)] {
            let said = read(&text);
            prop_assert!(said.is_finite(), "{} prints {}", value, text);
            prop_assert!(
                (said - value).abs() <= half_a_unit(digits) * value || value < 1e-290,
                "{} prints {} to {} digits", value, text, digits
            );
        }
    }

    #[test]
    fn larger_numbers_do_not_print_as_smaller_ones(a in numbers(), b in numbers(), digits in 1_usize..=15) {
        let (small, large) = if a <= b { (a, b) } else { (b, a) };
        // The exact value of a number may lie between two numbers with fewer digits.
        let slack = 1.0 + half_a_unit(digits);
        prop_assert!(read(&write(small, digits)) <= read(&write(large, digits)) * slack, "{} and {}", small, large);
        let next = f64::from_bits(small.to_bits() + 1);
        if next.is_finite() && small.fract() != 0.0 && next.fract() != 0.0 && small < 0.98 {
            prop_assert!(read(&write(small, digits)) <= read(&write(next, digits)), "{} and the next", small);
        }
    }

    #[test]
    fn printing_what_was_printed_prints_the_same(value in numbers(), digits in 1_usize..=15) {
        let text = write(value, digits);
        prop_assert_eq!(write(read(&text), digits), text, "{}", value);
        if value < 1e300 {
            let text = percent(value, digits);
            prop_assert_eq!(percent(read(&text), digits), text, "{}", value);
        }
    }

    #[test]
    fn no_number_is_hard_to_read(value in numbers()) {
        let text = write(value, 4);
        let whole = text.split('.').next().unwrap();
        let run = whole.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        prop_assert!(run <= 4, "{} prints {}", value, text);
        prop_assert!(text.len() <= 23, "{} prints {}", value, text);
        prop_assert!(text.starts_with(|c: char| c.is_ascii_digit()), "{} prints {}", value, text);
    }

    #[test]
    fn a_share_below_all_never_prints_as_all(nines in 2_i32..15, digit in 1_u32..10, digits in 1_usize..=15) {
        let value = 1.0 - f64::from(digit) * 10.0_f64.powi(-nines - 1);
        prop_assume!(value < 1.0);
        for text in [write(value, digits), percent(value, digits)] {
            prop_assert!(read(&text) < 1.0, "{} prints {}", value, text);
        }
    }

    #[test]
    fn seventeen_digits_say_the_number_itself(value in numbers()) {
        prop_assert_eq!(read(&write(value, 17)).to_bits(), value.to_bits());
    }

    #[test]
    fn a_negative_number_is_a_minus_and_the_number(value in numbers(), digits in 1_usize..=17) {
        // A percentage just below 100% has more digits; its negative does not.
        if value == 0.0 || (0.98..1.0).contains(&value) {
            return Ok(());
        }
        prop_assert_eq!(write(-value, digits), format!("-{}", write(value, digits)));
    }
}
