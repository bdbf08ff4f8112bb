//! `napkin cheat [SHEET | WORD]`: numbers to know, each with its source.

use anyhow::Result;

use crate::cli::Reply;
use crate::cli::args::CheatArgs;
use crate::cli::io::Screen;
use crate::cli::render::listing::{Column, Field, Listing, Part};
use crate::cli::render::{self, Options};
use crate::cli::trouble::{self, Trouble};
use napkin::library::cheat_sheets::{self, Row, SHEETS, Sheet, Source, Table, Trust};

/// Prints a sheet, the rows that a word is found in, or the list of the sheets.
///
/// # Errors
///
/// When a word is neither a sheet nor found in one, or a sheet has no classic numbers.
pub fn run(args: &CheatArgs, screen: &Screen) -> Result<Reply> {
    let options = Options::new(args.show.format(), screen);
    let word = match (&args.sheet, args.classic) {
        (Some(word), _) => word,
        (None, true) => "latency",
        (None, false) => return Ok(render::listing(&list(), &options)),
    };
    let listing = match cheat_sheets::sheet(&word.to_lowercase()) {
        Some(sheet) => shown(sheet, args.classic)?,
        None => found(word, args.classic)?,
    };
    Ok(render::listing(&listing, &options))
}

fn list() -> Listing {
    let columns = vec![Column::text("name", "name"), Column::text("title", "title")];
    let rows = SHEETS.iter().map(|sheet| vec![Field::text(sheet.name), Field::text(sheet.title)]);
    let mut listing = Listing::new("sheets", "");
    listing.parts.push(Part {
        heading: "Cheat sheets".to_owned(),
        columns,
        rows: rows.collect(),
        ..Part::default()
    });
    listing.end =
        "`napkin cheat NAME` prints one, `napkin cheat WORD` looks for a word in all; an expression \
                   may use their numbers by name, like `latency.ssd_random_read`"
            .to_owned();
    listing
}

fn shown(sheet: &'static Sheet, classic: bool) -> Result<Listing> {
    let mut listing = Listing::new("tables", "");
    for (at, table) in sheet.tables().iter().enumerate().filter(|(_, table)| table.classic == classic) {
        let rows: Vec<usize> = (0..table.rows.len()).collect();
        let (heading, note) = (table.heading.clone(), table.note.clone());
        listing.parts.push(Part { heading, note, ..part(sheet, at, table, &rows) });
    }
    if listing.parts.is_empty() {
        return Err(Trouble::new(
            trouble::USAGE,
            format!("the sheet `{}` has no classic numbers", sheet.name),
        )
        .help("write `napkin cheat latency --classic`")
        .into());
    }
    Ok(listing)
}

/// The rows of all sheets that a word is found in.
fn found(word: &str, classic: bool) -> Result<Listing> {
    let mut listing = Listing::new("tables", "");
    for sheet in &SHEETS {
        let tables = sheet.tables().iter().enumerate();
        for (at, table) in tables.filter(|(_, table)| table.classic || !classic) {
            let all = is_in(&table.heading, word);
            let is_found = |row_at: &usize| {
                let row = table.rows.get(*row_at);
                all || row.is_some_and(|row| is_in(&row.name, word) || is_in(&row.what, word))
                    || names(sheet, (at, *row_at)).iter().any(|name| is_in(name, word))
            };
            let rows: Vec<usize> = (0..table.rows.len()).filter(is_found).collect();
            if !rows.is_empty() {
                let heading = format!("{}: {}", sheet.name, table.heading);
                listing.parts.push(Part { heading, ..part(sheet, at, table, &rows) });
            }
        }
    }
    if listing.parts.is_empty() {
        return Err(nothing(word).into());
    }
    listing.end = "`napkin cheat NAME` prints a whole sheet, with what to know about its numbers".to_owned();
    Ok(listing)
}

/// A word that is found nowhere, with what was probably meant.
fn nothing(word: &str) -> Trouble {
    let mut known: Vec<&str> = SHEETS.iter().map(|sheet| sheet.name).collect();
    known.extend(cheat_sheets::constants().map(|(name, _)| name));
    let words = cheat_sheets::constants().flat_map(|(name, _)| name.split(['.', '_']));
    for word in words.filter(|word| word.len() > 2) {
        if !known.contains(&word) {
            known.push(word);
        }
    }
    Trouble::unknown("cheat sheet or number", word, known.into_iter(), "napkin cheat")
}

/// A word of one or two letters is a whole word; a longer one may be a part of it.
fn is_in(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    if word.chars().count() > 2 {
        return text.contains(&word);
    }
    text.split(|c: char| !c.is_alphanumeric()).any(|each| each == word)
}

/// What an expression may call the numbers of a row.
fn names(sheet: &'static Sheet, place: (usize, usize)) -> Vec<&'static str> {
    let constants = sheet.constants().iter().filter(|constant| constant.place == place);
    constants.map(|constant| constant.name.as_str()).collect()
}

/// Some rows of a table, counted from 0.
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
        Column::note("what"),
        Column::hidden("sources"),
        Column::note("from"),
    ]);
    let numbered = rows.iter().filter_map(|&row_at| Some((row_at, table.rows.get(row_at)?)));
    let fields =
        numbered.clone().map(|(row_at, row)| fields(names(sheet, (at, row_at)), table, row)).collect();
    let chosen: Vec<&'static Row> = numbered.map(|(_, row)| row).collect();
    let (source, sources) = sources(table, &chosen);
    Part { columns, rows: fields, source, sources, ..Part::default() }
}

/// What stands in the columns of a row.
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

/// A row's own sources. Among rows that follow from definitions, one that does too needs no label.
fn named(table: &'static Table, row: &'static Row) -> Vec<&'static Source> {
    let all = |ids: &'static [String]| ids.iter().filter_map(|id| cheat_sheets::source(id));
    let is_exact = |ids| all(ids).all(|source| source.trust == Trust::Exact);
    if is_exact(&row.sources) && is_exact(&table.sources) {
        return Vec::new();
    }
    all(&row.sources).collect()
}

/// Where the rows are from that name no source, and all sources that are named by a label.
fn sources(table: &'static Table, rows: &[&'static Row]) -> (String, Vec<String>) {
    let inherit = rows.iter().any(|row| row.sources.is_empty());
    let mut listed: Vec<&Source> = rows.iter().flat_map(|row| named(table, row)).collect();
    let own = !listed.is_empty();
    let all: Vec<&Source> = table.sources.iter().filter_map(|id| cheat_sheets::source(id)).collect();
    let start = if own { "Where no source is named: " } else { "Source: " };
    let below = match all.as_slice() {
        _ if !inherit => String::new(),
        [one] => format!("{start}{}", citation(one)),
        many => {
            listed.splice(0..0, many.iter().copied());
            let labels: Vec<&str> = many.iter().map(|source| source.label.as_str()).collect();
            format!("{}{}", start.replace("Source:", "Sources:"), labels.join(", "))
        }
    };
    let mut lines: Vec<String> = Vec::new();
    for source in listed.into_iter().filter(|source| source.trust != Trust::Exact) {
        let line = format!("{}: {}", source.label, citation(source));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    (below, lines)
}

/// What to cite, the year, and where it can be read.
fn citation(source: &Source) -> String {
    let mut facts = Vec::new();
    if let Some(year) = source.year {
        facts.push(if source.read { format!("read {year}") } else { year.to_string() });
    }
    if source.trust == Trust::Community {
        facts.push("community notes".to_owned());
    }
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    let url = source.url.as_ref().map(|url| format!(" · {url}")).unwrap_or_default();
    format!("{}{facts}{url}", source.name)
}
