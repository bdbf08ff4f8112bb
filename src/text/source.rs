//! The texts that are being read, and places in them.
//!
//! A [`Span`] is a range of bytes in one source file as it lies on disk (or in
//! the expression as it was typed), so that a diagnostic can underline it
//! whatever decoding lay between the file and the parser.

/// A range of bytes in one of the [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Which source, as [`Sources::add`] numbered it.
    pub source: u16,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from the start of `self` to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { end: other.end.max(self.start), ..self }
    }

    /// The empty span at the end of `self`.
    pub fn after(self) -> Span {
        Span { start: self.end, ..self }
    }

    /// The empty span at the start of `self`.
    pub fn before(self) -> Span {
        Span { end: self.start, ..self }
    }
}

/// A text as the language reads it, and where each of its characters stands in its source.
///
/// The two differ when the text was written inside a TOML string: the string
/// begins somewhere in the file, and an escape like `\u00b5` takes more bytes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The decoded text.
    pub text: String,
    places: Places,
}

/// Where each byte of a decoded text stands in its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    source: u16,
    /// The offset in the source at which the text begins.
    start: u32,
    /// Pairs of an offset in the decoded text and in the source, one for what follows each escape; between
    /// two of them both offsets advance alike. Nearly always empty.
    breaks: Vec<(u32, u32)>,
}

impl Text {
    /// A source's whole text, as it stands.
    pub fn whole(source: u16, text: impl Into<String>) -> Text {
        Text::decoded(source, text, vec![(0, 0)])
    }

    /// A decoded text with its breaks: the first is `(0, where it begins)`, and each
    /// escape adds the two offsets of what follows it, in rising order.
    pub fn decoded(source: u16, text: impl Into<String>, breaks: Vec<(u32, u32)>) -> Text {
        let start = breaks.first().map_or(0, |(_, start)| *start);
        let breaks = if breaks.len() > 1 { breaks } else { Vec::new() };
        Text { text: text.into(), places: Places { source, start, breaks } }
    }

    /// Where its bytes stand in the source.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The place in the source of a range of bytes of the decoded text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        self.places.span(start, end)
    }

    /// The place of the whole text.
    pub fn all(&self) -> Span {
        self.span(0, self.text.len())
    }
}

impl Places {
    /// The place in the source of a range of bytes of the decoded text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span { source: self.source, start: self.place(start), end: self.place(end) }
    }

    /// The bytes of the decoded text that stand at a place in the source; the inverse of [`Places::span`].
    /// Returns `None` for a place in another source.
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

/// One text with the name a person knows it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// A path, `<input>`, or the name of what is built in.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// All texts of one run, numbered in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// No texts yet.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Adds a text and returns its number for [`Span::source`].
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> u16 {
        self.0.push(Source { name: name.into(), text: text.into() });
        u16::try_from(self.0.len() - 1).unwrap_or(u16::MAX)
    }

    /// The text with this number.
    pub fn get(&self, source: u16) -> Option<&Source> {
        self.0.get(usize::from(source))
    }

    /// The place of the whole text with this number.
    pub fn all(&self, source: u16) -> Span {
        let end = self.get(source).map_or(0, |source| source.text.len());
        Span { source, start: 0, end: u32::try_from(end).unwrap_or(u32::MAX) }
    }

    /// The text under a span; empty if the span is not in any source.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// Line and column of a span's start, both from 1, the column in characters.
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
