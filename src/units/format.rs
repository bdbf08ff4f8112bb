//! Numbers and units as people read them, and as napkin reads them back.
//!
//! A value comes in base units (data in bytes) or in the unit that was asked for; what
//! goes out is a legal literal. The choice of a unit follows the words that the
//! quantity's operands were written in.

use super::choice::{BIT_RATES, Unit, choose, choose_of};
use super::dimension::{Base, Dimension};
use super::notation::Notation;
use super::number::{approximate_number, unscaled, write_number, write_with};
use super::registry::Units;
use super::scale::Scale;
use super::words;

/// How many digits are shown unless something else is asked for.
pub const DIGITS: usize = 4;

/// From this many digits on, numbers are printed unscaled, so that they round-trip.
pub(crate) const EXACT_DIGITS: usize = 16;

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
        format!("{}{}{}", self.sign, self.number, self.unit)
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

/// The scale of a value reported in base units: bytes, seconds, dollars, metres, joules, one of a noun.
pub fn report_scale(dimension: Dimension) -> Scale {
    Scale::Exact(8, 1).to_the(dimension.exponent(Base::INFORMATION))
}

/// Writes a value reported in base units.
pub fn write(units: &Units, value: f64, dimension: Dimension, notation: Notation, digits: usize) -> Written {
    let digits = digits.max(1);
    if dimension.is_none() {
        return write_number(value, notation.percent, digits);
    }
    let unit = choose(units, value, dimension, notation, digits);
    let in_unit = value / unit.size;
    let counts = dimension.is_count();
    let mut written =
        write_with(in_unit, unit.money, &unit.singular, &unit.plural, counts, unit.fitted, digits);
    let data_rate = Dimension::of(&[(Base::INFORMATION, 1), (Base::TIME, -1)]);
    if dimension == data_rate && digits < EXACT_DIGITS {
        let bits = choose_of(value * 8.0, BIT_RATES, digits);
        let also = write_with(value * 8.0 / bits.0, false, bits.1, bits.1, false, true, digits);
        written.also = Some(also.literal());
    }
    written
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

/// A value that differs between worlds: its median and the ends of its 90% interval.
#[derive(Clone, Copy, Debug)]
pub struct Uncertain {
    /// The 5th percentile, the median and the 95th percentile.
    pub values: [f64; 3],
    /// How many digits each of them has.
    pub digits: [usize; 3],
}

/// Writes an uncertain value reported in base units: the median in the unit that fits it, and the
/// ends in the same unit.
pub fn write_uncertain(
    units: &Units,
    of: Uncertain,
    dimension: Dimension,
    notation: Notation,
) -> (Written, Interval) {
    let [low, middle, high] = of.values;
    let digits = of.digits.into_iter().max().unwrap_or(DIGITS).max(1);
    if dimension.is_none() {
        let plain = Unit::plain();
        return approximate(of, &plain, true, notation.percent && digits < EXACT_DIGITS);
    }
    // Across zero the middle says nothing of the size.
    let size = if low > 0.0 { middle } else { low.abs().max(high.abs()) };
    let unit = choose(units, size, dimension, notation, digits);
    let values = [low / unit.size, middle / unit.size, high / unit.size];
    let (mut written, mut interval) =
        approximate(Uncertain { values, ..of }, &unit, dimension.is_count(), false);
    let [low_in_unit, _, high_in_unit] = values;
    if unit.fitted && low > 0.0 && (low_in_unit < 0.01 || high_in_unit >= 10_000.0) {
        // Ends so far from the median that each reads better in its own unit: `5 KB to 20 TB`.
        let end = |value: f64, at: usize| {
            let digits = of.digits.get(at).copied().unwrap_or(DIGITS);
            write(units, value, dimension, notation, digits).literal()
        };
        interval = Interval { range: format!("{} to {}", end(low, 0), end(high, 2)), unit: String::new() };
    }
    let data_rate = Dimension::of(&[(Base::INFORMATION, 1), (Base::TIME, -1)]);
    if dimension == data_rate && digits < EXACT_DIGITS {
        let digits = of.digits.get(1).copied().unwrap_or(digits);
        let bits = choose_of(middle * 8.0, BIT_RATES, digits);
        let also = write_with(middle * 8.0 / bits.0, false, bits.1, bits.1, false, true, digits);
        written.also = Some(also.literal());
    }
    (written, interval)
}

/// Writes an uncertain value that is in the unit that was asked for.
pub fn write_uncertain_asked(
    of: Uncertain,
    money: bool,
    singular: &str,
    plural: &str,
    dimension: Dimension,
) -> (Written, Interval) {
    let exact = of.digits.iter().any(|digits| *digits >= EXACT_DIGITS);
    if dimension.is_none() && singular == "%" && !exact {
        let [low, middle, high] = of.values;
        let values = [low / 100.0, middle / 100.0, high / 100.0];
        return approximate(Uncertain { values, ..of }, &Unit::plain(), true, true);
    }
    let (singular, plural) = (singular.to_owned(), plural.to_owned());
    let unit = Unit { size: 1.0, money, singular, plural, fitted: false };
    approximate(of, &unit, dimension.is_count(), false)
}

/// Writes numbers of a unit, the ends as a range that is read as it was meant.
fn approximate(of: Uncertain, unit: &Unit, counts: bool, percent: bool) -> (Written, Interval) {
    let [low, middle, high] = of.values;
    // A share that reaches its end, or leaves it, is a range of plain numbers.
    let percent = percent && (low == high || low > 0.0 && high < 1.0);
    let digits = digits_of(of);
    let write = |at: usize| {
        let (value, digits) = (of.values.get(at).copied(), digits.get(at).copied());
        approximate_number(value.unwrap_or(0.0), counts, unit.fitted, percent, digits.unwrap_or(DIGITS))
    };
    let (share, dollar) = (if percent { "%" } else { "" }, if unit.money { "$" } else { "" });
    // Beside an interval across zero, a middle that its width makes no digit of is zero.
    let place = place_of(high - low);
    let mut median = if low <= 0.0 && high > low && of.digits.iter().all(|digits| *digits < EXACT_DIGITS) {
        approximate_number(rounded(middle, place), counts, unit.fitted, percent, digits[1])
    } else {
        write(1)
    };
    median.sign.push_str(dollar);
    median.unit = match percent {
        true => "%".to_owned(),
        false if median.number == "1" => unit.singular.clone(),
        false => unit.plural.clone(),
    };
    let (low_text, high_text) = (write(0), write(2));
    if (&low_text.sign, &low_text.number) == (&high_text.sign, &high_text.number) {
        let unit_text = if low_text.number == "1" && !percent { &unit.singular } else { &unit.plural };
        let range = format!("{}{dollar}{}{share}", low_text.sign, low_text.number);
        return (median, Interval { range, unit: unit_text.clone() });
    }
    let range = if low > 0.0 {
        let (low, high) = same_magnitude(low_text.number, high_text.number, low, high, digits[2]);
        format!("{dollar}{low}{share} to {dollar}{high}{share}")
    } else {
        // The normal with these ends: a lognormal is above zero.
        let (middle, half) = (rounded(f64::midpoint(low, high), place), (high - low) / 2.0);
        let sign = if middle < 0.0 { "-" } else { "" };
        let (middle, half) = plus_minus(middle.abs(), half, place, counts, unit.fitted);
        format!("{sign}{dollar}{middle} ± {dollar}{half}")
    };
    (median, Interval { range, unit: unit.plural.clone() })
}

/// How many digits each value has: what the sampling error leaves, and enough that an interval has a width.
fn digits_of(of: Uncertain) -> [usize; 3] {
    let [low, _, high] = of.values;
    let place = place_of(high - low) * 10.0;
    let mut digits = of.digits.map(|digits| digits.max(1));
    if high > low {
        for (digits, value) in digits.iter_mut().zip(of.values) {
            // Two digits of the width.
            let needed = libm::floor(libm::log10(value.abs() / place) + 1e-9) + 1.0;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 15
            let needed = if needed.is_finite() { needed.clamp(0.0, 15.0) as usize } else { 0 };
            *digits = (*digits).max(needed);
        }
    }
    digits
}

/// The place of the third digit of a width.
fn place_of(width: f64) -> f64 {
    if width > 0.0 { libm::pow(10.0, libm::floor(libm::log10(width)) - 2.0) } else { 0.0 }
}

/// The nearest multiple of a place.
fn rounded(value: f64, place: f64) -> f64 {
    let steps = libm::round(value / place);
    // A place below 1 is divided by, since 1000 is a number and 0.001 is not.
    let nearest = if place < 1.0 { steps / libm::round(1.0 / place) } else { steps * place };
    if nearest.is_finite() { nearest } else { value }
}

/// The middle and the half of a `±`, both with one magnitude, so that neither is taken for the other's.
fn plus_minus(middle: f64, half: f64, place: f64, counts: bool, fitted: bool) -> (String, String) {
    let larger = middle.max(half);
    let text = |value: f64| {
        let places = libm::floor(libm::log10(value / place) + 1e-9) + 1.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and 17
        let digits = if places.is_finite() { places.clamp(1.0, 17.0) as usize } else { 1 };
        (approximate_number(value, counts, fitted, false, digits).number, digits)
    };
    let ((middle_text, middle_digits), (half_text, half_digits)) = (text(middle), text(half));
    if middle == 0.0 || magnitude(&middle_text) == magnitude(&half_text) {
        return (middle_text, half_text);
    }
    let largest = if larger == middle { &middle_text } else { &half_text };
    let factor = magnitude(largest);
    let letters = largest.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    if factor == 1.0 || largest.contains('e') {
        return (unscaled(middle, middle_digits), unscaled(half, half_digits));
    }
    let scaled = |value: f64, digits: usize| format!("{}{letters}", unscaled(value / factor, digits));
    (scaled(middle, middle_digits), scaled(half, half_digits))
}

/// Takes the magnitude off where the upper number has one and the lower has none, if it could be taken to hold for
/// both: `1 to 5M` is written `1 to 5_000_000`.
fn same_magnitude(low: String, high: String, a: f64, b: f64, digits: usize) -> (String, String) {
    let (own, other) = (magnitude(&low), magnitude(&high));
    if own == other || own != 1.0 || a * other > b { (low, high) } else { (low, unscaled(b, digits)) }
}

/// What the letters at a number's end multiply it by.
fn magnitude(text: &str) -> f64 {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    match text.get(digits.len()..) {
        Some("k") => 1e3,
        Some("M") => 1e6,
        Some("bn") => 1e9,
        Some("tn") => 1e12,
        _ => 1.0,
    }
}

/// Writes a value that is in the unit that was asked for.
pub fn write_asked(
    value: f64,
    money: bool,
    singular: &str,
    plural: &str,
    dimension: Dimension,
    digits: usize,
) -> Written {
    let digits = digits.max(1);
    if dimension.is_none() && singular == "%" && digits < EXACT_DIGITS {
        return write_number(value / 100.0, true, digits);
    }
    write_with(value, money, singular, plural, dimension.is_count(), false, digits)
}

/// Writes a value reported in base units in exactly the words that its operands left: `250M tweets/day`.
/// Nothing if they do not cancel to its dimension.
pub fn write_in_words(
    units: &Units,
    value: f64,
    dimension: Dimension,
    notation: Notation,
    digits: usize,
) -> Option<Written> {
    let mut product = Dimension::NONE;
    let mut number = value * report_scale(dimension).to_f64();
    let (mut above, mut below, mut money) = (Vec::new(), String::new(), false);
    for (id, exponent) in notation.iter() {
        let unit = units.info(id)?;
        product = product.times(unit.dimension.to_the(exponent)?)?;
        number /= unit.scale.to_the(exponent).to_f64();
        if unit.singular == "$" && exponent == 1 {
            money = true;
            continue;
        }
        for _ in 0..exponent.unsigned_abs() {
            if exponent < 0 {
                below = format!("{below}/{}", unit.singular);
            } else {
                above.push((unit.singular, unit.plural));
            }
        }
    }
    let factors = notation.iter().map(|(_, exponent)| u32::from(exponent.unsigned_abs())).sum::<u32>();
    let bases = dimension.iter().map(|(_, exponent)| u32::from(exponent.unsigned_abs())).sum::<u32>();
    if dimension.is_none() || product != dimension || factors > bases || (money && !above.is_empty()) {
        return None;
    }
    let blank = if above.is_empty() { "" } else { " " };
    let singular: Vec<&str> = above.iter().map(|(singular, _)| *singular).collect();
    let plural: Vec<&str> = above.iter().map(|(_, plural)| *plural).collect();
    let singular = format!("{blank}{}{below}", singular.join("·"));
    let plural = format!("{blank}{}{below}", plural.join("·"));
    Some(write_with(number, money, &singular, &plural, dimension.is_count(), false, digits.max(1)))
}

/// A unit of a quantity's kind: the one it was written in, or one of ordinary size.
pub fn unit_text(units: &Units, dimension: Dimension, notation: Notation) -> String {
    let mut product = Some(Dimension::NONE);
    let (mut above, mut below) = (Vec::new(), String::new());
    for (id, exponent) in notation.iter() {
        let Some(unit) = units.info(id) else { continue };
        product = product.and_then(|product| product.times(unit.dimension.to_the(exponent)?));
        for _ in 0..exponent.unsigned_abs() {
            if exponent < 0 { below = format!("{below}/{}", unit.singular) } else { above.push(unit.plural) }
        }
    }
    // Days over years cancel as dimensions, not as words.
    let factors = notation.iter().map(|(_, exponent)| u32::from(exponent.unsigned_abs())).sum::<u32>();
    let bases = dimension.iter().map(|(_, exponent)| u32::from(exponent.unsigned_abs())).sum::<u32>();
    if product == Some(dimension) && factors <= bases {
        return above.join("·") + &below;
    }
    let unit = choose(units, 1.0, dimension, notation, DIGITS);
    let text = unit.plural.trim_start();
    if unit.money { format!("${text}") } else { text.to_owned() }
}

/// The unit of a value reported in base units: `B`, `req/s`, `$/s`.
pub fn base_unit(units: &Units, dimension: Dimension, notation: Notation) -> String {
    let (mut above, mut below) = (String::new(), String::new());
    for (base, exponent) in dimension.iter() {
        let (singular, plural) = match base {
            Base::INFORMATION => ("B", "B"),
            Base::TIME => ("s", "s"),
            Base::MONEY => ("$", "$"),
            Base::LENGTH => ("m", "m"),
            Base::ENERGY => ("J", "J"),
            _ => words::word_for(units, base, notation)
                .or_else(|| units.noun(base).map(|noun| (noun.singular, noun.plural)))
                .unwrap_or(("thing", "things")),
        };
        for _ in 0..exponent.unsigned_abs() {
            if exponent < 0 {
                below.push('/');
                below.push_str(singular);
            } else {
                if !above.is_empty() {
                    above.push('·');
                }
                above.push_str(plural);
            }
        }
    }
    above + &below
}
