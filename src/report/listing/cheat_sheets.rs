//! The cheat sheets as lists: all sheets, one sheet, or the rows that match a word.

use super::sources::is_in;
use super::{Column, Field, Listing, Part};
use crate::library::cheat_sheets::{self, Row, SHEETS, Sheet, Table};
use crate::library::sources::{self, Source, Trust};

/// Lists the sheets.
pub fn all() -> Listing {
    let columns = vec![Column::text("name", "name"), Column::text("title", "title")];
    let rows = SHEETS
        .iter()
        .map(|sheet| (sheet.name, sheet.title))
        .chain([(super::sources::NAME, super::sources::TITLE)]);
    let rows = rows.map(|(name, title)| vec![Field::text(name), Field::text(title)]);
    let mut listing = Listing::new("sheets");
    listing.parts.push(Part {
        heading: "Cheat sheets".to_owned(),
        columns,
        rows: rows.collect(),
        ..Part::default()
    });
    listing
}

/// Lists the tables of a sheet: the current numbers, or the classic ones. Empty if it has none of them.
pub fn sheet(sheet: &'static Sheet, classic: bool) -> Listing {
    let mut listing = Listing { is_screen: sheet.is_digest(), ..Listing::new("tables") };
    for (at, table) in sheet.tables().iter().enumerate().filter(|(_, table)| table.classic == classic) {
        let rows: Vec<usize> = (0..table.rows.len()).collect();
        let (heading, note) = (table.heading.clone(), table.note.clone());
        listing.parts.push(Part { heading, note, ..part(sheet, at, table, &rows) });
    }
    listing
}

/// Lists the rows of all sheets that match each of some words: by their names and texts and the label of a source, or
/// else by what is known of their sources. Empty if there are none.
pub fn matching(words: &str, classic: bool) -> Listing {
    let by_row = rows_with(words, classic, |source, word| {
        source.label.split_whitespace().any(|each| each.eq_ignore_ascii_case(word))
    });
    if !by_row.is_empty() {
        return by_row;
    }
    let known = |source: &Source, word: &str| {
        is_in(&source.name, word) || source.url.as_ref().is_some_and(|url| is_in(url, word))
    };
    rows_with(words, classic, known)
}

/// The same, given what it takes for a source to match a word.
fn rows_with(words: &str, classic: bool, cites: impl Fn(&Source, &str) -> bool) -> Listing {
    let mut listing = Listing::new("tables");
    for sheet in SHEETS.iter().filter(|sheet| !sheet.is_digest()) {
        let tables = sheet.tables().iter().enumerate();
        for (at, table) in tables.filter(|(_, table)| table.classic || !classic) {
            let is_cited = |row: &Row, word: &str| {
                let mut sources = table.sources_of(row).iter().filter_map(|id| sources::source(id));
                sources.any(|source| cites(source, word))
            };
            let is_found = |row_at: &usize| {
                let row = table.rows.get(*row_at);
                words.split_whitespace().all(|word| {
                    is_in(&table.heading, word)
                        || row.is_some_and(|row| {
                            is_in(&row.name, word) || is_in(&row.what, word) || is_cited(row, word)
                        })
                        || names(sheet, (at, *row_at)).iter().any(|name| is_in(name, word))
                })
            };
            let rows: Vec<usize> = (0..table.rows.len()).filter(is_found).collect();
            if !rows.is_empty() {
                let heading = format!("{}: {}", sheet.name, table.heading);
                listing.parts.push(Part { heading, ..part(sheet, at, table, &rows) });
            }
        }
    }
    listing
}

/// Returns all words that can be searched for: the names of sheets and constants, and the words in those names.
pub fn words() -> Vec<&'static str> {
    let mut known: Vec<&str> = SHEETS.iter().map(|sheet| sheet.name).collect();
    known.push(super::sources::NAME);
    known.extend(cheat_sheets::constants().map(|(name, _)| name));
    let words = cheat_sheets::constants().flat_map(|(name, _)| name.split(['.', '_']));
    for word in words.filter(|word| word.len() > 2) {
        if !known.contains(&word) {
            known.push(word);
        }
    }
    known
}

/// Returns the names of the constants that a row defines.
fn names(sheet: &'static Sheet, place: (usize, usize)) -> Vec<&'static str> {
    let constants = sheet.constants().iter().filter(|constant| constant.place == place);
    constants.map(|constant| constant.name.as_str()).collect()
}

/// Returns the rows of a table with the given indices.
fn part(sheet: &'static Sheet, at: usize, table: &'static Table, rows: &[usize]) -> Part {
    let mut columns = vec![Column::text("name", "name")];
    for column in &table.columns {
        let kind = if column.number { Column::number } else { Column::text };
        columns.push(kind(&column.key, column.title()));
        if column.prefix.is_some() {
            columns.extend([Column::hidden(&column.value_key), Column::hidden(&column.unit_key)]);
        }
    }
    columns.extend([
        Column::hidden("constants"),
        if rows.iter().all(|&row_at| table.rows.get(row_at).is_some_and(|row| !row.what.is_empty())) {
            Column::lead("what")
        } else {
            Column::note("what")
        },
        Column::hidden("sources"),
        Column::note("from"),
    ]);
    let rows = &ascending(table, rows);
    let numbered = rows.iter().filter_map(|&row_at| Some((row_at, table.rows.get(row_at)?)));
    let fields =
        numbered.clone().map(|(row_at, row)| fields(names(sheet, (at, row_at)), table, row)).collect();
    let chosen: Vec<&'static Row> = numbered.map(|(_, row)| row).collect();
    let (source, sources) = sources(table, &chosen);
    Part { columns, rows: fields, source, sources, ..Part::default() }
}

/// Returns the rows in ascending order of the first column with values, if they are of one quantity; rows without a
/// value there come last.
fn ascending(table: &'static Table, rows: &[usize]) -> Vec<usize> {
    let Some(column) = table.columns.iter().find(|column| column.prefix.is_some()) else {
        return rows.to_vec();
    };
    let value = |row_at: usize| table.rows.get(row_at).and_then(|row| column.value(row));
    let mut valued: Vec<_> = rows.iter().map(|&row_at| (row_at, value(row_at))).collect();
    let mut units = valued.iter().filter_map(|(_, value)| value.as_ref()).map(|value| &value.unit);
    let first = units.next().cloned();
    if first.is_none() || units.any(|unit| Some(unit) != first.as_ref()) {
        return rows.to_vec();
    }
    valued.sort_by(|(_, a), (_, b)| match (a, b) {
        (Some(a), Some(b)) => a.value.total_cmp(&b.value),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    valued.into_iter().map(|(row_at, _)| row_at).collect()
}

/// Returns the fields of a row.
fn fields(names: Vec<&'static str>, table: &'static Table, row: &'static Row) -> Vec<Field> {
    let mut fields = vec![Field::text(table.name_of(row))];
    for column in &table.columns {
        fields.push(Field::maybe(column.text(row)));
        if column.prefix.is_some() {
            let value = column.value(row);
            fields.push(value.as_ref().map_or(Field::Empty, |value| Field::Number(value.value)));
            fields.push(Field::maybe(value.map(|value| value.unit).filter(|unit| !unit.is_empty())));
        }
    }
    fields.push(if names.is_empty() { Field::Empty } else { Field::Words(names) });
    fields.push(Field::maybe(Some(row.what.as_str()).filter(|what| !what.is_empty())));
    fields.push(Field::Words(table.sources_of(row).iter().map(String::as_str).collect()));
    let labels: Vec<&str> = named(table, row).iter().map(|source| source.label.as_str()).collect();
    fields.push(Field::maybe(Some(labels.join(", ")).filter(|labels| !labels.is_empty())));
    fields
}

/// Returns a row's own sources; empty if both the row and its table follow from definitions.
fn named(table: &'static Table, row: &'static Row) -> Vec<&'static Source> {
    let all = |ids: &'static [String]| ids.iter().filter_map(|id| sources::source(id));
    let is_exact = |ids| all(ids).all(|source| source.trust == Trust::Exact);
    if is_exact(&row.sources) && is_exact(&table.sources) {
        return Vec::new();
    }
    all(&row.sources).collect()
}

/// Returns the line with the source of the rows that name none, and the citations of all labels.
fn sources(table: &'static Table, rows: &[&'static Row]) -> (String, Vec<String>) {
    let inherit = rows.iter().any(|row| row.sources.is_empty());
    let mut listed: Vec<&Source> = rows.iter().flat_map(|row| named(table, row)).collect();
    let has_own = !listed.is_empty();
    let all: Vec<&Source> = table.sources.iter().filter_map(|id| sources::source(id)).collect();
    let start = if has_own { "Where no source is named: " } else { "Source: " };
    let below = match all.as_slice() {
        _ if !inherit => String::new(),
        [one] => format!("{start}{}", one.citation()),
        many => {
            listed.splice(0..0, many.iter().copied());
            let labels: Vec<&str> = many.iter().map(|source| source.label.as_str()).collect();
            format!("{}{}", start.replace("Source:", "Sources:"), labels.join(", "))
        }
    };
    let mut lines: Vec<String> = Vec::new();
    for source in listed.into_iter().filter(|source| source.trust != Trust::Exact) {
        let line = format!("{}: {}", source.label, source.citation());
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    (below, lines)
}
