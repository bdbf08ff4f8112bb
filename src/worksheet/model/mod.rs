//! Models: estimates in TOML files.
//!
//! [`file`](mod@file) reads the text as data with places, `family` the files that it names; `extend` merges those that
//! it extends, and `uses` gives those that it uses their names; `parse` parses every formula, and `graph` orders the
//! estimates by their dependencies; `build`, `inputs` and `expect` lower them with a `builder`, and `assemble` makes the
//! worksheet's items.

mod asked;
mod assemble;
mod build;
mod builder;
mod changes;
mod checks;
mod claim;
mod columns;
mod confidence;
mod doubts;
mod expect;
mod extend;
mod family;
pub mod file;
mod foreign;
mod given;
mod graph;
mod growth;
mod idle;
mod inputs;
mod parse;
mod replace;
mod scenarios;
mod shares;
mod unused;
mod uses;
mod values;
mod written;

use super::{Refused, Worksheet};
use crate::lower::Lowering;
use crate::text::diagnostic::{Diagnostic, capped};
use crate::units::registry::Units;

pub use changes::{ASKED, Changes, Files, Loaded};
pub use confidence::share_of;
pub(crate) use graph::names;
pub(crate) use scenarios::no_scenario;

/// Reads a model: `name` is its path or the preset's name, `text` its TOML.
///
/// # Errors
///
/// Returns the errors found in the text, in the files that it names, or in the changes.
pub fn read(name: &str, text: &str, changes: &Changes) -> Result<Worksheet, Refused> {
    Ok(build::read(name, text, changes, false)?.0)
}

/// Reads a model like [`read`]. Returns the lowering, too, for lines that use its names.
///
/// # Errors
///
/// As [`read`].
pub(super) fn read_on(name: &str, text: &str, changes: &Changes) -> Result<(Worksheet, Lowering), Refused> {
    let (sheet, lowering) = build::read(name, text, changes, true)?;
    Ok((sheet, lowering.unwrap_or_else(|| Lowering::new(Units::new()))))
}

/// Sorts the diagnostics of a model: errors before warnings, each in the order of the file.
pub(crate) fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if diagnostics.iter().any(Diagnostic::is_error) {
        // Unused inputs and undeclared nouns are unknown if a formula has an error.
        diagnostics.retain(|diagnostic| !matches!(diagnostic.code, "W0107" | "W0112"));
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.severity, diagnostic.span()));
    // A file that is copied is read several times, and told once what is wrong with it.
    diagnostics.dedup_by(|one, other| {
        (one.code, one.span(), &one.message) == (other.code, other.span(), &other.message)
    });
    capped(diagnostics)
}
