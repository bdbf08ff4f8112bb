//! The results of a model as data for any format.

use super::apart::Apart;
use super::measured::{Actual, Measured};
use super::rise::{Limit, Rise};
use super::time::{Order, Period};
use crate::run::{self, Shown};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Sources, Span};

pub use crate::analysis::sensitivity::{CheckFirst, Influence, Sensitivity, Wanted};
pub use crate::worksheet::Level;
pub use crate::worksheet::model::{Changes, Files, Loaded, share_of};

/// The settings of a run of a model.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What is changed in the model, and the files that it may name.
    pub changes: Changes,
    /// The scenarios that are run beside the model itself.
    pub scenarios: Scenarios,
    /// The number of significant digits.
    pub digits: usize,
    /// How uncertain values are computed.
    pub uncertainty: run::Settings,
    /// The estimates whose sensitivity is requested, if any.
    pub sensitivity: Option<Wanted>,
    /// What was measured, to be compared with the results.
    pub actual: Vec<Actual>,
    /// The cells of tables that are computed.
    pub cells: Cells,
    /// Whether only the checks are shown. The values of all else are checked for having some, and not read, which takes a
    /// fraction of the time.
    pub only_checks: bool,
    /// Whether the probability that a check on ranges holds is computed where the check itself does not ask for it.
    pub probabilities: bool,
    /// Whether checks are asked for as long as they must hold.
    pub horizon: Horizon,
}

impl Default for Settings {
    fn default() -> Settings {
        let digits = crate::units::number::DIGITS;
        let uncertainty = run::Settings::default();
        Settings {
            changes: Changes::default(),
            scenarios: Scenarios::default(),
            digits,
            uncertainty,
            sensitivity: None,
            actual: Vec::new(),
            cells: Cells::default(),
            only_checks: false,
            probabilities: true,
            horizon: Horizon::default(),
        }
    }
}

/// The cells of tables that are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cells {
    /// Those of tables with computed columns, unless they have many rows.
    #[default]
    Usual,
    /// The same, and all that are given.
    Given,
    /// All of all tables.
    All,
}

/// For how long checks are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Horizon {
    /// Of today alone.
    #[default]
    Today,
    /// Those with a horizon for as long as that.
    Own,
    /// Those without a horizon for this time as well, like `1 year`.
    For(String),
}

/// The scenarios that are run beside the model itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scenarios {
    /// None.
    #[default]
    None,
    /// Those of some names.
    Named(Vec<String>),
    /// Those that a check of the model names, and those of some names.
    Checked(Vec<String>),
    /// All that the model has.
    All,
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
    /// The summary line with values substituted for names.
    pub summary: Option<String>,
    /// The inputs by section, in the order of the file.
    pub inputs: Vec<Section>,
    /// The estimates by section, in the order of the file.
    pub estimates: Vec<Section>,
    /// The estimates of models that it uses, which are shown if they are asked for.
    pub used: Vec<Section>,
    /// The tables, in the order of the file.
    pub tables: Vec<Rows>,
    /// The checks, in the order of the file.
    pub checks: Vec<CheckRow>,
    /// The estimates that may only rise so far from one version of the model to the next.
    pub limits: Vec<Limit>,
    /// The checks that were not asked.
    pub unasked: Vec<UnaskedRow>,
    /// The results in other scenarios.
    pub columns: Vec<Column>,
    /// The names that were to be set, or to be run as scenarios, and that the model does not have.
    pub unknown: Vec<String>,
    /// Whether it has only the rows that were asked for.
    pub is_part: bool,
    /// The estimates in the summary line.
    pub main: Vec<String>,
    /// The interpretation of the first range: `2 to 3 → 90% interval, lognormal, median 2.45`.
    pub reading: Option<String>,
    /// The assumption to check first; `None` if nothing is uncertain.
    pub check_first: Option<CheckFirst>,
    /// The contributions of the inputs to the uncertainty of the estimates, if requested.
    pub sensitivity: Vec<Sensitivity>,
    /// What was measured, beside what the model predicts, in the order of the files.
    pub measured: Vec<Measured>,
    /// Remarks on how to read the numbers, such as that the model redefines `month`.
    pub remarks: Vec<String>,
    /// Errors and warnings; if there is an error, there are no rows.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether there are no errors.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Takes the rows away, for a report that has errors.
    pub fn without_rows(&mut self) {
        (self.inputs, self.estimates, self.checks) = (Vec::new(), Vec::new(), Vec::new());
        (self.columns, self.unasked) = (Vec::new(), Vec::new());
        self.used.clear();
        self.tables.clear();
        self.measured.clear();
    }

    /// Returns the checks that do not hold and whose level is an error.
    pub fn failures(&self) -> impl Iterator<Item = &CheckRow> {
        self.checks.iter().filter(|check| !check.passed && check.level == Level::Error)
    }
}

/// The results of a model in a scenario.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The scenario.
    pub scenario: String,
    /// The note beside it.
    pub note: Option<String>,
    /// The inputs, as they stand in the report.
    pub inputs: Vec<Section>,
    /// The estimates, as they stand in the report.
    pub estimates: Vec<Section>,
}

/// A check that was not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnaskedRow {
    /// Its name.
    pub name: String,
    /// The condition as written.
    pub check: String,
    /// Why it was not asked, in a few words.
    pub why: String,
    /// Its place, if it is a limit on how far an estimate may rise.
    pub span: Option<Span>,
}

/// Rows under a heading.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading; `None` for rows before the first heading.
    pub heading: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// An input or an estimate.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// The literal or formula as written.
    pub formula: String,
    /// Its value.
    pub shown: Shown,
    /// The note beside it.
    pub note: Option<String>,
    /// The source of its value.
    pub source: Option<String>,
    /// Whether a scenario or the command line gave its value.
    pub set: bool,
    /// What gave its value, unless the model or `--set` did: `in launch`.
    pub by: Option<String>,
    /// What an estimate is expected to be.
    pub expected: Option<Box<Expected>>,
    /// Why that was not asked.
    pub unasked: Option<Box<str>>,
}

/// A table of a model with its cells.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Its name.
    pub name: String,
    /// The note on it.
    pub note: Option<String>,
    /// Its columns: those that are given, then those that are computed.
    pub columns: Vec<TableColumn>,
    /// Its rows.
    pub rows: Vec<OfRow>,
    /// Whether its computed cells were asked for.
    pub is_computed: bool,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// Its formula, if it is computed for every row.
    pub formula: Option<String>,
    /// The note on it.
    pub note: Option<String>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct OfRow {
    /// Its name.
    pub name: String,
    /// The note on it.
    pub note: Option<String>,
    /// The estimates that choose it.
    pub chosen_by: Vec<String>,
    /// The condition by which an estimate excludes it, with its value: `slots >= 1 request: is 0`.
    pub excluded_by: Option<String>,
    /// One cell for each column.
    pub cells: Vec<CellOf>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct CellOf {
    /// The literal or formula as written.
    pub formula: String,
    /// Its value; `None` if it was not asked for, or has none.
    pub shown: Option<Shown>,
    /// The note beside it.
    pub note: Option<String>,
    /// The source of its value.
    pub source: Option<String>,
    /// Whether `--set` gave its value.
    pub set: bool,
}

/// The rows of a table on which a condition is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worst {
    /// The row that is nearest to its limit, or farthest past it.
    pub row: String,
    /// The rows in which the condition does not hold.
    pub failing: Vec<String>,
}

/// What an estimate is expected to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The value, the range, or the value with its tolerance, as written.
    pub text: String,
    /// Where it was published.
    pub source: Option<String>,
    /// How far the estimate is from it.
    pub apart: Apart,
}

/// A check and its result.
#[derive(Clone, Debug)]
pub struct CheckRow {
    /// Its name.
    pub name: String,
    /// The scenario in which it was asked; `None` for the model itself.
    pub scenario: Option<String>,
    /// The condition as written.
    pub check: String,
    /// Its level: whether its failure fails the build.
    pub level: Level,
    /// Whether it holds.
    pub passed: bool,
    /// The two sides, if the condition is a single comparison.
    pub comparison: Option<Comparison>,
    /// How far apart the sides of a `≈` are.
    pub apart: Option<Apart>,
    /// How far an estimate rose since another version of the model.
    pub rise: Option<Rise>,
    /// Whether it is what an estimate is expected to be.
    pub expects: bool,
    /// The note beside it.
    pub note: Option<String>,
    /// Its place.
    pub span: Span,
    /// The probability that its condition holds; `None` if nothing in it is uncertain.
    pub probability: Option<f64>,
    /// Whether it could have a different result with other samples.
    pub is_close: bool,
    /// For a condition on all rows of a table: those that decide.
    pub worst: Option<Worst>,
    /// For a check that must hold for some time and does today: how it goes on.
    pub ahead: Option<Box<Ahead>>,
    /// For a failed check: changes of a single input that would make it hold, `users <= 930M users`.
    pub holds_with: Vec<String>,
}

impl CheckRow {
    /// Returns its name, with the scenario in which it was asked.
    pub fn title(&self) -> String {
        match &self.scenario {
            Some(scenario) => format!("{} ({scenario})", self.name),
            None => self.name.clone(),
        }
    }
}

/// How a check goes on that holds today.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// How long it must hold: `6 months`.
    pub until: String,
    /// When it fails first, if it does by then; its values are of that time.
    pub fails: Option<Period>,
    /// By when something must be ordered that takes as long as its horizon, as far as that is known.
    pub order: Option<Order>,
}

/// The two sides of a check.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The left side, in the unit of the right one.
    pub actual: Shown,
    /// The right side.
    pub limit: Shown,
    /// The distance of the left side from the limit, relative to the limit: 0.2 is a fifth to spare, -0.07 is 7% past
    /// it. `None` for `==` and `!=`.
    pub margin: Option<f64>,
}
