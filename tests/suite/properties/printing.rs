//! Printed values can be typed back, and then print the same.

use std::cell::Cell;

use napkin::Shown;
use proptest::prelude::*;

use super::config::config;
use super::generate::program;

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
        if let Some(also) = shown.written.also.filter(|also| also.ends_with("bit/s")) {
            let bits = typed_back(&also, None, digits)?;
            prop_assert_eq!(&bits.dimension, &shown.dimension);
            prop_assert!(
                (bits.value - shown.value).abs() <= tolerance(digits) * shown.value.abs(),
                "`{}`",
                also
            );
        }
        Ok(())
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
