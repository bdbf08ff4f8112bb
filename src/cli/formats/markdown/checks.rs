//! Checks of models as Markdown: what fails in full, what passes in a table.

use super::{check_rows, interval, row, titles};
use crate::cli::formats::inert::{code, inline, text};
use napkin::report::Report;
use napkin::report::check::{Checked, Checks};
use napkin::report::measured::Calibration;
use napkin::text::diagnostic::Severity;

pub(super) fn checks(checks: &Checks) -> String {
    let (passed, others): (Vec<&Checked>, Vec<&Checked>) =
        checks.models.iter().partition(|model| model.passed());
    let mut parts = Vec::new();
    let is_alone = checks.models.len() == 1 && checks.skipped.is_empty();
    if !is_alone {
        parts.push(format!("{}.\n", checks.counts().sentence(checks.skipped.len())));
    }
    parts.extend(others.iter().map(|model| checks_of(model)));
    match passed.as_slice() {
        [one] => parts.push(checks_of(one)),
        [] => {}
        // A reader looks for what fails.
        several => {
            let mut out = titles(&["model that passes", "checks"], &[2]);
            let count = |model: &&Checked| model.report.checks.len().to_string();
            out.extend(several.iter().map(|model| row(&[text(&model.report.name), count(model)])));
            parts.push(out);
            let left_out: String = several.iter().map(|model| left_out(model, true)).collect();
            parts.extend((!left_out.is_empty()).then_some(left_out));
        }
    }
    parts.join("\n")
}

fn checks_of(checked: &Checked) -> String {
    let report = &checked.report;
    let mut out =
        format!("## {}: {}\n\n", text(&report.name), if checked.passed() { "passed" } else { "failed" });
    for said in report.diagnostics.iter().filter(|said| said.severity != Severity::Note) {
        let word = if said.is_error() { "error" } else { "warning" };
        let line = said.span().map(|span| format!(" in line {}", report.sources.line_column(span).0));
        out.push_str(&format!("* {word}{}: {}\n", line.unwrap_or_default(), text(&said.message)));
    }
    if report.is_ok() && !report.checks.is_empty() {
        if !report.diagnostics.is_empty() {
            out.push('\n');
        }
        out.push_str(&check_rows(&report.checks));
    }
    let left_out = left_out(checked, false);
    if !left_out.is_empty() {
        out.push_str(&format!("\n{left_out}"));
    }
    out.push_str(&measured(report));
    out
}

/// Lists the rises that were to be judged and could not be, with the model if that is not named above.
fn left_out(checked: &Checked, with_model: bool) -> String {
    let model = if with_model { format!(" of {}", text(&checked.report.name)) } else { String::new() };
    checked.left_out().map(|row| format!("* {}{model}: {}\n", code(&row.name), text(&row.why))).collect()
}

/// Writes what was measured beside what was predicted.
fn measured(report: &Report) -> String {
    if report.measured.is_empty() {
        return String::new();
    }
    let gap = if report.checks.is_empty() { "" } else { "\n" };
    let columns = ["name", "predicted", "90% interval", "measured", "result", "file"];
    let mut out = format!("{gap}{}", titles(&columns, &[1, 2, 3]));
    for one in &report.measured {
        let (line, _) = report.sources.line_column(one.span);
        let file = report.sources.get(one.span.source).map_or("", |source| &source.name);
        out.push_str(&row(&[
            code(&one.name),
            inline(&one.predicted.written.literal()),
            inline(&interval(&one.predicted)),
            inline(&one.actual.written.literal()),
            inline(&one.verdict()),
            inline(&format!("{file}:{line}")),
        ]));
    }
    if let Some(calibration) = Calibration::of(&report.measured) {
        out.push_str(&format!("\nCalibration: {}.\n", text(&calibration.sentence())));
    }
    out
}
