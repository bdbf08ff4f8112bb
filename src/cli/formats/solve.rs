//! The values of an input with which a condition holds: lines for people, and Markdown.

use super::format::View;
use super::inert::{code, inline};
use crate::cli::paint;
use napkin::report::solve::Solved;
use napkin::text::escape::escaped;

/// Writes the answer, and below it what it rests on.
pub fn table(of: &Solved, view: &View) -> String {
    let Some(solution) = &of.solution else { return String::new() };
    let mut out = format!("{}\n", view.paint().with(paint::RESULT, &escaped(&solution.headline())));
    if view.detail.quiet {
        return out;
    }
    for line in solution.details() {
        out.push_str(&format!("  {}\n", view.paint().with(paint::DIM, &escaped(&line))));
    }
    out
}

/// Writes the answer in one sentence, and a list of what it rests on.
pub fn markdown(of: &Solved) -> String {
    let Some(solution) = &of.solution else { return String::new() };
    let mut out = format!("{}: **{}**\n\n", code(&solution.condition), inline(&solution.headline()));
    out.extend(solution.details().iter().map(|line| format!("* {}\n", inline(line))));
    out
}
