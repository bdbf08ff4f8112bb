//! Checks that a reviewer must see: broken, removed, made easier.

use super::condition;
use super::names::Renamed;
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
    /// It does not hold, and there is nothing to compare it with.
    Fails,
    /// Its condition is another one.
    Changed,
    /// Its limit is nearer.
    Stricter,
    /// It holds again.
    Mended,
    /// It is new and holds.
    Added,
    /// It holds, and there is nothing to compare it with.
    Holds,
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
            Change::Fails => "fails",
            Change::Changed => "changed",
            Change::Stricter => "stricter",
            Change::Mended => "holds again",
            Change::Added => "new",
            Change::Holds => "holds",
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
    /// Whether a part of it is easier to meet than before: its level, its limit or what stands before that.
    pub is_easier: bool,
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

/// Returns the checks of a model that cannot be compared.
pub(super) fn alone(report: &Report) -> Vec<CheckChange> {
    let mut all: Vec<CheckChange> = report.checks.iter().map(added).collect();
    for check in &mut all {
        check.change = if check.change == Change::Added { Change::Holds } else { Change::Fails };
    }
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
            all.extend(change((old, new), was, asked.names).map(|change| (new, change)));
            continue;
        }
        let is_it = |new: &&CheckRow| {
            asked.names.in_old_names(&new.check) == spaced(&old.check)
                && (new.level, &new.scenario, new.expects) == (old.level, &old.scenario, old.expects)
        };
        if let Some(at) = added.iter().position(is_it) {
            let new = added.remove(at);
            renamed.push((old.name.clone(), new.name.clone()));
            all.extend(change((old, new), None, asked.names).map(|change| (new, change)));
            continue;
        }
        let unasked = after.unasked.iter().find(|row| row.name == old.name);
        let why = unasked.map_or_else(|| "is gone".to_owned(), |row| format!("is {}", row.why));
        all.push((old, removed(old, &why)));
    }
    all.extend(added.into_iter().map(|new| (new, self::added(new))));
    let mut all = once(all);
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
        CheckChange { change, name, check: String::new(), text, is_error: true, is_easier: false }
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
    let is_easier = change == Change::Easier;
    CheckChange { change, name: check.title(), check: check.check.clone(), text, is_error, is_easier }
}

/// Returns what became of a check that is in both versions; `None` if there is nothing to say.
fn change(
    (old, new): (&CheckRow, &CheckRow),
    was: Option<&CheckRow>,
    names: &Renamed,
) -> Option<CheckChange> {
    let mut values = match (&old.comparison, &new.comparison) {
        (Some(old), Some(new)) => {
            let (was, is) = (old.actual.written.literal(), new.actual.written.literal());
            if was == is { format!("is {is}") } else { format!("was {was}, is {is}") }
        }
        _ => format!("was {}, is {}", old.passed, new.passed),
    };
    let eased = Eased::new((old, new), was, names);
    let is_easier = eased.directions.contains(&true);
    let said = eased.said.join("; ");
    let (change, text) = match (old.passed, new.passed) {
        (true, false) => {
            if !said.is_empty() {
                values = format!("{values}; {said}");
            }
            (Change::Breaks, values)
        }
        _ if is_easier => (Change::Easier, said),
        (false, false) => (Change::StillFails, values),
        (false, true) => (Change::Mended, values),
        (true, true) if eased.directions.is_empty() && said.is_empty() => return None,
        (true, true) if eased.directions.is_empty() => (Change::Changed, said),
        (true, true) => (Change::Stricter, said),
    };
    Some(CheckChange { is_easier, ..of(new, change, text) })
}

/// In which parts a check became easier to meet, or stricter.
#[derive(Default)]
struct Eased {
    /// For each part that changed, and of which that is known, whether it became easier.
    directions: Vec<bool>,
    /// What changed.
    said: Vec<String>,
}

impl Eased {
    fn new((old, new): (&CheckRow, &CheckRow), was: Option<&CheckRow>, names: &Renamed) -> Eased {
        let mut eased = Eased::default();
        match (old.level, new.level) {
            (Level::Error, Level::Warn) => eased.add(Some(true), "only warns now".to_owned()),
            (Level::Warn, Level::Error) => eased.add(Some(false), "only warned before".to_owned()),
            _ => {}
        }
        let limit = limit(old, new);
        let (before, now) = (spaced(&old.check), names.in_old_names(&new.check));
        let words = || format!("was: {}", old.check);
        let is_reworded = before == now || was.is_some_and(|was| is_same(was, new));
        let sides = |text| condition::sides(text).map(|(left, operator, _)| (left, operator));
        if sides(&before) == sides(&now) || is_reworded {
            match limit {
                Some((is_easier, text)) => eased.add(Some(is_easier), text),
                // The limit is in another unit, or has no order.
                None if !is_reworded => eased.add(was.and_then(|was| is_easier(was, new)), words()),
                None => {}
            }
            return eased;
        }
        let left = condition::left(&before, &now);
        eased.directions.extend(left.or_else(|| was.and_then(|was| is_easier(was, new))));
        eased.add(limit.map(|(is_easier, _)| is_easier), words());
        eased
    }

    fn add(&mut self, is_easier: Option<bool>, text: String) {
        self.directions.extend(is_easier);
        self.said.push(text);
    }
}

/// Returns whether the limit of a check moved so that it is easier to meet, with a sentence.
fn limit(old: &CheckRow, new: &CheckRow) -> Option<(bool, String)> {
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
