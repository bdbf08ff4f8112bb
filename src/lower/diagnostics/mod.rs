//! The text of all errors and warnings of this stage, a file for each subject.
//!
//! Each function is documented by the input that causes its diagnostic, and gets words and places; none decides
//! whether there is something to report.

pub(super) mod about;
pub(super) mod adjectives;
pub(super) mod builtins;
pub(super) mod calls;
pub(super) mod conversions;
pub(super) mod correlations;
pub(super) mod declarations;
mod functions;
pub(super) mod habits;
pub(super) mod kept;
pub(super) mod literals;
pub(super) mod names;
pub(super) mod operators;
pub(super) mod placement;
pub(super) mod ranges;
pub(super) mod shapes;
pub(super) mod slips;
pub(super) mod tables;
pub(super) mod units;

pub(super) use placement::{Factor, behind_unit};

/// A number for a help line, to ten digits behind the point.
pub(super) fn trimmed(value: f64) -> String {
    let text = format!("{value:.10}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
