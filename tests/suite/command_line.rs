//! Command lines: the meaning of arguments, and what is written to which stream.

use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthStr;

use crate::docs::run;

const FEED: &str = "\
title = \"Photo feed\"
[inputs]
stored = \"100 to 400 TB\"
price = \"$0.01 to $0.02/GB/month\"
[estimates]
cost = { formula = \"stored * price\", unit = \"$/month\" }
copies = \"stored * 3\"
[checks]
budget = \"P(cost <= $8k/month) >= 95%\"
";

/// A folder of this test's own, with `feed.toml` in it.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command_line").join(name);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::fs::write(folder.join("feed.toml"), FEED).expect("a file can be written");
    folder
}

/// Runs git in a folder, with an author.
pub fn git(folder: &Path, words: &[&str]) {
    let set = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"];
    let done = std::process::Command::new("git")
        .current_dir(folder)
        .args(set)
        .args(words)
        .output()
        .expect("git is there");
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// The standard output, the standard error and the exit code of a command line.
pub fn napkin(folder: &Path, arguments: &[&str], input: &str) -> (String, String, Option<i32>) {
    let words: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
    let output = run(folder, &words, input);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is text");
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn a_model_behind_an_option_with_an_optional_value_is_the_model() {
    let folder = folder("sensitivity");
    let expected = napkin(&folder, &["run", "feed.toml", "--sensitivity"], "");
    assert!(
        expected.0.contains("\ncost ")
            && expected.0.contains("\n1 more estimate (--all)")
            && expected.2 == Some(0)
    );
    for arguments in [
        &["run", "--sensitivity", "feed.toml"][..],
        &["run", "--sensitivity", "./feed.toml"],
        &["run", "--sensitivity", "-"],
        &["run", "--sensitivity", "feed.toml", "--digits", "4"],
        &["--digits=4", "run", "--sensitivity", "feed.toml"],
    ] {
        assert_eq!(napkin(&folder, arguments, FEED), expected, "{arguments:?}");
    }
    let preset = napkin(&folder, &["run", "twitter", "--sensitivity"], "");
    assert_eq!(napkin(&folder, &["run", "--sensitivity", "twitter"], ""), preset);
    // An estimate's name is one, and with a model beside it a preset's name is an estimate's.
    let one = napkin(&folder, &["run", "--sensitivity", "cost", "feed.toml"], "");
    assert!(one.0.contains("\ncost ") && !one.0.contains("\ncopies "), "{}", one.0);
    let (out, err, code) = napkin(&folder, &["run", "--sensitivity", "twitter", "feed.toml"], "");
    assert_eq!((out.as_str(), code), ("", Some(2)));
    assert!(err.contains("the model has no estimate `twitter`"), "{err}");
    let (_, err, code) = napkin(&folder, &["run", "feed.toml", "--sensitivity", "cost", "--all"], "");
    assert!(code == Some(2) && err.contains("leave the name or `--all` out"), "{err}");
    let (out, err, code) = napkin(&folder, &["run", "--sensitivity", "cost"], "");
    assert_eq!((out.as_str(), code), ("", Some(2)));
    assert!(err.contains("<MODEL"), "{err}");
}

#[test]
fn a_histogram_is_shown_or_refused() {
    let folder = folder("histogram");
    // The largest count of each histogram is a full block, or the densest character where there are no blocks.
    let strip = |out: &str| out.lines().filter(|line| line.contains(['█', '@'])).count();
    for (arguments, strips) in [
        (&["--histogram", "1 to 10"][..], 1),
        (&["--histogram", "--format", "markdown", "x = 1 to 10; x * 2; 3"], 2),
        (&["run", "feed.toml", "--histogram"], 2),
        (&["run", "feed.toml", "--histogram", "--format", "markdown"], 2),
        (&["run", "feed.toml", "--histogram", "--format", "markdown", "--sensitivity"], 2),
    ] {
        let (out, _, code) = napkin(&folder, arguments, "");
        assert_eq!((strip(&out), code), (strips, Some(0)), "{arguments:?}\n{out}");
    }
    let (out, ..) = napkin(&folder, &["run", "feed.toml", "--histogram", "--json"], "");
    assert_eq!(out.matches("\"counts\"").count(), 4, "{out}");
    for options in [&["--format", "csv"][..], &["--quiet"], &["--point"], &["--point", "--json"]] {
        for what in [&["1 to 10"][..], &["run", "feed.toml"]] {
            let arguments = [what, &["--histogram"], options].concat();
            let (out, err, code) = napkin(&folder, &arguments, "");
            assert_eq!(code, Some(2), "{arguments:?}");
            assert!(format!("{out}{err}").contains("E0601") && !out.contains("results"), "{out}{err}");
        }
    }
    let (out, err, code) = napkin(&folder, &["run", "feed.toml", "--histogram", "--sensitivity"], "");
    assert_eq!((out.as_str(), code), ("", Some(2)));
    assert!(err.contains("--format markdown"), "{err}");
    // The suggested command line is accepted.
    let wanted = ["run", "feed.toml", "--histogram", "--sensitivity", "--format", "markdown"];
    assert_eq!(napkin(&folder, &wanted, "").2, Some(0));
    // Without uncertainty there is no histogram, which is not an error.
    let note = "note: nothing here is uncertain, so there is no histogram\n";
    assert_eq!(napkin(&folder, &["--histogram", "1 + 1"], ""), ("2\n".to_owned(), note.to_owned(), Some(0)));
}

/// Without a terminal the width of tables is not limited; text and charts are wrapped.
#[test]
fn text_and_charts_fold_at_80_columns_where_there_is_no_terminal() {
    let folder = folder("width");
    for preset in ["twitter", "chat", "url-shortener", "object-store"] {
        let (out, ..) = napkin(&folder, &["run", preset], "");
        let checks: Vec<&str> = out.lines().skip_while(|line| *line != "CHECKS").collect();
        assert!(checks.len() > 1, "{preset}: {out}");
        let (charts, ..) = napkin(&folder, &["run", preset, "--sensitivity"], "");
        let (failures, ..) = napkin(&folder, &["check", preset, "--set", "users=1M"], "");
        let lines = checks.into_iter().chain(charts.lines()).chain(failures.lines());
        for line in lines {
            assert!(line.width() <= 80, "{preset}: `{line}`");
        }
    }
}

#[test]
fn an_error_of_an_empty_model_names_its_file() {
    let folder = folder("empty");
    std::fs::write(folder.join("empty.toml"), "").expect("a file can be written");
    let (out, err, code) = napkin(&folder, &["check", "feed.toml", "empty.toml", "feed.toml"], "");
    assert_eq!(code, Some(2));
    // A file is read once, however often it is named.
    assert_eq!(out.matches("feed.toml").count(), 1, "{out}");
    assert!(err.contains("empty.toml"), "{err}");
    let (_, err, _) = napkin(&folder, &["check", "feed.toml", "empty.toml", "--set", "usres=3"], "");
    assert!(err.contains("none of the models has the input or estimate `usres`"), "{err}");
}
