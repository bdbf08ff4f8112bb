//! The known sources that the inputs of a model cite.

use super::inert::known;
use napkin::report::Report;
use napkin::report::listing::sources;

/// Returns the citations of the sources that inputs and cells name.
pub fn cited(report: &Report) -> Vec<String> {
    let inputs = report.inputs.iter().flat_map(|section| &section.rows);
    let cells = report.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let texts = inputs.map(|input| &input.source).chain(cells.map(|cell| &cell.source));
    sources::citations(texts.flatten().map(String::as_str))
}

/// Writes them as a list in Markdown.
pub fn citations(sources: &[impl AsRef<str>]) -> String {
    if sources.is_empty() {
        return String::new();
    }
    let lines: String = sources.iter().map(|source| format!("* {}\n", known(source.as_ref()))).collect();
    format!("\n## Sources\n\n{lines}")
}
