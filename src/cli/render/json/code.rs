//! An error or a warning explained, for programs.

use serde::Serialize;

use super::super::{Explained, Played, code};
use super::SCHEMA;

/// A code with its examples.
#[derive(Serialize)]
pub(super) struct CodeObject<'a> {
    /// The edition of the format.
    schema: &'static str,
    /// The code.
    code: &'a str,
    /// What it means, in a line.
    title: &'a str,
    /// The explanation.
    text: &'a str,
    /// Its causes, each with a way out.
    examples: Vec<ExampleObject<'a>>,
}

/// A cause and a way out.
#[derive(Serialize)]
struct ExampleObject<'a> {
    /// The cause, in a few words.
    cause: &'a str,
    /// What is refused, or warned of.
    wrong: PlayedObject<'a>,
    /// What is changed, in a few words.
    change: &'a str,
    /// What is accepted.
    fix: PlayedObject<'a>,
}

/// What the program was given, and what it said.
#[derive(Serialize)]
struct PlayedObject<'a> {
    /// The command line as it is typed.
    command: &'a str,
    /// The name of the model that it reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The model's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    /// The exit code.
    exit: u8,
    /// What is printed for people, results first.
    output: String,
}

/// A code as an object.
pub(super) fn object(explained: &Explained) -> CodeObject<'_> {
    let examples = explained.examples.iter().map(|(example, wrong, fix)| ExampleObject {
        cause: &example.cause,
        wrong: played(wrong),
        change: &example.change,
        fix: played(fix),
    });
    let code = explained.code;
    let examples = examples.collect();
    CodeObject { schema: SCHEMA, code: &code.code, title: &code.title, text: &code.text, examples }
}

fn played(played: &Played) -> PlayedObject<'_> {
    PlayedObject {
        command: &played.command,
        file: played.file.map(|file| file.name.as_str()),
        model: played.file.map(|file| file.text.as_str()),
        exit: played.reply.code,
        output: code::said(played),
    }
}
