//! Growth, exact also where it is tiny.

/// ((1 + growth)^periods − 1) / growth: the sum of a geometric series; the number of periods without growth.
pub fn growth_sum(growth: f64, periods: f64) -> f64 {
    if growth == 0.0 { periods } else { libm::expm1(periods * libm::log1p(growth)) / growth }
}

/// ((1 + growth)^periods − 1) / ln(1 + growth): the integral; the number of periods without growth.
pub fn growth_integral(growth: f64, periods: f64) -> f64 {
    if growth == 0.0 { periods } else { libm::expm1(periods * libm::log1p(growth)) / libm::log1p(growth) }
}

/// ln(1 + growth).
pub fn log_of_growth(growth: f64) -> f64 {
    libm::log1p(growth)
}
