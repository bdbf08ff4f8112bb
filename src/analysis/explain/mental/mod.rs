//! Mental arithmetic: the same steps as a person does them without a calculator.
//!
//! Factors are rounded to one digit (or 12, 15, 16, 24, 25) and a power of ten, up and down in balance, so that the
//! errors do not accumulate; a day is 10^5 seconds; terms of a few percent of a sum are dropped. Each rounding is
//! listed with its relative error.
//!
//! `walk` traverses a formula and calls the operations in `multiply`, `sum` and `power`; `plan` chooses the roundings of a
//! product; `ratio` has the ratios of units and their shortcuts; `digits`, `amount` and `held` represent numbers.
//! Values, units and spelling are those of the language: each line can be typed back.

mod amount;
mod digits;
mod few;
mod head;
mod held;
mod multiply;
mod nearly_all;
mod over_time;
mod plan;
mod power;
mod ratio;
mod sum;
mod walk;

use super::derive::{Deriver, Entry};
use super::numbers::Numbers;
use super::{Kind, Step};
use crate::run::Shown;

/// The largest number of factors on a line that are not powers of ten.
const MOST_FACTORS: usize = 3;

/// An estimate in mental arithmetic.
#[derive(Clone, Debug, PartialEq)]
pub struct Mental {
    /// The operations, a line each; empty if the value is known without computing.
    pub lines: Vec<Line>,
    /// The result to two digits.
    pub shown: Shown,
    /// The relative error compared to the printed result: 0.1 is 10% high. Of an availability, it is that of what is
    /// missing to 100%.
    pub error: f64,
    /// Whether the result is a share of 90% or more, judged by what is missing to 100%.
    pub is_nearly_all: bool,
    /// Whether the result is copied from the exact one because it cannot be computed mentally, such as a percentile or
    /// the length of a queue.
    pub is_looked_up: bool,
    /// Whether roundings were made whose errors cancel, so that the result is that without them.
    pub cancels: bool,
    /// Of all roundings that affect the result, the one with the largest effect in the direction of the error.
    pub costliest: Option<Cost>,
}

/// An operation on rounded numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The operation with rounded numbers, which can be typed back: `3 × 10^8 users × 1 tweet/user/day / (10^5 s/day)`.
    pub formula: String,
    /// The operation with digits and powers of ten separated, `3 × 4 × 10^7 users`; `None` if it has a single digit.
    pub between: Option<String>,
    /// The result as printed.
    pub result: String,
    /// The number in [`Line::result`], in base units with data in bytes.
    pub value: f64,
    /// Whether the result is exactly that of the formula.
    pub is_exact: bool,
    /// The roundings made for it.
    pub roundings: Vec<Rounding>,
}

/// A rounding.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounding {
    /// The exact number: `247M users`, `1 day`.
    pub of: String,
    /// The rounded number: `3 × 10^8 users`, `10^5 s`; empty if it is dropped.
    pub taken: String,
    /// The constant of the `shortcuts` cheat sheet that justifies it: `shortcut.day`.
    pub shortcut: Option<String>,
    /// Its relative effect on the result of the line: 0.1 makes it 10% too high. It is 0 for an exact shortcut, and if
    /// the exact number replaces the mental one because a difference would amplify its roundings.
    pub error: f64,
}

/// A rounding and the step in which it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// The step's name; `None` for an expression without a name.
    pub step: Option<String>,
    /// The rounding.
    pub rounding: Rounding,
}

impl Deriver {
    /// Does the steps in mental arithmetic; `steps` corresponds to the entries one to one.
    pub(super) fn add_mental(&self, steps: &mut [Step], numbers: &Numbers<'_>) {
        // A value that is rounded in one way in a product is rounded so wherever it stands, on the lines before as well.
        let mut first = head::Head::new(self, numbers);
        for (entry, step) in self.entries.iter().zip(steps.iter()) {
            first.step(entry, step);
        }
        let mut head = head::Head::new(self, numbers);
        head.rounded = first.rounded;
        for (entry, step) in self.entries.iter().zip(steps) {
            step.mental = head.step(entry, step);
        }
    }
}

/// Whether a step computes a number.
fn is_computed(entry: &Entry, step: &Step) -> bool {
    entry.body.is_some() && step.kind != Kind::Input && !step.shown.truth
}
