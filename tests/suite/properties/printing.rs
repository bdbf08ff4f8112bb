//! Printed values can be typed back, and then print the same.

use std::cell::Cell;

use napkin::Shown;
use proptest::prelude::*;

use super::config::config;
use super::generate::{edge, program, range};

/// The last value of a program. `None` if it has errors.
fn last(text: &str, digits: usize) -> Option<Shown> {
    let mut evaluation = napkin::evaluate("<input>", text, digits, &napkin::Settings::default());
    if evaluation.is_ok() { evaluation.answers.pop().map(|answer| answer.shown) } else { None }
}

/// A printed value as an expression, converted to the target unit if there was one.
fn typed_back(literal: &str, asked: Option<&str>, digits: usize) -> Result<Shown, TestCaseError> {
    let text = match asked {
        Some(unit) => format!("({literal}) to {unit}"),
        None => literal.to_owned(),
    };
    last(&text, digits).ok_or_else(|| {
        let evaluation = napkin::evaluate("<input>", &text, digits, &napkin::Settings::default());
        let told = crate::support::all(&evaluation.diagnostics, &evaluation.sources);
        TestCaseError::fail(format!("`{text}` was printed and is refused:\n{told}"))
    })
}

/// Half a unit of the last digit, relative to the smallest number with that many digits, plus rounding errors.
fn tolerance(digits: usize) -> f64 {
    0.5 * 10.0_f64.powi(1 - i32::try_from(digits).unwrap()) * (1.0 + 1e-9) + 4e-15
}

/// Fails if a number has more digits than requested, is too long to read, or is not made of digits.
fn readable(shown: &Shown, digits: usize) -> Result<(), TestCaseError> {
    let literal = shown.written.literal();
    let lower = literal.to_lowercase();
    prop_assert!(!lower.contains("nan") && !lower.contains("inf"), "{}", literal);
    let number = &shown.written.number;
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let run = whole.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    prop_assert!(run <= digits.max(4), "`{}` has five digits in a row", literal);
    if !number.contains('_') {
        let decimals = decimals.chars().take_while(char::is_ascii_digit).collect::<String>();
        let whole = whole.chars().take_while(char::is_ascii_digit).collect::<String>();
        let all = format!("{whole}{decimals}");
        let significant = all.trim_start_matches('0').trim_end_matches('0').len();
        let near_one = literal.contains("99");
        prop_assert!(
            near_one || significant <= digits.max(1),
            "`{}` has more than {} digits",
            literal,
            digits
        );
        prop_assert!(!decimals.ends_with('0'), "`{}` ends in zeros", literal);
    }
    Ok(())
}

/// Fails if another form that stands beside a value says another value.
fn beside(shown: &Shown, digits: usize) -> Result<(), TestCaseError> {
    let forms = shown.written.also.as_deref().unwrap_or_default();
    for form in forms.split(", ").filter(|form| form.contains('/')) {
        let again = typed_back(form, None, digits)?;
        prop_assert_eq!(&again.dimension, &shown.dimension);
        let error = (again.value - shown.value).abs();
        prop_assert!(error <= tolerance(digits) * shown.value.abs(), "`{}` beside `{}`", form, shown.written);
    }
    if let Some(whole) = forms.strip_suffix(" whole") {
        let whole: f64 = whole.replace('_', "").parse().unwrap();
        prop_assert!(whole - 1.0 < shown.value && shown.value < whole, "`{}`", shown.written);
    }
    Ok(())
}

#[test]
fn what_is_printed_can_be_typed_back() {
    let tried = Cell::new(0_u32);
    let cases = 1_500;
    let mut runner = proptest::test_runner::TestRunner::new(config(cases));
    let outcome = runner.run(&(program(), 1_usize..=15), |((text, asked), digits)| {
        let Some(shown) = last(&text, digits) else { return Ok(()) };
        tried.set(tried.get() + 1);
        let literal = shown.written.literal();
        readable(&shown, digits)?;
        let again = typed_back(&literal, asked.as_deref(), digits)?;
        prop_assert_eq!(&again.dimension, &shown.dimension, "`{}` prints `{}`", text, literal);
        let error = (again.value - shown.value).abs();
        prop_assert!(
            error <= tolerance(digits) * shown.value.abs() || shown.value.abs() < 1e-300,
            "`{}` is {} and prints `{}`, which is {}",
            text,
            shown.value,
            literal,
            again.value
        );
        prop_assert_eq!(&again.written.literal(), &literal, "`{}` prints another text when typed back", text);
        // The value in bits after a comma is an alternative of equal size.
        let whole = typed_back(&shown.written.to_string(), None, digits)?;
        prop_assert_eq!(&whole.dimension, &shown.dimension);
        beside(&shown, digits)
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(tried.get() > cases * 3 / 4, "only {} of {cases} programs have a value", tried.get());
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn seventeen_digits_say_the_value_to_the_last_bit((text, asked) in program()) {
        let Some(shown) = last(&text, 17) else { return Ok(()) };
        let literal = shown.written.literal();
        let again = typed_back(&literal, asked.as_deref(), 17)?;
        prop_assert_eq!(&again.dimension, &shown.dimension, "`{}` prints `{}`", text, literal);
        prop_assert_eq!(
            again.value.to_bits(), shown.value.to_bits(),
            "`{}` is {} and prints `{}`, which is {}", text, shown.value, literal, again.value
        );
    }

    #[test]
    fn more_digits_say_the_same_in_more_digits((text, _) in program()) {
        let Some(shown) = last(&text, 4) else { return Ok(()) };
        for digits in [1, 2, 8, 12, 17, 40] {
            let more = last(&text, digits).unwrap();
            prop_assert_eq!(more.value.to_bits(), shown.value.to_bits());
            prop_assert_eq!(&more.dimension, &shown.dimension);
            prop_assert_eq!(&more.unit, &shown.unit);
        }
    }
}

#[test]
fn seventeen_digits_of_a_percentage_say_its_value() {
    for text in ["99.140248% * 99.472397%", "0.1 + 0.2 to %", "7% * 1", "1/3 to %", "99.9%", "0.07 * 100%"] {
        let shown = last(text, 17).unwrap();
        let unit = text.contains(" to ").then_some("%");
        let again = typed_back(&shown.written.literal(), unit, 17).unwrap();
        assert_eq!(again.value.to_bits(), shown.value.to_bits(), "{text} prints {}", shown.written.literal());
    }
}

/// The last value of a program with few samples. `None` if it has errors.
fn sampled(text: &str) -> Result<Shown, String> {
    let settings = napkin::Settings {
        sampling: napkin::Sampling { samples: 1_000, ..Default::default() },
        ..Default::default()
    };
    let mut evaluation = napkin::evaluate("<input>", text, 4, &settings);
    match evaluation.is_ok() {
        true => evaluation.answers.pop().map(|answer| answer.shown).ok_or_else(|| "no value".to_owned()),
        false => Err(crate::support::all(&evaluation.diagnostics, &evaluation.sources)),
    }
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn intervals_can_be_typed_back((text, asked) in range()) {
        let Ok(shown) = sampled(&text) else { return Ok(()) };
        let Some(spread) = &shown.spread else { return Ok(()) };
        let interval = spread.interval.to_string();
        let to = |literal: &str| match &asked {
            Some(unit) => format!("({literal}) to {unit}"),
            None => literal.to_owned(),
        };
        let again = sampled(&to(&interval));
        let again = again.map_err(|told| TestCaseError::fail(format!("`{text}` prints `{interval}`, which is refused:\n{told}")))?;
        prop_assert_eq!(&again.dimension, &shown.dimension, "`{}` prints `{}`", text, interval);
        let ends = again.spread.map_or([again.value; 2], |spread| [spread.p5, spread.p95]);
        // Three digits, or two of the width.
        let place = (spread.p95 - spread.p5) / 100.0;
        for (was, is) in [spread.p5, spread.p95].into_iter().zip(ends) {
            let close = (was - is).abs() <= place.max(was.abs() * 0.005) * (1.0 + 1e-9);
            prop_assert!(close, "`{}` prints `{}`, whose ends are {:?}", text, interval, ends);
        }
        let median = shown.written.literal();
        let again = sampled(&to(&median));
        let again = again.map_err(|told| TestCaseError::fail(format!("`{text}` prints `{median}`, which is refused:\n{told}")))?;
        prop_assert_eq!(&again.dimension, &shown.dimension, "`{}` prints `{}`", text, median);
    }

    #[test]
    fn plain_figures_are_those_asked_for(number in edge(), at in 0..5_usize) {
        let unit = ["MB", "s", "Gbit/s", "users", "$/month"][at];
        let literal = if unit == "$/month" { format!("${number}/month") } else { format!("{number} {unit}") };
        let Some(shown) = last(&format!("{literal} to {unit}"), 4) else { return Ok(()) };
        let digits = shown.written.number.trim_end_matches(char::is_alphabetic);
        let value = shown.value.abs();
        let magnitude = &shown.written.number[digits.len()..];
        let scaled = !magnitude.is_empty() && !shown.written.number.contains('e');
        // What rounds to a million has a magnitude.
        prop_assert!(!(0.999_949e6..1e15).contains(&value) || scaled || shown.written.number.contains('_'), "{}", shown.written);
        prop_assert!(value >= 0.999_949e6 || !scaled, "{}", shown.written);
        let again = typed_back(&shown.written.literal(), Some(unit), 4)?;
        prop_assert_eq!(again.written.literal(), shown.written.literal());
        prop_assert!((again.value - shown.value).abs() <= tolerance(4) * value);
    }
}
