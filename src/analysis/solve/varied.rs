//! An input that is varied: which values it may have, and how they are written.

use super::domain::Domain;
use crate::engine::{Distribution, Finding, Op, Slot};
use crate::lower::{Quantity, Type, Value};
use crate::run::Show;
use crate::syntax::{Form, NodeId};
use crate::units::scale::Scale;
use crate::worksheet::{AsWritten, Worksheet};

/// Words in names of plain numbers that need not be whole, although the value is written so: `peak_factor = 3`.
const FACTORS: [&str; 20] = [
    "factor",
    "ratio",
    "overhead",
    "headroom",
    "room",
    "multiplier",
    "multiple",
    "peak",
    "growth",
    "speedup",
    "margin",
    "compression",
    "amplification",
    "burst",
    "skew",
    "scale",
    "scaling",
    "boost",
    "weight",
    "load",
];

/// An input or a cell that is varied.
#[derive(Clone, Debug)]
pub struct Varied<'s> {
    /// Its name: that of an input, or `table.row.column`.
    pub name: String,
    /// Its value, as formulas use it.
    pub value: Value,
    /// Its value as it is shown.
    pub shown: Value,
    /// The slot of that.
    pub slot: Slot,
    /// The literal that it is.
    literal: Option<&'s AsWritten>,
    /// Its expression.
    root: Option<NodeId>,
    /// Its minimum and maximum, in the scale of the value.
    pub limits: (f64, f64),
}

impl<'s> Varied<'s> {
    /// Returns the inputs and the cells that are given, in the order of the file.
    pub fn all(sheet: &'s Worksheet) -> impl Iterator<Item = Varied<'s>> {
        let inputs = sheet.inputs().iter().filter_map(|item| {
            Some(Varied {
                name: item.name.clone()?,
                value: item.value(),
                shown: item.shown,
                slot: item.slot,
                literal: item.literal.as_deref(),
                root: item.root,
                limits: item.limits(),
            })
        });
        let cells = sheet.cells().map(|(name, cell)| Varied {
            name,
            value: cell.value,
            shown: cell.value,
            slot: cell.slot,
            literal: cell.literal.as_ref(),
            root: cell.root,
            limits: (f64::NEG_INFINITY, f64::INFINITY),
        });
        inputs.chain(cells)
    }

    /// Returns the input or the cell of a name.
    pub fn named(sheet: &'s Worksheet, name: &str) -> Option<Varied<'s>> {
        Varied::all(sheet).find(|varied| varied.name == name)
    }

    /// Returns the number of the program's input that it is, and its value, if that is certain.
    pub fn fed(&self, sheet: &Worksheet) -> Option<(u32, f64)> {
        let compiled = sheet.compiled();
        match (compiled.program().op(self.value.slot), compiled.distribution_of(self.value.slot)) {
            (Some(Op::Input(input)), Some(Distribution::Fixed(number))) => Some((input, *number)),
            _ => None,
        }
    }

    /// Whether it is a number in a literal, so that others can be written in its unit.
    pub fn is_literal(&self) -> bool {
        self.literal.is_some()
    }

    /// Returns the values that are tried: within its limits, shares from 0% to 100%, others as many powers of ten around the
    /// present value.
    pub fn domain(&self, present: f64, decades: i32) -> Domain {
        let (mut least, mut most) = self.limits;
        let whole = self.value.quantity().and_then(whole_of);
        if let Some(whole) = whole.filter(|whole| (0.0..=*whole).contains(&present)) {
            (least, most) = (least.max(0.0), most.min(whole));
        }
        Domain::around(present, (least, most), self.is_whole(present), decades)
    }

    /// Whether its values are whole numbers: a count of things, or a plain number that is written whole and whose name
    /// does not say that it is a factor.
    pub fn is_whole(&self, present: f64) -> bool {
        let Some(quantity) = self.value.quantity() else { return false };
        if quantity.scale != Scale::ONE || libm::trunc(present) != present {
            return false;
        }
        if quantity.dimension.is_none() {
            let is_written_whole = self.literal.is_some_and(|literal| {
                matches!(literal.form, Form::Plain | Form::Factor) && !literal.written.number.contains('.')
            });
            let last = self.name.rsplit('.').next().unwrap_or_default();
            return is_written_whole && !last.split('_').any(|word| FACTORS.contains(&word));
        }
        quantity.dimension.is_count() && quantity.dimension.counts() == 1
    }

    /// Whether the program was written for a value as well as for the present one: where that is no less than zero, or no
    /// more than a share, what guards against others was left out.
    pub fn is_foreseen(&self, value: f64, present: f64) -> bool {
        let is_plain = self.value.quantity().is_some_and(|quantity| quantity.dimension.is_none());
        (value >= 0.0 || present < 0.0) && (value <= 1.0 || present >= 1.0 || !is_plain)
    }

    /// Writes a number of digits that a person may type.
    pub fn write(&self, number: f64, show: &Show<'_>) -> String {
        let is_plain = number > 0.0 && show.digits <= crate::units::number::DIGITS;
        let is_exact = number > 0.0 && show.digits > crate::units::number::EXACT_DIGITS;
        // Of a share near 100% the complement has the digits.
        let is_near = |quantity| whole_of(quantity).is_some_and(|whole| number > 0.99 * whole);
        match (self.literal, self.value.quantity()) {
            (Some(literal), Some(quantity)) if is_plain && !is_near(quantity) => {
                literal.with(number, show.compiled.units())
            }
            (Some(literal), Some(quantity)) if is_exact && !is_near(quantity) => literal.exactly(number),
            _ => show.value(self.shown, &Finding::One(self.reported(number))).written.literal(),
        }
    }

    /// Writes a number in the unit that the input is written in, to the last digit. `None` if it is neither a literal nor a
    /// range.
    pub fn in_its_unit(&self, sheet: &Worksheet, number: f64) -> Option<String> {
        Some(self.unit(sheet)?.exactly(number))
    }

    /// The same with a magnitude, if four digits are all that the number has: `31.6M users`.
    pub fn in_short(&self, sheet: &Worksheet, number: f64) -> Option<String> {
        let unit = self.unit(sheet)?;
        let is_short = number > 0.0 && to_digits(number, None, crate::units::number::DIGITS) == number;
        Some(if is_short { unit.with(number, sheet.compiled().units()) } else { unit.exactly(number) })
    }

    /// Returns the unit that it is written in, as it follows a number.
    pub fn unit_text(&self, sheet: &Worksheet) -> Option<String> {
        Some(self.unit(sheet)?.written.unit)
    }

    /// The literal in whose unit others are written.
    fn unit(&self, sheet: &Worksheet) -> Option<AsWritten> {
        self.literal.cloned().or_else(|| AsWritten::of_end(sheet.ast(), self.root?))
    }

    /// Returns a number in the unit in which it is reported, which is not that in which formulas use it.
    pub fn reported(&self, number: f64) -> f64 {
        let shown = self.shown.quantity().map_or(Scale::ONE, Quantity::reported_scale);
        self.value.quantity().map_or(number, |quantity| number * quantity.scale.over(shown).to_f64())
    }

    /// Rounds a number to digits, up or down if it must, so that a condition that holds at the number holds at the rounded
    /// one. `None` if that takes more digits.
    pub fn rounded(
        &self,
        (number, up): (f64, bool),
        digits: usize,
        domain: &Domain,
        holds: &dyn Fn(f64) -> bool,
    ) -> Option<f64> {
        let whole = self.value.quantity().and_then(whole_of);
        let near = |number: f64, towards: Option<bool>| match whole {
            Some(whole) if number > 0.9 * whole && number < whole => {
                whole - to_digits(whole - number, towards.map(|up| !up), digits.min(2))
            }
            _ => to_digits(number, towards, digits),
        };
        let (low, high) = domain.ends();
        let farther = number + if up { 0.005 } else { -0.005 } * number.abs();
        // Where the edge itself is short and does not hold, the next number of so many digits does.
        let nearest = near(number, None);
        let beside = near(nearest + if up { 1.0 } else { -1.0 } * unit_of(nearest, digits) * 0.75, Some(up));
        [nearest, near(number, Some(up)), beside, near(farther, Some(up))]
            .into_iter()
            .map(|rounded| rounded.clamp(low, high))
            .map(|rounded| match (domain.is_whole, up) {
                (true, true) => libm::ceil(rounded),
                (true, false) => libm::floor(rounded),
                _ => rounded,
            })
            .find(|rounded| holds(*rounded))
    }

    /// Whether it is a condition.
    pub fn is_truth(&self) -> bool {
        self.value.kind == Type::Bool
    }
}

/// The number that stands for 100%, if a quantity is a share in percent.
fn whole_of(quantity: Quantity) -> Option<f64> {
    let is_share = quantity.dimension.is_none() && quantity.notation.percent;
    is_share.then(|| Scale::ONE.over(quantity.scale).to_f64())
}

/// The difference between two neighbours of so many significant digits.
fn unit_of(number: f64, digits: usize) -> f64 {
    let exponent = if number == 0.0 { 0.0 } else { libm::floor(libm::log10(number.abs())) };
    #[allow(clippy::cast_precision_loss)] // at most 17 digits
    let decimals = digits.saturating_sub(1) as f64;
    libm::pow(10.0, exponent - decimals)
}

/// Rounds to significant digits, up, down or to the nearest.
pub fn to_digits(number: f64, up: Option<bool>, digits: usize) -> f64 {
    let decimals = digits.saturating_sub(1);
    let nearest: f64 = format!("{number:.decimals$e}").parse().unwrap_or(number);
    let Some(up) = up else { return nearest };
    let is_short = (nearest - number).abs() <= number.abs() * 1e-12;
    if is_short || up == (nearest > number) {
        return nearest;
    }
    let text = format!("{nearest:.decimals$e}");
    let exponent: i32 = text.rsplit('e').next().and_then(|power| power.parse().ok()).unwrap_or(0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // at most 17 digits
    let unit = libm::pow(10.0, f64::from(exponent - decimals as i32));
    let next = if up { nearest + unit } else { nearest - unit };
    format!("{next:.decimals$e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::to_digits;

    #[test]
    fn digits() {
        assert_eq!(to_digits(31_234.0, None, 3), 31_200.0);
        assert_eq!(to_digits(31_234.0, Some(true), 3), 31_300.0);
        assert_eq!(to_digits(31_250.1, Some(false), 3), 31_200.0);
        assert_eq!(to_digits(-1.234, Some(true), 3), -1.23);
        assert_eq!(to_digits(-1.234, Some(false), 3), -1.24);
        assert_eq!(to_digits(12.0, Some(true), 3), 12.0);
        assert_eq!(to_digits(0.0, Some(true), 3), 0.0);
    }
}
