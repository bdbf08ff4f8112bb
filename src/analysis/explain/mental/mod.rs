//! The same steps in the arithmetic that people do without a calculator.
//!
//! Factors are rounded to one digit (or 12, 15, 16, 24, 25) and a power of ten, up and down in turn, so that the errors do not pile up one
//! way; days become 10^5 seconds; what is a few percent of a sum is left out. Each rounding is told with what it costs.
//!
//! `walk` goes through a formula, to the operations in `multiply` and `sum`; `plan` chooses the roundings of a
//! product; `ratio` knows the units' ratios with their shortcuts; `digits` and `held` have the numbers. Values, units
//! and their spelling are those of the language: each line is typed into it before it is shown.

mod amount;
mod digits;
mod head;
mod held;
mod multiply;
mod plan;
mod ratio;
mod sum;
mod walk;

use super::derive::{Deriver, Entry};
use super::numbers::Numbers;
use super::{Kind, Step};
use crate::run::Shown;

/// What an estimate comes to in the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Mental {
    /// What is done, line by line; nothing where it is known as it is.
    pub lines: Vec<Line>,
    /// The result, to two digits.
    pub shown: Shown,
    /// How far off it is from what is printed: 0.1 is 10% high.
    pub error: f64,
    /// Whether it is taken from the exact result, since nobody computes it in the head: a percentile, a queue's length.
    pub is_looked_up: bool,
    /// Of all roundings that the result rests on, the one that moves it most the way in which it is off.
    pub costliest: Option<Cost>,
}

/// An operation on numbers of few digits.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The numbers as they are taken: `3 × 10^8 users × 1 tweet/user/day / (10^5 s/day)`. It can be typed back.
    pub formula: String,
    /// The digits multiplied and the powers of ten added up, `3 × 4 × 10^7 users`, where that is more than a digit.
    pub between: Option<String>,
    /// What it comes to.
    pub result: String,
    /// The number in [`Line::result`], in base units with data in bytes.
    pub value: f64,
    /// Whether the formula comes to exactly that, and not only nearly.
    pub is_exact: bool,
    /// What was rounded for it.
    pub roundings: Vec<Rounding>,
}

/// A number taken for another.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounding {
    /// What it is exactly: `247M users`, `1 day`.
    pub of: String,
    /// What it is taken as: `3 × 10^8 users`, `10^5 s`; nothing if it is left out.
    pub taken: String,
    /// The constant of the `shortcuts` cheat sheet that says so: `shortcut.day`.
    pub shortcut: Option<String>,
    /// How much it changes the line's result: 0.1 makes it 10% too high. It is 0 for what a shortcut says exactly, and
    /// where the exact number is taken in place of the one in the head, since a difference of roundings would be none.
    pub error: f64,
}

/// A rounding with the step that it is made in.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// The step's name; nothing for an expression without one.
    pub step: Option<String>,
    /// The rounding.
    pub rounding: Rounding,
}

impl Deriver {
    /// Does the steps in the head; there are as many as entries.
    pub(super) fn in_the_head(&self, steps: &mut [Step], numbers: &Numbers<'_>) {
        let mut head = head::Head::new(self, numbers);
        for (entry, step) in self.entries.iter().zip(steps) {
            step.mental = head.step(entry, step);
        }
    }
}

/// Whether a step is computed, so that there is something to do in the head.
fn is_computed(entry: &Entry, step: &Step) -> bool {
    entry.body.is_some() && step.kind != Kind::Input && !step.shown.truth
}
