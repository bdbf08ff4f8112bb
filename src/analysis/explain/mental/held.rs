//! Values as they are held in the head, beside what they would be without any rounding.

use super::super::derive::Deriver;
use super::super::numbers::base_of;
use super::digits::Decimal;
use super::{Cost, Rounding};
use crate::lower::Value;
use crate::units::number::{scaled_number, unscaled};
use crate::units::spelling::{Spelling, report_scale};
use crate::units::written::Written;

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
    /// The roundings that have moved it most, up and down.
    pub costs: Costs,
}

/// A rounding that moves something up, and one that moves it down.
pub(super) type Costs = [Option<Cost>; 2];

impl Held {
    /// Its size in the unit that it is written in.
    pub fn number(&self) -> f64 {
        (self.value / self.unit).abs()
    }

    /// Whether it has no unit.
    pub fn is_plain(&self) -> bool {
        matches!(self.written.unit.as_str(), "" | "%" | "x") && !self.written.sign.contains('$')
    }

    /// How many digits it has: two, of a share below 1 two of what is missing, of 128, 256 and 512 three.
    pub fn digits(&self) -> usize {
        if [128.0, 256.0, 512.0].contains(&self.number()) {
            return 3;
        }
        let share = if self.written.unit == "%" { self.number() / 100.0 } else { self.number() };
        let is_share = matches!(self.written.unit.as_str(), "" | "%") && (0.9..1.0).contains(&share);
        let digits = if is_share { 1.0 - libm::floor(libm::log10(1.0 - share)) } else { 2.0 };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 2 to 15
        let digits = digits.clamp(2.0, 15.0) as usize;
        digits
    }

    /// Its size rounded to as many.
    pub fn rounded(&self) -> f64 {
        Decimal::rounded(self.number(), i32::try_from(self.digits()).unwrap_or(2)).value()
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
        let number = match self.digits() {
            2 => scaled_number(self.rounded(), true),
            digits => unscaled(self.number(), digits),
        };
        Written { sign, number, unit: self.written.unit.clone(), also: None }
    }

    /// Notes a rounding, if it has moved it more than all before.
    pub fn cost(&mut self, step: Option<&String>, roundings: &[Rounding]) {
        for rounding in roundings {
            let cost = Cost { step: step.cloned(), rounding: rounding.clone() };
            self.inherit(&[Some(cost), None], |error| error);
        }
    }

    /// Notes what has moved an operand, and how much that moves this.
    pub fn inherit(&mut self, costs: &Costs, moves: impl Fn(f64) -> f64) {
        for mut cost in costs.iter().flatten().cloned() {
            cost.rounding.error = moves(cost.rounding.error);
            let size = |cost: &Cost| libm::log(1.0 + cost.rounding.error).abs();
            let [up, down] = &mut self.costs;
            let own = if cost.rounding.error > 0.0 { up } else { down };
            if cost.rounding.error != 0.0 && own.as_ref().is_none_or(|known| size(known) < size(&cost)) {
                *own = Some(cost);
            }
        }
    }

    /// The rounding that has moved it most the way in which it is off.
    pub fn costliest(&self) -> Option<&Cost> {
        let [up, down] = &self.costs;
        let off = self.off() - 1.0;
        if off.abs() < 1e-9 {
            // What has no effect costs nothing.
            return None;
        }
        if off > 0.0 { up.as_ref() } else { down.as_ref() }
    }
}

impl Deriver {
    /// A value that is written in some unit; both values are in base units.
    pub(super) fn held(&self, written: Written, value: f64, exact: f64) -> Option<Held> {
        let dollar = if written.sign.contains('$') { "$" } else { "" };
        let (_, unit) = self.value_of(&format!("{dollar}1{}", written.unit))?;
        let sound = unit > 0.0 && value.is_finite() && exact.is_finite();
        sound.then_some(Held { written, unit, value, exact, costs: Costs::default() })
    }

    /// How many base units the unit is in which programs get a value: bytes for data.
    pub(super) fn reported_of(&self, value: Value) -> f64 {
        value.quantity().map_or(1.0, |quantity| report_scale(quantity.dimension).to_f64())
    }

    /// A value in base units as it is printed.
    pub(super) fn printed(&self, value: Value, base: f64, digits: usize) -> Option<Written> {
        let quantity = value.quantity()?;
        let reported = base / self.reported_of(value);
        let notation = quantity.notation.unasked();
        Some(Spelling::of(self.compiled.units(), quantity.dimension, notation).write(reported, digits))
    }

    /// A whole number that a line of the language gives, of a larger one two digits, rounded the same way.
    pub(super) fn whole(&self, text: &str, exact: f64, up: bool) -> Option<Held> {
        let (value, base) = self.value_of(text)?;
        let mut held = self.held(self.printed(value, base, 4)?, base, exact)?;
        if held.number() >= 100.0 {
            let two = Decimal::rounded(held.number(), 2).value();
            let step = Decimal::of(two).tens();
            let two = if up && two < held.number() {
                two + step
            } else if !up && two > held.number() {
                two - step
            } else {
                two
            };
            held.value = base.signum() * two * held.unit;
            held.written = self.printed(value, held.value, 2)?;
        }
        Some(held)
    }

    /// The same to two digits in the unit that fits it.
    pub(super) fn rewritten(&self, held: Held) -> Option<Held> {
        let (value, _) = self.value_of(&held.in_its_unit().literal())?;
        let written = self.printed(value, held.value, held.digits())?;
        let mut fitting = self.held(written, held.value, held.exact)?;
        if held.value != 0.0 {
            fitting.value = held.value.signum() * fitting.rounded() * fitting.unit;
        }
        Some(Held { costs: held.costs, ..fitting })
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
            held.value = base.signum() * held.rounded() * held.unit;
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
