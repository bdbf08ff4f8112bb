//! Lists of built-in things as tables.

use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::formats::wrap::wrapped;
use crate::cli::paint;
use napkin::report::listing::{Listing, Part};
use napkin::text::escape::escaped;

/// Minimum number of columns that get titles.
const TITLED: usize = 4;

/// Writes a listing.
pub fn tables(listing: &Listing, view: &View) -> String {
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
    let sources = listing.sources();
    if !sources.is_empty() {
        out.push_str(&format!("\n{}\n", view.paint().with(paint::HEADING, "SOURCES")));
    }
    for source in sources {
        for (at, line) in wrapped(source, view.text_width().saturating_sub(6)).iter().enumerate() {
            let indent = if at == 0 { 2 } else { 6 };
            out.push_str(&format!("{:indent$}{}\n", "", view.paint().with(paint::DIM, line)));
        }
    }
    if !listing.end.is_empty() {
        out.push('\n');
        for line in wrapped(&listing.end, view.text_width()) {
            out.push_str(&format!("{line}\n"));
        }
    }
    out
}

/// Writes tables with the same columns, aligned as one.
fn aligned(first: &Part, parts: &[Part], view: &View) -> String {
    let shown = |note: bool| {
        let columns = first.columns.iter().enumerate();
        columns.filter(move |(_, column)| column.note == note && !column.title.is_empty())
    };
    let mut grid = Grid::new(shown(false).map(|(_, column)| column.number).collect());
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            grid.heading("");
        }
        if !part.heading.is_empty() {
            grid.heading(part.heading.to_uppercase());
        }
        let numbers = part.rows.len() > 1 && part.columns.iter().any(|column| column.number);
        if numbers || shown(false).count() >= TITLED {
            grid.titles(shown(false).map(|(_, column)| column.title.to_owned()).collect());
        }
        for row in &part.rows {
            let fields =
                |note| shown(note).filter_map(|(at, _)| row.get(at)).map(|field| escaped(&field.shown()));
            let notes: Vec<String> = fields(true).filter(|note| !note.is_empty()).collect();
            grid.row(fields(false).collect(), vec![notes.join(" · ")]);
        }
    }
    // Lists are wrapped even if standard output is not a terminal, since a person reads them.
    let width = Some(view.text_width());
    let mut out = grid.render(width, view.paint());
    for text in [&first.note, &first.source].into_iter().filter(|text| !text.is_empty()) {
        for line in wrapped(text, view.text_width().saturating_sub(2)) {
            out.push_str(&format!("  {}\n", view.paint().with(paint::DIM, &line)));
        }
    }
    out
}
