//! Cells that follow from others: a row's literals and a column's formula in, text out.
//!
//! A formula is one of the language, evaluated as any other. It sees the other cells of its
//! row under the keys of their columns.

use crate::library::cheat_sheets::{Column, Row, Shows};
use crate::units::number;
use crate::{Settings, Shown};

impl Column {
    /// What stands in a row's cell: what the row states, or what the formula makes of it.
    ///
    /// Nothing where the row states nothing and the formula needs a cell that is empty.
    pub fn text(&self, row: &Row) -> Option<String> {
        if let Some(stated) = row.cells.get(&self.key) {
            return Some(stated.clone());
        }
        let shown = self.computed(row)?;
        Some(match self.shows {
            Shows::Value => shown.written.literal(),
            Shows::Whole => number::grouped(&format!("{:.0}", shown.value)),
            Shows::Error => error(shown.value),
        })
    }

    /// The value of the literal that a row states here, in a unit that is never scaled; of a range its median.
    pub fn value(&self, row: &Row) -> Option<Shown> {
        self.prefix.as_ref()?;
        evaluated(row.cells.get(&self.key)?, self.digits)
    }

    /// What the formula makes of the row.
    fn computed(&self, row: &Row) -> Option<Shown> {
        let formula = self.formula.as_deref()?;
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let words: Vec<&str> = formula.split(|c| !is_name(c)).collect();
        let mut script = String::new();
        for (key, cell) in row.cells.iter().filter(|(key, _)| words.contains(&key.as_str())) {
            script.push_str(&format!("{key} = {cell}\n"));
        }
        script.push_str(formula);
        evaluated(&script, self.digits)
    }
}

/// The last value of a script, of a range its median; nothing if it has none.
fn evaluated(script: &str, digits: usize) -> Option<Shown> {
    let settings = Settings { point: true, ..Settings::default() };
    crate::evaluate("<sheet>", script, digits, &settings).answers.pop().map(|answer| answer.shown)
}

/// How far off a ratio of 1 is: `15.7% high`.
fn error(ratio: f64) -> String {
    let percent = (ratio - 1.0).abs() * 100.0;
    match ratio {
        _ if percent < 1e-9 => "exact".to_owned(),
        ratio if ratio > 1.0 => format!("{percent:.1}% high"),
        _ => format!("{percent:.1}% low"),
    }
}
