//! The tables of a model.
//!
//! Takes `[tables]` and returns tables in which all rows have the columns of the first row.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::values::{Key, Parsed, Reader, ordered};
use super::words::{nearest, shown};
use super::{Name, Row, Table, Value};
use crate::text::diagnostic::Diagnostic;

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
        let mut table = Table { name, columns: Vec::new(), rows: Vec::new() };
        // The columns of the first row by their keys, which need not be valid names.
        let mut columns: Option<HashMap<String, usize>> = None;
        for (key, value) in ordered(rows) {
            if self.slipped(key, value) {
                continue;
            }
            let name = self.name(key);
            let DeValue::Table(cells) = value.get_ref() else {
                self.no_row(&name, value);
                continue;
            };
            let is_inline = self.is_inline(value);
            let cells: Vec<_> = ordered(cells)
                .into_iter()
                .filter(|(key, value)| is_inline || !self.slipped(key, value))
                .collect();
            let columns = columns.get_or_insert_with(|| {
                table.columns = cells.iter().map(|(key, _)| self.name(key)).collect();
                cells.iter().enumerate().map(|(index, (key, _))| (key.get_ref().to_string(), index)).collect()
            });
            let cells = self.cells(&table, columns, &name, &cells);
            table.rows.push(Row { name, cells });
        }
        let has_no_columns = table.columns.is_empty() && !table.rows.is_empty();
        if rows.is_empty() || has_no_columns {
            let (name, span) = (&table.name.text, table.name.span);
            self.errors.add("E0507", span, || {
                let what = if has_no_columns { "columns" } else { "rows" };
                Diagnostic::error("E0507", format!("the table {} has no {what}", shown(name)))
                    .at(span, "")
                    .help("write a row, like `text = { share = \"90%\", bytes = \"310 B\" }`")
            });
        }
        table
    }

    fn no_row(&mut self, name: &Name, value: &Parsed<'_>) {
        let span = self.span(value);
        let found = super::values::type_of(value.get_ref());
        self.errors.add("E0505", span, || {
            let row = shown(&name.text);
            Diagnostic::error("E0505", format!("{row} is a row of columns, not {found}")).at(span, "").help(
                format!("write the row like {}", shown(&format!("{} = {{ share = \"90%\" }}", name.text))),
            )
        });
    }

    fn cells(
        &mut self,
        table: &Table,
        columns: &HashMap<String, usize>,
        row: &Name,
        cells: &[(&Key<'_>, &Parsed<'_>)],
    ) -> Vec<Value> {
        let mut values: Vec<Option<Value>> = vec![None; table.columns.len()];
        let mut extra = Vec::new();
        for (key, value) in cells {
            let cell = columns.get(key.get_ref().as_ref()).and_then(|&index| values.get_mut(index));
            match cell {
                Some(cell) => *cell = Some(self.value(key.get_ref(), value)),
                None => extra.push((*key, *value)),
            }
        }
        for (key, value) in extra {
            // The comparison with all columns is only worth its time for an error that is listed.
            let is_shown = self.errors.lists("E0507");
            let missing = table.columns.iter().zip(&values).filter(|(_, value)| is_shown && value.is_none());
            let names: Vec<&str> = missing.map(|(column, _)| column.text.as_str()).collect();
            let meant = nearest(key.get_ref(), &names).map(str::to_owned);
            self.extra_column(table, row, key, meant.as_deref());
            let cell = meant.and_then(|meant| table.columns.iter().position(|column| column.text == meant));
            if let Some(cell) = cell.and_then(|index| values.get_mut(index)) {
                *cell = Some(self.value(key.get_ref(), value));
            }
        }
        let missing: Vec<&Name> = table
            .columns
            .iter()
            .zip(&values)
            .filter(|(_, value)| value.is_none())
            .map(|(column, _)| column)
            .collect();
        if let Some(first) = missing.first() {
            self.errors.add("E0507", row.span, || {
                let names: Vec<&str> = missing.iter().take(5).map(|column| column.text.as_str()).collect();
                let (columns, without) =
                    (if missing.len() == 1 { "column" } else { "columns" }, shown(&row.text));
                let message =
                    format!("the row {without} lacks the {columns} {}", crate::text::list::and_all(&names));
                Diagnostic::error("E0507", message)
                    .at(row.span, "")
                    .see(first.span, "the first row has it")
                    .help("all rows of a table have the same columns; for an empty cell write a zero with its unit, like `\"0 B\"`")
            });
        }
        values.into_iter().map(|value| value.unwrap_or(Value::Invalid(row.span))).collect()
    }

    fn extra_column(&mut self, table: &Table, row: &Name, key: &Key<'_>, meant: Option<&str>) {
        let span = self.span(key);
        self.errors.add("E0507", span, || {
            let (column, row) = (shown(key.get_ref()), shown(&row.text));
            let message = format!("the row {row} has a column {column} that the first row does not have");
            let error = Diagnostic::error("E0507", message).at(span, "");
            let error = match table.rows.first() {
                Some(first) => error.see(first.name.span, "the first row"),
                None => error,
            };
            match meant {
                Some(meant) => {
                    error.patch(format!("did you mean `{meant}`?"), span, super::words::as_key(meant))
                }
                None => error.help("all rows of a table have the same columns"),
            }
        });
    }
}
