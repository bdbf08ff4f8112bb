//! Amounts: the exact result of a line, as a number of base units with a dimension and a notation.

use crate::units::dimension::Dimension;
use crate::units::notation::Notation;
use crate::units::registry::Units;
use crate::units::spelling::{Spelling, report_scale};
use crate::units::{words, written::Written};

/// The unit that a number is written in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit {
    /// Whether `$` precedes the number.
    pub money: bool,
    /// The text after a number, as written.
    pub behind: String,
    /// The text after the number 1.
    pub singular: String,
    /// The number of base units in one of it.
    pub size: f64,
    /// The dimension.
    pub dimension: Dimension,
    /// The units that compose it.
    pub notation: Notation,
}

impl Unit {
    /// Returns the unit of a plain number.
    pub fn plain() -> Unit {
        Unit {
            money: false,
            behind: String::new(),
            singular: String::new(),
            size: 1.0,
            dimension: Dimension::NONE,
            notation: Notation::NONE,
        }
    }

    /// Whether this is the unit of a plain number, a percentage or a factor.
    pub fn is_plain(&self) -> bool {
        self.dimension.is_none() && self.notation.iter().next().is_none()
    }

    /// Whether this is the percent sign.
    pub fn is_percent(&self) -> bool {
        self.is_plain() && self.notation.percent
    }

    /// Returns a number of this unit as an amount.
    pub fn amount(&self, number: f64) -> Amount {
        Amount { dimension: self.dimension, notation: self.notation, base: number * self.size }
    }
}

/// A value in base units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    /// The dimension.
    pub dimension: Dimension,
    /// The units in which it is written.
    pub notation: Notation,
    /// The number of base units, with data in bits.
    pub base: f64,
}

impl Amount {
    /// Creates a plain number.
    pub fn number(base: f64) -> Amount {
        Amount { dimension: Dimension::NONE, notation: Notation::NONE, base }
    }

    /// Returns the product or the quotient. Returns `None` if it has too many dimensions.
    pub fn times(self, other: Amount, divides: bool) -> Option<Amount> {
        let sign = if divides { -1 } else { 1 };
        let dimension = self.dimension.times(other.dimension.to_the(sign)?)?;
        let notation = self.notation.times(other.notation, sign);
        let base = if divides { self.base / other.base } else { self.base * other.base };
        Some(Amount { dimension, notation, base })
    }

    /// Returns the product of factors and divisors. Returns `None` for an empty list and for too many dimensions.
    pub fn product(mut factors: impl Iterator<Item = (Amount, bool)>) -> Option<Amount> {
        let (first, divides) = factors.next()?;
        let first = if divides { Amount::number(1.0).times(first, true)? } else { first };
        factors.try_fold(first, |product, (factor, divides)| product.times(factor, divides))
    }

    /// Returns the sum, in the units that both have in common.
    pub fn plus(self, units: &Units, other: Amount) -> Amount {
        let notation = words::joined(units, self.notation, other.notation, self.dimension);
        Amount { notation, base: self.base + other.base, ..self }
    }

    /// Returns the smaller of two amounts if `sign` is −1 and the larger if it is 1, in the units that both have in
    /// common.
    pub fn or_beyond(self, units: &Units, other: Amount, sign: f64) -> Amount {
        let notation = words::joined(units, self.notation, other.notation, self.dimension);
        let base = if sign * other.base > sign * self.base { other.base } else { self.base };
        Amount { notation, base, ..self }
    }

    /// Converts a number of base units to the units of machine-readable output: bytes for data.
    pub fn reported(self, base: f64) -> f64 {
        base / report_scale(self.dimension).to_f64()
    }

    /// Writes a number of base units of the same dimension in a unit of suitable size, and returns that unit.
    pub fn written(self, units: &Units, base: f64, digits: usize) -> (Written, Unit) {
        let spelling = Spelling::of(units, self.dimension, self.notation.unasked());
        let (written, printed) = spelling.write_in_unit(self.reported(base), digits);
        let unit = Unit {
            money: printed.money,
            behind: printed.plural.clone(),
            singular: printed.singular.clone(),
            size: printed.size * report_scale(self.dimension).to_f64(),
            dimension: self.dimension,
            notation: printed.notation,
        };
        (written, unit)
    }
}
