//! How often the 90% intervals of a model held, and what that says.

use super::{Fit, Measured};

/// The share of intervals that should hold.
const EXPECTED: f64 = 0.9;

/// Fewer values say nothing about the intervals.
const FEWEST: usize = 5;

/// How improbable a count of intervals that hold must be if the model is right, before it is said to be wrong.
const IMPROBABLE: f64 = 0.025;

/// How often intervals held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// The number of values in their interval.
    pub held: usize,
    /// The number of values that have an interval.
    pub of: usize,
}

/// What a count of intervals says about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// They hold less often than chance explains.
    TooNarrow,
    /// They hold more often than chance explains.
    TooWide,
    /// Chance may explain the difference.
    Chance,
    /// There is no difference.
    Right,
}

impl Calibration {
    /// Counts the intervals that hold. `None` if there are fewer than two.
    pub fn of(measured: &[Measured]) -> Option<Calibration> {
        let has = |fit: Fit| measured.iter().filter(|one| one.fit == fit).count();
        let (held, outside) = (has(Fit::Inside), has(Fit::Outside));
        let of = held + outside;
        (of >= 2).then_some(Calibration { held, of })
    }

    /// Returns what the count says.
    pub fn finding(self) -> Finding {
        let share = self.share();
        if (share - EXPECTED).abs() < 0.005 {
            return Finding::Right;
        }
        let up_to: f64 = (0..=self.held).map(|held| self.probability(held)).sum();
        let from: f64 = (self.held..=self.of).map(|held| self.probability(held)).sum();
        match share < EXPECTED {
            _ if self.of < FEWEST => Finding::Chance,
            true if up_to < IMPROBABLE => Finding::TooNarrow,
            false if from < IMPROBABLE => Finding::TooWide,
            _ => Finding::Chance,
        }
    }

    /// Says how often intervals held: `9 of 12 intervals held (75%; 90% expected), which may be chance`.
    pub fn sentence(self) -> String {
        let Calibration { held, of } = self;
        let finding = match self.finding() {
            Finding::TooNarrow => ": the ranges are too narrow",
            Finding::TooWide => ": the ranges are wider than they need to be",
            Finding::Chance => ", which may be chance",
            Finding::Right => "",
        };
        let percent = self.share() * 100.0;
        format!("{held} of {of} intervals held ({percent:.0}%; 90% expected){finding}")
    }

    #[allow(clippy::cast_precision_loss)] // a count of values
    fn share(self) -> f64 {
        self.held as f64 / self.of as f64
    }

    /// The probability that so many of the intervals hold if each holds with the expected probability.
    #[allow(clippy::cast_precision_loss)] // a count of values
    fn probability(self, held: usize) -> f64 {
        let (n, k) = (self.of as f64, held as f64);
        let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
        libm::exp(ways + k * libm::log(EXPECTED) + (n - k) * libm::log(1.0 - EXPECTED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The probabilities are sums of binomial terms, computed with whole numbers elsewhere: of 12 values, 9 or fewer
    /// hold with 11.1%, 8 or fewer with 2.56%, 7 or fewer with 0.43%; all of 35 with 2.50%, all of 36 with 2.25%.
    #[test]
    fn little_is_said_of_few_values() {
        let finding = |held, of| Calibration { held, of }.finding();
        assert_eq!(finding(9, 12), Finding::Chance);
        assert_eq!(finding(8, 12), Finding::Chance);
        assert_eq!(finding(7, 12), Finding::TooNarrow);
        assert_eq!(finding(35, 35), Finding::Chance);
        assert_eq!(finding(36, 36), Finding::TooWide);
        assert_eq!(finding(0, 4), Finding::Chance);
        assert_eq!(finding(9, 10), Finding::Right);
        let calibration = Calibration { held: 9, of: 12 };
        assert_eq!(calibration.sentence(), "9 of 12 intervals held (75%; 90% expected), which may be chance");
    }
}
