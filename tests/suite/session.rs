//! Sessions: lines that use the names of those before them, what is completed and previewed, commands, and a terminal.

use std::fmt::Write as _;

use napkin::report::Changes;
use napkin::report::session::{Command, Part, Session, is_open};
use napkin::text::diagnostic::Diagnostic;

fn session() -> Session {
    Session::new(4, napkin::Settings::default())
}

/// What each line prints: values by name, codes of errors.
#[track_caller]
fn check(session: &mut Session, lines: &[(&str, &str)]) {
    for (line, expected) in lines {
        let evaluation = session.evaluate(line);
        let mut said = String::new();
        for answer in &evaluation.answers {
            let name = answer.name.as_deref().map(|name| format!("{name} = ")).unwrap_or_default();
            write!(said, "{name}{}; ", answer.shown.written.literal()).unwrap();
        }
        for found in &evaluation.diagnostics {
            write!(said, "{}; ", found.code).unwrap();
        }
        assert_eq!(said.trim_end_matches("; "), *expected, "`{line}`");
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.is_error()
}

#[test]
fn names_functions_and_units_persist() {
    check(
        &mut session(),
        &[
            ("users = 100M users", "users = 100M users"),
            // 100e6 * 10 / 86,400 = 11,574.07
            ("users * 10 requests/user/day", "11.57k requests/s"),
            ("fn double(x) = 2 * x", ""),
            ("double(users)", "200M users"),
            ("unit rack = 40 machines", ""),
            ("3 rack to machines", "120 machines"),
            ("size = 2 KB/user; total = users * size", "size = 2 KB/user; total = 200 GB"),
            ("total", "200 GB"),
            ("12 gizmos * 2", "24 gizmos"),
            ("5 gizmos + it", "29 gizmos"),
        ],
    );
}

#[test]
fn it_is_the_last_result() {
    check(
        &mut session(),
        &[
            ("it", "E0201"),
            ("4 GB", "4 GB"),
            ("it * 2", "8 GB"),
            ("it * 2", "16 GB"),
            ("a = 3", "a = 3"),
            ("it + 1", "4"),
            // An error changes nothing.
            ("it + 1 GB", "E0301"),
            ("it", "4"),
            // A comparison is no result.
            ("4 GB ≈ 4 GB", "4 GB ≈ 4 GB"),
            ("it", "4"),
        ],
    );
}

#[test]
fn a_line_goes_on_from_the_last_result() {
    check(
        &mut session(),
        &[
            // Nothing stands before it.
            ("* 3", "E0104"),
            ("6 GB", "6 GB"),
            ("* 2", "12 GB"),
            ("/ 4 s", "3 GB/s"),
            ("to MB/s", "3000 MB/s"),
            ("in Gbit/s", "24 Gbit/s"),
            ("-> GB/s", "3 GB/s"),
            ("+ 1 GB/s", "4 GB/s"),
            ("≈ 4 GB/s", "4 GB/s ≈ 4 GB/s"),
            // A minus begins a value of its own.
            ("-5", "-5"),
            ("per 2 s", "-2.5/s"),
        ],
    );
}

#[test]
fn a_name_or_a_function_may_be_defined_again() {
    let mut session = session();
    check(
        &mut session,
        &[
            ("x = 1", "x = 1"),
            ("y = x + 1", "y = 2"),
            ("x = 10", "x = 10"),
            // What was computed stays.
            ("y", "2"),
            ("fn f(a) = a * 2", ""),
            ("f(4)", "8"),
            ("fn f(a) = a * 3", ""),
            ("f(4)", "12"),
            ("fn g(a) = a; fn g(a) = a", "E0208"),
            ("MB = 3", "E0208"),
            ("x", "10"),
        ],
    );
}

#[test]
fn a_range_is_the_same_range_wherever_its_name_stands() {
    let mut session = session();
    session.evaluate("a = 2 to 3");
    let evaluation = session.evaluate("a - a");
    assert_eq!(evaluation.answers[0].shown.written.literal(), "0");
    session.evaluate("2 to 3");
    let evaluation = session.evaluate("it - it");
    assert_eq!(evaluation.answers[0].shown.written.literal(), "0");
    // Two ranges with the same ends are not the same.
    session.evaluate("other = 2 to 3");
    let evaluation = session.evaluate("a - other");
    assert!(evaluation.answers[0].shown.spread.is_some());
}

#[test]
fn an_error_has_fixes_that_tab_takes_in_turn() {
    let mut session = session();
    session.evaluate("n = 3");
    let evaluation = session.evaluate("10B * n");
    assert!(evaluation.diagnostics.iter().any(is_error));
    assert_eq!(session.fixes(), ["10bn * n", "10 bytes * n"]);
    let tab = |text: &str| {
        session.complete(text).candidates.into_iter().map(|found| found.text).collect::<Vec<_>>()
    };
    assert_eq!(tab(""), ["10bn * n"]);
    assert_eq!(tab("10bn * n"), ["10 bytes * n"]);
    assert_eq!(tab("10 bytes * n"), ["10bn * n"]);
    session.evaluate("10bn * n");
    assert!(session.fixes().is_empty());
    assert!(session.complete("").candidates.is_empty());
}

#[test]
fn a_reading_that_is_taken_is_what_the_session_keeps() {
    let mut session = session();
    let evaluation = session.evaluate("1M msgs/s * 200B in MB/s");
    assert_eq!(evaluation.answers[0].shown.written.literal(), "200 MB/s");
    assert_eq!(session.script(), "1M msgs/s * 200 bytes/msg in MB/s\n");
}

#[test]
fn previews_say_what_the_line_does_not() {
    let mut session = session();
    session.evaluate("users = 100M users");
    for (typed, expected) in [
        ("users", Some("100M users")),
        ("users * 2", Some("200M users")),
        ("x = users * 2", Some("200M users")),
        ("/ 4", Some("25M users")),
        ("users *", None),
        ("users * (2 +", None),
        ("20 GB", None),
        ("x = 20 GB", None),
        ("1_000", None),
        ("5 GB + 3 s", None),
        (":vars", None),
        ("", None),
        // Neither is meant while a name is typed.
        ("us", None),
        ("pi", None),
    ] {
        assert_eq!(session.preview(typed).as_deref(), expected, "`{typed}`");
    }
    // The ends of 2 * (3 to 5) are 6 and 10; the median is 2 * sqrt(15) = 7.746.
    assert_eq!(session.preview("2 * (3 to 5)").as_deref(), Some("7.75 (6 to 10)"));
    // Nothing that was typed is kept.
    assert_eq!(session.script(), "users = 100M users\n");
}

#[track_caller]
fn completes(session: &Session, text: &str, start: usize, first: &[&str]) {
    let found = session.complete(text);
    let words: Vec<&str> =
        found.candidates.iter().map(|found| found.text.as_str()).take(first.len()).collect();
    assert_eq!((found.start, words.as_slice()), (start, first), "`{text}`");
}

#[test]
fn words_are_completed() {
    let mut session = session();
    session.evaluate("requests_a_day = 5");
    session.evaluate("fn rest_of(x) = x");
    completes(&session, "2 * re", 4, &["requests_a_day", "rest_of"]);
    completes(&session, "10 terab", 3, &["terabit", "terabits", "terabyte", "terabytes"]);
    completes(&session, "latency.memory_r", 0, &["latency.memory_random"]);
    completes(&session, "2 * qp", 4, &["qps"]);
    completes(&session, ":lo", 0, &[":load"]);
    completes(&session, ":load twi", 6, &["twitter"]);
    completes(&session, ":explain requ", 9, &["requests_a_day"]);
    completes(&session, ":set us", 5, &[]);
    let twitter = napkin::library::presets::find("twitter").unwrap();
    session.load("twitter", twitter.text, Changes::default()).unwrap();
    completes(&session, ":set us", 5, &["users="]);
    completes(&session, ":run peak_r", 5, &["peak_reads"]);
    completes(&session, "peak_r", 0, &["peak_reads"]);
    completes(&session, "é", 0, &[]);
}

#[test]
fn a_model_gives_its_names_and_is_changed() {
    let model =
        "[inputs]\nusers = \"1M users\"\nsize = \"2 MB/user\"\n[estimates]\nstorage = \"users * size\"\n";
    let mut session = session();
    session.evaluate("copies = 3");
    assert!(session.load("photos.toml", model, Changes::default()).unwrap().is_empty());
    check(&mut session, &[("storage * copies", "6 TB"), ("double = storage * 2", "double = 4 TB")]);
    assert!(session.set("users", "3M users").unwrap().is_empty());
    check(&mut session, &[("storage", "6 TB"), ("double", "12 TB")]);
    // A value that has an error changes nothing.
    assert!(session.set("users", "3 GB").is_err());
    check(&mut session, &[("storage", "6 TB")]);
    // What cannot be read with another model is forgotten.
    let other = "[inputs]\nqueue = \"5 messages\"\n[estimates]\ntwice = \"queue * 2\"\n";
    let lost = session.load("queue.toml", other, Changes::default()).unwrap();
    assert_eq!(lost, ["storage * copies", "double = storage * 2", "storage", "double", "storage"]);
    check(&mut session, &[("twice", "10 messages"), ("copies", "3")]);
}

#[test]
fn what_is_saved_evaluates_to_the_same() {
    let mut session = session();
    for line in
        ["users = 100M users", "users * 2", "it / 4", "fn f(x) = x * 3", "f(users)", "peak = it / 1 day"]
    {
        session.evaluate(line);
    }
    let script = session.script();
    assert_eq!(
        script,
        "users = 100M users\nit = users * 2\nit / 4\nfn f(x) = x * 3\nit = f(users)\npeak = it / 1 day\n"
    );
    // 3 * 100M a day
    let answers = crate::support::answers(&script);
    assert_eq!(answers.last().unwrap().shown.written.literal(), "3.472k users/s");
    let toml = session.toml().unwrap();
    let sheet = napkin::Worksheet::model("saved.toml", &toml).unwrap();
    let values = sheet.run(&napkin::Settings::default()).unwrap();
    assert_eq!(values.shown("peak", 4).unwrap().written.literal(), "3.472k users/s");
    session.evaluate("users = 5 users");
    assert_eq!(session.toml(), None);
}

#[test]
fn a_name_with_two_values_beside_a_loaded_model_is_not_saved_as_a_model() {
    let mut session = session();
    session.load("m.toml", "[inputs]\nbase = \"5 users\"\n", Changes::default()).unwrap();
    session.evaluate("drivers = 2M drivers");
    assert!(session.toml().is_some_and(|text| text.contains("drivers = \"2M drivers\"")));
    session.evaluate("drivers = 5 drivers");
    assert_eq!(session.toml(), None);
}

#[test]
fn an_explanation_has_what_it_needs() {
    let mut session = session();
    assert!(session.explanation(None, false).is_none());
    for line in ["a = 2", "y = 3 * a", "z = 100", "y * 2", "it + 1"] {
        session.evaluate(line);
    }
    let steps = |session: &Session, of: Option<&str>| -> Vec<String> {
        let explained = session.explanation(of, false).unwrap();
        assert!(explained.is_ok());
        explained.steps.iter().map(|step| step.formula.clone()).collect()
    };
    assert_eq!(steps(&session, None), ["2", "3 * a", "y * 2", "it + 1"]);
    assert_eq!(steps(&session, Some("z")), ["100", "z"]);
    assert!(session.explanation(Some("y * 2"), true).unwrap().is_mental());
}

#[test]
fn parts_of_a_line_are_told_apart() {
    let mut session = session();
    session.evaluate("users = 5 users");
    let parts = |text: &str| -> Vec<(String, Part)> {
        session.highlight(text).into_iter().map(|(range, part)| (text[range].to_owned(), part)).collect()
    };
    let part = |text: &str, part| (text.to_owned(), part);
    assert_eq!(
        parts("users * 10k GB/s to max(3) # é"),
        [
            part("users", Part::Name),
            part("10k", Part::Number),
            part("GB", Part::Unit),
            part("s", Part::Unit),
            part("to", Part::Keyword),
            part("max", Part::Function),
            part("3", Part::Number),
            part("# é", Part::Comment),
        ]
    );
    assert_eq!(parts(" :load x"), [part(":load", Part::Command)]);
    assert_eq!(parts("é ½ (("), []);
}

#[test]
fn commands_are_read() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for (line, expected) in [
        ("1 + 1", None),
        ("helpers", None),
        ("help", Some(Command::Help)),
        (" exit ", Some(Command::Quit)),
        (":q", Some(Command::Quit)),
        (":load url shortener", Some(Command::Load("url shortener".to_owned()))),
        (":set a = 3 GB", Some(Command::Set("a".to_owned(), "3 GB".to_owned()))),
        (":run", Some(Command::Run(Vec::new()))),
        (":run a b", Some(Command::Run(words(&["a", "b"])))),
        (":mental", Some(Command::Explain(None, true))),
        (":explain a * 2", Some(Command::Explain(Some("a * 2".to_owned()), false))),
        (":cheat latency", Some(Command::Program(words(&["cheat", "latency"])))),
    ] {
        assert_eq!(Command::of(line), Ok(expected), "`{line}`");
    }
    for (line, help) in [
        (":lod x", "did you mean `:load`?"),
        (":", "`:help` lists the commands"),
        (":load", "for example `:load twitter`; `:presets` lists them"),
        (":set x", "for example `:set users=300M`"),
        (":save", "for example `:save estimate.napkin` or `:save model.toml`"),
    ] {
        assert_eq!(Command::of(line).unwrap_err().help, help, "`{line}`");
    }
}

#[test]
fn a_line_goes_on_while_a_parenthesis_is_open() {
    for (text, expected) in [
        ("(1 +", true),
        ("(1 +\n2)", false),
        ("1)", false),
        ("f(2 # (", true),
        ("1 # (", false),
        ("(1\n", false),
    ] {
        assert_eq!(is_open(text), expected, "{text:?}");
    }
}

#[test]
fn the_session_of_the_page_is_one() {
    let page = crate::docs::read(&crate::docs::root().join("docs/session.md"));
    let (_, rest) = page.split_once("```session\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    let mut session = session();
    let mut lines = block.lines();
    while let Some(line) = lines.next() {
        let evaluation = session.evaluate(line.strip_prefix("> ").unwrap());
        let answer = &evaluation.answers[0];
        let name = answer.name.as_deref().map(|name| format!("{name} = ")).unwrap_or_default();
        assert_eq!(format!("{name}{}", answer.shown.written.literal()), lines.next().unwrap());
    }
    // Each command is on the page.
    for (name, arguments, _) in napkin::report::session::COMMANDS {
        let command = format!(":{name} {arguments}").trim().replace('|', "\\|");
        assert!(page.contains(&format!("| `{command}` |")), "{command}");
    }
}

#[cfg(unix)]
mod terminal;
