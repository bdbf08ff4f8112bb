//! Workings: what they print is true, rounded as the truth is, and worth ten points.

use napkin::library::practice::TOPICS;
use napkin::practice::{Deck, Outcome, Posed, Question};
use napkin::report::practice::said;

use super::readings::{mark, question, with};

/// Some questions of every template.
fn all(seeds: u64) -> impl Iterator<Item = Question> {
    let names = TOPICS
        .iter()
        .flat_map(|topic| topic.templates().iter().map(move |each| format!("{}/{}", topic.name, each.name)));
    names.flat_map(move |name| (0..seeds).filter_map(move |seed| Deck::again(&name, seed)))
}

/// The last number of a text with its unit: `8.9 min` of `≈ 530 s, which is 8.9 min.`
fn last_figure(text: &str) -> &str {
    let text = text.trim_end_matches('.');
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '$');
    let end = text.rfind(|c: char| c.is_ascii_digit()).unwrap() + 1;
    // A digit of a unit or of a power is not looked for: no unit has one.
    let start = text[..end]
        .rfind(|c: char| !is_number(c))
        .map_or(0, |at| at + text[at..].chars().next().unwrap().len_utf8());
    let rest = &text[end..];
    let mut unit = rest.len();
    if let Some(space) = rest.strip_prefix(' ') {
        unit = 1 + space.find([' ', ',', ';', ':']).unwrap_or(space.len());
    } else if let Some(at) = rest.find([' ', ',', ';', ':']) {
        // `5.2k posts/s`
        let word = &rest[at + 1..];
        unit = if rest[at..].starts_with(' ') {
            at + 1 + word.find([' ', ',', ';', ':']).unwrap_or(word.len())
        } else {
            at
        };
    }
    &text[start..end + unit]
}

#[test]
fn the_last_figure_of_every_working_is_worth_ten_points() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for question in all(10) {
        // The figure of the method is not the last word of these.
        let text =
            question.working.text.replace(", a little too much, for some pages have two slow calls", "");
        let text = text.trim_end_matches(" each.").trim_end_matches(" a day.");
        let figure = last_figure(text);
        count += 1;
        let mut posed = Posed::new(question.clone(), false).unwrap();
        match posed.answer(figure) {
            Outcome::Marked(mark) if mark.points == 10.0 => {}
            other => wrong
                .push(format!("{} `{figure}` of {text}\n  {} {other:?}", question.template, question.shown)),
        }
    }
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(count > 1500, "{count}");
}

/// A part of a server is a server, and a part of a deploy is none: the whole number follows the part.
#[test]
fn whole_counts_are_rounded_as_the_truth_is() {
    let mut parts = 0;
    for question in all(10).filter(|question| question.whole) {
        let text = question.working.text.trim_end_matches('.');
        let value = question.working.value;
        assert!(value >= 100.0 || value.fract() == 0.0, "{}: {text}", question.template);
        let Some((before, whole)) =
            text.rsplit_once(", so ").filter(|_| text.ends_with(|c: char| c.is_ascii_digit()))
        else {
            continue;
        };
        parts += 1;
        let figure = last_figure(before);
        let part: f64 = figure.split(' ').next().unwrap().parse().unwrap();
        let expected = if question.template == "availability/deploys" { part.floor() } else { part.ceil() };
        assert_eq!(whole.parse::<f64>().unwrap(), expected, "{}: {text}", question.template);
        assert!(part.fract() > 0.0, "{}: {text}", question.template);
    }
    assert!(parts > 40, "{parts}");
    // 40 servers over two zones are 20 in each; over three 13.3, so 14, and 4 × 14 in all.
    let zones = with("servers/spare-zone", &["40 servers", "4"]);
    assert_eq!(
        zones.working.text,
        "Without one zone, 40 over 3 ≈ 13.3 servers, so 14 in each; × 4 = 56 servers."
    );
    assert_eq!(zones.truth.value, 56.0);
}

#[test]
fn workings_read_well() {
    for question in all(10) {
        let text = &question.working.text;
        let name = &question.template;
        assert!(!text.starts_with(|c: char| c.is_lowercase()), "{name}: {text}");
        assert!(!question.text.starts_with(|c: char| c.is_lowercase()), "{name}: {}", question.text);
        for wrong in ["k Gbit", "k Mbit", "k GB", "k MB", "k TB", "gpus", "millions ×"] {
            assert!(!text.contains(wrong), "{name}: {text}");
        }
        if let Some((before, again)) = text.split_once(", which is ") {
            let again = again.trim_end_matches('.').trim_start_matches("about ");
            assert!(!before.ends_with(&format!(" {again}")), "{name}: {text}");
        }
        // Not `is 110` of 112.5: a sign or a word says that it is rounded.
        assert!(!question.shown.contains("gpus"), "{name}");
    }
    let video = with("queueing/busy-encoders", &["5 minutes", "200 workers/hour"]);
    assert_eq!(
        video.working.text,
        "200 × 5 minutes = 1,000 min of work an hour; over 60 minutes ≈ 17 workers."
    );
}

/// 5 × 1.5 h of 720 are 1.0417%; 1 - 5%^3 is 99.9875%.
#[test]
fn shares_near_the_whole_are_printed_with_three_digits_of_what_is_missing() {
    let pair = with("availability/redundant-pair", &["3", "95%"]);
    assert_eq!(pair.shown, "99.9875%");
    let row = with("availability/incidents", &["5", "1.5 hours", "30 days"]);
    assert_eq!(row.shown, "98.96%");
    let mark = mark(&row, "99%");
    assert_eq!((mark.points, mark.off()), (10.0, None));
}

/// Slips of shares near the whole compare what is missing.
#[test]
fn slips_are_named_by_what_is_missing() {
    let slip = |question: &Question, answer: &str| {
        let slip = mark(question, answer).slip;
        slip.map(|slip| (slip.kind, slip.text))
    };
    let pair = with("availability/redundant-pair", &["3", "95%"]);
    for answer in ["97%", "98%", "99%", "99.5%"] {
        let found = slip(&pair, answer);
        assert!(found.as_ref().is_none_or(|(kind, _)| *kind != "without"), "{answer}: {found:?}");
    }
    assert_eq!(slip(&pair, "95%"), Some(("without", "the 3 replicas left out?".to_owned())));
    let row = with("availability/services-in-a-row", &["8", "99.5%"]);
    assert_eq!(slip(&row, "99.5%"), Some(("without", "the 8 services left out?".to_owned())));
    let kind = |question: &Question, answer: &str| slip(question, answer).map(|(kind, _)| kind);
    assert_eq!(kind(&row, "4%"), Some("complement"));
    let load = question("queueing/server-load", |load| (load.truth.value - 75.0).abs() < 3.0);
    assert_eq!(kind(&load, &format!("{}%", 100.0 - load.truth.value)), Some("complement"));
}

#[test]
fn slips_with_times_are_named_and_garbage_is_not() {
    let beats = with("traffic/heartbeats", &["2.5M heartbeats", "25 s"]);
    let slip = |question: &Question, answer: &str| {
        let slip = mark(question, answer).slip;
        slip.map(|slip| (slip.kind, slip.text))
    };
    assert_eq!(slip(&beats, "2.5M"), Some(("without", "the 25 s left out?".to_owned())));
    assert_eq!(slip(&beats, "62.5M"), Some(("inverse", "the 25 s multiplied, where it divides?".to_owned())));
    assert_eq!(slip(&beats, "4k"), Some(("twice", "the 25 s counted twice?".to_owned())));
    let values = with("powers/values-of-bits", &["28"]);
    let (_, text) = slip(&values, "0.268").unwrap();
    assert!(!text.contains("1000^"), "{text}");
    assert_eq!(slip(&values, "2.68e-10"), None);
    // 12 months, and 12 disks.
    let disks = question("availability/hours-of-disks", |disks| disks.inputs[1].value == "12 disks");
    let (kind, text) = slip(&disks, &format!("{} hours", disks.truth.value * 12.0)).unwrap();
    assert_eq!(kind, "period", "{text}");
    // KiB over KiB: nobody converts bits.
    let pages = question("powers/pages-of-memory", |_| true);
    let found = slip(&pages, &format!("{} pages", pages.truth.value / 64.0));
    assert!(found.as_ref().is_none_or(|(kind, _)| *kind != "bits"), "{found:?}");
}

#[test]
fn slips_speak_of_numbers_as_the_question_has_them() {
    for question in all(1) {
        for input in question.inputs.iter().filter(|input| input.neutral.is_some()) {
            let mut words = question.text.split(|c: char| !c.is_alphanumeric());
            let is_in_text = words.any(|word| word == input.name);
            let answer = question.truth.value * 1.0;
            // All slips that a few factors give.
            for factor in [0.2, 0.333, 3.0, 5.0] {
                let typed = format!("{}", answer * factor);
                let mut posed = Posed::new(question.clone(), false).unwrap();
                let _ = posed.answer(&typed);
                let Outcome::Marked(mark) = posed.answer(&typed) else { continue };
                let Some(slip) = mark.slip.filter(|slip| slip.name == input.name) else { continue };
                let has_name = slip.text.contains(&format!("{} (", input.name));
                assert!(!has_name || is_in_text, "{}: {}", question.text, slip.text);
            }
        }
    }
}

/// What is said of a card of a rule of thumb, and of a definition.
#[test]
fn a_rule_of_thumb_is_not_exact() {
    use napkin::practice::{Drill, Source, dealt};
    for (sheet, says) in [("latency", "about "), ("powers", "exactly "), ("ids", "exactly ")] {
        let cards: std::collections::VecDeque<Posed> = dealt(sheet, 1, false, &[])
            .into_iter()
            .filter(|card| !card.question.template.ends_with('?'))
            .collect();
        let mut drill = Drill::new(Source::Cards(cards), 3, None, false);
        let napkin::practice::Step::Done(done) = drill.line("", 1.0) else { panic!() };
        let (_, line) = &said(&done)[0];
        assert!(line.starts_with(&format!("skipped: {says}")), "{line}");
    }
}
