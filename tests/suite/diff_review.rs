//! `napkin diff`: what a reviewer must see of checks, formulas and shared files.

use std::fs;

use serde_json::Value;

use crate::command_line::{folder, git, napkin};
use crate::diff::{OLD, diff};

#[test]
fn both_changes_of_a_check_are_shown_and_either_may_be_easier() {
    let old = OLD.replace("\"10M users\"", "\"5M to 20M users\"").replace(
        "budget = \"cost <= $500/month\"",
        "budget = \"P(cost <= $900/month) >= 80%\"\nrare = \"P(cost > $900/month) <= 20%\"",
    );
    let old = old.replace("fleet = \"storage <= 30 TB\"", "fleet = \"p95(storage) <= 45 TB\"");
    for (changes, fate, said) in [
        // The limit inside and the probability asked for.
        (
            &[("P(cost <= $900/month) >= 80%", "P(cost <= $950/month) >= 70%")][..],
            "easier budget",
            "P(cost <= $900",
        ),
        (
            &[("P(cost <= $900/month) >= 80%", "P(cost <= $950/month) >= 85%")],
            "easier budget",
            "P(cost <= $900",
        ),
        (
            &[("P(cost <= $900/month) >= 80%", "P(cost <= $890/month) >= 70%")],
            "easier budget",
            "P(cost <= $900",
        ),
        (
            &[("P(cost <= $900/month) >= 80%", "P(cost <= $890/month) >= 85%")],
            "stricter budget",
            "P(cost <= $900",
        ),
        // Both probabilities are 100%.
        (
            &[("P(cost <= $900/month) >= 80%", "P(cost <= $9M/month) >= 85%")],
            "easier budget",
            "P(cost <= $900",
        ),
        (&[("P(cost > $900/month) <= 20%", "P(cost > $950/month) <= 15%")], "easier rare", "P(cost > $900"),
        (&[("P(cost > $900/month) <= 20%", "P(cost > $890/month) <= 19%")], "stricter rare", "P(cost > $900"),
        // A percentile and its limit.
        (&[("p95(storage) <= 45 TB", "p90(storage) <= 44 TB")], "easier fleet", "was: p95(storage) <= 45 TB"),
        (&[("p95(storage) <= 45 TB", "p99(storage) <= 60 TB")], "easier fleet", "was: p95(storage) <= 45 TB"),
        (
            &[("p95(storage) <= 45 TB", "p96(storage) <= 44 TB")],
            "stricter fleet",
            "was: p95(storage) <= 45 TB",
        ),
        // What a failure is, and the limit.
        (
            &[("\"p95(storage) <= 45 TB\"", "{ check = \"p95(storage) <= 44 TB\", level = \"warn\" }")],
            "easier fleet",
            "only warns now; limit lowered 45 TB → 44 TB",
        ),
    ] {
        let (object, _) = diff("both", &old, changes);
        let check = &object["checks"][0];
        let (is, text) =
            (check["change"].as_str().unwrap_or_default(), check["text"].as_str().unwrap_or_default());
        assert_eq!(format!("{is} {}", check["name"].as_str().unwrap_or_default()), fate, "{changes:?}");
        assert!(text.contains(said), "{changes:?}: {text}");
        let code = napkin(&folder("both"), &["diff", "old.toml", "new.toml", "--fail-on", "easier"], "").2;
        assert_eq!(code == Some(1), is == "easier", "{changes:?}");
    }
    // A check that breaks and is easier in a part is both.
    let folder = folder("broken_and_easier");
    fs::write(folder.join("old.toml"), OLD).expect("a file can be written");
    let new = OLD.replace("10M", "20M").replace("<= 30 TB", "<= 31 TB").replace("<= $500", "<= $400");
    fs::write(folder.join("new.toml"), new).expect("a file can be written");
    let run = |what: &str| napkin(&folder, &["diff", "old.toml", "new.toml", "--fail-on", what], "");
    let (table, _, code) = run("easier");
    assert_eq!(code, Some(1), "{table}");
    assert!(table.contains("was 20 TB, is 40 TB; limit raised 30 TB → 31 TB"), "{table}");
    assert_eq!(run("breaks").2, Some(1));
}

#[test]
fn a_formula_that_changed_is_a_cause() {
    let changes = &[("storage = \"users * size\"", "storage = \"users * size * 3\"")];
    let (object, table) = diff("formula", OLD, changes);
    let formula = &object["formulas"][0];
    assert_eq!(
        [&formula["name"], &formula["was"], &formula["is"]],
        ["storage", "users * size", "users * size * 3"]
    );
    assert!(table.contains("FORMULAS\n  storage  users * size → users * size * 3\n"), "{table}");
    assert!(table.contains("+200%  its formula +200%"), "{table}");
    assert!(table.contains("+200%  formula of storage +200%"), "{table}");
    let folder = folder("formula");
    for (name, text) in
        [("old.toml", OLD.to_owned()), ("new.toml", OLD.replace("users * size", "size * users"))]
    {
        fs::write(folder.join(name), text).expect("a file can be written");
    }
    let (markdown, _, code) =
        napkin(&folder, &["diff", "old.toml", "new.toml", "--format", "markdown", "--exit-code"], "");
    assert!(markdown.starts_with("**new.toml**: no estimate moved, 1 formula is changed.\n"), "{markdown}");
    assert!(markdown.contains("| `storage` | `users * size → size * users` |"), "{markdown}");
    assert_eq!(code, Some(1));
}

#[test]
fn a_rise_above_its_limit_breaks() {
    let limited = |most: &str| {
        let limit = format!("unit = \"$/month\", max_increase = \"{most}\" }}");
        OLD.replace("unit = \"$/month\" }", &limit)
    };
    for (old, new, fate, code) in [
        // $400 to $440 a month: +10%.
        (limited("9%"), limited("9%"), "breaks", 1),
        (limited("10%"), limited("10%"), "", 0),
        (OLD.to_owned(), limited("9%"), "new, fails", 1),
        (OLD.to_owned(), limited("10%"), "new", 0),
        (limited("5%"), limited("9%"), "breaks", 1),
        (limited("5%"), limited("20%"), "easier", 0),
    ] {
        let folder = folder("rises");
        fs::write(folder.join("old.toml"), old).expect("a file can be written");
        fs::write(folder.join("new.toml"), new.replace("10M", "11M")).expect("a file can be written");
        let words = ["diff", "old.toml", "new.toml", "--json", "--fail-on", "breaks"];
        let (json, err, is) = napkin(&folder, &words, "");
        let object: Value = serde_json::from_str(&json).expect("it is JSON");
        let checks = object["models"][0]["checks"].as_array().cloned().unwrap_or_default();
        let found = checks.iter().find(|check| check["name"] == "cost.max_increase");
        assert_eq!(
            found.map_or("", |check| check["change"].as_str().unwrap_or_default()),
            fate,
            "{json}{err}"
        );
        assert_eq!(is, Some(code), "{json}");
    }
}

#[test]
fn what_mends_a_broken_model_is_judged_by_itself() {
    let folder = folder("mends");
    let _ = fs::remove_dir_all(folder.join(".git"));
    let _ = fs::remove_file(folder.join("old.toml"));
    git(&folder, &["init", "-q", "-b", "main"]);
    let commit = |text: &str| {
        fs::write(folder.join("model.toml"), text).expect("a file can be written");
        git(&folder, &["add", "."]);
        git(&folder, &["commit", "-q", "-m", "next"]);
    };
    commit(&OLD.replace("users * size", "users * sice"));
    commit(OLD);
    let run = |words: &[&str]| napkin(&folder, &[&["diff", "--against", "HEAD~1"][..], words].concat(), "");
    let (table, err, code) = run(&["model.toml"]);
    assert_eq!((err.as_str(), code), ("", Some(0)), "{table}");
    let first = table.lines().next();
    let said = "model.toml: not compared, since the old version has errors, 2 checks hold";
    assert_eq!(first, Some(said), "{table}");
    assert_eq!(run(&["--exit-code"]).2, Some(1));
    // As `check` does it.
    fs::write(folder.join("model.toml"), OLD.replace("30 TB", "3 TB")).expect("a file can be written");
    let (table, _, code) = run(&["model.toml"]);
    assert!(table.contains("fails  fleet") && code == Some(1), "{table}");
    // Of two that are named, both are asked for; and a new version with errors is not judged.
    fs::write(folder.join("old.toml"), OLD.replace("users * size", "users * sice"))
        .expect("a file can be written");
    assert_eq!(napkin(&folder, &["diff", "old.toml", "model.toml"], "").2, Some(2));
    fs::write(folder.join("model.toml"), OLD.replace("users * size", "users * sice"))
        .expect("a file can be written");
    assert_eq!(napkin(&folder, &["diff", "--against", "HEAD", "model.toml"], "").2, Some(2));
}

#[test]
fn a_change_of_a_shared_file_that_moves_nothing_is_one_line() {
    let folder = folder("shared");
    let _ = fs::remove_dir_all(folder.join(".git"));
    git(&folder, &["init", "-q", "-b", "main"]);
    let base = "[inputs]\nusers = \"10M users\"\negress = \"$0.03/GB\"\n";
    let model = "extends = \"base.toml\"\n[estimates]\nstored = \"users * 2 MB/user\"\n[checks]\nfits = \"stored <= 5 TB\"\n";
    fs::write(folder.join("base.toml"), base).expect("a file can be written");
    for name in ["a.toml", "b.toml"] {
        fs::write(folder.join(name), model).expect("a file can be written");
    }
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    fs::write(folder.join("base.toml"), base.replace("0.03", "0.04")).expect("a file can be written");
    let (table, ..) = napkin(&folder, &["diff", "--against", "main"], "");
    let line = "base.toml: moves nothing in 2 models: egress $0.03/GB → $0.04/GB";
    assert!(table.starts_with(&format!("{line}\n\nmodels: 3 changed without a move")), "{table}");
    let (markdown, ..) = napkin(&folder, &["diff", "--against", "main", "--format", "markdown"], "");
    assert!(markdown.contains("* `base.toml`: moves nothing in 2 models"), "{markdown}");
    assert!(!markdown.contains("still"), "{markdown}");
    // Beside one that moves, only that is shown whole.
    fs::write(folder.join("b.toml"), model.replace("2 MB", "3 MB")).expect("a file can be written");
    let (table, ..) = napkin(&folder, &["diff", "--against", "main"], "");
    assert!(table.starts_with("b.toml: stored 20 → 30 TB (+50%)"), "{table}");
    assert!(table.contains("base.toml: moves nothing in 1 model: egress $0.03/GB → $0.04/GB"), "{table}");
}
