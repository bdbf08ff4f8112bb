//! The models of `docs/examples` give the figures that they were written for.

use napkin::report::Report;

use crate::support::{all, row, run, run_with, sound};

#[track_caller]
fn shown(report: &Report, name: &str) -> String {
    row(report, name).shown.written.literal()
}

/// The models of `docs/examples`, whose checks are published figures and those of an independent calculation.
#[test]
fn the_examples_check() {
    let mut count = 0;
    for folder in ["docs/examples", "docs/examples/sizing"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(path).expect("a folder").flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|end| end != "toml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a text");
            let report = run(&text);
            let printed = all(&report.diagnostics, &report.sources);
            assert!(report.is_ok() && report.failures().next().is_none(), "{}: {printed}", path.display());
            count += 1;
        }
    }
    assert!(count >= 9, "{count}");
}

#[test]
fn the_larger_examples_give_the_figures_of_a_prototype() {
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples").join(name);
        std::fs::read_to_string(path).expect("a text")
    };
    let number = |report: &Report, name: &str| row(report, name).shown.value;
    let high = |report: &Report, name: &str| {
        row(report, name).shown.spread.as_ref().map_or(0.0, |spread| spread.p95)
    };
    let near = |one: f64, other: f64| (one / other - 1.0).abs() < 0.02;
    // Computed by a prototype that lowered the models to formulas without tables.
    let report = sound(run(&read("llm_fleet.toml")));
    assert_eq!((shown(&report, "buy"), shown(&report, "gpus")), ("h200_x2".into(), "50 gpus".into()));
    assert!(near(number(&report, "cost"), 139e3) && near(high(&report, "cost"), 266e3));
    let report = sound(run_with(&read("llm_fleet.toml"), &[("users", "6M users")]));
    assert!(near(number(&report, "cost"), 405e3) && near(high(&report, "cost"), 793e3));
    assert!(near(number(&report, "gpus"), 146.0));
    let report = sound(run(&read("search_cluster.toml")));
    assert_eq!((shown(&report, "hot_on"), shown(&report, "cold_on")), ("i4i_2x".into(), "d3en_4x".into()));
    assert!(near(number(&report, "cost"), 22.5e3) && near(high(&report, "cost"), 27.31e3));
    assert_eq!(number(&report, "nodes"), 22.0);
    let audit = [("tier.cold.kept", "3 years"), ("budget", "$90k/month")];
    let report = sound(run_with(&read("search_cluster.toml"), &audit));
    assert!(near(number(&report, "cost"), 50.1e3) && near(high(&report, "cost"), 62.57e3));
    assert_eq!(number(&report, "nodes"), 40.0);
}
