//! The JSON objects: one for each kind of answer, with its fields in a fixed order.
//!
//! Each function takes an answer and returns an object that [`line()`] or any other serializer writes. A value is
//! never scaled, so that a script does not break when GB become TB. A field that does not apply is left out,
//! except where the description of the format says otherwise.

mod code;
mod diff;
mod explanation;
mod interview;
mod leaves;
mod listing;
mod measured;
pub mod model_schema;
mod objects;
mod practice;
mod projection;
mod review;
mod solve;
mod sweep;
mod tables;
mod values;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use leaves::{AheadObject, EditObject, InfluenceObject, PartObject, PresetObject, RiseObject, UnaskedObject};
use objects::{
    AgainstObject, ApartObject, CheckFirstObject, CheckObject, ChecksObject, EvaluationObject,
    ExpectedObject, FailureObject, FixObject, GivesObject, ModelObject, ProblemObject, ResultObject,
    RowObject, ScenarioObject, SensitivityObject,
};
use values::{HistogramObject, SpreadObject, Value, ValueObject};

pub use diff::diffs;
pub use interview::{heard, interviewed};
pub use practice::{drilled, practised};
pub use projection::projection;
pub use review::review;
pub use solve::solve;
pub use sweep::sweep;

use super::check::{Checked, Checks};
use super::code::ExplainedCode;
use super::listing::Listing;
use super::words;
use super::{Against, Answer, Apart, Evaluation};
use crate::analysis::explain::Explanation;
use crate::library::presets::Preset;
use crate::report::{CheckRow, Column, Influence, Report, Row, Section, Sensitivity, UnaskedRow};
use crate::run::{Shown, Spread};
use crate::text::diagnostic::{Diagnostic, Help, Patch, Severity, in_order};
use crate::text::escape::hidden;
use crate::text::excerpt::Lines;
use crate::text::fix::{self, Fix};
use crate::text::source::Sources;

/// The name and version of the format.
const SCHEMA: &str = "napkin/1";

/// Writes an object on one line, with a line ending.
///
/// ```
/// use napkin::report::json;
///
/// let evaluation = napkin::evaluate("<input>", "3 TB > 2 TB", 4, &Default::default());
/// let line = json::line(&json::evaluation(&evaluation));
/// assert!(line.starts_with(r#"{"schema":"napkin/1","results":[{"source":"3 TB > 2 TB","value":true,"#));
/// ```
pub fn line(object: &impl Serialize) -> String {
    let mut text = Vec::new();
    // Writing text, numbers and lists to memory cannot fail.
    let written = object.serialize(&mut Serializer::with_formatter(&mut text, Visible));
    debug_assert!(written.is_ok());
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_default()
}

/// Writes each character that cannot be seen as `\uXXXX`, so that an object can be shown on a terminal and still has
/// the text as it is.
#[derive(Debug)]
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut done = 0;
        for (at, c) in hidden(fragment, "") {
            out.write_all(fragment.get(done..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        out.write_all(fragment.get(done..).unwrap_or_default().as_bytes())
    }
}

/// The values of an expression or a script that has no errors.
pub fn evaluation(evaluation: &Evaluation) -> impl Serialize + use<'_> {
    let results = evaluation.answers.iter().map(result).collect();
    let warnings = warnings(&evaluation.diagnostics, &mut Lines::new(&evaluation.sources));
    let notes = notes(&evaluation.diagnostics);
    EvaluationObject { schema: SCHEMA, results, warnings, notes }
}

/// The results of a model that has no errors.
pub fn report(report: &Report) -> impl Serialize + use<'_> {
    ModelObject { schema: Some(SCHEMA), ..model(report) }
}

/// The steps of a derivation that has no errors.
pub fn explanation(explanation: &Explanation) -> impl Serialize + use<'_> {
    explanation::object(explanation)
}

/// The checks of several models; the errors of models that could not be checked are part of the object.
pub fn checks(checks: &Checks) -> impl Serialize + use<'_> {
    let models = checks
        .models
        .iter()
        .map(|checked| ModelObject { passed: Some(checked.passed()), ..model(&checked.report) });
    ChecksObject {
        schema: SCHEMA,
        passed: Some(checks.models.iter().all(Checked::passed)),
        models: models.collect(),
        skipped: &checks.skipped,
        errors: checks.models.iter().flat_map(|checked| errors(&checked.report)).collect(),
    }
}

/// The results of several models; the errors of models that could not be run are part of the object.
pub fn reports(reports: &[Report]) -> impl Serialize + use<'_> {
    let models = reports.iter().map(model).collect();
    ChecksObject {
        schema: SCHEMA,
        passed: None,
        models,
        skipped: &[],
        errors: reports.iter().flat_map(errors).collect(),
    }
}

/// The errors of one of several models, each with its file.
fn errors(report: &Report) -> Vec<ProblemObject<'_>> {
    let mut errors = problems(&report.diagnostics, Severity::Error, &mut Lines::new(&report.sources));
    for error in &mut errors {
        error.file = error.file.or(Some(&report.name));
    }
    errors
}

/// An error or warning code with its examples.
pub fn code(explained: &ExplainedCode) -> impl Serialize + use<'_> {
    code::object(explained)
}

/// A list of built-in things.
pub fn listing(listing: &Listing) -> impl Serialize + use<'_> {
    listing::ListingObject(listing)
}

/// Several lists of built-in things, each under its own key.
pub fn listings(listings: &[Listing]) -> impl Serialize + use<'_> {
    listing::ListingsObject(listings)
}

/// A preset with its TOML.
pub fn preset(preset: &Preset) -> impl Serialize + use<'_> {
    let Preset { name, text, also, kind, title } = *preset;
    PresetObject { schema: SCHEMA, name, also, kind, title, text }
}

/// The errors and warnings of an input for which nothing was computed.
pub fn failure<'a>(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> impl Serialize + use<'a> {
    let mut lines = Lines::new(sources);
    let errors = problems(diagnostics, Severity::Error, &mut lines);
    let warnings = warnings(diagnostics, &mut lines);
    FailureObject { schema: SCHEMA, errors, warnings }
}

fn result(answer: &Answer) -> ResultObject<'_> {
    ResultObject {
        name: answer.name.as_deref(),
        source: &answer.source,
        value: value(&answer.shown),
        against: answer.against.as_deref().map(against),
    }
}

fn against(against: &Against) -> AgainstObject<'_> {
    AgainstObject {
        left: value(&against.left),
        right: value(&against.right),
        bounds: against.texts.get(1).filter(|_| against.has_bounds).map(String::as_str),
        apart: apart(&against.apart),
    }
}

fn apart(apart: &Apart) -> ApartObject<'_> {
    let slip = apart.slip.as_ref();
    ApartObject {
        factor: apart.factor,
        missing: apart.missing.filter(|missing| missing.is_finite()),
        slip: slip.map(|slip| slip.kind),
        slip_text: slip.map(|slip| slip.text.as_str()),
    }
}

fn value(shown: &Shown) -> ValueObject<'_> {
    ValueObject {
        value: number(shown),
        unit: &shown.unit,
        text: shown.written.literal(),
        dimension: &shown.dimension,
        error: shown.error,
        spread: shown.spread.as_deref().map(|spread| spread_of(shown.value, spread)),
        row: shown.row.as_deref().map(values::chosen),
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
    SensitivityObject {
        estimate: &of.estimate,
        unit: &of.shown.unit,
        inputs: inputs.collect(),
        logarithm: of.of_logarithm,
        together: of.together,
        correlated: &of.correlated,
    }
}

fn number(shown: &Shown) -> Value {
    match &shown.row {
        Some(row) => Value::Row(row.row.clone()),
        None if shown.truth => Value::Truth(shown.value != 0.0),
        None => Value::Number(shown.value),
    }
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
        tables: report.tables.iter().filter_map(tables::table).collect(),
        checks: report.checks.iter().map(|row| check(row, report, &mut lines)).collect(),
        not_asked: report.unasked.iter().map(unasked).collect(),
        scenarios: report.columns.iter().map(scenario).collect(),
        check_first: report.check_first.as_ref().map(|first| CheckFirstObject {
            input: &first.input,
            others: &first.others,
            estimate: &first.estimate,
            share: first.share,
        }),
        sensitivity: report.sensitivity.iter().map(sensitivity).collect(),
        measured: report.measured.iter().map(|one| measured::object(one, &mut lines)).collect(),
        calibration: measured::calibration(&report.measured),
        remarks: &report.remarks,
        warnings: warnings(&report.diagnostics, &mut lines),
        notes: notes(&report.diagnostics),
    }
}

fn unasked(row: &UnaskedRow) -> UnaskedObject<'_> {
    UnaskedObject { name: &row.name, check: &row.check, why: &row.why }
}

fn scenario(column: &Column) -> ScenarioObject<'_> {
    ScenarioObject {
        name: &column.scenario,
        note: column.note.as_deref(),
        inputs: rows(&column.inputs),
        estimates: rows(&column.estimates),
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
        set_by: row.by.as_deref(),
        expect: row.expected.as_deref().map(|expected| ExpectedObject {
            text: &expected.text,
            holds: expected.apart.holds,
            apart: apart(&expected.apart),
            source: expected.source.as_deref(),
        }),
    }
}

fn check<'a>(row: &'a CheckRow, report: &'a Report, lines: &mut Lines<'a>) -> CheckObject<'a> {
    let comparison = row.comparison.as_ref();
    CheckObject {
        name: &row.name,
        scenario: row.scenario.as_deref(),
        check: &row.check,
        level: words::level(row.level),
        passed: row.passed,
        probability: row.probability,
        close: row.is_close,
        actual: comparison.map(|comparison| number(&comparison.actual)),
        limit: comparison.map(|comparison| number(&comparison.limit)),
        unit: comparison.map(|comparison| comparison.limit.unit.as_str()),
        margin: comparison.and_then(|comparison| comparison.margin),
        apart: row.apart.as_ref().map(apart),
        rise: row.rise.as_ref().map(|rise| RiseObject {
            text: rise.text.as_deref(),
            change: rise.by,
            by: PartObject::all(&rise.parts),
        }),
        note: row.note.as_deref(),
        worst: row.worst.as_ref().map(tables::worst),
        ahead: row.ahead.as_deref().map(AheadObject::of),
        holds_with: &row.holds_with,
        file: lines.source(row.span.source).map_or(&report.name, |source| &source.name),
        line: lines.line_column(row.span).map_or(1, |(line, _)| line),
    }
}

fn warnings<'a>(diagnostics: &'a [Diagnostic], lines: &mut Lines<'a>) -> Vec<ProblemObject<'a>> {
    problems(diagnostics, Severity::Warning, lines)
}

/// What the notes say of how the input was read.
fn notes(diagnostics: &[Diagnostic]) -> Vec<&str> {
    let notes = diagnostics.iter().filter(|each| each.severity == Severity::Note);
    notes.map(|note| note.message.as_str()).collect()
}

/// The fixes that a machine can make, with their edits counted in characters.
fn fixes<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines<'a>) -> Vec<FixObject<'a>> {
    let shown = fix::fixes(diagnostic, lines).into_iter();
    let fixes = diagnostic.helps.iter().zip(shown).filter(|(help, _)| help.is_proven);
    let fix = |(help, fix): (&'a Help, Fix)| {
        let edit = |patch: &'a Patch| {
            let (line, column) = lines.line_column(patch.span)?;
            let source = lines.source(patch.span.source)?;
            let replaced = source.text.get(patch.span.start as usize..patch.span.end as usize)?;
            Some(EditObject { line, column, length: replaced.chars().count(), with: &patch.replacement })
        };
        FixObject {
            label: &help.text,
            text: fix.changed.map(|changed| changed.whole),
            edits: help.edits.iter().filter_map(edit).collect(),
            result: help.gives.as_ref().map(|gives| GivesObject {
                value: if gives.truth {
                    Value::Truth(gives.value != 0.0)
                } else {
                    Value::Number(gives.value)
                },
                unit: &gives.unit,
                text: &gives.text,
                p5: gives.ends.map(|[p5, _]| p5),
                p95: gives.ends.map(|[_, p95]| p95),
            }),
        }
    };
    fixes.map(fix).collect()
}

fn problems<'a>(
    diagnostics: &'a [Diagnostic],
    severity: Severity,
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
            help: fix::fixes(diagnostic, lines).iter().map(Fix::sentence).collect(),
            fixes: fixes(diagnostic, lines),
            notes: diagnostic.notes(),
        }
    };
    in_order(diagnostics).into_iter().filter(|each| each.severity == severity).map(problem).collect()
}
