//! The times at which a projection is asked.

use crate::lower::Compiled;
use crate::units::registry::Units;

/// The length of a month in seconds.
pub fn month(units: &Units) -> f64 {
    units.find("month").map_or(365.0 * 86_400.0 / 12.0, |(_, month)| month.scale.to_f64())
}

/// The times at which values have steps, in order.
pub(super) fn steps(compiled: &Compiled) -> Vec<f64> {
    let futures = compiled.futures().values();
    let mut steps: Vec<f64> =
        futures.flat_map(|future| future.steps.iter().map(|(seconds, _)| *seconds)).collect();
    steps.sort_by(f64::total_cmp);
    steps.dedup();
    steps
}

/// A time from today.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Seconds from today.
    pub seconds: f64,
    /// Whether it is the moment before a step at that time.
    pub is_before: bool,
    /// Whether it is asked beside the ends of periods.
    pub is_extra: bool,
}

impl Point {
    /// The end of a period.
    pub fn at(seconds: f64) -> Point {
        Point { seconds, ..Point::default() }
    }

    /// A time between the ends of periods.
    pub fn between(seconds: f64) -> Point {
        Point { seconds, is_extra: true, ..Point::default() }
    }

    /// Whether it stands before another one.
    pub(super) fn precedes(self, other: Point) -> bool {
        match self.seconds.total_cmp(&other.seconds) {
            std::cmp::Ordering::Equal => self.is_before && !other.is_before,
            order => order.is_lt(),
        }
    }

    /// The seconds that are fed to the program: just before a step what was still holds.
    pub(super) fn fed(self) -> f64 {
        if self.is_before { self.seconds * (1.0 - 1e-9) } else { self.seconds }
    }
}

/// Today, and the ends of periods of some seconds until the last second.
pub fn periods(every: f64, last: f64) -> Vec<Point> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the caller bounds their number
    let count = libm::floor(last / every * (1.0 + 1e-9)) as u32;
    let mut points: Vec<Point> = (0..=count).map(|at| Point::at(f64::from(at) * every)).collect();
    if points.last().is_none_or(|end| last - end.seconds > 1.0) {
        points.push(Point::at(last));
    }
    points
}

/// Times nearer to each other, in seconds, are one.
const APART: f64 = 1.0;

/// The same points with both sides of each step, and with other times.
pub(super) fn with_more(mut points: Vec<Point>, steps: &[f64], more: &[f64], last: f64) -> Vec<Point> {
    for seconds in steps.iter().copied().filter(|seconds| *seconds <= last) {
        let is_near = |point: &Point| (point.seconds - seconds).abs() <= APART;
        let is_extra = !points.iter().any(|point| is_near(point) && !point.is_extra);
        points.retain(|point| !is_near(point));
        points.push(Point { seconds, is_before: true, is_extra: true });
        points.push(Point { seconds, is_before: false, is_extra });
    }
    for seconds in more.iter().copied().filter(|seconds| *seconds > 0.0 && *seconds <= last) {
        if points.iter().all(|point| (point.seconds - seconds).abs() > APART) {
            points.push(Point::between(seconds));
        }
    }
    points.sort_by(|a, b| a.seconds.total_cmp(&b.seconds).then(b.is_before.cmp(&a.is_before)));
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
        let points = with_more(periods(10.0, 20.0), &[10.0, 15.0, 40.0], &[], 20.0);
        let all: Vec<(f64, bool)> = points.iter().map(|point| (point.seconds, point.is_before)).collect();
        let expected =
            [(0.0, false), (10.0, true), (10.0, false), (15.0, true), (15.0, false), (20.0, false)];
        assert_eq!(all, expected);
    }
}
