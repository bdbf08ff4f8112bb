//! A value of a file with its name, and how a file is read.

use crate::text::pairs::offset_in;
use crate::text::source::{Span, Text};
use crate::worksheet::model::file::{breaks, offset};

/// The error of a value that cannot be read or compared.
pub const CODE: &str = "E0519";

/// A value with its name.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// The place of the name.
    pub key: Span,
    /// The place of the value.
    pub place: Span,
    /// The value.
    pub given: Given,
    /// Whether its number and its unit are written apart, so that no text of the file is the value.
    pub is_joined: bool,
}

/// A measured value as it is written.
#[derive(Clone, Debug)]
pub enum Given {
    /// A number without a unit.
    Number(f64),
    /// A number with its unit, in the language.
    Text(Text),
    /// True or false.
    Truth(bool),
}

impl Given {
    /// Reads a text: a number without a unit, a truth, or a number with its unit.
    pub fn read(text: Text) -> Given {
        match text.text.trim() {
            "true" => Given::Truth(true),
            "false" => Given::Truth(false),
            plain => match plain.parse() {
                Ok(number) if f64::is_finite(number) && !plain.ends_with(char::is_alphabetic) => {
                    Given::Number(number)
                }
                _ => Given::Text(text),
            },
        }
    }
}

/// A file that is being read.
#[derive(Clone, Copy)]
pub struct File<'f> {
    pub text: &'f str,
    pub source: u16,
}

impl<'f> File<'f> {
    /// Returns the span of a range of bytes.
    pub fn span(self, start: usize, end: usize) -> Span {
        Span { source: self.source, start: offset(start), end: offset(end) }
    }

    /// Returns the offset of a slice of the text.
    pub fn place_of(self, slice: &str) -> usize {
        offset_in(self.text, slice)
    }

    pub fn slice_span(self, slice: &str) -> Span {
        let start = self.place_of(slice);
        self.span(start, start + slice.len())
    }

    /// Returns a string as it is written with its decoded text.
    pub fn decoded(self, raw: &str, decoded: &str) -> Text {
        let start = self.place_of(raw);
        // Where the places of the characters are not known, all of them are at the beginning.
        let breaks = breaks(raw, start, decoded).unwrap_or_else(|| vec![(0, offset(start))]);
        Text::decoded(self.source, decoded, breaks)
    }

    /// Returns a number with the unit that stands beside it.
    pub fn with_unit(self, number: &Text, unit: &Text) -> Text {
        let (behind, sign) = match unit.text.trim().strip_prefix('$') {
            Some(behind) => (behind, "$"),
            None => (unit.text.trim(), ""),
        };
        let gap = if behind.starts_with(['/', '%']) || behind.is_empty() { "" } else { " " };
        let plain = number.text.trim();
        let (minus, plain) = plain.strip_prefix('-').map_or(("", plain), |plain| ("-", plain));
        let before = format!("{minus}{sign}{plain}");
        let breaks = vec![(0, number.all().start), (offset(before.len() + gap.len()), unit.all().start)];
        Text::decoded(self.source, format!("{before}{gap}{behind}"), breaks)
    }
}
