//! Errors outside an estimate: a file, a name on the command line, the shell.
//!
//! An [`Error`] is shown as a [`Diagnostic`], so that it looks like every other error.

use std::fmt;

use napkin::text::diagnostic::Diagnostic;
use napkin::text::escape::escaped;
use napkin::text::list::did_you_mean;
use napkin::text::suggest::nearest;

/// The command line cannot be read.
pub const USAGE: &str = "E0601";
/// A file, or standard input, cannot be read or written.
pub const FILE: &str = "E0602";
/// The input is not text.
pub const NOT_TEXT: &str = "E0603";
/// There is no preset, cheat sheet, unit, formula or code of that name.
pub const UNKNOWN: &str = "E0604";
/// The model to check has no checks.
pub const NO_CHECKS: &str = "E0605";
/// The shell changed the expression.
pub const SHELL: &str = "E0606";

/// Maximum number of names that are suggested for a misspelt one.
const SUGGESTIONS: usize = 3;

/// The result of a step of the program.
pub type Result<T> = std::result::Result<T, Error>;

/// An error outside an estimate.
#[derive(Clone, Debug)]
pub struct Error {
    code: &'static str,
    message: String,
    helps: Vec<String>,
}

impl Error {
    /// Creates an error from its code and a message: one sentence, lower case, no full stop, names in backticks.
    pub fn new(code: &'static str, message: impl Into<String>) -> Error {
        Error { code, message: message.into(), helps: Vec::new() }
    }

    /// Names a path as it was given, in place of the whole path.
    #[must_use]
    pub fn renamed(mut self, whole: &str, given: &str) -> Error {
        self.message = self.message.replace(&*escaped(whole), &escaped(given));
        self
    }

    /// Adds a way out, formatted like the message.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Error {
        self.helps.push(help.into());
        self
    }

    /// Puts a way out in the place of those that there are.
    #[must_use]
    pub fn instead(mut self, help: impl Into<String>) -> Error {
        self.helps.clear();
        self.help(help)
    }

    /// Creates the error for an unknown name: it suggests similar known names or the command that lists them.
    pub fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str>, list: &str) -> Error {
        let error = Error::new(UNKNOWN, format!("there is no {kind} `{}`", escaped(name)));
        match nearest(name, known, SUGGESTIONS).as_slice() {
            [] => error.help(format!("`{list}` lists them")),
            near => error.help(did_you_mean(near)),
        }
    }
}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Diagnostic {
        let Error { code, message, helps } = error;
        helps.into_iter().fold(Diagnostic::error(code, message), Diagnostic::help)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
