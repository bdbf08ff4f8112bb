//! Spellings of one number have one value, and what has two readings is never read as one of them.

use proptest::prelude::*;

use super::config::config;

/// The value of the last statement. `None` if there are errors.
fn value(text: &str) -> Option<f64> {
    let mut evaluation = napkin::evaluate("<input>", text, 4, &napkin::Settings::default());
    if evaluation.is_ok() { evaluation.answers.pop().map(|answer| answer.shown.value) } else { None }
}

/// Digits in groups of three.
fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn commas_group_thousands_and_arguments_stay_apart(
        number in 1_000_u64..1_000_000_000_000_000,
        unit in prop::sample::select(vec!["", " users", " GB", "%", "x"]),
    ) {
        let (commas, plain) = (grouped(number, ","), number.to_string());
        prop_assert_eq!(value(&format!("{commas}{unit}")), value(&format!("{plain}{unit}")));
        prop_assert_eq!(value(&format!("({commas}{unit}) * 2")), value(&format!("({plain}{unit}) * 2")));
        prop_assert_eq!(value(&grouped(number, "_")), value(&plain));
        // A run of groups in a call is several arguments to some.
        prop_assert_eq!(value(&format!("max({commas}, 1)")), None);
        prop_assert_eq!(value(&grouped(number, " ")), None);
    }

    #[test]
    fn the_parts_of_a_duration_are_added(
        days in 0_u32..400, hours in 1_u32..100, minutes in 1_u32..100, seconds in 1_u32..5_000,
    ) {
        let spellings = [
            format!("{days}d{hours}h{minutes}m{seconds}s"),
            format!("{days} days {hours} hours {minutes} min {seconds} s"),
            format!("{days}d {hours}h {minutes}m {seconds}s"),
        ];
        let sum = format!("{days} days + {hours} hours + {minutes} min + {seconds} s");
        let expected = value(&sum).expect("a sum of durations");
        for spelling in spellings {
            let found = value(&spelling).expect("a duration");
            prop_assert!((found - expected).abs() <= expected * 1e-15, "`{}` is {}", spelling, found);
            let rate = value(&format!("{spelling}/user")).expect("a duration for each user");
            prop_assert!((rate - expected).abs() <= expected * 1e-15, "`{}/user`", spelling);
        }
        prop_assert_eq!(value(&format!("{minutes}m{hours}h")), None);
    }

    #[test]
    fn a_hyphen_between_ascending_numbers_is_never_a_difference(
        low in 1_u32..500,
        more in 1_u32..500,
        unit in prop::sample::select(vec!["", " users", "%", "x", " GB/day", "ms", "k", "k qps"]),
        spread in prop::sample::select(vec!["LU-HU", "L-HU", "2 * L-HU", "(LU-HU) * 3", "max(LU-HU, LU)", "n = L-HU; n"]),
    ) {
        let high = low + more;
        let fill = |text: &str| {
            text.replace('L', &low.to_string()).replace('H', &high.to_string()).replace('U', unit)
        };
        // What is left of 1 is a difference in a larger expression.
        let complement = low == 1 && unit == "%" && spread.contains("L-HU") && spread.starts_with('2');
        if !complement {
            prop_assert_eq!(value(&fill(spread)), None, "`{}`", fill(spread));
        }
        // The other way round there is one reading.
        let descending = format!("{high}{unit}-{low}{unit}");
        prop_assert!(value(&descending).is_some() || ["%", "x"].contains(&unit), "`{}`", descending);
    }
}
