//! Checks that a reviewer must see: broken, removed, made easier.

use crate::report::rise::Limit;
use crate::report::{CheckRow, Comparison, Level, Report};

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

/// Returns the checks that changed.
pub(super) fn changed(before: &Report, after: &Report) -> Vec<CheckChange> {
    let mut all = Vec::new();
    for old in &before.checks {
        match after.checks.iter().find(|new| new.title() == old.title()) {
            Some(new) => all.extend(change(old, new)),
            None => {
                let unasked = after.unasked.iter().find(|row| row.name == old.name);
                let why = unasked.map_or_else(|| "is gone".to_owned(), |row| format!("is {}", row.why));
                all.push(removed(old, &why));
            }
        }
    }
    all.extend(limits(before, after));
    let is_new = |new: &&CheckRow| before.checks.iter().all(|old| old.title() != new.title());
    all.extend(after.checks.iter().filter(is_new).map(added));
    all.sort_by_key(|check| check.change);
    all
}

/// Returns the limits on how far estimates may rise that changed. Nothing says here whether they hold.
fn limits(before: &Report, after: &Report) -> Vec<CheckChange> {
    let find = |report: &Report, limit: &Limit| {
        report.limits.iter().find(|other| other.estimate == limit.estimate).cloned()
    };
    let change = |change: Change, limit: &Limit, text: String| CheckChange {
        change,
        name: limit.name(),
        check: limit.condition(),
        text,
        is_error: true,
    };
    let of_old = before.limits.iter().filter_map(|old| match find(after, old) {
        None => Some(change(Change::Removed, old, "is gone".to_owned())),
        Some(new) if new.share > old.share => {
            Some(change(Change::Easier, &new, format!("was: {}", old.condition())))
        }
        Some(new) if new.share < old.share => {
            Some(change(Change::Stricter, &new, format!("was: {}", old.condition())))
        }
        Some(_) => None,
    });
    let is_new = |new: &&Limit| find(before, new).is_none();
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
fn change(old: &CheckRow, new: &CheckRow) -> Option<CheckChange> {
    let values = match (&old.comparison, &new.comparison) {
        (Some(old), Some(new)) => {
            let (was, is) = (old.actual.written.literal(), new.actual.written.literal());
            if was == is { format!("is {is}") } else { format!("was {was}, is {is}") }
        }
        _ => format!("was {}, is {}", old.passed, new.passed),
    };
    let eased = eased(old, new);
    let (change, text) = match (old.passed, new.passed) {
        (true, false) => (Change::Breaks, values),
        _ if eased.as_ref().is_some_and(|(is_easier, _)| *is_easier) => {
            (Change::Easier, eased.map(|(_, text)| text).unwrap_or_default())
        }
        (false, false) => (Change::StillFails, values),
        (false, true) => (Change::Mended, values),
        (true, true) => match eased {
            Some((_, text)) => (Change::Stricter, text),
            None if spaced(&old.check) != spaced(&new.check) => {
                (Change::Changed, format!("was `{}`", old.check))
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

/// Whether a value must stay below its limit; `None` if it must be equal, or is.
fn below(sides: &Comparison) -> Option<bool> {
    let margin = sides.margin.filter(|margin| *margin != 0.0)?;
    Some((margin > 0.0) == (sides.limit.value > sides.actual.value))
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
