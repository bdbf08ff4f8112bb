//! What a model takes from others: `extends` and `without`, `use`.

use toml::de::{DeTable, DeValue};

use super::strings::offset;
use super::values::{Parsed, Reader, ordered};
use super::words::{nearest, shown};
use super::{Use, Without};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;

/// The tables of which a model can leave something out.
const REMOVABLE: [&str; 8] =
    ["use", "inputs", "estimates", "checks", "tables", "units", "functions", "scenarios"];

impl Reader<'_> {
    /// Reads `[use]`: under each name a path, or a table with the path as `model` and other values under `set`.
    pub fn uses(&mut self, table: &DeTable<'_>) -> Vec<Use> {
        let mut uses = Vec::new();
        for (key, value) in ordered(table) {
            if self.slipped(key, value) {
                continue;
            }
            let name = self.name(key);
            let DeValue::Table(fields) = value.get_ref() else {
                let model = self.text(key.get_ref(), value);
                uses.extend(model.map(|model| Use { name, model, set: Vec::new() }));
                continue;
            };
            let (mut model, mut set) = (None, Vec::new());
            for (key, value) in ordered(fields) {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("model", _) => model = self.text("model", value),
                    ("set", DeValue::Table(values)) => {
                        for (key, value) in ordered(values) {
                            self.overrides(&mut vec![key], value, &mut set);
                        }
                    }
                    ("set", _) => self.wrong_type("set", "a table of other values", value),
                    (word, _) => {
                        let span = self.span(key);
                        self.errors.add("E0502", span, || {
                            let message = format!("a used model has no field {}", shown(word));
                            let error = Diagnostic::error("E0502", message).at(span, "");
                            match nearest(word, &["model", "set"]) {
                                Some(meant) => error.patch(format!("did you mean `{meant}`?"), span, meant),
                                None => error.help("its fields are `model` and `set`"),
                            }
                        });
                    }
                }
            }
            match model {
                Some(model) => uses.push(Use { name, model, set }),
                None if fields.contains_key("model") => {}
                None => self.errors.add("E0505", name.span, || {
                    let message = format!("{} does not say which model it is", shown(&name.text));
                    let path = super::words::as_key(&name.text);
                    Diagnostic::error("E0505", message).at(name.span, "").help(format!(
                        "write `{path} = \"{}.toml\"`, or `{path}.model = …` beside `{path}.set`",
                        name.text
                    ))
                }),
            }
        }
        uses
    }

    /// Reads what a model leaves out of the one that it extends.
    pub fn without(&mut self, value: &Parsed<'_>) {
        for text in self.texts("without", value) {
            let path: Vec<String> = text.text.split('.').map(|part| part.trim().to_owned()).collect();
            let deepest = if path.first().is_some_and(|first| first == "tables") { 3 } else { 2 };
            let is_known = path.first().is_some_and(|first| REMOVABLE.contains(&first.as_str()));
            if is_known && (2..=deepest).contains(&path.len()) && path.iter().all(|part| !part.is_empty()) {
                self.file.without.push(Without { path, span: text.all() });
            } else {
                self.no_path(&text, &path);
            }
        }
    }

    fn no_path(&mut self, text: &Text, path: &[String]) {
        let span = text.all();
        self.errors.add("E0505", span, || {
            let first = path.first().map_or("", String::as_str);
            let message = format!("{} names nothing that can be left out", shown(&text.text));
            let error = Diagnostic::error("E0505", message).at(span, "");
            let start =
                crate::text::source::Span { end: span.start.saturating_add(offset(first.len())), ..span };
            let error = match nearest(first, &REMOVABLE).filter(|meant| *meant != first) {
                Some(meant) => error.patch(format!("did you mean `{meant}`?"), start, meant),
                None => error,
            };
            error.help("name the table and the entry, like `checks.fleet` or `tables.tier.cold`")
        });
    }
}
