//! The JSON object of `napkin solve`.

use serde::Serialize;

use super::SCHEMA;
use crate::report::solve::{Bound, Found, Point, Range, Solution, Solved, State};

/// The values of an input with which a condition holds.
#[derive(Serialize)]
struct SolveObject<'a> {
    /// The version of the format.
    schema: &'static str,
    model: &'a str,
    /// The check, unless the condition was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<&'a str>,
    #[serde(flatten)]
    solution: Option<SolutionObject<'a>>,
}

#[derive(Serialize)]
struct SolutionObject<'a> {
    condition: &'a str,
    input: &'a str,
    /// The unit of all values.
    unit: &'a str,
    uncertain: bool,
    text: String,
    /// The stretches of a number, the one next to the present value first.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranges: Option<Vec<RangeObject<'a>>>,
    /// The values of a condition, or the rows of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<StateObject<'a>>>,
    now: StateObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<StateObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    looked_at: Option<[PointObject<'a>; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    without_value: Option<[PointObject<'a>; 2]>,
}

/// A value; what has no number is left out.
#[derive(Serialize)]
struct PointObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    text: &'a str,
}

/// A stretch; a side without a limit that was found is left out.
#[derive(Serialize)]
struct RangeObject<'a> {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<BoundObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<BoundObject<'a>>,
}

#[derive(Serialize)]
struct BoundObject<'a> {
    /// The last value with which the condition holds.
    #[serde(flatten)]
    at: PointObject<'a>,
    /// The first value with which it does not.
    beyond: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<[PointObject<'a>; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    then: Option<&'a str>,
}

#[derive(Serialize)]
struct StateObject<'a> {
    #[serde(flatten)]
    at: PointObject<'a>,
    /// The share of samples in which the condition holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    holds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<f64>,
}

/// The values of an input with which a condition holds.
pub fn solve(solved: &Solved) -> impl Serialize + use<'_> {
    let solution = solved.solution.as_ref().map(solution);
    SolveObject { schema: SCHEMA, model: &solved.name, check: solved.check.as_deref(), solution }
}

fn solution(of: &Solution) -> SolutionObject<'_> {
    let (ranges, values) = match &of.found {
        Found::Ranges(ranges) => (Some(ranges.iter().map(range).collect()), None),
        Found::Choices(states) => (None, Some(states.iter().map(state).collect())),
    };
    SolutionObject {
        condition: &of.condition,
        input: &of.input,
        unit: &of.unit,
        uncertain: of.is_uncertain,
        text: of.headline(),
        ranges,
        values,
        now: state(&of.now),
        nearest: of.worst.as_ref().map(state),
        looked_at: of.tried.as_ref().map(pair),
        without_value: of.without_value.as_ref().map(pair),
    }
}

fn point(of: &Point) -> PointObject<'_> {
    PointObject { value: Some(of.value).filter(|value| value.is_finite()), text: &of.text }
}

fn pair(of: &[Point; 2]) -> [PointObject<'_>; 2] {
    of.each_ref().map(point)
}

fn range(of: &Range) -> RangeObject<'_> {
    let [from, to] = [&of.from, &of.to].map(|one| one.as_ref().map(bound));
    RangeObject { text: of.text(), from, to }
}

fn bound(of: &Bound) -> BoundObject<'_> {
    let interval = of.interval.as_ref().map(pair);
    BoundObject { at: point(&of.at), beyond: of.beyond, interval, then: of.then.as_deref() }
}

fn state(of: &State) -> StateObject<'_> {
    StateObject { at: point(&of.at), holds: of.share, margin: of.margin.filter(|margin| margin.is_finite()) }
}
