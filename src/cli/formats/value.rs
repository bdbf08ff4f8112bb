//! Values as bare numbers.

use napkin::{Bars, Shown};

/// Writes a value in full, without its unit.
pub fn bare(shown: &Shown) -> String {
    if let Some(row) = &shown.row {
        return row.row.clone();
    }
    if shown.truth { (shown.value != 0.0).to_string() } else { shown.value.to_string() }
}

/// Returns the histogram of a value, if it has one.
pub fn bars(shown: &Shown) -> Option<&Bars> {
    shown.spread.as_ref().and_then(|spread| spread.histogram.as_ref())
}
