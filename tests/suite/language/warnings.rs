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
            "x = 10 GB; 8 * x",
            "8 * 100 MB/s",
            "x = 10 GB; x / (1024 * 1024)",
            "x = 10 GB; x / 1024 / 1024",
            "x = 10 GB; x / 1000 / 1000 / 1000",
            "bits_per_byte = 8; 5 GB/s * bits_per_byte",
            "x = 1M users; x / 1e6",
            "x = $5; x / 1000",
            "$5000 / 1000",
            "20M users / 1M",
        ],
    );
    silent(&[
        "2 * 80 * 8 * 128 * 4096 * 2 B",
        "10 GB * 8 * 3",
        "8 * 3 * 10 GB",
        "k = 1000; x = 10 GB; x / k",
        "50M clicks / 1000 * $2/click",
        "cpm = $2/click; 50M clicks / 1000 * cpm",
        "50k req/s / 1000",
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
            "50M req / (24 * 60 * 60)",
            "50M req / 24 / 60 / 60",
            "50M req / (60 * 24 * 60)",
            "50M req / (24 * 3600)",
            "50M req / (30 * 86400)",
            "n = 86400; 50M req / n",
            "n = 24 * 60 * 60; 50M req / n",
            "n = 24*60*60; 50M req / n",
            "fn rate(x) = x / 86400; rate(50M req)",
            "fn rate(x, n) = x / n; rate(50M req, 86400)",
            "day_length = 1e5; 50M req / day_length",
        ],
    );
    silent(&[
        "x = 5; x / 86400",
        "x = 1M users; x / 86400 s",
        "x = 1M users; x / 365",
        "x = 1M users; x / 864",
        "x = 1M users; x / 1 day",
        "x = 1M users; 86400 / x",
        "50k req/s / 100k",
        "50k req/s / 1e5",
        "n = 1e5; 50M req / n",
        "50M req / (24 * 50)",
        "downtime(99.9%)",
        "24 * 60 * 60",
        "365 * 24",
        "5 * 365",
        "60 * 60 * 24 * 365",
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
            "2 TB * (5 * 365)",
            "2 TB * 5 * 365",
            "2 TB * 365 * 5",
            "5 * 365 * 2 TB",
            "100 req/s * 60 * 60 * 24",
            "100 req/s * 24 * 60 * 60",
            "100 req/s * 86400",
            "$0.10 * 720",
            "$0.10 * 24 * 30",
            "hours_per_month = 730; $0.10 * hours_per_month",
        ],
    );
    silent(&[
        "x = 5; x * 365",
        "x = 1M users; x * 366",
        "x = 1M users; x * 100",
        "x = 1M users/day; x * 365 days",
        "y = 1M users; y * 365x",
        "1M users * 720",
        "2 TB * 5 * 36",
        "5 min * 365",
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
        "8 KB/s * 60 servers / 1 server",
    ]);
    warns(
        "W0103",
        &[
            "10M users * 10 req/user/day / (24 * 60 * 60)",
            "1 TB/day * (5 * 365)",
            "1 TB/day * 5 * 365",
            "1 TB/day * 30 * 12",
            "1 TB/day * 3 * 365",
            "(365 * 5) * 1 TB/day",
            "$0.10/h * 720",
            "$0.10/h * 744",
            "$0.10/h * (24 * 30)",
            "days_kept = 30 * 1; 1 TB/day * 30",
            "1 TB/week * 52",
            "fn yearly(x) = x * 365; yearly(1 TB/day)",
        ],
    );
}

#[test]
fn nothing_with_a_unit_and_a_number_of_seconds() {
    warns(
        "W0117",
        &[
            "500000000 * 2 * 300 / 86400",
            "100M * 10 / 86400",
            "(100M * 5) / 86_400",
            "500M * 2 / (24 * 60 * 60)",
            "10 * 100M / 86400",
            "100M * 20% * 10 / 86400",
            "100M * 3x / 3600",
            "active = 100M; each = 10; active * each / 86400",
            "100M * 10 / 1e5",
            "rate = 100M * 10 / 86400; rate",
        ],
    );
    silent(&[
        "24 * 60 * 60",
        "60 * 60 * 24 * 365",
        "1 / 86400",
        "5 * 365 * 24",
        "86400 * 2",
        "500 GB / 1 GB * 365",
        "100M * 10 / 12",
        "100M * 10",
        "62^7 / 1000",
        "1e6 / 3600 s",
        "5000 * 20 * 2 * 365",
    ]);
}

#[test]
fn a_name_that_says_a_unit_has_one() {
    warns(
        "W0116",
        &[
            "ingress_gbps = 10",
            "storage_tb = 500",
            "requests_per_day = 5M",
            "latency_ms = 20",
            "cost = 200",
            "cost_per_server = 200",
            "server_price = 200",
            "gb_per_user = 2",
            "storage_tb = 5000 GB / 1 TB",
            "peak_qps = 12_000",
            "retention_days = 30",
        ],
    );
    silent(&[
        "ingress_gbps = 10 Gbps",
        "latency_ms = 20 ms",
        "reads_per_write = 100",
        "users_min = 5",
        "users_us = 5",
        "cost_ratio = 2",
        "cost_share = 20%",
        "requests_per_user = 10",
        "msgs = 5",
        "days_per_month = 30",
    ]);
}

#[test]
fn counts_and_sizes_below_zero() {
    warns("W0114", &["users = -5M users", "size = -5 KB", "rate = -5 req/s", "users = -5", "price = -$5/GB"]);
    silent(&["users = 5M users", "x = -5", "offset = -5 ms", "balance = -$5", "-5 GB + 10 GB"]);
}

#[test]
fn powers_that_nobody_means() {
    warns(
        "W0115",
        &[
            "5 TB/day / 86400 s",
            "x = 100 req/s; x / 1 day",
            "500 MB/s / 1 h",
            "5 GB * 2 GB",
            "4 KB * 512 KB",
            "5 s * 3 s",
            "10 ms * 10 ms",
            "1 Gbps / 1 s",
        ],
    );
    silent(&[
        "5 TB/day * 86400 s",
        "10 m / 2 s / 1 s",
        "9.8 m/s/s",
        "5 GB / 2 GB",
        "sqrt(5 s * 3 s)",
        "5 TB / 1 day",
        "5 s * 3 s to s·s",
    ]);
}

#[test]
fn fixes_are_the_line_with_units_in_place_of_the_number() {
    for (program, fixed) in [
        ("50M req / 86400", "50M req/day"),
        ("50M req / (24 * 60 * 60)", "50M req/day"),
        ("x = 50M; x * 1 req / 3600", "x = 50M; x * 1 req/hour"),
        ("1 TB/day * (5 * 365)", "1 TB/day * (5 * 365 days)"),
        ("1 TB/day * 30 * 12", "1 TB/day * 360 days"),
        ("$0.10/h * 720", "$0.10/h * 720 h"),
        ("50M req/day / 86400", "50M req/day to req/s"),
        ("100 MB/s * 8", "100 MB/s to Mbit/s"),
        ("8 * 100 MB/s", "100 MB/s to Mbit/s"),
        ("5_000 GB / 1024", "5_000 GB to TiB"),
        ("100 req/s * 60 * 60 * 24", "100 req/s * 1 day"),
        ("2 TB * 1825", "2 TB/day * 1825 days"),
        ("100M * 10 / 86400", "100M requests/day * 10"),
        ("5 TB/day / 86400 s", "5 TB/day"),
        ("users = -5M users", "users = 5M users"),
        ("storage_tb = 500", "storage_tb = 500 TB"),
        ("storage_tb = 5000 GB / 1 TB", "storage_tb = 5000 GB to TB"),
    ] {
        let evaluation = evaluate(program);
        let said = crate::support::all(&evaluation.diagnostics, &evaluation.sources);
        assert!(
            said.contains(fixed) || said.contains(&fixed.replace("req/s", "requests/s")),
            "`{program}`:\n{said}"
        );
        assert_eq!(warnings(fixed), [""; 0], "`{fixed}`");
    }
}

#[test]
fn a_count_of_data_or_of_another_count_is_read_as_for_each() {
    for (program, read, value) in [
        ("300M users * 2 tweets/day", "300M users * 2 tweets/user/day", "6.944k tweets/s"),
        ("100M users * 1 GB", "100M users * 1 GB/user", "100 PB"),
        ("10M users * $5", "10M users * $5/user", "$50M"),
        ("$5 * 10M users", "$5/user * 10M users", "$50M"),
        ("5 users * 3 servers", "5 users * 3 servers/user", "15 servers"),
        ("1M tweets/day * 1 KB", "1M tweets/day * 1 KB/tweet", "1 GB/day"),
        ("900M DAU * 40 emails/day * 75KB", "900M DAU * 40 emails/DAU/day * 75KB/email", "2.7 PB/day"),
        ("n = 5M users; n * 25% * 2 KB", "n = 5M users; n * 25% * 2 KB/user", "2.5 GB"),
        // What stands behind a rate is of each; who is served is not.
        ("100 rps * 2000 tokens", "100 rps * 2000 tokens/request", "200k tokens/s"),
        ("100 rps * 3 users", "100 rps/user * 3 users", "300 requests/s"),
        ("5k writes/s * 10 shards", "5k writes/shard/s * 10 shards", "50k writes/s"),
        ("1M users * (10 KB + 1 MB)", "1M users * (10 KB/user + 1 MB/user)", "1.01 TB"),
        (
            "20M photos/day * 200 KB + 10M videos/day * 2 MB",
            "20M photos/day * 200 KB/photo + 10M videos/day * 2 MB/video",
            "24 TB/day",
        ),
        ("1 TB / (8 servers * 1 Gbps)", "1 TB / (8 servers * 1 Gbps/server)", "16.67 min"),
        ("1 PB / 100 disks / 100 MB/s", "1 PB / 100 disks / 100 MB/disk/s", "1.157 days"),
        (
            "3 GHz * 4 instructions per cycle",
            "3bn cycles/s * 4 instructions per cycle",
            "12bn instructions/s",
        ),
    ] {
        let evaluation = evaluate(program);
        let [note] = evaluation.diagnostics.as_slice() else { panic!("{program}: {evaluation:?}") };
        assert!(
            note.message.starts_with("read as ") && note.message.ends_with(&format!("`{read}`")),
            "{note:?}"
        );
        let answer = evaluation.answers.last().unwrap();
        assert_eq!(answer.shown.written.literal(), value, "{program}");
        assert_eq!(warnings(read), [""; 0], "{read}");
    }
}

#[test]
fn a_result_with_two_counts_or_data_for_a_time_is_doubtful() {
    warns("W0104", &["5 users·users", "1 TB * 5 years", "10 GB * 3 days", "x = 2 KB * 3; 5M users * x"]);
    silent(&[
        "300M users * 2 tweets/user/day",
        "100M users * 1 GB/user",
        "10M users * $5/user",
        "1 TB/day * 5 years",
        "x = 5 users * 2 GB; x / 5 users",
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
