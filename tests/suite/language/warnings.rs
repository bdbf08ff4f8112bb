//! Warnings about valid scripts that are probably wrong. None changes a value.

use crate::support::{evaluate, value, warnings};

/// The program has that warning and no other.
#[track_caller]
fn warns(code: &str, programs: &[&str]) {
    for program in programs {
        assert_eq!(warnings(program), [code], "`{program}`");
    }
}

/// The program has no warning.
#[track_caller]
fn silent(programs: &[&str]) {
    for program in programs {
        assert_eq!(warnings(program), [""; 0], "`{program}`");
    }
}

#[test]
fn data_times_eight_or_over_a_thousand_is_converted_by_hand() {
    warns(
        "W0101",
        &[
            "x = 10 GB; x * 8",
            "x = 10 GB; x / 8",
            "x = 10 GB/s; x * 8",
            "x = 10 GB; x / 1000",
            "x = 10 GB; x / 1024",
            "x = 10 GB; x / 1e6",
            "x = 10 GB; x / 10^9",
            "x = 10 GB; x / 1_000_000",
            "x = 10 GB; x / 2^20",
            "x = 10 GB; x / 2^30",
            "x = 10 GB; x / 1024^2",
            "x = 10 GB; x / 1M",
            "10 GB * 8 to Gbit",
            "x = 10 GB/user; x * 8",
        ],
    );
    silent(&[
        "x = 10 GB; 8 * x",
        "x = 10 GB; x * 9",
        "x = 10 GB; x / 7",
        "x = 10 GB; x * 1000",
        "x = 10 GB; x * 1024",
        "x = 10 GB; n = 8; x * n",
        "y = 10 GB; y * 8x",
        "x = 5 users; x * 8",
        "x = 5 s; x / 1000",
        "x = 5; x * 8",
        "x = 5; x / 1024",
        "x = 10 GB; x * 8 users/user",
        "x = 10 GB; x / 1000 users",
        "x = $5; x / 1000",
    ]);
}

#[test]
fn what_has_a_unit_is_divided_by_a_number_of_seconds() {
    warns(
        "W0102",
        &[
            "x = 1M users; x / 86400",
            "x = 1M users; x / 86_400",
            "x = 1M users; x / 86.4k",
            "x = 1M users; x / 3600",
            "x = 1M users; x / 1e5",
            "x = 1M users; x / 100_000",
            "x = 1M users; x / 2.5e6",
            "x = 1M users; x / 2.592e6",
            "x = 10 TB; x / 86400",
            "x = $5; x / 3600",
        ],
    );
    silent(&[
        "x = 5; x / 86400",
        "x = 1M users; x / 86400 s",
        "x = 1M users; x / 365",
        "x = 1M users; x / 864",
        "x = 1M users; x / 1 day",
        "x = 1M users; 86400 / x",
        "x = 1M users; x / 1e6",
    ]);
}

#[test]
fn what_has_a_unit_is_multiplied_by_a_number_of_days() {
    warns(
        "W0102",
        &[
            "x = 1M users; x * 365",
            "x = 1M users; x * 730",
            "x = 1M users; x * 1825",
            "x = 1M users; x * 3650",
            "x = 1M users; x * 3600",
            "x = 1M users; x * 86400",
            "x = 1M users; 365 * x",
            "x = 10 GB; x * 365",
        ],
    );
    silent(&[
        "x = 5; x * 365",
        "x = 1M users; x * 366",
        "x = 1M users; x * 100",
        "x = 1M users/day; x * 365 days",
        "y = 1M users; y * 365x",
    ]);
}

#[test]
fn a_rate_spelled_per_period_meets_that_periods_factors() {
    for (period, factors) in [
        ("day", &["7", "12", "24", "30", "365", "86400"][..]),
        ("month", &["12", "24", "30", "36", "60"]),
        ("hour", &["24", "60", "3600"]),
        ("minute", &["60"]),
        ("year", &["12", "365"]),
    ] {
        for factor in factors {
            for program in [
                format!("x = 1M tweets/{period}; x * {factor}"),
                format!("x = 1M tweets/{period}; {factor} * x"),
                format!("x = 1M tweets/{period}; x / {factor}"),
                format!("x = 1 TB/{period}; x * 3 * {factor}"),
                format!("1M tweets per {period} * {factor}"),
            ] {
                warns("W0103", &[&program]);
            }
        }
    }
    silent(&[
        "x = 1M tweets/day; x * 30 days",
        "x = 1M tweets/s; x * 30",
        "x = 1M tweets/day; x * 5",
        "x = 1M tweets/month; x * 7",
        "x = 1M tweets/hour; x * 30",
        "x = 1M tweets/day; n = 30; x * n",
        "y = 1M tweets/day; y * 30x",
        "x = 30; x * 365",
        "x = 1M tweets; x * 30",
    ]);
}

#[test]
fn a_result_with_two_counts_or_a_count_of_data_is_doubtful() {
    warns(
        "W0104",
        &[
            "300M users * 2 tweets/day",
            "100M users * 1 GB",
            "10M users * $5",
            "5 users * 3 servers",
            "5 users·users",
            "1M tweets/day * 1 KB",
            "1 TB * 5 years",
            "10 GB * 3 days",
        ],
    );
    silent(&[
        "300M users * 2 tweets/user/day",
        "100M users * 1 GB/user",
        "10M users * $5/user",
        "1 TB/day * 5 years",
        "x = 300M users * 2 tweets/day",
        "300M users * 2 tweets/day to users·tweets/s",
        "5 users",
        "5 GB/user",
        "5 m·m",
        "3 GHz * 4 cores",
        "5 users / 3 servers",
    ]);
}

#[test]
fn an_accepted_warning_is_not_said() {
    silent(&[
        "x = 10 GB; x * 8 # ok: bits on the wire",
        "x = 10 GB; y = x * 8  #ok: bits",
        "300M users * 2 tweets/day # ok: pairs",
    ]);
    warns(
        "W0101",
        &[
            "x = 10 GB; x * 8 # ok:",
            "x = 10 GB; x * 8 # ok",
            "x = 10 GB # ok: not here\nx * 8",
            "# ok: not here either\nx = 10 GB; x * 8",
            "x = 10 GB; x * 8 # okay: no",
        ],
    );
    // An error cannot be accepted.
    assert!(!evaluate("1 GB + 1 s # ok: please").is_ok());
}

#[test]
fn a_warning_changes_no_value() {
    assert_eq!(value("x = 10 GB; x * 8").value, 80e9);
    assert_eq!(value("1M users / 86400 # ok: seconds").value, value("1M users / 86400").value);
    let evaluation = evaluate("x = 10 GB; x * 8");
    assert!(evaluation.is_ok() && evaluation.answers.len() == 2);
}

#[test]
fn a_warning_inside_a_function_is_said_once() {
    assert_eq!(warnings("fn bits(x) = x * 8\nbits(1 GB); bits(2 GB)"), ["W0101"]);
}
