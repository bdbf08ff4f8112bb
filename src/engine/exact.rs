//! Multiples of one input, whose distribution is known without samples.

use super::feed::{Column, Feed};
use super::kernel::scaled;
use super::program::{Binary, Op, Program, Slot};
use super::sampled::Sampled;

/// An input multiplied and divided by positive numbers.
pub(super) struct Exact<'a> {
    input: &'a Sampled,
    /// The factors, in the order in which they apply.
    factors: Vec<(Binary, f64)>,
}

impl<'a> Exact<'a> {
    /// A slot as a multiple of an input, with the number of the input. `number` gives the numbers of the slots that do
    /// not vary.
    ///
    /// Returns `None` if the slot is no such multiple, if a factor is not positive, or if values are too large or too small,
    /// which is reported from the samples.
    pub fn of(
        program: &Program,
        feed: &Feed<'a>,
        slot: Slot,
        number: impl Fn(Slot) -> Option<f64>,
    ) -> Option<(Exact<'a>, u32)> {
        let (factors, at) = program.multiple_by(slot, number);
        let Some(Op::Input(input)) = program.op(at) else { return None };
        if factors.iter().any(|(_, factor)| factor.is_nan() || *factor <= 0.0) {
            return None;
        }
        let Some(Column::Sampled(sampled)) = feed.column(input) else { return None };
        let exact = Exact { input: sampled, factors };
        if !sampled.distribution().has_moments() {
            return None;
        }
        let sound = [1e-9, 1.0 - 1e-9].into_iter().all(|level| exact.at_level(level).is_normal());
        sound.then_some((exact, input))
    }

    /// The value at a level strictly between 0 and 1.
    pub fn at_level(&self, level: f64) -> f64 {
        scaled(&self.factors, self.input.distribution().at_level(level))
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        scaled(&self.factors, self.input.distribution().mean())
    }

    /// The standard deviation.
    pub fn sd(&self) -> f64 {
        scaled(&self.factors, self.input.distribution().sd())
    }
}
