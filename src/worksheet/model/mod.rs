//! Models: estimates kept in a TOML file, read to a worksheet.
//!
//! The text goes through [`file`](mod@file) (plain data with places), `parse` (every formula read), and `graph` (an
//! order in which each estimate follows what it names); `build` and `inputs` lower it with a `builder`, and `assemble` makes the worksheet's items of it.

mod assemble;
mod build;
mod builder;
pub mod file;
mod graph;
mod inputs;
mod parse;

use super::{Refused, Worksheet};
use crate::text::diagnostic::{Diagnostic, capped};

pub(crate) use graph::names;

/// Reads a model: `name` is its path or the preset's name, `text` its TOML, and `set` has replacements of inputs or
/// estimates, each a name and the text of its value.
///
/// # Errors
///
/// What is wrong with it.
pub fn read(name: &str, text: &str, set: &[(String, String)]) -> Result<Worksheet, Refused> {
    build::read(name, text, set)
}

/// The diagnostics of a model: errors before warnings, each in the order of the file.
pub(crate) fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if diagnostics.iter().any(Diagnostic::is_error) {
        // Whether an input is used is not known while a formula is not.
        diagnostics.retain(|diagnostic| diagnostic.code != "W0107");
    }
    diagnostics.sort_by_key(|diagnostic| (!diagnostic.is_error(), diagnostic.span()));
    capped(diagnostics)
}
