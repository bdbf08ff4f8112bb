//! Values that move together, and statistics of the samples that meet a condition.
//!
//! The values are closed forms, or those of 16 million samples of numpy 2.4.6 with the error in brackets.

use crate::support::{codes, evaluate, value};

/// The normal correlation of a rank correlation of 0.8.
fn normal() -> f64 {
    2.0 * (std::f64::consts::PI * 0.8 / 6.0).sin()
}

const TWO: &str = "x = 10 to 1000; y = 10 to 1000; correlate(x, y, 0.8)";

#[track_caller]
fn near(text: &str, expected: f64, within: f64) {
    let found = value(text).value;
    assert!((found / expected - 1.0).abs() <= within, "`{text}`: {found}, not {expected}");
}

#[test]
fn sums_of_correlated_ranges_are_those_of_numpy() {
    // 24.14 (0.01), 217.7 (0.06), 1967 (1.3), 13 700 (80); P 4.873% (0.005); the mean is 2 · 100 · exp(σ²/2).
    near(&format!("{TWO}; p5(x + y)"), 24.14, 0.02);
    near(&format!("{TWO}; p50(x + y)"), 217.7, 0.02);
    near(&format!("{TWO}; p95(x + y)"), 1967.0, 0.02);
    near(&format!("{TWO}; p99.9(x + y)"), 13_700.0, 0.02);
    near(&format!("{TWO}; P(x + y > 2000)"), 0.048_73, 0.01);
    near(&format!("{TWO}; mean(x + y)"), 532.9, 0.02);
    near(&format!("{TWO}; mean(x | y > 500)"), 1056.7, 0.05);
}

#[test]
fn products_of_correlated_ranges_are_exact() {
    let sigma = (100.0_f64).ln() / 2.0 / 1.644_853_626_951_472_6;
    let of_both = sigma * (2.0 + 2.0 * normal()).sqrt();
    near(&format!("{TWO}; p95(x * y)"), 1e4 * (1.644_853_626_951_472_6 * of_both).exp(), 1e-9);
    let of_ratio = sigma * (2.0 - 2.0 * normal()).sqrt();
    near(&format!("{TWO}; p95(x / y)"), (1.644_853_626_951_472_6 * of_ratio).exp(), 1e-9);
    near(&format!("{TWO}; P(x < 10 * y)"), 0.5 * (1.0 + erf(10.0_f64.ln() / of_ratio)), 1e-9);
    // Each keeps its distribution.
    near(&format!("{TWO}; p95(y)"), 1000.0, 1e-12);
    near(&format!("{TWO}; p99.9(y + 1) - p99.9(y)"), 1.0, 1e-9);
}

/// The error function of x / sqrt(2), by its series.
fn erf(x: f64) -> f64 {
    let z = x / 2.0_f64.sqrt();
    let (mut term, mut sum) = (z, z);
    for n in 1..200 {
        term *= -z * z / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    sum * 2.0 / std::f64::consts::PI.sqrt()
}

#[test]
fn a_negative_factor_turns_the_correlation() {
    let together = value(&format!("{TWO}; P(x > 100 and y > 100)")).value;
    let opposite =
        value("x = 10 to 1000; y = 10 to 1000; z = -1 * y; correlate(x, z, -0.8); P(x > 100 and y > 100)")
            .value;
    assert!((together - opposite).abs() < 1e-12, "{together} {opposite}");
    // Of a Gaussian copula: 1/4 + asin(r) / 2π.
    let expected = 0.25 + normal().asin() / (2.0 * std::f64::consts::PI);
    assert!((together - expected).abs() < 0.003, "{together}, not {expected}");
}

#[test]
fn perfect_correlations_are_one_variable() {
    let range = "x = 10 to 1000; y = 10 to 1000; correlate(x, y, 1)";
    near(&format!("{range}; p95(x + y)"), 2000.0, 1e-3);
    near(&format!("{range}; p99.9(x * y)"), value("x = 10 to 1000; p99.9(x * x)").value, 1e-9);
    assert!(value("x = 10 to 1000; y = 10 to 1000; correlate(x, y, -1); sd(ln(x * y))").value < 0.05);
}

#[test]
fn other_inputs_keep_their_samples() {
    let plain = value("x = 1 to 9; y = 1 to 9; z = 1 to 9; max(z, x)");
    let with = value("x = 1 to 9; y = 1 to 9; z = 1 to 9; correlate(x, y, 0.9); max(z, x)");
    assert_eq!(plain.spread.map(|own| own.p95.to_bits()), with.spread.map(|own| own.p95.to_bits()));
}

#[test]
fn correlations_that_cannot_be_are_refused() {
    for text in [
        "x = 1 to 2; correlate(x, x, 0.5); x",
        "x = 1 to 2; y = 5; correlate(x, y, 0.5); x",
        "x = 1 to 2; y = 1 to 3; correlate(x, y, 1.5); x",
        "x = 1 to 2; y = 1 to 3; correlate(x, y, -80); x",
        "x = 1 to 2; y = 1 to 3; correlate(x, y); x",
        "x = 1 to 2; y = 1 to 3; correlate(x, y, 0.5, 0.5); x",
        "x = 1 to 2; y = 1 to 3; correlate(x, y, 5 GB); x",
        "x = 1 to 2; y = 1 to 3; correlate(x, y, 0.1 to 0.2); x",
        "x = 1 to 2; correlate(x, 1 to 3, 0.5); x",
        "x = 1 to 2; y = 1 to 3; correlate(x, y, 0.5); correlate(y, x, 0.6); x",
        "x = 1 to 2; y = (1 to 3) + (2 to 5); correlate(x, y, 0.5); x",
        "x = 1 to 2; y = chance(5%); correlate(x, y, 0.5); x",
        "x = 1 to 2; y = 1 to 3; z = correlate(x, y, 0.5); x",
        "x = 1 to 2; y = 1 to 3; z = 1 to 4; correlate(x, y, 0.9); correlate(y, z, 0.9); x",
        "x = 1 to 2; y = 1 to 3; z = 1 to 4; correlate(x, y, 0.5); correlate(y, z, 0.5); correlate(x, z, -0.9); x",
    ] {
        assert_eq!(codes(text), ["E0405"], "`{text}`");
    }
    // Only all of them together tell.
    let agree = "correlate(x, y, 0.9); correlate(y, z, 0.9); correlate(x, z, 0.8)";
    assert!(evaluate(&format!("x = 1 to 2; y = 1 to 3; z = 1 to 4; {agree}; x + y + z")).is_ok());
    assert_eq!(codes("x = 1 to 2; correlate(x, z, 0.5); x"), ["E0201"]);
}

#[test]
fn statistics_of_samples_that_meet_a_condition() {
    // One input decides: exact, as the ratio of two tails of the lognormal (scipy.stats.norm.sf).
    near("x = 1 to 10; P(x > 8 | x > 5)", 0.360_452_033_427_951_9, 1e-9);
    near("x = 1 to 10; P(x > 5 | x > 8)", 1.0, 1e-12);
    assert_eq!(value("x = 1 to 10; P(x > 8 | x < 5)").value, 0.0);
    near("x = 1 to 10; mean(x | x > 5)", 8.164_228_383_488_547, 0.005);
    // Several: numpy has 16.597, 0.461 96, 3.681 and 15.08.
    near("x = 1 to 10; y = 1 to 10; p95(x + y | x > y)", 16.597, 0.03);
    near("x = 1 to 10; y = 1 to 10; P(x > 8 | x + y > 12)", 0.461_96, 0.04);
    near("x = 1 to 10; sd(x | x > 5)", 3.681, 0.05);
    near("x = 1 to 10; p95(x | x > 5)", 15.08, 0.03);
    // A condition that says nothing changes nothing but the sampling.
    near("x = 1 to 10; y = 1 to 10; mean(x | y > 3)", 4.04, 0.03);
    assert_eq!(value("mean(5 | 3 < 4)").value, 5.0);
    assert_eq!(value("sd(5 | 3 < 4)").value, 0.0);
    // What has no value elsewhere has one where the condition holds.
    assert!(evaluate("x = 1 ± 3; mean(1 / x | x > 0.5)").is_ok());
}

#[test]
fn their_errors_are_those_of_the_seeds() {
    let of = |seed: u64| {
        let mut settings = napkin::Settings::default();
        settings.sampling.seed = seed;
        let text = "x = 1 to 10; y = 1 to 10; mean(x * y | x + y > 8)";
        let shown = napkin::evaluate("<input>", text, 4, &settings).answers.pop().expect("an answer").shown;
        (shown.value, shown.error.expect("an error"))
    };
    let all: Vec<(f64, f64)> = (0..24).map(of).collect();
    let mean = all.iter().map(|(value, _)| value).sum::<f64>() / 24.0;
    let actual = (all.iter().map(|(value, _)| (value - mean) * (value - mean)).sum::<f64>() / 23.0).sqrt();
    let stated = all.iter().map(|(_, error)| error).sum::<f64>() / 24.0;
    assert!((0.6..1.6).contains(&(actual / stated)), "{actual} {stated}");
}

#[test]
fn conditions_that_few_samples_meet_are_refused() {
    for (text, code) in [
        ("x = 1 to 10; mean(x | x > 5000)", "E0402"),
        ("x = 1 to 10; p95(x | x > 60)", "E0402"),
        ("x = 1 to 10; P(x > 1 | x > 5000)", "E0402"),
        ("mean(5 | 3 > 4)", "E0402"),
        ("x = 1 to 10; 1 / mean(x | x > 5000) + 2", "E0402"),
        ("x = 1 to 10; mean(x | 5)", "E0304"),
        ("x = 1 to 10; P(x | x > 5)", "E0304"),
        ("x = 1 to 10; max(x | x > 5)", "E0206"),
        ("x = 1 to 10; max(x, 2 | x > 5)", "E0206"),
        ("x = 1 to 10; mean(x, 2 | x > 5)", "E0206"),
        ("x = 1 to 10; P(x > 2 || x > 5)", "E0101"),
        ("x = 1 to 10; mean(x | )", "E0206"),
        ("x = 1 to 10; x | x > 5", "E0101"),
        ("fn f(x) = x; f(3 | 4 > 2)", "E0206"),
    ] {
        assert_eq!(codes(text), [code], "`{text}`");
    }
}
