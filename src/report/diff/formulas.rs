//! Formulas that changed.

use super::names::{Renamed, rows};
use crate::report::{Report, TableColumn};

/// An estimate, or a column of a table, with another formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaChange {
    /// Its name now.
    pub name: String,
    /// What it was.
    pub was: String,
    /// What it is.
    pub is: String,
}

/// Returns the formulas that changed, names aside that are others.
pub(super) fn changed(before: &Report, after: &Report, names: &Renamed) -> Vec<FormulaChange> {
    let columns = |report: &Report| -> Vec<(String, String)> {
        let of_table = |name: &str, column: &TableColumn| {
            Some((format!("{name}.{}", column.name), column.formula.clone()?))
        };
        let tables = report.tables.iter();
        tables
            .flat_map(|table| table.columns.iter().filter_map(|column| of_table(&table.name, column)))
            .collect()
    };
    let all = |report: &Report| -> Vec<(String, String)> {
        // What a scenario gives in place of a formula is an input of it.
        let estimates = rows(&report.estimates).filter(|row| !row.set);
        estimates.map(|row| (row.name.clone(), row.formula.clone())).chain(columns(report)).collect()
    };
    let old = all(before);
    let pair = |(name, is): (String, String)| {
        let (_, was) = old.iter().find(|(own, _)| own == names.old(&name))?;
        let is_other = names.in_old_names(&is) != names.in_old_names(was);
        is_other.then(|| FormulaChange { name, was: was.clone(), is })
    };
    all(after).into_iter().filter_map(pair).collect()
}
