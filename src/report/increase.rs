//! `max_increase`: judges how far the estimates of a model rose since another version of it.

use super::diff::{self, Change, State, Version};
use super::model::{CheckRow, Level, Report, Settings, UnaskedRow};
use super::rise::Limit;
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::{Item, Worksheet};

/// Returns the estimates of a model that may only rise so far.
pub(super) fn limits(sheet: &Worksheet) -> Vec<Limit> {
    let limit = |item: &Item| {
        let beside = item.beside.as_ref()?;
        let (share, span) = beside.max_increase?;
        Some(Limit { estimate: item.name.clone()?, share, span, note: beside.note.clone() })
    };
    sheet.estimates().iter().filter_map(limit).collect()
}

/// Returns the errors of limits of what is no number.
pub(super) fn refused(sheet: &Worksheet) -> Vec<Diagnostic> {
    let refused = |item: &Item| {
        let (_, span) = item.beside.as_ref()?.max_increase?;
        let is_number = item.shown.quantity().is_some() || item.shown.is_unknown();
        let message = format!("`{}` is no number, so it cannot rise", item.name.as_deref()?);
        (!is_number).then(|| Diagnostic::error("E0505", message).at(span, "").help("remove `max_increase`"))
    };
    sheet.estimates().iter().filter_map(refused).collect()
}

/// Why a limit is not judged that is not compared with anything.
const ALONE: &str = "asked with --against";

/// Why limits are not judged where the old version cannot be computed.
pub const OLD_IS_WRONG: &str = "not judged, since the old version has errors";

/// Whether something was to be judged and could not be.
pub fn is_left_out(row: &UnaskedRow) -> bool {
    row.name.ends_with(".max_increase") && row.why != ALONE
}

/// Says that the limits of a model are compared with nothing.
pub fn leave_alone(report: &mut Report) {
    leave_out(report, ALONE);
}

fn leave_out(report: &mut Report, why: &str) {
    let rows: Vec<UnaskedRow> = report.limits.iter().map(|limit| unjudged(limit, why)).collect();
    report.unasked.extend(rows);
}

fn unjudged(limit: &Limit, why: &str) -> UnaskedRow {
    let (name, check) = (limit.name(), limit.condition());
    UnaskedRow { name, check, why: why.to_owned(), span: Some(limit.span) }
}

/// Judges how far estimates rose since an old version, each as a check of the model; `settings` are those of both.
pub fn judge(report: &mut Report, (old, new): (Option<&Version>, &Version), settings: &Settings) {
    // A limit that is gone is only in the old text.
    let is_any = !report.limits.is_empty() || old.is_some_and(|old| old.text.contains("max_increase"));
    if !report.is_ok() || !is_any {
        return;
    }
    if old.is_none() {
        return leave_out(report, "not judged, since the model is new");
    }
    let diff = diff::compare(old, Some(new), settings);
    if matches!(diff.state, State::Undecided | State::Alone) {
        return leave_out(report, OLD_IS_WRONG);
    }
    let gone = diff
        .checks
        .iter()
        .filter(|check| check.change == Change::Removed && check.name.ends_with(".max_increase"));
    report.unasked.extend(gone.map(|check| UnaskedRow {
        name: check.name.clone(),
        check: check.check.clone(),
        why: "gone since the old version".to_owned(),
        span: None,
    }));
    for limit in report.limits.clone() {
        let Some((rise, passed)) = diff::risen(&diff.estimates, &limit) else {
            report.unasked.push(unjudged(&limit, "not judged, since the old version does not have it"));
            continue;
        };
        report.checks.push(CheckRow {
            name: limit.name(),
            scenario: None,
            check: limit.condition(),
            level: Level::Error,
            passed,
            comparison: None,
            apart: None,
            rise: Some(rise),
            expects: false,
            note: limit.note,
            span: limit.span,
            probability: None,
            is_close: false,
            worst: None,
            ahead: None,
            holds_with: Vec::new(),
        });
    }
}
