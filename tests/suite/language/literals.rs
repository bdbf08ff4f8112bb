//! Literals: a number with its magnitude and its unit is one token.

use crate::support::{codes, near, value};

/// The value, to the last bit, is the fraction, in that unit.
#[track_caller]
fn check(input: &str, (numerator, denominator): (i64, i64), unit: &str) {
    let shown = value(input);
    assert!(
        near(shown.value, numerator, denominator, 0),
        "`{input}` is {}, not {numerator}/{denominator}",
        shown.value
    );
    assert_eq!(shown.unit, unit, "`{input}`");
}

#[track_caller]
fn check_all(cases: &[(&str, (i64, i64), &str)]) {
    for (input, value, unit) in cases {
        check(input, *value, unit);
    }
}

/// The input is one error with that code.
#[track_caller]
fn refused(code: &str, inputs: &[&str]) {
    for input in inputs {
        assert_eq!(codes(input), [code], "`{input}`");
    }
}

#[test]
fn numbers_have_groups_decimals_and_exponents() {
    check_all(&[
        ("0", (0, 1), ""),
        ("7", (7, 1), ""),
        ("1_000", (1_000, 1), ""),
        ("1_000_000", (1_000_000, 1), ""),
        ("1_0", (10, 1), ""),
        ("00012", (12, 1), ""),
        ("2.5", (5, 2), ""),
        (".5", (1, 2), ""),
        ("1_000.5", (2_001, 2), ""),
        ("0.1", (1, 10), ""),
        ("1e3", (1_000, 1), ""),
        ("1E3", (1_000, 1), ""),
        ("1e+3", (1_000, 1), ""),
        ("1e-3", (1, 1_000), ""),
        ("2.5e-1", (1, 4), ""),
        ("0e999", (0, 1), ""),
    ]);
    assert_eq!(value("6.02e23").value.to_bits(), 6.02e23_f64.to_bits());
    assert_eq!(value("1e308").value.to_bits(), 1e308_f64.to_bits());
}

#[test]
fn a_power_of_two_literals_is_a_number() {
    check_all(&[
        ("2^10", (1_024, 1), ""),
        ("10^9", (1_000_000_000, 1), ""),
        ("2^-3", (1, 8), ""),
        ("10^-3", (1, 1_000), ""),
        ("2^0", (1, 1), ""),
        ("2^10 B", (1_024, 1), "B"),
        ("2^10 KiB", (1 << 20, 1), "B"),
        ("2^20 B", (1 << 20, 1), "B"),
        ("10^12 B", (1_000_000_000_000, 1), "B"),
        ("62^6", (56_800_235_584, 1), ""),
        ("62^7", (3_521_614_606_208, 1), ""),
        ("64^6", (68_719_476_736, 1), ""),
        ("4^21", (4_398_046_511_104, 1), ""),
        ("2^53", (1 << 53, 1), ""),
    ]);
}

#[test]
fn magnitudes_are_read_with_the_number_as_one_decimal() {
    check_all(&[
        ("1.5k", (1_500, 1), ""),
        ("10K", (10_000, 1), ""),
        ("100M", (100_000_000, 1), ""),
        ("1.1M", (1_100_000, 1), ""),
        ("2e3k", (2_000_000, 1), ""),
        ("10bn", (10_000_000_000, 1), ""),
        ("10 bn", (10_000_000_000, 1), ""),
        ("3tn", (3_000_000_000_000, 1), ""),
        ("3 tn", (3_000_000_000_000, 1), ""),
        ("5 thousand", (5_000, 1), ""),
        ("5 million", (5_000_000, 1), ""),
        ("5 billion", (5_000_000_000, 1), ""),
        ("5 trillion", (5_000_000_000_000, 1), ""),
        ("5billion users", (5_000_000_000, 1), "users"),
        ("5 thousand users", (5_000, 1), "users"),
        ("100M users", (100_000_000, 1), "users"),
        ("10 M users", (10_000_000, 1), "users"),
        ("1.5 k users", (1_500, 1), "users"),
        ("5 k qps", (5_000, 1), "requests/s"),
        ("10B users", (10_000_000_000, 1), "users"),
        ("10B qps", (10_000_000_000, 1), "requests/s"),
        ("10B req/s", (10_000_000_000, 1), "requests/s"),
        ("2T users", (2_000_000_000_000, 1), "users"),
        ("7B parameters", (7_000_000_000, 1), "parameters"),
        ("100M/day", (100_000_000, 86_400), "/s"),
    ]);
    // Multiplying 0.3 by 1e6, 1.1 by 1e9 and the like afterwards is an ulp off.
    for (input, exact) in
        [("0.3M", 300_000), ("1.1bn", 1_100_000_000), ("64.1k", 64_100), ("8.41M", 8_410_000)]
    {
        check(input, (exact, 1), "");
    }
}

#[test]
fn money_stands_before_its_number() {
    check_all(&[
        ("$5", (5, 1), "$"),
        ("$0.023", (23, 1_000), "$"),
        ("$5B", (5_000_000_000, 1), "$"),
        ("$5T", (5_000_000_000_000, 1), "$"),
        ("$5M", (5_000_000, 1), "$"),
        ("$5k", (5_000, 1), "$"),
        ("$5K", (5_000, 1), "$"),
        ("$5bn", (5_000_000_000, 1), "$"),
        ("$5 billion", (5_000_000_000, 1), "$"),
        ("5 USD", (5, 1), "$"),
        ("5 dollars", (5, 1), "$"),
        ("5 cents", (1, 20), "$"),
        ("$5/user", (5, 1), "$/user"),
        ("$3 per million tokens", (3, 1_000_000), "$/token"),
        ("$3 per 1M tokens", (3, 1_000_000), "$/token"),
        ("$3/1M tokens", (3, 1_000_000), "$/token"),
        ("$5 per 1000 requests", (5, 1_000), "$/request"),
        ("$0.023/GB/month to $/GB/month", (23, 1_000), "$/GB/month"),
        ("$12/year to $/month", (1, 1), "$/month"),
        ("$0.05 per GPU per hour to $/gpu/hour", (5, 100), "$/gpu/hour"),
    ]);
}

#[test]
fn percentages_and_factors_are_plain_numbers() {
    check_all(&[
        ("50%", (1, 2), ""),
        ("50 %", (1, 2), ""),
        ("0.5%", (1, 200), ""),
        ("150%", (3, 2), ""),
        ("3x", (3, 1), ""),
        ("2.5x", (5, 2), ""),
        ("0x", (0, 1), ""),
        ("50%/2", (1, 4), ""),
        ("5 % of 300", (15, 1), ""),
    ]);
}

#[test]
fn a_suffix_is_joined_by_slash_dot_and_per() {
    check_all(&[
        ("10 KB/s", (10_000, 1), "B/s"),
        ("10 KB per s", (10_000, 1), "B/s"),
        ("10 KB per second", (10_000, 1), "B/s"),
        ("10KB/s", (10_000, 1), "B/s"),
        ("5 req per user per day to req/user/day", (5, 1), "req/user/day"),
        ("5 req/user per day to req/user/day", (5, 1), "req/user/day"),
        ("10 m·m", (10, 1), "m·m"),
        ("5 GB·s to MB·s", (5_000, 1), "MB·s"),
        ("5 GB per million users", (5_000, 1), "B/user"),
        ("2 GB per 4 users", (500_000_000, 1), "B/user"),
        ("1000 req / s", (1_000, 1), "requests/s"),
        ("10 KB/ s", (10_000, 1), "B/s"),
    ]);
}

#[test]
fn a_suffix_belongs_to_its_literal() {
    check_all(&[
        ("10 m / 2 s", (5, 1), "m/s"),
        ("1 / 2 s", (1, 2), "/s"),
        ("3 / 4 GB to /GB", (3, 4), "/GB"),
        ("10 GB / 1 Gbit/s", (80, 1), "s"),
        ("10 GB/1 Gbit/s", (80, 1), "s"),
        ("500 GB / 10 Gbps", (400, 1), "s"),
        ("5k req/s / 1000 req/s/server", (5, 1), "servers"),
        ("5k req/s / 1000 req per s", (5, 1), ""),
        ("72 / 200 ms", (360, 1), "/s"),
        ("240 GB / 300 MB / 50 ms", (16_000, 1), "/s"),
        ("$10 / $2/GB", (5_000_000_000, 1), "B"),
        ("10M connections / 50k connections/server", (200, 1), "servers"),
    ]);
}

#[test]
fn a_divisor_with_two_readings_is_refused() {
    refused(
        "E0104",
        &[
            "1 GB / 1000 req / s",
            "1 GB ÷ 1000 req / s",
            "10 / 2/day",
            "10 / 2 / day",
            "10 / 2 /day",
            "10 / 5%/day",
            "10 / 2 per s",
            "1 / 1/s",
            "n = 4; 10 / 2/n",
            "n = 4; 10 GB / 2 GB/n",
            "$10 / $2 / GB",
            "10 req/s / 1000 req/s / server",
        ],
    );
    // A quotient that is not a divisor, a parenthesis, or a second number is unambiguous.
    check_all(&[
        ("10 GB / s to GB/s", (10, 1), "GB/s"),
        ("10 / (2/day) to days", (5, 1), "days"),
        ("10 / (2 / day) to days", (5, 1), "days"),
        ("1 / 2 / 3", (1, 6), ""),
        ("10 GB / 2 / 5", (1_000_000_000, 1), "B"),
        ("10 GB / 2 s / 5", (1_000_000_000, 1), "B/s"),
        ("10 GB / (2 req) / s", (5_000_000_000, 1), "B/s/request"),
        ("10 GB * 2 / s", (20_000_000_000, 1), "B/s"),
        ("n = 4; 10 GB / 2 GB / n", (5, 4), ""),
    ]);
}

#[test]
fn a_suffix_ends_before_a_binding() {
    check_all(&[
        ("n = 5; 10/n", (2, 1), ""),
        ("n = 5; 100 GB/n", (20_000_000_000, 1), "B"),
        ("n = 5; 100 GB per n", (20_000_000_000, 1), "B"),
        ("n = 5; 100/n/s", (20, 1), "/s"),
        ("n = 5; 100/s/n", (20, 1), "/s"),
        ("n = 5; 5 GB·n", (25_000_000_000, 1), "B"),
    ]);
    refused("E0106", &["n = 5; 5 n", "n = 5; 5n"]);
}

#[test]
fn letters_with_several_meanings_are_refused() {
    refused(
        "E0104",
        &[
            "10B",
            "10 * 10B",
            "2T",
            "10G",
            "10G users",
            "5m",
            "10b",
            "10t",
            "10g",
            "10 M",
            "10 k",
            "$5 M",
            "10 B users",
            "10 T users",
            "10B GB",
            "10B/s",
            "2^10B",
        ],
    );
    check_all(&[
        ("10 B", (10, 1), "B"),
        ("5 m", (5, 1), "m"),
        ("16 b", (2, 1), "B"),
        ("5 min", (300, 1), "s"),
    ]);
}

#[test]
fn spellings_of_data_that_may_be_bytes_or_bits_are_refused() {
    let unclear =
        ["kb", "mb", "gb", "tb", "pb", "mbps", "gbps", "tbps", "GBps", "MBps", "KBps", "Bps", "mB", "kib"];
    for unit in unclear {
        assert_eq!(codes(&format!("5 {unit}")), ["E0203"], "{unit}");
        assert_eq!(codes(&format!("5 GB to {unit}")), ["E0203"], "to {unit}");
    }
    check_all(&[
        ("5 Kb", (625, 1), "B"),
        ("8 Mb", (1_000_000, 1), "B"),
        ("8 Gb", (1_000_000_000, 1), "B"),
        ("8 Gb/s", (1_000_000_000, 1), "B/s"),
        ("8 Gbps", (1_000_000_000, 1), "B/s"),
        ("8 kbps", (1_000, 1), "B/s"),
    ]);
}

#[test]
fn terabits_and_petabits_are_read_only_per_second() {
    refused(
        "E0203",
        &["9 Tb", "9 Pb", "9 Tb/day", "9 Pb per month", "9 Tb/user", "5 GB to Tb", "5 GB/day to Tb/day"],
    );
    check_all(&[
        ("8 Tb/s", (1_000_000_000_000, 1), "B/s"),
        ("8 Pb/s", (1_000_000_000_000_000, 1), "B/s"),
        ("8 Tb per second", (1_000_000_000_000, 1), "B/s"),
        ("8 Tbps", (1_000_000_000_000, 1), "B/s"),
        ("8 Tbit", (1_000_000_000_000, 1), "B"),
        ("1 TB/s to Tb/s", (8, 1), "Tb/s"),
    ]);
}

#[test]
fn two_quantities_side_by_side_are_refused() {
    refused("E0106", &["30 min 2 hours", "2 h 30", "5 GB 3 MB", "2 3", "5 users 3", "2(3)", "(2)(3)"]);
    check("2 hours + 30 min", (9_000, 1), "s");
}

#[test]
fn a_hyphen_between_units_is_refused() {
    refused("E0111", &["$0.05/GPU-core", "$0.05 per GPU-core", "5 GB/user-server"]);
    check("$0.05/GPU/hour to $/gpu/hour", (1, 20), "$/gpu/hour");
}

#[test]
fn a_power_of_a_literal_with_a_unit_is_refused() {
    refused("E0109", &["10 m^2", "10 m²", "$5²", "10 m/s^2", "3x²"]);
    check_all(&[
        ("(10 m)^2", (100, 1), "m·m"),
        ("(10 m)²", (100, 1), "m·m"),
        ("(5%)^2", (1, 400), ""),
        ("$5^2", (25, 1), "$"),
    ]);
}

#[test]
fn a_factor_beside_a_bound_x_is_refused() {
    refused("E0104", &["x = 2; 3x"]);
    check("x = 2; 3 * x", (6, 1), "");
}

#[test]
fn adding_a_percentage_is_refused_unless_both_readings_agree() {
    refused(
        "E0104",
        &["100 + 5%", "100 - 5%", "5 GB + 5%", "5% + 5%", "x = 5; x + 5%", "2 + 3 + 5%", "(1 + 2) - 5%"],
    );
    check_all(&[
        ("1 + 5%", (105, 100), ""),
        ("100% - 5%", (95, 100), ""),
        ("100% + 5%", (105, 100), ""),
        ("1 - 5%", (95, 100), ""),
        ("x = 5; 10 + 5% * x", (41, 4), ""),
        ("x = 5; 10 + 5% of x", (41, 4), ""),
        ("x = 50%; 100 + x", (201, 2), ""),
    ]);
}

#[test]
fn numbers_beyond_what_can_be_computed_with_are_refused() {
    refused(
        "E0110",
        &[
            "9e999",
            "1e309",
            "1e-999",
            "1e-400",
            "1e308k",
            "10^309",
            "2^1024",
            "10^-400",
            "1e99999999999999999999",
        ],
    );
    refused("E0110", &[&"9".repeat(400), &format!("0.{}1", "0".repeat(400))]);
    check(&format!("{}e-500", "9".repeat(500)), (1, 1), "");
}

#[test]
fn nothing_else_passes_for_a_number() {
    for input in
        ["1__0", "1_", "0x10", "1.2.3", "5.", "1e", "1e5.5", "1..", "∞", "１", "٣", "½", "1e５", "1_０"]
    {
        assert!(!codes(input).is_empty(), "`{input}`");
    }
}
