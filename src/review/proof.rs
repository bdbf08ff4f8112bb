//! The values of lines in napkin's language, by the lowering and the engine of every other expression.

use crate::analysis::slip::{self, Origin, Slip};
use crate::run::{Run, Settings};
use crate::units::dimension::Dimension;
use crate::worksheet::Worksheet;

/// A value with its dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proven {
    /// The number in base units, data in bytes.
    pub number: f64,
    /// What it measures.
    pub dimension: Dimension,
}

/// Computes lines; those that napkin refuses have no value.
pub fn proven(lines: &[&str]) -> Vec<Option<Proven>> {
    let all = Worksheet::script("", &lines.join("\n")).ok().and_then(|sheet| values(&sheet));
    match all.filter(|values| values.len() == lines.len()) {
        Some(values) => values.into_iter().map(Some).collect(),
        None if lines.len() > 1 => lines.iter().flat_map(|line| proven(&[line])).collect(),
        None => vec![None; lines.len()],
    }
}

fn values(sheet: &Worksheet) -> Option<Vec<Proven>> {
    let settings = Settings { point: true, ..Settings::default() };
    let mut run = Run::new(sheet.compiled(), &settings, &[]);
    let tickets: Vec<_> = sheet.items().iter().map(|item| (run.ask(item.slot), item.shown)).collect();
    let answers = run.answers().ok()?;
    let value = |(ticket, value): &(_, crate::lower::Value)| {
        let number = answers[*ticket].middle();
        let dimension = value.quantity()?.dimension;
        number.is_finite().then_some(Proven { number, dimension })
    };
    tickets.iter().map(value).collect()
}

/// Returns the slip that explains the factor between two lines.
pub fn slip(left: &str, right: &str, factor: f64) -> Option<Slip> {
    let sheet = Worksheet::script("", &format!("{left}\n{right}")).ok()?;
    let [left, right] = sheet.items() else { return None };
    let dimension = left.shown.quantity().map_or(Dimension::NONE, |quantity| quantity.dimension);
    let origin = Origin { sheet: &sheet, left: left.root, right: right.root, unit: None, dimension };
    slip::of(factor, &origin)
}
