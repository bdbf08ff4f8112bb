//! `napkin explain --error [CODE]`: what an error or a warning means.
//!
//! The texts are the library's. Its examples are run here as they would be from a shell, so that
//! what is shown is what the program says today.

use anyhow::Result;

use crate::cli::args::{self, Command, Format};
use crate::cli::io::{self, Screen};
use crate::cli::render::listing::{Column, Field, Listing, Part};
use crate::cli::render::{self, Explained, Options, Played};
use crate::cli::trouble::{self, Trouble};
use crate::cli::{Reply, perform, usage};
use napkin::library::codes::{self, Code, Example, FAMILIES, File, Input};

use super::model::Model;
use super::{check, run as run_model};

/// Explains a code, or lists all of them if it is empty.
///
/// # Errors
///
/// When there is no such code; the error says what was meant.
pub fn run(code: &str, format: Format, screen: &Screen) -> Result<Reply> {
    let options = Options::new(format, screen);
    if code.is_empty() {
        return Ok(render::listing(&list(), &options));
    }
    let Some(code) = codes::find(code) else {
        let known = codes::all().map(|code| code.code.as_str());
        return Err(Trouble::unknown("code", &code.to_uppercase(), known, "napkin explain --error").into());
    };
    let screen = render::inside(&options);
    let examples = code.examples.iter().map(|example| played(example, &screen)).collect();
    Ok(render::code(&Explained { code, examples }, &options))
}

/// What to say to a code that was given where an expression goes.
pub fn meant(word: &str) -> Option<Trouble> {
    let code = &codes::find(word)?.code;
    let trouble = Trouble::new(trouble::USAGE, format!("`{code}` is a code, not an expression"));
    Some(trouble.help(format!("write `napkin explain --error {code}`")))
}

/// All codes, by family.
fn list() -> Listing {
    let mut listing = Listing::new("codes", "");
    for family in &FAMILIES {
        let columns =
            vec![Column::text("code", "code"), Column::text("title", "meaning"), Column::hidden("text")];
        let fields =
            |code: &Code| vec![Field::text(&code.code), Field::text(&code.title), Field::text(&code.text)];
        let rows = family.codes().iter().map(fields).collect();
        listing.parts.push(Part { heading: family.title.to_owned(), columns, rows, ..Part::default() });
    }
    "`napkin explain --error CODE` explains one, with examples and their fixes".clone_into(&mut listing.end);
    listing
}

fn played(example: &'static Example, screen: &Screen) -> (&'static Example, Played, Played) {
    (example, play(&example.wrong, screen), play(&example.fix, screen))
}

/// What the program says to an input.
fn play(input: &'static Input, screen: &Screen) -> Played {
    let reply = match args::parse(input.words.clone()) {
        Err(error) => usage(&error, false, screen),
        Ok(cli) => match (&cli.command, &input.file) {
            (Some(Command::Run(args)), Some(file)) => run_model::of(&model(file), args, screen),
            (Some(Command::Check(args)), Some(file)) => {
                check::of([(file.name.as_str(), Ok(model(file)))].into_iter(), args, screen)
            }
            _ => perform(cli, screen),
        },
    };
    let word = |word: &String| match input.words.as_slice() {
        // An expression is always in quotes, as its reader should write it.
        [_] if !args::command_names().contains(word) => format!("'{word}'"),
        _ => io::quoted(word),
    };
    let words: Vec<String> = input.words.iter().map(word).collect();
    Played { command: format!("napkin {}", words.join(" ")), file: input.file.as_ref(), reply }
}

fn model(file: &File) -> Model {
    Model { name: file.name.clone(), text: file.text.clone() }
}
