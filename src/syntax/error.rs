//! The errors that parsers return to each other.

use nom::error::{ErrorKind, ParseError};

use crate::text::diagnostic::Diagnostic;

/// The reason why a parser stopped.
#[derive(Debug)]
pub(super) enum Problem<'a> {
    /// None of the expected tokens is here. Another alternative may still succeed.
    Unexpected(&'a str),
    /// The text is known to be wrong. No alternative is tried.
    Wrong(Box<Diagnostic>),
}

impl<'a> ParseError<&'a str> for Problem<'a> {
    fn from_error_kind(input: &'a str, _: ErrorKind) -> Problem<'a> {
        Problem::Unexpected(input)
    }

    /// Keeps the error of the alternative that read further, since it explains more.
    fn append(input: &'a str, _: ErrorKind, other: Problem<'a>) -> Problem<'a> {
        match other {
            Problem::Unexpected(at) if at.len() <= input.len() => Problem::Unexpected(at),
            Problem::Unexpected(_) => Problem::Unexpected(input),
            wrong @ Problem::Wrong(_) => wrong,
        }
    }
}

/// Fails with a diagnostic. No alternative is tried.
pub(super) fn wrong<'a, T>(diagnostic: Diagnostic) -> Result<T, nom::Err<Problem<'a>>> {
    Err(nom::Err::Failure(Problem::Wrong(Box::new(diagnostic))))
}

/// Fails so that another alternative is tried.
pub(super) fn unexpected<T>(at: &str) -> Result<T, nom::Err<Problem<'_>>> {
    Err(nom::Err::Error(Problem::Unexpected(at)))
}
