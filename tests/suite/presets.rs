//! Presets: they are valid, and their estimates have the expected values.
//!
//! The expected values were computed from the inputs of each file with exact fractions, independently of this
//! program, and are written to 15 digits: a year has 365 days, a month is a twelfth of it, units are decimal. A count
//! that is rounded up is the smallest integer that is not below the exact quotient.

use std::collections::{BTreeMap, BTreeSet};

use napkin::library::presets::{self, PRESETS};
use napkin::report::{Report, Settings};

use crate::support::{all, check_row, row, sound, value};

/// Runs a preset, which must have no errors and no warnings.
#[track_caller]
fn run(name: &str) -> Report {
    let preset = presets::find(name).unwrap_or_else(|| panic!("no preset `{name}`"));
    let report = napkin::report::run(preset.name, preset.text, &Default::default());
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

/// A preset without uncertainty: every range at its median, except inputs that are set to another value.
#[track_caller]
fn at_point(name: &str, set: &[(&str, &str)]) -> Report {
    let preset = presets::find(name).unwrap_or_else(|| panic!("no preset `{name}`"));
    let set: Vec<(String, String)> =
        set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let uncertainty = napkin::Settings { point: true, ..napkin::Settings::default() };
    sound(napkin::report::run(
        preset.name,
        preset.text,
        &Settings { changes: set.into(), uncertainty, ..Settings::default() },
    ))
}

/// Compares all estimates of a preset: the name, the number, and the unit it is in.
#[track_caller]
fn check(name: &str, set: &[(&str, &str)], estimates: &[(&str, f64, &str)], checks: &[(&str, f64)]) {
    let report = at_point(name, set);
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
    // What estimates are expected to be is for the inputs of the file.
    let own = report.checks.iter().filter(|check| !check.expects).count();
    assert_eq!(own, checks.len(), "{name}");
}

#[test]
fn the_figures_of_url_shortener_are_right() {
    check(
        "url-shortener",
        &[
            ("reads_per_url", "100 reads/url"),
            ("peak_factor", "3"),
            ("url_size", "500 B/url"),
            ("response", "500 B/read"),
            ("hit_ratio", "80%"),
            ("per_server", "1000 req/s/server"),
        ],
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
        &[("one_database", 70.00), ("one_cache", 74.315), ("database_load", 77.17), ("keys_last", 82.96)],
    );
}

#[test]
fn the_figures_of_twitter_are_right() {
    check(
        "twitter",
        &[
            ("daily_share", "25%"),
            ("tweets", "1 tweet/user/day"),
            ("reads", "7 reads/user/day"),
            ("fan_out", "150 deliveries/tweet"),
            ("peak_factor", "2.5"),
            ("per_server", "1000 req/s/server"),
            ("per_cache", "100k deliveries/s/server"),
            ("db_disk", "6 TB/server"),
            ("cdn", "$0.05/GB"),
        ],
        &[
            ("dau", 250_000_000.0, "user"),
            ("tweet_rate", 2_893.518_518_518_52, "tweets/s"),
            ("read_rate", 20_254.629_629_629_6, "reads/s"),
            ("peak_tweets", 7_233.796_296_296_3, "post/s"),
            ("peak_reads", 50_636.574_074_074_1, "request/s"),
            ("delivery_rate", 434_027.777_777_778, "deliveries/s"),
            ("peak_deliveries", 3_255_208.333_333_33, "delivery/s"),
            ("daily", 60.0775, "TB/day"),
            ("stored", 109.641_437_5, "PB"),
            ("storage", 328.924_312_5, "PB"),
            ("ingress", 5.562_731_481_481_48, "Gbit/s"),
            ("egress", 344.523_148_148_148, "Gbit/s"),
            ("peak_egress", 861.307_870_370_37, "Gbit/s"),
            ("timeline_cache", 9.6, "TB"),
            ("tweet_cache", 50.0, "GB"),
            ("cache", 9.65, "TB"),
            ("app_servers", 84.0, "server"),
            ("caches_by_rate", 47.0, "server"),
            ("caches_by_memory", 216.0, "server"),
            ("cache_servers", 217.0, "server"),
            ("database_servers", 102.0, "server"),
            ("celebrity_lag", 16.264_754_052_069_8, "s"),
            ("storage_cost", 2_192_828.75, "$/month"),
            ("egress_cost", 5_658_792.708_333_33, "$/month"),
            ("server_cost", 148_304.0, "$/month"),
            ("cost", 7_999_925.458_333_33, "$/month"),
        ],
        // Without uncertainty the probability is 0 or 1: 5% of 95% to spare.
        &[("storage_fits", 5.263), ("fleet", 73.133), ("celebrity_ok", 72.892), ("budget", 68.0)],
    );
}

#[test]
fn the_figures_of_chat_are_right() {
    check(
        "chat",
        &[
            ("peak_factor", "3"),
            ("group_share", "10%"),
            ("media_share", "10%"),
            ("media_size", "400 KB/message"),
            ("per_server", "5000 req/s/server"),
            ("db_disk", "6 TB/server"),
            ("per_db", "20k ops/s/server"),
        ],
        &[
            ("dau", 50_000_000.0, "user"),
            ("message_rate", 23_148.148_148_148_1, "messages/s"),
            ("read_rate", 11_574.074_074_074_1, "reads/s"),
            ("peak_messages", 69_444.444_444_444_4, "message/s"),
            ("peak_reads", 34_722.222_222_222_2, "request/s"),
            ("recipients", 1.9, "delivery/message"),
            ("delivery_rate", 43_981.481_481_481_5, "deliveries/s"),
            ("peak_deliveries", 131_944.444_444_444, "delivery/s"),
            ("peak_receipts", 131_944.444_444_444, "events/s"),
            ("connections", 25_000_000.0, "connection"),
            ("socket_memory", 300.0, "GB"),
            ("connection_servers", 73.0, "server"),
            ("push_rate", 1_807.458_143_074_58, "delivery/s/server"),
            ("text_daily", 0.4, "TB/day"),
            ("media_daily", 80.0, "TB/day"),
            ("text_stored", 0.73, "PB"),
            ("media_stored", 146.0, "PB"),
            ("storage", 440.19, "PB"),
            ("ingress", 7.444_444_444_444_44, "Gbit/s"),
            ("delivery_egress", 14.144_444_444_444_4, "Gbit/s"),
            ("history_egress", 0.370_370_370_370_37, "Gbit/s"),
            ("egress", 14.514_814_814_814_8, "Gbit/s"),
            ("peak_egress", 43.544_444_444_444_4, "Gbit/s"),
            ("cache", 80.0, "GB"),
            ("app_servers", 69.0, "server"),
            ("database_servers", 522.0, "server"),
            ("storage_cost", 3_358_000.0, "$/month"),
            ("egress_cost", 476_811.666_666_667, "$/month"),
            ("server_cost", 244_352.0, "$/month"),
            ("cost", 4_079_163.666_666_67, "$/month"),
        ],
        // Without uncertainty the probability is 0 or 1: 5% of 95% to spare.
        &[("storage_fits", 5.263), ("push_fits", 93.975), ("fleet", 66.8), ("budget", 79.604)],
    );
}

#[test]
fn presets_with_the_inputs_of_a_published_estimate_give_its_figures() {
    #[derive(serde::Deserialize)]
    struct Figures {
        preset: String,
        published: String,
        within: f64,
        #[serde(default)]
        set: BTreeMap<String, String>,
        expect: BTreeMap<String, String>,
    }
    #[derive(serde::Deserialize)]
    struct File {
        figures: Vec<Figures>,
    }
    let text = include_str!("../fixtures/published/presets.toml");
    let file: File = toml::from_str(text).expect("a list of figures");
    let mut wrong = Vec::new();
    for Figures { preset, published, within, set, expect } in &file.figures {
        let set: Vec<(&str, &str)> =
            set.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let report = at_point(preset, &set);
        for (estimate, literal) in expect {
            let found = &row(&report, estimate).shown;
            // Read by the model, which declares its nouns.
            let given: Vec<(&str, &str)> =
                set.iter().copied().chain([(estimate.as_str(), literal.as_str())]).collect();
            let expected = row(&at_point(preset, &given), estimate).shown.clone();
            let off = found.value / expected.value * size_of(&found.unit) / size_of(&expected.unit) - 1.0;
            assert_eq!(expected.dimension, found.dimension, "{preset}: {estimate}");
            if off.abs() > *within {
                wrong.push(format!(
                    "{preset}, {published}: {estimate} is {}, not {literal}",
                    found.written.literal()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Every preset with a published estimate is there.
    let with_figures: BTreeSet<&str> = file.figures.iter().map(|figures| figures.preset.as_str()).collect();
    let without: Vec<&str> =
        PRESETS.iter().map(|preset| preset.name).filter(|name| !with_figures.contains(name)).collect();
    assert_eq!(without, WITHOUT_FIGURES);
}

/// The size of a unit in base units; that of a count noun is 1.
fn size_of(unit: &str) -> f64 {
    let one = match unit.strip_prefix('$') {
        Some(rest) => format!("$1{rest}"),
        None => format!("1 {unit}"),
    };
    let evaluation = crate::support::evaluate(&one);
    // A noun that a model declares is only part of counts and of rates per second.
    if evaluation.is_ok() { value(&one).value } else { 1.0 }
}

/// The presets for which the sources have sizes, but no numeric estimate, or figures of the real system alone.
const WITHOUT_FIGURES: &[&str] = &[
    "forum",
    "community-chat",
    "email",
    "short-video",
    "live-streaming",
    "music-streaming",
    "key-value-store",
    "document-editor",
    "ticketing",
    "message-queue",
    "iot-telemetry",
];
