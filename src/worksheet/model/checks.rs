//! Lowering checks.

use std::collections::HashMap;

use super::builder::{Builder, Shown};
use super::parse::{Formula, Item};
use crate::lower::{Entry, Owner, Value};
use crate::syntax::Node;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::worksheet::check::{self, Condition};

impl<'a> Builder<'a> {
    /// Lowers the checks.
    pub(super) fn lower_checks(&mut self, inputs: &[Shown], estimates: &[Shown]) -> Vec<Option<Condition>> {
        let parsed = self.parsed;
        let items = parsed.inputs.iter().zip(inputs).chain(parsed.estimates.iter().zip(estimates));
        let named: HashMap<&str, (&Item<'a>, Value)> =
            items.map(|(item, shown)| (item.entry.name.text.as_str(), (item, shown.value))).collect();
        let mut lowered = Vec::with_capacity(parsed.checks.len());
        for (check, formula) in &parsed.checks {
            let owner = Owner::Formula(check.name.text.clone());
            self.lowering.begin(Entry {
                subject: None,
                owner,
                accepts_warnings: check.ok.is_some(),
                ..Entry::default()
            });
            let result = match formula {
                Formula::Root(root) if self.refuse_bare_share(*root, &named) => None,
                Formula::Root(root) => check::lower(&mut self.lowering, &parsed.ast, *root)
                    .map(|condition| self.confident(condition, *root, check.formula.all())),
                _ => None,
            };
            lowered.push(result);
        }
        self.refuse_idle(&lowered, (inputs, estimates));
        self.lower_horizons(&mut lowered);
        lowered
    }

    /// Reports units that are only ever used as values: inputs under the wrong heading.
    pub(super) fn refuse_inputs_among_units(&mut self) {
        let parsed = self.parsed;
        let ast = &parsed.ast;
        let roots = parsed.inputs.iter().chain(&parsed.estimates).map(|item| item.value);
        let roots = roots.chain(parsed.checks.iter().map(|(_, formula)| *formula)).filter_map(Formula::root);
        let mut used: HashMap<&str, (Span, bool)> = HashMap::new();
        for id in roots.flat_map(|root| ast.below(root)) {
            if let Node::Name { text, divides } = ast.node(id) {
                let found = used.entry(ast.str(text)).or_insert((ast.span(id), false));
                found.1 |= divides;
            }
        }
        for (_, entry, _) in &parsed.units {
            let name = entry.name.text.as_str();
            let Some((place, false)) = used.get(name) else { continue };
            let is_unit = |word: &crate::syntax::Word| {
                ast.str(word.text).trim_end_matches('s') == name.trim_end_matches('s')
            };
            if ast.words.iter().any(is_unit) {
                continue;
            }
            self.lowering.report(
                Diagnostic::error("E0517", format!("`{name}` is declared as a unit, and used as a value"))
                    .at(entry.name.span, "a unit has no source, no range, and no `--set`")
                    .see(*place, "used as a value")
                    .help(format!("move `{name}` under `[inputs]`")),
            );
        }
    }
}
