//! The names of enum variants in JSON and CSV.

use crate::analysis::explain::Kind;
use crate::report::Level;

/// Returns the name of a kind of step.
pub fn step(kind: Kind) -> &'static str {
    match kind {
        Kind::Input => "input",
        Kind::Estimate => "estimate",
        Kind::Formula => "formula",
        Kind::Result => "result",
    }
}

/// Returns the name of a check's level.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warn",
    }
}
