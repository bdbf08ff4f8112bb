//! Mental arithmetic as the tests ask for it.

use napkin::explain::mental::{Line, Mental, Rounding};
use napkin::explain::{Explanation, Settings, model, script};
use napkin::library::presets::Preset;

use crate::support::{all, evaluate, value};

pub fn in_the_head() -> Settings {
    Settings { mental: true, ..Settings::default() }
}

#[track_caller]
pub fn explained(text: &str) -> Explanation {
    let explained = script("<input>", text, &in_the_head());
    assert!(explained.is_ok(), "refused:\n{}", all(&explained.diagnostics, &explained.sources));
    explained
}

/// The last step of a script in mental arithmetic.
#[track_caller]
pub fn last(text: &str) -> Mental {
    let step = explained(text).steps.pop().expect("there is a step");
    step.mental.unwrap_or_else(|| panic!("`{text}` is not done in the head"))
}

/// A line as it is shown, followed by its roundings.
pub fn words(line: &Line) -> Vec<String> {
    let sign = if line.is_exact { "=" } else { "≈" };
    let mut parts: Vec<String> = vec![line.formula.clone()];
    parts.extend(line.between.iter().map(|form| format!("= {form}")));
    parts.push(format!("{sign} {}", line.result));
    let mut words = vec![parts.join(" ")];
    words.extend(line.roundings.iter().map(|Rounding { of, taken, shortcut, error }| {
        let name = shortcut.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        format!("{of} ≈ {taken} {:+.1}%{name}", error * 100.0)
    }));
    words
}

#[track_caller]
pub fn check(text: &str, expected: &[&str]) {
    let lines: Vec<String> = last(text).lines.iter().flat_map(words).collect();
    assert_eq!(lines, expected, "{text}");
}

pub fn of(preset: &Preset) -> Explanation {
    model(preset.name, preset.text, &[], &in_the_head())
}

/// The names in braces in a preset's summary.
pub fn main_estimates(preset: &Preset) -> Vec<&'static str> {
    let summary = preset.text.lines().find(|line| line.starts_with("summary")).expect("it has a summary");
    summary.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
}

/// Each form of a line, typed after the declarations of the model, has its result.
#[track_caller]
pub fn typed_back(declared: &str, line: &Line) {
    let result = value(&format!("{declared}{}", line.result));
    for form in [&line.formula].into_iter().chain(&line.between).filter(|_| result.value != 0.0) {
        let typed = evaluate(&format!("{declared}({form}) / ({})", line.result));
        assert!(typed.is_ok(), "{}", all(&typed.diagnostics, &typed.sources));
        let typed = &typed.answers.last().expect("it has a value").shown;
        assert_eq!(typed.dimension, "1", "{line:?}");
        // The result is rounded to two digits, what is held on the way to three; a ceiling of two digits is rounded
        // up.
        let tolerance = match (line.is_exact, form.starts_with("ceil") || form.starts_with("floor")) {
            (true, _) => 1e-9,
            (false, true) => 0.1,
            (false, false) => 0.06,
        };
        assert!((typed.value - 1.0).abs() <= tolerance, "`{form}` gives {typed:?}: {line:?}");
    }
    let off = line.value / result.value - 1.0;
    assert!(result.value == 0.0 || off.abs() < 1e-9, "{line:?}");
}

/// The result of the last step in mental arithmetic.
#[track_caller]
pub fn comes_to(text: &str, expected: &str) {
    assert_eq!(last(text).shown.written.literal(), expected, "{text}");
}
