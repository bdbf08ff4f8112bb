//! Units that a file uses and another one defines.

use std::collections::HashSet;

use super::parse::{Formula, Parsed};
use super::uses::Part;
use crate::lower::FileId;
use crate::syntax::{Node, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

impl Parsed<'_> {
    /// Reports units that are used in a file that does not define them: it could not be read alone.
    pub fn refuse_foreign_units(&self, parts: &[Part], diagnostics: &mut Vec<Diagnostic>) {
        if parts.len() == 1 || self.units.is_empty() {
            return;
        }
        let items = self.inputs.iter().chain(&self.estimates);
        let items = items.map(|item| (item.file, item.value));
        let checks = self.checks.iter().map(|(_, formula)| (FileId::default(), *formula));
        let mut met: HashSet<(FileId, &str)> = HashSet::new();
        for (file, formula) in items.chain(checks) {
            let own = parts.get(file.0).map(|part| part.file.units.as_slice()).unwrap_or_default();
            for (word, place) in self.words(formula) {
                if own.iter().any(|entry| is_unit(word, &entry.name.text)) {
                    continue;
                }
                let home = self.units.iter().find(|(_, entry, _)| is_unit(word, &entry.name.text));
                let Some((_, entry, _)) = home.filter(|_| met.insert((file, word))) else { continue };
                diagnostics.push(foreign(&entry.name.text, place, entry.name.span));
            }
        }
    }

    /// Returns the words of units in a formula, each with the place of its literal or conversion.
    fn words(&self, formula: Formula) -> Vec<(&str, Span)> {
        let ast = &self.ast;
        let mut words = Vec::new();
        for id in formula.root().into_iter().flat_map(|root| ast.below(root)) {
            let found: &[Word] = match ast.node(id) {
                Node::Literal(_) => {
                    ast.literal(id).map(|literal| ast.words(&literal.suffix)).unwrap_or_default()
                }
                Node::Convert { target, .. } => ast
                    .targets
                    .get(target as usize)
                    .map(|target| ast.words(&target.words))
                    .unwrap_or_default(),
                _ => &[],
            };
            words.extend(found.iter().map(|word| (ast.str(word.text), ast.span(id))));
        }
        words
    }
}

fn is_unit(word: &str, name: &str) -> bool {
    word == name || word.strip_suffix('s') == Some(name)
}

fn foreign(name: &str, place: Span, home: Span) -> Diagnostic {
    Diagnostic::error("E0510", format!("the unit `{name}` is defined in another file"))
        .at(place, "")
        .see(home, "its definition")
        .help("units do not come with `use`: define it in this file too, or write the value in another unit")
}
