//! `napkin diff`: two versions of models.

use std::fs;

use serde_json::Value;

use crate::command_line::{folder, git, napkin};

pub const OLD: &str = "[inputs]\nusers = \"10M users\"\nsize = \"2 MB/user\"\nblob = \"$0.02/GB/month\"\n[estimates]\n\
    storage = \"users * size\"\ncost = { formula = \"storage * blob\", unit = \"$/month\" }\nfixed = \"users * 3\"\n\
    [checks]\nbudget = \"cost <= $500/month\"\nfleet = \"storage <= 30 TB\"\n";

/// The object of a difference of a text and the one that replacements make of it.
pub fn diff(name: &str, old: &str, changes: &[(&str, &str)]) -> (Value, String) {
    let folder = folder(name);
    let new = changes.iter().fold(old.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    fs::write(folder.join("old.toml"), old).expect("a file can be written");
    fs::write(folder.join("new.toml"), new).expect("a file can be written");
    let (json, err, _) = napkin(&folder, &["diff", "old.toml", "new.toml", "--json"], "");
    let (table, ..) = napkin(&folder, &["diff", "old.toml", "new.toml"], "");
    assert!(err.is_empty(), "{err}");
    (serde_json::from_str::<Value>(&json).expect("it is JSON")["models"][0].clone(), table)
}

/// Whether a number of an object is near another.
fn is_near(value: &Value, expected: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - expected).abs() < 1e-9)
}

#[test]
fn the_parts_of_two_changes_make_the_whole() {
    let (model, table) = diff("two", OLD, &[("10M", "15M"), ("$0.02", "$0.018")]);
    // cost: 1.5 * 0.9 - 1 = 35%. Users alone: (50% + 1.35 - 0.9) / 2 = 47.5%; blob: (-10% + 1.35 - 1.5) / 2 = -12.5%.
    let cost = model["estimates"].as_array().and_then(|all| all.iter().find(|one| one["name"] == "cost"));
    let cost = cost.expect("it moved");
    assert!(is_near(&cost["change"], 0.35), "{cost}");
    assert!(cost["by"][0]["name"] == "users" && is_near(&cost["by"][0]["change"], 0.475), "{cost}");
    assert!(cost["by"][1]["name"] == "blob" && is_near(&cost["by"][1]["change"], -0.125), "{cost}");
    assert_eq!(cost["by"].as_array().map(Vec::len), Some(2), "{cost}");
    assert_eq!(model["checks"][0]["change"], "breaks");
    assert!(table.contains("breaks  budget  cost <= $500/month  was $400/month, is $540/month"), "{table}");
    assert!(
        table.contains("+35%  users +48%, blob -13%") || table.contains("users +47%, blob -12%"),
        "{table}"
    );
}

#[test]
fn three_changes_leave_what_they_do_together() {
    // 2 * 2 * 2 = 8: +700%. Each alone +100%, taken back last 8 - 4: the mean is 250%, and 700 - 750 = -50%.
    let (model, _) = diff("three", OLD, &[("10M", "20M"), ("2 MB", "4 MB"), ("$0.02", "$0.04")]);
    let cost = model["estimates"].as_array().and_then(|all| all.iter().find(|one| one["name"] == "cost"));
    let by = &cost.expect("it moved")["by"];
    assert!(is_near(&by[0]["change"], 2.5) && is_near(&by[2]["change"], 2.5), "{by}");
    assert!(by[3]["name"] == "together" && is_near(&by[3]["change"], -0.5), "{by}");
}

#[test]
fn a_reviewer_sees_checks_that_are_gone_or_easier() {
    let (model, table) =
        diff("easier", OLD, &[("budget = \"cost <= $500/month\"\n", ""), ("30 TB", "40 TB")]);
    let changes: Vec<&Value> =
        model["checks"].as_array().expect("there are some").iter().map(|check| &check["change"]).collect();
    assert_eq!(changes, ["removed", "easier"]);
    assert!(table.contains("limit raised 30 TB → 40 TB") && table.contains("is gone; it held"), "{table}");
    assert!(table.starts_with("new.toml: 1 check is removed, 1 check is easier\n"), "{table}");
    let (model, _) = diff("stricter", OLD, &[("30 TB", "25 TB")]);
    assert_eq!(model["checks"][0]["change"], "stricter");
    let (model, _) =
        diff("warns", OLD, &[("\"storage <= 30 TB\"", "{ check = \"storage <= 30 TB\", level = \"warn\" }")]);
    assert_eq!(model["checks"][0]["change"], "easier");
}

#[test]
fn a_name_that_changed_is_renamed_and_nothing_moves() {
    let (model, table) =
        diff("renamed", OLD, &[("users = ", "people = "), ("users *", "people *"), ("storage", "kept")]);
    assert_eq!(model["renamed"].as_array().map(Vec::len), Some(2), "{table}");
    assert_eq!(model["estimates"].as_array().map(Vec::len), Some(0), "{table}");
    assert_eq!(model["inputs"].as_array().map(Vec::len), Some(0), "{table}");
    let (model, table) = diff("comment", OLD, &[("[estimates]", "# a remark\n[estimates]")]);
    assert_eq!((&model["still"], model["estimates"].as_array().map(Vec::len)), (&3.into(), Some(0)));
    assert!(table.contains("without a difference"), "{table}");
}

#[test]
fn another_dimension_has_no_percentage() {
    let (model, _) = diff("dimension", OLD, &[("fixed = \"users * 3\"", "fixed = \"size * 3\"")]);
    let fixed = &model["estimates"][0];
    assert!(fixed["name"] == "fixed" && fixed["change"].is_null() && fixed["rewritten"] == true, "{fixed}");
}

#[test]
fn exit_codes_tell_what_was_asked() {
    let (_, table) = diff("codes", OLD, &[("10M", "11M")]);
    let folder = folder("codes");
    fs::write(folder.join("bad.toml"), "[inputs").expect("a file can be written");
    for (words, code) in [
        (&["old.toml", "new.toml"][..], 0),
        (&["old.toml", "old.toml", "--exit-code"], 0),
        (&["old.toml", "new.toml", "--exit-code"], 1),
        (&["old.toml", "new.toml", "--fail-on", "breaks"], 0),
        (&["old.toml", "new.toml", "--fail-on", "cost +9.9%"], 1),
        (&["old.toml", "new.toml", "--fail-on", "cost +10.1%"], 0),
        (&["new.toml", "old.toml", "--fail-on", "cost -5%"], 1),
        (&["old.toml", "new.toml", "--fail-on", "costs +5%"], 2),
        (&["old.toml", "new.toml", "--fail-on", "cost 5%"], 2),
        (&["old.toml", "bad.toml"], 2),
        (&["old.toml"], 2),
        (&["old.toml", "none.toml"], 2),
        (&["old.toml", "new.toml", "--against", "--output=x"], 2),
    ] {
        let (out, err, found) = napkin(&folder, &[&["diff"], words].concat(), "");
        assert_eq!(found, Some(code), "{words:?}: {out}{err}{table}");
    }
    let (comment, ..) = napkin(&folder, &["diff", "old.toml", "new.toml", "--format", "markdown"], "");
    assert!(comment.starts_with("**new.toml**: storage 20 → 22 TB (+10%)"), "{comment}");
    assert!(comment.ends_with("\n<!-- napkin diff -->\n"), "{comment}");
}

#[test]
fn a_version_that_is_not_there_leaves_the_name_of_the_other() {
    let folder = folder("one_version");
    fs::write(folder.join("old.toml"), OLD).expect("a file can be written");
    for (models, name) in
        [(["old.toml", "gone.toml"], "old.toml:"), (["gone.toml", "lost.toml"], "lost.toml:")]
    {
        let (out, err, code) = napkin(&folder, &["diff", models[0], models[1]], "");
        assert!(out.starts_with(name) && err.contains("there is no file `gone.toml`"), "{out}{err}");
        assert_eq!(code, Some(2));
    }
}

/// What became of the checks of a text when it changes: words and names.
fn fates(name: &str, old: &str, changes: &[(&str, &str)]) -> (Vec<String>, String) {
    let (object, table) = diff(name, old, changes);
    let checks = object["checks"].as_array().cloned().unwrap_or_default();
    let said = |check: &Value| {
        let text = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}", text("change"), text("name"))
    };
    (checks.iter().map(said).collect(), table.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn a_condition_that_became_easier_is_told_by_asking_both() {
    let old = OLD.replace("\"10M users\"", "\"5M to 20M users\"").replace(
        "budget = \"cost <= $500/month\"",
        "budget = \"P(cost <= $600/month) >= 80%\"\ntop = \"$900/month >= p95(cost)\"\n\
         both = \"p95(storage) <= 45 TB and p50(cost) <= $500/month\"",
    );
    let old = old.replace("fleet = \"storage <= 30 TB\"", "fleet = \"p95(storage) <= 45 TB\"");
    for (changes, fate) in [
        (&[("$600/month", "$6000/month")][..], "easier budget"),
        (&[("$600/month", "$590/month")], "stricter budget"),
        (&[("$900/month", "$9000/month")], "easier top"),
        (&[("\"p95(storage) <= 45 TB\"", "\"p50(storage) <= 45 TB\"")], "easier fleet"),
        (&[("\"p95(storage) <= 45 TB\"", "\"p95(storage) * 0.5 <= 45 TB\"")], "easier fleet"),
        // Half of it may be harder or easier, and nothing tells.
        (&[("p95(storage) <= 45 TB and ", "")], "changed both"),
    ] {
        let (said, headline) = fates("eased", &old, changes);
        assert_eq!(said, [fate], "{changes:?}");
        let word = fate.split(' ').next().unwrap_or_default();
        assert!(word == "stricter" || headline.contains(&format!("1 check is {word}")), "{headline}");
    }
    // The same limit in other words is the same.
    for changes in
        [&[("\"p95(storage) <= 45 TB\"", "\"p95(storage) <= 45000 GB\"")], &[("$900/month", "$10_800/year")]]
    {
        assert_eq!(fates("same_limit", &old, changes).0, Vec::<String>::new(), "{changes:?}");
    }
}

#[test]
fn a_check_with_another_name_is_renamed() {
    let (said, table) = fates("renamed_check", OLD, &[("fleet =", "disks =")]);
    assert_eq!(said, Vec::<String>::new(), "{table}");
    // And one of an estimate with another name.
    let (said, _) = fates(
        "renamed_both",
        &OLD.replace("fixed = \"users * 3\"", "fixed = { formula = \"users * 3\", max_increase = \"5%\" }"),
        &[("fixed =", "triple =")],
    );
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn a_check_of_scenarios_with_another_name_is_renamed() {
    let old = OLD.replace(
        "fleet = \"storage <= 30 TB\"",
        "fleet = { check = \"storage <= 30 TB\", horizon = \"6 months\", scenarios = [\"base\"] }",
    );
    let (said, table) = fates("renamed_scenarios", &old, &[("fleet =", "disks =")]);
    assert_eq!(said, Vec::<String>::new(), "{table}");
}

#[test]
fn scenarios_horizons_and_growth_are_compared() {
    let old = OLD.replace("size = \"2 MB/user\"", "size = { value = \"2 MB/user\", growth = \"5%/year\" }")
        + "[scenarios.sale]\nusers = \"12M users\"\n";
    let old = old.replace(
        "fleet = \"storage <= 30 TB\"",
        "fleet = { check = \"storage <= 30 TB\", horizon = \"6 months\" }",
    );
    let (object, _) = diff("scenes", &old, &[("12M users", "16M users"), ("5%/year", "9%/year")]);
    let inputs: Vec<_> =
        object["inputs"].as_array().into_iter().flatten().map(|one| one["name"].as_str()).collect();
    assert_eq!(inputs, [Some("users (sale)"), Some("size.growth")]);
    let (said, _) = fates("scenes", &old, &[("12M users", "16M users")]);
    // 32 TB for $640.
    assert_eq!(said, ["breaks budget (sale)", "breaks fleet (sale)"]);
    assert_eq!(
        fates("scenes", &old, &[("[scenarios.sale]\nusers = \"12M users\"\n", "")]).0,
        ["removed scenario sale"]
    );
    assert_eq!(fates("scenes", &old, &[("6 months", "1 month")]).0, ["easier fleet"]);
    // What holds in all scenarios is said once.
    assert_eq!(fates("scenes", &old, &[("30 TB", "40 TB")]).0, ["easier fleet"]);
}

#[test]
fn a_move_below_zero_is_a_fall() {
    let old = OLD.replace("fixed = \"users * 3\"", "fixed = \"storage - 50 TB\"");
    // -30 TB, then -40 and -20 TB.
    for (users, change) in [("5M", -1.0 / 3.0), ("15M", 1.0 / 3.0)] {
        let (object, _) = diff("below", &old, &[("10M", users)]);
        let moved = object["estimates"].as_array().into_iter().flatten().find(|one| one["name"] == "fixed");
        let moved = moved.expect("it moved");
        assert!(is_near(&moved["change"], change) && is_near(&moved["by"][0]["change"], change), "{moved}");
    }
}

#[test]
fn a_file_with_another_name_is_compared_with_itself() {
    let folder = folder("moved_file");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    let text = OLD.replace("unit = \"$/month\" }", "unit = \"$/month\", max_increase = \"10%\" }");
    fs::write(folder.join("feed.toml"), &text).expect("a file can be written");
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "one"]);
    git(&folder, &["mv", "feed.toml", "posts.toml"]);
    fs::write(folder.join("posts.toml"), text.replace("10M", "12M")).expect("a file can be written");
    let (out, err, _) = napkin(&folder, &["diff", "--against", "main"], "");
    assert!(out.starts_with("posts.toml: was feed.toml, ") && !out.contains("removed"), "{out}{err}");
    let (out, err, code) = napkin(&folder, &["check", ".", "--against", "main"], "");
    assert_eq!(code, Some(1), "{out}{err}");
    assert!(out.contains("FAIL  posts.toml:7  cost.max_increase"), "{out}");
}

#[test]
fn what_fails_a_build_is_not_dodged() {
    diff(
        "dodged",
        OLD,
        &[("cost =", "spend ="), ("budget = \"cost", "budget = \"spend"), ("10M", "12M"), ("$500", "$600")],
    );
    let folder = folder("dodged");
    fs::write(folder.join("gone.toml"), OLD.replace("fixed = \"users * 3\"\n", ""))
        .expect("a file can be written");
    fs::write(folder.join("fewer.toml"), OLD.replace("fleet = \"storage <= 30 TB\"\n", "")).expect("it can");
    for (new, on, code) in [
        ("new.toml", "cost +10%", 1),
        ("new.toml", "spend +10%", 1),
        ("new.toml", "spend +30%", 0),
        ("new.toml", "easier", 1),
        ("new.toml", "removed", 0),
        ("gone.toml", "fixed +10%", 1),
        ("fewer.toml", "removed", 1),
        ("fewer.toml", "easier", 0),
    ] {
        let (out, err, found) = napkin(&folder, &["diff", "old.toml", new, "--fail-on", on], "");
        assert_eq!(found, Some(code), "{new} {on}: {out}{err}");
    }
}
