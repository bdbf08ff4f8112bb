//! The values that a parameter may have.

/// The value, if it lies between two ends.
pub fn within(value: f64, low: f64, high: f64) -> f64 {
    if low <= value && value <= high { value } else { f64::NAN }
}

/// The value, if it is whole but for rounding and lies between two ends.
pub fn whole_within(value: f64, low: f64, high: f64) -> f64 {
    let off = (value - libm::round(value)).abs();
    if off <= 1e-9 * value.abs().max(1.0) { within(value, low, high) } else { f64::NAN }
}
