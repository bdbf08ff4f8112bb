//! How long checks hold: in a projection, with a horizon, and with `check --for`.

use super::{follow, outlook, sound};
use crate::support::check_row;
use napkin::report::{self, Horizon, Report, Settings};

fn checked(text: &str, horizon: Horizon) -> Report {
    report::run("model.toml", text, &Settings { horizon, ..Settings::default() })
}

/// 10 TB that grow by 40% a year reach 20 TB after ln 2 / ln 1.4 = 2.06 years, in month 25.
const DISKS: &str = r#"
[inputs]
stored = { value = "10 TB", growth = "40%/year" }
[estimates]
x = "stored * 1"
[checks]
fits   = { check = "x <= 20 TB", horizon = "6 months" }
always = "x >= 1 TB"
never  = "x <= 1 TB"
equal  = "x == 10 TB"
"#;

#[test]
fn the_month_in_which_a_check_fails_is_named() {
    let found = sound(follow(DISKS, "3 years", "quarter"));
    assert_eq!(outlook(&found, "fits"), "holds until month 24; order by month 18");
    assert_eq!(outlook(&found, "always"), "holds until month 36, the end");
    assert_eq!(outlook(&found, "never"), "fails from today on");
    // An equality is no limit.
    assert!(found.checks.iter().all(|check| check.name != "equal"));
    let soon = sound(follow(DISKS, "3 years", "month"));
    assert_eq!(outlook(&soon, "fits"), outlook(&found, "fits"));
}

#[test]
fn the_interval_is_that_of_the_samples() {
    // From 10 to 20 TB: with growth of 60% (95% of the samples grow less) ln 2 / ln 1.6 = 1.475 years, 17.7 months; with
    // 20% 3.80 years, 45.6 months; with the median of 38.56% 2.126 years, 25.5 months.
    let text = r#"
[inputs]
stored = { value = "10 TB", growth = "20% to 60%/year" }
[checks]
plain = "stored <= 20 TB"
sure  = "P(stored <= 20 TB) >= 95%"
high  = "p95(stored) <= 20 TB"
"#;
    let found = sound(follow(text, "5 years", "year"));
    assert_eq!(outlook(&found, "plain"), "holds in half of the samples until month 25 (90%: month 17 to 45)");
    assert_eq!(outlook(&found, "sure"), "holds until month 17 (90%: month 17 to 45)");
    assert_eq!(outlook(&found, "high"), "holds until month 17 (90%: month 17 to 45)");
    let short = sound(follow(text, "2 years", "year"));
    assert_eq!(outlook(&short, "sure"), "holds until month 17 (90%: month 17 or later)");
}

#[test]
fn a_check_may_fail_for_a_while() {
    // Capacity comes late, and goes.
    let text = r#"
[inputs]
stored   = { value = "10 TB", growth = "40%/year" }
capacity = { value = "12 TB", steps = { "12 months" = "30 TB", "30 months" = "15 TB" } }
[checks]
fits = "stored <= capacity"
"#;
    // 12 TB are reached after 0.54 years, in month 7.
    let found = sound(follow(text, "3 years", "year"));
    let text = outlook(&found, "fits");
    assert_eq!(
        text,
        "holds until month 6, fails from month 7 to just before month 12, holds again from month 12, fails from month 30 on"
    );
}

#[test]
fn a_horizon_is_asked_by_check_and_the_month_is_named() {
    let held = checked(DISKS, Horizon::Own);
    let row = check_row(&held, "fits");
    assert!(row.passed);
    assert_eq!(row.ahead.as_ref().map(|ahead| ahead.until.as_str()), Some("6 months"));
    // Three years is too far.
    let far = checked(&DISKS.replace("6 months", "3 years"), Horizon::Own);
    let row = check_row(&far, "fits");
    assert!(!row.passed);
    let ahead = row.ahead.as_ref().expect("it is asked ahead");
    assert_eq!(ahead.fails.as_ref().map(|period| period.label.as_str()), Some("month 25"));
    assert_eq!(ahead.order.as_ref().map(|order| order.words()).as_deref(), Some("order now"));
    let comparison = row.comparison.as_ref().expect("two sides");
    assert!((comparison.actual.value / (10e12 * 1.4_f64.powf(25.0 / 12.0)) - 1.0).abs() < 1e-9);
    // A run does not look ahead.
    assert!(check_row(&checked(&DISKS.replace("6 months", "3 years"), Horizon::Today), "fits").passed);
}

#[test]
fn all_checks_are_asked_for_some_time() {
    let report = checked(DISKS, Horizon::For("3 years".to_owned()));
    assert!(check_row(&report, "always").passed && !check_row(&report, "never").passed);
    // Its horizon wins, and it is known by when to order.
    let fits = check_row(&report, "fits");
    assert!(fits.passed);
    let order = fits.ahead.as_ref().and_then(|ahead| ahead.order.as_ref()).map(|order| order.words());
    assert_eq!(order.as_deref(), Some("order by month 18"));
    assert!(check_row(&report, "equal").passed);
    let without = checked(&DISKS.replace(", horizon = \"6 months\"", ""), Horizon::For("3 years".to_owned()));
    assert!(!check_row(&without, "fits").passed);
    let short = checked(&DISKS.replace(", horizon = \"6 months\"", ""), Horizon::For("2 years".to_owned()));
    assert!(check_row(&short, "fits").passed);
    let wrong = checked(DISKS, Horizon::For("3 GB".to_owned()));
    assert!(!wrong.is_ok());
}

#[test]
fn a_check_over_time_is_asked_of_what_is_kept_today() {
    // In the end 10 GB are kept; today 1 GB is, and 9 GB fit for half a year.
    let text = r#"
[inputs]
rate = "10 GB/year"
[estimates]
x = "kept(rate, 1 year, now = 1 GB)"
[checks]
fits = { check = "x <= 9 GB", horizon = "6 months" }
"#;
    assert!(!check_row(&checked(text, Horizon::Today), "fits").passed);
    let row = checked(text, Horizon::Own);
    assert!(check_row(&row, "fits").passed && check_row(&row, "fits").holds_with.is_empty());
    assert!(!check_row(&checked(&text.replace("6 months", "11 months"), Horizon::Own), "fits").passed);
}

#[test]
fn both_sides_of_a_step_are_asked() {
    // Full just before the disks come.
    let text = r#"
[inputs]
stored   = { value = "10 TB", growth = "100%/year" }
capacity = { value = "18 TB", steps = { "321 days" = "100 TB" } }
[checks]
fits = "stored <= capacity"
"#;
    // 10 TB doubled in a year: 17.8 TB in month 10 and 18 TB after 365 ln 1.8 / ln 2 = 309.5 days; in month 11 there is room
    // again.
    let report = checked(text, Horizon::For("1 year".to_owned()));
    let ahead = check_row(&report, "fits").ahead.clone().expect("it is asked ahead");
    assert_eq!(ahead.fails.map(|period| period.label).as_deref(), Some("day 310"));
}

#[test]
fn what_happens_between_the_ends_of_months_is_seen() {
    // min(10 · 1.5^m, 40 · 0.6^m) peaks at 18.47 GB at m = ln 4 / ln 2.5 = 1.513, on day 46. It is 16 GB at
    // ln 1.6 / ln 1.5 = 1.159 months, day 35.3, and at ln 2.5 / ln (1 / 0.6) = 1.794 months, day 54.6.
    let text = r#"
[inputs]
up   = { value = "10 GB", growth = "50%/month" }
down = { value = "40 GB", growth = "-40%/month" }
rate = { value = "1 GB/day", growth = "-50%/month" }
[estimates]
peak = "min(up, down)"
kept_now = { formula = "kept(rate, 45 days, now = 0 B)", unit = "GB" }
[checks]
top  = { check = "peak <= 16 GB", horizon = "6 months" }
room = { check = "peak <= 18.5 GB", horizon = "6 months" }
kink = { check = "kept_now <= 27 GB", horizon = "6 months" }
"#;
    let found = sound(follow(text, "6 months", "month"));
    assert_eq!(
        outlook(&found, "top"),
        "holds until day 35, fails from day 36 to day 54, holds again from day 55; order now"
    );
    assert_eq!(outlook(&found, "room"), "holds until month 6, the end");
    // What is kept is greatest on day 45: (1 - 0.5^(45 / 30.4)) / ln 2 months of a GB a day = 28.14 GB.
    assert!(outlook(&found, "kink").starts_with("holds until day 41, fails from day 42 to day 46"));
    let report = checked(text, Horizon::Own);
    assert!(!check_row(&report, "top").passed && check_row(&report, "room").passed);
    assert!(!check_row(&report, "kink").passed);
}

#[test]
fn days_are_named_where_a_step_is_beside_a_month() {
    // 5 GB, and from day 10 on 99 GB a day more: 100 GB after 95 / 99 days, day 10.96. From day 15 on as much is dropped:
    // 203 GB less 99 a day, 100 GB after 1.04 days, day 16.04.
    let text = r#"
[inputs]
rate = { value = "1 GB/day", steps = { "10 days" = "100 GB/day", "12 days" = "1 GB/day" } }
[estimates]
x = { formula = "kept(rate, 5 days)", unit = "GB" }
[checks]
fits = "x <= 100 GB"
"#;
    let found = sound(follow(text, "2 months", "month"));
    assert_eq!(
        outlook(&found, "fits"),
        "holds until day 10, fails from day 11 to day 16, holds again from day 17"
    );
}

#[test]
fn a_model_in_which_nothing_changes_is_refused_where_time_is_asked() {
    let text = "[inputs]\nx = \"10 TB\"\n[checks]\nfits = \"x <= 20 TB\"\n";
    let report = checked(text, Horizon::For("1 year".to_owned()));
    assert!(report.diagnostics.iter().any(|error| error.code == "E0523"), "{:?}", report.diagnostics);
    let said = text.replace("\"10 TB\"", "{ value = \"10 TB\", growth = \"0%/year\" }");
    assert!(check_row(&checked(&said, Horizon::For("1 year".to_owned())), "fits").passed);
}

#[test]
fn the_time_of_an_error_does_not_depend_on_the_periods() {
    // 1.4^t = 1.5 after 1.205 years, in month 15.
    let text = r#"
[inputs]
users = { value = "1M users", growth = "40%/year", max = "1.5M users" }
[estimates]
x = "users * 2"
"#;
    for every in ["month", "year"] {
        let found = follow(text, "3 years", every);
        assert!(found.diagnostics.iter().any(|error| error.message.contains("by month 15")), "{every}");
    }
}

#[test]
fn the_first_day_is_called_a_day() {
    // 9 GB, and from half a day on 4 GB a day more: 10 GB a quarter of a day later; from day 3 on it is dropped.
    let text = r#"
[inputs]
rate = { value = "0 GB/day", steps = { "12 hours" = "4 GB/day", "3 days" = "0 GB/day" } }
[estimates]
stored = { formula = "kept(rate, 1 day, now = 0 GB)", unit = "GB" }
[checks]
fits = "stored <= 1 GB"
"#;
    let found = outlook(&sound(follow(text, "1 month", "month")), "fits");
    assert_eq!(found, "holds until hour 12, fails from day 1 to day 3, holds again from day 4");
}

#[test]
fn what_fails_is_seen_first() {
    let estimates: String = (1..=8).map(|at| format!("e{at} = \"{at} * users\"\n")).collect();
    let checks: String = (1..=8).map(|at| format!("c{at} = \"e{at} <= 100_000\"\n")).collect();
    let text = format!(
        "[inputs]\nusers = {{ value = 10_000, growth = \"40%/year\" }}\n[estimates]\n{estimates}[checks]\n{checks}"
    );
    // After a year of 14,000 users e8 is 112,000, and e7 98,000.
    let found = sound(follow(&text, "1 year", "month"));
    let names: Vec<&str> = found.estimates.iter().map(|course| course.name.as_str()).collect();
    assert_eq!(names, ["e1", "e2", "e3", "e4", "e5", "e8"]);
    assert!(
        found.remarks.iter().any(|remark| remark.contains("not shown: `e6` and `e7`")),
        "{:?}",
        found.remarks
    );
    let short = sound(follow(&text, "20 minutes", "minute"));
    assert_eq!(outlook(&short, "c1"), "holds until minute 20, the end");
}

#[test]
fn an_uncertain_check_that_fails_today_fails_in_half_of_the_samples() {
    let text =
        "[inputs]\nx = { value = \"8 to 20 TB\", growth = \"10%/year\" }\n[checks]\nfits = \"x <= 10 TB\"\n";
    assert_eq!(
        outlook(&sound(follow(text, "1 year", "month")), "fits"),
        "fails in half of the samples from today on"
    );
}
