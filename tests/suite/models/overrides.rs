//! `--set name=value`: another value for an input or an estimate.

use crate::support::{all, check_row, row, run, run_with, sound};

const MODEL: &str = r#"
[inputs]
users     = "100M users"
share     = "20%"
hit_ratio = "90%"
size      = "5 GB"
price     = "$5/month"
rate      = "5 req/s"
slow      = "10 req/day"
per_user  = "3 req/user/day"
copies    = 3
fast      = true
limited   = { value = "5 servers", min = "2 servers", max = "10 servers" }

[estimates]
dau       = "users * share"
peak      = { formula = "dau * per_user * 2", unit = "req/s" }
daily     = "dau * per_user to req/day"
total     = "peak + rate + slow"
storage   = { formula = "size * copies * 80%", unit = "GB" }
missed    = "total * (1 - hit_ratio)"
cost      = "price * limited / server"
largest   = "if fast then storage else size"

[checks]
small = "total < 10k req/s"
"#;

/// Setting `name` to a text makes that row that text.
#[track_caller]
fn check(name: &str, value: &str, written: &str) {
    let report = sound(run_with(MODEL, &[(name, value)]));
    let row = row(&report, name);
    assert_eq!(row.shown.written.to_string(), written, "--set {name}={value}");
    assert!(row.set, "--set {name}={value}");
    assert_eq!(row.formula, value.trim(), "--set {name}={value}");
}

/// Setting `name` to a text is one error.
#[track_caller]
fn refused(code: &str, name: &str, value: &str) {
    let report = run_with(MODEL, &[(name, value)]);
    let codes: Vec<&str> =
        report.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code).collect();
    assert_eq!(codes, [code], "--set {name}={value}\n{}", all(&report.diagnostics, &report.sources));
    assert!(report.inputs.is_empty() && report.estimates.is_empty() && report.checks.is_empty());
}

#[test]
fn a_value_of_the_same_dimension_replaces_an_input() {
    check("users", "300M users", "300M users");
    check("users", "300M people", "300M people");
    check("size", "3 MB", "3 MB");
    check("size", "2 GB + 500 MB", "2.5 GB");
    check("share", "30%", "30%");
    check("price", "$3/day", "$3/day");
    check("rate", "20 req/min", "20 req/min");
    check("rate", "300 reads/s", "300 reads/s");
    check("copies", "5", "5");
    check("fast", "false", "false");
    check("limited", "10 servers", "10 servers");
}

#[test]
fn a_bare_number_is_as_many_of_a_count_or_a_rate_of_counts() {
    check("users", "300M", "300M users");
    check("limited", "7", "7 servers");
    check("rate", "300", "300 req/s");
    check("rate", "1.5k", "1.5k req/s");
    check("copies", "2.5", "2.5");
    refused("E0302", "size", "3");
    refused("E0302", "price", "3");
    refused("E0302", "users", "50%");
    refused("E0302", "rate", "50%");
}

#[test]
fn a_bare_number_is_in_the_unit_that_the_row_is_shown_in() {
    // The units of an estimate's operands do not affect its replacement.
    for (name, value, base) in [("dau", "5M", 5e6), ("peak", "100", 100.0), ("daily", "86400", 86_400.0)] {
        let report = sound(run_with(MODEL, &[(name, value)]));
        assert_eq!(row(&report, name).shown.value, base, "--set {name}={value}");
    }
    // An input that is written per day is asked for per day.
    let report = sound(run_with(MODEL, &[("slow", "30")]));
    assert!((row(&report, "slow").shown.value * 86_400.0 - 30.0).abs() < 1e-9);
    let report = sound(run_with(MODEL, &[("share", "0.3")]));
    assert_eq!(row(&report, "share").shown.value, 0.3);
    assert_eq!(row(&report, "dau").shown.value, 30e6);
}

#[test]
fn an_estimate_is_replaced_too_and_what_it_leaves_unused_is_named() {
    let report = sound(run_with(MODEL, &[("dau", "5M users")]));
    assert_eq!(row(&report, "dau").shown.written.to_string(), "5M users");
    assert_eq!(row(&report, "daily").shown.value, 15e6);
    assert_eq!(report.remarks.len(), 1);
    assert!(
        report.remarks[0].contains("`users`") && report.remarks[0].contains("`share`"),
        "{:?}",
        report.remarks
    );
    assert!(report.diagnostics.is_empty());
    let report = sound(run_with(MODEL, &[("storage", "1 TB")]));
    let storage = row(&report, "storage");
    assert_eq!((storage.shown.value, storage.shown.unit.as_str()), (1_000.0, "GB"));
    assert!(!row(&report, "size").set);
    let report = sound(run_with(MODEL, &[("total", "20k req/s")]));
    assert!(!check_row(&report, "small").passed);
}

#[test]
fn the_dimension_is_kept() {
    refused("E0302", "users", "3 servers");
    refused("E0302", "users", "5 GB");
    refused("E0302", "users", "300M users/day");
    refused("E0302", "rate", "3/s");
    refused("E0302", "size", "5 GB/s");
    refused("E0302", "copies", "5 GB");
    refused("E0302", "fast", "3");
    refused("E0302", "copies", "true");
    refused("E0302", "dau", "3 GB");
}

#[test]
fn limits_hold_for_every_value() {
    refused("E0513", "limited", "11 servers");
    refused("E0513", "limited", "1");
    check("limited", "2 servers", "2 servers");
}

#[test]
fn a_value_is_read_like_any_other() {
    refused("E0510", "usres", "3");
    refused("E0510", "small", "3");
    refused("E0103", "users", "");
    refused("E0201", "users", "size");
    refused("E0201", "users", "nonsense");
    refused("E0402", "users", "1/0");
    refused("E0104", "users", "10B");
    refused("E0105", "users", "1,00,000 users");
    refused("E0105", "users", "1 000 users");
    refused("E0202", "users", "5 foo_s");
    refused("E0102", "users", "(5 users");
    let report = run_with(MODEL, &[("usres", "3")]);
    let offered = report.diagnostics[0].helps.iter().any(|help| help.text.contains("`users`"));
    assert!(offered, "{}", all(&report.diagnostics, &report.sources));
}

#[test]
fn a_mistake_is_found_in_the_value_that_was_given() {
    let report = run_with(MODEL, &[("size", "5 MB"), ("users", "5 users + 3 s")]);
    let place = report.diagnostics[0].span().unwrap();
    assert_eq!(report.sources.get(place.source).unwrap().name, "--set users");
    assert_eq!(report.sources.slice(place), "5 users");
    assert_eq!(report.sources.line_column(place), (1, 7));
    // The unknown name is reported, and not its value.
    let report = run_with(MODEL, &[("usres", "3")]);
    let place = report.diagnostics[0].span().unwrap();
    assert_eq!(report.sources.get(place.source).unwrap().name, "--set usres");
    assert_eq!((report.sources.slice(place), report.sources.line_column(place)), ("usres", (1, 1)));
}

#[test]
fn a_help_for_a_value_can_be_pasted() {
    for (name, value) in [
        ("size", "3"),
        ("price", "3"),
        ("users", "5 GB"),
        ("rate", "3/s"),
        ("copies", "5 GB"),
        ("dau", "3 s"),
    ] {
        let report = run_with(MODEL, &[(name, value)]);
        for help in &report.diagnostics[0].helps {
            let Some((_, rest)) = help.text.split_once(&format!("--set {name}='")) else { continue };
            let offered = rest.split('\'').next().unwrap();
            let report = run_with(MODEL, &[(name, offered)]);
            assert!(report.is_ok(), "--set {name}={offered}\n{}", all(&report.diagnostics, &report.sources));
        }
    }
}

#[test]
fn several_values_are_set_at_once() {
    let report = sound(run_with(MODEL, &[("users", "10M"), ("share", "50%"), ("copies", "1")]));
    assert_eq!(row(&report, "dau").shown.value, 5e6);
    assert_eq!(row(&report, "storage").shown.value, 4.0);
}

#[test]
fn shares_are_checked_as_they_are_set() {
    let report = sound(run_with(MODEL, &[("hit_ratio", "120%")]));
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["W0106"]);
    assert!(sound(run(MODEL)).diagnostics.is_empty());
}

#[test]
fn a_bare_number_in_place_of_a_percentage_is_no_percentage() {
    let model = "[inputs]\nshare = \"25%\"\nusers = \"100 users\"\n[estimates]\nactive = \"users * share\"\n\
                 [checks]\nfew = \"share <= 10%\"";
    let report = sound(run_with(model, &[("share", "0.3")]));
    let share = row(&report, "share");
    assert_eq!((share.shown.value, share.shown.written.to_string()), (0.3, "0.3".to_owned()));
    assert_eq!(row(&report, "active").shown.value, 30.0);
    assert_eq!(check_row(&report, "few").holds_with, ["share <= 0.1"]);
}

#[test]
fn a_number_agrees_with_its_noun() {
    let model = "[inputs]\nspare = \"1 server\"\nusers = \"100 users/server\"\nlimit = \"3 boxes\"\n\
                 [estimates]\nheld = \"spare * users\"\nboxes = \"limit * 2\"\n\
                 [checks]\nenough = \"held >= 10k users\"\nfew = \"boxes <= 2 boxes\"";
    let report = sound(run_with(model, &[]));
    assert_eq!(
        check_row(&report, "enough").holds_with,
        ["spare >= 100 servers", "users >= 10k users/server"]
    );
    assert_eq!(check_row(&report, "few").holds_with, ["limit <= 1 box"]);
    let report = sound(run_with(model, &[("limit", "1"), ("spare", "3")]));
    assert_eq!(row(&report, "limit").shown.written.to_string(), "1 box");
    assert_eq!(row(&report, "spare").shown.written.to_string(), "3 servers");
}

/// What `--set` gives is a text of its own, which a fix changes without its name.
#[test]
fn a_value_that_was_set_has_fixes() {
    let text = "[inputs]\nusers = \"1M users\"\n[estimates]\nmore = \"users * 2\"\n";
    let report = crate::support::run_with(text, &[("users", "10 milion users")]);
    let help = &report.diagnostics[0].helps[0];
    assert_eq!(help.text, "for million");
    let fixed = crate::support::patched(&report.sources, help);
    assert_eq!(fixed.as_deref(), Some("users=10 million users"));
}
