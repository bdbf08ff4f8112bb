//! For programs: one object, its fields in a fixed order.
//!
//! A value is never scaled, so that a script does not break when GB become TB. A field that
//! does not apply is left out, except where it says so.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::excerpt::Lines;
use super::listing::{Column, Field, Listing, Part};
use super::{Checked, Render, diagnostic};
use napkin::diagnostic::Diagnostic;
use napkin::model::{CheckRow, Influence, Level, Report, Row, Section, Sensitivity};
use napkin::presets::Preset;
use napkin::source::Sources;
use napkin::{Answer, Evaluation, Shown, Spread};

/// The name and the edition of the format.
const SCHEMA: &str = "napkin/1";

/// Objects for programs.
#[derive(Debug)]
pub struct Json;

/// What an expression or a script comes to.
#[derive(Serialize)]
struct EvaluationObject<'a> {
    /// The edition of the format.
    schema: &'static str,
    /// The values of all bindings and expressions, in order.
    results: Vec<ResultObject<'a>>,
    /// What is right by the rules and wrong by experience.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<ProblemObject<'a>>,
}

/// The value of a statement.
#[derive(Serialize)]
struct ResultObject<'a> {
    /// The name it was bound to.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// What was written.
    source: &'a str,
    #[serde(flatten)]
    value: ValueObject<'a>,
}

/// A value.
#[derive(Serialize)]
struct ValueObject<'a> {
    /// The number in `unit`, or true or false.
    value: Value,
    /// Base units, data in bytes, or exactly the unit that was asked for; empty for a plain number.
    unit: &'a str,
    /// What a table prints.
    text: String,
    /// The dimension by base names: `request / time`.
    dimension: &'a str,
    #[serde(flatten)]
    spread: Option<SpreadObject<'a>>,
}

/// How a value differs between worlds; `value` is then the median.
#[derive(Serialize)]
struct SpreadObject<'a> {
    /// 5% of the worlds lie below.
    p5: f64,
    /// The median, once more.
    p50: f64,
    /// 95% of the worlds lie below.
    p95: f64,
    /// The expected value.
    mean: f64,
    /// The standard deviation.
    sd: f64,
    /// How many samples it was computed from.
    samples: usize,
    /// What they were seeded by.
    seed: u64,
    /// The 90% interval as a table prints it: a legal range.
    interval: String,
    /// How the samples are spread, with `--histogram`.
    #[serde(skip_serializing_if = "Option::is_none")]
    histogram: Option<HistogramObject<'a>>,
}

/// How samples are spread.
#[derive(Serialize)]
struct HistogramObject<'a> {
    /// The 1st percentile, where the first part begins.
    low: f64,
    /// The 99th percentile, where the last part ends.
    high: f64,
    /// Whether the parts are equal as factors, not as differences.
    logarithmic: bool,
    /// How many samples lie in each part.
    counts: &'a [u32],
}

/// What each input does to an estimate.
#[derive(Serialize)]
struct SensitivityObject<'a> {
    /// The estimate.
    estimate: &'a str,
    /// The unit of `low` and `high`.
    unit: &'a str,
    /// The inputs, the one that explains most first.
    inputs: Vec<InfluenceObject<'a>>,
}

/// What an input does to an estimate.
#[derive(Serialize)]
struct InfluenceObject<'a> {
    /// The input.
    name: &'a str,
    /// The share of the estimate's variance that it explains by itself.
    share: f64,
    /// The estimate with the input at its p5 and the others at their medians.
    low: f64,
    /// The same with the input at its p95.
    high: f64,
}

/// The input that explains most of what the model is about.
#[derive(Serialize)]
struct CheckFirstObject<'a> {
    /// The input.
    input: &'a str,
    /// The estimate whose spread it explains most of.
    estimate: &'a str,
    /// The share of that estimate's variance.
    share: f64,
}

/// A number, or true or false.
#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Number(f64),
    Truth(bool),
}

/// What a model comes to.
#[derive(Serialize)]
struct ModelObject<'a> {
    /// The edition of the format; left out inside `models`.
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<&'static str>,
    /// The path, the preset's name or `<stdin>`.
    model: &'a str,
    /// Whether it passes; for `check` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<bool>,
    /// The model's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// The summary with the values put in.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    /// The inputs, in the order of the file.
    inputs: Vec<RowObject<'a>>,
    /// The estimates, in the order of the file.
    estimates: Vec<RowObject<'a>>,
    /// The checks, in the order of the file.
    checks: Vec<CheckObject<'a>>,
    /// The input that explains most of what is uncertain about the main results.
    #[serde(skip_serializing_if = "Option::is_none")]
    check_first: Option<CheckFirstObject<'a>>,
    /// Where the uncertainty comes from, with `--sensitivity`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sensitivity: Vec<SensitivityObject<'a>>,
    /// What a reader of the numbers must know, such as that the model redefines `month`.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    remarks: &'a [String],
    /// What is right by the rules and wrong by experience.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<ProblemObject<'a>>,
}

/// An input or an estimate.
#[derive(Serialize)]
struct RowObject<'a> {
    /// The heading it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    /// Its name.
    name: &'a str,
    /// What was written for it: a literal or a formula.
    formula: &'a str,
    #[serde(flatten)]
    value: ValueObject<'a>,
    /// The note beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// Where its value is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    /// True if `--set` gave its value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    set: bool,
}

/// A check and how it came out.
#[derive(Serialize)]
struct CheckObject<'a> {
    /// Its name.
    name: &'a str,
    /// The condition as written.
    check: &'a str,
    /// `error` if its failure fails the model, else `warn`.
    level: &'static str,
    /// Whether it holds.
    passed: bool,
    /// In what share of the worlds what must hold does so, where ranges are behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    /// True if it is within the sampling error of its limit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    close: bool,
    /// The left side of a single comparison, in `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<Value>,
    /// The right side, in `unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Value>,
    /// The unit of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    /// How far the left side may still go, relative to the limit: 0.2 is a fifth to spare,
    /// -0.07 is 7% past it; null where the limit is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<f64>,
    /// The note beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// For a failed check: changes of a single input that would make it hold.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    holds_with: &'a [String],
    /// The file it is written in.
    file: &'a str,
    /// The line it is written on.
    line: usize,
}

/// How the checks of all models came out.
#[derive(Serialize)]
struct ChecksObject<'a> {
    /// The edition of the format.
    schema: &'static str,
    /// Whether every model passes.
    passed: bool,
    /// The models, in the order in which they were named, however many there are.
    models: Vec<ModelObject<'a>>,
    /// What is wrong with the models that could not be checked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemObject<'a>>,
}

/// Why nothing was computed.
#[derive(Serialize)]
struct FailureObject<'a> {
    /// The edition of the format.
    schema: &'static str,
    /// What is wrong.
    errors: Vec<ProblemObject<'a>>,
    /// What is right by the rules and wrong by experience.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<ProblemObject<'a>>,
}

/// An error or a warning.
#[derive(Serialize)]
struct ProblemObject<'a> {
    /// A stable code, like `E0302`.
    code: &'a str,
    /// One sentence.
    message: &'a str,
    /// The file, `<input>` or `<stdin>`; left out with `line` and `column` if it is about no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// The ways out, each with the text that can be pasted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    help: Vec<String>,
    /// Facts that belong to it but to no place.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

/// A list of what napkin knows.
struct ListingObject<'a>(&'a Listing);

/// A preset.
#[derive(Serialize)]
struct PresetObject<'a> {
    /// The edition of the format.
    schema: &'static str,
    /// Its name.
    name: &'a str,
    /// Other names it answers to.
    also: &'a [&'a str],
    /// What kind of system it is.
    kind: &'a str,
    /// Its title.
    title: &'a str,
    /// Its TOML.
    text: &'a str,
}

/// A preset with its text.
pub fn preset(preset: &Preset) -> String {
    let Preset { name, text, also, kind, title } = *preset;
    written(&PresetObject { schema: SCHEMA, name, also, kind, title, text })
}

/// Why nothing was computed.
pub fn failure(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut lines = Lines::new(sources);
    let errors = problems(diagnostics, true, &mut lines);
    let warnings = warnings(diagnostics, &mut lines);
    written(&FailureObject { schema: SCHEMA, errors, warnings })
}

impl Render for Json {
    fn evaluation(&self, evaluation: &Evaluation) -> String {
        let results = evaluation.answers.iter().map(result).collect();
        let warnings = warnings(&evaluation.diagnostics, &mut Lines::new(&evaluation.sources));
        written(&EvaluationObject { schema: SCHEMA, results, warnings })
    }

    fn model(&self, report: &Report) -> String {
        written(&ModelObject { schema: Some(SCHEMA), ..model(report) })
    }

    fn checks(&self, checked: &[Checked]) -> String {
        let models = checked
            .iter()
            .map(|checked| ModelObject { passed: Some(checked.passed), ..model(&checked.report) });
        let errors = checked.iter().flat_map(|Checked { report, .. }| {
            let mut errors = problems(&report.diagnostics, true, &mut Lines::new(&report.sources));
            for error in &mut errors {
                error.file = error.file.or(Some(&report.name));
            }
            errors
        });
        written(&ChecksObject {
            schema: SCHEMA,
            passed: checked.iter().all(|checked| checked.passed),
            models: models.collect(),
            errors: errors.collect(),
        })
    }

    fn listing(&self, listing: &Listing) -> String {
        written(&ListingObject(listing))
    }
}

fn written(object: &impl Serialize) -> String {
    // Text, numbers and lists cannot fail to be written into memory.
    let mut text = serde_json::to_string(object).unwrap_or_default();
    text.push('\n');
    text
}

fn result(answer: &Answer) -> ResultObject<'_> {
    ResultObject { name: answer.name.as_deref(), source: &answer.source, value: value(&answer.shown) }
}

fn value(shown: &Shown) -> ValueObject<'_> {
    ValueObject {
        value: number(shown),
        unit: &shown.unit,
        text: shown.written.literal(),
        dimension: &shown.dimension,
        spread: shown.spread.as_deref().map(|spread| spread_of(shown.value, spread)),
    }
}

fn spread_of(median: f64, spread: &Spread) -> SpreadObject<'_> {
    let histogram = spread.histogram.as_ref().map(|bars| HistogramObject {
        low: bars.histogram.low,
        high: bars.histogram.high,
        logarithmic: bars.histogram.logarithmic,
        counts: &bars.histogram.counts,
    });
    SpreadObject {
        p5: spread.p5,
        p50: median,
        p95: spread.p95,
        mean: spread.mean,
        sd: spread.sd,
        samples: spread.samples,
        seed: spread.seed,
        interval: spread.interval.to_string(),
        histogram,
    }
}

fn sensitivity(of: &Sensitivity) -> SensitivityObject<'_> {
    let inputs = of.inputs.iter().map(|Influence { name, share, low, high }| InfluenceObject {
        name,
        share: *share,
        low: low.value,
        high: high.value,
    });
    SensitivityObject { estimate: &of.estimate, unit: &of.shown.unit, inputs: inputs.collect() }
}

fn number(shown: &Shown) -> Value {
    if shown.truth { Value::Truth(shown.value != 0.0) } else { Value::Number(shown.value) }
}

fn model(report: &Report) -> ModelObject<'_> {
    let mut lines = Lines::new(&report.sources);
    ModelObject {
        schema: None,
        model: &report.name,
        passed: None,
        title: report.title.as_deref(),
        summary: report.summary.as_deref(),
        inputs: rows(&report.inputs),
        estimates: rows(&report.estimates),
        checks: report.checks.iter().map(|row| check(row, report, &mut lines)).collect(),
        check_first: report.check_first.as_ref().map(|first| CheckFirstObject {
            input: &first.input,
            estimate: &first.estimate,
            share: first.share,
        }),
        sensitivity: report.sensitivity.iter().map(sensitivity).collect(),
        remarks: &report.remarks,
        warnings: warnings(&report.diagnostics, &mut lines),
    }
}

fn rows(sections: &[Section]) -> Vec<RowObject<'_>> {
    sections
        .iter()
        .flat_map(|section| section.rows.iter().map(|each| row(section.heading.as_deref(), each)))
        .collect()
}

fn row<'a>(section: Option<&'a str>, row: &'a Row) -> RowObject<'a> {
    RowObject {
        section,
        name: &row.name,
        formula: &row.formula,
        value: value(&row.shown),
        note: row.note.as_deref(),
        source: row.source.as_deref(),
        set: row.set,
    }
}

fn check<'a>(row: &'a CheckRow, report: &'a Report, lines: &mut Lines<'a>) -> CheckObject<'a> {
    let comparison = row.comparison.as_ref();
    CheckObject {
        name: &row.name,
        check: &row.check,
        level: match row.level {
            Level::Error => "error",
            Level::Warn => "warn",
        },
        passed: row.passed,
        probability: row.probability,
        close: row.is_close,
        actual: comparison.map(|comparison| number(&comparison.actual)),
        limit: comparison.map(|comparison| number(&comparison.limit)),
        unit: comparison.map(|comparison| comparison.limit.unit.as_str()),
        margin: comparison.and_then(|comparison| comparison.margin),
        note: row.note.as_deref(),
        holds_with: &row.holds_with,
        file: lines.source(row.span.source).map_or(&report.name, |source| &source.name),
        line: lines.line_column(row.span).map_or(1, |(line, _)| line),
    }
}

fn warnings<'a>(diagnostics: &'a [Diagnostic], lines: &mut Lines<'a>) -> Vec<ProblemObject<'a>> {
    problems(diagnostics, false, lines)
}

fn problems<'a>(
    diagnostics: &'a [Diagnostic],
    errors: bool,
    lines: &mut Lines<'a>,
) -> Vec<ProblemObject<'a>> {
    let problem = |diagnostic: &'a Diagnostic| {
        let span = diagnostic.span();
        let place = span.and_then(|span| lines.line_column(span));
        ProblemObject {
            code: diagnostic.code,
            message: &diagnostic.message,
            file: span.and_then(|span| lines.source(span.source)).map(|source| source.name.as_str()),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            help: diagnostic::helps(diagnostic, lines),
            notes: &diagnostic.notes,
        }
    };
    diagnostic::ordered(diagnostics)
        .into_iter()
        .filter(|each| each.is_error() == errors)
        .map(problem)
        .collect()
}

impl Serialize for ListingObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry(self.0.key, &self.0.parts.iter().map(PartObject).collect::<Vec<_>>())?;
        map.end()
    }
}

/// A table: `title`, `rows`, `note`, `source`, `sources`.
struct PartObject<'a>(&'a Part);

impl Serialize for PartObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let part = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("title", &part.heading)?;
        let rows: Vec<_> = part.rows.iter().map(|row| FieldsObject(&part.columns, row)).collect();
        map.serialize_entry("rows", &rows)?;
        for (key, text) in [("note", &part.note), ("source", &part.source)] {
            if !text.is_empty() {
                map.serialize_entry(key, text)?;
            }
        }
        if !part.sources.is_empty() {
            map.serialize_entry("sources", &part.sources)?;
        }
        map.end()
    }
}

/// A row: the fields by the keys of their columns, without those that are empty.
struct FieldsObject<'a>(&'a [Column], &'a [Field]);

impl Serialize for FieldsObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, field) in self.0.iter().zip(self.1) {
            match field {
                Field::Text(text) => map.serialize_entry(column.key, text)?,
                Field::Number(number) => map.serialize_entry(column.key, number)?,
                Field::Words(words) => map.serialize_entry(column.key, words)?,
                Field::Empty => {}
            }
        }
        map.end()
    }
}
