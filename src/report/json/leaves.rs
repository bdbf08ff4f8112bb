//! The JSON objects without others in them.

use serde::Serialize;

use crate::report::Ahead;
use crate::report::projection::{Order, Period};
use crate::report::rise::Part;

/// How often 90% intervals held.
#[derive(Serialize)]
pub(super) struct CalibrationObject {
    /// The number of values in their interval.
    pub(super) held: usize,
    /// The number of values that have an interval.
    pub(super) of: usize,
    /// The share that is expected.
    pub(super) expected: f64,
    /// What the number says about the ranges; left out if chance may explain it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ranges: Option<&'static str>,
}

/// A time.
#[derive(Serialize)]
pub(super) struct PeriodObject<'a> {
    /// What it is called.
    pub(super) label: &'a str,
    /// Seconds from today.
    pub(super) seconds: f64,
}

impl<'a> PeriodObject<'a> {
    /// Of a period.
    pub(super) fn of(period: &'a Period) -> PeriodObject<'a> {
        PeriodObject { label: &period.label, seconds: period.seconds }
    }

    /// Of a time by which something is ordered.
    pub(super) fn of_order(order: &'a Order) -> PeriodObject<'a> {
        match order {
            Order::By(period) => PeriodObject::of(period),
            Order::Now => PeriodObject { label: "now", seconds: 0.0 },
        }
    }
}

/// How a check goes on that is asked for some time.
#[derive(Serialize)]
pub(super) struct AheadObject<'a> {
    /// How long it must hold.
    pub(super) until: &'a str,
    /// When it fails first, if it does by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fails: Option<PeriodObject<'a>>,
    /// By when something must be ordered that takes as long as its horizon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) order_by: Option<PeriodObject<'a>>,
}

impl<'a> AheadObject<'a> {
    /// Of a check.
    pub(super) fn of(ahead: &'a Ahead) -> AheadObject<'a> {
        AheadObject {
            until: &ahead.until,
            fails: ahead.fails.as_ref().map(PeriodObject::of),
            order_by: ahead.order.as_ref().map(PeriodObject::of_order),
        }
    }
}

/// A check that was not asked.
#[derive(Serialize)]
pub(super) struct UnaskedObject<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The condition as written.
    pub(super) check: &'a str,
    /// Why it was not asked.
    pub(super) why: &'a str,
}

/// A preset.
#[derive(Serialize)]
pub(super) struct PresetObject<'a> {
    /// The version of the format.
    pub(super) schema: &'static str,
    /// Its name.
    pub(super) name: &'a str,
    /// Its other names.
    pub(super) also: &'a [&'a str],
    /// The kind of system.
    pub(super) kind: &'a str,
    /// Its title.
    pub(super) title: &'a str,
    /// Its TOML.
    pub(super) text: &'a str,
}

/// A replacement.
#[derive(Serialize)]
pub(super) struct EditObject<'a> {
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The column in characters, counted from 1.
    pub(super) column: usize,
    /// How many characters are replaced.
    pub(super) length: usize,
    /// The new text.
    pub(super) with: &'a str,
}

/// The effect of an input on an estimate.
#[derive(Serialize)]
pub(super) struct InfluenceObject<'a> {
    /// The input.
    pub(super) name: &'a str,
    /// The share of the estimate's variance that it explains by itself.
    pub(super) share: f64,
    /// The estimate with the input at its p5 and the others at their medians.
    pub(super) low: f64,
    /// The same with the input at its p95.
    pub(super) high: f64,
}

/// How far an estimate rose since another version of the model.
#[derive(Serialize)]
pub(super) struct RiseObject<'a> {
    /// What it was and is: `$3.2M → $4.5M/month`; left out if it did not move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<&'a str>,
    /// By how much, relative to what it was, negative if it fell; left out from zero, and of another dimension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) change: Option<f64>,
    /// What moved it, the strongest first.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) by: Vec<PartObject<'a>>,
}

/// A change that moved an estimate.
#[derive(Serialize)]
pub(super) struct PartObject<'a> {
    /// The input or formula that changed.
    pub(super) name: &'a str,
    /// Its part, relative to the old value.
    pub(super) change: f64,
}

impl<'a> PartObject<'a> {
    pub(super) fn all(parts: &'a [Part]) -> Vec<PartObject<'a>> {
        parts.iter().map(|part| PartObject { name: &part.name, change: part.change }).collect()
    }
}
