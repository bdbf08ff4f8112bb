//! What is held while the steps are done one by one, and what is typed into the language for it: the literals and
//! ranges of a formula, the units of its results, and the calls that only the language computes.

use super::super::derive::Deriver;
use super::super::numbers::Numbers;
use super::amount::{Amount, Unit};
use super::held::Held;
use super::ratio::Ratios;
use super::{Line, Rounding};
use crate::units::registry::Units;
use crate::units::written::Written;

/// What is held while the steps are done one by one.
pub(super) struct Head<'h> {
    pub deriver: &'h Deriver,
    pub numbers: &'h Numbers<'h>,
    pub ratios: Ratios,
    /// The entries that are done.
    pub known: Vec<Option<Held>>,
    /// The name of the step.
    pub step: Option<String>,
    /// The step's lines, each with what its formula comes to as it stands.
    pub lines: Vec<(Line, Amount)>,
}

impl<'h> Head<'h> {
    /// Begins before the first entry.
    pub fn new(deriver: &'h Deriver, numbers: &'h Numbers<'h>) -> Head<'h> {
        let ratios = Ratios::new(deriver.units());
        Head { deriver, numbers, ratios, known: Vec::new(), step: None, lines: Vec::new() }
    }

    /// The units that formulas know.
    pub fn units(&self) -> &'h Units {
        self.deriver.units()
    }

    /// Writes a line, whose formula comes to an amount as it stands.
    pub fn line(&mut self, formula: String, amount: Amount, held: &Held, roundings: Vec<Rounding>) {
        let value = amount.reported(held.value);
        let is_exact = (amount.base / held.value - 1.0).abs() < 1e-9;
        let result = held.literal();
        self.lines.push((Line { formula, between: None, result, value, is_exact, roundings }, amount));
    }

    /// What an expression without names comes to, with ranges at their medians. `None` if it is refused, or no quantity.
    pub fn typed(&self, text: &str) -> Option<Amount> {
        let (value, base) = self.deriver.value_of(text)?;
        let quantity = value.quantity()?;
        let notation = quantity.notation.unasked();
        Some(Amount { dimension: quantity.dimension, notation, base })
    }

    /// The number that an expression without names comes to, 0 and 1 for false and true.
    pub fn number(&self, text: &str) -> Option<f64> {
        self.deriver.value_of(text).map(|(_, base)| base)
    }

    /// The unit that something is written in, as the language reads it.
    pub fn unit(&self, money: bool, behind: &str) -> Option<Unit> {
        let dollar = if money { "$" } else { "" };
        let one = self.typed(&format!("{dollar}1{behind}"))?;
        let Amount { dimension, notation, base: size } = one;
        Some(Unit { money, behind: behind.to_owned(), size, dimension, notation })
    }

    /// A value as it is written somewhere; both values are in base units.
    pub fn held_as(&self, written: &Written, value: f64, exact: f64) -> Option<Held> {
        let unit = self.unit(written.sign.contains('$'), &written.unit)?;
        Held::new(written.clone(), unit, value, exact)
    }

    /// A literal as it is written.
    pub fn literal(&self, written: Written) -> Option<Held> {
        let base = self.number(&written.literal())?;
        self.held_as(&written, base, base)
    }

    /// What an expression without names comes to, in the unit that fits it.
    pub fn fitting(&self, text: &str, digits: usize) -> Option<Held> {
        let amount = self.typed(text)?;
        Held::fitting(self.units(), amount, amount.base, digits)
    }

    /// A plain number that is known by heart.
    pub fn plain(&self, number: f64) -> Option<Held> {
        Held::fitting(self.units(), Amount::number(number), number, 4)
    }
}
