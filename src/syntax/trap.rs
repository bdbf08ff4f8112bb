//! Literals with two plausible readings. Each is refused with a way to write either.

use nom::Parser as _;
use nom::combinator::{opt, recognize};
use nom::sequence::pair;

use super::Parser;
use super::duration::is_time;
use super::error::{Problem, wrong};
use super::token::{
    any, blanks, digits, is_reserved, literal_ahead, number, symbol, times_sign, unit_word, word,
};
use crate::text::diagnostic::Diagnostic;
use crate::text::lookalike::lookalike;

impl<'a> Parser<'_, 'a> {
    /// Refuses `10B`, `5m`, `7b`, `2T`, `10G`: letters with several meanings.
    pub(super) fn ambiguous_letter(
        &self,
        start: &'a str,
        input: &'a str,
        rest: &'a str,
        letter: &str,
    ) -> Diagnostic {
        let number = self.consumed(start, input);
        let money = number.starts_with('$');
        let span = self.span(start, rest);
        let (readings, options): (&str, &[(&str, &str)]) = match (letter, money) {
            ("m", false) => (
                "million, minutes or metres?",
                &[("for million", "M"), ("for minutes", " min"), ("for metres", " m")],
            ),
            ("m", true) => ("million?", &[("for million", "M")]),
            ("b", true) => ("billion?", &[("for billion", "bn")]),
            ("t", true) => ("trillion?", &[("for trillion", "tn")]),
            ("B", _) => ("billion, or bytes?", &[("for billion", "bn"), ("for bytes", " bytes")]),
            ("b", _) => ("billion, or bits?", &[("for billion", "bn"), ("for bits", " bits")]),
            ("T", _) => ("trillion, or terabytes?", &[("for trillion", "tn"), ("for terabytes", " TB")]),
            ("t", _) => ("trillion, or tonnes?", &[("for trillion", "tn"), ("for terabytes", " TB")]),
            _ => ("giga, or grams?", &[("for billion", "bn"), ("for gigabytes", " GB")]),
        };
        // Before another word, as in `5m users`, only a magnitude makes sense.
        let unit_follows = (blanks, unit_word).parse(rest).is_ok_and(|(_, (gap, _))| !gap.is_empty());
        let sensible = if unit_follows { options.get(..1).unwrap_or_default() } else { options };
        sensible.iter().fold(
            Diagnostic::error("E0104", format!("`{number}{letter}` has more than one reading"))
                .choice()
                .at(span, readings),
            |error, (meaning, spelling)| error.patch(*meaning, span, format!("{number}{spelling}")),
        )
    }

    /// Refuses `$0.05/GPU-core`, of which the second word is no time.
    pub(super) fn refuse_hyphen(
        &self,
        from: &'a str,
        to: &'a str,
        unit: &str,
    ) -> Result<(), nom::Err<Problem<'a>>> {
        let Ok((end, (_, second))) = (symbol('-'), word).parse(to) else { return Ok(()) };
        if is_time(second) && !is_time(unit) {
            return Ok(());
        }
        let span = self.span(from, end);
        wrong(
            Diagnostic::error("E0111", format!("`{unit}-{second}` reads as a subtraction"))
                .at(span, "")
                .patch("for a product of units in the denominator write", span, format!("{unit}/{second}"))
                .help(format!("to subtract put spaces around the sign: `{unit} - {second}`")),
        )
    }

    /// Refuses `10 m^2`, `5%²`: a power of the number, or of the unit.
    pub(super) fn refuse_power(&self, from: &'a str, to: &'a str) -> Result<(), nom::Err<Problem<'a>>> {
        let sign = recognize(any(|c| matches!(c, '^' | '²' | '³')));
        let Ok((end, _)) = recognize(pair(sign, opt(digits))).parse(to) else { return Ok(()) };
        let literal = self.consumed(from, to);
        let power = self.consumed(to, end);
        let span = self.span(from, end);
        wrong(
            Diagnostic::error("E0109", format!("`{literal}{power}` has two readings"))
                .at(span, "a power of the number with its unit, or of the unit alone?")
                .patch("for a power of both write", span, format!("({literal}){power}"))
                .help("a unit is squared by naming it twice: `10 m·m`"),
        )
    }

    /// Refuses `2 hours 30 min`, `3 (x + 1)`, `10 GB x`: there is no implicit multiplication.
    pub(super) fn refuse_neighbour(
        &self,
        from: &'a str,
        to: &'a str,
        divides: bool,
    ) -> Result<(), nom::Err<Problem<'a>>> {
        let (next, _) = self.space(to)?;
        let left = self.consumed(from, to);
        let gap = self.span(to, next);
        // `2 KB x3`, `2 KB x 3` at the end of a call's line: an `x` that no blank separates from its operand.
        let joined =
            next.strip_prefix(['x', 'X']).filter(|after| after.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(after) = joined {
            let sign = self.span(next, after);
            return wrong(
                Diagnostic::error("E0106", "`x` multiplies with a space on each side").at(sign, "").taken(
                    "to multiply",
                    vec![(sign, "* ".to_owned())],
                    vec![sign],
                ),
            );
        }
        if let Ok((after, "x" | "X")) = word(next) {
            if times_sign(next).is_ok() {
                return Ok(());
            }
            return wrong(
                Diagnostic::error("E0106", "`x` multiplies two values, and one is missing")
                    .at(self.span(next, after), "")
                    .patch("leave it out", self.span(to, after), ""),
            );
        }
        self.refuse_spaced_groups(from, to, next)?;
        if next.starts_with('$') && !literal_ahead(next) {
            let sign = next.get(1..).unwrap_or("");
            return wrong(
                Diagnostic::error("E0106", "the `$` goes before the number")
                    .at(self.span(from, sign), "")
                    .patch("write", self.span(from, sign), format!("${left}")),
            );
        }
        if let Some(error) = self.refuse_mixed_number(from, to, next) {
            return wrong(error);
        }
        if next.starts_with(|c: char| c.is_ascii_digit() || c == '$') {
            let end = self.suffix_end(next);
            let error = Diagnostic::error("E0106", "two quantities follow each other directly")
                .at(self.span(from, end), "no operator between them");
            // A factor is for multiplying: `2x 100 req/s`.
            let factor = left.ends_with(['x', 'X']);
            let error = if factor { error } else { error.patch("to add them", gap, " + ") };
            return wrong(error.patch("to multiply them", gap, " * "));
        }
        let name = word(next).ok().filter(|(_, word)| !is_reserved(word));
        if next.starts_with('(') || name.is_some() {
            let end = name.map_or(next.get(1..).unwrap_or(""), |(end, _)| end);
            let error =
                Diagnostic::error("E0106", format!("there is no operator after `{}`", on_one_line(left)))
                    .at(self.span(from, end), "multiplication is never implied")
                    .patch("to multiply write", gap, " * ");
            // `5М users` with a Cyrillic letter behind the number.
            let letters = left.trim_start_matches(|c: char| c.is_ascii_digit() || ".,_ ".contains(c));
            if let Some(found) = lookalike(letters) {
                let place = self.span(self.back(to, letters.len()), to);
                return wrong(
                    Diagnostic::error("E0106", format!("`{letters}` is no magnitude and no unit"))
                        .at(place, "")
                        .note(found.remark)
                        .patch("in Latin letters", place, found.latin),
                );
            }
            return wrong(self.or_without_words(error, next, divides));
        }
        Ok(())
    }

    /// Refuses `1 1/2 TB`, with the number as a decimal.
    fn refuse_mixed_number(&self, from: &'a str, to: &'a str, next: &'a str) -> Option<Diagnostic> {
        let whole: u32 = self.consumed(from, to).parse().ok()?;
        let (rest, above) = digits(next).ok()?;
        let (rest, below) = digits(rest.strip_prefix('/')?).ok()?;
        let (above, below) = (above.parse::<u32>().ok()?, below.parse::<u32>().ok()?);
        if !(1..below).contains(&above) || below > 16 || rest.starts_with(|c: char| "./^,_".contains(c)) {
            return None;
        }
        // Ten-thousandths of the part; thirds and sevenths are rounded.
        let part = (above * 10_000 + below / 2) / below;
        let decimals = format!("{part:04}");
        let gap = if unit_word(rest).is_ok() { " " } else { "" };
        let span = self.span(from, rest);
        let edits = vec![(span, format!("{whole}.{}{gap}", decimals.trim_end_matches('0')))];
        let error = Diagnostic::error("E0106", "a number and a fraction follow each other directly");
        let error = error.at(span, "");
        Some(if part * below == above * 10_000 {
            error.taken("in figures", edits, Vec::new())
        } else {
            error.edits("rounded", edits)
        })
    }

    /// Refuses `1 000 000`, whole.
    fn refuse_spaced_groups(
        &self,
        from: &'a str,
        to: &'a str,
        next: &'a str,
    ) -> Result<(), nom::Err<Problem<'a>>> {
        let left = self.consumed(from, to);
        let first = left.strip_prefix('$').unwrap_or(left);
        if !(1..=3).contains(&first.len()) || !first.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(());
        }
        let (mut plain, mut at, mut end) = (left.to_owned(), next, to);
        while let Ok((rest, group)) = digits(at)
            && group.len() == 3
            && !rest.starts_with('^')
        {
            plain = format!("{plain}_{group}");
            end = rest;
            at = blanks(rest)?.0;
        }
        if end.len() == to.len() {
            return Ok(());
        }
        if let Some(Ok((rest, _))) = end.strip_prefix('.').map(digits) {
            plain.push_str(self.consumed(end, rest));
            end = rest;
        }
        let span = self.span(from, end);
        wrong(
            Diagnostic::error("E0105", "digits are grouped with `_` or `,`, never with spaces")
                .at(span, "")
                .patch("for one number", span, plain),
        )
    }

    /// Returns the position after the literal that starts here, for a message.
    fn suffix_end(&self, input: &'a str) -> &'a str {
        let number_then_unit = (opt(symbol('$')), number, opt((blanks, unit_word)));
        recognize(number_then_unit).parse(input).map_or("", |(rest, _)| rest)
    }
}

/// Returns a text with each run of white space replaced by a space.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
