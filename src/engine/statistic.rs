//! Numbers about all worlds: quantiles, means, deviations, shares.
//!
//! A quantile is read from the samples at the level that [`control`](super::control_variates) gives. Sample `k` of
//! `n` in order stands for the level `(k - 0.5) / n` (Hazen, 1914).

use super::control_variates::{ControlVariates, Fit};
use super::exact::Exact;
use super::order::Ordered;

/// A result that differs between worlds, in numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// 5% of the worlds lie below.
    pub p5: f64,
    /// The median.
    pub p50: f64,
    /// 95% of the worlds lie below.
    pub p95: f64,
    /// The expected value.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// The standard errors that sampling leaves in `p5`, `p50` and `p95`, as values.
    pub errors: [f64; 3],
    /// The share of the variance that each input explains, by the inputs' numbers.
    pub shares: Vec<(u32, f64)>,
    /// How many samples lie in each of the equal parts between the ends; none unless asked for.
    pub histogram: Option<Histogram>,
}

/// How a result's samples are spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The 1st percentile, where the first part begins.
    pub low: f64,
    /// The 99th percentile, where the last part ends.
    pub high: f64,
    /// Whether the parts are equal as factors, not as differences.
    pub logarithmic: bool,
    /// How many samples lie in each part; what lies outside is in none.
    pub counts: Vec<u32>,
}

/// How many parts a histogram has.
pub const PARTS: usize = 24;

/// A histogram whose median lies in the first part of this size has logarithmic parts.
const SKEWED: f64 = 0.2;

/// The levels of a summary.
pub(super) const LEVELS: [f64; 3] = [0.05, 0.5, 0.95];

/// A statistic, and where it lies with 95% confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimated {
    /// The statistic.
    pub value: f64,
    /// The lower end of what sampling leaves open.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The standard error that sampling leaves in it.
    pub error: f64,
}

impl Estimated {
    /// A statistic without a sampling error.
    pub fn exactly(value: f64) -> Estimated {
        Estimated { value, low: value, high: value, error: 0.0 }
    }

    /// One with a standard error.
    fn within(value: f64, error: f64) -> Estimated {
        // Twice the standard error either side: 95 of 100.
        Estimated { value, low: value - 2.0 * error, high: value + 2.0 * error, error }
    }
}

/// Summarises a result that is an input in another unit.
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

/// Summarises a column whose inputs are known.
pub(super) fn of_column(column: &[f64], inputs: &[u32], controls: &mut ControlVariates<'_>) -> Summary {
    let reading = Reading::new(column, column.len(), inputs, &LEVELS, controls);
    let read = reading.and_then(|reading| reading.summary(column, controls));
    read.unwrap_or_default()
}

/// A quantile of a column whose inputs are known.
pub(super) fn controlled(
    column: &[f64],
    level: f64,
    inputs: &[u32],
    controls: &mut ControlVariates<'_>,
) -> Estimated {
    let reading = Reading::new(column, column.len(), inputs, &[level], controls);
    let read = reading.and_then(|reading| reading.estimated(column, controls));
    read.unwrap_or(Estimated::exactly(f64::NAN))
}

/// Quantiles that are read from a column: its first samples say where they lie, and the others may come
/// block by block. If they come, nothing is read where they contradict the first ones.
#[derive(Debug)]
pub(super) struct Reading {
    fit: Fit,
    levels: Vec<Level>,
    /// How many samples there will be.
    samples: usize,
    ordered: Ordered,
    moments: Moments,
}

/// A level at which a column is read.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// The one that is meant.
    plain: f64,
    /// The one at which the samples have it.
    moved: f64,
    /// The standard error of the level.
    off: f64,
}

impl Reading {
    /// Begins with a column's first samples, of `samples` in all; nothing if the whole column must be held, since
    /// too many lie near the levels.
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
            let off = left * libm::sqrt(plain * (1.0 - plain) / samples as f64);
            Level { plain: *plain, moved, off }
        };
        let levels: Vec<Level> = levels.iter().zip(moved).map(level).collect();
        let mut ordered = controls.spare.pop().unwrap_or_default();
        ordered.begin(first);
        if samples > first.len() {
            for Level { moved, off, .. } in &levels {
                let [from, to] = [moved - 2.0 * off, moved + 2.0 * off].map(|level| level.clamp(0.0, 1.0));
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

    /// The column at the levels of a summary; `first` are the samples that it began with.
    pub fn summary(mut self, first: &[f64], controls: &mut ControlVariates<'_>) -> Option<Summary> {
        let mut read = [(0.0, 0.0); LEVELS.len()];
        for (read, level) in read.iter_mut().zip(&self.levels) {
            let value = quantile(&mut self.ordered, first, self.samples, level.moved)?;
            *read = (value, level.off * self.ordered.slope(level.plain));
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

    /// The column at the first level; `first` are the samples that it began with.
    pub fn estimated(mut self, first: &[f64], controls: &mut ControlVariates<'_>) -> Option<Estimated> {
        let Level { plain, moved, off } = *self.levels.first()?;
        let n = self.samples;
        let value = quantile(&mut self.ordered, first, n, moved)?;
        // Where the samples are whole numbers the neighbours in order say more than a slope.
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
/// Between two samples it is interpolated, but a whole number stays one.
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

/// Sums over samples, gathered block by block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    count: usize,
    /// What is taken off each value, so that squares do not cancel.
    shift: f64,
    sum: f64,
    squares: f64,
    /// The sums of the third and fourth powers, for how sure the deviation is.
    cubes: f64,
    fourths: f64,
}

impl Moments {
    fn of(column: &[f64]) -> Moments {
        let mut moments = Moments::default();
        column.chunks(super::run::BLOCK).for_each(|block| moments.add(block));
        moments
    }

    /// Adds a block.
    pub fn add(&mut self, block: &[f64]) {
        if self.count == 0 {
            self.shift = block.first().copied().unwrap_or(0.0);
        }
        let shift = self.shift;
        let (mut sums, mut squares) = ([0.0; 4], [0.0; 4]);
        // Sums and squares one after the other, so that the compiler can vectorise each.
        let mut add = |values: [f64; 4]| {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
            squares.iter_mut().zip(values).for_each(|(square, value)| *square += value * value);
        };
        let (chunks, rest) = block.as_chunks::<4>();
        chunks.iter().for_each(|chunk| add(chunk.map(|value| value - shift)));
        // Filled up with what adds nothing.
        let mut last = [0.0; 4];
        last.iter_mut().zip(rest).for_each(|(last, value)| *last = value - shift);
        add(last);
        self.sum += sums.iter().sum::<f64>();
        self.squares += squares.iter().sum::<f64>();
        self.count += block.len();
    }

    /// Adds what [`estimated_sd`](Moments::estimated_sd) needs besides, of a block that was added.
    pub fn add_powers(&mut self, block: &[f64]) {
        for value in block {
            let value = value - self.shift;
            let square = value * value;
            self.cubes += square * value;
            self.fourths += square * square;
        }
    }

    /// The mean; of truth values the share that is true.
    pub fn mean(&self) -> f64 {
        self.shift + self.sum / self.count.max(1) as f64
    }

    /// The standard deviation.
    pub fn sd(&self) -> f64 {
        let n = self.count.max(1) as f64;
        let mean = self.sum / n;
        libm::sqrt((self.squares / n - mean * mean).max(0.0))
    }

    /// The mean with its sampling error.
    pub fn estimated_mean(&self) -> Estimated {
        Estimated::within(self.mean(), self.sd() / libm::sqrt(self.count.max(1) as f64))
    }

    /// The deviation with its sampling error, which is large where few samples far out decide it; their
    /// [powers](Moments::add_powers) must have been added.
    pub fn estimated_sd(&self) -> Estimated {
        let (sd, n) = (self.sd(), self.count.max(1) as f64);
        // The fourth moment about the mean, from those about the shift.
        let mean = self.sum / n;
        let (squares, cubes) = (self.squares / n, self.cubes / n);
        let square = mean * mean;
        let fourth = self.fourths / n - 4.0 * mean * cubes + 6.0 * square * squares - 3.0 * square * square;
        let spread = libm::sqrt((fourth - libm::pow(sd, 4.0)).max(0.0) / n);
        let error = if sd > 0.0 && spread.is_finite() { spread / (2.0 * sd) } else { 0.0 };
        Estimated::within(sd, error)
    }

    /// The share that is true with its sampling error (binomial).
    pub fn estimated_share(&self) -> Estimated {
        let share = self.mean();
        let error = libm::sqrt(share * (1.0 - share) / self.count.max(1) as f64);
        let Estimated { value, low, high, error } = Estimated::within(share, error);
        // None of `n` leaves up to three of them open (the rule of three).
        let three = 3.0 / self.count.max(1) as f64;
        let low = if share == 1.0 { 1.0 - three } else { low.max(0.0) };
        let high = if share == 0.0 { three } else { high.min(1.0) };
        Estimated { value, low, high, error }
    }
}

/// Counts a column's samples between its 1st and its 99th percentile.
pub(super) fn spread(column: &[f64]) -> Histogram {
    let mut sorted = column.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |share: usize| sorted.get(sorted.len() * share / 100).copied().unwrap_or(0.0);
    let (low, high) = (at(1), at(99));
    let logarithmic = low > 0.0 && at(50) - low < SKEWED * (high - low);
    let scale = |value: f64| if logarithmic { libm::log(value) } else { value };
    let (from, width) = (scale(low), scale(high) - scale(low));
    let mut counts = vec![0_u32; PARTS];
    for value in sorted.iter().copied().filter(|value| (low..=high).contains(value)) {
        let part =
            if width > 0.0 { (scale(value) - from) / width * PARTS as f64 } else { PARTS as f64 / 2.0 };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and PARTS
        let part = (part as usize).min(PARTS - 1);
        if let Some(count) = counts.get_mut(part) {
            *count += 1;
        }
    }
    Histogram { low, high, logarithmic, counts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_read_as_hazen_has_them() {
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

    #[test]
    fn moments_of_whole_numbers() {
        // 0 … n-1: mean (n-1)/2, variance (n²-1)/12.
        let column: Vec<f64> = (0..1_001).map(f64::from).collect();
        let mut moments = Moments::default();
        column.chunks(100).for_each(|block| moments.add(block));
        assert_eq!(moments.mean(), 500.0);
        assert!((moments.sd() - libm::sqrt((1_001.0 * 1_001.0 - 1.0) / 12.0)).abs() < 1e-9);
    }

    #[test]
    fn histograms_count_what_lies_between() {
        let column: Vec<f64> = (0..10_000).map(|at| f64::from(at) / 10_000.0).collect();
        let histogram = spread(&column);
        assert!(!histogram.logarithmic);
        assert_eq!(histogram.counts.iter().sum::<u32>(), 9_801);
        assert!(histogram.counts.iter().all(|count| (400..=420).contains(count)), "{:?}", histogram.counts);
        assert_eq!(spread(&[3.0; 50]).counts.iter().sum::<u32>(), 50);
    }
}
