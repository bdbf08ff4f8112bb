//! Histograms of samples.

/// A histogram of the samples between the 1st and the 99th percentile, in 24 bins of equal width, or of equal ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The 1st percentile, where the first bin starts.
    pub low: f64,
    /// The 99th percentile, where the last bin ends.
    pub high: f64,
    /// Whether the bins have equal ratios of their ends rather than equal widths.
    pub logarithmic: bool,
    /// The number of samples in each bin. Samples outside `low` to `high` are in none.
    pub counts: Vec<u32>,
}

/// The number of bins of a [`Histogram`].
pub const PARTS: usize = 24;

/// The bins are logarithmic if the median lies within this fraction of the range from its lower end.
const SKEWED: f64 = 0.2;

impl Histogram {
    /// Counts the samples of a column.
    pub(super) fn of(column: &[f64]) -> Histogram {
        let mut sorted = column.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |percent: usize| sorted.get(sorted.len() * percent / 100).copied().unwrap_or(0.0);
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_between_the_ends_are_counted() {
        let column: Vec<f64> = (0..10_000).map(|at| f64::from(at) / 10_000.0).collect();
        let histogram = Histogram::of(&column);
        assert!(!histogram.logarithmic);
        assert_eq!(histogram.counts.iter().sum::<u32>(), 9_801);
        assert!(histogram.counts.iter().all(|count| (400..=420).contains(count)), "{:?}", histogram.counts);
        assert_eq!(Histogram::of(&[3.0; 50]).counts.iter().sum::<u32>(), 50);
    }
}
