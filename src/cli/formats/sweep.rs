//! A model at many values of one or two inputs: a table, or a grid for each estimate; Markdown, and CSV.

use super::format::View;
use super::grid::Grid;
use super::inert::{code, inline};
use crate::cli::paint;
use napkin::Shown;
use napkin::report::sweep::{Point, Swept};
use napkin::text::escape::escaped;

/// Stands behind a value of a grid at which a check fails.
const FAILS: &str = "!";

/// Stands for a value that there is not.
const NOTHING: &str = "-";

/// Writes the points: with two inputs and one estimate a grid, else a row for each.
pub fn table(of: &Swept, view: &View) -> String {
    let mut out = String::new();
    if !view.detail.quiet {
        let inputs: Vec<String> = of
            .axes
            .iter()
            .map(|(name, values)| format!("{} of {name}", counted(values.len(), "value")))
            .collect();
        let more = match of.left_out {
            0 => String::new(),
            left => format!("; {} with `--show`", counted(left, "more estimate")),
        };
        let line = format!("{}: {}{more}", of.name, inputs.join(", "));
        out.push_str(&format!("{}\n", view.paint().with(paint::HEADING, &escaped(&line))));
    }
    let width = view.screen.width;
    let is_grid = is_grid(of);
    let rows = match matrix(of).filter(|_| is_grid) {
        Some(rows) => rows,
        None => {
            let wide = lines(of, true);
            let fits = width.is_none_or(|width| build(&wide).fits(width));
            if fits { wide } else { lines(of, false) }
        }
    };
    out.push_str(&build(&rows).render(width, view.paint()));
    if let Some(legend) = legend(of).filter(|_| is_grid) {
        out.push_str(&format!("  {}\n", view.paint().with(paint::DIM, &escaped(&legend))));
    }
    out
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Whether there is one estimate for each pair of values.
fn is_grid(of: &Swept) -> bool {
    of.axes.len() == 2 && of.shown.len() == 1
}

/// Writes a table for a document.
pub fn markdown(of: &Swept) -> String {
    let is_grid = is_grid(of);
    let rows = matrix(of).filter(|_| is_grid).unwrap_or_else(|| lines(of, true));
    let mut out = String::new();
    for (at, row) in rows.iter().enumerate() {
        let cells =
            row.iter().map(|cell| if at == 0 && !cell.is_empty() { code(cell) } else { inline(cell) });
        out.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
        if at == 0 {
            out.push_str(&format!("|{}\n", "---|".repeat(row.len())));
        }
    }
    if let Some(legend) = legend(of).filter(|_| is_grid) {
        out.push_str(&format!("\n{}\n", inline(&legend)));
    }
    out
}

/// Returns the rows of a table, its titles first.
fn lines(of: &Swept, has_intervals: bool) -> Vec<Vec<String>> {
    let has_checks = of.points.iter().any(|point| of.failing(point).next().is_some());
    let names = of.axes.iter().map(|(name, _)| name).chain(&of.shown);
    let mut titles: Vec<String> = names.map(|name| escaped(name)).collect();
    titles.extend(has_checks.then(|| "checks".to_owned()));
    let mut rows = vec![titles];
    let mut before: Option<&Point> = None;
    for point in &of.points {
        // A flip is one along the last input.
        let is_next = |before: &&Point| {
            let leads = of.axes.len().saturating_sub(1);
            before.at.get(..leads) == point.at.get(..leads)
        };
        let mut row: Vec<String> = (0..of.axes.len()).map(|axis| escaped(of.text(point, axis))).collect();
        row.extend(point.values.iter().map(|shown| cell(shown.as_ref(), has_intervals)));
        row.extend(has_checks.then(|| of.verdict(point, before.filter(is_next))));
        rows.push(row);
        before = Some(point);
    }
    rows
}

/// Returns a grid of one estimate: a row for each value of the first input, a column for each of the second. `None` if
/// there is none.
fn matrix(of: &Swept) -> Option<Vec<Vec<String>>> {
    let [(first, names), (second, values)] = of.axes.as_slice() else { return None };
    let shown = of.shown.first()?;
    let corner = format!("{shown}: {first} \\ {second}");
    let mut rows = vec![[corner].into_iter().chain(values.iter().cloned()).collect::<Vec<_>>()];
    for (name, points) in names.iter().zip(of.points.chunks(values.len().max(1))) {
        let cells = points.iter().map(|point| {
            let mark = if of.failing(point).next().is_some() { FAILS } else { "" };
            format!("{}{mark}", cell(point.values.first().and_then(Option::as_ref), false))
        });
        rows.push([name.clone()].into_iter().chain(cells).collect());
    }
    Some(rows.into_iter().map(|row| row.iter().map(|cell| escaped(cell)).collect()).collect())
}

/// Says which checks fail where a grid has a mark.
fn legend(of: &Swept) -> Option<String> {
    let mut names: Vec<&str> =
        of.points.iter().flat_map(|point| of.failing(point)).map(|(name, _)| name).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(*name));
    (!names.is_empty()).then(|| format!("{FAILS} a check does not hold: {}", names.join(", ")))
}

fn cell(shown: Option<&Shown>, has_interval: bool) -> String {
    let Some(shown) = shown else { return NOTHING.to_owned() };
    let literal = shown.written.literal();
    match shown.spread.as_ref().filter(|_| has_interval) {
        Some(spread) => format!("{literal} ({})", spread.interval.range),
        None => literal,
    }
}

fn build(rows: &[Vec<String>]) -> Grid {
    let columns = rows.first().map_or(0, Vec::len);
    let mut grid = Grid::new(vec![false; columns]);
    for (at, row) in rows.iter().enumerate() {
        if at == 0 { grid.titles(row.clone()) } else { grid.row(row.clone(), Vec::new()) }
    }
    grid
}
