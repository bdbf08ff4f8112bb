//! Far percentiles and small probabilities, by importance sampling.
//!
//! Of 16 250 samples few lie beyond the 99th percentile. More are drawn from a [`Mixture`] that lies far out, and what is known
//! of their weights corrects the result.

use super::cone::Cone;
use super::mixture::{Draw, Inputs, Mixture, PILOT, inputs};
use super::normal;
use super::program::{Binary, Op, Program, Slot};
use super::size::{ROUNDS, STRATA};
use super::state::State;
use super::summary::{CLOSE, Estimated};

/// So many samples beyond it tell a percentile well.
const MANY: f64 = 200.0;

/// Levels nearer to an end than this are far.
const FAR: f64 = 0.01;

/// How often each round is drawn for a percentile.
const TURNS: usize = 2;

/// Of what no sample of the run shows, this part of the rounds tells how rare it is.
const UNSEEN: usize = 5;

/// What is rarer is looked for once more, further out.
const BEYOND_REACH: f64 = 1e-6;

/// Where what is rarer still is looked for, nearest first.
const FURTHER: [f64; 2] = [1e-10, 1e-20];

/// Whether a level is so near to an end that its percentile is read from samples of its own.
fn is_far(level: f64) -> bool {
    level.min(1.0 - level) < FAR * (1.0 - 1e-9)
}

/// Whether what the samples of a run say is the better: where many of them lie beyond, and it has the smaller error.
fn is_better(samples: &Estimated, own: &Estimated, beyond: f64) -> bool {
    beyond >= MANY && samples.error < own.error
}

/// A percentile, whose estimate from the samples of the run is `plain`. Returns `None` if its level is not far, or it cannot
/// be read better.
pub(super) fn quantile(
    state: &State<'_>,
    slot: Slot,
    level: f64,
    plain: Option<&Estimated>,
) -> Option<Estimated> {
    if !is_far(level) {
        return None;
    }
    let sign = if level > 0.5 { 1.0 } else { -1.0 };
    let beyond = level.min(1.0 - level);
    let inputs = inputs(state, slot)?;
    let cone = cone(state, slot, &inputs)?;
    let value = |room: &mut Vec<f64>, values: &[f64]| sign * at(&cone, state.program, room, values);
    let mixture = Mixture::new(&inputs, beyond, &value)?;
    let draws = mixture.draw(rounds(state, 1), TURNS, &value)?;
    let read = read(draws, beyond)?;
    let [low, high] = read.far.map(|value| sign * value);
    let found = Estimated {
        value: sign * read.value,
        low: low.min(high),
        high: low.max(high),
        error: read.error,
        deviations: read.deviations.into_iter().map(|deviation| sign * deviation).collect(),
        is_sparse: false,
    };
    let count = beyond * state.feed.samples as f64;
    (!plain.is_some_and(|plain| is_better(plain, &found, count))).then_some(found)
}

/// The operations of a slot, where the inputs are read by their places.
fn cone(state: &State<'_>, slot: Slot, inputs: &Inputs<'_>) -> Option<Cone> {
    Cone::of(state, slot)?.renumbered(|input| inputs.place(input))
}

/// The value of a slot, by the values of its inputs.
fn at(cone: &Cone, program: &Program, room: &mut Vec<f64>, values: &[f64]) -> f64 {
    cone.at(program, room, |place| values.get(place as usize).copied().unwrap_or(f64::NAN))
}

/// The number of rounds of samples: a part of those of the run.
fn rounds(state: &State<'_>, part: usize) -> usize {
    (state.feed.samples / STRATA / part).clamp(PILOT, ROUNDS)
}

/// A tail probability of weighted samples, corrected by what is known of their weights: their mean is 1, and so much of them lies
/// beyond a score along the direction as does of a normal variable.
struct Corrected {
    /// The tail probability of the samples, and by how much it is too high.
    plain: f64,
    excess: f64,
    /// Its standard error, and how the parts deviate.
    error: f64,
    deviations: Vec<f64>,
}

impl Corrected {
    /// `is_beyond` tells of each sample, by its number, whether it lies in the tail.
    fn new(draws: &[Draw], score: f64, is_beyond: impl Fn(usize, &Draw) -> bool) -> Corrected {
        let n = draws.len().max(1) as f64;
        let beyond = normal::share_below(-score);
        let of = |(at, draw): (usize, &Draw)| {
            let own = if is_beyond(at, draw) { draw.weight } else { 0.0 };
            [own, draw.weight, if draw.along > score { draw.weight } else { 0.0 }]
        };
        let mut means = [0.0; 3];
        for terms in draws.iter().enumerate().map(of) {
            means.iter_mut().zip(terms).for_each(|(mean, term)| *mean += term / n);
        }
        let [mean, weights, along] = means;
        let (mut squares, mut products) = ([0.0; 3], [0.0; 2]);
        let off = |terms: [f64; 3]| [terms[0] - mean, terms[1] - weights, terms[2] - along];
        for [own, a, b] in draws.iter().enumerate().map(of).map(off) {
            let add = [a * a, a * b, b * b];
            squares.iter_mut().zip(add).for_each(|(sum, square)| *sum += square);
            products.iter_mut().zip([own * a, own * b]).for_each(|(sum, product)| *sum += product);
        }
        let [aa, ab, bb] = squares;
        let determinant = aa * bb - ab * ab;
        let [x, y] = products;
        let (by_weight, by_along) = match determinant > 1e-12 * aa * bb {
            true => ((x * bb - y * ab) / determinant, (y * aa - x * ab) / determinant),
            false if aa > 0.0 => (x / aa, 0.0),
            false => (0.0, 0.0),
        };
        let count = draws.iter().map(|draw| draw.part + 1).max().unwrap_or(1);
        let (mut sums, mut variance) = (vec![0.0; count], 0.0);
        for ([own, a, b], draw) in draws.iter().enumerate().map(of).map(off).zip(draws) {
            let rest = own - by_weight * a - by_along * b;
            variance += rest * rest;
            if let Some(sum) = sums.get_mut(draw.part) {
                *sum += rest * count as f64 / n;
            }
        }
        Corrected {
            plain: mean,
            excess: by_weight * (weights - 1.0) + by_along * (along - beyond),
            error: libm::sqrt(variance) / n,
            deviations: sums,
        }
    }
}

/// A percentile with its error.
struct Read {
    value: f64,
    far: [f64; 2],
    error: f64,
    deviations: Vec<f64>,
}

/// The value beyond which a share lies.
fn read(mut draws: Vec<Draw>, beyond: f64) -> Option<Read> {
    draws.sort_unstable_by(|a, b| b.value.total_cmp(&a.value));
    let n = draws.len() as f64;
    let mut total = 0.0;
    // The share beyond each sample, half of itself included.
    let shares: Vec<f64> = draws
        .iter()
        .map(|draw| {
            total += draw.weight / n;
            total - draw.weight / n / 2.0
        })
        .collect();
    let count = shares.partition_point(|share| *share < beyond);
    let corrected = Corrected::new(&draws, -normal::quantile(beyond), |at, _| at < count);
    let target = beyond + corrected.excess;
    let value = |share: f64| {
        let above = shares.partition_point(|own| *own < share).clamp(1, shares.len() - 1);
        let (from, to) = (shares.get(above - 1)?, shares.get(above)?);
        let (high, low) = (draws.get(above - 1)?.value, draws.get(above)?.value);
        let part = ((share - from) / (to - from)).clamp(0.0, 1.0);
        let is_whole = libm::trunc(high) == high && libm::trunc(low) == low;
        let nearer = if part < 0.5 { high } else { low };
        Some(if is_whole { nearer } else { high + (low - high) * part })
    };
    let off = corrected.error;
    let least = shares.first()?;
    let at = |by: f64| value((target + by * off).max(*least));
    let error = (at(-1.0)? - at(1.0)?) / 2.0;
    let deviations = corrected.deviations.iter().map(|own| own * error / off.max(f64::MIN_POSITIVE));
    Some(Read { value: at(0.0)?, far: [at(CLOSE)?, at(-CLOSE)?], error, deviations: deviations.collect() })
}

/// The probability of a comparison that holds in very few samples, or in nearly all; `counted` is the share of those, and
/// `plain` its estimate from them. Returns `None` if it cannot be told better.
pub(super) fn share(
    state: &State<'_>,
    condition: Slot,
    counted: f64,
    plain: &Estimated,
) -> Option<Estimated> {
    if !is_far(counted) {
        return None;
    }
    let Op::Binary(binary, left, right) = state.program.op(condition)? else { return None };
    let (is_below, holds_at_equality) = match binary {
        Binary::Less => (true, false),
        Binary::LessOrEqual => (true, true),
        Binary::Greater => (false, false),
        Binary::GreaterOrEqual => (false, true),
        _ => return None,
    };
    // By how much the rarer of both holds.
    let is_rare = counted < 0.5;
    let is_beyond = |_, draw: &Draw| draw.value > 0.0 || draw.value == 0.0 && holds_at_equality == is_rare;
    let sign = if is_below == is_rare { -1.0 } else { 1.0 };
    let inputs = inputs(state, condition)?;
    let side = |slot: Slot| match state.schedule.varies(slot) {
        true => cone(state, slot, &inputs).map(Side::Cone),
        false => Some(Side::Number(state.known.number(slot))),
    };
    let (left, right) = (side(left)?, side(right)?);
    let value = |room: &mut Vec<f64>, values: &[f64]| {
        let mut of = |side: &Side| match side {
            Side::Cone(cone) => at(cone, state.program, room, values),
            Side::Number(number) => *number,
        };
        sign * (of(&left) - of(&right))
    };
    let n = state.feed.samples.max(1) as f64;
    let beyond = counted.min(1.0 - counted).max(0.1 / n);
    let mixture = Mixture::new(&inputs, beyond, &value)?;
    let is_seen = counted > 0.0 && counted < 1.0;
    let mut draws = mixture.draw(rounds(state, if is_seen { 1 } else { UNSEEN }), 1, &value)?;
    let mut first = Corrected::new(&draws, -normal::quantile(beyond), is_beyond).plain;
    for further in FURTHER {
        if first > 0.0 {
            break;
        }
        draws = Mixture::new(&inputs, further, &value)?.draw(rounds(state, UNSEEN), 1, &value)?;
        first = Corrected::new(&draws, -normal::quantile(further), is_beyond).plain;
    }
    if first <= 0.0 {
        return None;
    }
    if !is_seen {
        draws = match first < BEYOND_REACH {
            true => Mixture::new(&inputs, first, &value)?.draw(rounds(state, UNSEEN), 2, &value)?,
            false => mixture.draw(rounds(state, 1), 1, &value)?,
        };
    }
    let score = -normal::quantile(first.min(0.5));
    let corrected = Corrected::new(&draws, score, is_beyond);
    let rare = (corrected.plain - corrected.excess).max(0.0);
    let turned = if is_rare { 1.0 } else { -1.0 };
    let found = Estimated::within(if is_rare { rare } else { 1.0 - rare }, corrected.error);
    let deviations = corrected.deviations.into_iter().map(|own| turned * own).collect();
    let found = Estimated { low: found.low.max(0.0), high: found.high.min(1.0), deviations, ..found };
    (!is_better(plain, &found, counted.min(1.0 - counted) * n)).then_some(found)
}

/// Whether all that reads a probability compares it with one that is far from both ends: of such a comparison a probability
/// near an end is on the same side, however exactly it is known.
pub(super) fn is_only_compared(state: &State<'_>, share: Slot) -> bool {
    is_compared(state, share, 1.0, 2)
}

/// The same of a multiple of the probability, which may be multiplied so often again.
fn is_compared(state: &State<'_>, multiple: Slot, factor: f64, depth: usize) -> bool {
    let number = |slot: Slot| if state.schedule.varies(slot) { f64::NAN } else { state.known.number(slot) };
    let is_wanted = state.schedule.numbers.iter().any(|wanted| wanted.slot == multiple);
    let readers = state.program.ops().iter().enumerate().skip(multiple.index() + 1);
    let mut readers = readers.filter(|(at, op)| {
        state.schedule.needs(Slot::at(*at)) && Program::operands(**op).any(|slot| slot == multiple)
    });
    !is_wanted
        && readers.all(|(at, op)| match *op {
            Op::Binary(
                Binary::Less | Binary::LessOrEqual | Binary::Greater | Binary::GreaterOrEqual,
                left,
                right,
            ) => {
                let limit = number(if left == multiple { right } else { left }) / factor;
                (2.0 * FAR..=1.0 - 2.0 * FAR).contains(&limit)
            }
            Op::Binary(Binary::Multiply, value, by) if value == multiple && depth > 0 => {
                is_compared(state, Slot::at(at), factor * number(by), depth - 1)
            }
            Op::Binary(Binary::Divide, value, by) if value == multiple && depth > 0 => {
                is_compared(state, Slot::at(at), factor / number(by), depth - 1)
            }
            _ => false,
        })
}

/// A side of a comparison.
enum Side {
    Cone(Cone),
    Number(f64),
}
