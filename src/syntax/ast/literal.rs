//! Literals and units as they are written. What their words mean is not known here.

use std::ops::Range;

use super::text::TextRange;
use crate::text::source::Span;

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// The number with its magnitude, read as one decimal; never negative.
    pub value: f64,
    /// The place of number and magnitude.
    pub number: Span,
    /// Number and magnitude as written.
    pub text: TextRange,
    /// The place of number, magnitude and suffix.
    pub span: Span,
    /// The sign that makes it money, a percentage or a factor.
    pub form: Form,
    /// The words of the suffix; a range of [`Ast::words`](super::Ast::words).
    pub suffix: Range<u32>,
    /// Whether it directly follows `/` or `per`.
    pub divides: bool,
    /// The magnitude of `10B users` or `5 mn users`, which is one only before a noun or a rate.
    pub large: Option<TextRange>,
    /// What else its text says.
    pub writing: Writing,
    /// Whether it is an integer without decimals or exponent, like `2` or `1_000`.
    pub whole: bool,
}

/// How the number of a literal is written, where that matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writing {
    /// As a number, or a number and a sign.
    #[default]
    Usual,
    /// With a single group of digits behind a comma: `1,500`.
    OneComma,
    /// With three digits behind a point, the last one a zero: `1.000`.
    Pointed,
    /// With its unit: `1h30m`, `5 per mille`, `5 ppm`. The first word of the suffix is the unit of the value, and no
    /// word of its own.
    WithUnit,
    /// The same, where the value depends on the length of a month or a year: `1 year 30 days`.
    Calendar,
}

impl Literal {
    /// Whether number and unit are one text, so that no other number can be written in its place.
    pub fn is_with_unit(&self) -> bool {
        matches!(self.writing, Writing::WithUnit | Writing::Calendar)
    }
}

/// The sign that belongs to the number of a literal or to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `10`, or `10 GB` with the unit in the suffix.
    Plain,
    /// `$10`.
    Money,
    /// `10%`.
    Percent,
    /// `3x`.
    Factor,
}

/// A word of a literal's suffix or of a conversion's target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// The word.
    pub text: TextRange,
    /// Its place.
    pub span: Span,
    /// The sign before it.
    pub join: Join,
    /// The number of `per million` or `per 1M`; 1 if there is none.
    pub times: f64,
}

/// The sign between a word of a unit and the words before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// None: it is the first word.
    Lead,
    /// `·`
    Times,
    /// `/`
    Slash,
    /// `per`
    Per,
}

impl Join {
    /// Whether the word is in the denominator.
    pub fn divides(self) -> bool {
        matches!(self, Join::Slash | Join::Per)
    }
}

/// The unit to convert a value to.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The unit as written.
    pub text: TextRange,
    /// Its place.
    pub span: Span,
    /// The place of the `to` or `as` before it.
    pub keyword: Span,
    /// The value to convert, as written.
    pub value: TextRange,
    /// Its words; a range of [`Ast::words`](super::Ast::words). Empty for `to %`.
    pub words: Range<u32>,
    /// Whether it begins with `$` or is `%`.
    pub form: Form,
}

/// The adjectives before a word of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOver {
    /// The index of the word, in [`Ast::words`](super::Ast::words).
    pub word: u32,
    /// The adjectives as written.
    pub text: TextRange,
    /// Their place.
    pub span: Span,
}
