//! Functions that make one number of many: of their arguments, or of the rows of a table.

use super::{Builtin, MentalMethod, Parameters, Rule};
use crate::engine::Binary;

/// A reduction of many numbers of one dimension to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// All together.
    Sum,
    /// Their sum by their number.
    Mean,
}

impl Fold {
    /// The operation that joins two of the numbers.
    pub(in crate::lower) fn operation(self) -> Binary {
        match self {
            Fold::Min => Binary::Min,
            Fold::Max => Binary::Max,
            Fold::Sum | Fold::Mean => Binary::Add,
        }
    }

    /// Whether the result is one of the numbers.
    pub(in crate::lower) fn chooses(self) -> bool {
        matches!(self, Fold::Min | Fold::Max)
    }
}

const fn row(name: &'static str, fold: Fold, summary: &'static str) -> Builtin {
    Builtin {
        name,
        parameters: Parameters::Any,
        summary,
        mental: MentalMethod::Fold(fold),
        rule: Rule::Fold(fold),
    }
}

pub(super) const ROWS: &[Builtin] = &[
    row("min", Fold::Min, "the smallest value"),
    row("max", Fold::Max, "the largest value"),
    row("sum", Fold::Sum, "the sum; in a model also over the rows of a table"),
    row("mean", Fold::Mean, "the average, in a model also over the rows of a table; of one range its mean"),
];
