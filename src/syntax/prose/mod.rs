//! Prose in place of an expression: `1 request every 4 seconds`, `five nines`, `1 TB = ? GB`.
//!
//! A line that cannot be read is compared with the table of [`patterns`]. Takes the line and the place of its error,
//! and returns an error whose patches say the same in the language. Nothing here is reached by a line that is right.

mod matching;
pub(crate) mod patterns;
mod tokens;
mod words;

use super::Parser;
use super::refusal::is_invisible;
use super::token::{blanks, continues_name, is_reserved, starts_name, word};
use crate::text::diagnostic::Diagnostic;
use matching::Match;

/// Maximum number of tokens of a line that is compared with the patterns.
const MOST_TOKENS: usize = 80;

/// Maximum length of a line in bytes.
const LONGEST: usize = 1_000;

/// The errors that prose causes.
const CODES: [&str; 2] = ["E0101", "E0106"];

/// Returns the figures of a number that is a word: `10` of `ten`, `0.5` of `half`.
pub fn in_figures(word: &str) -> Option<&'static str> {
    words::number_word(word)
}

impl<'a> Parser<'_, 'a> {
    /// Returns the error of the text between two positions: that of its prose, if it has some at the place of `error`.
    pub(super) fn or_prose(&self, from: &'a str, to: &'a str, error: Diagnostic) -> Diagnostic {
        self.prose(from, to, &error).unwrap_or(error)
    }

    fn prose(&self, from: &'a str, to: &'a str, error: &Diagnostic) -> Option<Diagnostic> {
        let line = self.consumed(from, to).trim_end_matches([';', '\n', '\r', ' ']);
        if line.len() > LONGEST || !CODES.contains(&error.code) {
            return None;
        }
        let failed = error.span()?;
        let tokens = tokens::tokens(line, MOST_TOKENS)?;
        let start = self.text.text.len() - from.len();
        let place = |found: &Match| self.text.span(start + found.start, start + found.end);
        let touches = |found: &Match| {
            let place = place(found);
            place.start <= failed.end && failed.start <= place.end
        };
        let (pattern, found) = patterns::PATTERNS.iter().find_map(|pattern| {
            let mut matches = matching::matches(pattern.typed, line, &tokens);
            matches.find(touches).map(|found| (pattern, found))
        })?;
        let whole = line.get(found.start..found.end)?.split_whitespace().collect::<Vec<_>>().join(" ");
        if whole.chars().any(is_invisible) {
            return None;
        }
        let span = place(&found);
        let error = Diagnostic::error("E0113", format!("`{whole}` is not part of the language")).at(span, "");
        Some(pattern.written.iter().fold(error, |error, (label, written)| {
            let text = found.rewritten(written);
            let gap = line.get(..found.start).map_or(0, |before| before.len() - before.trim_end().len());
            let gap = if text.is_empty() { gap } else { 0 };
            error.patch(*label, self.text.span(start + found.start - gap, start + found.end), text)
        }))
    }

    /// Offers to leave out the words that stand where an operator is missing, or the word before them:
    /// `7 days retention`, `5M paying users`.
    pub(super) fn or_without_words(&self, error: Diagnostic, at: &'a str) -> Diagnostic {
        let (mut end, mut rest) = (at, at);
        while let Ok((after, text)) = word(rest) {
            if is_reserved(text) || after.starts_with('(') {
                break;
            }
            end = after;
            rest = blanks(after).map_or("", |(rest, _)| rest);
        }
        let before = self.consumed(&self.text.text, at).trim_end();
        let value_end = self.text.text.get(before.len()..).unwrap_or("");
        let (words, is_last) = (self.consumed(at, end), end.len() < at.len());
        // A word before a number or a parenthesis, as in `storage 5 TB`, is left out itself.
        let error = match last_word(before).filter(|(_, looks_like_unit)| !is_last || !looks_like_unit) {
            Some((word, _)) => {
                let from = self.back(value_end, word.len());
                error.patch(format!("without `{word}`"), self.span(from, at), "")
            }
            None => error,
        };
        if !is_last {
            return error;
        }
        error.patch(format!("without `{words}`"), self.span(value_end, end), "")
    }
}

/// The last word of a text, and whether it looks like a unit: of `5M paying` not.
fn last_word(text: &str) -> Option<(&str, bool)> {
    let start = text.rfind(|c: char| !continues_name(c)).map_or(0, |at| at + 1);
    let word = text.get(start..).filter(|word| word.starts_with(starts_name))?;
    let plain = word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && !word.ends_with('s');
    Some((word, !plain || words::is_time(word)))
}
