//! The models that ship inside the program: sound, and with the figures they should have.
//!
//! The expected figures were worked out from the inputs of each file with exact fractions,
//! by hand and apart from this program, and then written to 15 digits: a year of 365 days, a
//! month of a twelfth of it, decimal units. A rounded-up count is the smallest whole
//! number that is not below the exact quotient.

use std::collections::BTreeSet;

use napkin::model::Report;
use napkin::presets::{self, PRESETS};

use crate::support::{all, check_row, row, run_with, sound, value};

/// Runs a preset, which must have no errors and no warnings.
#[track_caller]
fn run(name: &str) -> Report {
    let preset = presets::find(name).unwrap_or_else(|| panic!("no preset `{name}`"));
    let report = napkin::model::run(preset.name, preset.text, &Default::default());
    assert!(report.diagnostics.is_empty(), "{name}:\n{}", all(&report.diagnostics, &report.sources));
    report
}

#[test]
fn every_preset_runs_without_errors_or_warnings() {
    for preset in PRESETS {
        let report = run(preset.name);
        assert!(report.summary.is_some_and(|summary| !summary.contains(['{', '}'])), "{}", preset.name);
        assert!(report.estimates.iter().any(|section| !section.rows.is_empty()), "{}", preset.name);
        for input in report.inputs.iter().flat_map(|section| &section.rows) {
            assert!(
                input.note.is_some() || input.source.is_some(),
                "{}: `{}` says not why",
                preset.name,
                input.name
            );
        }
    }
}

#[test]
fn every_preset_passes_its_own_checks() {
    for preset in PRESETS {
        let report = run(preset.name);
        assert!(!report.checks.is_empty(), "{} has no checks", preset.name);
        for check in &report.checks {
            assert!(check.passed, "{}: {}", preset.name, check.name);
        }
    }
}

#[test]
fn every_file_is_embedded_and_every_name_leads_to_one() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/presets");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let embedded: BTreeSet<String> = PRESETS.iter().map(|preset| preset.name.to_owned()).collect();
    assert_eq!(files, embedded);
    for preset in PRESETS {
        let file = std::fs::read_to_string(format!("{folder}/{}.toml", preset.name)).unwrap();
        assert_eq!(file, preset.text, "{}", preset.name);
        for name in std::iter::once(&preset.name).chain(preset.also) {
            assert_eq!(presets::find(name).map(|found| found.name), Some(preset.name), "{name}");
        }
    }
    let names: Vec<&str> = presets::names().collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "two presets have one name");
    assert_eq!(presets::find("no-such-preset"), None);
}

/// Compares all estimates of a preset: the name, the number, and the unit it is in.
#[track_caller]
fn check(name: &str, estimates: &[(&str, f64, &str)], checks: &[(&str, f64)]) {
    let report = run(name);
    for (estimate, expected, unit) in estimates {
        let shown = &row(&report, estimate).shown;
        let error = (shown.value / expected - 1.0).abs();
        assert!(error < 1e-12, "{name}: {estimate} is {} {}, not {expected} {unit}", shown.value, shown.unit);
        let dimension = if unit.is_empty() {
            "1".to_owned()
        } else {
            value(&format!("(1 {unit})").replace("(1 $", "($1")).dimension
        };
        assert_eq!(shown.dimension, dimension, "{name}: {estimate}");
    }
    let rows: Vec<&str> =
        report.estimates.iter().flat_map(|section| &section.rows).map(|row| row.name.as_str()).collect();
    assert_eq!(rows, estimates.iter().map(|(name, ..)| *name).collect::<Vec<_>>(), "{name}");
    for (check, headroom) in checks {
        let margin = check_row(&report, check).comparison.as_ref().and_then(|sides| sides.margin);
        let margin = margin.unwrap_or_else(|| panic!("{name}: {check} has no margin"));
        assert!((margin * 100.0 - headroom).abs() < 0.006, "{name}: {check} has {margin}, not {headroom}%");
    }
    assert_eq!(report.checks.len(), checks.len(), "{name}");
}

#[test]
fn the_figures_of_url_shortener_are_right() {
    check(
        "url-shortener",
        &[
            ("write_rate", 38.051_750_380_517_5, "urls/s"),
            ("read_rate", 3_805.175_038_051_75, "reads/s"),
            ("peak_writes", 114.155_251_141_553, "url/s"),
            ("peak_reads", 11_415.525_114_155_3, "request/s"),
            ("dau", 49_813_200.498132, "users"),
            ("urls_kept", 6_000_000_000.0, "url"),
            ("stored", 3.0, "TB"),
            ("storage", 9.0, "TB"),
            ("shortest_key", 6.0, ""),
            ("key_space", 3_521_614_606_208.0, "url"),
            ("keys_used", 0.170_376_394_663_489, "%"),
            ("key_years", 2_934.678_838_506_67, "years"),
            ("ingress", 19_025.875_190_258_8, "B/s"),
            ("egress", 1_902_587.519_025_88, "B/s"),
            ("peak_egress", 5_707_762.557_077_63, "B/s"),
            ("cache", 32.876_712_328_767_1, "GB"),
            ("database_reads", 2_283.105_022_831_05, "request/s"),
            ("app_servers", 18.0, "server"),
            ("storage_cost", 1_800.0, "$/month"),
            ("egress_cost", 500.0, "$/month"),
            ("server_cost", 1_656.0, "$/month"),
            ("cost", 3_956.0, "$/month"),
        ],
        &[("one_database", 70.00), ("one_cache", 48.63), ("database_load", 54.34), ("keys_last", 82.96)],
    );
}

#[test]
fn the_figures_of_twitter_are_right() {
    check(
        "twitter",
        &[
            ("dau", 250_000_000.0, "user"),
            ("tweet_rate", 2_893.518_518_518_52, "tweets/s"),
            ("read_rate", 20_254.629_629_629_6, "reads/s"),
            ("peak_tweets", 7_233.796_296_296_3, "post/s"),
            ("peak_reads", 50_636.574_074_074_1, "request/s"),
            ("delivery_rate", 434_027.777_777_778, "deliveries/s"),
            ("peak_deliveries", 1_085_069.444_444_44, "delivery/s"),
            ("daily", 60.0775, "TB/day"),
            ("stored", 109.641_437_5, "PB"),
            ("storage", 328.924_312_5, "PB"),
            ("ingress", 5.562_731_481_481_48, "Gbit/s"),
            ("egress", 344.523_148_148_148, "Gbit/s"),
            ("peak_egress", 861.307_870_370_37, "Gbit/s"),
            ("timeline_cache", 2.0, "TB"),
            ("tweet_cache", 50.0, "GB"),
            ("cache", 2.05, "TB"),
            ("app_servers", 84.0, "server"),
            ("caches_by_rate", 16.0, "server"),
            ("caches_by_memory", 46.0, "server"),
            ("cache_servers", 47.0, "server"),
            ("celebrity_lag", 27.663_048_698_492, "s"),
            ("storage_cost", 2_192_828.75, "$/month"),
            ("egress_cost", 5_658_792.708_333_33, "$/month"),
            ("server_cost", 48_208.0, "$/month"),
            ("cost", 7_899_829.458_333_33, "$/month"),
        ],
        &[("storage_fits", 34.22), ("fleet", 34.50), ("celebrity_ok", 53.89), ("budget", 21.00)],
    );
}

#[test]
fn the_figures_of_chat_are_right() {
    check(
        "chat",
        &[
            ("dau", 50_000_000.0, "user"),
            ("message_rate", 23_148.148_148_148_1, "messages/s"),
            ("read_rate", 11_574.074_074_074_1, "reads/s"),
            ("peak_messages", 69_444.444_444_444_4, "message/s"),
            ("peak_reads", 34_722.222_222_222_2, "request/s"),
            ("recipients", 5.75, "delivery/message"),
            ("delivery_rate", 133_101.851_851_852, "deliveries/s"),
            ("peak_deliveries", 399_305.555_555_556, "delivery/s"),
            ("peak_receipts", 399_305.555_555_556, "events/s"),
            ("connections", 25_000_000.0, "connection"),
            ("socket_memory", 300.0, "GB"),
            ("connection_servers", 73.0, "server"),
            ("push_rate", 5_469.939_117_199_39, "delivery/s/server"),
            ("text_daily", 0.4, "TB/day"),
            ("media_daily", 10.0, "TB/day"),
            ("text_stored", 0.73, "PB"),
            ("media_stored", 18.25, "PB"),
            ("storage", 56.94, "PB"),
            ("ingress", 0.962_962_962_962_963, "Gbit/s"),
            ("delivery_egress", 5.537_037_037_037_04, "Gbit/s"),
            ("history_egress", 0.370_370_370_370_37, "Gbit/s"),
            ("egress", 5.907_407_407_407_41, "Gbit/s"),
            ("peak_egress", 17.722_222_222_222_2, "Gbit/s"),
            ("cache", 80.0, "GB"),
            ("app_servers", 145.0, "server"),
            ("storage_cost", 803_000.0, "$/month"),
            ("egress_cost", 194_058.333_333_333, "$/month"),
            ("server_cost", 80_224.0, "$/month"),
            ("cost", 1_077_282.333_333_33, "$/month"),
        ],
        &[("storage_fits", 28.82), ("push_fits", 72.65), ("lost_server", 30.56), ("budget", 28.18)],
    );
}

#[test]
fn presets_with_the_inputs_of_a_published_estimate_give_its_figures() {
    // design-gurus/grokking-system-design: 6bn links of 500 B are 3 TB, and a month has 30 days there.
    let report = run("url-shortener");
    assert_eq!(row(&report, "urls_kept").shown.written.to_string(), "6bn urls");
    assert_eq!(row(&report, "stored").shown.written.to_string(), "3 TB");
    let ten_years = sound(run_with(
        presets::find("tinyurl").unwrap().text,
        &[("retention", "10 years"), ("urls", "100M urls/month")],
    ));
    // karanpratapsingh/system-design: 12bn links, 6 TB.
    assert_eq!(row(&ten_years, "urls_kept").shown.written.to_string(), "12bn urls");
    assert_eq!(row(&ten_years, "stored").shown.written.to_string(), "6 TB");

    // Grokking: 100M tweets a day bring 24 TB of photos and videos, and 31 GB of text.
    let grokking = sound(run_with(
        presets::find("twitter").unwrap().text,
        &[("daily_share", "20%"), ("tweets", "0.5 tweets/user/day")],
    ));
    assert_eq!(row(&grokking, "dau").shown.value, 200e6);
    let daily = &row(&grokking, "daily").shown;
    assert_eq!(daily.unit, "TB/day");
    assert!((daily.value - 24.031).abs() < 1e-9, "{}", daily.value);

    // karanpratapsingh/system-design: 50M people send 2bn messages a day, 5% of them with 100 KB.
    let report = run("chat");
    assert!((row(&report, "message_rate").shown.value * 86_400.0 / 2e9 - 1.0).abs() < 1e-12);
    assert!((row(&report, "media_daily").shown.value - 10.0).abs() < 1e-12);
}
