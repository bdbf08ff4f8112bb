//! Explained error and warning codes as objects.

use serde::Serialize;

use super::SCHEMA;
use crate::report::code::{ExplainedCode, ExplainedExample, Transcript};

/// A code with its examples.
#[derive(Serialize)]
pub(super) struct CodeObject<'a> {
    /// The version of the format.
    schema: &'static str,
    /// The code.
    code: &'a str,
    /// Its meaning in one line.
    title: &'a str,
    /// The explanation.
    text: &'a str,
    /// Its causes, each with a fix.
    examples: Vec<ExampleObject<'a>>,
}

/// A cause and a fix.
#[derive(Serialize)]
struct ExampleObject<'a> {
    /// The cause, in a few words.
    cause: &'a str,
    /// The input that causes the error or warning.
    wrong: TranscriptObject<'a>,
    /// The change, in a few words.
    change: &'a str,
    /// The input after the change.
    fix: TranscriptObject<'a>,
}

/// A command and its output.
#[derive(Serialize)]
struct TranscriptObject<'a> {
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
    /// The output as a table, results before errors.
    output: &'a str,
}

/// Builds the object of a code.
pub(super) fn object<'a>(explained: &'a ExplainedCode) -> CodeObject<'a> {
    let example = |each: &'a ExplainedExample| ExampleObject {
        cause: &each.example.cause,
        wrong: transcript(&each.wrong),
        change: &each.example.change,
        fix: transcript(&each.fix),
    };
    let code = explained.code;
    CodeObject {
        schema: SCHEMA,
        code: &code.code,
        title: &code.title,
        text: &code.text,
        examples: explained.examples.iter().map(example).collect(),
    }
}

fn transcript(transcript: &Transcript) -> TranscriptObject<'_> {
    let Transcript { command, file, output, exit } = transcript;
    TranscriptObject {
        command,
        file: file.map(|file| file.name.as_str()),
        model: file.map(|file| file.text.as_str()),
        exit: *exit,
        output,
    }
}
