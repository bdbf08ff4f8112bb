//! Annotations of GitHub Actions: a line for each finding, which GitHub shows beside the line of the file.

use super::document::Document;
use super::format::{Format, View};
use super::review::shown;

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
        let Document::Review(files) = document else { return String::new() };
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

/// Escapes a message as GitHub's runner reads it.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
