//! For programs: one object, its fields in a fixed order.
//!
//! A value is never scaled, so that a script does not break when GB become TB. A field that
//! does not apply is left out, except where it says so.

mod code;
mod explanation;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

mod objects;

use objects::{
    CheckFirstObject, CheckObject, ChecksObject, EvaluationObject, FailureObject, HistogramObject,
    InfluenceObject, ListingObject, ModelObject, PresetObject, ProblemObject, ResultObject, RowObject,
    SensitivityObject, SpreadObject, Value, ValueObject,
};

use super::excerpt::Lines;
use super::listing::{Column, Field, Listing, Part};
use super::{Checked, Explained, Render, diagnostic};
use napkin::analysis::explain::Explanation;
use napkin::library::presets::Preset;
use napkin::report::{CheckRow, Influence, Level, Report, Row, Section, Sensitivity};
use napkin::text::diagnostic::Diagnostic;
use napkin::text::source::Sources;
use napkin::{Answer, Evaluation, Shown, Spread};

/// The name and the edition of the format.
const SCHEMA: &str = "napkin/1";

/// Objects for programs.
#[derive(Debug)]
pub struct Json;

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

    fn explanation(&self, of: &Explanation) -> String {
        written(&explanation::object(of))
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

    fn code(&self, explained: &Explained) -> String {
        written(&code::object(explained))
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
