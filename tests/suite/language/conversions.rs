//! `to` converts within a dimension, `as` also changes what is counted.

use crate::support::{check_fractions, codes, value};

#[track_caller]
fn check(cases: &[(&str, (i64, i64), &str)]) {
    check_fractions(cases, 1);
}

#[track_caller]
fn refused(code: &str, inputs: &[&str]) {
    for input in inputs {
        assert_eq!(codes(input), [code], "`{input}`");
    }
}

#[test]
fn to_gives_the_number_in_that_unit() {
    check(&[
        ("3 GB to MB", (3_000, 1), "MB"),
        ("3 GB in MB", (3_000, 1), "MB"),
        ("3 GB -> MB", (3_000, 1), "MB"),
        ("3 GB->MB", (3_000, 1), "MB"),
        ("3 GB to MB to KB", (3_000_000, 1), "KB"),
        ("1 GB to Gbit", (8, 1), "Gbit"),
        ("1 GiB to MB", (1_073_741_824, 1_000_000), "MB"),
        ("60 s to minutes", (1, 1), "minutes"),
        ("1 year to months", (12, 1), "months"),
        ("90 min to h", (3, 2), "h"),
        ("100 Mbit/s to MB/s", (25, 2), "MB/s"),
        ("100M requests/day to req/s", (100_000_000, 86_400), "req/s"),
        ("100M requests per day to req per s", (100_000_000, 86_400), "req per s"),
        ("1 kWh to MJ", (36, 10), "MJ"),
        ("10/s to Hz", (10, 1), "Hz"),
        ("10 Hz to /s", (10, 1), "/s"),
        ("5 m·m to cm·cm", (50_000, 1), "cm·cm"),
        ("$5 to cents", (500, 1), "cents"),
        ("1 TB / 1 Gbit/s to h", (8_000, 3_600), "h"),
    ]);
}

#[test]
fn percent_per_second_and_money_are_units() {
    check(&[
        ("0.5 to %", (50, 1), "%"),
        ("1/8 to %", (25, 2), "%"),
        ("5/s to /s", (5, 1), "/s"),
        ("120/min to 1/s", (2, 1), "1/s"),
        ("(0.5/s) to 1/s", (1, 2), "1/s"),
        ("5/s to /min", (300, 1), "/min"),
        ("$5/day to $/month", (5 * 365, 12), "$/month"),
        ("$5/day to USD/month", (5 * 365, 12), "USD/month"),
        ("$12/year to $/month", (1, 1), "$/month"),
        ("$0.000003/token to $ per 1M tokens", (3, 1), "$ per 1M tokens"),
        ("$3 per million tokens to $ per 1k tokens", (3, 1_000), "$ per 1k tokens"),
    ]);
}

#[test]
fn conversions_are_the_loosest() {
    check(&[
        ("1 KB + 3 GB to MB", (3_000_001, 1_000), "MB"),
        ("2 * 3 GB to MB", (6_000, 1), "MB"),
        ("if true then 3 GB else 2 GB to MB", (3_000, 1), "MB"),
        ("(3 GB to MB) + 1 MB", (3_001_000_000, 1), "B"),
        ("max(1 GB to MB, 2 GB)", (2_000_000_000, 1), "B"),
        ("x = 5 GB to MB", (5_000, 1), "MB"),
        ("x = 5 GB to MB; x * 2", (10_000_000_000, 1), "B"),
    ]);
    refused("E0101", &["3 GB to MB + 1 KB", "3 GB to MB * 2", "1 + 2 to % < 3"]);
}

#[test]
fn what_is_left_over_is_an_error() {
    refused(
        "E0302",
        &[
            "3 GB to s",
            "3 GB to GB/s",
            "5 GB/s to GB",
            "5 tweets to writes",
            "3 to GB",
            "3 GB to %",
            "3 users to 1/s",
            "5 users to servers",
            "3 GB to GB·s",
            "$5/GB to $",
        ],
    );
    refused("E0304", &["true to GB", "(1 < 2) to %"]);
    refused("E0101", &["3 GB to", "3 GB to (MB)", "3 GB to -", "x = 3 GB; x to 5"]);
    refused("E0202", &["3 GB to foo", "3 GB to foos/s"]);
}

#[test]
fn a_rate_counts_what_one_side_says() {
    check(&[
        ("300 req/s to /s", (300, 1), "requests/s"),
        ("86400 events/day to per second", (1, 1), "events per second"),
        ("86400 events/day in 1/s", (1, 1), "events/s"),
        ("2 tweets/s to Hz", (2, 1), "tweets/s"),
        ("1 million/day in qps", (1_000_000, 86_400), "qps"),
        ("60 * 24/day to req/h", (60, 1), "req/h"),
    ]);
    refused("E0302", &["5 req/user/s to /s", "5 GB/s to /s", "5 req/s to tweets/s", "5/user/s to req/s"]);
    refused("E0301", &["5 GB/user ≈ 5 GB", "5/user/s ≈ 5/s"]);
    for (typed, holds) in [("86400 events/day ≈ 1/s", true), ("86400 events/day ≈ 2/s", false)] {
        assert_eq!(value(typed).value == 1.0, holds, "{typed}");
    }
}

#[test]
fn reciprocals_are_never_taken_silently() {
    refused("E0302", &["10 s to Hz", "10 Hz to s", "5 s/req to req/s", "2/s to 1/s to s"]);
    assert_eq!(value("1 / 10 s to Hz").value, 0.1);
}

#[test]
fn as_changes_what_is_counted_and_nothing_else() {
    check(&[
        ("5 tweets as writes", (5, 1), "writes"),
        ("5 tweets/s as connections/s", (5, 1), "connections/s"),
        ("1M tweets/day * 10 followers/tweet as writes/s", (10_000_000, 86_400), "writes/s"),
        ("3 GB as MB", (3_000, 1), "MB"),
        ("3 GB as MB/user", (3_000, 1), "MB/user"),
        ("3 GB/tweet as GB", (3, 1), "GB"),
        ("1M rooms * 70% / 3 days as bookings/day", (700_000, 3), "bookings/day"),
        ("300 req/s as /s", (300, 1), "/s"),
        ("5 reads/s + (2 tweets/s as writes/s)", (7, 1), "requests/s"),
    ]);
    refused(
        "E0302",
        &["5 tweets/s as connections", "5 GB as s", "5 users as users/s", "$5 as users", "5 as GB"],
    );
}

#[test]
fn a_conversion_to_one_per_unit_may_be_a_range() {
    refused("E0104", &["0.5/s to 1/s", "3/min to 1/s"]);
    check(&[("5/s to 1/s", (5, 1), "1/s"), ("60/min to 1/s", (1, 1), "1/s")]);
}

#[test]
fn results_keep_the_unit_that_was_asked_for_only_where_it_was_asked() {
    check(&[
        ("x = 5 GB to MB; x + x", (10_000_000_000, 1), "B"),
        ("x = 5 GB to MB; -x", (-5_000_000_000, 1), "B"),
        ("x = 5 GB to MB; x", (5_000, 1), "MB"),
        ("(5 GB to MB)", (5_000, 1), "MB"),
    ]);
}
