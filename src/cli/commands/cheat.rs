//! `napkin cheat [SHEET]`: numbers to know, each with its source.

use anyhow::Result;

use crate::cli::Reply;
use crate::cli::args::CheatArgs;
use crate::cli::render::listing::{Column, Field, Listing, Part};
use crate::cli::render::{self, Options};
use crate::cli::trouble::{self, Trouble};
use crate::cli::world::Screen;
use napkin::reference::latency::Latency;
use napkin::reference::powers::{KeySpace, Power};
use napkin::reference::{self, Constant, Rows, SHEETS, Sheet, Source, Table};
use napkin::units::dimension::{Base, Dimension};
use napkin::units::format;
use napkin::units::look::Look;
use napkin::units::registry::Units;

/// How many digits human time has: it is a feeling, not a figure.
const DIGITS: usize = 2;

/// Prints a sheet, or the list of them.
///
/// # Errors
///
/// When there is no such sheet, or it has no classic numbers.
pub fn run(args: &CheatArgs, screen: &Screen) -> Result<Reply> {
    let options = Options::new(args.show.format(), screen);
    let name = match (&args.sheet, args.classic) {
        (Some(name), _) => name,
        (None, true) => "latency",
        (None, false) => return Ok(render::listing(&list(), &options)),
    };
    let sheet = reference::sheet(name).ok_or_else(|| {
        let names = SHEETS.iter().map(|sheet| sheet.name);
        Trouble::unknown("cheat sheet", name, names, "napkin cheat")
    })?;
    Ok(render::listing(&shown(sheet, args.classic)?, &options))
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
    listing.end = "`napkin cheat NAME` prints one; an expression may use its numbers by name, like \
                   `latency.ssd_random_read`"
        .to_owned();
    listing
}

fn shown(sheet: &Sheet, classic: bool) -> Result<Listing> {
    let mut listing = Listing::new("tables", "");
    let is_classic = |table: &Table| match table.rows {
        Rows::Latency(rows) => {
            rows.iter().any(|row| row.constants().any(|constant| constant.name.starts_with("classic.")))
        }
        _ => false,
    };
    listing.parts = sheet.tables.iter().filter(|table| is_classic(table) == classic).map(part).collect();
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

fn part(table: &Table) -> Part {
    let (columns, rows) = match table.rows {
        Rows::Latency(rows) => latencies(rows),
        Rows::Powers(rows) => powers(rows),
        Rows::KeySpaces(rows) => keys(rows),
    };
    let Source { name, year, url } = table.source;
    let url = url.map(|url| format!(" · {url}")).unwrap_or_default();
    Part {
        heading: table.title.to_owned(),
        columns,
        rows,
        note: table.note.to_owned(),
        source: format!("Source: {name} ({year}){url}"),
    }
}

fn latencies(rows: &[Latency]) -> (Vec<Column>, Vec<Vec<Field>>) {
    let throughputs = rows.iter().any(|row| row.throughput.is_some());
    let mut columns = vec![
        Column::text("name", "name"),
        Column::number("latency", "latency"),
        Column::hidden("seconds"),
        Column::number("human_time", "human time"),
    ];
    if throughputs {
        columns.extend([Column::number("throughput", "throughput"), Column::hidden("bytes_per_second")]);
    }
    columns.extend([Column::hidden("constants"), Column::note("what")]);
    let fields = |row: &Latency| {
        let mut fields = vec![
            Field::text(name_of(row)),
            Field::maybe(row.latency.map(|time| time.constant.literal)),
            row.latency.map_or(Field::Empty, |time| Field::Number(time.ns / 1e9)),
            Field::maybe(row.human_seconds().map(in_words)),
        ];
        if throughputs {
            fields.push(Field::maybe(row.throughput.map(|rate| rate.constant.literal)));
            fields.push(row.throughput.map_or(Field::Empty, |rate| Field::Number(rate.bytes_per_second)));
        }
        fields.push(Field::Words(row.constants().map(|constant| constant.name).collect()));
        fields.push(Field::text(row.what));
        fields
    };
    (columns, rows.iter().map(fields).collect())
}

/// What an expression may write for the row's first number.
fn name_of(row: &Latency) -> &'static str {
    row.constants().next().map_or(row.name, |constant| constant.name)
}

fn in_words(seconds: f64) -> String {
    let time = Dimension::of(&[(Base::TIME, 1)]);
    format::write(&Units::new(), seconds, time, Look::NONE, DIGITS).literal()
}

fn powers(rows: &[Power]) -> (Vec<Column>, Vec<Vec<Field>>) {
    let columns = vec![
        Column::text("name", "name"),
        Column::text("exact", "exact"),
        Column::text("approximation", "about"),
        Column::text("decimal", "size"),
        Column::text("binary", "exactly"),
        Column::number("gap", "gap"),
        Column::note("note"),
    ];
    let fields = |row: &Power| {
        vec![
            Field::text(row.constant.name),
            Field::text(grouped(row.exact)),
            Field::maybe(row.approximation),
            Field::maybe(row.size.map(|size| size.decimal)),
            Field::maybe(row.size.map(|size| size.binary)),
            Field::maybe(row.gap().map(|gap| format!("{:.1}%", gap * 100.0))),
            Field::maybe(row.note),
        ]
    };
    (columns, rows.iter().map(fields).collect())
}

fn keys(rows: &[KeySpace]) -> (Vec<Column>, Vec<Vec<Field>>) {
    let columns = vec![
        Column::text("name", "name"),
        Column::text("literal", "is"),
        Column::text("exact", "exact"),
        Column::note("what"),
    ];
    let fields = |row: &KeySpace| {
        let Constant { name, literal } = row.constant;
        vec![Field::text(name), Field::text(literal), Field::text(grouped(row.count)), Field::text(row.what)]
    };
    (columns, rows.iter().map(fields).collect())
}

/// A number as the language reads it: `1_024`.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}
