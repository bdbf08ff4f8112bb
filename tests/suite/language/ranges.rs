//! Ranges: how they are read, and the distributions of results.
//!
//! The values are those of closed forms, worked out here.

use super::far_percentiles::far;
use crate::support::{answers, codes, evaluate, value, warnings};
use napkin::Shown;

/// The standard score of the ends of a 90% interval, from published tables.
const Z: f64 = 1.644_853_626_951_472_6;

/// p5, median and p95 of a value.
#[track_caller]
fn quantiles(text: &str) -> [f64; 3] {
    let shown = value(text);
    let spread = shown.spread.as_ref().unwrap_or_else(|| panic!("`{text}` is certain"));
    [spread.p5, shown.value, spread.p95]
}

/// Fails unless the quantiles are within a part of the expected ones.
#[track_caller]
fn check(text: &str, expected: [f64; 3], within: f64) {
    let found = quantiles(text);
    for (found, expected) in found.iter().zip(expected) {
        let off = (found - expected).abs();
        assert!(off <= within * expected.abs().max(1e-12), "`{text}`: {found}, not {expected}");
    }
}

#[track_caller]
fn mean_and_sd(text: &str) -> (f64, f64) {
    let Shown { spread, .. } = value(text);
    let spread = spread.unwrap_or_else(|| panic!("`{text}` is certain"));
    (spread.mean, spread.sd)
}

#[test]
fn the_stated_ends_are_hit_exactly() {
    for (text, low, high) in [
        ("10 to 50", 10.0, 50.0),
        ("10 .. 50", 10.0, 50.0),
        ("10..50", 10.0, 50.0),
        ("2x to 3x", 2.0, 3.0),
        ("2 to 3x", 2.0, 3.0),
        ("20% to 30%", 0.2, 0.3),
        ("20 to 30%", 0.2, 0.3),
        ("10 to 50 KB", 10_000.0, 50_000.0),
        ("5 KB to 20 KB", 5_000.0, 20_000.0),
        ("200 KB to 1 MB/photo", 200_000.0, 1_000_000.0),
        ("200 KB/photo to 1 MB", 200_000.0, 1_000_000.0),
        ("$5 to $10", 5.0, 10.0),
        ("$5 to 10", 5.0, 10.0),
        ("$5 to 10/user", 5.0, 10.0),
        ("500 to 2M users", 500.0, 2e6),
        ("500k to 2M users", 500e3, 2e6),
        ("100 ± 20", 80.0, 120.0),
        ("100 ± 20%", 80.0, 120.0),
        ("100 +/- 20", 80.0, 120.0),
        ("10 ms ± 2", 0.008, 0.012),
        ("10 ms ± 20%", 0.008, 0.012),
        ("10 ± 2 ms", 0.008, 0.012),
        ("7.4 km ± 5 m", 7_395.0, 7_405.0),
        ("10k ± 500", 9_500.0, 10_500.0),
        ("-1 ± 2", -3.0, 1.0),
        ("$100 ± 10", 90.0, 110.0),
    ] {
        let [p5, _, p95] = quantiles(text);
        assert!((p5 - low).abs() <= 1e-12 * low.abs(), "`{text}`: {p5}");
        assert!((p95 - high).abs() <= 1e-12 * high.abs(), "`{text}`: {p95}");
    }
    let [p5, _, p95] = quantiles("10 to 50");
    assert_eq!((p5, p95), (10.0, 50.0));
}

#[test]
fn each_shape_has_its_quantiles() {
    // Geometric middle; odds 1/4 and 3/7, whose geometric middle is √(3/28); the arithmetic middle.
    let odds = (3.0_f64 / 28.0).sqrt();
    check("10 to 50", [10.0, 500.0_f64.sqrt(), 50.0], 1e-12);
    check("20% to 30%", [0.2, odds / (1.0 + odds), 0.3], 1e-12);
    check("100 ± 20", [80.0, 100.0, 120.0], 1e-12);
    check("uniform(10, 20)", [10.5, 15.0, 19.5], 1e-12);
    // The distribution function is (x-a)²/((b-a)(m-a)) below the mode and 1 - (b-x)²/((b-a)(b-m)) above it.
    check(
        "triangular(0, 2, 10)",
        [(0.05_f64 * 20.0).sqrt(), 10.0 - (0.5_f64 * 80.0).sqrt(), 10.0 - (0.05_f64 * 80.0).sqrt()],
        1e-12,
    );
    // PERT(0, 0, 1) is beta(1, 5), with the distribution function 1 - (1-x)^5.
    let beta = |p: f64| 1.0 - (1.0 - p).powf(0.2);
    check("pert(0, 0, 1)", [beta(0.05), beta(0.5), beta(0.95)], 1e-10);
    check("normal(100, 15)", [100.0 - 15.0 * Z, 100.0, 100.0 + 15.0 * Z], 1e-12);
    // Mean 100, sd 50: the logarithm has the variance ln(1 + 1/4).
    let sigma = 1.25_f64.ln().sqrt();
    let median = 100.0 / 1.25_f64.sqrt();
    check("lognormal(100, 50)", [median * (-sigma * Z).exp(), median, median * (sigma * Z).exp()], 1e-12);
    // The 80% interval lies 1.2816 deviations either side, the 90% interval 1.6449.
    let wider = 5.0_f64.powf(0.5 * Z / 1.281_551_565_544_600_4);
    let middle = 500.0_f64.sqrt();
    check("interval(10, 50, level = 80%)", [middle / wider, middle, middle * wider], 1e-12);
    check("interval(10, 50)", [10.0, middle, 50.0], 1e-12);
    check("interval(20%, 30%)", [0.2, odds / (1.0 + odds), 0.3], 1e-12);
    check("uniform(1 GB, 2 GB)", [1.05e9, 1.5e9, 1.95e9], 1e-12);
}

#[test]
fn each_shape_has_its_mean_and_deviation() {
    let near = |text: &str, mean: f64, sd: f64| {
        let (found_mean, found_sd) = mean_and_sd(text);
        assert!((found_mean / mean - 1.0).abs() < 1e-9, "`{text}`: {found_mean}, not {mean}");
        assert!((found_sd / sd - 1.0).abs() < 1e-9, "`{text}`: {found_sd}, not {sd}");
    };
    let sigma = 5.0_f64.ln() / 2.0 / Z;
    let mean = 500.0_f64.sqrt() * (sigma * sigma / 2.0).exp();
    near("10 to 50", mean, mean * (sigma * sigma).exp_m1().sqrt());
    near("100 ± 20", 100.0, 20.0 / Z);
    near("uniform(10, 20)", 15.0, 10.0 / 12.0_f64.sqrt());
    near("triangular(0, 2, 10)", 4.0, (84.0_f64 / 18.0).sqrt());
    // Beta(1, 5) on 0 to 12: the mean is 12/6, the variance 144 × 5/(36 × 7).
    near("pert(0, 0, 12)", 2.0, (144.0_f64 * 5.0 / 252.0).sqrt());
    near("lognormal(100, 50)", 100.0, 50.0);
    assert_eq!(value("mean(100 ± 20)").value, 100.0);
    assert!((value("sd(100 ± 20)").value - 20.0 / Z).abs() < 1e-12);
    // A proportion whose odds are symmetric about 1 has the mean one half.
    assert!((value("mean(25% to 75%)").value - 0.5).abs() < 1e-12);
}

#[test]
fn products_of_lognormals_are_lognormals() {
    // The logarithms add, and so do the squares of their widths.
    let half = (5.0_f64.ln().powi(2) + 2.0_f64.ln().powi(2) + 10.0_f64.ln().powi(2)).sqrt() / 2.0;
    let median = 40_000.0_f64.sqrt();
    check("(10 to 50) * (2 to 4) * (1 to 10)", [median / half.exp(), median, median * half.exp()], 0.002);
    check("(10 to 50)^2", [100.0, 500.0, 2_500.0], 1e-6);
    check("1 / (10 to 50)", [0.02, 1.0 / 500.0_f64.sqrt(), 0.1], 1e-6);
    let half = (5.0_f64.ln().powi(2) + 4.0_f64.ln().powi(2)).sqrt() / 2.0;
    let median = (500.0_f64 / 36.0).sqrt();
    check("(10 to 50) / (3 to 12)", [median / half.exp(), median, median * half.exp()], 0.002);
}

#[test]
fn sums_of_normals_are_normals() {
    // Middles add, and so do the squares of the halves.
    check("(100 ± 30) + (50 ± 40)", [100.0, 150.0, 200.0], 0.002);
    check("(100 ± 30) - (50 ± 40) + 200", [200.0, 250.0, 300.0], 0.002);
    check("3 * (100 ± 30) + 1", [211.0, 301.0, 391.0], 1e-6);
}

#[test]
fn a_name_is_one_variable_and_a_literal_is_one_each() {
    for (text, expected) in [
        ("x = 10 to 50; x - x", 0.0),
        ("x = 10 to 50; x / x", 1.0),
        ("x = -1 ± 2; x / x", 1.0),
        ("x = 10 to 50; 2 * x - (x + x)", 0.0),
        ("fn twice(x) = x + x; y = 2 to 3; twice(y) - 2 * y", 0.0),
        ("fn sq(x) = x * x; y = 2 to 3; sq(y) / y^2", 1.0),
        ("x = 10 to 50; y = x; x - y", 0.0),
        ("x = 10 to 50; if x > 20 then 1 else 1", 1.0),
    ] {
        let shown = value(text);
        assert_eq!((shown.value, shown.spread.is_none()), (expected, true), "`{text}`");
    }
    for text in [
        "(10 to 50) - (10 to 50)",
        "x = 10 to 50; y = 10 to 50; x - y",
        "x = 10 to 50; a = x; x = 10 to 50; x - a",
        "fn one() = 2 to 3; one() - one()",
        "fn one(x) = x * (2 to 3); one(1) - one(1)",
        "fn one(x = 2 to 3) = x; one() - one()",
    ] {
        assert!(value(text).spread.is_some(), "`{text}`");
    }
    // In `f(2 to 3)` the argument is one value.
    check("fn sq(x) = x * x; sq(2 to 3)", [4.0, 6.0, 9.0], 1e-6);
}

#[test]
fn what_is_written_beside_a_range_leaves_its_samples_alone() {
    let alone = value("x = 10 to 50; ceil(x * 7) / 3");
    for more in ["y = 1 to 2; ", "a = 3; spare = uniform(1, 2); ", "(3 to 4) * (5 to 6); "] {
        let with = value(&format!("{more}x = 10 to 50; ceil(x * 7) / 3"));
        assert_eq!(alone.spread, with.spread, "{more}");
    }
}

#[test]
fn every_world_is_computed_by_itself() {
    // Servers are integers in every sample, and so are their percentiles.
    let shown = value("ceil((10k to 50k req/s) / 1000 req/s/server)");
    let spread = shown.spread.as_ref().unwrap();
    assert_eq!([spread.p5, shown.value, spread.p95], [10.0, 23.0, 50.0]);
    assert_eq!(spread.interval.to_string(), "10 to 50 servers");
    // The maximum of two: its distribution function is the product of both.
    check("max(uniform(0, 1), uniform(0, 1))", [0.05_f64.sqrt(), 0.5_f64.sqrt(), 0.95_f64.sqrt()], 0.02);
    check("min(uniform(1, 2), 1.5)", [1.05, 1.5, 1.5], 1e-3);
    // |x| of a bell curve around zero: half a deviation's median, 0.6745, and 1.96 at 95%.
    check("abs(normal(0, 1))", [0.062_706_777_943_214, 0.674_489_750_196_082, 1.959_963_984_540_054], 0.02);
    check("x = uniform(0, 10); if x < 5 then x else 5", [0.5, 5.0, 5.0], 1e-3);
}

#[test]
fn statistics_are_numbers_of_the_language() {
    for (text, expected, within) in [
        ("p5(10 to 50)", 10.0, 0.0),
        ("p95(10 to 50)", 50.0, 0.0),
        ("p50(10 to 50)", 500.0_f64.sqrt(), 1e-12),
        // 3.0902 deviations, of which 1.6449 lead to an end.
        ("p99.9(100 ± 20)", 100.0 + 20.0 * 3.090_232_306_167_813_5 / Z, 1e-9),
        ("P(uniform(0, 10) < 3)", 0.3, 1e-3),
        ("x = 10 to 50; P(x > 50)", 0.05, 1e-3),
        ("x = 10 to 50; P(x > 0)", 1.0, 0.0),
        ("x = 10 to 50; P(x > 20 and x < 20)", 0.0, 0.0),
        ("x = 10 to 50; p95(x) / p5(x)", 5.0, 0.0),
        ("x = 10 to 50; P(x > p50(x))", 0.5, 1e-3),
        ("x = uniform(0, 1); p50(x - mean(x))", 0.0, 1e-9),
        ("x = uniform(0, 1); sd((x - mean(x)) / sd(x))", 1.0, 1e-3),
        ("p95(5)", 5.0, 0.0),
        ("sd(5)", 0.0, 0.0),
        ("mean(5)", 5.0, 0.0),
        ("mean(2, 4)", 3.0, 0.0),
        ("x = 1 to 5; if p95(x) > 4 then 1 else 0", 1.0, 0.0),
    ] {
        let shown = value(text);
        assert!(shown.spread.is_none(), "`{text}` is uncertain");
        assert!((shown.value - expected).abs() <= within, "`{text}`: {}", shown.value);
    }
    assert_eq!(value("P(uniform(0, 10) < 3)").unit, "");
    assert_eq!(value("p95(10 to 50 KB)").written.literal(), "50 KB");
    // A statistic inside a formula, and a statistic of a value that depends on it.
    // The sum of two uniforms on (0, 1) is a triangle over (0, 2) with its tip at 1: p5 is √0.1. Two standard
    // errors of its level are 0.34 points, which there are 0.011.
    let low = 0.1_f64.sqrt();
    check("x = uniform(0, 1); y = uniform(0, 1); (x - p50(x)) + y + 1.5", [1.0 + low, 2.0, 3.0 - low], 0.01);
}

#[test]
fn only_samples_in_which_a_value_is_used_may_spoil_it() {
    for text in [
        "x = -1 ± 2; if x > 0 then 1/x else 0",
        "x = -1 ± 2; if x < 0 then 1/x else 0",
        "x = -1 ± 2; if x > 0 then ln(x) else 0",
        "x = -1 ± 2; P(x > 0 and 1/x > 2)",
        "x = -1 ± 2; p95(if x > 0 then sqrt(x) else 0)",
        "1 / (1 to 5)",
    ] {
        assert!(evaluate(text).is_ok(), "`{text}`");
    }
    for text in
        ["x = -1 ± 2; 1/x", "x = -1 ± 2; ln(x)", "x = -1 ± 2; P(1/x > 2)", "x = -1 ± 2; mean(sqrt(x))"]
    {
        assert_eq!(codes(text), ["E0402"], "`{text}`");
    }
    // The message has the fraction: the standard deviation is 2 / 1.6449, so 20.5% are above zero and 79.5% below.
    let message = |text: &str| evaluate(text).diagnostics[0].message.clone();
    assert!(
        message("x = -1 ± 2; ln(x)").ends_with("in 79% of the samples"),
        "{}",
        message("x = -1 ± 2; ln(x)")
    );
    assert!(message("x = -1 ± 2; 1/x").contains("in 21% of the samples"), "{}", message("x = -1 ± 2; 1/x"));
}

#[test]
fn a_range_after_an_operator_is_one_operand() {
    check("qps = 5k req/s; qps * 2 to 3", [10_000.0, 5_000.0 * 6.0_f64.sqrt(), 15_000.0], 1e-12);
    check("x = 100 GB; x / 2 to 4", [25e9, 100e9 / 8.0_f64.sqrt(), 50e9], 1e-6);
    check("10 to 20 KB to bytes", [10_000.0, 200e6_f64.sqrt(), 20_000.0], 1e-12);
    check("(10 to 20 KB) / 1 s to Mbit/s", [0.08, 0.08 * 2.0_f64.sqrt(), 0.16], 1e-12);
    // Odds of 19 and 99, whose geometric middle is √1881.
    check("1 - (95% to 99%)", [0.01, 1.0 / (1.0 + 1_881.0_f64.sqrt()), 0.05], 1e-4);
    let odds = (5.0_f64 / 95.0 / 9.0).sqrt();
    check("1 + 5% to 10%", [1.05, 1.0 + odds / (1.0 + odds), 1.1], 1e-6);
}

#[test]
fn what_is_no_range_by_any_reading_is_refused() {
    for range in [
        "2 to",
        "to 3",
        "2 ..",
        ".. 3",
        "2 ± ",
        "± 2",
        "2 to 3 to 4",
        "(2) to 3",
        "-(2) to 3",
        "x = 2; x to 3",
    ] {
        let evaluation = evaluate(range);
        assert!(
            !evaluation.is_ok() && evaluation.answers.is_empty(),
            "`{range}` is {:?}",
            evaluation.answers
        );
    }
}

#[test]
fn doubtful_ranges_are_pointed_out() {
    for (text, expected) in [
        ("(2 to 3) * (2 to 3)", vec!["W0110"]),
        ("(2 to 3) * (2 to 4)", vec![]),
        ("x = 2 to 3; y = 2 to 3; x * y", vec![]),
        ("(2 to 3) * (2 to 3)  # ok: two dice", vec![]),
        ("5 to 5", vec!["W0109"]),
        ("5 ± 0", vec!["W0109"]),
        ("1 KB to 1 MB", vec![]),
        ("1 KB to 1.1 MB", vec!["W0109"]),
        (&far(), vec!["W0111"]),
        ("p99.99((1 to 2) + (2 to 4))", vec![]),
        ("p99.99((1 to 2) * (2 to 4))", vec![]),
    ] {
        assert_eq!(warnings(text), expected, "`{text}`");
    }
}

#[test]
fn the_first_range_is_explained() {
    for (text, reading) in [
        ("2 to 3", Some("2 to 3 → 90% interval, lognormal, median 2.45")),
        ("x = 20%  to 30%; x * (2 to 3)", Some("20% to 30% → 90% interval, logit-normal, median 24.7%")),
        ("-1 ± 2", Some("-1 ± 2 → 90% interval, normal, median -1")),
        ("10 to 40 ms/req", Some("10 to 40 ms/req → 90% interval, lognormal, median 20 ms/request")),
        ("uniform(1 GB, 2 GB)", Some("uniform(1 GB, 2 GB) → uniform, median 1.5 GB")),
        ("5", None),
    ] {
        assert_eq!(evaluate(text).reading.as_deref(), reading, "`{text}`");
    }
}

#[test]
fn a_printed_interval_is_a_legal_range() {
    for (text, interval) in [
        ("10 to 50", "10 to 50"),
        ("324k to 1.11M req/s", "324k to 1.11M requests/s"),
        ("20% to 30%", "20% to 30%"),
        ("99.9% to 99.99%", "99.9% to 99.99%"),
        ("$5.5M to $35.7M/month", "$5.5M to $35.7M/month"),
        ("$3 to $5 per million tokens", "$3 to $5 per 1M tokens"),
        ("normal(0, 1)", "0 ± 1.64"),
        ("-1 ± 2", "-1 ± 2"),
        ("0 - (2 to 3)", "-2.5 ± 0.5"),
        ("-1000 ± 2 users", "-1000 ± 2 users"),
        ("1 user to 5M users  # ok: nobody knows", "1 to 5_000_000 users"),
        ("5 KB to 20 TB  # ok: nobody knows", "5 KB to 20 TB"),
        ("min(90% to 99%, 95%)", "90% to 95%"),
        ("1 - min(0.9 to 1.1, 1)", "0.05 ± 0.05"),
        ("1234 to 1236 users", "1234 to 1236 users"),
        ("10_000 to 10_002 users", "10k to 10.002k users"),
        ("normal(100, 10000)", "0.1k ± 16.4k"),
        ("uniform(94%, 104%)", "0.945 to 1.035"),
    ] {
        let shown = value(text);
        let spread = shown.spread.as_ref().unwrap_or_else(|| panic!("`{text}` is certain"));
        assert_eq!(spread.interval.to_string(), interval, "`{text}`");
        let back = quantiles(&format!("{interval}  # ok: typed back"));
        for (back, own) in back.iter().zip([spread.p5, shown.value, spread.p95]).step_by(2) {
            // To the three digits that are printed of the width.
            let width = (spread.p95 - spread.p5).abs().max(own.abs());
            assert!((back - own).abs() <= 0.006 * width, "`{text}` prints `{interval}`: {back}, not {own}");
        }
    }
    let all = answers("a = ceil((1 to 3) * 1 server); twice = a * 2");
    let intervals = all.iter().map(|answer| answer.shown.spread.as_ref().unwrap().interval.to_string());
    assert_eq!(intervals.collect::<Vec<_>>(), ["1 to 3 servers", "2 to 6 servers"]);
}

#[test]
fn what_is_offered_for_one_truth_is_accepted() {
    let ranges = "x = 1 to 5; y = 20 to 30; stored = 1 to 5 GB; room = 900 MB; users_now = 10 to 30 users; ";
    for (condition, offers) in [
        ("x < 3", &["P(x < 3) >= 95%", "p95(x) < 3"][..]),
        ("3 > x", &["P(3 > x) >= 95%", "3 > p95(x)"]),
        ("3 <= x", &["P(3 <= x) >= 95%", "3 <= p5(x)"]),
        ("x < y", &["P(x < y) >= 95%", "p95(x) < p5(y)"]),
        ("y >= x * 2", &["P(y >= x * 2) >= 95%", "p5(y) >= p95(x * 2)"]),
        ("(x + 1) <= (y)", &["P((x + 1) <= (y)) >= 95%", "p95((x + 1)) <= p5((y))"]),
        ("stored > room", &["P(stored > room) >= 95%", "p5(stored) > room"]),
        ("room < stored", &["P(room < stored) >= 95%", "room < p5(stored)"]),
        (
            "users_now < (10 to 30 people)",
            &["P(users_now < (10 to 30 people)) >= 95%", "p95(users_now) < p5((10 to 30 people))"],
        ),
        ("1 to 5 < 3", &["P(1 to 5 < 3) >= 95%", "p95(1 to 5) < 3"]),
        ("x < p95(y)", &["P(x < p95(y)) >= 95%", "p95(x) < p95(y)"]),
        ("x == 3", &["P(x == 3) >= 95%"]),
        ("not x < y", &["P(not x < y) >= 95%"]),
        ("x < y or x < 3", &["P(x < y or x < 3) >= 95%"]),
        ("(x < y)", &["P((x < y)) >= 95%", "p95(x) < p5(y)"]),
        ("if x < y then x < 3 else true", &["P(if x < y then x < 3 else true) >= 95%"]),
        ("large = x > y", &["P(x > y) >= 95%", "p5(x) > p95(y)"]),
    ] {
        let text = format!("{ranges}{condition}");
        let evaluation = evaluate(&text);
        let codes: Vec<&str> = evaluation.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["E0401"], "{condition}");
        let fixes = evaluation.diagnostics[0].helps.iter().filter(|help| help.is_fix());
        let fixes: Vec<_> = fixes.collect();
        let edits = fixes.iter().flat_map(|help| &help.edits);
        let replacements: Vec<&str> = edits.map(|patch| patch.replacement.as_str()).collect();
        assert_eq!(replacements, offers, "{condition}");
        for fix in fixes {
            answers(&crate::support::patched(&evaluation.sources, fix).unwrap());
        }
    }
}

#[test]
fn a_percentile_of_each_side_is_the_careful_way() {
    // Each side is beyond its percentile in 5% of the samples, so that 90% remain for any dependence of the two.
    let hangs = "x = 1 to 5; ";
    for against in ["6 - x + shift", "x + shift", "(1 to 5) + shift"] {
        // The smallest shift at which the percentiles show that it holds.
        let least_shift = value(&format!("{hangs}shift = 0; p95(x) - p5({against})")).value;
        let text = format!("{hangs}shift = {least_shift}; P(x <= {against})");
        assert!(value(&text).value >= 0.9 - 1e-3, "{text}");
    }
}
