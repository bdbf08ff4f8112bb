//! The objects that JSON is made of, their fields in the order in which they are printed.

use serde::Serialize;

use super::super::listing::Listing;

/// What an expression or a script comes to.
#[derive(Serialize)]
pub struct EvaluationObject<'a> {
    /// The edition of the format.
    pub schema: &'static str,
    /// The values of all bindings and expressions, in order.
    pub results: Vec<ResultObject<'a>>,
    /// What is right by the rules and wrong by experience.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<ProblemObject<'a>>,
}

/// The value of a statement.
#[derive(Serialize)]
pub struct ResultObject<'a> {
    /// The name it was bound to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// What was written.
    pub source: &'a str,
    #[serde(flatten)]
    pub value: ValueObject<'a>,
}

/// A value.
#[derive(Serialize)]
pub struct ValueObject<'a> {
    /// The number in `unit`, or true or false.
    pub value: Value,
    /// Base units, data in bytes, or exactly the unit that was asked for; empty for a plain number.
    pub unit: &'a str,
    /// What a table prints.
    pub text: String,
    /// The dimension by base names: `request / time`.
    pub dimension: &'a str,
    #[serde(flatten)]
    pub spread: Option<SpreadObject<'a>>,
}

/// How a value differs between worlds; `value` is then the median.
#[derive(Serialize)]
pub struct SpreadObject<'a> {
    /// 5% of the worlds lie below.
    pub p5: f64,
    /// The median, once more.
    pub p50: f64,
    /// 95% of the worlds lie below.
    pub p95: f64,
    /// The expected value.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
    /// How many samples it was computed from.
    pub samples: usize,
    /// What they were seeded by.
    pub seed: u64,
    /// The 90% interval as a table prints it: a legal range.
    pub interval: String,
    /// How the samples are spread, with `--histogram`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub histogram: Option<HistogramObject<'a>>,
}

/// How samples are spread.
#[derive(Serialize)]
pub struct HistogramObject<'a> {
    /// The 1st percentile, where the first part begins.
    pub low: f64,
    /// The 99th percentile, where the last part ends.
    pub high: f64,
    /// Whether the parts are equal as factors, not as differences.
    pub logarithmic: bool,
    /// How many samples lie in each part.
    pub counts: &'a [u32],
}

/// What each input does to an estimate.
#[derive(Serialize)]
pub struct SensitivityObject<'a> {
    /// The estimate.
    pub estimate: &'a str,
    /// The unit of `low` and `high`.
    pub unit: &'a str,
    /// The inputs, the one that explains most first.
    pub inputs: Vec<InfluenceObject<'a>>,
}

/// What an input does to an estimate.
#[derive(Serialize)]
pub struct InfluenceObject<'a> {
    /// The input.
    pub name: &'a str,
    /// The share of the estimate's variance that it explains by itself.
    pub share: f64,
    /// The estimate with the input at its p5 and the others at their medians.
    pub low: f64,
    /// The same with the input at its p95.
    pub high: f64,
}

/// The input that explains most of what the model is about.
#[derive(Serialize)]
pub struct CheckFirstObject<'a> {
    /// The input.
    pub input: &'a str,
    /// The estimate whose spread it explains most of.
    pub estimate: &'a str,
    /// The share of that estimate's variance.
    pub share: f64,
}

/// A number, or true or false.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Value {
    Number(f64),
    Truth(bool),
}

/// What a model comes to.
#[derive(Serialize)]
pub struct ModelObject<'a> {
    /// The edition of the format; left out inside `models`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'static str>,
    /// The path, the preset's name or `<stdin>`.
    pub model: &'a str,
    /// Whether it passes; for `check` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// The model's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a str>,
    /// The summary with the values put in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<&'a str>,
    /// The inputs, in the order of the file.
    pub inputs: Vec<RowObject<'a>>,
    /// The estimates, in the order of the file.
    pub estimates: Vec<RowObject<'a>>,
    /// The checks, in the order of the file.
    pub checks: Vec<CheckObject<'a>>,
    /// The input that explains most of what is uncertain about the main results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_first: Option<CheckFirstObject<'a>>,
    /// Where the uncertainty comes from, with `--sensitivity`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sensitivity: Vec<SensitivityObject<'a>>,
    /// What a reader of the numbers must know, such as that the model redefines `month`.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub remarks: &'a [String],
    /// What is right by the rules and wrong by experience.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<ProblemObject<'a>>,
}

/// An input or an estimate.
#[derive(Serialize)]
pub struct RowObject<'a> {
    /// The heading it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// What was written for it: a literal or a formula.
    pub formula: &'a str,
    #[serde(flatten)]
    pub value: ValueObject<'a>,
    /// The note beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
    /// Where its value is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    /// True if `--set` gave its value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub set: bool,
}

/// A check and how it came out.
#[derive(Serialize)]
pub struct CheckObject<'a> {
    /// Its name.
    pub name: &'a str,
    /// The condition as written.
    pub check: &'a str,
    /// `error` if its failure fails the model, else `warn`.
    pub level: &'static str,
    /// Whether it holds.
    pub passed: bool,
    /// In what share of the worlds what must hold does so, where ranges are behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// True if it is within the sampling error of its limit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub close: bool,
    /// The left side of a single comparison, in `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Value>,
    /// The right side, in `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Value>,
    /// The unit of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'a str>,
    /// How far the left side may still go, relative to the limit: 0.2 is a fifth to spare,
    /// -0.07 is 7% past it; null where the limit is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<f64>,
    /// The note beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
    /// For a failed check: changes of a single input that would make it hold.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub holds_with: &'a [String],
    /// The file it is written in.
    pub file: &'a str,
    /// The line it is written on.
    pub line: usize,
}

/// How the checks of all models came out.
#[derive(Serialize)]
pub struct ChecksObject<'a> {
    /// The edition of the format.
    pub schema: &'static str,
    /// Whether every model passes.
    pub passed: bool,
    /// The models, in the order in which they were named, however many there are.
    pub models: Vec<ModelObject<'a>>,
    /// What is wrong with the models that could not be checked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemObject<'a>>,
}

/// Why nothing was computed.
#[derive(Serialize)]
pub struct FailureObject<'a> {
    /// The edition of the format.
    pub schema: &'static str,
    /// What is wrong.
    pub errors: Vec<ProblemObject<'a>>,
    /// What is right by the rules and wrong by experience.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<ProblemObject<'a>>,
}

/// An error or a warning.
#[derive(Serialize)]
pub struct ProblemObject<'a> {
    /// A stable code, like `E0302`.
    pub code: &'a str,
    /// One sentence.
    pub message: &'a str,
    /// The file, `<input>` or `<stdin>`; left out with `line` and `column` if it is about no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'a str>,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The ways out, each with the text that can be pasted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub help: Vec<String>,
    /// Facts that belong to it but to no place.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub notes: &'a [String],
}

/// A list of what napkin knows.
pub struct ListingObject<'a>(pub &'a Listing);

/// A preset.
#[derive(Serialize)]
pub struct PresetObject<'a> {
    /// The edition of the format.
    pub schema: &'static str,
    /// Its name.
    pub name: &'a str,
    /// Other names it answers to.
    pub also: &'a [&'a str],
    /// What kind of system it is.
    pub kind: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its TOML.
    pub text: &'a str,
}
