//! Short tables beside each other, so that all of them fit on one screen.

use unicode_width::UnicodeWidthStr;

use crate::cli::formats::format::View;
use crate::cli::paint::{self, Paint};
use napkin::report::listing::{Listing, Part};
use napkin::text::escape::escaped;

/// The space between two tables.
const GAP: usize = 3;

/// A table, and its width.
struct Block {
    /// Its lines: the label, the value, and the text without styles.
    lines: Vec<(String, String)>,
    width: usize,
}

/// Writes the tables in two columns if the width allows, else below each other.
pub fn tables(listing: &Listing, view: &View) -> String {
    let blocks: Vec<Block> = listing.parts.iter().map(|part| block(part, view.paint())).collect();
    let half = balanced(&blocks);
    let (left, right) = blocks.split_at(half);
    let width = |blocks: &[Block]| blocks.iter().map(|block| block.width).max().unwrap_or_default();
    let indent = width(left) + GAP;
    let mut out = String::new();
    let lines = |blocks: &[Block]| -> Vec<(String, String)> {
        blocks.iter().flat_map(|block| block.lines.iter().cloned()).collect()
    };
    if indent + width(right) > view.text_width() {
        out.extend(lines(&blocks).iter().map(|(_, painted)| format!("{painted}\n")));
    } else {
        let (left, right) = (lines(left), lines(right));
        for at in 0..left.len().max(right.len()) {
            let (plain, painted) = left.get(at).cloned().unwrap_or_default();
            let other = right.get(at).map(|(_, painted)| painted.as_str()).unwrap_or_default();
            let blanks = if other.is_empty() { 0 } else { indent - plain.width() };
            out.push_str(&format!("{painted}{}{other}\n", " ".repeat(blanks)));
        }
    }
    out.push_str(&format!("{}\n", view.paint().with(paint::DIM, &listing.end)));
    out
}

/// Lays out a table: its heading, and a line for each row with its label and its value.
fn block(part: &Part, paint: Paint) -> Block {
    let field = |row: &[napkin::report::listing::Field], key: &str| {
        let at = part.columns.iter().position(|column| column.key == key);
        escaped(&at.and_then(|at| row.get(at)).map(|field| field.shown()).unwrap_or_default())
    };
    let rows: Vec<[String; 2]> =
        part.rows.iter().map(|row| [field(row, "what"), field(row, "value")]).collect();
    let labels = rows.iter().map(|[label, _]| label.width()).max().unwrap_or_default();
    let heading = escaped(&part.heading).to_uppercase();
    let mut lines = vec![(heading.clone(), paint.with(paint::HEADING, &heading))];
    for [label, value] in rows {
        let line = format!("  {label}{}  {value}", " ".repeat(labels - label.width()));
        lines.push((line.clone(), line));
    }
    let width = lines.iter().map(|(plain, _)| plain.width()).max().unwrap_or_default();
    Block { lines, width }
}

/// Returns how many of the blocks stand in the left column, so that both are about as long.
fn balanced(blocks: &[Block]) -> usize {
    let length = |blocks: &[Block]| blocks.iter().map(|block| block.lines.len()).sum::<usize>();
    let longer = |at: &usize| {
        let (left, right) = blocks.split_at(*at);
        length(left).max(length(right))
    };
    (0..=blocks.len()).min_by_key(longer).unwrap_or_default()
}
