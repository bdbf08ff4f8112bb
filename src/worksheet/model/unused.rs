//! Inputs and tables that nothing uses.

use std::collections::HashMap;

use super::builder::Builder;
use super::file::Use;
use super::graph;
use super::parse::{Formula, Item};
use super::uses::Part;
use crate::lower::FileId;
use crate::syntax::Node;
use crate::text::diagnostic::Diagnostic;

impl Builder<'_> {
    /// Warns of inputs and tables of the model itself that no estimate and no check names, and of models of which it
    /// reads nothing.
    pub(super) fn warn_of_unused(&mut self, parts: &[Part]) {
        let parsed = self.parsed;
        let used = self.used();
        let is_own = |file: FileId| file == FileId::default();
        let unread = parts.first().into_iter().flat_map(|own| &own.file.uses);
        let unread = unread.filter(|one| !used.contains_key(one.name.text.as_str()));
        let unread = unread.map(|Use { name, .. }| {
            let message = format!("no estimate and no check reads the model `{}`", name.text);
            let warning = Diagnostic::warning("W0107", message).at(name.span, "");
            warning.help(format!("read its values, like `{}.NAME`, or remove it", name.text))
        });
        let unread: Vec<Diagnostic> = unread.collect();
        let (mut idle, mut found) = (Vec::new(), Vec::new());
        for item in parsed.inputs.iter().filter(|item| is_own(item.file)) {
            let name = item.entry.name.text.as_str();
            match used.get(name) {
                Some(true) => {}
                Some(false) => idle.push(format!("`{name}`")),
                None if item.entry.ok.is_some() => {}
                None => found.push(
                    Diagnostic::warning("W0107", format!("no estimate and no check uses the input `{name}`"))
                        .at(item.entry.name.span, "")
                        .help("use it, remove it, or accept this with `ok = \"reason\"`"),
                ),
            }
        }
        for rows in parsed.tables.iter().filter(|rows| is_own(rows.file)) {
            let name = &rows.table.name;
            if !used.contains_key(name.text.as_str()) {
                let message = format!("no estimate and no check uses the table `{}`", name.text);
                found.push(Diagnostic::warning("W0107", message).at(name.span, ""));
            }
        }
        self.diagnostics.extend(unread.into_iter().chain(found));
        if !idle.is_empty() {
            self.remarks.push(format!("unused because of `--set`: {}", idle.join(", ")));
        }
    }

    /// Returns the first words of the names that are used, each with whether it is used by a formula that `--set` does
    /// not replace.
    fn used(&self) -> HashMap<&str, bool> {
        let parsed = self.parsed;
        let mut used: HashMap<&str, bool> = HashMap::new();
        let own = |item: &&Item<'_>| item.file == FileId::default();
        let items = || parsed.estimates.iter().chain(&parsed.inputs).filter(own);
        let formulas = items()
            .map(|item| (item.value, item.set.is_some()))
            .chain(parsed.checks.iter().map(|(_, formula)| (*formula, false)))
            .chain(parsed.estimates.iter().filter_map(|item| Some((**item.expect.as_ref()?, false))));
        for (formula, replaced) in formulas {
            for name in self.firsts(formula) {
                *used.entry(name).or_default() |= !replaced;
            }
        }
        for rows in parsed.tables.iter().filter(|rows| rows.file == FileId::default()) {
            let own = rows.table.name.text.as_str();
            let is_column = |name: &str| rows.columns.iter().any(|column| column.name.text == name);
            for formula in rows.columns.iter().flat_map(|column| column.formulas()) {
                // A row's own cell wins over what has its name elsewhere.
                for name in self.firsts(formula).into_iter().filter(|name| *name != own && !is_column(name)) {
                    used.insert(name, true);
                }
            }
        }
        used
    }

    /// Returns the first words of the names in a formula, and of those in the functions that it calls.
    fn firsts(&self, formula: Formula) -> Vec<&str> {
        let ast = &self.parsed.ast;
        let mut names = graph::names(ast, formula.root(), None, self.lowering.units());
        for id in formula.root().into_iter().flat_map(|root| ast.below(root)) {
            if let Node::Call { name, .. } = ast.node(id) {
                names.extend(self.read_by(FileId::default(), ast.str(name)).map(String::as_str));
            }
        }
        names.into_iter().map(|name| name.split('.').next().unwrap_or(name)).collect()
    }
}
