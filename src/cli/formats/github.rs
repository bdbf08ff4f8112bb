//! Annotations of GitHub Actions: a line for each finding, which GitHub shows beside the line of the file.

use super::document::Document;
use super::findings::{self, Badness};
use super::format::{Format, View};
use super::review::shown;
use napkin::report::check::Checks;
use napkin::text::escape::escaped;

/// Maximum number of annotations of a kind that GitHub shows for a step.
const MOST: usize = 10;

/// Lines such as `::error file=docs/crawler.md,line=61,col=27,endColumn=35::is 5 PB`.
#[derive(Debug)]
pub struct Github;

impl Format for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn about(&self) -> &'static str {
        "For annotations in GitHub Actions"
    }

    fn title(&self) -> &'static str {
        "GitHub's format"
    }

    fn write(&self, document: &Document, view: &View) -> String {
        let files = match document {
            Document::Review(files) => files,
            Document::Checks(checks) => return annotations(checks, view.detail.verbose),
            _ => return String::new(),
        };
        let mut out = String::new();
        for file in files {
            for claim in file.claims.iter().filter(|claim| shown(claim, view.detail.verbose)) {
                let level = if shown(claim, false) { "error" } else { "notice" };
                let (line, start, end) = claim.result;
                let name = property(&file.name);
                let place = format!("file={name},line={line},col={start},endColumn={end}");
                let message = message(&format!("{}: {}", claim.text.0, claim.sentence()));
                out.push_str(&format!("::{level} {place},title=napkin review::{message}\n"));
            }
        }
        out
    }
}

/// Writes the worst findings of each kind, as many as GitHub shows, and a line for its log.
fn annotations(checks: &Checks, verbose: bool) -> String {
    let findings = findings::of_checks(checks, verbose);
    let mut out = String::new();
    for (badness, word) in
        [(Badness::Error, "error"), (Badness::Warning, "warning"), (Badness::Notice, "notice")]
    {
        let all = || findings.iter().filter(|finding| finding.badness == badness);
        for finding in all().take(MOST) {
            let file = property(&finding.file);
            let place = match finding.place {
                Some((line, start, end)) => format!("file={file},line={line},col={start},endColumn={end}"),
                None => format!("file={file}"),
            };
            let (title, message) = (property(&finding.title), message(&finding.message));
            out.push_str(&format!("::{word} {place},title={title}::{message}\n"));
        }
        if let Some(more) = all().count().checked_sub(MOST).filter(|more| *more > 0) {
            out.push_str(&format!("{more} more of level {word} are not annotated\n"));
        }
    }
    out.push_str(&format!("{}\n", checks.counts().sentence(checks.skipped.len())));
    out
}

/// Escapes a message as GitHub's runner reads it.
fn message(text: &str) -> String {
    let lines: Vec<String> = text.split(['\r', '\n']).map(escaped).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
