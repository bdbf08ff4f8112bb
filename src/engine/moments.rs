//! Means, standard deviations and shares, from sums over samples.

use super::size::BLOCK;
use super::summary::Estimated;

/// Sums over samples, which are added block by block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    count: usize,
    /// A number that is subtracted from each value, so that squares do not cancel.
    shift: f64,
    sum: f64,
    squares: f64,
    /// The sums of the third and fourth powers, which the sampling error of the deviation needs.
    cubes: f64,
    fourths: f64,
}

impl Moments {
    /// The sums over a column.
    pub fn of(column: &[f64]) -> Moments {
        let mut moments = Moments::default();
        column.chunks(BLOCK).for_each(|block| moments.add(block));
        moments
    }

    /// Adds a block.
    pub fn add(&mut self, block: &[f64]) {
        if self.count == 0 {
            self.shift = block.first().copied().unwrap_or(0.0);
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
        self.sum += sums.iter().sum::<f64>();
        self.squares += squares.iter().sum::<f64>();
        self.count += block.len();
    }

    /// Adds to the sums that only [`estimated_sd`](Moments::estimated_sd) needs; the block must have been
    /// [added](Moments::add) before.
    pub fn add_powers(&mut self, block: &[f64]) {
        for value in block {
            let value = value - self.shift;
            let square = value * value;
            self.cubes += square * value;
            self.fourths += square * square;
        }
    }

    /// The mean; of truth values, the share that is true.
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

    /// The standard deviation with its sampling error, which is large if a few samples far out decide it. The
    /// [powers](Moments::add_powers) must have been added.
    pub fn estimated_sd(&self) -> Estimated {
        let (sd, n) = (self.sd(), self.count.max(1) as f64);
        // The fourth central moment, from the moments about the shift.
        let mean = self.sum / n;
        let (squares, cubes) = (self.squares / n, self.cubes / n);
        let square = mean * mean;
        let fourth = self.fourths / n - 4.0 * mean * cubes + 6.0 * square * squares - 3.0 * square * square;
        let spread = libm::sqrt((fourth - libm::pow(sd, 4.0)).max(0.0) / n);
        let error = if sd > 0.0 && spread.is_finite() { spread / (2.0 * sd) } else { 0.0 };
        Estimated::within(sd, error)
    }

    /// The share that is true, with the sampling error of a binomial proportion.
    pub fn estimated_share(&self) -> Estimated {
        let share = self.mean();
        let error = libm::sqrt(share * (1.0 - share) / self.count.max(1) as f64);
        let Estimated { value, low, high, error } = Estimated::within(share, error);
        // The rule of three: if none of `n` samples is true, the share is below 3/n with 95% confidence.
        let three = 3.0 / self.count.max(1) as f64;
        let low = if share == 1.0 { 1.0 - three } else { low.max(0.0) };
        let high = if share == 0.0 { three } else { high.min(1.0) };
        Estimated { value, low, high, error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_whole_numbers() {
        // 0 … n-1: mean (n-1)/2, variance (n²-1)/12.
        let column: Vec<f64> = (0..1_001).map(f64::from).collect();
        let mut moments = Moments::default();
        column.chunks(100).for_each(|block| moments.add(block));
        assert_eq!(moments.mean(), 500.0);
        assert!((moments.sd() - libm::sqrt((1_001.0 * 1_001.0 - 1.0) / 12.0)).abs() < 1e-9);
    }
}
