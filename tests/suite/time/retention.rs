//! What is kept where the retention changes: what came in since the oldest moment that has not aged out. What has aged
//! out does not come back.

use super::{assert_near, follow, numbers, outlook, sound};
use crate::support::{all, check_row, run};
use napkin::report::{self, Horizon, Settings};

const YEAR: f64 = 365.0;

/// What is kept after some days, by many small steps: at each of them what is older than the retention is dropped. Before
/// today all was as it is today.
fn by_steps(rate: &dyn Fn(f64) -> f64, retention: &dyn Fn(f64) -> f64, days: f64) -> f64 {
    let steps = 100_000;
    let mut oldest = -retention(0.0);
    for at in 0..=steps {
        let now = days * f64::from(at) / f64::from(steps);
        oldest = f64::max(oldest, now - retention(now));
    }
    let width = (days - oldest) / f64::from(steps);
    (0..steps).map(|at| rate(f64::max(0.0, oldest + (f64::from(at) + 0.5) * width)) * width).sum()
}

#[test]
fn a_longer_retention_brings_nothing_back() {
    let text = r#"
summary = "{stored}, {given}"
[inputs]
logs = "1 TB/day"
keep = { value = "30 days", steps = { "3 months" = "365 days" } }
disk = "100 TB"
[estimates]
stored = { formula = "kept(logs, keep)", unit = "TB" }
given  = { formula = "kept(logs, keep, now = 12 TB)", unit = "TB" }
[checks]
fits = { check = "stored <= disk", horizon = "1 month" }
"#;
    // 30 TB until day 91.25, then a terabyte more each day until a year is kept.
    let found = sound(follow(text, "2 years", "month"));
    for (month, number) in numbers(&found, "stored").into_iter().enumerate() {
        let day = month as f64 * YEAR / 12.0;
        assert_near(number, (30.0 + (day - 91.25).max(0.0)).min(365.0), 1e-9);
    }
    // 12 TB age out over 30 days.
    let given = numbers(&found, "given");
    assert_near(given[0], 12.0, 1e-9);
    assert_near(given[3], 30.0, 1e-9);
    assert_near(given[4], 30.0 + 365.0 / 12.0, 1e-9);
    // 100 TB after 91.25 + 70 days, in month 6.
    assert_eq!(outlook(&found, "fits"), "holds until month 5; order by month 4");
    let settings = Settings { horizon: Horizon::For("2 years".to_owned()), ..Settings::default() };
    let ahead = check_row(&report::run("model.toml", text, &settings), "fits").ahead.clone();
    assert!(ahead.expect("it is asked ahead").order.is_some());
    let long = text.replace("1 month", "2 years");
    assert!(!check_row(&report::run("model.toml", &long, &settings), "fits").passed);
}

#[test]
fn a_retention_that_shrinks_or_grows_is_that_of_each_moment() {
    let text = r#"
[inputs]
rate  = { value = "1 GB/day", growth = "20%/year" }
steps = { value = "100 days", steps = { "200 days" = "300 days", "500 days" = "50 days", "700 days" = "80 days" } }
slow  = { value = "100 days", growth = "50%/year" }
falls = { value = "300 days", growth = "-60%/year" }
fast  = { value = "200 days", growth = "300%/year" }
both  = { value = "100 days", growth = "50%/year", steps = { "1 year" = "20 days" } }
[estimates]
k1 = { formula = "kept(rate, steps)", unit = "GB" }
k2 = { formula = "kept(rate, slow)", unit = "GB" }
k3 = { formula = "kept(rate, falls)", unit = "GB" }
k4 = { formula = "kept(rate, fast)", unit = "GB" }
k5 = { formula = "kept(rate, both)", unit = "GB" }
k6 = { formula = "kept(rate, 2 * min(slow, 90 days))", unit = "GB" }
"#;
    let found = sound(follow(text, "30 months", "month"));
    let rate = |day: f64| 1.2_f64.powf(day / YEAR);
    let grown = |factor: f64, day: f64| factor.powf(day / YEAR);
    let steps = |day: f64| match day {
        day if day < 200.0 => 100.0,
        day if day < 500.0 => 300.0,
        day if day < 700.0 => 50.0,
        _ => 80.0,
    };
    let both = |day: f64| if day < YEAR { 100.0 * grown(1.5, day) } else { 20.0 * grown(1.5, day - YEAR) };
    let cases: [(&str, &dyn Fn(f64) -> f64); 6] = [
        ("k1", &steps),
        ("k2", &|day| 100.0 * grown(1.5, day)),
        ("k3", &|day| 300.0 * grown(0.4, day)),
        ("k4", &|day| 200.0 * grown(4.0, day)),
        ("k5", &both),
        ("k6", &|_| 180.0),
    ];
    for (name, retention) in cases {
        for (month, number) in numbers(&found, name).into_iter().enumerate() {
            let day = month as f64 * YEAR / 12.0;
            let expected = by_steps(&rate, retention, day);
            assert!((number / expected - 1.0).abs() < 3e-4, "{name}, month {month}: {number}, {expected}");
        }
    }
}

#[test]
fn a_retention_below_zero_is_refused() {
    for (call, name) in [("kept(5 GB/day, -5 days)", "kept"), ("over($5/day, -1 year)", "over")] {
        let report = run(&format!("[estimates]\nx = \"{call}\"\n"));
        let text = all(&report.diagnostics, &report.sources);
        assert!(text.contains(&format!("`{name}` takes a duration that is not below zero")), "{text}");
    }
}
