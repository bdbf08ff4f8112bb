//! The keys at the top of the file, and names that are defined twice.
//!
//! Takes the text of a model and returns its data. Inputs, estimates and tables share one namespace.

use std::collections::{HashMap, HashSet};

use toml::de::{DeTable, DeValue};

use super::complete;
use super::entries::Kind;
use super::errors::Errors;
use super::syntax;
use super::values::{Key, Parsed, Reader, ordered, type_of};
use super::words::{nearest, shown};
use super::{Entry, ModelFile, Override, Section};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// Keys above the first table.
pub const FIELDS: [&str; 10] =
    ["napkin", "title", "summary", "kind", "also", "nouns", "functions", "extends", "without", "confidence"];
/// The tables.
pub const TABLES: [&str; 7] = ["use", "units", "inputs", "tables", "estimates", "checks", "scenarios"];
/// Tables in which other tools have correlations.
const CORRELATIONS: [&str; 4] = ["correlate", "correlated", "correlation", "correlations"];
/// Other common names for our keys.
const MISNOMERS: [(&str, &str); 16] = [
    ("name", "title"),
    ("description", "summary"),
    ("edition", "napkin"),
    ("version", "napkin"),
    ("alias", "also"),
    ("aliases", "also"),
    ("constants", "inputs"),
    ("params", "inputs"),
    ("parameters", "inputs"),
    ("assumptions", "inputs"),
    ("variables", "inputs"),
    ("formulas", "estimates"),
    ("outputs", "estimates"),
    ("results", "estimates"),
    ("asserts", "checks"),
    ("tests", "checks"),
];

/// Reads a model; see [`super::read`].
pub fn read(source: u16, text: &str) -> (ModelFile, Vec<Diagnostic>) {
    if text.lines().filter(|line| line.trim_start().starts_with('[')).count() > syntax::MOST_HEADINGS {
        return (ModelFile::default(), vec![syntax::too_many_headings(source)]);
    }
    let (mut root, mut errors) = DeTable::parse_recoverable(text);
    let blanked = syntax::without_broken_lines(text, &errors);
    if let Some(blanked) = &blanked {
        let (rest, more) = DeTable::parse_recoverable(blanked);
        root = rest;
        errors.extend(more);
    }
    let mut reader = Reader {
        source,
        text,
        is_clean: errors.is_empty(),
        file: ModelFile::default(),
        errors: Errors::default(),
    };
    reader.syntax_errors(root.get_ref(), &errors);
    for (key, value) in ordered(root.get_ref()) {
        reader.top(key, value);
    }
    reader.repeated_names();
    match reader.file.extends {
        None => complete::complete(&mut reader.file.tables, None, &mut reader.errors),
        // The rest is known after the merge.
        Some(_) => {
            for table in &mut reader.file.tables {
                complete::repeated_members(table, None, &mut reader.errors);
            }
        }
    }
    (reader.file, reader.errors.finish())
}

/// Reads other values; see [`super::overrides`].
pub fn overrides(source: u16, text: &str) -> (Vec<Override>, Vec<Diagnostic>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let (file, own) = (ModelFile::default(), Errors::default());
    let mut reader = Reader { source, text, is_clean: errors.is_empty(), file, errors: own };
    if let Some(error) = errors.first() {
        let place = error.span().unwrap_or(0..0);
        let error =
            Diagnostic::error("E0522", format!("this is no TOML: {}", error.message().to_lowercase()))
                .at(reader.range(place.start, place.end), "")
                .help("write a name, `=` and a value, like `users = \"30M users\"`");
        return (Vec::new(), vec![error]);
    }
    let mut entries = Vec::new();
    for (key, value) in ordered(root.get_ref()) {
        reader.overrides(&mut vec![key], value, &mut entries);
    }
    (entries, reader.errors.finish())
}

impl Reader<'_> {
    fn top(&mut self, key: &Key<'_>, value: &Parsed<'_>) {
        let word: &str = key.get_ref();
        if FIELDS.contains(&word) {
            self.field(word, key, value);
        } else if TABLES.contains(&word) {
            self.table(word, value);
        } else {
            self.unknown(key, value);
        }
    }

    /// Reads a key that belongs above the tables, wherever it was found.
    fn field(&mut self, word: &str, key: &Key<'_>, value: &Parsed<'_>) {
        match word {
            "napkin" => self.edition(key, value),
            "title" => self.file.title = self.text(word, value),
            "summary" => self.file.summary = self.text(word, value),
            "kind" => self.file.kind = self.text(word, value),
            "functions" => {
                let text = self.text(word, value);
                self.file.functions.extend(text);
            }
            "extends" => self.file.extends = self.text(word, value),
            "without" => self.without(value),
            "confidence" => self.file.confidence = Some(self.value(word, value)),
            "also" => self.file.also = self.texts(word, value),
            "nouns" => self.file.nouns = self.texts(word, value),
            _ => {}
        }
    }

    fn table(&mut self, word: &str, value: &Parsed<'_>) {
        let DeValue::Table(table) = value.get_ref() else {
            self.no_table(word, value);
            return;
        };
        match word {
            "inputs" => {
                let read = self.sections(Kind::Input, table);
                self.file.inputs.extend(read);
            }
            "estimates" => {
                let read = self.sections(Kind::Estimate, table);
                self.file.estimates.extend(read);
            }
            "units" => {
                let read = self.units(table);
                self.file.units.extend(read);
            }
            "checks" => {
                let read = self.checks(table);
                self.file.checks.extend(read);
            }
            "scenarios" => {
                let read = self.scenarios(table);
                self.file.scenarios.extend(read);
            }
            "use" => {
                let read = self.uses(table);
                self.file.uses.extend(read);
            }
            "tables" => {
                let read = self.tables(table);
                self.file.tables.extend(read);
            }
            _ => {}
        }
    }

    fn edition(&mut self, key: &Key<'_>, value: &Parsed<'_>) {
        let span = self.span(value);
        match value.get_ref() {
            DeValue::Integer(number) if number.as_str() == "1" => self.file.edition = Some(self.span(key)),
            DeValue::Integer(_) => {
                let written = shown(self.slice(span));
                self.errors.add("E0508", span, || {
                    Diagnostic::error(
                        "E0508",
                        format!("there is no edition {written} of models, only edition 1"),
                    )
                    .at(span, "")
                    .patch("write `1`", span, "1")
                });
            }
            _ => {
                self.wrong_type("napkin", "the edition of the format, `1`", value);
            }
        }
    }

    /// Reports and reads a key that belongs above the tables but is under a heading. Returns whether it is such a
    /// key.
    ///
    /// In TOML every key after `[checks]` belongs to it, even after an empty line. `functions = { value = "…" }` is
    /// an input with this name.
    pub fn slipped(&mut self, key: &Key<'_>, value: &Parsed<'_>) -> bool {
        let Some(&word) = FIELDS.iter().find(|&&word| word == key.get_ref()) else {
            return false;
        };
        if matches!(value.get_ref(), DeValue::Table(_)) || is_amount(word, value.get_ref()) {
            return false;
        }
        let (span, text) = (self.span(key), self.text);
        self.errors.add("E0506", span, || {
            let message = format!("`{word}` belongs at the top of the file, not in a table");
            let error = Diagnostic::error("E0506", message).at(span, "");
            match first_heading(text) {
                Some(heading) => error.help(format!("move it above {}, the first table", shown(heading))),
                None => error.help("move it above the first table"),
            }
        });
        self.field(word, key, value);
        true
    }

    fn no_table(&mut self, word: &str, value: &Parsed<'_>) {
        let span = self.span(value);
        let found = type_of(value.get_ref());
        let is_heading = self.slice(span).starts_with("[[");
        self.errors.add("E0505", span, || {
            let error = Diagnostic::error("E0505", format!("`{word}` is a table, not {found}")).at(span, "");
            if is_heading {
                error.patch("a heading has single brackets", span, format!("[{word}]"))
            } else {
                error.help(format!("write `[{word}]`, with its entries below it"))
            }
        });
    }

    /// Reports an unknown key, and reads it as the key that was probably meant.
    fn unknown(&mut self, key: &Key<'_>, value: &Parsed<'_>) {
        let word: &str = key.get_ref();
        let is_table = matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_));
        let known: Vec<&str> = FIELDS.into_iter().chain(TABLES).collect();
        let misnomer =
            MISNOMERS.iter().find(|(other, _)| word.eq_ignore_ascii_case(other)).map(|&(_, ours)| ours);
        let meant =
            misnomer.or_else(|| nearest(word, &known)).filter(|meant| is_table || FIELDS.contains(meant));
        let span = self.span(key);
        self.errors.add("E0502", span, || {
            let expected = if is_table { "a table" } else { "a key at the top of a model" };
            let error = Diagnostic::error("E0502", format!("{} is not {expected}", shown(word))).at(span, "");
            match meant {
                Some(meant) => error.patch(format!("did you mean `{meant}`?"), span, meant),
                None if CORRELATIONS.contains(&word) => error.help(
                    "an input says what it moves with: `reads = { value = \"2k to 9k req/s\", correlated = { users = 0.8 } }`",
                ),
                None if is_table => error.help(
                    "a model has `[use]`, `[units]`, `[inputs]`, `[tables]`, `[estimates]`, `[checks]` and `[scenarios]`; \
                     a heading is `[inputs.NAME]` or `[estimates.NAME]`",
                ),
                None => error.help("values belong under `[inputs]`, formulas under `[estimates]`"),
            }
        });
        match meant {
            Some(meant) if TABLES.contains(&meant) => self.table(meant, value),
            Some(meant) if !is_table => self.field(meant, key, value),
            _ => {}
        }
    }

    /// Reports names that are defined twice, and removes all definitions but the first in the file.
    fn repeated_names(&mut self) {
        let file = &self.file;
        let entries = file.all_inputs().chain(file.all_estimates()).map(|entry| &entry.name);
        let uses = file.uses.iter().map(|one| &one.name);
        let tables = file.tables.iter().map(|table| &table.name);
        let mut names: Vec<_> = entries.chain(tables).chain(uses).collect();
        names.sort_by_key(|name| name.span.start);
        let mut first: HashMap<&str, Span> = HashMap::with_capacity(names.len());
        let mut repeated = HashSet::new();
        let mut rows = HashSet::new();
        for name in names {
            let Some(&place) = first.get(name.text.as_str()) else {
                first.insert(&name.text, name.span);
                continue;
            };
            let row = file.all_inputs().find_map(|input| row_of_own_name(input, &name.text, file));
            match row {
                // Whatever it is read as, what follows is no mistake of its own.
                Some((input, table, _)) => {
                    rows.insert(input);
                    repeated.insert(table);
                }
                None => {
                    repeated.insert(name.span);
                }
            }
            self.errors.add("E0503", name.span, || {
                let error = Diagnostic::error("E0503", format!("{} is defined twice", shown(&name.text)))
                    .at(name.span, "the second definition")
                    .see(place, "the first definition")
                    .help("inputs, estimates, tables and used models share one set of names, across all sections");
                match row {
                    Some((.., text)) => {
                        let name = &name.text;
                        error.help(format!("rename the input, like `chosen_{name} = \"{text}\"`"))
                    }
                    None => error,
                }
            });
        }
        for input in self.file.inputs.iter_mut().flat_map(|section| &mut section.entries) {
            if rows.contains(&input.name.span) {
                input.value = super::Value::Invalid(input.value.span());
            }
        }
        if !repeated.is_empty() {
            let is_first = |entry: &Entry| !repeated.contains(&entry.name.span);
            let keep = |section: &mut Section| section.entries.retain(is_first);
            self.file.inputs.iter_mut().chain(&mut self.file.estimates).for_each(keep);
            self.file.tables.retain(|table| !repeated.contains(&table.name.span));
            self.file.uses.retain(|one| !repeated.contains(&one.name.span));
        }
    }
}

/// `store = "store.san"` beside the table `store`: the places of both names, and the row.
fn row_of_own_name<'f>(input: &'f Entry, name: &str, file: &'f ModelFile) -> Option<(Span, Span, &'f str)> {
    let super::Value::Formula(text) = &input.value else { return None };
    let row = text.text.trim();
    let is_row = input.name.text == name && row.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let table = file.tables.iter().find(|table| is_row && table.name.text == name)?;
    Some((input.name.span, table.name.span, row))
}

/// Whether a key of the file is the name of an input here, by its value: `kind = "5 GB"`. A title may begin with a
/// number as well.
fn is_amount(word: &str, value: &DeValue<'_>) -> bool {
    let begins_with_number = |text: &str| {
        text.trim_start().trim_start_matches(['$', '-', '.']).starts_with(|c: char| c.is_ascii_digit())
    };
    match value {
        DeValue::Integer(_) | DeValue::Float(_) => word != "napkin",
        // An input that is a row: `kind = "disk.small"`.
        DeValue::String(text) if word == "kind" && text.split('.').nth(1).is_some() => {
            text.split('.').all(crate::syntax::is_name)
        }
        DeValue::String(text) => !matches!(word, "napkin" | "title" | "summary") && begins_with_number(text),
        _ => false,
    }
}

/// Returns the first heading of a file.
fn first_heading(text: &str) -> Option<&str> {
    let line = text.lines().map(str::trim).find(|line| line.starts_with('['))?;
    line.get(..=line.find(']')?)
}
