//! The library's reference numbers: cheat sheets as data, and the constants they define.
//!
//! A [`Sheet`] is what `napkin cheat SHEET` shows: one or more [`Table`]s, each with its
//! source, its year and what is known of its accuracy. Every number of a sheet has a name
//! that an expression may use, like `latency.ssd_random_read`; [`constant`] gives the
//! literal behind it, which the caller parses when it is named.
//!
//! Everything here is `const`. Nothing is parsed, computed at start-up or printed.

/// What a row of a table has, or nothing where its column is empty.
macro_rules! optional {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

pub mod latency;
pub mod powers;

use latency::Latency;
use powers::{KeySpace, Power};

/// Where numbers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// What to cite: an author, a project, a document.
    pub name: &'static str,
    /// The year in which it was measured or published.
    pub year: u16,
    /// Where it can be read.
    pub url: Option<&'static str>,
}

/// A number with the name by which an expression may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constant {
    /// The full name: `latency.ssd_random_read`.
    pub name: &'static str,
    /// The value as a literal of the language, printed as it stands: `100 µs`.
    pub literal: &'static str,
}

/// A cheat sheet.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// What it is asked for by: `latency`.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub title: &'static str,
    /// Its tables, the one to use first.
    pub tables: &'static [Table],
}

/// Rows of one kind and from one source.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// What it shows, in a few words.
    pub title: &'static str,
    /// Who says so, and since when.
    pub source: Source,
    /// How far it can be trusted, and what a reader must know to use it.
    pub note: &'static str,
    /// The numbers.
    pub rows: Rows,
}

/// The rows of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub enum Rows {
    /// How long operations take.
    Latency(&'static [Latency]),
    /// Powers of two.
    Powers(&'static [Power]),
    /// How many keys there are.
    KeySpaces(&'static [KeySpace]),
}

impl Rows {
    /// The constants that the rows define, in their order.
    pub fn constants(self) -> impl Iterator<Item = Constant> {
        let (latency, powers, keys): (&[Latency], &[Power], &[KeySpace]) = match self {
            Rows::Latency(rows) => (rows, &[], &[]),
            Rows::Powers(rows) => (&[], rows, &[]),
            Rows::KeySpaces(rows) => (&[], &[], rows),
        };
        let latency = latency.iter().flat_map(Latency::constants);
        latency.chain(powers.iter().map(|row| row.constant)).chain(keys.iter().map(|row| row.constant))
    }
}

/// All sheets.
pub const SHEETS: &[Sheet] = &[latency::SHEET, powers::SHEET];

/// The sheet with this name.
pub fn sheet(name: &str) -> Option<&'static Sheet> {
    SHEETS.iter().find(|sheet| sheet.name == name)
}

/// The literal behind a constant's full name: `latency.ssd_random_read` is `100 µs`.
pub fn constant(name: &str) -> Option<&'static str> {
    all().find(|(constant, _)| constant.name == name).map(|(constant, _)| constant.literal)
}

/// The source of a constant, by its full name.
pub fn source(name: &str) -> Option<Source> {
    all().find(|(constant, _)| constant.name == name).map(|(_, table)| table.source)
}

/// Every constant: its full name and its literal, in the order of the sheets.
pub fn constants() -> impl Iterator<Item = (&'static str, &'static str)> {
    all().map(|(constant, _)| (constant.name, constant.literal))
}

fn all() -> impl Iterator<Item = (Constant, &'static Table)> {
    let tables = SHEETS.iter().flat_map(|sheet| sheet.tables);
    tables.flat_map(|table| table.rows.constants().map(move |constant| (constant, table)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_legal() {
        let legal = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        let mut seen = HashSet::new();
        for (name, literal) in constants() {
            assert!(seen.insert(name), "`{name}` stands twice");
            let (group, row) = name.split_once('.').unwrap_or_else(|| panic!("`{name}` has no dot"));
            assert!(legal(group) && legal(row), "`{name}` is no name");
            assert!(literal.starts_with(|c: char| c.is_ascii_digit()), "`{literal}` is no literal");
        }
    }

    #[test]
    fn a_constant_is_found_by_its_name() {
        for (name, literal) in constants() {
            assert_eq!(constant(name), Some(literal));
            assert!(source(name).is_some());
        }
        assert_eq!(constant("latency.ssd_random_read"), Some("100 µs"));
        assert_eq!(constant("throughput.ssd_random_read"), Some("70 MiB/s"));
        assert_eq!(constant("classic.ssd_random_read"), Some("150 µs"));
        assert_eq!(constant("power.two_32"), Some("2^32"));
        assert_eq!(constant("keyspace.base62_7"), Some("62^7"));
        assert_eq!(constant("keyspace.snowflake_timestamp"), Some("2^41 ms"));
        assert_eq!(constant("latency.proxy"), Some("50 µs"));
        // The table has no throughput for a proxy, and a name is never only a part.
        assert_eq!(constant("throughput.proxy"), None);
        assert_eq!(constant("latency"), None);
        assert_eq!(constant("ssd_random_read"), None);
        assert_eq!(source("latency.ssd_random_read").map(|source| source.year), Some(2026));
        assert_eq!(source("classic.l1_cache").map(|source| source.year), Some(2012));
    }

    #[test]
    fn every_table_says_where_it_is_from() {
        for sheet in SHEETS {
            assert_eq!(super::sheet(sheet.name).map(|found| found.title), Some(sheet.title));
            assert!(!sheet.tables.is_empty());
            for table in sheet.tables {
                assert!(!table.source.name.is_empty() && !table.note.is_empty(), "{}", table.title);
                assert!((2005..2100).contains(&table.source.year), "{}", table.title);
                assert!(table.source.url.is_none_or(|url| url.starts_with("https://")), "{}", table.title);
                assert!(table.rows.constants().next().is_some(), "{}", table.title);
            }
        }
        assert!(sheet("nothing").is_none());
    }
}
