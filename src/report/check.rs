//! A model that `napkin check` has checked.

use crate::report::Report;

/// A model with the verdict on it.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The results of its checks, or its errors.
    pub report: Report,
    /// Whether it passes under the options that were given.
    pub passed: bool,
}
