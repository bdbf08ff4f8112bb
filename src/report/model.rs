//! What a model comes to, ready to be shown in any format.

use crate::run::{self, Shown};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Sources, Span};

pub use crate::analysis::sensitivity::{CheckFirst, Influence, Sensitivity, Wanted};
pub use crate::worksheet::Level;

/// What a caller asks of a run besides the model itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Replacements of inputs or estimates: a name and the text of its value.
    pub set: Vec<(String, String)>,
    /// How many digits are shown.
    pub digits: usize,
    /// How uncertain values are computed.
    pub uncertainty: run::Settings,
    /// The estimates whose sensitivity is wanted, if any.
    pub sensitivity: Option<Wanted>,
}

impl Default for Settings {
    fn default() -> Settings {
        let digits = crate::units::number::DIGITS;
        Settings { set: Vec::new(), digits, uncertainty: run::Settings::default(), sensitivity: None }
    }
}

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
    /// How the first range is read: `2 to 3 → 90% interval, lognormal, median 2.45`.
    pub reading: Option<String>,
    /// Which assumption to check first; none if nothing is uncertain.
    pub check_first: Option<CheckFirst>,
    /// Where the uncertainty of the estimates comes from, if that was asked for.
    pub sensitivity: Vec<Sensitivity>,
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
    /// In what share of the worlds what must hold does so; nothing if nothing about it is uncertain.
    pub probability: Option<f64>,
    /// Whether it could have come out the other way with other samples.
    pub is_close: bool,
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
