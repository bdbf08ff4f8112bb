//! The stretches of an input in which a condition holds: a grid, then bisection at every edge.

use super::domain::Domain;
use crate::analysis::projection::{Sample, lowest};

/// The most halvings of an interval; as many as lead from any two numbers to neighbours.
const HALVINGS: usize = 200;

/// How often values are added between those that were tried.
const ROUNDS: usize = 3;

/// What a run says of a condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The share of samples in which it holds; 0 or 1 if it is the same in every sample. `NaN` if it has no value.
    pub share: f64,
    /// The left side less the right one, if it is a single comparison; else `NaN`.
    pub difference: f64,
}

impl Reading {
    /// That of a condition without a value.
    pub const NOTHING: Reading = Reading { share: f64::NAN, difference: f64::NAN };
}

/// Reads a condition at the values of a domain. Where it turns from better to worse, more values are tried, those near the
/// present one first, as many as `most`: a condition that only rises or only falls needs none.
pub fn survey(domain: &mut Domain, most: usize, read: &dyn Fn(f64) -> Reading) -> Vec<Reading> {
    let mut readings: Vec<Reading> = domain.grid.iter().map(|value| read(*value)).collect();
    let mut rest = most;
    for _ in 0..ROUNDS {
        let score = |at: usize| {
            let reading = readings.get(at)?;
            let score = if reading.difference.is_nan() { reading.share } else { reading.difference };
            (!score.is_nan()).then_some(score)
        };
        let turns = |at: &usize| {
            let (Some(before), Some(here), Some(after)) = (score(at - 1), score(*at), score(at + 1)) else {
                return false;
            };
            here > before && here > after || here < before && here < after
        };
        let mut places: Vec<usize> = (1..domain.grid.len().saturating_sub(1)).filter(turns).collect();
        let apart = |at: usize| {
            let value = domain.grid.get(at).copied().unwrap_or_default();
            (value - domain.present).abs() / (value.abs() + domain.present.abs()).max(f64::MIN_POSITIVE)
        };
        places.sort_by(|a, b| apart(*a).total_cmp(&apart(*b)));
        let mut more: Vec<f64> = places.into_iter().flat_map(|at| domain.between(at)).take(rest).collect();
        more.sort_by(f64::total_cmp);
        more.dedup_by(|a, b| a == b);
        if more.is_empty() {
            break;
        }
        rest -= more.len();
        let known = std::mem::take(&mut domain.grid).into_iter().zip(readings);
        let mut all: Vec<(f64, Reading)> = more.into_iter().map(|value| (value, read(value))).collect();
        all.extend(known);
        all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        (domain.grid, readings) = all.into_iter().unzip();
    }
    readings
}

/// Looks between the values of a domain where a certain condition comes nearest to its limit without reaching it, as often
/// as `most`, and adds what was tried.
pub fn look_closer(
    domain: &mut Domain,
    readings: Vec<Reading>,
    most: usize,
    read: &dyn Fn(f64) -> Reading,
) -> Vec<Reading> {
    let is_known = |reading: &Reading| !reading.share.is_nan() && !reading.difference.is_nan();
    let mut all: Vec<(f64, Reading)> = std::mem::take(&mut domain.grid).into_iter().zip(readings).collect();
    let mut found: Vec<(f64, Reading)> = Vec::new();
    for same in all.chunk_by(|(_, a), (_, b)| is_known(a) && is_known(b) && a.share == b.share) {
        let Some(share) = same.first().filter(|(_, first)| is_known(first)).map(|(_, first)| first.share)
        else {
            continue;
        };
        let sample =
            |(value, reading): &(f64, Reading)| Sample { seconds: *value, score: reading.difference.abs() };
        let known: Vec<Sample> = same.iter().map(sample).collect();
        lowest(&known, &mut |value| {
            let value = if domain.is_whole { libm::round(value) } else { value };
            if found.len() >= most {
                return None;
            }
            let reading = read(value);
            found.push((value, reading));
            is_known(&reading).then(|| if reading.share == share { reading.difference.abs() } else { -1.0 })
        });
    }
    all.extend(found);
    all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    all.dedup_by(|(a, _), (b, _)| a == b);
    let (grid, readings) = all.into_iter().unzip();
    domain.grid = grid;
    readings
}

/// One end of a stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The last value at which the condition holds.
    pub at: f64,
    /// The nearest value beyond, at which it does not; `None` if nothing was tried beyond.
    pub beyond: Option<f64>,
}

/// Values in which a condition holds, without a gap that was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// The least.
    pub from: End,
    /// The greatest.
    pub to: End,
}

impl Stretch {
    /// Whether it is all that was tried.
    pub fn is_all(&self) -> bool {
        self.from.beyond.is_none() && self.to.beyond.is_none()
    }

    /// The value in it that is nearest to another one.
    pub fn nearest_to(&self, value: f64) -> f64 {
        if value < self.from.at { self.from.at } else { value.min(self.to.at) }
    }
}

/// How edges are found.
#[derive(Clone, Copy)]
pub struct Edges<'e> {
    /// The share of samples in which the condition must hold.
    pub level: f64,
    /// Whether it is an equality, which may hold at single values between those of the grid.
    pub is_equality: bool,
    /// Reads the condition at a value, as exactly as edges need it; the grid may have been read with fewer samples.
    pub read: &'e dyn Fn(f64) -> Reading,
    /// The relative distance between the two sides of an edge from which on they are near enough.
    pub near: f64,
}

impl Edges<'_> {
    fn is_held(&self, reading: Reading) -> bool {
        reading.share >= self.level
    }

    fn holds(&self, value: f64) -> bool {
        self.is_held((self.read)(value))
    }

    /// Returns the stretches, in order. `readings` are those of the values of the domain.
    pub fn stretches(&self, domain: &Domain, readings: &[Reading]) -> Vec<Stretch> {
        let grid = &domain.grid;
        let holds: Vec<bool> = readings.iter().map(|reading| self.is_held(*reading)).collect();
        let mut found: Vec<Stretch> = Vec::new();
        let mut at = 0;
        while let Some(held) = holds.get(at) {
            let end = (at..holds.len()).take_while(|next| holds.get(*next) == Some(held)).last();
            let end = end.unwrap_or(at);
            if *held {
                found.extend(self.stretch(domain, (at, end)));
            } else if self.is_equality {
                found.extend((at..end).filter_map(|left| {
                    let sign = |at: usize| readings.get(at).map(|reading| reading.difference);
                    let (low, high) = (sign(left)?, sign(left + 1)?);
                    let crosses = low < 0.0 && high > 0.0 || low > 0.0 && high < 0.0;
                    let ends = (*grid.get(left)?, *grid.get(left + 1)?);
                    if crosses { self.crossing(domain, ends, low < 0.0) } else { None }
                }));
            }
            at = end + 1;
        }
        joined(found)
    }

    /// The stretch around the values of the grid from one place to another, both included. `None` if it does not hold
    /// where it seemed to.
    fn stretch(&self, domain: &Domain, (first, last): (usize, usize)) -> Option<Stretch> {
        let grid = &domain.grid;
        // With all samples an edge may lie somewhat farther in or out than with a few.
        let first = (first..=last).find(|at| grid.get(*at).is_some_and(|value| self.holds(*value)))?;
        let last = (first..=last).rev().find(|at| grid.get(*at).is_some_and(|value| self.holds(*value)))?;
        let before = (0..first).rev().find(|at| grid.get(*at).is_some_and(|value| !self.holds(*value)));
        let after = (last + 1..grid.len()).find(|at| grid.get(*at).is_some_and(|value| !self.holds(*value)));
        let edge = |fails: Option<usize>, is_first: bool| {
            let inner = match (fails, is_first) {
                (Some(fails), true) => fails + 1,
                (Some(fails), false) => fails.checked_sub(1)?,
                (None, true) => 0,
                (None, false) => grid.len().checked_sub(1)?,
            };
            let inner = *grid.get(inner)?;
            Some(match fails.and_then(|fails| grid.get(fails)) {
                Some(outer) => self.edge(domain, inner, *outer),
                None => End { at: inner, beyond: None },
            })
        };
        Some(Stretch { from: edge(before, true)?, to: edge(after, false)? })
    }

    /// The edge between a value at which it holds and one at which it does not.
    fn edge(&self, domain: &Domain, mut holds: f64, mut fails: f64) -> End {
        for _ in 0..HALVINGS {
            let middle = middle(holds, fails, domain.is_whole);
            let gap = (holds - fails).abs();
            let is_near = gap <= self.near * holds.abs().max(fails.abs());
            let Some(middle) = middle.filter(|_| !is_near) else { break };
            if self.holds(middle) { holds = middle } else { fails = middle }
        }
        End { at: holds, beyond: Some(fails) }
    }

    /// The values between two at which the sides are equal, where the difference changes its sign.
    fn crossing(&self, domain: &Domain, (mut low, mut high): (f64, f64), rises: bool) -> Option<Stretch> {
        let ends = (low, high);
        let around = |value: f64| Stretch {
            from: self.edge(domain, value, ends.0),
            to: self.edge(domain, value, ends.1),
        };
        for _ in 0..HALVINGS {
            let Some(middle) = middle(low, high, domain.is_whole) else { break };
            let reading = (self.read)(middle);
            if self.is_held(reading) {
                return Some(around(middle));
            }
            match reading.difference {
                difference if difference < 0.0 => *(if rises { &mut low } else { &mut high }) = middle,
                difference if difference > 0.0 => *(if rises { &mut high } else { &mut low }) = middle,
                _ => return None,
            }
        }
        [low, high].into_iter().find(|value| self.holds(*value)).map(around)
    }
}

/// A value between two others; `None` if they are neighbours.
fn middle(a: f64, b: f64, is_whole: bool) -> Option<f64> {
    let (low, high) = (a.min(b), a.max(b));
    let middle = match low {
        _ if is_whole => libm::floor(low / 2.0 + high / 2.0),
        // Far apart, the powers are halved.
        _ if low > 0.0 && high > 4.0 * low => libm::sqrt(low) * libm::sqrt(high),
        _ => low / 2.0 + high / 2.0,
    };
    (low < middle && middle < high).then_some(middle)
}

/// Joins stretches that meet, which all samples show where a few did not.
fn joined(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match joined.last_mut() {
            Some(last) if stretch.from.at <= last.to.at => {
                if stretch.to.at > last.to.at || stretch.to.beyond.is_none() {
                    last.to = stretch.to;
                }
            }
            _ => joined.push(stretch),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    fn stretches(domain: &Domain, is_equality: bool, difference: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        let mut domain = domain.clone();
        let read = |value: f64| {
            let difference = difference(value);
            let holds = if is_equality { difference == 0.0 } else { difference <= 0.0 };
            let share = if difference.is_nan() { f64::NAN } else { f64::from(u8::from(holds)) };
            Reading { share, difference }
        };
        let readings = survey(&mut domain, 400, &read);
        let edges = Edges { level: 1.0, is_equality, read: &read, near: 0.0 };
        let ends = |end: End, open: f64| if end.beyond.is_some() { end.at } else { open };
        let found = edges.stretches(&domain, &readings);
        found.iter().map(|one| (ends(one.from, f64::NEG_INFINITY), ends(one.to, f64::INFINITY))).collect()
    }

    #[test]
    fn a_saw_has_a_stretch_for_each_tooth() {
        // ceil(x / 3) * 3 / x <= 1.1: the k-th tooth holds from 3k / 1.1 to 3k, and from the tenth on they meet.
        let saw = |x: f64| libm::ceil(x / 3.0) * 3.0 / x - 1.1;
        let found = stretches(&Domain::around(10.0, NONE, false, 2), false, saw);
        let last = found.last().copied().unwrap();
        assert!((last.0 - 30.0 / 1.1).abs() < 1e-12 && last.1 == f64::INFINITY, "{found:?}");
        let fourth = found.iter().find(|(_, to)| (to - 12.0).abs() < 1e-9).unwrap();
        assert!((fourth.0 - 12.0 / 1.1).abs() < 1e-12, "{found:?}");
        // The first ones, narrower and narrower, lie between 2.73 and 27.3.
        assert_eq!(found.iter().filter(|(from, _)| *from > 2.5).count(), 10, "{found:?}");
    }

    #[test]
    fn a_narrow_stretch_is_looked_for_where_the_limit_is_nearest() {
        let found = |difference: &dyn Fn(f64) -> f64| {
            let mut domain = Domain::around(10.0, NONE, false, 6);
            let read = |value: f64| {
                let difference = difference(value);
                Reading { share: f64::from(u8::from(difference <= 0.0)), difference }
            };
            let readings = survey(&mut domain, 400, &read);
            let readings = look_closer(&mut domain, readings, 400, &read);
            let edges = Edges { level: 1.0, is_equality: false, read: &read, near: 0.0 };
            edges.stretches(&domain, &readings).iter().map(|one| (one.from.at, one.to.at)).collect::<Vec<_>>()
        };
        // Within 1 of 50, within 2 of 50 003, and a gap within 0.001 of 700.
        assert_eq!(found(&|x| (x - 50.0) * (x - 50.0) - 1.0), [(49.0, 51.0)]);
        assert_eq!(found(&|x| (x - 50_003.0).abs() - 2.0), [(50_001.0, 50_005.0)]);
        assert_eq!(found(&|x| 0.001 - (x - 700.0).abs()).len(), 2);
    }

    #[test]
    fn an_edge_is_exact_to_the_last_digit() {
        let domain = Domain::around(10.0, NONE, false, 6);
        assert_eq!(stretches(&domain, false, |x| x - 31.2), [(f64::NEG_INFINITY, 31.2)]);
        assert_eq!(stretches(&domain, false, |x| 31.2 - x), [(31.2, f64::INFINITY)]);
        assert_eq!(stretches(&domain, false, |_| -1.0), [(f64::NEG_INFINITY, f64::INFINITY)]);
        assert_eq!(stretches(&domain, false, |_| 1.0), []);
        // Nothing has a value below 4.
        let found = stretches(&domain, false, |x| if x < 4.0 { f64::NAN } else { x - 50.0 });
        assert_eq!(found, [(4.0, 50.0)]);
    }

    #[test]
    fn whole_numbers() {
        let domain = Domain::around(3.0, NONE, true, 2);
        // 2x <= 5
        assert_eq!(stretches(&domain, false, |x| 2.0 * x - 5.0), [(f64::NEG_INFINITY, 2.0)]);
        // 2x = 8, and 2x = 9
        assert_eq!(stretches(&domain, true, |x| 2.0 * x - 8.0), [(4.0, 4.0)]);
        assert_eq!(stretches(&domain, true, |x| 2.0 * x - 9.0), []);
    }

    #[test]
    fn equal_at_a_single_value_between_those_of_the_grid() {
        let domain = Domain::around(10.0, NONE, false, 2);
        // 4x - 51 is exact near 12.75.
        assert_eq!(stretches(&domain, true, |x| 4.0 * x - 51.0), [(12.75, 12.75)]);
        // A jump has no equal.
        assert_eq!(stretches(&domain, true, |x| if x < 12.75 { -1.0 } else { 1.0 }), []);
        // ceil(x / 0.01) = 1275 holds on a stretch that is narrower than the grid.
        let found = stretches(&domain, true, |x| libm::ceil(x * 100.0) - 1275.0);
        assert!((found[0].0 - 12.74).abs() < 1e-12 && (found[0].1 - 12.75).abs() < 1e-12, "{found:?}");
    }
}
