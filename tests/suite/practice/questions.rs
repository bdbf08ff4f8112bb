//! Generated questions: closed, within bounds, in clean English, done in the head, and right.

use std::collections::{BTreeMap, HashSet};

use napkin::library::practice::TOPICS;
use napkin::practice::{ANSWER, Asks, Deck, Question, Topic, Wanted, cards, decks};
use napkin::review::{Verdict, review};
use napkin::{Settings, Worksheet};

/// Computes a script, and returns the number of a name.
fn number(script: &str, name: &str) -> f64 {
    let settings = Settings { point: true, ..Settings::default() };
    let sheet =
        Worksheet::script("", script).unwrap_or_else(|refused| panic!("{script}\n{:?}", refused.diagnostics));
    sheet.run(&settings).unwrap().number(name).unwrap()
}

/// The answer with another value for an input.
fn answer(question: &Question, other: Option<(usize, &str)>) -> f64 {
    number(&question.script(other), ANSWER)
}

/// Every template with some of its questions: 10,000 in all.
fn all() -> impl Iterator<Item = Question> {
    let templates =
        TOPICS.iter().flat_map(|topic| topic.templates().iter().map(move |each| (topic.name, each)));
    let templates: Vec<String> = templates.map(|(topic, each)| format!("{topic}/{}", each.name)).collect();
    let each = 10_000_u64.div_ceil(templates.len() as u64);
    templates.into_iter().flat_map(move |name| {
        (0..each).map(move |seed| Deck::again(&name, seed).unwrap_or_else(|| panic!("{name} {seed}")))
    })
}

#[test]
fn ten_thousand_questions_are_clean_and_within_bounds() {
    let mut count = 0;
    for question in all() {
        count += 1;
        check_text(&question);
        check_answer(&question);
    }
    assert!(count >= 10_000, "{count}");
}

fn check_text(question: &Question) {
    let texts = [&question.text, &question.working.text].into_iter().chain(&question.hints);
    for text in texts {
        let is_filled = !text.contains(['{', '}', '_']) && !text.contains("  ") && !text.contains(" a a ");
        assert!(is_filled, "{}: {text}", question.template);
        let wrong = [
            " a a",
            "every a ",
            " 1 years",
            " 1 hours",
            " 1 copies",
            " a app",
            " a email",
            " a hour",
            " an news",
            "NaN",
            "inf",
        ];
        for wrong in wrong {
            assert!(!format!(" {text}").contains(wrong), "{}: {wrong}: {text}", question.template);
        }
    }
    // The number of every input stands in the text.
    let text = question.text.replace(',', "");
    for input in &question.inputs {
        let number: String = input.value.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let is_word = ["half ", "a tenth", "a fifth", "a quarter", "a year", "an hour", "a minute", "a week"];
        let is_product = text.contains(" × ");
        let is_said = text.contains(&number) || is_product || is_word.iter().any(|word| text.contains(word));
        let is_money = input.value.starts_with('$');
        assert!(is_said || is_money, "{}: {} in {text}", question.template, input.value);
    }
    // The unit is named, or the question is open.
    let open = ["How much", "how much", "How long", "how long", "How large", "What do"];
    assert!(question.named || open.iter().any(|word| question.text.contains(word)), "{}", question.text);
    let (inputs, level) = (question.inputs.len(), question.level);
    assert!(
        (level == 3) == (inputs >= 4) || (2..=3).contains(&level),
        "{} {level} {inputs}",
        question.template
    );
    assert!(level != 3 || inputs >= 4, "{} {level} {inputs}", question.template);
    assert!(level != 1 || inputs <= 3, "{} {level} {inputs}", question.template);
    assert!((1..=2).contains(&question.hints.len()));
}

fn check_answer(question: &Question) {
    let name = &question.template;
    let truth = question.truth.value;
    assert!(truth.is_finite() && truth > 0.0, "{name}");
    let (low, high) = match (question.truth.dimension.as_str(), question.want.as_str()) {
        (_, "%") => (0.5, 100.0),
        ("server", _) => (2.0, 5000.0),
        ("data", "") => (1e3, 2e18),
        ("money/time", _) => (10.0, 5e7),
        ("money", "$") => (10.0, 5e7),
        ("time", "") => (0.001, 1e10),
        (_, want) if want.ends_with("/s") => (0.999, 5e7),
        _ => (0.0, f64::MAX),
    };
    assert!((low..=high).contains(&truth), "{name}: {truth} {}", question.want);
    // The working is near, also in what is missing to 100%.
    let error = (question.working.value / truth - 1.0).abs();
    assert!(error <= 0.25 + 1e-9, "{name}: {} {truth}", question.working.value);
    if question.want == "%" && truth > 90.0 {
        let missing = (100.0 - question.working.value) / (100.0 - truth);
        assert!((0.75..=1.3).contains(&missing), "{name}: {} {truth}", question.working.value);
    }
    assert!(question.working.text.ends_with('.'), "{}", question.working.text);
    assert!(question.working.text.matches(" × ").count() <= 6, "{}", question.working.text);
}

/// Changing a stated number changes the answer. That nothing else does is seen from the answer: it names only inputs.
#[test]
fn questions_are_closed() {
    for topic in &TOPICS {
        for template in topic.templates() {
            let question = Deck::again(&format!("{}/{}", topic.name, template.name), 1).unwrap();
            let value = answer(&question, None);
            let script_value = question.truth.value;
            assert!((value / script_value - 1.0).abs() < 1e-9, "{}", question.template);
            for (at, input) in question.inputs.iter().enumerate() {
                let changes = |factor: &str| {
                    let other = answer_of_any(&question, at, &format!("({}) * {factor}", input.value));
                    other.is_none_or(|other| (other / value - 1.0).abs() > 1e-5)
                };
                // Leaving it out leaves its dimension.
                if let Some(neutral) = &input.neutral {
                    number(&format!("one = {}\nother = {neutral}\nsum = one + other\n", input.value), "sum");
                }
                // A whole count may stay as it is after a small change.
                let is_used = ["0.37", "0.001"].into_iter().any(changes);
                assert!(is_used, "{} {}", question.template, input.name);
            }
            let words = question.answer.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            let tables =
                words.filter(|word| ["latency", "throughput", "cost", "ratio", "size"].contains(word));
            let inputs: HashSet<&str> = question.inputs.iter().map(|input| input.name.as_str()).collect();
            for word in tables {
                assert!(inputs.contains(word), "{}: {word} is not stated", question.template);
            }
        }
    }
}

/// The answer with another value, `None` if it has none with it (a share over 100%, a tree without a level).
fn answer_of_any(question: &Question, at: usize, value: &str) -> Option<f64> {
    let sheet = Worksheet::script("", &question.script(Some((at, value)))).ok()?;
    sheet.run(&Settings { point: true, ..Settings::default() }).ok()?.number(ANSWER)
}

/// Each line of the table was computed in Python from plain numbers (`questions.py` beside it).
#[test]
fn answers_are_those_of_independent_arithmetic() {
    let table = include_str!("../../fixtures/practice/questions.tsv");
    let mut count = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [template, inputs, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let question = Deck::again(template, 3).unwrap_or_else(|| panic!("{template}"));
        let names: Vec<&str> = question.inputs.iter().map(|input| input.name.as_str()).collect();
        let given: Vec<(&str, &str)> =
            inputs.split(';').map(|input| input.split_once('=').unwrap()).collect();
        assert_eq!(given.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names, "{template}");
        let lines: String = given.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        let value = number(&format!("{lines}{ANSWER} = {}\n", question.answer), ANSWER);
        let expected: f64 = expected.parse().unwrap();
        assert!((value / expected - 1.0).abs() < 1e-9, "{template}: {value}, not {expected}");
        count += 1;
    }
    assert!(count >= 50, "{count}");
}

/// A template that practises a formula gives what the formula gives.
#[test]
fn templates_agree_with_the_formulas_that_they_practise() {
    let mut count = 0;
    for topic in &TOPICS {
        for template in topic.templates() {
            let Some(formula) = &template.formula else { continue };
            let question = Deck::again(&format!("{}/{}", topic.name, template.name), 2).unwrap();
            let to =
                question.answer.split_once(" to ").map(|(_, unit)| format!(" to {unit}")).unwrap_or_default();
            let script = format!("{}other = {formula}{to}\n", question.script(None));
            let (one, other) = (number(&script, ANSWER), number(&script, "other"));
            assert!((one / other - 1.0).abs() < 1e-9, "{}: {one}, the formula {other}", question.template);
            count += 1;
        }
    }
    assert!(count >= 35, "{count}");
}

/// The arithmetic that a working prints is true: `napkin review` finds nothing wrong in it.
#[test]
fn workings_are_true() {
    let (mut claims, mut wrong) = (0, Vec::new());
    for topic in &TOPICS {
        for template in topic.templates() {
            for seed in 0..12 {
                let question = Deck::again(&format!("{}/{}", topic.name, template.name), seed).unwrap();
                let found = review(&question.working.text);
                claims += found.claims.len();
                if found.claims.iter().any(|claim| matches!(claim.verdict, Verdict::Wrong(_))) {
                    wrong.push(format!("{}: {}", question.template, question.working.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(claims > 1000, "{claims}");
}

#[test]
fn no_template_comes_again_within_two_thirds_of_its_pool_and_no_text_twice() {
    for (seed, topic) in (1..).zip(Topic::ALL) {
        let wanted = Wanted { topics: vec![(topic, 1)], level: None };
        let file = TOPICS.iter().find(|file| file.name == topic.name()).unwrap();
        let apart = file.templates().len() * 2 / 3;
        let (mut deck, mut drawn) = (Deck::new(seed), Vec::new());
        let mut texts = HashSet::new();
        for _ in 0..60 {
            let question = deck.next(&wanted).unwrap();
            let last = drawn.iter().rev().take(apart).any(|name| *name == question.template);
            assert!(!last, "{} again within {apart}", question.template);
            assert!(texts.insert(question.text.clone()), "{}", question.text);
            drawn.push(question.template);
        }
    }
}

#[test]
fn a_seed_gives_the_same_questions_and_a_question_can_be_had_again() {
    let wanted = Wanted { topics: Vec::new(), level: Some(2) };
    let drawn = |seed| {
        let mut deck = Deck::new(seed);
        (0..20).map(|_| deck.next(&wanted).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(drawn(5), drawn(5));
    assert_ne!(drawn(5), drawn(6));
    for question in drawn(5) {
        assert_eq!(question.level, 2);
        assert_eq!(Deck::again(&question.template, question.seed), Some(question));
    }
    assert_eq!(Deck::again("traffic/no-such-template", 1), None);
}

/// All topics have enough templates, with all levels where a topic has them.
#[test]
fn every_topic_has_templates_of_its_levels() {
    let mut names = HashSet::new();
    for topic in &TOPICS {
        let mut levels: BTreeMap<u8, usize> = BTreeMap::new();
        for template in topic.templates() {
            *levels.entry(template.level).or_default() += 1;
            assert!(names.insert(format!("{}/{}", topic.name, template.name)), "{} twice", template.name);
        }
        let wanted: &[u8] = if topic.name == "whole" { &[3] } else { &[1, 2, 3] };
        assert_eq!(levels.keys().copied().collect::<Vec<_>>(), wanted, "{}", topic.name);
        assert!(levels.values().all(|count| *count >= 2), "{}: {levels:?}", topic.name);
        assert!(topic.templates().len() >= 15, "{}", topic.name);
    }
    assert!(names.len() >= 90);
    assert_eq!(TOPICS.iter().map(|file| file.name).collect::<Vec<_>>(), Topic::ALL.map(Topic::name));
}

#[test]
fn the_weight_of_a_topic_says_how_often_it_comes() {
    let wanted = Wanted { topics: vec![(Topic::Cost, 3), (Topic::Cache, 1)], level: None };
    let mut deck = Deck::new(11);
    let drawn: Vec<Topic> = (0..80).map(|_| deck.next(&wanted).unwrap().topic).collect();
    let cost = drawn.iter().filter(|topic| **topic == Topic::Cost).count();
    assert!((48..=72).contains(&cost), "{cost} of 80");
    // No template has this level.
    assert_eq!(deck.next(&Wanted { topics: vec![(Topic::Whole, 1)], level: Some(1) }), None);
}

#[test]
fn cards_ask_for_numbers_and_for_names() {
    let mut count = 0;
    for sheet in decks() {
        let all = cards(sheet, 1);
        assert!(!all.is_empty(), "{sheet}");
        assert_eq!(all, cards(sheet, 1));
        for card in all {
            match &card.asks {
                Asks::Number { question, range } => {
                    count += 1;
                    assert!(
                        question.text.ends_with('?') && !question.text.contains('{'),
                        "{}",
                        question.text
                    );
                    let truth = question.truth.value;
                    assert!(range.is_none_or(|(low, high)| low < truth && truth < high), "{}", card.name);
                }
                Asks::Name { text, choices, right } => {
                    assert!(text.ends_with('?') && !text.contains('{'), "{text}");
                    assert_eq!(choices.len(), 4, "{text}");
                    assert!(*right < 4 && choices.iter().collect::<HashSet<_>>().len() == 4, "{text}");
                }
            }
        }
    }
    assert!(count >= 90, "{count}");
    assert!(cards("no such sheet", 1).is_empty());
}

/// Values by hand: 10 to 50 Mbit/s of 4G, 8.76 h a year for 99.9%.
#[test]
fn a_card_has_the_number_of_its_sheet() {
    let shown = |sheet: &str, name: &str| {
        let all = cards(sheet, 2);
        let found = all
            .into_iter()
            .find(|card| card.name == name && matches!(card.asks, Asks::Number { .. }))
            .unwrap();
        let Asks::Number { question, range } = found.asks else { panic!() };
        (question.shown, range)
    };
    assert_eq!(shown("latency", "latency.ssd_random_read"), ("100 µs".to_owned(), None));
    assert_eq!(shown("powers", "power.two_16").0, "65.54k");
    assert_eq!(shown("availability", "uptime.three_nines").0, "8.76 h");
    let (said, range) = shown("network", "network.mobile_4g");
    let (low, high) = range.unwrap();
    assert_eq!((said.as_str(), low.round(), high.round()), ("10 to 50 Mbit/s", 10.0, 50.0));
}
