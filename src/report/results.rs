//! The report of a model.

use std::collections::HashMap;

use super::ahead;
use super::apart::{self, AskedHeld};
use super::measured::Predicted;
use super::model::{Changes, CheckRow, Comparison, Expected, Horizon, Report, Row, Section, Settings};
use super::tables::{self, AskedRows};
use super::{increase, unasked};
use crate::analysis::margin::margin;
use crate::analysis::{sensitivity, solve};
use crate::lower::Value;
use crate::run::repair::{self, Input};
use crate::run::{Answers, Run, Ticket, Wanted, summary};
use crate::syntax::{Node, NodeId};
use crate::worksheet::{Check, Heading, Item, Refused, Role, Scenario, Sides, Worksheet, model};

/// Runs a model once. Returns its scenarios as well.
pub(super) fn one(name: &str, text: &str, settings: &Settings, changes: &Changes) -> (Report, Vec<Scenario>) {
    let mut known = Vec::new();
    let mut report = match model::read(name, text, changes) {
        Ok(sheet) => {
            known = sheet.scenarios().to_vec();
            of(sheet, settings)
        }
        Err(Refused { sources, title, remarks, diagnostics, unknown }) => Report {
            sources,
            title,
            remarks,
            diagnostics,
            unknown,
            name: name.to_owned(),
            ..Report::default()
        },
    };
    let diagnostics = model::in_order(std::mem::take(&mut report.diagnostics));
    let input = || Input {
        name: name.to_owned(),
        text: text.to_owned(),
        changes: Some(changes.clone()),
        after: None,
    };
    report.diagnostics =
        repair::offered(input, diagnostics, &report.sources, (&settings.uncertainty, settings.digits));
    (report, known)
}

/// The tickets and values requested for a check.
struct Asked<'w> {
    check: &'w Check,
    holds: Ticket,
    sides: Option<(Sides, Wanted, Wanted, Option<Ticket>)>,
    held: Option<AskedHeld>,
    rows: Option<AskedRows>,
}

fn of(sheet: Worksheet, settings: &Settings) -> Report {
    let mut report = Report {
        sources: sheet.sources().clone(),
        name: sheet.name().to_owned(),
        title: sheet.title().map(str::to_owned),
        remarks: sheet.remarks().to_vec(),
        diagnostics: sheet.warnings().to_vec(),
        unasked: sheet.unasked().iter().map(unasked::row).collect(),
        unknown: sheet.unknown().to_vec(),
        limits: increase::limits(&sheet),
        ..Report::default()
    };
    report.diagnostics.extend(increase::refused(&sheet));
    let mut run = Run::new(sheet.compiled(), &settings.uncertainty, &sheet.input_slots());
    let only_checks = settings.only_checks && settings.actual.is_empty();
    let requested = if only_checks { run.items_unread(&sheet) } else { run.items(&sheet) };
    run.refuse_undecided_checks(&sheet);
    let point = settings.uncertainty.point;
    let checks: Vec<Asked<'_>> =
        sheet.checks().iter().map(|check| ask(&mut run, check, (point, settings.probabilities))).collect();
    let asked_tables = (!only_checks).then(|| tables::ask(&mut run, &sheet, settings.cells));
    let answers = match run.answers() {
        Ok(answers) => answers,
        Err(errors) => {
            report.diagnostics.extend(errors);
            return report;
        }
    };
    let unprintable = answers.unprintable(&sheet, &requested);
    if !unprintable.is_empty() {
        report.diagnostics.extend(unprintable);
        return report;
    }
    report.diagnostics.extend(answers.warnings().to_vec());
    if let Some(asked) = &asked_tables {
        report.tables = tables::of(&sheet, &answers, asked, settings.digits);
    }
    report.remarks.extend(tables::hindsight(&sheet, &answers));
    let mut search = solve::Search::new(&sheet, &answers);
    report.checks = checks
        .iter()
        .map(|asked| check_row(asked, &answers, settings.digits, (&sheet, &mut search)))
        .collect();
    match &settings.horizon {
        Horizon::Today => {}
        Horizon::Own => ahead::follow(&sheet, None, settings, &mut report),
        Horizon::For(last) => ahead::follow(&sheet, Some(last), settings, &mut report),
    }
    if settings.uncertainty.point && sheet.compiled().varying().contains(&true) {
        report.remarks.push(
            "every range is fixed at its median, so probabilities and percentiles carry no information"
                .to_owned(),
        );
    }
    if only_checks {
        let names = sheet.items().iter().filter_map(|item| Some((item.name.as_deref()?, String::new())));
        let filled = sheet.summary().map(|text| summary::fill(text, &names.collect()));
        report.diagnostics.extend(filled.and_then(Result::err).into_iter().flatten());
    } else {
        add_values(&mut report, sheet, (&answers, &requested), settings);
    }
    if !report.is_ok() {
        report.without_rows();
    }
    report
}

/// Adds the values of a model, and what explains them.
fn add_values(
    report: &mut Report,
    sheet: Worksheet,
    (answers, requested): (&Answers, &[Option<Wanted>]),
    settings: &Settings,
) {
    let mut expected = expected(&sheet, &report.checks);
    let mut unasked = unasked::estimates(&sheet);
    report.reading = answers.reading(settings.digits, &report.sources);
    let spread = sensitivity::Spread::new(&sheet, answers, requested);
    report.check_first = spread.check_first();
    if let Some(wanted) = &settings.sensitivity {
        match spread.of(wanted, settings.digits) {
            Ok(rows) => report.sensitivity = rows,
            Err(error) => report.diagnostics.push(error),
        }
    }
    if !settings.actual.is_empty() {
        let digits = settings.digits;
        let predicted = Predicted { sheet: &sheet, answers, requested, digits };
        match predicted.compared(&settings.actual, &mut report.sources) {
            Ok(measured) => report.measured = measured,
            Err(errors) => report.diagnostics.extend(errors),
        }
    }
    let summary = sheet.summary().cloned();
    let (inputs, estimates) = sheet.headings();
    let (inputs, estimates, used) = (inputs.to_vec(), estimates.to_vec(), sheet.used_headings().to_vec());
    // The worksheet ends here: its texts move into the rows.
    let mut items = sheet.into_items();
    // Every item of a model has a name, so that a condition is either shown or refused.
    let mut rows = items.iter_mut().zip(requested.iter().flatten());
    let mut row = |item: &mut Item, wanted: &Wanted| {
        let mut row = row(item, wanted, answers, settings.digits);
        row.expected = expected.remove(&row.name);
        row.unasked = unasked.remove(&row.name);
        row
    };
    report.inputs = sections(&inputs, &mut rows, &mut row);
    report.estimates = sections(&estimates, &mut rows, &mut row);
    report.used = sections(&used, &mut rows, &mut row);
    if let Some(text) = &summary {
        report.main = summary::names(&text.text).into_iter().map(str::to_owned).collect();
        let sections = report.inputs.iter().chain(&report.estimates);
        let rows = sections.flat_map(|section| &section.rows);
        let values: HashMap<&str, String> =
            rows.map(|row| (row.name.as_str(), row.shown.written.literal())).collect();
        match summary::fill(text, &values) {
            Ok(filled) => report.summary = Some(filled),
            Err(errors) => report.diagnostics.extend(errors),
        }
    }
}

fn ask<'w>(run: &mut Run, check: &'w Check, (point, probabilities): (bool, bool)) -> Asked<'w> {
    let holds = run.ask(check.condition.holds);
    let held = check.condition.held.map(|held| apart::ask(run, &held, point));
    let sides = check.condition.sides.map(|sides| {
        let (left, right) = (run.show_plainly(sides.left.1), run.show_plainly(sides.right.1));
        let share = sides.share.filter(|_| probabilities);
        (sides, left, right, share.map(|share| run.ask(share)))
    });
    let rows = tables::ask_all(run, check);
    Asked { check, holds, sides, held, rows }
}

fn sections<'s>(
    headings: &[Heading],
    items: &mut impl Iterator<Item = (&'s mut Item, &'s Wanted)>,
    row: &mut impl FnMut(&mut Item, &Wanted) -> Row,
) -> Vec<Section> {
    let section = |heading: &Heading| Section {
        heading: heading.name.clone(),
        rows: items.by_ref().take(heading.items).map(|(item, wanted)| row(item, wanted)).collect(),
    };
    headings.iter().map(section).collect()
}

/// Returns the row of an item, whose texts it takes.
fn row(item: &mut Item, wanted: &Wanted, answers: &Answers, digits: usize) -> Row {
    let mut shown = answers.shown(item.shown, wanted, digits);
    if item.role == Role::Input
        && item.unit().is_none()
        && item.root.is_some()
        && let Some(literal) = item.literal.take()
    {
        shown.written = literal.written;
    }
    let beside = item.beside.take().map(|beside| *beside).unwrap_or_default();
    Row {
        name: item.name.take().unwrap_or_default(),
        formula: std::mem::take(&mut item.formula),
        shown,
        note: beside.note,
        source: beside.source,
        set: item.is_set,
        by: beside.by.map(|by| by.words()),
        expected: None,
        unasked: None,
    }
}

fn check_row(
    asked: &Asked<'_>,
    answers: &Answers,
    digits: usize,
    (sheet, search): (&Worksheet, &mut solve::Search<'_>),
) -> CheckRow {
    let Asked { check, holds, sides, held, rows } = asked;
    let apart = held.map(|held| held.apart(answers, sheet, origin(sheet, check), value_of(sheet, check)));
    let passed = match &apart {
        Some(apart) => apart.holds,
        None => answers[*holds].middle() == 1.0,
    };
    let mut row = CheckRow {
        name: check.name.clone(),
        scenario: None,
        check: check.formula.clone(),
        level: check.level,
        passed,
        comparison: None,
        expects: check.expects.is_some(),
        apart: None,
        rise: None,
        note: check.note.clone(),
        span: check.span,
        probability: None,
        is_close: false,
        worst: None,
        ahead: None,
        holds_with: Vec::new(),
    };
    if let Some((sides, left, right, share)) = sides {
        let values = (answers[left.ticket()].middle(), answers[right.ticket()].middle());
        let is_share = answers.is_share(sides.left.1);
        row.probability = match share {
            Some(share) => Some(answers[*share].middle()),
            None => is_share.then_some(values.0),
        };
        row.comparison = Some(Comparison {
            actual: answers.shown(sides.left.0, left, digits),
            limit: answers.shown(sides.right.0, right, digits),
            margin: sides.below().map(|below| margin(values.0, values.1, below)),
        });
    }
    if let Some((comparison, worst)) = rows.as_ref().and_then(|rows| rows.worst(answers, digits)) {
        (row.comparison, row.worst) = (comparison, Some(worst));
    }
    // How far two values are apart is not decided by samples.
    if apart.is_none() {
        row.is_close = answers.found().is_close(answers.compiled().program(), check.condition.holds);
    }
    // What makes two values equal is no limit for an input.
    if !passed && apart.is_none() {
        row.holds_with = search.holds_with(check);
    }
    row.apart = apart;
    row
}

/// Returns the expressions of both sides of a `≈`.
fn origin(sheet: &Worksheet, check: &Check) -> (Option<NodeId>, Option<NodeId>) {
    if let Some(expects) = &check.expects {
        let item = sheet.position(&expects.estimate).and_then(|at| sheet.items().get(at));
        return (item.and_then(|item| item.root), check.condition.root);
    }
    match check.condition.root.map(|root| sheet.ast().node(root)) {
        Some(Node::Binary(_, left, right)) => (Some(left), Some(right)),
        _ => (None, None),
    }
}

/// Returns the left side of a `≈`, with the unit that an estimate is printed in.
fn value_of<'w>(sheet: &'w Worksheet, check: &Check) -> (Value, Option<&'w str>) {
    let value = check.condition.sides.map_or(Value::UNKNOWN, |sides| sides.left.0);
    let expects = check.expects.as_ref();
    let item = expects.and_then(|expects| sheet.items().get(sheet.position(&expects.estimate)?));
    (value, item.and_then(Item::unit))
}

/// Returns what the estimates are expected to be, by their names.
fn expected(sheet: &Worksheet, rows: &[CheckRow]) -> HashMap<String, Box<Expected>> {
    let pairs = sheet.checks().iter().zip(rows);
    let expected = pairs.filter_map(|(check, row)| {
        let expects = check.expects.as_ref()?;
        let (text, source, apart) = (expects.text.clone(), expects.source.clone(), row.apart.clone()?);
        Some((expects.estimate.clone(), Box::new(Expected { text, source, apart })))
    });
    expected.collect()
}
