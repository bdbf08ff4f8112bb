//! The errors of the TOML parser.
//!
//! Takes what the parser reports and returns diagnostics with fixes. The parser continues after an error, so one
//! mistake often causes several of its errors: only the first on each line is reported, and nothing else on that
//! line.

mod explanation;
mod repeated;

use toml::de::{DeTable, Error};

use super::values::Reader;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use explanation::ParserError;

/// Maximum number of headings. The TOML parser's time grows with the square of their number.
pub const MOST_HEADINGS: usize = 10_000;

/// Returns the error for a file with more than [`MOST_HEADINGS`].
pub fn too_many_headings(source: u16) -> Diagnostic {
    let start = Span { source, start: 0, end: 0 };
    Diagnostic::error("E0501", format!("a model has at most {MOST_HEADINGS} headings"))
        .at(start, "")
        .help("write the rows of a table in braces, like `row = { column = \"…\" }`")
}

/// Replaces the lines at which the parser stops by spaces, so that a second pass reads the rest. Returns `None` if
/// there are none.
pub fn without_broken_lines(text: &str, errors: &[Error]) -> Option<String> {
    let stops = ["key with no value", "missing value for key", "extra `=`"];
    let is_last = |error: &&Error| stops.iter().any(|message| error.message().starts_with(message));
    let mut places: Vec<usize> =
        errors.iter().filter(is_last).filter_map(|error| Some(error.span()?.start)).collect();
    places.sort_unstable();
    let mut blanked = String::with_capacity(text.len());
    for place in places {
        if place < blanked.len() {
            continue;
        }
        let (start, end) = line_at(text, place);
        blanked.push_str(text.get(blanked.len()..start)?);
        blanked.extend(std::iter::repeat_n(' ', end - start));
    }
    if blanked.is_empty() {
        return None;
    }
    blanked.push_str(text.get(blanked.len()..)?);
    Some(blanked)
}

impl Reader<'_> {
    /// Reports the errors of the TOML parser.
    pub fn syntax_errors(&mut self, root: &DeTable<'_>, errors: &[Error]) {
        let mut found: Vec<(Span, &str)> = errors
            .iter()
            .map(|error| {
                let place = error.span().unwrap_or(0..0);
                let message = error.message();
                let message = message.split_once(", expected ").map_or(message, |(found, _)| found);
                (self.range(place.start, place.end), message)
            })
            .collect();
        found.sort_by_key(|&(span, _)| span);
        found.dedup();
        let mut broken_to = None;
        for (span, message) in found {
            if message == "duplicate key" || message.starts_with("cannot extend value") {
                self.repeated_key(root, span, message);
                continue;
            }
            if broken_to.is_some_and(|end| span.start <= end) {
                continue;
            }
            let (start, mut end) = self.line(span);
            if message.ends_with("string") {
                end = self.after_open_string(span, end);
            }
            broken_to = Some(end);
            self.errors.mark_broken(start, end);
            let text = self.text;
            self.errors.add_anyway("E0501", || ParserError::new(text, span, message).explained());
        }
    }

    /// The line on which a span starts, without its newline.
    fn line(&self, span: Span) -> (u32, u32) {
        let (start, end) = line_at(self.text, span.start as usize);
        let line = self.range(start, end);
        (line.start, line.end)
    }

    /// The end of the part of the file that an unclosed string makes unreadable: its line, and the next one if the
    /// closing quote is there.
    fn after_open_string(&self, span: Span, line_end: u32) -> u32 {
        if span.start != line_end {
            return line_end;
        }
        let (start, end) = line_at(self.text, line_end as usize + 1);
        let next = self.text.get(start..end).unwrap_or("");
        let is_closed_there = ['"', '\''].iter().any(|&quote| next.matches(quote).count() % 2 == 1);
        if is_closed_there { self.range(start, end).end } else { line_end }
    }
}

/// The range of bytes of the line that contains an offset, without its newline.
fn line_at(text: &str, offset: usize) -> (usize, usize) {
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let rest = text.get(offset..);
    let end = rest.and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| offset + newline);
    (start, end)
}
