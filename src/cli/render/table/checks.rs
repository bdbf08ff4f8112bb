//! Checks for people: a line each under a model's tables, or what CI prints of one that fails.

use unicode_width::UnicodeWidthStr;

use super::super::super::paint;
use super::super::{escaped, verdict, wrapped};
use super::Table;
use napkin::report::{CheckRow, Level, Report};

impl Table {
    pub(super) fn check_table(&self, checks: &[CheckRow]) -> String {
        if checks.is_empty() {
            return String::new();
        }
        let widest = |cell: fn(&CheckRow) -> usize| checks.iter().map(cell).max().unwrap_or_default();
        let names = widest(|check| check.name.width());
        let verdicts = widest(|check| verdict::sentence(check).width());
        // A condition that leaves no room for the verdict has it on the next line.
        let room = self.text_width().saturating_sub(names + verdicts + 12);
        let lengths = checks.iter().map(|check| check.check.width());
        let conditions = lengths.filter(|&length| length <= room).max().unwrap_or_default();
        let indent = " ".repeat(8 + names);
        let mut out = self.paint.with(paint::HEADING, "CHECKS");
        out.push('\n');
        for check in checks {
            let status = self.status(check);
            let (name, condition, verdict) =
                (escaped(&check.name), escaped(&check.check), verdict::sentence(check));
            if condition.width() <= conditions {
                out.push_str(&format!("  {status}  {name:names$}  {condition:conditions$}  {verdict}\n"));
                continue;
            }
            let mut before = format!("  {status}  {name:names$}");
            for line in wrapped(&condition, self.text_width().saturating_sub(names + 10).max(20)) {
                out.push_str(&format!("{before}  {line}\n"));
                before.clone_from(&indent);
            }
            let blanks = if conditions == 0 { 2 } else { conditions + 4 };
            out.push_str(&format!("{indent}{:blanks$}{verdict}\n", ""));
        }
        out
    }

    /// A failed check: where it is, what it says, by how much it fails, when it would hold.
    pub(super) fn failure(&self, check: &CheckRow, report: &Report) -> String {
        let (line, _) = report.sources.line_column(check.span);
        let file = report.sources.get(check.span.source).map_or(report.name.as_str(), |source| &source.name);
        let mut out = format!("{}  {}:{line}  {}\n", self.status(check), escaped(file), escaped(&check.name));
        let mut push = |text: &str| out.push_str(&format!("      {text}\n"));
        push(&escaped(&check.check));
        push(&verdict::sentence(check));
        if !check.holds_with.is_empty() {
            // One to a line where both do not fit.
            let together = escaped(&check.holds_with.join(", or "));
            let fits = together.width() + 25 <= self.text_width();
            let offers =
                if fits { vec![together] } else { check.holds_with.iter().map(|it| escaped(it)).collect() };
            let mut before = "holds again with   ";
            for offer in offers {
                push(&format!("{before}{offer}"));
                before = "              or   ";
            }
        }
        if let Some(note) = &check.note {
            for line in wrapped(&escaped(note), self.text_width().saturating_sub(6)) {
                push(&self.paint.with(paint::DIM, &line));
            }
        }
        out
    }

    pub(super) fn status(&self, check: &CheckRow) -> String {
        let style = match (check.passed, check.level) {
            (true, _) => paint::GOOD,
            (false, Level::Warn) => paint::WARN,
            (false, Level::Error) => paint::BAD,
        };
        let word = verdict::status(check);
        let blanks = " ".repeat(4 - word.len());
        format!("{}{blanks}", self.paint.with(style, word))
    }
}
