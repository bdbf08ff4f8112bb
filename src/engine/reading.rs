//! Quantiles of a column.
//!
//! A quantile is read from the samples at the level that the [control variates](super::control_variates) give. The
//! `k`th of `n` samples in order stands for the level `(k - 0.5) / n` (Hazen, 1914). Its error is read from the samples too:
//! at the levels that lie one standard error below and above.

use super::control_variates::{ControlVariates, Direction};
use super::exact::Exact;
use super::moments::Moments;
use super::order::Ordered;
use super::parts::{Parts, Tally};
use super::size::{BLOCK, DEFAULT, is_long};
use super::summary::{CLOSE, Estimated, LEVELS, Summary};

/// Samples are expected within so many standard errors of their level, as plain sampling has them.
const WIDE: f64 = 5.0;

/// Summarises a multiple of an input.
pub(super) fn of_exact(exact: &Exact<'_>) -> Summary {
    let [p5, p50, p95] = LEVELS.map(|level| exact.at_level(level));
    Summary { p5, p50, p95, mean: exact.mean(), sd: exact.sd(), ..Summary::default() }
}

/// Summarises a column that varies with some inputs.
pub(super) fn of_column<'a>(column: &[f64], inputs: &[u32], controls: &mut ControlVariates<'a>) -> Summary {
    let read =
        whole(column, inputs, &LEVELS, controls, |reading, first, controls| reading.summary(first, controls));
    read.unwrap_or_default()
}

/// A quantile of a column that varies with some inputs.
pub(super) fn quantile_of<'a>(
    column: &[f64],
    level: f64,
    inputs: &[u32],
    controls: &mut ControlVariates<'a>,
) -> Estimated {
    let read = whole(column, inputs, &[level], controls, |reading, first, controls| {
        reading.estimated(first, controls)
    });
    read.unwrap_or(Estimated::exactly(f64::NAN))
}

/// Reads a whole column as if it came block by block, so that the result is the same; or, where its first samples are unlike
/// the others, at once.
fn whole<'a, T>(
    column: &[f64],
    inputs: &[u32],
    levels: &[f64],
    controls: &mut ControlVariates<'a>,
    read: impl Fn(Reading<'a>, &[f64], &mut ControlVariates<'a>) -> Option<T>,
) -> Option<T> {
    let count = column.len();
    if is_long(count) {
        let (first, later) = column.split_at_checked(DEFAULT)?;
        if let Some(mut reading) = Reading::new(first, count, inputs, levels, controls) {
            later.chunks(BLOCK).enumerate().for_each(|(at, block)| reading.add(DEFAULT / BLOCK + at, block));
            if let Some(found) = read(reading, first, controls) {
                return Some(found);
            }
        }
    }
    read(Reading::new(column, count, inputs, levels, controls)?, column, controls)
}

/// Quantiles that are being read from a column.
///
/// Its first samples tell where the quantiles lie; the others may be added block by block, without being held. If
/// they contradict the first samples, no result is returned.
pub(super) struct Reading<'a> {
    direction: Option<Direction<'a>>,
    /// A count for each level.
    tallies: Vec<Tally>,
    parts: Parts,
    /// The number of samples, those to come included.
    samples: usize,
    ordered: Ordered,
    moments: Moments,
    /// A buffer for sums of scores.
    sums: Vec<f32>,
}

/// A quantile with what lies around it.
struct Read {
    value: f64,
    /// One standard error below and above.
    near: [f64; 2],
    /// As many as a comparison takes.
    far: [f64; 2],
    error: f64,
    deviations: Vec<f64>,
}

impl<'a> Reading<'a> {
    /// Starts with the first of `samples` samples. Returns `None` if the whole column must be held, because too many
    /// samples lie near the levels.
    pub fn new(
        first: &[f64],
        samples: usize,
        inputs: &[u32],
        levels: &[f64],
        controls: &mut ControlVariates<'a>,
    ) -> Option<Reading<'a>> {
        let direction = controls.fit(inputs, first).and_then(|fit| controls.direction(&fit));
        let mut ordered = controls.spare.pop().unwrap_or_default();
        ordered.begin(first);
        let parts = Parts::of(samples.div_ceil(BLOCK));
        let mut tallies = Vec::with_capacity(levels.len());
        for level in levels {
            let half = 0.5 / samples as f64;
            let level = level.clamp(half, 1.0 - half);
            tallies.push(Tally::new(level, parts, direction.is_some()));
            let around = WIDE * libm::sqrt(level * (1.0 - level) / samples as f64) + half;
            let [from, to] = [level - around, level + around].map(|level| level.clamp(0.0, 1.0));
            if samples > first.len() && !ordered.expect(from, to) {
                return None;
            }
        }
        let (moments, sums) = (Moments::new(parts), Vec::with_capacity(BLOCK));
        let mut reading = Reading { direction, tallies, parts, samples, ordered, moments, sums };
        let blocks = || first.chunks(BLOCK).enumerate();
        blocks().for_each(|(at, block)| reading.control(at, block.len()));
        for tally in &mut reading.tallies {
            let share = tally.share(first.len());
            tally.count_to(reading.ordered.at_level(first, share)?);
        }
        blocks().for_each(|(at, block)| reading.count(at, block));
        Some(reading)
    }

    /// Adds a block, by its number.
    pub fn add(&mut self, at: usize, block: &[f64]) {
        self.ordered.add(block);
        self.control(at, block.len());
        self.count(at, block);
    }

    fn control(&mut self, at: usize, length: usize) {
        let Some(direction) = &self.direction else { return };
        self.sums.resize(length, 0.0);
        direction.fill(at, &mut self.sums);
        let part = self.parts.of_block(at);
        self.tallies.iter_mut().for_each(|tally| tally.add_controls(part, &self.sums));
    }

    fn count(&mut self, at: usize, block: &[f64]) {
        self.moments.add(at, block);
        let part = self.parts.of_block(at);
        self.tallies.iter_mut().for_each(|tally| tally.add(part, block));
    }

    /// Reads the levels of a summary; `first` are the samples that the reading started with.
    pub fn summary(mut self, first: &[f64], controls: &mut ControlVariates<'_>) -> Option<Summary> {
        let mut read = [(0.0, 0.0); LEVELS.len()];
        for (at, read) in read.iter_mut().enumerate() {
            let Read { value, near: [low, high], .. } = self.read(at, first, 1.0)?;
            *read = (value, (high - low) / 2.0);
        }
        let [(p5, a), (p50, b), (p95, c)] = read;
        let (mean, sd) = (self.moments.mean(), self.moments.sd());
        controls.spare.push(self.ordered);
        Some(Summary { p5, p50, p95, mean, sd, errors: [a, b, c], histogram: None })
    }

    /// Reads the first level; `first` are the samples that the reading started with.
    pub fn estimated(mut self, first: &[f64], controls: &mut ControlVariates<'_>) -> Option<Estimated> {
        let Read { value, near, far: [low, high], error: off, deviations } = self.read(0, first, CLOSE)?;
        let error = (near[1] - near[0]) / 2.0;
        let deviations = deviations.into_iter().map(|deviation| -deviation * error / off).collect();
        let is_sparse = self.tallies.first().is_some_and(|tally| tally.is_sparse(self.samples));
        controls.spare.push(self.ordered);
        Some(Estimated { value, low, high, error, deviations, is_sparse })
    }

    /// Reads a level, and the levels so many standard errors below and above.
    fn read(&mut self, at: usize, first: &[f64], far: f64) -> Option<Read> {
        let n = self.samples;
        let place = self.tallies.get(at)?.place(n);
        let (level, error) = (place.level, place.error);
        let half = 0.5 / n as f64;
        let within = |level: f64| level.clamp(half, 1.0 - half);
        let levels = [-far, -1.0, 0.0, 1.0, far].map(|by| within(level + by * error) * n as f64 - 0.5);
        let [lowest, .., highest] = levels;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to the places
        let (from, to) = (lowest.max(0.0) as usize, highest.max(0.0) as usize + 1);
        let places = self.ordered.places(first, from, to)?;
        let [a, b, value, c, d] = levels.map(|place| between(places, (place - from as f64).max(0.0)));
        Some(Read { value, near: [b, c], far: [a, d], error, deviations: place.deviations })
    }
}

/// The value at a place among samples in order.
///
/// It is interpolated between two samples, unless both are whole numbers: then it is the nearer one.
fn between(ordered: &[f64], place: f64) -> f64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // places are not negative
    let at = place as usize;
    let last = ordered.last().copied().unwrap_or(f64::NAN);
    let [below, above] = [at, at + 1].map(|at| ordered.get(at).copied().unwrap_or(last));
    let between = place - at as f64;
    let whole = |value: f64| libm::trunc(value) == value;
    if below == above || between == 0.0 {
        below
    } else if whole(below) && whole(above) {
        if between > 0.5 { above } else { below }
    } else {
        below + (above - below) * between
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_hazen() {
        // Shuffled by a stride that is coprime to the length.
        let column: Vec<f64> = (0..10_000).map(|at| f64::from(at * 7_919 % 10_000) + 0.25).collect();
        let mut controls = ControlVariates::new(&[]);
        for level in [0.0001_f64, 0.01, 0.05, 0.5, 0.77, 0.9999] {
            let expected = (level * 10_000.0 - 0.5).clamp(0.0, 9_999.0) + 0.25;
            let found = quantile_of(&column, level, &[], &mut controls);
            assert!((found.value - expected).abs() < 1e-9, "{level}: {found:?}");
        }
        let whole: Vec<f64> = column.iter().map(|value| libm::floor(value / 100.0)).collect();
        for (level, expected) in [(0.5, 49.0), (0.95, 94.0)] {
            assert_eq!(quantile_of(&whole, level, &[], &mut controls).value, expected);
        }
    }
}
