//! The items of a worksheet, from a model's entries and their lowered values.

use super::builder::{Built, Shown};
use super::file::{Entry, Section, Value};
use super::parse::{Cell, Column, Formula, Given as Replacement, Item, Parsed};
use super::written::{on_one_line, written};
use crate::syntax::Ast;
use crate::text::source::Text;
use crate::units::registry::Units;
use crate::worksheet::{self, AsWritten, Beside, By, Condition, Given, Heading, Role};

impl Parsed<'_> {
    /// Returns the inputs, then the estimates, with their lowered values.
    pub fn items(&self, built: &Built, units: &Units) -> Vec<worksheet::Item> {
        let given = built.values.iter().zip(&built.limits);
        let given = given.map(|(value, limits)| Given { value: *value, limits: *limits });
        let inputs = self.inputs.iter().zip(&built.inputs).zip(given);
        let estimates = self.estimates.iter().zip(&built.estimates);
        let mut items = Vec::with_capacity(self.inputs.len() + self.estimates.len());
        items.extend(inputs.map(|((item, shown), given)| self.item(item, *shown, Some(given), units)));
        items.extend(estimates.map(|(item, shown)| self.item(item, *shown, None, units)));
        items
    }

    /// Returns an input, if it is `given`, or an estimate.
    fn item(&self, item: &Item<'_>, shown: Shown, given: Option<Given>, units: &Units) -> worksheet::Item {
        let Entry { name, value, note, source, unit, max_increase, .. } = item.entry;
        let (formula, text) = match item.set {
            Some(given) => (given.formula, written(&given.claim.value).trim().to_owned()),
            None => (item.value, written(value)),
        };
        let beside = Beside {
            about: None,
            max_increase: max_increase.map(|limit| (limit.share, limit.span)),
            unit: unit.as_ref().map(|unit| unit.text.trim().to_owned()),
            note: note.as_ref().map(|note| note.text.clone()),
            source: source.as_ref().filter(|_| item.set.is_none()).map(|source| source.text.clone()),
            by: item.set.map(|given| given.claim.by.clone()).filter(|by| *by != By::Set),
        };
        let has_any = beside.unit.is_some()
            || beside.note.is_some()
            || beside.source.is_some()
            || beside.by.is_some()
            || beside.max_increase.is_some();
        worksheet::Item {
            name: Some(name.text.clone()),
            role: if given.is_some() { Role::Input } else { Role::Estimate },
            formula: text,
            root: formula.root(),
            span: value.span(),
            shown: shown.value,
            slot: shown.slot,
            literal: self.literal(item, units).map(Box::new),
            beside: has_any.then(|| Box::new(beside)),
            is_set: item.set.is_some(),
            given: given.map(Box::new),
        }
    }

    /// Returns the literal of an item. A bare number given by `--set` takes the unit of the model's value.
    fn literal(&self, item: &Item<'_>, units: &Units) -> Option<AsWritten> {
        let literal = as_written(&self.ast, item.value, &item.entry.value);
        match item.set {
            Some(Replacement { formula: Formula::Root(root), .. }) => {
                AsWritten::of(&self.ast, root)?.in_place_of(literal.as_ref(), units)
            }
            Some(Replacement { formula: Formula::Number(..), claim }) => match &claim.value {
                Value::Number { text, .. } => AsWritten::number(text).in_place_of(literal.as_ref(), units),
                _ => None,
            },
            Some(_) => None,
            None => literal,
        }
    }

    /// Returns the tables with their lowered cells, which are given by column and row.
    pub fn tables(&self, lowered: &[Vec<Vec<Shown>>]) -> Vec<worksheet::Table> {
        let text = |text: &Option<Box<Text>>| text.as_ref().map(|text| text.text.clone());
        let column = |column: &Column<'_>| worksheet::Column {
            name: column.name.text.clone(),
            formula: column.computed.as_ref().map(|item| written(&item.entry.value)),
            note: column.computed.as_ref().and_then(|item| text(&item.entry.note)),
        };
        let tables = self.tables.iter().zip(lowered).map(|(rows, lowered)| {
            let of_rows = rows.table.rows.iter().enumerate().map(|(at, row)| {
                let columns = rows.columns.iter().zip(lowered);
                let cells = columns.filter_map(|(column, lowered)| {
                    let source = row.source.as_deref().or(rows.table.source.as_deref());
                    self.cell(column, column.cells.get(at)?, *lowered.get(at)?, source)
                });
                worksheet::Row { name: row.name.text.clone(), note: text(&row.note), cells: cells.collect() }
            });
            worksheet::Table {
                name: rows.table.name.text.clone(),
                note: text(&rows.table.note),
                columns: rows.columns.iter().map(column).collect(),
                rows: of_rows.collect(),
            }
        });
        tables.collect()
    }

    fn cell<'a>(
        &self,
        column: &Column<'a>,
        cell: &Cell<'a>,
        shown: Shown,
        source: Option<&Text>,
    ) -> Option<worksheet::Cell> {
        let (entry, given) = column.given(cell)?;
        let literal = match cell.set {
            Some(Replacement { formula: Formula::Root(root), .. }) => AsWritten::of(&self.ast, root),
            Some(_) => None,
            None => as_written(&self.ast, given, &entry.value),
        };
        let formula = cell.set.map_or(given, |set| set.formula);
        let is_own = cell.set.is_none();
        let source = entry.source.as_deref().or(source).filter(|_| is_own && column.computed.is_none());
        Some(worksheet::Cell {
            formula: written(cell.set.map_or(&entry.value, |set| &set.claim.value)).trim().to_owned(),
            root: formula.root(),
            span: entry.value.span(),
            value: shown.value,
            slot: shown.slot,
            literal,
            note: entry.note.as_ref().filter(|_| column.computed.is_none()).map(|note| note.text.clone()),
            source: source.map(|source| source.text.clone()),
            is_set: cell.set.is_some(),
        })
    }

    /// Returns the checks with their lowered conditions, and after them what the estimates are expected to be.
    pub fn checks(
        &self,
        lowered: &[Option<Condition>],
        expected: &[Option<Condition>],
    ) -> Vec<worksheet::Check> {
        let pairs = self.checks.iter().zip(lowered);
        pairs
            .filter_map(|((check, _), condition)| {
                let formula = on_one_line(&check.formula.text);
                Some(worksheet::Check {
                    name: check.name.text.clone(),
                    formula: match condition.and_then(|condition| condition.confidence) {
                        Some(level) => format!("P({formula}) >= {}%", percent(level)),
                        None => formula,
                    },
                    level: check.level,
                    note: check.note.as_ref().map(|note| note.text.clone()),
                    span: check.formula.all(),
                    condition: (*condition)?,
                    expects: None,
                })
            })
            .chain(self.expectations(expected))
            .collect()
    }
}

/// Returns a share in percent, without the rounding error of the last digit.
fn percent(share: f64) -> f64 {
    libm::round(share * 1e12) / 1e10
}

/// Returns the headings of sections, with the number of entries under each.
pub(super) fn headings(sections: &[Section]) -> Vec<Heading> {
    let heading = |section: &Section| Heading {
        name: section.name.as_ref().map(|name| name.text.clone()),
        items: section.entries.len(),
    };
    sections.iter().map(heading).collect()
}

/// Returns the text of a value that is a single literal or a TOML number.
fn as_written(ast: &Ast, formula: Formula, value: &Value) -> Option<AsWritten> {
    match (formula, value) {
        (Formula::Root(root), _) => AsWritten::of(ast, root),
        (Formula::Number(..), Value::Number { text, .. }) => Some(AsWritten::number(text)),
        _ => None,
    }
}
