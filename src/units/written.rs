//! Quantities as text: a number beside its unit, and the interval of an uncertain one.
//!
//! A number in a printed unit comes in; the pieces of a literal that can be typed back go out.

use super::notation::Notation;
use super::number::{self, DIGITS, EXACT_DIGITS, Style};

/// A quantity as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// A minus and a `$`, as far as they apply.
    pub sign: String,
    /// The digits and their magnitude: `11.57k`.
    pub number: String,
    /// The unit with what separates it from the number: ` requests/s`, `/s`, `%`.
    pub unit: String,
    /// The same in other words: bits per second, or a long whole number scaled.
    pub also: Option<String>,
}

impl Written {
    /// The literal, without its other words.
    pub fn literal(&self) -> String {
        [self.sign.as_str(), &self.number, &self.unit].concat()
    }
}

impl std::fmt::Display for Written {
    /// The literal, and its other words as a comment, so that the whole can be typed back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.also {
            Some(also) => write!(f, "{}  # {also}", self.literal()),
            None => f.write_str(&self.literal()),
        }
    }
}

/// A 90% interval as it is printed: a legal range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    /// Both ends, each with its `$` or `%`: `200M to 300M`, `-2 ± 5`; one number if both are the same.
    pub range: String,
    /// The unit of both with what separates it from the number.
    pub unit: String,
}

impl std::fmt::Display for Interval {
    /// The range, which can be typed back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.range, self.unit)
    }
}

/// A unit as it is printed beside a number.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedUnit {
    /// How many of the unit that values are reported in it is.
    pub size: f64,
    /// Whether a `$` stands before the number.
    pub money: bool,
    /// The unit behind the number 1, with what separates them: ` request/s`, `/month`, `%`.
    pub singular: String,
    /// The unit behind any other number.
    pub plural: String,
    /// Whether its size was chosen to fit the number, so that the number needs no magnitude.
    pub fitted: bool,
    /// Whether a conversion asked for it.
    pub asked: bool,
    /// The units that it is made of, in the order in which they stand.
    pub notation: Notation,
}

impl PrintedUnit {
    /// The unit of a plain number: no text.
    pub fn plain() -> PrintedUnit {
        PrintedUnit::named(String::new(), String::new())
    }

    /// The unit of a share in percent.
    pub(super) fn percent() -> PrintedUnit {
        let unit = PrintedUnit::named("%".to_owned(), "%".to_owned());
        PrintedUnit { size: 0.01, notation: Notation::PERCENT, ..unit }
    }

    /// A unit of size 1 and of no known units.
    pub fn named(singular: String, plural: String) -> PrintedUnit {
        PrintedUnit {
            size: 1.0,
            money: false,
            singular,
            plural,
            fitted: false,
            asked: false,
            notation: Notation::NONE,
        }
    }

    /// How a number of it is written, which counts something or not.
    pub(super) fn style(&self, counts: bool) -> Style {
        Style { counts, fitted: self.fitted, asked: self.asked }
    }

    /// The text behind a number.
    pub(super) fn behind(&self, number: &str) -> &str {
        if number == "1" { &self.singular } else { &self.plural }
    }

    /// Writes a number of this unit; `counts` if it counts something.
    pub(super) fn write(&self, number: f64, counts: bool, digits: usize) -> Written {
        let size = number.abs();
        let mut sign = String::new();
        if number < 0.0 {
            sign.push('-');
        }
        if self.money {
            sign.push('$');
        }
        let scaled = number::scaled(size, self.style(counts), digits);
        let unit = self.behind(&scaled).to_owned();
        // A whole number says more than its first digits.
        let whole =
            counts && (10_000.0..9e15).contains(&size) && libm::trunc(size) == size && digits < EXACT_DIGITS;
        if whole && number::said(&scaled) != Some(size) {
            let also = (!is_plain(&scaled)).then(|| format!("{sign}{scaled}"));
            return Written { sign, number: number::grouped(&format!("{size:.0}")), unit, also };
        }
        Written { sign, number: scaled, unit, also: None }
    }
}

/// Whether a number has no magnitude, and no exponent.
fn is_plain(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
}

/// Writes a plain number, or a share as a percentage.
pub(super) fn write_plain(value: f64, percent: bool, digits: usize, asked: bool) -> Written {
    // A percentage beyond what an f64 holds is still a number, and so is one that must round-trip.
    let percent = percent && (value * 100.0).is_finite() && digits < EXACT_DIGITS;
    let unit = if percent { "%" } else { "" };
    if let Some(number) = number::near_one(value, percent, digits) {
        return Written { number, unit: unit.to_owned(), ..Written::default() };
    }
    let shown = if percent { value * 100.0 } else { value };
    let unit = PrintedUnit { asked, ..PrintedUnit::named(unit.to_owned(), unit.to_owned()) };
    unit.write(shown, !percent, digits)
}

/// A number that is known to some digits only, without its unit; a whole count below 10,000 is whole.
pub(super) fn approximate(value: f64, style: Style, percent: bool, digits: usize) -> Written {
    // Near 1 the digits are those of what is missing.
    if percent || number::near_one(value, false, digits).is_some() {
        return Written { unit: String::new(), ..write_plain(value, percent, digits, style.asked) };
    }
    let size = value.abs();
    let whole = style.counts && size < 10_000.0 && libm::trunc(size) == size;
    let number = number::scaled(size, style, if whole { digits.max(DIGITS) } else { digits });
    Written { sign: if value < 0.0 { "-".to_owned() } else { String::new() }, number, ..Written::default() }
}
