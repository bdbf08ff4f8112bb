//! Products of powers of lognormal inputs, which are lognormal themselves.

use super::cone::Cone;
use super::distribution::Distribution;
use super::exponential::exp;
use super::normal;
use super::program::{Binary, Op, Slot, Unary};
use super::sampled::Sampled;
use super::state::State;
use super::together;

/// The most factors that are looked at.
const MOST: usize = 128;

/// A product of powers of lognormal inputs.
#[derive(Clone, Debug)]
pub(super) struct Monomial {
    /// The value where all inputs have their medians.
    pub median: f64,
    /// The standard deviation of the logarithm.
    pub sigma: f64,
    /// The standard deviation of the logarithm that each input explains, with what it shares with others that are
    /// correlated with it.
    pub parts: Vec<(u32, f64)>,
}

impl Monomial {
    /// A slot as such a product.
    pub fn of(state: &State<'_>, slot: Slot) -> Option<Monomial> {
        let parts = parts(state, &[(slot, 1.0)])?;
        let cone = Cone::of(state, slot)?;
        let median = |input: u32| {
            state.sampled(input).map_or(f64::NAN, |sampled| sampled.distribution().at_level(0.5))
        };
        Monomial::new(state, cone.at(state.program, &mut Vec::new(), median), parts)
    }

    fn new(state: &State<'_>, median: f64, parts: Vec<(u32, f64)>) -> Option<Monomial> {
        let sampled = |(input, part): &(u32, f64)| Some((state.sampled(*input)?, *part));
        let scored = parts.iter().map(sampled).collect::<Option<Vec<_>>>()?;
        let sigma = libm::sqrt(together::variance(&scored));
        let explained = |(at, (own, part)): (usize, &(&Sampled, f64))| {
            let others = scored.iter().enumerate().filter(|(other, _)| at != *other);
            part + others.map(|(_, (other, part))| part * together::between(own, other)).sum::<f64>()
        };
        let explained = scored.iter().enumerate().map(explained);
        let parts = parts.iter().map(|(input, _)| *input).zip(explained).collect();
        let monomial = Monomial { median, sigma, parts };
        let sound = [-6.0, 6.0].into_iter().all(|score| monomial.at_score(score).is_normal());
        (median > 0.0 && sigma > 0.0 && sound).then_some(monomial)
    }

    fn at_score(&self, score: f64) -> f64 {
        self.median * exp(self.sigma * score)
    }

    /// The value at a level.
    pub fn at_level(&self, level: f64) -> f64 {
        self.at_score(normal::quantile(level))
    }

    /// The share in which a comparison of such products and numbers holds.
    pub fn share(state: &State<'_>, condition: Slot) -> Option<f64> {
        let Op::Binary(binary, a, b) = state.program.op(condition)? else { return None };
        let is_below = match binary {
            Binary::Less | Binary::LessOrEqual => true,
            Binary::Greater | Binary::GreaterOrEqual => false,
            _ => return None,
        };
        let parts = parts(state, &[(a, 1.0), (b, -1.0)])?;
        let median = |slot: Slot| match state.schedule.varies(slot) {
            true => Monomial::of(state, slot).map(|monomial| monomial.median),
            false => Some(state.known.number(slot)).filter(|number| *number > 0.0),
        };
        let ratio = Monomial::new(state, median(a)? / median(b)?, parts)?;
        let score = -libm::log(ratio.median) / ratio.sigma;
        Some(normal::share_below(if is_below { score } else { -score }))
    }
}

/// The standard deviations of the logarithm that inputs bring about in a product of powers of slots.
fn parts(state: &State<'_>, of: &[(Slot, f64)]) -> Option<Vec<(u32, f64)>> {
    let mut open = of.to_vec();
    let mut parts: Vec<(u32, f64)> = Vec::new();
    let mut seen = 0;
    while let Some((slot, power)) = open.pop() {
        seen += 1;
        if seen > MOST {
            return None;
        }
        if !state.schedule.varies(slot) {
            if state.known.number(slot) > 0.0 {
                continue;
            }
            return None;
        }
        match state.program.op(slot)? {
            Op::Input(input) => {
                let Distribution::Lognormal { low, high, score } = *state.sampled(input)?.distribution()
                else {
                    return None;
                };
                let part = power * libm::log(high / low) / (2.0 * score);
                match parts.iter_mut().find(|(known, _)| *known == input) {
                    Some((_, known)) => *known += part,
                    None => parts.push((input, part)),
                }
            }
            Op::Binary(Binary::Multiply, a, b) => open.extend([(a, power), (b, power)]),
            Op::Binary(Binary::Divide, a, b) => open.extend([(a, power), (b, -power)]),
            Op::Binary(Binary::Power, a, b) if !state.schedule.varies(b) => {
                open.push((a, power * state.known.number(b)));
            }
            Op::Unary(Unary::Sqrt, a) => open.push((a, power / 2.0)),
            _ => return None,
        }
    }
    parts.retain(|(_, part)| *part != 0.0);
    parts.sort_unstable_by_key(|(input, _)| *input);
    Some(parts)
}
