//! The numbers of the steps, by the places of what was asked for.

use super::body::Mode;
use crate::engine::Finding;
use crate::lower::Value;
use crate::run::{Answers, Show, Ticket, Wanted};

/// The numbers of everything that was asked for.
pub(super) struct Numbers<'n> {
    pub(super) show: &'n Show<'n>,
    pub(super) answers: &'n Answers,
    pub(super) entries: &'n [Wanted],
    pub(super) others: &'n [Ticket],
}

impl Numbers<'_> {
    /// The number of an entry, by its place.
    pub fn entry(&self, at: usize) -> Option<&Finding> {
        Some(&self.answers[self.entries.get(at)?.ticket()])
    }

    /// The number of a parameter's value, by its place.
    pub fn other(&self, at: usize) -> Option<&Finding> {
        Some(&self.answers[*self.others.get(at)?])
    }

    /// A value to the digits of a mode, of one that is uncertain the median.
    pub fn literal(&self, value: Value, finding: &Finding, mode: Mode) -> String {
        if mode.digits == self.show.digits {
            return self.show.value(value, finding).written.literal();
        }
        let show = Show { digits: mode.digits, ..*self.show };
        show.value(value, &Finding::One(finding.middle())).written.literal()
    }
}

/// The base units in a 1 of a value's number, in the unit that was asked for or in the one that is reported.
pub(super) fn base_of(value: Value) -> f64 {
    value.quantity().map_or(1.0, |quantity| quantity.reported_scale().to_f64())
}
