//! The answers that make a question worth asking.

use crate::library::practice::Template;
use crate::run::Shown;

/// A month in seconds.
const MONTH: f64 = 2_628_000.0;

/// Bounds in base units (data in bytes, times in seconds) by dimension.
const BOUNDS: [(&str, f64, f64); 5] = [
    ("data", 1e3, 2e18),
    ("data/time", 1e3, 2e15),
    ("money", 10.0, 5e7),
    ("money/time", 10.0 / MONTH, 5e7 / MONTH),
    ("server", 2.0, 5000.0),
];

/// The most of a rate a second.
const FASTEST: f64 = 5e7;

/// Whether an answer is neither trivial nor absurd; `base` is its number in base units.
pub fn hold(template: &Template, want: &str, shown: &Shown, base: f64) -> bool {
    if !shown.value.is_finite() || shown.value <= 0.0 {
        return false;
    }
    if let Some((low, high)) = template.between {
        return (low..=high).contains(&shown.value);
    }
    let in_unit = want.is_empty() || shown.value >= 0.9995 && (shown.value < 999.5 || !is_series(want));
    let row = BOUNDS.iter().find(|(dimension, ..)| *dimension == shown.dimension);
    let in_bounds = row.is_none_or(|(_, low, high)| (*low..=*high).contains(&base));
    in_unit && in_bounds && (!want.ends_with("/s") || row.is_some() || shown.value <= FASTEST)
}

/// Whether a unit is a step of a series, so that a number above a thousand wants the next one.
fn is_series(unit: &str) -> bool {
    const STEPS: [&str; 20] = [
        "B", "KB", "MB", "GB", "TB", "PB", "bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "ns", "µs", "ms",
        "s", "min", "h", "hours", "days", "years",
    ];
    STEPS.contains(&unit.split_once('/').filter(|(_, per)| *per != "s").map_or(unit, |(unit, _)| unit))
}
