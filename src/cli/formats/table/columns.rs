//! The results of a model in several scenarios, a column for each beside the model itself.

use super::{checks, model};
use crate::cli::formats::columns::{cell, changed};
use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::formats::value::bare;
use crate::cli::formats::wrap::wrapped;
use crate::cli::paint;
use napkin::report::{Report, Row, Section};
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
            let others = report.columns.iter().map(|column| other(&column.estimates, at, place));
            let cells = [escaped(&row.name), cell(row)].into_iter().chain(others);
            grid.row(cells.collect(), row.note.iter().map(|note| escaped(note)).collect());
        }
    }
    out.push_str(&grid.render(view.screen.width, view.paint()));
    out.push_str(&checks::table(report, view));
    out
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

/// Returns the cell of a row in another scenario.
fn other(sections: &[Section], at: usize, place: usize) -> String {
    sections.get(at).and_then(|section| section.rows.get(place)).map(cell).unwrap_or_default()
}

fn quiet(report: &Report) -> String {
    let mut out = String::new();
    for (at, section) in report.estimates.iter().enumerate() {
        for (place, row) in section.rows.iter().enumerate() {
            out.push_str(&format!("{} {}", row.name, bare(&row.shown)));
            for column in &report.columns {
                let value = |row: &Row| bare(&row.shown);
                let found = column.estimates.get(at).and_then(|section| section.rows.get(place));
                out.push_str(&format!(" {}", found.map(value).unwrap_or_default()));
            }
            out.push('\n');
        }
    }
    out
}
