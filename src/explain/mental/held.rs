//! Values as they are held in the head, beside what they would be without any rounding.

use super::super::derive::Deriver;
use super::super::numbers::base_of;
use super::digits::Decimal;
use super::{Cost, Rounding};
use crate::lower::Value;
use crate::units::format::{self, Written};
use crate::units::number::scaled_number;

/// A value with the unit that it is thought of in.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// As it is written.
    pub written: Written,
    /// How many base units a 1 in it is.
    pub unit: f64,
    /// What it is in the head, in base units.
    pub value: f64,
    /// What it is exactly.
    pub exact: f64,
    /// The rounding that has moved it most.
    pub costliest: Option<Cost>,
}

impl Held {
    /// Its size in the unit that it is written in.
    pub fn number(&self) -> f64 {
        (self.value / self.unit).abs()
    }

    /// How much its roundings have moved it: 1 is not at all.
    pub fn off(&self) -> f64 {
        self.value / self.exact
    }

    /// With another number of few digits.
    pub fn taken(&self, number: Decimal) -> String {
        format!("{}{}{}", self.written.sign, number.text(), self.written.unit)
    }

    /// As it is written in the unit that it has, to two digits.
    pub fn in_its_unit(&self) -> Written {
        let dollar = if self.written.sign.contains('$') { "$" } else { "" };
        let sign = if self.value < 0.0 { format!("-{dollar}") } else { dollar.to_owned() };
        let number = scaled_number(Decimal::rounded(self.number(), 2).value(), true);
        Written { sign, number, unit: self.written.unit.clone(), also: None }
    }

    /// The same as it is exactly.
    pub fn exactly(self) -> Held {
        Held { value: self.exact, costliest: None, ..self }
    }

    /// Notes a rounding, if it has moved it more than all before.
    pub fn cost(&mut self, step: Option<&String>, roundings: &[Rounding]) {
        for rounding in roundings {
            self.inherit(Some(&Cost { step: step.cloned(), rounding: rounding.clone() }));
        }
    }

    /// Notes what has moved an operand.
    pub fn inherit(&mut self, cost: Option<&Cost>) {
        let size = |cost: &Cost| libm::log(1.0 + cost.rounding.error).abs();
        if let Some(cost) = cost
            && cost.rounding.error != 0.0
            && self.costliest.as_ref().is_none_or(|known| size(known) < size(cost))
        {
            self.costliest = Some(cost.clone());
        }
    }
}

impl<'a> Deriver<'_, 'a> {
    /// A value that is written in some unit; both values are in base units.
    pub(super) fn held(&self, written: Written, value: f64, exact: f64) -> Option<Held> {
        let dollar = if written.sign.contains('$') { "$" } else { "" };
        let (_, unit) = self.value_of(&format!("{dollar}1{}", written.unit))?;
        let sound = unit > 0.0 && value.is_finite() && exact.is_finite();
        sound.then_some(Held { written, unit, value, exact, costliest: None })
    }

    /// How many base units the unit is in which programs get a value: bytes for data.
    pub(super) fn reported_of(&self, value: Value) -> f64 {
        value.quantity().map_or(1.0, |quantity| format::report_scale(quantity.dimension).to_f64())
    }

    /// A value in base units as it is printed.
    pub(super) fn printed(&self, value: Value, base: f64, digits: usize) -> Option<Written> {
        let quantity = value.quantity()?;
        let reported = base / self.reported_of(value);
        let look = quantity.look.unasked();
        Some(format::write(&self.lowering.units, reported, quantity.dimension, look, digits))
    }

    /// The same to two digits in the unit that fits it.
    pub(super) fn rewritten(&self, held: Held) -> Option<Held> {
        let (value, _) = self.value_of(&held.in_its_unit().literal())?;
        let written = self.printed(value, held.value, 2)?;
        let mut fitting = self.held(written, held.value, held.exact)?;
        if held.value != 0.0 {
            let number = Decimal::rounded(fitting.number(), 2).value();
            fitting.value = held.value.signum() * number * fitting.unit;
        }
        Some(Held { costliest: held.costliest, ..fitting })
    }

    /// A literal, with ranges at their medians.
    pub(super) fn literal_held(&self, text: &str, written: Option<Written>, digits: usize) -> Option<Held> {
        let (value, base) = self.value_of(text)?;
        let written = match written {
            Some(written) => written,
            None => self.printed(value, base, digits)?,
        };
        self.held(written, base, base)
    }

    /// A result of two digits that a line of the language gives, in a unit that is wanted.
    pub(super) fn few(&self, text: &str, exact: f64, wanted: Option<&Written>) -> Option<Held> {
        let (value, base) = self.value_of(text)?;
        let written = match wanted {
            Some(wanted) => wanted.clone(),
            None => self.printed(value, base, 2)?,
        };
        let mut held = self.held(written, base, exact)?;
        if base != 0.0 {
            held.value = base.signum() * Decimal::rounded(held.number(), 2).value() * held.unit;
        }
        match wanted {
            Some(_) => Some(Held { written: held.in_its_unit(), ..held }),
            None => self.rewritten(held),
        }
    }
}

/// A number of a slot in base units.
pub(super) fn in_base(value: Value, number: f64) -> f64 {
    number * base_of(value)
}
