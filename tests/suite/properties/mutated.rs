//! Lines of people in a hurry with a slip of the hand or two: what is offered works, and what is read has the value of
//! the line that it is read as.
//!
//! `benches/mutated.sh` tries more of them.

use std::fmt::Write as _;

use napkin::Evaluation;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::config::config;
use super::diagnostics::try_fixes;
use crate::support::{assert_well_made, evaluate, read_as};

/// The lines, each the first field of a row.
const FILES: [&str; 5] = [
    include_str!("../../fixtures/first_try/attempts.txt"),
    include_str!("../../fixtures/first_try/lines.txt"),
    include_str!("../../fixtures/first_try/more.txt"),
    include_str!("../../fixtures/first_try/prose.txt"),
    include_str!("../../fixtures/first_try/traps.txt"),
];

/// Pieces that slip in.
const PIECES: [&str; 34] = [
    "per", "/", "*", "x", "to", "in", "a", "of", "at", "each", "every", "-", "=", "?", ",", "(", ")", "k",
    "M", "B", "million", "day", "/day", "GB", "users", "req/s", "~", "%", "$", "2", "10", "1,000", "avg",
    "peak",
];

/// Words of a line, one of which is left out, repeated, exchanged with the next, joined to it, cut, or followed by a piece.
fn mutated() -> impl Strategy<Value = String> {
    let lines = FILES.iter().flat_map(|file| file.lines());
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines: Vec<&str> = lines.map(|line| line.split(" | ").next().unwrap_or(line).trim()).collect();
    let place = any::<prop::sample::Index>;
    let edits =
        prop::collection::vec((place(), 0_u8..7, prop::sample::select(PIECES.to_vec()), place()), 1..3);
    (prop::sample::select(lines), edits).prop_map(|(line, edits)| {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        for (at, edit, piece, letter) in edits {
            let at = at.index(words.len());
            let has_next = at + 1 < words.len();
            match edit {
                0 if words.len() > 1 => drop(words.remove(at)),
                1 => words.insert(at, words[at].clone()),
                2 if has_next => words.swap(at, at + 1),
                3 if has_next => {
                    let next = words.remove(at + 1);
                    words[at].push_str(&next);
                }
                4 if words[at].chars().count() > 1 => {
                    let left_out = letter.index(words[at].chars().count());
                    words[at] = words[at]
                        .chars()
                        .enumerate()
                        .filter(|(at, _)| *at != left_out)
                        .map(|(_, c)| c)
                        .collect();
                }
                5 => words[at].push_str(piece),
                _ => words.insert(at, piece.to_owned()),
            }
        }
        words.join(" ")
    })
}

fn values(evaluation: &Evaluation) -> Vec<String> {
    evaluation.answers.iter().map(|answer| answer.shown.written.to_string()).collect()
}

/// Checks a line that is read otherwise than it is written: what it is read as has the same values, and one reading.
fn try_reading(text: &str) -> Result<(), TestCaseError> {
    let evaluation = evaluate(text);
    for diagnostic in &evaluation.diagnostics {
        assert_well_made(diagnostic, &evaluation.sources);
    }
    let Some(read) = read_as(&evaluation).filter(|_| !text.contains(['\n', '`'])) else { return Ok(()) };
    let again = evaluate(&read);
    prop_assert!(again.is_ok(), "{:?} is read as {:?}, which is refused", text, read);
    prop_assert!(
        read_as(&again).is_none_or(|further| further == read),
        "{:?} is read as {:?}, and that otherwise",
        text,
        read
    );
    prop_assert_eq!(values(&evaluation), values(&again), "{:?} is read as {:?}", text, read);
    Ok(())
}

/// All failures are told, since one of many lines says little of its kind.
#[test]
fn lines_with_slips_are_answered_well() {
    let config = config(1_000);
    let (cases, lines) = (config.cases, mutated());
    let mut runner = TestRunner::new(config);
    let (mut failed, mut told) = (0, String::new());
    for _ in 0..cases {
        let line = lines.new_tree(&mut runner).expect("a line has no conditions").current();
        if let Err(error) = try_fixes(&line).and_then(|()| try_reading(&line)) {
            failed += 1;
            writeln!(told, "{error}\n").unwrap();
        }
    }
    assert_eq!(failed, 0, "of {cases} lines:\n{told}");
}
