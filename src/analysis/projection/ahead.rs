//! A check with a horizon as one condition: that it holds at all times for which `check` asks it.

use super::breach::{self, Sample};
use super::points::{self, Point};
use super::{held, periods};
use crate::engine::Slot;
use crate::lower::{Compiled, Moment};
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::Check;

/// The most times that are asked for a rough answer.
const ROUGH: usize = 13;

/// A clock in a program, and the times at which a check is asked.
#[derive(Clone, Debug)]
pub struct Ahead {
    /// The input that the clock is.
    pub clock: u32,
    /// For how long the check must hold, in seconds.
    pub horizon: f64,
    moment: Moment,
    points: Vec<Point>,
    is_too_large: bool,
}

impl Ahead {
    /// Adds a clock for a check that must hold for some time. `None` if it is asked of today only, or nothing in it changes.
    pub fn of(compiled: &mut Compiled, check: &Check) -> Option<Ahead> {
        let horizon = check.condition.horizon.filter(|_| held::is_projected(check))?;
        if !compiled.changes(check.condition.holds) {
            return None;
        }
        let month = points::month(compiled.units());
        let bends = compiled.bends(check.condition.holds);
        let more: Vec<f64> = bends.into_iter().chain([horizon]).collect();
        let steps = points::steps(compiled);
        let points = points::with_more(periods(month.min(horizon), horizon), &steps, &more, horizon);
        let (clock, moment) = compiled.clock(horizon);
        Some(Ahead { clock, horizon, moment, points, is_too_large: false })
    }

    /// The slot that has the value of another one at the time of the clock.
    pub fn at(&mut self, compiled: &mut Compiled, slot: Slot) -> Slot {
        compiled.at(slot, &mut self.moment).unwrap_or_else(|| {
            self.is_too_large = true;
            slot
        })
    }

    /// Refuses a check whose course takes too many operations.
    ///
    /// # Errors
    ///
    /// If the program became too large.
    pub fn sound(self, check: &Check) -> Result<Ahead, Vec<Diagnostic>> {
        if self.is_too_large { Err(vec![super::too_large(check.span)]) } else { Ok(self) }
    }

    /// Reads the check at all of its times, of which a few do for a rough answer, and beside those at which it is nearest to
    /// its limit. `read` returns how far it is from the limit: below zero it fails. Returns the first `None`, or the least.
    pub fn worst<T>(&self, is_rough: bool, read: &dyn Fn(f64) -> Option<(f64, T)>) -> Option<T> {
        let every = if is_rough { self.points.len().div_ceil(ROUGH).max(1) } else { 1 };
        let last = self.points.len().saturating_sub(1);
        let mut worst: Option<(f64, T)> = None;
        let mut stretches: Vec<Vec<Sample>> = vec![Vec::new()];
        let keep = |found: (f64, T), worst: &mut Option<(f64, T)>| {
            if worst.as_ref().is_none_or(|(least, _)| found.0 < *least) {
                *worst = Some(found);
            }
        };
        for (at, point) in self.points.iter().enumerate() {
            if at % every != 0 && at != last && !point.is_extra {
                continue;
            }
            let found = read(point.fed())?;
            if let Some(stretch) = stretches.last_mut() {
                stretch.push(Sample { seconds: point.seconds, score: found.0 });
            }
            if point.is_before {
                stretches.push(Vec::new());
            }
            keep(found, &mut worst);
        }
        let holds = worst.as_ref().is_some_and(|(least, _)| *least >= 0.0);
        for stretch in stretches.iter().filter(|_| holds && !is_rough) {
            breach::lowest(stretch, &mut |seconds| {
                let found = read(seconds)?;
                let score = found.0;
                keep(found, &mut worst);
                Some(score)
            });
        }
        worst.map(|(_, found)| found)
    }

    /// The times, in the order in which they are asked.
    pub fn times(&self) -> impl Iterator<Item = f64> {
        self.points.iter().map(|point| point.fed())
    }
}
