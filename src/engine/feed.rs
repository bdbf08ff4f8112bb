//! What a run is given: a column for each input, and the slots whose values are given too.

use super::program::Slot;
use super::sampled::Sampled;

/// The values of an input.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// The same value in every sample.
    One(f64),
    /// One value per sample.
    Many(&'a [f64]),
    /// Samples of a distribution.
    Sampled(&'a Sampled),
}

/// The inputs of a run.
#[derive(Clone, Copy, Debug)]
pub struct Feed<'a> {
    /// The columns of the inputs, by the inputs' numbers. An input without one is `NaN`.
    pub columns: &'a [Column<'a>],
    /// Slots with the values that they have in every sample instead of those they would be computed to. No slot
    /// comes twice.
    pub pins: &'a [(Slot, f64)],
    /// The number of samples. A [`Column::Many`] has as many values, a [`Column::Sampled`] at least as many.
    pub samples: usize,
}

impl<'a> Feed<'a> {
    /// The column of an input.
    pub(super) fn column(&self, input: u32) -> Option<&'a Column<'a>> {
        self.columns.get(input as usize)
    }
}

/// What a plan needs to know of a feed: what kind of column each input has, and which slots are pinned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    kinds: Vec<Kind>,
    /// In order.
    pins: Vec<Slot>,
}

/// A kind of column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The same in every sample.
    One,
    /// Varies. Its values may be not finite, so they are checked like those of an operation.
    Many,
    /// Varies, and all values are finite samples of a distribution.
    Sampled,
}

impl Kind {
    fn of(column: &Column<'_>) -> Kind {
        match column {
            Column::One(_) => Kind::One,
            Column::Sampled(sampled) if sampled.is_finite() => Kind::Sampled,
            Column::Many(_) | Column::Sampled(_) => Kind::Many,
        }
    }
}

impl Pattern {
    /// The pattern of a feed.
    pub fn of(feed: &Feed<'_>) -> Pattern {
        let mut pins: Vec<Slot> = feed.pins.iter().map(|(slot, _)| *slot).collect();
        pins.sort_unstable();
        Pattern { kinds: feed.columns.iter().map(Kind::of).collect(), pins }
    }

    /// Whether a feed has this pattern.
    pub fn fits(&self, feed: &Feed<'_>) -> bool {
        self.kinds.len() == feed.columns.len()
            && self.pins.len() == feed.pins.len()
            && self.kinds.iter().zip(feed.columns).all(|(kind, column)| *kind == Kind::of(column))
            && feed.pins.iter().all(|(slot, _)| self.is_pinned(*slot))
    }

    /// The kind of an input's column. An input without a column is one `NaN`.
    pub fn kind(&self, input: u32) -> Kind {
        self.kinds.get(input as usize).copied().unwrap_or(Kind::One)
    }

    /// Whether a slot is pinned.
    pub fn is_pinned(&self, slot: Slot) -> bool {
        self.pins.binary_search(&slot).is_ok()
    }
}
