//! The numbers of the steps.

use super::body::Mode;
use crate::engine::Finding;
use crate::lower::Value;
use crate::run::{Answers, Show, Ticket, Wanted};

/// The numbers of all entries and parameters.
pub(super) struct Numbers<'n> {
    pub(super) show: &'n Show<'n>,
    pub(super) answers: &'n Answers,
    pub(super) entries: &'n [Wanted],
    pub(super) others: &'n [Ticket],
}

impl Numbers<'_> {
    /// Returns the number of an entry, by index.
    pub fn entry(&self, at: usize) -> Option<&Finding> {
        Some(&self.answers[self.entries.get(at)?.ticket()])
    }

    /// Returns the number of a parameter, by index.
    pub fn other(&self, at: usize) -> Option<&Finding> {
        Some(&self.answers[*self.others.get(at)?])
    }

    /// Writes a value to the digits of a mode; an uncertain value is written as its median.
    pub fn literal(&self, value: Value, finding: &Finding, mode: Mode) -> String {
        if mode.digits == self.show.digits {
            return self.show.value(value, finding).written.literal();
        }
        let show = Show { digits: mode.digits, ..*self.show };
        show.value(value, &Finding::One(finding.middle())).written.literal()
    }
}

/// Returns the number of base units in 1 of a value's number, which is in the requested or the reported unit.
pub(super) fn base_of(value: Value) -> f64 {
    value.quantity().map_or(1.0, |quantity| quantity.reported_scale().to_f64())
}

/// Rounds to 15 digits, to remove the rounding errors of floating point.
pub(super) fn without_noise(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}
