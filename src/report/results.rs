//! The report of a model.

use std::collections::HashMap;

use super::model::{CheckRow, Comparison, Report, Row, Section, Settings};
use crate::analysis::{search, sensitivity};
use crate::engine::Slot;
use crate::run::repair::{self, Input};
use crate::run::{Answers, Run, Ticket, Wanted, summary};
use crate::worksheet::{Check, Heading, Item, Refused, Role, Sides, Worksheet, model};

/// Runs a model: `name` is its path or the preset's name, `text` its TOML.
///
/// ```
/// let text = r#"
/// [inputs]
/// users = "1M users"
/// size  = "2 MB/user"
/// [estimates]
/// storage = "users * size"
/// "#;
/// let report = napkin::report::run("photos.toml", text, &Default::default());
/// assert_eq!(report.estimates[0].rows[0].shown.written.literal(), "2 TB");
/// ```
pub fn run(name: &str, text: &str, settings: &Settings) -> Report {
    let mut report = match model::read(name, text, &settings.set) {
        Ok(sheet) => of(sheet, settings),
        Err(Refused { sources, title, remarks, diagnostics }) => {
            Report { sources, title, remarks, diagnostics, name: name.to_owned(), ..Report::default() }
        }
    };
    let diagnostics = model::in_order(std::mem::take(&mut report.diagnostics));
    let input = || Input { name: name.to_owned(), text: text.to_owned(), set: Some(settings.set.clone()) };
    report.diagnostics =
        repair::offered(input, diagnostics, &report.sources, (&settings.uncertainty, settings.digits));
    report
}

/// The tickets and values requested for a check.
struct Asked<'w> {
    check: &'w Check,
    holds: Ticket,
    sides: Option<(Sides, Wanted, Wanted, Option<Ticket>)>,
}

fn of(sheet: Worksheet, settings: &Settings) -> Report {
    let mut report = Report {
        sources: sheet.sources().clone(),
        name: sheet.name().to_owned(),
        title: sheet.title().map(str::to_owned),
        remarks: sheet.remarks().to_vec(),
        diagnostics: sheet.warnings().to_vec(),
        ..Report::default()
    };
    let mut run = Run::new(sheet.compiled(), &settings.uncertainty, &sheet.input_slots());
    // Every item of a model has a name, so that a condition is either shown or refused.
    let items: Vec<Wanted> = run.items(&sheet).into_iter().flatten().collect();
    run.refuse_undecided_checks(&sheet);
    let checks: Vec<Asked<'_>> = sheet.checks().iter().map(|check| ask(&mut run, check)).collect();
    let answers = match run.answers() {
        Ok(answers) => answers,
        Err(errors) => {
            report.diagnostics.extend(errors);
            return report;
        }
    };
    report.diagnostics.extend(answers.warnings().to_vec());
    let mut search = search::Search::new(&sheet, &answers);
    report.checks =
        checks.iter().map(|asked| check_row(asked, &answers, settings.digits, &mut search)).collect();
    report.reading = answers.reading(settings.digits, &report.sources);
    if settings.uncertainty.point && sheet.compiled().varying().contains(&true) {
        report.remarks.push(
            "every range is fixed at its median, so probabilities and percentiles carry no information"
                .to_owned(),
        );
    }
    let spread = sensitivity::Spread::new(&sheet, &answers, &items);
    report.check_first = spread.check_first();
    if let Some(wanted) = &settings.sensitivity {
        match spread.of(wanted, settings.digits) {
            Ok(rows) => report.sensitivity = rows,
            Err(error) => report.diagnostics.push(error),
        }
    }
    let summary = sheet.summary().cloned();
    let (inputs, estimates) = sheet.headings();
    let (inputs, estimates) = (inputs.to_vec(), estimates.to_vec());
    // The worksheet ends here: its texts move into the rows.
    let mut rows = sheet.into_items().into_iter().zip(&items);
    let row = |item: Item, wanted: &Wanted| row(item, wanted, &answers, settings.digits);
    report.inputs = sections(&inputs, &mut rows, row);
    report.estimates = sections(&estimates, &mut rows, row);
    if let Some(text) = &summary {
        let sections = report.inputs.iter().chain(&report.estimates);
        let rows = sections.flat_map(|section| &section.rows);
        let values: HashMap<&str, String> =
            rows.map(|row| (row.name.as_str(), row.shown.written.literal())).collect();
        match summary::fill(text, &values) {
            Ok(filled) => report.summary = Some(filled),
            Err(errors) => report.diagnostics.extend(errors),
        }
    }
    if !report.is_ok() {
        (report.inputs, report.estimates, report.checks) = (Vec::new(), Vec::new(), Vec::new());
    }
    report
}

fn ask<'w>(run: &mut Run, check: &'w Check) -> Asked<'w> {
    let holds = run.ask(check.condition.holds);
    let sides = check.condition.sides.map(|sides| {
        let mut side = |(value, slot): (crate::lower::Value, Slot)| run.show_plainly(value, slot);
        let (left, right) = (side(sides.left), side(sides.right));
        (sides, left, right, sides.share.map(|share| run.ask(share)))
    });
    Asked { check, holds, sides }
}

fn sections<'s>(
    headings: &[Heading],
    items: &mut impl Iterator<Item = (Item, &'s Wanted)>,
    row: impl Fn(Item, &Wanted) -> Row,
) -> Vec<Section> {
    let section = |heading: &Heading| Section {
        heading: heading.name.clone(),
        rows: items.by_ref().take(heading.items).map(|(item, wanted)| row(item, wanted)).collect(),
    };
    headings.iter().map(section).collect()
}

fn row(item: Item, wanted: &Wanted, answers: &Answers, digits: usize) -> Row {
    let mut shown = answers.shown(wanted, digits);
    if item.role == Role::Input
        && item.unit.is_none()
        && item.root.is_some()
        && let Some(literal) = item.literal
    {
        shown.written = literal.written;
    }
    Row {
        name: item.name.unwrap_or_default(),
        formula: item.formula,
        shown,
        note: item.note,
        source: item.source,
        set: item.is_set,
    }
}

fn check_row(
    asked: &Asked<'_>,
    answers: &Answers,
    digits: usize,
    search: &mut search::Search<'_>,
) -> CheckRow {
    let Asked { check, holds, sides } = asked;
    let passed = answers[*holds].middle() == 1.0;
    let mut row = CheckRow {
        name: check.name.clone(),
        check: check.formula.clone(),
        level: check.level,
        passed,
        comparison: None,
        note: check.note.clone(),
        span: check.span,
        probability: None,
        is_close: false,
        holds_with: Vec::new(),
    };
    if let Some((sides, left, right, share)) = sides {
        let values = (answers[left.ticket()].middle(), answers[right.ticket()].middle());
        let is_share = answers.is_share(sides.left.1);
        row.probability = match share {
            Some(share) => Some(answers[*share].middle()),
            None => is_share.then_some(values.0),
        };
        row.is_close = search::is_close(answers.compiled().program(), sides, values, answers.found());
        row.comparison = Some(Comparison {
            actual: answers.shown(left, digits),
            limit: answers.shown(right, digits),
            margin: sides.below().map(|below| search::margin(values.0, values.1, below)),
        });
    }
    if !passed {
        row.holds_with = search.holds_with(check.condition.holds);
    }
    row
}
