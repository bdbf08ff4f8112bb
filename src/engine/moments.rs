//! Means, standard deviations and shares, from sums over samples.

use super::parts::{self, Parts};
use super::summary::Estimated;

/// Sums over samples, which are added block by block.
#[derive(Clone, Debug, Default)]
pub(super) struct Moments {
    parts: Parts,
    /// A number that is subtracted from each value, so that squares do not cancel.
    shift: f64,
    /// The sums over each part.
    sums: Vec<Sums>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    count: usize,
    sum: f64,
    squares: f64,
}

impl Moments {
    /// No sums yet; so many blocks will be added.
    pub fn new(parts: Parts) -> Moments {
        Moments { parts, shift: 0.0, sums: Vec::new() }
    }

    /// Adds a block, by its number.
    pub fn add(&mut self, at: usize, block: &[f64]) {
        if self.sums.is_empty() {
            self.shift = block.first().copied().unwrap_or(0.0);
            self.sums.resize(self.parts.count(), Sums::default());
        }
        let shift = self.shift;
        let (mut sums, mut squares) = ([0.0; 4], [0.0; 4]);
        // First the sums, then the squares, so that the compiler can vectorise each.
        let mut add = |values: [f64; 4]| {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
            squares.iter_mut().zip(values).for_each(|(square, value)| *square += value * value);
        };
        let (chunks, rest) = block.as_chunks::<4>();
        chunks.iter().for_each(|chunk| add(chunk.map(|value| value - shift)));
        // Padded with zeros.
        let mut last = [0.0; 4];
        last.iter_mut().zip(rest).for_each(|(last, value)| *last = value - shift);
        add(last);
        if let Some(part) = self.sums.get_mut(self.parts.of_block(at)) {
            part.sum += sums.iter().sum::<f64>();
            part.squares += squares.iter().sum::<f64>();
            part.count += block.len();
        }
    }

    fn total(&self) -> Sums {
        self.sums.iter().fold(Sums::default(), |total, part| Sums {
            count: total.count + part.count,
            sum: total.sum + part.sum,
            squares: total.squares + part.squares,
        })
    }

    /// The mean; of truth values, the share that is true.
    pub fn mean(&self) -> f64 {
        let total = self.total();
        self.shift + total.sum / total.count.max(1) as f64
    }

    /// The standard deviation.
    pub fn sd(&self) -> f64 {
        let total = self.total();
        let n = total.count.max(1) as f64;
        let mean = total.sum / n;
        libm::sqrt((total.squares / n - mean * mean).max(0.0))
    }

    /// The mean of something over each part, less the mean of all.
    fn deviations(&self, of: impl Fn(&Sums) -> f64) -> Vec<f64> {
        let means = self.sums.iter().map(|part| of(part) / part.count.max(1) as f64);
        parts::deviations(means, self.sums.iter().map(|part| part.count)).0
    }

    fn estimated(&self, value: f64, deviations: Vec<f64>, otherwise: f64) -> Estimated {
        let error = parts::error(&deviations).unwrap_or(otherwise);
        Estimated { deviations, ..Estimated::within(value, if error.is_finite() { error } else { 0.0 }) }
    }

    /// The mean with its sampling error.
    pub fn estimated_mean(&self) -> Estimated {
        let plain = self.sd() / libm::sqrt(self.total().count.max(1) as f64);
        self.estimated(self.mean(), self.deviations(|part| part.sum), plain)
    }

    /// The standard deviation with its sampling error.
    pub fn estimated_sd(&self) -> Estimated {
        let (sd, mean) = (self.sd(), self.mean() - self.shift);
        if sd == 0.0 {
            return Estimated::exactly(0.0);
        }
        let about_mean = |part: &Sums| part.squares - 2.0 * mean * part.sum + part.count as f64 * mean * mean;
        let deviations = self.deviations(|part| about_mean(part) / (2.0 * sd));
        self.estimated(sd, deviations, sd / libm::sqrt(2.0 * self.total().count.max(1) as f64))
    }

    /// The share that is true, with its sampling error.
    pub fn estimated_share(&self) -> Estimated {
        let (share, n) = (self.mean(), self.total().count.max(1) as f64);
        let plain = libm::sqrt(share * (1.0 - share) / n);
        let found = self.estimated(share, self.deviations(|part| part.sum), plain);
        // The rule of three: if none of `n` samples is true, the share is below 3/n with 95% confidence.
        let three = 3.0 / n;
        let low = if share == 1.0 { 1.0 - three } else { found.low.max(0.0) };
        let high = if share == 0.0 { three } else { found.high.min(1.0) };
        Estimated { low, high, ..found }
    }
}

#[cfg(test)]
mod tests {
    use super::super::size::BLOCK;
    use super::*;

    #[test]
    fn moments_of_whole_numbers() {
        // 0 … n-1: mean (n-1)/2, variance (n²-1)/12.
        let column: Vec<f64> = (0..1_001).map(f64::from).collect();
        let mut moments = Moments::new(Parts::of(column.len().div_ceil(BLOCK)));
        column.chunks(BLOCK).enumerate().for_each(|(at, block)| moments.add(at, block));
        assert_eq!(moments.mean(), 500.0);
        assert!((moments.sd() - libm::sqrt((1_001.0 * 1_001.0 - 1.0) / 12.0)).abs() < 1e-9);
    }
}
