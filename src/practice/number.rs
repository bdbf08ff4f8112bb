//! Numbers as people say them.

use super::value::in_full;

/// The digits that people estimate with.
const MANTISSAS: [f64; 10] = [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0];

/// Suffixes, each a thousand times the one before.
const LADDERS: [&[&str]; 3] = [
    &["", "k", "M", "bn"],
    &[" B", " KB", " MB", " GB", " TB", " PB"],
    &[" kbit/s", " Mbit/s", " Gbit/s", " Tbit/s"],
];

/// Whole numbers below this are said with all digits: `4,000`, `12k`.
const IN_FULL: f64 = 10_000.0;

/// A number that a question may state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As people say it: `4,000`, `250 KB`, `a fifth`.
    pub said: String,
    /// In the language, without the unit that the slot adds: `4000`, `250 KB`, `20%`.
    pub value: String,
}

/// Returns the numbers that a text of a slot stands for: one for `250 KB` and for `a fifth = 20%`, several for
/// `1M..500M`.
pub fn numbers(text: &str) -> Vec<Number> {
    if let Some((low, high)) = text.split_once("..") {
        return between(low, high).unwrap_or_default();
    }
    let (said, value) = text.split_once(" = ").unwrap_or((text, text));
    vec![Number { said: said.to_owned(), value: value.replace(',', "") }]
}

/// The numbers of a person from one to another.
fn between(low: &str, high: &str) -> Option<Vec<Number>> {
    let (low, ladder) = sized(low)?;
    let (high, _) = sized(high)?;
    let steps = (0..ladder.len() * 3).flat_map(|power| MANTISSAS.map(|mantissa| (mantissa, power)));
    let in_range = steps.filter(|(mantissa, power)| {
        let size = mantissa * libm::pow(10.0, *power as f64);
        // Bytes and people are whole.
        (low * 0.999..=high * 1.001).contains(&size) && (*power > 0 || libm::trunc(*mantissa) == *mantissa)
    });
    in_range.map(|(mantissa, power)| said(mantissa, power, ladder)).collect()
}

/// Writes a mantissa times a power of ten, counted from the foot of a ladder.
fn said(mantissa: f64, power: usize, ladder: &[&str]) -> Option<Number> {
    let size = mantissa * libm::pow(10.0, power as f64);
    if ladder.first() == Some(&"") && size < IN_FULL {
        let value = format!("{size:.0}");
        return Some(Number { said: in_full(size), value });
    }
    let number = mantissa * libm::pow(10.0, (power % 3) as f64);
    // To a tenth, without the dust of the product.
    let number = libm::round(number * 10.0) / 10.0;
    let said = format!("{number}{}", ladder.get(power / 3)?);
    Some(Number { value: said.clone(), said })
}

/// Reads a number of a ladder, as its size and the ladder.
fn sized(text: &str) -> Option<(f64, &'static [&'static str])> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (number, suffix) = text.split_at_checked(end)?;
    LADDERS.into_iter().find_map(|ladder| {
        let step = ladder.iter().position(|step| *step == suffix)?;
        Some((number.parse::<f64>().ok()? * libm::pow(1000.0, step as f64), ladder))
    })
}
