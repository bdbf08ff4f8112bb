//! Dates and times of day, which look like arithmetic: `2025-01-15`, `12/31/2025`, `10:00:00`.

use super::Parser;
use super::error::{Problem, wrong};
use crate::text::diagnostic::Diagnostic;

/// Numbers with a sign between them, as a date is written.
struct Figures<'a> {
    parts: Vec<&'a str>,
    rest: &'a str,
}

impl<'a> Parser<'_, 'a> {
    /// Refuses a date or a time of day. `after` follows the first number.
    pub(super) fn refuse_date(&self, input: &'a str, after: &'a str) -> Result<(), nom::Err<Problem<'a>>> {
        let Some(sign) = after.chars().next() else { return Ok(()) };
        // No part of a date is longer than its year.
        if input.len() - after.len() > 5 || !after.get(1..).is_some_and(|at| at.starts_with(is_digit)) {
            return Ok(());
        }
        let figures = figures(input, sign);
        let date = is_date(sign, &figures.parts);
        if sign == ':' {
            return self.refuse_time(input, &figures);
        }
        if !date {
            return Ok(());
        }
        // `2025-01-15T10:00:00Z`
        let timed = figures.rest.strip_prefix(['T', ' ']).filter(|at| at.starts_with(is_digit));
        let end = timed.map(|at| at.trim_start_matches(|c: char| is_digit(c) || ":.".contains(c)));
        let end = end.map_or(figures.rest, |end| end.strip_prefix('Z').unwrap_or(end));
        let end = if timed.is_some_and(|at| at.contains(':')) { end } else { figures.rest };
        let span = self.span(input, end);
        let text = self.consumed(input, end);
        wrong(
            Diagnostic::error("E0101", format!("`{text}` is a date, and dates are not computed with"))
                .at(span, "")
                .help("say how long the time is until then, as a duration: `90 days`"),
        )
    }

    /// Refuses `10:00:00`, `1:30`.
    fn refuse_time(&self, input: &'a str, figures: &Figures<'a>) -> Result<(), nom::Err<Problem<'a>>> {
        let span = self.span(input, figures.rest);
        // `2:1`, `80:20`: no time of day.
        let is_ratio = match figures.parts.as_slice() {
            [hour, minute] => minute.len() != 2 || hour.len() > 2 || minute.starts_with(['6', '7', '8', '9']),
            _ => false,
        };
        let ratio = || format!("({})", figures.parts.join("/"));
        if is_ratio {
            let text = self.consumed(input, figures.rest);
            let error = Diagnostic::error("E0101", format!("the ratio `{text}` is written as a division"));
            return wrong(error.at(span, "").patch("for a ratio", span, ratio()));
        }
        let error = Diagnostic::error("E0101", "hours, minutes and seconds are written with their units");
        let error = error.at(span, "");
        let plain = |part: &&str| part.trim_start_matches('0').to_owned();
        let parts: Vec<String> = figures.parts.iter().map(plain).collect();
        let spelled = |units: [&str; 3]| {
            let said: Vec<String> = parts
                .iter()
                .zip(units)
                .filter(|(part, _)| !part.is_empty())
                .map(|(part, unit)| format!("{part}{unit}"))
                .collect();
            match said.as_slice() {
                [] => format!("0 {}", units[1].replace("min", "s")),
                // A single `m` would be a metre.
                [one] if one.ends_with('m') => one.replace('m', " min"),
                _ => said.concat(),
            }
        };
        let [hours, minutes] = [["h", "m", "s"], ["m", "s", "ms"]];
        wrong(match parts.len() {
            2 => error
                .patch("for hours and minutes", span, spelled(hours))
                .patch("for minutes and seconds", span, spelled(minutes))
                .patch("for a ratio", span, ratio()),
            3 => error.patch("for a duration", span, spelled(hours)),
            _ => error,
        })
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Reads numbers with a sign between them.
fn figures(input: &str, sign: char) -> Figures<'_> {
    let mut parts = Vec::new();
    let mut rest = input;
    loop {
        let end = rest.find(|c: char| !is_digit(c)).unwrap_or(rest.len());
        parts.push(rest.get(..end).unwrap_or(""));
        rest = rest.get(end..).unwrap_or("");
        match rest.strip_prefix(sign) {
            Some(next) if next.starts_with(is_digit) && parts.len() < 4 => rest = next,
            _ => return Figures { parts, rest },
        }
    }
}

/// Whether numbers with a sign between them are a date.
fn is_date(sign: char, parts: &[&str]) -> bool {
    let within = |part: &str, most: u32| {
        part.len() <= 2 && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    let year =
        |part: &str| part.len() == 4 && part.parse().is_ok_and(|number: u32| (1900..2100).contains(&number));
    match parts {
        // `2000/10/5` is a quotient.
        [first, month, day] if year(first) => {
            let padded = sign != '/' || (month.len() == 2 && day.len() == 2);
            padded && within(month, 12) && within(day, 31)
        }
        // `12/31/2025`, `31.12.2025`, `31-12-2025`: the month is the first or the second.
        [first, second, last] if year(last) => {
            within(first, 31) && within(second, 31) && (within(first, 12) || within(second, 12))
        }
        // A month as in `2025-01`; a number has no zero in front.
        [first, month] if sign == '-' => year(first) && within(month, 12) && month.starts_with('0'),
        _ => false,
    }
}
