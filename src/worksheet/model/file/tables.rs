//! The tables of a model.
//!
//! Takes `[tables]` and returns the cells of each row as they are written, which need not be all: the rest may stand in
//! the model that this one extends (`complete`). `columns` has what is computed for every row.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::entries::Kind;
use super::values::{Key, Parsed, Reader, ordered, type_of};
use super::words::shown;
use super::{Entry, Name, Row, Table};
use crate::text::diagnostic::Diagnostic;

/// What stands in a row beside its cells.
const OF_ROW: [&str; 3] = ["note", "source", "ok"];

/// The columns by their keys, which need not be valid names.
type Columns = HashMap<String, usize>;

impl Reader<'_> {
    /// Reads the tables of `[tables]`.
    pub fn tables(&mut self, tables: &DeTable<'_>) -> Vec<Table> {
        let mut read = Vec::new();
        for (key, value) in ordered(tables) {
            if self.slipped(key, value) {
                continue;
            }
            let name = self.name(key);
            match value.get_ref() {
                DeValue::Table(rows) => read.push(self.rows(name, rows)),
                _ => self.wrong_type(key.get_ref(), "a table of rows", value),
            }
        }
        read
    }

    fn rows(&mut self, name: Name, rows: &DeTable<'_>) -> Table {
        let mut table = Table::named(name);
        let mut columns: Option<Columns> = None;
        let defaults = rows.iter().find(|(key, _)| key.get_ref() == "defaults").map(|(_, value)| value);
        if let Some((_, value)) = rows.iter().find(|(key, _)| key.get_ref() == "columns") {
            self.computed(&mut table, "columns", value);
        }
        for (key, value) in ordered(rows) {
            let word: &str = key.get_ref();
            match word {
                "columns" => {}
                "defaults" => {
                    let DeValue::Table(_) = value.get_ref() else {
                        self.wrong_type(word, "a table of cells", value);
                        continue;
                    };
                }
                "note" => table.note = self.text(word, value).map(Box::new),
                "source" => table.source = self.text(word, value).map(Box::new),
                _ if self.slipped(key, value) => {}
                _ => {
                    let name = self.name(key);
                    let DeValue::Table(cells) = value.get_ref() else {
                        self.no_row(&name, value);
                        table.has_faults = true;
                        continue;
                    };
                    let is_inline = self.is_inline(value);
                    let mut known = match columns.take() {
                        Some(known) => known,
                        None => self.columns(&mut table, Some((cells, is_inline)), defaults),
                    };
                    let row = self.row(&mut table, &mut known, name, (cells, is_inline));
                    table.rows.push(row);
                    columns = Some(known);
                }
            }
        }
        if columns.is_none() {
            self.columns(&mut table, None, defaults);
        }
        for row in &mut table.rows {
            row.cells.resize(table.columns.len(), None);
        }
        table
    }

    /// Reads the columns that are given: those of the first row, then those that only have a default.
    fn columns(
        &mut self,
        table: &mut Table,
        first: Option<(&DeTable<'_>, bool)>,
        defaults: Option<&Parsed<'_>>,
    ) -> Columns {
        let mut columns = Columns::new();
        let first = first.map(|(first, is_inline)| self.cells_of(first, is_inline));
        for (key, _) in first.into_iter().flatten() {
            let name = self.name(key);
            columns.insert(key.get_ref().to_string(), table.add_column(name, None));
        }
        let Some(DeValue::Table(cells)) = defaults.map(|value| value.get_ref()) else { return columns };
        for (key, value) in ordered(cells) {
            if self.slipped(key, value) {
                continue;
            }
            let at = columns.get(key.get_ref().as_ref()).copied();
            let name = match at.and_then(|at| table.columns.get(at)) {
                Some(column) => Name { span: self.span(key), ..column.clone() },
                None => self.name(key),
            };
            let cell = self.entry_named(Kind::Cell, name.clone(), (key, value));
            match at.and_then(|at| table.defaults.get_mut(at)) {
                Some(default) => *default = Some(cell),
                None => {
                    columns.insert(key.get_ref().to_string(), table.add_column(name, Some(cell)));
                }
            }
        }
        columns
    }

    /// Reads the columns that are computed for every row.
    fn computed(&mut self, table: &mut Table, word: &str, value: &Parsed<'_>) {
        let DeValue::Table(columns) = value.get_ref() else {
            self.wrong_type(word, "a table of formulas", value);
            return;
        };
        for (key, value) in ordered(columns) {
            if !self.slipped(key, value) {
                table.computed.push(self.entry(Kind::Column, key, value));
            }
        }
    }

    /// Returns the cells of a row, without what stands beside them and what belongs elsewhere.
    fn cells_of<'a, 't>(
        &mut self,
        cells: &'a DeTable<'t>,
        is_inline: bool,
    ) -> Vec<(&'a Key<'t>, &'a Parsed<'t>)> {
        let cells = ordered(cells).into_iter();
        let cells = cells.filter(|(key, _)| !OF_ROW.contains(&key.get_ref().as_ref()));
        cells.filter(|(key, value)| is_inline || !self.slipped(key, value)).collect()
    }

    fn no_row(&mut self, name: &Name, value: &Parsed<'_>) {
        let span = self.span(value);
        let found = type_of(value.get_ref());
        self.errors.add("E0505", span, || {
            let row = shown(&name.text);
            Diagnostic::error("E0505", format!("{row} is a row of columns, not {found}")).at(span, "").help(
                format!("write the row like {}", shown(&format!("{} = {{ share = \"90%\" }}", name.text))),
            )
        });
    }

    fn row(
        &mut self,
        table: &mut Table,
        columns: &mut Columns,
        name: Name,
        (of_row, is_inline): (&DeTable<'_>, bool),
    ) -> Row {
        let mut row = Row { name, note: None, source: None, ok: None, cells: Vec::new() };
        for (key, value) in ordered(of_row) {
            let word: &str = key.get_ref();
            match word {
                "note" => row.note = self.text(word, value).map(Box::new),
                "source" => row.source = self.text(word, value).map(Box::new),
                "ok" => row.ok = self.text(word, value).map(Box::new),
                _ => {}
            }
        }
        row.cells.resize(table.columns.len(), None);
        for (key, value) in self.cells_of(of_row, is_inline) {
            let at = match columns.get(key.get_ref().as_ref()) {
                Some(at) => *at,
                // Whether it may have a column of its own is known when all rows are.
                None => {
                    let name = match self.file.extends {
                        Some(_) => self.name(key),
                        None => Name { text: key.get_ref().to_string(), span: self.span(key) },
                    };
                    row.cells.push(None);
                    let at = table.add_column(name, None);
                    columns.insert(key.get_ref().to_string(), at);
                    at
                }
            };
            if let (Some(cell), Some(column)) = (row.cells.get_mut(at), table.columns.get(at)) {
                let name = Name { text: column.text.clone(), span: self.span(key) };
                *cell = Some(self.entry_named(Kind::Cell, name, (key, value)));
            }
        }
        row
    }
}

impl Table {
    fn named(name: Name) -> Table {
        Table {
            name,
            note: None,
            source: None,
            columns: Vec::new(),
            defaults: Vec::new(),
            computed: Vec::new(),
            rows: Vec::new(),
            has_faults: false,
        }
    }

    /// Adds a column that is given. Returns its place. The rows that are there have no cell for it yet.
    pub fn add_column(&mut self, name: Name, default: Option<Entry>) -> usize {
        self.columns.push(name);
        self.defaults.push(default);
        self.columns.len() - 1
    }
}
