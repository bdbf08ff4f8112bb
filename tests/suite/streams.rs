//! Streams that cannot be written: nothing is lost without a word.

#![cfg(unix)]

use std::process::Command;

/// Runs a command line in a shell, since only a shell closes a stream.
fn shell(line: &str) -> (String, Option<i32>) {
    let line = line.replace("napkin", env!("CARGO_BIN_EXE_napkin"));
    let output = Command::new("sh").args(["-c", &line]).output().expect("there is a shell");
    (String::from_utf8(output.stderr).expect("text"), output.status.code())
}

#[test]
fn results_that_cannot_be_printed_are_an_error_of_every_command() {
    for command in [
        "'1 GB'",
        "run twitter",
        "run twitter --json",
        "check twitter",
        "explain '2 * 3'",
        "explain --error E0302",
        "presets",
        "presets chat",
        "cheat latency",
        "units",
        "formulas",
        "completions bash",
        "man",
        "--help",
        "--version",
        "'1 GB +' --json",
    ] {
        let (err, code) = shell(&format!("napkin {command} >&-"));
        assert_eq!(code, Some(2), "{command}: {err}");
        assert!(
            err.contains("error[E0602]: standard output cannot be written: it is closed"),
            "{command}: {err}"
        );
        if cfg!(target_os = "linux") {
            let (err, code) = shell(&format!("napkin {command} >/dev/full"));
            assert!(code == Some(2) && err.contains("no space is left"), "{command}: {err}");
        }
    }
}

#[test]
fn nothing_is_lost_where_nothing_is_printed() {
    for line in [
        "napkin check -q chat >&-",
        "napkin '1 GB' >/dev/null",
        "napkin '1 GB' <>/dev/null >&0",
        "napkin '1 GB' 2>&-",
    ] {
        assert_eq!(shell(line), (String::new(), Some(0)), "{line}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    assert_eq!(shell("napkin cheat latency | true"), (String::new(), Some(0)));
    let (err, code) = shell("napkin '1 GB +' 2>&1 >&- | true; exit 2");
    assert_eq!((err.as_str(), code), ("", Some(2)));
}
