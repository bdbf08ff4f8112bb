//! The tables of words that are no nouns, and of adjectives: every row is needed, and does what it says.

use crate::syntax::{ADJECTIVES, adjective};
use crate::text::edits::Edits;
use crate::units::catalog;
use crate::units::nouns::harmless;
use crate::units::nouns::never::{Instead, ROWS, is_certain, never};
use crate::units::nouns::silent::{misspells_number, speaks};
use crate::{Evaluation, Settings};

fn evaluate(text: &str) -> Evaluation {
    crate::evaluate("<input>", text, 4, &Settings::default())
}

#[test]
fn a_word_that_is_never_a_noun_becomes_what_is_meant() {
    for row in ROWS {
        let evaluation = evaluate(row.line);
        let word =
            row.words.iter().find(|word| row.line.split(|c: char| !c.is_alphabetic()).any(|of| of == **word));
        if is_certain(word.unwrap(), row.instead) {
            let [note] = evaluation.diagnostics.as_slice() else {
                panic!("`{}`: {:?}", row.line, evaluation.diagnostics);
            };
            assert!(note.message.ends_with(&format!("`{}`", row.becomes)), "`{}`: {note:?}", row.line);
            continue;
        }
        let [error] = evaluation.diagnostics.as_slice() else {
            panic!("`{}`: {:?}", row.line, evaluation.diagnostics);
        };
        assert_eq!(error.code, "E0202", "`{}`", row.line);
        if let Instead::Currency(code) = row.instead {
            assert!(
                error.helps.iter().any(|help| help.text.contains(&format!("unit {code} = "))),
                "{error:?}"
            );
            continue;
        }
        let edits = error.helps.first().and_then(|help| Edits::new(&help.edits));
        let text = edits.unwrap_or_else(|| panic!("`{}` has no fix", row.line)).apply(row.line).unwrap();
        assert_eq!(text, row.becomes);
        assert!(evaluate(row.becomes).is_ok(), "`{}`", row.becomes);
    }
}

#[test]
fn a_word_has_one_row_and_no_unit() {
    let words: Vec<&str> = ROWS.iter().flat_map(|row| row.words.iter().copied()).collect();
    for (at, word) in words.iter().enumerate() {
        assert!(!words[..at].contains(word), "`{word}` stands twice");
        assert_eq!(catalog::lookup(word), None, "{word}");
        assert!(never(word).is_some());
        // It has an error, or a note that says what it is read as.
        assert!(!evaluate(&format!("5 {word}")).diagnostics.is_empty(), "{word}");
    }
}

#[test]
fn adjectives_are_read_over() {
    for row in &ADJECTIVES {
        let evaluation = evaluate(row.line);
        assert!(evaluation.is_ok(), "`{}`: {:?}", row.line, evaluation.diagnostics);
        assert!(row.line.split(' ').any(|word| word == row.word), "`{}`", row.line);
        assert_eq!(adjective(row.word).map(|found| found.period), Some(row.period));
        // Alone it is no noun.
        assert!(never(row.word).is_some(), "{}", row.word);
    }
}

#[test]
fn a_word_that_may_be_left_out_computes_nothing() {
    let measures = |word: &str| {
        let unit = catalog::lookup(word).and_then(catalog::unit);
        unit.is_some_and(|unit| unit.kind != catalog::Kind::Noun)
    };
    let computes: Vec<&str> =
        harmless::words().filter(|word| speaks(word) || misspells_number(word) || measures(word)).collect();
    assert!(computes.is_empty(), "{computes:?}");
}
