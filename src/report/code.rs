//! An error or warning code with the output of its examples.

use crate::library::codes::{Code, Example, File};

/// A code with its examples.
#[derive(Clone, Debug)]
pub struct ExplainedCode {
    /// The code.
    pub code: &'static Code,
    /// Its examples.
    pub examples: Vec<ExplainedExample>,
}

/// An example of a code, before and after its fix.
#[derive(Clone, Debug)]
pub struct ExplainedExample {
    /// The example.
    pub example: &'static Example,
    /// The input that causes the error or warning.
    pub wrong: Transcript,
    /// The input after the fix.
    pub fix: Transcript,
}

/// A command and its output.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// The command line as it is typed.
    pub command: String,
    /// The model that it names.
    pub file: Option<&'static File>,
    /// Its whole output, results before errors.
    pub output: String,
    /// Its exit code.
    pub exit: u8,
}
