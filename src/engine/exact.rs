//! Results that are a multiple of one input, whose law is known without any samples.

use super::program::{Binary, Op, Program, Slot};
use super::run::Feed;
use super::samples::Sampled;
use super::summary::scaled;

/// An input multiplied and divided by positive numbers.
pub(super) struct Exact<'a> {
    drawn: &'a Sampled,
    /// The factors, in the order in which they apply.
    factors: Vec<(Binary, f64)>,
}

impl<'a> Exact<'a> {
    /// The law of a slot, with the number of its input, if it is an input multiplied and divided by what `number`
    /// knows the number of.
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
        let Some(super::run::Column::Sampled(drawn)) = feed.columns.get(input as usize) else { return None };
        let exact = Exact { drawn, factors };
        // Where a factor overflows, the samples say so.
        let sound = [1e-9, 1.0 - 1e-9].into_iter().all(|level| exact.at_level(level).is_finite());
        sound.then_some((exact, input))
    }

    /// The value at a level strictly between 0 and 1.
    pub fn at_level(&self, level: f64) -> f64 {
        scaled(&self.factors, self.drawn.distribution().at_level(level))
    }

    /// The expected value.
    pub fn mean(&self) -> f64 {
        scaled(&self.factors, self.drawn.distribution().mean())
    }

    /// The standard deviation.
    pub fn sd(&self) -> f64 {
        scaled(&self.factors, self.drawn.distribution().sd())
    }
}
