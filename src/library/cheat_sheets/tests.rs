//! The files of the cheat sheets are valid: mistakes that are easily made in editing one.

use super::*;
use std::collections::{BTreeSet, HashSet};

fn contents() -> impl Iterator<Item = (&'static Sheet, Contents)> {
    SHEETS.iter().map(|sheet| {
        let read = Contents::read(sheet.text);
        (sheet, read.unwrap_or_else(|error| panic!("sheets/{}.toml: {error}", sheet.name)))
    })
}

#[test]
fn the_fields_of_a_sheet_are_those_of_its_file() {
    for (sheet, contents) in contents() {
        assert_eq!(contents.title, sheet.title, "{}", sheet.name);
        let columns = contents.tables.iter().flat_map(|table| &table.columns);
        let in_file: BTreeSet<&str> = columns.filter_map(|column| column.prefix.as_deref()).collect();
        assert_eq!(in_file, sheet.prefixes.iter().copied().collect(), "prefixes of {}", sheet.name);
        assert_eq!(super::sheet(sheet.name).map(|found| found.title), Some(sheet.title));
    }
    assert!(sheet("nothing").is_none());
}

#[test]
fn names_are_unique_and_legal() {
    let legal = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let mut seen = HashSet::new();
    for (name, literal) in constants() {
        assert!(seen.insert(name), "`{name}` is defined twice");
        let (prefix, row) = name.split_once('.').unwrap_or_else(|| panic!("`{name}` has no dot"));
        assert!(legal(prefix) && row.split('.').all(legal), "`{name}` is not a name");
        assert_eq!(constant(name), Some(literal));
    }
    assert!(seen.len() > 300, "{} constants", seen.len());
}

#[test]
fn unknown_names_are_not_found() {
    for name in ["latency", "ssd_random_read", "latency.", ".ssd_random_read", "throughput.proxy", "x.y"] {
        assert_eq!(constant(name), None, "{name}");
    }
}

#[test]
fn every_row_has_a_source() {
    for (sheet, contents) in contents() {
        assert!(!contents.tables.is_empty(), "{}", sheet.name);
        for table in &contents.tables {
            let place = format!("{}: {}", sheet.name, table.heading);
            assert!(!table.note.trim().is_empty() && !table.sources.is_empty(), "{place}");
            assert!(!table.rows.is_empty(), "{place}");
            for id in table.sources.iter().chain(table.rows.iter().flat_map(|row| &row.sources)) {
                assert!(source(id).is_some(), "{place}: there is no source `{id}` in sources.toml");
            }
        }
    }
}

#[test]
fn every_cell_is_in_a_column_and_every_formula_can_be_computed() {
    for (sheet, contents) in contents() {
        for table in &contents.tables {
            for row in &table.rows {
                let place = format!("{}: {}: {}", sheet.name, table.heading, row.name);
                let keys: Vec<&str> = table.columns.iter().map(|column| column.key.as_str()).collect();
                let stated = table.columns.iter().filter(|column| column.formula.is_none());
                for key in row.cells.keys() {
                    assert!(keys.contains(&key.as_str()), "{place} has `{key}`, which is not a column");
                }
                assert!(!row.cells.is_empty(), "{place} is empty");
                for column in &table.columns {
                    let Some(formula) = &column.formula else { continue };
                    let needed = stated.clone().filter(|other| formula.contains(&other.key));
                    let given = needed.clone().all(|other| row.cells.contains_key(&other.key));
                    assert!(needed.count() > 0, "{place}: {} is the same in all rows", column.key);
                    assert_eq!(column.text(row).is_some(), given, "{place}: {}", column.key);
                }
            }
        }
    }
}

#[test]
fn a_name_reads_only_the_sheets_of_its_prefix() {
    for prefix in constants().filter_map(|(name, _)| name.split_once('.')).map(|(prefix, _)| prefix) {
        let sheets = SHEETS.iter().filter(|sheet| sheet.prefixes.contains(&prefix)).count();
        assert!((1..=2).contains(&sheets), "{prefix}: {sheets} sheets");
    }
}
