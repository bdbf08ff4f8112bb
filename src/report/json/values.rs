//! The JSON objects of values.

use serde::Serialize;

use crate::run::Chosen;

/// A value.
#[derive(Serialize)]
pub(super) struct ValueObject<'a> {
    /// The number in `unit`, or true or false.
    pub(super) value: Value,
    /// The unit that was asked for, else base units, data in bytes; empty for a plain number.
    pub(super) unit: &'a str,
    /// The value as a table prints it.
    pub(super) text: String,
    /// The dimension by base names: `request / time`.
    pub(super) dimension: &'a str,
    /// The standard error that sampling leaves in a value computed from statistics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<f64>,
    #[serde(flatten)]
    pub(super) spread: Option<SpreadObject<'a>>,
    #[serde(flatten)]
    pub(super) row: Option<ChosenObject<'a>>,
}

/// A value that is a row of a table.
#[derive(Serialize)]
pub(super) struct ChosenObject<'a> {
    /// `row`.
    kind: &'static str,
    /// The table.
    of: &'a str,
    /// The share of the samples in which each row is chosen, if it is not the same in all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shares: Vec<ShareObject<'a>>,
    /// The rows that are as good, and come after it.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    ties: &'a [String],
}

/// How often a row is chosen.
#[derive(Serialize)]
struct ShareObject<'a> {
    row: &'a str,
    share: f64,
}

/// The distribution of an uncertain value; its `value` is the median.
#[derive(Serialize)]
pub(super) struct SpreadObject<'a> {
    /// The 5th percentile.
    pub(super) p5: f64,
    /// The median, the same as `value`.
    pub(super) p50: f64,
    /// The 95th percentile.
    pub(super) p95: f64,
    /// The mean.
    pub(super) mean: f64,
    /// The standard deviation.
    pub(super) sd: f64,
    /// The number of samples.
    pub(super) samples: usize,
    /// The random seed.
    pub(super) seed: u64,
    /// The 90% interval as a table prints it, a valid range.
    pub(super) interval: String,
    /// The histogram of the samples, with `--histogram`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) histogram: Option<HistogramObject<'a>>,
}

/// A histogram.
#[derive(Serialize)]
pub(super) struct HistogramObject<'a> {
    /// The lower edge of the first bin, the 1st percentile.
    pub(super) low: f64,
    /// The upper edge of the last bin, the 99th percentile.
    pub(super) high: f64,
    /// Whether the bins have equal ratios, rather than equal widths.
    pub(super) logarithmic: bool,
    /// The number of samples in each bin.
    pub(super) counts: &'a [u32],
}

/// A number, true or false, or the name of a row.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Value {
    Number(f64),
    Truth(bool),
    Row(String),
}

/// Returns the object of a row that a value is.
pub(super) fn chosen(chosen: &Chosen) -> ChosenObject<'_> {
    let shares = chosen.shares.iter().map(|(row, share)| ShareObject { row, share: *share });
    ChosenObject { kind: "row", of: &chosen.table, shares: shares.collect(), ties: &chosen.ties }
}
