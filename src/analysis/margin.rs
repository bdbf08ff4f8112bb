//! How far a value is from its limit.

/// Returns the distance of a value from its limit, relative to the limit: positive within it, negative past it.
pub fn margin(actual: f64, limit: f64, below: bool) -> f64 {
    let distance = if below { limit - actual } else { actual - limit };
    let size = limit.abs();
    if size > 0.0 { distance / size } else { distance }
}
