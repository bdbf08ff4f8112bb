//! Functions of uncertain values that give one number about all samples.

use super::{Builtin, MentalMethod, Parameters, Rule, X, required};
use crate::engine::Statistic;

pub(super) const ROWS: &[Builtin] = &[
    Builtin {
        name: "p95",
        parameters: X,
        summary: "a percentile of an uncertain value: p5, p50, p99.9 or any other",
        mental: MentalMethod::LookedUp,
        rule: Rule::Statistic(Statistic::Quantile),
    },
    Builtin {
        name: "sd",
        parameters: X,
        summary: "the standard deviation of an uncertain value",
        mental: MentalMethod::LookedUp,
        rule: Rule::Statistic(Statistic::Sd),
    },
    Builtin {
        name: "P",
        parameters: Parameters::Named(&[required("condition")]),
        summary: "the probability that a condition holds",
        mental: MentalMethod::LookedUp,
        rule: Rule::Statistic(Statistic::Share),
    },
];

/// A percentile's level from its name: 0.999 of `p99.9`. `None` if the name is not a percentile's.
pub fn percentile(name: &str) -> Option<f64> {
    let digits = name.strip_prefix('p')?;
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    // As the decimal that was written: 99.9 / 100 is off in the last digit.
    if plain { format!("{digits}e-2").parse().ok() } else { None }
}
