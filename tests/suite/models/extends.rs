//! `extends`: a model that changes another one.

use crate::command_line::napkin;
use crate::support::{all, assert_well_made, check_row, row, run_beside, sound};

const BASE: &str = r#"
title = "Base"
functions = """
fn fleet(load) = ceil(load / (1000 req/s/server))
fn twice(x) = 2 * x
"""
[inputs.demand]
users = { value = "10M users", note = "all", source = "analytics", min = "1M users" }
rate  = "10 req/user/day"
[tables.tier]
hot  = { share = "20%", price = "$0.1/GB" }
cold = { share = "80%", price = "$0.02/GB" }
[estimates]
load    = { formula = "users * rate", unit = "req/s", expect = "1157 req/s" }
servers = "fleet(load)"
price   = "sum(tier.share * tier.price)"
[checks]
fleet = "servers <= 3 servers"
dear  = { check = "price <= $0.05/GB", level = "warn" }
"#;

/// The report of a model that extends [`BASE`].
fn extending(text: &str) -> napkin::report::Report {
    run_beside(&format!("extends = \"base.toml\"\n{text}"), &[("base.toml", BASE)])
}

/// Checks that a model that extends [`BASE`] has one error, at a place of a file.
#[track_caller]
fn refused(text: &str, code: &str, file: &str, line: usize) {
    let report = extending(text);
    let errors: Vec<_> = report.diagnostics.iter().filter(|found| found.is_error()).collect();
    let said = all(&report.diagnostics, &report.sources);
    let [error] = errors.as_slice() else { panic!("{text}\n{said}") };
    assert_well_made(error, &report.sources);
    let span = error.span().expect("a place");
    let place = (report.sources.get(span.source).unwrap().name.as_str(), report.sources.line_column(span).0);
    assert_eq!((error.code, place), (code, (file, line)), "{text}\n{said}");
    assert!(report.estimates.is_empty());
}

#[test]
fn what_is_left_out_stays_as_it_is() {
    let report = sound(extending("title = \"Own\""));
    let base = sound(crate::support::run(BASE));
    assert_eq!((report.title.as_deref(), base.title.as_deref()), (Some("Own"), Some("Base")));
    for name in ["users", "load", "servers", "price"] {
        assert_eq!(row(&report, name).shown, row(&base, name).shown);
    }
}

#[test]
fn a_value_is_replaced_at_its_place_and_keeps_its_unit_and_limits() {
    let report = sound(extending(
        "[inputs]\nusers = \"86.4M users\"\npeak = 3\n[estimates.load]\nload = \"users * rate * peak\"",
    ));
    let users = row(&report, "users");
    assert_eq!((users.note.as_deref(), users.source.as_deref()), (None, None));
    // 86.4M users × 10 a day is 10,000 a second.
    assert_eq!(row(&report, "load").shown.written.literal(), "30_000 requests/s");
    assert!(row(&report, "load").expected.is_none());
    let inputs: Vec<&str> =
        report.inputs.iter().flat_map(|section| &section.rows).map(|row| row.name.as_str()).collect();
    assert_eq!(inputs, ["users", "rate", "peak"]);
    refused("[inputs]\nusers = \"0.5M users\"", "E0513", "model.toml", 3);
    refused("[inputs]\nusers = \"5 GB\"", "E0302", "model.toml", 3);
    refused("[estimates]\nload = \"users * 5 KB\"", "E0302", "model.toml", 3);
    refused("[estimates]\ntier = \"users * 5\"", "E0503", "model.toml", 3);
}

#[test]
fn a_bare_number_counts_what_the_value_counts_that_it_replaces() {
    let report = sound(extending("[inputs]\nusers = \"30M\""));
    assert_eq!(row(&report, "users").shown.unit, "users");
    // A formula is no number.
    refused("[estimates]\nload = \"2 * 3\"", "E0302", "model.toml", 3);
}

#[test]
fn an_input_may_become_an_estimate() {
    let report = sound(extending("[inputs]\nstaff = \"2M users\"\n[estimates]\nusers = \"staff * 5\""));
    assert_eq!(row(&report, "users").shown.written.literal(), "10M users");
    refused("[estimates]\nusers = \"5 GB * 2\"", "E0302", "model.toml", 3);
}

#[test]
fn functions_rows_and_checks_are_replaced_by_name() {
    let text = r#"functions = "fn fleet(load) = ceil(load / (500 req/s/server)) + 1 server"
[tables.tier]
cold = { share = "80%", price = "$0.01/GB" }
[checks]
dear = "price <= $0.05/GB"
"#;
    let report = sound(extending(text));
    // 10M users × 10 a day are 1157.4 a second: 3 servers of 500 a second, and one to spare.
    assert_eq!(row(&report, "servers").shown.written.literal(), "4 servers");
    assert_eq!(row(&report, "price").shown.written.literal(), "$0.028/GB");
    let (fleet, dear) = (check_row(&report, "fleet"), check_row(&report, "dear"));
    assert_eq!((fleet.passed, fleet.span.source, dear.span.source), (false, 1, 0));
    assert_eq!(dear.level, napkin::report::Level::Error);
}

#[test]
fn without_takes_away() {
    let report = sound(extending("without = [\"checks.fleet\", \"tables.tier.hot\"]"));
    assert!(report.checks.iter().all(|check| check.name != "fleet"));
    assert_eq!(row(&report, "price").shown.written.literal(), "$0.016/GB");
    sound(extending(
        "without = [\"functions.twice\", \"inputs.rate\"]\n[estimates]\nload = \"users * 1 req/user/day\"",
    ));
    refused("without = [\"checks.flet\"]", "E0510", "model.toml", 2);
    refused("without = [\"fleet\"]", "E0505", "model.toml", 2);
    refused("without = [\"functions.nope\"]", "E0510", "model.toml", 2);
    // What is taken away is not there, even for the base.
    refused("without = [\"inputs.rate\"]", "E0201", "base.toml", 14);
    let alone = crate::support::run("without = [\"checks.a\"]\n[inputs]\nx = 3\n[estimates]\ny = \"x\"");
    assert_eq!(alone.diagnostics[0].code, "E0505");
}

#[test]
fn what_a_replaced_formula_names_need_not_be_there() {
    let text = "without = [\"inputs.rate\"]\n[estimates]\nload = \"users * 1 req/user/day\"";
    sound(extending(text));
    // A circle with a formula that does not count is none.
    let base = "[inputs]\nx = \"5 GB\"\n[estimates]\none = \"two * 2\"\ntwo = \"x * 3\"";
    let own = "extends = \"base.toml\"\n[estimates]\none = \"x\"\ntwo = \"one / 2\"";
    let report = sound(run_beside(own, &[("base.toml", base)]));
    assert_eq!(row(&report, "two").shown.written.literal(), "2.5 GB");
    // The error of a name that is missing is told although the replaced formula has it too.
    let own =
        "extends = \"base.toml\"\nwithout = [\"inputs.x\"]\n[estimates]\none = \"5 GB\"\ntwo = \"x * 2\"";
    let report = run_beside(own, &[("base.toml", base)]);
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0201"]);
}

#[test]
fn an_error_of_the_base_is_told_in_its_file() {
    let base = "[inputs]\nusers = \"10M usres\"\n[estimates]\nload = \"users * 2\"";
    let report = run_beside("extends = \"base.toml\"\ntitle = \"Own\"", &[("base.toml", base)]);
    let error = &report.diagnostics[0];
    assert_eq!(error.span().map(|span| (span.source, report.sources.line_column(span))), Some((1, (2, 14))));
    // Its fix was tried in that file.
    assert!(error.helps.iter().any(|help| help.is_fix() && help.is_proven), "{error:?}");
    // TOML that is broken hides what follows from it.
    let report = run_beside(
        "extends = \"base.toml\"\n[estimates]\nx = \"users * 2\"",
        &[("base.toml", "[inputs]\nusers = 5 users\n")],
    );
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0501"]);
}

#[test]
fn chains_are_followed_and_circles_are_told_whole() {
    let middle = "extends = \"base.toml\"\n[inputs]\nusers = \"20M users\"";
    let files = [("base.toml", BASE), ("middle.toml", middle)];
    let report = sound(run_beside("extends = \"middle.toml\"\n[inputs]\nrate = \"1 req/user/day\"", &files));
    assert_eq!(row(&report, "load").shown.written.literal(), "231.5 requests/s");
    let circle = |own: &str, files: &[(&str, &str)]| {
        let report = run_beside(own, files);
        let error = &report.diagnostics[0];
        assert_eq!(error.code, "E0521");
        error.notes().join("; ")
    };
    assert_eq!(circle("extends = \"model.toml\"", &[]), "the circle is model.toml → model.toml");
    let files = [("a.toml", "extends = \"b.toml\""), ("b.toml", "extends = \"a.toml\"")];
    assert_eq!(circle("extends = \"a.toml\"", &files), "the circle is a.toml → b.toml → a.toml");
}

#[test]
fn a_preset_can_be_extended() {
    let report = sound(run_beside("extends = \"twitter\"\n[inputs]\nusers = \"500M users\"", &[]));
    assert_eq!(row(&report, "users").shown.written.literal(), "500M users");
    let report = run_beside("extends = \"twiter\"", &[]);
    assert_eq!(report.diagnostics[0].code, "E0604");
}

/// Files in folders: `own/model.toml` extends what the line says; `secret.toml` lies outside.
#[cfg(unix)]
#[test]
fn only_files_of_the_working_directory_are_read() {
    use std::os::unix::fs::symlink;
    let top = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("extends");
    let _ = std::fs::remove_dir_all(&top);
    let here = top.join("here");
    std::fs::create_dir_all(here.join("own/folder.toml")).unwrap();
    let secret = "[inputs]\nhidden = \"5 GB\"\n";
    std::fs::write(top.join("secret.toml"), secret).unwrap();
    std::fs::write(here.join("base.toml"), "[inputs]\nusers = \"5 users\"\n").unwrap();
    std::fs::write(here.join("notes.txt"), secret).unwrap();
    symlink(top.join("secret.toml"), here.join("out.toml")).unwrap();
    symlink(here.join("notes.txt"), here.join("notes.toml")).unwrap();
    symlink(here.join("base.toml"), here.join("link.toml")).unwrap();
    symlink("/dev/zero", here.join("zero.toml")).unwrap();
    std::process::Command::new("mkfifo").arg(here.join("pipe.toml")).status().unwrap();
    let run = |folder: &std::path::Path, path: &str, model: &str| {
        let text = format!("extends = {path:?}\n[estimates]\ndouble = \"users * 2\"\n");
        std::fs::write(here.join("own/model.toml"), text).unwrap();
        let (out, err, code) = napkin(folder, &["run", model, "--quiet"], "");
        assert!(!err.contains("hidden") && !err.contains(&*top.to_string_lossy()), "{path}: {err}");
        (out, err, code)
    };
    for path in ["../base.toml", "./../own/../base.toml", "../link.toml"] {
        assert_eq!(run(&here, path, "own/model.toml").0, "double 10\n", "{path}");
    }
    // What was read is told by a path from here.
    let (_, err, _) = run(&here, "../bass.toml", "own/model.toml");
    assert!(
        err.contains("there is no file `bass.toml`\n --> own/model.toml:1:12") && err.contains("`base.toml`"),
        "{err}"
    );
    for path in [
        "../../secret.toml",
        "../out.toml",
        "/etc/passwd.toml",
        "../zero.toml",
        "../notes.toml",
        "../notes.txt/",
    ] {
        let (out, err, code) = run(&here, path, "own/model.toml");
        assert!(out.is_empty() && err.starts_with("error[E0520]") && code == Some(2), "{path}: {err}");
    }
    for (path, message) in [("folder.toml", "is a directory"), ("../pipe.toml", "is not a regular file")] {
        let (_, err, code) = run(&here, path, "own/model.toml");
        assert!(err.starts_with("error[E0602]") && err.contains(message) && code == Some(2), "{path}: {err}");
    }
    // From a folder beside it, a model may read its own folder and nothing else.
    let beside = top.join("beside");
    std::fs::create_dir_all(&beside).unwrap();
    std::fs::write(here.join("own/near.toml"), "[inputs]\nusers = \"7 users\"\n").unwrap();
    assert_eq!(run(&beside, "near.toml", "../here/own/model.toml").0, "double 14\n");
    assert!(run(&beside, "../base.toml", "../here/own/model.toml").1.starts_with("error[E0520]"));
}

#[test]
fn a_model_without_checks_that_another_one_extends_is_a_part_of_it() {
    let folder = crate::command_line::folder("extends");
    std::fs::write(folder.join("base.toml"), "[inputs]\nx = \"5 GB\"\n[estimates]\ny = \"x * 2\"\n").unwrap();
    let own = "extends = \"base.toml\"\n[checks]\nsmall = \"y <= 20 GB\"\n";
    std::fs::write(folder.join("own.toml"), own).unwrap();
    let (out, err, code) = napkin(&folder, &["check", "./base.toml", "own.toml"], "");
    assert_eq!((out.as_str(), err.as_str(), code), ("ok    own.toml  1 check holds\n", "", Some(0)));
    let (_, err, code) = napkin(&folder, &["check", "base.toml", "feed.toml"], "");
    assert!(err.contains("E0605") && code == Some(2), "{err}");
    // A check of the base is told in the file of the base.
    let base = "[inputs]\nx = \"5 GB\"\n[checks]\nsmall = \"x <= 2 GB\"\n";
    std::fs::write(folder.join("base.toml"), base).unwrap();
    std::fs::write(folder.join("own.toml"), "extends = \"base.toml\"\n").unwrap();
    let (out, _, code) = napkin(&folder, &["check", "own.toml"], "");
    assert!(out.starts_with("FAIL  base.toml:4  small  of own.toml\n") && code == Some(1), "{out}");
}
