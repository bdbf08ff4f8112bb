//! Checks that a reviewer must see: broken, removed, made easier.

use super::names::Renamed;
use crate::report::rise::Limit;
use crate::report::{CheckRow, Comparison, Level, Report};
use crate::run::Shown;

/// What became of a check, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It held and does not.
    Breaks,
    /// It is gone, or not asked any more.
    Removed,
    /// Its limit is farther away, or its failure is only a warning now.
    Easier,
    /// It does not hold, and did not before.
    StillFails,
    /// It is new and does not hold.
    AddedFails,
    /// Its condition is another one.
    Changed,
    /// Its limit is nearer.
    Stricter,
    /// It holds again.
    Mended,
    /// It is new and holds.
    Added,
}

impl Change {
    /// Returns a word for it.
    pub fn word(self) -> &'static str {
        match self {
            Change::Breaks => "breaks",
            Change::Removed => "removed",
            Change::Easier => "easier",
            Change::StillFails => "still fails",
            Change::AddedFails => "new, fails",
            Change::Changed => "changed",
            Change::Stricter => "stricter",
            Change::Mended => "holds again",
            Change::Added => "new",
        }
    }
}

/// A check and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckChange {
    /// What became of it.
    pub change: Change,
    /// Its name, with its scenario.
    pub name: String,
    /// The condition, as it is now; of one that is gone, as it was.
    pub check: String,
    /// What it says of it: `was $4.6M, is $6.9M`.
    pub text: String,
    /// Whether its failure is an error.
    pub is_error: bool,
}

/// Returns the checks of a model that is new or gone.
pub(super) fn all(report: &Report, is_new: bool) -> Vec<CheckChange> {
    let mut all: Vec<CheckChange> = report
        .checks
        .iter()
        .map(|check| match is_new {
            true => added(check),
            false => removed(check, "the model is gone"),
        })
        .collect();
    all.sort_by_key(|check| check.change);
    all
}

/// What two versions are compared with besides each other.
pub(super) struct Asked<'r> {
    /// The names that changed.
    pub names: &'r Renamed,
    /// The checks of the new model with the conditions of the old one, as far as they can be asked.
    pub as_before: &'r [CheckRow],
}

/// Returns the checks that changed, and adds the names of those that only have another one to `renamed`.
pub(super) fn changed(
    (before, after): (&Report, &Report),
    asked: &Asked<'_>,
    renamed: &mut Vec<(String, String)>,
) -> Vec<CheckChange> {
    let mut all: Vec<(&CheckRow, CheckChange)> = Vec::new();
    let scenarios = |report: &Report| -> Vec<String> {
        report.columns.iter().map(|column| column.scenario.clone()).collect()
    };
    let (old_scenarios, new_scenarios) = (scenarios(before), scenarios(after));
    let is_in = |row: &CheckRow, scenarios: &[String]| {
        row.scenario.as_ref().is_none_or(|scenario| scenarios.contains(scenario))
    };
    let is_new = |new: &&CheckRow| {
        before.checks.iter().all(|old| old.title() != new.title()) && is_in(new, &old_scenarios)
    };
    let mut added: Vec<&CheckRow> = after.checks.iter().filter(is_new).collect();
    for old in before.checks.iter().filter(|old| is_in(old, &new_scenarios)) {
        if let Some(new) = after.checks.iter().find(|new| new.title() == old.title()) {
            let was = asked.as_before.iter().find(|row| row.title() == new.title());
            all.extend(change(old, new, was).map(|change| (new, change)));
            continue;
        }
        let is_it = |new: &&CheckRow| {
            asked.names.in_old_names(&new.check) == spaced(&old.check)
                && (new.level, &new.scenario, new.expects) == (old.level, &old.scenario, old.expects)
        };
        if let Some(at) = added.iter().position(is_it) {
            let new = added.remove(at);
            renamed.push((old.name.clone(), new.name.clone()));
            all.extend(change(old, new, None).map(|change| (new, change)));
            continue;
        }
        let unasked = after.unasked.iter().find(|row| row.name == old.name);
        let why = unasked.map_or_else(|| "is gone".to_owned(), |row| format!("is {}", row.why));
        all.push((old, removed(old, &why)));
    }
    all.extend(added.into_iter().map(|new| (new, self::added(new))));
    let mut all = once(all);
    all.extend(limits((before, after), asked.names));
    all.extend(of_scenarios((&old_scenarios, before), (&new_scenarios, after)));
    renamed.dedup();
    all.sort_by_key(|check| check.change);
    all
}

/// Says what became of a condition once, and not in every scenario.
fn once(all: Vec<(&CheckRow, CheckChange)>) -> Vec<CheckChange> {
    let mut said: Vec<(String, Change)> = Vec::new();
    let mut kept = Vec::with_capacity(all.len());
    for (row, change) in all {
        let key = (row.name.clone(), change.change);
        let is_of_all = matches!(
            change.change,
            Change::Removed | Change::Easier | Change::Changed | Change::Stricter | Change::Added
        );
        if is_of_all && said.contains(&key) {
            continue;
        }
        said.push(key);
        kept.push(change);
    }
    kept
}

/// Returns the scenarios that are gone, and those that are new with checks that do not hold.
fn of_scenarios(
    (old_names, before): (&[String], &Report),
    (new_names, after): (&[String], &Report),
) -> Vec<CheckChange> {
    let asked = |report: &Report, scenario: &String| -> (usize, usize) {
        let rows = report.checks.iter().filter(|row| row.scenario.as_ref() == Some(scenario));
        let fail = rows.clone().filter(|row| !row.passed).count();
        (rows.count(), fail)
    };
    let checks = |count: usize| if count == 1 { "1 check".to_owned() } else { format!("{count} checks") };
    let of = |change: Change, scenario: &String, text: String| {
        let name = format!("scenario {scenario}");
        CheckChange { change, name, check: String::new(), text, is_error: true }
    };
    let gone = old_names.iter().filter(|name| !new_names.contains(name)).map(|name| {
        let (count, fail) = asked(before, name);
        let did = if fail > 0 { format!("; {fail} of them did not hold") } else { String::new() };
        of(Change::Removed, name, format!("is gone, with {}{did}", checks(count)))
    });
    let new =
        new_names.iter().filter(|name| !old_names.contains(name)).map(|name| match asked(after, name) {
            (count, 0) => of(Change::Added, name, format!("is new; {} hold in it", checks(count))),
            (count, fail) => {
                of(Change::AddedFails, name, format!("is new; {fail} of {} fail in it", checks(count)))
            }
        });
    gone.chain(new).collect()
}

/// Returns the limits on how far estimates may rise that changed. Nothing says here whether they hold.
fn limits((before, after): (&Report, &Report), names: &Renamed) -> Vec<CheckChange> {
    let is_pair = |old: &Limit, new: &Limit| names.old(&new.estimate) == old.estimate;
    let change = |change: Change, limit: &Limit, text: String| CheckChange {
        change,
        name: limit.name(),
        check: limit.condition(),
        text,
        is_error: true,
    };
    let of_old =
        before.limits.iter().filter_map(|old| match after.limits.iter().find(|new| is_pair(old, new)) {
            None => Some(change(Change::Removed, old, "is gone".to_owned())),
            Some(new) if new.share > old.share => {
                Some(change(Change::Easier, new, format!("was: {}", old.condition())))
            }
            Some(new) if new.share < old.share => {
                Some(change(Change::Stricter, new, format!("was: {}", old.condition())))
            }
            Some(_) => None,
        });
    let is_new = |new: &&Limit| before.limits.iter().all(|old| !is_pair(old, new));
    let added = after.limits.iter().filter(is_new).map(|new| change(Change::Added, new, "is new".to_owned()));
    of_old.chain(added).collect()
}

fn removed(check: &CheckRow, why: &str) -> CheckChange {
    of(check, Change::Removed, format!("{why}; it {}", if check.passed { "held" } else { "did not hold" }))
}

fn added(check: &CheckRow) -> CheckChange {
    let text = check.comparison.as_ref().map_or_else(
        || format!("is {}", check.passed),
        |sides| format!("is {}", sides.actual.written.literal()),
    );
    of(check, if check.passed { Change::Added } else { Change::AddedFails }, text)
}

fn of(check: &CheckRow, change: Change, text: String) -> CheckChange {
    let is_error = check.level == Level::Error;
    CheckChange { change, name: check.title(), check: check.check.clone(), text, is_error }
}

/// Returns what became of a check that is in both versions; `None` if there is nothing to say.
fn change(old: &CheckRow, new: &CheckRow, was: Option<&CheckRow>) -> Option<CheckChange> {
    let values = match (&old.comparison, &new.comparison) {
        (Some(old), Some(new)) => {
            let (was, is) = (old.actual.written.literal(), new.actual.written.literal());
            if was == is { format!("is {is}") } else { format!("was {was}, is {is}") }
        }
        _ => format!("was {}, is {}", old.passed, new.passed),
    };
    let is_reworded = was.is_some_and(|was| is_same(was, new));
    let eased = eased(old, new).or_else(|| {
        let is_easier = is_easier(was.filter(|_| !is_reworded)?, new)?;
        Some((is_easier, format!("was: {}", old.check)))
    });
    let (change, text) = match (old.passed, new.passed) {
        (true, false) => (Change::Breaks, values),
        _ if eased.as_ref().is_some_and(|(is_easier, _)| *is_easier) => {
            (Change::Easier, eased.map(|(_, text)| text).unwrap_or_default())
        }
        (false, false) => (Change::StillFails, values),
        (false, true) => (Change::Mended, values),
        (true, true) => match eased {
            Some((_, text)) => (Change::Stricter, text),
            None if !is_reworded && spaced(&old.check) != spaced(&new.check) => {
                (Change::Changed, format!("was: {}", old.check))
            }
            None => return None,
        },
    };
    Some(of(new, change, text))
}

/// Returns whether a check became easier or stricter, with a sentence: its limit moved, or its level did.
fn eased(old: &CheckRow, new: &CheckRow) -> Option<(bool, String)> {
    match (old.level, new.level) {
        (Level::Error, Level::Warn) => return Some((true, "only warns now".to_owned())),
        (Level::Warn, Level::Error) => return Some((false, "only warned before".to_owned())),
        _ => {}
    }
    let (was, is) = (old.comparison.as_ref()?, new.comparison.as_ref()?);
    if was.limit.unit != is.limit.unit || was.limit.value == is.limit.value {
        return None;
    }
    let is_raised = is.limit.value > was.limit.value;
    // The side on which the value must stay.
    let is_below = below(is)?;
    let (from, to) = (was.limit.written.literal(), is.limit.written.literal());
    let word = if is_raised { "raised" } else { "lowered" };
    Some((is_raised == is_below, format!("limit {word} {from} → {to}")))
}

/// Whether two conditions on one model compare the same values: only their words differ.
fn is_same(was: &CheckRow, new: &CheckRow) -> bool {
    let (Some(a), Some(b)) = (&was.comparison, &new.comparison) else { return false };
    let is_equal =
        |a: &Shown, b: &Shown| a.dimension == b.dimension && (a.value / b.value - 1.0).abs() < 1e-12;
    // Two probabilities may be the same for very different limits within.
    was.probability.is_none_or(|p| p != a.actual.value)
        && a.margin.map(f64::signum) == b.margin.map(f64::signum)
        && is_equal(&a.actual, &b.actual)
        && a.limit.unit == b.limit.unit
        && is_equal(&a.limit, &b.limit)
}

/// Whether a condition is easier to meet than it was, both asked of the new model; `None` if that cannot be told.
fn is_easier(was: &CheckRow, new: &CheckRow) -> Option<bool> {
    if was.passed != new.passed {
        return Some(new.passed);
    }
    let (a, b) = (was.comparison.as_ref()?, new.comparison.as_ref()?);
    let (old, new) = (a.margin?, b.margin?);
    let is_far = (new - old).abs() > 1e-9 * old.abs().max(1e-3);
    (a.actual.dimension == b.actual.dimension && is_far).then_some(new > old)
}

/// Whether a value must stay below its limit; `None` if it must be equal, or is.
fn below(sides: &Comparison) -> Option<bool> {
    let margin = sides.margin.filter(|margin| *margin != 0.0)?;
    Some((margin > 0.0) == (sides.limit.value > sides.actual.value))
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
