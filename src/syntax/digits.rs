//! The digits of a number: decimals, powers, and groups of three.
//!
//! Groups are separated by `_`, or by `,` where no comma separates arguments: `1,000,000`. What is written otherwise
//! is refused with the number as it can be read.

use nom::Parser as _;
use nom::branch::alt;
use nom::combinator::{not, opt, recognize};
use nom::sequence::pair;

use super::Parser;
use super::error::wrong;
use super::token::{Parsed, any, digits, number, starts_name, symbol, word};
use crate::text::diagnostic::Diagnostic;

/// What the digits of a number are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    /// An integer.
    Whole,
    /// An integer or a decimal with a single comma in it: `1,500`, which elsewhere is one and a half.
    OneComma,
    /// A decimal, a power, or a number with an exponent.
    Other,
}

/// The value of a number with its magnitude, and whether it is written as an integer.
pub(super) struct Number {
    pub value: f64,
    pub whole: bool,
}

impl<'a> Parser<'_, 'a> {
    /// Reads the digits of a number, including `2^10`.
    pub(super) fn number_text(&self, input: &'a str) -> Parsed<'a, Digits> {
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
            return Ok((rest, Digits::Other));
        }
        let (rest, text) = number(input)?;
        let whole = text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        let kind = if whole { Digits::Whole } else { Digits::Other };
        match rest.as_bytes().first() {
            Some(b',') if rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {
                self.commas(input, rest, text, kind)
            }
            Some(b'.') => self.refuse_points(input, rest, text),
            Some(b'_') => wrong(self.stray_underscore(input)),
            Some(b'x' | b'X' | b'b' | b'o') if text == "0" => match other_base(rest) {
                Some((end, value)) => wrong(
                    Diagnostic::error("E0101", "numbers are read in base ten")
                        .at(self.span(input, end), "")
                        .patch("in base ten", self.span(input, end), value.to_string()),
                ),
                None => Ok((rest, kind)),
            },
            _ => Ok((rest, kind)),
        }
    }

    /// Reads or refuses a number that has a comma behind its first digits.
    fn commas(&self, input: &'a str, rest: &'a str, text: &'a str, kind: Digits) -> Parsed<'a, Digits> {
        // Behind a comma of the same run, as at the 8 of `f(80,8,128)`, the run was judged before.
        let inside = self.back(input, 2).strip_suffix(input).unwrap_or("");
        let judged = self.commas && matches!(inside.as_bytes(), [digit, b','] if digit.is_ascii_digit());
        if judged || (self.commas && kind == Digits::Other) {
            return Ok((rest, kind));
        }
        let run = input.get(..run_of_groups(input)).unwrap_or("");
        let after = input.get(run.len()..).unwrap_or("");
        // The last group may have decimals.
        let decimals = match after.strip_prefix('.') {
            Some(at) => digits(at).map_or(after, |(end, _)| end),
            None => after,
        };
        let span = self.span(input, decimals);
        let parts: Vec<&str> = run.split(',').collect();
        let grouped = kind == Digits::Whole && well_grouped(&parts);
        let fraction = self.consumed(after, decimals);
        let error = || Diagnostic::error("E0105", "a `,` in a number has more than one reading");
        if self.commas {
            let zero = parts.iter().any(|part| part.len() > 1 && part.starts_with('0'));
            if !grouped && !zero {
                return Ok((rest, kind));
            }
            let (joined, apart) = (in_threes(&parts), parts.join(", "));
            let error = error().at(span, "one number, or several arguments?");
            let error = if joined == apart {
                error
            } else {
                error.patch("for one number", span, format!("{joined}{fraction}"))
            };
            return wrong(error.patch("for several arguments", span, format!("{apart}{fraction}")));
        }
        if grouped && !decimals.starts_with('_') {
            let one = parts.len() == 2;
            return Ok((
                decimals,
                if one {
                    Digits::OneComma
                } else if decimals.len() < after.len() {
                    Digits::Other
                } else {
                    Digits::Whole
                },
            ));
        }
        // `1,00,000` and `12,34,567` are one number, however its groups are made; `3,5,7` is a list.
        let one_number = parts.len() > 2 && parts.iter().skip(1).all(|part| matches!(part.len(), 2 | 3));
        match parts.as_slice() {
            // `1_000,000`
            _ if text.contains('_') && kind == Digits::Whole => {
                let end =
                    rest.find(|c: char| !(c.is_ascii_digit() || ",_".contains(c))).unwrap_or(rest.len());
                let span = self.span(input, rest.get(end..).unwrap_or(""));
                let plain = self.consumed(input, rest.get(end..).unwrap_or("")).replace(',', "_");
                wrong(in_groups(span).patch("for one number", span, plain))
            }
            [whole, part] if kind == Digits::Whole => {
                let error = Diagnostic::error("E0105", "a decimal point is a `.`").at(span, "");
                let error = error.patch("for a decimal", span, format!("{whole}.{part}"));
                // `1234,567`: a group of three that others do not precede.
                let group = part.len() == 3 && !whole.starts_with('0');
                let plain = || regrouped(&format!("{whole}{part}"));
                wrong(if group { error.patch("for one number", span, plain()) } else { error })
            }
            _ if one_number => {
                wrong(in_groups(span).patch("for one number", span, format!("{}{fraction}", regrouped(run))))
            }
            // `1.000,50`, as it is written in much of Europe.
            _ if kind == Digits::Other && is_pointed(text) => {
                let (end, cents) = digits(rest.get(1..).unwrap_or(""))?;
                let span = self.span(input, end);
                let plain = format!("{}.{cents}", text.replace('.', "_"));
                wrong(in_groups(span).patch("for one number", span, plain))
            }
            _ => Ok((rest, kind)),
        }
    }

    /// Refuses `1.000.000`, and a point that nothing follows: `5.`. Reads what else has a point after it.
    fn refuse_points(&self, input: &'a str, rest: &'a str, text: &str) -> Parsed<'a, Digits> {
        let whole = text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        let group = |at: &'a str| {
            let (end, three) = digits(at.strip_prefix('.')?).ok()?;
            (three.len() == 3).then_some(end)
        };
        if let (true, Some(mut end)) = (text.contains('.'), group(rest)) {
            while let Some(next) = group(end) {
                end = next;
            }
            let span = self.span(input, end);
            let plain = self.consumed(input, end).replace('.', "_");
            return wrong(in_groups(span).patch("for one number", span, plain));
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
        Ok((rest, if whole { Digits::Whole } else { Digits::Other }))
    }

    /// `1__000`, `1_000_`, `5_users`: an underscore that does not stand between two digits.
    fn stray_underscore(&self, input: &'a str) -> Diagnostic {
        let end = input.find(|c: char| !(c.is_ascii_digit() || c == '_')).unwrap_or(input.len());
        let (run, after) = (input.get(..end).unwrap_or(""), input.get(end..).unwrap_or(""));
        let parts: Vec<&str> = run.split('_').filter(|part| !part.is_empty()).collect();
        let gap = if after.starts_with(starts_name) { " " } else { "" };
        let span = self.span(input, after);
        Diagnostic::error("E0105", "digits are grouped with single `_` between them").at(span, "").patch(
            "for one number",
            span,
            format!("{}{gap}", parts.join("_")),
        )
    }

    /// Returns the decimal that digits and magnitude form together, so that `1.5k` is exactly `1.5e3`. `None` if it
    /// is not a normal number.
    pub(super) fn value(&self, text: &str, exponent: i32, kind: Digits) -> Option<Number> {
        let plain;
        let text = if text.contains(['_', ',']) {
            plain = text.replace(['_', ','], "");
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
        // `1,500.5` has one comma and is no integer.
        let whole = kind != Digits::Other && exponent == 0 && !text.contains('.');
        fits.then_some(Number { value, whole })
    }
}

fn in_groups(span: crate::text::source::Span) -> Diagnostic {
    Diagnostic::error("E0105", "digits are grouped in threes, with `_` or `,`").at(span, "")
}

/// Returns the length of the digits and commas that a text begins with; a comma belongs to them if a digit follows.
fn run_of_groups(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while is_digit(end) || (bytes.get(end) == Some(&b',') && is_digit(end + 1)) {
        end += 1;
    }
    end
}

/// Whether groups of digits are those of a number in thousands: `1`, `500`.
fn well_grouped(parts: &[&str]) -> bool {
    let Some((first, others)) = parts.split_first() else { return false };
    starts_groups(first) && !others.is_empty() && others.iter().all(|part| part.len() == 3)
}

fn starts_groups(part: &str) -> bool {
    (1..=3).contains(&part.len()) && !part.starts_with('0')
}

/// Joins groups of three to the group before them; what cannot be joined is an argument of its own.
fn in_threes(parts: &[&str]) -> String {
    let (mut text, mut joins) = (String::new(), false);
    for part in parts {
        if !text.is_empty() {
            text.push_str(if joins && part.len() == 3 { "_" } else { ", " });
        }
        joins = (joins && part.len() == 3) || starts_groups(part);
        text.push_str(part);
    }
    text
}

/// Groups the digits of a text anew, in threes.
pub(super) fn regrouped(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let mut plain = String::new();
    for (at, digit) in digits.iter().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            plain.push('_');
        }
        plain.push(*digit);
    }
    plain
}

/// Whether a text is a number with one or more groups of three behind points: `1.000`.
pub(super) fn is_pointed(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    well_grouped(&parts)
}

/// The value of a number in another base, behind its leading zero: `x1F`, `b101`, `o17`. Returns where it ends.
fn other_base(rest: &str) -> Option<(&str, u64)> {
    let (end, text) = word(rest).ok()?;
    let base = match text.as_bytes().first()? {
        b'x' | b'X' => 16,
        b'b' => 2,
        _ => 8,
    };
    Some((end, u64::from_str_radix(text.get(1..)?, base).ok()?))
}
