//! Scenarios, files of values, and the order in which values win.

use napkin::report::{Changes, Report, Scenarios, Settings};

use crate::command_line::{folder, napkin};
use crate::support::{all, assert_well_made, beside, check_row, row, sound};

const MODEL: &str = r#"
[inputs]
users  = { value = "10M users", min = "1M users" }
reads  = "10 to 20 reads/user/day"
peak   = 3
[estimates]
rate    = { formula = "users * reads * peak", unit = "reads/s" }
servers = { formula = "ceil(p95(rate) / (1000 reads/s/server))", expect = "7 servers" }
cost    = "servers * $100/server"
[checks]
fleet   = "servers <= 25 servers"
big     = { check = "servers >= 20 servers", scenarios = ["launch", "cup"] }
usual   = { check = "servers <= 9 servers", scenarios = ["base"] }
[scenarios.launch]
note  = "first month"
users = "30M users"
[scenarios.cup]
from  = "launch"
peak  = "8 to 12"
"#;

const SIMPLE: &str = r#"
[inputs]
users = "10M users"
size  = "2 KB/user"
[estimates]
total = { formula = "users * size", unit = "GB", expect = "20 GB" }
other = { formula = "size * 3 users", unit = "KB", expect = "6 KB" }
[checks]
small = "total <= 50 GB"
[scenarios.launch]
users = "30M users"
[scenarios.later]
from  = "launch"
size  = "3 KB/user"
"#;

fn with(text: &str, scenarios: Scenarios, changes: Changes) -> Report {
    napkin::report::run("model.toml", text, &Settings { scenarios, changes, ..Settings::default() })
}

fn named(names: &[&str]) -> Scenarios {
    Scenarios::Named(names.iter().map(|name| (*name).to_owned()).collect())
}

/// The printed value of an estimate in a scenario.
#[track_caller]
fn value(report: &Report, scenario: &str, name: &str) -> String {
    let column = report.columns.iter().find(|column| column.scenario == scenario).expect("the scenario");
    let mut rows = column.inputs.iter().chain(&column.estimates).flat_map(|section| &section.rows);
    rows.find(|row| row.name == name).expect("the row").shown.written.literal()
}

/// Checks that a change of [`SIMPLE`] gives one error, on a line.
#[track_caller]
fn refused(old: &str, new: &str, code: &str, line: usize) {
    let text = SIMPLE.replace(old, new);
    assert_ne!(text, SIMPLE, "{old}");
    let report = crate::support::run(&text);
    let said = all(&report.diagnostics, &report.sources);
    let errors: Vec<_> = report.diagnostics.iter().filter(|found| found.is_error()).collect();
    let [error] = errors.as_slice() else { panic!("{new}\n{said}") };
    assert_well_made(error, &report.sources);
    let at = error.span().map(|span| report.sources.line_column(span).0);
    assert_eq!((error.code, at), (code, Some(line)), "{new}\n{said}");
}

#[test]
fn a_scenario_stands_beside_the_model() {
    let report = sound(with(SIMPLE, named(&["later", "launch"]), Changes::default()));
    assert_eq!(row(&report, "total").shown.written.literal(), "20 GB");
    // In the order of the file: 30M × 2 KB, and 30M × 3 KB.
    let order: Vec<&str> = report.columns.iter().map(|column| column.scenario.as_str()).collect();
    assert_eq!(order, ["launch", "later"]);
    assert_eq!(value(&report, "launch", "total"), "60 GB");
    assert_eq!(value(&report, "later", "total"), "90 GB");
    let asked: Vec<(String, bool)> = report
        .checks
        .iter()
        .filter(|check| !check.expects)
        .map(|check| (check.title(), check.passed))
        .collect();
    let expected = [("small", true), ("small (launch)", false), ("small (later)", false)];
    assert_eq!(asked, expected.map(|(name, passed)| (name.to_owned(), passed)));
    assert_eq!(sound(with(SIMPLE, Scenarios::All, Changes::default())).columns.len(), 2);
}

#[test]
fn what_a_scenario_does_not_set_has_the_same_samples() {
    let report = sound(with(MODEL, Scenarios::All, Changes::default()));
    let base = row(&report, "rate").shown.spread.as_ref().map(|spread| spread.p95).unwrap();
    let column = &report.columns[0];
    let launch = column.estimates[0].rows[0].shown.spread.as_ref().map(|spread| spread.p95).unwrap();
    assert!((launch / base - 3.0).abs() < 1e-9, "{launch} {base}");
}

#[test]
fn checks_are_asked_where_they_say() {
    let report = sound(with(MODEL, Scenarios::Checked(Vec::new()), Changes::default()));
    let titles: Vec<String> =
        report.checks.iter().filter(|check| !check.expects).map(napkin::report::CheckRow::title).collect();
    assert_eq!(titles, ["fleet", "usual", "fleet (launch)", "big (launch)", "fleet (cup)", "big (cup)"]);
    assert!(report.unasked.is_empty(), "{:?}", report.unasked);
    let alone = sound(crate::support::run(MODEL));
    let unasked: Vec<(&str, &str)> =
        alone.unasked.iter().map(|row| (row.name.as_str(), row.why.as_str())).collect();
    assert_eq!(unasked, [("big", "asked in launch, cup only")]);
    // What would be undecided is no error where it is not asked.
    let text = MODEL.replace("servers >= 20 servers", "rate >= 5000 reads/s");
    sound(crate::support::run(&text));
    let report = with(&text, Scenarios::Checked(Vec::new()), Changes::default());
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0401"]);
    assert!(report.checks.is_empty() && report.columns.is_empty());
}

#[test]
fn an_expected_value_is_asked_of_what_was_published() {
    let report = sound(crate::support::run_with(SIMPLE, &[("users", "20M users")]));
    assert_eq!(row(&report, "total").unasked.as_deref(), Some("not asked, since users is set"));
    assert!(row(&report, "total").expected.is_none());
    // What does not rest on it is asked.
    assert!(check_row(&report, "other.expect").passed);
    let report = sound(with(SIMPLE, named(&["launch"]), Changes::default()));
    assert!(check_row(&report, "total.expect").passed, "of the model itself it is asked");
}

#[test]
fn the_later_of_two_values_wins() {
    let file = ("values.toml".to_owned(), "users = \"5M users\"\nsize = \"1 KB/user\"".to_owned());
    let changes = Changes {
        scenario: Some("launch".to_owned()),
        value_files: vec![file.clone()],
        ..beside(&[], &[("size", "4 KB/user")])
    };
    let report = sound(with(SIMPLE, Scenarios::None, changes));
    assert_eq!(row(&report, "total").shown.written.literal(), "20 GB");
    assert_eq!(row(&report, "users").by.as_deref(), Some("by values.toml"));
    assert!(row(&report, "size").set && row(&report, "size").by.is_none());
    let second = ("more.json".to_owned(), "{\"users\": \"6M users\"}".to_owned());
    let changes = Changes { value_files: vec![file, second], ..Changes::default() };
    assert_eq!(row(&sound(with(SIMPLE, Scenarios::None, changes)), "total").shown.written.literal(), "6 GB");
    let changes = Changes { scenario: Some("launch".to_owned()), ..Changes::default() };
    let report = sound(with(SIMPLE, Scenarios::None, changes));
    assert_eq!(row(&report, "users").by.as_deref(), Some("in launch"));
    assert_eq!(report.remarks, ["in the scenario `launch`"]);
}

#[test]
fn a_file_of_values_is_toml_or_json() {
    let read = |name: &str, text: &str| {
        let files = vec![(name.to_owned(), text.to_owned())];
        with(SIMPLE, Scenarios::None, Changes { value_files: files, ..Changes::default() })
    };
    for (name, text) in [
        ("a.toml", "users = 15_000_000\n"),
        ("a.json", "{\"users\": 15000000}"),
        ("a.json", "{\n  \"users\": \"15M\"\n}\n"),
        ("prod", "users = \"15M users\"\n"),
    ] {
        let report = sound(read(name, text));
        assert_eq!(row(&report, "total").shown.written.literal(), "30 GB", "{text}");
    }
    for (name, text, code, place) in [
        ("a.toml", "users = \"5 GB\"\n", "E0302", (1, 10)),
        ("a.toml", "users: 5\n", "E0522", (1, 8)),
        ("a.toml", "uses = 5\n", "E0510", (1, 1)),
        ("a.toml", "users = [5]\n", "E0505", (1, 9)),
        ("a.json", "{\"users\": \"5 GB\"}", "E0302", (1, 12)),
        ("a.json", "{\"users\": \"5 usrs\"}", "E0202", (1, 14)),
        ("a.json", "{\"uses\": 5}", "E0510", (1, 2)),
        ("a.json", "{\"users\": null}", "E0522", (1, 11)),
        ("a.json", "{\"users\": 5", "E0522", (1, 11)),
        ("a.json", "[5]", "E0522", (1, 1)),
        ("a.json", "{\"users\": 5, \"users\": 6}", "E0518", (1, 14)),
        ("a.json", "{\"a b\": 5}", "E0522", (1, 2)),
    ] {
        let report = read(name, text);
        let said = all(&report.diagnostics, &report.sources);
        let error = report.diagnostics.iter().find(|found| found.is_error()).expect("an error");
        assert_well_made(error, &report.sources);
        let span = error.span().expect("a place");
        let at = report.sources.line_column(span);
        assert_eq!((error.code, at), (code, place), "{text}\n{said}");
        assert_eq!(report.sources.get(span.source).map(|source| source.name.as_str()), Some(name));
    }
}

#[test]
fn every_scenario_is_right_in_every_run() {
    refused("users = \"30M users\"", "users = \"30 GB\"", "E0302", 11);
    refused("users = \"30M users\"", "users = \"30M usres\"", "E0202", 11);
    refused("users = \"30M users\"", "usres = \"30M users\"", "E0510", 11);
    refused("users = \"30M users\"", "users = [\"30M users\"]", "E0505", 11);
    refused("users = \"30M users\"", "users.value = \"30M users\"", "E0510", 11);
    refused("users = \"30M users\"", "total = \"5 s\"", "E0302", 11);
    refused("from  = \"launch\"", "from = \"lunch\"", "E0510", 13);
    refused("from  = \"launch\"", "from = \"base\"", "E0510", 13);
    refused("from  = \"launch\"", "from = \"later\"", "E0521", 13);
    refused("[scenarios.launch]\n", "[scenarios.launch]\nfrom = \"later\"\n", "E0521", 14);
    refused("[scenarios.later]\nfrom  = \"launch\"", "[scenarios.base]", "E0504", 12);
    refused("\"total <= 50 GB\"", "{ check = \"total <= 50 GB\", scenarios = [\"lunch\"] }", "E0510", 9);
    refused("\"total <= 50 GB\"", "{ check = \"total <= 50 GB\", scenarios = [] }", "E0516", 9);
    refused("\"total <= 50 GB\"", "{ check = \"total <= 50 GB\", scenarios = \"launch\" }", "E0505", 9);
    // One that gives way to another is right as well.
    let changes = Changes { scenario: Some("launch".to_owned()), ..beside(&[], &[("users", "3M users")]) };
    let report = with(&SIMPLE.replace("30M users", "30 GB"), Scenarios::None, changes);
    assert_eq!(report.diagnostics[0].code, "E0302");
}

#[test]
fn a_scenario_that_is_not_there_is_an_error() {
    let report = with(SIMPLE, named(&["lunch"]), Changes::default());
    assert_eq!(report.diagnostics[0].message, "`model.toml` has no scenario `lunch`");
    let report =
        with(SIMPLE, Scenarios::None, Changes { scenario: Some("x".to_owned()), ..Changes::default() });
    assert_eq!(report.diagnostics[0].code, "E0510");
}

#[test]
fn a_model_that_extends_another_one_has_its_scenarios() {
    let own = "extends = \"base.toml\"\n[inputs]\nsize = \"1 KB/user\"\n[scenarios.launch]\nnote = \"own\"\nsize = \"5 KB/user\"\n";
    let report = sound(with(own, Scenarios::All, beside(&[("base.toml", SIMPLE)], &[])));
    assert_eq!(value(&report, "launch", "total"), "150 GB");
    assert_eq!(value(&report, "later", "total"), "90 GB");
    assert_eq!(report.columns[0].note.as_deref(), Some("own"));
}

#[test]
fn several_models_share_what_one_of_them_has() {
    let here = folder("scenarios");
    std::fs::write(here.join("simple.toml"), SIMPLE).unwrap();
    let run = |arguments: &[&str]| napkin(&here, arguments, "");
    let (out, err, code) = run(&["run", "simple.toml", "feed.toml", "--set", "users=20M", "--quiet"]);
    assert!(out.starts_with("total 40\n") && code == Some(0), "{out}{err}");
    let (_, err, code) = run(&["check", "simple.toml", "feed.toml", "--set", "usres=20M"]);
    assert_eq!(
        (err.as_str(), code),
        (
            "error[E0604]: none of the models has the input or estimate `usres`\nhelp: a name that one of them has is enough\n",
            Some(2)
        )
    );
    let (_, err, code) = run(&["check", "simple.toml", "feed.toml", "--scenario", "lunch"]);
    assert!(err.contains("none of the models has the scenario `lunch`") && code == Some(2), "{err}");
    let (out, err, code) = run(&["check", "simple.toml", "feed.toml", "--scenario", "launch"]);
    assert!(out.starts_with("FAIL  simple.toml:9  small (launch)\n") && code == Some(1), "{out}{err}");
    // A value of a scenario or a file takes part in every command.
    let (out, ..) = run(&["explain", "simple.toml", "total", "--scenario", "launch"]);
    assert!(out.contains("30M users") && out.contains("in the scenario `launch`"), "{out}");
    let (out, ..) = run(&["run", "simple.toml", "--scenario", "launch", "--format", "flat"]);
    assert_eq!(out, "{\"total\":\"60\",\"other\":\"6\"}\n");
    let (_, err, code) =
        run(&["run", "simple.toml", "--scenario", "launch", "--scenario", "later", "--format", "flat"]);
    assert!(err.contains("takes one scenario") && code == Some(2), "{err}");
    let (out, ..) = run(&["run", "simple.toml", "other", "--scenario", "later", "--quiet"]);
    assert_eq!(out, "other 6 9\n");
    // Nothing passes in vain.
    let only = "[inputs]\nx = \"5 GB\"\n[estimates]\ny = { formula = \"x * 2\", expect = \"10 GB\" }\n";
    std::fs::write(here.join("only.toml"), only).unwrap();
    let (_, err, code) = run(&["check", "only.toml", "--set", "x=6 GB"]);
    assert!(err.starts_with("error[E0605]: no check of `only.toml` was asked") && code == Some(2), "{err}");
}

/// A cell is a value with a name, and an input may be a row: both differ in a scenario.
#[test]
fn a_scenario_changes_cells_and_rows() {
    let text = "\
[tables.disk]
small = { size = \"2 TB/disk\", price = \"$50/disk\" }
large = { size = \"10 TB/disk\", price = \"$200/disk\" }
[inputs]
stored = \"20 TB\"
kind   = \"disk.small\"
[estimates]
cost   = { formula = \"stored / kind.size * kind.price\", unit = \"$\" }
[scenarios.later]
kind   = \"large\"
disk.large.price = \"$150/disk\"
";
    let changes = Changes { scenario: Some("later".to_owned()), ..Changes::default() };
    // 10 disks at $50; 2 at $150.
    assert_eq!(row(&with(text, Scenarios::None, Changes::default()), "cost").shown.value, 500.0);
    assert_eq!(row(&with(text, Scenarios::None, changes), "cost").shown.value, 300.0);
    let wrong = text.replace("disk.large.price = \"$150/disk\"", "disk.large.prise = \"$150/disk\"");
    let report = with(&wrong, Scenarios::None, Changes::default());
    assert_eq!(report.diagnostics.first().map(|found| found.code), Some("E0510"));
    let wrong = text.replace("disk.large.price = \"$150/disk\"", "disk.large.price = \"5 GB\"");
    let report = with(&wrong, Scenarios::None, Changes::default());
    assert_eq!(report.diagnostics.first().map(|found| found.code), Some("E0302"));
}

#[test]
fn a_dotted_name_may_be_one_key_in_quotes() {
    let model = "[tables.t]\na = { x = 2 }\nb = { x = 3 }\n[estimates]\nsum = \"sum(t.x)\"";
    for text in ["\"t.a.x\" = 5", "t.a.x = 5", "[t]\n\"a.x\" = 5"] {
        let files = vec![("values.toml".to_owned(), text.to_owned())];
        let report =
            sound(with(model, Scenarios::None, Changes { value_files: files, ..Changes::default() }));
        assert_eq!(row(&report, "sum").shown.value, 8.0, "{text}");
    }
}
