//! Tokens: white space, words, numbers and symbols, read with nom.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{not, opt, peek, recognize, verify};
use nom::multi::many0_count;
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser as _};

use super::error::{Problem, unexpected};

/// The result of a parser: the rest of the text and a value.
pub(super) type Parsed<'a, T> = IResult<&'a str, T, Problem<'a>>;

/// Words of the grammar, which cannot be names. `false` is one as well.
pub const RESERVED: [&str; 15] =
    ["fn", "unit", "if", "then", "else", "where", "and", "or", "not", "to", "in", "as", "per", "of", "true"];

/// Whether a word belongs to the grammar, so that it cannot be a name.
pub fn is_reserved(word: &str) -> bool {
    word == "false" || RESERVED.contains(&word)
}

/// Whether a name may start with a character.
pub fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Whether a name may continue with a character. Superscripts are operators.
pub fn continues_name(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit() || c == '_'
}

/// Whether a text is a valid name and not reserved.
pub fn is_name(text: &str) -> bool {
    text.starts_with(starts_name) && text.chars().all(continues_name) && !is_reserved(text)
}

/// Reads spaces and tabs.
pub(super) fn blanks(input: &str) -> Parsed<'_, &str> {
    take_while(|c| matches!(c, ' ' | '\t' | '\r' | '\u{a0}' | '\u{2009}' | '\u{202f}'))(input)
}

/// Reads a comment, up to the end of its line.
pub(super) fn comment(input: &str) -> Parsed<'_, &str> {
    preceded(char('#'), take_while(|c| c != '\n')).parse(input)
}

/// Reads white space, newlines and comments, which may stand inside parentheses.
pub(super) fn white(input: &str) -> Parsed<'_, &str> {
    recognize(many0_count(alt((
        take_while1(|c| matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}' | '\u{2009}' | '\u{202f}')),
        recognize(comment),
    ))))
    .parse(input)
}

/// Reads a word: a letter or `_`, then letters, digits and `_`.
pub(super) fn word(input: &str) -> Parsed<'_, &str> {
    recognize(pair(satisfy(starts_name), take_while(continues_name))).parse(input)
}

/// Reads a word that is not reserved and does not start a call or a dotted name.
pub(super) fn unit_word(input: &str) -> Parsed<'_, &str> {
    let dotted = recognize(pair(char('.'), satisfy(starts_name)));
    // `1/p99.9(x)`
    let level = recognize((char('.'), take_while1(|c: char| c.is_ascii_digit()), char('(')));
    verify(terminated(word, not(alt((tag("("), dotted, level)))), |word: &str| !is_reserved(word))
        .parse(input)
}

/// Reads a name, with dots between words: `latency.ssd_random_read`, `p99.9`.
pub(super) fn dotted_name(input: &str) -> Parsed<'_, &str> {
    let (_, first) = peek(word).parse(input)?;
    let part = recognize(pair(char('.'), word));
    if first
        .strip_prefix('p')
        .is_some_and(|level| level.bytes().all(|b| b.is_ascii_digit()) && !level.is_empty())
    {
        let level = recognize(pair(char('.'), take_while1(|c: char| c.is_ascii_digit())));
        return recognize(pair(word, opt(level))).parse(input);
    }
    recognize(pair(word, many0_count(part))).parse(input)
}

/// Reads one character.
pub(super) fn symbol<'a>(expected: char) -> impl FnMut(&'a str) -> Parsed<'a, char> {
    move |input| char(expected).parse(input)
}

/// Reads a sequence of characters.
pub(super) fn symbols<'a>(expected: &'static str) -> impl FnMut(&'a str) -> Parsed<'a, &'a str> {
    move |input| tag(expected).parse(input)
}

/// Reads a character that satisfies a condition.
pub(super) fn any<'a>(of: impl Fn(char) -> bool) -> impl FnMut(&'a str) -> Parsed<'a, char> {
    move |input| satisfy(&of).parse(input)
}

/// Reads a reserved word that is not part of a longer word.
pub(super) fn keyword<'a>(expected: &'static str) -> impl FnMut(&'a str) -> Parsed<'a, &'a str> {
    move |input: &'a str| {
        // Keywords are tried at nearly every token and nearly always absent.
        if !input.starts_with(expected) {
            return unexpected(input);
        }
        verify(word, |found: &str| found == expected).parse(input)
    }
}

/// Reads digits, with single `_` between them.
pub(super) fn digits(input: &str) -> Parsed<'_, &str> {
    let digit = |c: char| c.is_ascii_digit();
    recognize(pair(take_while1(digit), many0_count(pair(char('_'), take_while1(digit))))).parse(input)
}

/// Reads a number without sign or magnitude: `1_000`, `2.5`, `.5`, `6.02e23`.
pub(super) fn number(input: &str) -> Parsed<'_, &str> {
    let decimals = || recognize(pair(char('.'), digits));
    let exponent = (one_of("eE"), opt(one_of("+-")), take_while1(|c: char| c.is_ascii_digit()));
    let mantissa = alt((recognize(pair(digits, opt(decimals()))), decimals()));
    recognize(pair(mantissa, opt(exponent))).parse(input)
}

/// Whether a literal starts here.
pub(super) fn literal_ahead(input: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let after = input.strip_prefix('$').unwrap_or(input);
    after.strip_prefix('.').unwrap_or(after).starts_with(digit)
}

/// Reads an `x` that stands between two operands, so that it multiplies: `10k rps x 2 KB`.
pub(super) fn times_sign(input: &str) -> Parsed<'_, &str> {
    let (rest, sign) = word(input)?;
    let (next, gap) = blanks(rest)?;
    let operand = literal_ahead(next)
        || next.starts_with(['(', '~'])
        || word(next).is_ok_and(|(_, name)| !is_reserved(name) || name == "if");
    if matches!(sign, "x" | "X") && !gap.is_empty() && operand { Ok((rest, sign)) } else { unexpected(input) }
}

/// Whether it is a control or format character, which would garble or hide the text of an error.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
