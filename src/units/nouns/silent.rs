//! Words beside a value: those that may be left out of a formula, and those that may not.
//!
//! A word that only names what stands there may be left out without asking; the list of them is in
//! [`harmless`](super::harmless). One that says what to compute, or how often, is never left out, not even in a line
//! that is offered. Of all others a person is asked.

use super::super::catalog::{self, Kind};
use super::english::singular_of;
use super::harmless::is_harmless;
use super::near::near;
use super::never::{Instead, never};
use crate::units::registry::Units;

/// Words that say something of the value beside them: what to compute, or how often.
const SPEAKING: &[&str] = &[
    // What to compute.
    "squared",
    "cubed",
    "square",
    "cube",
    "root",
    "sqrt",
    "log",
    "half",
    "halved",
    "halves",
    "double",
    "doubled",
    "doubles",
    "doubling",
    "triple",
    "tripled",
    "quadruple",
    "third",
    "quarter",
    "inverse",
    "reciprocal",
    "negative",
    "not",
    "none",
    "zero",
    "nil",
    "versus",
    "power",
    "raised",
    "remainder",
    "difference",
    "sum",
    "product",
    "quotient",
    "percent",
    "pct",
    "percentage",
    "fraction",
    "points",
    "basis",
    "bps",
    "squares",
    // A change of the value.
    "growth",
    "growing",
    "grows",
    "grew",
    "headroom",
    "overhead",
    "off",
    "discount",
    "discounted",
    "buffer",
    "slack",
    "margin",
    "reserve",
    "reserved",
    "tax",
    "vat",
    "markup",
    "surcharge",
    "increase",
    "increased",
    "decrease",
    "decreased",
    "reduction",
    "reduced",
    "saving",
    "savings",
    "churn",
    "drop",
    "loss",
    "lost",
    "fee",
    "higher",
    "lower",
    "larger",
    "smaller",
    "bigger",
    "cheaper",
    "faster",
    "slower",
    "greater",
    "compression",
    "dedup",
    "deduplication",
    "replicated",
    "replication",
    "redundancy",
    "redundant",
    "mirrored",
    "mirroring",
    "parity",
    "duplex",
    "bidirectional",
    "duplicated",
    "except",
    "without",
    "less",
    "fewer",
    "more",
    "most",
    "least",
    "than",
    "instead",
    "rather",
    "otherwise",
    "else",
    "unless",
    "until",
    "remaining",
    "rest",
    "out",
    "both",
    "either",
    "neither",
    "never",
    "always",
    "up",
    "down",
    "third",
    "thirds",
    "fifths",
    "tenths",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "trillions",
    "quadrillion",
    "quadrillions",
    "quintillion",
    "quintillions",
    "sextillion",
    "septillion",
    "googol",
    "myriad",
    "thousand",
    "thousands",
    "hundred",
    "dozen",
    "doz",
    "dozn",
    "percents",
    "total",
    "totalling",
    "totaling",
    "combined",
    "altogether",
    "overall",
    "flat",
    "fixed",
    "collectively",
    "jointly",
    "net",
    "gross",
    "way",
    "ways",
    "idle",
    "night",
    "daytime",
    "offpeak",
    "annual",
    "afr",
    "partial",
    "alternate",
    "compressed",
    "halfway",
    "thrice",
    "twice",
    "tripling",
    "series",
    "sigma",
    "sigmas",
    "short",
    "shy",
    "split",
    "cubic",
    "nautical",
    "parallel",
    "coding",
    "excluding",
    "including",
    "incl",
    "excl",
    "minus",
    "plus",
    "additional",
    "another",
    "further",
    "yoy",
    "mom",
    "cagr",
    "compound",
    "compounded",
    "cumulative",
    "uptime",
    "downtime",
    "availability",
    "available",
    "unavailable",
    "unavailability",
    "sla",
    "slo",
    "utilization",
    "utilisation",
    "utilized",
    "utilised",
    "usage",
    "occupancy",
    "cpm",
    "cpc",
    "cpa",
    "rpm",
    "ecpm",
    "extra",
    "spare",
    // How often, and of what.
    "nightly",
    "biweekly",
    "bimonthly",
    "semiannual",
    "semiannually",
    "biannual",
    "biannually",
    "bi",
    "semi",
    "fortnightly",
    "minutely",
    "secondly",
    "persec",
    "permin",
    "perhour",
    "perday",
    "perweek",
    "permonth",
    "peryear",
    "person",
    "pre",
    "pro",
    "por",
    "par",
    "via",
    "ever",
    "eac",
    "evry",
    "individually",
    "respectively",
    "per",
    // Numbers.
    "several",
    "few",
    "many",
    "dozens",
    "hundreds",
    "couple",
    "pair",
    "pairs",
    "single",
    "dual",
    "quad",
    "octa",
    "first",
    "second",
    "last",
    "next",
    "previous",
    "tenth",
    "hundredth",
    "thousandth",
    "millionth",
    "billionth",
    // Scales.
    "kilo",
    "mega",
    "giga",
    "tera",
    "peta",
    "exa",
    "milli",
    "micro",
    "nano",
    "pico",
    "kibi",
    "mebi",
    "gibi",
    "tebi",
    "celsius",
    "fahrenheit",
    "kelvin",
    "degrees",
    "radians",
    "score",
    "gross",
];

/// Words that say something beside a value, and are counted too.
const COUNTED: [&str; 34] = [
    "person",
    "points",
    "pair",
    "pairs",
    "fee",
    "score",
    "series",
    "square",
    "squares",
    "cube",
    "quarter",
    "way",
    "ways",
    "drop",
    "root",
    "product",
    "sum",
    "night",
    "loss",
    "saving",
    "savings",
    "increase",
    "decrease",
    "third",
    "tax",
    "discount",
    "margin",
    "buffer",
    "reserve",
    "difference",
    "fraction",
    "single",
    "second",
    "power",
];

/// Whether a word beside a value may be left out. A count noun may be where something else is counted or measured,
/// which the caller knows.
pub fn is_silent(word: &str, units: &Units) -> bool {
    let lower = word.to_lowercase();
    let is_listed = || is_harmless(&lower, &singular_of(&lower)) && !near_declared(&lower, units);
    is_percentile(word) || !speaks(&lower) && units.find(word).is_none() && (is_model(word) || is_listed())
}

/// Whether a word names a percentile, which says of what a number is typical: `p99 250 ms`.
pub fn is_percentile(word: &str) -> bool {
    let level = word.strip_prefix(['p', 'P']).unwrap_or("");
    matches!(level, "50" | "75" | "90" | "95" | "99" | "999")
}

/// Whether a word is a count noun, which names what is counted.
pub fn is_noun(word: &str, units: &Units) -> bool {
    units.find(word).is_some_and(|(_, unit)| unit.kind == Kind::Noun)
}

/// Whether a word is a unit of something measured.
pub fn is_measure(word: &str, units: &Units) -> bool {
    units.find(word).is_some_and(|(_, unit)| unit.kind != Kind::Noun)
}

/// Whether a word is the name of a model or of an instance: capitals and a digit, like `H100` and `R6G`.
fn is_model(word: &str) -> bool {
    let is_capital = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    // A quarter or a half of a year, a financial year, a code with that much redundancy, a factor.
    let says_more = matches!(word, "H1" | "H2") || ["Q", "FY", "CY", "RS", "EC", "X"].contains(&letters);
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(is_capital)
        && word.bytes().any(|b| b.is_ascii_digit())
        && !says_more
}

/// Whether a word computes, or says how often.
pub fn speaks(lower: &str) -> bool {
    // `perday`, `psec`
    let glued = |prefix: &str| {
        let rest = lower.strip_prefix(prefix).unwrap_or("");
        rest.len() > 2 && catalog::lookup(rest).is_some()
    };
    SPEAKING.contains(&lower)
        || matches!(never(lower), Some(instead) if instead != Instead::Nothing)
        || lower.starts_with("raid")
        || glued("per")
        || glued("p")
}

/// Whether a word computes and is nothing that people count.
pub fn computes(lower: &str) -> bool {
    SPEAKING.contains(&lower) && !COUNTED.contains(&lower)
}

/// Whether a word may be a slip for a number in words: `milion`, `prcent`.
pub fn misspells_number(lower: &str) -> bool {
    let numbers =
        ["million", "millions", "billion", "billions", "trillion", "trillions", "thousand", "percent"];
    numbers.iter().any(|known| crate::text::suggest::is_slip(lower, known))
}

/// Whether a word may be a slip for a unit that a script declares.
fn near_declared(lower: &str, units: &Units) -> bool {
    !near(&singular_of(lower), units.declared_names()).is_empty()
        || !near(lower, units.declared_names()).is_empty()
}
