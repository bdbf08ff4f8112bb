//! What tools show beside the lines of files: checks that do not hold, errors and warnings.

use napkin::report::check::{Checked, Checks, Fate};
use napkin::report::{CheckRow, Report};
use napkin::text::diagnostic::{Diagnostic, Severity};
use napkin::text::excerpt::Lines;
use napkin::text::fix;
use napkin::text::source::Span;

use super::verdict;

/// How bad a finding is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Badness {
    /// The run fails.
    Error,
    /// It does not.
    Warning,
    /// It holds.
    Notice,
}

/// A finding in a file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How bad it is.
    pub badness: Badness,
    /// What was asked: the model and its check, or the code of an error.
    pub rule: String,
    /// The condition of the check, or what the code stands for.
    pub about: String,
    /// The file, from the top of the repository.
    pub file: String,
    /// The line and the first and last column, from 1; `None` if it is about the whole file.
    pub place: Option<(usize, usize, usize)>,
    /// What stays the same when lines and numbers change.
    pub identity: String,
    /// A few words.
    pub title: String,
    /// Whole sentences, a line each.
    pub message: String,
    /// How far a check is past its limit, relative to it.
    past: f64,
}

/// Returns the findings of all models, the worst first; with those that hold if they are wanted.
pub fn of_checks(checks: &Checks, with_holding: bool) -> Vec<Finding> {
    let mut all: Vec<Finding> = checks.models.iter().flat_map(of_model).collect();
    all.retain(|finding| with_holding || finding.badness != Badness::Notice);
    // What cannot be decided is worse than a check that fails by ten times.
    all.sort_by(|a, b| a.badness.cmp(&b.badness).then(b.past.total_cmp(&a.past)));
    all
}

fn of_model(checked: &Checked) -> Vec<Finding> {
    let report = &checked.report;
    let checks = report.checks.iter().map(|check| of_check(check, checked));
    let said = report.diagnostics.iter().filter(|said| said.severity != Severity::Note);
    let diagnostics = said.map(|said| of_diagnostic(said, checked));
    let outside = report.measured.iter().filter(|one| !one.fit.holds()).map(|one| Finding {
        badness: if checked.fails_by(one) { Badness::Error } else { Badness::Warning },
        rule: format!("{}/{}", file_of(checked, None), one.name),
        about: "a measured value is as predicted".to_owned(),
        file: file_of(checked, Some(one.span)),
        place: place(report, one.span),
        identity: format!("measured {}", one.name),
        title: format!("{} is not as predicted", one.name),
        message: one.sentence(),
        past: 0.0,
    });
    let left_out = checked.left_out().map(|row| Finding {
        badness: Badness::Warning,
        rule: format!("{}/{}", file_of(checked, None), row.name),
        about: row.check.clone(),
        file: file_of(checked, row.span),
        place: row.span.and_then(|span| place(report, span)),
        identity: format!("check {}", row.name),
        title: format!("{} is not judged", row.name),
        message: format!("{}\n{}", row.check, row.why),
        past: 0.0,
    });
    diagnostics.chain(checks).chain(outside).chain(left_out).collect()
}

fn of_check(check: &CheckRow, checked: &Checked) -> Finding {
    let report = &checked.report;
    let (badness, word) = match checked.fate(check) {
        Fate::Holds => (Badness::Notice, "holds"),
        Fate::Warns => (Badness::Warning, "does not hold"),
        Fate::TooClose => (Badness::Error, "is too close to call"),
        Fate::Fails => (Badness::Error, "fails"),
    };
    let mut message = vec![check.check.clone(), verdict::sentence(check)];
    if !check.holds_with.is_empty() {
        message.push(format!("holds again with {}", check.holds_with.join(", or ")));
    }
    message.extend(check.note.clone());
    let past = check.comparison.as_ref().and_then(|sides| sides.margin).map_or(0.0, |margin| -margin);
    Finding {
        badness,
        rule: format!("{}/{}", file_of(checked, None), check.name),
        about: check.check.clone(),
        file: file_of(checked, Some(check.span)),
        place: place(&checked.report, check.span),
        identity: format!("check {}", check.title()),
        title: match is_own(check.span, report) {
            true => format!("{} {word}", check.title()),
            false => format!("{} {word} in {}", check.title(), report.name),
        },
        message: message.join("\n"),
        past,
    }
}

/// Whether a place is in the model itself, not in one that it extends.
fn is_own(span: Span, report: &Report) -> bool {
    report.sources.get(span.source).is_none_or(|source| source.name == report.name)
}

fn of_diagnostic(said: &Diagnostic, checked: &Checked) -> Finding {
    let is_error = said.is_error() || checked.rules.deny_warnings;
    let mut message = vec![said.message.clone()];
    let mut lines = Lines::new(&checked.report.sources);
    message.extend(fix::fixes(said, &mut lines).iter().map(|fix| format!("help: {}", fix.sentence())));
    Finding {
        badness: if is_error { Badness::Error } else { Badness::Warning },
        rule: said.code.to_owned(),
        about: format!("napkin explain --error {}", said.code),
        file: file_of(checked, said.span()),
        place: said.span().and_then(|span| place(&checked.report, span)),
        identity: said.message.clone(),
        title: format!("{} {}", if said.is_error() { "error" } else { "warning" }, said.code),
        message: message.join("\n"),
        past: if said.is_error() { f64::INFINITY } else { 0.0 },
    }
}

/// Returns the file of a place, or that of the model.
pub fn file_of(checked: &Checked, span: Option<Span>) -> String {
    let place = checked.places.get(span.map_or(0, |span| usize::from(span.source)));
    place.unwrap_or(&checked.report.name).clone()
}

/// Returns the line of a place, and its columns if it is on one line.
fn place(report: &Report, span: Span) -> Option<(usize, usize, usize)> {
    report.sources.get(span.source)?;
    let (line, start) = report.sources.line_column(span);
    let (last, end) = report.sources.line_column(span.after());
    Some((line, start, if last == line { end.max(start) } else { start }))
}
