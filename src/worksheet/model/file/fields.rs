//! The values of the fields of entries: limits, observed values, correlations, levels, growth.

use toml::de::DeValue;

use super::entries::Fields;
use super::values::{Parsed, Reader, ordered};
use super::words::shown;
use super::{Correlation, Growth, Level, MaxIncrease, Name, Step, Value};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;

impl Reader<'_> {
    /// Reads `data = [12, 15, 9.5]`.
    pub(super) fn data(&mut self, value: &Parsed<'_>, fields: &mut Fields) {
        let span = self.span(value);
        if let Some(Value::Data { .. } | Value::Formula(_) | Value::Number { .. }) = fields.main {
            self.errors.add("E0505", span, || {
                Diagnostic::error("E0505", "an input has a `value` or `data`, not both").at(span, "")
            });
            return;
        }
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type("data", "a list of numbers like `[12, 15, 9.5]`", value);
            fields.main = Some(Value::Invalid(span));
            return;
        };
        let mut numbers = Vec::with_capacity(items.len());
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Integer(_) | DeValue::Float(_) => match self.value("data", item) {
                    Value::Number { value, .. } => numbers.push(value),
                    _ => fields.main = Some(Value::Invalid(span)),
                },
                _ => {
                    let place = self.span(item);
                    self.errors.add("E0505", place, || {
                        Diagnostic::error("E0505", "each value of `data` is a number")
                            .at(place, "")
                            .help("the unit of all goes into `unit`: `{ data = [12, 15], unit = \"ms\" }`")
                    });
                    fields.main = Some(Value::Invalid(span));
                }
            }
        }
        if fields.main.is_none() {
            fields.main = Some(Value::Data { numbers, span });
        }
    }

    /// Reads `{ users = 0.8 }`.
    pub(super) fn correlations(&mut self, value: &Parsed<'_>) -> Vec<Correlation> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type("correlated", "a table like `{ users = 0.8 }`", value);
            return Vec::new();
        };
        let mut correlations = Vec::with_capacity(table.len());
        for (key, value) in ordered(table) {
            let name: &str = key.get_ref();
            let input = Name { text: name.to_owned(), span: self.span(key) };
            match self.value(name, value) {
                Value::Number { value: rank, span: place, .. } => {
                    correlations.push(Correlation { input, rank, place });
                }
                Value::Invalid(_) => {}
                _ => self.wrong_type(name, "a number like `0.8`", value),
            }
        }
        correlations
    }

    pub(super) fn limit(&mut self, word: &str, value: &Parsed<'_>) -> Value {
        if let DeValue::Boolean(_) = value.get_ref() {
            self.wrong_type(word, "text or a number", value);
            return Value::Invalid(self.span(value));
        }
        self.value(word, value)
    }

    /// Reads `"10%"`. A number without the sign could be a factor or a share.
    pub(super) fn max_increase(&mut self, value: &Parsed<'_>) -> Option<MaxIncrease> {
        let span = self.span(value);
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim(),
            _ => "",
        };
        let number = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        let share = number.map(|percent| percent / 100.0).filter(|share| share.is_finite() && *share >= 0.0);
        if share.is_none() {
            self.errors.add("E0505", span, || {
                Diagnostic::error("E0505", "`max_increase` is a share of the old value that is not negative")
                    .at(span, "")
                    .help("for example `\"10%\"`; `\"0%\"` lets the estimate not rise at all")
            });
        }
        share.map(|share| MaxIncrease { share, span })
    }

    pub(super) fn level(&mut self, value: &Parsed<'_>) -> Level {
        let span = self.span(value);
        let level = match value.get_ref() {
            DeValue::String(word) => word.as_ref(),
            _ => {
                self.wrong_type("level", "`\"warn\"` or `\"error\"`", value);
                return Level::Error;
            }
        };
        let meant = match level.to_ascii_lowercase().as_str() {
            "warn" | "warning" => Some(Level::Warn),
            "error" | "err" | "fail" => Some(Level::Error),
            _ => None,
        };
        if level != "warn" && level != "error" {
            self.errors.add("E0505", span, || {
                let message = format!("`level` is `warn` or `error`, not {}", shown(level));
                let error = Diagnostic::error("E0505", message).at(span, "");
                match meant {
                    Some(Level::Error) => error.patch("write `error`", span, "\"error\""),
                    _ => error.patch("write `warn`", span, "\"warn\""),
                }
            });
        }
        meant.unwrap_or_default()
    }

    /// Reads `{ "6 months" = "5 events/year" }`.
    pub(super) fn steps(&mut self, value: &Parsed<'_>) -> Vec<Step> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type("steps", "a table like `{ \"6 months\" = \"5 events/year\" }`", value);
            return Vec::new();
        };
        let entries = ordered(table).into_iter().map(|(key, value)| {
            let place = self.span(key);
            let when = match self.slice(place).starts_with(['"', '\'']) {
                true => self.decoded(key.get_ref(), key.span().start, key.span().end),
                false => Text::decoded(self.source, key.get_ref().as_ref(), vec![(0, place.start)]),
            };
            Step { when, value: self.value(key.get_ref(), value) }
        });
        entries.collect()
    }

    /// Puts a field that says how a value changes with time beside the others.
    pub(super) fn growth(&mut self, word: &str, value: &Parsed<'_>, growth: &mut Option<Box<Growth>>) {
        let growth = growth.get_or_insert_default();
        match word {
            "growth" => growth.rate = Some(self.limit(word, value)),
            "saturates" => growth.saturates = Some(self.limit(word, value)),
            _ => growth.steps = self.steps(value),
        }
    }
}
