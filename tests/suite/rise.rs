//! `max_increase`: by how much an estimate may rise from one version of a model to the next.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command_line::{folder, git, napkin};

/// 20 TB for $400 a month, and one server for 4 TB of it.
const OLD: &str = "[inputs]\nusers = \"10M users\"\nsize = \"2 MB/user\"\nblob = \"$0.02/GB/month\"\n[estimates]\n\
    storage = \"users * size\"\n\
    cost = { formula = \"storage * blob\", unit = \"$/month\", max_increase = \"10%\" }\n";

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("a file can be written");
}

/// Checks a text against [`OLD`] with its replacements: the exit code, and the check as an object.
fn judged(name: &str, old: &str, changes: &[(&str, &str)]) -> (Option<i32>, Value) {
    let folder = folder(name);
    let new = changes.iter().fold(old.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    write(&folder, "old.toml", old);
    write(&folder, "new.toml", &new);
    let (out, err, code) = napkin(&folder, &["check", "new.toml", "--against", "old.toml", "--json"], "");
    let object: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
    (code, object["models"][0]["checks"][0].clone())
}

#[test]
fn a_rise_is_held_against_its_limit() {
    for (name, changes, code, by) in [
        ("more", &[("10M", "11M")][..], 0, 0.1),
        ("too_much", &[("10M", "11.1M")], 1, 0.11),
        ("less", &[("10M", "5M")], 0, -0.5),
        // 1.5 * 0.7
        ("both", &[("10M", "15M"), ("$0.02", "$0.014")], 0, 0.05),
        ("formula", &[("storage * blob", "storage * blob * 2")], 1, 1.0),
    ] {
        let (found, check) = judged(name, OLD, changes);
        assert_eq!((found, check["name"].as_str()), (Some(code), Some("cost.max_increase")), "{name}");
        assert!((check["rise"]["change"].as_f64().unwrap() - by).abs() < 1e-9, "{name}: {check}");
    }
    // Nothing moved.
    let (code, check) = judged("same", OLD, &[]);
    assert_eq!(
        (code, &check["passed"], &check["rise"]),
        (Some(0), &Value::Bool(true), &serde_json::json!({}))
    );
}

#[test]
fn a_value_below_zero_rises_towards_zero() {
    let old = OLD.replace("storage * blob", "storage * blob - $1000/month").replace("10%", "5%");
    // -600, then -800 and -500.
    let (code, check) = judged("loss", &old, &[("10M", "5M")]);
    assert_eq!((code, check["passed"].as_bool()), (Some(0), Some(true)), "{check}");
    let (code, check) = judged("gain", &old, &[("10M", "12.5M")]);
    assert_eq!((code, check["passed"].as_bool()), (Some(1), Some(false)), "{check}");
    assert!((check["rise"]["change"].as_f64().unwrap() - 1.0 / 6.0).abs() < 1e-9, "{check}");
}

#[test]
fn from_zero_and_into_another_dimension_there_is_no_share() {
    let old = OLD.replace("10M users", "0 users");
    let (code, check) = judged("zero", &old, &[("0 users", "5 users")]);
    assert_eq!((code, check["rise"]["change"].as_f64()), (Some(1), None), "{check}");
    let (code, check) = judged("kind", OLD, &[("storage * blob\", unit = \"$/month\"", "storage\"")]);
    assert_eq!((code, check["rise"]["change"].as_f64()), (Some(1), None), "{check}");
}

#[test]
fn a_range_moves_by_its_median_on_the_same_samples() {
    let old = OLD.replace("10M users", "5M to 20M users");
    // Another width around the same median.
    let (code, check) = judged("width", &old, &[("5M to 20M", "2.5M to 40M")]);
    assert_eq!(code, Some(0), "{check}");
    let (code, check) = judged("range", &old, &[("5M to 20M", "6M to 24M")]);
    assert_eq!(code, Some(1), "{check}");
    assert!((check["rise"]["change"].as_f64().unwrap() - 0.2).abs() < 1e-9, "{check}");
}

#[test]
fn a_renamed_estimate_rises_from_the_old_one() {
    let text = [("cost =", "spend ="), ("10%", "0%")];
    let (code, check) = judged("renamed", OLD, &text);
    assert_eq!((code, check["name"].as_str()), (Some(0), Some("spend.max_increase")), "{check}");
}

#[test]
fn a_revision_is_where_this_branch_left_it() {
    let folder = folder("rise_git");
    // Of a run before.
    let _ = fs::remove_dir_all(folder.join(".git"));
    let _ = fs::remove_file(folder.join("new.toml"));
    write(&folder, "feed.toml", OLD);
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "one"]);
    git(&folder, &["switch", "-qc", "branch"]);
    // 15% in two commits, which are one change of the branch.
    for (users, message) in [("10.8M", "two"), ("11.5M", "three")] {
        write(&folder, "feed.toml", &OLD.replace("10M", users));
        git(&folder, &["commit", "-qam", message]);
    }
    write(&folder, "new.toml", OLD);
    let (out, err, code) = napkin(&folder, &["check", "feed.toml", "--against", "main"], "");
    assert_eq!(code, Some(1), "{out}{err}");
    assert!(out.contains("$400 → $460/month, +15% (users +15%)"), "{out}");
    let (.., code) = napkin(&folder, &["check", "feed.toml", "--against", "HEAD"], "");
    assert_eq!(code, Some(0));
    // A file that is new has nothing to rise from, and says so.
    let (out, err, code) = napkin(&folder, &["check", "new.toml", "--against", "main", "--json"], "");
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.contains("the model is new"), "{out}");
    let (out, err, code) = napkin(&folder, &["check", ".", "--against", "nowhere"], "");
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("git knows no revision `nowhere`"), "{err}");
}

#[test]
fn a_limit_that_is_not_asked_is_no_check_that_holds() {
    let folder = folder("rise_alone");
    write(&folder, "feed.toml", OLD);
    let (out, err, code) = napkin(&folder, &["check", "feed.toml"], "");
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("`napkin check feed.toml --against main`"), "{err}");
    // What is no number does not rise, and a share is written with its sign.
    for (from, to, message) in [
        ("\"10%\"", "0.1", "`max_increase` is a share of the old value"),
        ("10%", "-3%", "`max_increase` is a share of the old value"),
        ("storage * blob\", unit = \"$/month\"", "storage > 1 TB\"", "is no number"),
    ] {
        write(&folder, "wrong.toml", &OLD.replace(from, to));
        let (out, err, code) = napkin(&folder, &["check", "wrong.toml"], "");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains(message), "{err}");
    }
    write(
        &folder,
        "input.toml",
        &OLD.replace("\"10M users\"", "{ value = \"10M users\", max_increase = \"5%\" }"),
    );
    let (_, err, _) = napkin(&folder, &["check", "input.toml"], "");
    assert!(err.contains("only an estimate is held against its value in another version"), "{err}");
}

#[test]
fn what_cannot_be_judged_is_said() {
    let folder = folder("rise_unjudged");
    let checked = OLD.to_owned() + "[checks]\nfits = \"storage <= 1 PB\"\n";
    write(&folder, "old.toml", &checked.replace("users * size", "users * sizes"));
    write(&folder, "new.toml", &checked);
    let (out, err, code) = napkin(&folder, &["check", "new.toml", "--against", "old.toml"], "");
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("`old.toml` has errors"), "{err}");
    // An estimate that is gone and one that is new.
    write(&folder, "old.toml", &checked);
    let new = checked.replace("cost =", "spend =").replace("storage * blob", "storage * blob * 3");
    write(&folder, "new.toml", &new);
    let (out, err, code) = napkin(&folder, &["check", "new.toml", "--against", "old.toml"], "");
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("-     new.toml  cost.max_increase  gone since the old version"), "{out}");
    assert!(out.contains("spend.max_increase  not judged, since the old version does not have it"), "{out}");
    for (format, part) in [
        ("markdown", "* `spend.max_increase`: not judged"),
        ("github", "new.toml,line=7,"),
        ("junit", "<skipped>not judged, since the old version does not have it (line 7)</skipped>"),
    ] {
        let (out, ..) =
            napkin(&folder, &["check", "new.toml", "--against", "old.toml", "--format", format], "");
        assert!(out.contains(part), "{out}");
    }
}
