//! From an answer to what is printed on each stream, whatever the format.

use napkin::report::Report;
use napkin::text::diagnostic::{Diagnostic, in_order};
use napkin::text::escape::escaped;
use napkin::text::source::Sources;

use super::document::{Answer, Detail, Document};
use super::format::{Format, View};
use crate::cli::paint;
use crate::cli::reply::{How, Reply, UNDECIDED, Write};
use crate::cli::screen::Screen;

/// The beginning of the codes of errors on the command line, which explain themselves.
const COMMAND_LINE: &str = "E06";

/// Prints an answer: the document, or its errors if it has any.
pub fn reply(answer: &Answer, format: &dyn Format, screen: &Screen) -> Reply {
    let Answer { document, detail, code, hints, writes, outputs } = answer;
    let view = View { screen: *screen, detail: *detail };
    let diagnostics = document.diagnostics();
    if let Some((diagnostics, sources)) = diagnostics
        && diagnostics.iter().any(Diagnostic::is_error)
    {
        return failure((diagnostics, sources), hints, format, screen);
    }
    if let Err(error) = format.check(document, &view) {
        return failure((&[error.into()], &Sources::new()), hints, format, screen);
    }
    let out = format.write(document, &view);
    let mut err = String::new();
    if let Some(hint) = format.hint(document, &view) {
        err.push_str(&format!("{}\n", screen.err.with(paint::DIM, &escaped(&hint))));
    }
    if !format.holds_diagnostics() {
        if detail.histogram && !document.has_histogram() {
            let line = "nothing here is uncertain, so there is no histogram";
            err.push_str(&format!("{} {line}\n", screen.err.with(paint::HEADING, "note:")));
        }
        if let Some((diagnostics, sources)) = diagnostics {
            err.push_str(&format.failure(diagnostics, sources, screen));
        }
        err.push_str(&diagnostics_of(&document.reports(), format, screen));
        if let Document::Diffs(diffs) = document {
            let texts = diffs.iter().map(|diff| format.failure(&diff.diagnostics, &diff.sources, screen));
            err.push_str(&texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n"));
        }
        if let Document::Review(files) = document {
            let diagnostics = files.iter().flat_map(|file| file.diagnostics.clone()).collect::<Vec<_>>();
            err.push_str(&format.failure(&diagnostics, &Sources::new(), screen));
        }
    }
    let detail = Detail { quiet: false, ..*detail };
    let plain = View { screen: Screen::default(), detail };
    let written = |name| super::named(name).map(|format| format.write(document, &plain)).unwrap_or_default();
    let outputs = outputs.iter().map(|output| Write {
        path: output.path.clone(),
        how: output.how.clone(),
        text: match output.how {
            // What the next step adds is a block of its own.
            How::Append => format!("{}\n", written(output.format)),
            _ => written(output.format),
        },
    });
    let writes = writes.iter().cloned().chain(outputs).collect();
    Reply { out, err, code: *code, pages: false, writes }
}

/// Prints errors for which nothing was computed, and for people what may have been meant instead.
pub fn failure(
    (diagnostics, sources): (&[Diagnostic], &Sources),
    hints: &[String],
    format: &dyn Format,
    screen: &Screen,
) -> Reply {
    let mut text = format.failure(diagnostics, sources, screen);
    if format.holds_diagnostics() {
        return Reply { out: text, code: UNDECIDED, ..Reply::default() };
    }
    for hint in hints {
        text.push_str(&format!("{} {}\n", screen.err.with(paint::HELP, "help:"), escaped(hint)));
    }
    text.push_str(&more(diagnostics, screen));
    Reply { err: text, code: UNDECIDED, ..Reply::default() }
}

/// Prints the diagnostics of several models.
fn diagnostics_of(reports: &[&Report], format: &dyn Format, screen: &Screen) -> String {
    let mut text = String::new();
    for report in reports {
        let more = format.failure(&report.diagnostics, &report.sources, screen);
        if !text.is_empty() && !more.is_empty() {
            text.push('\n');
        }
        text.push_str(&more);
    }
    if let Some(report) = reports.iter().find(|report| !report.is_ok()) {
        text.push_str(&more(&report.diagnostics, screen));
    }
    text
}

/// Returns the line that names the command which explains the first error, if a person reads it.
fn more(diagnostics: &[Diagnostic], screen: &Screen) -> String {
    let ordered = in_order(diagnostics);
    let first = ordered.first().filter(|first| first.is_error() && !first.code.starts_with(COMMAND_LINE));
    let Some(first) = first.filter(|_| screen.err_is_read) else { return String::new() };
    let line = format!("`napkin explain --error {}` says more", first.code);
    format!("{}\n", screen.err.with(paint::DIM, &line))
}
