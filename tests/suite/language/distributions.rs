//! Distributions by name: counts, waiting times, shares, percentiles, data, parts and mixtures of others, and chances.
//!
//! The values are closed forms, or those of scipy 1.17.1.

use crate::support::{answers, codes, evaluate, value};

/// p5, median, p95, mean and standard deviation of a value.
#[track_caller]
fn spread(text: &str) -> [f64; 5] {
    let shown = value(text);
    let spread = shown.spread.as_ref().unwrap_or_else(|| panic!("`{text}` is certain"));
    [spread.p5, shown.value, spread.p95, spread.mean, spread.sd]
}

#[track_caller]
fn check(text: &str, expected: [f64; 5], within: f64) {
    let found = spread(text);
    for (found, expected) in found.iter().zip(expected) {
        let off = (found - expected).abs();
        assert!(off <= within * expected.abs().max(1e-12), "`{text}`: {found}, not {expected}");
    }
}

#[test]
fn distributions_have_the_values_of_scipy() {
    for (text, expected) in [
        (
            "exponential(5 ms) to ms",
            [0.256_466_471_937_752_7, 3.465_735_902_799_726_5, 14.978_661_367_769_95, 5.0, 5.0],
        ),
        (
            "gamma(2.5, 2 s)",
            [
                1.145_476_226_061_769_2,
                4.351_460_191_095_526,
                11.070_497_693_516_352,
                5.0,
                3.162_277_660_168_379_5,
            ],
        ),
        (
            "beta(2, 5) * 1",
            [
                0.062_849_891_708_354_38,
                0.264_449_983_295_660_05,
                0.581_803_409_252_025_9,
                2.0 / 7.0,
                0.159_719_141_249_985_4,
            ],
        ),
        ("poisson(120)", [102.0, 120.0, 138.0, 120.0, 10.954_451_150_103_322]),
        ("binomial(100, 3%)", [1.0, 3.0, 6.0, 3.0, 1.705_872_210_923_198_2]),
    ] {
        check(text, expected, 1e-11);
    }
}

#[test]
fn units_are_those_of_the_parameters() {
    for (text, shown) in [
        ("poisson(120 requests)", "120 requests"),
        ("poisson(2k requests)", "2000 requests"),
        ("binomial(1000 servers, 2%)", "20 servers"),
        ("exponential(5 ms)", "3.47 ms"),
        ("gamma(4, 2 GB/day)", "7.34 GB/day"),
        ("beta(9, 1)", "92.6%"),
        ("data(12 ms, 15 ms, 0.02 s)", "15 ms"),
        ("mixture(60%: 1 to 2 ms, 40%: 1 to 2 s)", "1.73 ms"),
        ("truncate(1 to 10 GB, 2000 MB, 8 GB)", "3.66 GB"),
    ] {
        let found = answers(text).last().expect("an answer").shown.written.literal();
        assert!(found.starts_with(shown), "`{text}`: {found}");
    }
}

#[test]
fn counts_are_whole_in_every_sample() {
    for text in
        ["poisson(3)", "poisson(120)", "poisson(2M)", "binomial(50, 30%)", "truncate(poisson(30), 20, 35)"]
    {
        assert_eq!(value(&format!("x = {text}; P(x == round(x))")).value, 1.0, "{text}");
        let [low, _, high, ..] = spread(&format!("x = {text}; x + (1 to 1)"));
        assert_eq!((low.fract(), high.fract()), (0.0, 0.0), "{text}: {low} {high}");
    }
    // e^-3 of all have no event.
    let none = value("P(poisson(3) == 0)").value;
    assert!((none - (-3.0_f64).exp()).abs() < 1e-12, "{none}");
    // P(X >= 14) of the mean 3, 1 less the sum of e^-3 3^k / k! up to 13.
    let rare = value("P(poisson(3) >= 14)").value;
    assert!((rare / 3.401_914_613_12e-6 - 1.0).abs() < 1e-8, "{rare}");
}

/// The sum of independent Poisson counts is one; binom.cdf and poisson.cdf of scipy.
#[test]
fn sums_of_counts_are_counts() {
    let share = value("P(poisson(3) + poisson(4) <= 9)").value;
    assert!((share - 0.830_495_937_1).abs() < 0.002, "{share}");
    let [.., mean, sd] = spread("poisson(3) + poisson(4)");
    assert!((mean - 7.0).abs() < 1e-12 && (sd - 7.0_f64.sqrt()).abs() < 1e-12, "{mean} {sd}");
}

#[test]
fn percentiles_go_through_the_three() {
    for (text, [low, middle, high]) in [
        ("percentiles(p10 = 5 ms, p50 = 9 ms, p90 = 30 ms)", [0.005, 0.009, 0.03]),
        ("percentiles(p90 = 30 ms, p10 = 5 ms, p50 = 9 ms)", [0.005, 0.009, 0.03]),
        ("percentiles(p10 = -5, p50 = 0, p90 = 10)", [-5.0, 0.0, 10.0]),
    ] {
        for (level, expected) in [("p10", low), ("p50", middle), ("p90", high)] {
            let found = value(&format!("x = {text}; {level}(x)")).value;
            assert!((found - expected).abs() < 1e-12, "{text} {level}: {found}");
        }
    }
    // Of values above zero, all are.
    assert_eq!(value("P(percentiles(p10 = 5 ms, p50 = 9 ms, p90 = 30 ms) > 0 ms)").value, 1.0);
}

#[test]
fn data_are_interpolated() {
    // numpy.quantile([9.5, 12, 15, 40], [.05, .5, .95], method="hazen"), and the mean of the data.
    let [low, middle, high, mean, _] = spread("data(12, 15, 9.5, 40)");
    assert_eq!((low, middle, high), (9.5, 13.5, 40.0));
    assert!((mean - 19.125).abs() < 1e-12, "{mean}");
    let values = "3, 1, 4, 1, 5, 9, 2, 6, 5, 3";
    // numpy.quantile of these at 0.3: 2.5, at 0.77: 5.2 by the same method.
    assert!((value(&format!("p30(data({values}))")).value - 2.5).abs() < 1e-12);
    assert!((value(&format!("p77(data({values}))")).value - 5.2).abs() < 1e-12);
}

#[test]
fn truncated_values_stay_within_the_limits() {
    let expected = [
        2.142_098_033_824_950_2,
        3.655_224_791_435_864,
        7.074_929_740_146_196,
        4.011_343_051_459_898,
        1.530_572_931_979_747_4,
    ];
    check("truncate(1 to 10, 2, 8)", expected, 1e-9);
    // No value lies at the limits, nor beyond.
    assert!(value("x = truncate(1 to 10, 2, 8); P(x > 2 and x < 8)").value > 1.0 - 1e-9);
    check("truncate(poisson(3), 2, 5)", [2.0, 3.0, 5.0, 3.203_125, 1.033_496_605_884_606_5], 1e-9);
    // A normal that is cut below zero may be divided by.
    assert!(evaluate("1 / truncate(10 ± 8, 1, 30)").is_ok());
}

#[test]
fn mixtures_are_one_of_their_parts() {
    let expected = [
        1.038_571_508_195_627_5,
        1.593_320_200_704_405,
        41.402_285_666_921_58,
        10.874_229_421_838_479,
        15.285_118_776_703_781,
    ];
    check("mixture(70%: 1 to 2, 30%: 20 to 50)", expected, 1e-9);
    // Nothing lies between the parts, in no sample either.
    let between =
        value("x = mixture(70%: uniform(1, 2), 30%: uniform(20, 50)); P(x > 2 and x + 0 * (1 to 2) < 20)")
            .value;
    assert!(between < 1e-9, "{between}");
    assert_eq!(value("p99(mixture(98%: 1 ms, 2%: 1 s))").value, 1.0);
    assert!((value("P(mixture(98%: 1 ms, 2%: 1 s) > 0.5 s)").value - 0.02).abs() < 1e-12);
}

#[test]
fn a_chance_is_the_same_wherever_its_name_is_used() {
    assert!((value("P(chance(5%))").value - 0.05).abs() < 1e-12);
    let both = value("slow = chance(5%); P(slow and slow)").value;
    assert!((both - 0.05).abs() < 1e-12, "{both}");
    // Two are independent.
    let two = value("a = chance(20%); c = chance(30%); P(a and c)").value;
    assert!((two - 0.06).abs() < 0.002, "{two}");
    let either = value("a = chance(20%); c = chance(30%); P(a or c)").value;
    assert!((either - 0.44).abs() < 0.003, "{either}");
    let mean = value("slow = chance(5%); mean(if slow then 100 ms else 1 ms)").value;
    assert!((mean / 0.005_95 - 1.0).abs() < 1e-3, "{mean}");
    // A chance that is uncertain itself holds in the mean of its values.
    let uncertain = value("P(chance(uniform(10%, 30%)))").value;
    assert!((uncertain - 0.2).abs() < 0.003, "{uncertain}");
}

#[test]
fn misuse_is_refused() {
    for (text, code) in [
        ("poisson(0)", "E0403"),
        ("poisson(-3)", "E0403"),
        ("poisson(3 GB)", "E0303"),
        ("poisson(3 req/s)", "E0303"),
        ("binomial(2.5, 10%)", "E0403"),
        ("binomial(10, 150%)", "E0403"),
        ("binomial(10, 0%)", "E0403"),
        ("binomial(10, 3 GB)", "E0303"),
        ("exponential(0 ms)", "E0403"),
        ("gamma(0, 1)", "E0403"),
        ("gamma(2 GB, 1)", "E0303"),
        ("gamma(1e9, 1)", "E0403"),
        ("beta(0, 1)", "E0403"),
        ("x = 1 to 2; exponential(x)", "E0403"),
        ("percentiles(5 ms, 9 ms, 30 ms)", "E0206"),
        ("percentiles(p10 = 5 ms, p50 = 9 ms)", "E0403"),
        ("percentiles(p10 = 5 ms, p10 = 6 ms, p90 = 30 ms)", "E0403"),
        ("percentiles(p10 = 5 ms, p50 = 4 ms, p90 = 30 ms)", "E0403"),
        ("percentiles(p10 = 5 ms, p50 = 5.01 ms, p90 = 30 ms)", "E0403"),
        ("percentiles(p0 = 5 ms, p50 = 6 ms, p90 = 30 ms)", "E0206"),
        ("percentiles(p10 = 5 ms, p50 = 6 GB, p90 = 30 ms)", "E0301"),
        ("percentiles()", "E0403"),
        ("data(5 ms)", "E0403"),
        ("data(5 ms, 5 ms)", "E0403"),
        ("data(5 ms, 5 GB)", "E0301"),
        ("data()", "E0206"),
        ("data(1 to 2, 5)", "E0403"),
        ("x = 1 to 10; truncate(x, 2, 8)", "E0403"),
        ("truncate(5, 2, 8)", "E0403"),
        ("truncate((1 to 10) * 2, 2, 8)", "E0403"),
        ("truncate(1 to 10, 8, 2)", "E0403"),
        ("truncate(1 to 10, 1e9, 2e9)", "E0403"),
        ("truncate(1 to 10 GB, 2, 8)", "E0301"),
        ("mixture(1 to 2, 3 to 4)", "E0206"),
        ("mixture(50%: 1 to 2, 60%: 3 to 4)", "E0403"),
        ("mixture(50%: 1 to 2)", "E0403"),
        ("mixture(50%: 1 to 2 ms, 50%: 3 GB)", "E0301"),
        ("mixture(-50%: 1 to 2, 150%: 3 to 4)", "E0403"),
        ("x = 1 to 2; mixture(50%: x, 50%: 3 to 4)", "E0403"),
        ("max(50%: 1, 50%: 2)", "E0206"),
        ("fn f(x) = x; f(50%: 1)", "E0206"),
        ("chance(5)", "E0403"),
        ("chance(-5%)", "E0403"),
        ("chance(5 GB)", "E0403"),
        ("chance(1 to 2)", "E0403"),
        ("chance(5%) + 1", "E0304"),
    ] {
        assert_eq!(codes(text), [code], "`{text}`");
    }
}
