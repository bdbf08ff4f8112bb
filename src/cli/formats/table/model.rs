//! The results of a model as tables.

use std::mem;

use unicode_width::UnicodeWidthStr;

use super::checks;
use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::formats::value::{bare, bars};
use crate::cli::formats::wrap::wrapped;
use crate::cli::formats::{histogram, sensitivity, verdict};
use crate::cli::paint;
use napkin::Shown;
use napkin::report::{CheckFirst, Report, Row, Section};
use napkin::text::escape::escaped;

/// Maximum width of an input that the summary shows as it was written.
const SHORT: usize = 32;

/// Maximum number of lines of the summary of the inputs.
const SUMMARY_LINES: usize = 2;

/// Writes the results of a model.
pub fn report(report: &Report, view: &View) -> String {
    if view.detail.quiet {
        let rows = report.estimates.iter().flat_map(|section| &section.rows);
        return rows.map(|row| format!("{} {}\n", row.name, bare(&row.shown))).collect();
    }
    let mut out = head(report, view);
    if view.detail.inputs {
        out.push_str(&input_tables(&report.inputs, view));
        out.push('\n');
    }
    if view.detail.sensitivity {
        out.push_str(&charts(report, view));
        return out;
    }
    out.push_str(&estimates(&report.estimates, view));
    out.push_str(&checks::table(&report.checks, view));
    if let Some(CheckFirst { input, estimate, share }) = &report.check_first {
        let percent = sensitivity::percent(*share);
        let line = format!(
            "Check first: `{}` explains {percent} of the spread of `{}`.",
            escaped(input),
            escaped(estimate)
        );
        for line in wrapped(&line, view.text_width()) {
            out.push_str(&format!("{line}\n"));
        }
    }
    out
}

/// Writes the title with the summary, the assumptions and the remarks.
fn head(report: &Report, view: &View) -> String {
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
    if !view.detail.inputs {
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

/// Writes a chart of the effects of the inputs on each estimate.
fn charts(report: &Report, view: &View) -> String {
    let mut out = String::new();
    if report.sensitivity.is_empty() {
        return "Nothing here is uncertain: no result depends on a range.\n".to_owned();
    }
    for line in wrapped(sensitivity::LEGEND, view.text_width()) {
        out.push_str(&format!("{}\n", view.paint().with(paint::DIM, &line)));
    }
    for of in &report.sensitivity {
        out.push('\n');
        out.push_str(&sensitivity::chart(of, view));
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
fn input_tables(sections: &[Section], view: &View) -> String {
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

/// Writes the estimates.
fn estimates(sections: &[Section], view: &View) -> String {
    let rows = || sections.iter().flat_map(|section| &section.rows);
    let also = rows().any(|row| row.shown.written.also.is_some());
    let uncertain = rows().any(|row| row.shown.spread.is_some());
    let mut numbers = vec![false, true, false];
    numbers.extend([uncertain, also].iter().filter(|wanted| **wanted).map(|_| false));
    let mut grid = Grid::new(numbers);
    let mut titles = uncertain;
    for section in sections.iter().filter(|section| !section.rows.is_empty()) {
        let heading = section.heading.as_deref().map_or_else(|| "ESTIMATES".to_owned(), heading_of);
        if mem::take(&mut titles) {
            grid.headed(vec![heading, "median".to_owned(), String::new(), "90% interval".to_owned()]);
        } else {
            grid.heading(heading);
        }
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
            if also {
                cells.push(written.also.clone().unwrap_or_default());
            }
            let mut notes = notes(row);
            notes.extend(bars(&row.shown).map(|bars| histogram::line(bars, view.screen.unicode)));
            grid.row(cells, notes);
        }
    }
    grid.render(view.screen.width, view.paint())
}

/// Writes an input for the summary: as it was written, if that is short.
fn assumption(row: &Row) -> String {
    let written = escaped(row.formula.trim());
    // A range is shown as it was written, since its median would hide that it is one.
    let as_written = row.shown.spread.is_some() || !is_computed(&written);
    let value = if written.width() <= SHORT && as_written { written } else { row.shown.written.literal() };
    format!("{} {value}{}", escaped(&row.name), if row.set { " (set)" } else { "" })
}

/// Whether an input was written as a formula rather than a literal.
fn is_computed(written: &str) -> bool {
    [" * ", " / ", " + ", " - ", "("].iter().any(|operator| written.contains(operator))
}

/// Returns the notes of a row.
pub fn notes(row: &Row) -> Vec<String> {
    let mut notes = Vec::new();
    if row.set {
        notes.push("set".to_owned());
    }
    notes.extend(row.expected.as_deref().map(verdict::expected));
    notes.extend(row.note.as_deref().map(escaped));
    notes.extend(row.source.as_deref().map(|source| format!("source: {}", escaped(source))));
    notes
}

fn heading_of(heading: &str) -> String {
    escaped(heading).replace('_', " ").to_uppercase()
}
