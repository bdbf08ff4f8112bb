//! A list of what napkin knows, as data: cheat sheets, units, presets.

/// Tables under headings.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// What JSON calls it.
    pub key: &'static str,
    /// What it is, for people; may be empty.
    pub title: String,
    /// The tables.
    pub parts: Vec<Part>,
    /// A line at the end, for people; may be empty.
    pub end: String,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// What it shows.
    pub heading: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, with as many fields as there are columns.
    pub rows: Vec<Vec<Field>>,
    /// How far it can be trusted; may be empty.
    pub note: String,
    /// Where its rows are from, with a year; may be empty.
    pub source: String,
    /// What the labels stand for by which rows name other sources; may be empty.
    pub sources: Vec<String>,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What JSON and CSV call it.
    pub key: &'static str,
    /// What stands above it in a table; empty for a column that only programs see.
    pub title: &'static str,
    /// Whether its fields are numbers, which are aligned on the point.
    pub number: bool,
    /// Whether it explains the row, and so goes where there is room.
    pub note: bool,
}

/// What stands in a row's column.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Words, or a number as people read it.
    Text(String),
    /// A number for programs.
    Number(f64),
    /// Several words.
    Words(Vec<&'static str>),
    /// Nothing.
    Empty,
}

impl Listing {
    /// One without tables yet.
    pub fn new(key: &'static str, title: impl Into<String>) -> Listing {
        Listing { key, title: title.into(), ..Listing::default() }
    }

    /// What the labels of all tables stand for, each once.
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
    /// A column of words.
    pub const fn text(key: &'static str, title: &'static str) -> Column {
        Column { key, title, number: false, note: false }
    }

    /// A column of numbers as people read them.
    pub const fn number(key: &'static str, title: &'static str) -> Column {
        Column { number: true, ..Column::text(key, title) }
    }

    /// A column that explains the row.
    pub const fn note(key: &'static str) -> Column {
        Column { note: true, ..Column::text(key, key) }
    }

    /// A column that only programs see.
    pub const fn hidden(key: &'static str) -> Column {
        Column::text(key, "")
    }
}

impl Field {
    /// Words.
    pub fn text(text: impl Into<String>) -> Field {
        Field::Text(text.into())
    }

    /// Words, or nothing.
    pub fn maybe(text: Option<impl Into<String>>) -> Field {
        text.map_or(Field::Empty, Field::text)
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Field::Text(text) => text.clone(),
            Field::Number(number) => number.to_string(),
            Field::Words(words) => words.join(", "),
            Field::Empty => String::new(),
        }
    }
}
