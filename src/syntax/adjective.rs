//! Adjectives before a count noun: `100M daily active users`.
//!
//! They leave a count what it is and are read over. What they stand before is not known here: `lower/` refuses them
//! before a unit of time or data.

use super::Parser;
use super::ast::ReadOver;
use super::token::{blanks, unit_word};

/// An adjective.
pub struct Adjective {
    /// The word.
    pub word: &'static str,
    /// The period that it names. Before most nouns it then says how often, and not which.
    pub period: Option<&'static str>,
    /// A line that needs it, for the test of the table.
    #[cfg_attr(not(test), allow(dead_code))]
    pub line: &'static str,
}

const fn of_count(word: &'static str, line: &'static str) -> Adjective {
    Adjective { word, period: None, line }
}

const fn of_period(word: &'static str, period: &'static str, line: &'static str) -> Adjective {
    Adjective { word, period: Some(period), line }
}

/// The table.
pub const ADJECTIVES: [Adjective; 13] = [
    of_count("active", "10k active sessions * 2 MB/session"),
    of_count("concurrent", "1M concurrent viewers * 5 Mbps/viewer"),
    of_count("online", "2M online drivers / 4 s"),
    of_count("peak", "50k peak qps / 1k qps/server"),
    of_count("registered", "500M registered users * 1 KB/user"),
    of_count("unique", "20M unique visitors/day"),
    of_period("hourly", "hour", "5k hourly active users"),
    of_period("daily", "day", "100M daily active users"),
    of_period("weekly", "week", "200M weekly active users"),
    of_period("monthly", "month", "300M monthly active users"),
    of_period("quarterly", "quarter", "400M quarterly active users"),
    of_period("yearly", "year", "500M yearly active users"),
    of_period("annual", "year", "500M annual active users"),
];

/// Returns the adjective of a word.
pub fn adjective(word: &str) -> Option<&'static Adjective> {
    ADJECTIVES.iter().find(|adjective| adjective.word == word)
}

impl<'a> Parser<'_, 'a> {
    /// Reads over the adjectives before a word of a unit, which is added next. Returns the position of the word.
    pub(super) fn read_over(&mut self, start: &'a str) -> &'a str {
        let (mut at, mut end) = (start, start);
        while let Ok((after, text)) = unit_word(at)
            && adjective(text).is_some()
            && let Ok((next, gap)) = blanks(after)
            && !gap.is_empty()
            && unit_word(next).is_ok_and(|(_, noun)| !matches!(noun, "x" | "X"))
        {
            (at, end) = (next, after);
        }
        if at.len() < start.len() {
            let (text, span) = (self.range(self.consumed(start, end)), self.span(start, end));
            let word = self.word_count();
            self.ast.adjectives.push(ReadOver { word, text, span });
        }
        at
    }
}
