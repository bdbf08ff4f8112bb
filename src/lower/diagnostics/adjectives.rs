//! Adjectives before a word that they do not belong to.

use crate::syntax::{ReadOver, Word};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// Adjectives before a word of a unit.
pub(in crate::lower) struct Place<'p> {
    pub read: &'p ReadOver,
    /// The adjectives.
    pub text: &'p str,
    pub word: &'p Word,
    /// The word.
    pub noun: &'p str,
    /// The place of the number of the literal.
    pub number: Option<Span>,
}

impl Place<'_> {
    /// The place of the adjectives and the word.
    fn both(&self) -> Span {
        self.read.span.to(self.word.span)
    }

    /// Adds the fix that leaves the adjectives out.
    fn without(&self, error: Diagnostic) -> Diagnostic {
        error.patch(format!("without `{}`", self.text), self.both(), self.noun)
    }
}

/// `5 peak days`.
pub(in crate::lower) fn before_unit(place: &Place<'_>) -> Diagnostic {
    let message = format!("`{}` says nothing of `{}`", place.text, place.noun);
    place.without(Diagnostic::error("E0202", message).at(place.read.span, "an adjective of what is counted"))
}

/// `peak = 3; 5 peak users`.
pub(in crate::lower) fn name(name: &str, place: &Place<'_>) -> Diagnostic {
    let error = Diagnostic::error("E0106", format!("there is no operator before `{name}`"))
        .at(place.read.span, "multiplication is never implied");
    let error = match place.number {
        Some(_) if !place.word.join.divides() => {
            error.patch("to multiply", place.both(), format!("{} * {name}", place.noun))
        }
        _ => error,
    };
    place.without(error)
}

/// `100M daily requests`.
pub(in crate::lower) fn how_often(period: &str, place: &Place<'_>) -> Diagnostic {
    let (text, noun) = (place.text, place.noun);
    let error = Diagnostic::error("E0104", format!("`{text} {noun}` has two readings"))
        .at(place.both(), format!("a number of them, or a rate per {period}?"));
    let error = if place.word.join.divides() {
        error
    } else {
        error.patch("for a rate", place.both(), format!("{noun}/{period}"))
    };
    error.patch("for a count", place.both(), noun)
}
