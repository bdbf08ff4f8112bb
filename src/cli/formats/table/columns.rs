//! The results of a model in several scenarios, a column for each beside the model itself.

use super::{checks, model};
use crate::cli::formats::columns::{cell, changed};
use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::formats::value::bare;
use crate::cli::formats::wrap::wrapped;
use crate::cli::paint;
use napkin::report::{Report, Row};
use napkin::text::escape::escaped;

/// Writes the results of a model in its scenarios.
pub fn report(report: &Report, view: &View) -> String {
    if view.detail.quiet {
        return quiet(report);
    }
    let mut out = model::head(report, view);
    if out.ends_with("\n\n") {
        out.pop();
    }
    for column in &report.columns {
        if let Some(note) = &column.note {
            for line in wrapped(&escaped(&format!("{}: {note}", column.scenario)), view.text_width()) {
                out.push_str(&format!("{}\n", view.paint().with(paint::DIM, &line)));
            }
        }
    }
    out.push('\n');
    if view.detail.inputs {
        out.push_str(&format!("{}\n", model::input_tables(&report.inputs, view)));
    }
    out.push_str(&values(report, view).render(view.screen.width, view.paint()));
    out.push_str(&checks::table(report, view));
    out
}

/// Returns the values beside each other: with their intervals, or where these are too wide without, or below each other.
fn values(report: &Report, view: &View) -> Grid {
    let mut all = beside(report, cell);
    let Some(width) = view.screen.width.filter(|width| !all.fits(*width)) else { return all };
    let mut medians = beside(report, |row| row.shown.written.literal());
    if medians.fits(width) { medians } else { below(report) }
}

/// Writes a column for each scenario.
fn beside(report: &Report, cell: impl Fn(&Row) -> String) -> Grid {
    let mut grid = Grid::new(vec![false; report.columns.len() + 2]);
    let mut titles: Vec<String> = vec![String::new(), "base".to_owned()];
    titles.extend(report.columns.iter().map(|column| escaped(&column.scenario)));
    let set = changed(report);
    if !set.is_empty() {
        grid.headed(with_heading("SET", &mut titles));
        for row in set {
            grid.row(row.into_iter().map(|cell| escaped(&cell)).collect(), Vec::new());
        }
    }
    for (at, section) in report.estimates.iter().enumerate().filter(|(_, section)| !section.rows.is_empty()) {
        let heading = section.heading.as_deref().map_or_else(|| "ESTIMATES".to_owned(), model::heading_of);
        grid.headed(with_heading(&heading, &mut titles));
        for (place, row) in section.rows.iter().enumerate() {
            let others = others(report, (at, place)).map(|(_, other)| other.map(&cell).unwrap_or_default());
            let cells = [escaped(&row.name), cell(row)].into_iter().chain(others);
            grid.row(cells.collect(), row.note.iter().map(|note| escaped(note)).collect());
        }
    }
    grid
}

/// Writes a line for each scenario.
fn below(report: &Report) -> Grid {
    let mut grid = Grid::new(vec![false; 3]);
    let scenarios = || report.columns.iter().map(|column| escaped(&column.scenario));
    let set = changed(report);
    if !set.is_empty() {
        grid.heading("SET");
        for cells in set {
            let mut cells = cells.into_iter().map(|cell| escaped(&cell));
            let mut name = cells.next().unwrap_or_default();
            for (scenario, value) in std::iter::once("base".to_owned()).chain(scenarios()).zip(cells) {
                grid.row(vec![std::mem::take(&mut name), scenario, value], Vec::new());
            }
        }
    }
    for (at, section) in report.estimates.iter().enumerate().filter(|(_, section)| !section.rows.is_empty()) {
        grid.heading(section.heading.as_deref().map_or_else(|| "ESTIMATES".to_owned(), model::heading_of));
        for (place, row) in section.rows.iter().enumerate() {
            let notes = row.note.iter().map(|note| escaped(note)).collect();
            grid.row(vec![escaped(&row.name), "base".to_owned(), cell(row)], notes);
            for (scenario, other) in others(report, (at, place)) {
                let value = other.map(cell).unwrap_or_default();
                grid.row(vec![String::new(), escaped(scenario), value], Vec::new());
            }
        }
    }
    grid
}

/// Returns the titles of the columns beside a heading; those below it are not written again.
fn with_heading(heading: &str, titles: &mut Vec<String>) -> Vec<String> {
    let mut cells = std::mem::take(titles);
    match cells.first_mut() {
        Some(first) => heading.clone_into(first),
        None => cells.push(heading.to_owned()),
    }
    cells
}

/// Returns a row in the other scenarios, with their names.
fn others(report: &Report, (at, place): (usize, usize)) -> impl Iterator<Item = (&str, Option<&Row>)> {
    report.columns.iter().map(move |column| {
        let row = column.estimates.get(at).and_then(|section| section.rows.get(place));
        (column.scenario.as_str(), row)
    })
}

fn quiet(report: &Report) -> String {
    let mut out = String::new();
    for (at, section) in report.estimates.iter().enumerate() {
        for (place, row) in section.rows.iter().enumerate() {
            out.push_str(&format!("{} {}", row.name, bare(&row.shown)));
            for (_, other) in others(report, (at, place)) {
                out.push_str(&format!(" {}", other.map(|row| bare(&row.shown)).unwrap_or_default()));
            }
            out.push('\n');
        }
    }
    out
}
