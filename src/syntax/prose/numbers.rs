//! Numbers in a line: percentages, availabilities, rates of data, factors and quantities, from a token on.

use super::matching::Line;
use super::rewriting::is_operator;
use super::tokens::{Kind, Token};
use super::words::{BEGINNINGS, SPELLED_MAGNITUDES, is_data, nines};
use crate::syntax::token::is_reserved;

impl Line<'_, '_> {
    pub(super) fn number(self, at: usize) -> Option<usize> {
        self.tokens.get(at).filter(|token| token.kind == Kind::Number)?;
        let spelled = self.tokens.get(at + 1).is_some_and(|token| SPELLED_MAGNITUDES.contains(&token.text));
        Some(at + 1 + usize::from(spelled))
    }

    pub(super) fn percentage(self, at: usize) -> Option<usize> {
        let end = self.number(at)?;
        let sign = self.tokens.get(end)?;
        matches!(sign.text, "%" | "percent" | "pct").then_some(end + 1)
    }

    /// An availability, or the product of those of several parts, all of it: `99.9% * 99.95%`.
    pub(super) fn availability(self, at: usize) -> Option<usize> {
        let is =
            |at: usize, signs: &[&str]| self.tokens.get(at).is_some_and(|token| signs.contains(&token.text));
        let is_factor = |before: usize| is(before + 1, &["*", "×"]) && is(before, &["%", "percent", "pct"]);
        if at.checked_sub(2).is_some_and(is_factor) {
            return None;
        }
        let one = |at: usize| self.percentage(at).filter(|_| self.is_high(at));
        let is_open = is(at, &["("]);
        let mut end = one(at + usize::from(is_open))?;
        while let Some(next) = Some(end).filter(|end| is(*end, &["*", "×"])).and_then(|end| one(end + 1)) {
            end = next;
        }
        match is_open {
            true => is(end, &[")"]).then_some(end + 1),
            false => Some(end),
        }
    }

    /// Whether a colon touches the numbers on both sides: `4:1`, `10:30`.
    pub(super) fn is_within_ratio(self, at: usize) -> bool {
        let (before, after) =
            (at.checked_sub(1).and_then(|before| self.tokens.get(before)), self.tokens.get(at + 1));
        let is_number = |token: &&Token<'_>| token.kind == Kind::Number;
        let Some(colon) = self.tokens.get(at).filter(|token| token.is(":")).map(|colon| colon.start) else {
            return false;
        };
        before.filter(is_number).is_some_and(|before| before.end() == colon)
            && after.filter(is_number).is_some_and(|after| after.start == colon + 1)
    }

    /// Whether a number is the percentage of an availability.
    pub(super) fn is_high(self, at: usize) -> bool {
        let number = self.tokens.get(at).and_then(|token| token.text.parse::<f64>().ok());
        number.is_some_and(|number| (90.0..100.0).contains(&number))
    }

    pub(super) fn data_rate(self, at: usize) -> Option<usize> {
        let unit = self.number(at)?;
        let text = |at: usize| self.tokens.get(at).map_or("", |token| token.text);
        if text(unit).to_ascii_lowercase().ends_with("bps") {
            return Some(unit + 1);
        }
        let is_rate = is_data(text(unit)) && text(unit + 1) == "/" && text(unit + 2) == "s";
        is_rate.then_some(unit + 3)
    }

    /// `three nines`, `5-nines`, `five 9s`
    pub(super) fn nines(self, at: usize) -> Option<usize> {
        nines(self.tokens.get(at)?.text)?;
        let at = at + 1 + usize::from(self.tokens.get(at + 1).is_some_and(|token| token.is("-")));
        self.tokens.get(at).filter(|token| matches!(token.text, "nines" | "9s")).map(|_| at + 1)
    }

    pub(super) fn factor(self, at: usize) -> Option<usize> {
        let number = self.tokens.get(at).filter(|token| token.kind == Kind::Number)?;
        let is_times = |token: &&Token<'_>| matches!(token.text, "x" | "X" | "times");
        match self.tokens.get(at + 1).filter(is_times) {
            Some(_) => Some(at + 2),
            None => number.text.ends_with('x').then_some(at + 1),
        }
    }

    /// Whether a number has four digits or a magnitude, or is of terabytes: more than one person has.
    pub(super) fn is_thousands(self, at: usize) -> bool {
        let text = self.tokens.get(at).map_or("", |token| token.text);
        let spelled = self.tokens.get(at + 1).is_some_and(|token| SPELLED_MAGNITUDES.contains(&token.text));
        let digits = text.split('.').next().unwrap_or("").bytes().filter(u8::is_ascii_digit).count();
        let unit = self.tokens.get(at + 1).map_or("", |token| token.text);
        matches!(unit, "TB" | "PB" | "EB")
            || spelled
            || digits > 3
            || text.ends_with(|c: char| c.is_ascii_alphabetic() && c != 'x')
    }

    pub(super) fn quantity(self, at: usize) -> Option<usize> {
        if let Some(end) = self.percentage(at) {
            return Some(end);
        }
        let mut end = self.number(at)?;
        let is_unit = |at: usize| {
            self.tokens.get(at).is_some_and(|token| {
                token.kind == Kind::Word && !is_reserved(token.text) && !BEGINNINGS.contains(&token.text)
            })
        };
        if is_unit(end) && !self.tokens.get(end).is_some_and(|token| is_operator(token.text)) {
            end += 1;
        }
        while self.tokens.get(end).is_some_and(|token| matches!(token.text, "/" | "per")) && is_unit(end + 1)
        {
            end += 2;
        }
        Some(end)
    }
}
