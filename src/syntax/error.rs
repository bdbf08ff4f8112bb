//! What can be wrong with a text, each with the input that causes it.

use nom::error::{ErrorKind, ParseError};

use crate::text::diagnostic::Diagnostic;

/// Why a parser stopped.
#[derive(Debug)]
pub(super) enum Problem<'a> {
    /// Nothing of what may stand here does. Another alternative may still fit.
    Unexpected(&'a str),
    /// Known to be wrong, with its explanation.
    Wrong(Box<Diagnostic>),
}

impl<'a> ParseError<&'a str> for Problem<'a> {
    fn from_error_kind(input: &'a str, _: ErrorKind) -> Problem<'a> {
        Problem::Unexpected(input)
    }

    /// Of two alternatives that failed, the one that got further explains more.
    fn append(input: &'a str, _: ErrorKind, other: Problem<'a>) -> Problem<'a> {
        match other {
            Problem::Unexpected(at) if at.len() <= input.len() => Problem::Unexpected(at),
            Problem::Unexpected(_) => Problem::Unexpected(input),
            wrong @ Problem::Wrong(_) => wrong,
        }
    }
}

/// Stops all alternatives with an explanation.
pub(super) fn wrong<'a, T>(diagnostic: Diagnostic) -> Result<T, nom::Err<Problem<'a>>> {
    Err(nom::Err::Failure(Problem::Wrong(Box::new(diagnostic))))
}

/// Nothing found fits; another alternative may.
pub(super) fn unexpected<T>(at: &str) -> Result<T, nom::Err<Problem<'_>>> {
    Err(nom::Err::Error(Problem::Unexpected(at)))
}
