//! The results of a model in its scenarios, beside those of the model itself.

use super::model::{Changes, Column, Report, Scenarios, Settings};
use super::results;
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::Scenario;
use crate::worksheet::model::no_scenario;

/// Runs a model: `name` is its path or the preset's name, `text` its TOML.
///
/// ```
/// let text = r#"
/// [inputs]
/// users = "1M users"
/// size  = "2 MB/user"
/// [estimates]
/// storage = "users * size"
/// "#;
/// let report = napkin::report::run("photos.toml", text, &Default::default());
/// assert_eq!(report.estimates[0].rows[0].shown.written.literal(), "2 TB");
/// ```
pub fn run(name: &str, text: &str, settings: &Settings) -> Report {
    let (mut report, known) = results::one(name, text, settings, &settings.changes);
    if settings.scenarios != Scenarios::None && report.is_ok() {
        add(&mut report, &known, (name, text), settings);
    }
    report
}

/// Runs a model in the scenarios that are wanted, and adds the results to its report.
fn add(report: &mut Report, known: &[Scenario], model: (&str, &str), settings: &Settings) {
    for scenario in wanted(report, known, settings) {
        let changes = Changes { scenario: Some(scenario.name.clone()), ..settings.changes.clone() };
        let settings = Settings { sensitivity: None, actual: Vec::new(), ..settings.clone() };
        let (other, _) = results::one(model.0, model.1, &settings, &changes);
        join(report, other, scenario);
        if !report.is_ok() {
            report.without_rows();
            return;
        }
    }
}

/// Returns the scenarios to run, in the order of the file. One that the model does not have is an error, unless there
/// are other models that may have it.
fn wanted<'k>(report: &mut Report, known: &'k [Scenario], settings: &Settings) -> Vec<&'k Scenario> {
    let (names, checked) = match &settings.scenarios {
        Scenarios::None => return Vec::new(),
        Scenarios::All => return known.iter().collect(),
        Scenarios::Named(names) => (names, false),
        Scenarios::Checked(names) => (names, true),
    };
    for name in names.iter().filter(|name| known.iter().all(|scenario| scenario.name != **name)) {
        if settings.changes.is_one {
            let known = known.iter().map(|scenario| scenario.name.as_str());
            report.diagnostics.push(no_scenario(&report.name, name, known));
        } else {
            report.unknown.push(format!("scenario {name}"));
        }
    }
    known.iter().filter(|one| names.contains(&one.name) || checked && one.is_asked).collect()
}

/// Adds the results in a scenario.
fn join(report: &mut Report, other: Report, scenario: &Scenario) {
    let is_new = |found: &Diagnostic| {
        report
            .diagnostics
            .iter()
            .all(|old| (old.code, &old.message, old.span()) != (found.code, &found.message, found.span()))
    };
    let note = format!("in the scenario `{}`", scenario.name);
    // The sources of a run begin alike, whatever is set in it.
    let found: Vec<Diagnostic> =
        other.diagnostics.into_iter().filter(is_new).map(|found| found.note(note.as_str())).collect();
    report.diagnostics.extend(found);
    for mut check in other.checks {
        report.unasked.retain(|row| row.name != check.name);
        check.scenario = Some(scenario.name.clone());
        report.checks.push(check);
    }
    report.columns.push(Column {
        scenario: scenario.name.clone(),
        note: scenario.note.clone(),
        inputs: other.inputs,
        estimates: other.estimates,
    });
}
