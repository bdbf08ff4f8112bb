//! The values in a file by name: JSON, TOML or CSV.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use toml::de::{DeTable, DeValue};

use super::csv;
use super::entry::{CODE, Entry, File, Given};
use crate::text::diagnostic::Diagnostic;
use crate::text::pairs::Pairs;
use crate::text::source::{Span, Text};
use crate::worksheet::model::file::offset;

/// A value without its name: the value, its place, and whether its unit stands apart; or what it is instead.
type Value = Result<(Given, Span, bool), &'static str>;

/// Reads the values of a file; the ending of its name says what it is, else its text.
///
/// # Errors
///
/// Returns the first error of its form.
pub fn entries(name: &str, text: &str, source: u16) -> Result<Vec<Entry>, Diagnostic> {
    let file = File { text, source };
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let entries = match ending.as_str() {
        "json" => file.json(),
        "toml" => file.toml(),
        "csv" | "tsv" => csv::entries(file),
        _ if first.is_some_and(|line| line.starts_with('{')) => file.json(),
        _ if first.is_some_and(|line| line.contains('=')) => file.toml(),
        _ => csv::entries(file),
    }?;
    if entries.is_empty() {
        return Err(Diagnostic::error(CODE, format!("`{name}` has no values"))
            .at(file.span(0, 0), "")
            .help("write a name and a value, like `{\"peak\": \"7.1k/s\"}`"));
    }
    Ok(entries)
}

impl<'f> File<'f> {
    fn json(self) -> Result<Vec<Entry>, Diagnostic> {
        let pairs: Pairs<'f> = serde_json::from_str(self.text).map_err(|error| {
            let message = error.to_string();
            let what = message.split(" at line ").next().unwrap_or(&message).to_lowercase();
            let place = self.line_column(error.line(), error.column());
            Diagnostic::error(CODE, format!("this is no JSON object of names and values: {what}"))
                .at(place, "")
                .help("write it like `{\"peak\": \"7.1k/s\", \"stored\": \"40 TB\"}`")
        })?;
        let entry = |(name, raw): (Cow<'f, str>, &'f RawValue)| {
            let before = self.text.get(..self.place_of(raw.get())).unwrap_or_default();
            let key = before.rfind(&format!("\"{name}\"")).map(|at| self.span(at, at + name.len() + 2));
            let key = key.unwrap_or(self.slice_span(raw.get()));
            let (given, place, is_joined) =
                self.json_value(raw).map_err(|is| self.no_value(&name, key, is))?;
            Ok(Entry { name: name.into_owned(), key, place, given, is_joined })
        };
        pairs.0.into_iter().map(entry).collect()
    }

    fn json_value(self, raw: &'f RawValue) -> Value {
        let place = self.slice_span(raw.get());
        let text = |raw: &'f RawValue| {
            let decoded: String = serde_json::from_str(raw.get()).ok()?;
            Some(self.decoded(raw.get(), &decoded))
        };
        match raw.get().as_bytes().first() {
            Some(b'"') => text(raw).map(|text| (Given::read(text), place, false)).ok_or("no text"),
            Some(b't' | b'f') => Ok((Given::Truth(raw.get() == "true"), place, false)),
            Some(b'{') => {
                let object: WithUnit<'f> =
                    serde_json::from_str(raw.get()).map_err(|_| "an object without `value` and `unit`")?;
                let number = match text(object.value) {
                    Some(text) => text,
                    None => self.number(object.value.get()),
                };
                let unit = text(object.unit).ok_or("an object whose unit is no text")?;
                Ok((Given::Text(self.with_unit(&number, &unit)), place, true))
            }
            Some(b'[') => Err("a list"),
            Some(b'n') => Err("null"),
            _ => {
                raw.get().parse().map(|number| (Given::Number(number), place, false)).map_err(|_| "no number")
            }
        }
    }

    /// Returns a number as it is written, without an exponent.
    fn number(self, raw: &str) -> Text {
        let plain = raw.parse().map_or_else(|_| raw.to_owned(), |number: f64| number.to_string());
        Text::decoded(self.source, plain, vec![(0, offset(self.place_of(raw)))])
    }

    fn toml(self) -> Result<Vec<Entry>, Diagnostic> {
        let root = DeTable::parse(self.text).map_err(|error| {
            let place = error.span().unwrap_or(0..0);
            Diagnostic::error(CODE, format!("this is no TOML: {}", error.message().to_lowercase()))
                .at(self.span(place.start, place.end), "")
                .help("write it like `peak = \"7.1k/s\"`, a line for each value")
        })?;
        let mut pairs: Vec<_> = root.get_ref().iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&toml::Spanned<toml::de::DeString<'f>>, &toml::Spanned<DeValue<'f>>)| {
            let span = self.span(key.span().start, key.span().end);
            let name = key.get_ref().to_string();
            let (given, place, is_joined) =
                self.toml_value(value).map_err(|is| self.no_value(&name, span, is))?;
            Ok(Entry { name, key: span, place, given, is_joined })
        };
        pairs.into_iter().map(entry).collect()
    }

    fn toml_value(self, value: &toml::Spanned<DeValue<'_>>) -> Value {
        let range = value.span();
        let place = self.span(range.start, range.end);
        let raw = self.text.get(range).unwrap_or_default();
        match value.get_ref() {
            DeValue::String(decoded) => Ok((Given::read(self.decoded(raw, decoded)), place, false)),
            DeValue::Boolean(truth) => Ok((Given::Truth(*truth), place, false)),
            DeValue::Integer(_) | DeValue::Float(_) => match raw.replace('_', "").parse() {
                Ok(number) if f64::is_finite(number) => Ok((Given::Number(number), place, false)),
                _ => Err("no finite decimal number"),
            },
            DeValue::Table(table) => {
                let field =
                    |name: &str| table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value);
                let (Some(number), Some(unit)) = (field("value"), field("unit")) else {
                    return Err("a table without `value` and `unit`");
                };
                let text = |value: &toml::Spanned<DeValue<'_>>| {
                    let raw = self.text.get(value.span()).unwrap_or_default();
                    match value.get_ref() {
                        DeValue::String(decoded) => Some(self.decoded(raw, decoded)),
                        DeValue::Integer(_) | DeValue::Float(_) => Some(self.number(raw)),
                        _ => None,
                    }
                };
                let (number, unit) = text(number).zip(text(unit)).ok_or("a table whose unit is no text")?;
                Ok((Given::Text(self.with_unit(&number, &unit)), place, true))
            }
            DeValue::Array(_) => Err("a list"),
            DeValue::Datetime(_) => Err("a date"),
        }
    }

    /// Returns the error for what is no value.
    pub fn no_value(self, name: &str, place: Span, is: &str) -> Diagnostic {
        Diagnostic::error(CODE, format!("what was measured for `{name}` is {is}"))
            .at(place, "")
            .help("write a number with its unit, like `\"7.1k/s\"`, or leave it out")
    }

    /// Returns the place of a line and a column, both counted from 1.
    fn line_column(self, line: usize, column: usize) -> Span {
        let before: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let at = (before + column.saturating_sub(1)).min(self.text.len());
        self.span(at, at)
    }
}

/// A number with its unit; other fields are passed over.
#[derive(Deserialize)]
struct WithUnit<'a> {
    #[serde(borrow)]
    value: &'a RawValue,
    #[serde(borrow)]
    unit: &'a RawValue,
}
