//! `solve` and `sweep` ask a check with a horizon what `check` asks.

use super::{assert_near, follow_with, sound};
use crate::support::{all, check_row, row};
use napkin::report::{self, Changes, Horizon, Settings, solve, sweep};

/// A rate that grows by 30% a year and is kept for five years, with room for three years.
const STORE: &str = r#"
[inputs]
rate = { value = "1 PB/year", growth = "30%/year" }
disk = "6 PB"
[estimates]
stored = { formula = "kept(rate, 5 years)", unit = "PB" }
[checks]
fits  = { check = "stored <= disk", horizon = "3 years" }
today = "stored <= disk"
"#;

/// What a rate of 1 PB a year comes to after three years: 2 PB of the years before today, and what came in since.
fn most() -> f64 {
    2.0 + (1.3_f64.powi(3) - 1.0) / 1.3_f64.ln()
}

fn solved(text: &str, vary: &str, until: &str) -> solve::Solution {
    let solved = solve::solve("model.toml", text, (vary, until), &Settings::default());
    assert!(solved.diagnostics.is_empty(), "{}", all(&solved.diagnostics, &solved.sources));
    solved.solution.expect("there are no errors")
}

/// The greatest value of the first stretch, in base units.
fn edge(of: &solve::Solution) -> f64 {
    let solve::Found::Ranges(ranges) = &of.found else { panic!("no ranges") };
    ranges[0].to.as_ref().expect("an edge").at.value
}

fn swept(text: &str, vary: &str) -> sweep::Swept {
    let question = sweep::Question { vary: vec![vary.to_owned()], ..sweep::Question::default() };
    let jobs = |count: usize, point: &(dyn Fn(usize) -> sweep::Point + Sync)| (0..count).map(point).collect();
    sweep::sweep("model.toml", text, &question, &Settings::default(), &jobs)
}

#[test]
fn solve_asks_a_check_for_its_horizon() {
    let found = solved(STORE, "rate", "fits");
    // Rates are in bytes per second.
    let petabyte = 1e15 / (365.0 * 86_400.0);
    assert_near(edge(&found), 6.0 / most() * petabyte, 1e-9);
    assert!(found.details().iter().any(|line| line.contains("until 36 months")), "{:?}", found.details());
    // Without a horizon it is the rate of today: 6 PB over five years.
    assert_near(edge(&solved(STORE, "rate", "today")), 1.2 * petabyte, 1e-12);
    let settings = |value: &str| {
        let set = vec![("rate".to_owned(), value.to_owned())];
        Settings {
            horizon: Horizon::Own,
            changes: Changes { is_one: true, ..Changes::from(set) },
            ..Settings::default()
        }
    };
    let passes = |value: &str| check_row(&report::run("model.toml", STORE, &settings(value)), "fits").passed;
    assert!(passes("0.9142 PB/year") && !passes("0.9145 PB/year"));
    // A peak between two months counts as well: min(1.5^m, 4 · 0.6^m) is greatest at m = ln 4 / ln 2.5, 1.847 times the
    // value of today.
    let text = r#"
[inputs]
size = "10 GB"
up   = { value = 1, growth = "50%/month" }
down = { value = 4, growth = "-40%/month" }
[checks]
top = { check = "size * min(up, down) <= 16 GB", horizon = "6 months" }
"#;
    let peak = 1.5_f64.powf(4.0_f64.ln() / 2.5_f64.ln());
    assert_near(edge(&solved(text, "size", "top")), 16e9 / peak, 1e-4);
}

#[test]
fn an_uncertain_check_is_solved_over_its_horizon() {
    // p95 of the growth is 60% a year: 20 TB after three years allow 20 / 1.6^3 today.
    let text = r#"
[inputs]
size = "1 TB"
more = { value = 1, growth = "20% to 60%/year" }
[checks]
fits = { check = "p95(size * more) <= 20 TB", horizon = "3 years" }
"#;
    assert_near(edge(&solved(text, "size", "fits")), 20e12 / 1.6_f64.powi(3), 5e-3);
}

#[test]
fn a_sweep_marks_what_fails_within_the_horizon() {
    let found = swept(STORE, "rate = 0.8 PB/year, 0.9 PB/year, 1 PB/year, 1.1 PB/year, 1.3 PB/year");
    assert!(found.diagnostics.is_empty(), "{}", all(&found.diagnostics, &found.sources));
    let truths: Vec<_> = found.points.iter().map(|point| point.checks.clone()).collect();
    let expected = [[true, true], [true, true], [false, true], [false, true], [false, false]];
    assert_eq!(truths, expected.map(|row| row.map(Some).to_vec()));
}

#[test]
fn a_range_that_is_varied_lends_its_unit_and_is_not_set_as_well() {
    let text = "[inputs]\nreads = \"20 to 60 req/s\"\n[estimates]\nx = \"reads * 2\"\n";
    let found = swept(text, "reads = 10..50");
    assert!(found.diagnostics.is_empty(), "{}", all(&found.diagnostics, &found.sources));
    assert_eq!(found.axes[0].1.first().map(String::as_str), Some("10 req/s"));
    let question = sweep::Question { vary: vec!["reads = 10, 20".to_owned()], ..sweep::Question::default() };
    let set = vec![("reads".to_owned(), "5 req/s".to_owned())];
    let settings =
        Settings { changes: Changes { is_one: true, ..Changes::from(set) }, ..Settings::default() };
    let jobs = |count: usize, point: &(dyn Fn(usize) -> sweep::Point + Sync)| (0..count).map(point).collect();
    let found = sweep::sweep("model.toml", text, &question, &settings, &jobs);
    assert!(all(&found.diagnostics, &found.sources).contains("`reads` is set, and varied as well"));
}

#[test]
fn a_number_without_a_percent_sign_is_asked_about() {
    let of = |growth: &str| {
        let text = format!(
            "[inputs]\nx = {{ value = \"8 TB\", growth = \"{growth}\" }}\n[estimates]\ny = {{ formula = \"x * 1\", unit = \"TB\" }}\n"
        );
        super::follow(&text, "1 year", "year")
    };
    for (growth, percent, times) in [
        ("40/year", "40%/year", "4000%/year"),
        ("1.5/year", "1.5%/year", "150%/year"),
        ("20 to 60/year", "20% to 60%/year", "2000% to 6000%/year"),
    ] {
        let found = of(growth);
        let text = all(&found.diagnostics, &found.sources);
        assert!(text.contains("two readings") && text.contains(percent) && text.contains(times), "{text}");
    }
    // A number below 1 has one reading, and so has a fall.
    assert_near(super::numbers(&sound(of("0.4/year")), "y")[1], 11.2, 1e-9);
    let found = sound(of("-10 to 20%/year"));
    let spread =
        found.estimates[0].values[1].as_ref().and_then(|shown| shown.spread.clone()).expect("uncertain");
    assert_near(spread.p5, 7.2, 1e-6);
    assert_near(spread.p95, 9.6, 1e-6);
    // What is no share per time has a line to write.
    for (growth, line) in [("40%", "40%/year"), ("0.4", "0.4/year"), ("40", "40%/year")] {
        let found = of(growth);
        assert!(all(&found.diagnostics, &found.sources).contains(line), "{growth}");
    }
}

#[test]
fn where_growth_ends_is_set_too() {
    let text = "[inputs]\nusers = { value = \"10M users\", growth = \"40%/year\" }\n[estimates]\nx = \"users * 1\"\n";
    let found = sound(follow_with(text, "20 years", "year", &[("users.saturates", "60M users")]));
    let last = *super::numbers(&found, "x").last().expect("periods");
    let k = 1.4_f64.ln() / (1.0 - 1.0 / 6.0);
    assert_near(last, 60e6 / (1.0 + 5.0 * (-20.0 * k).exp()), 1e-9);
    let wrong = |name: &str| {
        let found = follow_with(text, "1 year", "year", &[(name, "40%/year")]);
        all(&found.diagnostics, &found.sources)
    };
    assert!(wrong("userz.growth").contains("users.growth"), "{}", wrong("userz.growth"));
    assert!(wrong("users.steps").contains("cannot be set"), "{}", wrong("users.steps"));
    let report = report::run("model.toml", text, &Settings::default());
    assert_eq!(row(&report, "x").shown.value, 1e7);
}

#[test]
fn each_product_by_hand_has_its_own_value() {
    // 1M users a day of 1 MB for a year are 365 TB, of 2 MB for 30 days 60 TB; money is spent and not kept.
    let text = r#"
[inputs]
users = { value = "1M users", growth = "40%/year" }
[estimates]
one = { formula = "users * 1 MB/user/day * 1 year", unit = "TB" }
two = { formula = "users * 2 MB/user/day * 30 days", unit = "TB" }
spent = { formula = "users * $1/user/month * 1 year", unit = "$" }
"#;
    let found = sound(super::follow(text, "1 year", "year"));
    let text = all(&found.diagnostics, &found.sources);
    // Over a year of growth $12M become 12 (1.4 - 1) / ln 1.4.
    for expected in ["gives 365 TB", "gives 60 TB", "over(users * $1/user/month, 1 year)", "gives $14.27M"] {
        assert!(text.contains(expected), "{text}");
    }
    // Without warnings there is no list of them.
    let found = sound(super::follow(STORE, "1 year", "year"));
    let object = serde_json::to_value(report::json::projection(&found)).expect("an object");
    assert!(object.get("warnings").is_none() && object.get("periods").is_some());
}
