//! Probabilities, post-stratified.
//!
//! The samples in which a condition holds lie, on the whole, on one side in the space of the scores. The sum of scores in that
//! direction has a known law: in each of its bins the share of the samples is known exactly, and only the truth within the
//! bins is left to chance. Far from the boundary of the condition it is not.

use super::control_variates::{ControlVariates, Direction};
use super::normal;
use super::parts::{self, Parts};
use super::size::STRATA;
use super::summary::Estimated;
use super::truths::Truths;

/// The most inputs that are looked at.
const MOST_INPUTS: usize = 64;

/// The number of cells per standard deviation, and on either side of the boundary. Bins end where cells do.
const CELLS: f64 = 128.0;
const SIDE: usize = 512;

/// The least number of samples in a bin.
const LEAST: u32 = 16;

/// The bin of each cell, and the cell that each bin starts at.
struct Bins {
    of_cell: Vec<u8>,
    starts: Vec<usize>,
}

impl Bins {
    /// Narrow at the boundary, wider with their distance from it.
    fn new() -> Bins {
        let mut right = Vec::new();
        let mut at = 0;
        while at < SIDE {
            right.push(at);
            at += 1 + at / 5;
        }
        let mut starts: Vec<usize> = right.iter().skip(1).rev().map(|at| SIDE - at).collect();
        starts.insert(0, 0);
        starts.extend(right.iter().map(|at| SIDE + at));
        let mut of_cell = Vec::with_capacity(2 * SIDE);
        for (bin, start) in starts.iter().enumerate() {
            let end = starts.get(bin + 1).copied().unwrap_or(2 * SIDE);
            of_cell.resize(of_cell.len() + end - start, u8::try_from(bin).unwrap_or(u8::MAX));
        }
        Bins { of_cell, starts }
    }

    /// The share of a standard normal variable in each bin, which are centred at a score.
    fn masses(&self, centre: f64) -> Vec<f64> {
        let end = |at: usize| match self.starts.get(at) {
            Some(0) => f64::NEG_INFINITY,
            Some(start) => centre + (*start as f64 - SIDE as f64) / CELLS,
            None => f64::INFINITY,
        };
        let mass = |at: usize| {
            let (low, high) = (end(at), end(at + 1));
            // By the nearer tail, so that small shares keep their digits.
            match low > 0.0 {
                true => normal::share_below(-low) - normal::share_below(-high),
                false => normal::share_below(high) - normal::share_below(low),
            }
        };
        (0..self.starts.len()).map(mass).collect()
    }
}

/// Samples of a bin, and those in which the condition holds.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    samples: u32,
    held: u32,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.samples += other.samples;
        self.held += other.held;
    }

    fn share(self) -> f64 {
        f64::from(self.held) / f64::from(self.samples.max(1))
    }

    fn is_mixed(self) -> bool {
        self.held > 0 && self.held < self.samples
    }
}

/// The probability of a condition that depends on some inputs. Returns `None` if nothing can be told of it but a count.
pub(super) fn share(truths: &Truths, inputs: &[u32], controls: &ControlVariates<'_>) -> Option<Estimated> {
    let blocks = truths.samples / STRATA;
    let is_some = truths.held > 0 && truths.held < truths.samples;
    if !is_some || inputs.len() > MOST_INPUTS || blocks * STRATA != truths.samples {
        return None;
    }
    let direction = direction(truths, inputs, controls, blocks)?;
    let counted = truths.held as f64 / truths.samples as f64;
    let centre = normal::quantile(counted);
    let (bins, parts) = (Bins::new(), Parts::of(blocks));
    let by_part = count(truths, &direction, &bins, centre, parts, blocks);
    estimate(truths, &by_part, &bins.masses(centre))
}

/// The direction in which the condition holds rather than not.
fn direction<'a>(
    truths: &Truths,
    inputs: &[u32],
    controls: &ControlVariates<'a>,
    blocks: usize,
) -> Option<Direction<'a>> {
    let mut scores = [0.0_f32; STRATA];
    let mut weights = Vec::with_capacity(inputs.len());
    for input in inputs {
        let own = controls.along(&[(*input, 1.0)])?;
        let mut sum = 0.0;
        for block in 0..blocks {
            own.fill(block, &mut scores);
            truths.each(block, |at| sum += scores.get(at).copied().map_or(0.0, f64::from));
        }
        weights.push((*input, -sum));
    }
    controls.along(&weights)
}

/// Counts the samples by parts and bins.
fn count(
    truths: &Truths,
    direction: &Direction<'_>,
    bins: &Bins,
    centre: f64,
    parts: Parts,
    blocks: usize,
) -> Vec<Vec<Counts>> {
    let mut by_part = vec![vec![Counts::default(); bins.starts.len()]; parts.count()];
    let mut sums = [0.0_f32; STRATA];
    let mut own = [0_u8; STRATA];
    #[allow(clippy::cast_possible_truncation)] // as precise as the sums
    let (shift, cells) = (SIDE as f32 - centre as f32 * CELLS as f32, CELLS as f32);
    let last = 2 * SIDE - 1;
    for block in 0..blocks {
        let Some(counts) = by_part.get_mut(parts.of_block(block)) else { continue };
        direction.fill(block, &mut sums);
        for (own, sum) in own.iter_mut().zip(&sums) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
            let cell = (sum * cells + shift).clamp(0.0, last as f32) as usize;
            *own = bins.of_cell.get(cell).copied().unwrap_or(0);
            if let Some(counts) = counts.get_mut(usize::from(*own)) {
                counts.samples += 1;
            }
        }
        truths.each(block, |at| {
            if let Some(counts) = own.get(at).and_then(|bin| counts.get_mut(usize::from(*bin))) {
                counts.held += 1;
            }
        });
    }
    by_part
}

/// The probability with its error.
fn estimate(truths: &Truths, by_part: &[Vec<Counts>], masses: &[f64]) -> Option<Estimated> {
    let mut total = vec![Counts::default(); masses.len()];
    for part in by_part {
        total.iter_mut().zip(part).for_each(|(total, own)| total.add(*own));
    }
    let merged = merged(&total);
    let mut joined: Vec<(Counts, f64)> = Vec::new();
    for (at, (counts, mass)) in merged.iter().zip(total.iter().zip(masses)) {
        joined.resize(joined.len().max(at + 1), Default::default());
        if let Some((all, sum)) = joined.get_mut(*at) {
            all.add(*counts);
            *sum += mass;
        }
    }
    let probability: f64 = joined.iter().map(|(counts, mass)| mass * counts.share()).sum();
    // Chance is at work from the lowest to the highest mixed bin, and perhaps in the next.
    let mixed = |(counts, _): &(Counts, f64)| counts.is_mixed();
    let first = joined.iter().position(mixed)?.saturating_sub(1);
    let last = joined.iter().rposition(mixed)? + 1;
    let own = |(counts, mass): &(Counts, f64)| {
        let samples = f64::from(counts.samples);
        let share = (f64::from(counts.held) + 0.5) / (samples + 1.0);
        mass * mass * share * (1.0 - share) / samples.max(1.0)
    };
    let variance: f64 = joined.iter().take(last + 1).skip(first).map(own).sum();
    let n = truths.samples as f64;
    let rare = probability.min(1.0 - probability).max(0.5 / n);
    let error = libm::sqrt(variance * (1.0 + 8.0 / (n * rare)) + 0.25 / (n * n));
    let probability = probability.clamp(0.0, 1.0);
    // What the parts differ by is scaled to that error.
    let residual = |part: &Vec<Counts>| {
        let off = part.iter().zip(&merged).map(|(own, at)| {
            let share = joined.get(*at).map_or(0.0, |(counts, _)| counts.share());
            f64::from(own.held) - share * f64::from(own.samples)
        });
        let samples: u32 = part.iter().map(|own| own.samples).sum();
        off.sum::<f64>() / f64::from(samples.max(1))
    };
    let mut deviations: Vec<f64> = by_part.iter().map(residual).collect();
    let scale = parts::error(&deviations).filter(|own| *own > 0.0).map_or(0.0, |own| error / own);
    deviations.iter_mut().for_each(|deviation| *deviation *= scale);
    let found = Estimated::within(probability, error);
    Some(Estimated { low: found.low.max(0.0), high: found.high.min(1.0), deviations, ..found })
}

/// For each bin, the number of that it is merged into: outwards from the boundary, until each has samples enough.
fn merged(total: &[Counts]) -> Vec<usize> {
    let middle = total.len() / 2;
    // Whether each bin starts a new one, seen from its left.
    let mut starts = vec![false; total.len()];
    let mut join = |order: &mut dyn Iterator<Item = usize>, is_right: bool| {
        let (mut samples, mut last) = (0, None);
        for at in order {
            samples += total.get(at).map_or(0, |counts| counts.samples);
            if samples < LEAST {
                continue;
            }
            samples = 0;
            // The end of a bin on its far side.
            last = Some(at);
            let start = if is_right { at + 1 } else { at };
            if let Some(own) = starts.get_mut(start) {
                *own = true;
            }
        }
        // What is left over at the far end belongs to the bin before.
        if let Some(last) = last {
            let start = if is_right { last + 1 } else { last };
            if let Some(own) = starts.get_mut(start) {
                *own = false;
            }
        }
    };
    join(&mut (0..middle).rev(), false);
    join(&mut (middle..total.len()), true);
    if let Some(own) = starts.get_mut(middle) {
        *own = true;
    }
    let mut number = 0;
    let count = |(at, start): (usize, bool)| {
        number += usize::from(start && at > 0);
        number
    };
    starts.into_iter().enumerate().map(count).collect()
}
