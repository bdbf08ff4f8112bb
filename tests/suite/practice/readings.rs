//! Answers that may be read in several ways: ranges, rates in the period of the question, numbers without a unit.

use napkin::practice::{Deck, Drill, Mark, Outcome, Posed, Question, Source, Step};

use super::answers::questions;

/// The first question of a template of which something holds.
#[track_caller]
pub fn question(template: &str, holds: impl Fn(&Question) -> bool) -> Question {
    let mut all = (0..400).filter_map(|seed| Deck::again(template, seed));
    all.find(|question| holds(question)).unwrap_or_else(|| panic!("{template}"))
}

/// The question of a template whose inputs have these values.
#[track_caller]
pub fn with(template: &str, values: &[&str]) -> Question {
    question(template, |question| {
        values.iter().all(|value| question.inputs.iter().any(|input| input.value == *value))
    })
}

#[track_caller]
pub fn mark(question: &Question, answer: &str) -> Mark {
    match Posed::new(question.clone(), false).unwrap().answer(answer) {
        Outcome::Marked(mark) => *mark,
        Outcome::Again(text) => panic!("`{answer}` to {}: {text}", question.text),
    }
}

#[track_caller]
fn refused(question: &Question, answer: &str) -> String {
    match Posed::new(question.clone(), false).unwrap().answer(answer) {
        Outcome::Again(text) => text,
        Outcome::Marked(mark) => panic!("`{answer}` to {}: {mark:?}", question.text),
    }
}

/// Requests a second: 55.6 of the first of the thirty questions.
fn rate() -> Question {
    questions().swap_remove(0)
}

#[test]
fn the_low_end_of_a_range_takes_a_magnitude_only_if_it_stays_the_lower_one() {
    for (typed, low, high) in [
        ("500 to 2k", 500.0, 2e3),
        ("500/s to 2k/s", 500.0, 2e3),
        ("500 to 2k/s", 500.0, 2e3),
        ("500 to 100k", 500.0, 1e5),
        ("800..2k", 800.0, 2e3),
        ("800-2k", 800.0, 2e3),
        ("800–2k", 800.0, 2e3),
        ("between 1k and 2k", 1e3, 2e3),
        ("1e3 to 2e3", 1e3, 2e3),
        ("5 to 2e3", 5.0, 2e3),
        ("10/s to 20", 10.0, 20.0),
        ("1 posts/s to 100M", 1.0, 1e8),
        ("4*5 to 6*5", 20.0, 30.0),
    ] {
        let Outcome::Marked(mark) = Posed::new(rate(), true).unwrap().answer(typed) else {
            panic!("{typed}")
        };
        let guess = mark.guess.unwrap();
        let is = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-9;
        assert!(is(guess.low, low) && is(guess.high, high), "{typed}: {guess:?}");
        assert_eq!(mark.taken, None, "{typed}");
    }
}

#[test]
fn a_range_with_two_readings_is_asked_about_once() {
    for typed in ["1 to 100M", "10 to 20k", "1.5-2k", "1 to 5 million"] {
        let mut posed = Posed::new(rate(), true).unwrap();
        let Outcome::Again(text) = posed.answer(typed) else { panic!("{typed}") };
        assert!(text.contains("two readings") && text.contains(" posts/s to "), "{typed}: {text}");
        let Outcome::Marked(mark) = posed.answer(typed) else { panic!("{typed}, again") };
        assert!(mark.taken.is_some(), "{typed}");
    }
    let Outcome::Again(text) = Posed::new(rate(), true).unwrap().answer("1 to 100M") else { panic!() };
    assert!(text.contains("type `1M to 100M`, or the low end with its unit, `1 posts/s to 100M`"), "{text}");
    // As in the language, the low end comes first: 500 MB to 2 GB, or a slip.
    let Outcome::Again(text) = Posed::new(rate(), true).unwrap().answer("2k to 500") else { panic!() };
    assert!(text.contains("from high to low"), "{text}");
    let data = questions().swap_remove(10);
    let Outcome::Again(text) = Posed::new(data, true).unwrap().answer("500 to 2 PB") else { panic!() };
    assert!(text.contains("from high to low"), "{text}");
}

/// The middle is the root of the product of the ends: 387.3 of 300 to 500.
#[test]
fn of_a_range_the_middle_is_scored() {
    for (typed, middle, taken) in [
        ("40-70", 52.915, None),
        ("40 to 70", 52.915, None),
        ("40–70", 52.915, None),
        ("40..70/s", 52.915, None),
        ("0.04-0.07k", 52.915, Some("0.04k to 0.07k")),
        ("1 to 2k", 1414.2, Some("1k to 2k")),
        ("30 to 2k", 244.95, None),
        // A difference, of which the calculator says so too.
        ("2k-1900", 100.0, None),
        ("70-20", 50.0, None),
    ] {
        let mark = mark(&rate(), typed);
        assert!((mark.factor * 55.5556 / middle - 1.0).abs() < 1e-3, "{typed}: {}", mark.factor * 55.5556);
        assert_eq!(mark.taken.as_deref(), taken, "{typed}");
    }
}

/// A number typed with the period that the question names, and the same in another period.
#[test]
fn the_period_that_the_question_names_may_be_typed() {
    for (template, per, unit) in [
        ("storage/new-data-a-day", ["/day", " a day", " per day"], "B"),
        ("storage/metrics-a-day", ["/day", " a day", " per day"], "B"),
        ("traffic/all-day", ["/day", " a day", " per day"], ""),
        ("availability/failed-requests", ["/day", " a day", " per day"], "requests"),
        ("cost/log-bill", ["/day", " a day", " per day"], "$"),
        ("cost/storage-bill", ["/month", " a month", " per month"], "$"),
        ("cost/servers-by-the-hour", ["/month", " a month", " per month"], ""),
        ("cost/reserved", ["/year", " a year", " per year"], "$"),
        ("cost/per-user", ["/month", " a month", " per month"], "cents"),
        ("availability/hours-of-disks", ["/month", " a month", " per month"], "h"),
        ("bandwidth/month-of-traffic", ["/month", " a month", " per month"], "TB"),
    ] {
        let question = question(template, |_| true);
        let value = question.truth.value;
        for per in per {
            let typed = match unit {
                "$" => format!("${value}{per}"),
                _ => format!("{value} {unit}{per}").replace(&format!(" {per}"), per),
            };
            let mark = mark(&question, &typed);
            assert!((mark.factor - 1.0).abs() < 0.01 && mark.points == 10.0, "{template} {typed}: {mark:?}");
        }
    }
    // 7.5 hours a month are 90 a year.
    let work = question("availability/hours-of-disks", |_| true);
    for (typed, factor) in [("h/year", 12.0), ("hours a year", 12.0), ("min/month", 60.0)] {
        let typed = format!("{} {typed}", work.truth.value * factor);
        assert_eq!(mark(&work, &typed).points, 10.0, "{typed}");
    }
    assert!(refused(&question("latency/scan", |_| true), "48 GB/day").contains("measures something else"));
    // No period is named.
    let kept = question("storage/daily-backups", |_| true);
    assert!(refused(&kept, "48 GB/day").contains("asks for an amount"));
}

/// Whether a number is near the truth or not, it is asked for its unit where the question names none.
#[test]
fn a_number_without_a_unit_is_asked_about_whatever_it_is() {
    let question = with("storage/fill-level", &["80%"]);
    let truth = question.shown.split(' ').next().unwrap().to_owned();
    for typed in [truth.as_str(), "0.001", "123456", "100/0.8", "3 to 5"] {
        assert!(refused(&question, typed).contains("of what? Add the unit"), "{typed}");
    }
    let mut posed = Posed::new(question, false).unwrap();
    assert!(matches!(posed.answer(&truth), Outcome::Again(_)));
    let Outcome::Marked(mark) = posed.answer(&truth) else { panic!() };
    assert_eq!((mark.points, mark.taken.is_some()), (10.0, true));
}

#[test]
fn what_cannot_be_an_answer_is_refused_with_its_reason() {
    let share = question("availability/services-in-a-row", |_| true);
    assert!(refused(&share, "99.5^8").contains("more than 100%"));
    assert!(refused(&share, "150%").contains("more than 100%"));
    assert_eq!(mark(&share, "100%").off().as_deref(), Some("you leave nothing missing"));
    let bill = question("cost/storage-bill", |_| true);
    for typed in ["6k€", "€6k", "6k EUR", "£6k"] {
        assert!(refused(&bill, typed).contains("another currency"), "{typed}");
    }
    assert!(refused(&bill, "1/0").contains("divides by zero"));
    let count = question("powers/values-of-bits", |question| question.truth.value > 2e8);
    assert!(mark(&count, "1/4 billion").factor > 1e-3);
}

#[test]
fn commands_are_read_in_any_case() {
    for typed in ["q", "Q", "QUIT", "Exit", ":Q"] {
        let mut drill = Drill::new(Source::List(questions().into()), 2, None, false);
        assert!(matches!(drill.line(typed, 1.0), Step::Quit), "{typed}");
    }
}
