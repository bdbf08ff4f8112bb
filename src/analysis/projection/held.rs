//! How long a check holds.

use super::{Point, Timeline};
use crate::engine::{Measure, Op, Slot};
use crate::lower::Value;
use crate::run::{Answers, Run, Shown, Ticket, Wanted};
use crate::syntax::Binary;
use crate::worksheet::Check;

/// The shares of the samples at the ends of a 90% interval.
const ENDS: [f64; 2] = [0.95, 0.05];

/// How much a share may rise in a course that is read as falling.
const STEADY: f64 = 0.002;

/// How much two estimates of one share may differ.
const NEAR: f64 = 0.01;

/// A check in the course of time.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// How long it is asked, in seconds from today.
    pub until: f64,
    /// The points at which it was asked, and whether it held at each.
    pub points: Vec<(Point, bool)>,
    /// The share of the samples in which its condition held at each point; empty if nothing in it is uncertain.
    pub shares: Vec<f64>,
    /// The two sides at each point, if it is a single comparison.
    pub sides: Vec<Sides>,
    /// Whether it is a plain condition on ranges, which holds if it does in half of the samples.
    pub is_plain: bool,
}

/// The two sides of a check at a point.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The left side, then the right one.
    pub shown: [Shown; 2],
    /// The distance from the limit, relative to the limit; see [`margin`](crate::analysis::search::margin).
    pub margin: Option<f64>,
}

/// A time in which a check does not hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// The last point before it at which the check held; `None` if it does not hold today.
    pub held: Option<Point>,
    /// The first point in it.
    pub from: Point,
    /// The last point in it.
    pub to: Point,
    /// The first point after it at which the check holds again; `None` if it does not.
    pub again: Option<Point>,
}

impl Held {
    /// Adds what is known of another point, which was not asked before.
    fn insert(&mut self, (point, holds): (Point, bool), share: Option<f64>, sides: Option<Sides>) {
        let at = self.points.partition_point(|(known, _)| known.precedes(point));
        self.points.insert(at, (point, holds));
        if let Some(share) = share {
            self.shares.insert(at.min(self.shares.len()), share);
        }
        if let Some(sides) = sides {
            self.sides.insert(at.min(self.sides.len()), sides);
        }
    }

    /// How far the check is from its limit at a point: below zero it fails. `None` if nothing tells.
    pub(super) fn score(&self, at: usize) -> Option<f64> {
        let (_, holds) = self.points.get(at)?;
        let margin = self.sides.get(at).and_then(|sides| sides.margin).filter(|margin| margin.is_finite());
        let score =
            margin.or_else(|| self.shares.get(at).filter(|_| self.is_plain).map(|share| share - 0.5))?;
        Some(if *holds { score.max(0.0) } else { score.min(-f64::MIN_POSITIVE) })
    }

    /// Returns the times in which it does not hold.
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut last: Option<(Point, bool)> = None;
        for (point, holds) in self.points.iter().copied() {
            let failed = last.is_some_and(|(_, held)| !held);
            match (holds, stretches.last_mut().filter(|_| failed)) {
                (true, Some(stretch)) => stretch.again = Some(point),
                (false, Some(stretch)) => stretch.to = point,
                (false, None) => {
                    let held = last.map(|(point, _)| point);
                    stretches.push(Stretch { held, from: point, to: point, again: None });
                }
                (true, None) => {}
            }
            last = Some((point, holds));
        }
        stretches
    }

    /// Returns the ends of the 90% interval of the last point at which the condition itself holds: each a point, or `None`
    /// where it is before today, or past the last point. `None` if that is certain, or if the condition comes to hold again.
    pub fn interval(&self) -> Option<[Option<Point>; 2]> {
        let known: Vec<(Point, bool, f64)> = self
            .points
            .iter()
            .zip(&self.shares)
            .filter(|((point, _), _)| !point.is_extra)
            .map(|((point, holds), share)| (*point, *holds, *share))
            .collect();
        let pairs = || known.iter().zip(known.iter().skip(1));
        let falls = pairs().all(|((.., one), (.., next))| *next <= one + STEADY);
        let (.., first) = known.first()?;
        let (.., last) = known.last()?;
        if !falls || first <= last || *last >= ENDS[0] {
            return None;
        }
        // A percentile and a share of the samples are estimated in different ways: where both say nearly the same, the
        // end is that of the check.
        let turn = pairs().position(|((_, holds, _), (_, next, _))| *holds && !next);
        let held = |end: f64| {
            let is_near = |at: usize| {
                let [one, next] = [at, at + 1].map(|at| known.get(at).map(|(.., share)| *share));
                one.is_some_and(|share| share >= end - NEAR) && next.is_some_and(|share| share < end + NEAR)
            };
            let at = turn
                .filter(|at| is_near(*at))
                .or_else(|| known.iter().rposition(|(.., share)| *share >= end))?;
            known.get(at).map(|(point, ..)| *point)
        };
        let [low, high] = [held(ENDS[0]), held(ENDS[1])];
        // At the last point it is not known how long it holds.
        let high = high.filter(|_| *last < ENDS[1]);
        Some([low, high])
    }
}

/// Whether a check is asked at other times: neither what an estimate is expected to be, nor an equality.
pub(super) fn is_projected(check: &Check) -> bool {
    let is_equality = check
        .condition
        .sides
        .is_some_and(|sides| matches!(sides.comparison, Binary::Equal | Binary::NotEqual | Binary::About));
    check.expects.is_none() && check.condition.held.is_none() && !is_equality
}

/// The slots of a check at the moment of the clock.
pub(super) struct Asked {
    until: f64,
    holds: Slot,
    share: Option<Slot>,
    sides: Option<AskedSides>,
    is_plain: bool,
}

/// Both sides of a check with their slots, and whether the left one must stay below the right.
struct AskedSides {
    sides: [(Value, Slot); 2],
    below: Option<bool>,
}

/// What was asked of a run for a check.
pub(super) struct Tickets {
    holds: Ticket,
    share: Option<Ticket>,
    sides: Option<[Wanted; 2]>,
}

impl Asked {
    pub fn new(timeline: &mut Timeline<'_>, check: &Check, until: f64) -> Asked {
        let condition = &check.condition;
        let holds = timeline.at(condition.holds, check.span);
        let is_plain = timeline.compiled.varying().get(holds.index()) == Some(&true);
        let mut share = None;
        if is_plain {
            share = Some(timeline.compiled.frequency(holds, check.span));
        }
        let sides = condition.sides.map(|sides| {
            let at = |timeline: &mut Timeline<'_>, (value, slot): (Value, Slot)| {
                let slot = timeline.at(slot, check.span);
                (value, slot)
            };
            if let Some(of_samples) = sides.share {
                let at = timeline.at(of_samples, check.span);
                share = Some(match timeline.compiled.program().op(at) {
                    Some(Op::Reduce(_, of, _)) => timeline.compiled.frequency(of, check.span),
                    _ => at,
                });
            }
            let [mut left, right] = [at(timeline, sides.left), at(timeline, sides.right)];
            if let Some(frequency) = timeline.compiled.compared_frequency(left.1, right.1, check.span) {
                left.1 = frequency;
            }
            let is_share = matches!(
                timeline.compiled.program().op(left.1),
                Some(Op::Reduce(statistic, ..)) if statistic.measure() == Measure::Share
            );
            if is_share && share.is_none() {
                share = Some(left.1);
            }
            AskedSides { sides: [left, right], below: sides.below() }
        });
        Asked { until, holds, share, sides, is_plain }
    }

    pub fn ask(&self, run: &mut Run) -> Tickets {
        Tickets {
            holds: run.ask(self.holds),
            share: self.share.map(|share| run.ask(share)),
            sides: self.sides.as_ref().map(|of| of.sides.map(|(_, slot)| run.show_plainly(slot))),
        }
    }

    pub fn nothing_yet(&self) -> Held {
        Held { until: self.until, is_plain: self.is_plain, ..Held::default() }
    }

    /// Reads the answers at a point.
    pub fn read(
        &self,
        (answers, digits): (&Answers, usize),
        tickets: &Tickets,
        point: Point,
        held: &mut Held,
    ) {
        if point.seconds > self.until + 1.0 {
            return;
        }
        let share = tickets.share.map(|share| answers[share].middle());
        let holds = match share.filter(|_| self.is_plain) {
            Some(share) => share >= 0.5,
            None => answers[tickets.holds].middle() == 1.0,
        };
        let sides = self.sides.as_ref().zip(tickets.sides.as_ref());
        let sides = sides.map(|(AskedSides { sides, below }, wanted)| {
            let [left, right] = wanted;
            let numbers = [left, right].map(|wanted| answers[wanted.ticket()].middle());
            let margin = below.map(|below| crate::analysis::margin::margin(numbers[0], numbers[1], below));
            let shown = [answers.shown(sides[0].0, left, digits), answers.shown(sides[1].0, right, digits)];
            Sides { shown, margin }
        });
        held.insert((point, holds), share, sides);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(truths: &[bool], shares: &[f64]) -> Held {
        let point = |at: usize| Point::at(at as f64);
        let points = truths.iter().enumerate().map(|(at, holds)| (point(at), *holds)).collect();
        Held { points, shares: shares.to_vec(), ..Held::default() }
    }

    #[test]
    fn stretches_are_told_apart() {
        let found = held(&[true, true, false, false, true, false], &[]).stretches();
        let of = |stretch: &Stretch| {
            let seconds = |point: Point| point.seconds;
            (stretch.held.map(seconds), stretch.from.seconds, stretch.to.seconds, stretch.again.map(seconds))
        };
        let found: Vec<_> = found.iter().map(of).collect();
        assert_eq!(found, [(Some(1.0), 2.0, 3.0, Some(4.0)), (Some(4.0), 5.0, 5.0, None)]);
        assert_eq!(held(&[false, false], &[]).stretches().first().map(of), Some((None, 0.0, 1.0, None)));
        assert!(held(&[true, true], &[]).stretches().is_empty());
    }

    #[test]
    fn the_interval_is_that_of_the_condition_itself() {
        let ends = |shares: &[f64]| {
            let truths = vec![true; shares.len()];
            held(&truths, shares).interval().map(|ends| ends.map(|end| end.map(|point| point.seconds)))
        };
        assert_eq!(ends(&[1.0, 0.96, 0.5, 0.06, 0.0]), Some([Some(1.0), Some(3.0)]));
        assert_eq!(ends(&[0.9, 0.5, 0.2]), Some([None, None]));
        assert_eq!(ends(&[1.0, 0.99]), None);
        assert_eq!(ends(&[0.2, 0.9]), None);
    }
}
