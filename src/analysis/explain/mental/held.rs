//! Intermediate results of mental arithmetic, each with its exact value for comparison.

use super::amount::{Amount, Unit};
use super::digits::Decimal;
use super::{Cost, Rounding};
use crate::units::number::{said, scaled_number, unscaled};
use crate::units::registry::Units;
use crate::units::written::Written;

/// An intermediate result in its unit.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The unit that it is written in.
    pub unit: Unit,
    /// Its digits as written, without a sign.
    pub digits: String,
    /// The number that sign and digits denote, in the unit.
    pub signed: f64,
    /// The value computed mentally, in base units.
    pub value: f64,
    /// The exact value, in base units.
    pub exact: f64,
    /// The roundings with the largest effect on it, upwards and downwards.
    pub costs: Costs,
}

/// The rounding with the largest effect upwards, and the one downwards.
pub(super) type Costs = [Option<Cost>; 2];

impl Held {
    /// Creates a value written in a unit; both numbers are in base units. Returns `None` if one of them is not finite.
    pub fn new(written: Written, unit: Unit, value: f64, exact: f64) -> Option<Held> {
        let size = said(&written.number).unwrap_or_else(|| (value / unit.size).abs());
        let signed = if written.sign.starts_with('-') { -size } else { size };
        let sound = unit.size > 0.0 && value.is_finite() && exact.is_finite();
        sound.then(|| Held { unit, digits: written.number, signed, value, exact, costs: Costs::default() })
    }

    /// Creates a value in a unit of suitable size.
    pub fn fitting(units: &Units, amount: Amount, exact: f64, digits: usize) -> Option<Held> {
        let (written, unit) = amount.written(units, amount.base, digits);
        Held::new(written, unit, amount.base, exact)
    }

    /// Rounds an amount to two digits, in the wanted unit or else in one of suitable size.
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

    /// Creates a whole number; one of more than two digits is rounded to two, in the given direction.
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

    /// Returns the absolute value in the unit.
    pub fn number(&self) -> f64 {
        (self.value / self.unit.size).abs()
    }

    /// Whether it has no unit.
    pub fn is_plain(&self) -> bool {
        self.unit.is_plain()
    }

    /// Returns the amount as written.
    pub fn amount(&self) -> Amount {
        self.unit.amount(self.signed)
    }

    /// Returns the number of significant digits: two; for a share just below 1, two of its complement; three for 128,
    /// 256 and 512.
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

    /// Returns the absolute value in the unit, rounded to [`Held::precision`].
    pub fn rounded(&self) -> f64 {
        Decimal::rounded(self.number(), i32::try_from(self.precision()).unwrap_or(2)).value()
    }

    /// Returns the ratio of the mental to the exact value.
    pub fn off(&self) -> f64 {
        self.value / self.exact
    }

    /// Returns the text.
    pub fn literal(&self) -> String {
        self.with(&self.digits)
    }

    /// Returns the text with another number.
    pub fn taken(&self, number: Decimal) -> String {
        self.with(&number.text())
    }

    fn with(&self, digits: &str) -> String {
        let sign = if self.signed.is_sign_negative() { "-" } else { "" };
        let dollar = if self.unit.money { "$" } else { "" };
        let behind = if digits == "1" { &self.unit.singular } else { &self.unit.behind };
        format!("{sign}{dollar}{digits}{behind}")
    }

    /// Returns a number of the same sign and unit as an amount.
    pub fn amount_of(&self, number: f64) -> Amount {
        self.unit.amount(number.copysign(self.signed))
    }

    /// Rounds the written number, in the same unit.
    #[must_use]
    pub fn in_its_unit(self) -> Held {
        let (digits, size) = match self.precision() {
            2 => (scaled_number(self.rounded(), true), self.rounded()),
            digits => (unscaled(self.rounded(), digits), self.rounded()),
        };
        let signed = if self.value < 0.0 { -size } else { size };
        Held { digits, signed, ..self }
    }

    /// Rounds the value, in a unit of suitable size.
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

    /// Records roundings, if they move the value more than all earlier ones.
    pub fn cost(&mut self, step: Option<&String>, roundings: &[Rounding]) {
        for rounding in roundings {
            let cost = Cost { step: step.cloned(), rounding: rounding.clone() };
            self.inherit(&[Some(cost), None], |error| error);
        }
    }

    /// Records the roundings of an operand; `moves` maps the operand's relative error to that of this value.
    pub fn inherit(&mut self, costs: &Costs, moves: impl Fn(f64) -> f64) {
        for mut cost in costs.iter().flatten().cloned() {
            cost.rounding.error = moves(cost.rounding.error);
            let size = |cost: &Cost| libm::log(1.0 + cost.rounding.error).abs();
            let [up, down] = &mut self.costs;
            let largest = if cost.rounding.error > 0.0 { up } else { down };
            if cost.rounding.error != 0.0 && largest.as_ref().is_none_or(|known| size(known) < size(&cost)) {
                *largest = Some(cost);
            }
        }
    }

    /// Returns the rounding that moved the value most in the direction of its error.
    pub fn costliest(&self) -> Option<&Cost> {
        let [up, down] = &self.costs;
        let off = self.off() - 1.0;
        if off.abs() < 1e-9 {
            // Roundings that cancel out cost nothing.
            return None;
        }
        if off > 0.0 { up.as_ref() } else { down.as_ref() }
    }
}
