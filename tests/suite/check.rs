//! `napkin check` over files, folders and patterns, its reports, and files that nobody should have named.

use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use napkin::library::presets::PRESETS;
use napkin::report::{self, Scenarios, Settings};

use crate::command_line::{folder, git, napkin};
use crate::docs::{read, root};

/// A model that passes: 5 TB of 6 TB.
const GOOD: &str = "[inputs]\nstored = \"5 TB\"\n[checks]\nfits = \"stored <= 6 TB\"\n";

/// A model whose check fails by half of its limit, one that only warns, and a scenario.
const BAD: &str = "[inputs]\nstored = \"9 TB\"\n[checks]\nfits = \"stored <= 6 TB\"\n\
    warns = { check = \"stored <= 8 TB\", level = \"warn\", note = \"a,b: 5% <&> \\\"c\\\"\" }\n\
    [scenarios.launch]\nstored = \"60 TB\"\n";

/// A folder of this test's own with files in it.
fn tree(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let made = folder(name);
    fs::remove_dir_all(&made).expect("the folder can be removed");
    fs::create_dir_all(&made).expect("a folder can be made");
    for (file, text) in files {
        let path = made.join(file);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    made
}

#[test]
fn a_folder_is_searched_for_models() {
    let folder = tree(
        "tree",
        &[
            ("services/a.toml", GOOD),
            ("services/deep/b.toml", BAD),
            ("services/Cargo.toml", "[package]\nname = \"x\"\n"),
            ("services/.hidden/c.toml", BAD),
            ("services/built/d.toml", BAD),
            ("services/built/e.toml", BAD),
            ("services/.gitignore", "/built/e.toml\n"),
        ],
    );
    git(&folder, &["init", "-q"]);
    let (out, err, code) = napkin(&folder, &["check", "services"], "");
    assert_eq!((err.as_str(), code), ("", Some(1)));
    assert!(
        out.starts_with("ok    services/a.toml  1 check holds\nFAIL  services/built/d.toml:4  fits\n"),
        "{out}"
    );
    assert!(out.contains("FAIL  services/deep/b.toml:4  fits") && !out.contains(".hidden"), "{out}");
    assert!(!out.contains("e.toml"), "git ignores it: {out}");
    let last = "3 models: 1 check holds, 2 fail, 2 warn; 2 models fail; 1 file skipped\n";
    assert!(out.ends_with(last), "{out}");
    // A file that is named is read, and none is read twice.
    for (words, models) in [
        (&["services/built/e.toml", "services"][..], 4),
        (&["services", "services/a.toml", "./services/"][..], 3),
        (&["services/**/*.toml"][..], 5),
        (&["serv*/*.toml"][..], 2),
        (&["services/?.toml"][..], 1),
    ] {
        let (out, ..) = napkin(&folder, &[&["check", "--json"][..], words].concat(), "");
        let object: Value = serde_json::from_str(&out).expect("it is JSON");
        assert_eq!(object["models"].as_array().map(Vec::len), Some(models), "{words:?}: {out}");
    }
}

#[test]
fn nothing_passes_without_having_been_asked() {
    let folder = tree(
        "vain",
        &[
            ("empty/notes.txt", ""),
            ("other/Cargo.toml", "[package]\n"),
            ("good.toml", GOOD),
            ("nil/x.toml", ""),
        ],
    );
    for (words, said) in [
        (&["empty"][..], "there are no models in `empty`"),
        (&["other"][..], "there are no models in `other`"),
        (&["*.tml"][..], "no file matches `*.tml`"),
        (&["good.toml", "none/*.toml"][..], "no file matches `none/*.toml`"),
        (&["good.toml", "none"][..], "there is no preset `none`"),
        (&["nil"][..], "the model has no inputs"),
        (&["good.toml", "--scenario", "launch"][..], "has no scenario `launch`"),
        (&["good.toml", "--set", "users=3"][..], "users"),
    ] {
        for flags in [&[][..], &["--no-fail"]] {
            let (_, err, code) = napkin(&folder, &[&["check"], words, flags].concat(), "");
            assert_eq!(code, Some(2), "{words:?}: {err}");
            assert!(err.contains(said), "{words:?}: {err}");
        }
    }
}

#[test]
fn exit_codes_have_an_order() {
    let close = "[inputs]\nphotos = \"1 to 4 TB\"\nvideos = \"2 to 4 TB\"\n[checks]\n\
        fits = \"P(photos + videos <= 7.15 TB) >= 95%\"\n";
    let folder =
        tree("order", &[("good.toml", GOOD), ("bad.toml", BAD), ("close.toml", close), ("no.toml", "[")]);
    for (words, code) in [
        (&["good.toml"][..], 0),
        (&["good.toml", "bad.toml"], 1),
        (&["bad.toml", "good.toml", "no.toml"], 2),
        (&["close.toml", "good.toml", "--strict"], 3),
        (&["close.toml", "bad.toml", "--strict"], 1),
        (&["no.toml", "close.toml", "--strict"], 2),
        (&["bad.toml", "close.toml", "--strict", "--no-fail"], 0),
        (&["bad.toml", "no.toml", "--no-fail"], 2),
        (&["bad.toml", "--set", "stored=7 TB"], 1),
        (&["bad.toml", "--set", "stored=5 TB"], 0),
    ] {
        let (out, err, found) = napkin(&folder, &[&["check"], words].concat(), "");
        assert_eq!(found, Some(code), "{words:?}: {out}{err}");
    }
}

#[test]
#[cfg(unix)]
fn files_that_are_none_are_errors_and_the_others_are_checked() {
    let folder = tree("hostile", &[("m/a.toml", GOOD), ("m/nil.toml", " \n"), ("m/d.toml/x.toml", GOOD)]);
    let path = |name: &str| folder.join(name);
    fs::write(path("m/latin.toml"), b"[inputs]\n# \xff\n").expect("a file can be written");
    assert!(Command::new("mkfifo").arg(path("m/pipe.toml")).status().expect("it runs").success());
    std::os::unix::fs::symlink("/dev/zero", path("m/zero.toml")).expect("a link can be made");
    std::os::unix::fs::symlink("nowhere.toml", path("m/away.toml")).expect("a link can be made");
    fs::File::create(path("m/big.toml"))
        .and_then(|file| file.set_len(100 << 20))
        .expect("a file can be made");
    let (out, err, code) = napkin(&folder, &["check", "m"], "");
    assert_eq!(code, Some(2));
    assert!(out.contains("ok    m/a.toml  1 check holds\nok    m/d.toml/x.toml  1 check holds\n"), "{out}");
    assert!(out.ends_with("8 models: 2 checks hold; 6 models have errors\n"), "{out}");
    for said in [
        "`m/away.toml` is a link, and there is no file where it leads",
        "`m/big.toml` is larger than 64 MiB",
        "`m/latin.toml` is not text: line 2 has a byte that is not UTF-8",
        "the model has no inputs, no estimates and no checks",
        "`m/pipe.toml` is a device or a pipe, not a file",
        "`m/zero.toml` is a device or a pipe, not a file",
    ] {
        assert!(err.contains(said), "{said}: {err}");
    }
}

#[test]
fn reports_are_written_beside_what_is_printed() {
    let folder =
        tree("reports", &[("deep/s/bad.toml", BAD), ("deep/s/good.toml", GOOD), ("deep/no.toml", "[inputs")]);
    git(&folder, &["init", "-q"]);
    let outputs = ["--output", "junit=o.xml", "--output", "sarif=o.sarif", "--output", "github=o.txt"];
    let words = [&["check", ".", "--all-scenarios"][..], &outputs].concat();
    let (out, _, code) = napkin(&folder.join("deep"), &words, "");
    assert!(out.contains("FAIL  s/bad.toml:4  fits") && code == Some(2), "{out}");
    let read = |name: &str| fs::read_to_string(folder.join("deep").join(name)).expect("it was written");
    let junit = read("o.xml");
    for part in [
        r#"<testsuite name="deep/s/bad.toml (launch)" package="napkin" id="2" hostname="localhost" timestamp="1970-01-01T00:00:00" tests="2" failures="1" errors="0" skipped="0" time="0">"#,
        r#"<property name="file" value="deep/s/bad.toml"/>"#,
        r#"<testcase name="fits" classname="deep/s/bad.toml" time="0">"#,
        r#"<failure message="is 9 TB, 50% over" type="check">deep/s/bad.toml:4"#,
        "<system-out>warning: deep/s/bad.toml:5\nstored &lt;= 8 TB",
        "a,b: 5% &lt;&amp;&gt; &quot;c&quot;</system-out>",
        r#"<error message="#,
    ] {
        assert!(junit.contains(part), "{part}: {junit}");
    }
    let notes = read("o.txt");
    let lines: Vec<&str> = notes.lines().collect();
    assert!(lines[0].starts_with("::error file=deep/no.toml,line=1,"), "errors come first: {notes}");
    // The scenario is ten times past its limit, and worse.
    assert!(lines[1].contains("title=fits (launch) fails::stored <= 6 TB%0Ais 60 TB"), "{notes}");
    assert!(
        lines[2].starts_with("::error file=deep/s/bad.toml,line=4,col=9,endColumn=23,title=fits fails::"),
        "{notes}"
    );
    assert!(notes.contains("%0Aa,b: 5%25 <&> \"c\""), "{notes}");
    let sarif: Value = serde_json::from_str(&read("o.sarif")).expect("it is JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("there are results");
    let found =
        results.iter().find(|one| one["ruleId"] == "deep/s/bad.toml/fits").expect("the check is there");
    assert_eq!(found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "deep/s/bad.toml");
    let prints: Vec<&Value> = results.iter().map(|one| &one["partialFingerprints"]["napkin/v1"]).collect();
    assert!((1..prints.len()).all(|at| !prints[..at].contains(&prints[at])), "{prints:?}");
}

#[test]
fn ten_annotations_of_a_level_are_printed() {
    let checks: String = (0..14).map(|at| format!("c{at} = \"stored <= {} TB\"\n", at + 1)).collect();
    let folder = tree("many", &[("m.toml", &format!("[inputs]\nstored = \"20 TB\"\n[checks]\n{checks}"))]);
    let (out, ..) = napkin(&folder, &["check", "m.toml", "--format", "github"], "");
    assert_eq!(out.matches("::error ").count(), 10, "{out}");
    // The limit of 1 TB is exceeded most.
    assert!(out.contains("title=c0 fails") && !out.contains("title=c13 fails"), "{out}");
    assert!(out.contains("\n4 more of level error are not annotated\n"), "{out}");
}

#[test]
#[cfg(unix)]
fn reports_are_written_whole_and_follow_no_link() {
    let folder = tree("writes", &[("good.toml", GOOD), ("kept/secret", "mine"), ("in/x", "")]);
    std::os::unix::fs::symlink("kept/secret", folder.join("link.xml")).expect("a link can be made");
    std::os::unix::fs::symlink("/tmp", folder.join("away")).expect("a link can be made");
    for (to, said) in [
        ("link.xml", "`link.xml` is a link or a device, and is not replaced"),
        ("away/napkin-test.xml", "lies behind a link to another place"),
        ("none/x.xml", "there is no such directory"),
        ("in", "`in` is a directory, and is not replaced"),
        ("good.toml", "`good.toml` is a model that is checked, and is not replaced"),
        ("/dev/full", "`/dev/full` is a link or a device, and is not replaced"),
    ] {
        let (_, err, code) = napkin(&folder, &["check", "good.toml", "--output", &format!("junit={to}")], "");
        assert!(code == Some(2) && err.contains(said), "{to}: {err}");
    }
    assert_eq!(fs::read_to_string(folder.join("kept/secret")).expect("it is there"), "mine");
    // A file that a run has left, which was killed, is in nobody's way.
    for written in ["in/new.xml", "in/../in/new.xml"] {
        let (_, err, code) =
            napkin(&folder, &["check", "good.toml", "--output", &format!("junit={written}")], "");
        assert_eq!((err.as_str(), code), ("", Some(0)));
    }
    let names = fs::read_dir(folder.join("in")).expect("it is there").count();
    assert_eq!(names, 2, "nothing is left beside it");
}

/// What a check shows, and what its model warns of or refuses.
fn shown(name: &str, text: &str, only_checks: bool) -> (Vec<String>, Vec<String>) {
    let scenarios = Scenarios::Checked(Vec::new());
    let settings = Settings { scenarios, only_checks, probabilities: !only_checks, ..Settings::default() };
    let report = report::run(name, text, &settings);
    let checks = report.checks.iter().map(|check| {
        let sides = check.comparison.as_ref().map(|sides| {
            [&sides.actual, &sides.limit].map(|shown| (shown.written.literal(), shown.value.to_bits()))
        });
        let rest = (&check.holds_with, &check.worst, &check.apart);
        format!("{} {} {} {sides:?} {rest:?}", check.title(), check.passed, check.is_close)
    });
    let found =
        report.diagnostics.iter().map(|found| format!("{} {} {:?}", found.code, found.message, found.span()));
    (checks.collect(), found.collect())
}

#[test]
fn what_is_not_shown_decides_nothing() {
    let mut models: Vec<(String, String)> =
        PRESETS.iter().step_by(4).map(|preset| (preset.name.to_owned(), preset.text.to_owned())).collect();
    for folder in ["tests/fixtures/models/good", "tests/fixtures/models/bad", "docs/examples"] {
        let mut folders = vec![root().join(folder)];
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "toml") {
                    models.push((path.display().to_string(), read(&path)));
                }
            }
        }
    }
    assert!(models.len() > 60, "{}", models.len());
    for (name, text) in models {
        assert_eq!(shown(&name, &text, true), shown(&name, &text, false), "{name}");
    }
}

#[test]
fn a_folder_hides_no_model() {
    let own = "extends = \"base.toml\"\n[tables]\nt.a = { price = \"$90/node\" }\n";
    let base = "[tables]\nt.a = { price = \"$9/node\" }\n[estimates]\nc = \"t.a.price * 2 nodes\"\n[checks]\nk = \"c <= $50\"\n";
    let folder = tree("hidden", &[("base.toml", base), ("eu.toml", own), ("typo.toml", "[input]\nx = 1\n")]);
    let name = std::ffi::OsString::from_vec(b"caf\xe9.toml".to_vec());
    fs::write(folder.join(name), base).expect("a file can be written");
    let (out, err, code) = napkin(&folder, &["check", "."], "");
    assert_eq!(code, Some(2), "{out}{err}");
    // What fails in a model that another extends is of that other one.
    assert!(out.contains("FAIL  base.toml:6  k  of eu.toml") && out.contains("ok    base.toml"), "{out}");
    assert!(err.contains("`input` is not a table") && err.contains("is not UTF-8"), "{err}");
    let (out, err, _) = napkin(&folder, &["check", "*.toml", "--format", "csv"], "");
    assert!(out.contains("eu.toml,base.toml:6,k,") && err.contains("is not UTF-8"), "{out}{err}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_suggested_itself() {
    let folder = tree("links", &[("good.toml", GOOD)]);
    for (name, to) in [("dangling.toml", "nothing.toml"), ("loop.toml", "loop.toml")] {
        let _ = fs::remove_file(folder.join(name));
        std::os::unix::fs::symlink(to, folder.join(name)).expect("a link can be made");
        let (_, err, code) = napkin(&folder, &["check", name, "good.toml"], "");
        assert!(err.contains(name) && !err.contains("did you mean") && code == Some(2), "{err}");
    }
}

#[test]
fn the_probability_of_a_check_is_the_share_of_the_samples() {
    // Values of which not one in a million is above 6 GB are looked for in no samples of their own.
    let text = "[inputs]\nx = \"1 to 2 GB\"\ny = \"1 to 2 GB\"\n[estimates]\nz = \"x + y\"\n[checks]\nc = \"p95(z) <= 6 GB\"\n";
    let folder = tree("counted", &[("model.toml", text)]);
    let (json, ..) = napkin(&folder, &["check", "model.toml", "--json"], "");
    assert!(json.contains("\"probability\":1.0,"), "{json}");
}
