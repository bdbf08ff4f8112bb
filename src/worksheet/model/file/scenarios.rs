//! Scenarios: named sets of other values.
//!
//! TOML reads `tier.cold.kept = "3 years"` as tables inside tables; they are taken apart into the dotted names that
//! were written.

use toml::de::{DeTable, DeValue};

use super::values::{Key, Parsed, Reader, ordered};
use super::words::shown;
use super::{Name, Override, Scenario};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// The name of a model without a scenario.
pub const BASE: &str = "base";

/// Maximum number of parts of a dotted name.
const DEEPEST: usize = 16;

impl Reader<'_> {
    /// Reads `[scenarios]`.
    pub fn scenarios(&mut self, table: &DeTable<'_>) -> Vec<Scenario> {
        let mut scenarios = Vec::new();
        for (key, value) in ordered(table) {
            if self.slipped(key, value) {
                continue;
            }
            let name = self.name(key);
            if name.text == BASE {
                self.errors.add("E0504", name.span, || {
                    Diagnostic::error("E0504", "`base` is the model without a scenario, and cannot be one")
                        .at(name.span, "")
                        .help("give the scenario another name")
                });
            }
            match value.get_ref() {
                DeValue::Table(entries) => scenarios.push(self.scenario(name, entries)),
                _ => self.wrong_type(key.get_ref(), "a table of other values", value),
            }
        }
        scenarios
    }

    fn scenario(&mut self, name: Name, table: &DeTable<'_>) -> Scenario {
        let mut scenario = Scenario { name, note: None, from: None, entries: Vec::new() };
        for (key, value) in ordered(table) {
            match key.get_ref().as_ref() {
                "note" => scenario.note = self.text("note", value),
                "from" => scenario.from = self.text("from", value),
                _ => self.overrides(&mut vec![key], value, &mut scenario.entries),
            }
        }
        scenario
    }

    /// Reads the values at a path and below it.
    pub fn overrides<'k, 't>(
        &mut self,
        path: &mut Vec<&'k Key<'t>>,
        value: &'k Parsed<'t>,
        entries: &mut Vec<Override>,
    ) {
        let Some(last) = path.last().copied() else { return };
        if let DeValue::Table(table) = value.get_ref() {
            if table.is_empty() || path.len() >= DEEPEST {
                self.wrong_type(last.get_ref(), "text or a number", value);
                return;
            }
            for (key, value) in ordered(table) {
                path.push(key);
                self.overrides(path, value, entries);
                path.pop();
            }
            return;
        }
        let names: Vec<&str> = path.iter().map(|key| key.get_ref().as_ref()).collect();
        let name = Name { text: names.join("."), span: self.path_span(path) };
        // A dotted name may be one key in quotes.
        if name.text.split('.').any(|part| !crate::syntax::is_name(part)) {
            self.errors.add("E0504", name.span, || {
                let message = format!("{} is not the name of a value", shown(&name.text));
                Diagnostic::error("E0504", message)
                    .at(name.span, "")
                    .help("name an input or an estimate, like `users = \"30M users\"`")
            });
            return;
        }
        let value = self.value(last.get_ref(), value);
        entries.push(Override { name, value });
    }

    /// Returns the place of a dotted name, or of its last part if the others stand elsewhere.
    fn path_span(&self, path: &[&Key<'_>]) -> Span {
        let spans: Vec<Span> = path.iter().map(|key| self.span(*key)).collect();
        let last = spans.last().copied().unwrap_or_else(|| self.range(0, 0));
        let is_beside = |pair: &[Span]| match pair {
            [one, next] => {
                let between = Span { start: one.end, end: next.start, ..*one };
                one.end <= next.start && self.slice(between).trim() == "."
            }
            _ => false,
        };
        let apart = spans.windows(2).rposition(|pair| !is_beside(pair)).map_or(0, |at| at + 1);
        spans.get(apart).map_or(last, |first| first.to(last))
    }
}
