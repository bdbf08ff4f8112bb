//! Lists of built-in things as tables.

use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::formats::wrap::wrapped;
use crate::cli::paint;
use anstyle::Style;
use napkin::report::listing::{Column, Listing, Part};
use napkin::text::escape::escaped;

/// Minimum number of columns that get titles.
const TITLED: usize = 4;

/// Writes a listing.
pub fn tables(listing: &Listing, view: &View) -> String {
    if listing.is_screen {
        return super::beside::tables(listing, view);
    }
    let mut out = String::new();
    let mut parts = listing.parts.as_slice();
    while let Some(first) = parts.first() {
        // Tables with the same columns and nothing between them are aligned as one.
        let alike =
            |part: &Part| part.columns == first.columns && first.note.is_empty() && first.source.is_empty();
        let count = parts.iter().take_while(|part| alike(part)).count().max(1);
        let (together, rest) = parts.split_at(count);
        out.push_str(&aligned(first, together, view));
        parts = rest;
        if !parts.is_empty() {
            out.push('\n');
        }
    }
    let cited = sources(&listing.sources(), view);
    if !cited.is_empty() {
        out.push_str(&format!("\n{cited}"));
    }
    if !listing.end.is_empty() {
        out.push('\n');
        for line in wrapped(&listing.end, view.text_width()) {
            out.push_str(&format!("{line}\n"));
        }
    }
    out
}

/// Writes citations under a heading.
pub fn sources(citations: &[impl AsRef<str>], view: &View) -> String {
    if citations.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", view.paint().with(paint::HEADING, "SOURCES"));
    for source in citations {
        for (at, line) in wrapped(source.as_ref(), view.text_width().saturating_sub(6)).iter().enumerate() {
            let indent = if at == 0 { 2 } else { 6 };
            out.push_str(&format!("{:indent$}{}\n", "", view.paint().with(paint::DIM, line)));
        }
    }
    out
}

/// Writes tables with the same columns, aligned as one.
fn aligned(first: &Part, parts: &[Part], view: &View) -> String {
    // Lists are wrapped even if standard output is not a terminal, since a person reads them.
    let width = view.text_width();
    let mut grid = laid_out(first, parts, first.columns.iter().any(|column| column.leads));
    if !grid.fits(width) {
        grid = laid_out(first, parts, false);
    }
    let mut out = grid.render(Some(width), view.paint());
    for text in [&first.note, &first.source].into_iter().filter(|text| !text.is_empty()) {
        for line in wrapped(text, view.text_width().saturating_sub(2)) {
            out.push_str(&format!("  {}\n", view.paint().with(paint::DIM, &line)));
        }
    }
    out
}

/// Lays out tables with the same columns: each row begins with what it is and ends with its name, if `leads`, or begins
/// with its name.
fn laid_out(first: &Part, parts: &[Part], leads: bool) -> Grid {
    let is_note =
        move |at: usize, column: &Column| column.note || if at == 0 { leads } else { column.leads && !leads };
    let shown = |note: bool| {
        let columns = first.columns.iter().enumerate();
        let columns =
            columns.filter(move |(at, column)| is_note(*at, column) == note && !column.title.is_empty());
        let mut columns: Vec<(usize, &Column)> = columns.collect();
        columns.sort_by_key(|(_, column)| !column.leads);
        columns.into_iter()
    };
    let results = shown(false).map(|(_, column)| if column.number { paint::RESULT } else { Style::new() });
    let numbers = shown(false).map(|(_, column)| column.number).collect();
    let mut grid = Grid::new(numbers).styled(results.collect());
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            grid.heading("");
        }
        if !part.heading.is_empty() {
            grid.heading(part.heading.to_uppercase());
        }
        let numbers = part.rows.len() > 1 && part.columns.iter().any(|column| column.number);
        if numbers || shown(false).count() >= TITLED {
            let title = |column: &Column| if column.leads { "" } else { column.title };
            grid.titles(shown(false).map(|(_, column)| title(column).to_owned()).collect());
        }
        for row in &part.rows {
            let fields =
                |note| shown(note).filter_map(|(at, _)| row.get(at)).map(|field| escaped(&field.shown()));
            let notes: Vec<String> = fields(true).filter(|note| !note.is_empty()).collect();
            grid.row(fields(false).collect(), vec![notes.join(" · ")]);
        }
    }
    grid
}
