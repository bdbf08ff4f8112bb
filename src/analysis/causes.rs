//! What each of several changes of a model does to its estimates.
//!
//! A change is made alone in the old model, and taken back alone in the new one; the mean of the two effects is its part.
//! Of two changes the parts make the whole. From three on something may remain, which they do together.

use crate::run::{Settings, Values};
use crate::worksheet::Worksheet;

/// A change that can be made by itself: the value or formula of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The name.
    pub name: String,
    /// What it was.
    pub was: String,
    /// What it is.
    pub is: String,
}

/// What the changes do to one estimate, relative to its old value: 0.1 adds a tenth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// For each cause its part; `None` if it cannot be made by itself, such as a formula with a new name.
    pub of: Vec<Option<f64>>,
}

/// A model before and after, computed.
pub struct Before<'v> {
    /// The old one.
    pub old: &'v Values,
    /// The new one.
    pub new: &'v Values,
}

impl Before<'_> {
    /// Returns the parts of all causes in each estimate: pairs of its names in the old and in the new model, and its whole
    /// relative change.
    pub fn parts(&self, causes: &[Cause], estimates: &[(&str, &str, f64)]) -> Vec<Parts> {
        let mut parts = vec![Parts::default(); estimates.len()];
        for cause in causes {
            let made = self.old.with(&cause.name, &cause.is).ok();
            let undone = self.new.with(&cause.name, &cause.was).ok();
            for ((old, new, whole), parts) in estimates.iter().zip(&mut parts) {
                let ratio = |values: &Option<Values>, name: &str, base: &Values| {
                    let (number, base) = (values.as_ref()?.number(name)?, base.number(name)?);
                    Some(number / base).filter(|ratio| ratio.is_finite())
                };
                // Relative to the size of the old value, which may be negative.
                let sign = self.old.number(old).map_or(1.0, f64::signum);
                let alone = ratio(&made, old, self.old).map(|ratio| (ratio - 1.0) * sign);
                let last = ratio(&undone, new, self.new).map(|ratio| (1.0 - ratio) * (sign + whole));
                parts.of.push(alone.zip(last).map(|(alone, last)| (alone + last) / 2.0));
            }
        }
        parts
    }
}

/// Computes a worksheet; `None` if a value has no result.
pub fn values(sheet: &Worksheet, settings: &Settings) -> Option<Values> {
    sheet.run(settings).ok()
}
