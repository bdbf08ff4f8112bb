//! Finding presets, files and rows by what people type.

use std::path::PathBuf;
use std::sync::LazyLock;

use napkin::library::presets::{self, PRESETS};

use crate::command_line::{folder, napkin};

#[track_caller]
fn check_named(phrase: &str, expected: Option<&str>) {
    assert_eq!(presets::named(phrase).map(|preset| preset.name), expected, "{phrase}");
}

#[test]
fn a_preset_answers_to_what_people_call_it() {
    for (phrase, expected) in [
        ("Twitter", "twitter"),
        ("TWITTER", "twitter"),
        ("url shortener", "url-shortener"),
        ("url.shortener", "url-shortener"),
        ("URL_Shortener", "url-shortener"),
        ("UrlShortener", "url-shortener"),
        ("url-shorteners", "url-shortener"),
        ("design-twitter", "twitter"),
        ("design a URL shortener", "url-shortener"),
        ("twitter-clone", "twitter"),
        ("Twitter clone app", "twitter"),
        ("twitter system design", "twitter"),
        ("how to build whatsapp", "chat"),
        ("How would you design a news feed?", "news-feed"),
        ("newsfeed", "news-feed"),
        ("notification-service", "notification"),
        ("notification system", "notification"),
        ("notifications", "notification"),
        ("payment gateways", "payment"),
        ("payments", "payment"),
        ("google map", "maps"),
        ("hotel booking", "booking"),
        ("hotel booking system", "booking"),
        ("nearby places", "proximity"),
        ("proximity service", "proximity"),
        ("you tube", "youtube"),
        ("ecommerce", "e-commerce"),
        ("e commerce platform", "e-commerce"),
        ("the message queue", "message-queue"),
        ("S3", "s3"),
        ("Chat GPT", "llm-serving"),
        ("web crawlers", "web-crawler"),
        ("metric store", "metrics-store"),
        ("logs storage", "log-storage"),
        ("distributed message queue", "message-queue"),
        ("scalable web crawler", "web-crawler"),
        ("Design a distributed key-value store", "key-value-store"),
        ("DynamoDB", "key-value-store"),
        ("Google Docs", "document-editor"),
        ("gaming leaderboards", "leaderboard"),
        ("IoT telemetry platform", "iot-telemetry"),
    ] {
        let expected = presets::find(expected).unwrap_or_else(|| panic!("no preset `{expected}`")).name;
        check_named(phrase, Some(expected));
    }
}

#[test]
fn what_names_no_preset_is_none() {
    for phrase in [
        "",
        " ",
        "-",
        "?",
        "design",
        "design a system",
        "how to",
        "the app",
        "twitters feed",
        "-x",
        "x-",
        "(x)",
        "x * 2",
        "twitter storage",
        "video",
        "2 + 2",
        "caf\u{e9}",
        "./twitter",
        "twitter.toml",
    ] {
        check_named(phrase, None);
    }
    check_named(&"twitter ".repeat(100), None);
}

#[test]
fn a_search_finds_names_before_descriptions() {
    let names = |phrase: &str| presets::matching(phrase).iter().map(|preset| preset.name).collect::<Vec<_>>();
    assert_eq!(names("video")[..3], ["video-call", "youtube", "netflix"]);
    assert!(names("videos").starts_with(&["video-call"]) && names("video").contains(&"instagram"));
    assert_eq!(names("kafka"), ["message-queue"]);
    assert_eq!(names("design a token bucket"), ["rate-limiter"]);
    assert_eq!(names("s3"), ["object-store"]);
    assert_eq!(names("nothing-like-it"), [""; 0]);
    assert_eq!(names(""), [""; 0]);
    for preset in PRESETS {
        assert!(preset.about().ends_with(['.', ':']) && preset.about().len() > 40, "{}", preset.about());
    }
}

/// A folder with a model, a script, and a file that is neither.
static FILES: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = folder("finding");
    let model = "nouns = [\"mail\"]\n[inputs.demand]\nusers = \"1M users\"\nsize = \"2 MB/user\"\nemail = \"3 mails/user/day\"\n\
                 [estimates.storage]\nstored = \"users * size\"\n[estimates]\nsent = \"users * email\"\n\
                 [checks]\nfits = \"stored <= 4 TB\"\nbusy = \"sent <= 100 mails/s\"\n";
    for (file, text) in [
        ("ok4.toml", model),
        ("est.txt", "users = 5M users\nusers * 2 KB/user\n"),
        ("script.toml", "users = 5M users\nusers * 2 KB/user\n"),
        ("broken.toml", "[inputs]\nusers = 5M users\n"),
    ] {
        std::fs::write(folder.join(file), text).expect("a file can be written");
    }
    folder
});

/// Fails unless a command line is refused with a message and a help line that contain some texts.
#[track_caller]
fn refused(arguments: &[&str], input: &str, expected: &[&str]) {
    let (out, err, code) = napkin(&FILES, arguments, input);
    assert_eq!((out.as_str(), code), ("", Some(2)), "{arguments:?}");
    for text in expected {
        assert!(err.contains(text), "{arguments:?}: no `{text}` in\n{err}");
    }
}

#[test]
fn a_name_that_is_no_preset_gets_the_command_that_was_meant() {
    refused(&["run", "url", "shortner"], "", &["no preset `url shortner`", "did you mean `url-shortener`?"]);
    refused(&["run", "twiter"], "", &["did you mean `twitter` or `twitch`?"]);
    refused(&["run", "video"], "", &["`napkin presets video` finds `video-call`, `youtube`"]);
    refused(&["run", "unicorns"], "", &["`napkin presets` lists them"]);
    refused(&["run", "ok4"], "", &["for the file write `napkin run ok4.toml`"]);
    refused(&["run", "./ok4"], "", &["did you mean `napkin run ./ok4.toml`?"]);
    refused(&["run", "ok5.toml"], "", &["no file `ok5.toml`", "did you mean `ok4.toml`?"]);
    refused(&["run", "okk4"], "", &["for the file write `napkin run ok4.toml`"]);
    refused(&["check", "ok4"], "", &["for the file write `napkin check ok4.toml`"]);
    refused(&["explain", "ok4", "stored"], "", &["for the file write `napkin explain ok4.toml stored`"]);
    refused(&["ok4"], "", &["to run the model: `napkin run ok4.toml`"]);
    refused(&["eval", "ok4.toml"], "", &["to run the model: `napkin run ok4.toml`"]);
    assert_eq!(napkin(&FILES, &["eval", "2", "+", "2"], "").0, "4\n");
    refused(&["url", "shortener", "storage"], "", &["to run the model: `napkin run url-shortener storage`"]);
    refused(&["run", "100M users * 10"], "", &["for the expression write `napkin '100M users * 10'`"]);
    refused(&["new", "a.toml", "--from", "vidoe call"], "", &["did you mean `video-call`?"]);
    refused(&["presets", "twiter"], "", &["did you mean `twitter` or `twitch`?"]);
}

#[test]
fn a_script_is_no_model_and_a_model_is_no_script() {
    let script = "2 KB * 3\n";
    refused(&["run", "est.txt"], "", &["`est.txt` is a script, not a model", "`napkin < est.txt`"]);
    for command in ["run", "check", "explain"] {
        refused(&[command, "script.toml"], "", &["is a script, not a model", "`napkin < script.toml`"]);
        refused(&[command, "-"], script, &["standard input is a script, not a model"]);
    }
    refused(&["est.txt"], "", &["to evaluate the script: `napkin < ./est.txt`"]);
    let model = "[inputs]\nusers = \"1M users\"\n";
    refused(&[], model, &["standard input is a model, not a script", "to run it: `napkin run -`"]);
    // A model with a mistake is a model.
    refused(&["run", "broken.toml"], "", &["E0501"]);
    refused(&["run", "-"], "2 +\n", &["E0501"]);
}

/// The standard output of a command line that succeeds.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let (out, err, code) = napkin(&FILES, arguments, "");
    assert_eq!(code, Some(0), "{arguments:?}: {err}");
    out
}

#[test]
fn words_after_a_model_are_rows_and_headings() {
    let all = printed(&["run", "ok4.toml", "--quiet"]);
    assert_eq!(all, "stored 2000000000000\nsent 34.72222222222222\n");
    assert_eq!(printed(&["run", "ok4.toml", "stored", "--quiet"]), "stored 2000000000000\n");
    // A heading, in any case, an input, and both.
    assert_eq!(printed(&["run", "ok4.toml", "STORAGE", "--quiet"]), "stored 2000000000000\n");
    assert_eq!(
        printed(&["run", "ok4.toml", "users", "sent", "--quiet"]),
        "users 1000000\nsent 34.72222222222222\n"
    );
    assert_eq!(
        printed(&["run", "ok4.toml", "demand", "-q"]),
        "users 1000000\nsize 2000000\nemail 0.00003472222222222222\n"
    );
    assert_eq!(printed(&["run", "--show", "sent", "ok4.toml", "-q"]), "sent 34.72222222222222\n");
    assert_eq!(printed(&["run", "ok4.toml", "--show", "email", "-q"]), "email 0.00003472222222222222\n");
    assert_eq!(printed(&["run", "ok4.toml", "estimates", "-q"]), all);
    // The checks of a row are shown with it, and a check by its own name.
    let stored = printed(&["run", "ok4.toml", "stored"]);
    assert!(stored.contains("fits") && !stored.contains("busy") && !stored.contains("Assuming"), "{stored}");
    let busy = printed(&["run", "ok4.toml", "busy"]);
    assert!(busy.contains("busy") && !busy.contains("stored"), "{busy}");
    refused(
        &["run", "ok4.toml", "stord"],
        "",
        &["`ok4.toml` has no row or heading `stord`", "did you mean `stored`?"],
    );
    refused(&["run", "ok4.toml", "unicorn"], "", &["the headings are `storage`"]);
    // The first row after an option with an optional value is no model.
    let charts = printed(&["run", "--sensitivity", "twitter", "cost"]);
    assert!(charts.contains("\ncost ") && !charts.contains("\nstorage "), "{charts}");
}

#[test]
fn several_models_are_run_each_with_its_rows() {
    let both = printed(&["run", "ok4.toml", "stored", "url", "shortener", "key_space", "--quiet"]);
    assert_eq!(both, "stored 2000000000000\n\nkey_space 3521614606208\n");
    let csv = printed(&["run", "ok4.toml", "sent", "twitter", "dau", "--format", "csv"]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "model,section,name,value,unit,p5,p95,text");
    assert!(lines[1].starts_with("ok4.toml,estimates,sent,34.7"), "{csv}");
    assert!(lines.iter().any(|line| line.starts_with("twitter,estimates.traffic,dau,")), "{csv}");
    let markdown = printed(&["run", "ok4.toml", "sent", "twitter", "dau", "--format", "markdown"]);
    assert_eq!(markdown.lines().filter(|line| line.starts_with("# ")).count(), 2, "{markdown}");
    let (out, err, code) = napkin(&FILES, &["run", "ok4.toml", "stored", "chat", "nope"], "");
    assert_eq!(code, Some(2));
    assert!(out.contains("stored") && err.contains("`chat` has no row or heading `nope`"), "{out}{err}");
}

#[test]
fn a_word_that_is_a_row_and_a_preset_is_refused_with_both_ways() {
    refused(
        &["run", "ok4.toml", "email"],
        "",
        &[
            "`email` is a row of `ok4.toml` and a preset",
            "for the row write `napkin run ok4.toml --show email`",
            "for both models write `napkin run email ok4.toml`",
        ],
    );
    // Both ways work.
    assert!(printed(&["run", "ok4.toml", "--show", "email"]).contains("email"));
    assert!(printed(&["run", "email", "ok4.toml"]).contains("Email ·"));
}

#[test]
fn a_brief_report_has_twelve_lines_and_two_digits() {
    for preset in PRESETS {
        let out = printed(&["run", preset.name, "--brief"]);
        let lines: Vec<&str> = out.lines().collect();
        assert!((9..=12).contains(&lines.len()), "{out}");
        assert!(lines[0].starts_with(preset.title), "{out}");
        assert!(out.contains("\nChecks: ") && out.contains("\nCheck first: "), "{out}");
        for line in &lines[1..lines.len() - 2] {
            for word in line.split_whitespace().filter(|word| !word.contains("99.")) {
                let digits: String = word.chars().filter(char::is_ascii_digit).collect();
                let is_number = word.starts_with(|c: char| c.is_ascii_digit() || c == '$');
                let significant = digits.trim_start_matches('0').trim_end_matches('0');
                assert!(!is_number || significant.len() <= 2, "{}: `{word}` in {line}", preset.name);
            }
            assert!(line.chars().count() <= 80, "{line}");
        }
        let summary = preset.text.lines().find(|line| line.starts_with("summary")).expect("a summary");
        for name in summary.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            assert!(
                lines.iter().any(|line| line.trim_start().starts_with(&format!("{name} "))),
                "{name}: {out}"
            );
        }
    }
    let failing = printed(&["run", "twitter", "--brief", "--set", "users=20bn users"]);
    assert!(
        failing.contains("Checks: FAIL `storage_fits`: is ") && failing.lines().count() <= 12,
        "{failing}"
    );
    let markdown = printed(&["run", "twitter", "--brief", "--format", "markdown"]);
    assert!(markdown.contains("| `cost` | \\$9.2M/month | \\$3.9M to \\$22M/month |"), "{markdown}");
}

#[test]
fn commands_answer_to_other_words_and_to_several() {
    for (typed, called) in [
        (&["help"][..], &["--help"][..]),
        (&["help", "run"], &["run", "--help"]),
        (&["version"], &["--version"]),
        (&["preset"], &["presets"]),
        (&["preset", "url", "shortener"], &["presets", "url-shortener"]),
        (&["formula", "qps"], &["formulas", "qps"]),
        (&["cheats", "latency"], &["cheat", "latency"]),
        (&["formulas", "littles law"], &["formulas", "littles", "law"]),
    ] {
        assert_eq!(printed(typed), printed(called), "{typed:?}");
    }
    // These are expressions.
    for line in ["help = 3; help * 2", "version = 3; version * 2", "preset = 3; preset * 2"] {
        assert_eq!(printed(&[line]), "6\n");
    }
    assert_eq!(printed(&["preset", "=", "3;", "preset", "*", "2"]), "6\n");
    let found = printed(&["cheat", "ssd", "read"]);
    assert!(found.contains("latency.ssd_random_read") && !found.contains("hdd"), "{found}");
    let found = printed(&["formulas", "littles", "law"]);
    assert!(found.contains("concurrent_users") && !found.contains("qps"), "{found}");
    let found = printed(&["units", "data", "rate"]);
    assert!(found.contains("Gbps") && !found.contains("datacenter"), "{found}");
    refused(&["cheat", "units"], "", &["did you mean `napkin units`?"]);
    refused(&["cheat", "ssd", "nonsense"], "", &["there is no cheat sheet or number `ssd nonsense`"]);
}

#[test]
fn a_new_model_is_begun_from_a_preset_of_several_words() {
    let made = folder("new-words");
    for (file, words) in [
        ("a.toml", ["new", "a.toml", "--from", "url", "shortener"]),
        ("b.toml", ["new", "--from", "url", "shortener", "b.toml"]),
    ] {
        let _ = std::fs::remove_file(made.join(file));
        let (_, err, code) = napkin(&made, &words, "");
        assert_eq!(code, Some(0), "{err}");
        let text = std::fs::read_to_string(made.join(file)).expect("it was written");
        assert_eq!(text, presets::named("url-shortener").expect("a preset").text);
    }
    let (_, err, code) = napkin(&made, &["new", "c.toml", "url", "shortener"], "");
    assert!(code == Some(2) && err.contains("`napkin new c.toml --from 'url shortener'`"), "{err}");
}

#[test]
fn nothing_is_run_beside_a_word_that_names_nothing() {
    let (out, err, code) = napkin(&folder("not-a-row"), &["run", "twitter", "not", "netflix"], "");
    assert_eq!((out.as_str(), code), ("", Some(2)), "{err}");
    assert!(err.contains("`twitter` has no row or heading `not`"), "{err}");
}
