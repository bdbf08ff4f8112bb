//! Literals with several readings: each is refused, with a change of the input for every reading that makes sense.

use napkin::text::diagnostic::{Diagnostic, Help};
use napkin::text::source::Sources;

use crate::support::{codes, evaluate, near, patched, read_as, run, run_with, value};

/// The changes that the first error offers: the label, and the input with the change made.
fn fixes(diagnostic: &Diagnostic, sources: &Sources) -> Vec<(String, String)> {
    let patch = |help: &Help| Some((help.text.clone(), patched(sources, help)?));
    diagnostic.helps.iter().filter_map(patch).collect()
}

/// The input is refused with a code; what it can be changed to, in order.
#[track_caller]
fn offers(code: &str, cases: &[(&str, &[(&str, &str)])]) {
    for (input, expected) in cases {
        let evaluation = evaluate(input);
        let Some(error) = evaluation.diagnostics.first().filter(|error| error.is_error()) else {
            panic!("`{input}` is accepted")
        };
        assert_eq!(error.code, code, "`{input}`");
        let found = fixes(error, &evaluation.sources);
        let found: Vec<(&str, &str)> = found.iter().map(|(label, text)| (&**label, &**text)).collect();
        assert_eq!(found, *expected, "`{input}`");
    }
}

#[track_caller]
fn check_all(cases: &[(&str, (i64, i64), &str)]) {
    for (input, (numerator, denominator), unit) in cases {
        let shown = value(input);
        assert!(near(shown.value, *numerator, *denominator, 2), "`{input}` is {}", shown.value);
        assert_eq!(shown.unit, *unit, "`{input}`");
    }
}

const RANGE: &str = "for a range";
const LESS: &str = "to subtract";

#[test]
fn a_hyphen_between_ascending_numbers_may_make_a_range() {
    offers(
        "E0104",
        &[
            ("20-30%", &[(RANGE, "20% to 30%"), (LESS, "20 - 0.3")]),
            ("20-30% of 100M users", &[(RANGE, "20% to 30% of 100M users")]),
            ("2-3x", &[(RANGE, "2 to 3x"), (LESS, "2 - 3x")]),
            ("10-20 users", &[(RANGE, "10 to 20 users")]),
            ("3-5", &[(RANGE, "3 to 5"), (LESS, "3 - 5")]),
            (
                "1-10k qps",
                &[
                    (RANGE, "1k qps to 10k qps"),
                    ("for a range from the number as it stands", "1 qps to 10k qps"),
                ],
            ),
            (
                "5-10 million users",
                &[
                    (RANGE, "5 million users to 10 million users"),
                    ("for a range from the number as it stands", "5 users to 10 million users"),
                ],
            ),
            ("500-1k users", &[(RANGE, "500 to 1k users")]),
            ("10M-20M", &[(RANGE, "10M to 20M"), (LESS, "10M - 20M")]),
            ("40ms-60ms", &[(RANGE, "40ms to 60ms"), (LESS, "40ms - 60ms")]),
            ("5 KB-10 KB", &[(RANGE, "5 KB to 10 KB"), (LESS, "5 KB - 10 KB")]),
            ("20%-30%", &[(RANGE, "20% to 30%"), (LESS, "20% - 0.3")]),
            ("$5-$10", &[(RANGE, "$5 to $10"), (LESS, "$5 - $10")]),
            ("$5-10", &[(RANGE, "$5 to 10")]),
            ("~5-10 GB", &[(RANGE, "~5 to 10 GB")]),
            ("1,000-2,000 users", &[(RANGE, "1,000 to 2,000 users")]),
            ("1e3-1e4", &[(RANGE, "1e3 to 1e4"), (LESS, "1e3 - 1e4")]),
            ("2^3-2^4", &[(RANGE, "2^3 to 2^4"), (LESS, "2^3 - 2^4")]),
            ("2.5-3.5 h", &[(RANGE, "2.5 to 3.5 h")]),
            ("100 * 2-3", &[(RANGE, "100 * 2 to 3"), (LESS, "100 * 2 - 3")]),
            ("max(3, 5-7)", &[(RANGE, "max(3, 5 to 7)"), (LESS, "max(3, 5 - 7)")]),
            ("(3-5) * 2", &[(RANGE, "(3 to 5) * 2"), (LESS, "(3 - 5) * 2")]),
            (
                "peak = 2-3x; peak * 2",
                &[(RANGE, "peak = 2 to 3x; peak * 2"), (LESS, "peak = 2 - 3x; peak * 2")],
            ),
            // Units that differ.
            ("900us-1ms", &[(RANGE, "900us to 1ms"), (LESS, "900us - 1ms")]),
            ("500 MB-1 GB", &[(RANGE, "500 MB to 1 GB"), (LESS, "500 MB - 1 GB")]),
            ("2 * 500 MB-1 GB", &[(RANGE, "2 * 500 MB to 1 GB"), (LESS, "2 * 500 MB - 1 GB")]),
            // A range of a lognormal has no zero.
            ("0-100 users", &[("for a range from zero", "uniform(0 users, 100 users)")]),
            ("0-30%", &[("for a range from zero", "uniform(0%, 30%)"), (LESS, "0 - 0.3")]),
            ("$0-$5", &[("for a range from zero", "uniform($0, $5)"), (LESS, "$0 - $5")]),
            // More than two numbers, or a sign before them.
            ("3-5-7", &[(LESS, "3 - 5 - 7")]),
            ("10-3-5", &[(LESS, "10 - 3 - 5")]),
            ("555-123-4567", &[(LESS, "555 - 123 - 4567")]),
            ("-5-10", &[(LESS, "-5 - 10")]),
            // As a whole, what is left of 1 may be a range of percents.
            ("1-99.9%", &[(RANGE, "1% to 99.9%"), (LESS, "1 - 99.9%")]),
            ("max(1-5%, 2%)", &[(RANGE, "max(1% to 5%, 2%)"), (LESS, "max(1 - 5%, 2%)")]),
        ],
    );
}

#[test]
fn other_hyphens_subtract() {
    check_all(&[
        ("10-3", (7, 1), ""),
        ("10-3-2", (5, 1), ""),
        ("2^10-1", (1_023, 1), ""),
        ("10k-1", (9_999, 1), ""),
        ("1-0.999", (1, 1_000), ""),
        ("(1-99.9%)", (1, 1_000), ""),
        ("(1-99.9%) * 1000", (1, 1), ""),
        ("(1-5%)^2", (9_025, 10_000), ""),
        ("2 * (1-50%)", (1, 1), ""),
        ("1-0.5%", (995, 1_000), ""),
        ("n = 3; n-1", (2, 1), ""),
        ("n = 3; n-5", (-2, 1), ""),
        ("n = 3; 1-n", (-2, 1), ""),
        ("n = 4; n^2-4", (12, 1), ""),
        ("n = 4; n²-20", (-4, 1), ""),
        ("(3)-(5)", (-2, 1), ""),
        ("3 - 5", (-2, 1), ""),
        ("3 -5", (-2, 1), ""),
        ("3- 5", (-2, 1), ""),
        ("60ms-40ms", (2, 100), "s"),
        ("1 GB-500 MB", (500_000_000, 1), "B"),
        ("$10-$4", (6, 1), "$"),
        ("10 users-3 users", (7, 1), "users"),
        ("-3", (-3, 1), ""),
        ("1e-3", (1, 1_000), ""),
        ("2^-3", (1, 8), ""),
    ]);
}

#[test]
fn a_hyphen_is_refused_wherever_a_value_is_given() {
    let model =
        |peak: &str| format!("title = \"t\"\n[inputs]\npeak = \"{peak}\"\n[estimates]\na = \"peak * 2\"\n");
    let first = |report: &napkin::report::Report| report.diagnostics.first().map(|error| error.code);
    for peak in ["2-3x", "10M-20M", "5 KB-10 KB", "$5-$10", "20-30%", "1-99%", "900us-1ms"] {
        assert_eq!(first(&run(&model(peak))), Some("E0104"), "{peak}");
        assert_eq!(first(&run_with(&model("2"), &[("peak", peak)])), Some("E0104"), "--set peak={peak}");
    }
    assert!(run(&model("3-2")).is_ok());
    let table =
        "title = \"t\"\n[tables.t]\ncolumns = [\"share\"]\nrows = [{ name = \"a\", share = \"20-30%\" }]\n";
    assert!(!run(table).is_ok());
}

#[test]
fn a_fraction_of_a_unit_may_be_a_part_or_a_quotient() {
    let (part, quotient) = ("for a part of it", "to divide by it");
    offers(
        "E0104",
        &[
            ("1/2 day", &[(part, "0.5 day"), (quotient, "1 / 2 day")]),
            ("3/4 year", &[(part, "0.75 year"), (quotient, "3 / 4 year")]),
            ("1/3 hour", &[(part, "1/3 * 1 hour"), (quotient, "1 / 3 hour")]),
            ("1/2 s", &[(part, "0.5 s"), (quotient, "1 / 2 s")]),
            ("3/2 weeks", &[(part, "1.5 weeks"), (quotient, "3 / 2 weeks")]),
            ("1/4 mo", &[(part, "0.25 mo"), (quotient, "1 / 4 mo")]),
            ("10 * 1/2 day", &[(part, "10 * 0.5 day"), (quotient, "10 * 1 / 2 day")]),
            ("24/7 days", &[(part, "24/7 * 1 days"), (quotient, "24 / 7 days")]),
            ("1/10 ms", &[(part, "0.1 ms"), (quotient, "1 / 10 ms")]),
            ("1/2 TB", &[(part, "0.5 TB"), (quotient, "1 / 2 TB")]),
            ("1/3 GB * 5", &[(part, "1/3 * 1 GB * 5"), (quotient, "1 / 3 GB * 5")]),
            ("3/4 TB/day", &[(part, "0.75 TB/day"), (quotient, "3 / 4 TB/day")]),
            ("5 GB + 1/2 TB", &[(part, "5 GB + 0.5 TB")]),
            ("1/2 kWh", &[(part, "0.5 kWh"), (quotient, "1 / 2 kWh")]),
            ("1/3 servers", &[(part, "1/3 * 1 servers"), (quotient, "1 / 3 servers")]),
            ("1/2 parcels", &[(part, "0.5 parcels"), (quotient, "1 / 2 parcels")]),
            ("(1/2 min)", &[(part, "(0.5 min)"), (quotient, "(1 / 2 min)")]),
        ],
    );
    check_all(&[
        ("1/150us to /s", (1_000_000, 150), "/s"),
        ("1/2s to /s", (1, 2), "/s"),
        ("1 / 10 ms to /s", (100, 1), "/s"),
        ("1 /2 s to /s", (1, 2), "/s"),
        ("1/ 2 s to /s", (1, 2), "/s"),
        ("100/5 min to /min", (20, 1), "/min"),
        ("3 / 4 GB to /GB", (3, 4), "/GB"),
        ("1/2GB to /GB", (1, 2), "/GB"),
        ("100/5 users to /user", (20, 1), "/user"),
        ("1 / 2 users to /user", (1, 2), "/user"),
        ("3/4 * 1 TB", (750_000_000_000, 1), "B"),
        ("10 GB/2 s", (5_000_000_000, 1), "B/s"),
        ("n = 1; n/2 s to /s", (1, 2), "/s"),
        ("(1)/2 s to /s", (1, 2), "/s"),
        ("1/2 * 1 s", (1, 2), "s"),
    ]);
}

#[test]
fn dates_and_times_of_day_are_not_computed_with() {
    for date in [
        "2025-01-15",
        "2025-1-5",
        "2025-12-31",
        "1999-12-31",
        "2025-01",
        "12/31/2025",
        "31/12/2025",
        "1/2/2025",
        "2025/12/31",
        "31.12.2025",
        "1.2.2025",
        "2025-01-15T10:00:00Z",
        "launch = 2025-01-01; launch * 2",
        "2025-12-31 - 2025-01-01",
    ] {
        assert_eq!(codes(date).first(), Some(&"E0101"), "{date}");
        let message = evaluate(date).diagnostics[0].message.clone();
        assert!(message.contains("date"), "{date}: {message}");
    }
    let [both, ratio] = ["for a duration", "for a ratio"];
    let [hours, minutes] = ["for hours and minutes", "for minutes and seconds"];
    offers(
        "E0101",
        &[
            ("10:00:00", &[(both, "10h")]),
            ("1:30:00", &[(both, "1h30m")]),
            ("01:02:03", &[(both, "1h2m3s")]),
            ("00:00:45", &[(both, "45s")]),
            ("00:05:00", &[(both, "5 min")]),
            ("10:30", &[(hours, "10h30m"), (minutes, "10m30s"), (ratio, "(10/30)")]),
            ("2 * 1:30", &[(hours, "2 * 1h30m"), (minutes, "2 * 1m30s"), (ratio, "2 * (1/30)")]),
            ("0:45", &[(hours, "45 min"), (minutes, "45s"), (ratio, "(0/45)")]),
            ("2:1", &[(ratio, "(2/1)")]),
            ("100:1 * 3", &[(ratio, "(100/1) * 3")]),
            ("80:20", &[(hours, "80h20m"), (minutes, "80m20s"), (ratio, "(80/20)")]),
        ],
    );
    check_all(&[
        ("2000/10/5", (40, 1), ""),
        ("12/3/4", (1, 1), ""),
        ("2025-12", (2_013, 1), ""),
        ("2025 - 01 - 15", (2_009, 1), ""),
        ("60/60/24", (1, 24), ""),
    ]);
}

#[test]
fn digits_that_are_grouped_otherwise_are_grouped_anew_as_a_whole() {
    let (one, several) = ("for one number", "for several arguments");
    offers(
        "E0105",
        &[
            ("1 000 000", &[(one, "1_000_000")]),
            ("1 000 000 users * 2", &[(one, "1_000_000 users * 2")]),
            ("$1 000 000.50", &[(one, "$1_000_000.50")]),
            ("12 345", &[(one, "12_345")]),
            ("1,00,000", &[(one, "100_000")]),
            ("12,34,56,789", &[(one, "123_456_789")]),
            ("1.000.000", &[(one, "1_000_000")]),
            ("1.000,50", &[(one, "1_000.50")]),
            ("1_000,000", &[(one, "1_000_000")]),
            ("1,5", &[("for a decimal", "1.5")]),
            ("0,500", &[("for a decimal", "0.500")]),
            ("1234,567", &[("for a decimal", "1234.567"), (one, "1_234_567")]),
            ("1__000", &[(one, "1_000")]),
            ("1_000_", &[(one, "1_000")]),
            ("1__000__000 users", &[(one, "1_000_000 users")]),
            ("5_users", &[(one, "5 users")]),
            ("max(1,000)", &[(one, "max(1_000)"), (several, "max(1, 000)")]),
            ("max(8,128)", &[(one, "max(8_128)"), (several, "max(8, 128)")]),
            ("max(1,000,5)", &[(one, "max(1_000, 5)"), (several, "max(1, 000, 5)")]),
            ("max(100,200,300)", &[(one, "max(100_200_300)"), (several, "max(100, 200, 300)")]),
            ("max(5, 1,000)", &[(one, "max(5, 1_000)"), (several, "max(5, 1, 000)")]),
            ("max(1,05)", &[(several, "max(1, 05)")]),
            ("max(2,500.5)", &[(one, "max(2_500.5)"), (several, "max(2, 500.5)")]),
        ],
    );
}

#[test]
fn other_spellings_have_the_help_that_is_theirs() {
    let ten = "in base ten";
    offers(
        "E0101",
        &[
            ("0x10", &[(ten, "16")]),
            ("0xFF * 2", &[(ten, "255 * 2")]),
            ("0b101", &[(ten, "5")]),
            ("0o17", &[(ten, "15")]),
        ],
    );
    offers(
        "E0101",
        &[
            ("5~10", &[(RANGE, "5 to 10")]),
            ("5 ~ 10 GB", &[(RANGE, "5 to 10 GB")]),
            ("$5~$10", &[(RANGE, "$5 to $10")]),
            ("5 .. .10", &[(RANGE, "5 to 10")]),
            ("5...10 GB", &[(RANGE, "5 to 10 GB")]),
            ("5…10 GB", &[(RANGE, "5 to 10 GB")]),
            ("≈5", &[("leave it out", "5")]),
        ],
    );
    offers(
        "E0106",
        &[
            ("2x 100 req/s", &[("to multiply them", "2x * 100 req/s")]),
            ("5 KB x", &[("leave it out", "5 KB")]),
            ("1h30", &[("for one duration", "1h30m")]),
            ("2d12", &[("for one duration", "2d12h")]),
            ("30m1h", &[("to add them", "30 min + 1 h")]),
            ("1.5h30m", &[("to add them", "1.5 h + 30 min")]),
            (
                "30 min 2 hours",
                &[("to add them", "30 min + 2 hours"), ("to multiply them", "30 min * 2 hours")],
            ),
        ],
    );
    offers(
        "E0104",
        &[
            ("x = 3; 5 x 3", &[("for times", "x = 3; 5 * 3"), ("for the value", "x = 3; 5 * x * 3")]),
            (
                "500m cores",
                &[("for thousandths, as Kubernetes has them", "0.5 cores"), ("for million", "500M cores")],
            ),
            ("5 mn", &[("for million", "5M")]),
            ("$5MM", &[("for million", "$5M")]),
            ("5 Billion * 3", &[("for billion", "5bn * 3")]),
            ("10B * 3", &[("for billion", "10bn * 3"), ("for bytes", "10 bytes * 3")]),
            ("5M to 50m", &[("for million", "5M to 50M")]),
        ],
    );
    offers(
        "E0202",
        &[
            ("512Mi", &[("for mebibytes", "512MiB")]),
            ("4Gi * 3", &[("for gibibytes", "4GiB * 3")]),
            ("16 Gi/server", &[("for gibibytes", "16 GiB/server")]),
            ("2Ki", &[("for kibibytes", "2KiB")]),
            ("1Ti", &[("for tebibytes", "1TiB")]),
            ("5 GB to Gi", &[("for gibibytes", "5 GB to GiB")]),
            ("10 MiBs", &[("for mebibytes", "10 MiB")]),
            ("10 MBs/s", &[("for megabytes", "10 MB/s")]),
            ("3 GBs", &[("for gigabytes", "3 GB")]),
            ("5 Mo", &[("for megabytes", "5 MB"), ("for months", "5 months")]),
            ("5 Go", &[("for gigabytes", "5 GB")]),
            ("2 WK", &[("for weeks", "2 weeks")]),
        ],
    );
    offers(
        "E0204",
        &[("mo = 3 GB; 5 GB-mo", &[(LESS, "mo = 3 GB; 5 GB - mo"), ("for the unit", "mo = 3 GB; 5 GB·mo")])],
    );
}

#[test]
fn three_decimals_that_end_with_a_zero_may_be_thousands() {
    let (thousands, decimal) = ("for thousands", "for a decimal");
    offers(
        "E0105",
        &[
            ("1.000 users", &[(thousands, "1_000 users"), (decimal, "1 users")]),
            ("1.500 users", &[(thousands, "1_500 users"), (decimal, "1.5 users")]),
            ("12.250 parcels", &[(thousands, "12_250 parcels"), (decimal, "12.25 parcels")]),
            ("10.000 * 3", &[(thousands, "10_000 * 3"), (decimal, "10 * 3")]),
            ("$10.000/month", &[(thousands, "$10_000/month"), (decimal, "$10/month")]),
            ("5 GB * 1.000", &[(thousands, "5 GB * 1_000"), (decimal, "5 GB * 1")]),
        ],
    );
    check_all(&[
        ("1.500 MB", (1_500_000, 1), "B"),
        ("1.125 users", (9, 8), "users"),
        ("0.500 users", (1, 2), "users"),
        ("1.000k users", (1_000, 1), "users"),
        ("1.0000 users", (1, 1), "users"),
        ("99.000% of 100 users", (99, 1), "users"),
    ]);
}

#[test]
fn letters_that_look_like_latin_ones_are_named() {
    for (input, fix) in [
        ("5 \u{41c}B", "5 MB"),
        ("5\u{41c} users", "5M users"),
        ("5 us\u{435}rs", "5 users"),
        ("5 GB/us\u{435}r", "5 GB/user"),
        ("x = 3; \u{445} * 2", "x = 3; x * 2"),
    ] {
        let evaluation = evaluate(input);
        let error = &evaluation.diagnostics[0];
        assert!(error.notes().iter().any(|note| note.contains("is the Cyrillic letter U+04")), "{input}");
        let fixes = fixes(error, &evaluation.sources);
        assert_eq!(fixes, [("in Latin letters".to_owned(), fix.to_owned())], "{input}");
    }
}

#[test]
fn fractions_of_one_character_are_numbers() {
    for (input, line) in [
        ("\u{bd} TB", "0.5 TB"),
        ("1\u{bd} TB", "1.5 TB"),
        ("1 \u{bd} TB", "1.5 TB"),
        ("3\u{be}days", "3.75 days"),
        ("100M users * 2\u{215b} KB/user", "100M users * 2.125 KB/user"),
    ] {
        assert_eq!(read_as(&evaluate(input)).as_deref(), Some(line), "{input}");
    }
    // A third is rounded, which nobody said.
    offers("E0101", &[("1\u{2153} TB", &[("rounded", "1.3333 TB")])]);
}

#[test]
fn a_fix_of_a_definition_shows_the_result_that_follows_from_it() {
    for (input, expected) in [
        ("users = -5M users; users * 2", "10M users"),
        ("x = 1/2 TB; 7; y = x * 2; y * 3", "3 TB"),
        ("x = 1/2 TB; x * 4; 5 s", "2 TB"),
        ("x = 1/2 TB; y = x * 2", "500 GB"),
    ] {
        let evaluation = evaluate(input);
        let help = evaluation.diagnostics[0].helps.iter().find_map(|help| help.gives.as_ref());
        assert_eq!(help.map(|gives| gives.text.as_str()), Some(expected), "{input}");
    }
}

#[test]
fn a_reading_of_several_lines_shows_all_that_change() {
    let text = "size = 300 KB\nmail = 40 emails/day\n900M DAU * mail * size";
    let evaluation = evaluate(text);
    let note = &evaluation.diagnostics[0].message;
    assert!(note.contains("`size = 300 KB/email` and `mail = 40 emails/day/DAU`"), "{note}");
}

#[test]
fn a_currency_is_counted_without_a_price() {
    offers(
        "E0202",
        &[
            ("5 EUR * 3", &[("to count `EUR`", "unit EUR EUR; 5 EUR * 3")]),
            ("5 euros * 3", &[("to count `euros`", "unit euro; 5 euros * 3")]),
            // Beside dollars, nothing but its price helps.
            ("5 EUR/month + $2/month", &[]),
        ],
    );
    assert_eq!(value("unit EUR EUR; 5 EUR * 3").written.literal(), "15 EUR");
}
