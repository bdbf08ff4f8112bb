//! The JSON object of `napkin project`.

use serde::Serialize;

use super::leaves::PeriodObject;
use super::objects::ProblemObject;
use super::values::ValueObject;
use super::{SCHEMA, notes, value, warnings};
use crate::report::Level;
use crate::report::projection::{Course, Failure, Outlook, Projection};
use crate::text::excerpt::Lines;

/// A model in the course of time.
#[derive(Serialize)]
pub(super) struct ProjectionObject<'a> {
    /// The version of the format.
    schema: &'static str,
    model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    remarks: &'a [String],
    /// Today, and the ends of the periods.
    periods: Vec<PeriodObject<'a>>,
    estimates: Vec<CourseObject<'a>>,
    checks: Vec<OutlookObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<ProblemObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'a str>,
}

#[derive(Serialize)]
struct CourseObject<'a> {
    name: &'a str,
    /// A value for each period; `null` where it has none.
    values: Vec<Option<ValueObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<ValueObject<'a>>,
}

#[derive(Serialize)]
struct OutlookObject<'a> {
    name: &'a str,
    check: &'a str,
    level: &'static str,
    holds: bool,
    until: PeriodObject<'a>,
    fails: Vec<FailureObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<IntervalObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    horizon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_by: Option<PeriodObject<'a>>,
    text: String,
}

#[derive(Serialize)]
struct FailureObject<'a> {
    /// The last time before at which it held; `null` if it does not hold today.
    held: Option<PeriodObject<'a>>,
    from: PeriodObject<'a>,
    to: PeriodObject<'a>,
    /// When it holds again; `null` if it does not.
    again: Option<PeriodObject<'a>>,
}

/// The 90% interval of the last time at which a condition holds; `null` for an end outside of the projection.
#[derive(Serialize)]
struct IntervalObject<'a> {
    from: Option<PeriodObject<'a>>,
    to: Option<PeriodObject<'a>>,
}

/// The results of a model in the course of time.
pub fn projection(of: &Projection) -> impl Serialize + use<'_> {
    ProjectionObject {
        schema: SCHEMA,
        model: &of.name,
        title: of.title.as_deref(),
        remarks: &of.remarks,
        periods: of.periods.iter().map(PeriodObject::of).collect(),
        estimates: of.estimates.iter().map(course).collect(),
        checks: of.checks.iter().map(outlook).collect(),
        warnings: warnings(&of.diagnostics, &mut Lines::new(&of.sources)),
        notes: notes(&of.diagnostics),
    }
}

fn course(of: &Course) -> CourseObject<'_> {
    let values = of.values.iter().map(|shown| shown.as_ref().map(value));
    CourseObject { name: &of.name, values: values.collect(), total: of.total.as_ref().map(value) }
}

fn outlook(of: &Outlook) -> OutlookObject<'_> {
    OutlookObject {
        name: &of.name,
        check: &of.check,
        level: if of.level == Level::Warn { "warn" } else { "error" },
        holds: of.fails.is_empty(),
        until: PeriodObject::of(&of.until),
        fails: of.fails.iter().map(failure).collect(),
        interval: of.interval.as_ref().map(|[from, to]| IntervalObject {
            from: from.as_ref().map(PeriodObject::of),
            to: to.as_ref().map(PeriodObject::of),
        }),
        horizon: of.lead.as_deref(),
        order_by: of.order.as_ref().map(PeriodObject::of_order),
        text: of.sentence(),
    }
}

fn failure(of: &Failure) -> FailureObject<'_> {
    FailureObject {
        held: of.held.as_ref().map(PeriodObject::of),
        from: PeriodObject::of(&of.from),
        to: PeriodObject::of(&of.to),
        again: of.again.as_ref().map(PeriodObject::of),
    }
}
