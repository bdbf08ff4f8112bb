//! A hyphen between two numbers: `20-30%` is a range to most who write it, and a difference to the grammar.
//!
//! Where the numbers ascend, it is refused with both readings. Where they descend, only the difference makes sense.
//! Two literals with different units are compared where units are known, with the same error.

use nom::Parser as _;

use super::Parser;
use super::ast::{Form, Literal};
use super::error::{Problem, wrong};
use super::token::{blanks, keyword, literal_ahead, number};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// A literal beside a hyphen.
struct Side<'a> {
    literal: Literal,
    /// Its text from its first character on, and the text after it.
    at: &'a str,
    rest: &'a str,
    /// Its digits as a number, without magnitude: 10 of `10k`.
    face: f64,
    /// The text from behind the digits to behind the magnitude: `k` of `10k qps`.
    magnitude: &'a str,
    /// The text behind the magnitude: ` qps`.
    unit: &'a str,
}

impl Side<'_> {
    fn has_unit(&self) -> bool {
        self.literal.form != Form::Plain || !self.literal.suffix.is_empty()
    }
}

/// How two literals round a hyphen are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Ascends,
    Descends,
    /// Only their units tell.
    Unknown,
}

impl<'a> Parser<'_, 'a> {
    /// Refuses a hyphen at `rest` that makes a range of the literal before it, which has the index `low`, and one
    /// after it.
    pub(super) fn refuse_hyphen_range(
        &mut self,
        input: &'a str,
        rest: &'a str,
        low: u32,
    ) -> Result<(), nom::Err<Problem<'a>>> {
        let Some(after) = rest.strip_prefix('-').filter(|after| literal_ahead(after)) else { return Ok(()) };
        // `x^2-4`: an exponent is no end of a range.
        let before = self.back(input, 1).strip_suffix(input).unwrap_or("");
        if before == "^" || input.len() > self.judged {
            return Ok(());
        }
        let kept = (self.ast.literals.len(), self.ast.words.len());
        let found = self.ascending(input, (rest, after), low, before == "-");
        self.ast.forget(kept.0, kept.1);
        match found? {
            Some(error) => wrong(error),
            None => Ok(()),
        }
    }

    fn ascending(
        &mut self,
        input: &'a str,
        (rest, after): (&'a str, &'a str),
        low: u32,
        negative: bool,
    ) -> Result<Option<Diagnostic>, nom::Err<Problem<'a>>> {
        let Some(low) = self.ast.literals.get(low as usize).cloned() else { return Ok(None) };
        let mut sides = vec![self.side(low, input, rest)];
        let mut next = Some(after);
        while let Some(at) = next {
            let (rest, index) = self.literal(at, false)?;
            let Some(literal) = self.ast.literals.get(index as usize).cloned() else { return Ok(None) };
            sides.push(self.side(literal, at, rest));
            next = rest.strip_prefix('-').filter(|after| literal_ahead(after));
        }
        // What was read is not judged again at each of its numbers.
        self.judged = sides.last().map_or(usize::MAX, |last| last.rest.len());
        let ascends = sides.windows(2).any(|pair| match pair {
            [low, high] => self.order(low, high) == Order::Ascends,
            _ => false,
        });
        let [low, high] = sides.as_slice() else {
            return Ok(ascends.then(|| self.chain(&sides)));
        };
        if !ascends || self.is_complement(low, high) {
            return Ok(None);
        }
        Ok(Some(if negative { self.chain(&sides) } else { self.range_or_difference(low, high) }))
    }

    fn side(&self, literal: Literal, at: &'a str, rest: &'a str) -> Side<'a> {
        let digits_at = at.strip_prefix('$').unwrap_or(at);
        let after = self.number_text(digits_at).map_or(digits_at, |(after, _)| after);
        let digits = self.consumed(digits_at, after);
        let face = match digits.split_once('^') {
            Some(_) => literal.value,
            None => number(digits)
                .ok()
                .map_or(literal.value, |_| digits.replace(['_', ','], "").parse().unwrap_or(literal.value)),
        };
        let text = self.consumed(at, rest);
        let written = self.ast.str(literal.text).len();
        let unit = text.get(written..).unwrap_or("");
        let magnitude = self.consumed(after, at.get(written..).unwrap_or(""));
        Side { literal, at, rest, face, magnitude, unit }
    }

    /// Compares two literals by their faces where the first has neither unit nor magnitude, and else by their values.
    fn order(&self, low: &Side<'a>, high: &Side<'a>) -> Order {
        let ascends = |holds: bool| if holds { Order::Ascends } else { Order::Descends };
        let values = low.literal.value < high.literal.value;
        match (low.has_unit(), high.has_unit()) {
            (false, _) if low.magnitude.is_empty() => ascends(low.face < high.face || values),
            (_, false) | (false, _) => ascends(values),
            (true, true) if low.literal.form != high.literal.form => Order::Unknown,
            (true, true) if self.lacks(low, high).is_some() => ascends(values),
            (true, true) => Order::Unknown,
        }
    }

    /// What the unit of the second literal has more than that of the first, which it begins with: ` per user` of
    /// `$5-$10 per user`.
    fn lacks(&self, low: &Side<'a>, high: &Side<'a>) -> Option<&'a str> {
        let more = match low.unit.trim() {
            "" => high.unit,
            unit => high.unit.trim_start().strip_prefix(unit)?,
        };
        let is_whole = more.is_empty() || more.starts_with(['/', ' ']);
        (is_whole && more.trim_start().starts_with(['/', 'p']) || more.is_empty()).then_some(more)
    }

    /// `1-99.9%` in parentheses or in a larger expression is what is left of the whole.
    fn is_complement(&self, low: &Side<'a>, high: &Side<'a>) -> bool {
        let share = high.literal.form == Form::Percent && high.literal.value <= 100.0;
        if !(share && low.literal.value == 1.0 && !low.has_unit() && low.literal.whole) {
            return false;
        }
        let starts = self.whole.is_some_and(|whole| whole.len() == low.at.len());
        let end = blanks(high.rest).map_or(high.rest, |(end, _)| end);
        let ends = end.is_empty() || end.starts_with([')', ',', '\n', ';', '#']);
        !(starts && ends)
    }

    fn range_or_difference(&self, low: &Side<'a>, high: &Side<'a>) -> Diagnostic {
        let text = self.consumed(low.at, high.rest);
        let (span, sign) = (self.span(low.at, high.rest), self.span(low.rest, high.at));
        let low_number = self.consumed(low.at, low.rest);
        let high_text = self.consumed(high.at, high.rest);
        let (bare, percent) = (!low.has_unit(), high.literal.form == Form::Percent);
        let mut error = two_readings(text, span);
        if low.literal.value == 0.0 {
            let unit = if bare { high.unit } else { "" };
            let ends = format!("uniform({low_number}{unit}, {high_text})");
            error = error.patch("for a range from zero", span, ends);
        } else if bare && percent {
            error = error.patch("for a range", span, format!("{low_number}{} to {high_text}", high.unit));
        } else if bare && low.magnitude.is_empty() && has_magnitude(high) && low.face < high.face {
            let from = |magnitude: &str| format!("{low_number}{magnitude}{} to {high_text}", high.unit);
            error = error.patch("for a range", span, from(high.magnitude)).patch(
                "for a range from the number as it stands",
                span,
                from(""),
            );
        } else {
            // `$5-$10 per user`
            let more = if bare { "" } else { self.lacks(low, high).unwrap_or("") };
            error = error.patch("for a range", sign, format!("{more} to "));
            if !more.is_empty() {
                return error.patch("to subtract", sign, format!("{more} - "));
            }
        }
        if percent && !(bare && low.literal.value == 1.0) {
            // `20 - 30%` has two readings itself.
            let points = (high.literal.value * 1e8).round() / 1e10;
            if keyword("of").parse(high.rest.trim_start()).is_ok() {
                return error;
            }
            return error.patch("to subtract", span, format!("{low_number} - {points}"));
        }
        // A number and a size have no difference.
        let factor = high.literal.form == Form::Factor;
        let differ = bare && high.has_unit() && !percent && !factor || !bare && !high.has_unit();
        if differ { error } else { error.patch("to subtract", sign, " - ") }
    }

    /// `3-5-7`, `-5-10`: no range, but hardly a difference either.
    fn chain(&self, sides: &[Side<'a>]) -> Diagnostic {
        let (Some(first), Some(last)) = (sides.first(), sides.last()) else {
            return Diagnostic::error("E0104", "numbers with hyphens between them");
        };
        let span = self.span(first.at, last.rest);
        let text = self.consumed(first.at, last.rest);
        let spaced: Vec<&str> = sides.iter().map(|side| self.consumed(side.at, side.rest)).collect();
        Diagnostic::error("E0104", format!("`{text}` may be something else than a difference"))
            .at(span, "")
            .patch("to subtract", span, spaced.join(" - "))
    }
}

/// Whether a number has a magnitude that may hold for another: `k`, `million`; not the `x` of a factor.
fn has_magnitude(side: &Side<'_>) -> bool {
    !side.magnitude.is_empty() && side.literal.form != Form::Factor && !side.literal.is_with_unit()
}

/// Two literals with a hyphen between them, the smaller first.
pub fn two_readings(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0104", format!("`{text}` has two readings")).at(span, "a range, or a difference?")
}
