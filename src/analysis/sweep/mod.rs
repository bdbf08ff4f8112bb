//! A model at many values of one or two inputs.
//!
//! What differs only in numbers is read once, planned once, and run again with other numbers; what differs in more, such as
//! a row or a scenario, is read anew. Every point is computed for itself, so that they may be computed in any order.

mod axis;

pub use axis::{Axis, SCENARIO, SCENARIO_ITSELF, Tried};

use crate::analysis::projection::Ahead;
use crate::engine::{Column, Finding, Place, Plan, Probe, Slot, Summaries};
use crate::lower::{Compiled, Quantity, Type, Value};
use crate::run::{Run, Settings, Show, Shown};
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::{Item, Worksheet};

use super::solve::Varied;

/// The most points of a sweep.
pub const MOST: usize = 10_000;

/// What is computed at a point.
#[derive(Clone, Debug)]
pub struct Point {
    /// The place of its value on each axis.
    pub at: Vec<usize>,
    /// The estimates, in the order in which they were asked for; `None` where one has no value.
    pub values: Vec<Option<Shown>>,
    /// For each check, whether it holds; `None` where it has no value.
    pub checks: Vec<Option<bool>>,
}

/// Runs independent jobs, by their numbers, and returns their results in order.
pub type Jobs<'j> = &'j (dyn Fn(usize, &(dyn Fn(usize) -> Point + Sync)) -> Vec<Point> + Sync);

/// What is asked of the points.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The names of the estimates that are shown.
    pub shown: Vec<String>,
    /// The names of the checks.
    pub checks: Vec<String>,
}

/// Computes all points at which some axes are fed, in a worksheet that has the values of all others.
///
/// # Errors
///
/// If an input cannot be fed, or a check is undecided.
pub fn fed(
    sheet: &Worksheet,
    axes: &[&Axis],
    asked: &Asked,
    (settings, digits): (&Settings, usize),
    jobs: Jobs<'_>,
) -> Result<Vec<Point>, Vec<Diagnostic>> {
    let sheet = opened(sheet, axes)?;
    let mut compiled = sheet.compiled().clone();
    let items: Vec<(Value, Slot)> = asked
        .shown
        .iter()
        .filter_map(|name| sheet.items().get(sheet.position(name)?))
        .map(|item| shown(&mut compiled, item))
        .collect();
    let named = |name: &String| sheet.checks().iter().find(|check| check.name == *name);
    let mut checks = Vec::with_capacity(asked.checks.len());
    for check in asked.checks.iter().filter_map(named) {
        let ahead = match Ahead::of(&mut compiled, check) {
            Some(mut ahead) => {
                let holds = ahead.at(&mut compiled, check.condition.holds);
                Some((ahead.sound(check)?, holds))
            }
            None => None,
        };
        checks.push((check, ahead));
    }
    let mut run = Run::new(&compiled, settings, &[]);
    run.refuse_undecided_checks(&sheet);
    let slots: Vec<Slot> = items
        .iter()
        .map(|(_, slot)| *slot)
        .chain(checks.iter().map(|(check, _)| check.condition.holds))
        .collect();
    let later: Vec<Slot> = checks.iter().filter_map(|(_, ahead)| Some(ahead.as_ref()?.1)).collect();
    for slot in slots.iter().chain(&later) {
        run.ask_if_any(*slot);
    }
    let inputs =
        axes.iter().filter_map(|axis| Varied::named(&sheet, &axis.name)?.fed(&sheet).map(|(input, _)| input));
    let places: Vec<Place> = inputs.map(Place::Input).collect();
    let answers = run.answers()?;
    let lengths: Vec<usize> = axes.iter().map(|axis| axis.values.len()).collect();
    let count = lengths.iter().product();
    answers.with_feed(|feed| {
        let plan = Plan::new(compiled.program().clone(), slots.clone(), feed);
        let base = plan.summarise(feed, false);
        let probe = plan.vary(feed, &base, &places);
        // A check with a horizon is asked at all of its times.
        let plans: Vec<Option<Course>> = checks
            .iter()
            .map(|(_, ahead)| {
                let (ahead, holds) = ahead.as_ref()?;
                let plan = Plan::new(compiled.program().clone(), vec![*holds], feed);
                let base = plan.summarise(feed, false);
                Some(Course { ahead, plan, base })
            })
            .collect();
        let courses: Vec<Option<(&Course, Probe<'_>)>> = plans
            .iter()
            .map(|course| {
                let course = course.as_ref()?;
                let clock = Place::Input(course.ahead.clock);
                let places: Vec<Place> = places.iter().copied().chain([clock]).collect();
                Some((course, course.plan.vary(feed, &course.base, &places)))
            })
            .collect();
        let show = Show { compiled: &compiled, digits, samples: feed.samples, seed: settings.sampling.seed };
        let point = |number: usize| {
            let at = places_of(number, &lengths);
            let changes: Vec<(Place, Column<'_>)> = places
                .iter()
                .zip(axes)
                .zip(&at)
                .filter_map(|((place, axis), at)| Some((*place, Column::One(axis.values.get(*at)?.number?))))
                .collect();
            let found = probe.summarise(&changes);
            let has_none = |wanted: usize| found.faults.iter().any(|fault| fault.wanted == wanted);
            let findings =
                found.findings.iter().enumerate().map(|(at, finding)| (!has_none(at)).then_some(finding));
            let findings: Vec<Option<&Finding>> = findings.collect();
            let (values, truths) = findings.split_at_checked(items.len()).unwrap_or((&findings, &[]));
            let values = values
                .iter()
                .zip(&items)
                .map(|(finding, (value, _))| finding.and_then(|finding| written(&show, *value, finding)));
            let today = truths.iter().map(|finding| finding.map(|finding| finding.middle() == 1.0));
            let checks = today
                .zip(&courses)
                .map(|(today, course)| match course {
                    Some((course, probe)) => course.holds(probe, &changes),
                    None => today,
                })
                .collect();
            Point { at, values: values.collect(), checks }
        };
        Ok(jobs(count, &point))
    })
}

/// A check that must hold for some time.
struct Course<'c> {
    ahead: &'c Ahead,
    plan: Plan,
    base: Summaries,
}

impl Course<'_> {
    /// Whether it holds at all of its times, with some changes. `None` if it has no value at one of them.
    fn holds(&self, probe: &Probe<'_>, changes: &[(Place, Column<'_>)]) -> Option<bool> {
        for seconds in self.ahead.times() {
            let clock = (Place::Input(self.ahead.clock), Column::One(seconds));
            let changes: Vec<_> = changes.iter().copied().chain([clock]).collect();
            let found = probe.summarise(&changes);
            let finding = found.findings.first().filter(|_| found.faults.is_empty())?;
            if finding.middle() != 1.0 {
                return Some(false);
            }
        }
        Some(true)
    }
}

/// A worksheet whose inputs of some axes are single numbers, in a program that was written for all of their values.
fn opened(sheet: &Worksheet, axes: &[&Axis]) -> Result<Worksheet, Vec<Diagnostic>> {
    let mut sheet = sheet.clone();
    for axis in axes {
        let known = |value: &&Tried| value.number.is_some();
        let by = |a: &&Tried, b: &&Tried| a.number.unwrap_or(0.0).total_cmp(&b.number.unwrap_or(0.0));
        let least = axis.values.iter().filter(known).min_by(by);
        let most = axis.values.iter().filter(known).max_by(by);
        // That below zero, or the greatest, is what the program must be written for.
        let farthest = least.filter(|least| least.number.is_some_and(|number| number < 0.0)).or(most);
        if let Some(value) = farthest {
            sheet = sheet.with(&axis.name, &value.text).map_err(|refused| refused.diagnostics)?;
        }
    }
    Ok(sheet)
}

/// The value and the slot that are shown for an item: of a condition that holds in some samples, its probability.
fn shown(compiled: &mut Compiled, item: &Item) -> (Value, Slot) {
    let varies = compiled.varying().get(item.slot.index()) == Some(&true);
    if item.shown.kind == Type::Bool && varies {
        let slot = compiled.share(item.slot, item.span);
        return (Value::number(slot, Quantity::SHARE), slot);
    }
    (item.shown, item.slot)
}

/// Shows a value at a point; `None` if it cannot be printed.
fn written(show: &Show<'_>, value: Value, finding: &Finding) -> Option<Shown> {
    match value.kind {
        Type::Row(table) => Some(show.row(table, finding.middle(), (&[], &[]))),
        _ => show.is_printable(value, finding).then(|| show.value(value, finding)),
    }
}

/// The places on each axis of a point by its number: the last axis runs fastest.
fn places_of(mut number: usize, lengths: &[usize]) -> Vec<usize> {
    let mut places = vec![0; lengths.len()];
    for (place, length) in places.iter_mut().zip(lengths).rev() {
        *place = number % (*length).max(1);
        number /= (*length).max(1);
    }
    places
}
