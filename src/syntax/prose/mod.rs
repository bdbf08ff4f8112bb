//! Prose in place of an expression: `1 request every 4 seconds`, `five nines`, `1 TB = ? GB`.
//!
//! A line that cannot be read is compared with the table of [`patterns`]. Takes the line and the place of its error,
//! and returns an error whose patches say the same in the language. Nothing here is reached by a line that is right.

mod index;
mod matching;
mod numbers;
pub(crate) mod patterns;
mod rewriting;
mod tokens;
mod words;

use super::token::{blanks, continues_name, is_invisible, is_reserved, literal_ahead, starts_name, word};
use super::{Ast, Parser};
use crate::text::diagnostic::{Diagnostic, Help};
use crate::text::source::{Span, Text};
use crate::text::suggest::is_slip;
use rewriting::Match;
use tokens::{Kind, Token};

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

/// Whether a phrase begins with a word, so that it belongs to no value before it.
pub(super) fn begins(word: &str) -> bool {
    words::BEGINNINGS.contains(&word)
}

/// Adds what the prose of a statement says to the error of one of its words, if they belong together: `40 TB in memory`
/// is refused for a word that is no unit, and so is `5 nines in minutes per month`.
pub fn with_prose(text: &Text, statement: Span, error: Diagnostic) -> Diagnostic {
    let mut ast = Ast::new();
    let parser = Parser::new(&mut ast, text);
    let at = |offset: u32| text.text.get(offset as usize..).unwrap_or("");
    // What a comma separates in a call is an argument.
    let is_phrase = |prose: &Diagnostic| prose.span().is_some_and(|span| !at(span.start).starts_with(','));
    match parser.prose(at(statement.start), at(statement.end), &error).filter(is_phrase) {
        Some(prose) => {
            let says = |help: &Help| error.helps.iter().any(|own| own.text == help.text);
            let more = prose.helps.into_iter().filter(|help| !says(help));
            let helps = more.chain(error.helps.iter().cloned()).collect();
            error.with_helps(helps)
        }
        None => error,
    }
}

impl<'a> Parser<'_, 'a> {
    /// Returns the error of the text between two positions: that of its prose, if it has some at the place of `error`.
    pub(super) fn or_prose(&self, from: &'a str, to: &'a str, error: Diagnostic) -> Diagnostic {
        let prose = if CODES.contains(&error.code) { self.prose(from, to, &error) } else { None };
        prose.unwrap_or(error)
    }

    fn prose(&self, from: &'a str, to: &'a str, error: &Diagnostic) -> Option<Diagnostic> {
        let line = self.consumed(from, to).trim_end_matches([';', '\n', '\r', ' ']);
        if line.len() > LONGEST {
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
        if let Some(error) = self.name_as_label(&tokens, start, &failed) {
            return Some(error);
        }
        let (pattern, found) = index::rows(&tokens).find_map(|row| {
            let mut matches = matching::matches(&row.elements, line, &tokens);
            matches.find(touches).map(|found| (row.pattern, found))
        })?;
        let whole = line.get(found.start..found.end)?.split_whitespace().collect::<Vec<_>>().join(" ");
        if whole.chars().any(is_invisible) {
            return None;
        }
        let span = place(&found);
        let error = Diagnostic::error("E0113", format!("`{whole}` is not part of the language")).at(span, "");
        let sum = tokens::sum_before(&tokens, found.start);
        Some(pattern.written.iter().fold(error, |error, (label, written)| {
            let text = found.rewritten(written);
            let touches = line.get(..found.start).is_some_and(|before| before.ends_with(continues_name));
            let text = if touches && text.starts_with(['*', '/']) { format!(" {text}") } else { text };
            let gap = line.get(..found.start).map_or(0, |before| before.len() - before.trim_end().len());
            let gap = if text.is_empty() { gap } else { 0 };
            // What a line begins with goes with the blanks behind it.
            let behind = line.get(found.end..).map_or(0, |rest| rest.len() - rest.trim_start().len());
            let behind = if text.is_empty() && found.start == 0 { behind } else { 0 };
            let place = self.text.span(start + found.start - gap, start + found.end + behind);
            let edits = vec![(place, text.clone())];
            if let Some(first) = sum.filter(|_| written.starts_with(['*', '/'])) {
                // `$100 + $50 + 10% tax`: of both, or of the last?
                let opens = self.text.span(start + first, start + first);
                let before = line.get(..found.start).map_or(0, |before| before.trim_end().len());
                let closes = self.text.span(start + before, start + found.end);
                let of_all = vec![(opens, "(".to_owned()), (closes, format!(") {text}"))];
                return error
                    .edits(format!("{label}, of the sum"), of_all)
                    .edits(format!("{label}, of the last"), edits);
            }
            if pattern.is_taken {
                error.taken(
                    *label,
                    edits,
                    found
                        .left_out(written)
                        .map(|(from, to)| self.text.span(start + from, start + to))
                        .collect(),
                )
            } else {
                error.edits(*label, edits)
            }
        }))
    }

    /// A label that the text uses in a later line is a name: `dau: 5M users; dau * 2`.
    fn name_as_label(&self, tokens: &[Token<'a>], start: usize, failed: &Span) -> Option<Diagnostic> {
        let [name, colon, ..] = tokens else { return None };
        let span = |from: &Token<'_>, to: &Token<'_>| self.text.span(start + from.start, start + to.end());
        let place = span(name, colon);
        if name.kind != Kind::Word || !colon.is(":") || failed.end < place.start || place.end < failed.start {
            return None;
        }
        let later = self.text.text.get(start + tokens.last()?.end()..)?;
        let mut words = later.split(|c: char| !continues_name(c));
        if is_reserved(name.text) || !words.any(|word| word == name.text) {
            return None;
        }
        let error = Diagnostic::error("E0113", format!("`{}:` is not part of the language", name.text));
        Some(error.at(place, "").taken(
            "to define it",
            vec![(span(colon, colon), " =".to_owned())],
            Vec::new(),
        ))
    }

    /// Offers to leave out the words that stand where an operator is missing, or the words before them: `7 days
    /// retention`, `30 api calls`, `egress 3 PB/month`. `divides` is whether the value before them is a divisor.
    pub(super) fn or_without_words(&self, error: Diagnostic, at: &'a str, divides: bool) -> Diagnostic {
        let words = self.words_at(at);
        let before = self.consumed(&self.text.text, at).trim_end();
        let value_end = self.text.text.get(before.len()..).unwrap_or("");
        let Some((last, end)) = words.last().copied() else {
            return self.without_label(error, before, at);
        };
        let next = blanks(end).map_or("", |(rest, _)| rest);
        if literal_ahead(next) || next.starts_with('(') {
            return self.or_without_words_between(error, (before, at), next);
        }
        let taken = Diagnostic::taken;
        if let Some((place, number)) = self.misspelt_number(before, value_end, &words) {
            return error.patch(format!("for {number}"), place, number);
        }
        // A word before the last one only describes it: `30 api calls`, `5M paying users`.
        let unit = last_word(before);
        let from = unit.map(|unit| self.back(value_end, unit.len()));
        let last_at = self.back(end, last.len());
        let error = match from.filter(|from| self.follows_number(from)) {
            Some(from) => {
                let place = self.span(from, last_at);
                let left_out = self.consumed(from, last_at).trim_end();
                let out = self.span(from, from.get(left_out.len()..).unwrap_or(""));
                taken(error, format!("without `{left_out}`"), vec![(place, String::new())], vec![out])
            }
            None => error,
        };
        let left_out = self.consumed(at, end);
        let place = self.span(value_end, end);
        // `1.2 PB / 16 TB drives` divides by what each drive has.
        let is_plural = last.len() > 3 && last.ends_with('s') && !last.ends_with("ss");
        if divides
            && is_plural
            && (unit.is_some() || ends_in_unit(before))
            && !before.rsplit(' ').next().is_some_and(|unit| unit.contains('/'))
        {
            let one = words::singular(last);
            let error = taken(
                error,
                format!("for each {one}"),
                vec![(place, format!("/{one}"))],
                vec![self.span(at, end)],
            );
            return error.patch(format!("without `{left_out}`"), place, "");
        }
        taken(error, format!("without `{left_out}`"), vec![(place, String::new())], vec![self.span(at, end)])
    }

    /// A slip for a number in words, `300 milion users`: its place, and the number.
    fn misspelt_number(
        &self,
        before: &'a str,
        value_end: &'a str,
        words: &[(&'a str, &'a str)],
    ) -> Option<(Span, &'static str)> {
        let behind = words.iter().map(|(word, end)| (*word, self.back(end, word.len()), *end));
        let unit = last_word(before).map(|unit| (unit, self.back(value_end, unit.len()), value_end));
        unit.into_iter().chain(behind).find_map(|(word, from, to)| {
            let lower = word.to_lowercase();
            let number = words::NUMBERS.iter().find(|number| is_slip(&lower, number))?;
            Some((self.span(from, to), *number))
        })
    }

    /// Offers to leave out words between a value, or the start of a line, and a number: `8x H100 80 GB`, `read qps 100k`.
    fn or_without_words_between(
        &self,
        error: Diagnostic,
        (before, at): (&'a str, &'a str),
        next: &'a str,
    ) -> Diagnostic {
        let words = self.consumed(at, next).trim_end();
        let is_factor = before
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .is_some_and(|last| last.ends_with('x') && last.starts_with(|c: char| c.is_ascii_digit()));
        if is_factor {
            let value_end = self.text.text.get(before.len()..).unwrap_or("");
            let edits = vec![(self.span(value_end, next), " * ".to_owned())];
            let out = self.span(at, at.get(words.len()..).unwrap_or(""));
            return error.taken(format!("without `{words}`"), edits, vec![out]);
        }
        let text = self.consumed(&self.text.text, next).trim_end();
        self.without_label(error, text, next)
    }

    /// Offers to leave out the words before a number or a parenthesis that an operator or the start of a line precedes:
    /// `storage 5 TB`, `peak read traffic 5 GB/s`.
    fn without_label(&self, error: Diagnostic, before: &'a str, at: &'a str) -> Diagnostic {
        let mut start = before;
        while let Some(word) = last_word(start).filter(|word| !is_reserved(word)) {
            start = start.get(..start.len() - word.len()).unwrap_or("").trim_end_matches([' ', '\t']);
        }
        let label = before.get(start.len()..).unwrap_or("").trim_start();
        let heads = start.is_empty()
            || start.ends_with(|c: char| "\n;=(+*×-/÷,<>:".contains(c))
            || start.ends_with(" x");
        if label.is_empty() {
            return error;
        }
        let from = self.back(at, self.consumed(&self.text.text, at).len() - (before.len() - label.len()));
        let edits = vec![(self.span(from, at), String::new())];
        let out = self.span(from, from.get(label.len()..).unwrap_or(""));
        let text = format!("without `{label}`");
        if heads { error.taken(text, edits, vec![out]) } else { error.edits(text, edits) }
    }

    /// The words from a position on, each with the position after it.
    fn words_at(&self, at: &'a str) -> Vec<(&'a str, &'a str)> {
        let (mut words, mut rest) = (Vec::new(), at);
        while let Ok((after, text)) = word(rest) {
            let begins = words::BEGINNINGS.contains(&text) && !words.is_empty();
            if begins || is_reserved(text) || after.starts_with('(') || matches!(text, "x" | "X") {
                break;
            }
            words.push((text, after));
            rest = blanks(after).map_or("", |(rest, _)| rest);
        }
        words
    }

    /// Whether a number stands before a position, with a magnitude and adjectives in between.
    fn follows_number(&self, at: &'a str) -> bool {
        let mut before = self.consumed(&self.text.text, at).trim_end();
        let is_skipped = |word: &str| super::is_magnitude(word) || super::adjective(word).is_some();
        while let Some(word) = last_word(before).filter(|word| is_skipped(word)) {
            before = before.get(..before.len() - word.len()).unwrap_or("").trim_end();
            // `$2.50/M input tokens`, `$3 per million input tokens`
            before = before.strip_suffix('/').or_else(|| before.strip_suffix(" per")).unwrap_or(before);
        }
        // `250M` is one piece.
        let number = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        let magnitude = number.trim_start_matches(|c: char| c.is_ascii_digit());
        magnitude.len() < number.len() && (magnitude.is_empty() || super::is_magnitude(magnitude))
    }
}

/// Whether a text ends with a number and a unit that touch: `16TB`.
fn ends_in_unit(text: &str) -> bool {
    let last = text.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let unit = last.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < last.len() && !unit.is_empty() && !super::is_magnitude(unit)
}

/// The last word of a text.
fn last_word(text: &str) -> Option<&str> {
    let start = text
        .rfind(|c: char| !continues_name(c))
        .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    text.get(start..).filter(|word| word.starts_with(starts_name))
}
