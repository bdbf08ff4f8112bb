//! The results of a model as tables.

use unicode_width::UnicodeWidthStr;

use super::{checks, listing};
use crate::cli::formats::cited::cited;
use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::formats::value::{bare, bars};
use crate::cli::formats::wrap::wrapped;
use crate::cli::formats::{sensitivity, strip, verdict};
use crate::cli::paint;
use anstyle::Style;
use napkin::Shown;
use napkin::library::cheat_sheets::named_in;
use napkin::report::{Report, Row, Rows, Section, Sensitivity, TableColumn};
use napkin::text::escape::escaped;

/// Maximum width of an input that the summary shows as it was written.
const SHORT: usize = 32;

/// Maximum number of lines of the summary of the inputs.
const SUMMARY_LINES: usize = 2;

/// Writes the results of a model.
pub fn report(report: &Report, view: &View) -> String {
    if view.detail.brief {
        return super::brief::report(report, view);
    }
    let part: &[Section] = if report.is_part { &report.inputs } else { &[] };
    if view.detail.quiet {
        let rows = part.iter().chain(&report.estimates).flat_map(|section| &section.rows);
        return rows.map(|row| format!("{} {}\n", row.name, bare(&row.shown))).collect();
    }
    let mut out = head(report, view);
    let inputs = if view.detail.inputs { report.inputs.as_slice() } else { part };
    if !inputs.is_empty() {
        out.push_str(&input_tables(inputs, view));
        if !report.estimates.is_empty() {
            out.push('\n');
        }
    }
    if view.detail.inputs && !report.tables.is_empty() {
        out.push_str(&cell_tables(&report.tables, view));
        out.push('\n');
    }
    if view.detail.inputs {
        let sources = listing::sources(&cited(report), view);
        if !sources.is_empty() {
            out.push_str(&format!("{sources}\n"));
        }
    }
    if view.detail.sensitivity {
        out.push_str(&charts(report, view));
        return out;
    }
    out.push_str(&estimates(&report.estimates, view));
    if !report.is_part || view.detail.tables {
        out.push_str(&super::tables::all(report, view));
    }
    out.push_str(&checks::table(report, view));
    if let Some(first) = &report.check_first {
        let line = verdict::check_first(first, &|name| format!("`{}`", escaped(name)));
        for line in wrapped(&line, view.text_width()) {
            out.push_str(&format!("{line}\n"));
        }
    }
    out
}

/// Writes the title with the summary, the assumptions and the remarks.
pub fn head(report: &Report, view: &View) -> String {
    let title = report.title.as_deref().unwrap_or(&report.name);
    let first = match &report.summary {
        Some(summary) => format!("{title} · {summary}"),
        None => title.to_owned(),
    };
    let mut out = String::new();
    for line in wrapped(&escaped(&first), view.text_width()) {
        out.push_str(&view.paint().with(paint::HEADING, &line));
        out.push('\n');
    }
    if !view.detail.inputs && !report.is_part {
        for line in assumptions(&report.inputs, view.text_width()) {
            out.push_str(&view.paint().with(paint::DIM, &line));
            out.push('\n');
        }
    }
    if let Some(reading) = &report.reading {
        for line in wrapped(&escaped(reading), view.text_width()) {
            out.push_str(&format!("{}\n", view.paint().with(paint::DIM, &line)));
        }
    }
    for remark in &report.remarks {
        for line in wrapped(&escaped(remark), view.text_width()) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out.push('\n');
    out
}

/// Writes a chart of the effects of the inputs on each estimate, and a line for those that a single input explains.
fn charts(report: &Report, view: &View) -> String {
    let mut out = String::new();
    if report.sensitivity.is_empty() {
        return "Nothing here is uncertain: no result depends on a range.\n".to_owned();
    }
    let of = sensitivity::chosen(&report.sensitivity, view.detail.all);
    let (single, several): (Vec<&Sensitivity>, Vec<&Sensitivity>) =
        of.iter().partition(|of| of.inputs.len() == 1);
    if several.is_empty() && single.len() == 1 {
        // The chart of a single estimate has room.
        return single.iter().map(|of| sensitivity::chart(of, view)).collect();
    }
    for line in wrapped(sensitivity::LEGEND, view.text_width()) {
        out.push_str(&format!("{}\n", view.paint().with(paint::DIM, &line)));
    }
    for of in several {
        out.push('\n');
        out.push_str(&sensitivity::chart(of, view));
    }
    if !single.is_empty() {
        let mut grid = Grid::new(vec![false; 4]).styled(vec![Style::new(), paint::RESULT, paint::DIM]);
        grid.headed(vec![
            "ONE INPUT".to_owned(),
            String::new(),
            "90% interval".to_owned(),
            "input".to_owned(),
        ]);
        for of in single {
            let interval =
                of.shown.spread.as_ref().map_or_else(String::new, |spread| spread.interval.to_string());
            let input = of.inputs.iter().map(|input| escaped(&input.name)).collect();
            grid.row(vec![escaped(&of.estimate), of.shown.written.literal(), interval, input], Vec::new());
        }
        out.push_str(&format!("\n{}", grid.render(view.screen.width, view.paint())));
    }
    let left = report.sensitivity.len() - of.len();
    if left > 0 {
        let word = if left == 1 { "estimate" } else { "estimates" };
        out.push_str(&format!(
            "\n{}\n",
            view.paint().with(paint::DIM, &format!("{left} more {word} (--all)"))
        ));
    }
    out
}

/// Summarises the inputs in the lines that there are, those that `--set` gave first.
fn assumptions(sections: &[Section], width: usize) -> Vec<String> {
    let rows = || sections.iter().flat_map(|section| &section.rows);
    let mut texts: Vec<String> = rows().filter(|row| row.set).map(assumption).collect();
    texts.extend(rows().filter(|row| !row.set).map(assumption));
    if texts.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["Assuming".to_owned()];
    let mut length = "Assuming".len();
    let mut shown = 0;
    for text in &texts {
        let left = texts.len() - shown - 1;
        // The count of the remaining inputs must fit on the last line too.
        let tail = if left > 0 { format!(" · {left} more (--inputs)").width() } else { 0 };
        let size = text.width() + if shown == 0 { 1 } else { 3 };
        let last = lines.len() == SUMMARY_LINES;
        if length + size + if last { tail } else { 2 } > width {
            if last {
                break;
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(" ·");
            }
            lines.push(format!("  {text}"));
            length = text.width() + 2;
        } else if let Some(line) = lines.last_mut() {
            line.push_str(if shown == 0 { " " } else { " · " });
            line.push_str(text);
            length += size;
        }
        shown += 1;
    }
    let left = texts.len() - shown;
    if left > 0
        && let Some(line) = lines.last_mut()
    {
        line.push_str(&format!(" · {left} more (--inputs)"));
    }
    lines
}

/// Writes the inputs in full.
pub fn input_tables(sections: &[Section], view: &View) -> String {
    let mut grid = Grid::new(vec![false, false, false]);
    for section in sections.iter().filter(|section| !section.rows.is_empty()) {
        grid.heading(match &section.heading {
            Some(heading) => format!("INPUTS: {}", heading_of(heading)),
            None => "INPUTS".to_owned(),
        });
        for row in &section.rows {
            let written = escaped(row.formula.trim());
            let value = row.shown.written.literal();
            let computed = match &row.shown.spread {
                Some(_) if written == value => String::new(),
                Some(_) => format!("median {value}"),
                None if is_computed(&written) => format!("= {value}"),
                None => String::new(),
            };
            grid.row(vec![escaped(&row.name), written, computed], notes(row));
        }
    }
    grid.render(view.screen.width, view.paint())
}

/// Writes the cells of tables that are given, with notes and sources.
fn cell_tables(tables: &[Rows], view: &View) -> String {
    let mut grid = Grid::new(vec![false, false]);
    for table in tables {
        let is_given = |column: &TableColumn| column.formula.is_none();
        let heading = heading_of(&table.name);
        grid.heading(format!("INPUTS: TABLE {heading}"));
        for row in &table.rows {
            let mut notes: Vec<String> = row.note.iter().map(|note| escaped(note)).collect();
            let cells = row.cells.iter().zip(&table.columns);
            for (cell, column) in cells.filter(|(cell, column)| is_given(column) || cell.set) {
                notes.extend(cell.set.then(|| "set".to_owned()));
                notes.extend(cell.note.as_deref().map(escaped));
                notes.extend(cell.source.as_deref().map(|source| format!("source: {}", escaped(source))));
                let name = format!("{}.{}", escaped(&row.name), escaped(&column.name));
                grid.row(vec![name, escaped(cell.formula.trim())], std::mem::take(&mut notes));
            }
        }
    }
    grid.render(view.screen.width, view.paint())
}

/// The widths of a strip, the widest first.
const STRIPS: [usize; 3] = [17, 13, 9];

/// The room that notes beside the columns need.
const BESIDE: usize = 40;

/// Writes the estimates.
fn estimates(sections: &[Section], view: &View) -> String {
    let widths = STRIPS.iter().map(|&width| Some(width)).filter(|_| has_strips(view));
    let grids = widths.chain([None]).map(|strip| grid(sections, strip, view));
    let Some(room) = view.screen.width else {
        return grids.into_iter().next().map_or_else(String::new, |grid| grid.render(None, view.paint()));
    };
    let mut grids: Vec<Grid> = grids.collect();
    let with_strips = grids.len() - 1;
    let beside = grids.iter_mut().take(with_strips).position(|grid| grid.fits(room.saturating_sub(BESIDE)));
    let chosen = beside.or_else(|| grids.iter_mut().position(|grid| grid.fits(room))).unwrap_or(with_strips);
    let grid = grids.into_iter().nth(chosen);
    grid.map_or_else(String::new, |grid| grid.render(Some(room), view.paint()))
}

/// Whether strips are drawn: on a terminal, and where their shapes were asked for.
fn has_strips(view: &View) -> bool {
    !view.detail.plain && (view.screen.strips || view.detail.histogram)
}

/// Lays out the estimates, with strips of that width if there are any.
fn grid(sections: &[Section], strip: Option<usize>, view: &View) -> Grid {
    let rows = || sections.iter().flat_map(|section| &section.rows);
    // On a terminal, other words for a value are a note, since one long cell would take the room of a column.
    let also = view.screen.width.is_none() && rows().any(|row| row.shown.written.also.is_some());
    let uncertain = rows().any(|row| row.shown.spread.is_some());
    let strip = strip.filter(|_| uncertain);
    let columns = [uncertain, strip.is_some(), also].iter().filter(|wanted| **wanted).count();
    let numbers = [false, true, false].into_iter().chain(std::iter::repeat_n(false, columns));
    let styles = [Style::new(), paint::RESULT, paint::RESULT].into_iter();
    let styles = styles.chain(std::iter::repeat_n(paint::DIM, columns));
    let mut grid = Grid::new(numbers.collect()).styled(styles.collect());
    let mut titles = uncertain;
    for section in sections.iter().filter(|section| !section.rows.is_empty()) {
        let heading = section.heading.as_deref().map_or_else(|| "ESTIMATES".to_owned(), heading_of);
        if std::mem::take(&mut titles) {
            grid.headed(vec![heading, "median".to_owned(), String::new(), "90% interval".to_owned()]);
        } else {
            grid.heading(heading);
        }
        let reach = section.rows.iter().filter_map(|row| strip::reach(&row.shown)).fold(1.0, f64::max);
        for row in &section.rows {
            let Shown { written, spread, .. } = &row.shown;
            let number = format!("{}{}", written.sign, written.number);
            let (number, unit) = match written.unit.as_str() {
                "%" => (format!("{number}%"), ""),
                unit => (number, unit.trim_start()),
            };
            let mut cells = vec![escaped(&row.name), number, unit.to_owned()];
            if uncertain {
                cells.push(spread.as_ref().map_or_else(String::new, |spread| spread.interval.range.clone()));
            }
            if let Some(width) = strip {
                let unicode = view.screen.unicode;
                cells.push(match bars(&row.shown) {
                    Some(bars) => strip::shape(bars, width, unicode),
                    None => strip::interval(&row.shown, reach, width, unicode),
                });
            }
            let mut notes = notes(row);
            if also {
                cells.push(written.also.clone().unwrap_or_default());
            } else if let Some(also) = &written.also {
                // One line for both, where there is room.
                let first = if notes.is_empty() { String::new() } else { format!(" · {}", notes.remove(0)) };
                notes.insert(0, format!("{also}{first}"));
            }
            grid.row(cells, notes);
        }
    }
    grid
}

/// Writes an input for the summary: as it was written, if that is short.
fn assumption(row: &Row) -> String {
    let written = escaped(row.formula.trim());
    // A range is shown as it was written, since its median would hide that it is one.
    let as_written = row.shown.spread.is_some() || !is_computed(&written);
    let value = if written.width() <= SHORT && as_written { written } else { row.shown.written.literal() };
    format!("{} {value}{}", escaped(&row.name), if row.set { " (set)" } else { "" })
}

/// Whether an input was written as a formula, or as the name of a constant, rather than a literal.
fn is_computed(written: &str) -> bool {
    [" * ", " / ", " + ", " - ", "("].iter().any(|operator| written.contains(operator))
        || named_in(written).next().is_some()
}

/// Returns the notes of a row.
pub fn notes(row: &Row) -> Vec<String> {
    let mut notes = Vec::new();
    if row.set {
        notes.push(match &row.by {
            Some(by) => format!("set {}", escaped(by)),
            None => "set".to_owned(),
        });
    }
    notes.extend(row.expected.as_deref().map(verdict::expected));
    notes.extend(row.unasked.as_deref().map(escaped));
    notes.extend(row.note.as_deref().map(escaped));
    notes.extend(row.source.as_deref().map(|source| format!("source: {}", escaped(source))));
    notes
}

pub fn heading_of(heading: &str) -> String {
    escaped(heading).replace('_', " ").to_uppercase()
}
