//! Cheat sheets: every number can be used and found, and agrees with its source.
//!
//! Expected values were computed here or by hand: exact integers, fractions of periods, and the figures of the
//! sources.

use napkin::Shown;
use napkin::library::cheat_sheets;

use crate::support::value;

/// The two ends of a range as separate literals, or a single value twice.
fn ends(literal: &str) -> (String, String) {
    let Some((low, high)) = literal.split_once(" to ") else { return (literal.into(), literal.into()) };
    // The unit of the upper end, with its denominator, applies to both.
    let after = |end: &str| {
        let number = end.trim_start_matches('$');
        let digits = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        let rest = &number[digits..];
        rest.strip_prefix(['k', 'M', 'x', '%']).unwrap_or(rest).to_owned()
    };
    let per = |end: &str| end.find('/').map_or("", |at| &end[at..]).to_owned();
    let missing = if after(low).is_empty() { after(high) } else { per(high) };
    (format!("{low}{missing}"), high.to_owned())
}

#[test]
fn the_ends_of_a_range_are_told_apart() {
    let pair = |low: &str, high: &str| (low.to_owned(), high.to_owned());
    assert_eq!(ends("100k to 1M ops/s/server"), pair("100k ops/s/server", "1M ops/s/server"));
    assert_eq!(ends("200 KB to 1 MB/photo"), pair("200 KB/photo", "1 MB/photo"));
    assert_eq!(ends("$0.02 to $0.05/GB"), pair("$0.02/GB", "$0.05/GB"));
    assert_eq!(ends("2x to 5x"), pair("2x", "5x"));
    assert_eq!(ends("5% to 10%"), pair("5%", "10%"));
    assert_eq!(ends("1 to 3 Mbit/s"), pair("1 Mbit/s", "3 Mbit/s"));
    assert_eq!(ends("16 B"), pair("16 B", "16 B"));
}

#[test]
fn every_literal_can_be_read() {
    for (name, literal) in cheat_sheets::constants() {
        let (low, high) = ends(literal);
        let (low, high) = (value(&low), value(&high));
        assert_eq!(low.dimension, high.dimension, "{name}: {literal}");
        assert!(low.value > 0.0, "{name}: {literal}");
        if literal.contains(" to ") {
            assert!(low.value < high.value, "{name}: {literal}");
            assert!(high.value / low.value <= 1000.0, "{name}: {literal} is too wide to be of use");
        }
        let named = value(name);
        assert_eq!(named.dimension, low.dimension, "{name}");
        match named.spread {
            None => assert_eq!(named.value, low.value, "{name}: {literal}"),
            // The ends are the 5th and the 95th percentile, within the sampling error.
            Some(spread) => {
                assert!(literal.contains(" to "), "{name}: {literal}");
                let off = |sampled: f64, end: f64| (sampled / end - 1.0).abs();
                assert!(off(spread.p5, low.value) < 0.01, "{name}: {literal}: {}", spread.p5);
                assert!(off(spread.p95, high.value) < 0.01, "{name}: {literal}: {}", spread.p95);
            }
        }
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (name, literal) in cases {
        assert_eq!(cheat_sheets::constant(name), Some(*literal), "{name}");
    }
}

#[test]
fn measured_numbers_are_those_of_their_sources() {
    check(&[
        ("latency.memory_random", "20 ns"),
        ("latency.system_call", "300 ns"),
        ("latency.ssd_random_read", "100 µs"),
        ("latency.proxy", "50 µs"),
        ("latency.database_query", "500 µs"),
        ("latency.hdd_random_read", "10 ms"),
        ("latency.na_west_singapore", "180 ms"),
        ("throughput.memory_sequential", "20 GiB/s"),
        ("throughput.ssd_random_read", "70 MiB/s"),
        ("throughput.hdd_random_read", "0.7 MiB/s"),
        ("classic.l1_cache", "0.5 ns"),
        ("classic.l2_cache", "7 ns"),
        ("classic.mutex", "25 ns"),
        ("classic.ssd_random_read", "150 µs"),
        ("classic.disk_read_1mb", "20 ms"),
        ("classic.california_netherlands", "150 ms"),
        ("throughput.nginx_16_cpu_https", "690_329 req/s"),
        ("throughput.kafka_sync", "421_823 messages/s"),
        ("throughput.postgres_8_cpu_ro", "50k to 80k TPS"),
        ("throughput.redis", "80k to 180k ops/s/server"),
        ("size.uuid", "16 B"),
        ("bitrate.video_1080p", "4 Mbit/s"),
        ("cost.blob_storage", "$0.02/GB/month"),
        ("cost.cpu_spot", "$2/core/month"),
        ("limit.s3_reads_per_prefix", "5500 reads/s"),
        ("ratio.peak_worldwide", "1.6x to 1.7x"),
    ]);
    for name in ["latency.compress", "throughput.proxy", "throughput.blob_get_ranges"] {
        assert_eq!(cheat_sheets::constant(name), None, "{name}: the source has no number");
    }
}

/// A cell as it is printed, in the row with a name and the column with a key.
#[track_caller]
fn cell(sheet: &str, row: &str, key: &str) -> Option<String> {
    let tables = cheat_sheets::sheet(sheet).expect("a sheet").tables();
    let found = tables.iter().find_map(|table| {
        let row = table.rows.iter().find(|each| each.name == row)?;
        Some(table.columns.iter().find(|column| column.key == key)?.text(row))
    });
    found.unwrap_or_else(|| panic!("{sheet} has no row `{row}` with a column `{key}`"))
}

#[track_caller]
pub fn check_cells(sheet: &str, key: &str, cases: &[(&str, &str)]) {
    for (row, expected) in cases {
        assert_eq!(cell(sheet, row, key).as_deref(), Some(*expected), "{sheet}: {row}: {key}");
    }
}

#[test]
fn human_time_makes_an_l1_hit_a_second() {
    // 100 ns are 200 hits of 0.5 ns, 100 µs are 200 000 of them: 2.3 days.
    check_cells(
        "latency",
        "human_time",
        &[
            ("l1_cache", "1 s"),
            ("memory_sequential", "1 s"),
            ("memory_random", "40 s"),
            ("hash_crypto", "200 s"),
        ],
    );
    check_cells("latency", "human_time", &[("ssd_random_read", "2.3 days"), ("system_call", "10 min")]);
    assert_eq!(cell("latency", "sort", "human_time"), None);
}

/// A number with its groups, read as an integer.
fn whole(text: &str) -> u128 {
    text.replace('_', "").parse().unwrap_or_else(|_| panic!("`{text}` is no whole number"))
}

#[test]
fn powers_are_exact() {
    let table = &cheat_sheets::sheet("powers").expect("a sheet").tables()[0];
    let prefixes = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    for row in &table.rows {
        let exponent: u32 = row.name.strip_prefix("two_").expect("two_N").parse().expect("an exponent");
        let exact = 2u128.pow(exponent);
        assert_eq!(row.cells["power"], format!("2^{exponent}"));
        assert_eq!(whole(&cell("powers", &row.name, "exact").expect("a value")), exact);
        let Some(binary) = row.cells.get("binary") else { continue };
        let (number, unit) = binary.split_once(' ').expect("a number and a unit");
        let level = prefixes.iter().position(|prefix| *prefix == unit).expect("a binary prefix");
        let number: u128 = number.parse().expect("a number");
        assert_eq!(number << (10 * (level + 1)), exact, "{binary}");
        assert_eq!(row.cells["decimal"], binary.replace('i', ""));
        let decimal = number * 1000u128.pow(u32::try_from(level).expect("a level") + 1);
        let gap = (exact - decimal) as f64 / decimal as f64 * 100.0;
        let printed = cell("powers", &row.name, "gap").expect("a gap");
        let printed: f64 = printed.trim_end_matches('%').parse().expect("percents");
        assert!((printed - gap).abs() < 0.05, "{}: {printed}% for {gap}%", row.name);
    }
}

#[test]
fn key_spaces_are_exact() {
    check_cells(
        "ids",
        "exact",
        &[
            ("base36_7", "78_364_164_096"),
            ("base62_6", "56_800_235_584"),
            ("base62_7", "3_521_614_606_208"),
            ("base64_6", "68_719_476_736"),
            ("base64_8", "281_474_976_710_656"),
            ("snowflake_timestamp", "2_199_023_255_552"),
            ("snowflake_sequence", "4_096"),
            ("snowflake_worker", "1_024"),
        ],
    );
    assert_eq!(2u128.pow(41), 2_199_023_255_552);
    // The 69.7 years of its row.
    let years = 2f64.powf(41.0) / 1000.0 / 86_400.0 / 365.0;
    assert_eq!(format!("{years:.1}"), "69.7");
}

#[test]
fn periods_and_rates_are_exact() {
    check_cells(
        "time",
        "seconds",
        &[
            ("month_30", "2_592_000"),
            ("month", "2_628_000"),
            ("month_gregorian", "2_629_746"),
            ("month_billing", "2_628_000"),
            ("year", "31_536_000"),
            ("year_gregorian", "31_556_952"),
            ("five_years", "157_680_000"),
            ("trading_day", "23_400"),
        ],
    );
    // 10^6 / 86 400 = 11.574, and 10^9 / 2 628 000 = 380.52.
    check_cells("time", "rate", &[("million_per_day", "11.57/s"), ("billion_per_month", "380.5/s")]);
    check_cells("time", "per_day", &[("one_per_second", "86.4k"), ("gigabyte_per_second", "86.4 TB")]);
}

#[test]
fn downtime_is_what_published_tables_say() {
    // 0.1% of 86 400 s, of 10 080 min, of 43 200 min and of 8760 h.
    check_cells("availability", "day", &[("three_nines", "1.44 min"), ("five_nines", "864 ms")]);
    check_cells("availability", "week", &[("three_nines", "10.1 min"), ("four_nines", "1.01 min")]);
    check_cells("availability", "month", &[("three_nines", "43.2 min"), ("two_nines", "7.2 h")]);
    check_cells("availability", "year", &[("three_nines", "8.76 h"), ("five_nines", "5.26 min")]);
    check_cells(
        "availability",
        "gives",
        &[("series", "99.8001%"), ("parallel", "99.9999%"), ("two_of_three", "99.9997%")],
    );
    // 0.9999 to the power 30 is 0.997004, and 1000 of 1001 hours are 0.999001.
    check_cells("availability", "gives", &[("thirty_services", "99.7004%"), ("mtbf_mttr", "99.9001%")]);
}

#[test]
fn links_carry_what_their_rate_says() {
    // 8 × 10^9 bits over 10^9 bits a second, 8 × 10^12 over 10^6.
    check_cells("network", "bytes", &[("gbit_1", "125 MB/s"), ("gbit_25", "3.125 GB/s")]);
    check_cells("network", "gigabyte", &[("gbit_1", "8 s"), ("gbit_10", "800 ms"), ("mbit_10", "13.3 min")]);
    check_cells(
        "network",
        "terabyte",
        &[("gbit_1", "2.22 h"), ("mbit_1", "92.6 days"), ("gbit_100", "80 s")],
    );
    let percent = 1460.0 / 1538.0 * 100.0;
    check(&[("network.tcp_efficiency", &format!("{percent:.1}%"))]);
}

#[test]
fn sizes_that_follow_from_others() {
    assert_eq!(value("size.embedding_1536").value, 1536.0 * 4.0);
    assert_eq!(value("size.kv_cache_70b").value, f64::from(2 * 80 * 8 * 128 * 2));
    assert_eq!(value("size.uuid").value, 128.0 / 8.0);
    // 1.1 / 0.95 / 0.8 = 1.447, which its maker rounds.
    assert_eq!(
        format!("{:.2}", 1.1 / 0.95 / 0.8),
        cheat_sheets::constant("limit.opensearch_overhead").unwrap()
    );
    check_cells("sizes", "minute", &[("video_480p", "7.5 MB")]);
    check_cells("sizes", "hour", &[("video_480p", "450 MB"), ("video_1080p", "1.8 GB")]);
    // 9.585 bits at 1%, 14.378 at 0.1%.
    check_cells("limits", "bits", &[("bloom_1_percent", "9.59"), ("bloom_0_1_percent", "14.4")]);
}

#[test]
fn shortcuts_say_how_far_they_are_off() {
    let off = |shortcut: f64, exact: f64| {
        let percent = (shortcut / exact - 1.0) * 100.0;
        format!("{:.1}% {}", percent.abs(), if percent > 0.0 { "high" } else { "low" })
    };
    check_cells("shortcuts", "error", &[("day", "15.7% high"), ("month", "3.5% low"), ("kibi", "2.3% low")]);
    check_cells(
        "shortcuts",
        "rate",
        &[("day", "13.6% low"), ("month", "3.7% high"), ("year_pi", "0.4% high")],
    );
    let cases: [(&str, f64, f64); 8] = [
        ("day_close", 90_000.0, 86_400.0),
        ("year", 3e7, 31_536_000.0),
        ("five_years", 2000.0, 1825.0),
        ("million_a_day", 12.0, 1e6 / 86_400.0),
        ("billion_a_month", 400.0, 1e9 / 2_592_000.0),
        ("gigabit", 100.0, 125.0),
        ("copies_and_room", 4.3, 3.0 / 0.7),
        ("five_nines", 300.0, 1e-5 * 31_536_000.0),
    ];
    for (row, shortcut, exact) in cases {
        assert_eq!(cell("shortcuts", row, "error"), Some(off(shortcut, exact)), "{row}");
    }
    for row in ["million_kilobytes", "million_megabytes", "megabit_hour", "megabit_minute", "fibre_100_km"] {
        assert_eq!(cell("shortcuts", row, "error").as_deref(), Some("exact"), "{row}");
    }
}

#[test]
fn every_shortcut_can_be_asked_for() {
    for table in cheat_sheets::sheet("shortcuts").expect("a sheet").tables() {
        for row in &table.rows {
            let (shortcut, exact): (Shown, Shown) =
                (value(&format!("shortcut.{}", row.name)), value(&row.cells["exact"]));
            assert_eq!(shortcut.dimension, exact.dimension, "{}", row.name);
            assert!(cell("shortcuts", &row.name, "error").is_some(), "{}", row.name);
        }
    }
}

#[test]
fn a_range_is_one_variable_however_often_it_is_named() {
    assert_eq!(value("throughput.redis / throughput.redis").value, 1.0);
    assert_eq!(value("x = size.photo; x - size.photo").value, 0.0);
    assert_eq!(value("fn whole(n) = n * ratio.peak; whole(1) - ratio.peak * 1").value, 0.0);
    // Two constants are two variables, though their literals are the same.
    assert_eq!(
        cheat_sheets::constant("ratio.compress_text"),
        cheat_sheets::constant("ratio.compress_code"),
        "the test needs two alike"
    );
    assert!(value("ratio.compress_text / ratio.compress_code").spread.is_some());
    // The same holds for a range that is written out. Its median is the geometric mean of its ends.
    assert!(value("throughput.redis / 80k to 180k ops/s/server").spread.is_some());
    let median = value("throughput.redis").value;
    assert!((median / f64::sqrt(8e4 * 1.8e5) - 1.0).abs() < 0.01, "{median}");
}

#[test]
fn a_model_names_the_constant_that_its_spread_comes_from() {
    let model = "
        [inputs]
        load = \"1M req/s\"
        each = \"throughput.redis\"
        [estimates]
        servers = \"load / each + load / throughput.redis\"
        twice = \"2 * load / throughput.redis\"
        same = \"servers / twice\"
    ";
    let report = napkin::report::run("a.toml", model, &Default::default());
    assert!(report.is_ok(), "{:?}", report.diagnostics);
    let rows: Vec<_> = report.estimates.iter().flat_map(|section| &section.rows).collect();
    assert!(rows[0].shown.spread.is_some());
    assert_eq!((rows[2].shown.value, rows[2].shown.spread.is_some()), (1.0, false));
    let first = report.check_first.expect("something is uncertain");
    assert_eq!(first.input, "throughput.redis");
}
