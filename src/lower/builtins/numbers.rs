//! Functions of one number, and `clamp`.

use super::{Builtin, Domain, MentalMethod, Parameters, Rule, X, required};
use crate::engine::Unary;

const fn row(name: &'static str, domain: Domain, operation: Unary, summary: &'static str) -> Builtin {
    Builtin { name, parameters: X, summary, mental: MentalMethod::Digits, rule: Rule::Map(domain, operation) }
}

pub(super) const ROWS: &[Builtin] = &[
    row("abs", Domain::Any, Unary::Abs, "the absolute value"),
    row("round", Domain::Count, Unary::Round, "to the nearest whole number or count, half away from zero"),
    Builtin {
        mental: MentalMethod::Whole { up: false },
        ..row("floor", Domain::Count, Unary::Floor, "down to a whole number or count")
    },
    Builtin {
        mental: MentalMethod::Whole { up: true },
        ..row(
            "ceil",
            Domain::Count,
            Unary::Ceil,
            "up to a whole number or count: 11.2 servers are 12 servers",
        )
    },
    Builtin {
        name: "clamp",
        parameters: Parameters::Named(&[required("x"), required("low"), required("high")]),
        summary: "x, but at least low and at most high",
        mental: MentalMethod::LookedUp,
        rule: Rule::Clamp,
    },
    row("sqrt", Domain::Square, Unary::Sqrt, "the square root"),
    row("exp", Domain::Plain, Unary::Exp, "e to the power of a plain number"),
    row("ln", Domain::Plain, Unary::Ln, "the natural logarithm of a plain number"),
    row("log2", Domain::Plain, Unary::Log2, "the logarithm to base 2"),
    row("log10", Domain::Plain, Unary::Log10, "the logarithm to base 10"),
];
