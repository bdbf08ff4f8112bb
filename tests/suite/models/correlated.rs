//! Inputs of a model that move together, chances, and what is said of them.

use crate::support::{row, run, run_with, sound};
use napkin::report::{Report, Settings, Wanted};

const MODEL: &str = r#"
[inputs]
users  = "10k to 1M users"
reads  = { value = "10 to 1000 reads/user/day", correlated = { users = 0.8 } }
other  = "1 to 5 photos/user/day"
outage = "chance(10%)"

[estimates]
peak   = "users * reads to reads/day"
photos = "users * other to photos/day"
lost   = "if outage then peak else 0 reads/day"
"#;

fn ratio(report: &Report, name: &str) -> f64 {
    let shown = &row(report, name).shown;
    let spread = shown.spread.as_ref().expect("a spread");
    spread.p95 / shown.value
}

#[test]
fn correlated_inputs_spread_wider() {
    let report = run(MODEL);
    let sigma = 100.0_f64.ln() / 2.0 / 1.644_853_626_951_472_6;
    let normal = 2.0 * (std::f64::consts::PI * 0.8 / 6.0).sin();
    let expected = (1.644_853_626_951_472_6 * sigma * (2.0 + 2.0 * normal).sqrt()).exp();
    assert!((ratio(&report, "peak") / expected - 1.0).abs() < 1e-9);
}

#[test]
fn a_chance_is_shown_by_its_probability() {
    let report = run(MODEL);
    let shown = &row(&report, "outage").shown;
    assert!((shown.value - 0.1).abs() < 1e-12 && !shown.truth, "{shown:?}");
    let lost = &row(&report, "lost").shown;
    assert!(lost.value == 0.0 && lost.spread.as_ref().is_some_and(|own| own.p95 > 0.0), "{lost:?}");
}

#[test]
fn an_input_that_is_set_to_a_number_is_correlated_with_nothing() {
    let report = run_with(MODEL, &[("users", "100k users")]);
    assert!((ratio(&report, "peak") - 10.0).abs() < 1e-9);
    let report = run_with(MODEL, &[("reads", "100 reads/user/day")]);
    assert!((ratio(&report, "peak") - 10.0).abs() < 1e-9);
    // A range instead keeps the correlation.
    let report = run_with(MODEL, &[("users", "100k to 10M users")]);
    assert!(ratio(&report, "peak") > 60.0);
    let report = run_with(MODEL, &[("outage", "true")]);
    assert!(row(&report, "lost").shown.value > 0.0);
}

#[test]
fn shares_that_inputs_share_are_said_to_be_shared() {
    let settings = Settings { sensitivity: Some(Wanted::All), ..Settings::default() };
    let report = sound(napkin::report::run("model.toml", MODEL, &settings));
    let of = |name: &str| report.sensitivity.iter().find(|own| own.estimate == name).expect("a row");
    let peak = of("peak");
    assert_eq!(peak.correlated, ["users", "reads"]);
    assert_eq!(peak.together, 0.0);
    // Of the logarithm, each explains its correlation with the sum: (1 + r)² / (2 + 2 r) of the variance.
    let normal = 2.0 * (std::f64::consts::PI * 0.8 / 6.0).sin();
    for input in &peak.inputs {
        assert!((input.share - (1.0 + normal) / 2.0).abs() < 1e-9, "{} {}", input.name, input.share);
    }
    assert!(of("photos").correlated.is_empty());
}

#[test]
fn data_are_a_list_with_a_unit() {
    let text = "[inputs]\nlatency = { data = [12, 15, 9.5, 40], unit = \"ms\", note = \"probes\" }\n\
                plain = { data = [1, 2, 3] }\n[estimates]\ntwice = \"latency * 2\"\nsum = \"plain + 1\"\n";
    let report = sound(run(text));
    let latency = &row(&report, "latency").shown;
    assert_eq!((latency.value, latency.unit.as_str()), (13.5, "ms"));
    // The mean of the data, and Hazen's ends.
    let spread = latency.spread.as_ref().expect("a spread");
    assert!((spread.mean - 19.125).abs() < 1e-9 && spread.p5 == 9.5 && spread.p95 == 40.0, "{spread:?}");
    assert!((row(&report, "twice").shown.value - 0.027).abs() < 1e-12);
    assert_eq!(row(&report, "sum").shown.value, 3.0);
    let report = sound(run_with(text, &[("latency", "20 ms")]));
    assert!((row(&report, "twice").shown.value - 0.04).abs() < 1e-12);
    for (fields, code) in [
        ("{ data = [5], unit = \"ms\" }", "E0403"),
        ("{ data = [5, 5], unit = \"ms\" }", "E0403"),
        ("{ data = [], unit = \"ms\" }", "E0403"),
        ("{ data = [5, nan], unit = \"ms\" }", "E0505"),
        ("{ data = [5, \"6 ms\"], unit = \"ms\" }", "E0505"),
        ("{ data = 5, unit = \"ms\" }", "E0505"),
        ("{ data = [5, 6], value = \"5 ms\" }", "E0505"),
        ("{ value = \"5 ms\", data = [5, 6] }", "E0505"),
        ("{ data = [5, 6], unit = \"mz\" }", "E0202"),
        ("{ data = [5, 6], max = 3 }", "E0513"),
    ] {
        let report = run(&format!("[inputs]\nx = {fields}\n[estimates]\ny = \"x\"\n"));
        let found = report.diagnostics.iter().map(|found| found.code);
        let found: Vec<&str> = found.filter(|code| code.starts_with('E')).collect();
        assert_eq!(found, [code], "{fields}");
    }
}

fn codes(correlated: &str) -> Vec<&'static str> {
    let text = format!(
        "[inputs]\nusers = \"1k to 2k users\"\nfixed = \"5 GB\"\nsum = \"(1 to 2 GB) + (1 to 3 GB)\"\n\
         more = {{ value = \"1 to 9 GB\", correlated = {{ users = 0.9 }} }}\n\
         reads = {{ value = \"1 to 2 reads/user\", correlated = {correlated} }}\n\
         [estimates]\nall = \"users * reads\"\n"
    );
    let report = run(&text);
    report.diagnostics.iter().map(|found| found.code).filter(|code| code.starts_with('E')).collect()
}

#[test]
fn correlations_that_cannot_be_are_refused() {
    assert!(codes("{ users = 0.8, more = 0.7 }").is_empty());
    for (text, code) in [
        ("{ userz = 0.8 }", "E0405"),
        ("{ all = 0.8 }", "E0405"),
        ("{ reads = 0.8 }", "E0405"),
        ("{ fixed = 0.8 }", "E0405"),
        ("{ sum = 0.8 }", "E0405"),
        ("{ users = 1.8 }", "E0405"),
        ("{ more = 0.9 }", "E0405"),
        ("{ users = \"0.8\" }", "E0505"),
        ("{ users = true }", "E0505"),
        ("0.8", "E0505"),
        ("[\"users\"]", "E0505"),
    ] {
        assert_eq!(codes(text), [code], "{text}");
    }
}
