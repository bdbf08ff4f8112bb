//! What a model takes from another one: `extends`, `without`.

use super::Without;
use super::strings::offset;
use super::values::{Parsed, Reader};
use super::words::{nearest, shown};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;

/// The tables of which a model can leave something out.
const REMOVABLE: [&str; 7] = ["inputs", "estimates", "checks", "tables", "units", "functions", "scenarios"];

impl Reader<'_> {
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
