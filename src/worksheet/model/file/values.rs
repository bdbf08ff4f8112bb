//! The values and keys of a model.
//!
//! Takes a parsed TOML value and returns a text, a number or a name, or reports that its type is wrong.

use toml::Spanned;
use toml::de::{DeFloat, DeInteger, DeString, DeTable, DeValue};

use super::errors::Errors;
use super::strings::{breaks, offset};
use super::words::{as_key, is_name, legal, quoted, shown};
use super::{ModelFile, Name, Value};
use crate::syntax::is_reserved;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};

/// A parsed key.
pub type Key<'t> = Spanned<DeString<'t>>;
/// A parsed value.
pub type Parsed<'t> = Spanned<DeValue<'t>>;

/// The state of reading one file.
pub struct Reader<'t> {
    /// The file's number.
    pub source: u16,
    /// The whole file.
    pub text: &'t str,
    /// Whether the whole file is valid TOML.
    pub is_clean: bool,
    /// The data read so far.
    pub file: ModelFile,
    /// The errors found so far.
    pub errors: Errors,
}

/// Returns the entries of a table in the order of the file, even if the table has several headings.
pub fn ordered<'a, 't>(table: &'a DeTable<'t>) -> Vec<(&'a Key<'t>, &'a Parsed<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

impl<'t> Reader<'t> {
    /// Returns the span of a parsed key or value.
    pub fn span<T>(&self, spanned: &Spanned<T>) -> Span {
        let place = spanned.span();
        self.range(place.start, place.end)
    }

    /// Returns the span of a range of bytes, moved to character boundaries inside the file.
    pub fn range(&self, start: usize, end: usize) -> Span {
        let boundary =
            |at: usize| (0..=at.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at));
        let start = boundary(start).unwrap_or(0);
        let end = boundary(end).unwrap_or(0).max(start);
        Span { source: self.source, start: offset(start), end: offset(end) }
    }

    /// Returns the text under a span.
    pub fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Whether a table is written in braces, and not under a heading.
    pub fn is_inline(&self, value: &Parsed<'_>) -> bool {
        self.slice(self.span(value)).starts_with('{')
    }

    /// Reports that the value of a key has the wrong type. `wanted` describes the expected one.
    pub fn wrong_type(&mut self, word: &str, wanted: &str, value: &Parsed<'_>) {
        let span = self.span(value);
        let found = type_of(value.get_ref());
        self.errors.add("E0505", span, || {
            Diagnostic::error("E0505", format!("{} is {wanted}, not {found}", shown(word))).at(span, "")
        });
    }

    /// Returns the text that is the value of a key. `None` if it has another type, which is reported.
    pub fn text(&mut self, word: &str, value: &Parsed<'_>) -> Option<Text> {
        self.text_of(value, || shown(word))
    }

    fn text_of(&mut self, value: &Parsed<'_>, subject: impl FnOnce() -> String) -> Option<Text> {
        if let DeValue::String(decoded) = value.get_ref() {
            return Some(self.decoded(decoded, value.span().start, value.span().end));
        }
        let span = self.span(value);
        let found = type_of(value.get_ref());
        let raw = self.slice(span);
        self.errors.add("E0505", span, || {
            let error =
                Diagnostic::error("E0505", format!("{} is text, not {found}", subject())).at(span, "");
            match value.get_ref() {
                // As text, a truth value would be a check that reads nothing.
                DeValue::Table(_) | DeValue::Array(_) | DeValue::Boolean(_) => error,
                _ => error.patch("put it in quotes", span, quoted(raw)),
            }
        });
        None
    }

    /// Returns the list of texts that is the value of a key; `None` if it is no list, which is reported.
    pub fn list(&mut self, word: &str, value: &Parsed<'_>) -> Option<Box<[Text]>> {
        let texts = self.texts(word, value);
        matches!(value.get_ref(), DeValue::Array(_)).then(|| texts.into_boxed_slice())
    }

    /// Reads a list of texts. Elements of another type are reported and left out; of what is no list nothing is left.
    pub fn texts(&mut self, word: &str, value: &Parsed<'_>) -> Vec<Text> {
        if let DeValue::Array(items) = value.get_ref() {
            let subject = || format!("each element of `{word}`");
            return items.iter().filter_map(|each| self.text_of(each, subject)).collect();
        }
        let span = self.span(value);
        let found = type_of(value.get_ref());
        let listed = format!("[{}]", self.slice(span));
        self.errors.add("E0505", span, || {
            let message = format!("`{word}` is a list of texts, not {found}");
            let error = Diagnostic::error("E0505", message).at(span, "");
            match value.get_ref() {
                DeValue::String(_) => error.patch("put it in brackets", span, listed),
                _ => error.help(format!("write it like `{word} = [\"…\"]`")),
            }
        });
        Vec::new()
    }

    pub fn decoded(&self, decoded: &str, start: usize, end: usize) -> Text {
        let found = breaks(self.text.get(start..end).unwrap_or(""), start, decoded);
        debug_assert!(found.is_some() || !self.is_clean, "a string is not what it decodes to: {decoded:?}");
        Text::decoded(self.source, decoded, found.unwrap_or_else(|| vec![(0, offset(start))]))
    }

    /// Returns the formula, number or boolean that is the value of a key. Reports values of other types.
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
        self.errors.add("E0505", span, || {
            let name = shown(word);
            let message = match value.get_ref() {
                DeValue::Float(_) | DeValue::Integer(_) => {
                    format!("{name} is a finite number, not {}", shown(raw))
                }
                other => format!("{name} is text or a number, not {}", type_of(other)),
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

    /// Returns the name that a key is. Reports and corrects a key that is not a valid name.
    pub fn name(&mut self, key: &Key<'_>) -> Name {
        let (word, span) = (key.get_ref(), self.span(key));
        if is_name(word) && !is_reserved(word) {
            return Name { text: word.to_string(), span };
        }
        let offered = legal(word);
        self.errors.add("E0504", span, || {
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

/// Describes the type of a value.
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
