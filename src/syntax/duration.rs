//! Durations of several parts, and the words for time that syntax must know to tell them.
//!
//! `1h30m` and `2 hours 30 min` are one literal. Its value is given in one of its units, so that what reads it needs
//! to know nothing of the others.

use super::Parser;
use super::error::{Problem, wrong};
use super::token::{continues_name, digits};
use crate::text::diagnostic::Diagnostic;

/// A unit of time of which a duration can be made.
#[derive(Debug, PartialEq, Eq)]
pub struct Period {
    /// Its spellings.
    pub words: &'static [&'static str],
    /// Its length in nanoseconds; a test compares it with that of the catalog.
    pub nanoseconds: u64,
}

const SECOND: u64 = 1_000_000_000;
const DAY: u64 = 86_400 * SECOND;

/// Units of time, from the longest to the shortest. `m` is a minute beside another part: `90m30s`.
pub const PERIODS: [Period; 9] = [
    period(&["y", "yr", "yrs", "year", "years"], 365 * DAY),
    period(&["mo", "month", "months"], 2_628_000 * SECOND),
    period(&["wk", "wks", "week", "weeks"], 7 * DAY),
    period(&["d", "day", "days"], DAY),
    period(&["h", "hr", "hrs", "hour", "hours"], 3600 * SECOND),
    period(&["m", "min", "mins", "minute", "minutes"], 60 * SECOND),
    period(&["s", "sec", "secs", "second", "seconds"], SECOND),
    period(&["ms", "msec", "msecs", "millisecond", "milliseconds"], 1_000_000),
    period(&["us", "\u{b5}s", "\u{3bc}s", "usec", "usecs", "microsecond", "microseconds"], 1000),
];

const fn period(words: &'static [&'static str], nanoseconds: u64) -> Period {
    Period { words, nanoseconds }
}

/// The place of a word in [`PERIODS`].
fn rank(word: &str) -> Option<usize> {
    PERIODS.iter().position(|period| period.words.contains(&word))
}

/// Whether a word is a unit of time behind a hyphen or a blank, as in `GB-months` and `per gpu hour`. `m` is none: it
/// may be a metre.
pub(super) fn is_time(word: &str) -> bool {
    word != "m"
        && (rank(word).is_some() || matches!(word, "quarter" | "quarters" | "ns" | "decade" | "decades"))
}

/// A duration of several parts.
pub(super) struct Duration<'a> {
    /// Its value in `unit`.
    pub value: f64,
    /// One of its words.
    pub unit: &'a str,
    /// Where the word stands.
    pub unit_at: &'a str,
    /// Whether its length depends on that of a month or a year, which a model may set.
    pub calendar: bool,
    pub rest: &'a str,
}

/// A part of a duration: `30 min`.
struct Part<'a> {
    number: &'a str,
    rank: usize,
    /// The text from its word on.
    word_at: &'a str,
    /// The text after it.
    rest: &'a str,
}

impl<'a> Part<'a> {
    fn word(&self) -> &'a str {
        self.word_at.get(..self.word_at.len() - self.rest.len()).unwrap_or("")
    }
}

impl<'a> Parser<'_, 'a> {
    /// Reads a duration of several parts. `None` if the literal is something else.
    pub(super) fn duration(
        &self,
        input: &'a str,
        after_number: &'a str,
    ) -> Result<Option<Duration<'a>>, nom::Err<Problem<'a>>> {
        // What tells most literals apart with the least work: a digit follows the word.
        let after_word = after_number.trim_start_matches(is_blank).trim_start_matches(char::is_alphabetic);
        let next = after_word.trim_start_matches(is_blank);
        if next.len() == after_number.len() || !next.starts_with(|c: char| c.is_ascii_digit()) {
            return Ok(None);
        }
        let Some(first) = part(input, after_number) else { return Ok(None) };
        let is_glued = next.len() == after_word.len();
        // `10 m2` is hardly a time.
        let is_metre = first.word() == "m";
        let mut parts = vec![first];
        let mut end = next;
        while let Some(part) = number_of(end).and_then(|after| part(end, after)) {
            end = part.rest.trim_start_matches(is_blank);
            parts.push(part);
            if !end.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
        }
        let rest = parts.last().map_or(input, |part| part.rest);
        let apart = rest.starts_with(|c: char| continues_name(c) || c == '(');
        if apart || end.starts_with(|c: char| c.is_ascii_digit()) {
            let refuses = is_glued && !(is_metre && parts.len() == 1);
            return if refuses { self.refuse_parts(input, &parts) } else { Ok(None) };
        }
        let descends = parts.is_sorted_by(|a, b| a.rank < b.rank);
        let whole = parts.iter().rev().skip(1).all(|part| part.number.bytes().all(|b| b.is_ascii_digit()));
        if parts.len() < 2 || !descends || !whole {
            return if is_glued && parts.len() > 1 { self.refuse_parts(input, &parts) } else { Ok(None) };
        }
        Ok(sum(&parts))
    }

    /// Refuses `30m1h`, `1h30`, `1.5h30m`.
    fn refuse_parts<T>(&self, input: &'a str, parts: &[Part<'a>]) -> Result<T, nom::Err<Problem<'a>>> {
        let Some(last) = parts.last() else { return wrong(Diagnostic::error("E0106", "no duration")) };
        let (rest, number) = digits(last.rest).unwrap_or((last.rest, ""));
        let span = self.span(input, rest);
        let error = Diagnostic::error(
            "E0106",
            "the parts of a duration have units, from the longest to the shortest",
        )
        .at(span, "");
        let next = PERIODS.get(last.rank + 1).and_then(|period| period.words.first());
        if let (Some(unit), false, false) = (next, number.is_empty(), rest.starts_with(continues_name)) {
            let parts: String = parts.iter().map(|part| format!("{}{}", part.number, part.word())).collect();
            return wrong(error.patch("for one duration", span, format!("{parts}{number}{unit}")));
        }
        let span = self.span(input, last.rest);
        wrong(error.patch("to add them", span, as_sum(self.consumed(input, last.rest))))
    }
}

/// Reads the word of a part behind its number.
fn part<'a>(input: &'a str, after_number: &'a str) -> Option<Part<'a>> {
    let word_at = after_number.trim_start_matches(is_blank);
    let end = word_at.find(|c: char| !c.is_alphabetic()).unwrap_or(word_at.len());
    let (word, rest) = word_at.split_at_checked(end)?;
    let number = input.get(..input.len() - after_number.len())?;
    Some(Part { number, rank: rank(word)?, word_at, rest })
}

/// Returns the text after an integer or a decimal.
fn number_of(input: &str) -> Option<&str> {
    let (rest, _) = digits(input).ok()?;
    let decimals = rest.strip_prefix('.').and_then(|after| digits(after).ok());
    Some(decimals.map_or(rest, |(rest, _)| rest))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Adds the parts in the shortest of their units, where whole parts are exact, and gives the sum in a unit that is
/// not `m`.
fn sum<'a>(parts: &[Part<'a>]) -> Option<Duration<'a>> {
    let shortest = parts.last()?;
    let unit = parts.iter().rfind(|part| part.word() != "m")?;
    let length = |rank: usize| PERIODS.get(rank).map(|period| period.nanoseconds);
    let ratio = |above: usize, below: usize| {
        #[allow(clippy::cast_precision_loss)] // lengths of at most 17 digits, most of them zeros
        Some(length(above)? as f64 / length(below)? as f64)
    };
    let mut total = 0.0;
    for part in parts {
        total += part.number.replace('_', "").parse::<f64>().ok()? * ratio(part.rank, shortest.rank)?;
    }
    let value = total / ratio(unit.rank, shortest.rank)?;
    let calendar = parts.iter().any(|part| part.rank < 2);
    let rest = shortest.rest;
    Some(Duration { value, unit: unit.word(), unit_at: unit.word_at, calendar, rest })
}

/// Writes a duration of several parts as a sum: `1 h + 30 min`.
pub fn as_sum(duration: &str) -> String {
    let mut text = String::new();
    let mut in_word = false;
    for c in duration.chars().filter(|c| !is_blank(*c)) {
        let is_letter = c.is_alphabetic();
        if is_letter && !in_word {
            text.push(' ');
        } else if !is_letter && in_word {
            if text.ends_with(" m") {
                text.push_str("in");
            }
            text.push_str(" + ");
        }
        text.push(c);
        in_word = is_letter;
    }
    if text.ends_with(" m") {
        text.push_str("in");
    }
    text
}
