//! Functions of a rate and a duration, which a projection integrates.

use super::{Builtin, MentalMethod, Parameters, Rule};

pub(super) const ROWS: &[Builtin] = &[
    Builtin {
        name: "kept",
        parameters: Parameters::Written("rate, retention, now = amount"),
        summary: "what is kept of a rate: rate × retention; `project` follows its growth",
        mental: MentalMethod::Product,
        rule: Rule::Kept,
    },
    Builtin {
        name: "over",
        parameters: Parameters::Written("rate, duration"),
        summary: "the total of a rate over a time from today, with the growth of a model",
        mental: MentalMethod::Product,
        rule: Rule::Total,
    },
];
