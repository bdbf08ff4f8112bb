//! Literals: a number with its magnitude and unit is one token.
//!
//! Spellings with two plausible readings are refused, each with unambiguous alternatives. `lower/` looks up the words
//! of a suffix.

use nom::Parser as _;
use nom::branch::alt;
use nom::bytes::complete::take_while1;
use nom::combinator::{not, opt, peek, recognize};
use nom::sequence::{pair, preceded};

use super::Parser;
use super::ast::{Form, Join, Literal, Node, NodeId, RangeKind, Word};
use super::error::{Problem, unexpected, wrong};
use super::token::{
    Parsed, any, blanks, digits, keyword, number, starts_name, symbol, symbols, unit_word, word,
};
use crate::text::diagnostic::Diagnostic;

/// Maximum number of units in one literal.
pub(super) const MOST_UNITS: u32 = 64;

/// The value of a number with its magnitude, and whether it is written as an integer.
struct Number {
    value: f64,
    whole: bool,
}

/// The magnitude after a number, such as `k` or `million`, or the `x` of a factor.
#[derive(Default)]
struct Magnitude<'a> {
    /// The power of ten.
    exponent: i32,
    /// Whether it is an `x`.
    factor: bool,
    /// The letter `B` or `T` before a unit.
    large: Option<&'a str>,
}

impl<'a> Parser<'_, 'a> {
    /// Reads a literal, or a range of two literals.
    pub(super) fn literal_or_range(&mut self, input: &'a str, divides: bool) -> Parsed<'a, NodeId> {
        let (rest, low) = self.literal(input, divides)?;
        self.refuse_plus_minus(input, rest)?;
        let Some((after, kind)) = self.range_sign(rest) else {
            self.refuse_neighbour(input, rest)?;
            let span = self.span(input, rest);
            return Ok((rest, self.ast.push(Node::Literal(low), span, None)));
        };
        let (after, minus) = opt(symbol('-')).parse(after)?;
        let (end, high) = self.literal(after, false)?;
        self.refuse_neighbour(after, end)?;
        let span = self.span(input, end);
        let negative = (false, minus.is_some());
        Ok((end, self.ast.push(Node::Range { low, high, kind, negative }, span, None)))
    }

    /// Refuses `100 +- 20`: a misspelt `±`, or the sum with a negative number.
    fn refuse_plus_minus(&self, input: &'a str, rest: &'a str) -> Result<(), nom::Err<Problem<'a>>> {
        let (at, _) = self.space(rest)?;
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
            let sign = opt(alt((symbol('-'), symbol('+'))));
            recognize((sign, opt(symbol('$')), opt(symbol('.')), any(|c| c.is_ascii_digit()))).parse(input)
        };
        let (after, kind) = (sign, |input| self.space(input)).map(|(kind, _)| kind).parse(rest).ok()?;
        peek(number_ahead).parse(after).ok()?;
        Some((after, kind))
    }

    /// Reads a single literal. Returns its index in the arena.
    fn literal(&mut self, input: &'a str, divides: bool) -> Parsed<'a, u32> {
        let (start, money) = opt(symbol('$')).parse(input)?;
        let money = money.is_some();
        let (after, digits) = self.number_text(start)?;
        let (after_magnitude, magnitude) = self.magnitude(input, after, money)?;
        let parsed = self.value(self.consumed(start, after), magnitude.exponent, digits);
        let Some(Number { value, whole }) = parsed else {
            return wrong(
                Diagnostic::error("E0110", "this number is too large or too small to compute with")
                    .at(self.span(input, after_magnitude), "beyond about 1.8 × 10^308, or below 10^-308"),
            );
        };
        let number = self.span(input, after_magnitude);
        let suffix_start = self.word_count();
        let (mut rest, mut form) = (after_magnitude, if money { Form::Money } else { Form::Plain });
        if magnitude.factor {
            form = Form::Factor;
        } else if let (false, Ok((after, _))) = (money, self.percent(rest)) {
            (rest, form) = (after, Form::Percent);
        } else {
            rest = self.suffix(rest, !money)?.0;
        }
        if form != Form::Plain || self.word_count() > suffix_start {
            self.refuse_power(input, rest)?;
        }
        let suffix = suffix_start..self.word_count();
        let span = self.span(input, rest);
        let text = self.range(self.consumed(input, after_magnitude));
        let large = magnitude.large.map(|large| self.range(large));
        let literal = Literal { value, number, text, span, form, suffix, divides, large, whole };
        Ok((rest, self.ast.add_literal(literal)))
    }

    /// Reads the digits of a number, including `2^10`. Returns whether they are an integer.
    fn number_text(&self, input: &'a str) -> Parsed<'a, bool> {
        // `2^10` is a literal, but `2^3^2` is not: powers are right-associative.
        let power = recognize((digits, symbol('^'), opt(symbol('-')), digits));
        let continued = alt((
            recognize(any(|c| matches!(c, '^' | '²' | '³' | '.'))),
            recognize(pair(any(|c| matches!(c, 'e' | 'E')), any(|c| c.is_ascii_digit()))),
        ));
        let zero = |text: &str| text.starts_with("0^") || text.starts_with("00");
        if let Ok((rest, _)) = (power, not(continued)).parse(input)
            && !zero(input)
        {
            return Ok((rest, false));
        }
        let (rest, text) = number(input)?;
        let whole = text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        let group = |input| {
            let three = |input| take_while1::<_, _, Problem<'_>>(|c: char| c.is_ascii_digit())(input);
            match preceded(alt((symbol(','), symbol('.'))), three).parse(input) {
                Ok((rest, digits)) if digits.len() == 3 => Some(rest),
                _ => None,
            }
        };
        let groups_start_here = rest.starts_with(',') && whole || rest.starts_with('.') && text.contains('.');
        if let (true, Some(mut end)) = (groups_start_here, group(rest)) {
            while let Some(next) = group(end) {
                end = next;
            }
            let plain = self.consumed(input, end).replace([',', '.'], "_");
            let mut error = Diagnostic::error("E0105", "digits are grouped with `_`, never with `,` or `.`")
                .at(self.span(input, end), "")
                .patch("for one number write", self.span(input, end), plain);
            if self.open > 0 && rest.starts_with(',') {
                error = error.help("for two arguments put a space after the comma");
            }
            return wrong(error);
        }
        let decimals = rest.strip_prefix(',').and_then(|at| digits(at).ok());
        if let (true, Some((end, decimals))) = (whole && self.open == 0, decimals) {
            let place = self.span(input, end);
            let error = Diagnostic::error("E0105", "a decimal point is a `.`").at(place, "");
            return wrong(error.patch("write", place, format!("{text}.{decimals}")));
        }
        let point =
            rest.strip_prefix('.').filter(|after| !after.starts_with(|c: char| c == '.' || starts_name(c)));
        if point.is_some() && !text.contains(['.', 'e', 'E']) {
            let place = self.span(input, point.unwrap_or(""));
            return wrong(
                Diagnostic::error("E0101", "a decimal point must be followed by digits").at(place, "").patch(
                    "write",
                    place,
                    format!("{text}.0"),
                ),
            );
        }
        Ok((rest, whole))
    }

    /// Returns the decimal that digits and magnitude form together, so that `1.5k` is exactly `1.5e3`. `None` if it
    /// is not a normal number.
    fn value(&self, text: &str, exponent: i32, whole: bool) -> Option<Number> {
        let plain;
        let text = if text.contains('_') {
            plain = text.replace('_', "");
            &plain
        } else {
            text
        };
        let value = match text.split_once('^') {
            Some(("10", power)) => {
                format!("1e{}", power.parse::<i32>().ok()?.checked_add(exponent)?).parse().ok()?
            }
            Some((base, power)) => {
                libm::pow(base.parse().ok()?, power.parse().ok()?)
                    * format!("1e{exponent}").parse::<f64>().ok()?
            }
            None if exponent == 0 => text.parse().ok()?,
            None => match text.split_once(['e', 'E']) {
                Some((mantissa, own)) => {
                    format!("{mantissa}e{}", own.parse::<i32>().ok()?.checked_add(exponent)?).parse().ok()?
                }
                None => format!("{text}e{exponent}").parse::<f64>().ok()?,
            },
        };
        let is_zero = text.split(['e', 'E', '^']).next()?.bytes().all(|b| matches!(b, b'0' | b'.'));
        let fits = value.is_finite() && (value != 0.0 || is_zero) && (value == 0.0 || value.is_normal());
        fits.then_some(Number { value, whole: whole && exponent == 0 })
    }

    /// Reads `k`, `M`, `bn`, `million`, …. Fails at letters that are ambiguous.
    fn magnitude(&self, start: &'a str, input: &'a str, money: bool) -> Parsed<'a, Magnitude<'a>> {
        let none = Ok((input, Magnitude::default()));
        let shift = |rest, exponent| Ok((rest, Magnitude { exponent, ..Magnitude::default() }));
        let number = self.consumed(start, input);
        if let Ok((rest, glued)) = word(input) {
            let unit_follows = (blanks, unit_word).parse(rest).is_ok_and(|(_, (gap, _))| !gap.is_empty());
            return match glued {
                "k" | "K" => shift(rest, 3),
                "M" => shift(rest, 6),
                "x" if !money => Ok((rest, Magnitude { factor: true, ..Magnitude::default() })),
                "B" if money => shift(rest, 9),
                "T" if money => shift(rest, 12),
                "B" if unit_follows => {
                    Ok((rest, Magnitude { exponent: 9, large: Some(glued), ..Magnitude::default() }))
                }
                "T" if unit_follows => {
                    Ok((rest, Magnitude { exponent: 12, large: Some(glued), ..Magnitude::default() }))
                }
                "B" | "T" | "G" | "m" | "b" | "t" | "g" => {
                    wrong(self.ambiguous_letter(start, input, rest, glued))
                }
                _ => spelled_out(glued).map_or(none, |exponent| shift(rest, exponent)),
            };
        }
        let Ok((after_gap, gap)) = self.space(input) else { return none };
        let Ok((rest, spaced)) = word(after_gap) else { return none };
        if gap.is_empty() {
            return none;
        }
        let unit_follows = (blanks, unit_word).parse(rest).is_ok_and(|(_, (gap, _))| !gap.is_empty());
        match spaced {
            "k" | "K" if unit_follows => shift(rest, 3),
            "M" if unit_follows => shift(rest, 6),
            "k" | "K" | "M" => wrong(
                Diagnostic::error("E0104", format!("`{spaced}` alone is not a unit"))
                    .at(self.span(start, rest), "")
                    .patch(
                        "a magnitude touches its number",
                        self.span(start, rest),
                        format!("{number}{spaced}"),
                    ),
            ),
            "B" | "T" if unit_follows && !money => {
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
            "m" | "b" | "t" | "g" | "G" if unit_follows => {
                wrong(self.ambiguous_letter(start, input, rest, spaced))
            }
            _ => spelled_out(spaced).map_or(none, |exponent| shift(rest, exponent)),
        }
    }

    /// Reads `%`, with or without a space before it.
    fn percent(&self, input: &'a str) -> Parsed<'a, ()> {
        (blanks, symbol('%')).map(|_| ()).parse(input)
    }

    /// Reads the unit: if `lead`, a word; then words after `/`, `·` or `per`.
    fn suffix(&mut self, input: &'a str, lead: bool) -> Parsed<'a, ()> {
        let mut rest = input;
        if lead {
            let (after_gap, _) = self.space(input)?;
            if let Ok((after, text)) = unit_word(after_gap) {
                self.add_word(after_gap, after, text, Join::Lead, 1.0);
                rest = after;
            }
        }
        let first = self.word_count();
        loop {
            if self.word_count() - first > MOST_UNITS {
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
                Join::Slash if word(after_join).is_ok_and(|(_, word)| spelled_out(word).is_some()) => {
                    self.times(after_join)?
                }
                _ => (after_join, 1.0),
            };
            let Ok((after, text)) = unit_word(at) else { return Ok((rest, ())) };
            if join.divides() {
                self.refuse_hyphen(at, after, text)?;
            }
            self.add_word(at, after, text, join, times);
            rest = after;
        }
    }

    /// Reads the number of `per million tokens` or `per 1M tokens`. Returns 1 if there is none.
    pub(super) fn times(&self, input: &'a str) -> Parsed<'a, f64> {
        let none = Ok((input, 1.0));
        let (rest, text, whole) = match self.number_text(input) {
            Ok((rest, whole)) => (rest, self.consumed(input, rest), whole),
            Err(failure @ nom::Err::Failure(_)) => return Err(failure),
            Err(_) => (input, "1", true),
        };
        let bare = text == "1" && rest.len() == input.len();
        let magnitude = if bare {
            match word(input) {
                Ok((after, name)) => match name {
                    "bn" | "tn" => None,
                    word => spelled_out(word).map(|exponent| (after, exponent)),
                },
                Err(_) => None,
            }
        } else {
            let (after, magnitude) = self.magnitude(input, rest, false)?;
            Some((after, magnitude.exponent))
        };
        let Some((after, exponent)) = magnitude else { return none };
        let Some(number) = self.value(text, exponent, whole).filter(|number| number.value > 0.0) else {
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

/// Returns the power of ten of a magnitude that is a word.
fn spelled_out(word: &str) -> Option<i32> {
    Some(match word {
        "thousand" => 3,
        "million" => 6,
        "billion" | "bn" => 9,
        "trillion" | "tn" => 12,
        _ => return None,
    })
}

/// Whether a literal starts here.
pub(super) fn literal_ahead(input: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let after = input.strip_prefix('$').unwrap_or(input);
    after.strip_prefix('.').unwrap_or(after).starts_with(digit)
}

/// Reads the name after a `$`: a variable of a shell or of another language.
pub(super) fn dollar_name(input: &str) -> Parsed<'_, &str> {
    let (rest, name) = preceded(symbol('$'), word).parse(input)?;
    if name.starts_with(starts_name) { Ok((rest, name)) } else { unexpected(input) }
}
