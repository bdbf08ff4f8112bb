//! Lines with what a good interviewer makes of each, written before anybody saw what is said of them.
//!
//! `M NAMES` is to be taken for one of these inputs or estimates, `P NAMES` likewise, but not without the peak or the copies
//! that it leaves out, `N NAMES` for none of these, `O` comes to something else than it says, `D NAMES` ends a stage and is
//! not to ask for these, `K` may be kept, `X` is only words.

use std::fmt::Write as _;
use std::fs;

use napkin::library::presets;
use napkin::report::interview::{Interview, Reply, What};

use crate::docs::root;

/// What came of lines.
#[derive(Default)]
struct Counts {
    lines: usize,
    wanted: usize,
    matched: usize,
    asked: usize,
    off: usize,
    wrong: usize,
    refused: usize,
    told: String,
}

/// Adds what came of a line.
fn count(counts: &mut Counts, (code, names): (&str, &str), reply: &Reply) {
    let text = reply.text.join(" / ");
    let is_named = reply.name.as_deref().is_some_and(|name| names.split(',').any(|own| own == name));
    let is_right = ["Same here", "Close to", "Noted"].iter().any(|word| text.contains(word));
    let is_taken = matches!(reply.what, What::Assumption | What::Estimate);
    // What else is counted is no blame.
    let is_off = text.contains("From your numbers I get") && !text.contains(" count ");
    counts.lines += 1;
    counts.asked += usize::from(reply.asks);
    counts.off += usize::from(is_off && code != "O");
    counts.refused += usize::from(reply.what == What::Refused);
    let is_well = match code {
        "M" => {
            counts.wanted += 1;
            counts.matched += usize::from(is_taken && is_named && !is_off);
            is_taken && is_named && !is_off
        }
        "P" => !(is_right && is_named && !text.contains("And ")),
        "N" => !(is_right && is_named),
        "O" => text.contains("comes to"),
        "D" => !(is_named && reply.asks),
        _ => reply.what != What::Refused,
    };
    let is_false = !is_well && matches!(code, "P" | "N" | "O" | "D") || code == "M" && is_right && !is_named;
    counts.wrong += usize::from(is_false);
    if !is_well {
        writeln!(counts.told, "{code} {names}: {} → {text}", reply.line).unwrap();
    }
}

fn play(file: &str) -> Counts {
    let text = fs::read_to_string(root().join("tests/fixtures/interviews-wanted").join(file)).unwrap();
    let mut counts = Counts::default();
    let mut interview: Option<Interview> = None;
    for row in text.lines() {
        if let Some(title) = row.strip_prefix("# ") {
            let preset = title.split(' ').next().unwrap();
            interview = Interview::new(presets::find(preset).unwrap());
        } else if let Some((wanted, line)) = row.split_once('\t') {
            let interview = interview.as_mut().unwrap();
            if interview.stage().is_some() {
                let reply = interview.line(line, 1.0);
                count(&mut counts, wanted.split_once(' ').unwrap_or((wanted, "")), &reply);
            }
        }
    }
    counts
}

/// The least matched of a hundred, and the most right lines called off, wrong ones called right or something else, refused.
fn holds(file: &str, least: usize, most: (usize, usize, usize)) {
    let counts = play(file);
    let Counts { lines, wanted, matched, asked, off, wrong, refused, told } = counts;
    assert!(matched * 100 >= wanted * least, "{matched} of {wanted} are taken for what they are:\n{told}");
    assert!(off <= most.0 && wrong <= most.1 && refused <= most.2, "{off} {wrong} {refused}:\n{told}");
    assert!(asked * 3 <= lines, "{asked} questions in {lines} lines");
}

#[test]
fn lines_of_all_styles_are_taken_for_what_they_are() {
    holds("first.txt", 75, (0, 7, 2));
}

#[test]
fn lines_on_other_presets_are_taken_for_what_they_are() {
    holds("second.txt", 73, (0, 10, 0));
}
