//! The names of a model, and a report of some of its rows.

use std::collections::HashSet;

use super::model::{Report, Section};
use crate::syntax;
use crate::text::diagnostic::Diagnostic;
use crate::text::list::{and_more, did_you_mean};
use crate::text::suggest::nearest;
use crate::worksheet::model::file;

/// The names of parts of every model.
const PARTS: [&str; 3] = ["inputs", "estimates", "checks"];

/// Maximum number of names in a suggestion.
const NAMED: usize = 8;

/// The names in a model, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The inputs.
    pub inputs: Vec<String>,
    /// The estimates.
    pub estimates: Vec<String>,
    /// The checks.
    pub checks: Vec<String>,
    /// The headings, each once.
    pub headings: Vec<String>,
}

impl Names {
    /// Returns the names in a model's text; as many as it has if it is not valid.
    pub fn of(text: &str) -> Names {
        let (file, _) = file::read(0, text);
        let entries = |sections: &[file::Section]| -> Vec<String> {
            let entries = sections.iter().flat_map(|section| &section.entries);
            entries.map(|entry| entry.name.text.clone()).collect()
        };
        let mut headings: Vec<String> = Vec::new();
        for name in file.inputs.iter().chain(&file.estimates).filter_map(|section| section.name.as_ref()) {
            if !headings.contains(&name.text) {
                headings.push(name.text.clone());
            }
        }
        Names {
            inputs: entries(&file.inputs),
            estimates: entries(&file.estimates),
            checks: file.checks.iter().map(|check| check.name.text.clone()).collect(),
            headings,
        }
    }

    /// Whether a word names a row, a heading or a part of the model.
    pub fn has(&self, word: &str) -> bool {
        let rows = self.inputs.iter().chain(&self.estimates).chain(&self.checks).chain(&self.headings);
        rows.map(String::as_str).chain(PARTS).any(|name| is(name, word))
    }

    /// Returns all that a row can be asked for by.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let rows = self.headings.iter().chain(&self.estimates).chain(&self.inputs).chain(&self.checks);
        rows.map(String::as_str)
    }
}

/// Whether a word is a name, as it is written or as it is printed.
fn is(name: &str, word: &str) -> bool {
    let plain = |text: &str| text.trim().to_lowercase().replace([' ', '-', '.'], "_");
    name == word || plain(name) == plain(word)
}

impl Report {
    /// Keeps the rows, the checks and the headings of some names, and the checks of the rows that are kept. All inputs
    /// stay if `inputs` says so.
    pub fn only(&mut self, wanted: &[String], inputs: bool) {
        if wanted.is_empty() || !self.is_ok() {
            return;
        }
        if self.columns.is_empty() {
            self.estimates.append(&mut self.used);
        }
        let unknown: Vec<Diagnostic> =
            wanted.iter().filter(|word| !self.has(word)).map(|word| self.unknown(word)).collect();
        if !unknown.is_empty() {
            self.diagnostics.extend(unknown);
            (self.inputs, self.estimates, self.checks) = (Vec::new(), Vec::new(), Vec::new());
            return;
        }
        let is_wanted = |name: &str| wanted.iter().any(|word| is(name, word));
        let keep = |sections: &mut Vec<Section>, part: &str| {
            for section in sections.iter_mut().filter(|_| !is_wanted(part)) {
                if !section.heading.as_deref().is_some_and(is_wanted) {
                    section.rows.retain(|row| is_wanted(&row.name));
                }
            }
            sections.retain(|section| !section.rows.is_empty());
        };
        let columns = self.columns.iter_mut().map(|column| (&mut column.inputs, &mut column.estimates));
        for (given, estimates) in [(&mut self.inputs, &mut self.estimates)].into_iter().chain(columns) {
            if !inputs {
                keep(given, "inputs");
            }
            keep(estimates, "estimates");
        }
        let estimates = self.estimates.iter().flat_map(|section| &section.rows);
        let shown: Vec<&str> = estimates.map(|row| row.name.as_str()).collect();
        let is_shown = |name: &str, check: &str| {
            let mut words = check.split(|c: char| !syntax::continues_name(c));
            is_wanted("checks") || is_wanted(name) || words.any(|word| shown.contains(&word))
        };
        self.checks.retain(|row| is_shown(&row.name, &row.check));
        self.unasked.retain(|row| is_shown(&row.name, &row.check));
        self.sensitivity.retain(|of| shown.contains(&of.estimate.as_str()));
        self.check_first = self.check_first.take().filter(|first| shown.contains(&first.estimate.as_str()));
        let mut rows = self.inputs.iter().chain(&self.estimates).flat_map(|section| &section.rows);
        self.reading = self.reading.take().filter(|_| rows.any(|row| row.shown.spread.is_some()));
        self.is_part = true;
    }

    fn has(&self, word: &str) -> bool {
        let sections = || self.inputs.iter().chain(&self.estimates);
        let rows = sections().flat_map(|section| &section.rows).map(|row| row.name.as_str());
        let headings = sections().filter_map(|section| section.heading.as_deref());
        let checks = self.checks.iter().map(|check| check.name.as_str());
        rows.chain(headings).chain(checks).chain(PARTS).any(|name| is(name, word))
    }

    fn unknown(&self, word: &str) -> Diagnostic {
        let mut names: Vec<&str> =
            self.estimates.iter().filter_map(|section| section.heading.as_deref()).collect();
        let headings = names.len();
        let sections = self.estimates.iter().chain(&self.inputs);
        names.extend(sections.flat_map(|section| &section.rows).map(|row| row.name.as_str()));
        names.extend(self.checks.iter().map(|check| check.name.as_str()));
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(*name));
        let message = format!("`{}` has no row or heading `{word}`", self.name);
        let error = Diagnostic::error("E0510", message);
        match nearest(word, names.iter().copied(), 3).as_slice() {
            [] if headings > 0 => {
                let listed = names.iter().take(headings.min(NAMED));
                error.help(format!("the headings are {}", and_more(listed, headings.saturating_sub(NAMED))))
            }
            [] => {
                let listed = names.iter().take(NAMED);
                error.help(format!("the rows are {}", and_more(listed, names.len().saturating_sub(NAMED))))
            }
            near => error.help(did_you_mean(near)),
        }
    }
}
