//! What may stand in place of the last word of a command line, for the completion of a shell.
//!
//! Options and their values are read from clap's definitions. Words that are neither are completed by what they name:
//! a model, a row of it, a sheet, a formula or a constant.

use std::collections::HashSet;

use clap::{Arg, Command};

use super::{io, model};
use napkin::library::practice::interviews::names;
use napkin::library::{self, cheat_sheets, codes};
use napkin::practice::decks;
use napkin::report::Names;
use napkin::report::completion::{Candidate, constants, formulas, presets, start_of_name};
use napkin::report::listing::{self, units};

/// The endings of files with measured values.
const MEASURED: [&str; 4] = [".csv", ".json", ".toml", ".tsv"];

/// The words of a command line up to the cursor.
struct Line<'w> {
    definition: &'w Command,
    /// The words before the last one, without the name of the program.
    before: &'w [String],
    /// The last word, which may be empty.
    last: &'w str,
}

/// Returns what may stand in place of the last of some words, which follow the name of the program.
pub fn candidates(words: &[String], definition: &Command) -> Vec<Candidate> {
    let (last, before) = words.split_last().map_or(("", words), |(last, before)| (last.as_str(), before));
    let line = Line { definition, before, last };
    let mut found = line.all();
    let mut seen = HashSet::new();
    found.retain(|candidate| {
        candidate.text.starts_with(last) && candidate.text != last && seen.insert(candidate.text.clone())
    });
    found
}

impl Line<'_> {
    fn all(&self) -> Vec<Candidate> {
        let (command, positional) = self.read();
        let definition = command.unwrap_or(self.definition);
        let name = command.map_or("", Command::get_name);
        if self.before.iter().any(|word| word == "--") {
            return self.names();
        }
        if let Some((option, _)) = self.last.split_once('=').filter(|(option, _)| option.starts_with("--")) {
            let values = option_of(definition, option).map(|option| self.values(option, &positional));
            let whole = |value: Candidate| Candidate { text: format!("{option}={}", value.text), ..value };
            return values.unwrap_or_default().into_iter().map(whole).collect();
        }
        if self.last.starts_with('-') && (name != "explain" || self.last != "-") {
            return self.options(definition);
        }
        let before = self.before.last().and_then(|word| option_of(definition, word));
        match before.filter(|option| option.get_action().takes_values()) {
            Some(option) if is_optional(option) => {
                let mut found = self.values(option, &positional);
                found.extend(self.words(name, &positional));
                found
            }
            Some(option) => self.values(option, &positional),
            None => self.words(name, &positional),
        }
    }

    /// Returns the command, and the words that are neither it nor an option nor the value of one.
    fn read(&self) -> (Option<&Command>, Vec<String>) {
        let mut command = None;
        let mut positional = Vec::new();
        let mut rest = self.before.iter().peekable();
        while let Some(word) = rest.next() {
            if word.starts_with('-') && word != "-" {
                let option = option_of(command.unwrap_or(self.definition), word);
                let takes = |option: &&Arg| option.get_action().takes_values() && !word.contains('=');
                // An optional value is one unless it is a model.
                let is_value = |next: &&String, option: &Arg| !is_optional(option) || !model::is_model(next);
                if let Some(option) = option.filter(takes)
                    && rest.peek().is_some_and(|next| is_value(next, option))
                {
                    rest.next();
                }
            } else if let Some(found) =
                self.definition.find_subcommand(word).filter(|_| command.is_none() && positional.is_empty())
            {
                command = Some(found);
            } else {
                positional.push(word.clone());
            }
        }
        (command, positional)
    }

    /// Completes a word of a command that is no option.
    fn words(&self, command: &str, positional: &[String]) -> Vec<Candidate> {
        match command {
            "run" | "explain" => {
                let mut found = rows(positional, command == "explain");
                let is_row = command == "explain" && !found.is_empty();
                found.extend(if is_row { Vec::new() } else { self.models() });
                if command == "explain" && !is_row && !self.last.is_empty() {
                    found.extend(self.names());
                }
                found
            }
            "interview" => interviews(),
            "check" | "solve" | "sweep" => self.models(),
            "presets" => presets(!self.last.is_empty()),
            "cheat" => {
                let sheets = cheat_sheets::SHEETS.iter();
                let mut found: Vec<_> = sheets.map(|sheet| candidate(sheet.name, sheet.title)).collect();
                found.push(candidate(listing::sources::NAME, listing::sources::TITLE));
                found.extend(if self.last.is_empty() { Vec::new() } else { constants() });
                found
            }
            "formulas" => formulas(),
            "units" if !self.last.is_empty() => units::names().map(|name| candidate(name, "")).collect(),
            "new" => folders(self.last),
            "" if positional.is_empty() => {
                let commands = self.definition.get_subcommands().filter(|command| !command.is_hide_set());
                let about =
                    |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
                let mut found: Vec<_> =
                    commands.map(|command| candidate(command.get_name(), &about(command))).collect();
                found.extend(if self.last.is_empty() { Vec::new() } else { self.names() });
                found
            }
            "" => self.names(),
            _ => {
                let command = self.definition.find_subcommand(command);
                let argument = command.and_then(|command| command.get_positionals().nth(positional.len()));
                argument.map(possible_values).unwrap_or_default()
            }
        }
    }

    /// Completes the value of an option.
    fn values(&self, option: &Arg, positional: &[String]) -> Vec<Candidate> {
        let names = || model_of(positional).map(|text| Names::of(&text)).unwrap_or_default();
        let listed = |names: Vec<String>, about: &str| -> Vec<Candidate> {
            names.iter().map(|name| candidate(name, about)).collect()
        };
        match option.get_long() {
            Some("set") => {
                let Names { inputs, estimates, .. } = names();
                let mut found = listed(inputs, "input");
                found.extend(listed(estimates, "estimate"));
                found.iter_mut().for_each(|candidate| candidate.text.push('='));
                found
            }
            Some("vary") => {
                let mut found = listed(names().inputs, "input");
                if option.get_num_args().is_some() && self.before.iter().any(|word| word == "sweep") {
                    found.iter_mut().for_each(|candidate| candidate.text.push('='));
                }
                found
            }
            Some("until") => {
                let Names { checks, estimates, .. } = names();
                let mut found = listed(checks, "check");
                found.extend(listed(estimates, "estimate"));
                found
            }
            Some("show") => rows(positional, false),
            Some("sensitivity") => listed(names().estimates, "estimate"),
            Some("actual") => files(self.last, &MEASURED),
            Some("cards") => decks().into_iter().map(|sheet| candidate(sheet, "")).collect(),
            Some("from") => presets(!self.last.is_empty()),
            Some("error") => codes::all().map(|code| candidate(&code.code, &code.title)).collect(),
            _ => possible_values(option),
        }
    }

    /// Completes an option.
    fn options(&self, definition: &Command) -> Vec<Candidate> {
        let shown = definition.get_arguments().filter(|option| !option.is_hide_set());
        let mut found: Vec<Candidate> = shown
            .filter_map(|option| {
                let about = option.get_help().map(ToString::to_string).unwrap_or_default();
                Some(candidate(&format!("--{}", option.get_long()?), &about))
            })
            .collect();
        if !found.iter().any(|option| option.text == "--help") {
            found.push(candidate("--help", "Print help"));
        }
        found
    }

    /// Completes the name at the end of an expression: a formula or a constant.
    fn names(&self) -> Vec<Candidate> {
        let (lead, name) = self.last.split_at(start_of_name(self.last));
        if !name.starts_with(char::is_alphabetic) {
            return Vec::new();
        }
        let mut found = constants();
        found.extend(formulas());
        found.iter_mut().for_each(|candidate| candidate.text.insert_str(0, lead));
        found
    }

    /// Completes a model: a preset, or a file.
    fn models(&self) -> Vec<Candidate> {
        let mut found = files(self.last, &[".toml"]);
        found.extend(presets(!self.last.is_empty()));
        found
    }
}

fn candidate(text: &str, about: &str) -> Candidate {
    Candidate::new(text, about)
}

/// Returns the option that a word is, with or without its value.
fn option_of<'d>(definition: &'d Command, word: &str) -> Option<&'d Arg> {
    let name = word.strip_prefix("--")?.split('=').next()?;
    definition.get_arguments().find(|option| option.get_long() == Some(name))
}

/// Whether the value of an option may be left out.
fn is_optional(option: &Arg) -> bool {
    option.get_num_args().is_some_and(|count| count.min_values() == 0)
}

fn possible_values(argument: &Arg) -> Vec<Candidate> {
    let about =
        |value: &clap::builder::PossibleValue| value.get_help().map(ToString::to_string).unwrap_or_default();
    argument.get_possible_values().iter().map(|value| candidate(value.get_name(), &about(value))).collect()
}

/// Returns the text of the last model among some words. Standard input is not read.
fn model_of(words: &[String]) -> Option<String> {
    (0..words.len()).rev().find_map(|at| {
        let rest = words.get(at..)?;
        let first = rest.first()?;
        if model::is_path(first) {
            return io::read_file(first).ok();
        }
        model::leading(rest).map(|(_, preset)| preset.text.to_owned())
    })
}

/// Returns the rows of the last model among some words: what `explain` derives, or all that `run` shows.
fn rows(words: &[String], derived: bool) -> Vec<Candidate> {
    let Some(text) = model_of(words) else { return Vec::new() };
    let names = Names::of(&text);
    let kinds: [(&[String], &str); 4] = [
        (if derived { &[] } else { &names.headings }, "heading"),
        (&names.estimates, "estimate"),
        (&names.inputs, "input"),
        (if derived { &[] } else { &names.checks }, "check"),
    ];
    let mut found: Vec<Candidate> = Vec::new();
    for (names, kind) in kinds {
        for name in names {
            if !found.iter().any(|known| known.text == *name) {
                found.push(candidate(name, kind));
            }
        }
    }
    found
}

/// Returns the files and folders that a path may become.
fn files(path: &str, endings: &[&str]) -> Vec<Candidate> {
    io::files_beginning(path, endings).iter().map(|name| candidate(name, "")).collect()
}

fn folders(path: &str) -> Vec<Candidate> {
    files(path, &[]).into_iter().filter(|file| file.text.ends_with('/')).collect()
}

/// Returns the presets that an interview may be on.
fn interviews() -> Vec<Candidate> {
    let preset = |name: &'static str| library::presets::find(name);
    names().filter_map(preset).map(|preset| candidate(preset.name, preset.title)).collect()
}
