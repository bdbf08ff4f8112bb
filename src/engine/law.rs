//! Distributions that are known without samples: of what varies with one input, and of products of lognormal inputs.

use super::curve::Curve;
use super::given::Present;
use super::monomial::Monomial;
use super::program::{Measure, Program, Slot};
use super::ratio::{Explained, is_wide};
use super::state::State;
use super::summary::{CLOSE, LEVELS, Summary};

/// The distribution of a slot.
#[derive(Clone, Debug)]
pub(super) enum Law {
    /// A function of one input that rises all the way, or falls.
    Curve { curve: Curve, rises: bool },
    /// A product of powers of lognormal inputs.
    Monomial(Monomial),
}

impl Law {
    /// The distribution of a slot that varies, if it is known.
    pub fn of(state: &State<'_>, slot: Slot) -> Option<Law> {
        if let [_] = state.schedule.inputs(slot) {
            let curve = Curve::of(state, slot)?;
            let rises = curve.rises(state.program)?;
            return Some(Law::Curve { curve, rises });
        }
        Monomial::of(state, slot).map(Law::Monomial)
    }

    /// The value at a level strictly between 0 and 1.
    pub fn at_level(&self, program: &Program, level: f64) -> f64 {
        match self {
            Law::Curve { curve, rises: true } => curve.at_level(program, level),
            Law::Curve { curve, rises: false } => curve.at_level(program, 1.0 - level),
            Law::Monomial(monomial) => monomial.at_level(level),
        }
    }

    /// A summary without the mean and the standard deviation.
    pub fn summary(&self, program: &Program) -> Summary {
        let [p5, p50, p95] = LEVELS.map(|level| self.at_level(program, level));
        Summary { p5, p50, p95, ..Summary::default() }
    }

    /// Which inputs explain the variance.
    pub fn explained(&self, program: &Program) -> Explained {
        let (parts, sigma) = match self {
            Law::Curve { curve, .. } => return Explained::of_one(curve.input),
            Law::Monomial(Monomial { parts, sigma, .. }) => (parts, sigma),
        };
        let [p5, p95] = [0.05, 0.95].map(|level| self.at_level(program, level));
        let of_logarithm = is_wide(p5, p95);
        let variance = |sigma: f64| if of_logarithm { sigma * sigma } else { libm::expm1(sigma * sigma) };
        let shares = parts.iter().map(|(input, part)| (*input, variance(*part) / variance(*sigma)));
        Explained { shares: shares.collect(), of_logarithm }
    }
}

/// The share in which a condition holds among the samples that meet another, if it is known: where one input decides both.
pub(super) fn share_given(state: &State<'_>, slot: Slot, present: &Present) -> Option<f64> {
    let counted = present.estimated(Measure::Share, 0.5)?;
    let curve = Curve::of(state, slot)?;
    let share = curve.share_given(state.program)?;
    // The samples must not contradict it.
    let within = counted.error.max(1.0 / present.count() as f64) * CLOSE;
    ((share - counted.value).abs() <= within).then_some(share)
}

/// The share in which a condition holds, if it is known; `counted` is that of so many samples.
pub(super) fn share(state: &State<'_>, condition: Slot, counted: f64) -> Option<f64> {
    match Curve::of(state, condition) {
        Some(curve) => curve.share(state.program, counted, state.feed.samples),
        None => Monomial::share(state, condition),
    }
}
