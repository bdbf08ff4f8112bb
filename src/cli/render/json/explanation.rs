//! The steps of a derivation, for programs.

use serde::Serialize;

use super::super::excerpt::Lines;
use super::super::explanation;
use super::{ProblemObject, SCHEMA, ValueObject, value, warnings};
use napkin::analysis::explain::mental::{Cost, Line, Mental, Rounding};
use napkin::analysis::explain::{Explanation, Step};

/// How results come about.
#[derive(Serialize)]
pub(super) struct ExplanationObject<'a> {
    /// The edition of the format.
    schema: &'static str,
    /// The path, the preset's name or `<stdin>`; left out for an expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    /// The model's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// The steps, each after those that it needs.
    steps: Vec<StepObject<'a>>,
    /// What a reader of the numbers must know, such as that the model redefines `month`.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    remarks: &'a [String],
    /// What is right by the rules and wrong by experience.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<ProblemObject<'a>>,
}

/// A step of a derivation.
#[derive(Serialize)]
struct StepObject<'a> {
    /// `input`, `estimate`, `formula` for a call that is opened up, or `result`.
    kind: &'static str,
    /// The name, or the call; left out for a result.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// What was written for it.
    formula: &'a str,
    /// What the formula computes, where it is a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<OpenedObject<'a>>,
    /// The formula with values in place of the names.
    substituted: &'a str,
    /// The result in the units that are left of the operands', where it is printed in others.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled: Option<&'a str>,
    #[serde(flatten)]
    value: ValueObject<'a>,
    /// The note beside it, or what a formula says.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// Where its value, or a formula, is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    /// True if `--set` gave its value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    set: bool,
    /// Where the spread comes from, the input that explains most first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spread: Vec<ShareObject<'a>>,
    /// The same in the head, with `--mental`.
    #[serde(skip_serializing_if = "Option::is_none")]
    mental: Option<MentalObject<'a>>,
}

/// A call, opened up.
#[derive(Serialize)]
struct OpenedObject<'a> {
    /// The function with its parameters.
    call: &'a str,
    /// What it computes.
    body: &'a str,
}

/// A share of a result's spread.
#[derive(Serialize)]
struct ShareObject<'a> {
    /// The input.
    input: &'a str,
    /// The share of the variance.
    share: f64,
}

/// What a step comes to in the head.
#[derive(Serialize)]
struct MentalObject<'a> {
    /// What is done, line by line.
    lines: Vec<LineObject<'a>>,
    #[serde(flatten)]
    value: ValueObject<'a>,
    /// How far off it is: 0.1 is 10% high.
    error: f64,
    /// True if it is taken from the exact result.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    looked_up: bool,
    /// The rounding that moves it most.
    #[serde(skip_serializing_if = "Option::is_none")]
    costliest: Option<CostObject<'a>>,
}

/// An operation on numbers of few digits.
#[derive(Serialize)]
struct LineObject<'a> {
    /// The numbers as they are taken.
    formula: &'a str,
    /// The digits multiplied, the powers of ten added up.
    #[serde(skip_serializing_if = "Option::is_none")]
    between: Option<&'a str>,
    /// What it comes to, as it is printed.
    result: &'a str,
    /// The same in base units, data in bytes.
    value: f64,
    /// Whether the formula comes to exactly that.
    exact: bool,
    /// What was rounded.
    roundings: Vec<RoundingObject<'a>>,
}

/// A number taken for another.
#[derive(Serialize)]
struct RoundingObject<'a> {
    /// What it is.
    of: &'a str,
    /// What it is taken as; left out if it is left out of a sum.
    #[serde(skip_serializing_if = "str::is_empty")]
    taken: &'a str,
    /// The constant that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    shortcut: Option<&'a str>,
    /// How much it changes the line's result.
    error: f64,
}

/// A rounding with the step that it is made in.
#[derive(Serialize)]
struct CostObject<'a> {
    /// The step's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'a str>,
    #[serde(flatten)]
    rounding: RoundingObject<'a>,
}

/// An explanation as an object.
pub(super) fn object(of: &Explanation) -> ExplanationObject<'_> {
    ExplanationObject {
        schema: SCHEMA,
        model: of.model.as_deref(),
        title: of.title.as_deref(),
        steps: of.steps.iter().map(step).collect(),
        remarks: &of.remarks,
        warnings: warnings(&of.diagnostics, &mut Lines::new(&of.sources)),
    }
}

fn step(step: &Step) -> StepObject<'_> {
    let opened = step.opened.as_ref();
    StepObject {
        kind: explanation::kind(step.kind),
        name: step.name.as_deref(),
        formula: &step.formula,
        opened: opened.map(|opened| OpenedObject { call: &opened.call, body: &opened.body }),
        substituted: &step.substituted,
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
