//! Derivations as text.

use super::model::notes;
use crate::cli::formats::format::View;
use crate::cli::formats::grid::Grid;
use crate::cli::formats::value::bare;
use crate::cli::formats::wrap::wrapped;
use crate::cli::formats::{explanation, mental};
use crate::cli::paint;
use napkin::explain::{Explanation, Step};
use napkin::text::escape::escaped;

/// Writes the inputs, the steps and, in mental arithmetic, the answers beside the exact ones.
pub fn steps(of: &Explanation, view: &View) -> String {
    if view.detail.quiet {
        let value = |step: &Step| {
            let shown = step.mental.as_ref().map_or(&step.shown, |mental| &mental.shown);
            match &step.name {
                Some(name) => format!("{name} {}\n", bare(shown)),
                None => format!("{}\n", bare(shown)),
            }
        };
        return explanation::derived(of).map(value).collect();
    }
    let mut out = String::new();
    if let Some(title) = of.title.as_ref().or(of.model.as_ref()) {
        for line in wrapped(&escaped(title), view.text_width()) {
            out.push_str(&format!("{}\n", view.paint().with(paint::HEADING, &line)));
        }
    }
    for line in of.reading.iter().flat_map(|reading| wrapped(&escaped(reading), view.text_width())) {
        out.push_str(&format!("{}\n", view.paint().with(paint::DIM, &line)));
    }
    for line in of.remarks.iter().flat_map(|remark| wrapped(&escaped(remark), view.text_width())) {
        out.push_str(&format!("{line}\n"));
    }
    let mut given = Grid::new(vec![false, false]);
    let inputs = explanation::inputs(of).rows;
    if !inputs.is_empty() {
        given.heading("INPUTS");
    }
    for row in &inputs {
        let notes = match of.is_mental() {
            // Only the medians belong to the arithmetic.
            true => row.note.iter().filter_map(|note| median_of(note)).collect(),
            false => notes(row),
        };
        given.row(vec![escaped(&row.name), escaped(&row.formula)], notes);
    }
    let steps = if of.is_mental() { mental::text } else { explanation::text };
    let parts = [
        given.render(view.screen.width, view.paint()),
        steps(of, view.text_width(), view.paint()),
        mental::table(of).render(Some(view.text_width()), view.paint()),
    ];
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(part);
    }
    out
}

/// Returns the part of an input's note that gives its median.
fn median_of(note: &str) -> Option<String> {
    let first = note.split("; ").next().filter(|first| first.starts_with("median "))?;
    Some(escaped(first))
}
