//! Samples of a mixture that lie far out: some as they are, some moved in the direction in which a value grows, or in which it
//! grows where one input is large, and some with a single input far out.
//!
//! Each counts by how much rarer it is by itself than in the mixture (Owen and Zhou, 2000).

use super::exponential::exp;
use super::normal;
use super::parts::Parts;
use super::program::Slot;
use super::quantile::QuantileFunction;
use super::sampled::Sampled;
use super::size::STRATA;
use super::state::State;
use super::together;

/// The most inputs.
const MOST_INPUTS: usize = 64;

/// The number of rounds from which the direction is found, and the reciprocal of the share of samples that tell it.
pub(super) const PILOT: usize = 5;
const UPPER: usize = 10;

/// The shares of the samples that are drawn as they are, along the direction, and along the direction of one input that is
/// large. The others have a single input far out.
const PLAIN: f64 = 0.1;
const ALONG: f64 = 0.2;
const OTHERS: f64 = 0.25;

/// The most inputs of which each has a direction.
const MOST_DIRECTIONS: usize = 24;

/// An input whose scores at large values deviate by less, in standard errors, may be far out on either side.
const ONE_SIDED: f64 = 4.0;

/// Fractions of the powers of the root of `x⁴ = x + 1`, whose multiples fill a cube evenly.
const SPREAD: [f64; 3] = [0.819_172_513_396_164_4, 0.671_043_606_703_789_2, 0.549_700_477_901_970_3];

/// The inputs of a slot.
pub(super) struct Inputs<'a> {
    all: Vec<(u32, &'a Sampled, QuantileFunction)>,
    /// What makes the scores of the inputs of independent ones, if any are correlated. Samples are moved, and their weights
    /// known, among the independent ones.
    factor: Option<Vec<Vec<f64>>>,
}

impl Inputs<'_> {
    fn len(&self) -> usize {
        self.all.len()
    }

    /// The place of an input among them.
    pub fn place(&self, input: u32) -> Option<u32> {
        u32::try_from(self.all.iter().position(|(own, ..)| *own == input)?).ok()
    }
}

pub(super) fn inputs<'a>(state: &State<'a>, slot: Slot) -> Option<Inputs<'a>> {
    let inputs = state.schedule.inputs(slot);
    if inputs.len() > MOST_INPUTS {
        return None;
    }
    let own = |input: &u32| {
        let sampled = state.sampled(*input)?;
        Some((*input, sampled, sampled.distribution().quantiles()))
    };
    let all: Vec<_> = inputs.iter().map(own).collect::<Option<_>>()?;
    let sampled: Vec<&Sampled> = all.iter().map(|(_, sampled, _)| *sampled).collect();
    let factor = together::factor(&sampled);
    // Where one follows from others there are no independent ones.
    let is_whole = |factor: &Vec<Vec<f64>>| together::independent(factor, &vec![0.0; all.len()]).is_some();
    factor.as_ref().is_none_or(is_whole).then_some(Inputs { all, factor })
}

/// The independent scores of the samples of a round: for each sample those of all inputs.
fn scores(inputs: &Inputs<'_>, round: usize) -> Vec<f64> {
    let mut all = vec![0.0; STRATA * inputs.len()];
    for (place, (_, sampled, _)) in inputs.all.iter().enumerate() {
        let mut own = [0.0_f32; STRATA];
        sampled.add_scores(1.0, round, &mut own);
        let places = all.iter_mut().skip(place).step_by(inputs.len());
        places.zip(own).for_each(|(score, own)| *score = f64::from(own));
    }
    if let Some(factor) = &inputs.factor {
        for sample in all.chunks_exact_mut(inputs.len()) {
            if let Some(independent) = together::independent(factor, sample) {
                sample.copy_from_slice(&independent);
            }
        }
    }
    all
}

/// The share beyond a score on its side, and the share below it.
fn shares(score: f64) -> (f64, f64) {
    let tail = normal::share_beyond(score.abs());
    (tail, if score > 0.0 { 1.0 - tail } else { tail })
}

/// Puts the values of the inputs at some independent scores into `values`, and the shares beyond the scores into `tails`.
fn fill(inputs: &Inputs<'_>, scores: &[f64], tails: &mut Vec<f64>, values: &mut Vec<f64>) {
    tails.clear();
    values.clear();
    if let Some(factor) = &inputs.factor {
        tails.extend(scores.iter().map(|score| shares(*score).0));
        let own = inputs.all.iter().zip(together::correlated(factor, scores));
        values.extend(own.map(|((_, _, quantiles), score)| quantiles.at(shares(score).1, score, None)));
        return;
    }
    for ((_, _, quantiles), score) in inputs.all.iter().zip(scores) {
        let (tail, level) = shares(*score);
        tails.push(tail);
        values.push(quantiles.at(level, *score, None));
    }
}

/// Which samples are drawn.
pub(super) struct Mixture<'i, 'a> {
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
        self.least * exp(self.width * share)
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
pub(super) struct Draw {
    pub value: f64,
    pub weight: f64,
    pub along: f64,
    pub part: usize,
}

pub(super) type Value<'v> = &'v dyn Fn(&mut Vec<f64>, &[f64]) -> f64;

impl<'i, 'a> Mixture<'i, 'a> {
    /// Finds the direction from a few rounds.
    pub(super) fn new(inputs: &'i Inputs<'a>, beyond: f64, value: Value<'_>) -> Option<Mixture<'i, 'a>> {
        let (mut tails, mut values, mut room) = (Vec::new(), Vec::new(), Vec::new());
        let scores: Vec<f64> = (0..PILOT).flat_map(|round| scores(inputs, round)).collect();
        let mut pilot: Vec<(f64, &[f64])> = Vec::with_capacity(PILOT * STRATA);
        for scores in scores.chunks_exact(inputs.len().max(1)) {
            fill(inputs, scores, &mut tails, &mut values);
            pilot.push((value(&mut room, &values), scores));
        }
        let count = pilot.len() / UPPER;
        let last = pilot.len().checked_sub(count + 1)?;
        let (.., upper) = pilot.select_nth_unstable_by(last, |a, b| a.0.total_cmp(&b.0));
        let mut direction = vec![0.0; inputs.len()];
        let mut others = vec![vec![0.0; inputs.len()]; inputs.len()];
        for (_, scores) in &*upper {
            direction.iter_mut().zip(*scores).for_each(|(sum, score)| *sum += *score);
            for (other, large) in others.iter_mut().zip(*scores).take(MOST_DIRECTIONS) {
                let large = large.max(0.0);
                other.iter_mut().zip(*scores).for_each(|(sum, score)| *sum += large * score);
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

    /// Draws some rounds of samples, so many times. Returns `None` if one has no value.
    pub(super) fn draw(&self, rounds: usize, turns: usize, value: Value<'_>) -> Option<Vec<Draw>> {
        let (mut tails, mut values, mut room) = (Vec::new(), Vec::new(), Vec::new());
        let mut draws = Vec::with_capacity(turns * rounds * STRATA);
        let parts = Parts::of(rounds);
        for round in (0..turns).flat_map(|_| 0..rounds) {
            for scores in scores(self.inputs, round).chunks_exact_mut(self.inputs.len().max(1)) {
                let at = self.start + draws.len() as f64;
                let spread = SPREAD.map(|step| at * step - libm::floor(at * step));
                self.shift(scores, spread);
                fill(self.inputs, scores, &mut tails, &mut values);
                let along = along(&self.direction, scores);
                let weight = self.weight(along, &tails, scores);
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
    fn weight(&self, main: f64, tails: &[f64], scores: &[f64]) -> f64 {
        let density = |along: f64| match along > 0.0 {
            true => self.along.density(normal::share_beyond(along)),
            false => 0.0,
        };
        let mut sum = PLAIN + ALONG * density(main);
        for (share, direction) in &self.others {
            sum += share * density(along(direction, scores));
        }
        for ((share, side), (tail, score)) in self.singles.iter().zip(tails.iter().zip(scores)) {
            let is_there = *side == 0.0 || side.signum() == score.signum();
            let half = if *side == 0.0 { 0.5 } else { 1.0 };
            sum += if is_there { share * half * self.single.density(*tail) } else { 0.0 };
        }
        1.0 / sum
    }
}
