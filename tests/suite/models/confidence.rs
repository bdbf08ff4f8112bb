//! `confidence`: how often plain checks on ranges must hold.

use napkin::report::{Changes, Report, Settings};

use crate::support::{check_row, sound};

/// The report of a model with a check and a confidence.
fn report(head: &str, check: &str, given: Option<f64>) -> Report {
    let text = format!("{head}\n[inputs]\nx = \"10 to 20 GB\"\ny = \"1 to 2 GB\"\n[checks]\nc = {check:?}\n");
    let changes = Changes { confidence: given, ..Changes::default() };
    napkin::report::run("model.toml", &text, &Settings { changes, ..Settings::default() })
}

#[test]
fn a_plain_check_on_a_range_holds_with_a_probability() {
    // 10 to 20 GB is the 90% interval: 95% of the samples are below 20 GB, 90% of them below 18.57 GB, since
    // ln 14.142 + 1.2816 × 0.6931 / 3.2897 = ln 18.526.
    for (limit, level, passed) in [
        ("20.5 GB", "95%", true),
        ("19.5 GB", "95%", false),
        ("18.7 GB", "90%", true),
        ("18.3 GB", "90%", false),
    ] {
        let head = format!("confidence = {level:?}");
        let report = sound(report(&head, &format!("x <= {limit}"), None));
        let row = check_row(&report, "c");
        assert_eq!(row.passed, passed, "{limit} {level}");
        assert_eq!(row.check, format!("P(x <= {limit}) >= {level}"));
        let exact = row.probability.expect("a probability");
        let z = ((limit.trim_end_matches(" GB").parse::<f64>().unwrap() / 200f64.sqrt()).ln())
            / (2f64.ln() / 3.289_707_253);
        assert!((exact - (0.5 + 0.5 * libm_erf(z / 2f64.sqrt()))).abs() < 0.01, "{exact}");
    }
    assert!(check_row(&sound(report("confidence = 0.9", "x <= 18.7 GB", None)), "c").passed);
}

/// The error function, by its series.
fn libm_erf(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    for n in 1..60 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    sum * 2.0 / std::f64::consts::PI.sqrt()
}

#[test]
fn the_command_line_wins_and_conditions_hold_together() {
    let both = "x <= 20.5 GB and y <= 2.05 GB";
    assert!(
        !check_row(&sound(report("confidence = \"95%\"", both, None)), "c").passed,
        "0.955² is below 95%"
    );
    assert!(check_row(&sound(report("confidence = \"95%\"", both, Some(0.9))), "c").passed);
    assert!(check_row(&sound(report("", "x <= 20.5 GB", Some(0.95))), "c").passed);
}

#[test]
fn what_says_how_often_is_left_alone() {
    for check in ["P(x <= 20 GB) >= 50%", "p95(x) <= 21 GB", "mean(x) <= 16 GB"] {
        assert_eq!(check_row(&sound(report("confidence = \"95%\"", check, None)), "c").check, check);
    }
    let codes = |report: Report| report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>();
    assert_eq!(codes(report("confidence = \"95%\"", "x == 15 GB", None)), ["E0401"]);
    assert_eq!(codes(report("confidence = \"95%\"", "p95(x) <= 15 * y", None)), ["E0401"]);
    for wrong in [
        "confidence = 95",
        "confidence = \"0%\"",
        "confidence = \"100%\"",
        "confidence = \"high\"",
        "confidence = true",
    ] {
        assert_eq!(codes(report(wrong, "p95(x) <= 25 GB", None)), ["E0505"], "{wrong}");
    }
    let refused = report("", "x <= 20 GB", None);
    assert!(refused.diagnostics[0].helps.iter().any(|help| help.text.contains("--confidence 95%")));
}
