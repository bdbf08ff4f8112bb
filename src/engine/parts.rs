//! The rounds of a run in parts, whose differences tell the sampling error.
//!
//! Each round is a Latin hypercube of its own, so that the rounds differ by what sampling leaves to chance. Of very many
//! rounds, some follow each other in a part.

use super::normal;

/// The most parts.
const MOST: usize = 25;

/// The least number of parts that tell an error.
const LEAST: usize = 5;

/// With fewer samples beyond it, a percentile is mostly noise.
const FEW: f64 = 10.0;

/// How blocks are divided into parts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts {
    blocks: usize,
}

impl Parts {
    /// The parts of a number of blocks.
    pub fn of(blocks: usize) -> Parts {
        Parts { blocks: blocks.max(1) }
    }

    /// The number of parts.
    pub fn count(self) -> usize {
        self.blocks.min(MOST)
    }

    /// The part of a block.
    pub fn of_block(self, block: usize) -> usize {
        block * self.count() / self.blocks.max(1)
    }
}

/// The standard error of a mean of parts, by their deviations from it; `None` if they are too few.
pub(super) fn error(deviations: &[f64]) -> Option<f64> {
    error_less(deviations, 1)
}

/// The same where a number of coefficients was fitted to the parts.
fn error_less(deviations: &[f64], fitted: usize) -> Option<f64> {
    let count = deviations.len();
    let squares: f64 = deviations.iter().map(|deviation| deviation * deviation).sum();
    (count >= LEAST).then(|| libm::sqrt(squares / ((count - fitted) * count) as f64))
}

/// How many samples lie below a value, and how many below the same level of their control, by parts.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    /// The level.
    level: f64,
    /// The value.
    threshold: f64,
    /// The score of the level.
    score: f64,
    parts: Vec<Counts>,
    is_controlled: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    samples: usize,
    below: u32,
    control_below: u32,
}

/// Where a quantile is read.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The level at which the samples have the value.
    pub level: f64,
    /// Its standard error.
    pub error: f64,
    /// By how much each part would read it lower.
    pub deviations: Vec<f64>,
}

impl Tally {
    /// Starts to count at a level.
    pub fn new(level: f64, parts: Parts, is_controlled: bool) -> Tally {
        let score = normal::quantile(level);
        let parts = vec![Counts::default(); parts.count()];
        Tally { level, threshold: f64::NAN, score, parts, is_controlled }
    }

    /// Whether few of so many samples are expected on one side of the level.
    pub fn is_sparse(&self, samples: usize) -> bool {
        self.level.min(1.0 - self.level) * (samples as f64) < FEW
    }

    /// Adds the controls of a block.
    pub fn add_controls(&mut self, part: usize, controls: &[f32]) {
        let Some(counts) = self.parts.get_mut(part) else { return };
        #[allow(clippy::cast_possible_truncation)] // a score needs few digits
        let score = self.score as f32;
        counts.control_below += controls.iter().fold(0_u32, |count, sum| count + u32::from(*sum <= score));
    }

    /// The share of so many samples whose control lies below; the level, if nothing is controlled.
    pub fn share(&self, samples: usize) -> f64 {
        let below: u32 = self.parts.iter().map(|counts| counts.control_below).sum();
        if self.is_controlled { f64::from(below) / samples.max(1) as f64 } else { self.level }
    }

    /// From now on counts the samples up to a value. If it lies at the [share](Tally::share) of the control, the same samples
    /// are counted as far as the two go together.
    pub fn count_to(&mut self, threshold: f64) {
        self.threshold = threshold;
    }

    /// Adds the values of a block.
    pub fn add(&mut self, part: usize, block: &[f64]) {
        let Some(counts) = self.parts.get_mut(part) else { return };
        // As wide as the values, so that the compiler can vectorise it.
        let below = block.iter().fold(0_u64, |count, value| count + u64::from(*value <= self.threshold));
        counts.below += u32::try_from(below).unwrap_or(u32::MAX);
        counts.samples += block.len();
    }

    /// The level at which the samples have the quantile, corrected by what is known of the control.
    ///
    /// The slope of the regression of one share on the other comes from the parts.
    pub fn place(&self, samples: usize) -> Place {
        let plain = libm::sqrt(self.level * (1.0 - self.level) / samples.max(1) as f64);
        let share = |count: u32, counts: &Counts| f64::from(count) / counts.samples.max(1) as f64;
        let sizes = || self.parts.iter().map(|counts| counts.samples);
        let own = self.parts.iter().map(|counts| share(counts.below, counts));
        let (own, _) = deviations(own, sizes());
        let control = self.parts.iter().map(|counts| share(counts.control_below, counts));
        let (control, mean) = deviations(control, sizes());
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let variance = product(&control, &control);
        let is_controlled = self.is_controlled && variance > 0.0 && own.len() >= LEAST;
        let slope = if is_controlled { product(&own, &control) / variance } else { 0.0 };
        let deviations: Vec<f64> =
            own.iter().zip(&control).map(|(own, control)| own - slope * control).collect();
        let half = 0.5 / samples.max(1) as f64;
        let error = match error_less(&deviations, 1 + usize::from(is_controlled)) {
            // Where no sample or every one lies below the value, the parts tell nothing.
            Some(error) if product(&own, &own) > 0.0 => libm::sqrt(error * error + half * half),
            _ => plain,
        };
        let moved = if is_controlled { slope * (mean - self.level) } else { 0.0 };
        Place { level: (self.level + moved).clamp(half, 1.0 - half), error, deviations }
    }
}

/// How far means over parts are from that of all, and that mean. Where the parts are of different sizes, each counts by its
/// size.
pub(super) fn deviations(
    means: impl Iterator<Item = f64> + Clone,
    sizes: impl Iterator<Item = usize> + Clone,
) -> (Vec<f64>, f64) {
    let (count, total) =
        sizes.clone().fold((0.0, 0.0), |(count, total), size| (count + 1.0, total + size as f64));
    let weight = |size: usize| size as f64 / total.max(1.0);
    let mean: f64 = means.clone().zip(sizes.clone()).map(|(mean, size)| mean * weight(size)).sum();
    let deviations = means.zip(sizes).map(|(own, size)| (own - mean) * weight(size) * count);
    (deviations.collect(), mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_that_is_the_value_leaves_no_error() {
        // The numbers are their own control: what the samples are off, the level is moved.
        let parts = Parts::of(25);
        let mut tally = Tally::new(0.5, parts, true);
        tally.count_to(0.0);
        for block in 0..25_u16 {
            let off = f32::from(block % 7) / 100.0 - 0.02;
            let controls: Vec<f32> = (0..650_u16).map(|at| (f32::from(at) - 324.5) / 325.0 + off).collect();
            let values: Vec<f64> = controls.iter().map(|control| f64::from(*control)).collect();
            tally.add_controls(parts.of_block(block.into()), &controls);
            tally.add(parts.of_block(block.into()), &values);
        }
        let place = tally.place(16_250);
        // About 100 of 10 000 less lie below than half do.
        assert!((place.level - 0.496).abs() < 0.002, "{place:?}");
        assert!((place.error - 0.5 / 16_250.0).abs() < 1e-9, "{place:?}");
    }
}
