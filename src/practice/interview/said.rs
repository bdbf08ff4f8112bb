//! What a candidate said, as far as it is judged.

use super::bench::DIGITS;
use super::kind::Kind;
use crate::practice::value;
use crate::run::Shown;
use crate::units::written::Written;

/// A number in base units with what it measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number.
    pub number: f64,
    /// What it measures.
    pub kind: Kind,
}

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
    /// Its value.
    pub amount: Amount,
    /// Its value ready to be shown.
    pub shown: Shown,
    /// The literals in it.
    pub leaves: Vec<Leaf>,
    /// The names of earlier lines in it.
    pub names: Vec<String>,
}

impl Said {
    /// Whether it is an assumption: one literal and no earlier name.
    pub fn is_simple(&self) -> bool {
        let is_it = |leaf: &Leaf| (leaf.amount.number / self.amount.number - 1.0).abs() < 1e-9;
        self.names.is_empty() && matches!(self.leaves.as_slice(), [leaf] if is_it(leaf))
    }

    /// Whether it is said to be at peak.
    pub fn is_at_peak(&self) -> bool {
        let is_peak = |word: &str| word.split('_').any(|part| part.starts_with("peak"));
        self.called().any(is_peak)
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
