//! A parsed TOML value in; a text, a number or a name of ours out, or the error that says
//! what is wanted.

use toml::Spanned;
use toml::de::{DeFloat, DeInteger, DeString, DeTable, DeValue};

use super::report::Report;
use super::strings::{breaks, offset};
use super::words::{as_key, is_name, legal, quoted, shown};
use super::{ModelFile, Name, Value};
use crate::syntax::is_reserved;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};

/// A key as it was parsed.
pub type Key<'t> = Spanned<DeString<'t>>;
/// A value as it was parsed.
pub type Parsed<'t> = Spanned<DeValue<'t>>;

/// What is at hand while a file is read.
pub struct Reader<'t> {
    /// The file's number.
    pub source: u16,
    /// The whole file.
    pub text: &'t str,
    /// Whether all of it is TOML.
    pub is_clean: bool,
    /// What has been read.
    pub file: ModelFile,
    /// What was wrong.
    pub report: Report,
}

/// The keys of a table in the order of the file, whatever order its parts were joined in.
pub fn ordered<'a, 't>(table: &'a DeTable<'t>) -> Vec<(&'a Key<'t>, &'a Parsed<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

impl<'t> Reader<'t> {
    /// A place of the TOML parser as one of ours.
    pub fn span<T>(&self, spanned: &Spanned<T>) -> Span {
        let place = spanned.span();
        self.range(place.start, place.end)
    }

    /// A range of bytes as a span, within the file and between its characters.
    pub fn range(&self, start: usize, end: usize) -> Span {
        let boundary =
            |at: usize| (0..=at.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at));
        let start = boundary(start).unwrap_or(0);
        let end = boundary(end).unwrap_or(0).max(start);
        Span { source: self.source, start: offset(start), end: offset(end) }
    }

    /// What stands in the file there.
    pub fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Whether a table is written in braces, as opposed to under a heading.
    pub fn is_inline(&self, value: &Parsed<'_>) -> bool {
        self.slice(self.span(value)).starts_with('{')
    }

    /// Reports that a key is set to a value of the wrong type; `wanted` says what it is to be.
    pub fn wrong_type(&mut self, word: &str, wanted: &str, value: &Parsed<'_>) {
        let span = self.span(value);
        let found = type_of(value.get_ref());
        self.report.add("E0505", span, || {
            Diagnostic::error("E0505", format!("{} is {wanted}, not {found}", shown(word))).at(span, "")
        });
    }

    /// The text that a key is set to, or the error that it should be one.
    pub fn text(&mut self, word: &str, value: &Parsed<'_>) -> Option<Text> {
        self.text_of(value, || shown(word))
    }

    fn text_of(&mut self, value: &Parsed<'_>, what: impl FnOnce() -> String) -> Option<Text> {
        if let DeValue::String(decoded) = value.get_ref() {
            return Some(self.decoded(decoded, value.span().start, value.span().end));
        }
        let span = self.span(value);
        let found = type_of(value.get_ref());
        let raw = self.slice(span);
        self.report.add("E0505", span, || {
            let error = Diagnostic::error("E0505", format!("{} is text, not {found}", what())).at(span, "");
            match value.get_ref() {
                DeValue::Table(_) | DeValue::Array(_) => error,
                _ => error.patch("put it in quotes", span, quoted(raw)),
            }
        });
        None
    }

    /// The list of texts that a key is set to; what is in it that is none has been reported.
    pub fn texts(&mut self, word: &str, value: &Parsed<'_>) -> Vec<Text> {
        if let DeValue::Array(items) = value.get_ref() {
            let what = || format!("each of `{word}`");
            return items.iter().filter_map(|each| self.text_of(each, what)).collect();
        }
        let span = self.span(value);
        let found = type_of(value.get_ref());
        let listed = format!("[{}]", self.slice(span));
        self.report.add("E0505", span, || {
            let message = format!("`{word}` is a list of texts, not {found}");
            let error = Diagnostic::error("E0505", message).at(span, "");
            match value.get_ref() {
                DeValue::String(_) => error.patch("put it in brackets", span, listed),
                _ => error.help(format!("write it like `{word} = [\"…\"]`")),
            }
        });
        Vec::new()
    }

    fn decoded(&self, decoded: &str, start: usize, end: usize) -> Text {
        let found = breaks(self.text.get(start..end).unwrap_or(""), start, decoded);
        debug_assert!(found.is_some() || !self.is_clean, "a string is not what it decodes to: {decoded:?}");
        Text::decoded(self.source, decoded, found.unwrap_or_else(|| vec![(0, offset(start))]))
    }

    /// The formula, number or boolean that a key is set to.
    pub fn value(&mut self, word: &str, value: &Parsed<'_>) -> Value {
        let span = self.span(value);
        let number = |number: Option<f64>| number.filter(|number| number.is_finite());
        let read = match value.get_ref() {
            DeValue::String(decoded) => {
                return Value::Formula(self.decoded(decoded, value.span().start, value.span().end));
            }
            DeValue::Boolean(value) => return Value::Bool { value: *value, span },
            DeValue::Integer(written) => number(integer(written)),
            DeValue::Float(written) => number(float(written)),
            DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
        };
        let raw = self.slice(span);
        if let Some(value) = read {
            return Value::Number { value, text: raw.to_owned(), span };
        }
        self.report.add("E0505", span, || {
            let what = shown(word);
            let message = match value.get_ref() {
                DeValue::Float(_) | DeValue::Integer(_) => {
                    format!("{what} is a finite number, not {}", shown(raw))
                }
                other => format!("{what} is text or a number, not {}", type_of(other)),
            };
            let error = Diagnostic::error("E0505", message).at(span, "");
            match value.get_ref() {
                DeValue::Datetime(_) => error.help("a length of time is text, like `\"90 days\"`"),
                DeValue::Array(_) => error.help("several values are inputs of their own, or a table"),
                _ => error,
            }
        });
        Value::Invalid(span)
    }

    /// A key as a name; if it is none, it is reported and stands corrected.
    pub fn name(&mut self, key: &Key<'_>) -> Name {
        let (word, span) = (key.get_ref(), self.span(key));
        if is_name(word) && !is_reserved(word) {
            return Name { text: word.to_string(), span };
        }
        let offered = legal(word);
        self.report.add("E0504", span, || {
            let message = if is_reserved(word) {
                format!("{} is a word of the language and cannot be a name", shown(word))
            } else if word.is_empty() {
                "an empty key is not a name".to_owned()
            } else {
                format!("{} is not a name: a letter or `_`, then letters, digits and `_`", shown(word))
            };
            let error = Diagnostic::error("E0504", message).at(span, "");
            match &offered {
                Some(name) => error.patch(format!("write {}", shown(name)), span, as_key(name)),
                None => error.help("give it a name like `peak_factor`"),
            }
        });
        Name { text: offered.unwrap_or_else(|| word.to_string()), span }
    }
}

fn integer(written: &DeInteger<'_>) -> Option<f64> {
    match written.radix() {
        10 => written.as_str().parse().ok(),
        radix => u64::from_str_radix(written.as_str(), radix).ok().map(|number| number as f64),
    }
}

fn float(written: &DeFloat<'_>) -> Option<f64> {
    written.as_str().parse().ok()
}

/// What a value is, in words.
pub fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
