//! Views of worksheets and their runs: how results come about, where their uncertainty comes from, and what would
//! make a failed check hold. Each gives data; nothing here is rendered.

pub mod explain;
pub mod search;
pub mod sensitivity;

use crate::text::diagnostic::Diagnostic;
use crate::text::{list, suggest};

/// An error about a name that a model does not have, with the names that were probably meant.
pub(crate) fn unknown_name(message: String, name: &str, known: &[&str]) -> Diagnostic {
    let error = Diagnostic::error("E0510", message);
    match suggest::nearest(name, known.iter().copied(), 3).as_slice() {
        [] => error.help(format!("the estimates are {}", list::and_all(known))),
        near => error.help(list::did_you_mean(near)),
    }
}
