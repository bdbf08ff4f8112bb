//! What a reader takes the numbers of a claim for, and what nobody means by them.

use napkin::report::review::Status;

use super::claims::{claims, holds, not_flagged, wrong};

/// What a reader would not do with the numbers makes no claim right.
#[test]
fn percentages_and_short_times_count_as_what_they_are() {
    // 20% of 5,000 is 1,000; 5% of 10^9 × 100 kB is 5 TB.
    wrong("200 GB × 10% = 2 TB", "20 GB");
    wrong("10% of 200 GB = 2 TB", "20 GB");
    wrong("$5,000 × 20% = $100,000", "$1,000");
    wrong("1M users × 5% = 5M users", "50K");
    wrong("500 rooms × 20% booked = 10,000 rooms", "100");
    wrong("5% needing relay × 1B nodes × 100KB/s = 500 TB/s", "5 TB/s");
    // Little's law: 2,000 × 0.05 = 100.
    wrong("2,000 req/s × 50 ms = 100,000 concurrent", "100");
    wrong("2,000 QPS × 50 µs = 100,000 cores", "0.1");
    wrong("10K rps × 2 ms = 20K threads", "20");
    wrong("10 GB/s × 5 ms = 50 GB", "50 MB");
    wrong("10 ms × 1M = 10M seconds", "10K seconds");
    wrong("5k requests/second × 30ms computation = 150k", "150");
    for text in [
        "5 × 10 ms = 50",
        "5% × 1M = 50K",
        "4000 req/s × 25 ms = 100 in flight",
        "80% + 95% = 175%",
        "6.5 hours/day × 252 trading days = 1,638 hours/year",
        "1ms call × 5 flags × 100,000 requests/second = 500,000 calls/second",
        "400M × 15ms / 3600s = 1,667 GPU-hours/day",
    ] {
        not_flagged(text);
    }
}

#[test]
fn a_price_of_one_is_not_one_of_a_million() {
    wrong("$30 / 150M requests = $0.20 per request", "$0.0000002 per request");
    wrong("$1,150 / 1,296M = $0.89", "$0.000000887");
    wrong("500M invocations × $0.20 per million = $1,000", "$100");
    not_flagged("Cost per million: $30 / 150M requests = $0.20");
    not_flagged("333M × $3.50 = $1,165.50");
}

/// Nobody rounds 84 to 74, or 15 to 10.
#[test]
fn sums_and_products_of_small_whole_numbers_are_exact() {
    wrong("8 + 8 + 4 + 64 = 74 bytes", "84 bytes");
    wrong("128 + 500 + 200 = 928 bytes", "828 bytes");
    wrong("5 TB × 3 = 10 TB", "15 TB");
    wrong("2 GB × 4 = 9 GB", "8 GB");
    for text in [
        "33 + 33 + 33 = 100",
        "5 TB × 3 = 20 TB",
        "58 QPS × 2 = 115 QPS",
        "2 + 2 = ~5",
        "36 × 1 GB = 30 GB",
        "1000 clients × 3 retries = 4000 requests",
        "3 primary shards + 1 replica = 6 shards",
        "8x7B = 45B",
        "500M+ tweets × 10 KB = 6 TB",
        "64 KB × 16 = 1 MB",
    ] {
        not_flagged(text);
    }
}

/// A factor that converts a period by hand counts once, so that the right number is not absurd.
#[test]
fn periods_are_converted_by_hand() {
    // 9 × 10^8 / 86,400 = 10,416.7; 10^8 / 86,400 = 1,157; 25,000 × 86,400 = 2.16 × 10^9.
    wrong("900M messages/day ÷ 86,400 = 1,041 msg/s", "10,417 msg/s");
    wrong("100M/day / 86400 = 120 requests/sec", "1,160 requests/sec");
    wrong("100M/day / 100K = 100 requests/sec", "1,160 requests/sec");
    wrong("25k QPS × 86,400 = 2.16M requests per day", "2,160M requests per day");
    wrong("50 RPS × 3600 × 8 peak hours = 1.44B/day", "1.44M/day");
    for text in [
        "900M messages/day ÷ 86,400 = 10,416 msg/s",
        "50 RPS * 3600 * 8 peak hours = 1.44M/day",
        "50ppm × 3600s = 180ms",
        "10ms * 350 * 10^6 / 3600 / 24 = 40 Days",
        "10M/day × 2 KB × 8 / 86,400 = 1.85 Mbps",
    ] {
        holds(text);
    }
    not_flagged("5 engineers × $180K = $75K/month");
    not_flagged("$50K revenue/30min × 4 incidents/year = $200K");
}

#[test]
fn a_factor_may_have_its_name_before_it() {
    for text in [
        "width=10,000 × depth=7 × 4 bytes = 280KB",
        "width = 20,000 × depth = 5 × 4 bytes = 400 KB",
        "pods × connections = 500 × 10 = 5,000",
        "ceil(20K / 200K_per_node) = 1 node",
    ] {
        holds(text);
    }
    wrong("width=10,000 × depth=7 × 4 bytes = 280MB", "280KB");
}

#[test]
fn claims_are_joined_by_words() {
    let found = claims("5 TB × 3 = 15 TB and 2 GB × 4 = 9 GB");
    assert_eq!(found.iter().map(|claim| claim.status).collect::<Vec<_>>(), [Status::Holds, Status::Wrong]);
    assert_eq!(found[1].text.0, "2 GB × 4 = 9 GB");
    not_flagged("connects to k/2 = 8 compute nodes and k/2 = 8 uplinks");
}

#[test]
fn the_result_may_stand_in_the_next_cell() {
    let row =
        |heading: &str, row: &str| format!("| what | calculation | {heading} |\n|---|---|---|\n{row}\n");
    wrong(&row("Result", "| mail | 60M × $0.001 | $60 |"), "$60,000");
    holds(&row("Result (GB)", "| raw | 50M × 2 KB | ~100 |"));
    holds(&row("**Value**", "| raw | 50M × 2 KB | 100 GB |"));
    assert_eq!(claims(&row("limit", "| mail | 60M × $0.001 | $60 |")), []);
    assert_eq!(claims(&row("Result", "| mail | 60M × $0.001 | $60 + tax |")), []);
}
