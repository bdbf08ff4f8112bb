//! Inputs that changed, estimates that moved, and which input moved them.

use std::collections::HashMap;

use super::names::{Renamed, rows};
use crate::analysis::causes::{Before, Cause};
use crate::report::rise::Part;
use crate::report::{Column, Report, Row};
use crate::run::Shown;

/// Maximum number of changes whose parts are computed.
const MOST_CAUSES: usize = 40;

/// A part of a move that is smaller than this is not named, relative to the old value.
const SMALLEST: f64 = 0.005;

/// Relative differences up to this are rounding.
const ROUNDING: f64 = 1e-9;

/// How many standard errors of a median a move must have, unless an input moved it.
const ERRORS: f64 = 3.0;

/// An input or a cell of a table that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct InputChange {
    /// Its name.
    pub name: String,
    /// What it was; `None` if it is new.
    pub was: Option<String>,
    /// What it is; `None` if it is gone.
    pub is: Option<String>,
    /// By how much it moved, relative to what it was.
    pub change: Option<f64>,
}

/// An estimate that moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Move {
    /// Its name.
    pub name: String,
    /// What it was; `None` if it is new.
    pub was: Option<String>,
    /// What it is; `None` if it is gone.
    pub is: Option<String>,
    /// Both for people, with one unit if it is the same: `$3.2M → $4.5M/month`.
    pub text: String,
    /// By how much its median moved, relative to what it was; `None` if that says nothing, as of another dimension.
    pub change: Option<f64>,
    /// By how much its median or an end of its interval moved.
    pub farthest: f64,
    /// Its value, or its median, now, in the unit that it is reported in.
    pub value: f64,
    /// Whether its old and its new value are of one kind, so that one may be larger.
    pub is_alike: bool,
    /// Whether its formula is another one.
    pub is_rewritten: bool,
    /// The changes that moved it, the strongest first.
    pub by: Vec<Part>,
    /// What it was called; empty for one that is new or gone.
    pub old_name: String,
    /// The smallest move that samples tell.
    noise: f64,
    /// Whether an input or a formula moves it by itself, with the same samples.
    is_caused: bool,
}

/// Returns the inputs and cells that changed, are new or are gone.
pub(super) fn inputs(before: &Report, after: &Report, names: &Renamed) -> Vec<InputChange> {
    let (old, new) = (given(before), given(after));
    let known: HashMap<&str, &Given> = old.iter().map(|one| (one.name.as_str(), one)).collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for one in &new {
        let old_name = names.old(&one.name);
        let Some(was) = known.get(old_name) else {
            all.push(InputChange {
                name: one.name.clone(),
                was: None,
                is: Some(one.text.clone()),
                change: None,
            });
            continue;
        };
        seen.push(was.name.as_str());
        let is_moved = ratio(&was.shown, &one.shown).is_none_or(|by| by.abs() > ROUNDING);
        if was.text != one.text && (is_moved || ends_differ(&was.shown, &one.shown)) {
            all.push(InputChange {
                name: one.name.clone(),
                was: Some(was.text.clone()),
                is: Some(one.text.clone()),
                change: ratio(&was.shown, &one.shown).filter(|by| by.abs() > ROUNDING),
            });
        }
    }
    for one in old.iter().filter(|one| !seen.contains(&one.name.as_str())) {
        all.push(InputChange { name: one.name.clone(), was: Some(one.text.clone()), is: None, change: None });
    }
    let size = |one: &InputChange| one.change.map_or(f64::INFINITY, f64::abs);
    all.sort_by(|a, b| size(b).total_cmp(&size(a)));
    all
}

/// Returns the values that scenarios of both versions give, and that changed.
pub(super) fn in_scenarios(before: &Report, after: &Report) -> Vec<InputChange> {
    let mut all = Vec::new();
    for new in &after.columns {
        let Some(old) = before.columns.iter().find(|old| old.scenario == new.scenario) else { continue };
        let values = |column: &Column| -> Vec<(String, Row)> {
            let sections = column.inputs.iter().chain(&column.estimates);
            let given = sections.flat_map(|section| &section.rows).filter(|row| row.set);
            given.map(|row| (row.name.clone(), row.clone())).collect()
        };
        let (old_values, new_values) = (values(old), values(new));
        let find = |values: &[(String, Row)], name: &str| {
            values.iter().find(|(own, _)| own == name).map(|(_, row)| row.clone())
        };
        let mut names: Vec<&String> = old_values.iter().chain(&new_values).map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (was, is) = (find(&old_values, name), find(&new_values, name));
            let text = |row: &Option<Row>| row.as_ref().map(|row| row.formula.clone());
            if text(&was) != text(&is) {
                let change = was.as_ref().zip(is.as_ref()).and_then(|(was, is)| ratio(&was.shown, &is.shown));
                let change = change.filter(|by| by.abs() > ROUNDING);
                let name = format!("{name} ({})", new.scenario);
                all.push(InputChange { name, was: text(&was), is: text(&is), change });
            }
        }
    }
    all
}

/// An input, or a cell that is given.
struct Given {
    name: String,
    text: String,
    shown: Shown,
}

fn given(report: &Report) -> Vec<Given> {
    let inputs = rows(&report.inputs).map(|row| Given {
        name: row.name.clone(),
        text: row.formula.clone(),
        shown: row.shown.clone(),
    });
    let cells = report.tables.iter().flat_map(|table| {
        table.rows.iter().flat_map(move |row| {
            let cells = table.columns.iter().zip(&row.cells).filter(|(column, _)| column.formula.is_none());
            cells.filter_map(move |(column, cell)| {
                Some(Given {
                    name: format!("{}.{}.{}", table.name, row.name, column.name),
                    text: cell.formula.clone(),
                    shown: cell.shown.clone()?,
                })
            })
        })
    });
    inputs.chain(cells).collect()
}

/// Returns the changes that can be made by themselves: inputs, cells and formulas that both versions have.
pub(super) fn causes(before: &Report, after: &Report, names: &Renamed) -> Vec<Cause> {
    let (old, new) = (given(before), given(after));
    let known: HashMap<&str, &Given> = old.iter().map(|one| (one.name.as_str(), one)).collect();
    let same = |name: &str| names.old(name) == name;
    let inputs = new.iter().filter(|one| same(&one.name)).filter_map(|one| {
        let was = known.get(one.name.as_str())?;
        let cause = || Cause { name: one.name.clone(), was: was.text.clone(), is: one.text.clone() };
        (was.text != one.text).then(cause)
    });
    let formulas: HashMap<&str, &Row> = rows(&before.estimates).map(|row| (row.name.as_str(), row)).collect();
    let estimates = rows(&after.estimates).filter(|row| same(&row.name)).filter_map(|row| {
        let was = formulas.get(row.name.as_str())?;
        let cause = || Cause { name: row.name.clone(), was: was.formula.clone(), is: row.formula.clone() };
        (names.formula(row) != names.in_old_names(&was.formula)).then(cause)
    });
    inputs.chain(estimates).take(MOST_CAUSES).collect()
}

/// Returns all estimates of both versions, each with how far it moved.
pub(super) fn moved(before: &Report, after: &Report, names: &Renamed) -> Vec<Move> {
    let old: HashMap<&str, &Row> = rows(&before.estimates).map(|row| (row.name.as_str(), row)).collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for row in rows(&after.estimates) {
        let Some(was) = old.get(names.old(&row.name)) else {
            let is = Some(row.shown.written.literal());
            let text = format!("new: {}", row.shown.written.literal());
            all.push(Move {
                name: row.name.clone(),
                is,
                text,
                farthest: f64::INFINITY,
                is_caused: true,
                ..Move::default()
            });
            continue;
        };
        seen.push(was.name.as_str());
        all.push(pair(was, row, names));
    }
    for row in rows(&before.estimates).filter(|row| !seen.contains(&row.name.as_str())) {
        let was = Some(row.shown.written.literal());
        let text = format!("gone: {}", row.shown.written.literal());
        all.push(Move {
            name: row.name.clone(),
            was,
            text,
            farthest: f64::INFINITY,
            is_caused: true,
            ..Move::default()
        });
    }
    all
}

fn pair(was: &Row, row: &Row, names: &Renamed) -> Move {
    let (old, new) = (&was.shown, &row.shown);
    let (mut was_text, mut is_text) = (old.written.literal(), new.written.literal());
    let is_one_unit = old.written.unit == new.written.unit && !new.written.unit.trim().is_empty();
    let mut text = match is_one_unit {
        true => format!("{}{} → {is_text}", old.written.sign, old.written.number),
        false => format!("{was_text} → {is_text}"),
    };
    let change = ratio(old, new);
    let farthest = match change {
        Some(median) => ends(old, new).into_iter().map(f64::abs).fold(median.abs(), f64::max),
        None if is_equal(old, new) => 0.0,
        None => f64::INFINITY,
    };
    if was_text == is_text
        && let (Some(old), Some(new)) = (&old.spread, &new.spread)
    {
        (was_text, is_text) = (old.interval.to_string(), new.interval.to_string());
        text = format!("{was_text} → {is_text}");
    }
    #[allow(clippy::cast_precision_loss)] // samples are at most ten millions
    let error = |shown: &Shown| {
        let spread = shown.spread.as_ref()?;
        Some(1.2533 * spread.sd / (spread.samples as f64).sqrt() / shown.value.abs())
    };
    let noise = [old, new].into_iter().filter_map(error).fold(0.0, f64::max) * ERRORS;
    Move {
        name: row.name.clone(),
        was: Some(was_text),
        is: Some(is_text),
        text,
        change: change.filter(|by| by.abs() > ROUNDING),
        farthest,
        value: new.value,
        is_alike: old.dimension == new.dimension,
        is_rewritten: names.formula(row) != names.in_old_names(&was.formula),
        by: Vec::new(),
        old_name: was.name.clone(),
        noise: noise.max(ROUNDING),
        is_caused: change.is_none(),
    }
}

/// Finds which changes moved which estimates.
pub(super) fn explain(moves: &mut [Move], causes: &[Cause], before: &Before<'_>) {
    let wanted: Vec<(usize, f64)> =
        moves.iter().enumerate().filter_map(|(at, one)| Some((at, one.change?))).collect();
    let asked: Vec<(&str, &str, f64)> = wanted
        .iter()
        .filter_map(|(at, change)| {
            moves.get(*at).map(|one| (one.old_name.as_str(), one.name.as_str(), *change))
        })
        .collect();
    let all = before.parts(causes, &asked);
    for ((at, change), parts) in wanted.iter().zip(&all) {
        let Some(one) = moves.get_mut(*at) else { continue };
        let known = causes.iter().zip(&parts.of);
        let alone: Vec<Part> = known
            .filter_map(|(cause, part)| Some(Part { name: cause.name.clone(), change: (*part)? }))
            .filter(|part| part.change.abs() > ROUNDING)
            .collect();
        one.is_caused = !alone.is_empty();
        let rest = change - alone.iter().map(|part| part.change).sum::<f64>();
        let is_whole = parts.of.iter().all(Option::is_some) && alone.len() > 2;
        let mut by: Vec<Part> =
            alone.into_iter().filter(|part| part.change.abs() >= SMALLEST.min(change.abs() / 10.0)).collect();
        by.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
        if rest.abs() >= SMALLEST {
            let name = if is_whole { "together" } else { "other changes" };
            by.push(Part { name: name.to_owned(), change: rest });
        }
        one.by = by;
    }
}

/// Returns the estimates that moved, the farthest first, and the number of those that did not.
pub(super) fn settled(moves: Vec<Move>, after: &Report) -> (Vec<Move>, usize) {
    let total = rows(&after.estimates).count();
    let is_moved = |one: &Move| one.farthest > if one.is_caused { ROUNDING } else { one.noise };
    let mut moved: Vec<Move> = moves.into_iter().filter(is_moved).collect();
    let still = total.saturating_sub(moved.iter().filter(|one| one.is.is_some()).count());
    moved.sort_by(|a, b| b.farthest.total_cmp(&a.farthest));
    (moved, still)
}

/// Returns by how much a value moved, relative to what it was; `None` for conditions, rows of tables, another dimension or
/// unit, and from zero.
fn ratio(old: &Shown, new: &Shown) -> Option<f64> {
    let is_number = |shown: &Shown| shown.row.is_none() && !shown.truth;
    let is_comparable = is_number(old) && is_number(new) && old.dimension == new.dimension;
    let value = in_unit(new, &old.unit)?;
    // What is below zero falls when it moves away from it.
    let by = (value / old.value - 1.0) * old.value.signum();
    (is_comparable && by.is_finite()).then_some(by)
}

/// Returns a value in another unit of its dimension, which the language converts.
fn in_unit(shown: &Shown, unit: &str) -> Option<f64> {
    if shown.unit == unit {
        return Some(shown.value);
    }
    let settings = crate::run::Settings::default();
    let text = format!("1 ({}) to {unit}", shown.unit.trim_start_matches('/'));
    let evaluation = super::super::evaluate("<unit>", &text, 4, &settings);
    let factor = evaluation.answers.first().filter(|_| evaluation.is_ok())?.shown.value;
    Some(shown.value * factor)
}

/// Returns by how much the ends of an interval moved, relative to the old median.
fn ends(old: &Shown, new: &Shown) -> Vec<f64> {
    let (Some(was), Some(is)) = (&old.spread, &new.spread) else {
        // A value that became uncertain, or certain.
        let widths =
            [old, new].map(|shown| shown.spread.as_ref().map_or(0.0, |spread| spread.p95 - spread.p5));
        return vec![(widths[1] - widths[0]).abs() / old.value.abs()]
            .into_iter()
            .filter(|by| by.is_finite())
            .collect();
    };
    if old.unit != new.unit {
        return Vec::new();
    }
    let by = [(was.p5, is.p5), (was.p95, is.p95)].map(|(was, is)| (is - was) / old.value);
    by.into_iter().filter(|by| by.is_finite()).collect()
}

fn ends_differ(old: &Shown, new: &Shown) -> bool {
    ends(old, new).into_iter().any(|by| by.abs() > ROUNDING)
}

/// Whether two values without a ratio are the same.
fn is_equal(old: &Shown, new: &Shown) -> bool {
    (old.dimension == new.dimension && old.value == new.value && old.row == new.row && old.truth == new.truth)
        && old.unit == new.unit
}
