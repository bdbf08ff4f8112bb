//! Values in place of those of a model: of scenarios, of `use`, of files of values and of the command line; and the
//! condition that this asks.

use super::file::{Check, Name, Value};
use crate::lower::FileId;
use crate::worksheet::By;

/// A value for a name of the model.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub name: Name,
    pub value: Value,
    pub by: By,
    /// The file in which the name is read.
    pub file: FileId,
}

/// The values for names of the model.
#[derive(Default)]
pub(super) struct Claims {
    /// Those that count; of several for one name the last.
    pub chosen: Vec<Claim>,
    /// Those of other scenarios, which must be right as well.
    pub idle: Vec<Claim>,
    /// The condition that is asked beside the checks of the model.
    pub asked: Option<Check>,
}
