//! Doubts about the entries of a model: names that say a unit, and values below zero.

use super::builder::Builder;
use super::file;
use super::parse::{Formula, Item};
use crate::lower::{Value, without_sign};

impl<'a> Builder<'a> {
    /// Warns of a name that says a unit while the value is a plain number.
    pub(super) fn warn_of_unit_in_name(&mut self, item: &Item<'a>, value: Value) {
        // Of a formula the unit it is printed in is said already, and the value of `--set` is not the model's.
        if item.set.is_some() || item.unit.is_some() {
            return;
        }
        let name = &item.entry.name;
        let literal = match &item.entry.value {
            file::Value::Number { text, span, .. } => Some((*span, text.as_str())),
            _ => None,
        };
        let value_of = (item.value.root(), literal);
        self.lowering.warn_of_unit_in_name((&name.text, name.span), value, &self.parsed.ast, value_of);
    }

    /// Warns of an input that is below zero though nothing of its kind can be.
    pub(super) fn warn_below_zero(&mut self, item: &Item<'a>, value: Value) {
        let Some(lowest) = self.end_of(value.slot, false).filter(|_| !value.is_unknown()) else { return };
        let (formula, place) = match item.set {
            Some(given) => (given.formula, given.claim.value.span()),
            None => (item.value, item.entry.value.span()),
        };
        let sign = match (formula, &item.entry.value) {
            (Formula::Root(root), _) => without_sign(&self.parsed.ast, root),
            (Formula::Number(_, span), file::Value::Number { text, .. }) => {
                text.strip_prefix('-').map(|positive| (span, positive.to_owned()))
            }
            _ => None,
        };
        self.lowering.warn_below_zero(&item.entry.name.text, (value, lowest), place, sign);
    }

    /// Warns of the cells of a table that are below zero though nothing of their kind can be.
    pub(super) fn warn_of_cell_below_zero(
        &mut self,
        name: &str,
        value: Value,
        cell: &file::Value,
        formula: Formula,
    ) {
        let Some(lowest) = self.end_of(value.slot, false).filter(|_| !value.is_unknown()) else { return };
        let sign = formula.root().and_then(|root| without_sign(&self.parsed.ast, root));
        self.lowering.warn_below_zero(name, (value, lowest), cell.span(), sign);
    }
}
