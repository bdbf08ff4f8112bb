//! What is a claim, how it is read, and when it is wrong: a text in, what was found out.

use napkin::report::review::{ReviewedClaim, Status, text};

/// The claims of a text.
pub fn claims(of: &str) -> Vec<ReviewedClaim> {
    text("notes.md", of).claims
}

/// The only claim of a text.
#[track_caller]
pub fn one(of: &str) -> ReviewedClaim {
    let found = claims(of);
    assert_eq!(found.len(), 1, "{of}: {found:?}");
    found.into_iter().next().unwrap()
}

#[track_caller]
pub fn holds(of: &str) {
    for claim in claims(of) {
        assert!(matches!(claim.status, Status::Holds), "{of}: {claim:?}");
    }
    assert!(!claims(of).is_empty(), "{of} has no claim");
}

/// A text with one wrong claim, and the right number.
#[track_caller]
pub fn wrong(of: &str, right: &str) {
    let claim = one(of);
    assert_eq!((claim.status, claim.right.as_deref()), (Status::Wrong, Some(right)), "{of}: {claim:?}");
}

#[track_caller]
pub fn not_flagged(of: &str) {
    for claim in claims(of) {
        assert!(claim.status != Status::Wrong, "{of}: {claim:?}");
    }
}

#[test]
fn claims_of_public_notes_are_found() {
    let file = include_str!("../../fixtures/review/wrong.md");
    let found = claims(file);
    let wrong = found.iter().filter(|claim| claim.status == Status::Wrong).count();
    let lines = file.lines().count();
    assert!(wrong * 10 >= lines * 9, "{wrong} of {lines} wrong claims are found: {found:#?}");
}

#[test]
fn claims_of_public_notes_are_understood() {
    let file = include_str!("../../fixtures/review/sample.md");
    let found = claims(file);
    let understood = found.iter().filter(|claim| claim.status != Status::NotUnderstood).count();
    let lines = file.lines().count();
    assert!(understood * 100 >= lines * 95, "{understood} of {lines} claims are understood");
    let wrong: Vec<&str> = found
        .iter()
        .filter(|claim| claim.status == Status::Wrong)
        .map(|claim| claim.text.0.as_str())
        .collect();
    // 285 * 0.02 * 730 = 4161; 1000 * 150 * 288 * 16 = 691.2M; 1.2M * 0.03 / 10,000 * 30 = 108.
    assert_eq!(
        wrong,
        [
            "285 GB × $0.02/GB/hour = $170/month",
            "1,000 models × 150 × 288 × 16 bytes = 691 GB/day",
            "1.2M/day × $0.03/10K = $3,600/month",
        ]
    );
}

#[test]
fn wrong_claims_have_the_right_number_in_their_own_style() {
    // 50e9 * 100e3 = 5e15.
    wrong("50B pages × 100 KB = 5,000 PB", "5 PB");
    wrong("50B pages × 100KB = 5EB", "5PB");
    // 60e6 * 0.001 = 60,000.
    wrong("60M × $0.001 = $60", "$60,000");
    // 1e6 * 1e8 * 16 = 1.6e15.
    wrong("1M × 100M docs × 16 bytes = 1.6 TB", "1,600 TB");
    // 64 * 2.68 * 336 = 57,630.72.
    wrong("64 GPUs × $2.68/hour × 336 hours = $576,768", "$57,631");
    // 300e6 * 100e6 = 3e16.
    wrong("300 million users × 100 million items = 30 trillion pairs", "30 quadrillion");
    // 100e15 * 8 / 10e9 / 86400 = 925.9.
    wrong("100PB / 10Gbps = ~93 days", "926 days");
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for claim in [
        "60B × 100 KB = 6 PB",
        "100K × 200B = 20 MB",
        "86,400 × 2 = 172,800",
        "80% × $0.006 + 20% × $0.09 = $0.023 per request",
        "20 percent × 50 GB = 10 GB",
        "10^9 × 1 KB = 1 TB",
        "2³² / 2³⁰ = 4",
        "5 lakh × 2 = 10 lakh",
        "1 Gbps × 8 s = 1 gigabyte",
        "10 exabytes / 10 = 1,000 petabytes",
        "1,680 GPUs × $2.50/hr = $4,200/hr",
        "116 push/sec × 10 MB = 1.16 GB/sec",
        "400M × 15ms / 3600s = 1,667 GPU-hours/day",
        "1M × 2ms = 2000 CPU seconds/sec",
        "25B ÷ 100K = 250,000 QPS",
        "1 + 1 + 10 = 12 MB",
        "30 TB × $0.023 = $690",
        "100 GB + 20% = 120 GB",
        "20% of 500M = 100M",
        "40 min × 3 = 2 hours",
        "10M users * 5 posts/day * 365 days = 18.25B posts",
        "100 x 20 = 2,000",
        "3 × (5 + 5) KB = 30 KB",
        "100 requests per second × 86,400 = 8.64M per day",
        "5 million times 3 is about 15 million",
        "62^7 = 3.5 trillion",
        "10-20 servers × $100 = $1,000-2,000",
    ] {
        holds(claim);
    }
}

#[test]
fn claims_stand_in_all_kinds_of_text() {
    for claim in [
        "**100M** × **1 KB** = **100 GB**",
        "`100M` × `1 KB` = `100 GB`",
        "| writes | 100M × 1 KB = 100 GB |",
        "> quoted: 100M × 1 KB = 100 GB",
        "1. 100M × 1 KB = 100 GB",
        "│ Storage: 100M × 1 KB = 100 GB │",
        "$100\\text{M} \\times 1\\text{ KB} = 100\\text{ GB}$",
        "\\[ \\frac{100{,}000}{50} \\approx 2{,}000 \\]",
        "100M &times; 1 KB &asymp; 100 GB<br>",
        "100M users ×\n1 KB = 100 GB",
        "100M × 1 KB\n= 100 GB",
        "```\n  100M × 1 KB\n= 100 GB\n```",
        "(we store 100M × 1 KB = 100 GB)",
        "100M × 1 KB → 100 GB",
        "100M × 1 KB ≈ ~100 GB",
    ] {
        holds(claim);
        // The same with another number is found to be wrong.
        if !claim.contains("frac") && !claim.contains('→') {
            let other = claim.replace("100 GB", "100 PB").replace("100\\text{ GB}", "100\\text{ PB}");
            assert_eq!(one(&other.replace("`100 GB`", "`100 PB`")).status, Status::Wrong, "{other}");
        }
    }
}

#[test]
fn the_header_of_a_column_says_the_unit() {
    holds("| what | storage (TB) |\n|---|---|\n| raw | 500M × 2 MB = 1,000 |\n");
    let found = one("| what | storage (GB) |\n|---|---|\n| raw | 500M × 2 MB = 1,000 |\n");
    assert!(found.status != Status::NotUnderstood, "{found:?}");
}

#[test]
fn several_signs_are_several_claims() {
    let found = claims("20M × 500 KB = 10 TB/day = 116 MB/s = 928 Mbps");
    assert_eq!(found.iter().map(|claim| claim.status).collect::<Vec<_>>(), [Status::Holds; 3]);
    // 20M × 500 KB is 10 TB a day, 115.7 MB a second: what follows from a wrong number is said once.
    let found = claims("20M × 500 KB = 10 PB/day = 116 GB/s");
    let wrong: Vec<_> = found.iter().filter(|claim| claim.status == Status::Wrong).collect();
    assert_eq!(wrong.len(), 1, "{found:?}");
    assert_eq!(wrong[0].right.as_deref(), Some("10 TB/day"));
}

#[test]
fn points_of_presence_are_counted() {
    for word in ["PoPs", "Pops", "pops"] {
        holds(&format!("500 pages × 200 {word} = 100,000"));
    }
}

#[test]
fn names_stand_for_what_they_were_bound_to() {
    holds("DAU = 300M\n\nWrites: DAU × 5 / 86,400 = 17K");
    wrong("DAU = 300M\n\nWrites: DAU × 5 / 86,400 = 17M", "17.4K");
    assert_eq!(one("Writes: DAU × 5 / 86,400 = 17M").status, Status::NotUnderstood);
    // A letter stands for too many things.
    not_flagged("n = 300\n\nn × 5 = 20");
}

#[test]
fn tolerances_are_those_of_the_page() {
    // 10.4 and 12.5 of 10: rounded, and within a quarter.
    holds("104 × 100 KB = 10 MB");
    assert_eq!(one("121 × 100 KB = 10.1 MB").status, Status::Off);
    assert_eq!(one("128 × 100 KB = 10.1 MB").status, Status::Wrong);
    // One digit, and a rough number, within a factor of 1.5.
    holds("14 × 1 GB = 10 GB");
    holds("14.5 × 1 GB = ~10.1 GB");
    // 10^9 / 10^5 is 10,000; with 86,400 it is 11,574.
    assert_eq!(one("1B requests/day = 1000 × 1M / 86,400 s = 10.0K QPS").status, Status::Shortcut);
    // Units of 1024.
    holds("4 GB / 4 KB = 1,048,576 blocks");
}

/// What people mean is no mistake, though the bare arithmetic is one.
#[test]
fn what_goes_without_saying_is_not_flagged() {
    for text in [
        "2,300 / 2,000 = 2 servers",
        "1,000 × 2 MB × 8 = 16 Gbps",
        "107,150 bytes ÷ 1,024 = 104.6 KB",
        "3/30 = 90%",
        "1000 requests/sec × 95% hit rate = 50 DB queries/sec",
        "$0.40 per 1M = $3.5M/month",
        "333M × $3.50 = $1,165.50",
        "10M msg/s × 1KB × 7 days = 6TB per broker",
        "~100 time series × 2 bytes per sample = ~11 MB/day",
        "2 pods × 2 cores = 8,000 sig/s",
        "50K workers × heartbeat every 30s = 1,700/sec",
        "15 min × 4 = 1 hour",
        "25 + 5 = 2 coins",
        "5B × 100 = 500 GB per day",
        "30% of messages × 500 = 6 billion",
        "5M batches → 5K batches",
        // Times and units of data that are converted by hand.
        "1000 requests/s × 86,400 = 86.4M requests/day",
        "60 x $0.504/hr x 24 x 30 = ~$21,770/month",
        "10M requests/day ÷ 100K = 100 QPS",
        "$3.02/week × 4.33 = ~$13/month",
        "8 KB x 1024 x 20,000 = 163,840,000 bytes/s",
        "140 GB / 5 Gbps * 8 = 224s",
        "3 PB/month × $0.02/GB × 1000 = $60K/month",
        "100M DAU × 40 min × 60s × 2.5 Mbps / 8 = 75 PB/day",
        // The scale of an analogy.
        "100 x 1,000 ns = 100,000 ns -> 100,000 s",
        "30 + 45 = 75%",
        "15 / 20 × 100 = 75%",
        "(0.1)^3 = 99.9%",
        "0.999 × 0.999 × 0.999 × 0.9995 ≈ 99.75%",
        // Names with a number.
        "RAID 5 × 4 disks = 16 TB",
        "Step 3 + 4 = 12 items",
        "ratio 10:1 × 5 = 40",
    ] {
        not_flagged(text);
    }
}

/// A factor that converts by hand, a period that goes without saying and the rest of a share excuse nothing else.
#[test]
fn what_is_said_is_not_excused() {
    wrong("60M emails/day × $0.001 = $60,000/month", "$1,820,000/month");
    wrong("2 DBAs × $10K/month = $20K/year", "$240K/year");
    wrong("20 cores × 50K transforms/sec = 1M/min", "60M/min");
    wrong("60 s × 5 = 300 minutes", "5 minutes");
    wrong("10 MB × 1000 = 10 MB", "10 GB");
    wrong("10 MB × 8 = 10 MB", "80 MB");
    wrong("80 Mbps / 8 = 80 MB/s", "10 MB/s");
    wrong("10 Gbps / 8 = 12.5 GB/s", "1.25 GB/s");
    wrong("20% × 500M = 400M users", "100M");
    wrong("1 - 99.9% = 1%", "0.1%");
    wrong("1 TB / 1 Gbps = 80 minutes", "133 minutes");
    wrong("2^32 = 4 million", "4,290 million");
    wrong("12B / 86,400 = 139 QPS", "139,000 QPS");
}

/// 99.9% and 99% are close as numbers, and ten times apart as availabilities.
#[test]
fn shares_near_the_whole_differ_in_what_is_missing() {
    wrong("99.9% × 99.9% = 99.99%", "99.8%");
    wrong("99.9% × 99.9% = 99%", "99.8%");
    wrong("1 - (0.001)³ = 99.9999997%", "99.9999999%");
    for text in ["99.9% × 99.9% = 99.8%", "99.95% × 99.95% = 99.9%", "0.99 × 0.99 = 98%", "100 - 0.1 = 99.9%"]
    {
        holds(text);
    }
    let found = one("99.9% × 99.9% = 99.99%").sentence();
    assert_eq!(found, "is 99.8%: what is missing to 100% is 20 times too little");
}

/// A document on one line is a document.
#[test]
fn long_lines_are_read() {
    let words = "word ".repeat(30_000);
    let blob = "x".repeat(200_000);
    let text = format!("{words}so 50B × 100 KB = 5,000 PB. {blob} and 60M × $0.001 = $60, {words}");
    assert_eq!(claims(&text).iter().filter(|claim| claim.status == Status::Wrong).count(), 2);
}

/// What looks like a claim and is none.
#[test]
fn text_that_claims_nothing_is_not_flagged() {
    for text in [
        "UPDATE accounts SET version = version + 1 WHERE id = 1;",
        "Solve 2x + 5 = 13.",
        "N = 5, W=3, R=3: N/2 for N=5",
        "acks=all + min.insync.replicas=2 + RF=3",
        "for (int i = 0; i + 1 < 2 * n; i += 2) sum = 3 * i;",
        "01/10/2025 (US) = 10/01/2025 (UK)",
        "version 1.2.3 - 1.2 = 5",
        "a >= 3 * 4, b <= 2 * 5, 3 * 4 == 13, c != 3 * 3",
        "byte1 = 110 + 00011 = 1100 0011",
        "101 ^ 010 = 111",
        "https://example.org/?a=2*3=7",
        "{0} + {1} = {2}",
        "4k² + 4k + 1 = 2(2k² + 2k) + 1",
        "precision@5 = 2 relevant in top 5 / 5        = 0.40",
        "3    10    (3+10)/2  =  6.5",
        "- 20% daily = 2M\n- 10 collectors = 100K spans/sec",
        "5 + 3 * ... = 20",
        "2^3 * unknown = 7",
    ] {
        not_flagged(text);
    }
}

/// The noun of a claim is not the unit of the one on the line before.
#[test]
fn claims_on_two_lines_are_two_claims() {
    for of in ["nodes = 40\n\npeak = 100 × 3 = 300\nnodes × 2 = 80\n", "100 × 3 = 300\nusers × 2 = 80\n"]
    {
        not_flagged(of);
    }
    holds("100M users × 5 KB\n= 500 GB\n");
    holds("100M users ×\n5 KB = 500 GB\n");
}

#[test]
fn a_dot_multiplies_between_a_value_and_a_number() {
    wrong("5M users · 2 KB = 20 TB", "10 GB");
    wrong("3·10^6 * 2 = 60M", "6M");
    assert_eq!(claims("p50 = 10 ms · p99 = 50 ms · load = 3"), []);
    assert_eq!(claims("* a 10 GB · b 5 GB · c = 3"), []);
}

#[test]
fn magnitudes_in_words_multiply() {
    for text in
        ["2^64 = 18 billion billion", "2^64 = 18 million trillion", "10^6 × 10^3 = 1 thousand million"]
    {
        holds(text);
    }
}
