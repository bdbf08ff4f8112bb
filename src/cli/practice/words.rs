//! How what is said of an answer is printed.

use std::fmt::Write as _;

use napkin::practice::Done;
use napkin::report::practice::{Part, said};

use crate::cli::formats::wrap::fitted;
use crate::cli::paint;
use crate::cli::screen::Screen;

/// Writes what an answer is worth, with the working and a line of reality.
pub fn marked(done: &Done, screen: &Screen) -> String {
    let of_points = match done.mark.as_ref().map(|_| done.points()) {
        Some(8.0..) => paint::GOOD,
        Some(..5.0) => paint::BAD,
        Some(_) => paint::WARN,
        None => paint::HEADING,
    };
    let mut out = String::new();
    for (part, text) in said(done) {
        let (indent, style) = match part {
            Part::Points => ("", of_points),
            Part::Working => ("  ", anstyle::Style::new()),
            Part::Reality => ("  ", paint::DIM),
        };
        for line in fitted(&text, screen.width, indent).lines() {
            let _ = writeln!(out, "{}", screen.out.with_blanks(style, line));
        }
    }
    out
}
