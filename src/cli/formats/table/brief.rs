//! The results of a model in at most twelve lines, as they fit on a whiteboard.

use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::formats::verdict;
use crate::cli::formats::wrap::wrapped;
use crate::cli::paint;
use napkin::Shown;
use napkin::report::Report;
use napkin::report::brief::rounded;
use napkin::text::escape::escaped;

/// Maximum number of lines.
const LINES: usize = 12;

/// Writes the most important results of a model.
pub fn report(report: &Report, view: &View) -> String {
    let name = |name: &str| format!("`{}`", escaped(name));
    let below: Vec<String> = verdict::brief(&report.brief(0), report.check_first.as_ref(), &name, &escaped)
        .iter()
        .flat_map(|sentence| wrapped(sentence, view.text_width()))
        .collect();
    let uncertain = report.brief(LINES).rows.iter().any(|row| row.shown.spread.is_some());
    let title = escaped(report.title.as_deref().unwrap_or(&report.name));
    let title = if uncertain { format!("{title} · median and 90% interval") } else { title };
    let mut title = wrapped(&title, view.text_width());
    title.truncate(1);
    let mut out: String =
        title.iter().map(|line| format!("{}\n", view.paint().with(paint::HEADING, line))).collect();
    let room = LINES.saturating_sub(title.len() + below.len());
    // A row takes two lines where the columns do not fit beside each other.
    let fits = |rows: &String| rows.lines().count() <= room;
    let rows = (1..=room).rev().map(|at_most| rows(report, at_most, view)).find(fits);
    out.push_str(&rows.unwrap_or_default());
    out.extend(below.iter().take(LINES - 2).map(|line| format!("{line}\n")));
    out
}

/// Writes the rows with their intervals.
fn rows(report: &Report, at_most: usize, view: &View) -> String {
    let brief = report.brief(at_most);
    let mut grid = Grid::new(vec![false, true, false, false]);
    for row in brief.rows {
        let Shown { written, spread, .. } = &row.shown;
        let number = format!("{}{}", written.sign, written.number);
        let (number, unit) = match written.unit.as_str() {
            "%" => (format!("{number}%"), ""),
            unit => (number, unit.trim_start()),
        };
        let number = rounded(&number);
        let interval = spread.as_ref().map_or_else(String::new, |spread| rounded(&spread.interval.range));
        // Two digits may leave no interval.
        let is_one = interval == number || interval.split_once(" to ").is_some_and(|(low, high)| low == high);
        let interval = if is_one { String::new() } else { interval };
        grid.row(vec![escaped(&row.name), number, unit.to_owned(), interval], Vec::new());
    }
    grid.render(Some(view.text_width()), view.paint())
}
