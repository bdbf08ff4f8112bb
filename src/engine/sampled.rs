//! Samples of one input: a sliced Latin hypercube in rotated rounds.
//!
//! The range of an input is cut into [`STRATA`] parts of equal probability. A permutation that is seeded by the input's
//! name shuffles them into a column, which each round reads once, from an offset of its own. So each round is a Latin
//! hypercube, and no two rounds are the same. Within their strata, the values of a round lie off the middle by a part of
//! the stratum that no other round has: over all rounds, each of `n` still finer strata is taken once (Qian, 2012). Memory
//! does not grow with the number of samples, and the samples of an input do not depend on which other inputs there are.
//!
//! A value is interpolated from that at the middle of its stratum. In the outer strata, where quantile functions bend, it is
//! exact, and so it is where the values leap, as those of a Poisson distribution do.

use std::sync::Arc;

use super::arrangement::Arrangement;
use super::distribution::Distribution;
use super::grid::{Grid, OUTER, is_outer};
use super::normal;
use super::quantile::QuantileFunction;
use super::random::{Generator, mixed, seed_of, shuffled};
use super::size::STRATA;

/// The samples of an input.
#[derive(Clone, Debug)]
pub struct Sampled {
    distribution: Distribution,
    quantiles: QuantileFunction,
    grid: Arc<Grid>,
    /// The stratum at each place of the column.
    strata: Box<[u16]>,
    /// The value at the middle of the stratum of each place.
    middles: Box<[f64]>,
    /// How much the value rises over the stratum, or falls where the offsets are mirrored.
    slopes: Box<[f64]>,
    /// The same of the standard normal scores.
    scores: Box<[f32]>,
    score_slopes: Box<[f32]>,
    /// The places of the outer strata: of the first, the last, the second, the last but one, and so on.
    outer: [u16; 2 * OUTER],
    /// The places of the inner strata in which every value is computed exactly too.
    leaping: Box<[u16]>,
    /// Where each round starts to read, and which part of a stratum it takes.
    rounds: Box<[Round]>,
    /// Where the samples are, if the input is correlated with others.
    arrangement: Option<Arrangement>,
    /// Whether all values are finite.
    finite: bool,
}

#[derive(Clone, Copy, Debug)]
struct Round {
    number: usize,
    start: u32,
    part: u32,
}

impl Sampled {
    /// Samples a distribution; `name` and `seed` together seed all that is random.
    pub(super) fn new(distribution: &Distribution, name: &str, seed: u64, grid: &Arc<Grid>) -> Sampled {
        let seed = seed_of(seed, name);
        let mut generator = Generator::new(seed);
        let strata: Vec<u16> =
            shuffled(STRATA, &mut generator).map(|stratum| u16::try_from(stratum).unwrap_or(0)).collect();
        let signs: Vec<f64> = strata
            .chunks(64)
            .flat_map(|chunk| {
                let bits = generator.word();
                chunk.iter().enumerate().map(move |(at, _)| if bits >> at & 1 == 1 { 1.0 } else { -1.0 })
            })
            .collect();
        let start = |round: usize| u32::try_from(mixed(seed ^ mixed(round as u64)) % STRATA as u64);
        let parts = shuffled(grid.rounds(), &mut generator);
        let rounds = parts
            .enumerate()
            .map(|(number, part)| Round { number, start: start(number).unwrap_or(0), part })
            .collect::<Box<[Round]>>();
        let (quantiles, mut near) = (distribution.quantiles(), None);
        let sorted: Vec<f64> = (0..STRATA)
            .zip(grid.scores())
            .map(|(at, score)| {
                let value = quantiles.at((at as f64 + 0.5) / STRATA as f64, *score, near);
                near = Some(value);
                value
            })
            .collect();
        let places = || strata.iter().map(|stratum| usize::from(*stratum));
        let slopes = |sorted: &[f64]| -> Vec<f64> {
            places().zip(&signs).map(|(at, sign)| sign * slope(sorted, at)).collect()
        };
        let of = |sorted: &[f64]| -> Vec<f64> {
            places().map(|at| sorted.get(at).copied().unwrap_or(0.0)).collect()
        };
        let mut outer = [0; 2 * OUTER];
        for (place, stratum) in places().enumerate() {
            let mirrored = STRATA - 1 - stratum;
            let at = if stratum < OUTER { 2 * stratum } else { 2 * mirrored + 1 };
            if let Some(outer) = outer.get_mut(at) {
                *outer = u16::try_from(place).unwrap_or(0);
            }
        }
        let leaping = match distribution.leaps() {
            true => leaping((&quantiles, distribution.is_whole()), &sorted, &strata),
            false => Vec::new(),
        };
        let mut sampled = Sampled {
            distribution: distribution.clone(),
            quantiles,
            grid: Arc::clone(grid),
            middles: of(&sorted).into(),
            slopes: slopes(&sorted).into(),
            scores: narrow(of(grid.scores())),
            score_slopes: narrow(slopes(grid.scores())),
            strata: strata.into(),
            outer,
            leaping: leaping.into(),
            rounds,
            arrangement: None,
            finite: false,
        };
        let ends =
            [(0, 0), (STRATA - 1, grid.rounds() - 1)].map(|(stratum, part)| sampled.exact(stratum, part));
        let all = sampled.middles.iter().chain(sampled.slopes.iter()).chain(&ends);
        sampled.finite = all.fold(true, |all, value| all & value.is_finite());
        sampled
    }

    /// Puts the samples into another order.
    pub(super) fn arrange(&mut self, arrangement: Arrangement) {
        self.arrangement = Some(arrangement);
    }

    /// The order of the samples, if the input is correlated with others.
    pub(super) fn arrangement(&self) -> Option<&Arrangement> {
        self.arrangement.as_ref()
    }

    /// The number of strata at each end in which every value is computed exactly.
    pub(super) const OUTER: usize = OUTER;

    /// Whether a stratum is one of these.
    pub(super) fn is_outer(stratum: usize) -> bool {
        is_outer(stratum)
    }

    /// The distribution of the input.
    pub fn distribution(&self) -> &Distribution {
        &self.distribution
    }

    /// Whether all values are finite.
    pub(super) fn is_finite(&self) -> bool {
        self.finite
    }

    /// The value of a part of an outer stratum.
    fn exact(&self, stratum: usize, part: usize) -> f64 {
        let (level, score) = self.grid.outer(stratum, part);
        self.quantiles.at(level, score, None)
    }

    /// The value of a part of an inner stratum.
    fn exact_inside(&self, stratum: usize, part: usize) -> f64 {
        let fine = (stratum * self.grid.rounds() + part) as f64 + 0.5;
        let level = fine / (STRATA * self.grid.rounds()) as f64;
        self.quantiles.at(level, normal::quantile(level), None)
    }

    /// How far a round lies off the middles of the strata, in their widths.
    fn off(&self, part: u32) -> f64 {
        (f64::from(part) + 0.5) / self.grid.rounds() as f64 - 0.5
    }

    fn round(&self, round: usize) -> Round {
        self.rounds.get(round).copied().unwrap_or(Round { number: 0, start: 0, part: 0 })
    }

    /// The part of the stratum at a place that a round takes.
    fn part(&self, place: usize, round: Round) -> usize {
        let is_mirrored = self.slopes_are_mirrored(place);
        let part = round.part as usize;
        if is_mirrored { self.grid.rounds() - 1 - part } else { part }
    }

    fn slopes_are_mirrored(&self, place: usize) -> bool {
        // The scores rise strictly, so that the sign of their slope is that of the place.
        self.score_slopes.get(place).is_some_and(|slope| *slope < 0.0)
    }

    /// One sample.
    pub(super) fn sample(&self, at: usize) -> f64 {
        let round = self.round(at / STRATA);
        let arranged = self.arranged(round).and_then(|places| places.get(at % STRATA));
        let place = match arranged {
            Some(place) => usize::from(*place),
            None => (at % STRATA + round.start as usize) % STRATA,
        };
        let stratum = self.strata.get(place).map_or(0, |stratum| usize::from(*stratum));
        if is_outer(stratum) {
            return self.exact(stratum, self.part(place, round));
        }
        if self.leaping.iter().any(|leaping| usize::from(*leaping) == place) {
            return self.exact_inside(stratum, self.part(place, round));
        }
        let (middle, slope) = (self.middles.get(place), self.slopes.get(place));
        middle.zip(slope).map_or(f64::NAN, |(middle, slope)| middle + self.off(round.part) * slope)
    }

    /// The samples from the start of a round on.
    pub(super) fn fill(&self, round: usize, out: &mut [f64]) {
        let round = self.round(round);
        let off = self.off(round.part);
        if let Some(places) = self.arranged(round) {
            return self.fill_arranged((round, off), places, out);
        }
        for (out, from) in halves(out, round.start as usize) {
            let places = self.middles.iter().zip(&self.slopes).skip(from);
            out.iter_mut().zip(places).for_each(|(out, (middle, slope))| *out = middle + off * slope);
        }
        self.each_outer(round, |at, stratum, part| {
            if let Some(out) = out.get_mut(at) {
                *out = self.exact(stratum, part);
            }
        });
        for place in self.leaping.iter().map(|place| usize::from(*place)) {
            let stratum = self.strata.get(place).map_or(0, |stratum| usize::from(*stratum));
            let sample = (place + STRATA - round.start as usize) % STRATA;
            if let Some(out) = out.get_mut(sample) {
                *out = self.exact_inside(stratum, self.part(place, round));
            }
        }
    }

    /// The places in the column of the samples of a round, if they are not in the usual order.
    fn arranged(&self, round: Round) -> Option<&[u16]> {
        self.arrangement.as_ref()?.places(round.number)
    }

    fn fill_arranged(&self, (round, off): (Round, f64), places: &[u16], out: &mut [f64]) {
        for (out, place) in out.iter_mut().zip(places.iter().map(|place| usize::from(*place))) {
            let stratum = self.strata.get(place).map_or(0, |stratum| usize::from(*stratum));
            *out = if is_outer(stratum) {
                self.exact(stratum, self.part(place, round))
            } else {
                let (middle, slope) = (self.middles.get(place), self.slopes.get(place));
                middle.zip(slope).map_or(f64::NAN, |(middle, slope)| middle + off * slope)
            };
        }
        if self.leaping.is_empty() {
            return;
        }
        let leaping = |place: &&u16| self.leaping.contains(place);
        for (at, place) in places.iter().enumerate().filter(|(_, place)| leaping(place)) {
            let place = usize::from(*place);
            let stratum = self.strata.get(place).map_or(0, |stratum| usize::from(*stratum));
            if let Some(out) = out.get_mut(at) {
                *out = self.exact_inside(stratum, self.part(place, round));
            }
        }
    }

    /// Adds the scores of the samples from the start of a round on, times a factor.
    pub(super) fn add_scores(&self, factor: f32, round: usize, sums: &mut [f32]) {
        let round = self.round(round);
        #[allow(clippy::cast_possible_truncation)] // only sums of scores matter
        let off = self.off(round.part) as f32;
        if let Some(places) = self.arranged(round) {
            for (sum, place) in sums.iter_mut().zip(places.iter().map(|place| usize::from(*place))) {
                let stratum = self.strata.get(place).map_or(0, |stratum| usize::from(*stratum));
                let score = self.scores.get(place).zip(self.score_slopes.get(place));
                #[allow(clippy::cast_possible_truncation)] // as above
                let score = match is_outer(stratum) {
                    true => self.grid.outer(stratum, self.part(place, round)).1 as f32,
                    false => score.map_or(0.0, |(score, slope)| score + off * slope),
                };
                *sum += factor * score;
            }
            return;
        }
        for (sums, from) in halves(sums, round.start as usize) {
            let places = self.scores.iter().zip(&self.score_slopes).skip(from);
            sums.iter_mut()
                .zip(places)
                .for_each(|(sum, (score, slope))| *sum += factor * (score + off * slope));
        }
        self.each_outer(round, |at, stratum, part| {
            let place = (at + round.start as usize) % STRATA;
            let Some((sum, (score, slope))) =
                sums.get_mut(at).zip(self.scores.get(place).zip(self.score_slopes.get(place)))
            else {
                return;
            };
            #[allow(clippy::cast_possible_truncation)] // as above
            let exact = self.grid.outer(stratum, part).1 as f32;
            *sum += factor * (exact - (score + off * slope));
        });
    }

    /// The stratum at each place of the column.
    pub(super) fn strata(&self) -> impl Iterator<Item = usize> {
        self.strata.iter().map(|stratum| usize::from(*stratum))
    }

    /// Adds numbers that belong to the samples of a round to sums, by the places of the samples in the column.
    pub(super) fn add_by_place(&self, round: usize, numbers: &[f64], sums: &mut [f64; STRATA]) {
        let round = self.round(round);
        if let Some(places) = self.arranged(round) {
            for (number, place) in numbers.iter().zip(places) {
                if let Some(sum) = sums.get_mut(usize::from(*place)) {
                    *sum += number;
                }
            }
            return;
        }
        let start = round.start as usize;
        let (wrapped, first) = sums.split_at_mut(start.min(STRATA));
        let (head, tail) = numbers.split_at(first.len().min(numbers.len()));
        first.iter_mut().zip(head).for_each(|(sum, number)| *sum += number);
        wrapped.iter_mut().zip(tail).for_each(|(sum, number)| *sum += number);
    }

    /// Calls a function for the samples of a round in outer strata: with the sample's place in the round, its stratum, and how
    /// far up in the stratum it lies, from 0 to 1.
    pub(super) fn each_outer_of(&self, round: usize, mut apply: impl FnMut(usize, usize, f64)) {
        let parts = self.grid.rounds() as f64;
        self.each_outer(self.round(round), |at, stratum, part| {
            apply(at, stratum, (part as f64 + 0.5) / parts);
        });
    }

    /// Calls a function with the place of each outer stratum among the samples of a round, the stratum, and its part.
    fn each_outer(&self, round: Round, mut apply: impl FnMut(usize, usize, usize)) {
        if let Some(places) = self.arranged(round) {
            for (sample, place) in places.iter().map(|place| usize::from(*place)).enumerate() {
                let stratum = self.strata.get(place).map_or(0, |stratum| usize::from(*stratum));
                if is_outer(stratum) {
                    apply(sample, stratum, self.part(place, round));
                }
            }
            return;
        }
        for (at, place) in self.outer.iter().enumerate() {
            let stratum = if at % 2 == 0 { at / 2 } else { STRATA - 1 - at / 2 };
            let place = usize::from(*place);
            let sample = (place + STRATA - round.start as usize) % STRATA;
            apply(sample, stratum, self.part(place, round));
        }
    }
}

/// The places of the inner strata in which the values do not lie on a line.
fn leaping((quantiles, is_whole): (&QuantileFunction, bool), sorted: &[f64], strata: &[u16]) -> Vec<u16> {
    /// The largest part of the width of a stratum by which a line may miss its ends: what those of a lognormal miss.
    const OFF: f64 = 0.02;
    let ends: Vec<f64> = (1..STRATA)
        .map(|at| at as f64 / STRATA as f64)
        .map(|level| quantiles.at(level, normal::quantile(level), None))
        .collect();
    let leaps = |stratum: usize| {
        let end = |at: usize| ends.get(at).copied().unwrap_or(f64::NAN);
        let (low, high) = (end(stratum - 1), end(stratum));
        let (middle, half) = (sorted.get(stratum).copied().unwrap_or(f64::NAN), slope(sorted, stratum) / 2.0);
        let off = (middle - half - low).abs().max((middle + half - high).abs());
        // Whole numbers have nothing between them.
        if is_whole { off > 0.0 || high > low } else { off > OFF * (high - low) }
    };
    let inner = strata.iter().enumerate().filter(|(_, stratum)| !is_outer(usize::from(**stratum)));
    let found = inner.filter(|(_, stratum)| leaps(usize::from(**stratum)));
    found.filter_map(|(place, _)| u16::try_from(place).ok()).collect()
}

/// How much a value rises over a stratum, by those of its neighbours.
fn slope(sorted: &[f64], at: usize) -> f64 {
    let value = |at: usize| sorted.get(at).copied().unwrap_or(0.0);
    let (below, above) = (at.saturating_sub(1), (at + 1).min(STRATA - 1));
    (value(above) - value(below)) / (above - below).max(1) as f64
}

#[allow(clippy::cast_possible_truncation)] // of scores, of which only sums matter
fn narrow(values: Vec<f64>) -> Box<[f32]> {
    values.into_iter().map(|value| value as f32).collect()
}

/// The samples of a round up to the end of the column, then those from its start, each with the place it starts at.
fn halves<T>(out: &mut [T], start: usize) -> [(&mut [T], usize); 2] {
    let (head, tail) = out.split_at_mut((STRATA - start).min(out.len()));
    [(head, start), (tail, 0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sampled(distribution: Distribution, rounds: usize) -> Sampled {
        Sampled::new(&distribution, "x", 7, &Arc::new(Grid::new(rounds)))
    }

    #[test]
    fn every_round_has_every_stratum_once_and_all_have_every_part() {
        let sampled = sampled(Distribution::Uniform { low: 0.0, high: 1.0 }, 5);
        let mut all = Vec::new();
        for round in 0..5 {
            let mut values = [0.0; STRATA];
            sampled.fill(round, &mut values);
            for (at, value) in values.iter().enumerate() {
                assert_eq!(value.to_bits(), sampled.sample(round * STRATA + at).to_bits());
            }
            values.sort_unstable_by(f64::total_cmp);
            for (at, value) in values.iter().enumerate() {
                assert_eq!((value * STRATA as f64).floor() as usize, at);
            }
            all.extend(values);
        }
        all.sort_unstable_by(f64::total_cmp);
        for (at, value) in all.iter().enumerate() {
            assert!((value - (at as f64 + 0.5) / (5 * STRATA) as f64).abs() < 1e-12);
        }
    }

    #[test]
    fn scores_are_those_of_the_values() {
        let normal = Distribution::Normal { middle: 0.0, half: 1.0, score: 1.0 };
        let sampled = sampled(normal, 25);
        let mut values = [0.0; STRATA];
        for round in 0..25 {
            let mut scores = [0.0; STRATA];
            sampled.fill(round, &mut values);
            sampled.add_scores(1.0, round, &mut scores);
            for (value, score) in values.iter().zip(scores) {
                assert!((value - f64::from(score)).abs() < 2e-6);
            }
        }
        assert!(values.iter().all(|value| value.abs() < 4.2));
    }

    #[test]
    fn the_stated_ends_are_among_the_values() {
        for (low, high) in [(10.0, 50.0), (0.3, 0.7), (1e-9, 1e9), (5.0, 5.0)] {
            let sampled = sampled(Distribution::lognormal(low, high), 25);
            let all: Vec<f64> = (0..25 * STRATA).map(|at| sampled.sample(at)).collect();
            assert!(all.contains(&low) && all.contains(&high), "{low} {high}");
        }
    }
}
