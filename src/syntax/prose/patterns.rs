//! Phrases of prose and what says the same in the language: a row each, the first that matches wins.
//!
//! The rows stand in files by what they are about. A test runs every row: its line is refused, the first text offered
//! makes the line of the last column, and that has a value. The page about prose has the same lines.

mod amounts;
mod changes;
mod machines;
mod operators;
mod questions;

/// A phrase, and the texts that are offered for it.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// The phrase, as elements that [`matching`](super::matching) explains.
    pub typed: &'static str,
    /// Each reading in a few words, with its text.
    pub written: &'static [(&'static str, &'static str)],
    /// Whether it is read so, with a note, if only one of them has a value. Otherwise a person is asked.
    pub is_taken: bool,
    /// A line with the phrase.
    #[cfg_attr(not(test), allow(dead_code))]
    pub line: &'static str,
    /// The line with the first text in place of the phrase.
    #[cfg_attr(not(test), allow(dead_code))]
    pub becomes: &'static str,
}

const fn row(
    typed: &'static str,
    written: &'static [(&'static str, &'static str)],
    line: &'static str,
    becomes: &'static str,
) -> Pattern {
    Pattern { typed, written, is_taken: true, line, becomes }
}

const fn asked(
    typed: &'static str,
    written: &'static [(&'static str, &'static str)],
    line: &'static str,
    becomes: &'static str,
) -> Pattern {
    Pattern { typed, written, is_taken: false, line, becomes }
}

/// Returns the rows. What is longer stands before what is a part of it.
pub(crate) fn all() -> impl Iterator<Item = &'static Pattern> {
    [machines::ROWS, questions::ROWS, changes::ROWS, amounts::ROWS, operators::ROWS].into_iter().flatten()
}
