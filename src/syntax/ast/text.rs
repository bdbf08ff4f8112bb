//! The text of an arena, and ranges of it.

use crate::text::source::{Places, Span, Text};

/// A range of the text that an [`Ast`](super::Ast) owns, read with [`Ast::str`](super::Ast::str).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextRange {
    start: u32,
    end: u32,
}

impl TextRange {
    /// Creates the range between two offsets.
    pub(in crate::syntax) fn new(start: usize, end: usize) -> TextRange {
        TextRange { start: super::index(start), end: super::index(end) }
    }

    /// Returns the range from the end of `self` to the start of `other`.
    pub fn up_to(self, other: TextRange) -> TextRange {
        TextRange { start: self.end, end: other.start }
    }

    /// Returns the empty range at the start of `self`.
    pub fn before(self) -> TextRange {
        TextRange { end: self.start, ..self }
    }

    /// Returns the empty range at the end of `self`.
    pub fn after(self) -> TextRange {
        TextRange { start: self.end, ..self }
    }
}

/// The texts that were read into an arena, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    text: String,
    parts: Vec<Part>,
}

/// One of the texts.
#[derive(Clone, Debug)]
struct Part {
    /// Its offset in the whole text.
    start: u32,
    /// The number of the first node that was read from it.
    first: u32,
    places: Places,
}

impl Texts {
    /// Adds a text whose first node has the number `first`. Returns its offset.
    pub fn add(&mut self, text: &Text, first: u32) -> usize {
        let start = self.text.len();
        self.text.push_str(&text.text);
        self.parts.push(Part { start: super::index(start), first, places: text.places().clone() });
        start
    }

    /// Returns the text in a range.
    pub fn str(&self, range: TextRange) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// Returns the number of the text from which a node was read.
    pub fn part(&self, node: u32) -> Option<usize> {
        self.parts.partition_point(|part| part.first <= node).checked_sub(1)
    }

    /// Returns the range under a span in the text from which a node was read. Empty if the span is in another source.
    pub fn range_at(&self, node: u32, span: Span) -> TextRange {
        let part = self.part(node).and_then(|part| self.parts.get(part));
        let range = part.and_then(|part| Some((part.start as usize, part.places.range(span)?)));
        range.map_or_else(TextRange::default, |(start, range)| {
            TextRange::new(start + range.start, start + range.end)
        })
    }
}
