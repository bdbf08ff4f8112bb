//! Far percentiles and small probabilities, by importance sampling.
//!
//! Of 16 250 samples few lie beyond the 99th percentile. More samples are drawn from a mixture: some as they are, some moved
//! far out in the direction in which the value grows, or in which it grows where one input is large, and some with a single
//! input far out. Each counts by how much rarer it
//! is by itself than in the mixture (Owen and Zhou, 2000), and what is known of these weights corrects the result.

use super::cone::Cone;
use super::distribution::QuantileFunction;
use super::normal;
use super::parts::Parts;
use super::program::{Binary, Op, Slot};
use super::sampled::Sampled;
use super::size::{ROUNDS, STRATA};
use super::state::State;
use super::summary::{CLOSE, Estimated};

/// Levels nearer to an end than this are far.
const FAR: f64 = 0.01;

/// The most inputs.
const MOST_INPUTS: usize = 64;

/// The number of rounds from which the direction is found, and the reciprocal of the share of samples that tell it.
const PILOT: usize = 5;
const UPPER: usize = 10;

/// The shares of the samples that are drawn as they are, along the direction, and along the direction of one input that is
/// large. The others have a single input far out.
const PLAIN: f64 = 0.1;
const ALONG: f64 = 0.2;
const OTHERS: f64 = 0.25;

/// How often each round is drawn.
const TURNS: usize = 2;

/// The most inputs of which each has a direction.
const MOST_DIRECTIONS: usize = 24;

/// An input whose scores at large values deviate by less, in standard errors, may be far out on either side.
const ONE_SIDED: f64 = 4.0;

/// Fractions of the powers of the root of `x⁴ = x + 1`, whose multiples fill a cube evenly.
const SPREAD: [f64; 3] = [0.819_172_513_396_164_4, 0.671_043_606_703_789_2, 0.549_700_477_901_970_3];

/// Whether a level is so near to an end that its percentile is read from samples of its own.
pub(super) fn is_far(level: f64) -> bool {
    level.min(1.0 - level) < FAR * (1.0 - 1e-9)
}

/// A percentile at a far level. Returns `None` if it cannot be read so.
pub(super) fn quantile(state: &State<'_>, slot: Slot, level: f64) -> Option<Estimated> {
    let sign = if level > 0.5 { 1.0 } else { -1.0 };
    let beyond = level.min(1.0 - level);
    let inputs = inputs(state, slot)?;
    let cone = Cone::of(state, slot)?;
    let value = |room: &mut Vec<f64>, values: &[f64]| {
        sign * cone.at(state.program, room, |input| at(&inputs, values, input))
    };
    let mixture = Mixture::new(&inputs, beyond, &value)?;
    let draws = mixture.draw(rounds(state), &value)?;
    let read = read(draws, beyond)?;
    let [low, high] = read.far.map(|value| sign * value);
    Some(Estimated {
        value: sign * read.value,
        low: low.min(high),
        high: low.max(high),
        error: read.error,
        deviations: read.deviations.into_iter().map(|deviation| sign * deviation).collect(),
        is_sparse: false,
    })
}

/// The number of rounds of samples.
fn rounds(state: &State<'_>) -> usize {
    (state.feed.samples / STRATA).clamp(PILOT, ROUNDS)
}

/// The inputs of a slot.
type Inputs<'a> = Vec<(u32, &'a Sampled, QuantileFunction)>;

fn inputs<'a>(state: &State<'a>, slot: Slot) -> Option<Inputs<'a>> {
    let inputs = state.schedule.inputs(slot);
    if inputs.len() > MOST_INPUTS {
        return None;
    }
    let own = |input: &u32| {
        let sampled = state.sampled(*input)?;
        Some((*input, sampled, sampled.distribution().quantiles()))
    };
    inputs.iter().map(own).collect()
}

/// The value of an input among those of all.
fn at(inputs: &Inputs<'_>, values: &[f64], input: u32) -> f64 {
    let place = inputs.iter().position(|(own, ..)| *own == input);
    place.and_then(|place| values.get(place)).copied().unwrap_or(f64::NAN)
}

/// The scores of the samples of a round, one after the other for each sample.
fn scores(inputs: &Inputs<'_>, round: usize) -> Vec<Vec<f64>> {
    let mut all: Vec<Vec<f64>> = (0..STRATA).map(|_| Vec::with_capacity(inputs.len())).collect();
    for (_, sampled, _) in inputs {
        let mut own = [0.0_f32; STRATA];
        sampled.add_scores(1.0, round, &mut own);
        all.iter_mut().zip(own).for_each(|(sample, score)| sample.push(f64::from(score)));
    }
    all
}

/// Puts the values of the inputs at some scores into `values`, and the levels into `levels`.
fn fill(inputs: &Inputs<'_>, scores: &[f64], levels: &mut Vec<f64>, values: &mut Vec<f64>) {
    levels.clear();
    levels.extend(scores.iter().map(|score| normal::share_below(*score)));
    values.clear();
    let own = inputs.iter().zip(scores).zip(levels.iter());
    values.extend(own.map(|(((_, _, quantiles), score), level)| quantiles.at(*level, *score, None)));
}

/// Which samples are drawn.
struct Mixture<'i, 'a> {
    inputs: &'i Inputs<'a>,
    /// The direction in which the value grows, of length 1.
    direction: Vec<f64>,
    /// For each input, how many of the samples have it far out, and on which side: 0 for both.
    singles: Vec<(f64, f64)>,
    /// The directions in which the value grows where one input is large, each with how many of the samples lie along it.
    others: Vec<(f64, Vec<f64>)>,
    /// Where the multiples that choose among all these start.
    start: f64,
    along: LogUniform,
    single: LogUniform,
}

/// A tail probability up to one half, whose logarithm is uniform.
#[derive(Clone, Copy)]
struct LogUniform {
    least: f64,
    width: f64,
}

impl LogUniform {
    fn from(least: f64) -> LogUniform {
        LogUniform { least, width: libm::log(0.5 / least) }
    }

    fn at(self, share: f64) -> f64 {
        self.least * libm::exp(self.width * share)
    }

    /// How much denser than by themselves the samples are at a tail probability.
    fn density(self, tail: f64) -> f64 {
        if (self.least..=0.5).contains(&tail) { 1.0 / (self.width * tail) } else { 0.0 }
    }
}

/// How far scores lie along a direction.
fn along(direction: &[f64], scores: &[f64]) -> f64 {
    scores.iter().zip(direction).map(|(score, own)| score * own).sum()
}

/// Gives a direction the length 1; `None` if it has none.
fn unit(direction: &mut [f64]) -> Option<()> {
    let length = libm::sqrt(direction.iter().map(|own| own * own).sum());
    direction.iter_mut().for_each(|own| *own /= length);
    (length > 0.0).then_some(())
}

/// A sample: its value, its weight, and its place along the direction.
#[derive(Clone, Copy)]
struct Draw {
    value: f64,
    weight: f64,
    along: f64,
    part: usize,
}

type Value<'v> = &'v dyn Fn(&mut Vec<f64>, &[f64]) -> f64;

impl<'i, 'a> Mixture<'i, 'a> {
    /// Finds the direction from a few rounds.
    fn new(inputs: &'i Inputs<'a>, beyond: f64, value: Value<'_>) -> Option<Mixture<'i, 'a>> {
        let (mut levels, mut values, mut room) = (Vec::new(), Vec::new(), Vec::new());
        let mut pilot: Vec<(f64, Vec<f64>)> = Vec::with_capacity(PILOT * STRATA);
        for scores in (0..PILOT).flat_map(|round| scores(inputs, round)) {
            fill(inputs, &scores, &mut levels, &mut values);
            pilot.push((value(&mut room, &values), scores));
        }
        let count = pilot.len() / UPPER;
        let last = pilot.len().checked_sub(count + 1)?;
        let (.., upper) = pilot.select_nth_unstable_by(last, |a, b| a.0.total_cmp(&b.0));
        let mut direction = vec![0.0; inputs.len()];
        let mut others = vec![vec![0.0; inputs.len()]; inputs.len()];
        for (_, scores) in &*upper {
            direction.iter_mut().zip(scores).for_each(|(sum, score)| *sum += *score);
            for (other, large) in others.iter_mut().zip(scores).take(MOST_DIRECTIONS) {
                let large = large.max(0.0);
                other.iter_mut().zip(scores).for_each(|(sum, score)| *sum += large * score);
            }
        }
        let error = libm::sqrt(count as f64);
        let side = |sum: f64| if sum.abs() < ONE_SIDED * error { 0.0 } else { sum.signum() };
        let sides: Vec<f64> = direction.iter().map(|sum| side(*sum)).collect();
        unit(&mut direction)?;
        let each = 1.0 / inputs.len() as f64;
        let has_others = (2..=MOST_DIRECTIONS).contains(&inputs.len());
        let along_others = if has_others { OTHERS } else { 0.0 };
        let single = 1.0 - PLAIN - ALONG - along_others;
        let share = |own: &f64| 0.5 * own * own + 0.5 * each;
        let singles = direction.iter().map(|own| single * share(own)).zip(sides).collect();
        let own = direction.iter().map(|own| along_others * share(own));
        let mut others: Vec<(f64, Vec<f64>)> = own.zip(others).filter(|(share, _)| *share > 0.0).collect();
        for (_, other) in &mut others {
            unit(other)?;
        }
        let (along, single) = (LogUniform::from(beyond / 100.0), LogUniform::from(beyond / 1000.0));
        let start = pilot.first().map_or(0.0, |(_, scores)| scores.iter().sum::<f64>().abs() * 1e3);
        Some(Mixture { inputs, direction, singles, others, start, along, single })
    }

    /// Draws some rounds of samples. Returns `None` if one has no value.
    fn draw(&self, rounds: usize, value: Value<'_>) -> Option<Vec<Draw>> {
        let (mut levels, mut values, mut room) = (Vec::new(), Vec::new(), Vec::new());
        let mut draws = Vec::with_capacity(TURNS * rounds * STRATA);
        let parts = Parts::of(rounds);
        for round in (0..TURNS).flat_map(|_| 0..rounds) {
            for mut scores in scores(self.inputs, round) {
                let at = self.start + draws.len() as f64;
                let spread = SPREAD.map(|step| libm::fmod(at * step, 1.0));
                self.shift(&mut scores, spread);
                fill(self.inputs, &scores, &mut levels, &mut values);
                let along = along(&self.direction, &scores);
                let weight = self.weight(along, &levels, &scores);
                let value = value(&mut room, &values);
                if !value.is_finite() {
                    return None;
                }
                draws.push(Draw { value, weight, along, part: parts.of_block(round) });
            }
        }
        Some(draws)
    }

    /// Moves a sample to where it is drawn.
    fn shift(&self, scores: &mut [f64], [choice, far, side]: [f64; 3]) {
        let choice = choice - PLAIN;
        if choice < 0.0 {
            return;
        }
        if choice < ALONG {
            return self.shift_along(&self.direction, scores, far);
        }
        let mut left = choice - ALONG;
        for (share, direction) in &self.others {
            left -= share;
            if left < 0.0 {
                return self.shift_along(direction, scores, far);
            }
        }
        let last = self.singles.len().saturating_sub(1);
        let found = self.singles.iter().position(|(share, _)| {
            left -= share;
            left < 0.0
        });
        let at = found.unwrap_or(last);
        let Some((score, (_, own))) = scores.get_mut(at).zip(self.singles.get(at)) else { return };
        let both = if side < 0.5 { -1.0 } else { 1.0 };
        let sign = if *own == 0.0 { both } else { *own };
        *score = -sign * normal::quantile(self.single.at(far));
    }

    fn shift_along(&self, direction: &[f64], scores: &mut [f64], far: f64) {
        let by = -normal::quantile(self.along.at(far)) - along(direction, scores);
        scores.iter_mut().zip(direction).for_each(|(score, own)| *score += own * by);
    }

    /// How much rarer a sample is by itself than in the mixture.
    fn weight(&self, main: f64, levels: &[f64], scores: &[f64]) -> f64 {
        let density = |along: f64| match along > 0.0 {
            true => self.along.density(normal::share_below(-along)),
            false => 0.0,
        };
        let mut sum = PLAIN + ALONG * density(main);
        for (share, direction) in &self.others {
            sum += share * density(along(direction, scores));
        }
        for ((share, side), (level, score)) in self.singles.iter().zip(levels.iter().zip(scores)) {
            let tail = if *score > 0.0 { normal::share_below(-score) } else { *level };
            let is_there = *side == 0.0 || side.signum() == score.signum();
            let half = if *side == 0.0 { 0.5 } else { 1.0 };
            sum += if is_there { share * half * self.single.density(tail) } else { 0.0 };
        }
        1.0 / sum
    }
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

/// The probability of a comparison that holds in very few samples, or in nearly all; `counted` is the share of those. Returns
/// `None` if it cannot be told so.
pub(super) fn share(state: &State<'_>, condition: Slot, counted: f64) -> Option<Estimated> {
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
        true => Cone::of(state, slot).map(Side::Cone),
        false => Some(Side::Number(state.known.number(slot))),
    };
    let (left, right) = (side(left)?, side(right)?);
    let value = |room: &mut Vec<f64>, values: &[f64]| {
        let mut of = |side: &Side| match side {
            Side::Cone(cone) => cone.at(state.program, room, |input| at(&inputs, values, input)),
            Side::Number(number) => *number,
        };
        sign * (of(&left) - of(&right))
    };
    let n = state.feed.samples.max(1) as f64;
    let beyond = counted.min(1.0 - counted).max(0.1 / n);
    let mixture = Mixture::new(&inputs, beyond, &value)?;
    let draws = mixture.draw(rounds(state), &value)?;
    let first = Corrected::new(&draws, -normal::quantile(beyond), is_beyond).plain;
    if first <= 0.0 {
        return None;
    }
    let score = -normal::quantile(first.min(0.5));
    let corrected = Corrected::new(&draws, score, is_beyond);
    let rare = (corrected.plain - corrected.excess).max(0.0);
    let turned = if is_rare { 1.0 } else { -1.0 };
    let found = Estimated::within(if is_rare { rare } else { 1.0 - rare }, corrected.error);
    let deviations = corrected.deviations.into_iter().map(|own| turned * own).collect();
    Some(Estimated { low: found.low.max(0.0), high: found.high.min(1.0), deviations, ..found })
}

/// A side of a comparison.
enum Side {
    Cone(Cone),
    Number(f64),
}
