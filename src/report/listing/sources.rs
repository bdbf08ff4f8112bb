//! The sources of the numbers in cheat sheets and presets as lists.

use super::{Column, Field, Listing, Part};
use crate::library::cheat_sheets::SHEETS;
use crate::library::presets::PRESETS;
use crate::library::sources::{self, Source, Trust};

/// The name of the list beside those of the cheat sheets.
pub const NAME: &str = "sources";

/// Its title.
pub const TITLE: &str = "Where the numbers of sheets and presets are from";

/// The lists, the most reliable first.
const PARTS: [(Trust, &str, &str); 3] = [
    (Trust::Primary, "Primary: the original measurement, a vendor or a standard", ""),
    (Trust::Reference, "Reference: widely used books and courses", ""),
    (
        Trust::Community,
        "Community: notes and blogs",
        "Good for orders of magnitude, and for what published estimates assume.",
    ),
];

/// Lists all sources with the numbers that rest on them.
pub fn all() -> Listing {
    matching("")
}

/// Lists the sources with some words. Empty if there are none.
pub fn matching(words: &str) -> Listing {
    let mut listing = Listing::new(NAME);
    for (trust, heading, note) in PARTS {
        let is_found = |source: &Source| {
            words.split_whitespace().all(|word| {
                is_in(&source.label, word)
                    || is_in(&source.name, word)
                    || source.url.as_ref().is_some_and(|url| is_in(url, word))
                    || source.cited.iter().any(|cited| is_in(cited, word))
            })
        };
        let found = sources::all().filter(|(_, source)| source.trust == trust && is_found(source));
        let rows: Vec<Vec<Field>> = found.map(|(id, source)| row(id, source)).collect();
        if !rows.is_empty() {
            let (heading, note) = (heading.to_owned(), note.to_owned());
            listing.parts.push(Part { heading, note, columns: columns(), rows, ..Part::default() });
        }
    }
    listing
}

/// Returns the citations of the sources that some texts name, each once: `Xu 1: System Design Interview …`.
pub fn citations<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for source in texts.flat_map(sources::cited_in) {
        let line = format!("{}: {}", source.label, source.citation());
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.sort();
    lines
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("name", "label"),
        Column::text("year", "year"),
        Column::note("citation"),
        Column::hidden("url"),
        Column::hidden("at"),
        Column::hidden("constants"),
        Column::hidden("presets"),
        Column::note("used"),
    ]
}

fn row(id: &'static str, source: &'static Source) -> Vec<Field> {
    let (constants, presets) = (constants_of(id), presets_of(source));
    let year = source.year.map(|year| year.to_string());
    let used = [used(&constants, "number"), used(&presets, "preset")];
    vec![
        Field::text(source.label.as_str()),
        Field::maybe(year),
        Field::text(source.citation()),
        Field::maybe(source.url.clone()),
        Field::maybe(source.at.clone()),
        Field::Words(constants),
        Field::Words(presets),
        Field::text(used.into_iter().flatten().collect::<Vec<_>>().join("; ")),
    ]
}

/// Names a few of what rests on a source, and how many more there are: `latency.fsync and 3 more numbers`.
fn used(names: &[&str], of: &str) -> Option<String> {
    const SHOWN: usize = 3;
    let shown = names.get(..SHOWN.min(names.len()))?.join(", ");
    match names.len().saturating_sub(SHOWN) {
        _ if names.is_empty() => None,
        0 => Some(format!("{}: {shown}", if names.len() == 1 { of.to_owned() } else { format!("{of}s") })),
        more => Some(format!("{of}s: {shown} and {more} more")),
    }
}

/// Returns the constants whose number is from a source.
fn constants_of(id: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for sheet in SHEETS.iter().filter(|sheet| !sheet.is_digest()) {
        for constant in sheet.constants() {
            let (table, row) = constant.place;
            let sources =
                sheet.tables().get(table).and_then(|table| Some(table.sources_of(table.rows.get(row)?)));
            if sources.is_some_and(|sources| sources.iter().any(|source| source == id)) {
                names.push(constant.name.as_str());
            }
        }
    }
    names
}

/// Returns the presets that cite a source.
fn presets_of(source: &'static Source) -> Vec<&'static str> {
    let cites = |text: &str| sources::cited_in(text).any(|each| each.name == source.name);
    PRESETS.iter().filter(|preset| cites(preset.text)).map(|preset| preset.name).collect()
}

/// Whether a text matches a word: words of one or two letters match whole words only.
pub(super) fn is_in(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    if word.chars().count() > 2 {
        return text.contains(&word);
    }
    text.split(|c: char| !c.is_alphanumeric()).any(|each| each == word)
}
