//! What a drill came to, for people.

use std::fmt::Write as _;

use napkin::report::practice::Summary;

use super::format::View;
use crate::cli::paint;

/// Writes what a drill came to, what to practise next, and how to ask the same again.
pub fn table(summary: &Summary, view: &View) -> String {
    let Summary { done, answered, points, weak, sureness, again } = summary;
    if again.is_empty() {
        return "nothing was missed: `napkin practice` asks other questions\n".to_owned();
    }
    let mut out = String::new();
    let questions = |count: usize| format!("{count} question{}", if count == 1 { "" } else { "s" });
    let skipped = match done.len() - answered {
        0 => String::new(),
        skipped => format!(", {skipped} skipped"),
    };
    let line = match answered {
        0 => format!("nothing was answered{skipped}"),
        answered => format!(
            "{} of {} points in {}{skipped}",
            format!("{points:.1}").trim_end_matches(".0"),
            answered * 10,
            questions(*answered)
        ),
    };
    let _ = writeln!(out, "\n{}", view.paint().with(paint::HEADING, &line));
    if let Some(sureness) = sureness {
        let _ = writeln!(out, "{}", sureness.sentence());
    }
    if let Some((weakest, _)) = weak.first() {
        let all: Vec<String> = weak
            .iter()
            .take(3)
            .map(|(topic, points)| format!("{} ({points:.0} of 10)", topic.name()))
            .collect();
        let _ = writeln!(out, "Practise next: {}", all.join(", "));
        let _ = writeln!(out, "  napkin practice --topic {}", weakest.name());
    }
    let label = match () {
        () if again.contains(" --cards ") => "More cards",
        () if again.ends_with(" --again") => "What is still missed",
        () => "The same questions again",
    };
    let _ = writeln!(out, "{label}: {again}");
    out
}
