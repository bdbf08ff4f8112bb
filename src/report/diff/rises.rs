//! How far estimates rose, and how far they may: `max_increase`.

use super::checks::{Change, CheckChange};
use super::moves::Move;
use super::names::Renamed;
use crate::report::Report;
use crate::report::rise::{Limit, Rise};

/// Changes up to this are rounding.
const ROUNDING: f64 = 1e-9;

/// Returns how an estimate moved, and whether it may; `None` if the old version does not have it.
pub fn risen(estimates: &[Move], limit: &Limit) -> Option<(Rise, bool)> {
    let moved = estimates.iter().find(|one| one.name == limit.estimate);
    let Some(moved) = moved else { return Some((Rise { text: None, by: None, parts: Vec::new() }, true)) };
    moved.was.as_ref()?;
    let by = moved.change;
    let passed = match by {
        Some(by) => by <= limit.share + ROUNDING,
        // Only an end of its interval moved.
        None if moved.farthest.is_finite() => true,
        // From zero; of another dimension there is no share.
        None => moved.is_alike && moved.value <= 0.0,
    };
    let (text, parts) = (Some(moved.text.clone()), moved.by.clone());
    Some((Rise { text, by, parts }, passed))
}

/// Returns the limits on how far estimates may rise that changed, and those that do not hold.
pub(super) fn limits(
    (before, after): (&Report, &Report),
    names: &Renamed,
    estimates: &[Move],
) -> Vec<CheckChange> {
    let is_pair = |old: &Limit, new: &Limit| names.old(&new.estimate) == old.estimate;
    let change = |change: Change, limit: &Limit, text: String, is_easier: bool| CheckChange {
        change,
        name: limit.name(),
        check: limit.condition(),
        text,
        is_error: true,
        is_easier,
    };
    let is_gone = |old: &&Limit| after.limits.iter().all(|new| !is_pair(old, new));
    let gone = before.limits.iter().filter(is_gone);
    let mut all: Vec<CheckChange> =
        gone.map(|old| change(Change::Removed, old, "is gone".to_owned(), false)).collect();
    for new in &after.limits {
        let old = before.limits.iter().find(|old| is_pair(old, new));
        let said = old.filter(|old| old.share != new.share).map(|old| format!("was: {}", old.condition()));
        let is_easier = old.is_some_and(|old| new.share > old.share);
        let broken = risen(estimates, new).filter(|(_, passed)| !passed).and_then(|(rise, _)| rise.text);
        let what = match (old, &broken, &said) {
            (None, Some(_), _) => Change::AddedFails,
            (None, None, _) => Change::Added,
            (Some(_), Some(_), _) => Change::Breaks,
            (Some(_), None, None) => continue,
            (Some(_), None, Some(_)) => {
                if is_easier {
                    Change::Easier
                } else {
                    Change::Stricter
                }
            }
        };
        let is_new = old.is_none() && broken.is_none();
        let parts = [is_new.then(|| "is new".to_owned()), broken, said];
        let text = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        all.push(change(what, new, text, is_easier));
    }
    all
}
