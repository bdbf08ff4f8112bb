//! The JSON object of `napkin sweep`.

use serde::Serialize;

use super::values::ValueObject;
use super::{SCHEMA, value};
use crate::report::sweep::{Point, Swept};

/// A model at many values of one or two inputs.
#[derive(Serialize)]
struct SweepObject<'a> {
    /// The version of the format.
    schema: &'static str,
    model: &'a str,
    /// The inputs that are varied, each with its values.
    vary: Vec<AxisObject<'a>>,
    /// The points; the last input runs fastest.
    points: Vec<PointObject<'a>>,
}

#[derive(Serialize)]
struct AxisObject<'a> {
    name: &'a str,
    values: &'a [String],
}

#[derive(Serialize)]
struct PointObject<'a> {
    /// The value of each input that is varied.
    at: Vec<&'a str>,
    /// The estimates; one without a value has its name alone.
    values: Vec<NamedObject<'a>>,
    /// The checks that fail.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fails: Vec<&'a str>,
    /// The checks that have no value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    undecided: Vec<&'a str>,
}

#[derive(Serialize)]
struct NamedObject<'a> {
    name: &'a str,
    #[serde(flatten)]
    value: Option<ValueObject<'a>>,
}

/// A model at many values of one or two inputs.
pub fn sweep(swept: &Swept) -> impl Serialize + use<'_> {
    let vary = swept.axes.iter().map(|(name, values)| AxisObject { name, values });
    let points = swept.points.iter().map(|one| point(swept, one));
    SweepObject { schema: SCHEMA, model: &swept.name, vary: vary.collect(), points: points.collect() }
}

fn point<'a>(swept: &'a Swept, of: &'a Point) -> PointObject<'a> {
    let values = swept.shown.iter().zip(&of.values);
    let (fails, undecided): (Vec<_>, Vec<_>) = swept.failing(of).partition(|(_, is_decided)| *is_decided);
    let names = |of: Vec<(&'a str, bool)>| of.into_iter().map(|(name, _)| name).collect();
    PointObject {
        at: (0..swept.axes.len()).map(|axis| swept.text(of, axis)).collect(),
        values: values.map(|(name, shown)| NamedObject { name, value: shown.as_ref().map(value) }).collect(),
        fails: names(fails),
        undecided: names(undecided),
    }
}
