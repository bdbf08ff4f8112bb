//! Drills over pipes: what is asked, said and kept.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use napkin::practice::{Drill, Source, Step};
use napkin::report::practice::{Part, asked};
use serde_json::Value;

use crate::command_line::folder;

/// A folder of a test's own, without a history.
fn data(name: &str) -> PathBuf {
    let data = folder(name).join("data");
    let _ = fs::remove_dir_all(&data);
    data
}

fn history(data: &std::path::Path) -> String {
    fs::read_to_string(data.join("practice.jsonl")).unwrap_or_default()
}

fn command(data: &std::path::Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_napkin"));
    command.arg("practice").args(words).env("NAPKIN_DATA_DIR", data).env_remove("HOME").env("NO_COLOR", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn practise(data: &std::path::Path, words: &[&str], input: &str) -> Output {
    let mut child = command(data, words).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

fn objects(output: &Output) -> Vec<Value> {
    texts(output).0.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn questions_go_to_standard_error_and_points_to_standard_output() {
    let data = data("drill");
    let words = ["--seed", "7", "--topic", "traffic", "--count", "3"];
    let output = practise(&data, &words, "?\nwhat\n1\n\nq\n");
    let (out, err) = texts(&output);
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(err.starts_with("1/3  traffic · "), "{err}");
    assert!(err.contains("\n2/3  traffic · ") && err.contains("\n3/3  traffic · "), "{err}");
    // A hint, and why an answer is none, in one line each.
    let indented: Vec<&str> = err.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(indented.len(), 2, "{err}");
    assert!(indented[1].contains("`what` is not defined; type an amount, such as `"), "{err}");
    assert!(out.contains("0 points: exactly ") && out.contains("\nskipped: exactly "), "{out}");
    assert!(out.contains("0 of 10 points in 1 question, 1 skipped"), "{out}");
    assert!(out.contains("again: napkin practice --seed 7 --topic traffic --count 3"), "{out}");
    // The answer is kept, the question that was skipped is not.
    assert_eq!(history(&data).lines().count(), 1);
}

#[test]
fn the_truth_is_worth_ten_points_and_the_same_seed_asks_the_same() {
    let data = data("truth");
    let words = ["--seed", "11", "--count", "8", "--json"];
    let skipped = objects(&practise(&data, &words, &"\n".repeat(8)));
    assert_eq!(skipped.len(), 9);
    let truths: String = skipped[..8]
        .iter()
        .map(|object| format!("{}\n", object["question"]["truth"].as_str().unwrap()))
        .collect();
    let scored = objects(&practise(&data, &words, &truths));
    for (object, skipped) in scored[..8].iter().zip(&skipped) {
        assert_eq!(object["question"], skipped["question"]);
        assert_eq!(object["points"], 10.0, "{object}");
    }
    let summary = &scored[8]["summary"];
    assert_eq!((&summary["answered"], &summary["points"]), (&Value::from(8), &Value::from(80.0)));
    assert_eq!(history(&data).lines().count(), 8);
}

#[test]
fn without_a_seed_the_questions_differ_and_can_be_asked_again() {
    let data = data("seeds");
    let run = || texts(&practise(&data, &["--count", "4"], "\n\n\n\n"));
    let (first, second) = (run(), run());
    assert_ne!(first.1, second.1);
    let (_, again) = first.0.split_once("again: napkin practice ").unwrap();
    let words: Vec<&str> = again.split_whitespace().collect();
    assert_eq!(texts(&practise(&data, &words, "\n\n\n\n")).1, first.1);
}

#[test]
fn torn_and_foreign_lines_are_passed_over_and_kept() {
    let data = data("torn");
    let words = ["--seed", "7", "--count", "1"];
    practise(&data, &words, "1\n");
    let path = data.join("practice.jsonl");
    let mut torn = history(&data);
    torn.push_str("{\"napkin\":9,\"other\":true}\n\u{1f600} not ours\n{\"napkin\":1,\"at\":17");
    fs::write(&path, &torn).unwrap();
    // The next answer begins a line of its own.
    practise(&data, &words, "2\n");
    let now = history(&data);
    assert!(now.starts_with(&torn) && now.lines().count() == 5, "{now}");
    let (out, err) = texts(&practise(&data, &["--stats"], ""));
    assert!(err.contains("warning: 3 lines are no answer in `"), "{err}");
    let row = out.lines().find(|line| line.contains("  2  ")).unwrap_or_else(|| panic!("{out}"));
    assert!(row.split_whitespace().nth(1) == Some("2"), "{row}");
}

#[test]
fn a_history_that_cannot_be_written_is_a_warning() {
    let data = data("unwritable");
    // A file where the folder should be.
    fs::write(&data, "").unwrap();
    let output = practise(&data, &["--seed", "7", "--count", "2"], "1\n1\n");
    let (out, err) = texts(&output);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(err.matches("the answers of this drill are not kept").count(), 1, "{err}");
    assert_eq!(out.matches(" points: exactly ").count(), 2, "{out}");
    fs::remove_file(&data).unwrap();
}

#[test]
fn nothing_is_kept_where_that_is_asked_for_and_all_is_forgotten_after_a_yes() {
    let data = data("forget");
    let once = |more: &[&str]| practise(&data, &[&["--seed", "7", "--count", "1"], more].concat(), "1\n");
    once(&["--no-history"]);
    assert!(!data.exists());
    once(&[]);
    let (out, _) = texts(&practise(&data, &["--history"], ""));
    assert_eq!(out.trim_end(), data.join("practice.jsonl").to_str().unwrap());
    assert_eq!(texts(&practise(&data, &["--forget"], "n\n")).0, "kept\n");
    assert_eq!(texts(&practise(&data, &["--forget"], "")).0, "kept\n");
    assert!(!history(&data).is_empty());
    assert_eq!(texts(&practise(&data, &["--forget"], "y\n")).0, "deleted\n");
    assert!(history(&data).is_empty());
}

#[test]
fn missed_questions_are_asked_again_until_they_are_known() {
    let data = data("again");
    // A bare number may be asked about first.
    let objects = objects(&practise(&data, &["--seed", "5", "--count", "3", "--json"], &"1\n".repeat(6)));
    let is_missed = |object: &&Value| object["points"].as_f64().is_some_and(|points| points < 8.0);
    let missed: Vec<&Value> = objects.iter().filter(is_missed).map(|object| &object["question"]).collect();
    let (out, err) = texts(&practise(&data, &["--again"], "q\n"));
    let first = missed[0]["text"].as_str().unwrap();
    assert!(err.starts_with(&format!("1/{}  ", missed.len())) && err.contains(first), "{err}{out}");
    let truths: String =
        missed.iter().map(|question| format!("{}\n", question["truth"].as_str().unwrap())).collect();
    practise(&data, &["--again"], &truths);
    let output = practise(&data, &["--again"], "");
    assert_eq!(output.status.code(), Some(0));
    assert!(texts(&output).0.starts_with("nothing was missed"));
}

#[test]
fn an_answer_that_comes_late_has_no_points() {
    let data = data("late");
    let mut child =
        command(&data, &["--seed", "7", "--count", "1", "--timed", "1", "--json"]).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1300));
    input.write_all(b"1\n").unwrap();
    drop(input);
    let late = &objects(&child.wait_with_output().unwrap())[0];
    assert_eq!((&late["late"], &late["points"]), (&Value::from(true), &Value::from(0.0)), "{late}");
}

/// The drill of the page: two of the thirty questions, with the points that they have there.
#[test]
fn the_drill_of_the_page_is_one() {
    let page = crate::docs::read(&crate::docs::root().join("docs/practice.md"));
    let (_, rest) = page.split_once("```drill\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    let questions = super::answers::questions();
    let chosen = [questions[0].clone(), questions[10].clone()];
    let mut drill = Drill::new(Source::List(chosen.into()), 2, None, false);
    let mut said = String::new();
    for line in block.lines().filter_map(|line| line.strip_prefix("> ")) {
        let asked = asked(&drill, drill.question().unwrap()).replacen(' ', "  ", 1);
        let Step::Done(done) = drill.line(line, 1.0) else { panic!("{line}") };
        said.push_str(&format!("{asked}\n> {line}\n"));
        for (part, text) in napkin::report::practice::said(&done) {
            said.push_str(&format!("{}{text}\n", if part == Part::Points { "" } else { "  " }));
        }
    }
    assert_eq!(said, block);
}

/// The program is killed at moments that a Weyl sequence spreads; what was scored before is in the file.
#[cfg(unix)]
fn killed(times: u32) {
    use std::io::{BufRead, BufReader};
    let data = data("killed");
    let mut shown = 0;
    for time in 0..times {
        let words = ["--seed", &time.to_string(), "--count", "50", "--json"];
        let mut child = command(&data, &words).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let writer = std::thread::spawn(move || {
            for _ in 0..50 {
                if input.write_all(b"1\n").is_err() {
                    return;
                }
            }
        });
        let pause = f64::from(time) * 0.618_034 % 1.0 * 60.0;
        std::thread::sleep(std::time::Duration::from_millis(pause as u64 + 5));
        child.kill().unwrap();
        child.wait().unwrap();
        shown += out
            .lines()
            .map_while(Result::ok)
            .filter(|line| line.contains("\"question\"") && line.ends_with('}'))
            .count();
        writer.join().unwrap();
    }
    let (kept, _) = napkin::practice::records(&history(&data));
    assert!(kept.len() >= shown, "{shown} answers were scored, and {} are kept", kept.len());
}

#[cfg(unix)]
#[test]
fn no_scored_answer_is_lost_when_the_program_is_killed() {
    killed(8);
}

#[cfg(unix)]
#[test]
#[ignore = "long: a hundred kills"]
fn no_scored_answer_is_lost_in_a_hundred_kills() {
    killed(100);
}

/// All cards of all sheets: a number or a range as it is printed, and the letter of a name.
#[test]
fn the_truth_of_every_card_is_worth_ten_points() {
    let data = data("cards");
    for sheet in napkin::practice::decks() {
        let words = ["--cards", sheet, "--seed", "3", "--count", "200", "--json", "--no-history"];
        let skipped = objects(&practise(&data, &words, &"\n".repeat(200)));
        let cards = &skipped[..skipped.len() - 1];
        assert!(cards.len() > 2, "{sheet} {}", cards.len());
        let truths: String =
            cards.iter().map(|card| format!("{}\n", card["question"]["truth"].as_str().unwrap())).collect();
        let scored = objects(&practise(&data, &words, &truths));
        for (object, card) in scored.iter().zip(cards) {
            assert_eq!(
                (&object["question"], &object["points"]),
                (&card["question"], &Value::from(10.0)),
                "{object}"
            );
        }
    }
}

#[test]
fn missed_cards_come_first() {
    let data = data("missed-cards");
    let words = |count| ["--cards", "latency", "--interval", "--count", count, "--json"];
    // The first card of this seed is a time; some are rates of data.
    let first = [words("1").as_slice(), &["--seed", "1"]].concat();
    let object = objects(&practise(&data, &first, "1e-12 to 1.1e-12 s\n")).swap_remove(0);
    assert_eq!(object["points"], -10.0, "{object}");
    let next = objects(&practise(&data, &words("2"), "\n\n"));
    assert_eq!(next[0]["question"], object["question"]);
    assert_ne!(next[1]["question"], object["question"]);
    let (_, err) = texts(&practise(&data, &["--cards", "latncy"], ""));
    assert!(err.contains("there is no sheet with cards `latncy`") && err.contains("latency"), "{err}");
}

/// The help begins with examples.
#[test]
fn the_examples_of_the_help_work() {
    let data = data("help");
    practise(&data, &["--seed", "7", "--count", "1"], "1\n");
    let (help, _) = texts(&practise(&data, &["--help"], ""));
    let examples: Vec<&str> =
        help.lines().filter_map(|line| line.strip_prefix("  napkin practice")).collect();
    assert!(help.starts_with("Examples:") && examples.len() > 4, "{help}");
    for example in examples {
        let words = example.split("   ").next().unwrap_or_default();
        let words: Vec<&str> = words.split_whitespace().collect();
        let output = practise(&data, &words, "q\n");
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", texts(&output).1);
    }
}

/// Two drills at once.
#[test]
fn two_drills_do_not_mix_their_lines() {
    let data = data("both");
    fs::create_dir_all(&data).unwrap();
    let start = |seed: &str| {
        let mut child = command(&data, &["--seed", seed, "--count", "40"]).spawn().unwrap();
        child.stdin.take().unwrap().write_all("1\n".repeat(40).as_bytes()).unwrap();
        child
    };
    let both = [start("1"), start("2")];
    let mut scored = 0;
    for child in both {
        let output = child.wait_with_output().unwrap();
        scored += texts(&output).0.matches(" points: exactly ").count()
            + texts(&output).0.matches(" points (").count();
    }
    let (kept, foreign) = napkin::practice::records(&history(&data));
    assert_eq!((kept.len() >= scored, foreign), (true, 0), "{scored} {}", kept.len());
}

/// A terminal.
#[cfg(unix)]
mod terminal {
    use rexpect::session::spawn_command;

    use super::{data, history};

    #[test]
    fn a_drill_on_a_terminal() {
        let data = data("terminal");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_napkin"));
        command.args(["practice", "--seed", "7", "--count", "3"]).env("NAPKIN_DATA_DIR", &data);
        command.env("TERM", "xterm").env("NO_COLOR", "1").env("LANG", "C.UTF-8");
        let mut terminal = spawn_command(command, Some(20_000)).expect("a terminal");
        terminal.exp_string("1/3  ").unwrap();
        terminal.exp_string("> ").unwrap();
        terminal.send_line("1").unwrap();
        terminal.exp_string(": exactly ").unwrap();
        terminal.exp_string("2/3  ").unwrap();
        terminal.exp_string("> ").unwrap();
        // Ctrl-C drops the line, and the question stays.
        terminal.send("12").unwrap();
        terminal.send_control('c').unwrap();
        terminal.exp_string("the line is dropped").unwrap();
        terminal.exp_string("> ").unwrap();
        terminal.send_line("??").unwrap();
        terminal.exp_string("> ").unwrap();
        terminal.send_line("").unwrap();
        terminal.exp_string("skipped: exactly ").unwrap();
        terminal.exp_string("3/3  ").unwrap();
        terminal.exp_string("> ").unwrap();
        terminal.send_control('d').unwrap();
        terminal.exp_string("again: napkin practice --seed 7 --count 3").unwrap();
        terminal.exp_eof().unwrap();
        assert_eq!(history(&data).lines().count(), 1);
    }
}
