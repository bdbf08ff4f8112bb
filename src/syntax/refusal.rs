//! Syntax errors, each with the input that causes it and a suggestion.
//!
//! Takes the position of the error and returns the diagnostic. Nothing here continues to read.

use nom::Parser as _;
use nom::branch::alt;
use nom::combinator::recognize;

use super::error::{Problem, wrong};
use super::expression::operator;
use super::literal::{dollar_name, literal_ahead};
use super::token::{blanks, dotted_name, is_invisible, is_reserved, number, symbols, unit_word, word};
use super::{Parser, currency, prose};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// Fractions that are one character, with the decimals that they are; thirds, sixths and the like to four.
const FRACTIONS: [(char, &str); 18] = [
    ('½', "5"),
    ('¼', "25"),
    ('¾', "75"),
    ('⅓', "3333"),
    ('⅔', "6667"),
    ('⅕', "2"),
    ('⅖', "4"),
    ('⅗', "6"),
    ('⅘', "8"),
    ('⅙', "1667"),
    ('⅚', "8333"),
    ('⅐', "1429"),
    ('⅛', "125"),
    ('⅜', "375"),
    ('⅝', "625"),
    ('⅞', "875"),
    ('⅑', "1111"),
    ('⅒', "1"),
];

impl<'a> Parser<'_, 'a> {
    /// Describes the next token for a message.
    pub(super) fn describe(&self, at: &'a str) -> String {
        match at.chars().next() {
            None => "the end".to_owned(),
            Some('\n') => "the end of the line".to_owned(),
            Some(c) if is_invisible(c) => format!("the invisible character U+{:04X}", u32::from(c)),
            Some(_) => format!("`{}`", self.consumed(at, self.token_end(at))),
        }
    }

    /// Explains why no operand starts here.
    pub(super) fn refuse_operand(&self, at: &'a str) -> Diagnostic {
        let place = self.token(at);
        if let Ok((_, name)) = dollar_name(at) {
            return Diagnostic::error("E0101", format!("`${name}` is not an amount of money"))
                .at(place, "`$` must be followed by a number")
                .help(format!("write the name alone: `{name}`"));
        }
        if let Some(error) = self.refuse_sign(at) {
            return error;
        }
        let error =
            Diagnostic::error("E0101", format!("expected a number or a name, found {}", self.describe(at)));
        match at.as_bytes() {
            [b')', ..] if self.open == 0 => Diagnostic::error("E0102", "this `)` has no matching `(`")
                .at(place, "")
                .patch("leave it out", place, ""),
            [b'*', ..] => error.at(place, "an operand goes here").help("a power is written `x^2`"),
            [b'!', ..] => error.at(place, "").patch("a condition is negated with", place, "not "),
            _ => error.at(place, "an operand goes here"),
        }
    }

    /// Refuses a character that is none of the language, where it is known what it means.
    fn refuse_sign(&self, at: &'a str) -> Option<Diagnostic> {
        let error = self.refuse_currency(at).or_else(|| self.refuse_fraction(at));
        error.or_else(|| self.refuse_typography(at))
    }

    /// Refuses `1 – 2`, `“5”`: characters that a word processor substitutes for plain ones.
    pub(super) fn refuse_typography(&self, at: &'a str) -> Option<Diagnostic> {
        let found = at.chars().next()?;
        let plain = match found {
            '–' | '—' | '‐' | '‑' => "-",
            '⋅' | '∙' | '•' | '∗' => "*",
            '→' | '⇒' => "to",
            '∕' | '⁄' => "/",
            '¢' => {
                let error = Diagnostic::error("E0101", "`¢` is not a unit that napkin knows");
                let place = self.token(at);
                return Some(error.at(place, "").taken(
                    "in cents",
                    vec![(place, " cents".to_owned())],
                    Vec::new(),
                ));
            }
            '“' | '”' | '‘' | '’' | '"' | '\'' | '`' => "",
            _ => return None,
        };
        let error = Diagnostic::error("E0101", format!("`{found}` is not a character of the language"));
        let place = self.token(at);
        Some(match plain {
            "" => error.at(place, "").patch("leave it out", place, ""),
            "-" => {
                let text = at.get(found.len_utf8()..).unwrap_or_default();
                let after = if text.starts_with(' ') { "" } else { " " };
                let before = self.text.text.len() - at.len();
                let before = self.text.text.get(..before).unwrap_or_default();
                let before = if before.ends_with(' ') { "" } else { " " };
                let spaced = |word: &str| format!("{before}{word}{after}");
                let error = error.at(place, "");
                if literal_ahead(text.trim_start_matches(' ')) {
                    let error = error.patch("for a range write", place, spaced("to"));
                    error.patch("to subtract write", place, spaced("-"))
                } else {
                    error.patch("to subtract write", place, spaced("-"))
                }
            }
            plain => error.at(place, "").patch("write", place, plain),
        })
    }

    /// Refuses `½ TB`, `1½ TB`, `1 ½ TB`, with the number as a decimal.
    pub(super) fn refuse_fraction(&self, at: &'a str) -> Option<Diagnostic> {
        let sign = at.chars().next()?;
        let (_, decimals) = FRACTIONS.iter().find(|(known, _)| *known == sign)?;
        let before = self.consumed(&self.text.text, at);
        let number = before.trim_end_matches(' ');
        let whole = number.rsplit(|c: char| !(c.is_ascii_alphanumeric() || "._,$".contains(c))).next();
        let whole = whole.map(|whole| whole.trim_start_matches('$')).unwrap_or_default();
        if !whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') {
            return None;
        }
        let from = self.back(at, before.len() - number.len() + whole.len());
        let from = if whole.is_empty() { at } else { from };
        let after = at.get(sign.len_utf8()..).unwrap_or_default();
        let place = self.span(from, after);
        let whole = if whole.is_empty() { "0" } else { whole };
        let gap = if unit_word(after).is_ok() { " " } else { "" };
        let edits = vec![(place, format!("{whole}.{decimals}{gap}"))];
        let error = Diagnostic::error("E0101", format!("`{sign}` is not a character of the language"));
        let error = error.at(place, "");
        // Four decimals are rounded.
        Some(if decimals.len() < 4 {
            error.taken("in figures", edits, Vec::new())
        } else {
            error.edits("rounded", edits)
        })
    }

    /// Refuses `€5`, `5 €`.
    pub(super) fn refuse_currency(&self, at: &'a str) -> Option<Diagnostic> {
        let sign = at.chars().next().filter(|sign| currency::named(*sign).next().is_some())?;
        let error = Diagnostic::error("E0101", format!("`{sign}` is not a unit that napkin knows"))
            .at(self.token(at), "");
        Some(currency::named(sign).fold(error, |error, currency| {
            let (code, price) = (currency.code, currency.price);
            if self.newlines {
                return error.help(format!(
                    "declare it, `{code} = \"{price}\"` under `[units]`, and write `5 {code}`"
                ));
            }
            let with = |declaration: String| {
                let mut edits = vec![(self.text.span(0, 0), declaration)];
                for (range, text) in currency::amounts(&self.text.text, sign, code) {
                    let place = self.text.span(range.start, range.end);
                    match edits.first_mut().filter(|_| range.start == 0) {
                        Some((first, declared)) => (*first, *declared) = (place, format!("{declared}{text}")),
                        None => edits.push((place, text)),
                    }
                }
                edits
            };
            let edits = with(format!("unit {code} {code}; "));
            if edits.len() == 1 && edits.iter().all(|(place, _)| place.start == place.end) {
                return error.help(format!("declare it, `unit {code} = {price}`, and write `5 {code}`"));
            }
            // Beside dollars, only its price helps.
            let error = error.edits(format!("in {code}"), edits);
            error.edits(format!("in dollars, at {price}"), with(format!("unit {code} = {price}; ")))
        }))
    }

    /// Explains why neither an operator nor the end is here.
    pub(super) fn refuse_operator(&self, at: &'a str) -> Diagnostic {
        let place = self.token(at);
        let found = self.describe(at);
        let error = |message: String| Diagnostic::error("E0101", message).at(place, "");
        if let Some(error) = self.refuse_sign(at) {
            return error;
        }
        let is_word = word(at).is_ok_and(|(_, word)| !is_reserved(word));
        match at.as_bytes() {
            [b')', ..] if self.open == 0 => Diagnostic::error("E0102", "this `)` has no matching `(`")
                .at(place, "")
                .patch("leave it out", place, ""),
            [b'=', rest @ ..] if rest.iter().any(|byte| !byte.is_ascii_whitespace()) => {
                self.refuse_equals(at, error("`=` is not allowed here".to_owned()))
            }
            [b'=', ..] => error("`=` is not allowed here".to_owned())
                .help("a line that begins `name = …` defines a name"),
            [b'*', b'*', ..] => error("a power is written with `^`".to_owned()).taken(
                "write",
                vec![(place, "^".to_owned())],
                Vec::new(),
            ),
            [b'&', ..] => error(format!("{found} is not an operator")).patch("write", place, "and"),
            [b'|', ..] => error(format!("{found} is not an operator")).patch("write", place, "or"),
            [b'!', ..] => error(format!("{found} is not an operator")).help("write `not x`, or `x != y`"),
            [b'%', ..] => error("`%` follows a number, like `5%`".to_owned())
                .help("there is no remainder operator; `to %` converts to percent"),
            [b',', ..] if self.open == 0 => error("a `,` only separates the arguments of a call".to_owned())
                .help("digits are grouped with `_`: `1_000`; statements end with `;` or a line break"),
            _ if is_word || at.starts_with('(') || literal_ahead(at) => {
                let gap = self.span(at, at);
                let error = Diagnostic::error("E0106", format!("there is no operator before {found}"))
                    .at(place, "multiplication is never implied")
                    .patch("to multiply write", gap, "* ");
                let closes = self.consumed(&self.text.text, at).trim_end().ends_with(')');
                let error = match word(at) {
                    Ok((end, unit)) if closes && is_word && !prose::begins(unit) && !end.starts_with('(') => {
                        error.taken(
                            format!("for the unit `{unit}`"),
                            vec![(gap, "* 1 ".to_owned())],
                            Vec::new(),
                        )
                    }
                    _ => error,
                };
                self.or_without_words(error, at, false)
            }
            _ => error(format!("expected an operator or the end, found {found}")),
        }
    }

    /// Offers what `x = 11.5k` may mean: what is written behind a result is rounded, so that it is about that.
    fn refuse_equals(&self, at: &'a str, error: Diagnostic) -> Diagnostic {
        let value = at.get(1..).unwrap_or("");
        let next = value.trim_start_matches([' ', '\t']);
        let about = next.trim_start_matches(['~', '≈']).trim_start_matches([' ', '\t']);
        let line = at.split(['\n', ';']).next().unwrap_or("").trim_end();
        let rest = self.consumed(&self.text.text, at).trim_end();
        let end = at.get(line.len()..).unwrap_or("");
        let value_end = self.text.text.get(rest.len()..).unwrap_or("");
        let is_condition = self.open > 0 || self.newlines || rest.contains("if ");
        let is_rounded = about.len() < next.len();
        let error = if is_rounded { error } else { error.patch("to compare", self.span(at, value), "==") };
        let error = if is_condition || about.contains('=') {
            error
        } else {
            let error = error.patch("to compare as rounded", self.span(at, about), "≈ ");
            error.patch("without what it is compared with", self.span(value_end, end), "")
        };
        error.help("a line that begins `name = …` defines a name")
    }

    /// Returns the position after the next token.
    fn token_end(&self, at: &'a str) -> &'a str {
        let whole = alt((dotted_name, number, symbols("**"), symbols("&&"), symbols("||")));
        match recognize(whole).parse(at) {
            Ok((rest, _)) => rest,
            Err(_) => at.chars().next().and_then(|c| at.get(c.len_utf8()..)).unwrap_or(""),
        }
    }

    /// Returns the span of the next token.
    pub(super) fn token(&self, at: &'a str) -> Span {
        self.span(at, self.token_end(at))
    }

    /// Refuses `x to MB + 1 KB`: conversions have the lowest precedence.
    pub(super) fn refuse_after_conversion(
        &self,
        from: &'a str,
        to: &'a str,
    ) -> Result<(), nom::Err<Problem<'a>>> {
        let (at, _) = self.space(to)?;
        let ends = operator(at).map_or(!at.starts_with('^'), |(_, (operator, _))| self.ends_side(operator));
        if ends {
            return Ok(());
        }
        let whole = self.span(from, to);
        wrong(
            Diagnostic::error("E0101", format!("{} follows a conversion", self.describe(at)))
                .at(self.token(at), "")
                .see(whole, "a conversion comes last")
                .patch("to go on with its value write", whole, format!("({})", self.consumed(from, to))),
        )
    }

    /// Refuses `x to 5`, `x to`, `x to (GB)`.
    pub(super) fn refuse_target<T>(&self, at: &'a str) -> Result<T, nom::Err<Problem<'a>>> {
        let place = self.token(at);
        if literal_ahead(at) {
            return wrong(
                Diagnostic::error("E0101", "expected a unit after `to`, found a number")
                    .at(place, "")
                    .help("like `to GB`, `to req/s`, `to $/month`, `to %`"),
            );
        }
        wrong(
            Diagnostic::error("E0101", format!("expected a unit, found {}", self.describe(at)))
                .at(place, "a unit goes here")
                .help("like `to GB`, `to req/s`, `to $/month`, `to %`"),
        )
    }

    /// Refuses `f (3)`: a call with a space before its `(`, or a product without an operator.
    pub(super) fn refuse_spaced_call(
        &self,
        from: &'a str,
        to: &'a str,
        name: &str,
    ) -> Result<(), nom::Err<Problem<'a>>> {
        let (at, _) = blanks(to)?;
        if !at.starts_with('(') || is_reserved(name) {
            return Ok(());
        }
        wrong(
            Diagnostic::error("E0106", format!("there is no operator between `{name}` and `(`"))
                .at(self.span(from, at.get(1..).unwrap_or("")), "a call, or a product?")
                .help(format!("a call's parenthesis touches its name: `{name}(…)`"))
                .help(format!("a product has its operator: `{name} * (…)`")),
        )
    }

    /// Refuses an unclosed parenthesis, or an unexpected token inside one.
    pub(super) fn refuse_unclosed<T>(
        &self,
        opening: &'a str,
        end: &'a str,
        at: &'a str,
    ) -> Result<T, nom::Err<Problem<'a>>> {
        if at.is_empty() || at.starts_with(['=', ';']) {
            let place = self.span(opening, opening.get(1..).unwrap_or(""));
            return wrong(
                Diagnostic::error("E0102", "a parenthesis is not closed").at(place, "opened here").patch(
                    "close it",
                    self.span(end, end),
                    ")".repeat(self.open as usize),
                ),
            );
        }
        Err(nom::Err::Failure(Problem::Unexpected(at)))
    }
}
