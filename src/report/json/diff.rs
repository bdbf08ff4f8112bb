//! The JSON object of `napkin diff`.

use serde::Serialize;

use super::leaves::PartObject;
use super::objects::ProblemObject;
use super::{SCHEMA, problems};
use crate::report::diff::{CheckChange, Diff, FormulaChange, InputChange, Move, State};
use crate::text::diagnostic::Severity;
use crate::text::excerpt::Lines;

/// The differences of several models.
#[derive(Serialize)]
pub(super) struct DiffObject<'a> {
    /// The version of the format.
    schema: &'static str,
    /// Whether nothing is different.
    same: bool,
    models: Vec<ModelObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemObject<'a>>,
}

#[derive(Serialize)]
struct ModelObject<'a> {
    model: &'a str,
    state: &'static str,
    checks: Vec<CheckObject<'a>>,
    inputs: Vec<InputObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    formulas: Vec<FormulaObject<'a>>,
    /// The estimates that moved, the farthest first.
    estimates: Vec<MoveObject<'a>>,
    /// The number of estimates that did not move.
    still: usize,
    renamed: Vec<NameObject<'a>>,
}

#[derive(Serialize)]
struct CheckObject<'a> {
    change: &'static str,
    name: &'a str,
    check: &'a str,
    text: &'a str,
    level: &'static str,
}

#[derive(Serialize)]
struct InputObject<'a> {
    name: &'a str,
    was: Option<&'a str>,
    is: Option<&'a str>,
    change: Option<f64>,
}

#[derive(Serialize)]
struct MoveObject<'a> {
    name: &'a str,
    was: Option<&'a str>,
    is: Option<&'a str>,
    change: Option<f64>,
    rewritten: bool,
    by: Vec<PartObject<'a>>,
}

#[derive(Serialize)]
struct FormulaObject<'a> {
    name: &'a str,
    was: &'a str,
    is: &'a str,
}

#[derive(Serialize)]
struct NameObject<'a> {
    was: &'a str,
    is: &'a str,
}

/// The differences of models; the errors of those that cannot be compared are part of the object.
pub fn diffs(diffs: &[Diff]) -> impl Serialize + use<'_> {
    let mut errors = Vec::new();
    for diff in diffs {
        let mut own = problems(&diff.diagnostics, Severity::Error, &mut Lines::new(&diff.sources));
        for error in &mut own {
            error.file = error.file.or(Some(&diff.name));
        }
        errors.extend(own);
    }
    DiffObject {
        schema: SCHEMA,
        same: diffs.iter().all(Diff::is_empty),
        models: diffs.iter().map(model).collect(),
        errors,
    }
}

fn model(diff: &Diff) -> ModelObject<'_> {
    ModelObject {
        model: &diff.name,
        state: match diff.state {
            State::Same => "same",
            State::Changed => "changed",
            State::Added => "added",
            State::Removed => "removed",
            State::Alone => "alone",
            State::Undecided => "undecided",
        },
        checks: diff.checks.iter().map(check).collect(),
        inputs: diff.inputs.iter().map(input).collect(),
        formulas: diff.formulas.iter().map(formula).collect(),
        estimates: diff.estimates.iter().map(estimate).collect(),
        still: diff.still,
        renamed: diff.renamed.iter().map(|(was, is)| NameObject { was, is }).collect(),
    }
}

fn check(check: &CheckChange) -> CheckObject<'_> {
    let CheckChange { change, name, check, text, is_error, .. } = check;
    CheckObject { change: change.word(), name, check, text, level: if *is_error { "error" } else { "warn" } }
}

fn input(input: &InputChange) -> InputObject<'_> {
    let InputChange { name, was, is, change } = input;
    InputObject { name, was: was.as_deref(), is: is.as_deref(), change: *change }
}

fn formula(formula: &FormulaChange) -> FormulaObject<'_> {
    let FormulaChange { name, was, is } = formula;
    FormulaObject { name, was, is }
}

fn estimate(one: &Move) -> MoveObject<'_> {
    MoveObject {
        name: &one.name,
        was: one.was.as_deref(),
        is: one.is.as_deref(),
        change: one.change,
        rewritten: one.is_rewritten,
        by: PartObject::all(&one.by),
    }
}
