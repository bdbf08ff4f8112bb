//! Checks that must hold for some time from today: those with a `horizon`, and all with `check --for`.

use super::model::{Ahead, Comparison, Report, Settings};
use super::projection::{self, grid};
use super::time::{self, Labels, Period};
use crate::analysis::projection::{self as analysis, Held, Point, Timeline};
use crate::worksheet::{Check, Worksheet};

/// Asks the checks of a report for as long as they must hold. What fails some day has the values of that day.
pub(super) fn follow(sheet: &Worksheet, last: Option<&str>, settings: &Settings, report: &mut Report) {
    let units = sheet.compiled().units();
    let last = match last.map(|last| time::seconds(("--for", last), units, &mut report.sources)) {
        Some(Err(error)) => {
            report.diagnostics.push(error);
            return;
        }
        Some(Ok(last)) => Some(last),
        None => None,
    };
    let until = |check: &Check| check.condition.horizon.or(last);
    let longest = sheet.checks().iter().filter_map(until).chain(last).fold(0.0, f64::max);
    if longest <= 0.0 {
        return;
    }
    let labels = Labels::of(units, None);
    let label = |point: Point| labels.label(point);
    let mut timeline = Timeline::new(sheet, longest, &label);
    if !timeline.is_moving() {
        if last.is_some() {
            let error = projection::still(sheet);
            report.diagnostics.push(error.help("what stays as it is: `growth = \"0%/year\"`"));
        }
        return;
    }
    // Beyond its horizon a check is followed to tell by when something must be ordered.
    let followed = |check: &Check| Some(until(check)?.max(last.unwrap_or(0.0)));
    let points = analysis::periods(grid(longest, longest, &labels), longest);
    let with = (&settings.uncertainty, settings.digits);
    let held = match timeline.checks(&followed, points, with) {
        Ok(held) => held,
        Err(errors) => {
            report.diagnostics.extend(errors);
            return;
        }
    };
    for ((row, check), held) in report.checks.iter_mut().zip(sheet.checks()).zip(held) {
        let Some((held, asked)) = held.zip(until(check)) else { continue };
        let ahead = ahead(check, &held, asked, &labels);
        let failed = held.points.iter().position(|(point, holds)| !holds && point.seconds <= asked + 1.0);
        // What is kept is today its `now`, and not what the model comes to in the end.
        if failed.is_some() || !row.passed {
            let at = failed.unwrap_or(0);
            row.passed = failed.is_none();
            row.probability = held.shares.get(at).copied().or(row.probability);
            if let (Some(sides), Some(comparison)) = (held.sides.get(at), &mut row.comparison) {
                let [actual, limit] = sides.shown.clone();
                *comparison = Comparison { actual, limit, margin: sides.margin };
            }
            // What was found makes it hold today, and not as long as it must.
            if row.passed || at > 0 || sheet.compiled().clone().changes(check.condition.holds) {
                row.holds_with.clear();
            }
        }
        row.ahead = Some(Box::new(ahead));
    }
}

fn ahead(check: &Check, held: &Held, asked: f64, labels: &Labels) -> Ahead {
    let stretches = held.stretches();
    let first = stretches.first();
    let fails = first.filter(|stretch| stretch.from.seconds <= asked + 1.0);
    Ahead {
        until: labels.length(asked),
        fails: fails.map(|stretch| Period::of(stretch.from, labels)),
        order: projection::order(check.condition.horizon, first, labels),
    }
}
