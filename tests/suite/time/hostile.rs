//! What cannot be followed is refused, with its place, its month and a way out.

use super::{follow, follow_with};
use crate::support::all;
use napkin::report::projection::Projection;

fn model(input: &str) -> String {
    format!("[inputs]\nx = {input}\n[estimates]\ny = \"x * 2\"\n[checks]\nc = \"y <= 1e300\"\n")
}

#[track_caller]
fn refused(of: &Projection, code: &str, said: &str) {
    let text = all(&of.diagnostics, &of.sources);
    assert!(
        !of.is_ok() && of.periods.is_empty() && of.estimates.is_empty() && of.checks.is_empty(),
        "{text}"
    );
    assert_eq!(of.diagnostics[0].code, code, "{text}");
    assert!(text.contains(said), "{text}");
}

#[test]
fn growth_that_cannot_be() {
    for (growth, said) in [
        ("-150%/year", "nothing is left of `x`"),
        ("-100%/year", "nothing is left of `x`"),
        ("-120% to 10%/year", "nothing is left of `x`"),
        ("2x/year", "not a factor"),
        ("40%/second", "leaves all bounds within a day"),
        ("1%/month/month", "a share per time"),
    ] {
        let text = model(&format!("{{ value = 5, growth = \"{growth}\" }}"));
        refused(
            &follow(&text, "1 year", "month"),
            if growth.contains("/month/") { "E0302" } else { "E0505" },
            said,
        );
    }
    for (input, said) in [
        (r#"{ value = true, growth = "5%/year" }"#, "does not grow"),
        (r#"{ value = 5, saturates = 6 }"#, "does not grow"),
        (r#"{ value = 5, steps = { "6 months" = 6, "0.5 years" = 7 } }"#, "two steps at one time"),
        (r#"{ value = 5, steps = { "6 to 8 months" = 6 } }"#, "not known exactly"),
        (r#"{ value = "5 to 6", steps = { "6 months" = "uniform(5, 6)" } }"#, "another kind"),
    ] {
        refused(&follow(&model(input), "1 year", "month"), "E0505", said);
    }
    let above = model(r#"{ value = 5, max = 10, steps = { "6 months" = 16 } }"#);
    refused(&follow(&above, "1 year", "month"), "E0513", "above its maximum");
}

#[test]
fn a_value_that_leaves_its_limits_names_the_month() {
    // 5 grows by 100% a year: 10 after twelve months.
    let past = model(r#"{ value = 5, max = 9.9, growth = "100%/year" }"#);
    refused(&follow(&past, "2 years", "month"), "E0513", "`x` passes its maximum by month 12");
    let below = model(r#"{ value = 5, min = 2.6, growth = "-50%/year" }"#);
    refused(&follow(&below, "2 years", "month"), "E0513", "`x` falls below its minimum by month 12");
    // 80% passes 100% after ln 1.25 / ln 1.4 = 0.66 years, in month 8.
    let share = model(r#"{ value = "80%", growth = "40%/year" }"#);
    refused(&follow(&share, "2 years", "month"), "E0513", "`x` passes 100% by month 8");
    assert!(follow(&share, "7 months", "month").is_ok());
    assert!(
        follow(&model(r#"{ value = "80%", growth = "40%/year", saturates = "100%" }"#), "2 years", "month")
            .is_ok()
    );
    // A factor above 100% is no share.
    assert!(follow(&model(r#"{ value = "150%", growth = "40%/year" }"#), "2 years", "month").is_ok());
}

#[test]
fn a_model_in_which_nothing_changes() {
    refused(&follow(&model("5"), "1 year", "month"), "E0523", "nothing in this model changes");
}

#[test]
fn times_that_cannot_be() {
    let text = model(r#"{ value = 5, growth = "5%/year" }"#);
    for (last, every, code, said) in [
        ("0 years", "month", "E0505", "one time after today"),
        ("-1 year", "month", "E0505", "one time after today"),
        ("1 year", "0 months", "E0505", "one time after today"),
        ("1 year", "1 to 2 months", "E0505", "one time after today"),
        ("5 GB", "month", "E0302", "`--for` is a time, like `3 years`, not data"),
        ("1 year", "5", "E0302", "`--every` is a time"),
        ("1e9 years", "1 s", "E0505", "a projection has at most 1000"),
        ("1 year", "1 s", "E0505", "at most 1000"),
        ("a while", "month", "E0201", ""),
    ] {
        let found = follow(&text, last, every);
        assert!(!found.is_ok(), "{last} {every}");
        if code != "E0201" {
            refused(&found, code, said);
        }
    }
}

#[test]
fn very_long_times_end() {
    let text = model(r#"{ value = 5, growth = "5%/year" }"#);
    assert!(follow(&text, "1000 years", "10 years").is_ok());
    // It cannot be held any more, which is told with its time.
    let found = follow(&text, "1e6 years", "1e5 years");
    assert!(!found.is_ok());
    assert!(
        all(&found.diagnostics, &found.sources).contains("at this time: "),
        "{}",
        all(&found.diagnostics, &found.sources)
    );
    // A value that leaps has twelve points a year, and the steps of a program are bounded.
    let leaps = "[inputs]\nx = { value = \"5 users\", growth = \"5%/year\" }\n\
                 [estimates]\ny = \"over(ceil(x) * 1 GB/user/day, 100_000 years)\"\n";
    let found = follow(leaps, "1 year", "month");
    assert_eq!(
        found.diagnostics.first().map(|error| error.code),
        Some("E0207"),
        "{}",
        all(&found.diagnostics, &found.sources)
    );
}

#[test]
fn growth_that_is_set() {
    let text = model(r#"{ value = 5, growth = "5%/year" }"#);
    assert!(follow_with(&text, "1 year", "month", &[("x.growth", "50%/year")]).is_ok());
    refused(&follow_with(&text, "1 year", "month", &[("z.growth", "50%/year")]), "E0510", "`z.growth`");
    refused(&follow_with(&text, "1 year", "month", &[("y.growth", "50%/year")]), "E0510", "`y.growth`");
    refused(
        &follow_with(&text, "1 year", "month", &[("x.growth", "50%/year"), ("x.growth", "40%/year")]),
        "E0518",
        "set twice",
    );
    refused(&follow_with(&text, "1 year", "month", &[("x.growth", "5 GB")]), "E0302", "share per time");
}
