//! Magnitudes: `k`, `million`, and the letters that are one only before what is counted.

use super::Parser;
use super::error::wrong;
use super::token::{Parsed, blanks, times_sign, unit_word, word};
use crate::text::diagnostic::Diagnostic;

/// The magnitude after a number, such as `k` or `million`, or the `x` of a factor.
#[derive(Default)]
pub(super) struct Magnitude<'a> {
    /// The power of ten.
    pub exponent: i32,
    /// Whether it is an `x`.
    pub factor: bool,
    /// A word that is a magnitude only before a noun or the name of a rate.
    pub large: Option<&'a str>,
}

/// A word that is a magnitude before a noun or the name of a rate, and else may be something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Large {
    /// The word.
    pub word: &'static str,
    /// Its power of ten.
    pub exponent: i32,
    /// How to write it wherever it stands, behind its number.
    pub plain: &'static str,
    /// The unit that it may be, behind its number; empty if there is none.
    pub unit: &'static str,
    /// The readings in words.
    pub readings: &'static str,
}

/// Letters that touch their number: `5m users`, `7b parameters`, `10B users`.
const LETTERS: [Large; 5] = [
    row("m", 6, "M", "", "million, or metres?"),          // 5m users
    row("b", 9, "bn", "", "billion, or bits?"),           // 7b parameters
    row("t", 12, "tn", "", "trillion, or tonnes?"),       // 15t tokens
    row("B", 9, "bn", " bytes", "billion, or bytes?"),    // 10B users
    row("T", 12, "tn", " TB", "trillion, or terabytes?"), // 2T users
];

/// Words, with or without a space before them: `5 mn users`, `5MM users`.
const WORDS: [Large; 23] = [
    row("hundred", 2, "e2", "", "hundred?"), // 3 hundred servers
    row("lakh", 5, "e5", "", "a lakh?"),     // 5 lakh users
    row("lakhs", 5, "e5", "", "a lakh?"),    // 5 lakhs users
    row("lac", 5, "e5", "", "a lakh?"),      // 5 lac users
    row("crore", 7, "e7", "", "a crore?"),   // 3 crore txns
    row("crores", 7, "e7", "", "a crore?"),  // 3 crores txns
    row("mn", 6, "M", "", "million?"),       // 5 mn users
    row("mln", 6, "M", "", "million?"),      // 3 mln req/day
    row("mio", 6, "M", "", "million?"),      // 3 mio users
    row("Mio", 6, "M", "", "million?"),      // 3 Mio users
    row("mrd", 9, "bn", "", "billion?"),     // 2 mrd requests
    row("Mrd", 9, "bn", "", "billion?"),     // 2 Mrd requests
    row("mil", 6, "M", "", "million?"),      // 1 mil req/day
    row("mill", 6, "M", "", "million?"),     // 2 mill users
    row("MM", 6, "M", "", "million?"),       // 5MM users
    row("mm", 6, "M", " mm", "million, or millimetres?"), // 5mm users
    row("bil", 9, "bn", "", "billion?"),     // 2 bil messages
    row("bln", 9, "bn", "", "billion?"),     // 2 bln messages
    row("tril", 12, "tn", "", "trillion?"),  // 3 tril rows
    row("Thousand", 3, "k", "", "thousand?"), // 5 Thousand users
    row("Million", 6, "M", "", "million?"),  // 5 Million users
    row("Billion", 9, "bn", "", "billion?"), // 2 Billion users
    row("Trillion", 12, "tn", "", "trillion?"), // 1 Trillion rows
];

const fn row(
    word: &'static str,
    exponent: i32,
    plain: &'static str,
    unit: &'static str,
    readings: &'static str,
) -> Large {
    Large { word, exponent, plain, unit, readings }
}

/// Returns the row of a word that is a magnitude only before what is counted.
pub fn large(word: &str) -> Option<&'static Large> {
    LETTERS.iter().chain(&WORDS).find(|large| large.word == word)
}

/// Returns the number of a magnitude that is a word: `million`.
pub fn number_of(word: &str) -> Option<f64> {
    let exponent = spelled_out(word).filter(|_| !matches!(word, "bn" | "tn"))?;
    format!("1e{exponent}").parse().ok()
}

/// Whether a word behind a number is always read as its magnitude, or as the sign of a factor.
pub fn is_magnitude(word: &str) -> bool {
    matches!(word, "k" | "K" | "M" | "x") || spelled_out(word).is_some()
}

impl<'a> Parser<'_, 'a> {
    /// Reads `k`, `M`, `bn`, `million`, …. Fails at letters that are ambiguous.
    pub(super) fn magnitude(&self, start: &'a str, input: &'a str, money: bool) -> Parsed<'a, Magnitude<'a>> {
        let none = Ok((input, Magnitude::default()));
        let shift = |rest, exponent| Ok((rest, Magnitude { exponent, ..Magnitude::default() }));
        if let Ok((rest, glued)) = word(input) {
            if !money
                && glued.starts_with(['x', 'X'])
                && glued.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
            {
                let sign = self.span(input, input.get(1..).unwrap_or(""));
                return wrong(
                    Diagnostic::error("E0106", "`x` multiplies with a space on each side")
                        .at(sign, "")
                        .taken("to multiply", vec![(sign, " * ".to_owned())], vec![sign]),
                );
            }
            return match glued {
                "k" | "K" => shift(rest, 3),
                "M" => shift(rest, 6),
                "x" if !money => Ok((rest, Magnitude { factor: true, ..Magnitude::default() })),
                "B" | "b" if money => shift(rest, 9),
                "T" | "t" if money => shift(rest, 12),
                "m" if money => shift(rest, 6),
                "B" | "T" | "m" | "b" | "t" if unit_follows(rest) => counted(rest, glued),
                "B" | "T" | "G" | "m" | "b" | "t" | "g" => {
                    wrong(self.ambiguous_letter(start, input, rest, glued))
                }
                _ => match spelled_out(glued) {
                    Some(exponent) => shift(rest, exponent),
                    None => self.word_of_magnitude(start, input, rest, glued),
                },
            };
        }
        let Ok((after_gap, gap)) = self.space(input) else { return none };
        if gap.is_empty() {
            return none;
        }
        let Ok((rest, spaced)) = word(after_gap) else { return none };
        match spaced {
            "k" | "K" if unit_follows(rest) => shift(rest, 3),
            "M" if unit_follows(rest) => shift(rest, 6),
            "k" | "K" | "M" => wrong(
                Diagnostic::error("E0104", format!("`{spaced}` alone is not a unit"))
                    .at(self.span(start, rest), "")
                    .patch("a magnitude touches its number", self.span(input, after_gap), ""),
            ),
            "B" | "T" if unit_follows(rest) && !money => {
                let number = self.consumed(start, input);
                let large = if spaced == "B" { "bn" } else { "tn" };
                wrong(
                    Diagnostic::error("E0104", format!("`{number} {spaced}` is followed by another unit"))
                        .at(
                            self.span(start, rest),
                            if spaced == "B" { "billion, or bytes?" } else { "trillion?" },
                        )
                        .patch("for the magnitude write", self.span(start, rest), format!("{number}{large}")),
                )
            }
            // `5 m users` is not a length of users.
            "m" | "b" | "t" | "g" | "G" if unit_follows(rest) => {
                wrong(self.ambiguous_letter(start, input, rest, spaced))
            }
            _ => match spelled_out(spaced) {
                Some(exponent) => shift(rest, exponent),
                None => self.word_of_magnitude(start, input, rest, spaced),
            },
        }
    }

    /// Reads `mn`, `mil`, `MM`, `Million` before a word that may be a noun; refuses them elsewhere.
    fn word_of_magnitude(
        &self,
        start: &'a str,
        input: &'a str,
        rest: &'a str,
        found: &'a str,
    ) -> Parsed<'a, Magnitude<'a>> {
        let Some(large) = WORDS.iter().find(|large| large.word == found) else {
            return Ok((input, Magnitude::default()));
        };
        if unit_follows(rest) {
            return counted(rest, found);
        }
        // `3 lakh` alone is a number in words, `5 mm` a length.
        if large.plain.starts_with('e') || !large.unit.is_empty() {
            return Ok((input, Magnitude::default()));
        }
        let place = self.span(input, rest);
        wrong(
            Diagnostic::error("E0104", format!("`{found}` is a magnitude only before what is counted"))
                .at(self.span(start, rest), large.readings)
                .patch(format!("for {}", large.readings.trim_end_matches('?')), place, large.plain),
        )
    }
}

fn counted<'a>(rest: &'a str, found: &'a str) -> Parsed<'a, Magnitude<'a>> {
    let exponent = large(found).map_or(0, |large| large.exponent);
    Ok((rest, Magnitude { exponent, large: Some(found), ..Magnitude::default() }))
}

/// Whether a space and a word follow that may be a unit.
pub(super) fn unit_follows(rest: &str) -> bool {
    let Ok((at, gap)) = blanks(rest) else { return false };
    !gap.is_empty() && unit_word(at).is_ok() && times_sign(at).is_err()
}

/// Returns the power of ten of a magnitude that is a word.
pub fn spelled_out(word: &str) -> Option<i32> {
    Some(match word {
        "thousand" => 3,
        "million" => 6,
        "billion" | "bn" => 9,
        "trillion" | "tn" => 12,
        _ => return None,
    })
}
