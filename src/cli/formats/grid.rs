//! Rows in columns: numbers aligned on the decimal point, notes where there is room.
//!
//! Takes cells, returns lines no wider than the given width. A number is never cut or wrapped: if the columns do
//! not fit, each row takes two lines.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::wrap::wrapped;
use crate::cli::paint::{self, Paint};
use crate::cli::screen::USUAL_WIDTH;

/// Minimum width of a column of notes.
const NOTES: usize = 40;

/// Indent of rows below their heading.
const INDENT: usize = 2;

/// Indent of a note below its row.
const DEEPER: usize = 6;

/// Space between two columns.
const GAP: usize = 2;

/// A table under construction.
#[derive(Debug, Default)]
pub struct Grid {
    lines: Vec<Line>,
    /// Which columns are aligned on the decimal point.
    numbers: Vec<bool>,
    /// The styles of the columns; those without one are plain.
    styles: Vec<Style>,
}

#[derive(Debug)]
enum Line {
    /// A heading.
    Heading(String),
    /// A heading in the first cell, with titles of the columns in the others.
    Headed(Vec<String>),
    /// The titles of the columns.
    Titles(Vec<String>),
    /// Cells, and their notes.
    Row(Vec<String>, Vec<String>),
}

impl Grid {
    /// Creates a grid whose columns are aligned on the decimal point if `numbers` says so, else to the left.
    pub fn new(numbers: Vec<bool>) -> Grid {
        Grid { lines: Vec::new(), numbers, styles: Vec::new() }
    }

    /// Sets the styles of the columns.
    #[must_use]
    pub fn styled(self, styles: Vec<Style>) -> Grid {
        Grid { styles, ..self }
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Heading(text.into()));
    }

    /// Adds a heading, the first of the cells, with titles of the other columns beside it.
    pub fn headed(&mut self, cells: Vec<String>) {
        self.lines.push(Line::Headed(cells));
    }

    /// Adds titles of the columns.
    pub fn titles(&mut self, titles: Vec<String>) {
        self.lines.push(Line::Titles(titles));
    }

    /// Adds a row with notes; empty notes are left out.
    pub fn row(&mut self, cells: Vec<String>, notes: Vec<String>) {
        self.lines.push(Line::Row(cells, notes.into_iter().filter(|note| !note.is_empty()).collect()));
    }

    /// Whether the columns, without notes, fit into a width.
    pub fn fits(&mut self, width: usize) -> bool {
        self.align();
        self.width() <= width + GAP
    }

    /// Takes back what aligned the numbers.
    fn unalign(&mut self) {
        for line in &mut self.lines {
            let Line::Row(cells, _) = line else { continue };
            for (cell, _) in cells.iter_mut().zip(&self.numbers).filter(|(_, number)| **number) {
                *cell = cell.trim_start().to_owned();
            }
        }
    }

    /// Returns the width of the columns with the gap behind the last, without notes.
    fn width(&self) -> usize {
        INDENT + self.widths().iter().filter(|&&width| width > 0).map(|width| width + GAP).sum::<usize>()
    }

    /// Returns the lines, each with a line ending.
    pub fn render(mut self, width: Option<usize>, paint: Paint) -> String {
        self.align();
        if width.is_some_and(|width| !self.fits(width)) {
            self.unalign();
        }
        let (widths, columns) = (self.widths(), self.width());
        if width.is_some_and(|width| columns > width + GAP) {
            return self.stacked(width.unwrap_or_default(), paint);
        }
        let room = width.unwrap_or(USUAL_WIDTH).saturating_sub(columns);
        let mut out = String::new();
        for line in &self.lines {
            match line {
                Line::Heading(text) => push(&mut out, &paint.with(paint::HEADING, text)),
                Line::Headed(cells) => {
                    // The heading is indented like headings, not like cells.
                    let line = padded(cells, &widths, |_, cell| cell.to_owned(), 0);
                    push(&mut out, &paint.with(paint::HEADING, line.trim_end()));
                }
                Line::Titles(cells) => {
                    let line = padded(cells, &widths, |_, cell| cell.to_owned(), INDENT);
                    push(&mut out, &paint.with(paint::HEADING, line.trim_end()));
                }
                Line::Row(cells, notes) => {
                    let style = |at: usize| self.styles.get(at).copied().unwrap_or_default();
                    let line = padded(cells, &widths, |at, cell| paint.with_blanks(style(at), cell), INDENT);
                    let note = notes.join(" · ");
                    if !note.is_empty() && (room >= NOTES || note.width() <= room) {
                        let mut notes = wrapped(&note, room).into_iter();
                        out.push_str(&line);
                        push(&mut out, &paint.with(paint::DIM, &notes.next().unwrap_or_default()));
                        for note in notes {
                            push(&mut out, &format!("{:columns$}{}", "", paint.with(paint::DIM, &note)));
                        }
                    } else {
                        push(&mut out, line.trim_end());
                        below(&mut out, notes, width, paint);
                    }
                }
            }
        }
        out
    }

    /// Returns the widths of the columns.
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        for line in &self.lines {
            let (Line::Titles(cells) | Line::Headed(cells) | Line::Row(cells, _)) = line else { continue };
            widths.resize(widths.len().max(cells.len()), 0);
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(cell.width());
            }
        }
        widths
    }

    /// Returns the lines with each row's first cell on a line of its own.
    fn stacked(&self, width: usize, paint: Paint) -> String {
        let mut out = String::new();
        for line in &self.lines {
            match line {
                Line::Heading(text) => push(&mut out, &paint.with(paint::HEADING, text)),
                Line::Headed(cells) => {
                    push(&mut out, &paint.with(paint::HEADING, cells.first().map_or("", String::as_str)));
                }
                Line::Titles(_) => {}
                Line::Row(cells, notes) => {
                    let mut cells = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
                    push(&mut out, &format!("{:INDENT$}{}", "", cells.next().unwrap_or_default()));
                    let rest: Vec<&str> = cells.collect();
                    for line in wrapped(&rest.join("  "), width.saturating_sub(4)) {
                        push(&mut out, &format!("    {line}"));
                    }
                    below(&mut out, notes, Some(width), paint);
                }
            }
        }
        out
    }

    /// Pads the columns of numbers to their decimal points.
    fn align(&mut self) {
        for column in (0..self.numbers.len()).filter(|&at| self.numbers.get(at) == Some(&true)) {
            let cells = |lines: &[Line]| {
                let cell = |line: &Line| match line {
                    Line::Row(cells, _) => cells.get(column).map(|cell| point(cell)),
                    _ => None,
                };
                lines.iter().filter_map(cell).max()
            };
            let widest = cells(&self.lines).unwrap_or_default();
            for line in &mut self.lines {
                if let Line::Row(cells, _) = line
                    && let Some(cell) = cells.get_mut(column)
                    && !cell.is_empty()
                {
                    cell.insert_str(0, &" ".repeat(widest - point(cell)));
                }
            }
        }
    }
}

/// Returns the number of characters before the decimal point.
fn point(number: &str) -> usize {
    let sign = number.chars().take_while(|c| !c.is_ascii_digit()).count();
    let digits = number.chars().skip(sign).take_while(|&c| c.is_ascii_digit() || c == '_').count();
    sign + digits
}

/// Pads cells to the widths of their columns, with a gap behind each; a column without a width is left out.
fn padded(
    cells: &[String],
    widths: &[usize],
    painted: impl Fn(usize, &str) -> String,
    indent: usize,
) -> String {
    let mut line = " ".repeat(indent);
    for (at, &width) in widths.iter().enumerate().filter(|(_, width)| **width > 0) {
        let cell = cells.get(at).map_or("", String::as_str);
        // A heading begins before the first column.
        let width = if at == 0 { width + INDENT - indent } else { width };
        line.push_str(&painted(at, cell));
        line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + GAP));
    }
    line
}

fn below(out: &mut String, notes: &[String], width: Option<usize>, paint: Paint) {
    for note in notes {
        let room = width.unwrap_or(USUAL_WIDTH).saturating_sub(DEEPER);
        for line in wrapped(note, room) {
            push(out, &format!("{:DEEPER$}{}", "", paint.with(paint::DIM, &line)));
        }
    }
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_a_note_beside_them_fit_whatever_column_is_empty() {
        for cells in [["name", "12 GB", ""], ["name", "", "12 GB"], ["name", "", ""]] {
            for words in 1..80 {
                let mut grid = Grid::new(vec![false, false, false]);
                grid.row(cells.map(str::to_owned).to_vec(), vec![["x"].repeat(words).join(" ")]);
                let out = grid.render(Some(80), Paint::default());
                assert!(out.lines().all(|line| line.width() <= 80), "{cells:?}, {words}: {out}");
            }
        }
    }
}
