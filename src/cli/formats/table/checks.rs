//! Checks as text: a line each below the tables of a model, or a paragraph for each that fails.

use unicode_width::UnicodeWidthStr;

use super::measured;
use crate::cli::formats::format::View;
use crate::cli::formats::verdict;
use crate::cli::formats::wrap::wrapped;
use crate::cli::paint::{self, Paint};
use napkin::report::check::{Checked, Checks, Fate};
use napkin::report::{CheckRow, Level, Report, UnaskedRow};
use napkin::text::escape::escaped;

/// Writes a line for each model that passes, the checks that fail or are close, what was measured, and of several models
/// how many there are.
pub fn all(checks: &Checks, view: &View) -> String {
    let mut out = String::new();
    for checked in checks.models.iter().filter(|checked| checked.report.is_ok()) {
        out.push_str(&one(checked, view));
        out.push_str(&measured::all(checked, view));
    }
    if view.detail.quiet {
        return out;
    }
    if view.detail.verbose {
        let skipped =
            checks.skipped.iter().map(|name| format!("-     {}  no model, skipped\n", escaped(name)));
        out.extend(skipped);
    }
    if checks.models.len() > 1 || !checks.skipped.is_empty() {
        out.push_str(&format!("{}\n", checks.counts().sentence(checks.skipped.len())));
    }
    out
}

fn one(checked: &Checked, view: &View) -> String {
    let report = &checked.report;
    let mut out = String::new();
    let is_shown =
        |check: &&CheckRow| !check.passed || (check.is_close || view.detail.verbose) && !view.detail.quiet;
    let failed = report.checks.iter().any(|check| !check.passed);
    let is_outside = report.measured.iter().any(|one| checked.fails_by(one));
    if (checked.passed() || is_outside) && !failed && !view.detail.quiet {
        let count = report.checks.len();
        let hold = match count {
            0 => "no checks".to_owned(),
            1 => "1 check holds".to_owned(),
            _ => format!("{count} checks hold"),
        };
        let hold = match report.columns.as_slice() {
            [] => hold,
            [one] => format!("{hold}, {} included", escaped(&one.scenario)),
            several => format!("{hold}, {} scenarios included", several.len()),
        };
        let name = escaped(&report.name);
        out.push_str(&format!("{}    {name}  {hold}\n", view.paint().with(paint::GOOD, "ok")));
    }
    for check in report.checks.iter().filter(is_shown) {
        out.push_str(&paragraph(check, report, view));
    }
    if !view.detail.quiet {
        for row in checked.left_out() {
            let (model, name, why) = (escaped(&report.name), escaped(&row.name), escaped(&row.why));
            out.push_str(&format!("-     {model}  {name}  {why}\n"));
        }
    }
    if checked.passed() || is_outside || report.failures().next().is_some() {
        return out;
    }
    let why = if report.checks.iter().any(|check| checked.fate(check) == Fate::TooClose) {
        "too close to call"
    } else {
        "warnings are denied"
    };
    let status = view.paint().with(paint::BAD, "FAIL");
    out.push_str(&format!("{status}  {}  {why}\n", escaped(&report.name)));
    out
}

/// Writes the checks of a model, one per line.
pub fn table(report: &Report, view: &View) -> String {
    // What is expected of an estimate is said beside it.
    let checks: Vec<&CheckRow> = report.checks.iter().filter(|check| !check.expects).collect();
    let unasked: Vec<&UnaskedRow> =
        report.unasked.iter().filter(|check| !check.name.ends_with(".expect")).collect();
    if checks.is_empty() && unasked.is_empty() {
        return String::new();
    }
    let widest =
        |cell: fn(&CheckRow) -> usize| checks.iter().map(|check| cell(check)).max().unwrap_or_default();
    let names = widest(|check| check.title().width());
    let names = unasked.iter().map(|check| check.name.width()).chain([names]).max().unwrap_or_default();
    let verdicts = widest(|check| verdict::sentence(check).width());
    // The verdict goes on the next line if the condition leaves no room for it.
    let room = view.text_width().saturating_sub(names + verdicts + 12);
    let lengths = checks.iter().map(|check| check.check.width());
    let conditions = lengths.filter(|&length| length <= room).max().unwrap_or_default();
    let indent = " ".repeat(8 + names);
    let mut out = view.paint().with(paint::HEADING, "CHECKS");
    out.push('\n');
    for check in checks.iter().copied() {
        let status = status(check, view.paint());
        let (name, condition, verdict) =
            (escaped(&check.title()), escaped(&check.check), verdict::sentence(check));
        if condition.width() <= conditions {
            out.push_str(&format!("  {status}  {name:names$}  {condition:conditions$}  {verdict}\n"));
            continue;
        }
        let mut before = format!("  {status}  {name:names$}");
        for line in wrapped(&condition, view.text_width().saturating_sub(names + 10).max(20)) {
            out.push_str(&format!("{before}  {line}\n"));
            before.clone_from(&indent);
        }
        let blanks = if conditions == 0 { 2 } else { conditions + 4 };
        out.push_str(&format!("{indent}{:blanks$}{verdict}\n", ""));
    }
    for check in unasked {
        let (name, why) = (escaped(&check.name), escaped(&check.why));
        out.push_str(&format!("  -     {name:names$}  {}  {why}\n", escaped(&check.check)));
    }
    out
}

/// Writes a check: its place, its condition, its verdict, and of one that fails the inputs with which it would hold.
fn paragraph(check: &CheckRow, report: &Report, view: &View) -> String {
    let (line, _) = report.sources.line_column(check.span);
    let file = report.sources.get(check.span.source).map_or(report.name.as_str(), |source| &source.name);
    let mut out =
        format!("{}  {}:{line}  {}", status(check, view.paint()), escaped(file), escaped(&check.title()));
    if file != report.name {
        out.push_str(&format!("  of {}", escaped(&report.name)));
    }
    out.push('\n');
    let mut push = |text: &str| out.push_str(&format!("      {text}\n"));
    push(&escaped(&check.check));
    push(&verdict::sentence(check));
    if !check.holds_with.is_empty() {
        // One per line if both do not fit.
        let together = escaped(&check.holds_with.join(", or "));
        let fits = together.width() + 25 <= view.text_width();
        let offers =
            if fits { vec![together] } else { check.holds_with.iter().map(|it| escaped(it)).collect() };
        let mut before = "holds again with   ";
        for offer in offers {
            push(&format!("{before}{offer}"));
            before = "              or   ";
        }
    }
    if let Some(note) = &check.note {
        for line in wrapped(&escaped(note), view.text_width().saturating_sub(6)) {
            push(&view.paint().with(paint::DIM, &line));
        }
    }
    out
}

/// Writes the status of a check, padded to its longest form.
fn status(check: &CheckRow, paint: Paint) -> String {
    let style = match (check.passed, check.level) {
        (true, _) => paint::GOOD,
        (false, Level::Warn) => paint::WARN,
        (false, Level::Error) => paint::BAD,
    };
    let word = verdict::status(check);
    let blanks = " ".repeat(4 - word.len());
    format!("{}{blanks}", paint.with(style, word))
}
