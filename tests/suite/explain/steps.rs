//! What the tests of derivations share: the steps of a text, and that each can be typed back.

use std::collections::BTreeSet;

use napkin::explain::{Explanation, Kind, Settings, Step};
use napkin::library::presets;

use crate::support::{all, value};

pub fn settings(point: bool) -> Settings {
    Settings { uncertainty: napkin::Settings { point, ..Default::default() }, ..Default::default() }
}

#[track_caller]
pub fn expression(text: &str) -> Vec<Step> {
    accepted(napkin::explain::script("<input>", text, &Settings::default()))
}

#[track_caller]
pub fn model(text: &str, names: &[&str]) -> Vec<Step> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    accepted(napkin::explain::model("model.toml", text, &names, &Settings::default()))
}

#[track_caller]
pub fn accepted(explanation: Explanation) -> Vec<Step> {
    let said = all(&explanation.diagnostics, &explanation.sources);
    assert!(explanation.is_ok(), "refused:\n{said}");
    explanation.steps
}

/// Each step as one line: the name, the formula, the formula with values, the result.
pub fn lines(steps: &[Step]) -> Vec<String> {
    let line = |step: &Step| {
        let opened = step.opened.as_ref().map(|opened| opened.body.as_str());
        let parts = [step.name.as_deref(), Some(step.formula.as_str()), opened, Some(&step.substituted)];
        let parts = parts.into_iter().flatten().chain(step.cancelled.as_deref());
        let mut parts: Vec<String> = parts.map(str::to_owned).collect();
        parts.push(step.shown.written.literal());
        parts.dedup();
        parts.join(" = ")
    };
    steps.iter().map(line).collect()
}

#[track_caller]
pub fn check(text: &str, expected: &[&str]) {
    assert_eq!(lines(&expression(text)), expected, "{text}");
}

/// Checks that a formula with its values, typed after the declarations of the model, has the printed result.
#[track_caller]
pub fn typed_back(declared: &str, step: &Step) {
    let Step { substituted, shown, .. } = step;
    let typed = value(&format!("{declared}{substituted}"));
    assert_eq!(typed.dimension, shown.dimension, "{step:?}");
    if step.kind == Kind::Input {
        // An input is shown as it was written, and not in the unit in which it would be printed.
        assert!((typed.value - shown.value).abs() <= 1e-9 * shown.value.abs(), "{typed:?}\n{step:?}");
    } else if shown.truth || (step.opened.is_none() && step.kind != Kind::Formula) {
        // An integer is printed in full, followed by its leading digits.
        let scaled = typed.written.also.as_ref().map(|also| format!("{also}{}", typed.written.unit));
        let printed = [Some(typed.written.literal()), scaled];
        // Rates that were put in per second come out per second, and not per day as they are shown.
        let is_other_form = typed.written.unit != shown.written.unit
            && shown.written.also.is_some()
            && (typed.value - shown.value).abs() <= 5e-4 * shown.value.abs();
        assert!(is_other_form || printed.contains(&Some(shown.written.literal())), "{printed:?}: {step:?}");
    } else {
        // The `to` of a formula is part of its body; the unit of a call is chosen when it is printed.
        let printed = shown.written.literal();
        let difference = value(&format!("{declared}({substituted}) - ({printed})")).value;
        let one = value(&format!("{declared}(2 * ({printed})) - ({printed})")).value;
        assert!(difference.abs() <= 5e-4 * one.abs(), "{difference} of {one}: {step:?}");
    }
}

/// Checks that what a step with ranges shows after `=` is what the formula before it gives, to the digits shown.
#[track_caller]
pub fn comes_out(declared: &str, step: &Step) {
    let Some(arithmetic) = &step.arithmetic else { return };
    let point = napkin::Settings { point: true, ..Default::default() };
    let number = |text: &str| {
        let evaluation = napkin::evaluate("<input>", &format!("{declared}{text}"), 4, &point);
        let last = evaluation.answers.last();
        last.map(|answer| answer.shown.value).unwrap_or_else(|| panic!("`{text}` has no value: {step:?}"))
    };
    let shown = number(&format!("1 * ({})", arithmetic.written.literal()));
    for text in [Some(&step.substituted), step.cancelled.as_ref()].into_iter().flatten() {
        // Three digits of 100 and more are right to half of the last one.
        let given = number(&format!("1 * ({text})"));
        assert!((given - shown).abs() <= 0.0051 * shown.abs(), "{given} and not {shown}: {step:?}");
    }
}

/// The count nouns and units of a model, and its functions, as a script declares them.
pub fn declared(text: &str) -> String {
    let model: toml::Table = text.parse().expect("the model is TOML");
    let nouns = model.get("nouns").and_then(toml::Value::as_array).into_iter().flatten();
    let mut declared: String =
        nouns.filter_map(toml::Value::as_str).map(|noun| format!("unit {noun}\n")).collect();
    for (name, size) in model.get("units").and_then(toml::Value::as_table).into_iter().flatten() {
        let size = size.as_str().or_else(|| size.get("value")?.as_str()).expect("a unit has a size");
        declared.push_str(&format!("unit {name} = {size}\n"));
    }
    if let Some(functions) = model.get("functions").and_then(toml::Value::as_str) {
        declared.push_str(&format!("{functions}\n"));
    }
    declared
}

pub fn every_preset() -> impl Iterator<Item = &'static presets::Preset> {
    let names: BTreeSet<&str> =
        presets::names().filter_map(presets::find).map(|preset| preset.name).collect();
    names.into_iter().filter_map(presets::find)
}
