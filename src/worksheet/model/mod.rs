//! Models: estimates in TOML files.
//!
//! [`file`](mod@file) reads the text as data with places, `parse` parses every formula, and `graph` orders the
//! estimates by their dependencies; `build`, `inputs` and `expect` lower them with a `builder`, and `assemble` makes the
//! worksheet's items.

mod assemble;
mod build;
mod builder;
mod checks;
mod columns;
mod doubts;
mod expect;
pub mod file;
mod graph;
mod inputs;
mod parse;
mod unused;

use super::{Refused, Worksheet};
use crate::text::diagnostic::{Diagnostic, capped};

pub(crate) use graph::names;

/// Reads a model: `name` is its path or the preset's name, `text` its TOML. `set` replaces inputs or estimates; each
/// entry is a name and the text of its value.
///
/// # Errors
///
/// Returns the errors found in the text or in a replacement.
pub fn read(name: &str, text: &str, set: &[(String, String)]) -> Result<Worksheet, Refused> {
    build::read(name, text, set)
}

/// Sorts the diagnostics of a model: errors before warnings, each in the order of the file.
pub(crate) fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if diagnostics.iter().any(Diagnostic::is_error) {
        // Unused inputs and undeclared nouns are unknown if a formula has an error.
        diagnostics.retain(|diagnostic| !matches!(diagnostic.code, "W0107" | "W0112"));
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.severity, diagnostic.span()));
    capped(diagnostics)
}
