//! What an interview came to, for people.

use std::fmt::Write as _;

use napkin::report::interview::Card;

use super::format::View;
use crate::cli::paint;

/// Writes the scorecard.
pub fn table(card: &Card, view: &View) -> String {
    let mut out = format!("\n{}\n", view.paint().with(paint::HEADING, "SCORECARD"));
    for (label, text) in card.rows() {
        let _ = writeln!(out, "  {label:14} {text}");
    }
    out
}
