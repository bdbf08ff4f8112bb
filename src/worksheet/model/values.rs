//! The values of a file that `--set-file` names: TOML or JSON, a dotted name or tables inside tables for each.

use serde_json::value::RawValue;

use super::file::{self, Name, Override, Value, breaks, offset};
use crate::text::diagnostic::Diagnostic;
use crate::text::pairs::{Pairs, offset_in};
use crate::text::source::{Span, Text};

/// The error of a file of values.
const CODE: &str = "E0522";

/// Maximum number of objects inside each other.
const DEEPEST: usize = 16;

/// Reads the values of a file with the number `source`; a name that ends in `.json` is JSON.
pub(super) fn read(name: &str, text: &str, source: u16) -> (Vec<Override>, Vec<Diagnostic>) {
    if !name.to_lowercase().ends_with(".json") {
        return file::overrides(source, text);
    }
    let mut reader = Json { text, source, entries: Vec::new(), errors: Vec::new() };
    reader.object(text, "", 0);
    (reader.entries, reader.errors)
}

struct Json<'t> {
    text: &'t str,
    source: u16,
    entries: Vec<Override>,
    errors: Vec<Diagnostic>,
}

impl<'t> Json<'t> {
    fn span(&self, slice: &str) -> Span {
        let start = offset_in(self.text, slice);
        Span { source: self.source, start: offset(start), end: offset(start + slice.len()) }
    }

    /// Reads an object; `prefix` is the name of the value that it is, with a dot.
    fn object(&mut self, raw: &'t str, prefix: &str, depth: usize) {
        let pairs: Pairs<'t> = match serde_json::from_str(raw) {
            Ok(pairs) if depth < DEEPEST => pairs,
            Ok(_) => return self.refuse(raw, "objects are nested too deep"),
            Err(error) => {
                let message = error.to_string();
                let what = message.split(" at line ").next().unwrap_or(&message).to_lowercase();
                let before: usize =
                    raw.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
                let at = (before + error.column().saturating_sub(1)).min(raw.len());
                let place = raw.get(at..at).unwrap_or(raw);
                return self.refuse(place, &format!("this is no JSON object: {what}"));
            }
        };
        for (name, value) in pairs.0 {
            let whole = format!("{prefix}{name}");
            let before = self.text.get(..offset_in(self.text, value.get())).unwrap_or_default();
            let key = before.rfind(&format!("\"{name}\""));
            let key = key.and_then(|at| self.text.get(at..at + name.len() + 2)).unwrap_or(value.get());
            if value.get().starts_with('{') {
                self.object(value.get(), &format!("{whole}."), depth + 1);
                continue;
            }
            let name = Name { text: whole, span: self.span(key) };
            if name.text.split('.').any(|part| !crate::syntax::is_name(part)) {
                self.refuse(key, &format!("`{}` is not the name of a value", name.text));
            } else if let Some(value) = self.value(value) {
                self.entries.push(Override { name, value });
            }
        }
    }

    fn value(&mut self, raw: &'t RawValue) -> Option<Value> {
        let (raw, span) = (raw.get(), self.span(raw.get()));
        match raw.as_bytes().first() {
            Some(b'"') => {
                let decoded: String = serde_json::from_str(raw).ok()?;
                let breaks = breaks(raw, span.start as usize, &decoded);
                let breaks = breaks.unwrap_or_else(|| vec![(0, span.start)]);
                Some(Value::Formula(Text::decoded(self.source, decoded, breaks)))
            }
            Some(b't' | b'f') => Some(Value::Bool { value: raw == "true", span }),
            Some(b'[' | b'n') => {
                self.refuse(raw, "a value is text, a number, true or false");
                None
            }
            _ => {
                let value: f64 = raw.parse().ok()?;
                Some(Value::Number { value, text: raw.to_owned(), span })
            }
        }
    }

    fn refuse(&mut self, place: &str, message: &str) {
        let error = Diagnostic::error(CODE, message.to_owned()).at(self.span(place), "");
        self.errors.push(error.help("write it like `{\"users\": \"30M users\", \"peak\": 3}`"));
    }
}
