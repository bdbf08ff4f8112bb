//! Percentiles and probabilities where few samples lie.

use crate::support::{all, evaluate, value};

/// A percentile of a sum of eighty ranges, which are too many for samples of their own.
pub fn far() -> String {
    "fn five(k) = k * (1 to 10) + k * (1 to 20) + k * (1 to 30) + k * (1 to 40) + k * (1 to 50); \
     fn more(k) = five(k) + five(k) + five(k) + five(k); p99.99(more(1) + more(1) + more(1) + more(1))"
        .to_owned()
}

/// P(x + y > t) by quadrature over the score of one of them (scipy, to ten digits).
#[test]
fn far_percentiles_are_read_from_samples_of_their_own() {
    for (text, expected) in
        [("p99.9((1 to 2) + (2 to 4))", 7.037_955_534_8), ("p99.99((1 to 2) + (2 to 4))", 7.818_668_139_6)]
    {
        let found = value(text).value;
        assert!((found / expected - 1.0).abs() < 0.005, "`{text}`: {found}, not {expected}");
    }
}

#[test]
fn the_number_of_samples_that_a_percentile_takes_is_enough() {
    let far = &far();
    let offer = evaluate(far).diagnostics.first().and_then(|warning| warning.helps.first().cloned());
    assert_eq!(offer.expect("a help").text, "draw more: `--samples 200_000`");
    let mut settings = napkin::Settings::default();
    settings.sampling.samples = 200_000;
    let evaluation = napkin::evaluate("<input>", far, 4, &settings);
    assert!(evaluation.diagnostics.is_empty(), "{}", all(&evaluation.diagnostics, &evaluation.sources));
    // The sum of P(each is the largest and the sum is above t), each given the others, over 65 536 samples of numpy; with
    // another seed, 2105.
    let expected = 2_104.0;
    let found = evaluation.answers.last().expect("an answer").shown.value;
    assert!((found / expected - 1.0).abs() < 0.05, "{found}, not {expected}");
}

/// The sum of two squared deviations of equal variance is exponential: P(q > t) = e^(−t / 2σ²), with σ = 3 / 1.6449.
#[test]
fn many_samples_beyond_a_percentile_tell_it_well() {
    let sigma = 3.0 / 1.644_853_626_951_472_6;
    let expected = -2.0 * sigma * sigma * (1.0 - 1e-3_f64).ln();
    for seed in 0..3 {
        let mut settings = napkin::Settings::default();
        (settings.sampling.samples, settings.sampling.seed) = (1_000_000, seed);
        let text = "x = 5 ± 3; y = 5 ± 3; p0.1((x - 5) * (x - 5) + (y - 5) * (y - 5))";
        let evaluation = napkin::evaluate("<input>", text, 4, &settings);
        let found = evaluation.answers.last().expect("an answer").shown.value;
        assert!((found / expected - 1.0).abs() < 0.12, "seed {seed}: {found}, not {expected}");
    }
}

#[test]
fn a_level_with_a_point_divides_too() {
    let product = value("x = 1 to 10; p99.9(x) * (1/p99.9(x))").value;
    assert!((product - 1.0).abs() < 1e-12, "{product}");
    assert!(evaluate("x = 1 to 10; 100/p99.9(x + 1)").is_ok());
}

/// The sum of two standard normal variables is normal, with the variance 2: P(x + y > t) = erfc(t / 2) / 2 (python, math.erfc).
#[test]
fn what_no_sample_comes_near_is_not_called_impossible() {
    for (at, expected) in [("8", 7.708_628_950e-9), ("10", 7.687_298_972e-13), ("12", 1.075_986_837e-17)] {
        let found = value(&format!("x = normal(0, 1); y = normal(0, 1); P(x + y > {at})")).value;
        assert!((found / expected - 1.0).abs() < 0.15, "{at}: {found}, not {expected}");
    }
    let impossible = value("x = uniform(0, 1); y = uniform(0, 1); P(x + y > 2.5)").value;
    assert!(impossible.abs() < f64::MIN_POSITIVE, "{impossible}");
}
