//! Numbers and units as people read them, and as napkin reads them back.
//!
//! A value comes in base units (data in bytes) or in the unit that was asked for; what
//! goes out is a legal literal. The choice of a unit follows the words that the
//! quantity's operands were written in.

use super::choice::{BIT_RATES, choose, choose_of};
use super::dimension::{Base, Dimension};
use super::look::Look;
use super::number::{write_number, write_with};
use super::registry::Units;
use super::scale::Scale;
use super::words;

/// How many digits are shown unless something else is asked for.
pub const DIGITS: usize = 4;

/// From this many digits on, numbers are printed unscaled, so that they round-trip.
pub(super) const EXACT_DIGITS: usize = 16;

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
pub fn write(units: &Units, value: f64, dimension: Dimension, look: Look, digits: usize) -> Written {
    let digits = digits.max(1);
    if dimension.is_none() {
        return write_number(value, look.percent, digits);
    }
    let unit = choose(units, value, dimension, look, digits);
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
    if dimension.is_none() && singular == "%" {
        return write_number(value / 100.0, true, digits);
    }
    write_with(value, money, singular, plural, dimension.is_count(), false, digits)
}

/// A unit of a quantity's kind: the one it was written in, or one of ordinary size.
pub fn unit_text(units: &Units, dimension: Dimension, look: Look) -> String {
    let mut product = Some(Dimension::NONE);
    let (mut above, mut below) = (Vec::new(), String::new());
    for (id, exponent) in look.iter() {
        let Some(unit) = units.info(id) else { continue };
        product = product.and_then(|product| product.times(unit.dimension.to_the(exponent)?));
        for _ in 0..exponent.unsigned_abs() {
            if exponent < 0 { below = format!("{below}/{}", unit.singular) } else { above.push(unit.plural) }
        }
    }
    // Days over years cancel as dimensions, not as words.
    let factors = look.iter().map(|(_, exponent)| u32::from(exponent.unsigned_abs())).sum::<u32>();
    let bases = dimension.iter().map(|(_, exponent)| u32::from(exponent.unsigned_abs())).sum::<u32>();
    if product == Some(dimension) && factors <= bases {
        return above.join("·") + &below;
    }
    let unit = choose(units, 1.0, dimension, look, DIGITS);
    let text = unit.plural.trim_start();
    if unit.money { format!("${text}") } else { text.to_owned() }
}

/// The unit of a value reported in base units: `B`, `req/s`, `$/s`.
pub fn base_unit(units: &Units, dimension: Dimension, look: Look) -> String {
    let (mut above, mut below) = (String::new(), String::new());
    for (base, exponent) in dimension.iter() {
        let (singular, plural) = match base {
            Base::INFORMATION => ("B", "B"),
            Base::TIME => ("s", "s"),
            Base::MONEY => ("$", "$"),
            Base::LENGTH => ("m", "m"),
            Base::ENERGY => ("J", "J"),
            _ => words::word_for(units, base, look)
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
