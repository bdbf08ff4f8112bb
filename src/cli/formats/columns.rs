//! The cells of a model's results in several scenarios.

use napkin::report::{Report, Row};

/// Writes a value with its interval.
pub fn cell(row: &Row) -> String {
    let literal = row.shown.written.literal();
    match &row.shown.spread {
        Some(spread) => format!("{literal} ({})", spread.interval.range),
        None => literal,
    }
}

/// Returns the inputs that a scenario gives another value: the name, and the value as written in each column.
pub fn changed(report: &Report) -> Vec<Vec<String>> {
    let mut changed = Vec::new();
    for (at, section) in report.inputs.iter().enumerate() {
        for (place, row) in section.rows.iter().enumerate() {
            let others = report.columns.iter().map(|column| column.inputs.get(at)?.rows.get(place));
            let others: Vec<Option<&Row>> = others.collect();
            if others.iter().flatten().any(|other| other.formula != row.formula) {
                let written = |row: &Row| row.formula.trim().to_owned();
                let cells = others.into_iter().map(|other| other.map(written).unwrap_or_default());
                changed.push([row.name.clone(), written(row)].into_iter().chain(cells).collect());
            }
        }
    }
    changed
}
