//! Metalog distributions of three terms (Keelin 2016).
//!
//! The value at the level `y` is `a + b L + c (y - 1/2) L` with `L = ln(y / (1 - y))`, or `e` to that power.

/// A distribution through three points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metalog {
    a: f64,
    b: f64,
    c: f64,
    /// Whether it is the logarithm of the value that has the distribution.
    of_logarithm: bool,
}

/// The largest `|c| / b` at which the values rise with the level: the reciprocal of the maximum of
/// `y - 1/2 + y (1 - y) ln(y / (1 - y))`.
const MOST: f64 = 1.667_11;

impl Metalog {
    /// The distribution through three points, each a level strictly between 0 and 1 with its value, in rising order of both. It is
    /// one of the logarithm if all values are above zero.
    ///
    /// Returns `None` if there is none; then [`Metalog::middles`] tells which middle values there may be.
    pub fn through(points: [(f64, f64); 3]) -> Option<Metalog> {
        let of_logarithm = points.iter().all(|(_, value)| *value > 0.0);
        let [first, middle, last] = points.map(|(level, value)| {
            let value = if of_logarithm { libm::log(value) } else { value };
            (terms(level), value)
        });
        // Differences of the points leave two equations for `b` and `c`.
        let row = |to: ([f64; 2], f64)| ([to.0[0] - first.0[0], to.0[1] - first.0[1]], to.1 - first.1);
        let (([p, q], r), ([s, t], u)) = (row(middle), row(last));
        let determinant = p * t - q * s;
        let (b, c) = ((r * t - q * u) / determinant, (p * u - r * s) / determinant);
        let a = first.1 - b * first.0[0] - c * first.0[1];
        let rises = b > 0.0 && c.abs() < MOST * b;
        (rises && a.is_finite()).then_some(Metalog { a, b, c, of_logarithm })
    }

    /// The ends between which the middle value lies for a distribution through the other two points.
    pub fn middles(levels: [f64; 3], low: f64, high: f64) -> (f64, f64) {
        let of_logarithm = low > 0.0;
        let of = |value: f64| if of_logarithm { libm::log(value) } else { value };
        let [x, y, z] = levels.map(terms);
        let at = |ratio: f64| {
            let shape = |[b, c]: [f64; 2]| b + ratio * c;
            let share = (shape(y) - shape(x)) / (shape(z) - shape(x));
            let value = of(low) + (of(high) - of(low)) * share;
            if of_logarithm { libm::exp(value) } else { value }
        };
        let (one, other) = (at(-MOST), at(MOST));
        (one.min(other), one.max(other))
    }

    /// The distribution of its values times a factor above zero.
    pub(super) fn scaled(self, factor: f64) -> Metalog {
        if self.of_logarithm {
            return Metalog { a: self.a + libm::log(factor), ..self };
        }
        Metalog { a: self.a * factor, b: self.b * factor, c: self.c * factor, ..self }
    }

    /// Whether it is the logarithm of the value that has the distribution.
    pub fn is_of_logarithm(&self) -> bool {
        self.of_logarithm
    }

    /// The value with these shares below and above.
    pub(super) fn quantile(&self, below: f64, above: f64) -> f64 {
        let value = self.at_odds(libm::log(below) - libm::log(above), below, above);
        if self.of_logarithm { libm::exp(value) } else { value }
    }

    fn at_odds(&self, odds: f64, below: f64, above: f64) -> f64 {
        self.a + (self.b + self.c * 0.5 * (below - above)) * odds
    }

    /// The shares below and above a value, by bisection of the logarithm of their odds.
    pub(super) fn tails(&self, x: f64) -> (f64, f64) {
        if self.of_logarithm && x <= 0.0 {
            return (0.0, 1.0);
        }
        let wanted = if self.of_logarithm { libm::log(x) } else { x };
        let shares = |odds: f64| (1.0 / (1.0 + libm::exp(-odds)), 1.0 / (1.0 + libm::exp(odds)));
        let (mut low, mut high) = (-745.0, 745.0);
        for _ in 0..64 {
            let odds = f64::midpoint(low, high);
            let (below, above) = shares(odds);
            if self.at_odds(odds, below, above) > wanted { high = odds } else { low = odds }
        }
        shares(f64::midpoint(low, high))
    }

    /// By which power of the share above it the value grows, where that is small; at 1 or more there is no mean, at 1/2 or
    /// more no standard deviation.
    fn growth(&self) -> f64 {
        if self.of_logarithm { self.b + self.c / 2.0 } else { 0.0 }
    }

    /// The mean; infinite if there is none.
    pub(super) fn mean(&self) -> f64 {
        if !self.of_logarithm {
            // The integral of (y - 1/2) L is 1/2.
            return self.a + self.c / 2.0;
        }
        if self.growth() < 1.0 { self.power(1.0) } else { f64::INFINITY }
    }

    /// The standard deviation; infinite if there is none.
    pub(super) fn sd(&self) -> f64 {
        if !self.of_logarithm {
            // The integrals of L² and of (y - 1/2)² L² are π²/3 and 1/3 + π²/36.
            let square = std::f64::consts::PI * std::f64::consts::PI;
            let variance = self.b * self.b * square / 3.0 + self.c * self.c * (1.0 / 12.0 + square / 36.0);
            return libm::sqrt(variance);
        }
        if self.growth() >= 0.5 {
            return f64::INFINITY;
        }
        let mean = self.mean();
        libm::sqrt((self.power(2.0) - mean * mean).max(0.0))
    }

    /// The mean of a power, by the trapezoidal rule over the logarithm of the odds, under whose density all terms fall off as
    /// powers of e.
    fn power(&self, power: f64) -> f64 {
        const STEP: f64 = 1.0 / 16.0;
        let farthest = (40.0 / (1.0 - power * self.growth()).min(1.0)).min(5_000.0);
        #[allow(clippy::cast_possible_truncation)] // bounded
        let steps = (farthest / STEP) as i32;
        let term = |at: i32| {
            let odds = f64::from(at) * STEP;
            let (below, above) = (1.0 / (1.0 + libm::exp(-odds)), 1.0 / (1.0 + libm::exp(odds)));
            let logarithm = power * self.at_odds(odds, below, above);
            // In one exponent, where the share above is too small to be held.
            let weight = -odds.abs() - 2.0 * libm::log1p(libm::exp(-odds.abs()));
            libm::exp(logarithm + weight)
        };
        (-steps..=steps).map(term).sum::<f64>() * STEP
    }
}

/// The two terms beside the constant at a level.
fn terms(level: f64) -> [f64; 2] {
    let odds = libm::log(level / (1.0 - level));
    [odds, (level - 0.5) * odds]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_through_its_points() {
        for points in [
            [(0.1, 5.0), (0.5, 9.0), (0.9, 30.0)],
            [(0.05, -3.0), (0.5, 1.0), (0.95, 4.0)],
            [(0.2, 1.0), (0.6, 2.0), (0.99, 8.0)],
        ] {
            let metalog = Metalog::through(points).unwrap();
            assert_eq!(metalog.is_of_logarithm(), points[0].1 > 0.0);
            for (level, value) in points {
                assert!((metalog.quantile(level, 1.0 - level) - value).abs() < 1e-12, "{level} {metalog:?}");
                assert!((metalog.tails(value).0 - level).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn middles_are_where_there_is_a_distribution() {
        let levels = [0.1, 0.5, 0.9];
        for (low, high) in [(5.0, 30.0), (-5.0, 30.0)] {
            let (least, most) = Metalog::middles(levels, low, high);
            let has = |middle: f64| Metalog::through([(0.1, low), (0.5, middle), (0.9, high)]).is_some();
            let inside = (most - least) * 1e-6;
            assert!(has(least + inside) && has(most - inside), "{least} {most}");
            assert!(!has(least - inside) && !has(most + inside), "{least} {most}");
            // Keelin's condition for levels of 10%, 50% and 90%: 1/2 (1 - 1.66711 (1/2 - 0.1)) of the width.
            if low < 0.0 {
                assert!(((least - low) / (high - low) - 0.166_578).abs() < 1e-6, "{least}");
            }
        }
    }
}
