//! What a candidate said, as far as it is judged.

use super::bench::DIGITS;
use super::kind::{Amount, PERIODS, apart};
use crate::analysis::slip;
use crate::practice::value;
use crate::run::Shown;
use crate::units::dimension::{Base, Dimension};
use crate::units::written::Written;

/// How far a factor may be from that of a slip, as a ratio.
const TOLERANCE: f64 = 1.05;

/// A number that a line rests on: a literal, or an earlier line that was taken for nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// As it was typed, or its name.
    pub text: String,
    /// Its value.
    pub amount: Amount,
}

/// A line with a value.
#[derive(Clone, Debug)]
pub struct Said {
    /// The name that it binds.
    pub name: Option<String>,
    /// Words around what was read, which may say what it is.
    pub words: Vec<String>,
    /// Words of other parts of the line.
    pub around: Vec<String>,
    /// Its value.
    pub amount: Amount,
    /// Its value ready to be shown.
    pub shown: Shown,
    /// The literals in it.
    pub leaves: Vec<Leaf>,
    /// Other numbers that were said with it.
    pub beside: Vec<Leaf>,
    /// The names of earlier lines in it.
    pub names: Vec<String>,
}

impl Said {
    /// Whether it is an assumption: one literal and no earlier name.
    pub fn is_simple(&self) -> bool {
        let is_it = |leaf: &Leaf| (leaf.amount.number / self.amount.number - 1.0).abs() < 1e-9;
        self.names.is_empty() && matches!(self.leaves.as_slice(), [leaf] if is_it(leaf))
    }

    /// Returns the ratio of an amount to the value, if they may measure the same: a rate may be said as a day's count, and a
    /// number without a unit is one of that of the value. `None` if they cannot be compared.
    pub fn over(&self, claim: &Amount) -> Option<f64> {
        let own = &self.amount;
        let (is, says) = (own.kind.plain, claim.kind.plain);
        let nearest = |ratios: &[f64]| ratios.iter().copied().min_by(|a, b| apart(*a).total_cmp(&apart(*b)));
        let ratio = match () {
            () if is == says => Some(claim.number / own.number),
            () if says.is_none() => nearest(&[claim.number / self.shown.value, claim.number / own.number]),
            () if is.over(says) == Some(Dimension::base(Base::TIME)) => {
                nearest(&PERIODS.map(|period| claim.number * period / own.number))
            }
            () => None,
        };
        ratio.filter(|ratio| ratio.is_finite() && *ratio > 0.0)
    }

    /// Names the slip that may give a ratio to the value.
    pub fn slip(&self, ratio: f64) -> Option<String> {
        let dimension = self.amount.kind.plain;
        let size = apart(ratio);
        let has_data = dimension.exponent(Base::INFORMATION) != 0 && self.has_bits();
        let mut fixed = slip::FIXED.iter().filter(|row| has_data || !row.of_data);
        let fixed = fixed.find(|row| apart(size / row.factor) <= TOLERANCE).map(|row| row.text.to_owned());
        fixed.or_else(|| slip::prefix(size, TOLERANCE, dimension).map(|slip| slip.text))
    }

    /// Whether it is said to be at peak.
    pub fn is_at_peak(&self) -> bool {
        let is_peak = |word: &str| word.split('_').any(|part| part.starts_with("peak"));
        self.called().chain(self.around.iter().map(String::as_str)).any(is_peak)
    }

    /// Whether bits were written.
    pub fn has_bits(&self) -> bool {
        let written = self.shown.written.literal();
        self.leaves
            .iter()
            .map(|leaf| leaf.text.as_str())
            .chain([written.as_str()])
            .any(|text| text.contains("bit"))
    }

    /// Returns its value as printed.
    pub fn written(&self) -> String {
        self.shown.written.literal()
    }

    /// Writes the value over a factor in the unit that the line asks for; `None` if it asks for none.
    pub fn written_as(&self, factor: f64) -> Option<String> {
        let Shown { value: own, written, .. } = &self.shown;
        let number: f64 = written.number.replace('_', "").parse().ok()?;
        let is_in_unit = (number / own - 1.0).abs() < 0.1;
        let value = own / factor;
        let number = format!("{value}");
        let shown = Shown { value, written: Written { number, ..written.clone() }, ..self.shown.clone() };
        is_in_unit.then(|| value::written(&shown, DIGITS))
    }

    /// Returns the names and words that may say what it is.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        self.name.iter().chain(&self.words).map(String::as_str)
    }
}
