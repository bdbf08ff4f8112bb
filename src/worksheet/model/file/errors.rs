//! The errors of one file.
//!
//! Takes errors in any order and returns those to list in the order of the file. An error that follows from a line
//! that is not TOML is dropped.

use crate::text::diagnostic::{Collector, Diagnostic, capped};
use crate::text::source::Span;

/// Collects the errors of one file.
#[derive(Default)]
pub struct Errors {
    found: Collector,
    /// Lines that are not TOML, as ranges of bytes in ascending order.
    broken: Vec<(u32, u32)>,
}

impl Errors {
    /// Marks the line from `start` to `end` as not TOML. Other errors on it probably follow from that. Lines must be
    /// marked in their order.
    pub fn mark_broken(&mut self, start: u32, end: u32) {
        self.broken.push((start, end));
    }

    /// Adds an error at a place, unless its line is not TOML.
    pub fn add(&mut self, code: &'static str, span: Span, error: impl FnOnce() -> Diagnostic) {
        let after = self.broken.partition_point(|&(start, _)| start <= span.start);
        let line = after.checked_sub(1).and_then(|index| self.broken.get(index));
        if line.is_none_or(|&(_, end)| end < span.start) {
            self.add_anyway(code, error);
        }
    }

    /// Adds an error, whatever its line is.
    pub fn add_anyway(&mut self, code: &'static str, error: impl FnOnce() -> Diagnostic) {
        self.found.add(code, error);
    }

    /// Whether the next error with a code will be listed.
    pub fn lists(&self, code: &'static str) -> bool {
        self.found.lists(code)
    }

    /// Returns the listed errors in the order of the file.
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut errors = self.found.finish();
        errors.sort_by_key(Diagnostic::span);
        // The number of the unlisted errors moves to the one that is now the last.
        capped(errors)
    }
}
