//! Quantities in words and in units, for messages.

use super::value::{Quantity, Type, Value};
use crate::units::catalog::Kind;
use crate::units::dimension::{Base, Dimension};
use crate::units::registry::Units;
use crate::units::spelling::Spelling;
use crate::units::words;

impl Value {
    /// Its type in words.
    pub fn words(self, units: &Units) -> String {
        match self.kind {
            Type::Unknown => "unknown".to_owned(),
            Type::Bool => "true or false".to_owned(),
            Type::Quantity(quantity) => quantity.words(units),
            Type::Row(_) => "a row".to_owned(),
            Type::Rest(_) => "the rest".to_owned(),
        }
    }
}

impl Quantity {
    /// How it is written.
    pub fn spelling(self, units: &Units) -> Spelling<'_> {
        Spelling::of(units, self.dimension, self.notation)
    }

    /// Its dimension in words: `data per time`.
    pub fn words(self, units: &Units) -> String {
        words::in_words(units, self.dimension, self.notation)
    }

    /// A value of it, for a help line: `$5/GB`, `5 users`, `5/s`.
    pub fn example(self, units: &Units) -> String {
        let unit = self.spelling(units).unit_to_write();
        match unit.strip_prefix('$') {
            Some(rest) => format!("$5{rest}"),
            None if unit.starts_with('/') => format!("5{unit}"),
            None if unit.is_empty() => "5".to_owned(),
            None => format!("5 {unit}"),
        }
    }

    /// Whether it is a count or a rate of counts, for which a bare number is enough.
    pub fn takes_bare_number(self, units: &Units) -> bool {
        let physical = self.dimension.without_nouns();
        let counted = self.dimension.iter().any(|(base, _)| base.is_noun());
        let is_rate = |id| units.info(id).is_some_and(|unit| unit.kind == Kind::Rate);
        let has_rate = || self.notation.iter().any(|(id, _)| is_rate(id));
        physical.is_none() || (physical == Dimension::power(Base::TIME, -1) && (counted || has_rate()))
    }
}
