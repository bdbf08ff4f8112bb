//! Every source can be cited, and is used.

use super::*;
use crate::library::cheat_sheets::SHEETS;
use crate::library::presets::PRESETS;
use std::collections::HashSet;

#[test]
fn every_source_can_be_cited() {
    let read: Result<BTreeMap<String, Source>, _> = toml::from_str(include_str!("sources.toml"));
    assert!(read.is_ok(), "{}", read.unwrap_err());
    let mut labels = HashSet::new();
    for (id, source) in all() {
        assert!(!source.label.is_empty() && source.name.split_whitespace().count() > 1, "{id}");
        assert!(
            labels.insert(source.label.to_lowercase()) || id == "napkin-math-tables",
            "{id}: {}",
            source.label
        );
        assert_eq!(source.year.is_none(), source.trust == Trust::Exact, "{id}: a year, unless it is exact");
        assert!(source.year.is_none_or(|year| (1900..2100).contains(&year)), "{id}");
        assert!(source.url.as_ref().is_none_or(|url| url.starts_with("https://")), "{id}");
        // A book, a page that names itself, or an address.
        assert!(
            source.url.is_some() || source.at.is_some() || source.trust != Trust::Primary,
            "{id}: where?"
        );
    }
}

#[test]
fn every_source_is_used() {
    let tables = || SHEETS.iter().flat_map(|sheet| sheet.tables());
    for (id, source) in all() {
        let in_sheets = tables().any(|table| {
            table.sources.iter().chain(table.rows.iter().flat_map(|row| &row.sources)).any(|used| used == id)
        });
        let cited = source.cited.iter().all(|words| PRESETS.iter().any(|preset| has(preset.text, words)));
        assert!(cited, "{id}: no preset cites {:?}", source.cited);
        assert!(in_sheets || !source.cited.is_empty(), "{id} is not used");
    }
}

#[test]
fn a_citation_names_sources_by_whole_words() {
    let labels = |text| cited_in(text).map(|source| source.label.as_str()).collect::<Vec<_>>();
    assert_eq!(labels("Alex Xu, vol. 1 (2020); Grokking (Twitter)"), ["Grokking", "Xu 1"]);
    assert_eq!(labels("Grokking Modern System Design (YouTube)"), ["Grokking Modern"]);
    assert_eq!(labels("arithmetic: two of three zones"), [""; 0]);
    assert_eq!(labels("Alex Xu, vol. 10"), [""; 0]);
}
