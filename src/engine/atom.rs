//! Means and covariances of functions of one input.

use std::collections::HashMap;

use super::cone::Cone;
use super::distribution::Distribution;
use super::normal;
use super::program::Slot;
use super::state::State;

/// A function of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Atom {
    /// The input itself.
    Input,
    /// A slot that depends on no other.
    Slot(Slot),
}

/// A power of an atom.
pub(super) type Factor = (Atom, f64);

/// The distance of the points of an integral, in standard deviations.
const STEP: f64 = 1.0 / 16.0;

/// The number of points on either side of the median. The mean of a power of a wide lognormal lies far out; what has ends is
/// constant there.
const UNBOUNDED: i32 = 16 * 37;
const BOUNDED: i32 = 16 * 9;

/// The largest relative difference of an integral from that over every other point.
const ACCURATE: f64 = 1e-9;

/// The largest part of an integral that the value at an end has.
const NEGLIGIBLE: f64 = 1e-12;

/// The values of atoms at the points of the integrals.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    values: HashMap<(u32, Atom), Option<Box<[f64]>>>,
}

impl Atoms {
    /// The mean of a product of powers of functions of an input.
    pub fn mean(&mut self, state: &State<'_>, input: u32, factors: &[Factor]) -> Option<f64> {
        let distribution = state.sampled(input)?.distribution();
        match (distribution, factors) {
            (Distribution::Lognormal { .. }, [(Atom::Input, power)]) => {
                let (median, sigma) = lognormal(distribution)?;
                Some(libm::pow(median, *power) * libm::exp(power * power * sigma * sigma / 2.0))
            }
            (_, [(Atom::Input, 1.0)]) => distribution.has_moments().then(|| distribution.mean()),
            _ => {
                let values = self.product(state, input, factors)?;
                integral(&values, |value| *value)
            }
        }
    }

    /// The covariance of two such products with their means.
    pub fn covariance(
        &mut self,
        state: &State<'_>,
        input: u32,
        (a, a_mean): (&[Factor], f64),
        (b, b_mean): (&[Factor], f64),
    ) -> Option<f64> {
        let distribution = state.sampled(input)?.distribution();
        match (distribution, a, b) {
            (Distribution::Lognormal { .. }, [(Atom::Input, a)], [(Atom::Input, b)]) => {
                let (_, sigma) = lognormal(distribution)?;
                Some(a_mean * b_mean * libm::expm1(a * b * sigma * sigma))
            }
            (_, [(Atom::Input, 1.0)], [(Atom::Input, 1.0)]) => {
                if !distribution.has_moments() {
                    return None;
                }
                let sd = distribution.sd();
                Some(sd * sd)
            }
            _ => {
                let (a, b) = (self.product(state, input, a)?, self.product(state, input, b)?);
                let pairs: Vec<(f64, f64)> = a.into_iter().zip(b).collect();
                integral(&pairs, |(a, b)| (a - a_mean) * (b - b_mean))
            }
        }
    }

    /// The values of a product of powers at the points.
    fn product(&mut self, state: &State<'_>, input: u32, factors: &[Factor]) -> Option<Vec<f64>> {
        let mut product: Vec<f64> = Vec::new();
        for (atom, power) in factors {
            let known = self.values.entry((input, *atom));
            let own = known.or_insert_with(|| values(state, input, *atom)).as_ref()?;
            product.resize(own.len(), 1.0);
            let apply = |value: f64| match *power {
                1.0 => value,
                -1.0 => 1.0 / value,
                power => libm::pow(value, power),
            };
            product.iter_mut().zip(own).for_each(|(product, value)| *product *= apply(*value));
        }
        product.iter().all(|value| value.is_finite()).then_some(product)
    }
}

/// The values of an atom at all points.
fn values(state: &State<'_>, input: u32, atom: Atom) -> Option<Box<[f64]>> {
    let distribution = state.sampled(input)?.distribution();
    let quantiles = distribution.quantiles();
    let cone = match atom {
        Atom::Input => None,
        Atom::Slot(slot) => Some(Cone::of(state, slot)?),
    };
    let steps = match distribution {
        Distribution::Lognormal { .. } | Distribution::Normal { .. } => UNBOUNDED,
        _ => BOUNDED,
    };
    let mut room = Vec::new();
    let value = |at: i32| {
        let score = f64::from(at) * STEP;
        let own = quantiles.at(normal::share_below(score), score, None);
        match &cone {
            Some(cone) => cone.at(state.program, &mut room, |_| own),
            None => own,
        }
    };
    let values: Box<[f64]> = (-steps..=steps).map(value).collect();
    // Far out, numbers that are too large or have no value have no weight either.
    Some(values)
}

/// The median of a lognormal distribution, and the standard deviation of the logarithm.
fn lognormal(distribution: &Distribution) -> Option<(f64, f64)> {
    match *distribution {
        Distribution::Lognormal { low, high, score } => {
            Some((libm::sqrt(low) * libm::sqrt(high), libm::log(high / low) / (2.0 * score)))
        }
        _ => None,
    }
}

/// The integral over the points under the normal density, by the trapezoidal rule, which for a smooth function converges
/// faster than any power of the distance. Returns `None` if every other point gives another result.
fn integral<T>(values: &[T], of: impl Fn(&T) -> f64) -> Option<f64> {
    let half = (values.len() as f64 - 1.0) / 2.0;
    let (mut sums, mut weights, mut size) = ([0.0; 2], [0.0; 2], 0.0);
    for (at, value) in values.iter().enumerate() {
        let score = (at as f64 - half) * STEP;
        let weight = libm::exp(-score * score / 2.0);
        let own = weight * of(value);
        size += own.abs();
        for (turn, (sum, total)) in sums.iter_mut().zip(&mut weights).enumerate() {
            if turn == 0 || at % 2 == 0 {
                *sum += own;
                *total += weight;
            }
        }
    }
    let [fine, coarse] = [0, 1].map(|turn: usize| match (sums.get(turn), weights.get(turn)) {
        (Some(sum), Some(total)) => sum / total,
        _ => f64::NAN,
    });
    let size = size / weights.first().copied().unwrap_or(1.0);
    // What still has weight at an end goes on beyond it: 1/x where x may be nearly zero has no mean.
    let end = libm::exp(-half * half * STEP * STEP / 2.0);
    let at_ends = [values.first(), values.last()].into_iter().flatten().map(|value| (end * of(value)).abs());
    let is_complete = at_ends.fold(0.0, f64::max) <= NEGLIGIBLE * size;
    let is_accurate = is_complete && (fine - coarse).abs() <= ACCURATE * size;
    (is_accurate && fine.is_finite()).then_some(fine)
}
