//! The times at which a projection is asked.

/// A time from today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Seconds from today.
    pub seconds: f64,
    /// Whether it is the moment before a step at that time.
    pub is_before: bool,
}

impl Point {
    /// The seconds that are fed to the program: just before a step what was still holds.
    pub(super) fn fed(self) -> f64 {
        if self.is_before { self.seconds * (1.0 - 1e-9) } else { self.seconds }
    }
}

/// Today, and the ends of periods of some seconds until the last second.
pub fn periods(every: f64, last: f64) -> Vec<Point> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the caller bounds their number
    let count = libm::floor(last / every * (1.0 + 1e-9)) as u32;
    let mut points: Vec<Point> =
        (0..=count).map(|at| Point { seconds: f64::from(at) * every, is_before: false }).collect();
    if points.last().is_none_or(|end| last - end.seconds > 1.0) {
        points.push(Point { seconds: last, is_before: false });
    }
    points
}

/// The same points with both sides of each step.
pub(super) fn with_steps(mut points: Vec<Point>, steps: &[f64], last: f64) -> Vec<Point> {
    for seconds in steps.iter().copied().filter(|seconds| *seconds <= last) {
        points.retain(|point| (point.seconds - seconds).abs() > 1.0);
        points.extend([true, false].map(|is_before| Point { seconds, is_before }));
    }
    points.sort_by(|a, b| a.seconds.total_cmp(&b.seconds).then(b.is_before.cmp(&a.is_before)));
    points.dedup();
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_at_the_last_second() {
        let ends = |every, last| periods(every, last).iter().map(|point| point.seconds).collect::<Vec<_>>();
        assert_eq!(ends(10.0, 30.0), [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(ends(10.0, 35.0), [0.0, 10.0, 20.0, 30.0, 35.0]);
        assert_eq!(ends(10.0, 5.0), [0.0, 5.0]);
    }

    #[test]
    fn both_sides_of_a_step_are_points() {
        let points = with_steps(periods(10.0, 20.0), &[10.0, 15.0, 40.0], 20.0);
        let all: Vec<(f64, bool)> = points.iter().map(|point| (point.seconds, point.is_before)).collect();
        let expected =
            [(0.0, false), (10.0, true), (10.0, false), (15.0, true), (15.0, false), (20.0, false)];
        assert_eq!(all, expected);
    }
}
