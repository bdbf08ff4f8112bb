//! Markdown: tables in the syntax of GitHub.

mod checks;

use super::cited::{citations, cited};
use super::columns::{cell, changed};
use super::document::{Detail, Document};
use super::format::{Format, View};
use super::inert::{code, fenced, inline, known, on_one_line, text};
use super::value::bars;
use super::{explanation, mental, sensitivity, strip, verdict};
use napkin::explain::Explanation;
use napkin::report::brief::rounded;
use napkin::report::listing::{Listing, formulas};
use napkin::report::{CheckRow, Column, Report, Row, Rows, Section};
use napkin::{Evaluation, Shown};
use unicode_width::UnicodeWidthStr;

/// Maximum number of rows of a brief report.
const BRIEF_ROWS: usize = 9;

/// Tables for documents.
#[derive(Debug)]
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "For documents"
    }

    fn title(&self) -> &'static str {
        "Markdown"
    }

    fn write(&self, document: &Document, view: &View) -> String {
        match document {
            Document::Evaluation(evaluation) => values(evaluation),
            Document::Report(of) => report(of, &view.detail),
            Document::Reports(of) => {
                let reports = of.iter().filter(|each| each.is_ok()).map(|each| report(each, &view.detail));
                reports.collect::<Vec<_>>().join("\n")
            }
            Document::Checks(of) => checks::checks(of),
            Document::Diffs(diffs) => super::diff::markdown(diffs, view),
            Document::Solved(of) => super::solve::markdown(of),
            Document::Swept(of) => super::sweep::markdown(of),
            Document::Projection(of) => super::projection::markdown(of),
            Document::Explanation(explanation) => steps(explanation),
            Document::Code(explained) => super::code::markdown(explained),
            Document::Listing(of) => listing(of),
            Document::Formula(formula) => listing(&formulas::one(formula)),
            Document::Review(files) => super::review::markdown(files, view.detail.verbose),
            Document::Practice(_) | Document::Interview(_) => String::new(), // Refused before a command runs, as the next two are.
            Document::Preset(preset) => preset.text.to_owned(),
            Document::Text(text) => text.clone(),
        }
    }
}

fn values(evaluation: &Evaluation) -> String {
    let uncertain = evaluation.answers.iter().any(|answer| answer.shown.spread.is_some());
    let mut out = titles(&columns(&["expression", "value"], uncertain, &["also"]), &[1, 2]);
    for answer in &evaluation.answers {
        let written = &answer.shown.written;
        let interval = interval(&answer.shown);
        let mut cells = vec![code(&answer.source), inline(&written.literal())];
        cells.extend(uncertain.then(|| inline(&interval)));
        cells.push(inline(written.also.as_deref().unwrap_or_default()));
        out.push_str(&row(&cells));
    }
    out.push_str(&histograms(evaluation.answers.iter().map(|answer| (&answer.source, &answer.shown))));
    out
}

fn report(report: &Report, detail: &Detail) -> String {
    if detail.brief {
        return brief(report);
    }
    let mut out = format!("# {}\n", text(report.title.as_deref().unwrap_or(&report.name)));
    for line in report.summary.iter().chain(&report.remarks) {
        out.push_str(&format!("\n{}\n", text(line)));
    }
    if detail.inputs || report.is_part {
        for section in report.inputs.iter().filter(|section| !section.rows.is_empty()) {
            out.push_str(&heading("Inputs", section));
            out.push_str(&input_rows(section));
        }
    }
    if detail.inputs {
        out.push_str(&citations(&cited(report)));
    }
    if !report.columns.is_empty() {
        out.push_str(&scenarios(report));
        return out;
    }
    let mut rows = report.estimates.iter().flat_map(|section| &section.rows);
    let uncertain = rows.any(|row| row.shown.spread.is_some());
    for section in report.estimates.iter().filter(|section| !section.rows.is_empty()) {
        out.push_str(&heading("Estimates", section));
        let columns = columns(&["name", "value"], uncertain, &["also", "formula", "note"]);
        out.push_str(&titles(&columns, if uncertain { &[1, 2, 3] } else { &[1, 2] }));
        for each in &section.rows {
            let written = &each.shown.written;
            let mut cells = vec![code(&each.name), inline(&written.literal())];
            cells.extend(uncertain.then(|| inline(&interval(&each.shown))));
            let also = written.also.as_deref().unwrap_or_default();
            cells.extend([inline(also), code(&each.formula), inline(&note(each))]);
            out.push_str(&row(&cells));
        }
        out.push_str(&histograms(section.rows.iter().map(|row| (&row.name, &row.shown))));
    }
    for table in report.tables.iter().filter(|table| table.is_computed || detail.tables || detail.inputs) {
        out.push_str(&cells(table));
    }
    if !report.checks.is_empty() {
        out.push_str("\n## Checks\n\n");
        out.push_str(&check_rows(&report.checks));
    }
    if let Some(first) = &report.check_first {
        out.push_str(&format!("\n{}\n", verdict::check_first(first, &|name| code(name))));
    }
    if detail.sensitivity {
        out.push_str(&influences(report, detail.all));
    }
    out
}

/// Writes the values in every scenario, and the checks.
fn scenarios(report: &Report) -> String {
    let mut out = String::new();
    for column in &report.columns {
        if let Some(note) = &column.note {
            out.push_str(&format!("\n{}\n", text(&format!("{}: {note}", column.scenario))));
        }
    }
    let names = report.columns.iter().map(|column| column.scenario.as_str());
    let columns: Vec<&str> = ["name", "base"].into_iter().chain(names).collect();
    let right: Vec<usize> = (1..columns.len()).collect();
    let set = changed(report);
    if !set.is_empty() {
        out.push_str("\n## Set\n\n");
        out.push_str(&titles(&columns, &right));
        out.extend(set.iter().map(|cells| row(&cells.iter().map(|cell| code(cell)).collect::<Vec<_>>())));
    }
    for (at, section) in report.estimates.iter().enumerate().filter(|(_, section)| !section.rows.is_empty()) {
        out.push_str(&heading("Estimates", section));
        out.push_str(&titles(&columns, &right));
        for (place, each) in section.rows.iter().enumerate() {
            let other = |column: &Column| column.estimates.get(at)?.rows.get(place).map(cell);
            let others = report.columns.iter().map(|column| inline(&other(column).unwrap_or_default()));
            let cells = [code(&each.name), inline(&cell(each))].into_iter().chain(others);
            out.push_str(&row(&cells.collect::<Vec<_>>()));
        }
    }
    if !report.checks.is_empty() {
        out.push_str("\n## Checks\n\n");
        out.push_str(&check_rows(&report.checks));
    }
    out
}

/// Writes a table of the model, a row for each row.
fn cells(table: &Rows) -> String {
    let shown: Vec<bool> = (0..table.columns.len())
        .map(|at| table.rows.iter().any(|row| row.cells.get(at).is_some_and(|cell| cell.shown.is_some())))
        .collect();
    let is_noted = table
        .rows
        .iter()
        .any(|row| row.excluded_by.is_some() || row.note.is_some() || !row.chosen_by.is_empty());
    let columns = table.columns.iter().zip(&shown).filter(|(_, shown)| **shown);
    let named = columns.map(|(column, _)| column.name.as_str());
    let named: Vec<&str> = ["row"].into_iter().chain(named).chain(is_noted.then_some("note")).collect();
    let numbers: Vec<usize> = (1..named.len() - usize::from(is_noted)).collect();
    let mut out = format!("\n## Table: {}\n\n{}", text(&table.name), titles(&named, &numbers));
    for each in &table.rows {
        let cells = each.cells.iter().zip(&shown).filter(|(_, shown)| **shown);
        let cells = cells.map(|(cell, _)| match &cell.shown {
            Some(shown) => inline(&shown.written.literal()),
            None => "–".to_owned(),
        });
        let mut cells: Vec<String> = [code(&each.name)].into_iter().chain(cells).collect();
        let by = each.chosen_by.join(", ");
        let chosen = (!by.is_empty()).then(|| format!("chosen by {by}"));
        let excluded = each.excluded_by.as_ref().map(|by| format!("excluded: {by}"));
        let notes: Vec<String> = chosen.into_iter().chain(excluded).chain(each.note.clone()).collect();
        cells.extend(is_noted.then(|| inline(&notes.join("; "))));
        out.push_str(&row(&cells));
    }
    out
}

/// Writes the most important rows, and the checks in a sentence.
fn brief(report: &Report) -> String {
    let brief = report.brief(BRIEF_ROWS);
    let uncertain = brief.rows.iter().any(|row| row.shown.spread.is_some());
    let mut out = format!("# {}\n\n", text(report.title.as_deref().unwrap_or(&report.name)));
    out.push_str(&titles(
        &columns(&["name", "value"], uncertain, &[]),
        if uncertain { &[1, 2] } else { &[1] },
    ));
    for each in &brief.rows {
        let mut cells = vec![code(&each.name), inline(&rounded(&each.shown.written.literal()))];
        cells.extend(uncertain.then(|| inline(&rounded(&interval(&each.shown)))));
        out.push_str(&row(&cells));
    }
    for sentence in verdict::brief(&brief, report.check_first.as_ref(), &code, &text) {
        out.push_str(&format!("\n{sentence}\n"));
    }
    out
}

fn steps(of: &Explanation) -> String {
    let mut out = String::new();
    if let Some(title) = of.title.as_ref().or(of.model.as_ref()) {
        out.push_str(&format!("# {}\n", text(title)));
    }
    for line in of.reading.iter().chain(&of.remarks) {
        out.push_str(&format!("\n{}\n", text(line)));
    }
    let given = explanation::inputs(of);
    if !given.rows.is_empty() {
        out.push_str("\n## Inputs\n\n");
        out.push_str(&input_rows(&given));
    }
    out.push_str("\n## Steps\n");
    if !of.is_mental() {
        out.push_str(&explanation::markdown(of));
        return out;
    }
    out.push_str(&mental::markdown(of));
    out.push_str("\n## Mental arithmetic\n\n| | mental | exact | largest error |\n|---|---|---|---|\n");
    for ([name, own, exact], cost) in mental::answers(of, code) {
        out.push_str(&row(&[name, inline(&own), inline(&exact), inline(&cost.unwrap_or_default())]));
    }
    out
}

fn listing(listing: &Listing) -> String {
    let mut out = String::new();
    for part in &listing.parts {
        if !out.is_empty() {
            out.push('\n');
        }
        if !part.heading.is_empty() {
            out.push_str(&format!("## {}\n\n", text(&part.heading)));
        }
        let shown = || part.columns.iter().enumerate().filter(|(_, column)| !column.title.is_empty());
        let columns: Vec<&str> = shown().map(|(_, column)| column.title).collect();
        let numbers: Vec<usize> = shown()
            .map(|(_, column)| column.number)
            .enumerate()
            .filter(|(_, number)| *number)
            .map(|(at, _)| at)
            .collect();
        out.push_str(&titles(&columns, &numbers));
        for each in &part.rows {
            let fields = shown().filter_map(|(at, _)| each.get(at)).map(|field| known(&field.shown()));
            out.push_str(&row(&fields.collect::<Vec<_>>()));
        }
        for line in [&part.note, &part.source].into_iter().filter(|line| !line.is_empty()) {
            out.push_str(&format!("\n{}\n", known(line)));
        }
    }
    out.push_str(&citations(&listing.sources()));
    out
}

/// Writes citations under a heading.
/// Writes inputs with their notes and sources.
fn input_rows(section: &Section) -> String {
    let mut out = titles(&["name", "value", "note", "source"], &[1]);
    for each in &section.rows {
        out.push_str(&row(&[
            code(&each.name),
            code(&each.formula),
            inline(&note(each)),
            inline(each.source.as_deref().unwrap_or_default()),
        ]));
    }
    out
}

/// Writes the histograms below their table, in a block of code: strips above each other need a monospaced font.
fn histograms<'a>(of: impl Iterator<Item = (&'a String, &'a Shown)>) -> String {
    let strips =
        of.filter_map(|(name, shown)| Some((on_one_line(name), strip::histogram(bars(shown)?, true))));
    let strips: Vec<(String, String)> = strips.collect();
    let Some(widest) = strips.iter().map(|(name, _)| name.width()).max() else { return String::new() };
    let line = |(name, strip): &(String, String)| {
        format!("{name}{:blanks$}  {strip}\n", "", blanks = widest - name.width())
    };
    format!("\n{}", fenced(&strips.iter().map(line).collect::<String>()))
}

/// Writes the effect of each input on each estimate.
fn influences(report: &Report, all: bool) -> String {
    let mut out = String::from("\n## Sensitivity\n\n");
    out.push_str(&titles(&["estimate", "input", "explains", "at its p5", "at its p95"], &[2, 3, 4]));
    for of in sensitivity::chosen(&report.sensitivity, all) {
        for input in &of.inputs {
            out.push_str(&row(&[
                code(&of.estimate),
                code(&input.name),
                inline(&sensitivity::percent(input.share)),
                inline(&input.low.written.literal()),
                inline(&input.high.written.literal()),
            ]));
        }
    }
    out
}

/// Returns the titles of columns, with one for the interval if a value is uncertain.
fn columns<'t>(before: &[&'t str], uncertain: bool, after: &[&'t str]) -> Vec<&'t str> {
    let interval = uncertain.then_some("90% interval");
    before.iter().copied().chain(interval).chain(after.iter().copied()).collect()
}

fn interval(shown: &Shown) -> String {
    shown.spread.as_ref().map(|spread| spread.interval.to_string()).unwrap_or_default()
}

fn check_rows(checks: &[CheckRow]) -> String {
    let noted = checks.iter().any(|check| verdict::note_of(check).is_some());
    let note = noted.then_some("note");
    let columns = ["", "name", "check", "result", "holds again with"].into_iter().chain(note);
    let mut out = titles(&columns.collect::<Vec<_>>(), &[]);
    for check in checks {
        let again = check.holds_with.join(", or ");
        let mut cells = vec![
            verdict::status(check).to_owned(),
            code(&check.title()),
            code(&check.check),
            inline(&verdict::sentence(check)),
            inline(&again),
        ];
        cells.extend(noted.then(|| inline(verdict::note_of(check).unwrap_or_default())));
        out.push_str(&row(&cells));
    }
    out
}

fn note(row: &Row) -> String {
    let by = row.by.as_ref().map(|by| format!("set {by}"));
    let set = row.set.then(|| by.unwrap_or_else(|| "set".to_owned()));
    let expected = row.expected.as_deref().map(verdict::expected);
    let notes: Vec<String> = set.into_iter().chain(expected).chain(row.note.clone()).collect();
    notes.join("; ")
}

fn heading(table: &str, section: &Section) -> String {
    match &section.heading {
        Some(heading) => format!("\n## {table}: {}\n\n", text(&heading.replace('_', " "))),
        None => format!("\n## {table}\n\n"),
    }
}

/// Writes the first two lines of a table; the columns in `right` are aligned to the right.
fn titles(titles: &[&str], right: &[usize]) -> String {
    let rule = |(at, _): (usize, &&str)| if right.contains(&at) { "---:" } else { "---" };
    let rules: Vec<&str> = titles.iter().enumerate().map(rule).collect();
    let titles: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
    format!("{}|{}|\n", row(&titles), rules.join("|"))
}

/// Writes a row of cells, each of which is Markdown.
fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}
