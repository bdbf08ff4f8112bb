//! Interviews over pipes and on a terminal: streams, formats, files, interruptions.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::command_line::{folder, napkin};

const LINES: &str = "urls = 100M urls/month\nw = urls to urls/s\nr = w * 100 reads/url\n";

#[test]
fn verdicts_go_to_standard_output_and_all_else_to_standard_error() {
    let folder = folder("interview-streams");
    let (out, err, code) = napkin(&folder, &["interview", "url", "shortener", "--minutes", "20"], LINES);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.starts_with("A URL shortener: "), "{err}");
    assert!(err.contains("\nYou have 20 minutes.\n") && err.contains("\ntraffic\n"), "{err}");
    assert!(out.starts_with("  Noted.\n  38.1 urls/s: new links a second. Same here.\n"), "{out}");
    // The end of the input ends the interview.
    assert!(out.contains("\nSCORECARD\n  assumptions "), "{out}");
    assert!(out.contains("left out       redirects a second at peak"), "{out}");
}

#[test]
fn an_object_a_line() {
    let folder = folder("interview-json");
    let (out, _, code) =
        napkin(&folder, &["interview", "bitly", "--json"], &format!("{LINES}what\n1/0\nhelp\n"));
    assert_eq!(code, Some(0));
    let objects: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = objects.iter().filter_map(|object| object["kind"].as_str()).collect();
    assert_eq!(kinds, ["assumption", "estimate", "estimate", "words", "refused"], "{out}");
    assert_eq!(objects[1]["name"], "write_rate");
    assert_eq!(objects[1]["expected"], "38.1 urls/s");
    assert_eq!(objects.last().unwrap()["scorecard"]["met"], 2);
}

#[test]
fn presets_without_an_interview_are_refused_with_those_that_have_one() {
    let folder = folder("interview-refused");
    let (out, err, code) = napkin(&folder, &["interview", "twiter"], "");
    assert_eq!((out.as_str(), code), ("", Some(2)));
    assert!(err.contains("twitter"), "{err}");
    let (_, err, code) = napkin(&folder, &["interview"], "");
    assert_eq!(code, Some(2), "{err}");
    let (out, err, code) = napkin(&folder, &["interview", "--list"], "");
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("url-shortener") && out.contains("`napkin interview NAME` begins one"), "{out}");
}

#[test]
fn lines_are_saved_as_a_model_that_runs() {
    let folder = folder("interview-saved");
    let _ = fs::remove_file(folder.join("mine.toml"));
    // A name that is bound twice, one that is a noun too, a result without a name.
    let lines = "dau = 250M users\nreads = dau * 10 reads/user/day to reads/s\nreads = dau * 20 reads/user/day to reads/s\n\
                 reads * 3\nx = it * 2\nwrites = dau * 2 widgets/user/day\nundo\nq\n";
    let save = ["interview", "twitter", "--save", "mine.toml"];
    let (_, err, code) = napkin(&folder, &save, lines);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("saved; run it with `napkin run mine.toml`"), "{err}");
    let text = fs::read_to_string(folder.join("mine.toml")).unwrap();
    assert!(
        text.contains("dau = \"250M users\"") && text.contains("reads_2 = \"dau * 20 reads/user/day"),
        "{text}"
    );
    assert!(!text.contains("widgets"), "{text}");
    let (out, err, code) = napkin(&folder, &["run", "mine.toml"], "");
    assert_eq!(code, Some(0), "{out}{err}");
    // 250M users, 20 reads a day each, three times, and twice that.
    assert!(out.contains("347.2k  reads/s"), "{out}");
    // A file that is there is refused before the first line.
    let (out, err, code) = napkin(&folder, &save, lines);
    assert_eq!((out.as_str(), code), ("", Some(2)));
    assert!(err.contains("mine.toml"), "{err}");
    // So is one that cannot be written.
    let (out, err, code) = napkin(&folder, &["interview", "twitter", "--save", "none/x.toml"], lines);
    assert_eq!((out.as_str(), code), ("", Some(2)));
    assert!(err.contains("none/x.toml"), "{err}");
    let (_, err, _) = napkin(&folder, &["interview", "twitter", "--save", "none.toml"], "");
    assert!(err.contains("nothing was estimated"), "{err}");
    assert!(!folder.join("none.toml").exists());
}

#[test]
fn lines_outlive_the_program() {
    let folder = folder("interview-killed");
    let path = folder.join("mine.toml");
    let _ = fs::remove_file(&path);
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command.current_dir(&folder).args(["interview", "twitter", "--save", "mine.toml"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"dau = 250M users\n").unwrap();
    let is_kept = || fs::read_to_string(&path).is_ok_and(|text| text.contains("250M users"));
    for _ in 0..400 {
        if is_kept() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(is_kept());
}

#[test]
fn input_that_is_no_text_ends_nothing() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command.args(["interview", "chat"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let _ = input.write_all(b"\xff\xfe\n\x00\n\x1b[2J\n");
        let _ = input.write_all(&vec![b'9'; 10_000_000]);
        // No line feed at the end.
        let _ = input.write_all(b"\n\n\ndau = 50M users\ndau * 40 messages/user/day");
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(out.contains("23.1k messages/s: messages sent a second. Same here."), "{out}");
    assert!(out.contains("SCORECARD") && !out.contains('\x1b'), "{out}");
}

/// A terminal.
#[cfg(unix)]
mod terminal {
    use rexpect::session::spawn_command;

    #[test]
    fn an_interview_on_a_terminal() {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_napkin"));
        command.args(["interview", "url-shortener"]);
        command.env("TERM", "xterm").env("NO_COLOR", "1").env("LANG", "C.UTF-8");
        let mut terminal = spawn_command(command, Some(20_000)).expect("a terminal");
        terminal.exp_string("A URL shortener: ").unwrap();
        terminal.exp_string("traffic> ").unwrap();
        terminal.send_line("urls = 100M urls/month").unwrap();
        terminal.exp_string("Noted.").unwrap();
        terminal.exp_string("traffic> ").unwrap();
        terminal.send_line("urls to urls/s").unwrap();
        terminal.exp_string("new links a second. Same here.").unwrap();
        terminal.exp_string("traffic> ").unwrap();
        terminal.send_line("urls * 100 reads/url to reads/s").unwrap();
        terminal.exp_string("redirects a second. Same here.").unwrap();
        terminal.exp_string("traffic> ").unwrap();
        // Ctrl-C drops the line, and the stage stays.
        terminal.send("12").unwrap();
        terminal.send_control('c').unwrap();
        terminal.exp_string("the line is dropped").unwrap();
        terminal.exp_string("traffic> ").unwrap();
        terminal.send_line("done").unwrap();
        terminal.exp_string("Before we go on: redirects a second at peak?").unwrap();
        terminal.exp_string("traffic> ").unwrap();
        terminal.send_line("* 3").unwrap();
        terminal.exp_string("Same here.").unwrap();
        terminal.exp_string("storage> ").unwrap();
        // Twice ends, with the card.
        terminal.send_control('c').unwrap();
        terminal.exp_string("the line is dropped").unwrap();
        terminal.exp_string("storage> ").unwrap();
        terminal.send_control('c').unwrap();
        terminal.exp_string("SCORECARD").unwrap();
        terminal.exp_string("left out").unwrap();
        terminal.exp_eof().unwrap();
    }
}
