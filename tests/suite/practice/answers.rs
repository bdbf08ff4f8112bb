//! Answers as people in a hurry type them: how they are read, their points, the slip that is named.
//!
//! The truths, the points and the factors of `answers.tsv` were computed by independent arithmetic in Python, for thirty
//! questions that were written by hand.

use std::fs;

use napkin::practice::{Deck, Mark, Outcome, Posed, Question, Stated, Topic, Wanted, Working};
use napkin::{Settings, Worksheet};
use serde::Deserialize;

use crate::docs::root;

#[derive(Deserialize)]
struct File {
    question: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    topic: String,
    text: String,
    inputs: Vec<Vec<String>>,
    answer: String,
    want: String,
    named: bool,
    periods: Vec<f64>,
    #[serde(default)]
    whole: bool,
    head: f64,
    #[serde(default)]
    working: String,
}

/// The thirty questions.
pub fn questions() -> Vec<Question> {
    let text = fs::read_to_string(root().join("tests/fixtures/practice/questions.toml")).unwrap();
    let File { question } = toml::from_str(&text).unwrap();
    question.into_iter().map(of_row).collect()
}

fn of_row(row: Row) -> Question {
    let inputs: Vec<Stated> = row
        .inputs
        .iter()
        .map(|input| Stated {
            name: input[0].clone(),
            value: input[1].clone(),
            neutral: input.get(2).cloned(),
        })
        .collect();
    let lines: String = inputs.iter().map(|input| format!("{} = {}\n", input.name, input.value)).collect();
    let script = format!("{lines}answer = {}", row.answer);
    let sheet = Worksheet::script("", &script).unwrap_or_else(|refused| panic!("{script}: {refused:?}"));
    let truth = sheet.run(&Settings::default()).unwrap().shown("answer", 3).unwrap();
    Question {
        template: String::new(),
        seed: 0,
        topic: Topic::named(&row.topic).unwrap(),
        level: 1,
        text: row.text,
        inputs,
        answer: row.answer,
        want: row.want,
        named: row.named,
        periods: row.periods,
        whole: row.whole,
        shown: truth.written.literal(),
        truth,
        working: Working { text: row.working, value: row.head },
        hints: Vec::new(),
        reality: None,
    }
}

fn posed(number: usize) -> Posed {
    Posed::new(questions().swap_remove(number - 1), false).unwrap()
}

#[track_caller]
fn mark(number: usize, answer: &str) -> Mark {
    match posed(number).answer(answer) {
        Outcome::Marked(mark) => *mark,
        Outcome::Again(text) => panic!("`{answer}` is not read: {text}"),
    }
}

/// The state, the points and the slip of an answer.
fn outcome(posed: &mut Posed, answer: &str) -> [String; 3] {
    match posed.answer(answer) {
        Outcome::Marked(mark) => {
            let slip = mark.slip.map(|slip| format!("{} {}", slip.kind, slip.name).trim().to_owned());
            ["scored".to_owned(), mark.points.to_string(), slip.unwrap_or_default()]
        }
        Outcome::Again(_) => ["again".to_owned(), String::new(), String::new()],
    }
}

#[test]
fn hurried_answers_are_read_and_scored() {
    let questions = questions();
    let table = fs::read_to_string(root().join("tests/fixtures/practice/answers.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [number, answer, state, points, slip] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        if !matches!(state, "scored" | "asks" | "error") {
            continue;
        }
        count += 1;
        let mut posed = Posed::new(questions[number.parse::<usize>().unwrap() - 1].clone(), false).unwrap();
        let state = if state == "scored" { state } else { "again" };
        let found = outcome(&mut posed, answer);
        if found != [state, points, slip] {
            wrong.push(format!(
                "{number}\t{answer}\texpected {state} {points} {slip}, got {}",
                found.join(" ")
            ));
        }
    }
    assert!(wrong.len() * 100 <= count * 3, "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
}

/// Ratios from a thousandth to a thousand, evenly by their logarithms: what has no points for nothing is seldom explained.
#[test]
fn random_ratios_seldom_get_a_name() {
    let mut named = 0;
    let mut all = 0;
    let mut worst = (0, String::new());
    for question in questions() {
        let posed = Posed::new(question.clone(), false).unwrap();
        let mut own = 0;
        for step in 0..200 {
            let ratio = 10_f64.powf((f64::from(step) + 0.5) / 200.0 * 6.0 - 3.0);
            let number = question.truth.value * ratio;
            let answer = match question.want.strip_prefix('$') {
                Some(rest) => format!("${number}{rest}"),
                None => format!("{number} {}", question.want),
            };
            let Outcome::Marked(mark) = posed.clone().answer(&answer) else { panic!("{answer}") };
            if mark.points <= 5.0 {
                all += 1;
                own += usize::from(mark.slip.is_some());
            }
        }
        named += own;
        worst = worst.max((own, question.text));
    }
    assert!(named * 5 < all, "{named} of {all}; worst {worst:?}");
}

#[test]
fn what_is_left_open_is_asked_about_once() {
    // An amount in bytes where a rate in bits is asked, a number without a unit, a rate where an amount is asked.
    for (number, answer, says) in [
        (13, "64 GB", "a rate, such as `5 Gbit/s`"),
        (8, "180k", "Add the unit, such as `5 MB`"),
        (24, "600", "Add the unit, such as `5 s`"),
    ] {
        let mut posed = posed(number);
        let Outcome::Again(text) = posed.answer(answer) else { panic!("{answer}") };
        assert!(text.contains(says), "{text}");
        assert!(matches!(posed.answer(answer), Outcome::Marked(_)), "{answer}, again");
    }
    let Outcome::Again(text) = posed(11).answer("2.7 PB/s") else { panic!() };
    assert!(text.contains("an amount, such as `5 MB`"), "{text}");
}

#[test]
fn what_a_number_was_taken_for_is_said() {
    let mut posed = posed(11);
    assert!(matches!(posed.answer("2.7"), Outcome::Again(_)));
    let Outcome::Marked(again) = posed.answer("2.7") else { panic!() };
    assert_eq!(again.taken.as_deref(), Some("2.7 PB"));
    assert_eq!(mark(11, "2.7 PB").taken, None);
    // The question names the unit.
    assert_eq!(mark(1, "50").taken, None);
}

#[test]
fn how_far_off_an_answer_is() {
    for (number, answer, off) in [
        (1, "50", Some("you are 10% low")),
        (1, "55.55", None),
        (1, "100", Some("you are 80% high")),
        (1, "5.5", Some("you are 10 times too low")),
        (5, "24bn", Some("you are more than a thousand times too high")),
        (5, "240M", Some("you are 100 times too high")),
    ] {
        let said = mark(number, answer).off().map(|off| off.replace('_', ""));
        assert_eq!(said.as_deref(), off, "{answer}");
    }
}

#[test]
fn hostile_answers_are_refused_in_a_line() {
    let long = "1+".repeat(5000);
    for answer in [
        "(((((",
        "1/0",
        "0/0",
        "1e999",
        "-5",
        "-5 posts/s",
        "5;6",
        "5\n6",
        "\u{1b}[2J",
        "🙂",
        "if",
        "$50",
        "9^9^9^9",
        "#50",
        &long,
        "NaN",
        "inf",
        "'; drop table",
        ".",
        ",",
        "--",
    ] {
        match posed(1).answer(answer) {
            Outcome::Again(text) => {
                assert!(!text.contains(['\n', '\u{1b}']) && text.len() < 300, "{answer}: {text}")
            }
            Outcome::Marked(mark) => panic!("`{answer}` has {} points", mark.points),
        }
    }
}

/// Whatever is asked, its answer as it is printed is read as the truth.
#[test]
fn the_truth_as_printed_has_ten_points() {
    let mut deck = Deck::new(2026);
    let wanted = Wanted { topics: Vec::new(), level: None };
    let mut wrong = Vec::new();
    for _ in 0..150 {
        let question = deck.next(&wanted).unwrap();
        let shown = question.shown.clone();
        let mut posed = Posed::new(question.clone(), false).unwrap_or_else(|| panic!("{question:?}"));
        match posed.answer(&shown) {
            Outcome::Marked(mark) if mark.points == 10.0 => {}
            other => wrong.push(format!("{} {shown}: {other:?}", question.template)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
