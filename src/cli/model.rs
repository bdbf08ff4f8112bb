//! Reads the models that the words of a command line name.
//!
//! A word is a path if it contains a `/` or ends in `.toml`, so that a file in the working directory never hides a
//! preset; `-` is standard input; words that together name a preset are it. Any other word after a model is one of its
//! rows or headings.

use super::error::{self, Error, Result};
use super::{io, quote};
use napkin::library::presets::{self, Preset};
use napkin::report::{Changes, Names, Report};
use napkin::text::diagnostic::Diagnostic;
use napkin::text::escape::escaped;
use napkin::text::list::{and_more, did_you_mean};
use napkin::text::suggest::nearest;

/// The error of a file that is not TOML.
const NOT_TOML: &str = "E0501";

/// The tables that only models have.
const TABLES: [&str; 3] = ["[inputs", "[estimates", "[checks"];

/// Maximum number of presets and files that are suggested.
const SUGGESTIONS: usize = 3;

/// Maximum number of presets that a search in a suggestion names.
const FOUND: usize = 5;

/// A model before it is parsed.
#[derive(Debug)]
pub struct Model {
    /// The path, the preset's name or `<stdin>`.
    pub name: String,
    /// Its TOML.
    pub text: String,
    /// Whether it is a preset.
    pub is_preset: bool,
}

impl Model {
    /// Returns what a command changes in it, with the files that it may name.
    pub fn changes(&self, changes: Changes) -> Changes {
        // A preset names no files.
        if self.is_preset { changes } else { Changes { files: io::files::beside(&self.name), ..changes } }
    }
}

/// Refuses names that were to be set, and scenarios that were to be run, if none of several models has them.
///
/// # Errors
///
/// If there is such a name.
pub fn refuse_unknown<'r>(reports: impl IntoIterator<Item = &'r Report>) -> Result<()> {
    let mut reports = reports.into_iter();
    let Some(first) = reports.next().filter(|report| !report.unknown.is_empty()) else { return Ok(()) };
    let others: Vec<&Report> = reports.collect();
    let is_nowhere = |name: &&String| others.iter().all(|report| report.unknown.contains(name));
    let Some(name) = first.unknown.iter().find(is_nowhere) else { return Ok(()) };
    let what = match name.strip_prefix("scenario ") {
        Some(name) => format!("scenario `{}`", escaped(name)),
        None => format!("input or estimate `{}`", escaped(name)),
    };
    Err(Error::new(error::UNKNOWN, format!("none of the models has the {what}"))
        .help("a name that one of them has is enough"))
}

/// A model, with the rows and headings that were asked for; all if there are none.
#[derive(Debug)]
pub struct Asked {
    /// The path, or the preset's name.
    pub name: String,
    /// The model, or why it cannot be read.
    pub model: Result<Model>,
    /// The rows and headings.
    pub rows: Vec<String>,
}

/// Reads the model that an argument of a command names.
///
/// # Errors
///
/// If there is no such model or it cannot be read.
pub fn read(given: &str, command: &str) -> Result<Model> {
    let model = |name: &str, text| Model { name: name.to_owned(), text, is_preset: false };
    if given == "-" {
        return Ok(model("<stdin>", io::read_input()?));
    }
    if is_path(given) {
        return io::read_file(given)
            .map(|text| model(given, text))
            .map_err(|error| elsewhere(error, given, command));
    }
    let preset = preset(given).map_err(|error| no_preset(error, given, command))?;
    Ok(Model { is_preset: true, ..model(preset.name, preset.text.to_owned()) })
}

/// Whether an argument must be a model. The name of a preset counts, although an estimate may have the same name.
pub fn is_model(given: &str) -> bool {
    given == "-" || is_path(given) || presets::named(given).is_some()
}

/// Whether an argument is a path rather than the name of a preset.
pub fn is_path(given: &str) -> bool {
    given.contains(std::path::is_separator) || given.ends_with(".toml")
}

/// Joins the words that together name a preset; other words stay as they are.
pub fn phrases(words: &[String]) -> Vec<String> {
    let mut phrases = Vec::new();
    let mut rest = words;
    while let [first, after @ ..] = rest {
        match leading(rest) {
            Some((count, _)) => {
                phrases.push(rest.get(..count).unwrap_or_default().join(" "));
                rest = rest.get(count..).unwrap_or_default();
            }
            None => {
                phrases.push(first.clone());
                rest = after;
            }
        }
    }
    phrases
}

/// Returns the preset that the first words together name, and how many they are.
pub fn leading(words: &[String]) -> Option<(usize, &'static Preset)> {
    let plain = words.iter().take_while(|word| *word != "-" && !is_path(word)).count();
    presets::leading(words.get(..plain)?)
}

/// Reads the one model that the words of a command name.
///
/// # Errors
///
/// If there are several, or it cannot be read.
pub fn one(words: &[String], command: &str, read: impl Fn(&str) -> Result<Model>) -> Result<Model> {
    match phrases(words).as_slice() {
        [one] => read(one),
        several => {
            let message = format!("`{command}` takes one model, and there are {}", several.len());
            Err(Error::new(error::USAGE, message).help("leave the others out"))
        }
    }
}

/// Reads the models that the words of a command name, each with the rows that follow it.
///
/// # Errors
///
/// If a word is both a row and a preset.
pub fn asked(words: &[String], read: impl Fn(&str) -> Result<Model>) -> Result<Vec<Asked>> {
    let mut asked: Vec<Asked> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        let is_plain = |word: &&String| *word != "-" && !is_path(word);
        let (name, count) = match leading(rest) {
            _ if !is_plain(&word) => (word.clone(), 1),
            Some((count, preset)) => {
                if let Some(before) = asked.last() {
                    refuse_two_meanings(before, rest.get(..count).unwrap_or_default(), preset, words)?;
                }
                (preset.name.to_owned(), count)
            }
            None => {
                if let Some(before) = asked.last_mut() {
                    before.rows.push(word.clone());
                    at += 1;
                    continue;
                }
                // The words up to a path are a misspelt name, or the first one is, followed by rows.
                let count = rest.iter().take_while(is_plain).count();
                let phrase = rest.get(..count).unwrap_or_default().join(" ");
                if presets::near(&phrase).is_empty() { (word.clone(), 1) } else { (phrase, count) }
            }
        };
        asked.push(Asked { model: read(&name), name, rows: Vec::new() });
        at += count;
    }
    Ok(asked)
}

/// Refuses words that name a preset if each of them is also a row or a heading of the model before them.
fn refuse_two_meanings(before: &Asked, words: &[String], preset: &Preset, all: &[String]) -> Result<()> {
    let Ok(model) = &before.model else { return Ok(()) };
    let names = Names::of(&model.text);
    if !words.iter().all(|word| names.has(word)) {
        return Ok(());
    }
    let word = escaped(&words.join(" "));
    let name = &before.name;
    let rows: String = words.iter().map(|word| format!(" --show {}", quote::argument(word))).collect();
    let others = all.iter().filter(|each| !words.contains(each)).map(|each| quote::argument(each));
    let others: Vec<String> = others.collect();
    Err(Error::new(error::USAGE, format!("`{word}` is a row of `{}` and a preset", escaped(name)))
        .help(format!("for the row write `napkin run {}{rows}`", quote::argument(name)))
        .help(format!("for both models write `napkin run {} {}`", preset.name, others.join(" "))))
}

/// Returns the preset of the given name.
///
/// # Errors
///
/// If there is none; the error suggests similar names, or what a search finds.
pub fn preset(name: &str) -> Result<&'static Preset> {
    presets::named(name).ok_or_else(|| {
        let error = Error::new(error::UNKNOWN, format!("there is no preset `{}`", escaped(name)));
        let near = presets::near(name);
        if !near.is_empty() {
            return error.help(did_you_mean(near));
        }
        match presets::matching(name).as_slice() {
            [] => error.help("`napkin presets` lists them"),
            found => {
                let named = found.iter().take(FOUND).map(|preset| preset.name);
                let found = and_more(named, found.len().saturating_sub(FOUND));
                error.help(format!("`napkin presets {}` finds {found}", quote::argument(name)))
            }
        }
    })
}

/// Adds what else may have been meant to the error of a name that is no preset: a file, or an expression.
fn no_preset(error: Error, name: &str, command: &str) -> Error {
    if let Some(file) = beside(name) {
        let model = |text| Model { name: file.clone(), text, is_preset: false };
        let script = io::read_file(&file).ok().and_then(|text| script(&model(text)));
        return script.unwrap_or_else(|| {
            error.instead(format!("for the file write `napkin {command} {}`", quote::argument(&file)))
        });
    }
    let files = io::models_beside(name);
    let stems = files.iter().map(|file| file.trim_end_matches(".toml"));
    if let [stem, ..] = nearest(name, stems, 1).as_slice() {
        let file = quote::argument(&format!("{stem}.toml"));
        return error.help(format!("for the file write `napkin {command} {file}`"));
    }
    // Only a number begins an expression that was meant as one.
    let is_expression = name.starts_with(|c: char| c.is_ascii_digit() || "($-".contains(c));
    if is_expression && napkin::evaluate("<input>", name, 4, &napkin::Settings::default()).is_ok() {
        return error
            .instead(format!("for the expression write `napkin {}`", quote::expression(&[name.to_owned()])));
    }
    error
}

/// Returns the file that was meant by a name that is not one: that with the ending of a model, or in this folder.
pub fn beside(name: &str) -> Option<String> {
    if io::is_file(name) {
        return Some(if is_path(name) { name.to_owned() } else { format!("./{name}") });
    }
    let stem = name.trim_end_matches('.');
    Some(format!("{stem}.toml")).filter(|file| !stem.is_empty() && io::is_file(file))
}

/// Adds the file that was probably meant to the error of one that cannot be read.
fn elsewhere(error: Error, path: &str, command: &str) -> Error {
    if io::exists(path) {
        return error;
    }
    if let Some(file) = beside(path).filter(|file| file != path) {
        return error.instead(format!("did you mean `napkin {command} {}`?", quote::argument(&file)));
    }
    let files = io::models_beside(path);
    // A link that leads nowhere is not meant by its own name.
    if files.iter().any(|file| file == path) {
        return error;
    }
    match nearest(path, files.iter().map(String::as_str), SUGGESTIONS).as_slice() {
        [] => match presets::named(path.trim_end_matches(".toml")) {
            Some(preset) => error.help(format!("for the preset write `napkin {command} {}`", preset.name)),
            None => error,
        },
        near => error.instead(did_you_mean(near)),
    }
}

/// Returns the error for a text that is a script rather than a model, if its errors say so.
pub fn is_script(model: &Model, diagnostics: &[Diagnostic]) -> Option<Error> {
    let is_toml = !diagnostics.iter().any(|diagnostic| diagnostic.code == NOT_TOML);
    if model.is_preset || is_toml { None } else { script(model) }
}

/// Returns the error for a text without the headings of a model that can be evaluated.
fn script(model: &Model) -> Option<Error> {
    let headed = |line: &str| line.trim_start().starts_with('[');
    let settings = napkin::Settings::default();
    if model.text.lines().any(headed) || !napkin::evaluate(&model.name, &model.text, 4, &settings).is_ok() {
        return None;
    }
    let (what, file) = match model.name.as_str() {
        "<stdin>" => ("standard input".to_owned(), io::input_file()),
        path => {
            let plain = path.strip_prefix("./").unwrap_or(path);
            (format!("`{}`", escaped(plain)), Some(plain.to_owned()))
        }
    };
    let file = file.map_or_else(|| "FILE".to_owned(), |file| quote::argument(&file));
    Some(
        Error::new(error::USAGE, format!("{what} is a script, not a model"))
            .help(format!("to evaluate it: `napkin < {file}`")),
    )
}

/// Returns the error for standard input that is a model rather than a script, if it cannot be evaluated.
pub fn is_model_text(text: &str) -> Option<Error> {
    let has_table = |line: &str| TABLES.iter().any(|table| line.trim_start().starts_with(table));
    if !text.lines().any(has_table) {
        return None;
    }
    let error = Error::new(error::USAGE, "standard input is a model, not a script");
    Some(match io::input_file() {
        Some(file) => error.help(format!("to run it: `napkin run {}`", quote::argument(&file))),
        None => error.help("to run it: `napkin run -`, with the same input"),
    })
}
