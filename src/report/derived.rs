//! Derived cells of cheat sheets: the text of a cell from the literals of its row and the formula of its column.
//!
//! The formula is an expression of the language, evaluated like any other. It refers to the other cells of the row by
//! the keys of their columns.

use crate::library::cheat_sheets::{self, Column, Row, Shows};
use crate::units::number;
use crate::{Settings, Shown};

impl Column {
    /// Returns the text of a row's cell: the literal in the row, or the result of the formula.
    ///
    /// Returns `None` if the row has no literal here and the formula needs an empty cell.
    pub fn text(&self, row: &Row) -> Option<String> {
        if let Some(stated) = row.cells.get(&self.key) {
            return Some(stated.clone());
        }
        if self.shows == Shows::Constant
            && let Some(literal) =
                row.cells.get(self.formula.as_deref()?).and_then(|name| cheat_sheets::constant(name))
        {
            return Some(literal.to_owned());
        }
        let shown = self.computed(row)?;
        Some(match self.shows {
            Shows::Value | Shows::Constant => shown.written.literal(),
            Shows::Whole => number::grouped(&format!("{:.0}", shown.value)),
            Shows::Error => error(shown.value),
        })
    }

    /// Returns the value of the literal in a row, in a unit that is never scaled; of a range, the median.
    pub fn value(&self, row: &Row) -> Option<Shown> {
        self.prefix.as_ref()?;
        evaluated(row.cells.get(&self.key)?, self.digits)
    }

    /// Evaluates the formula for a row.
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

/// Returns the last value of a script; of a range, the median. Returns `None` if it has no value.
fn evaluated(script: &str, digits: usize) -> Option<Shown> {
    let settings = Settings { point: true, ..Settings::default() };
    crate::evaluate("<sheet>", script, digits, &settings).answers.pop().map(|answer| answer.shown)
}

/// Describes the deviation of a ratio from 1: `15.7% high`.
fn error(ratio: f64) -> String {
    let percent = (ratio - 1.0).abs() * 100.0;
    match ratio {
        _ if percent < 1e-9 => "exact".to_owned(),
        ratio if ratio > 1.0 => format!("{percent:.1}% high"),
        _ => format!("{percent:.1}% low"),
    }
}
