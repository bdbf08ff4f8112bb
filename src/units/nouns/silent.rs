//! Words that may be left out of a formula without asking, since they say nothing that its numbers do not.
//!
//! `7 days retention` is seven days. Most words that stand beside a value only name it, so the table lists those that
//! do more: they compute, or say how often. A word that resembles a unit may be a slip for it, and is never left out.

use super::super::catalog::{self, Kind};
use super::english::singular_of;
use super::near::near;
use super::never::{Instead, never};
use super::{SHORTEST, misspelt_unit};
use crate::units::registry::Units;

/// Abbreviations that are shorter than other words.
const SHORT: [&str; 24] = [
    "ad", "ai", "ap", "cd", "ci", "db", "dc", "eu", "gc", "hd", "hr", "io", "ip", "it", "kv", "os", "lb",
    "ml", "pr", "qa", "tv", "ui", "us", "vm",
];

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

/// Whether a word beside a value may be left out. A count noun may be where something else is counted or measured,
/// which the caller knows.
pub fn is_silent(word: &str, units: &Units) -> bool {
    let lower = word.to_lowercase();
    is_percentile(word)
        || is_plain(word) && !speaks(&lower) && units.find(word).is_none() && !resembles(word, units)
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

/// Whether a word is written like one of prose: letters of one case, or capitals with digits, like `H100`.
fn is_plain(word: &str) -> bool {
    let is_lower = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase());
    let length = word.len();
    let Some((first, rest)) = word.split_at_checked(1) else { return false };
    let is_model = first.bytes().all(|b| b.is_ascii_uppercase())
        && rest.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
        && rest.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    if length < SHORTEST {
        return SHORT.contains(&word.to_lowercase().as_str())
            || is_model && length == 2 && rest.bytes().all(|b| b.is_ascii_digit());
    }
    is_lower(word) || first.bytes().all(|b| b.is_ascii_uppercase()) && is_lower(rest) || is_model
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

/// Whether a word may be a slip for a number in words: `milion`, `prcent`.
pub fn misspells_number(lower: &str) -> bool {
    let numbers =
        ["million", "millions", "billion", "billions", "trillion", "trillions", "thousand", "percent"];
    numbers.iter().any(|known| crate::text::suggest::is_slip(lower, known))
}

/// Whether a word may be a slip for one that says something.
fn resembles(word: &str, units: &Units) -> bool {
    let lower = word.to_lowercase();
    let slip = |known: &&str| known.len() > 3 && crate::text::suggest::is_slip(&lower, known);
    misspelt_unit(word, units).is_some()
        || !near(&singular_of(&lower), units.declared_names()).is_empty()
        || !near(&lower, units.declared_names()).is_empty()
        || ["daily", "hourly", "weekly", "monthly", "yearly", "annually", "every", "times", "each"]
            .iter()
            .any(slip)
        || SPEAKING.iter().filter(|known| known.len() > 4).any(slip)
}
