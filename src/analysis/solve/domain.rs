//! The values of an input that are tried: close to each other around its present value, and farther apart beyond.

/// Powers of ten around the present value, each with the number of values that are tried up to there.
const STEPS: [(f64, i32); 3] = [(0.3, 30), (1.0, 20), (2.0, 10)];

/// How many values are tried in each power of ten beyond these.
const FAR: i32 = 5;

/// How many values are tried at equal distances, where both limits are known.
const LINEAR: i32 = 100;

/// Whole numbers up to this distance from the present value, and from zero, are tried one by one.
const EACH: i32 = 32;

/// The powers of ten that are tried towards a limit.
const TOWARDS: i32 = 6;

/// The values of an input, in the scale of its slot.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The present value.
    pub present: f64,
    /// Whether only whole numbers count.
    pub is_whole: bool,
    /// Whether the first and the last value are limits, beyond which there is nothing.
    pub is_limited: (bool, bool),
    /// The values that are tried, in order.
    pub grid: Vec<f64>,
}

impl Domain {
    /// Returns the values around a present one, within limits, which may be infinite. Where there is no limit, so many
    /// powers of ten up and down are looked at.
    pub fn around(present: f64, (least, most): (f64, f64), is_whole: bool, decades: i32) -> Domain {
        // Things cannot be fewer than none.
        let is_count = is_whole && present >= 0.0 && least.is_infinite();
        let least = if is_count { 0.0 } else { least };
        let size = if present == 0.0 { 1.0 } else { present.abs() };
        let mut grid: Vec<f64> = exponents(decades).map(|power| size * libm::pow(10.0, power)).collect();
        if present < 0.0 || least < 0.0 && least.is_finite() {
            let below: Vec<f64> = grid.iter().map(|value| -value).collect();
            grid.extend(below);
        }
        if present <= 0.0 || is_whole || least.is_finite() {
            grid.push(0.0);
        }
        for limit in [least, most].into_iter().filter(|limit| limit.is_finite()) {
            // Towards 100%, or towards a least value that is not zero.
            let steps = (1..=TOWARDS * 8).map(|step| libm::pow(10.0, -f64::from(step) / 8.0));
            grid.extend(steps.map(|share| limit + (present - limit) * share));
            grid.push(limit);
        }
        if least.is_finite() && most.is_finite() {
            let step = (most - least) / f64::from(LINEAR);
            grid.extend((0..LINEAR).map(|at| least + step * f64::from(at)));
        }
        if is_whole {
            grid.iter_mut().for_each(|value| *value = libm::round(*value));
            grid.extend((-EACH..=EACH).map(|step| libm::round(present) + f64::from(step)));
            grid.extend((0..=EACH).map(f64::from));
        }
        grid.push(present);
        grid.retain(|value| value.is_finite() && (least..=most).contains(value));
        grid.sort_by(f64::total_cmp);
        grid.dedup_by(|a, b| a == b);
        Domain { present, is_whole, is_limited: (least.is_finite(), most.is_finite()), grid }
    }

    /// Returns the values between those of the grid around a place in it.
    pub fn between(&self, at: usize) -> Vec<f64> {
        let mut between = Vec::new();
        for left in [at.checked_sub(1), Some(at)].into_iter().flatten() {
            let (Some(low), Some(high)) = (self.grid.get(left), self.grid.get(left + 1)) else { continue };
            let inner = (1..4).map(|part| low + (high - low) * f64::from(part) / 4.0);
            let inner = inner.map(|value| if self.is_whole { libm::round(value) } else { value });
            between.extend(inner.filter(|value| low < value && value < high));
        }
        between.dedup_by(|a, b| a == b);
        between
    }

    /// The first and the last value that are tried.
    pub fn ends(&self) -> (f64, f64) {
        let first = self.grid.first().copied().unwrap_or(self.present);
        (first, self.grid.last().copied().unwrap_or(self.present))
    }
}

/// The powers of ten that are tried, up and down.
fn exponents(decades: i32) -> impl Iterator<Item = f64> {
    let mut powers = Vec::new();
    let mut from = 0.0;
    let far = (3..=decades).map(|decade| (f64::from(decade), FAR));
    for (to, steps) in STEPS.into_iter().chain(far).filter(|(to, _)| *to <= f64::from(decades)) {
        powers.extend((1..=steps).map(|step| from + (to - from) * f64::from(step) / f64::from(steps)));
        from = to;
    }
    powers.into_iter().flat_map(|power| [power, -power])
}

#[cfg(test)]
mod tests {
    use super::Domain;

    const NONE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    #[test]
    fn powers_of_ten_around_a_value_without_limits() {
        let domain = Domain::around(2.0e7, NONE, false, 2);
        let (low, high) = domain.ends();
        assert!((low / 2.0e5 - 1.0).abs() < 1e-12 && (high / 2.0e9 - 1.0).abs() < 1e-12, "{low} {high}");
        assert!(domain.grid.contains(&2.0e7));
        assert_eq!(domain.is_limited, (false, false));
    }

    #[test]
    fn whole_numbers_stay_whole_and_start_at_zero() {
        let domain = Domain::around(3.0, NONE, true, 2);
        assert!(domain.grid.starts_with(&[0.0, 1.0, 2.0, 3.0, 4.0]));
        assert!(domain.grid.iter().all(|value| value.fract() == 0.0));
        assert_eq!(domain.ends(), (0.0, 300.0));
    }

    #[test]
    fn limits_are_tried_and_nothing_beyond() {
        let domain = Domain::around(0.9, (0.0, 1.0), false, 6);
        assert_eq!(domain.ends(), (0.0, 1.0));
        assert!(domain.grid.iter().any(|value| (0.999..1.0).contains(value)));
        let domain = Domain::around(-5.0, (-10.0, 10.0), false, 6);
        assert_eq!(domain.ends(), (-10.0, 10.0));
        let domain = Domain::around(0.0, NONE, false, 3);
        assert!(domain.grid.starts_with(&[0.0]) && domain.ends().1 > 999.0);
    }
}
