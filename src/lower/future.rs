//! What a program knows of the future of its values: growth, steps, and amounts that are kept.
//!
//! A run is of today and reads none of it. A projection asks for the same slots at a [`Moment`](super::moment::Moment).

use std::collections::{HashMap, HashSet};

use crate::engine::Slot;
use crate::text::source::Span;

/// How a value changes with time.
#[derive(Clone, Debug, Default)]
pub struct Future {
    /// The logarithm of the factor by which it grows in a second.
    pub growth: Option<Slot>,
    /// The value that it approaches, in its own scale.
    pub most: Option<Slot>,
    /// Whether it approaches that from above.
    pub falls: bool,
    /// From when on it is another value: seconds from today, and the value in its own scale; in order.
    pub steps: Vec<(f64, Slot)>,
    /// A bound of the logarithm of growth in a second, by which the points of an integral are chosen.
    pub speed: f64,
}

/// An amount that `kept(rate, retention)` is: what came in over the retention, and is not yet dropped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stock {
    pub rate: Slot,
    pub retention: Slot,
    /// The size of a 1 of the retention in seconds.
    pub unit: f64,
    /// What is there today, in the scale of the product.
    pub now: Option<Slot>,
}

/// A rate times a duration that a formula multiplies by hand.
#[derive(Clone, Copy, Debug)]
pub struct Product {
    /// The result.
    pub slot: Slot,
    /// The rate.
    pub rate: Slot,
    /// Where the product is written.
    pub span: Span,
    /// Where the rate, and where the duration is written.
    pub sides: (Span, Span),
    /// Whether it is money, which is spent and not kept.
    pub is_money: bool,
}

/// How a slot changes with time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// Not at all.
    None,
    /// At times that are known before.
    Steps,
    /// At any time.
    Free,
}

/// What an integral needs to know of a slot.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    /// The seconds from today at which it may leap or bend, in order.
    pub breaks: Vec<f64>,
    /// A bound of its growth, as [`Future::speed`].
    pub speed: f64,
    /// Whether it has no leaps and bends at other times.
    pub is_smooth: bool,
}

/// The futures of the values of a program.
#[derive(Clone, Debug, Default)]
pub(super) struct Futures {
    pub values: HashMap<Slot, Future>,
    pub stocks: HashMap<Slot, Stock>,
    /// Totals over a time from today, which are the same at every moment.
    pub totals: HashSet<Slot>,
    pub products: Vec<Product>,
    /// How each slot changes, as far as that is known.
    pub changes: Vec<Change>,
    pub courses: HashMap<Slot, Course>,
    /// The slots that others are copies of at another moment.
    pub copies: HashMap<Slot, Slot>,
}

impl Futures {
    /// How a slot changes.
    pub fn change(&self, slot: Slot) -> Change {
        self.changes.get(slot.index()).copied().unwrap_or(Change::None)
    }

    /// The slot that a copy stands for; itself for any other.
    pub fn original(&self, slot: Slot) -> Slot {
        self.copies.get(&slot).copied().unwrap_or(slot)
    }
}
