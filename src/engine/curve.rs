//! What varies with a single input, as a function of the input's standard normal score.

use super::cone::Cone;
use super::distribution::Distribution;
use super::normal;
use super::program::{ABSENT, Program, Slot};
use super::quantile::QuantileFunction;
use super::state::State;

/// The distance of the points of the grid, in standard deviations, and the number of points on either side of the median.
const STEP: f64 = 1.0 / 16.0;
const STEPS: i32 = 16 * 8;

/// A function of one input.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    pub input: u32,
    distribution: Distribution,
    quantiles: QuantileFunction,
    cone: Cone,
}

impl Curve {
    /// A slot as a function of one input. Returns `None` if it depends on others.
    pub fn of(state: &State<'_>, slot: Slot) -> Option<Curve> {
        let [input] = *state.schedule.inputs(slot) else { return None };
        let distribution = state.sampled(input)?.distribution().clone();
        let cone = Cone::of(state, slot)?;
        let quantiles = distribution.quantiles();
        Some(Curve { input, distribution, quantiles, cone })
    }

    fn at(&self, program: &Program, values: &mut Vec<f64>, input: f64) -> f64 {
        self.cone.at(program, values, |_| input)
    }

    fn at_score(&self, program: &Program, values: &mut Vec<f64>, score: f64) -> f64 {
        let input = self.quantiles.at(normal::share_below(score), score, None);
        self.at(program, values, input)
    }

    /// Whether the function rises all the way, or falls. Returns `None` if it does neither, or has no value somewhere.
    pub fn rises(&self, program: &Program) -> Option<bool> {
        let mut values = Vec::new();
        let (mut rises, mut falls) = (true, true);
        let mut last: Option<f64> = None;
        for at in -STEPS..=STEPS {
            let value = self.at_score(program, &mut values, f64::from(at) * STEP);
            if !value.is_finite() {
                return None;
            }
            if let Some(last) = last {
                // Rounding makes no difference.
                let least = 1e-14 * last.abs();
                (rises, falls) = (rises & (value >= last - least), falls & (value <= last + least));
            }
            last = Some(value);
            if !rises && !falls {
                return None;
            }
        }
        Some(rises)
    }

    /// The value at a level of the input.
    pub fn at_level(&self, program: &Program, level: f64) -> f64 {
        self.at(program, &mut Vec::new(), self.distribution.at_level(level))
    }

    /// The share in which a condition holds; `counted` is that of so many samples, which must not contradict it.
    pub fn share(&self, program: &Program, counted: f64, samples: usize) -> Option<f64> {
        let (share, changes) = self.share_where(program, |value| value != 0.0);
        let most = (f64::from(changes) + 1.0) / samples.max(1) as f64;
        ((share - counted).abs() <= most).then_some(share)
    }

    /// The share in which a condition holds where it is not absent.
    pub fn share_given(&self, program: &Program) -> Option<f64> {
        let (met, _) = self.share_where(program, |value| value != ABSENT);
        let (both, _) = self.share_where(program, |value| value != ABSENT && value != 0.0);
        (met > 0.0).then(|| both / met)
    }

    /// The share in which the value fulfils something, and how often that changes along the input.
    fn share_where(&self, program: &Program, is: impl Fn(f64) -> bool) -> (f64, u32) {
        let mut values = Vec::new();
        let mut holds = |score: f64| is(self.at_score(program, &mut values, score));
        let first = -f64::from(STEPS) * STEP;
        let (mut last, mut changes) = (holds(first), 0_u32);
        let mut share = 0.0;
        let mut from = 0.0;
        for at in 1 - STEPS..=STEPS {
            let score = f64::from(at) * STEP;
            let now = holds(score);
            if now == last {
                continue;
            }
            let (mut low, mut high) = (score - STEP, score);
            for _ in 0..60 {
                let middle = f64::midpoint(low, high);
                if holds(middle) == last { low = middle } else { high = middle }
            }
            let level = normal::share_below(high);
            share += if last { level - from } else { 0.0 };
            (last, from) = (now, level);
            changes += 1;
        }
        share += if last { 1.0 - from } else { 0.0 };
        (share, changes)
    }
}
