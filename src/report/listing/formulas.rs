//! The formulas as lists: all of them, those that match a word, or one in detail.

use super::{Column, Field, Listing, Part};
use crate::library::formulas::{self, Formula};

/// The placeholders for units in the parameters of formulas, with their explanation.
const WILD: [(&str, &str); 2] = [
    ("thing", "`things` stands for a count noun, the same one in all parameters"),
    ("number", "a `number` has no unit"),
];

/// Lists all formulas.
pub fn all() -> Listing {
    list(|_| true)
}

/// Lists the formulas that match each of some words in their name, topic, description or source. Empty if there are none.
pub fn matching(words: &str) -> Listing {
    list(|formula| words.split_whitespace().all(|word| is_about(formula, word)))
}

/// Lists one formula as a row.
pub fn one(formula: &Formula) -> Listing {
    list(|other| other.name == formula.name)
}

/// Lists formulas by topic.
fn list(wanted: impl Fn(&Formula) -> bool) -> Listing {
    let mut listing = Listing::new("topics");
    for topic in formulas::topics() {
        let rows: Vec<_> = topic.formulas().filter(&wanted).map(row).collect();
        if !rows.is_empty() {
            let columns = vec![
                Column::text("name", "name"),
                Column::hidden("signature"),
                Column::note("what"),
                Column::hidden("formula"),
                Column::hidden("where"),
                Column::hidden("source"),
                Column::hidden("examples"),
            ];
            let heading = topic.title().to_owned();
            listing.parts.push(Part { heading, columns, rows, ..Part::default() });
        }
    }
    listing
}

fn row(formula: Formula) -> Vec<Field> {
    vec![
        Field::text(formula.name),
        Field::text(formula.signature.as_str()),
        Field::text(formula.what.as_str()),
        Field::text(formula.body.as_str()),
        match formula.natives().map(|native| native.computes).collect::<Vec<_>>() {
            none if none.is_empty() => Field::Empty,
            natives => Field::Words(natives),
        },
        Field::text(formula.source),
        Field::Words(formula.examples.iter().map(|example| example.text).collect()),
    ]
}

/// Describes one formula, a row per fact.
pub fn detail(formula: &Formula) -> Listing {
    let mut listing = Listing::new("topics");
    let line = |key: &str, text: &str| vec![Field::text(key), Field::text(text)];
    let mut rows =
        vec![line("call", &formula.signature), line("what", &formula.what), line("formula", &formula.body)];
    rows.extend(formula.natives().map(|native| line("where", native.computes)));
    rows.push(line("source", &formula.source));
    rows.extend(formula.examples.iter().map(|example| line("example", example.text)));
    let near: Vec<&str> = formulas::topics()
        .iter()
        .flat_map(formulas::Topic::formulas)
        .map(|other| other.name)
        .filter(|other| *other != formula.name && other.contains(formula.name))
        .collect();
    if !near.is_empty() {
        rows.push(line("see also", &near.join(", ")));
    }
    let wild = WILD.iter().filter(|(word, _)| formula.signature.contains(word));
    let wild: Vec<&str> = wild.map(|(_, means)| *means).collect();
    listing.parts.push(Part {
        heading: formula.topic.title().to_owned(),
        columns: vec![Column::text("field", "field"), Column::note("text")],
        rows,
        note: wild.join("; "),
        ..Part::default()
    });
    listing
}

fn is_about(formula: &Formula, word: &str) -> bool {
    // `littles` is `Little's`.
    let plain = |text: &str| text.to_lowercase().replace(['\'', '’'], "");
    let word = plain(word);
    let texts = [formula.name, formula.topic.name, formula.topic.title(), &formula.what, &formula.source];
    texts.iter().any(|text| plain(text).contains(&word))
}
