//! Views of worksheets and their runs: derivations, the sources of uncertainty, changes that would make a failed check
//! hold, and the course of time. Each returns data; nothing here is rendered.

pub mod causes;
pub mod explain;
pub mod margin;
pub mod projection;
pub mod sensitivity;
pub mod slip;
pub mod solve;
pub mod sweep;

use crate::text::diagnostic::Diagnostic;
use crate::text::{list, suggest};

/// Creates the error for a name that a model does not have, with similar names.
pub(crate) fn unknown_name(message: String, name: &str, known: &[&str]) -> Diagnostic {
    let error = Diagnostic::error("E0510", message);
    match suggest::nearest(name, known.iter().copied(), 3).as_slice() {
        [] => error.help(format!("the estimates are {}", list::and_all(known))),
        near => error.help(list::did_you_mean(near)),
    }
}
