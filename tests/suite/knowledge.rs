//! The numbers of presets and cheat sheets: published figures of the real systems are met, every number says where it
//! is from, and one thing has one number.

use std::collections::BTreeMap;

use napkin::Shown;
use napkin::library::cheat_sheets::{self, SHEETS};
use napkin::library::presets::PRESETS;
use napkin::library::sources;
use napkin::report::Report;

use crate::support::value;

fn reports() -> impl Iterator<Item = (&'static str, Report)> {
    PRESETS
        .iter()
        .map(|preset| (preset.name, napkin::report::run(preset.name, preset.text, &Default::default())))
}

/// The inputs of all presets: preset, name, value as written, source.
fn inputs() -> impl Iterator<Item = (&'static str, String, String, String)> {
    inputs_with_notes().into_iter().map(|(preset, name, value, source, _)| (preset, name, value, source))
}

/// The inputs of all presets: preset, name, value as written, source, note.
fn inputs_with_notes() -> Vec<(&'static str, String, String, String, String)> {
    let mut all = Vec::new();
    for preset in PRESETS {
        let file: toml::Table = toml::from_str(preset.text).expect("TOML");
        for section in file["inputs"].as_table().expect("sections").values() {
            for (name, input) in section.as_table().expect("inputs") {
                let value = match &input["value"] {
                    toml::Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let text = |key| input.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
                all.push((preset.name, name.clone(), value, text("source"), text("note")));
            }
        }
    }
    all
}

#[test]
fn every_preset_meets_published_figures_of_the_real_system() {
    for (name, report) in reports() {
        let expected: Vec<_> = report.checks.iter().filter(|check| check.expects).collect();
        for check in &expected {
            assert!(check.passed, "{name}: {}", check.name);
            let source = check.note.as_deref().unwrap_or_default();
            let years = source.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
            assert!(years.clone().any(|year| year.starts_with("20")), "{name}: {}: {source}", check.name);
        }
        assert!(expected.len() >= 2, "{name} is compared with {} published figures", expected.len());
    }
}

#[test]
fn no_source_of_an_input_is_a_bare_word() {
    let (mut assumed, mut all) = (0, 0);
    for (preset, name, _, source) in inputs() {
        all += 1;
        assert!(source.split_whitespace().count() > 1, "{preset}: {name}: `{source}`");
        assert!(!source.contains("study guide"), "{preset}: {name}: nobody can look that up");
        if source.contains("assumption") {
            assumed += 1;
            assert!(source.contains(" would tell"), "{preset}: {name}: what would settle it? `{source}`");
        }
    }
    assert!(assumed * 7 < all, "{assumed} of {all} inputs are assumptions");
}

#[test]
fn no_source_of_a_sheet_is_a_bare_word() {
    for sheet in SHEETS.iter() {
        for table in sheet.tables() {
            for id in table.rows.iter().flat_map(|row| table.sources_of(row)) {
                let source = sources::source(id).expect("a source");
                assert!(source.name.split_whitespace().count() > 1, "{id}: `{}`", source.name);
            }
        }
    }
}

#[test]
fn a_price_is_from_2025_or_later() {
    let cost = cheat_sheets::sheet("cost").expect("the prices");
    for table in cost.tables() {
        for row in &table.rows {
            for id in table.sources_of(row) {
                let year = sources::source(id).and_then(|source| source.year);
                assert!(year.is_some_and(|year| year >= 2025), "{}: {id}: {year:?}", row.name);
            }
        }
    }
}

/// What a preset calls by a name, and the constants that its value, or both ends of it, are.
const SAME: &[(&str, &[&str])] = &[
    ("blob", &["cost.blob_storage", "cost.s3_infrequent"]),
    ("cold", &["cost.s3_infrequent"]),
    ("ssd", &["cost.ssd_zonal", "cost.ssd_regional", "cost.ssd_ephemeral"]),
    ("hdd", &["cost.hdd_zonal"]),
    ("core", &["cost.cpu"]),
    ("memory", &["cost.memory", "64 GB/broker"]),
    ("inter_zone", &["cost.inter_zone"]),
    ("internet", &["cost.egress", "cost.cdn_egress"]),
    ("cdn", &["cost.cdn_egress"]),
    ("cdn_fill", &["cost.cdn_fill"]),
    ("fee_share", &["cost.card_share"]),
    ("per_cache", &["throughput.redis", "100k to 300k rows/s/server"]),
    ("per_store", &["throughput.redis", "throughput.cassandra_writes"]),
    ("per_db", &["throughput.cassandra_writes", "5k to 30k queries/s/server"]),
    ("utilisation", &["ratio.cpu_target", "50%"]),
    ("hosted_price", &["cost.logs", "cost.metrics"]),
];

/// The ends of a value in base units, or the value twice.
fn ends(value: &Shown) -> [f64; 2] {
    value.spread.as_ref().map_or([value.value; 2], |spread| [spread.p5, spread.p95])
}

#[test]
fn one_thing_has_one_number() {
    for (preset, name, text, _) in inputs() {
        let Some((_, same)) = SAME.iter().find(|(each, _)| *each == name) else { continue };
        let known: Vec<f64> = same.iter().flat_map(|constant| ends(&value(constant))).collect();
        for end in ends(&value(&text)) {
            let is_known = known.iter().any(|each| (end / each - 1.0).abs() < 0.02);
            assert!(is_known, "{preset}: {name} is {text}, not {}", same.join(" or "));
        }
    }
}

/// The rows of the tables of all presets: preset, table, row, cells.
fn cells() -> Vec<(&'static str, String, String, toml::Table)> {
    let mut all = Vec::new();
    for preset in PRESETS {
        let file: toml::Table = toml::from_str(preset.text).expect("TOML");
        for (table, rows) in file.get("tables").and_then(toml::Value::as_table).into_iter().flatten() {
            for (row, cells) in rows.as_table().expect("rows") {
                // `source` is that of all rows.
                let Some(cells) = cells.as_table() else { continue };
                all.push((preset.name, table.clone(), row.clone(), cells.clone()));
            }
        }
    }
    all
}

#[test]
fn a_resolution_has_the_bit_rate_of_the_sheet() {
    let mut found = 0;
    for (preset, table, row, cells) in cells() {
        let (Some(resolution), Some(rate)) = (row.strip_prefix('p'), cells.get("rate")) else { continue };
        let resolution = if resolution == "2160" { "4k".to_owned() } else { format!("{resolution}p") };
        let Some(known) = cheat_sheets::constant(&format!("bitrate.video_{resolution}")) else { continue };
        assert_eq!(rate.as_str(), Some(known), "{preset}: {table}.{row}");
        found += 1;
    }
    assert!(found >= 8, "{found} resolutions");
}

#[test]
fn what_has_one_name_one_note_and_one_source_has_one_value() {
    let mut seen: BTreeMap<(String, String, String), (String, &str)> = BTreeMap::new();
    for (preset, name, value, source, note) in inputs_with_notes() {
        // What is chosen, assumed or computed is the preset's own.
        let is_own = ["a decision", "assumption", "arithmetic"].iter().any(|own| source.starts_with(own));
        if is_own || value.contains('*') {
            continue;
        }
        let number = value.split('/').next().unwrap_or_default().to_owned();
        let key = (name.clone(), note, source);
        let (before, other) = seen.entry(key).or_insert_with(|| (number.clone(), preset));
        let digits = |text: &str| text.split_whitespace().next().map(str::to_owned);
        assert_eq!(digits(before), digits(&number), "{name} of {other} and of {preset}");
    }
}

#[test]
fn numbers_of_sheets_that_a_source_gives_once_are_the_same_everywhere() {
    // The same row name under two prefixes is the same thing measured twice; the classic table alone may differ.
    let mut seen: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for (name, literal) in cheat_sheets::constants() {
        let (prefix, row) = name.split_once('.').expect("a prefix");
        // Shortcuts are approximations of what other sheets have exactly.
        if prefix == "shortcut" {
            continue;
        }
        let (value, is_classic) = (value(literal), prefix == "classic");
        let key = format!("{row} {}", value.dimension);
        match seen.get(&key) {
            Some((before, other)) if !is_classic => assert_eq!(*before, literal, "{other} and {name}"),
            _ => drop(seen.insert(key, (literal, name)).filter(|_| !is_classic)),
        }
    }
}

#[test]
fn what_has_one_name_and_one_source_has_one_value() {
    let mut seen: BTreeMap<(String, String), (String, &str)> = BTreeMap::new();
    let shared = ["db_disk", "per_db", "utilisation", "server_memory"];
    for (preset, name, value, source) in inputs() {
        if !shared.contains(&name.as_str()) {
            continue;
        }
        // The noun is the preset's own: a server, a broker.
        let number = value.split('/').next().unwrap_or_default().to_owned();
        let (before, other) = seen.entry((name.clone(), source)).or_insert_with(|| (number.clone(), preset));
        assert_eq!(*before, number, "{name} of {other} and of {preset}");
    }
}
