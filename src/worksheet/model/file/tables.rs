//! The tables of a model.
//!
//! Takes `[tables]` and returns tables in which all rows have the same columns: those of the first row and of
//! `defaults`. `columns` has what is computed for every row.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::entries::Kind;
use super::values::{Key, Parsed, Reader, ordered, type_of};
use super::words::{nearest, shown};
use super::{Entry, Name, Row, Table, Value};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

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
        let mut has_others = false;
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
                        has_others = true;
                        continue;
                    };
                    let is_inline = self.is_inline(value);
                    let columns =
                        columns.get_or_insert_with(|| self.columns(&mut table, (cells, is_inline), defaults));
                    let row = self.row(&table, columns, name, (cells, is_inline));
                    table.rows.push(row);
                }
            }
        }
        let has_no_columns = table.columns.is_empty() && !table.rows.is_empty();
        // What is no row may be meant as one.
        if (table.rows.is_empty() || has_no_columns) && !has_others {
            self.empty(&table.name, has_no_columns);
        }
        self.repeated_members(&table);
        table
    }

    /// Reads the columns that are given: those of the first row, then those that only have a default.
    fn columns(
        &mut self,
        table: &mut Table,
        (first, is_inline): (&DeTable<'_>, bool),
        defaults: Option<&Parsed<'_>>,
    ) -> Columns {
        let mut columns = Columns::new();
        for (key, _) in self.cells_of(first, is_inline) {
            columns.insert(key.get_ref().to_string(), table.columns.len());
            table.columns.push(self.name(key));
            table.defaults.push(None);
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
                    columns.insert(key.get_ref().to_string(), table.columns.len());
                    table.columns.push(name);
                    table.defaults.push(Some(cell));
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

    fn empty(&mut self, table: &Name, has_no_columns: bool) {
        let (name, span) = (&table.text, table.span);
        self.errors.add("E0507", span, || {
            let what = if has_no_columns { "columns" } else { "rows" };
            Diagnostic::error("E0507", format!("the table {} has no {what}", shown(name)))
                .at(span, "")
                .help("write a row, like `text = { share = \"90%\", bytes = \"310 B\" }`")
        });
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
        table: &Table,
        columns: &Columns,
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
        let cells = self.cells_of(of_row, is_inline);
        let mut values: Vec<Option<Entry>> = vec![None; table.columns.len()];
        let mut extra = Vec::new();
        for (key, value) in &cells {
            let at = columns.get(key.get_ref().as_ref()).copied();
            match at.and_then(|at| Some((values.get_mut(at)?, table.columns.get(at)?))) {
                Some((cell, column)) => *cell = Some(self.cell(column, (key, value))),
                None => extra.push((*key, *value)),
            }
        }
        for (key, value) in extra {
            // The comparison with all columns is only worth its time for an error that is listed.
            let is_shown = self.errors.lists("E0507");
            let missing = table.columns.iter().zip(&values).filter(|(_, value)| is_shown && value.is_none());
            let names: Vec<&str> = missing.map(|(column, _)| column.text.as_str()).collect();
            let meant = nearest(key.get_ref(), &names).map(str::to_owned);
            self.extra_column(table, &row.name, key, meant.as_deref());
            let at = meant.and_then(|meant| table.columns.iter().position(|column| column.text == meant));
            if let Some((cell, column)) =
                at.and_then(|at| Some((values.get_mut(at)?, table.columns.get(at)?)))
            {
                *cell = Some(self.cell(column, (key, value)));
            }
        }
        self.missing_cells(table, &row.name, &values);
        let cells = values.into_iter().zip(&table.columns).zip(&table.defaults);
        row.cells = cells
            .map(|((cell, column), default)| match (cell, default) {
                (None, None) => Some(Entry::invalid(column.clone(), row.name.span)),
                (cell, _) => cell,
            })
            .collect();
        row
    }

    fn cell(&mut self, column: &Name, (key, value): (&Key<'_>, &Parsed<'_>)) -> Entry {
        let name = Name { text: column.text.clone(), span: self.span(key) };
        self.entry_named(Kind::Cell, name, (key, value))
    }

    fn missing_cells(&mut self, table: &Table, row: &Name, values: &[Option<Entry>]) {
        let cells = table.columns.iter().zip(values).zip(&table.defaults);
        let missing = cells.filter(|((_, value), default)| value.is_none() && default.is_none());
        let missing: Vec<&Name> = missing.map(|((column, _), _)| column).collect();
        let Some(first) = missing.first() else { return };
        self.errors.add("E0507", row.span, || {
            let names: Vec<&str> = missing.iter().take(5).map(|column| column.text.as_str()).collect();
            let (columns, without) =
                (if missing.len() == 1 { "column" } else { "columns" }, shown(&row.text));
            let message =
                format!("the row {without} lacks the {columns} {}", crate::text::list::and_all(&names));
            Diagnostic::error("E0507", message).at(row.span, "").see(first.span, "the first row has it").help(
                format!(
                    "all rows of a table have the same columns; what most rows have alike is a default: \
                     `{} = \"…\"` under `[tables.{}.defaults]`",
                    first.text, table.name.text
                ),
            )
        });
    }

    fn extra_column(&mut self, table: &Table, row: &Name, key: &Key<'_>, meant: Option<&str>) {
        let span = self.span(key);
        let computed = table.computed.iter().find(|column| column.name.text == key.get_ref().as_ref());
        self.errors.add("E0507", span, || {
            let (column, row) = (shown(key.get_ref()), shown(&row.text));
            if let Some(computed) = computed {
                return Diagnostic::error("E0507", format!("{column} is computed for every row"))
                    .at(span, "")
                    .see(computed.name.span, "by this formula")
                    .help("leave the cell out, or give each row its own and the column no formula");
            }
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
                None => error.help(format!(
                    "all rows of a table have the same columns; what only some rows have needs a default, under \
                     `[tables.{}.defaults]`",
                    table.name.text
                )),
            }
        });
    }

    /// Reports rows and columns of one name: `instance.large` would have two meanings.
    fn repeated_members(&mut self, table: &Table) {
        let mut known: HashMap<&str, Span> = HashMap::new();
        let columns = table.columns.iter().chain(table.computed.iter().map(|column| &column.name));
        for name in columns.chain(table.rows.iter().map(|row| &row.name)) {
            let Some(first) = known.insert(&name.text, name.span).filter(|first| *first != name.span) else {
                continue;
            };
            self.errors.add("E0503", name.span, || {
                Diagnostic::error("E0503", format!("{} is defined twice", shown(&name.text)))
                    .at(name.span, "the second definition")
                    .see(first, "the first definition")
                    .help("the rows and columns of a table share one set of names")
            });
        }
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
        }
    }
}

impl Entry {
    /// An entry for which an error was reported.
    fn invalid(name: Name, span: Span) -> Entry {
        Entry {
            name,
            value: Value::Invalid(span),
            note: None,
            source: None,
            unit: None,
            min: None,
            max: None,
            correlated: Vec::new(),
            growth: None,
            expect: None,
            max_increase: None,
            ok: None,
            was: None,
        }
    }
}
