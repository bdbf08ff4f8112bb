//! `growth`, `saturates`, `steps`, `horizon`: what is said of the future is checked, and changes nothing today.

use crate::support::{all, row, run, sound};

const MODEL: &str = r#"
[inputs.demand]
users  = { value = "10M users", growth = "20% to 60%/year", saturates = "60M users" }
blob   = { value = "$0.02/GB/month", growth = "-10%/year" }
posts  = { value = "2 posts/user/day", steps = { "6 months" = "3 to 5 posts/user/day", "18 months" = "8 posts/user/day" } }
growth = "2x"
[tables.copy]
hot  = { size = { value = "2 KB/post", growth = "3%/month" }, copies = 3 }
cold = { size = "1 KB/post", copies = { value = 1, steps = { "1 year" = 2 } } }
[estimates]
daily  = "users * posts * growth * sum(copy.size * copy.copies)"
cost   = { formula = "daily * 30 days * blob", unit = "$/month" }
[checks]
budget = { check = "cost <= $1M/month", horizon = "6 months" }
"#;

#[test]
fn what_grows_has_the_value_of_today() {
    let plain = MODEL
        .replace(", growth = \"20% to 60%/year\", saturates = \"60M users\"", "")
        .replace(", growth = \"-10%/year\"", "")
        .replace(
            ", steps = { \"6 months\" = \"3 to 5 posts/user/day\", \"18 months\" = \"8 posts/user/day\" }",
            "",
        )
        .replace(", growth = \"3%/month\"", "")
        .replace(", steps = { \"1 year\" = 2 }", "")
        .replace(", horizon = \"6 months\"", "");
    assert!(!plain.contains("growth = \"3%") && !plain.contains("steps") && !plain.contains("horizon"));
    let (with, without) = (sound(run(MODEL)), sound(run(&plain)));
    for name in ["daily", "cost", "users", "growth"] {
        assert_eq!(row(&with, name).shown, row(&without, name).shown, "{name}");
    }
    // 10M × 2 a day × 2 × (3 × 2 KB + 1 KB) = 280 GB/day.
    assert_eq!(row(&with, "daily").shown.written.literal(), "280 GB/day");
    assert!(with.diagnostics.is_empty(), "{}", all(&with.diagnostics, &with.sources));
}

#[test]
fn what_cannot_be_is_told_where_it_stands() {
    for (was, is, said) in [
        ("20% to 60%/year", "20 GB/year", "growth is a share per time, like `40%/year`, not data per time"),
        ("20% to 60%/year", "40%", "growth is a share per time, like `40%/year`, not a plain number"),
        ("60M users", "6M users", "`users` is not below the value at which it saturates"),
        ("60M users", "60 GB", "`users` is users, and saturates is data"),
        ("18 months", "-1 month", "this is a time after today"),
        ("horizon = \"6 months\"", "horizon = \"-1 year\"", "this is a time after today"),
        (
            "-10%/year\"",
            "-10%/year\", saturates = \"$0.03/GB/month\"",
            "is not above the value at which it saturates",
        ),
        ("18 months", "18 GB", "a step is after a time, like `6 months`, not data"),
        ("8 posts/user/day", "8 GB", "a step is data"),
        ("horizon = \"6 months\"", "horizon = \"6 GB\"", "horizon is a time, like `6 months`, not data"),
        ("3%/month", "3%/month * nothing", "`nothing` is not defined"),
        ("steps = { \"1 year\" = 2 }", "steps = 2", "`steps` is a table"),
        ("unit = \"$/month\"", "growth = \"2%/year\"", "only an input or a cell of a table grows"),
    ] {
        let text = MODEL.replacen(was, is, 1);
        assert_ne!(text, MODEL, "{was}");
        let report = run(&text);
        let found = all(&report.diagnostics, &report.sources);
        assert!(!report.is_ok() && found.contains(said), "{is}:\n{found}");
    }
}

#[test]
fn a_value_that_is_set_may_be_past_the_one_of_the_file() {
    let report = crate::support::run_with(MODEL, &[("users", "70M users")]);
    assert_eq!(row(&sound(report), "users").shown.written.literal(), "70M users");
}
