//! A cheat sheet's file: TOML in, tables with their constants out.
//!
//! Nothing here knows what a literal means, or how a table is shown.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a sheet's file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contents {
    /// What it shows, in a few words.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds it against the list of sheets"))]
    pub(super) title: String,
    #[serde(rename = "table")]
    pub(super) tables: Vec<Table>,
    /// What the rows define, in their order.
    #[serde(skip)]
    pub(super) constants: Vec<Constant>,
}

/// Rows with the same columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What it shows, in a few words.
    pub heading: String,
    /// Short names of the sources of all rows that have none of their own.
    pub sources: Vec<String>,
    /// How far it can be trusted, and what a reader must know to use it.
    pub note: String,
    /// Whether it is shown only when the classic numbers are asked for.
    #[serde(default)]
    pub classic: bool,
    /// The columns between a row's name and its explanation.
    pub columns: Vec<Column>,
    /// The numbers.
    pub rows: Vec<Row>,
}

/// A column: what the rows state, or what follows from that.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What the rows, the formulas and JSON call it.
    pub key: String,
    /// What stands above it, where that is not the key.
    title: Option<String>,
    /// Its cells are constants, named by this, a dot and the row's name.
    pub prefix: Option<String>,
    /// What is added to the row's name, where a row has several constants of a prefix.
    #[serde(default)]
    suffix: String,
    /// What its cells are computed by, from the other cells of the row; a row may state its own.
    pub formula: Option<String>,
    /// Whether only programs see it.
    #[serde(default)]
    pub hidden: bool,
    /// Whether it is aligned on the decimal point.
    #[serde(default)]
    pub number: bool,
    /// How a computed cell is written.
    #[serde(default)]
    pub shows: Shows,
    /// How many significant digits a computed cell has.
    #[serde(default = "four")]
    pub digits: usize,
    /// What JSON calls the number of a constant.
    #[serde(skip)]
    pub value_key: String,
    /// What JSON calls the unit of that number.
    #[serde(skip)]
    pub unit_key: String,
}

/// How a computed cell is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// As every value: `1.157k req/s`.
    #[default]
    Value,
    /// All digits of a whole number: `1_024`.
    Whole,
    /// The ratio of what is used to what is exact, as an error: `15.7% high`.
    Error,
}

/// A line of a table.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Its own name, stable: `ssd_random_read`.
    pub name: String,
    /// What it is, in a few words.
    #[serde(default)]
    pub what: String,
    /// Short names of its sources; empty where the table's are meant.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What stands in the columns, by their keys.
    #[serde(flatten)]
    pub cells: BTreeMap<String, String>,
}

/// A number with the name by which an expression may use it.
#[derive(Debug, PartialEq, Eq)]
pub struct Constant {
    /// The full name: `latency.ssd_random_read`.
    pub name: String,
    /// The value as a literal of the language: `100 µs`.
    pub literal: String,
    /// The table and the row it stands in, counted from 0.
    pub place: (usize, usize),
}

/// Where numbers come from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What a row calls it: `Xu 1`.
    pub label: String,
    /// What to cite: an author, a project, a document.
    pub name: String,
    /// The year in which it was measured or published; none for what follows from definitions.
    pub year: Option<u16>,
    /// Whether the year is the one in which it was read, since the source gives none.
    #[serde(default)]
    pub read: bool,
    /// Where it can be read.
    pub url: Option<String>,
    /// How far its numbers can be trusted.
    pub trust: Trust,
}

/// How far a source's numbers can be trusted.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// It follows from definitions.
    Exact,
    /// The author of what is measured, a vendor or a standard.
    Primary,
    /// A book or a course that many use.
    Reference,
    /// Notes and blogs: good for the order of magnitude.
    Community,
}

impl Contents {
    /// Reads a sheet's file.
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
}

impl Column {
    /// What stands above it; nothing where only programs see it.
    pub fn title(&self) -> &str {
        if self.hidden { "" } else { self.title.as_deref().unwrap_or(&self.key) }
    }
}

impl Table {
    /// What a row is called: as its constants, without what is added for a column.
    pub fn name_of(&self, row: &Row) -> String {
        let mut columns = self.columns.iter().filter(|column| row.cells.contains_key(&column.key));
        match columns.find_map(|column| column.prefix.as_ref()) {
            Some(prefix) => format!("{prefix}.{}", row.name),
            None => row.name.clone(),
        }
    }

    /// Short names of where a row is from: its own sources, or else the table's.
    pub fn sources_of<'a>(&'a self, row: &'a Row) -> &'a [String] {
        if row.sources.is_empty() { &self.sources } else { &row.sources }
    }
}

/// Reads `sources.toml`: the sources by their short names.
pub(super) fn sources_of(text: &str) -> Result<BTreeMap<String, Source>, toml::de::Error> {
    toml::from_str(text)
}

fn four() -> usize {
    4
}
