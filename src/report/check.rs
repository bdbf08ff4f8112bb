//! The result of `napkin check` for one model.

use crate::report::Report;

/// A checked model.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The results of its checks, or its errors.
    pub report: Report,
    /// Whether it passes under the given options.
    pub passed: bool,
    /// Whether it fails if a measured value is not as predicted.
    pub outside_fails: bool,
}
