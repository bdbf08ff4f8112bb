//! The right number in the style of the wrong one, and a text in which it stands in its place.

use std::collections::HashSet;
use std::ops::Range;

use super::amount::Amount;
use super::words::Quality;
use super::{Apart, Verdict, review};
use crate::units::number;

/// Units with their steps of a thousand, in the ways in which people write them.
const STEPS: [&[&str]; 7] = [
    &["B", "KB", "MB", "GB", "TB", "PB", "EB", "ZB"],
    &["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB"],
    &["bytes", "KB", "MB", "GB", "TB", "PB", "EB", "ZB"],
    &["bytes", "kilobytes", "megabytes", "gigabytes", "terabytes", "petabytes", "exabytes", "zettabytes"],
    &["bytes", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte", "exabyte", "zettabyte"],
    &["bps", "Kbps", "Mbps", "Gbps", "Tbps", "Pbps"],
    &["bps", "kbps", "Mbps", "Gbps", "Tbps", "Pbps"],
];

/// Magnitudes with their steps of a thousand.
const MAGNITUDES: [&[&str]; 6] = [
    &["", "K", "M", "B", "T"],
    &["", "k", "M", "B", "T"],
    &["", "k", "M", "bn", "tn"],
    &["", "K", "M", "G", "T"],
    &["", "thousand", "million", "billion", "trillion", "quadrillion"],
    &["", "Thousand", "Million", "Billion", "Trillion", "Quadrillion"],
];

/// How often a text is reviewed after its first changes, since a chain goes on from its numbers.
const ROUNDS: usize = 4;

/// A number that took the place of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its line, from 1.
    pub line: usize,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// Writes the right number for an amount that is too much by a factor.
pub fn right(text: &str, amount: &Amount, reading: usize, factor: f64) -> Option<String> {
    let reading = amount.readings.get(reading)?;
    let slice = |place: Range<usize>| text.get(place);
    let before = slice(amount.place.start..amount.digits.start)?;
    let mut value = amount.value() / factor;
    let is_scaled = reading.measure.exponent != 0 && !amount.magnitude.is_empty();
    // The word that says the step of a thousand, and what stands on both sides of it.
    let word_end = if is_scaled {
        amount.magnitude.end
    } else {
        let behind = slice(amount.digits.end..amount.place.end)?;
        let gap = behind.len() - behind.trim_start().len();
        let word = behind.trim_start().bytes().take_while(u8::is_ascii_alphabetic).count();
        amount.digits.end + if word == 0 { 0 } else { gap + word }
    };
    let said = slice(amount.digits.end..word_end)?;
    let word = said.trim_start();
    let gap = said.get(..said.len() - word.len())?;
    let is_data = reading.measure.over.first().is_some_and(|part| part.quality == Quality::Data);
    let steps: &[&[&str]] = if is_scaled || !is_data { &MAGNITUDES } else { &STEPS };
    let steps = steps.iter().find(|steps| steps.contains(&word)).filter(|_| !word.is_empty());
    let mut word = word;
    if let Some(steps) = steps
        && let Some(mut at) = steps.iter().position(|step| *step == word)
    {
        while value >= 10_000.0 && at + 1 < steps.len() {
            (value, at) = (value / 1000.0, at + 1);
        }
        while value < 1.0 && at > 0 {
            (value, at) = (value * 1000.0, at - 1);
        }
        word = steps.get(at).copied()?;
    }
    let after = slice(word_end..amount.place.end)?;
    let digits = digits(value, amount)?;
    let gap = if word.is_empty() { "" } else { gap };
    Some(format!("{before}{digits}{gap}{word}{after}"))
}

/// Writes a number with about as many digits as another, and commas where people write them.
fn digits(value: f64, like: &Amount) -> Option<String> {
    let count = like.significant.clamp(3, 6);
    // `1,041` is written to the last digit, and so is 10,417.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most 300
    let whole = libm::log10(value.max(1.0)) as usize + 1;
    let is_whole = like.significant >= 4 && like.number.len() == like.significant;
    let count = if is_whole { count.max(whole.min(6)) } else { count };
    let text = number::unscaled(value, count);
    let rounded = number::said(&text)?;
    let text = if rounded >= 100.0 && !like.number.contains('.') { format!("{rounded:.0}") } else { text };
    let text = text.replace('_', "");
    let text = if text.contains('e') { plain(rounded, count) } else { text };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if whole.len() > 3 { number::grouped(whole).replace('_', ",") } else { whole.to_owned() };
    Some(if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") })
}

/// Writes a number that is very small or very large without an exponent.
fn plain(value: f64, digits: usize) -> String {
    let size = libm::floor(libm::log10(value.abs().max(1e-300)));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most 40
    let decimals = if size < 0.0 { (-size).min(30.0) as usize + digits - 1 } else { 0 };
    let text = format!("{value:.decimals$}");
    if decimals > 0 { text.trim_end_matches('0').to_owned() } else { text }
}

/// Returns a text with the right number in place of each wrong one that one reading explains, and the changes.
pub fn fixed(text: &str) -> (String, Vec<Change>) {
    let mut text = text.to_owned();
    let mut changes = Vec::new();
    // What was tried at a place is not tried again.
    let mut tried: HashSet<(usize, String)> = HashSet::new();
    for _ in 0..ROUNDS {
        let claims = review(&text).claims;
        let mut new = String::with_capacity(text.len());
        let (mut done, mut line) = (0, 1);
        let known = changes.len();
        for claim in claims.iter().filter(|claim| claim.is_wrong()) {
            if claim.result.start < done {
                continue;
            }
            let Verdict::Wrong(Apart { right, is_certain: true, .. }) = &claim.verdict else { continue };
            let (Some(between), Some(before)) =
                (text.get(done..claim.result.start), text.get(claim.result.clone()))
            else {
                continue;
            };
            line += between.matches('\n').count();
            new.push_str(between);
            done = claim.result.start;
            if before == right || before.contains('\n') || !tried.insert((line, right.clone())) {
                continue;
            }
            new.push_str(right);
            done = claim.result.end;
            changes.push(Change { line, before: before.to_owned(), after: right.clone() });
        }
        if changes.len() == known {
            break;
        }
        new.push_str(text.get(done..).unwrap_or_default());
        text = new;
    }
    changes.sort_by_key(|change| change.line);
    (text, changes)
}
