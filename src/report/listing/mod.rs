//! Lists of built-in things as data: tables of units, formulas, presets, cheat sheets and error codes.
//!
//! A submodule per list turns the catalogue into a [`Listing`]; formats and JSON objects print it.

pub mod cheat_sheets;
pub mod codes;
pub mod formulas;
pub mod practice;
pub mod presets;
pub mod sources;
pub mod units;

/// Tables under headings.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The key of the tables in the JSON object.
    pub key: &'static str,
    /// The tables.
    pub parts: Vec<Part>,
    /// A closing line for people; may be empty.
    pub end: String,
    /// Whether the tables are to stand beside each other, so that they fit on one screen.
    pub is_screen: bool,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with one field per column.
    pub rows: Vec<Vec<Field>>,
    /// How far its numbers can be trusted; may be empty.
    pub note: String,
    /// The source of the rows that name none, with a year; may be empty.
    pub source: String,
    /// The citations behind the source labels in the rows; may be empty.
    pub sources: Vec<String>,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its key in JSON and CSV.
    pub key: &'static str,
    /// Its title in tables; empty for a column that only JSON and CSV have.
    pub title: &'static str,
    /// Whether its fields are numbers, which are aligned on the decimal point.
    pub number: bool,
    /// Whether it explains the row, and so is printed beside or below the other columns.
    pub note: bool,
    /// Whether it says what the row is: tables begin with it, and the name, the first column, ends the row.
    pub leads: bool,
}

/// The value of a column in a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Text, or a number as people read it.
    Text(String),
    /// A number for programs.
    Number(f64),
    /// A list of words.
    Words(Vec<&'static str>),
    /// No value.
    Empty,
}

impl Listing {
    /// Creates a listing without tables.
    pub fn new(key: &'static str) -> Listing {
        Listing { key, ..Listing::default() }
    }

    /// Sets the closing line.
    #[must_use]
    pub fn end(self, end: &str) -> Listing {
        Listing { end: end.to_owned(), ..self }
    }

    /// Whether it has no tables.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Returns the citations of all tables, each once.
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = Vec::new();
        for source in self.parts.iter().flat_map(|part| &part.sources) {
            if !sources.contains(&source.as_str()) {
                sources.push(source);
            }
        }
        sources
    }
}

impl Column {
    /// Creates a column of text.
    pub const fn text(key: &'static str, title: &'static str) -> Column {
        Column { key, title, number: false, note: false, leads: false }
    }

    /// Creates a column of numbers as people read them.
    pub const fn number(key: &'static str, title: &'static str) -> Column {
        Column { number: true, ..Column::text(key, title) }
    }

    /// Creates a column that explains the row.
    pub const fn note(key: &'static str) -> Column {
        Column { note: true, ..Column::text(key, key) }
    }

    /// Creates a column that says what the row is.
    pub const fn lead(key: &'static str) -> Column {
        Column { leads: true, ..Column::text(key, key) }
    }

    /// Creates a column that only JSON and CSV have.
    pub const fn hidden(key: &'static str) -> Column {
        Column::text(key, "")
    }
}

impl Field {
    /// Creates a text.
    pub fn text(text: impl Into<String>) -> Field {
        Field::Text(text.into())
    }

    /// Creates a text, or [`Field::Empty`] for `None`.
    pub fn maybe(text: Option<impl Into<String>>) -> Field {
        text.map_or(Field::Empty, Field::text)
    }

    /// Returns the field as people read it.
    pub fn shown(&self) -> String {
        match self {
            Field::Text(text) => text.clone(),
            Field::Number(number) => number.to_string(),
            Field::Words(words) => words.join(", "),
            Field::Empty => String::new(),
        }
    }
}
