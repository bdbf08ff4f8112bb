//! Lines as people type them in a hurry: each is refused or warned of, and what a fix makes of it has the value that
//! was meant.

use crate::support::{evaluate, patched, read_as};

/// What the fixes of a line's diagnostics make of it, each with its value, if it has one.
fn offered(line: &str) -> Vec<(String, Option<f64>)> {
    let evaluation = evaluate(line);
    if let Some(line) = read_as(&evaluation) {
        return vec![(line, evaluation.answers.last().map(|answer| answer.shown.value))];
    }
    let helps = evaluation.diagnostics.iter().flat_map(|diagnostic| &diagnostic.helps);
    let fixes = helps.filter_map(|help| {
        let value = help.gives.as_ref().map(|gives| gives.value);
        Some((patched(&evaluation.sources, help)?, value))
    });
    fixes.collect()
}

/// The rows of a fixture: what stands between the bars.
fn rows(text: &str) -> Vec<[&str; 3]> {
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| row.split(" | ").collect::<Vec<_>>().try_into().expect(row)).collect()
}

#[test]
fn a_line_of_prose_is_offered_what_was_meant() {
    let text =
        std::fs::read_to_string(crate::docs::root().join("tests/fixtures/first_try/prose.txt")).unwrap();
    let mut wrong = String::new();
    for [typed, wanted, value] in rows(&text) {
        let value: f64 = value.parse().expect(typed);
        let is_meant = |found: f64| (found - value).abs() <= 1e-9 * value.abs();
        let offers = offered(typed);
        // A fix may also say what is for each of what, so that its line is longer.
        if !offers.iter().any(|(line, found)| line == wanted || found.is_some_and(is_meant)) {
            wrong += &format!("{typed}\n  is not offered {wanted}\n  but {offers:?}\n");
        }
        match evaluate(wanted).answers.last().map(|answer| answer.shown.value) {
            Some(found) if is_meant(found) => {}
            found => wrong += &format!("{wanted}\n  is {found:?} and not {value}\n"),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_conditional_as_an_operand_and_a_remainder_are_offered() {
    for line in ["5%3", "5 % 3"] {
        assert_eq!(crate::support::codes(line), ["E0113"], "{line}");
    }
    let read = read_as(&evaluate("1 + if true then 2 else 3"));
    assert_eq!(read.as_deref(), Some("1 + (if true then 2 else 3)"));
}

#[test]
fn words_that_are_defined_are_not_prose() {
    for line in [
        "plus = 3; plus * 2",
        "over = 3 GB; 6 GB / over",
        "times = 5; times + 1",
        "a = 2; 10 * a",
        "the = 2; 3 * the",
        "half = 50%; half of 10 GB",
        "month_of_data = 3 GB/day * 1 month",
    ] {
        assert!(evaluate(line).is_ok(), "{line}");
    }
}

/// What a word does that no table has cannot be known, so a line is never taken as if it were not there.
#[test]
fn a_word_that_is_not_known_is_not_left_out_without_asking() {
    let words = [
        "factorial",
        "inverted",
        "averaged",
        "decimated",
        "premium",
        "interest",
        "gzipped",
        "truncated",
        "padded",
        "interpolated",
        "collective",
        "shared",
        "apiecewise",
        "bidirectionally",
        "moiety",
        "tithe",
        "bakers",
    ];
    for word in words {
        for line in [format!("5 TB {word}"), format!("{word} 5 TB"), format!("5M {word} users")] {
            assert!(!evaluate(&line).is_ok(), "{line}: {:?}", evaluate(&line).diagnostics);
        }
    }
}

/// People are neither long nor short, so that the unit before them may be meant as something else.
#[test]
fn who_is_counted_is_not_left_out_behind_a_time_or_a_length() {
    for line in ["5 s users", "5 min users", "10 ms customers", "5 km requests", "3 h drivers * 2"] {
        assert!(!evaluate(line).is_ok(), "{line}: {:?}", evaluate(line).diagnostics);
    }
    // These last.
    for line in ["5 min videos", "30 s clips * 2", "100 ms queries"] {
        assert!(evaluate(line).is_ok(), "{line}: {:?}", evaluate(line).diagnostics);
    }
}

#[test]
fn a_word_that_says_which_unit_is_kept() {
    for line in
        ["5 nautical miles to km", "10 Hong Kong dollars * 3", "5 cubic metres * 3", "5 Canadian dollars"]
    {
        let evaluation = evaluate(line);
        assert!(!evaluation.is_ok(), "{line}");
        let values = evaluation
            .diagnostics
            .iter()
            .flat_map(|found| &found.helps)
            .filter_map(|help| help.gives.as_ref());
        assert_eq!(values.count(), 0, "{line}: {:?}", evaluation.diagnostics);
    }
}
