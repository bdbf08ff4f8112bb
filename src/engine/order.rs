//! Samples in order, as far as a few places of the order need it.
//!
//! One pass counts the samples in buckets of equal width between two values that the first samples
//! suggest. A place of the order then lies in a bucket that is known, and only what is in
//! it is put in order. All loops are without branches that depend on the samples.

/// How many buckets there are; the first and the last hold what lies outside.
const BUCKETS: usize = 1024;

/// How many samples say between which values the buckets lie: any are as good as others, since their order is
/// shuffled.
const PILOT: usize = 1023;

/// Adding this to a number from 0 to 2^51 leaves the number in the low bits, rounded: faster than a conversion.
const ROUNDING: f64 = 4_503_599_627_370_496.0;

/// Room that is used again and again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    buckets: Vec<u16>,
    counts: Vec<u32>,
    room: Vec<f64>,
}

/// A column whose samples are counted.
pub(super) struct Ordered<'c> {
    column: &'c [f64],
    /// The bucket of each sample.
    buckets: &'c [u16],
    /// How many samples lie in each bucket.
    counts: &'c [u32],
    room: &'c mut Vec<f64>,
    /// Where the second bucket begins, and how many buckets go into a 1.
    low: f64,
    scale: f64,
}

impl<'c> Ordered<'c> {
    /// Counts a column's samples.
    pub fn new(column: &'c [f64], scratch: &'c mut Scratch) -> Ordered<'c> {
        let Scratch { buckets, counts, room } = scratch;
        room.clear();
        room.extend_from_slice(column.get(..PILOT.min(column.len())).unwrap_or_default());
        let (low, high) = ends(room);
        let inner = (BUCKETS - 2) as f64;
        let scale = if high > low { inner / (high - low) } else { 0.0 };
        let scale = if scale.is_finite() { scale } else { 0.0 };
        let last = (BUCKETS - 1) as f64;
        buckets.clear();
        buckets.extend(column.iter().map(|value| {
            let place = ((value - low) * scale + 1.0).max(0.0).min(last) + ROUNDING;
            // Of the low bits only; they are less than the number of buckets.
            (place.to_bits() & (BUCKETS as u64 - 1)) as u16
        }));
        counts.clear();
        counts.resize(BUCKETS, 0);
        for bucket in buckets.iter() {
            if let Some(count) = counts.get_mut(usize::from(*bucket)) {
                *count += 1;
            }
        }
        Ordered { column, buckets, counts, room, low, scale }
    }

    /// The samples in the places `at` and `at + 1` of the order, counted from 0; the last twice at the end.
    pub fn neighbours(&mut self, at: usize) -> (f64, f64) {
        let at = at.min(self.column.len().saturating_sub(1));
        let mut before = 0;
        let bucket = self.counts.iter().position(|count| {
            let found = at < before + *count as usize;
            before += if found { 0 } else { *count as usize };
            found
        });
        let Some(bucket) = bucket else { return (f64::NAN, f64::NAN) };
        self.gather(bucket);
        let room = std::mem::take(self.room);
        let mut values = room;
        let at = (at - before).min(values.len().saturating_sub(1));
        let (_, found, above) = values.select_nth_unstable_by(at, f64::total_cmp);
        let found = *found;
        let mut next = above.iter().copied().fold(f64::INFINITY, f64::min);
        *self.room = values;
        if next == f64::INFINITY
            && let Some(further) =
                self.counts.iter().skip(bucket + 1).position(|count| *count > 0).map(|more| bucket + 1 + more)
        {
            self.gather(further);
            next = self.room.iter().copied().fold(f64::INFINITY, f64::min);
        }
        (found, if next == f64::INFINITY { found } else { next })
    }

    /// Collects what is in a bucket.
    fn gather(&mut self, bucket: usize) {
        const PART: usize = 64;
        let wanted = u16::try_from(bucket).unwrap_or(u16::MAX);
        self.room.clear();
        for (values, buckets) in self.column.chunks(PART).zip(self.buckets.chunks(PART)) {
            // Most parts have none.
            if buckets.iter().fold(false, |any, bucket| any | (*bucket == wanted)) {
                let inside = values.iter().zip(buckets).filter(|(_, bucket)| **bucket == wanted);
                self.room.extend(inside.map(|(value, _)| *value));
            }
        }
    }

    /// Roughly how fast the values grow with the level there: the width of an interval of levels, by its buckets.
    pub fn slope(&self, level: f64) -> f64 {
        // In a tail no farther than half way to the end.
        let around = (level.min(1.0 - level) / 2.0).min(0.03);
        if self.scale == 0.0 {
            return 0.0;
        }
        let n = self.column.len() as f64;
        let at = |level: f64| {
            let wanted = (level * n).clamp(1.0, n);
            let mut before = 0.0;
            let (mut bucket, mut within) = (0.0, 0.0);
            for (place, count) in self.counts.iter().enumerate() {
                let count = f64::from(*count);
                if before + count >= wanted {
                    (bucket, within) = (place as f64, (wanted - before) / count);
                    break;
                }
                before += count;
            }
            self.low + (bucket - 1.5 + within) / self.scale
        };
        let (from, to) = (level - around, level + around);
        (at(to) - at(from)) / (to - from)
    }
}

/// Two values between which nearly all samples lie; the farthest ones would leave too few buckets for the rest.
fn ends(pilot: &mut [f64]) -> (f64, f64) {
    if pilot.is_empty() {
        return (0.0, 0.0);
    }
    let last = pilot.len() - 1;
    let mut at = |place: usize| *pilot.select_nth_unstable_by(place, f64::total_cmp).1;
    let (low, high) = (at(last / 50), at(last - last / 50));
    if high > low { (low, high) } else { (at(0), at(last)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(column: &[f64]) {
        let mut sorted = column.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut scratch = Scratch::default();
        let mut ordered = Ordered::new(column, &mut scratch);
        for at in [0, 1, column.len() / 20, column.len() / 2, column.len() - 2, column.len() - 1] {
            let expected = (sorted[at], sorted[(at + 1).min(column.len() - 1)]);
            assert_eq!(ordered.neighbours(at), expected, "{at} of {}", column.len());
        }
    }

    #[test]
    fn places_are_those_of_the_sorted_column() {
        let shuffled = |of: fn(f64) -> f64| -> Vec<f64> {
            (0..16_360_u32).map(|at| of(f64::from(at * 7_919 % 16_360))).collect()
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
    fn slopes_are_rough() {
        let column: Vec<f64> = (0..16_360_u32).map(|at| f64::from(at * 7_919 % 16_360) / 16_360.0).collect();
        let mut scratch = Scratch::default();
        let ordered = Ordered::new(&column, &mut scratch);
        for level in [0.05, 0.5, 0.95] {
            assert!((ordered.slope(level) - 1.0).abs() < 0.05, "{level}: {}", ordered.slope(level));
        }
    }
}
