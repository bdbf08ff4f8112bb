//! What happens between the times at which a check was asked: breaches, and the days on which it begins to fail or to hold.

use super::{Held, Point};
use crate::text::diagnostic::Diagnostic;

/// The length of a day in seconds.
const DAY: f64 = 86_400.0;

/// The most places at which a breach is looked for.
const PLACES: usize = 4;

/// The most times that are asked at one of them.
const LOOKS: usize = 40;

/// The smaller part of an interval that is divided by the golden ratio.
const GOLDEN: f64 = 0.381_966_011_250_105_2;

/// Asks a check at another point.
type Ask<'a> = &'a mut dyn FnMut(Point, &mut Held) -> Result<(), Vec<Diagnostic>>;

/// A time with how far the check is from its limit.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Seconds from today.
    pub seconds: f64,
    /// Below zero it fails.
    pub score: f64,
}

/// Asks a check between the points at which it was asked: where it comes near to its limit, and, so that the day is known,
/// where it changes between a period's end and another time.
pub(super) fn look(held: &mut Held, ask: Ask<'_>) -> Result<(), Vec<Diagnostic>> {
    let mut problem = None;
    for known in stretches(held) {
        let asked = &mut |seconds: f64| {
            if let Err(errors) = ask(Point::between(seconds), held) {
                problem.get_or_insert(errors);
                return None;
            }
            let at = held.points.iter().position(|(point, _)| point.seconds == seconds)?;
            held.score(at)
        };
        lowest(&known, asked);
    }
    match problem {
        Some(errors) => Err(errors),
        None => sharpen(held, ask),
    }
}

/// The points between which nothing has a step.
fn stretches(held: &Held) -> Vec<Vec<Sample>> {
    let mut all: Vec<Vec<Sample>> = vec![Vec::new()];
    for (at, (point, _)) in held.points.iter().enumerate() {
        if let (Some(score), Some(last)) = (held.score(at), all.last_mut()) {
            last.push(Sample { seconds: point.seconds, score });
        }
        if point.is_before {
            all.push(Vec::new());
        }
    }
    all
}

/// Looks for a breach beside the times of known samples that are nearer to the limit than those before and after, as far as
/// one may be there: a value between two times is not much farther from both than these are from each other. Returns the
/// lowest sample that was asked.
pub fn lowest(known: &[Sample], ask: &mut dyn FnMut(f64) -> Option<f64>) -> Option<Sample> {
    let around = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| known.get(before)).copied();
        (before, known.get(at + 1).copied())
    };
    let is_low = |at: &usize| {
        let Some(here) = known.get(*at) else { return false };
        let (before, after) = around(*at);
        let all = || [before, after].into_iter().flatten();
        here.score >= 0.0
            && all().all(|other| other.score >= here.score)
            && all().any(|other| other.score > here.score)
            && may_fail(*here, all())
    };
    let mut places: Vec<usize> = (0..known.len()).filter(is_low).collect();
    let score = |at: &usize| known.get(*at).map_or(f64::INFINITY, |sample| sample.score);
    places.sort_by(|a, b| score(a).total_cmp(&score(b)));
    let mut found: Option<Sample> = None;
    for at in places.into_iter().take(PLACES) {
        let Some(here) = known.get(at).copied() else { continue };
        let lowest = match around(at) {
            (Some(before), Some(after)) => narrow([before, here, after], ask),
            // At an end there may be a lower one on its only side.
            (Some(other), None) | (None, Some(other)) => {
                let seconds = here.seconds + GOLDEN * (other.seconds - here.seconds);
                ask(seconds).and_then(|score| {
                    let inner = Sample { seconds, score };
                    let three = if other.seconds > here.seconds {
                        [here, inner, other]
                    } else {
                        [other, inner, here]
                    };
                    if score < here.score { narrow(three, ask) } else { None }
                })
            }
            (None, None) => None,
        };
        found = [found, lowest].into_iter().flatten().min_by(|a, b| a.score.total_cmp(&b.score));
    }
    found
}

/// Whether a check may fail beside a time, if between two times it differs from them by no more than twice what they differ.
fn may_fail(here: Sample, others: impl Iterator<Item = Sample>) -> bool {
    let apart = others.map(|other| other.score - here.score).fold(0.0, f64::max);
    here.score < 2.0 * apart
}

/// The lowest of the samples between two, by the golden ratio; no more are asked once one fails, or none may.
fn narrow(three: [Sample; 3], ask: &mut dyn FnMut(f64) -> Option<f64>) -> Option<Sample> {
    let [mut low, mut middle, mut high] = three;
    for _ in 0..LOOKS {
        if middle.score < 0.0 || !may_fail(middle, [low, high].into_iter()) {
            break;
        }
        let (left, right) = (middle.seconds - low.seconds, high.seconds - middle.seconds);
        let seconds = middle.seconds + if left > right { -GOLDEN * left } else { GOLDEN * right };
        if !(low.seconds < seconds && seconds < high.seconds) || seconds == middle.seconds {
            break;
        }
        let sample = Sample { seconds, score: ask(seconds)? };
        (low, middle, high) = match (sample.score < middle.score, seconds < middle.seconds) {
            (true, true) => (low, sample, middle),
            (true, false) => (middle, sample, high),
            (false, true) => (sample, middle, high),
            (false, false) => (low, middle, sample),
        };
    }
    Some(middle)
}

/// Asks whole days where a check begins to fail or to hold between a period's end and another time, or for no longer than a
/// period.
fn sharpen(held: &mut Held, ask: Ask<'_>) -> Result<(), Vec<Diagnostic>> {
    let points = held.points.clone();
    let run = |at: usize, step: isize| {
        let truth = points.get(at).map(|(_, holds)| *holds);
        let same = |count: &isize| {
            let other = at.checked_add_signed(count * step);
            other.and_then(|other| points.get(other)).map(|(_, holds)| *holds) == truth
        };
        (1..).take_while(same).count() + 1
    };
    let last = points.len().saturating_sub(1);
    for (at, pair) in points.windows(2).enumerate() {
        let [(one, holds), (next, other)] = *pair else { continue };
        let is_short = run(at, -1) == 1 || run(at + 1, 1) == 1 && at + 1 < last;
        if holds == other || !(one.is_extra || next.is_extra || is_short) {
            continue;
        }
        let mut first = libm::floor(one.seconds / DAY + 1e-6) + 1.0;
        let mut end = libm::ceil(next.seconds / DAY - 1e-6);
        while first < end {
            let middle = libm::floor((first + end) / 2.0);
            ask(Point::between(middle * DAY), held)?;
            let found = held.points.iter().find(|(point, _)| point.seconds == middle * DAY);
            match found.is_some_and(|(_, now)| *now == holds) {
                true => first = middle + 1.0,
                false => end = middle,
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowest_of(times: &[f64], score: impl Fn(f64) -> f64) -> Option<f64> {
        let known: Vec<Sample> =
            times.iter().map(|seconds| Sample { seconds: *seconds, score: score(*seconds) }).collect();
        lowest(&known, &mut |seconds| Some(score(seconds))).map(|sample| sample.score)
    }

    #[test]
    fn a_breach_between_two_times_is_found() {
        let times = [0.0, 1.0, 2.0, 3.0];
        // A valley, a valley with a sharp bottom, and one beside the first time.
        assert!(lowest_of(&times, |t| (t - 1.4) * (t - 1.4) - 0.01).is_some_and(|score| score < 0.0));
        assert!(lowest_of(&times, |t| (t - 1.6).abs() - 0.01).is_some_and(|score| score < 0.0));
        assert!(lowest_of(&times, |t| (t - 0.3) * (t - 0.3) - 0.05).is_some_and(|score| score < 0.0));
        // Far from the limit nothing is asked.
        assert_eq!(lowest_of(&times, |t| 9.0 + (t - 1.4) * (t - 1.4)), None);
        assert_eq!(lowest_of(&times, |t| 3.0 - t), None);
    }
}
