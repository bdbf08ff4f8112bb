//! The JSON objects, their fields in the order in which they are written.

use std::borrow::Cow;

use serde::Serialize;

use super::leaves::{AheadObject, CalibrationObject, EditObject, InfluenceObject, RiseObject, UnaskedObject};
use super::tables::{TableObject, WorstObject};
use super::values::{Value, ValueObject};

/// The values of an expression or a script.
#[derive(Serialize)]
pub(super) struct EvaluationObject<'a> {
    /// The version of the format.
    pub(super) schema: &'static str,
    /// The values of all bindings and expressions, in order.
    pub(super) results: Vec<ResultObject<'a>>,
    /// The warnings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) warnings: Vec<ProblemObject<'a>>,
    /// How the input was read where it has several readings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<&'a str>,
}

/// The value of a statement.
#[derive(Serialize)]
pub(super) struct ResultObject<'a> {
    /// The name it was bound to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    /// The statement as written.
    pub(super) source: &'a str,
    #[serde(flatten)]
    pub(super) value: ValueObject<'a>,
    /// The two sides, if it holds one value against another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) against: Option<AgainstObject<'a>>,
}

/// The two sides of a statement that holds one value against another.
#[derive(Serialize)]
pub(super) struct AgainstObject<'a> {
    /// The left side.
    pub(super) left: ValueObject<'a>,
    /// The right side; of an interval, its middle.
    pub(super) right: ValueObject<'a>,
    /// The interval on the right, or the value with its tolerance, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bounds: Option<&'a str>,
    #[serde(flatten)]
    pub(super) apart: ApartObject<'a>,
}

/// How far apart two values are.
#[derive(Serialize)]
pub(super) struct ApartObject<'a> {
    /// The left side relative to the right one, or to the nearer end of its interval; left out if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) factor: Option<f64>,
    /// For percentages near 100%: what the left side lacks of it, over what the right side does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<f64>,
    /// The kind of mistake that gives such a factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slip: Option<&'a str>,
    /// The mistake in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slip_text: Option<&'a str>,
}

/// What an estimate is expected to be.
#[derive(Serialize)]
pub(super) struct ExpectedObject<'a> {
    /// The value, the range, or the value with its tolerance, as written.
    pub(super) text: &'a str,
    /// Whether the estimate is as expected.
    pub(super) holds: bool,
    #[serde(flatten)]
    pub(super) apart: ApartObject<'a>,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<&'a str>,
}

/// The effect of each input on an estimate.
#[derive(Serialize)]
pub(super) struct SensitivityObject<'a> {
    /// The estimate.
    pub(super) estimate: &'a str,
    /// The unit of `low` and `high`.
    pub(super) unit: &'a str,
    /// The inputs, the one that explains most first.
    pub(super) inputs: Vec<InfluenceObject<'a>>,
    /// Whether the shares are of the variance of the logarithm.
    pub(super) logarithm: bool,
    /// The share of the variance that no input explains by itself; 0 if inputs are correlated.
    pub(super) together: f64,
    /// The inputs that are correlated with others of them.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) correlated: &'a [String],
}

/// The input that explains most of the uncertainty of the main results.
#[derive(Serialize)]
pub(super) struct CheckFirstObject<'a> {
    /// The input.
    pub(super) input: &'a str,
    /// Those that explain as much, or nearly.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) others: &'a [String],
    /// The estimate whose spread it explains most of.
    pub(super) estimate: &'a str,
    /// The share of that estimate's variance.
    pub(super) share: f64,
}

/// The results of a model.
#[derive(Serialize)]
pub(super) struct ModelObject<'a> {
    /// The version of the format; left out inside `models`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<&'static str>,
    /// The path, the preset's name or `<stdin>`.
    pub(super) model: &'a str,
    /// Whether it passes; for `check` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) passed: Option<bool>,
    /// The model's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<&'a str>,
    /// The summary with the values put in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<&'a str>,
    /// The inputs, in the order of the file.
    pub(super) inputs: Vec<RowObject<'a>>,
    /// The estimates, in the order of the file.
    pub(super) estimates: Vec<RowObject<'a>>,
    /// The tables with computed columns, in the order of the file; with `--tables` all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tables: Vec<TableObject<'a>>,
    /// The checks, in the order of the file.
    pub(super) checks: Vec<CheckObject<'a>>,
    /// The checks that were not asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) not_asked: Vec<UnaskedObject<'a>>,
    /// The results in other scenarios.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) scenarios: Vec<ScenarioObject<'a>>,
    /// The input that explains most of the uncertainty of the main results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) check_first: Option<CheckFirstObject<'a>>,
    /// The contribution of each input to the uncertainty, with `--sensitivity`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sensitivity: Vec<SensitivityObject<'a>>,
    /// What was measured, with `--actual`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) measured: Vec<MeasuredObject<'a>>,
    /// How often the intervals held, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) calibration: Option<CalibrationObject>,
    /// Remarks on how to read the numbers, such as that the model redefines `month`.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) remarks: &'a [String],
    /// The warnings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) warnings: Vec<ProblemObject<'a>>,
    /// How the input was read where it has several readings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<&'a str>,
}

/// An input or an estimate.
#[derive(Serialize)]
pub(super) struct RowObject<'a> {
    /// The heading of its section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) section: Option<&'a str>,
    /// Its name.
    pub(super) name: &'a str,
    /// The literal or formula written for it.
    pub(super) formula: &'a str,
    #[serde(flatten)]
    pub(super) value: ValueObject<'a>,
    /// The note beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'a str>,
    /// The source of its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<&'a str>,
    /// True if a scenario or the command line gave its value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) set: bool,
    /// What gave it, unless `--set` did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) set_by: Option<&'a str>,
    /// What an estimate is expected to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expect: Option<ExpectedObject<'a>>,
}

/// A check and its result.
#[derive(Serialize)]
pub(super) struct CheckObject<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The scenario in which it was asked; left out for the model itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scenario: Option<&'a str>,
    /// The condition as written.
    pub(super) check: &'a str,
    /// `error` if its failure fails the model, else `warn`.
    pub(super) level: &'static str,
    /// Whether it holds.
    pub(super) passed: bool,
    /// The probability that its condition holds, if it depends on ranges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) probability: Option<f64>,
    /// True if it is within the sampling error of its limit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) close: bool,
    /// The left side of a single comparison, in `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actual: Option<Value>,
    /// The right side, in `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) limit: Option<Value>,
    /// The unit of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<&'a str>,
    /// The distance to the limit as a ratio of the limit: 0.2 means 20% to spare, -0.07 means 7% past it;
    /// null if the limit is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) margin: Option<f64>,
    #[serde(flatten)]
    pub(super) apart: Option<ApartObject<'a>>,
    /// How far an estimate rose since another version of the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rise: Option<RiseObject<'a>>,
    /// The note beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'a str>,
    #[serde(flatten)]
    pub(super) worst: Option<WorstObject<'a>>,
    /// How it goes on, if it must hold for some time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ahead: Option<AheadObject<'a>>,
    /// For a failed check: changes of a single input that would make it hold.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) holds_with: &'a [String],
    /// The file that it is written in.
    pub(super) file: &'a str,
    /// The line that it is written on, counted from 1.
    pub(super) line: usize,
}

/// The results of a model in a scenario.
#[derive(Serialize)]
pub(super) struct ScenarioObject<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The note beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'a str>,
    /// The inputs.
    pub(super) inputs: Vec<RowObject<'a>>,
    /// The estimates.
    pub(super) estimates: Vec<RowObject<'a>>,
}

/// A measured value beside its prediction.
#[derive(Serialize)]
pub(super) struct MeasuredObject<'a> {
    /// The name of the estimate or the input.
    pub(super) name: &'a str,
    /// What the model predicts.
    pub(super) predicted: ValueObject<'a>,
    /// What was measured, in the same unit.
    pub(super) actual: ValueObject<'a>,
    /// `inside`, `outside`, `as predicted` or `not as predicted`.
    pub(super) fit: &'static str,
    #[serde(flatten)]
    pub(super) apart: ApartObject<'a>,
    /// The file that it was read from.
    pub(super) file: &'a str,
    /// The line of the value, counted from 1.
    pub(super) line: usize,
}

/// The checks of several models.
#[derive(Serialize)]
pub(super) struct ChecksObject<'a> {
    /// The version of the format.
    pub(super) schema: &'static str,
    /// Whether every model passes; for `check` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) passed: Option<bool>,
    /// The models, in the order in which they were named.
    pub(super) models: Vec<ModelObject<'a>>,
    /// The files of folders that are no models.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) skipped: &'a [String],
    /// The errors of the models that could not be checked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<ProblemObject<'a>>,
}

/// The errors for which nothing was computed.
#[derive(Serialize)]
pub(super) struct FailureObject<'a> {
    /// The version of the format.
    pub(super) schema: &'static str,
    /// The errors.
    pub(super) errors: Vec<ProblemObject<'a>>,
    /// The warnings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) warnings: Vec<ProblemObject<'a>>,
}

/// An error or a warning.
#[derive(Serialize)]
pub(super) struct ProblemObject<'a> {
    /// A stable code, like `E0302`.
    pub(super) code: &'a str,
    /// One sentence.
    pub(super) message: &'a str,
    /// The file, `<input>` or `<stdin>`; left out with `line` and `column` if it has no place in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<&'a str>,
    /// The line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    /// The column in characters, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) column: Option<usize>,
    /// The fixes, each with the text that can be pasted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) help: Vec<String>,
    /// The fixes that can be made by a machine, each of which was tried.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fixes: Vec<FixObject<'a>>,
    /// Notes without a place in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<Cow<'a, str>>,
}

/// A fix, which was tried.
#[derive(Serialize)]
pub(super) struct FixObject<'a> {
    /// What it does, in a few words.
    pub(super) label: &'a str,
    /// The changed line; left out if it changes several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    /// Its changes, apart from each other.
    pub(super) edits: Vec<EditObject<'a>>,
    /// The value of the statement that it changes; left out if that has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) result: Option<GivesObject<'a>>,
}

/// What a fix gives.
#[derive(Serialize)]
pub(super) struct GivesObject<'a> {
    /// The number in `unit`, or true or false.
    pub(super) value: Value,
    /// The unit, as in results.
    pub(super) unit: &'a str,
    /// The value as a table prints it.
    pub(super) text: &'a str,
    /// The 5th percentile in `unit`, if the value is uncertain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p5: Option<f64>,
    /// The 95th percentile in `unit`, if the value is uncertain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) p95: Option<f64>,
}
