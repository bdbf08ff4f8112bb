//! The tables of a model: rows and columns by name, and the cells of the columns that are lowered.

use std::collections::HashMap;

use super::value::Value;

/// A table of a model.
#[derive(Clone, Debug, Default)]
pub struct Table {
    name: String,
    rows: Vec<String>,
    columns: Vec<Column>,
    /// Rows and columns share one set of names.
    members: HashMap<String, Member>,
}

/// What a name of a table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// A row, by its place.
    Row(usize),
    /// A column, by its place.
    Column(usize),
}

/// A column.
#[derive(Clone, Debug)]
struct Column {
    name: String,
    /// Its cells, row by row; `None` until they are lowered.
    cells: Option<Vec<Value>>,
}

impl Table {
    /// A table with the names of its rows and columns, whose cells follow.
    pub fn new<'n>(
        name: &str,
        rows: impl Iterator<Item = &'n str>,
        columns: impl Iterator<Item = &'n str>,
    ) -> Table {
        let mut table = Table { name: name.to_owned(), ..Table::default() };
        for (at, row) in rows.enumerate() {
            table.rows.push(row.to_owned());
            table.members.entry(row.to_owned()).or_insert(Member::Row(at));
        }
        for (at, column) in columns.enumerate() {
            table.columns.push(Column { name: column.to_owned(), cells: None });
            table.members.entry(column.to_owned()).or_insert(Member::Column(at));
        }
        table
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of its rows.
    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    /// The names of its columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The row or the column with a name.
    pub fn member(&self, name: &str) -> Option<Member> {
        self.members.get(name).copied()
    }

    /// The cells of a column; `None` as long as they are not lowered.
    pub fn cells(&self, column: usize) -> Option<&[Value]> {
        self.columns.get(column)?.cells.as_deref()
    }

    /// A cell; unknown as long as it is not lowered.
    pub fn cell(&self, column: usize, row: usize) -> Value {
        self.cells(column).and_then(|cells| cells.get(row)).copied().unwrap_or(Value::UNKNOWN)
    }

    /// Sets the cells of a column.
    pub fn set_cells(&mut self, column: usize, cells: Vec<Value>) {
        if let Some(column) = self.columns.get_mut(column) {
            column.cells = Some(cells);
        }
    }
}
