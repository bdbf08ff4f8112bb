//! Interviews of a tester who wrote down what is right of each line before he saw what was said.

use std::fmt::Write as _;
use std::fs;

use napkin::library::presets;
use napkin::report::interview::{Interview, Reply, What};

use crate::docs::root;

/// What came of a line.
#[derive(Clone, Copy, PartialEq)]
enum Came {
    AsWanted,
    /// It was kept, or not read.
    Missed,
    /// A right line was called off.
    CalledOff,
    /// A wrong line was called right.
    CalledRight,
}

/// Compares a verdict with what is right: R the same, N noted, C copies left out, H headroom left out, P the peak left out, E
/// the same after an earlier error, K kept, W wrong, Q a question, X words; any of several.
fn came(codes: &str, reply: &Reply) -> Came {
    let text = reply.text.join(" ");
    let is_right = text.contains("Same here") || text.contains("Close to my") || text.contains("Noted");
    // A remark that says what else is counted is one of the model.
    let is_off = text.contains("From your numbers I get") && !text.contains(" count ");
    if codes.starts_with('W') {
        return if is_right { Came::CalledRight } else { Came::AsWanted };
    }
    if is_off {
        return Came::CalledOff;
    }
    let is_kept = codes.contains(['K', 'Q', 'X', 'E', 'P']);
    let is_asked = codes.contains(['C', 'H', 'P']) && text.contains("And ");
    let is_row = text.contains("Only ");
    let is_remark = text.contains(" count ");
    if is_right || is_asked || is_row || is_remark || is_kept && reply.what != What::Refused {
        Came::AsWanted
    } else {
        Came::Missed
    }
}

/// Goes on to a stage.
fn go_to(interview: &mut Interview, stage: &str) {
    for _ in 0..12 {
        if interview.stage().is_none_or(|now| now == stage) {
            return;
        }
        interview.line("done", 1.0);
    }
}

#[test]
fn lines_of_a_tester_are_judged_as_he_judges_them() {
    let mut counts = [0; 4];
    let mut told = String::new();
    for entry in fs::read_dir(root().join("tests/fixtures/interviews-judged")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let preset = name.rsplit_once('-').unwrap().0;
        let mut interview = Interview::new(presets::find(preset).unwrap()).unwrap();
        for row in fs::read_to_string(&path).unwrap().lines() {
            if let Some(stage) = row.strip_prefix('@') {
                go_to(&mut interview, stage);
                continue;
            }
            let (codes, line) = row.split_at(4);
            if interview.stage().is_none() {
                continue;
            }
            let reply = interview.line(line, 1.0);
            let came = came(codes, &reply);
            counts[came as usize] += 1;
            if came != Came::AsWanted {
                let what = ["", "missed", "off", "called right"][came as usize];
                writeln!(told, "{what:13}{name:24}{codes}{line} → {}", reply.text.join(" / ")).unwrap();
            }
        }
    }
    let all: usize = counts.iter().sum();
    let percent = counts[0] * 100 / all;
    assert!(percent >= LEAST, "{percent}% as wanted:\n{told}");
    assert!(counts[Came::CalledOff as usize] <= MOST_OFF, "right lines are called off:\n{told}");
}

/// How many percent of the lines are judged as wanted, at least.
const LEAST: usize = 70;

/// How many right lines are called off, at most.
const MOST_OFF: usize = 2;
