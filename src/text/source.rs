//! The texts that are read, and places in them.
//!
//! A [`Span`] is a range of bytes of a file on disk, or of an expression as it was typed. A diagnostic can underline
//! it even if the parser read a decoded text, such as a TOML string.

use std::sync::Arc;

/// A range of bytes in one of the [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The number of the source, as returned by [`Sources::add`].
    pub source: u16,
    /// The offset of the first byte.
    pub start: u32,
    /// The offset after the last byte.
    pub end: u32,
}

impl Span {
    /// Returns the span from the start of `self` to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { end: other.end.max(self.start), ..self }
    }

    /// Returns the span between the end of `self` and the start of `other`, which follows it.
    pub fn until(self, other: Span) -> Span {
        Span { start: self.end, end: other.start, ..self }
    }

    /// Returns the empty span at the end of `self`.
    pub fn after(self) -> Span {
        Span { start: self.end, ..self }
    }

    /// Returns the empty span at the start of `self`.
    pub fn before(self) -> Span {
        Span { end: self.start, ..self }
    }
}

/// A decoded text with the places of its characters in its source.
///
/// The text of a TOML string starts somewhere in the file, and an escape such as `\u00b5` has more bytes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The decoded text.
    pub text: String,
    places: Places,
}

/// The places of the bytes of a decoded text in its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    source: u16,
    /// The offset of the text in the source.
    start: u32,
    /// Pairs of an offset in the decoded text and in the source, one after each escape. Between two of them both
    /// offsets advance alike. Nearly always empty.
    breaks: Vec<(u32, u32)>,
}

impl Text {
    /// Creates a text that is a whole source.
    pub fn whole(source: u16, text: impl Into<String>) -> Text {
        Text::decoded(source, text, vec![(0, 0)])
    }

    /// Creates a decoded text with its breaks, which are pairs of an offset in the decoded text and in the source, in
    /// ascending order: one for the start of the text, and one after each escape.
    pub fn decoded(source: u16, text: impl Into<String>, breaks: Vec<(u32, u32)>) -> Text {
        let start = breaks.first().map_or(0, |(_, start)| *start);
        let breaks = if breaks.len() > 1 { breaks } else { Vec::new() };
        Text { text: text.into(), places: Places { source, start, breaks } }
    }

    /// Returns the places of its bytes in the source.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Returns the span in the source of a range of bytes of the decoded text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        self.places.span(start, end)
    }

    /// Returns the span of the whole text.
    pub fn all(&self) -> Span {
        self.span(0, self.text.len())
    }
}

impl Places {
    /// Returns the span in the source of a range of bytes of the decoded text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span { source: self.source, start: self.place(start), end: self.place(end) }
    }

    /// Returns the range of bytes of the decoded text under a span; the inverse of [`Places::span`]. `None` if the
    /// span is in another source.
    pub fn range(&self, span: Span) -> Option<std::ops::Range<usize>> {
        (span.source == self.source).then(|| self.offset(span.start)..self.offset(span.end))
    }

    fn offset(&self, place: u32) -> usize {
        let after = self.breaks.partition_point(|&(_, source)| source <= place);
        let offset = match self.breaks.get(after.wrapping_sub(1)) {
            Some(&(decoded, source)) => decoded + (place - source),
            None => place.saturating_sub(self.start),
        };
        offset as usize
    }

    fn place(&self, offset: usize) -> u32 {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let after = self.breaks.partition_point(|&(decoded, _)| decoded <= offset);
        match self.breaks.get(after.wrapping_sub(1)) {
            Some(&(decoded, place)) => place.saturating_add(offset - decoded),
            None => self.start.saturating_add(offset),
        }
    }
}

/// A text with the name that is shown for it.
#[derive(Clone, Debug)]
pub struct Source {
    /// A path, `<input>`, or the name of a preset.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// All texts of a run, numbered in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Sources(Arc<Vec<Source>>);

impl Sources {
    /// Creates an empty collection.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Adds a text and returns its number for [`Span::source`].
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> u16 {
        Arc::make_mut(&mut self.0).push(Source { name: name.into(), text: text.into() });
        u16::try_from(self.0.len() - 1).unwrap_or(u16::MAX)
    }

    /// Returns the text with a number.
    pub fn get(&self, source: u16) -> Option<&Source> {
        self.0.get(usize::from(source))
    }

    /// Returns the names of all texts, in the order of their numbers.
    pub fn all_names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|source| source.name.as_str())
    }

    /// Returns the span of the whole text with a number.
    pub fn all(&self, source: u16) -> Span {
        let end = self.get(source).map_or(0, |source| source.text.len());
        Span { source, start: 0, end: u32::try_from(end).unwrap_or(u32::MAX) }
    }

    /// Returns the span of the whole text that was added last.
    pub fn last(&self) -> Span {
        self.all(u16::try_from(self.0.len().saturating_sub(1)).unwrap_or(u16::MAX))
    }

    /// Returns the text under a span. Empty if the span is not in any source.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// Returns the line and the column of a span's start, both counted from 1, the column in characters.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let Some(source) = self.get(span.source) else { return (1, 1) };
        let start = (span.start as usize).min(source.text.len());
        let before = source.text.as_bytes().get(..start).unwrap_or_default();
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = source.text.get(line_start..start).map_or(0, |text| text.chars().count()) + 1;
        (line, column)
    }
}
