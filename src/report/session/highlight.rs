//! The parts of a line that is being typed, found by their looks: it need not be complete.

use std::ops::Range;

use super::Session;
use crate::library::formulas;
use crate::lower::builtins;
use crate::syntax;

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A number with its magnitude.
    Number,
    /// A unit or a noun.
    Unit,
    /// A name that has a value.
    Name,
    /// A function or a formula.
    Function,
    /// A word of the language.
    Keyword,
    /// A remark.
    Comment,
    /// A command of the session.
    Command,
}

/// The words of the language.
const KEYWORDS: [&str; 14] =
    ["to", "in", "as", "per", "of", "if", "then", "else", "and", "or", "not", "fn", "unit", "where"];

impl Session {
    /// Returns the parts of a line, in order; what is between them is nothing special.
    pub fn highlight(&self, text: &str) -> Vec<(Range<usize>, Part)> {
        if text.trim_start().starts_with(':') {
            let start = text.len() - text.trim_start().len();
            let end = text.get(start..).and_then(|rest| rest.find(' ')).map_or(text.len(), |at| start + at);
            return vec![(start..end, Part::Command)];
        }
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = text.get(at..).unwrap_or_default();
            let (length, part) = if first == '#' {
                (rest.find('\n').unwrap_or(rest.len()), Some(Part::Comment))
            } else if first.is_ascii_digit() {
                (number(rest), Some(Part::Number))
            } else if syntax::starts_name(first) {
                let length = rest.find(|c| !syntax::continues_name(c) && c != '.').unwrap_or(rest.len());
                let (word, after) = rest.split_at(length);
                (length, self.part(word, after))
            } else {
                (first.len_utf8(), None)
            };
            let end = at + length.max(1);
            found.extend(part.map(|part| (at..end, part)));
            at = end;
        }
        found
    }

    fn part(&self, word: &str, after: &str) -> Option<Part> {
        let calls = after.trim_start().starts_with('(');
        if KEYWORDS.contains(&word) {
            Some(Part::Keyword)
        } else if calls {
            let is_known = builtins::find(word).is_some() || formulas::names().any(|name| name == word);
            (is_known || self.workspace.functions().any(|name| name == word)).then_some(Part::Function)
        } else if self.workspace.names().any(|name| name == word) || word.contains('.') {
            Some(Part::Name)
        } else if self.workspace.units().lookup(word).is_some() {
            Some(Part::Unit)
        } else {
            None
        }
    }
}

/// Returns the length of the number that a text begins with, with a magnitude behind it.
fn number(text: &str) -> usize {
    let digits = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '_')).unwrap_or(text.len());
    let rest = text.get(digits..).unwrap_or_default();
    let word = rest.find(|c| !syntax::continues_name(c)).unwrap_or(rest.len());
    let word = rest.get(..word).unwrap_or_default();
    if syntax::is_magnitude(word) { digits + word.len() } else { digits }
}

/// Returns the words of a text that may be names.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !syntax::continues_name(c)).filter(|word| word.starts_with(syntax::starts_name))
}
