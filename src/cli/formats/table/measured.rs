//! Measured values beside their predictions, a paragraph each.

use crate::cli::formats::format::View;
use crate::cli::formats::wrap::wrapped;
use crate::cli::paint;
use napkin::report::check::Checked;
use napkin::report::measured::Calibration;
use napkin::text::escape::escaped;

/// Writes the measured values of a model, and how often its intervals held.
pub fn all(checked: &Checked, view: &View) -> String {
    let Checked { report, rules, .. } = checked;
    let mut out = String::new();
    for one in report.measured.iter().filter(|one| !one.fit.holds() || !view.detail.quiet) {
        let (style, word) = match (one.fit.holds(), rules.fail_outside) {
            (true, _) => (paint::GOOD, "ok  "),
            (false, true) => (paint::BAD, "FAIL"),
            (false, false) => (paint::WARN, "WARN"),
        };
        let (line, _) = report.sources.line_column(one.span);
        let file = report.sources.get(one.span.source).map_or("", |source| &source.name);
        let status = view.paint().with(style, word.trim_end());
        let blanks = " ".repeat(word.len() - word.trim_end().len());
        out.push_str(&format!("{status}{blanks}  {}:{line}  {}\n", escaped(file), escaped(&one.name)));
        for line in wrapped(&escaped(&one.sentence()), view.text_width().saturating_sub(6)) {
            out.push_str(&format!("      {line}\n"));
        }
    }
    if let Some(calibration) = Calibration::of(&report.measured).filter(|_| !view.detail.quiet) {
        for line in wrapped(&format!("calibration: {}", calibration.sentence()), view.text_width()) {
            out.push_str(&format!("{line}\n"));
        }
    }
    out
}
