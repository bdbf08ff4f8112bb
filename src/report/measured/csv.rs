//! Values in CSV: a name, a value, and its unit if the value has none.

use super::entry::{CODE, Entry, File, Given};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;

/// The columns without a header.
const COLUMNS: Columns = Columns { name: 0, value: 1, unit: Some(2), section: None };

/// The places of the columns.
#[derive(Clone, Copy)]
struct Columns {
    name: usize,
    value: usize,
    unit: Option<usize>,
    section: Option<usize>,
}

impl Columns {
    /// Returns the columns that a header names.
    fn of(header: &[Text]) -> Option<Columns> {
        let find = |title: &str| header.iter().position(|cell| cell.text.trim().eq_ignore_ascii_case(title));
        Some(Columns {
            name: find("name")?,
            value: find("value")?,
            unit: find("unit"),
            section: find("section"),
        })
    }
}

/// Reads the values.
///
/// # Errors
///
/// Returns the error of the first line that has no name or no value.
pub fn entries(file: File<'_>) -> Result<Vec<Entry>, Diagnostic> {
    let mut known: Option<Columns> = None;
    let mut entries = Vec::new();
    for cells in rows(file)? {
        let Some(columns) = known else {
            let titles = Columns::of(&cells);
            known = Some(titles.unwrap_or(COLUMNS));
            if titles.is_none() {
                entries.push(entry(file, &cells, COLUMNS)?);
            }
            continue;
        };
        // What `run` prints has the cells of tables too, which are not compared.
        let section = columns.section.and_then(|at| cells.get(at));
        if section.is_none_or(|section| !section.text.starts_with("tables.")) {
            entries.push(entry(file, &cells, columns)?);
        }
    }
    Ok(entries)
}

fn entry(file: File<'_>, cells: &[Text], columns: Columns) -> Result<Entry, Diagnostic> {
    let cell = |at: usize| cells.get(at).filter(|cell| !cell.text.trim().is_empty());
    let place = cells.first().map_or(file.span(0, 0), Text::all);
    let (Some(name), Some(value)) = (cell(columns.name), cell(columns.value)) else {
        return Err(Diagnostic::error(CODE, "this line has no name and value")
            .at(place, "")
            .help("write it like `peak,7.1k/s` or, with the unit apart, `peak,7100,/s`"));
    };
    let unit = columns.unit.and_then(cell);
    let text = unit.map_or_else(|| value.clone(), |unit| file.with_unit(value, unit));
    let (key, place, is_joined) = (name.all(), value.all(), unit.is_some());
    Ok(Entry { name: name.text.trim().to_owned(), key, place, given: Given::read(text), is_joined })
}

/// Reads the cells of all lines; empty lines and comments are passed over.
fn rows(file: File<'_>) -> Result<Vec<Vec<Text>>, Diagnostic> {
    let first = file.text.lines().find(|line| is_row(line)).unwrap_or_default();
    let separator = [',', '\t', ';'].into_iter().find(|&c| first.contains(c)).unwrap_or(',');
    let mut rows = Vec::new();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if is_row(content) {
            rows.push(cells(file, content, start, separator)?);
        }
        start += line.len();
    }
    Ok(rows)
}

fn is_row(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

/// Splits a line at a separator; a cell in quotes may contain it, and a quote that is doubled.
fn cells(file: File<'_>, line: &str, start: usize, separator: char) -> Result<Vec<Text>, Diagnostic> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let at = start + line.len() - rest.len();
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut places = vec![(0, file.span(at + 1, at + 1).start)];
            let (mut text, mut left) = (String::new(), quoted);
            loop {
                let Some((before, after)) = left.split_once('"') else {
                    return Err(Diagnostic::error(CODE, "a quote is open at the end of this line")
                        .at(file.span(at, start + line.len()), "")
                        .help("close it, and keep each value on one line"));
                };
                text.push_str(before);
                left = after;
                let Some(more) = after.strip_prefix('"') else { break };
                text.push('"');
                left = more;
                let here = start + line.len() - left.len();
                places.push((file.span(text.len(), 0).start, file.span(here, here).start));
            }
            cells.push(Text::decoded(file.source, text, places));
            rest = left.trim_start_matches([' ']);
            match rest.strip_prefix(separator) {
                Some(next) => rest = next,
                None => return Ok(cells),
            }
            continue;
        }
        let (cell, next) = rest.split_once(separator).map_or((rest, None), |(cell, next)| (cell, Some(next)));
        let blanks = cell.len() - cell.trim_start().len();
        let place = file.span(at + blanks, at + blanks).start;
        cells.push(Text::decoded(file.source, cell.trim(), vec![(0, place)]));
        match next {
            Some(next) => rest = next,
            None => return Ok(cells),
        }
    }
}
