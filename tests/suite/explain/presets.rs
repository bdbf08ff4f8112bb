//! Derivations of every preset: they have the values that `run` prints, and can be typed back.

use std::collections::BTreeSet;

use napkin::Shown;
use napkin::explain::{Kind, Settings, Step};
use napkin::report::Report;

use super::steps::{accepted, comes_out, declared, every_preset, settings, typed_back};
use crate::support::{evaluate, row, sound};

fn reported(point: bool) -> napkin::report::Settings {
    let Settings { digits, uncertainty, .. } = settings(point);
    napkin::report::Settings { digits, uncertainty, ..Default::default() }
}

/// The words of a formula that may be names: neither a literal's unit nor a conversion's.
fn names_in(formula: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for power in formula.split('^') {
        let mut is_unit = false;
        for word in power.split([' ', '(', ')']).filter(|word| !word.is_empty()) {
            let (word, ends) = word.strip_suffix(',').map_or((word, false), |word| (word, true));
            let is_operator = matches!(word, "*" | "/" | "+" | "-" | "of" | "per");
            if !is_unit || is_operator {
                names.insert(word);
            }
            let precedes = matches!(word, "to" | "as") || word.starts_with(|c: char| c.is_ascii_digit());
            is_unit = precedes && !ends;
        }
    }
    names
}

/// The words of a text.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect()
}

/// The rows of a report on which a name depends, found in the texts of the formulas.
fn ancestors<'r>(report: &'r Report, name: &'r str) -> BTreeSet<&'r str> {
    let rows = || report.inputs.iter().chain(&report.estimates).flat_map(|section| &section.rows);
    let (mut found, mut open) = (BTreeSet::new(), vec![name]);
    while let Some(name) = open.pop() {
        let is_estimate =
            report.estimates.iter().flat_map(|section| &section.rows).any(|row| row.name == name);
        if found.insert(name) && is_estimate {
            let words = names_in(&row(report, name).formula);
            open.extend(rows().map(|row| row.name.as_str()).filter(|name| words.contains(name)));
        }
    }
    found
}

#[test]
fn every_step_of_every_preset_can_be_typed_back() {
    for preset in every_preset() {
        for step in accepted(napkin::explain::model(preset.name, preset.text, &[], &settings(true))) {
            // Price tiers are rows of a table, which only its model has.
            if !step.formula.contains("tiered(") {
                typed_back(&declared(preset.text), &step);
            }
        }
    }
}

#[test]
fn every_step_with_ranges_comes_out_to_the_digits_shown() {
    for preset in every_preset() {
        for step in accepted(napkin::explain::model(preset.name, preset.text, &[], &settings(false))) {
            comes_out(&declared(preset.text), &step);
        }
    }
}

#[test]
fn every_step_of_every_preset_is_what_run_prints() {
    for preset in every_preset() {
        for point in [true, false] {
            let steps = accepted(napkin::explain::model(preset.name, preset.text, &[], &settings(point)));
            let report = sound(napkin::report::run(preset.name, preset.text, &reported(point)));
            let estimates = report.estimates.iter().flat_map(|section| &section.rows);
            for each in estimates {
                let found: Vec<&Step> =
                    steps.iter().filter(|step| step.name.as_ref() == Some(&each.name)).collect();
                let [step] = found.as_slice() else { panic!("{}: {} steps", each.name, found.len()) };
                assert_eq!((&step.formula, step.shown.value), (&each.formula, each.shown.value));
                assert_eq!(step.shown.written, each.shown.written, "{}", each.name);
                let interval =
                    |shown: &Shown| shown.spread.as_ref().map(|spread| spread.interval.to_string());
                assert_eq!(interval(&step.shown), interval(&each.shown), "{}", each.name);
                assert_eq!(step.note, each.note, "{}", each.name);
            }
            for step in steps.iter().filter(|step| step.kind == Kind::Input) {
                let name = step.name.as_deref().unwrap_or_default();
                if !name.contains('.') {
                    let input = row(&report, name);
                    assert_eq!((&step.note, &step.source), (&input.note, &input.source), "{name}");
                }
            }
        }
    }
}

#[test]
fn a_name_of_a_preset_is_explained_by_its_ancestors_in_order() {
    for preset in every_preset() {
        let report = sound(napkin::report::run(preset.name, preset.text, &reported(true)));
        for each in report.estimates.iter().flat_map(|section| &section.rows) {
            let names = [each.name.clone()];
            let steps = accepted(napkin::explain::model(preset.name, preset.text, &names, &settings(true)));
            assert_eq!(steps.last().and_then(|step| step.name.as_ref()), Some(&each.name));
            let named = steps.iter().filter(|step| step.kind != Kind::Formula);
            let named: Vec<&str> = named.filter_map(|step| step.name.as_deref()).collect();
            let plain: Vec<&str> = named.iter().copied().filter(|name| !name.contains('.')).collect();
            let set: BTreeSet<&str> = plain.iter().copied().collect();
            assert_eq!(set.len(), plain.len(), "{}: a step stands twice", each.name);
            assert_eq!(set, ancestors(&report, &each.name), "{} {}", preset.name, each.name);
            for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.kind == Kind::Estimate) {
                let words = names_in(&step.formula);
                for later in &steps[at..] {
                    let name = later.name.as_deref().unwrap_or_default();
                    assert!(!words.contains(name), "{:?} needs `{name}`, which comes after it", step.name);
                }
            }
        }
    }
}

#[test]
fn no_step_shows_a_unit_that_is_not_in_it() {
    for preset in every_preset() {
        let declared = declared(preset.text);
        for step in accepted(napkin::explain::model(preset.name, preset.text, &[], &settings(true))) {
            let known = words(&step.substituted);
            let dimensions = |words: &BTreeSet<&str>| -> BTreeSet<String> {
                let unit = |word: &&str| {
                    let text = format!("{declared}1 {word}");
                    let one = evaluate(&text);
                    one.answers
                        .first()
                        .map(|answer| format!("{} {}", answer.shown.value, answer.shown.dimension))
                };
                words
                    .iter()
                    .filter(|word| word.starts_with(|c: char| c.is_alphabetic()))
                    .filter_map(unit)
                    .collect()
            };
            let cancelled = step.cancelled.as_deref().unwrap_or_default();
            let unit: BTreeSet<&str> = words(cancelled.trim_start_matches(|c: char| c != ' '));
            assert!(dimensions(&unit).is_subset(&dimensions(&known)), "{step:?}");
        }
    }
}

#[test]
fn the_text_of_every_preset_fits_80_columns() {
    for preset in every_preset() {
        for point in [true, false] {
            let mut napkin = std::process::Command::new(env!("CARGO_BIN_EXE_napkin"));
            napkin.args(["explain", preset.name]).args(point.then_some("--point"));
            let output = napkin.output().expect("napkin can be started");
            assert!(output.status.success(), "{}", preset.name);
            let text = String::from_utf8(output.stdout).expect("it is text");
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{}: {line}", preset.name);
            }
        }
    }
}
