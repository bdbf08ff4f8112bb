//! What is kept of a rate, and totals, against the integral.

use super::{assert_near, follow, numbers, sound};
use crate::support::{row, run, value};

/// A rate of 1 GB a year that grows by 40% a year, kept for five years.
const STOCK: &str = r#"
[inputs]
rate = { value = "1 GB/year", growth = "40%/year" }
now  = "2 GB"
[estimates]
steady = { formula = "kept(rate, 5 years)", unit = "GB" }
empty  = { formula = "kept(rate, 5 years, now = 0 GB)", unit = "GB" }
some   = { formula = "kept(rate, 5 years, now = now)", unit = "GB" }
total  = { formula = "over(rate, 3 years)", unit = "GB" }
twice  = { formula = "over(kept(rate, 5 years) * $1/GB/year, 3 years)", unit = "$" }
backups = { formula = "kept(steady * 10%/year, 1 year, now = 0 GB)", unit = "GB" }
"#;

#[test]
fn a_run_says_rate_times_retention() {
    assert_eq!(
        value("kept(5 TB/day, 2 years)").written.literal(),
        value("5 TB/day * 2 years").written.literal()
    );
    assert_eq!(value("over($5/month, 3 years)").written.literal(), "$180");
    let report = crate::support::sound(run(STOCK));
    assert_eq!(row(&report, "steady").shown.value, 5.0);
    assert_eq!(row(&report, "empty").shown.value, 5.0);
    assert_eq!(row(&report, "some").shown.value, 5.0);
    // A total is the same in a run: (1.4^3 - 1) / ln 1.4.
    assert_near(row(&report, "total").shown.value, (1.4_f64.powi(3) - 1.0) / 1.4_f64.ln(), 1e-9);
}

#[test]
fn a_stock_is_the_integral_over_its_retention() {
    let found = sound(follow(STOCK, "10 years", "year"));
    let k = 1.4_f64.ln();
    let grown = |years: f64| (1.4_f64.powf(years) - 1.0) / k;
    let steady = numbers(&found, "steady");
    // 5, 7.18 in year 3 and 13.0 in year 5; rate times retention would be 5, 13.7 and 26.9.
    assert_near(steady[0], 5.0, 1e-9);
    assert_near(steady[3], 7.18, 1e-3);
    assert_near(steady[5], 13.0, 2e-3);
    for (years, number) in steady.into_iter().enumerate() {
        let years = years as f64;
        let came = grown(years) - grown((years - 5.0).max(0.0));
        assert_near(number, (5.0 - years).max(0.0) + came, 1e-9);
        let left = (1.0 - years / 5.0).max(0.0);
        let at = |name: &str| numbers(&found, name)[years as usize];
        assert_near(at("some"), 2.0 * left + came, 1e-9);
        if years > 0.0 {
            assert_near(at("empty"), came, 1e-9);
        }
    }
    assert_eq!(numbers(&found, "empty")[0], 0.0);
    // The integral of (5 - t) + (1.4^t - 1) / k over three years.
    let twice = 15.0 - 4.5 + (grown(3.0) - 3.0) / k;
    for number in numbers(&found, "twice") {
        assert_near(number, twice, 1e-9);
    }
    assert!(found.remarks.iter().any(|remark| remark.contains("starts at its `now`")), "{:?}", found.remarks);
}

#[test]
fn a_stock_of_a_stock() {
    // 10% a year of what is kept, itself kept for a year: the integral by small steps.
    let found = sound(follow(STOCK, "4 years", "year"));
    let k = 1.4_f64.ln();
    let steady = |t: f64| {
        let t = t.max(0.0);
        (5.0 - t).max(0.0) + (1.4_f64.powf(t) - 1.0) / k
    };
    let sum = |from: f64, to: f64| {
        let steps = 20_000;
        let width = (to - from) / f64::from(steps);
        (0..steps).map(|at| 0.1 * steady(from + (f64::from(at) + 0.5) * width) * width).sum::<f64>()
    };
    let backups = numbers(&found, "backups");
    assert_eq!(backups[0], 0.0);
    for (years, number) in backups.into_iter().enumerate().skip(1) {
        assert_near(number, sum(years as f64 - 1.0, years as f64), 1e-7);
    }
}

#[test]
fn storage_fills_without_growth() {
    let text = "[inputs]\nrate = \"1 GB/day\"\n[estimates]\n\
                x = { formula = \"kept(rate, 10 days, now = 4 GB)\", unit = \"GB\" }\n";
    let found = sound(follow(text, "12 days", "2 days"));
    // 4 GB that ages out over ten days, and a gigabyte a day.
    assert_near(numbers(&found, "x")[1], 4.0 * 0.8 + 2.0, 1e-9);
    assert_near(numbers(&found, "x")[5], 10.0, 1e-9);
    assert_near(numbers(&found, "x")[6], 10.0, 1e-9);
}

#[test]
fn steps_and_leaps_are_integrated_between_them() {
    // 1 GB a year, and 3 GB a year from month 6 on; what leaps with ceil has twelve points a year and more.
    let text = r#"
[inputs]
rate  = { value = "1 GB/year", steps = { "6 months" = "3 GB/year" } }
users = { value = "10M users", growth = "60%/year" }
[estimates]
stored  = { formula = "kept(rate, 1 year, now = 0 GB)", unit = "GB" }
all     = { formula = "over(rate, 1 year)", unit = "GB" }
servers = { formula = "ceil(users / 1M users) * 1 server" }
spent   = { formula = "over(servers * $1/server/year, 3 years)", unit = "$" }
"#;
    let found = sound(follow(text, "2 years", "6 months"));
    let stored = numbers(&found, "stored");
    for (number, expected) in stored.into_iter().zip([0.0, 0.5, 2.0, 3.0, 3.0]) {
        assert!((number - expected).abs() < 1e-9, "{number} {expected}");
    }
    assert_near(numbers(&found, "all")[0], 2.0, 1e-9);
    let steps = 300_000;
    let servers = |t: f64| (10.0 * 1.6_f64.powf(t)).ceil();
    let width = 3.0 / f64::from(steps);
    let spent: f64 = (0..steps).map(|at| servers((f64::from(at) + 0.5) * width) * width).sum();
    assert_near(numbers(&found, "spent")[0], spent, 0.005);
}

#[test]
fn a_retention_of_nothing_and_of_a_thousand_years() {
    let text = r#"
[inputs]
rate = { value = "1 GB/year", growth = "40%/year" }
none = "0 years"
long = "1000 years"
wide = "1 to 3 years"
[estimates]
none_kept = { formula = "kept(rate, none)", unit = "GB" }
none_now = { formula = "kept(rate, none, now = 5 GB)", unit = "GB" }
long_kept = { formula = "kept(rate, long)", unit = "GB" }
wide_kept = { formula = "kept(rate, wide, now = 0 GB)", unit = "GB" }
"#;
    let found = sound(follow(text, "2 years", "year"));
    assert_eq!(numbers(&found, "none_kept"), [0.0; 3]);
    assert_eq!(numbers(&found, "none_now"), [0.0; 3]);
    let grown = (1.4_f64.powi(2) - 1.0) / 1.4_f64.ln();
    assert_near(numbers(&found, "long_kept")[2], 998.0 + grown, 1e-9);
    // After two years: all of it if the retention is longer, as it is in half of the samples and more.
    let d = found
        .estimates
        .iter()
        .find(|course| course.name == "wide_kept")
        .and_then(|course| course.values[2].clone());
    let spread = d.expect("a value").spread.expect("uncertain");
    assert_near(spread.p95, grown, 1e-6);
    // The lower end of the retention is a year: (1.4^2 - 1.4) / ln 1.4.
    assert_near(spread.p5, (1.96 - 1.4) / 1.4_f64.ln(), 1e-3);
}

#[test]
fn three_years_of_mail() {
    // Figures of a numerical integration at the median growth, sqrt(1.2 * 1.6) - 1 (Python, cells of 13 minutes).
    let text = include_str!("../../../docs/examples/mail_growth.toml");
    let certain = text.replace("20% to 60%/year", "38.5640646055102%/year");
    assert_ne!(certain, text);
    for (text, error) in [(certain.as_str(), 2e-5), (text, 2e-3)] {
        let found = sound(follow(text, "3 years", "year"));
        let stored = numbers(&found, "stored");
        for (number, expected) in stored.into_iter().zip([3.0, 4.212_432, 7.294_573, 11.847_860]) {
            assert_near(number, expected, error);
        }
        assert_near(numbers(&found, "three_years")[0], 7.945_58e6, error);
        // The past flat: $9.39M.
        let found = sound(follow(&text.replace(", now = already", ""), "3 years", "year"));
        assert_near(numbers(&found, "stored")[0], 4.38, error);
        assert_near(numbers(&found, "three_years")[0], 9.386_06e6, error);
    }
}

#[test]
fn money_per_time_has_a_total() {
    let text = r#"
[inputs]
cost = { value = "$100/month", growth = "40%/year" }
[estimates]
bill = { formula = "cost * 2", unit = "$/month" }
flat = { formula = "$10/month * 1", unit = "$/month" }
"#;
    let found = sound(follow(text, "3 years", "year"));
    let total = |name: &str| {
        let course = found.estimates.iter().find(|course| course.name == name).expect("an estimate");
        course.total.as_ref().expect("a total").value
    };
    assert_near(total("bill"), 2400.0 * (1.4_f64.powi(3) - 1.0) / 1.4_f64.ln(), 1e-9);
    assert_near(total("flat"), 360.0, 1e-9);
}

#[test]
fn a_growing_rate_times_a_duration_is_warned_of_once() {
    let text = r#"
[inputs]
daily = { value = "1 GB/day", growth = "40%/year" }
price = "$1/GB/month"
[estimates]
stored = { formula = "daily * 5 years * 3", unit = "GB" }
cost   = { formula = "stored * price", unit = "$/month" }
inflight = "daily * 3 days"
[checks]
fits = "stored <= 10 TB"
"#;
    let found = sound(follow(text, "3 years", "year"));
    let codes: Vec<&str> = found.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["W0118"]);
    let offer = &found.diagnostics[0].helps[0];
    assert_eq!(
        crate::support::patched(&found.sources, offer)
            .map(|text| text.contains("\"kept(daily, 5 years) * 3\"")),
        Some(true)
    );
    // A run is of today, and has nothing to say.
    assert!(run(text).diagnostics.is_empty());
    let kept = text.replace("daily * 5 years * 3", "kept(daily, 5 years) * 3");
    assert!(sound(follow(&kept, "3 years", "year")).diagnostics.is_empty());
}
