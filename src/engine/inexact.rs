//! What a level computes where a multiple of an input has no exact distribution.

use super::batch::{Target, targets};
use super::layout::Mode;
use super::program::Slot;
use super::schedule::Level;

/// The multiples of an input at a level whose distribution is not known exactly.
#[derive(Debug, Default)]
pub(super) struct Inexact {
    /// The indices of the wanted slots, in order.
    pub wanted: Vec<usize>,
    /// The slots of the statistics, in order.
    pub reduces: Vec<Slot>,
}

impl Inexact {
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.reduces.is_empty()
    }

    /// What the level computes then.
    pub fn targets(&self, level: &Level, mode: Mode) -> Vec<Target> {
        let may_be_exact = mode != Mode::Whole;
        targets(
            level,
            |own| own.is_multiple && may_be_exact && self.wanted.binary_search(&own.at).is_err(),
            |own| own.is_multiple && self.reduces.binary_search(&own.slot).is_err(),
        )
    }
}
