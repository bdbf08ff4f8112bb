//! The numbers that people convert units with.
//!
//! A row each, with the line that made it necessary.

/// Products that are a number of some unit of time, whatever the order of their factors.
///
/// The factors ascend. A leading small number is a number of years: `5 * 365`.
const PRODUCTS: [(&[f64], &str); 16] = [
    (&[60.0, 60.0], "s"),              // 500M req / (60 * 60)
    (&[24.0, 60.0], "min"),            // 100 req/min * 24 * 60
    (&[24.0, 60.0, 60.0], "s"),        // 10M req/day / (24 * 60 * 60)
    (&[24.0, 3_600.0], "s"),           // 10M req/day / (24 * 3600)
    (&[7.0, 24.0], "h"),               // $0.10/h * 24 * 7
    (&[24.0, 30.0], "h"),              // $0.10/h * 24 * 30
    (&[24.0, 365.0], "h"),             // $0.10/h * 24 * 365
    (&[7.0, 52.0], "days"),            // 1 TB/day * 7 * 52
    (&[12.0, 30.0], "days"),           // 1 TB/day * 30 * 12
    (&[7.0, 24.0, 60.0, 60.0], "s"),   // 5 req/s * 60 * 60 * 24 * 7
    (&[24.0, 30.0, 60.0, 60.0], "s"),  // 5 req/s * 60 * 60 * 24 * 30
    (&[24.0, 60.0, 60.0, 365.0], "s"), // 5 req/s * 60 * 60 * 24 * 365
    (&[30.0, 86_400.0], "s"),          // 5 req/s * 86400 * 30
    (&[365.0, 86_400.0], "s"),         // 5 req/s * 86400 * 365
    (&[24.0, 365.0, 3_600.0], "s"),    // 5 req/s * 3600 * 24 * 365
    (&[24.0, 30.0, 3_600.0], "s"),     // 5 req/s * 3600 * 24 * 30
];

/// Numbers that are a number of some unit of time by themselves.
const NUMBERS: [(f64, &str); 19] = [
    (7.0, "days"),       // 1 TB/day * 7
    (30.0, "days"),      // 50M req/day * 30
    (52.0, "weeks"),     // 1 TB/week * 52
    (90.0, "days"),      // 1 TB/day * 90
    (365.0, "days"),     // 1 TB/day * 365
    (1_095.0, "days"),   // 1 TB/day * 1095
    (1_825.0, "days"),   // 2 TB * 1825
    (3_650.0, "days"),   // 2 TB * 3650
    (1_440.0, "min"),    // 100 req/min * 1440
    (720.0, "h"),        // $0.10/h * 720
    (730.0, "h"),        // $0.10/h * 730
    (744.0, "h"),        // $0.10/h * 744
    (8_760.0, "h"),      // $0.10/h * 8760
    (3_600.0, "s"),      // 500M req / 3600
    (86_400.0, "s"),     // 500M req / 86400
    (604_800.0, "s"),    // 500M req / 604800
    (2_592_000.0, "s"),  // 500M req / 2592000
    (2_628_000.0, "s"),  // 500M req / 2628000
    (31_536_000.0, "s"), // 500M req / 31536000
];

/// The seconds of a day and of a month as people round them: divisors only.
const ROUNDED: [f64; 2] = [1e5, 2.5e6];

/// Factors that convert data by hand, besides 8; money and counts are divided by them too.
const THOUSANDS: [f64; 9] =
    [1e3, 1e6, 1e9, 1e12, 1e15, 1024.0, 1_048_576.0, 1_073_741_824.0, 1_099_511_627_776.0];

/// What is done to a rate that is spelled per period: the period, and the factors that people use.
const OF_RATES: [(&str, &[f64]); 6] = [
    ("day", &[7.0, 12.0, 24.0, 30.0, 90.0, 365.0, 730.0, 1_095.0, 1_825.0, 3_650.0, 86_400.0]),
    ("week", &[7.0, 52.0, 604_800.0]),
    ("month", &[12.0, 24.0, 30.0, 36.0, 60.0, 2_592_000.0, 2_628_000.0]),
    ("hour", &[24.0, 60.0, 720.0, 730.0, 744.0, 3_600.0, 8_760.0]),
    ("minute", &[60.0, 1_440.0]),
    ("year", &[12.0, 365.0, 31_536_000.0]),
];

/// The unit of time that a number, or a product of numbers, is a number of.
pub(super) fn counted(factors: &[f64]) -> Option<&'static str> {
    if let [number] = factors {
        return NUMBERS.iter().find(|(known, _)| known == number).map(|(_, unit)| *unit);
    }
    let mut sorted = factors.to_vec();
    sorted.sort_by(f64::total_cmp);
    let known = |factors: &[f64]| {
        let is_known = |row: &&(&[f64], &'static str)| row.0 == factors;
        PRODUCTS.iter().find(is_known).map(|(_, unit)| *unit)
    };
    // Some years, of which a single one need not be written.
    let of_years = |years: f64, rest: &[f64]| {
        let is_whole = (2.0..=20.0).contains(&years) && years.fract() == 0.0;
        let has_year = rest.contains(&365.0) || rest == [12.0, 30.0] || rest == [7.0, 52.0];
        if !is_whole || !has_year {
            return None;
        }
        if rest.len() == 1 { Some("days") } else { known(rest) }
    };
    let without = |at: usize| {
        let mut rest = sorted.clone();
        let years = rest.remove(at);
        of_years(years, &rest)
    };
    known(&sorted).or_else(|| (0..sorted.len()).find_map(without))
}

/// Whether a number is the seconds of a day or a month as people round them.
pub(super) fn is_rounded(factors: &[f64]) -> bool {
    matches!(factors, [number] if ROUNDED.contains(number))
}

/// Whether factors convert the prefixes of data.
pub(super) fn is_thousands(factors: &[f64]) -> bool {
    !factors.is_empty() && factors.iter().all(|factor| THOUSANDS.contains(factor))
}

/// Whether people convert a rate per period by a number.
pub(super) fn is_of_rate(period: &str, factors: &[f64]) -> bool {
    let [number] = factors else { return counted(factors).is_some() };
    OF_RATES.iter().any(|(known, factors)| *known == period && factors.contains(number))
}

/// Whether a number says by itself what it is, so that a name in its place changes nothing: 86400 does, 30 does not.
pub(super) fn is_telling(factors: &[f64]) -> bool {
    match factors {
        [number] => NUMBERS.iter().any(|(known, _)| known == number && *known >= 365.0),
        _ => counted(factors).is_some() || is_thousands(factors),
    }
}

/// Parts of names that say that a number converts a unit.
pub(super) const TELLING_NAMES: [&str; 13] = [
    "sec", "minute", "hour", "hrs", "day", "week", "month", "year", // days_per_month = 30
    "bits", "byte", "kb", "mb", "gb", // bits_per_byte = 8
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_in_every_order() {
        for (factors, unit) in PRODUCTS {
            let mut turned = factors.to_vec();
            for _ in 0..factors.len() {
                turned.rotate_left(1);
                assert_eq!(counted(&turned), Some(unit), "{turned:?}");
            }
            assert!(factors.is_sorted(), "{factors:?}");
        }
        for (number, unit) in NUMBERS {
            assert_eq!(counted(&[number]), Some(unit));
        }
    }

    #[test]
    fn years_are_multiples_of_a_year_alone() {
        assert_eq!(counted(&[5.0, 365.0]), Some("days"));
        assert_eq!(counted(&[365.0, 3.0]), Some("days"));
        assert_eq!(counted(&[5.0, 365.0, 24.0]), Some("h"));
        assert_eq!(counted(&[10.0, 60.0, 60.0, 24.0, 365.0]), Some("s"));
        for other in
            [&[5.0, 30.0][..], &[2.5, 365.0], &[5.0, 60.0, 60.0], &[2.0, 80.0, 8.0, 128.0], &[5.0, 7.0]]
        {
            assert_eq!(counted(other), None, "{other:?}");
        }
    }
}
