//! The state of doing the steps one by one, and the expressions that the language evaluates for it: literals, ranges,
//! the units of results, and calls that have no mental method.

use std::collections::HashMap;

use super::super::derive::Deriver;
use super::super::numbers::Numbers;
use super::amount::{Amount, Unit};
use super::digits::Taken;
use super::held::Held;
use super::ratio::Ratios;
use super::{Line, Rounding};
use crate::syntax::{self, Ast};
use crate::text::source::Text;
use crate::units::registry::Units;
use crate::units::words;
use crate::units::written::Written;
use crate::worksheet::AsWritten;

/// The state of doing the steps one by one.
pub(super) struct Head<'h> {
    pub deriver: &'h Deriver,
    pub numbers: &'h Numbers<'h>,
    pub ratios: Ratios,
    /// The results of the entries so far.
    pub known: Vec<Option<Held>>,
    /// The name of the current step.
    pub step: Option<String>,
    /// The lines of the current step, each with the exact amount of its formula.
    pub lines: Vec<(Line, Amount)>,
    /// Whether factors keep two digits.
    pub careful: bool,
    /// How the factors on the page are rounded, by what they are.
    pub rounded: HashMap<String, Taken>,
}

impl<'h> Head<'h> {
    /// Starts before the first entry.
    pub fn new(deriver: &'h Deriver, numbers: &'h Numbers<'h>) -> Head<'h> {
        let ratios = Ratios::new(deriver.units());
        Head {
            deriver,
            numbers,
            ratios,
            known: Vec::new(),
            step: None,
            lines: Vec::new(),
            careful: false,
            rounded: HashMap::new(),
        }
    }

    /// Returns the units that formulas can use.
    pub fn units(&self) -> &'h Units {
        self.deriver.units()
    }

    /// Appends a line; `amount` is the exact amount of its formula.
    pub fn line(&mut self, formula: String, amount: Amount, held: &Held, roundings: Vec<Rounding>) {
        let value = amount.reported(held.value);
        let is_exact = (amount.base / held.value - 1.0).abs() < 1e-9;
        let result = held.literal();
        self.lines.push((Line { formula, between: None, result, value, is_exact, roundings }, amount));
    }

    /// Evaluates an expression without names, with ranges at their medians. Returns `None` if it is invalid or not a
    /// quantity.
    pub fn typed(&self, text: &str) -> Option<Amount> {
        let (value, base) = self.deriver.value_of(text)?;
        let quantity = value.quantity()?;
        let notation = quantity.notation.unasked();
        Some(Amount { dimension: quantity.dimension, notation, base })
    }

    /// Evaluates an expression without names to a number of base units; booleans are 0 and 1.
    pub fn number(&self, text: &str) -> Option<f64> {
        self.deriver.value_of(text).map(|(_, base)| base)
    }

    /// Parses the unit of a written quantity.
    pub fn unit(&self, money: bool, behind: &str) -> Option<Unit> {
        let dollar = if money { "$" } else { "" };
        let one = self.typed(&format!("{dollar}1{behind}"))?;
        let Amount { dimension, notation, base: size } = one;
        let form = |number: &str| words::agreeing(self.units(), number, behind);
        Some(Unit { money, behind: form("2"), singular: form("1"), size, dimension, notation })
    }

    /// Creates a value from its written form; both numbers are in base units. What is written per several of
    /// something, `3 GB per 7M reads`, is held per one.
    pub fn held_as(&self, written: &Written, value: f64, exact: f64) -> Option<Held> {
        if per_many(&written.unit).is_some() {
            let amount = self.typed(&written.literal())?;
            return Held::fitting(self.units(), Amount { base: value, ..amount }, exact, 4);
        }
        let unit = self.unit(written.sign.contains('$'), &written.unit)?;
        Held::new(written.clone(), unit, value, exact)
    }

    /// Creates a value from a literal.
    pub fn literal(&self, written: Written) -> Option<Held> {
        let base = self.number(&written.literal())?;
        self.held_as(&written, base, base)
    }

    /// Creates a value from the text of a literal, in its own unit if it has one.
    pub fn as_written(&self, text: &str) -> Option<Held> {
        let mut ast = Ast::new();
        let written = syntax::expression(&mut ast, &Text::whole(0, text)).ok();
        let written = written.and_then(|root| AsWritten::of(&ast, root)).map(|literal| literal.written);
        match written.filter(|written| !written.number.contains('^')) {
            Some(written) => self.literal(written),
            None => self.fitting(text, self.numbers.show.digits),
        }
    }

    /// Evaluates an expression without names, in a unit of suitable size.
    pub fn fitting(&self, text: &str, digits: usize) -> Option<Held> {
        let amount = self.typed(text)?;
        Held::fitting(self.units(), amount, amount.base, digits)
    }

    /// Creates an exact plain number.
    pub fn plain(&self, number: f64) -> Option<Held> {
        Held::fitting(self.units(), Amount::number(number), number, 4)
    }
}

/// Splits `3 GB per 7M reads`, whose unit has a number of its own, into the two quantities.
pub(super) fn per_many(text: &str) -> Option<(&str, &str)> {
    text.split_once(" per ").filter(|(_, each)| each.starts_with(|c: char| c.is_ascii_digit()))
}
