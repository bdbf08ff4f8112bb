//! Literals: a number with its magnitude and unit is one token.
//!
//! Spellings with two plausible readings are refused, each with unambiguous alternatives. `lower/` looks up the words
//! of a suffix.

use nom::Parser as _;
use nom::branch::alt;
use nom::combinator::{opt, peek, recognize};
use nom::sequence::preceded;

use super::Parser;
use super::ast::{Form, Join, Literal, Node, NodeId, RangeKind, Word, Writing};
use super::digits::{Digits, Number, is_pointed};
use super::duration::is_time;
use super::error::{Problem, unexpected, wrong};
use super::magnitude::{number_of, spelled_out, unit_follows};
pub(super) use super::token::literal_ahead;
use super::token::{Parsed, any, blanks, keyword, starts_name, symbol, symbols, times_sign, unit_word, word};
use crate::text::diagnostic::Diagnostic;

/// Maximum number of units in one literal.
pub(super) const MOST_UNITS: u32 = 64;

impl<'a> Parser<'_, 'a> {
    /// Reads a literal, or a range of two literals.
    pub(super) fn literal_or_range(&mut self, input: &'a str, divides: bool) -> Parsed<'a, NodeId> {
        let (rest, low) = self.literal(input, divides)?;
        self.refuse_plus_minus(input, rest)?;
        if rest.starts_with('-') {
            self.refuse_hyphen_range(input, rest, low)?;
        }
        let Some((after, kind)) = self.range_sign(rest) else {
            self.refuse_neighbour(input, rest, divides)?;
            let span = self.span(input, rest);
            return Ok((rest, self.ast.push(Node::Literal(low), span, None)));
        };
        let (after, minus) = opt(symbol('-')).parse(after)?;
        let high = self.literal(after.trim_start_matches(['~', ' ']), false);
        let (end, high) = match high {
            // `5M to 50m`: the magnitude of one end tells what the letter of the other is.
            Err(nom::Err::Failure(Problem::Wrong(error))) if self.is_number_in(low) && error.is_choice() => {
                let helps = error.helps.iter().take(1).cloned().collect();
                return wrong(error.with_helps(helps));
            }
            high => high?,
        };
        self.refuse_neighbour(after, end, divides)?;
        let span = self.span(input, end);
        let negative = (false, minus.is_some());
        Ok((end, self.ast.push(Node::Range { low, high, kind, negative }, span, None)))
    }

    /// Whether a literal is a number with a magnitude and no unit.
    fn is_number_in(&self, literal: u32) -> bool {
        self.ast.literals.get(literal as usize).is_some_and(|literal| {
            let letter = self.ast.str(literal.text).ends_with(char::is_alphabetic);
            letter && literal.form == Form::Plain && literal.suffix.is_empty()
        })
    }

    /// Reads `~2.5k`: about so much, which is that number. `start` is at the sign, `after` behind it.
    pub(super) fn about(&mut self, start: &'a str, after: &'a str, divides: bool) -> Parsed<'a, NodeId> {
        let (number, _) = self.space(after)?;
        if !literal_ahead(number) {
            return unexpected(start);
        }
        if start.starts_with('~') {
            return self.literal_or_range(number, divides);
        }
        let sign = self.span(start, number);
        wrong(Diagnostic::error("E0101", "`≈` stands between two values, and heads none").at(sign, "").patch(
            "leave it out",
            sign,
            "",
        ))
    }

    /// Refuses `100 +- 20`: a misspelt `±`, or the sum with a negative number; and `5~10`, a misspelt `to`.
    fn refuse_plus_minus(&self, input: &'a str, rest: &'a str) -> Result<(), nom::Err<Problem<'a>>> {
        let (at, _) = self.space(rest)?;
        if let Some(after) = at.strip_prefix(['~', '〜', '～']).filter(|after| !after.starts_with('~')) {
            let (number_at, _) = self.space(after)?;
            if literal_ahead(number_at) {
                let sign = self.span(rest, number_at);
                let error = Diagnostic::error("E0101", "`~` makes no range");
                return wrong(error.at(self.span(at, after), "").patch("for a range", sign, " to "));
            }
        }
        // `5...10`, `5 .. .10`, `5…10`
        let dots = at.strip_prefix("..").map(|after| after.trim_start_matches([' ', '\t']));
        let dots = dots.and_then(|after| after.strip_prefix('.')).or_else(|| at.strip_prefix('…'));
        if let Some(after) = dots {
            let number_at = after.trim_start_matches([' ', '\t', '.']);
            // `.05 .. .10` are decimals.
            if literal_ahead(number_at) && !input.starts_with(['.', '0']) {
                let sign = self.span(rest, number_at);
                let error = Diagnostic::error("E0101", "a range has `to` or `..` between its ends");
                return wrong(error.at(self.span(at, number_at), "").patch("for a range", sign, " to "));
            }
        }
        let Some(after) = at.strip_prefix("+-").or_else(|| at.strip_prefix("-+")) else { return Ok(()) };
        let (number_at, _) = self.space(after)?;
        if !literal_ahead(number_at) {
            return Ok(());
        }
        let sign = self.span(at, after);
        wrong(
            Diagnostic::error("E0104", "`+-` has two readings")
                .at(self.span(input, after), "a range, or a sum?")
                .patch("for a range write", sign, "±")
                .patch("to subtract write", sign, "-"),
        )
    }

    /// Reads `to`, `..` or `±` if a number follows, and not a unit.
    fn range_sign(&self, input: &'a str) -> Option<(&'a str, RangeKind)> {
        let (rest, _) = self.space(input).ok()?;
        let sign = alt((
            keyword("to").map(|_| RangeKind::Interval),
            symbols("..").map(|_| RangeKind::Interval),
            alt((symbols("±"), symbols("+/-"))).map(|_| RangeKind::PlusMinus),
        ));
        let number_ahead = |input| {
            let sign = opt(alt((symbol('-'), symbol('+'), symbol('~'))));
            recognize((sign, blanks, opt(symbol('$')), opt(symbol('.')), any(|c| c.is_ascii_digit())))
                .parse(input)
        };
        let (after, kind) = (sign, |input| self.space(input)).map(|(kind, _)| kind).parse(rest).ok()?;
        peek(number_ahead).parse(after).ok()?;
        Some((after, kind))
    }

    /// Reads a single literal. Returns its index in the arena.
    pub(super) fn literal(&mut self, input: &'a str, divides: bool) -> Parsed<'a, u32> {
        let (start, money) = opt(symbol('$')).parse(input)?;
        let money = money.is_some();
        let (after, digits) = self.number_text(start)?;
        if after.starts_with(['-', '/', ':', '.']) {
            self.refuse_date(start, after)?;
        }
        if !money && let Some(literal) = self.duration_literal(input, after, divides)? {
            return Ok(literal);
        }
        let (after_magnitude, magnitude) = self.magnitude(input, after, money)?;
        let mut form = if money { Form::Money } else { Form::Plain };
        let (mut rest, mut exponent, mut number_end) = (after_magnitude, magnitude.exponent, after_magnitude);
        let mut writing = if digits == Digits::OneComma { Writing::OneComma } else { Writing::Usual };
        if digits == Digits::Other && after_magnitude.len() == after.len() {
            let text = self.consumed(start, after);
            if text.ends_with('0') && is_pointed(text) {
                writing = Writing::Pointed;
            }
        }
        if magnitude.factor {
            form = Form::Factor;
        } else if let (false, Some(share)) = (money, share(rest)) {
            (rest, form) = (share.rest, Form::Percent);
            exponent = exponent.saturating_add(share.exponent);
            if share.is_word {
                (number_end, writing) = (rest, Writing::WithUnit);
            }
        }
        let Some(Number { value, whole }) = self.value(self.consumed(start, after), exponent, digits) else {
            return wrong(
                Diagnostic::error("E0110", "this number is too large or too small to compute with")
                    .at(self.span(input, after_magnitude), "beyond about 1.8 × 10^308, or below 10^-308"),
            );
        };
        let suffix_start = self.word_count();
        if matches!(form, Form::Plain | Form::Money) {
            rest = self.suffix(rest, !money)?.0;
        }
        if form == Form::Money || form == Form::Factor || self.word_count() > suffix_start {
            self.refuse_power(input, rest)?;
        }
        let number = self.span(input, number_end);
        let text = self.range(self.consumed(input, number_end));
        let (suffix, span) = (suffix_start..self.word_count(), self.span(input, rest));
        let large = magnitude.large.map(|large| self.range(large));
        let literal = Literal { value, number, text, span, form, suffix, divides, large, writing, whole };
        Ok((rest, self.ast.add_literal(literal)))
    }

    /// Reads a duration of several parts, such as `1h30m` or `2 hours 30 min/day`, whose number ends at `after`.
    fn duration_literal(
        &mut self,
        input: &'a str,
        after: &'a str,
        divides: bool,
    ) -> Result<Option<(&'a str, u32)>, nom::Err<Problem<'a>>> {
        let Some(duration) = self.duration(input, after)? else { return Ok(None) };
        let suffix_start = self.word_count();
        let unit_end = duration.unit_at.get(duration.unit.len()..).unwrap_or("");
        self.add_word(duration.unit_at, unit_end, duration.unit, Join::Lead, 1.0);
        let (rest, ()) = self.suffix(duration.rest, false)?;
        self.refuse_power(input, rest)?;
        let literal = Literal {
            value: duration.value,
            number: self.span(input, duration.rest),
            text: self.range(self.consumed(input, duration.rest)),
            span: self.span(input, rest),
            form: Form::Plain,
            suffix: suffix_start..self.word_count(),
            divides,
            large: None,
            writing: if duration.calendar { Writing::Calendar } else { Writing::WithUnit },
            whole: false,
        };
        Ok(Some((rest, self.ast.add_literal(literal))))
    }

    /// Reads the unit: if `lead`, a word; then words after `/`, `·` or `per`.
    fn suffix(&mut self, input: &'a str, lead: bool) -> Parsed<'a, ()> {
        let mut rest = input;
        let first = self.word_count();
        if lead {
            let (after_gap, _) = self.space(input)?;
            let after_gap = self.read_over(after_gap);
            // An `x` before another operand multiplies.
            if let Ok((after, text)) = unit_word(after_gap)
                && (!matches!(text, "x" | "X") || times_sign(after_gap).is_err())
            {
                self.add_word(after_gap, after, text, Join::Lead, 1.0);
                rest = after;
            }
        }
        loop {
            if let Some(after) = self.joined_time(rest, first) {
                rest = after;
                continue;
            }
            if self.word_count() - first > MOST_UNITS + u32::from(lead) {
                return wrong(
                    Diagnostic::error(
                        "E0107",
                        format!("this unit is a product of more than {MOST_UNITS} units"),
                    )
                    .at(self.token(rest), "too many from here"),
                );
            }
            let joined = if let Ok((after, _)) = symbol('/').parse(rest) {
                (after, Join::Slash)
            } else if let Ok((after, _)) = symbol('·').parse(rest) {
                (after, Join::Times)
            } else if let Ok((after, _)) = (|i| self.space(i), keyword("per"), |i| self.space(i)).parse(rest)
            {
                (after, Join::Per)
            } else {
                return Ok((rest, ()));
            };
            let (after_join, join) = joined;
            let (at, times) = match join {
                Join::Per => self.times(after_join)?,
                // `$5/million requests`, with the magnitude as a word, is unambiguous.
                Join::Slash if magnitude_ahead(after_join) => self.times(after_join)?,
                _ => (after_join, 1.0),
            };
            // `$0.40 per million` divides by a number.
            if at.len() == after_join.len() && word(at).is_ok_and(|(_, word)| number_of(word).is_some()) {
                return Ok((rest, ()));
            }
            let at = self.read_over(at);
            let Ok((after, text)) = unit_word(at) else { return Ok((rest, ())) };
            if join.divides() {
                self.refuse_hyphen(at, after, text)?;
            }
            self.add_word(at, after, text, join, times);
            rest = after;
        }
    }

    /// Reads `-months` of `GB-months`, and `hour` of `$2 per gpu hour`: a product with a unit of time, which no name
    /// can be. `first` is the number of the first word of the unit. Returns the text after it.
    pub(super) fn joined_time(&mut self, input: &'a str, first: u32) -> Option<&'a str> {
        let at = input.strip_prefix('-');
        if at.is_none() && !input.starts_with([' ', '\t', '\u{a0}']) {
            return None;
        }
        let last = *self.ast.words.get(first as usize..)?.last()?;
        let divides = last.join.divides();
        let at = match at {
            Some(at) => at,
            None if divides => blanks(input).ok()?.0,
            None => return None,
        };
        let (rest, text) = unit_word(at).ok()?;
        if !is_time(text) || is_time(self.ast.str(last.text)) {
            return None;
        }
        self.add_word(at, rest, text, if divides { Join::Slash } else { Join::Times }, 1.0);
        Some(rest)
    }

    /// Reads the number of `per million tokens` or `per 1M tokens`. Returns 1 if there is none.
    pub(super) fn times(&self, input: &'a str) -> Parsed<'a, f64> {
        let none = Ok((input, 1.0));
        let (rest, text, kind) = match self.number_text(input) {
            Ok((rest, kind)) => (rest, self.consumed(input, rest), kind),
            Err(failure @ nom::Err::Failure(_)) => return Err(failure),
            Err(_) => (input, "1", Digits::Whole),
        };
        let bare = text == "1" && rest.len() == input.len();
        let magnitude = if bare {
            match word(input) {
                Ok((after, name)) => match name {
                    "bn" | "tn" => None,
                    // `$3/M tokens`
                    "k" | "K" if unit_follows(after) => Some((after, 3)),
                    "M" | "MM" if unit_follows(after) => Some((after, 6)),
                    word => spelled_out(word).map(|exponent| (after, exponent)),
                },
                Err(_) => None,
            }
        } else {
            let (after, magnitude) = self.magnitude(input, rest, false)?;
            Some((after, magnitude.exponent))
        };
        let Some((after, exponent)) = magnitude else { return none };
        let Some(number) = self.value(text, exponent, kind).filter(|number| number.value > 0.0) else {
            return none;
        };
        let (after, _) = self.space(after)?;
        if peek(unit_word).parse(after).is_ok() { Ok((after, number.value)) } else { none }
    }

    /// Adds a word of a unit to the arena.
    pub(super) fn add_word(&mut self, from: &'a str, to: &'a str, text: &'a str, join: Join, times: f64) {
        let (span, text) = (self.span(from, to), self.range(text));
        self.ast.words.push(Word { text, span, join, times });
    }

    /// Returns the number of words in the arena.
    pub(super) fn word_count(&self) -> u32 {
        u32::try_from(self.ast.words.len()).unwrap_or(u32::MAX)
    }
}

/// Whether a magnitude that belongs to the word behind it comes next: `million requests`, `M tokens`.
fn magnitude_ahead(input: &str) -> bool {
    word(input).is_ok_and(|(rest, word)| {
        spelled_out(word).is_some() || matches!(word, "k" | "K" | "M" | "MM") && unit_follows(rest)
    })
}

/// A share's sign behind its number.
struct Share<'a> {
    rest: &'a str,
    /// The power of ten of its unit, above that of a percent.
    exponent: i32,
    /// Whether it is not `%`.
    is_word: bool,
}

/// Reads `%`, `per cent`, `‰`, `per mille`, `ppm`, with or without a space before it.
fn share(input: &str) -> Option<Share<'_>> {
    let (at, _) = blanks(input).ok()?;
    let share = |rest, exponent, is_word| Some(Share { rest, exponent, is_word });
    match at.as_bytes().first()? {
        b'%' => share(at.get(1..)?, 0, false),
        b'p' => {
            if let Ok((rest, "ppm")) = unit_word(at) {
                return share(rest, -4, true);
            }
            let (rest, (_, _, word)) = (keyword("per"), blanks, unit_word).parse(at).ok()?;
            match word {
                "cent" => share(rest, 0, true),
                "mille" | "mil" => share(rest, -1, true),
                _ => None,
            }
        }
        _ => share(at.strip_prefix('‰')?, -1, true),
    }
}

/// Reads the name after a `$`: a variable of a shell or of another language.
pub(super) fn dollar_name(input: &str) -> Parsed<'_, &str> {
    let (rest, name) = preceded(symbol('$'), word).parse(input)?;
    if name.starts_with(starts_name) { Ok((rest, name)) } else { unexpected(input) }
}
