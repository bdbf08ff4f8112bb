//! The checks that are not asked, and why.

use std::collections::HashMap;

use super::model::UnaskedRow;
use crate::worksheet::{Unasked, Why, Worksheet};

/// Returns a check that is not asked.
pub(super) fn row(unasked: &Unasked) -> UnaskedRow {
    let why = match &unasked.why {
        Why::Elsewhere(scenarios) => format!("asked in {} only", scenarios.join(", ")),
        Why::Set(name) => format!("not asked, since {name} is set"),
    };
    UnaskedRow { name: unasked.name.clone(), check: unasked.formula.clone(), why, span: None }
}

/// Returns why estimates are not held against what is expected of them, by their names.
pub(super) fn estimates(sheet: &Worksheet) -> HashMap<String, Box<str>> {
    let pairs = sheet.unasked().iter().filter_map(|one| Some((one.estimate.clone()?, row(one).why.into())));
    pairs.collect()
}
