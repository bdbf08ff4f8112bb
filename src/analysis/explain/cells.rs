//! The cells of tables that formulas read: which cell a dotted name is, and the entry that explains it.

use std::collections::HashMap;

use super::Kind;
use super::derive::Entry;
use crate::engine::Slot;
use crate::lower::{FileId, Type, Value};
use crate::run::{Run, Settings};
use crate::worksheet::{Cell, Worksheet};

/// A cell, by the places of its table, its row and its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    table: usize,
    row: usize,
    column: usize,
}

/// The rows that values are.
#[derive(Debug, Default)]
pub(super) struct RowsOf(HashMap<Slot, usize>);

impl RowsOf {
    /// Finds the rows that inputs, estimates and cells are, as far as they are the same in every sample.
    pub fn of(sheet: &Worksheet, settings: &Settings) -> RowsOf {
        let items = sheet.inputs().iter().chain(sheet.estimates()).map(|item| item.shown);
        let rows = sheet.tables().iter().flat_map(|table| &table.rows);
        let values = items.chain(rows.flat_map(|row| &row.cells).map(|cell| cell.value));
        let slots: Vec<Slot> =
            values.filter(|value| value.table().is_some()).map(|value| value.slot).collect();
        if slots.is_empty() {
            return RowsOf::default();
        }
        let mut run = Run::new(sheet.compiled(), settings, &sheet.input_slots());
        for slot in &slots {
            run.ask_if_any(*slot);
        }
        let Ok(answers) = run.answers() else { return RowsOf::default() };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the place of a row
        let certain = |slot: Slot| Some((slot, answers.certain(slot)?.max(0.0) as usize));
        RowsOf(slots.into_iter().filter_map(certain).collect())
    }

    fn row(&self, value: Value) -> Option<(usize, usize)> {
        Some((value.table()?.0 as usize, *self.0.get(&value.slot)?))
    }
}

impl Place {
    /// The cell that a dotted name of the whole model is: `instance.large.price`, or `best.price`, of which `value` has
    /// the value and the name of `best`.
    pub fn of(name: &str, value: Option<(Value, &str)>, sheet: &Worksheet, rows: &RowsOf) -> Option<Place> {
        if let Some((value, before)) = value {
            let row = rows.row(value)?;
            return Place::read(row, name.strip_prefix(before)?.strip_prefix('.')?, sheet, rows);
        }
        let (at, rest) =
            sheet.tables().iter().enumerate().find_map(|(at, table)| {
                Some((at, name.strip_prefix(table.name.as_str())?.strip_prefix('.')?))
            })?;
        let (row, rest) = rest.split_once('.')?;
        let row = sheet.tables().get(at)?.rows.iter().position(|known| known.name == row)?;
        Place::read((at, row), rest, sheet, rows)
    }

    /// The cell that a name is in the formula of a cell of the same row.
    pub fn beside(self, name: &str, sheet: &Worksheet, rows: &RowsOf) -> Option<Place> {
        Place::read((self.table, self.row), name, sheet, rows)
    }

    /// Whether a word is a column of its table.
    pub fn has_beside(self, word: &str, sheet: &Worksheet) -> bool {
        let table = sheet.tables().get(self.table);
        table.is_some_and(|table| table.columns.iter().any(|column| column.name == word))
    }

    /// Reads columns from left to right; each but the last is a row.
    fn read((table, row): (usize, usize), columns: &str, sheet: &Worksheet, rows: &RowsOf) -> Option<Place> {
        let (first, rest) =
            columns.split_once('.').map_or((columns, None), |(first, rest)| (first, Some(rest)));
        let column = sheet.tables().get(table)?.columns.iter().position(|column| column.name == first)?;
        let place = Place { table, row, column };
        let value = place.cell(sheet)?.value;
        match rest {
            Some(rest) => Place::read(rows.row(value)?, rest, sheet, rows),
            None => matches!(value.kind, Type::Quantity(_) | Type::Bool).then_some(place),
        }
    }

    /// The cell.
    pub fn cell(self, sheet: &Worksheet) -> Option<&Cell> {
        sheet.tables().get(self.table)?.rows.get(self.row)?.cells.get(self.column)
    }

    /// The file in which its table is read.
    pub fn file(self, sheet: &Worksheet) -> FileId {
        let table = sheet.tables().get(self.table);
        table.map_or(FileId::default(), |table| sheet.used().walk(FileId::default(), &table.name).0)
    }

    /// Its entry, without what it is computed from.
    pub fn entry(self, sheet: &Worksheet, slot: Slot) -> Option<Entry> {
        let (table, cell) = (sheet.tables().get(self.table)?, self.cell(sheet)?);
        let (row, column) = (table.rows.get(self.row)?, table.columns.get(self.column)?);
        let name = format!("{}.{}.{}", table.name, row.name, column.name);
        let mut entry = Entry::new(Kind::Input, Some(name), cell.formula.clone(), (cell.value, slot));
        if cell.root.is_some() {
            entry.written = cell.literal.as_ref().map(|literal| literal.written.clone());
        }
        entry.note = cell.note.clone().or_else(|| column.note.clone());
        entry.set = cell.is_set;
        // What stands in another file is found there.
        let file = Some(cell.span.source).filter(|source| *source != 0 && !cell.is_set);
        let file = file.and_then(|source| Some(sheet.sources().get(source)?.name.clone()));
        entry.source = match (file, cell.source.clone()) {
            (Some(file), Some(source)) => Some(format!("{file}: {source}")),
            (file, source) => file.or(source),
        };
        Some(entry)
    }
}
