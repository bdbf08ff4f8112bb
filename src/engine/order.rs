//! Order statistics of a column, without sorting it.
//!
//! One pass counts the samples in buckets of equal width between two values that the first samples suggest. The counts
//! tell in which bucket an order statistic lies, and only the samples of that bucket are partitioned. No loop has
//! branches that depend on the samples.
//!
//! Of a long column only the first samples are held. Of those that are added later, only the samples in buckets in which
//! an order statistic is [expected](Ordered::expect) are kept.

/// The number of buckets. The first and the last hold the samples below and above the others.
const BUCKETS: usize = 1024;

/// The number of samples from which the range of the buckets is estimated. The first ones serve, since samples come in
/// random order.
const PILOT: usize = 1023;

/// The reciprocal of the share of these samples that lies below the second bucket, and of that above the last but one.
const OUTSIDE: usize = 50;

/// Adding this to a number from 0 to 2^51 leaves the rounded number in the low bits, which is faster than a conversion.
const ROUNDING: f64 = 4_503_599_627_370_496.0;

/// The largest distance, in standard deviations, of an order statistic from its place in the first samples. One in ten
/// thousand lies farther.
const WIDE: f64 = 4.0;

/// The reciprocal of the largest share of the later samples that is kept.
const KEPT: usize = 4;

/// The number of tables in which the first samples are counted.
const TURNS: usize = 4;

/// The number of samples that are searched at a time.
const PART: usize = 64;

/// The counts of a column.
#[derive(Debug, Default)]
pub(super) struct Ordered {
    /// The bucket of each of the first samples.
    buckets: Vec<u16>,
    /// The number of samples in each bucket.
    counts: Vec<u32>,
    /// The number of samples.
    samples: usize,
    /// The lower end of the second bucket, and the number of buckets per unit.
    low: f64,
    scale: f64,
    /// The buckets whose later samples are kept.
    expected: Vec<bool>,
    /// The later samples in these buckets.
    later: Vec<f64>,
    /// Buffers that are reused.
    room: Vec<f64>,
    added: Vec<u16>,
}

impl Ordered {
    /// Counts the first samples of a column, and discards those of the column before.
    pub fn begin(&mut self, first: &[f64]) {
        let Ordered { buckets, counts, expected, later, .. } = self;
        let (low, high) = ends(first.get(..PILOT.min(first.len())).unwrap_or_default());
        let inner = (BUCKETS - 2) as f64;
        let scale = if high > low { inner / (high - low) } else { 0.0 };
        let scale = if scale.is_finite() { scale } else { 0.0 };
        fill_buckets(buckets, first, low, scale);
        // In several tables in turn: in a single one, a count might have to wait for the one before, which may be of
        // the same bucket.
        let mut turns = [[0; BUCKETS]; TURNS];
        // The compiler unrolls the counting of chunks of constant length.
        let (chunks, rest) = buckets.as_chunks::<TURNS>();
        let mut add = |chunk: &[u16]| {
            turns.iter_mut().zip(chunk).for_each(|(counts, bucket)| count(counts, *bucket));
        };
        chunks.iter().for_each(|chunk| add(chunk));
        add(rest);
        counts.clear();
        counts.resize(BUCKETS, 0);
        for turn in &turns {
            counts.iter_mut().zip(turn).for_each(|(count, own)| *count += own);
        }
        expected.clear();
        later.clear();
        (self.samples, self.low, self.scale) = (first.len(), low, scale);
    }

    /// Prepares for later samples, of which those between two levels will be asked for. Returns whether they are few
    /// enough to be kept.
    pub fn expect(&mut self, from: f64, to: f64) -> bool {
        self.expected.resize(BUCKETS, false);
        let n = self.samples as f64;
        let around = |level: f64| WIDE * libm::sqrt(level * (1.0 - level) * n) + 1.0;
        let (from, to) = (from * n - around(from), to * n + around(to));
        let (mut before, mut total) = (0.0, 0.0);
        for (expected, count) in self.expected.iter_mut().zip(&self.counts) {
            let after = before + f64::from(*count);
            *expected |= before <= to && after >= from;
            total += if *expected { f64::from(*count) } else { 0.0 };
            before = after;
        }
        total <= n / KEPT as f64
    }

    /// Counts later samples, and keeps those in expected buckets.
    pub fn add(&mut self, block: &[f64]) {
        let Ordered { counts, expected, later, added, .. } = self;
        fill_buckets(added, block, self.low, self.scale);
        self.samples += block.len();
        let (Some(counts), Some(expected)) =
            (counts.first_chunk_mut::<BUCKETS>(), expected.first_chunk::<BUCKETS>())
        else {
            return;
        };
        let mut found = [0.0; PART];
        for (values, buckets) in block.chunks(PART).zip(added.chunks(PART)) {
            let mut next = 0;
            for (value, bucket) in values.iter().zip(buckets) {
                count(counts, *bucket);
                // Overwritten by the next sample if this one is not expected.
                if let Some(found) = found.get_mut(next) {
                    *found = *value;
                }
                next += usize::from(expected.get(usize::from(*bucket) % BUCKETS) == Some(&true));
            }
            later.extend_from_slice(found.get(..next).unwrap_or_default());
        }
        if later.len() > self.samples.max(BUCKETS * KEPT) / KEPT {
            // Very many samples are equal. Nothing is expected any more, so that the whole column is asked for.
            self.expected.fill(false);
        }
    }

    /// The samples from one place in order to another, counted from 0 and both included, as many as there are.
    ///
    /// `first` are the samples that the counts [began](Ordered::begin) with. Returns `None` if the samples do not lie where
    /// they were expected.
    pub fn places(&mut self, first: &[f64], from: usize, to: usize) -> Option<&[f64]> {
        let last = self.samples.checked_sub(1)?;
        let (from, to) = (from.min(last), to.min(last));
        let (low, before) = self.bucket_of(from)?;
        let (high, _) = self.bucket_of(to)?;
        self.gather(first, low, high)?;
        let (from, to) = (from - before, to - before);
        if to >= self.room.len() {
            return None;
        }
        // What lies outside need not be in order.
        self.room.select_nth_unstable_by(to, f64::total_cmp);
        let inside = self.room.get_mut(..=to)?;
        let (_, _, above) = inside.select_nth_unstable_by(from, f64::total_cmp);
        above.sort_unstable_by(f64::total_cmp);
        self.room.get(from..=to)
    }

    /// The sample at a level among those counted so far, which are all held.
    pub fn at_level(&mut self, first: &[f64], level: f64) -> Option<f64> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a level is between 0 and 1
        let at = libm::round(level * self.samples as f64).max(1.0) as usize - 1;
        self.places(first, at, at)?.first().copied()
    }

    /// The bucket of a place, and the number of samples in the buckets before.
    fn bucket_of(&self, at: usize) -> Option<(usize, usize)> {
        let mut before = 0;
        let bucket = self.counts.iter().position(|count| {
            let found = at < before + *count as usize;
            before += if found { 0 } else { *count as usize };
            found
        })?;
        Some((bucket, before))
    }

    /// Collects the samples of buckets from one to another. Returns `None` if one of them was not expected.
    fn gather(&mut self, first: &[f64], low: usize, high: usize) -> Option<()> {
        if self.samples > self.buckets.len() {
            let buckets = self.counts.iter().zip(&self.expected).take(high + 1).skip(low);
            if self.expected.is_empty()
                || buckets.into_iter().any(|(count, expected)| *count > 0 && !expected)
            {
                return None;
            }
        }
        let (low, width) = (u16::try_from(low).ok()?, u16::try_from(high - low).ok()?);
        let is_wanted = |bucket: u16| bucket.wrapping_sub(low) <= width;
        self.room.clear();
        let mut collect = |column: &[f64], buckets: &[u16]| {
            let mut inside = |values: &[f64], buckets: &[u16]| {
                let inside = values.iter().zip(buckets).filter(|(_, bucket)| is_wanted(**bucket));
                self.room.extend(inside.map(|(value, _)| *value));
            };
            // Most parts have no such sample; parts of constant length are compared without a loop.
            let ((values, last_values), (buckets, last)) =
                (column.as_chunks::<PART>(), buckets.as_chunks::<PART>());
            for (values, buckets) in values.iter().zip(buckets) {
                if buckets.iter().fold(false, |any, bucket| any | is_wanted(*bucket)) {
                    inside(values, buckets);
                }
            }
            inside(last_values, last);
        };
        collect(first, &self.buckets);
        fill_buckets(&mut self.added, &self.later, self.low, self.scale);
        collect(&self.later, &self.added);
        Some(())
    }
}

/// Finds the bucket of each sample; the second bucket starts at `low`, and there are `scale` buckets per unit.
fn fill_buckets(buckets: &mut Vec<u16>, samples: &[f64], low: f64, scale: f64) {
    let last = (BUCKETS - 1) as f64;
    buckets.clear();
    buckets.extend(samples.iter().map(|value| {
        let place = (value - low) * scale + 1.0;
        // A `NaN` goes into the first bucket.
        let place = if place > 0.0 { place } else { 0.0 };
        let place = if place < last { place } else { last };
        // The low bits hold the place, which is less than the number of buckets.
        ((place + ROUNDING).to_bits() & (BUCKETS as u64 - 1)) as u16
    }));
}

fn count(counts: &mut [u32; BUCKETS], bucket: u16) {
    if let Some(count) = counts.get_mut(usize::from(bucket) % BUCKETS) {
        *count += 1;
    }
}

/// Two values between which nearly all samples lie. The smallest and the largest sample may lie so far out that nearly
/// all buckets would be empty.
fn ends(pilot: &[f64]) -> (f64, f64) {
    let outside = pilot.len().saturating_sub(1) / OUTSIDE;
    let ends = |outside: usize| {
        // The largest samples are the smallest of the negated ones.
        let low = in_place(pilot.iter().copied(), outside);
        let high = in_place(pilot.iter().map(|value| -value), outside);
        low.zip(high).map(|(low, high)| (low, -high))
    };
    let inner = ends(outside).filter(|(low, high)| high > low);
    inner.or_else(|| ends(0)).unwrap_or_default()
}

/// An order statistic near the beginning, counted from 0, by insertion into a sorted array: of samples in random order,
/// few are inserted.
fn in_place(samples: impl Iterator<Item = f64>, at: usize) -> Option<f64> {
    // A `NaN` counts as the largest.
    let mut least = [f64::NAN; PILOT / OUTSIDE + 1];
    let least = least.get_mut(..=at)?;
    for sample in samples {
        if least.last().is_some_and(|last| sample.total_cmp(last).is_lt()) {
            let place = least.partition_point(|other| other.total_cmp(&sample).is_le());
            let farther = least.get_mut(place..)?;
            farther.rotate_right(1);
            *farther.first_mut()? = sample;
        }
    }
    least.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(column: &[f64]) {
        let mut sorted = column.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut ordered = Ordered::default();
        ordered.begin(column);
        for at in [0, 1, column.len() / 20, column.len() / 2, column.len() - 2, column.len() - 1] {
            let to = (at + 40).min(column.len() - 1);
            assert_eq!(ordered.places(column, at, to), Some(&sorted[at..=to]), "{at} of {}", column.len());
        }
    }

    #[test]
    fn places_are_those_of_the_sorted_column() {
        let shuffled = |of: fn(f64) -> f64| -> Vec<f64> {
            (0..16_250_u32).map(|at| of(f64::from(at * 7_919 % 16_250))).collect()
        };
        check(&shuffled(|x| x));
        check(&shuffled(|x| libm::exp(x / 500.0)));
        check(&shuffled(|x| libm::floor(x / 1_000.0)));
        check(&shuffled(|x| if x < 16_000.0 { 5.0 } else { x }));
        check(&shuffled(|_| -3.0));
        check(&shuffled(|x| (x - 8_000.0) * 1e300));
        check(&[2.0, 1.0]);
    }

    #[test]
    fn expected_places_are_found_among_later_samples() {
        let column: Vec<f64> = (0..162_500_u32).map(|at| f64::from(at * 7_919 % 162_500)).collect();
        let mut ordered = Ordered::default();
        let first = &column[..16_250];
        let mut read = |later: &[f64], at: usize| {
            ordered.begin(first);
            [0.05, 0.5].into_iter().for_each(|level| assert!(ordered.expect(level, level)));
            later.chunks(650).for_each(|block| ordered.add(block));
            ordered.places(first, at, at + 1).map(|places| (places[0], places[1]))
        };
        let later = &column[16_250..];
        assert_eq!(read(later, 8_125), Some((8_125.0, 8_126.0)));
        assert_eq!(read(later, 81_250), Some((81_250.0, 81_251.0)));
        assert_eq!(read(later, 120_000), None);
        // Neither where the later samples lie elsewhere, nor where very many are equal.
        assert_eq!(read(&[200_000.0; 146_250], 81_250), None);
        assert_eq!(read(&[81_250.0; 146_250], 81_250), None);
    }
}
