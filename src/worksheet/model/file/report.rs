//! Errors as they are found in; those worth reading, in the order of the file, out.
//!
//! A file that is wrong everywhere makes a hundred thousand errors. The first few of each
//! kind are kept, and only these are put into words; the others are counted.

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// Errors of one kind that are shown.
const SHOWN: usize = 20;

/// Collects the errors of one file.
#[derive(Default)]
pub struct Report {
    found: Vec<Diagnostic>,
    kinds: Vec<Kind>,
    /// Lines that are no TOML, as ranges of bytes in rising order.
    broken: Vec<(u32, u32)>,
}

struct Kind {
    code: &'static str,
    count: usize,
    last: Span,
}

impl Report {
    /// Marks the line from `start` to `end` as no TOML: whatever else is wrong there is
    /// likely to follow from that. Lines are marked in their order.
    pub fn mark_broken(&mut self, start: u32, end: u32) {
        self.broken.push((start, end));
    }

    /// Adds an error about a place, unless its line is no TOML anyway.
    pub fn add(&mut self, code: &'static str, span: Span, error: impl FnOnce() -> Diagnostic) {
        let after = self.broken.partition_point(|&(start, _)| start <= span.start);
        let line = after.checked_sub(1).and_then(|index| self.broken.get(index));
        if line.is_none_or(|&(_, end)| end < span.start) {
            self.add_anyway(code, span, error);
        }
    }

    /// Adds an error about a place.
    pub fn add_anyway(&mut self, code: &'static str, span: Span, error: impl FnOnce() -> Diagnostic) {
        match self.kinds.iter_mut().find(|kind| kind.code == code) {
            Some(kind) => {
                kind.count += 1;
                kind.last = span;
                if kind.count > SHOWN {
                    return;
                }
            }
            None => self.kinds.push(Kind { code, count: 1, last: span }),
        }
        self.found.push(error());
    }

    /// Whether one more error of this kind would be shown.
    pub fn is_shown(&self, code: &'static str) -> bool {
        self.kinds.iter().all(|kind| kind.code != code || kind.count < SHOWN)
    }

    /// The errors in the order of the file, and how many more there were.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(Diagnostic::span);
        for kind in self.kinds.iter().filter(|kind| kind.count > SHOWN) {
            let more = kind.count - SHOWN;
            let errors = if more == 1 { "error" } else { "errors" };
            let message = format!("{more} more {errors} of this kind, the last one here");
            self.found.push(Diagnostic::error(kind.code, message).at(kind.last, ""));
        }
        self.found
    }
}
