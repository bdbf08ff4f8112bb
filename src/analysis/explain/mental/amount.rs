//! Amounts: what a line comes to as it stands, a number of base units with a dimension and the words of its units.

use crate::units::dimension::Dimension;
use crate::units::notation::Notation;
use crate::units::registry::Units;
use crate::units::spelling::{Spelling, report_scale};
use crate::units::{words, written::Written};

/// The unit that a number is written in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit {
    /// Whether a `$` stands before the number.
    pub money: bool,
    /// The text behind the number, as it is written.
    pub behind: String,
    /// How many base units it is.
    pub size: f64,
    /// What is measured or counted.
    pub dimension: Dimension,
    /// The units that it is made of.
    pub notation: Notation,
}

impl Unit {
    /// The unit of a plain number.
    pub fn plain() -> Unit {
        Unit {
            money: false,
            behind: String::new(),
            size: 1.0,
            dimension: Dimension::NONE,
            notation: Notation::NONE,
        }
    }

    /// Whether it is that of a plain number, of a percentage or of a factor.
    pub fn is_plain(&self) -> bool {
        self.dimension.is_none() && self.notation.iter().next().is_none()
    }

    /// Whether it is the percent.
    pub fn is_percent(&self) -> bool {
        self.is_plain() && self.notation.percent
    }

    /// A number of it as an amount.
    pub fn amount(&self, number: f64) -> Amount {
        Amount { dimension: self.dimension, notation: self.notation, base: number * self.size }
    }
}

/// A value in base units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    /// What is measured or counted.
    pub dimension: Dimension,
    /// The words of its units.
    pub notation: Notation,
    /// The number of base units, with data in bits.
    pub base: f64,
}

impl Amount {
    /// A plain number.
    pub fn number(base: f64) -> Amount {
        Amount { dimension: Dimension::NONE, notation: Notation::NONE, base }
    }

    /// The product, or the quotient. `None` if it has too many dimensions.
    pub fn times(self, other: Amount, divides: bool) -> Option<Amount> {
        let sign = if divides { -1 } else { 1 };
        let dimension = self.dimension.times(other.dimension.to_the(sign)?)?;
        let notation = self.notation.times(other.notation, sign);
        let base = if divides { self.base / other.base } else { self.base * other.base };
        Some(Amount { dimension, notation, base })
    }

    /// The product of factors and divisors. `None` if there are none, or if it has too many dimensions.
    pub fn product(mut factors: impl Iterator<Item = (Amount, bool)>) -> Option<Amount> {
        let (first, divides) = factors.next()?;
        let first = if divides { Amount::number(1.0).times(first, true)? } else { first };
        factors.try_fold(first, |product, (factor, divides)| product.times(factor, divides))
    }

    /// The sum, in the words that both share.
    pub fn plus(self, units: &Units, other: Amount) -> Amount {
        let notation = words::joined(units, self.notation, other.notation, self.dimension);
        Amount { notation, base: self.base + other.base, ..self }
    }

    /// The lesser of two amounts if `sign` is −1, the greater if it is 1, in the words that both share.
    pub fn or_beyond(self, units: &Units, other: Amount, sign: f64) -> Amount {
        let notation = words::joined(units, self.notation, other.notation, self.dimension);
        let base = if sign * other.base > sign * self.base { other.base } else { self.base };
        Amount { notation, base, ..self }
    }

    /// The number of the units in which programs get a value: bytes for data.
    pub fn reported(self, base: f64) -> f64 {
        base / report_scale(self.dimension).to_f64()
    }

    /// Writes a number of base units of its kind in the unit that fits it, and gives that unit.
    pub fn written(self, units: &Units, base: f64, digits: usize) -> (Written, Unit) {
        let spelling = Spelling::of(units, self.dimension, self.notation.unasked());
        let (written, printed) = spelling.write_in_unit(self.reported(base), digits);
        let unit = Unit {
            money: printed.money,
            behind: written.unit.clone(),
            size: printed.size * report_scale(self.dimension).to_f64(),
            dimension: self.dimension,
            notation: printed.notation,
        };
        (written, unit)
    }
}
