//! The points of an integral: Gauss–Legendre quadrature over stretches on which a value is smooth.

/// Points and weights on (-1, 1), for 2 to 6 points (Abramowitz and Stegun, 1964, table 25.4); the negative points follow
/// by symmetry.
const RULES: [&[(f64, f64)]; 5] = [
    &[(0.577_350_269_189_625_7, 1.0)],
    &[(0.0, 8.0 / 9.0), (0.774_596_669_241_483_4, 5.0 / 9.0)],
    &[
        (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
        (0.861_136_311_594_052_6, 0.347_854_845_137_453_86),
    ],
    &[
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
        (0.906_179_845_938_664, 0.236_926_885_056_189_08),
    ],
    &[
        (0.238_619_186_083_196_9, 0.467_913_934_572_691),
        (0.661_209_386_466_264_5, 0.360_761_573_048_138_6),
        (0.932_469_514_203_152, 0.171_324_492_379_170_36),
    ],
];

/// For each rule, the relative error of the integral of `exp(x)` over a length of 1, which goes with the length to the
/// power of twice the number of points.
const ERRORS: [f64; 5] = [2.3e-4, 5.0e-7, 5.7e-10, 4.0e-13, 1.9e-16];

/// The relative error that is allowed.
const ALLOWED: f64 = 1e-11;

/// The points in a year where a value is not smooth.
const A_YEAR: f64 = 12.0;

const YEAR: f64 = 365.0 * 86_400.0;

/// Points between 0 and 1 with weights whose sum is 1, for a stretch of at most this many seconds.
///
/// A value that is smooth changes in a second by a share of no more than `speed`.
pub(super) fn points(seconds: f64, speed: f64, is_smooth: bool) -> impl Iterator<Item = (f64, f64)> {
    let (panels, rule) = match is_smooth {
        true => smooth(seconds * speed),
        false => (libm::ceil(seconds / YEAR * A_YEAR / 3.0).max(1.0), 1),
    };
    let rule = RULES.get(rule).copied().unwrap_or_default();
    let all = rule.iter().flat_map(|(point, weight)| {
        let mirrored = (*point > 0.0).then_some((-point, *weight));
        [Some((*point, *weight)), mirrored].into_iter().flatten()
    });
    let all: Vec<(f64, f64)> = all.collect();
    // Whoever adds operations for each point stops when there are too many.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bounded
    let count = panels.min(1e9) as u64;
    (0..count).flat_map(move |panel| {
        #[allow(clippy::cast_precision_loss)] // bounded
        let start = panel as f64;
        let points: Vec<(f64, f64)> = all
            .iter()
            .map(|(point, weight)| ((start + 0.5 + point / 2.0) / panels, weight / 2.0 / panels))
            .collect();
        points
    })
}

/// The number of panels and the rule for a value that grows by `exp(growth)` in all.
fn smooth(growth: f64) -> (f64, usize) {
    let last = RULES.len() - 1;
    for (rule, error) in ERRORS.iter().enumerate() {
        #[allow(clippy::cast_precision_loss)] // few
        let power = 2.0 * (rule as f64 + 2.0);
        if error * libm::pow(growth, power) <= ALLOWED {
            return (1.0, rule);
        }
    }
    // The last rule reaches the allowed error at this length.
    (libm::ceil(growth / 2.4).max(1.0), last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The integral of exp(k x) from 0 to 1 is (exp(k) - 1) / k.
    #[test]
    fn exponentials_are_integrated_to_ten_digits() {
        for growth in [1e-6, 0.1, 0.34, 1.0, 2.5, 7.0, 30.0, 100.0] {
            let sum: f64 =
                points(1.0, growth, true).map(|(at, weight)| weight * libm::exp(growth * at)).sum();
            let exact = libm::expm1(growth) / growth;
            assert!((sum / exact - 1.0).abs() < 1e-10, "{growth}: {sum} {exact}");
        }
    }

    #[test]
    fn what_leaps_has_twelve_points_a_year() {
        assert_eq!(points(3.0 * YEAR, 1.0, false).count(), 36);
        let sum: f64 = points(3.0 * YEAR, 1.0, false).map(|(_, weight)| weight).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
}
