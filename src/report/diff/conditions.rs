//! The conditions of the old version, asked of the new one: only so it can be told whether a condition became easier.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Version;
use crate::report::{CheckRow, Report, Settings};

/// Returns the checks of the new version with the conditions that they had before, as far as these have other words, are
/// written in the model itself, and can be asked.
pub(super) fn as_before(
    (before, after): (&Report, &Report),
    new: &Version,
    run: impl Fn(&Version, &Settings) -> Report,
    settings: &Settings,
) -> Vec<CheckRow> {
    // From the last to the first, so that the places of the others stay.
    let mut edits: BTreeMap<usize, (Range<usize>, &str)> = BTreeMap::new();
    for now in after.checks.iter().filter(|check| !check.expects && check.span.source == 0) {
        let Some(was) = before.checks.iter().find(|was| was.title() == now.title()) else { continue };
        let old = before.sources.slice(was.span);
        if was.span.source != 0 || was.rise.is_some() || after.sources.slice(now.span) == old {
            continue;
        }
        let (start, end) = (now.span.start as usize, now.span.end as usize);
        let quote = |report: &Report, at: u32| {
            let before = (at as usize).checked_sub(1)?;
            report.sources.get(0)?.text.as_bytes().get(before).copied()
        };
        // What stands between other quotes may need other escapes.
        if quote(before, was.span.start) == quote(after, now.span.start) {
            edits.insert(start, (start..end, old));
        }
    }
    if edits.is_empty() {
        return Vec::new();
    }
    let mut text = new.text.clone();
    for (_, (place, old)) in edits.into_iter().rev() {
        if text.get(place.clone()).is_none() {
            return Vec::new();
        }
        text.replace_range(place, old);
    }
    let settings = Settings { only_checks: true, ..settings.clone() };
    let report = run(&Version { text, ..new.clone() }, &settings);
    if report.is_ok() { report.checks } else { Vec::new() }
}
