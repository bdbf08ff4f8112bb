//! Names that changed while what they stand for did not.

use std::collections::{HashMap, HashSet};

use crate::report::{Report, Row, Section};

/// The names that changed.
pub(super) struct Renamed {
    /// From the new name to the old one.
    old: HashMap<String, String>,
    /// The pairs, old and new, in the order of the new model.
    pairs: Vec<(String, String)>,
}

impl Renamed {
    /// Finds inputs and estimates that are gone, and others that are new and have the same formula and value.
    pub fn new(before: &Report, after: &Report) -> Renamed {
        let mut renamed = Renamed { old: HashMap::new(), pairs: Vec::new() };
        renamed.pair(&before.inputs, &after.inputs);
        // The name of an estimate may stand in the formula of the next.
        while renamed.pair(&before.estimates, &after.estimates) {}
        renamed
    }

    /// Finds new pairs among some rows. Returns whether there are some.
    fn pair(&mut self, before: &[Section], after: &[Section]) -> bool {
        let names = |sections: &[Section]| -> HashSet<String> {
            rows(sections).map(|row| row.name.clone()).collect()
        };
        let (old_names, new_names) = (names(before), names(after));
        let mut taken: HashSet<String> = self.old.values().cloned().collect();
        let mut gone: Vec<&Row> = rows(before).filter(|row| !new_names.contains(&row.name)).collect();
        let known = self.pairs.len();
        for row in rows(after).filter(|row| !old_names.contains(&row.name)) {
            if self.old.contains_key(&row.name) {
                continue;
            }
            let formula = self.formula(row);
            let is_it = |other: &&Row| {
                !taken.contains(&other.name)
                    && spaced(&other.formula) == formula
                    && other.shown.dimension == row.shown.dimension
            };
            if let Some(at) = gone.iter().position(is_it) {
                let other = gone.remove(at);
                taken.insert(other.name.clone());
                self.old.insert(row.name.clone(), other.name.clone());
                self.pairs.push((other.name.clone(), row.name.clone()));
            }
        }
        self.pairs.len() > known
    }

    /// Returns the old name of a row of the new model.
    pub fn old<'n>(&'n self, name: &'n str) -> &'n str {
        self.old.get(name).map_or(name, String::as_str)
    }

    /// Returns the formula of a row of the new model with the old names in it, blanks aside.
    pub fn formula(&self, row: &Row) -> String {
        self.in_old_names(&row.formula)
    }

    /// Returns a formula with the old names in it, blanks aside.
    pub fn in_old_names(&self, formula: &str) -> String {
        let formula = spaced(formula);
        if self.old.is_empty() {
            return formula;
        }
        let mut out = String::new();
        let mut rest = formula.as_str();
        while let Some(start) = rest.find(is_letter) {
            let (before, word) = rest.split_at(start);
            let end = word.find(|c| !is_letter(c)).unwrap_or(word.len());
            let (word, after) = word.split_at(end);
            out.push_str(before);
            out.push_str(self.old(word));
            rest = after;
        }
        out + rest
    }

    /// Returns the pairs of names, old and new.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Returns a formula with single blanks.
fn spaced(formula: &str) -> String {
    formula.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns all rows below headings.
pub(super) fn rows(sections: &[Section]) -> impl Iterator<Item = &Row> {
    sections.iter().flat_map(|section| &section.rows)
}
