//! What rounding leaves: sums of which nothing is left, halves that are not quite halves, and numbers that are too small or
//! too large to be held.

use crate::support::{codes, evaluate, value};

#[track_caller]
fn check(cases: &[(&str, f64)]) {
    for (input, expected) in cases {
        assert_eq!(value(input).value, *expected, "`{input}`");
    }
}

#[test]
fn terms_that_cancel_leave_nothing() {
    check(&[
        ("1.1 * 3 - 3.3", 0.0),
        ("ceil(1.1 * 3 servers - 3.3 servers)", 0.0),
        ("1.1 * 3 - 3.3 == 0", 1.0),
        ("1.1 * 3 - 3.3 > 0", 0.0),
        ("x = 1.1 * 3 - 3.3; if x > 0 then 5 else 0", 0.0),
        ("x = 1.1 * 3; y = -3.3; x + y", 0.0),
        ("x = 0.1; y = 0.2; z = 0.3; x + y - z", 0.0),
        ("x = 0.3; y = 0.2; z = 0.1; x - y - z", 0.0),
        ("x = 0.1; y = 0.2; z = 0.3; sum(x, y, -z)", 0.0),
        ("x = 0.1; y = 0.2; z = 0.3; mean(-z, x, y)", 0.0),
        ("x = 0.6; y = 0.3; z = 0.1; 1 - sum(x, y, z)", 0.0),
        ("x = 1.1 GB; x * 3 - 3300 MB", 0.0),
        ("fn left(x) = x * 3 - 3.3; left(1.1)", 0.0),
        ("clamp(1.1 * 3 - 3.3, -1, 1)", 0.0),
    ]);
    assert_eq!(value("1.1 * 3 - 3.3").written.to_string(), "0");
}

#[test]
fn the_largest_term_of_a_sum_says_what_is_nothing() {
    // The last term alone would not: an error of 6e-11 is much beside 0.1, and nothing beside a million.
    let large = "x = 1e6; y = 0.1;";
    check(&[
        (&format!("{large} x + y - x - y"), 0.0),
        (&format!("{large} y + x - y - x"), 0.0),
        (&format!("{large} -x + y + x - y"), 0.0),
        (&format!("{large} x + (y * 1) - x * 1 - y / 1"), 0.0),
        (&format!("{large} x + max(y + y, y) - x - y - y"), 0.0),
        // Terms of several scales.
        ("x = 1 GB; y = 0.1 B; x + y - x - y", 0.0),
        ("x = 1 GB; y = 0.1 B; y + x - y - x", 0.0),
    ]);
    // A sum in parentheses is a term of its own.
    let rest = value(&format!("{large} (x + y - x) - y")).value;
    assert!(rest != 0.0 && rest.abs() < 1e-10, "{rest}");
}

#[test]
fn what_is_more_than_rounding_stays() {
    // Four units in the last place of 1 are 8.9e-16.
    check(&[
        ("x = 1.000_000_000_000_001; x - 1", 1.000_000_000_000_001 - 1.0),
        ("x = 1e16; x + 2 - 1e16", 0.0),
        ("x = 1e16; x + 10 - 1e16", 10.0),
        ("x = 4503599627370497; x - 4503599627370490", 7.0),
        ("x = 1e-20; x - 0", 1e-20),
        ("x = 1e-20; x + x", 2e-20),
    ]);
    assert_eq!(value("1 - 0.9999999999999").value, 1e-13);
    let left = value("x = 0.9999999999999; 1 - x").value;
    assert!((left - 1e-13).abs() < 1e-16, "{left}");
    // Fourteen digits that differ by one in the last.
    for (a, b) in [("9.9999999999998", "9.9999999999999"), ("1.0000000000001", "1.0000000000002")] {
        assert!(value(&format!("x = {a}; y = {b}; y - x")).value > 0.0, "{a}");
    }
}

#[test]
fn sums_of_ranges_cancel_in_every_world() {
    assert_eq!(value("x = 1 to 2 GB; x * 1.1 * 3 - x * 3.3").written.to_string(), "0 B");
    assert_eq!(value("x = 1 to 2 GB; P(x * 1.1 * 3 - x * 3.3 == 0 GB)").value, 1.0);
    assert_eq!(value("x = 1 to 2; y = 1e6 * x; P(y + 0.1 - y - 0.1 == 0)").value, 1.0);
}

#[test]
fn halves_are_rounded_up_though_the_product_is_next_to_one() {
    check(&[
        ("round(0.285 * 100)", 29.0),
        ("round(57% * 50)", 29.0),
        ("round(0.57 * 50)", 29.0),
        ("round(-0.285 * 100)", -29.0),
        ("round(2.5)", 3.0),
        ("round(2.499_999)", 2.0),
        ("round(1.1 * 3 - 3.3)", 0.0),
        ("round(28.499_999_999_9)", 28.0),
    ]);
}

#[test]
fn what_is_too_small_to_be_held_is_an_error() {
    for input in [
        "1e-200 * 1e-200",
        "1e-200 / 1e200",
        "1e-200^2",
        "0.5^2000",
        "exp(-1000)",
        "1e-160 GB * 1e-160",
        "x = 1e-200 * 1e-200; x * 5",
        "ceil(1e-200 * 1e-200)",
        "1e-200 * 1e-200 > 0",
        "1e-200 * (1e-200 to 2e-200)",
        "(1e-200 to 2e-200)^2",
        // It would have fewer digits than it seems.
        "1e-300 * 1.2345e-20",
    ] {
        assert_eq!(codes(input), ["E0402"], "`{input}`");
    }
    // What is lost beside something larger is no loss.
    check(&[
        ("1 - exp(-1000)", 1.0),
        ("1 - (1 - 0.1%)^1_000_000", 1.0),
        ("0.5^2000 < 1%", 1.0),
        ("max(0.5^2000, 1)", 1.0),
        ("x = 1e-200 to 2e-200; max(x * x, 1e-250)", 1e-250),
        ("0 * 1e-200 * 1e-200", 0.0),
        ("x = 0; x * 5", 0.0),
        ("1e-150 * 1e-150", 1e-150 * 1e-150),
        ("if 1 > 2 then 1e-200 * 1e-200 else 3", 3.0),
    ]);
}

#[test]
fn what_is_too_large_for_its_unit_is_an_error() {
    for input in ["$1e306/s", "1e308/TB/GB", "$1e306/s * (1 to 2)", "$1e303/s * 1e3"] {
        let evaluation = evaluate(input);
        assert_eq!(codes(input), ["E0402"], "`{input}`");
        assert!(evaluation.answers.is_empty());
    }
    assert_eq!(value("$1e306/s to $/s").written.to_string(), "$1e306/s");
    assert_eq!(value("$1e300/s").written.to_string(), "$2.628e306/month");
}

#[test]
fn a_unit_has_a_size_that_can_be_computed_with_and_a_name_that_is_no_magnitude() {
    for input in [
        "unit foo = 1e299 GB; 1 GB to foo",
        "unit foo = 1e-307 bits * 0.001; 1 GB to foo",
        "unit k = 3 GB; 5k",
        "unit M = 3 GB",
        "unit x = 3 GB; 5x",
        "unit million; 3 million",
        "unit bn",
        "unit trillion = 4 GB",
        "unit heap million",
    ] {
        let evaluation = evaluate(input);
        let first = evaluation.diagnostics.first().map(|diagnostic| diagnostic.code);
        assert!(matches!(first, Some("E0208" | "E0402")), "`{input}` gives {first:?}");
        assert!(evaluation.answers.is_empty(), "`{input}`");
    }
    assert_eq!(value("unit foo = 1e280 GB; 1 foo to GB").value, 1e280);
}
