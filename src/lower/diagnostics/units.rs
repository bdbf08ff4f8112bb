//! Words that are no units.

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::text::{list, suggest};
use crate::units::catalog;
use crate::units::misread::Misread;
use crate::units::registry::Units;

/// How many words are named; the others are counted.
const NAMED: usize = 20;

/// How many places of a word are shown.
const PLACES: usize = 2;

/// Codes that people write for a currency.
const CURRENCIES: [&str; 9] = ["EUR", "GBP", "JPY", "INR", "CNY", "CHF", "CAD", "AUD", "BRL"];

/// `3 smoots`, `1h30min`: all words of a script or model that are no units, each with its place. `None` if there are
/// none.
pub(in crate::lower) fn unknown(unknown: &[(String, Span)], units: &Units) -> Option<Diagnostic> {
    let mut words: Vec<&str> = Vec::new();
    let mut more = std::collections::HashSet::new();
    for (word, _) in unknown {
        if words.len() < NAMED && !words.contains(&word.as_str()) {
            words.push(word);
        } else if !words.contains(&word.as_str()) {
            more.insert(word);
        }
    }
    let first = words.first()?;
    let message = match words.as_slice() {
        [one] => format!("`{one}` is not a unit that napkin knows"),
        many => format!("{} are not units that napkin knows", list::and_more(many, more.len())),
    };
    let mut error = Diagnostic::error("E0202", message);
    for word in &words {
        let mut places: Vec<Span> = Vec::new();
        for (_, span) in unknown.iter().filter(|(other, _)| other == word) {
            // A word in a formula that is written out is met again and again.
            if places.len() < PLACES && !places.contains(span) {
                places.push(*span);
            }
        }
        error = places.into_iter().fold(error, |error, span| error.at(span, ""));
    }
    for word in &words {
        error = with_suggestion(error, word, units);
    }
    if words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit())) {
        return Some(error.help("quantities are added with an operator: `1 h + 30 min`"));
    }
    if let Some(currency) = words.iter().find(|word| CURRENCIES.contains(word)) {
        let help = format!("a currency is declared by its price, like `unit {currency} = $1.08`");
        return Some(error.help(help));
    }
    Some(error.help(match words.as_slice() {
        [_] => format!("a new thing to count is declared with `unit {}`", singular(first)),
        many => {
            let mut lines: Vec<String> = many.iter().map(|word| format!("unit {}", singular(word))).collect();
            lines.dedup();
            format!("new things to count are declared with `{}`", lines.join("; "))
        }
    }))
}

fn with_suggestion(error: Diagnostic, word: &str, units: &Units) -> Diagnostic {
    let magnitude = word.get(..1).filter(|letter| matches!(*letter, "k" | "K" | "M"));
    let rest = word.get(1..).unwrap_or("");
    if let Some(letter) = magnitude.filter(|_| units.lookup(rest).is_some()) {
        return error.help(format!("a space separates a magnitude from its unit: `10{letter} {rest}`"));
    }
    if word == "mon" {
        return error.help("a month is `month`: `5 TB/month`");
    }
    let known = catalog::names().map(|name| -> &str { name }).chain(units.declared_names());
    match suggest::nearest(word, known, 3).as_slice() {
        [] => error,
        near => error.help(format!("for `{word}`, {}", list::did_you_mean(near))),
    }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(word)
}

/// `mb`, and `9 Tb` with `circumstance` ` without a `/s``: bytes in one reading, bits in the other.
pub(in crate::lower) fn bytes_or_bits(
    text: &str,
    span: Span,
    circumstance: &str,
    misread: Misread,
) -> Diagnostic {
    let Misread { bytes, bytes_in_words, bits, bits_in_words } = misread;
    Diagnostic::error("E0203", format!("`{text}`{circumstance} may be {bytes_in_words} or {bits_in_words}"))
        .at(span, "bytes or bits?")
        .patch(format!("for {bytes_in_words}"), span, bytes)
        .patch(format!("for {bits_in_words}"), span, bits)
}
