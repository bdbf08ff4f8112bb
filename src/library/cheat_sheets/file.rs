//! The file format of cheat sheets.
//!
//! Takes TOML and returns tables with their constants. Literals stay texts.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The contents of a sheet's file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contents {
    /// Its title.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test compares it with the list of sheets"))]
    pub(super) title: String,
    #[serde(rename = "table")]
    pub(super) tables: Vec<Table>,
    /// The constants of all tables, in the order of the rows.
    #[serde(skip)]
    pub(super) constants: Vec<Constant>,
}

/// Rows with the same columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its heading.
    pub heading: String,
    /// Short names of the sources of all rows without sources of their own.
    pub sources: Vec<String>,
    /// How reliable the numbers are, and how to use them.
    pub note: String,
    /// Whether it is only shown with `--classic`.
    #[serde(default)]
    pub classic: bool,
    /// The columns between a row's name and its explanation.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column: numbers that the rows state, or that are computed from those.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its key in rows, formulas and JSON.
    pub key: String,
    /// Its title, if it is not the key.
    title: Option<String>,
    /// The prefix of the constants that its cells define: the prefix, a dot and the row's name.
    pub prefix: Option<String>,
    /// A suffix to the row's name, if a row has several constants with a prefix: `_spot`, or `.memory`.
    #[serde(default)]
    suffix: String,
    /// The formula of its cells, over the other cells of the row. A row may have a formula of its own.
    pub formula: Option<String>,
    /// Whether it is only in the output of formats for programs.
    #[serde(default)]
    pub hidden: bool,
    /// Whether cells are aligned at the decimal point.
    #[serde(default)]
    pub number: bool,
    /// The format of computed cells.
    #[serde(default)]
    pub shows: Shows,
    /// Number of significant digits of computed cells.
    #[serde(default = "four")]
    pub digits: usize,
    /// The JSON key of the number of a constant.
    #[serde(skip)]
    pub value_key: String,
    /// The JSON key of the unit of that number.
    #[serde(skip)]
    pub unit_key: String,
}

/// The formats of computed cells.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// A value like any other: `1.157k req/s`.
    #[default]
    Value,
    /// All digits of an integer: `1_024`.
    Whole,
    /// The literal of the constant that the only cell names; any other value is shown as [`Shows::Value`].
    Constant,
    /// The ratio of an approximation to the exact value, as an error: `15.7% high`.
    Error,
}

/// A row of a table.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Its name, which is stable: `ssd_random_read`.
    pub name: String,
    /// Its description.
    #[serde(default)]
    pub what: String,
    /// Short names of its sources; empty if they are those of the table.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Its cells by the keys of the columns.
    #[serde(flatten)]
    pub cells: BTreeMap<String, String>,
}

/// A number with a name that expressions can use.
#[derive(Debug, PartialEq, Eq)]
pub struct Constant {
    /// The full name: `latency.ssd_random_read`.
    pub name: String,
    /// The value as a literal: `100 µs`.
    pub literal: String,
    /// The indices of its table and its row.
    pub place: (usize, usize),
}

impl Contents {
    /// Reads the file of a sheet.
    pub(super) fn read(text: &str) -> Result<Contents, toml::de::Error> {
        let mut contents: Contents = toml::from_str(text)?;
        for (at, table) in contents.tables.iter_mut().enumerate() {
            for column in &mut table.columns {
                column.value_key = format!("{}_value", column.key);
                column.unit_key = format!("{}_unit", column.key);
            }
            for (row_at, row) in table.rows.iter().enumerate() {
                contents.constants.extend(table.columns.iter().filter_map(|column| {
                    let literal = row.cells.get(&column.key)?.clone();
                    let name = format!("{}.{}{}", column.prefix.as_ref()?, row.name, column.suffix);
                    Some(Constant { name, literal, place: (at, row_at) })
                }));
            }
        }
        Ok(contents)
    }

    /// Gives every row the sources of the constants that its cells name.
    pub(super) fn add_sources(&mut self) {
        for row in self.tables.iter_mut().flat_map(|table| &mut table.rows) {
            let names = row.cells.values().flat_map(|cell| super::named_in(cell));
            let mut ids: Vec<String> = Vec::new();
            for id in names.filter_map(super::row_of).flat_map(|(_, ids)| ids) {
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
            row.sources = ids;
        }
    }
}

impl Column {
    /// Returns its title; empty if it is hidden.
    pub fn title(&self) -> &str {
        if self.hidden { "" } else { self.title.as_deref().unwrap_or(&self.key) }
    }
}

impl Table {
    /// Returns the shown name of a row: that of its constants, without the suffix of a column.
    pub fn name_of(&self, row: &Row) -> String {
        let mut columns = self.columns.iter().filter(|column| row.cells.contains_key(&column.key));
        match columns.find_map(|column| column.prefix.as_ref()) {
            Some(prefix) => format!("{prefix}.{}", row.name),
            None => row.name.clone(),
        }
    }

    /// Returns the short names of the sources of a row: its own, or else those of the table.
    pub fn sources_of<'a>(&'a self, row: &'a Row) -> &'a [String] {
        if row.sources.is_empty() { &self.sources } else { &row.sources }
    }
}

fn four() -> usize {
    4
}
