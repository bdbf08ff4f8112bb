//! The JSON objects of tables and rows.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::value;
use super::values::ValueObject;
use crate::report::model::{OfRow, Rows, TableColumn, Worst};

/// A table.
#[derive(Serialize)]
pub(super) struct TableObject<'a> {
    /// Its name.
    name: &'a str,
    /// The note on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// Its rows, in the order of the file.
    rows: Vec<RowObject<'a>>,
}

/// A row of a table.
#[derive(Serialize)]
struct RowObject<'a> {
    /// Its name.
    name: &'a str,
    /// The note on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// Whether an estimate is this row.
    chosen: bool,
    /// The estimates that are.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    chosen_by: &'a [String],
    /// The condition by which an estimate excludes it, with its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded_by: Option<&'a str>,
    /// Its cells by the names of their columns; null where there is no value.
    cells: CellsObject<'a>,
}

/// The cells of a row.
struct CellsObject<'a>(Vec<(&'a str, Option<ValueObject<'a>>)>);

impl Serialize for CellsObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, cell) in &self.0 {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

/// The rows that decide a condition on all rows of a table.
#[derive(Serialize)]
pub(super) struct WorstObject<'a> {
    /// The row that is nearest to its limit, or farthest past it.
    worst: &'a str,
    /// The rows in which the condition does not hold.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    failing: &'a [String],
}

/// Returns the object of a table. `None` if its cells were not asked for.
pub(super) fn table(table: &Rows) -> Option<TableObject<'_>> {
    let is_asked = |column: usize| {
        table.columns.get(column).is_some_and(|column| column.formula.is_some())
            || table.rows.iter().any(|row| row.cells.get(column).is_some_and(|cell| cell.shown.is_some()))
    };
    let has_any = table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.shown.is_some());
    let rows = table.rows.iter().map(|of: &OfRow| RowObject {
        name: &of.name,
        note: of.note.as_deref(),
        chosen: !of.chosen_by.is_empty(),
        chosen_by: &of.chosen_by,
        excluded_by: of.excluded_by.as_deref(),
        cells: CellsObject(
            of.cells
                .iter()
                .zip(&table.columns)
                .enumerate()
                .filter(|(at, _)| is_asked(*at))
                .map(|(_, (cell, column)): (usize, (_, &TableColumn))| {
                    let cell: &crate::report::model::CellOf = cell;
                    (column.name.as_str(), cell.shown.as_ref().map(value))
                })
                .collect(),
        ),
    });
    let (name, note) = (table.name.as_str(), table.note.as_deref());
    (has_any || table.is_computed).then(|| TableObject { name, note, rows: rows.collect() })
}

/// Returns the object of the rows that decide a check.
pub(super) fn worst(worst: &Worst) -> WorstObject<'_> {
    WorstObject { worst: &worst.row, failing: &worst.failing }
}
