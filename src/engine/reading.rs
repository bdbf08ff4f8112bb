//! Quantiles of a column.
//!
//! A quantile is read from the samples at the level that the [control variates](super::control_variates) give. The
//! `k`th of `n` samples in order stands for the level `(k - 0.5) / n` (Hazen, 1914).

use super::control_variates::{ControlVariates, Fit};
use super::exact::Exact;
use super::moments::Moments;
use super::order::Ordered;
use super::summary::{Estimated, LEVELS, Summary};

/// Summarises a multiple of an input.
pub(super) fn of_exact(exact: &Exact<'_>, input: u32) -> Summary {
    let [p5, p50, p95] = LEVELS.map(|level| exact.at_level(level));
    Summary {
        p5,
        p50,
        p95,
        mean: exact.mean(),
        sd: exact.sd(),
        shares: vec![(input, 1.0)],
        ..Summary::default()
    }
}

/// Summarises a column that varies with some inputs.
pub(super) fn of_column(column: &[f64], inputs: &[u32], controls: &mut ControlVariates<'_>) -> Summary {
    let reading = Reading::new(column, column.len(), inputs, &LEVELS, controls);
    let read = reading.and_then(|reading| reading.summary(column, controls));
    read.unwrap_or_default()
}

/// A quantile of a column that varies with some inputs.
pub(super) fn quantile_of(
    column: &[f64],
    level: f64,
    inputs: &[u32],
    controls: &mut ControlVariates<'_>,
) -> Estimated {
    let reading = Reading::new(column, column.len(), inputs, &[level], controls);
    let read = reading.and_then(|reading| reading.estimated(column, controls));
    read.unwrap_or(Estimated::exactly(f64::NAN))
}

/// Quantiles that are being read from a column.
///
/// Its first samples tell where the quantiles lie; the others may be added block by block, without being held. If
/// they contradict the first samples, no result is returned.
#[derive(Debug)]
pub(super) struct Reading {
    fit: Fit,
    levels: Vec<Level>,
    /// The number of samples, those to come included.
    samples: usize,
    ordered: Ordered,
    moments: Moments,
}

/// A level at which a column is read.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// The level that was asked for.
    plain: f64,
    /// The level at which the samples have its value.
    moved: f64,
    /// The standard error of `moved`.
    error: f64,
}

impl Reading {
    /// Starts with the first of `samples` samples. Returns `None` if the whole column must be held, because too many
    /// samples lie near the levels.
    pub fn new(
        first: &[f64],
        samples: usize,
        inputs: &[u32],
        levels: &[f64],
        controls: &mut ControlVariates<'_>,
    ) -> Option<Reading> {
        let fit = controls.fit(inputs, first).unwrap_or_default();
        let moved = controls.levels(&fit, samples, levels).into_iter();
        let level = |(plain, (moved, left)): (&f64, (f64, f64))| {
            let error = left * libm::sqrt(plain * (1.0 - plain) / samples as f64);
            Level { plain: *plain, moved, error }
        };
        let levels: Vec<Level> = levels.iter().zip(moved).map(level).collect();
        let mut ordered = controls.spare.pop().unwrap_or_default();
        ordered.begin(first);
        if samples > first.len() {
            for Level { moved, error, .. } in &levels {
                let ends = [moved - 2.0 * error, moved + 2.0 * error];
                let [from, to] = ends.map(|level| level.clamp(0.0, 1.0));
                if !ordered.expect(from, to) {
                    return None;
                }
            }
        }
        Some(Reading { fit, levels, samples, ordered, moments: Moments::of(first) })
    }

    /// Adds a block.
    pub fn add(&mut self, block: &[f64]) {
        self.moments.add(block);
        self.ordered.add(block);
    }

    /// Reads the levels of a summary; `first` are the samples that the reading started with.
    pub fn summary(mut self, first: &[f64], controls: &mut ControlVariates<'_>) -> Option<Summary> {
        let mut read = [(0.0, 0.0); LEVELS.len()];
        for (read, level) in read.iter_mut().zip(&self.levels) {
            let value = quantile(&mut self.ordered, first, self.samples, level.moved)?;
            *read = (value, level.error * self.ordered.slope(level.plain));
        }
        controls.spare.push(self.ordered);
        let [(p5, a), (p50, b), (p95, c)] = read;
        Some(Summary {
            p5,
            p50,
            p95,
            mean: self.moments.mean(),
            sd: self.moments.sd(),
            errors: [a, b, c],
            shares: self.fit.shares(),
            histogram: None,
        })
    }

    /// Reads the first level; `first` are the samples that the reading started with.
    pub fn estimated(mut self, first: &[f64], controls: &mut ControlVariates<'_>) -> Option<Estimated> {
        let Level { plain, moved, error: off } = *self.levels.first()?;
        let n = self.samples;
        let value = quantile(&mut self.ordered, first, n, moved)?;
        // If the samples are whole numbers, the values at both ends tell more than the slope.
        let error = off * self.ordered.slope(plain);
        let least = 0.5 / n as f64;
        let mut side = |level: f64| quantile(&mut self.ordered, first, n, level.clamp(least, 1.0 - least));
        let (low, high) = (side(moved - 2.0 * off)?, side(moved + 2.0 * off)?);
        controls.spare.push(self.ordered);
        Some(Estimated { value, low, high, error })
    }
}

/// The value at a level strictly between 0 and 1.
///
/// It is interpolated between two samples, unless both are whole numbers: then it is the nearer one.
fn quantile(ordered: &mut Ordered, first: &[f64], n: usize, level: f64) -> Option<f64> {
    let place = (level * n as f64 - 0.5).clamp(0.0, (n.max(1) - 1) as f64);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to the indices
    let at = place as usize;
    let (below, above) = ordered.neighbours(first, at)?;
    let between = place - at as f64;
    let whole = |value: f64| libm::trunc(value) == value;
    Some(if below == above || between == 0.0 {
        below
    } else if whole(below) && whole(above) {
        if between > 0.5 { above } else { below }
    } else {
        below + (above - below) * between
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_hazen() {
        // Shuffled by a stride that is coprime to the length.
        let column: Vec<f64> = (0..10_000).map(|at| f64::from(at * 7_919 % 10_000) + 0.25).collect();
        let mut ordered = Ordered::default();
        ordered.begin(&column);
        for level in [0.0001_f64, 0.01, 0.05, 0.5, 0.77, 0.9999] {
            let expected = (level * 10_000.0 - 0.5).clamp(0.0, 9_999.0) + 0.25;
            let found = quantile(&mut ordered, &column, column.len(), level).unwrap();
            assert!((found - expected).abs() < 1e-9, "{level}: {found}");
        }
        let whole: Vec<f64> = column.iter().map(|value| libm::floor(value / 100.0)).collect();
        ordered.begin(&whole);
        assert_eq!(quantile(&mut ordered, &whole, whole.len(), 0.5), Some(49.0));
        assert_eq!(quantile(&mut ordered, &whole, whole.len(), 0.95), Some(94.0));
    }
}
