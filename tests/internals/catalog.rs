//! Every unit of the catalog is documented, and printed in its series or as itself.

use std::fs;
use std::path::Path;

use crate::units::catalog::{self, Kind};

/// A section of docs/language.md.
fn section_of_the_language(title: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let page = fs::read_to_string(page).unwrap();
    let mut sections = page.split("\n## ");
    sections.find(|section| section.starts_with(title)).expect("the section").to_owned()
}

#[track_caller]
fn value(text: &str) -> crate::Shown {
    let mut evaluation = crate::evaluate("<input>", text, 4, &crate::Settings::default());
    assert!(evaluation.is_ok(), "{text}: {:?}", evaluation.diagnostics);
    evaluation.answers.pop().expect("it has a value").shown
}

/// Every unit is in a row of the table of units, by itself or as a prefix beside a unit that can have it.
#[test]
fn units_are_listed() {
    let section = section_of_the_language("Units");
    let rows: Vec<Vec<&str>> = section
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .map(|row| {
            let code = row.split('`').skip(1).step_by(2);
            code.flat_map(|code| code.split([' ', '='])).filter(|word| !word.is_empty()).collect()
        })
        .collect();
    let is_listed = |name: &str| {
        rows.iter().any(|row| {
            let prefixed = row.iter().any(|prefix| {
                name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && row.contains(&rest))
            });
            prefixed || row.contains(&name)
        })
    };
    for (_, unit) in catalog::all().filter(|(_, unit)| unit.kind != Kind::Noun) {
        assert!(is_listed(unit.singular), "`{}` is missing under Units in docs/language.md", unit.singular);
    }
}

/// Every count noun is in the list, after the one of which it is an alias.
#[test]
fn count_nouns_are_listed() {
    let section = section_of_the_language("Count nouns");
    let list = section.split("\n\n").find(|text| text.contains(" · ")).expect("the list").replace('\n', " ");
    let listed: Vec<Vec<&str>> = list
        .split('·')
        .map(|entry| entry.split(['(', ')', ',']).map(str::trim).filter(|word| !word.is_empty()).collect())
        .collect();
    for words in &listed {
        for word in words {
            let counted = |word| catalog::lookup(word).and_then(catalog::unit).map(|unit| unit.dimension);
            assert!(counted(word).is_some(), "`{word}` is listed under Count nouns and unknown");
            assert_eq!(counted(word), counted(words[0]), "`{word}` is listed behind `{}`", words[0]);
        }
    }
    for (_, unit) in catalog::all().filter(|(_, unit)| unit.kind == Kind::Noun) {
        let is_listed = listed.iter().any(|words| words.contains(&unit.singular));
        assert!(is_listed, "`{}` is missing under Count nouns in docs/language.md", unit.singular);
    }
}

#[test]
fn every_unit_is_printed_in_its_series_or_as_itself() {
    for (id, unit) in catalog::all().filter(|(_, unit)| unit.kind == Kind::Physical) {
        let name = catalog::spellings(id)[0];
        let series = unit.steps.iter().chain(&unit.like);
        let mut known: Vec<_> = series.flat_map(|series| series.steps()).map(|step| step.id).collect();
        if known.is_empty() {
            known.push(id);
        }
        for number in ["1", "1_234_567", "0.000_012"] {
            let input = if name == "$" { format!("${number}") } else { format!("{number} {name}") };
            let shown = value(&input);
            let again = value(&shown.written.literal());
            assert!((again.value / shown.value - 1.0).abs() < 1e-3, "`{input}` prints {}", shown.written);
            let printed = catalog::lookup(shown.written.unit.trim());
            // Money is printed in dollars alone.
            let is_money = shown.written.sign == "$" && shown.unit == "$";
            assert!(
                is_money || printed.is_some_and(|printed| known.contains(&printed)),
                "`{input}` prints {}",
                shown.written
            );
        }
    }
}
