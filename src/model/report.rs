//! What a model comes to, ready to be shown in any format.

use crate::diagnostic::Diagnostic;
use crate::evaluate::Shown;
use crate::source::{Sources, Span};

pub use super::file::Level;

/// A model's results.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The texts that spans and diagnostics point into.
    pub sources: Sources,
    /// The path or the preset's name.
    pub name: String,
    /// The model's title.
    pub title: Option<String>,
    /// The summary line with the values put in.
    pub summary: Option<String>,
    /// The inputs by section, in the order of the file.
    pub inputs: Vec<Section>,
    /// The estimates by section, in the order of the file.
    pub estimates: Vec<Section>,
    /// The checks, in the order of the file.
    pub checks: Vec<CheckRow>,
    /// What a reader of the numbers must know, such as that the model redefines `month`.
    pub remarks: Vec<String>,
    /// Errors and warnings; with an error there are no rows.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether anything was computed.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The checks that do not hold and whose level is an error.
    pub fn failures(&self) -> impl Iterator<Item = &CheckRow> {
        self.checks.iter().filter(|check| !check.passed && check.level == Level::Error)
    }
}

/// Rows under a heading.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading; none for rows before the first.
    pub heading: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// An input or an estimate.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What was written for it: a literal or a formula.
    pub formula: String,
    /// Its value.
    pub shown: Shown,
    /// The note beside it.
    pub note: Option<String>,
    /// Where its value is from.
    pub source: Option<String>,
    /// Whether `--set` gave its value.
    pub set: bool,
}

/// A check and how it came out.
#[derive(Clone, Debug)]
pub struct CheckRow {
    /// Its name.
    pub name: String,
    /// The condition as written.
    pub check: String,
    /// Whether its failure fails the build.
    pub level: Level,
    /// Whether it holds.
    pub passed: bool,
    /// The two sides, when the condition is a single comparison.
    pub comparison: Option<Comparison>,
    /// The note beside it.
    pub note: Option<String>,
    /// Where it is written.
    pub span: Span,
    /// For a failed check: changes of a single input that would make it hold, `users <= 930M users`.
    pub holds_with: Vec<String>,
}

/// The two sides of a check.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The left side, in the unit of the right one.
    pub actual: Shown,
    /// The right side.
    pub limit: Shown,
    /// How far the left side may still go, relative to the limit: 0.2 is a fifth to spare, -0.07 is
    /// 7% past it. Nothing where the two are compared for being equal.
    pub margin: Option<f64>,
}
