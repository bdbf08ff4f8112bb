//! The models of `docs/examples` give the figures that they were written for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use napkin::report::{Changes, Files, Loaded, Report, Settings};
use napkin::text::diagnostic::Diagnostic;

use crate::support::{all, row, run, run_with, sound};

#[track_caller]
fn shown(report: &Report, name: &str) -> String {
    row(report, name).shown.written.literal()
}

/// The models of `docs/examples`, whose checks are published figures and those of an independent calculation.
#[test]
fn the_examples_check() {
    let mut count = 0;
    for folder in [
        "docs/examples",
        "docs/examples/sizing",
        "docs/examples/landscape",
        "docs/examples/landscape/services",
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(path).expect("a folder").flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|end| end != "toml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a text");
            let report = run_in(&path, &text, None, &[]);
            let printed = all(&report.diagnostics, &report.sources);
            assert!(report.is_ok() && report.failures().next().is_none(), "{}: {printed}", path.display());
            count += 1;
        }
    }
    assert!(count >= 16, "{count}");
}

/// The files of a folder, read as the program reads them.
#[derive(Debug)]
struct Folder(PathBuf);

impl Files for Folder {
    fn identity(&self) -> String {
        self.0.canonicalize().expect("a file").display().to_string()
    }

    fn load(&self, from: &str, path: &str) -> Result<Loaded, Box<Diagnostic>> {
        let file = Path::new(from).parent().expect("a folder").join(path);
        let text = std::fs::read_to_string(&file).expect("a model that is used");
        let identity = file.canonicalize().expect("a file").display().to_string();
        Ok(Loaded { name: file.display().to_string(), identity, text: text.into() })
    }
}

fn run_in(path: &Path, text: &str, scenario: Option<&str>, set: &[(&str, &str)]) -> Report {
    let set = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let files = Arc::new(Folder(path.to_owned()));
    let changes = Changes { files, set, scenario: scenario.map(str::to_owned), ..Changes::default() };
    napkin::report::run(&path.display().to_string(), text, &Settings { changes, ..Settings::default() })
}

#[test]
fn five_services_that_share_their_load_cost_what_one_program_says_that_has_it_all() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples");
    // 5%, median and 95% of 200 000 samples of the same formulas, written out in Python in one function: servers, and
    // dollars a month.
    let figures = [
        (None, [18.0, 24.0, 33.0], [40_260.0, 62_400.0, 110_700.0]),
        (Some("black_friday"), [22.0, 30.0, 40.0], [44_310.0, 67_100.0, 115_700.0]),
        (Some("staging"), [5.0, 5.0, 5.0], [623.6, 664.2, 755.9]),
        (Some("feed_on_small"), [52.0, 71.0, 96.0], [44_340.0, 67_200.0, 115_800.0]),
    ];
    let ends = |report: &Report, name: &str| {
        let shown = &row(report, name).shown;
        shown.spread.as_ref().map_or([shown.value; 3], |spread| [spread.p5, shown.value, spread.p95])
    };
    let near = |found: [f64; 3], wanted: [f64; 3]| {
        found.iter().zip(wanted).all(|(one, other)| (one / other - 1.0).abs() < 0.02)
    };
    let path = folder.join("landscape/landscape.toml");
    let text = std::fs::read_to_string(&path).expect("a text");
    for (scenario, servers, cost) in figures {
        let report = sound(run_in(&path, &text, scenario, &[]));
        let found = (ends(&report, "servers"), ends(&report, "cost"));
        assert!(near(found.0, servers) && near(found.1, cost), "{scenario:?}: {found:?}");
    }
    let path = folder.join("regions_use.toml");
    let text = std::fs::read_to_string(&path).expect("a text");
    let found = ends(&sound(run_in(&path, &text, None, &[])), "cost");
    assert!(near(found, [51_310.0, 68_580.0, 107_500.0]), "{found:?}");
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
