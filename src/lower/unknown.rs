//! A word of a unit that is no known unit: where it stands, why it is no noun, and how a noun would be declared.

use crate::syntax::{Ast, Literal, Word};
use crate::text::source::Span;
use crate::units::nouns::never::Instead;

/// A word of a unit, with its surroundings.
#[derive(Clone, Copy)]
pub(super) struct InUnit<'w> {
    pub text: &'w str,
    pub word: Word,
    /// The place of the word with the sign before it.
    pub joined: Span,
    /// Whether no word follows.
    pub is_last: bool,
    /// The literal that it belongs to, if it is in a suffix.
    pub literal: Option<&'w Literal>,
}

impl<'w> InUnit<'w> {
    /// The word with the index `at` in a unit.
    pub fn new(
        words: &'w [Word],
        at: usize,
        literal: Option<&'w Literal>,
        ast: &'w Ast,
    ) -> Option<InUnit<'w>> {
        let word = *words.get(at)?;
        let before = match at.checked_sub(1).and_then(|before| words.get(before)) {
            Some(before) => before.span.end,
            None => literal.map_or(word.span.start, |literal| literal.number.end),
        };
        Some(InUnit {
            text: ast.str(word.text),
            word,
            joined: Span { start: before, ..word.span },
            is_last: at + 1 == words.len(),
            literal,
        })
    }
}

/// Why a word is not a new noun.
#[derive(Clone, Debug)]
pub(super) enum Why {
    /// It means something else.
    Never(Instead),
    /// It is a unit in other letters.
    Unit(&'static str),
    /// It is a misspelling of one of these.
    Near(Vec<String>),
    /// A name differs from it by a plural ending, with the place of its value if that is a plain number.
    Name(String, Option<Span>),
    /// It is a magnitude and a unit: `kusers`.
    Magnitude,
    /// It does not have the form of a noun, or stands nowhere after a number.
    Unknown,
}

/// How nouns are declared.
#[derive(Clone, Copy, Debug, Default)]
pub enum Declaration {
    /// By a statement of a script.
    #[default]
    Statement,
    /// By a list that a model has no line for; this is the place for one.
    NewList(Span),
    /// By the list of a model, whose last entry ends here.
    List(Span),
}
