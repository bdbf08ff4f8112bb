//! The tables of a model as text: a row each, or a line for each cell.

use anstyle::Style;

use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::paint;
use napkin::report::{OfRow, Report, Rows};
use napkin::text::escape::escaped;

/// A cell without a value.
const NONE: &str = "–";

/// Writes the tables that have computed columns; with `--tables` all, with a line for each cell.
pub fn all(report: &Report, view: &View) -> String {
    if view.detail.tables {
        return report.tables.iter().map(|table| in_lines(table, view)).collect();
    }
    let computed = report.tables.iter().filter(|table| has_formulas(table));
    computed.map(|table| in_rows(table, view)).collect()
}

fn has_formulas(table: &Rows) -> bool {
    table.columns.iter().any(|column| column.formula.is_some())
}

/// Writes a row for each row, with the computed columns.
fn in_rows(table: &Rows, view: &View) -> String {
    let heading = escaped(&table.name).replace('_', " ").to_uppercase();
    if !table.is_computed {
        let line = format!("{heading}  {} rows (--tables)\n", table.rows.len());
        return view.paint().with(paint::DIM, &line);
    }
    let is_computed: Vec<bool> = table.columns.iter().map(|column| column.formula.is_some()).collect();
    let columns = table.columns.iter().zip(&is_computed).filter(|(_, computed)| **computed);
    let titles: Vec<String> = columns.map(|(column, _)| escaped(&column.name)).collect();
    let styles = [Style::new()].into_iter().chain(titles.iter().map(|_| paint::RESULT)).collect();
    let numbers = [false].into_iter().chain(titles.iter().map(|_| true)).collect();
    let mut grid = Grid::new(numbers).styled(styles);
    grid.headed([heading].into_iter().chain(titles).collect());
    let is_marked = table.rows.iter().any(|row| !row.chosen_by.is_empty() || row.excluded_by.is_some());
    for row in &table.rows {
        let cells = row.cells.iter().zip(&is_computed).filter(|(_, computed)| **computed);
        let cells = cells.map(|(cell, _)| match &cell.shown {
            Some(shown) => shown.written.literal(),
            None => NONE.to_owned(),
        });
        grid.row([marked(row, is_marked)].into_iter().chain(cells).collect(), notes(table, row));
    }
    match view.screen.width {
        Some(width) if !grid.fits(width) => in_lines(table, view),
        width => grid.render(width, view.paint()),
    }
}

/// What stands beside a row: which estimates choose it, if they choose several, what excludes it, and its note.
fn notes(table: &Rows, row: &OfRow) -> Vec<String> {
    let chosen = table.rows.iter().filter(|row| !row.chosen_by.is_empty()).count();
    let by = (chosen > 1 && !row.chosen_by.is_empty()).then(|| row.chosen_by.join(", "));
    by.iter().chain(&row.excluded_by).chain(&row.note).map(|note| escaped(note)).collect()
}

/// The name of a row, with a mark if it is chosen or excluded.
fn marked(row: &OfRow, is_marked: bool) -> String {
    let mark = match (is_marked, !row.chosen_by.is_empty(), row.excluded_by.is_some()) {
        (false, ..) => "",
        (_, true, _) => "* ",
        (_, _, true) => "- ",
        _ => "  ",
    };
    format!("{mark}{}", escaped(&row.name))
}

/// Writes a line for each cell, with its interval.
fn in_lines(table: &Rows, view: &View) -> String {
    let mut grid = Grid::new(vec![false, true, false]).styled(vec![Style::new(), paint::RESULT, paint::DIM]);
    let heading = escaped(&table.name).replace('_', " ").to_uppercase();
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let is_uncertain = cells().any(|cell| cell.shown.as_ref().is_some_and(|shown| shown.spread.is_some()));
    match is_uncertain {
        true => grid.headed(vec![heading, "median".to_owned(), "90% interval".to_owned()]),
        false => grid.heading(heading),
    }
    let is_marked = table.rows.iter().any(|row| !row.chosen_by.is_empty() || row.excluded_by.is_some());
    for row in &table.rows {
        let name = marked(row, is_marked);
        let mut notes = notes(table, row);
        for (cell, column) in row.cells.iter().zip(&table.columns) {
            let shown = cell.shown.as_ref();
            let interval = shown.and_then(|shown| shown.spread.as_ref()).map(|spread| &spread.interval);
            let value = shown.map_or_else(|| NONE.to_owned(), |shown| shown.written.literal());
            let also = shown.filter(|shown| shown.row.is_some()).and_then(|shown| shown.written.also.clone());
            let own = cell.note.iter().chain(&also).map(|note| escaped(note));
            notes.extend(own.collect::<Vec<_>>());
            let interval = interval.map_or_else(String::new, |interval| interval.range.clone());
            let name = format!("{name}.{}", escaped(&column.name));
            grid.row(vec![name, value, interval], std::mem::take(&mut notes));
        }
    }
    grid.render(view.screen.width, view.paint())
}
