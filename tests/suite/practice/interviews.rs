//! Interviews: scripts as candidates type them, what is said of each line, and what it comes to.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use napkin::library::practice::interviews;
use napkin::library::presets::{self, PRESETS};
use napkin::report::interview::{Interview, Reply, What};

use crate::docs::root;

/// Begins an interview on a preset.
fn interview(preset: &str) -> Interview {
    Interview::new(presets::find(preset).unwrap()).unwrap_or_else(|| panic!("no interview on {preset}"))
}

/// Plays lines; returns what is said of each, until the end of the interview.
fn play(interview: &mut Interview, lines: &str) -> Vec<Reply> {
    let mut replies = Vec::new();
    for line in lines.lines() {
        if interview.stage().is_none() {
            break;
        }
        replies.push(interview.line(line, 10.0));
    }
    replies
}

/// What is said of the last of some lines.
fn last(preset: &str, lines: &str) -> String {
    play(&mut interview(preset), lines).pop().unwrap().text.join("\n")
}

/// The scripts: the preset, the name of the file, the lines.
fn scripts() -> Vec<(String, String, String)> {
    let folder = root().join("tests/fixtures/interviews");
    let mut scripts: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let preset = name.rsplit_once('-').unwrap().0.to_owned();
            (preset, name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    scripts.sort();
    scripts
}

fn transcript(preset: &str, lines: &str) -> String {
    let mut interview = interview(preset);
    let mut text = format!("{}\n", interview.opening()[0]);
    for reply in play(&mut interview, lines) {
        writeln!(text, "{}> {}", reply.stage, reply.line).unwrap();
        for line in &reply.text {
            writeln!(text, "  {line}").unwrap();
        }
    }
    text.push_str("SCORECARD\n");
    for (label, row) in interview.card().rows() {
        writeln!(text, "  {label:14} {row}").unwrap();
    }
    text
}

#[test]
fn transcripts_of_candidates() {
    let folder = Path::new("../../fixtures/interviews");
    insta::glob!(folder.to_str().unwrap(), "*.txt", |path| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let preset = name.rsplit_once('-').unwrap().0;
        let told = transcript(preset, &fs::read_to_string(path).unwrap());
        insta::with_settings!({ snapshot_path => "../../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("interview", told);
        });
    });
}

/// The most of a kind that must hold over all scripts.
#[test]
fn candidates_are_understood_and_left_alone() {
    let scripts = scripts();
    assert!(scripts.len() >= 30, "{} scripts", scripts.len());
    assert!(scripts.iter().map(|(preset, ..)| preset).collect::<BTreeSet<_>>().len() >= 10);
    let (mut lines, mut values, mut taken, mut questions) = (0, 0, 0, 0);
    let mut kept = String::new();
    for (preset, name, text) in scripts {
        let mut interview = interview(&preset);
        for reply in play(&mut interview, &text) {
            lines += 1;
            questions += usize::from(reply.asks);
            match reply.what {
                What::Assumption | What::Estimate => (values, taken) = (values + 1, taken + 1),
                What::Kept | What::Refused => {
                    values += 1;
                    writeln!(kept, "{name}: {} → {:?}", reply.line, reply.text).unwrap();
                }
                _ => {}
            }
        }
    }
    assert!(taken * 10 >= values * 9, "{taken} of {values} lines are taken for something:\n{kept}");
    assert!(questions * 3 <= lines, "{questions} questions in {lines} lines");
}

#[test]
fn an_error_counts_once() {
    // Ten times too many reads; all that follows is judged from them.
    let lines = "urls = 100M urls/month\nreads = urls * 100 reads/url * 10\npeak = reads * 3\nout = peak * 500 B/read to MB/s\nit is peak_egress\nmem = reads * 1 day * 20% * 500 B/read to GB";
    let replies = play(&mut interview("url-shortener"), lines);
    let text: Vec<String> = replies.iter().map(|reply| reply.text.join(" ")).collect();
    assert!(text[1].contains("a digit?"), "{}", text[1]);
    assert!(text[2].contains("Same here."), "{}", text[2]);
    assert!(text[5].contains("Same here."), "{}", text[5]);
}

#[test]
fn what_is_left_out_is_asked_once() {
    let lines = "urls = 100M urls/month\nrows = urls * 5 years\ndisk = rows * 500 B/url to TB";
    let asked = last("url-shortener", lines);
    assert!(asked.ends_with("what they take, one copy. And copies?"), "{asked}");
    let again = last("url-shortener", &format!("{lines}\ndisk = rows * 500 B/url to TB"));
    assert!(!again.contains('?'), "{again}");
}

#[test]
fn a_line_is_taken_back_and_renamed() {
    let replies = play(
        &mut interview("url-shortener"),
        "urls = 100M urls/month\nundo\nurls = 200M urls/month\nx = urls to urls/s\nit is write_rate\nit is nothing_known",
    );
    assert_eq!(replies[1].text, ["Taken back."]);
    assert!(replies[3].text[0].contains("76.1 urls/s: new links a second. Same here."), "{:?}", replies[3]);
    assert_eq!(replies[4].name.as_deref(), Some("write_rate"));
    assert!(replies[5].text[0].contains("I have no `nothing_known`"), "{:?}", replies[5]);
    let nothing = last("chat", "undo");
    assert_eq!(nothing, "There is nothing to take back.");
}

#[test]
fn a_number_is_handed_out_and_what_follows_is_judged_with_it() {
    let replies = play(
        &mut interview("twitter"),
        "ask followers\nask followers\nask storage\nask elephants\nask\nhow many followers does one have?",
    );
    let text: Vec<&str> = replies.iter().map(|reply| reply.text[0].as_str()).collect();
    assert_eq!(
        text,
        [
            "Take 150 deliveries/tweet.",
            "You have 150 deliveries/tweet.",
            "That is yours to estimate.",
            "I have no number for that: assume one, and say so.",
            "Ask for what? Such as `ask peak`.",
            "You have 150 deliveries/tweet.",
        ]
    );
}

#[test]
fn hostile_lines_end_nothing() {
    let mut interview = interview("url-shortener");
    let long = "9".repeat(10_000_000);
    let hostile = [
        "",
        " ",
        "\t",
        "\u{1b}[31mred\u{1b}[0m",
        "\u{0}",
        long.as_str(),
        "it",
        "it is",
        "it is it",
        "ask ask ask",
        "= = =",
        "1/0",
        "1e400",
        "x = x",
        "((((((((((",
        "🦀 🦀 🦀",
        "done done",
        "undo",
        "NaN",
        "0 urls/month",
        "-5 urls/month",
        "urls = 0 urls/month",
        "w = urls to urls/s",
        "1; 2; 3",
        "fn f(x) = x",
        "unit blob = 3 MB",
        "100M urls/month 100M urls/month",
        "?",
        "??",
        "yes",
        "no",
        "true",
        "1 < 2",
        "1 ≈ 2",
    ];
    for line in hostile {
        let reply = interview.line(line, 1.0);
        assert!(reply.text.len() <= 7, "{line}: {:?}", reply.text);
        assert!(reply.text.iter().all(|text| !text.chars().any(char::is_control)), "{:?}", reply.text);
        assert!(reply.text.iter().all(|text| text.len() < 600), "{:?}", reply.text);
    }
    for _ in 0..60 {
        interview.line("done", 1.0);
    }
    assert_eq!(interview.stage(), None);
    assert!(!interview.card().rows().is_empty());
    assert!(interview.line("100M urls/month", 1.0).stage.is_empty());
}

#[test]
fn every_preset_has_what_an_interview_needs() {
    for name in interviews::names() {
        let preset = presets::find(name).unwrap_or_else(|| panic!("no preset {name}"));
        let (own, shared) = interviews::of(name).unwrap();
        assert!(own.open.ends_with('.') && own.open.len() < 160, "{name}: {}", own.open);
        assert!((1..=3).contains(&own.turn.len()), "{name} has {} turns", own.turn.len());
        let model: toml::Table = preset.text.parse().unwrap();
        let named = |table: &str| -> BTreeSet<String> {
            let sections = model[table].as_table().unwrap();
            let of = |(name, value): (&String, &toml::Value)| match value.as_table() {
                Some(items) if !items.contains_key("value") && !items.contains_key("formula") => {
                    items.keys().cloned().collect()
                }
                _ => vec![name.clone()],
            };
            sections.iter().flat_map(of).collect()
        };
        let (inputs, estimates) = (named("inputs"), named("estimates"));
        let sections: BTreeSet<&String> = model["estimates"].as_table().unwrap().keys().collect();
        let staged: BTreeSet<&String> = own.stage.keys().collect();
        assert_eq!(staged, sections, "{name}: a stage for each section");
        for key in own.inputs.keys() {
            assert!(inputs.contains(key), "{name} has no input {key}");
        }
        for (key, words) in &own.estimates {
            assert!(estimates.contains(key), "{name} has no estimate {key}");
            let weight = words.key.unwrap_or(0);
            let of_all = shared.estimates.get(key).and_then(|words| words.phrase.as_ref());
            assert!(
                weight <= 3 && (weight == 0 || words.phrase.is_some() || of_all.is_some()),
                "{name}: {key}"
            );
        }
        let goals = own.estimates.values().filter(|words| words.key == Some(3)).count();
        assert!((2..=10).contains(&goals), "{name} has {goals} goals of weight 3");
        for turn in &own.turn {
            let is_goal = own.estimates.get(&turn.after).is_some_and(|words| words.key > Some(0));
            assert!(is_goal && turn.ask.ends_with('?'), "{name}: {}", turn.after);
        }
        assert!(interview(name).stage().is_some(), "{name}");
    }
    assert_eq!(interviews::names().count(), interviews::names().collect::<BTreeSet<_>>().len());
    for preset in PRESETS {
        assert!(interviews::of(preset.name).is_some(), "there is no interview on {}", preset.name);
    }
}

/// The interview of the page, with all that is said.
#[test]
fn the_interview_of_the_page_is_one() {
    let page = fs::read_to_string(root().join("docs/practice.md")).unwrap();
    let (_, rest) = page.split_once("```interview ").unwrap();
    let (preset, rest) = rest.split_once('\n').unwrap();
    let (shown, _) = rest.split_once("```").unwrap();
    let prompts =
        shown.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_once("> "));
    let lines: Vec<&str> = prompts.map(|(_, line)| line).collect();
    // The page leaves out the question and the time.
    let told = transcript(preset, &lines.join("\n"));
    let told: Vec<&str> = told.lines().skip(1).filter(|line| !line.starts_with("  time ")).collect();
    assert_eq!(shown.lines().collect::<Vec<_>>(), told, "the page should read:\n{}", told.join("\n"));
}
