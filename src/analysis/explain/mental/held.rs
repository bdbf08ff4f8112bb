//! Values as they are held in the head, beside what they would be without any rounding.

use super::amount::{Amount, Unit};
use super::digits::Decimal;
use super::{Cost, Rounding};
use crate::units::number::{said, scaled_number, unscaled};
use crate::units::registry::Units;
use crate::units::written::Written;

/// A value with the unit that it is thought of in.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The unit that it is written in.
    pub unit: Unit,
    /// Its digits as they are written, without a sign.
    pub digits: String,
    /// What they say with their sign, in the unit.
    pub said: f64,
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
    /// A value that is written in a unit; both values are in base units. `None` if one of them is not finite.
    pub fn new(written: Written, unit: Unit, value: f64, exact: f64) -> Option<Held> {
        let size = said(&written.number).unwrap_or_else(|| (value / unit.size).abs());
        let said = if written.sign.starts_with('-') { -size } else { size };
        let sound = unit.size > 0.0 && value.is_finite() && exact.is_finite();
        sound.then(|| Held { unit, digits: written.number, said, value, exact, costs: Costs::default() })
    }

    /// A value in the unit that fits it.
    pub fn fitting(units: &Units, amount: Amount, exact: f64, digits: usize) -> Option<Held> {
        let (written, unit) = amount.written(units, amount.base, digits);
        Held::new(written, unit, amount.base, exact)
    }

    /// To two digits in a unit that is wanted, or else in the one that fits it.
    pub fn few(units: &Units, amount: Amount, exact: f64, wanted: Option<&Unit>) -> Option<Held> {
        let unit = match wanted {
            Some(unit) => unit.clone(),
            None => amount.written(units, amount.base, 2).1,
        };
        let held = Held::new(Written::default(), unit, amount.base, exact)?;
        let value =
            if amount.base == 0.0 { 0.0 } else { amount.base.signum() * held.rounded() * held.unit.size };
        let held = Held { value, ..held };
        if wanted.is_some() { Some(held.in_its_unit()) } else { held.rewritten(units) }
    }

    /// A whole number, of a larger one two digits that are rounded the same way.
    pub fn whole(units: &Units, amount: Amount, exact: f64, up: bool) -> Option<Held> {
        let held = Held::fitting(units, amount, exact, 4)?;
        if held.number() < 100.0 {
            return Some(held);
        }
        let two = Decimal::rounded(held.number(), 2).value();
        let step = Decimal::of(two).tens();
        let two = if up && two < held.number() {
            two + step
        } else if !up && two > held.number() {
            two - step
        } else {
            two
        };
        let value = amount.base.signum() * two * held.unit.size;
        Held::fitting(units, Amount { base: value, ..amount }, exact, 2)
    }

    /// Its size in the unit that it is written in.
    pub fn number(&self) -> f64 {
        (self.value / self.unit.size).abs()
    }

    /// Whether it has no unit.
    pub fn is_plain(&self) -> bool {
        self.unit.is_plain()
    }

    /// As it is written, as an amount.
    pub fn amount(&self) -> Amount {
        self.unit.amount(self.said)
    }

    /// How many digits it has: two, of a share below 1 two of what is missing, of 128, 256 and 512 three.
    pub fn precision(&self) -> usize {
        if [128.0, 256.0, 512.0].contains(&self.number()) {
            return 3;
        }
        let share = if self.unit.is_percent() { self.number() / 100.0 } else { self.number() };
        let is_share = self.unit.is_plain() && (0.9..1.0).contains(&share);
        let digits = if is_share { 1.0 - libm::floor(libm::log10(1.0 - share)) } else { 2.0 };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 2 to 15
        let digits = digits.clamp(2.0, 15.0) as usize;
        digits
    }

    /// Its size rounded to that many digits.
    pub fn rounded(&self) -> f64 {
        Decimal::rounded(self.number(), i32::try_from(self.precision()).unwrap_or(2)).value()
    }

    /// How much its roundings have moved it: 1 is not at all.
    pub fn off(&self) -> f64 {
        self.value / self.exact
    }

    /// As it is written.
    pub fn literal(&self) -> String {
        self.with(&self.digits)
    }

    /// With another number of few digits.
    pub fn taken(&self, number: Decimal) -> String {
        self.with(&number.text())
    }

    fn with(&self, digits: &str) -> String {
        let sign = if self.said.is_sign_negative() { "-" } else { "" };
        let dollar = if self.unit.money { "$" } else { "" };
        format!("{sign}{dollar}{digits}{}", self.unit.behind)
    }

    /// The same as an amount.
    pub fn amount_of(&self, number: f64) -> Amount {
        self.unit.amount(number.copysign(self.said))
    }

    /// As it is written in the unit that it has, to two digits.
    #[must_use]
    pub fn in_its_unit(self) -> Held {
        let (digits, size) = match self.precision() {
            2 => (scaled_number(self.rounded(), true), self.rounded()),
            digits => (unscaled(self.number(), digits), self.rounded()),
        };
        let said = if self.value < 0.0 { -size } else { size };
        Held { digits, said, ..self }
    }

    /// To two digits in the unit that fits it.
    pub fn rewritten(self, units: &Units) -> Option<Held> {
        let amount = Amount { base: self.value, ..self.amount() };
        let precision = self.precision();
        let fitting = Held::fitting(units, amount, self.exact, precision)?;
        let value = match self.value == 0.0 {
            true => 0.0,
            false => self.value.signum() * fitting.rounded() * fitting.unit.size,
        };
        Some(Held { value, costs: self.costs, ..fitting })
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
