//! `napkin formulas [WORD]`: the field's formulas, each with its source and an example.

use anyhow::Result;

use crate::cli::Reply;
use crate::cli::args::{Format, FormulasArgs};
use crate::cli::io::Screen;
use crate::cli::render::listing::{Column, Field, Listing, Part};
use crate::cli::render::{self, Options};
use crate::cli::trouble::Trouble;
use napkin::library::formulas::{self, Formula};

/// What stands for more than itself in a parameter's unit.
const WILD: [(&str, &str); 2] = [
    ("thing", "`things` are whatever is counted, the same in all parameters"),
    ("number", "a `number` has no unit"),
];

/// Lists all formulas or those in which a word is found, or shows one.
///
/// # Errors
///
/// When the word is found nowhere; the error says what was meant.
pub fn run(args: &FormulasArgs, screen: &Screen) -> Result<Reply> {
    let options = Options::new(args.show.format(), screen);
    let word = args.word.as_deref();
    let one = word.and_then(formulas::find);
    let listing = match (&one, word) {
        (Some(formula), _) if options.format == Format::Table => shown(formula),
        (Some(formula), _) => list(|other| other.name == formula.name),
        (None, Some(word)) => list(|formula| is_about(formula, word)),
        (None, None) => list(|_| true),
    };
    if let Some(word) = word.filter(|_| listing.parts.is_empty()) {
        return Err(Trouble::unknown("formula", word, formulas::names(), "napkin formulas").into());
    }
    Ok(render::listing(&listing, &options))
}

/// The formulas that are wanted, by topic.
fn list(wanted: impl Fn(&Formula) -> bool) -> Listing {
    let mut listing = Listing::new("topics", "");
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
    "`napkin formulas NAME` shows a formula with its parameters, source and examples"
        .clone_into(&mut listing.end);
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

/// One formula, for people.
fn shown(formula: &Formula) -> Listing {
    let mut listing = Listing::new("topics", "");
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
    let word = word.to_lowercase();
    let texts = [formula.name, formula.topic.name, formula.topic.title(), &formula.what, &formula.source];
    texts.iter().any(|text| text.to_lowercase().contains(&word))
}
