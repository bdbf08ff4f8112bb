//! Shares near the whole: 99.9% and 99% are close as numbers, and ten times apart as availabilities.

/// The share from which on what is missing to the whole is compared.
pub const FROM: f64 = 0.9;

/// How far what is missing may be from what should be, as a factor.
pub const TOLERANCE: f64 = 1.5;

/// Returns what one share lacks of 1, over what another lacks; `None` if the other is not near the whole. Infinite or
/// zero if one of them lacks nothing.
pub fn missing(share: f64, other: f64) -> Option<f64> {
    let is_near = (FROM..=1.0).contains(&other) && (0.0..=1.0).contains(&share) && share != other;
    is_near.then(|| (1.0 - share) / (1.0 - other))
}

/// Whether what is missing is about what should be.
pub fn is_close(missing: f64) -> bool {
    missing.max(1.0 / missing) <= TOLERANCE * (1.0 + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_compared_near_the_whole() {
        assert_eq!(missing(0.5, 0.4), None);
        assert!(
            missing(0.99, 0.999).is_some_and(|missing| (missing - 10.0).abs() < 1e-9 && !is_close(missing))
        );
        assert!(missing(0.998, 0.9985).is_some_and(is_close));
    }
}
