//! Derivations as objects.

use serde::Serialize;

use super::objects::ProblemObject;
use super::values::ValueObject;
use super::{SCHEMA, notes, value, warnings};
use crate::analysis::explain::mental::{Cost, Line, Mental, Rounding};
use crate::analysis::explain::{Explanation, Step};
use crate::report::words;
use crate::text::excerpt::Lines;

/// A derivation.
#[derive(Serialize)]
pub(super) struct ExplanationObject<'a> {
    /// The version of the format.
    schema: &'static str,
    /// The path, the preset's name or `<stdin>`; left out for an expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    /// The model's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// The steps, each after the steps that it uses.
    steps: Vec<StepObject<'a>>,
    /// Remarks on how to read the numbers, such as that the model redefines `month`.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    remarks: &'a [String],
    /// The warnings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<ProblemObject<'a>>,
    /// How the input was read where it has several readings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'a str>,
}

/// A step of a derivation.
#[derive(Serialize)]
struct StepObject<'a> {
    /// `input`, `estimate`, `formula` for an expanded call, or `result`.
    kind: &'static str,
    /// The name, or the call; left out for a result.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// The formula as written.
    formula: &'a str,
    /// The definition of the function, if the formula is a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<OpenedObject<'a>>,
    /// The formula with values substituted for names.
    substituted: &'a str,
    /// The value of the substituted formula, if the result is uncertain.
    #[serde(skip_serializing_if = "Option::is_none")]
    arithmetic: Option<ValueObject<'a>>,
    /// The result in the units that remain of the operands', if it is printed in other units.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled: Option<&'a str>,
    #[serde(flatten)]
    value: ValueObject<'a>,
    /// Its note, or the description of a formula.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// The source of its value or formula.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    /// True if `--set` gave its value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    set: bool,
    /// The contributions of the inputs to the variance, the largest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spread: Vec<ShareObject<'a>>,
    /// The same step in mental arithmetic, with `--mental`.
    #[serde(skip_serializing_if = "Option::is_none")]
    mental: Option<MentalObject<'a>>,
}

/// An expanded call.
#[derive(Serialize)]
struct OpenedObject<'a> {
    /// The function with its parameters.
    call: &'a str,
    /// The expression that it computes.
    body: &'a str,
}

/// The contribution of an input to the variance of a result.
#[derive(Serialize)]
struct ShareObject<'a> {
    /// The input.
    input: &'a str,
    /// Its fraction of the variance.
    share: f64,
}

/// A step in mental arithmetic.
#[derive(Serialize)]
struct MentalObject<'a> {
    /// The operations.
    lines: Vec<LineObject<'a>>,
    #[serde(flatten)]
    value: ValueObject<'a>,
    /// The relative error: 0.1 is 10% high.
    error: f64,
    /// True if the result was looked up instead of computed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    looked_up: bool,
    /// True if roundings were made whose errors cancel.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cancels: bool,
    /// The rounding with the largest effect on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    costliest: Option<CostObject<'a>>,
}

/// An operation on rounded numbers.
#[derive(Serialize)]
struct LineObject<'a> {
    /// The operation with rounded numbers.
    formula: &'a str,
    /// The operation with digits and powers of ten separated.
    #[serde(skip_serializing_if = "Option::is_none")]
    between: Option<&'a str>,
    /// The result as printed.
    result: &'a str,
    /// The result in base units, data in bytes.
    value: f64,
    /// Whether the result is exact.
    exact: bool,
    /// The roundings made for it.
    roundings: Vec<RoundingObject<'a>>,
}

/// A rounding.
#[derive(Serialize)]
struct RoundingObject<'a> {
    /// The number that was rounded.
    of: &'a str,
    /// The rounded number; left out if the number was dropped from a sum.
    #[serde(skip_serializing_if = "str::is_empty")]
    taken: &'a str,
    /// The constant that justifies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    shortcut: Option<&'a str>,
    /// Its relative effect on the result of the line.
    error: f64,
}

/// A rounding and the step in which it was made.
#[derive(Serialize)]
struct CostObject<'a> {
    /// The step's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'a str>,
    #[serde(flatten)]
    rounding: RoundingObject<'a>,
}

/// Builds the object of a derivation.
pub(super) fn object(of: &Explanation) -> ExplanationObject<'_> {
    ExplanationObject {
        schema: SCHEMA,
        model: of.model.as_deref(),
        title: of.title.as_deref(),
        steps: of.steps.iter().map(step).collect(),
        remarks: &of.remarks,
        warnings: warnings(&of.diagnostics, &mut Lines::new(&of.sources)),
        notes: notes(&of.diagnostics),
    }
}

fn step(step: &Step) -> StepObject<'_> {
    let opened = step.opened.as_ref();
    StepObject {
        kind: words::step(step.kind),
        name: step.name.as_deref(),
        formula: &step.formula,
        opened: opened.map(|opened| OpenedObject { call: &opened.call, body: &opened.body }),
        substituted: &step.substituted,
        arithmetic: step.arithmetic.as_ref().map(value),
        cancelled: step.cancelled.as_deref(),
        value: value(&step.shown),
        note: step.note.as_deref(),
        source: step.source.as_deref(),
        set: step.set,
        spread: step.spread.iter().map(|of| ShareObject { input: &of.input, share: of.share }).collect(),
        mental: step.mental.as_ref().map(mental),
    }
}

fn mental(of: &Mental) -> MentalObject<'_> {
    MentalObject {
        lines: of.lines.iter().map(line).collect(),
        value: value(&of.shown),
        error: of.error,
        looked_up: of.is_looked_up,
        cancels: of.cancels,
        costliest: of.costliest.as_ref().map(cost),
    }
}

fn line(of: &Line) -> LineObject<'_> {
    LineObject {
        formula: &of.formula,
        between: of.between.as_deref(),
        result: &of.result,
        value: of.value,
        exact: of.is_exact,
        roundings: of.roundings.iter().map(rounding).collect(),
    }
}

fn cost(of: &Cost) -> CostObject<'_> {
    CostObject { step: of.step.as_deref(), rounding: rounding(&of.rounding) }
}

fn rounding(of: &Rounding) -> RoundingObject<'_> {
    RoundingObject { of: &of.of, taken: &of.taken, shortcut: of.shortcut.as_deref(), error: of.error }
}
