//! What lowering knows of a slot: a truth value, or a quantity with its dimension.

use crate::engine::Slot;
use crate::units::dimension::Dimension;
use crate::units::notation::Notation;
use crate::units::registry::Units;
use crate::units::scale::Scale;
use crate::units::spelling::{Spelling, report_scale};

/// A slot and what it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// Where the number is.
    pub slot: Slot,
    /// What it means.
    pub kind: Type,
}

/// What a slot's number means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    /// Something was wrong with it, which has been said; it fits everywhere so that nothing is said twice.
    Unknown,
    /// True or false.
    Bool,
    /// A number of some unit.
    Quantity(Quantity),
}

/// The unit of a slot's number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// What is measured or counted.
    pub dimension: Dimension,
    /// How many base units a 1 in the slot is.
    pub scale: Scale,
    /// The words it was written in.
    pub notation: Notation,
}

impl Quantity {
    /// A plain number.
    pub const NUMBER: Quantity =
        Quantity { dimension: Dimension::NONE, scale: Scale::ONE, notation: Notation::NONE };

    /// How it is written.
    pub fn spelling(self, units: &Units) -> Spelling<'_> {
        Spelling::of(units, self.dimension, self.notation)
    }

    /// How many base units a 1 is where the value is reported: of the unit that was asked for, else of base units with
    /// data in bytes.
    pub fn reported_scale(self) -> Scale {
        match self.notation.asked {
            Some(_) => self.scale,
            None => report_scale(self.dimension),
        }
    }
}

impl Value {
    /// A value that is wrong, which has been said.
    pub const UNKNOWN: Value = Value { slot: Slot(0), kind: Type::Unknown };

    /// The quantity, if it is one.
    pub fn quantity(self) -> Option<Quantity> {
        match self.kind {
            Type::Quantity(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// Whether something was wrong with it.
    pub fn is_unknown(self) -> bool {
        self.kind == Type::Unknown
    }
}
