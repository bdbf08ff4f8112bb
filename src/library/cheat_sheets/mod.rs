//! Cheat sheets: tables of reference numbers, and the constants that they define.
//!
//! A [`Sheet`] is the content of `napkin cheat SHEET`. It is one file, `sheets/NAME.toml`, whose rows name their
//! sources. Every number has a name that expressions can use, such as `latency.ssd_random_read`.
//! [`constant`] returns its literal, which the caller parses.
//!
//! The files are embedded as text. One is read when its sheet is shown, or when a constant with one of its prefixes
//! is named.

mod file;

use std::sync::OnceLock;

use file::Contents;
pub use file::{Column, Constant, Row, Shows, Table};

use super::sources::{Source, source};

/// A cheat sheet.
#[derive(Debug)]
pub struct Sheet {
    /// Its name: `latency`.
    pub name: &'static str,
    /// Its title in lists. A test compares it with the file.
    pub title: &'static str,
    /// The prefixes of its constants. A test compares them with the file.
    prefixes: &'static [&'static str],
    text: &'static str,
    contents: OnceLock<Contents>,
}

impl Sheet {
    /// Returns its tables, the most useful first.
    pub fn tables(&'static self) -> &'static [Table] {
        &self.contents().tables
    }

    /// Returns its constants, in the order of the rows.
    pub fn constants(&'static self) -> &'static [Constant] {
        &self.contents().constants
    }

    /// Returns the contents of the file, which is read once. A file that cannot be read is empty; a test ensures that
    /// there is none.
    fn contents(&'static self) -> &'static Contents {
        self.contents.get_or_init(|| {
            let mut contents = Contents::read(self.text).unwrap_or_default();
            if self.is_digest() {
                contents.add_sources();
            }
            contents
        })
    }

    /// Whether it only repeats numbers of other sheets, to fit on one screen. It defines no constants.
    pub fn is_digest(&self) -> bool {
        self.prefixes.is_empty()
    }
}

/// `sheet!("latency", "Latency and throughput", ["latency", "throughput", "classic"])`
macro_rules! sheet {
    ($name:literal, $title:literal, [$($prefix:literal),*]) => {
        Sheet {
            name: $name,
            title: $title,
            prefixes: &[$($prefix),*],
            text: include_str!(concat!("sheets/", $name, ".toml")),
            contents: OnceLock::new(),
        }
    };
}

/// All sheets.
pub static SHEETS: [Sheet; 15] = [
    sheet!("interview", "Numbers for an interview, on one screen", []),
    sheet!("latency", "Latency and throughput of single operations", ["latency", "throughput", "classic"]),
    sheet!("throughput", "Throughput of servers and data stores", ["throughput", "connections"]),
    sheet!("powers", "Powers of two", ["power"]),
    sheet!("time", "Time periods in seconds, and daily volumes as rates", ["time"]),
    sheet!("availability", "Downtime by number of nines, and combined availability", ["uptime"]),
    sheet!("sizes", "Object sizes and media bit rates", ["size", "bitrate"]),
    sheet!("network", "Network links: rates, and transfer times for 1 GB and 1 TB", ["network"]),
    sheet!("cost", "Prices of cloud resources", ["cost"]),
    sheet!("gpus", "GPUs: memory, bandwidth, arithmetic, power, price", ["gpu"]),
    sheet!("models", "Open language models: parameters, layers, heads, context", ["llm"]),
    sheet!("ratios", "DAU/MAU, read/write ratios, peak factors, hot items, compression", ["ratio"]),
    sheet!("ids", "Key spaces: number of identifiers by length", ["keyspace"]),
    sheet!("limits", "Published service limits and sizing rules", ["limit"]),
    sheet!("shortcuts", "Mental arithmetic shortcuts and their errors", ["shortcut"]),
];

/// Returns the sheet with a name.
pub fn sheet(name: &str) -> Option<&'static Sheet> {
    SHEETS.iter().find(|sheet| sheet.name == name)
}

/// Returns the literal of a constant: that of `latency.ssd_random_read` is `100 µs`.
///
/// Reads only the sheets with the name's prefix.
pub fn constant(name: &str) -> Option<&'static str> {
    let (prefix, _) = name.split_once('.')?;
    let mut sheets = SHEETS.iter().filter(|sheet| sheet.prefixes.contains(&prefix));
    let constant = sheets.find_map(|sheet| sheet.constants().iter().find(|each| each.name == name))?;
    Some(&constant.literal)
}

/// Returns the description of a constant and the sources of its number.
pub fn origin(name: &str) -> Option<(&'static str, Vec<&'static Source>)> {
    let (row, ids) = row_of(name)?;
    Some((row.what.as_str(), ids.iter().filter_map(|id| source(id)).collect()))
}

/// Returns the row of a constant and the short names of its sources.
fn row_of(name: &str) -> Option<(&'static Row, &'static [String])> {
    let (prefix, _) = name.split_once('.')?;
    let mut sheets = SHEETS.iter().filter(|sheet| sheet.prefixes.contains(&prefix));
    sheets.find_map(|sheet| {
        let (table, row) = sheet.constants().iter().find(|each| each.name == name)?.place;
        let table = sheet.tables().get(table)?;
        let row = table.rows.get(row)?;
        Some((row, table.sources_of(row)))
    })
}

/// Returns the constants that a text names.
pub fn named_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')));
    words.filter(|word| constant(word).is_some())
}

/// Returns the names and the literals of all constants, in the order of the sheets. Reads all files.
pub fn constants() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = SHEETS.iter().flat_map(Sheet::constants);
    all.map(|constant| (constant.name.as_str(), constant.literal.as_str()))
}

#[cfg(test)]
mod tests;
