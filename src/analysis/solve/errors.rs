//! What cannot be varied, and why.

use std::collections::BTreeSet;

use super::varied::Varied;
use crate::text::diagnostic::Diagnostic;
use crate::text::list::{and_more, did_you_mean};
use crate::text::suggest::nearest;
use crate::worksheet::{Check, Worksheet};

/// The error of an input that cannot be varied.
const CODE: &str = "E0608";

/// The most inputs that are named.
const NAMED: usize = 6;

/// Returns the input or the cell of a name.
///
/// # Errors
///
/// If there is none.
pub fn varied<'s>(sheet: &'s Worksheet, name: &str) -> Result<Varied<'s>, Box<Diagnostic>> {
    if let Some(found) = Varied::named(sheet, name) {
        return Ok(found);
    }
    if let Some(at) = sheet.position(name) {
        let slot = sheet.items().get(at).map(|item| item.slot).unwrap_or_default();
        let behind = behind(sheet, &sheet.compiled().program().inputs_of([slot]));
        let message = format!("`{name}` is an estimate, which follows from the inputs");
        return Err(Box::new(with_names(
            Diagnostic::error(CODE, message),
            "vary one of its inputs: ",
            &behind,
        )));
    }
    let all: Vec<String> = Varied::all(sheet).map(|varied| varied.name).collect();
    let error = Diagnostic::error("E0510", format!("`{}` has no input `{name}` to vary", sheet.name()));
    let near = nearest(name, all.iter().map(String::as_str), 3);
    Err(Box::new(match near.as_slice() {
        [] => with_names(error, "its inputs are ", &all),
        near => error.help(did_you_mean(near)),
    }))
}

/// Returns an input that is certain, with its number in the program and its value.
pub(super) fn fed<'s>(sheet: &'s Worksheet, name: &str) -> Result<(Varied<'s>, (u32, f64)), Box<Diagnostic>> {
    let found = varied(sheet, name)?;
    match found.fed(sheet) {
        Some(fed) => Ok((found, fed)),
        None => {
            let message = format!("`{name}` cannot be varied: it is not a single number");
            Err(Box::new(
                Diagnostic::error(CODE, message).help(format!("give it one, like `--set {name}=1`")),
            ))
        }
    }
}

/// A condition that does not depend on an input.
pub(super) fn independent(
    sheet: &Worksheet,
    check: &Check,
    name: &str,
    needed: &BTreeSet<u32>,
) -> Diagnostic {
    let message = format!("`{}` does not depend on `{name}`", check.formula);
    with_names(Diagnostic::error(CODE, message), "it depends on ", &behind(sheet, needed))
}

/// The names of the inputs that some inputs of the program are.
fn behind(sheet: &Worksheet, needed: &BTreeSet<u32>) -> Vec<String> {
    let program = sheet.compiled().program();
    let is_behind = |varied: &Varied<'_>| {
        let own = program.inputs_of([varied.value.slot]);
        own.iter().any(|input| needed.contains(input))
    };
    Varied::all(sheet).filter(is_behind).map(|varied| varied.name).collect()
}

fn with_names(error: Diagnostic, lead: &str, names: &[String]) -> Diagnostic {
    if names.is_empty() {
        return error;
    }
    let shown = names.iter().take(NAMED);
    let more = names.len().saturating_sub(NAMED);
    error.help(format!("{lead}{}", and_more(shown, more)))
}
