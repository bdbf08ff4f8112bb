//! Literals as people write them, where only one reading makes sense.

use crate::support::{check_fractions, codes, evaluate, read_as, row, run, run_with, sound, value, warnings};

#[track_caller]
fn check_all(cases: &[(&str, (i64, i64), &str)]) {
    check_fractions(cases, 2);
}

/// The input has errors, and the first has that code.
#[track_caller]
fn refused(code: &str, inputs: &[&str]) {
    for input in inputs {
        assert_eq!(codes(input).first(), Some(&code), "`{input}`");
    }
}

const DAY: i64 = 86_400;
const YEAR: i64 = 365 * DAY;
const MONTH: i64 = YEAR / 12;

#[test]
fn short_times_are_units_in_a_literal() {
    check_all(&[
        ("10y", (10 * YEAR, 1), "s"),
        ("1 y", (YEAR, 1), "s"),
        ("2 wk", (14 * DAY, 1), "s"),
        ("2wks", (14 * DAY, 1), "s"),
        ("3 mo", (3 * MONTH, 1), "s"),
        ("6 mos", (6 * MONTH, 1), "s"),
        ("5 GB/mo", (5_000_000_000, MONTH), "B/s"),
        ("5 GB per wk", (5_000_000_000, 7 * DAY), "B/s"),
        ("$12/y", (12, YEAR), "$/s"),
        ("5 req/user/y to req/user/year", (5, 1), "req/user/year"),
        ("1 TB/day * 10y", (3_650_000_000_000_000, 1), "B"),
        ("2 y to years", (2, 1), "years"),
    ]);
    // Bindings win, and elsewhere these are no units.
    check_all(&[
        ("y = 4; 10/y", (5, 2), ""),
        ("mo = 5; 10/mo", (2, 1), ""),
        ("wk = 5; wk * 2", (10, 1), ""),
        ("y = 2; 4 * y", (8, 1), ""),
        ("fn f(y) = 10/y; f(5)", (2, 1), ""),
    ]);
    refused("E0106", &["y = 4; 10y", "mo = 4; 3 mo"]);
    refused("E0202", &["5 TB to TB/mo", "5 Mo", "5 MO", "5 Y", "5 WK", "5 Wk"]);
}

#[test]
fn fractions_of_seconds_have_long_and_short_names() {
    check_all(&[
        ("5 msec", (5, 1_000), "s"),
        ("5msecs", (5, 1_000), "s"),
        ("5 usec", (5, 1_000_000), "s"),
        ("5 usecs", (5, 1_000_000), "s"),
        ("8 nsec", (8, 1_000_000_000), "s"),
        ("7 sec", (7, 1), "s"),
        ("1 s to msec", (1_000, 1), "msec"),
    ]);
}

#[test]
fn a_duration_may_have_several_parts() {
    check_all(&[
        ("1h30m", (5_400, 1), "s"),
        ("2h15m", (8_100, 1), "s"),
        ("90m30s", (5_430, 1), "s"),
        ("1h30min", (5_400, 1), "s"),
        ("2 hours 30 min", (9_000, 1), "s"),
        ("2 h 30 min", (9_000, 1), "s"),
        ("5 minutes 10 seconds", (310, 1), "s"),
        ("1d12h", (36 * 3_600, 1), "s"),
        ("1d2h3m4s", (DAY + 2 * 3_600 + 3 * 60 + 4, 1), "s"),
        ("1 week 2 days", (9 * DAY, 1), "s"),
        ("2 wk 1 d", (15 * DAY, 1), "s"),
        ("1s500ms", (3, 2), "s"),
        ("1ms500us", (15, 10_000), "s"),
        ("2 h 1.5 min", (7_290, 1), "s"),
        ("1h90m", (9_000, 1), "s"),
        ("1 year 6 months", (18 * MONTH, 1), "s"),
        ("1y6mo", (18 * MONTH, 1), "s"),
        ("1 year 30 days", (395 * DAY, 1), "s"),
        ("1h30m * 2", (10_800, 1), "s"),
        ("100 GB / 1h40m", (100_000_000_000, 6_000), "B/s"),
        ("max(1h30m, 2h)", (7_200, 1), "s"),
        ("-1h30m + 2h", (1_800, 1), "s"),
        // A denominator belongs to all of it.
        ("1h30m/day", (5_400, DAY), ""),
        ("2 hours 30 min per day", (9_000, DAY), ""),
        ("1h30m/user to min/user", (90, 1), "min/user"),
        ("2 m 30 s", (150, 1), "s"),
    ]);
    let ends = value("1h30m to 2h30m").spread.expect("a range has a spread");
    assert!((ends.p5 - 5_400.0).abs() < 1.0 && (ends.p95 - 9_000.0).abs() < 1.0);
    // Ascending, a unit twice, a part without a unit, or decimals before the last part.
    refused(
        "E0106",
        &["30m1h", "1h2h", "1h30m10m", "1h30", "1.5h30m", "30 min 2 hours", "2 hours 30", "2 h 3 users"],
    );
    refused("E0104", &["10 / 1h30m / day", "5m", "5 m users"]);
    // A name that looks like one.
    refused("E0106", &["h30m = 4; 1h30m"]);
}

#[test]
fn a_duration_of_months_depends_on_the_calendar_of_a_model() {
    let model = |units: &str| {
        format!("title = \"t\"\n{units}\n[inputs]\nt = \"1 year 30 days\"\n[estimates]\na = \"t * 2\"\n")
    };
    assert_eq!(row(&sound(run(&model(""))), "a").shown.value, (790 * DAY) as f64);
    let report = run(&model("[units]\nyear = \"360 days\""));
    assert_eq!(report.diagnostics.first().map(|error| error.code), Some("E0106"));
    let report = run_with(&model(""), &[("t", "2h15m")]);
    assert_eq!(row(&sound(report), "a").shown.value, 16_200.0);
}

#[test]
fn commas_group_thousands_outside_a_call() {
    check_all(&[
        ("1,000,000 users", (1_000_000, 1), "users"),
        ("150,000 ns", (15, 100_000), "s"),
        ("10,000,000 ns", (1, 100), "s"),
        ("1,500", (1_500, 1), ""),
        ("$1,500.50", (150_050, 100), "$"),
        ("12,345,678.5", (24_691_357, 2), ""),
        ("1,500k", (1_500_000, 1), ""),
        ("1,000 million", (1_000_000_000, 1), ""),
        ("(100M * 5) / 86,400", (500_000_000, 86_400), ""),
        ("100M * 5 / 86,400", (500_000_000, 86_400), ""),
        ("5 GB per 1,000 users", (5_000_000, 1), "B/user"),
        ("1,000%", (10, 1), ""),
        ("1,000x", (1_000, 1), ""),
        ("10,000 users", (10_000, 1), "users"),
        ("max((1,000), 5)", (1_000, 1), ""),
        ("1,000^2", (1_000_000, 1), ""),
        ("1.500", (3, 2), ""),
        // In a call a comma separates arguments.
        ("max(80,8,128)", (128, 1), ""),
        ("max(1, 000)", (1, 1), ""),
        ("max(1,20)", (20, 1), ""),
        ("max(0,500)", (500, 1), ""),
        ("max(0.5,200)", (200, 1), ""),
        ("max(2^3,200)", (200, 1), ""),
        ("min(1000,200)", (200, 1), ""),
        ("max(10,10)", (10, 1), ""),
        ("fn f(a, n = 5) = a * n; f(1,20)", (20, 1), ""),
    ]);
    refused(
        "E0105",
        &[
            "max(1,000)",
            "max(8,128)",
            "max(100,200,300)",
            "max(1,000,5)",
            "max(1,05)",
            "max(5, 1,000)",
            "max(1,234 users, 5 users)",
            "max(2,500.5)",
            "fn f(a = 1,000) = a; f()",
            "1,00,000",
            "12,34,567",
            "1 000 000",
            "1 000",
            "1.000.000",
            "1,5",
            "0,500",
            "1234,567",
            "1.000,50",
            "1__000",
            "1_000_",
        ],
    );
}

#[test]
fn a_tilde_before_a_number_says_about() {
    check_all(&[
        ("~2.5k", (2_500, 1), ""),
        ("~2.5k qps * 3", (7_500, 1), "requests/s"),
        ("~ 5", (5, 1), ""),
        ("~$5", (5, 1), "$"),
        ("~10%", (1, 10), ""),
        ("2 * ~3", (6, 1), ""),
        ("100 GB / ~4 users", (25_000_000_000, 1), "B/user"),
        ("max(~3, 2)", (3, 1), ""),
        ("-~3", (-3, 1), ""),
        ("~1h30m", (5_400, 1), "s"),
    ]);
    assert!(value("~5 to ~10").spread.is_some());
    refused("E0101", &["5~10", "5 ~ 10 GB", "~x", "≈5", "2 * ≈ 5", "$5~$10", "5 GB~10 GB"]);
}

#[test]
fn magnitudes_are_read_before_what_is_counted() {
    check_all(&[
        ("5 mn users", (5_000_000, 1), "users"),
        ("5mn users", (5_000_000, 1), "users"),
        ("3 mln requests", (3_000_000, 1), "requests"),
        ("1 mil req/day", (1_000_000, DAY), "requests/s"),
        ("2 mill users", (2_000_000, 1), "users"),
        ("5MM users", (5_000_000, 1), "users"),
        ("5 MM users", (5_000_000, 1), "users"),
        ("5mm users", (5_000_000, 1), "users"),
        ("5 mm requests", (5_000_000, 1), "requests"),
        ("2 bil messages", (2_000_000_000, 1), "messages"),
        ("2 bln messages", (2_000_000_000, 1), "messages"),
        ("3 tril rows", (3_000_000_000_000, 1), "rows"),
        ("5 Thousand users", (5_000, 1), "users"),
        ("5 Million users", (5_000_000, 1), "users"),
        ("1.5 Million qps", (1_500_000, 1), "requests/s"),
        ("2 Billion users", (2_000_000_000, 1), "users"),
        ("1 Trillion rows", (1_000_000_000_000, 1), "rows"),
        ("5m users", (5_000_000, 1), "users"),
        ("5m req/s", (5_000_000, 1), "requests/s"),
        ("5m qps", (5_000_000, 1), "requests/s"),
        ("7b parameters", (7_000_000_000, 1), "parameters"),
        ("1.5b users", (1_500_000_000, 1), "users"),
        ("15t tokens", (15_000_000_000_000, 1), "tokens"),
        ("$5b", (5_000_000_000, 1), "$"),
        ("$5m", (5_000_000, 1), "$"),
        ("$2t", (2_000_000_000_000, 1), "$"),
        ("$1.5m/day", (1_500_000, DAY), "$/s"),
        ("$2m/user", (2_000_000, 1), "$/user"),
    ]);
    refused(
        "E0104",
        &[
            "5 mn",
            "5MM",
            "5 Million",
            "$5MM",
            "1 mil",
            "5 mn/day",
            "5 mn GB",
            "5 mil s",
            "5m GB",
            "5m s",
            "7b GB",
            "5 m users",
            "10 B users",
            "5m * 3",
            "5m/s",
            "5G users",
            "5g users",
            "5MM to 10 MM",
            "2 bil * 3",
        ],
    );
    // Cores in thousandths are how Kubernetes asks for them.
    refused("E0104", &["500m cores", "250m cpu", "500m vCPU/user", "1500m vcpus", "500m"]);
    check_all(&[("500M cores", (500_000_000, 1), "cores"), ("5b cores", (5_000_000_000, 1), "cores")]);
}

#[test]
fn an_x_between_operands_multiplies() {
    check_all(&[
        ("2 x 3", (6, 1), ""),
        ("10k rps x 2 KB/req", (20_000_000, 1), "B/s"),
        ("10k rps x 2KB/req x 3", (60_000_000, 1), "B/s"),
        ("(1 + 2) x (3 + 4)", (21, 1), ""),
        ("n = 4; n x 2", (8, 1), ""),
        ("n = 4; m2 = 3; n x m2", (12, 1), ""),
        ("max(2, 3) x min(4, 5)", (12, 1), ""),
        ("2 X 3", (6, 1), ""),
        ("1 + 2 x 3", (7, 1), ""),
        ("12 / 3 x 2", (8, 1), ""),
        ("50% x 8", (4, 1), ""),
        ("$5 x 3", (15, 1), "$"),
        ("3x", (3, 1), ""),
        ("2x * 5", (10, 1), ""),
        ("1920 x 1080", (2_073_600, 1), ""),
        ("100 million users x 20%", (20_000_000, 1), "users"),
    ]);
    refused(
        "E0104",
        &[
            "x = 3; 5 x 3",
            "fn f(x) = 5 x 3; f(2)",
            "x = 3; (5) x (3)",
            "X = 3; 5 X 3",
            "3 x",
            "3 x * 2",
            "x = 2; 3x",
        ],
    );
    refused("E0106", &["2x 100 req/s", "5 KB x", "x = 3; 5 x", "x = 3; 2x3", "x = 3; 2 KB x3"]);
    // Without a blank it multiplies too, with a note.
    for (input, read) in [("2x3", "2 * 3"), ("1920x1080", "1920 * 1080"), ("2 KB x3", "2 KB * 3")] {
        assert_eq!(read_as(&evaluate(input)).as_deref(), Some(read));
    }
}

#[test]
fn a_power_of_a_percentage_is_a_power_of_a_number() {
    for (input, expected) in [
        ("99.99%^30", 0.9999_f64.powi(30)),
        ("5%^2", 0.0025),
        ("5%²", 0.0025),
        ("50%³", 0.125),
        ("1 - 99.9%^3", 1.0 - 0.999_f64.powi(3)),
        ("99.9%^0.5", 0.999_f64.sqrt()),
        ("n = 4; 90%^n", 0.6561),
        ("120%^5", 1.2_f64.powi(5)),
        ("10 TB * 120%^2", 14.4e12),
        ("2 * 50%^2", 0.5),
    ] {
        let found = value(input).value;
        assert!(
            (found - expected).abs() <= expected.abs().max(1.0) * 1e-14,
            "`{input}` is {found}, not {expected}"
        );
    }
    refused("E0109", &["10 m^2", "$5²", "3x^2", "10 GB²", "1h30m^2"]);
}

#[test]
fn pi_is_a_constant_that_may_be_bound() {
    let circle = |input: &str, factor: f64| {
        let found = value(input).value;
        let expected = std::f64::consts::PI * factor;
        assert!((found - expected).abs() <= expected * 1e-15, "`{input}`: {found}");
    };
    circle("pi", 1.0);
    circle("2 * pi", 2.0);
    circle("pi * 3^2", 9.0);
    circle("π / 2", 0.5);
    circle("r = 3; 2 * pi * r", 6.0);
    circle("max(pi, 3)", 1.0);
    check_all(&[("pi = 3; pi * 2", (6, 1), ""), ("fn f(pi) = pi; f(4)", (4, 1), "")]);
    refused("E0106", &["2 pi", "2pi"]);
}

#[test]
fn shares_have_words_and_signs() {
    check_all(&[
        ("5 per cent", (5, 100), ""),
        ("5 per cent of 300", (15, 1), ""),
        ("2.5 per cent * 200", (5, 1), ""),
        ("2 per mille", (2, 1_000), ""),
        ("5‰", (5, 1_000), ""),
        ("5 ‰ of 1000", (5, 1), ""),
        ("100 ppm", (1, 10_000), ""),
        ("100ppm * 1M", (100, 1), ""),
        ("0.5 ppm", (1, 2_000_000), ""),
        ("5k ppm", (5, 1_000), ""),
        ("1 - 100 ppm", (9_999, 10_000), ""),
        ("$5 per cent", (500, 1), ""),
    ]);
    assert!(value("5 ppm to 10 ppm").spread.is_some());
    refused("E0202", &["5 percent", "5 pct"]);
    refused("E0106", &["ppm = 3; 5 ppm"]);
}

#[test]
fn a_hyphen_before_a_time_makes_a_product_of_units() {
    check_all(&[
        ("5 GB-months * $0.02/GB-month", (1, 10), "$"),
        ("5 GB-mo * $0.02/GB-mo", (1, 10), "$"),
        ("400_000 GB-s to GB·s", (400_000, 1), "GB·s"),
        ("3 vCPU-hours to vcpu·h", (3, 1), "vcpu·h"),
        ("$0.05/GPU-hour to $/gpu/hour", (1, 20), "$/gpu/hour"),
        ("$0.05 per GPU-hour to $/gpu/hour", (1, 20), "$/gpu/hour"),
        ("$2 per gpu hour to $/gpu/hour", (2, 1), "$/gpu/hour"),
        ("$2/gpu hour to $/gpu/hour", (2, 1), "$/gpu/hour"),
        ("5 GB/user-month to GB/user/month", (5, 1), "GB/user/month"),
        ("$0.05/GPU-hour * 8 gpus * 10 hours", (4, 1), "$"),
        ("4 server-days to server·hours", (96, 1), "server·hours"),
        ("6 GB-hours to GB-minutes", (360, 1), "GB-minutes"),
        ("$1/h/gpu to $/gpu-hour", (1, 1), "$/gpu-hour"),
        ("$24/day/gpu to $ per gpu hour", (1, 1), "$ per gpu hour"),
        ("2 kW-h", (7_200_000, 1), "J"),
        // A name behind the hyphen is subtracted, and so is a time from a time.
        ("overhead = 1 GB; 5 GB-overhead", (4_000_000_000, 1), "B"),
        ("10 h-2 h", (28_800, 1), "s"),
        ("2 h-min(1 h, 2 h)", (3_600, 1), "s"),
        ("n = 3; 5-n", (2, 1), ""),
    ]);
    refused("E0204", &["mo = 3; 5 GB-mo", "y = 2; $5/GPU-y", "GPU = 3; 5 GPU-hours"]);
    refused("E0111", &["$0.05/GPU-core", "5 GB/user-server"]);
    refused("E0106", &["n = 3; 5/n day"]);
    assert_eq!(warnings("5 GB-months"), Vec::<&str>::new());
    assert_eq!(warnings("400_000 GB-s"), Vec::<&str>::new());
}
