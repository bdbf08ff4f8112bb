//! Functions that run over the rows of a table and nothing else.

use super::{Builtin, MentalMethod, Parameters, Rule};

/// What a function makes of the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum OfRows {
    /// How many there are.
    Count,
    /// Whether a condition holds in some row.
    Any,
    /// Whether it holds in every row.
    All,
    /// The row with the least value.
    ArgMin,
    /// The row with the greatest value.
    ArgMax,
    /// An amount that is split over tiers.
    Tiered,
}

const fn row(name: &'static str, rule: OfRows, of: &'static str, summary: &'static str) -> Builtin {
    Builtin {
        name,
        parameters: Parameters::Rows(of),
        summary,
        mental: MentalMethod::LookedUp,
        rule: Rule::OfRows(rule),
    }
}

pub(super) const ROWS: &[Builtin] = &[
    row(
        "count",
        OfRows::Count,
        "TABLE where …",
        "the number of rows of a table, or of those for which a condition holds",
    ),
    row("any", OfRows::Any, "condition where …", "whether a condition holds in a row of a table"),
    row("all", OfRows::All, "condition where …", "whether a condition holds in every row of a table"),
    row("argmin", OfRows::ArgMin, "x where …", "the row of a table with the smallest value"),
    row("argmax", OfRows::ArgMax, "x where …", "the row of a table with the largest value"),
    row(
        "tiered",
        OfRows::Tiered,
        "amount, upto, price",
        "an amount split over the tiers of a table, each at its price",
    ),
];
