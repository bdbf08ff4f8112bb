//! Formats and options: the tables of docs/output.md are compared with the program.

use std::path::PathBuf;

use crate::command_line::{folder, napkin};
use crate::docs::{pages, read, root};

/// A command line for each option, on which it changes what is printed or the exit code. What follows the option is its
/// value.
const OPTIONS: [(&str, &[&str]); 58] = [
    ("--actual", &["check", "feed.toml", "--actual", "measured.json"]),
    ("--again", &["practice", "--again"]),
    // An error, since there is no such revision.
    ("--against", &["check", "over.toml", "--against", "no-such-revision"]),
    ("--all", &["run", "feed.toml", "--sensitivity", "--all"]),
    ("--all-scenarios", &["run", "scenes.toml", "--all-scenarios"]),
    ("--allow-empty", &["check", "bare.toml", "--allow-empty"]),
    ("--brief", &["run", "feed.toml", "--brief"]),
    ("--cards", &["practice", "--seed", "7", "--cards", "latency"]),
    ("--classic", &["cheat", "latency", "--classic"]),
    // An error, since the results of most formats have no colors.
    ("--color", &["run", "missing.toml", "--color", "always"]),
    ("--confidence", &["check", "plain.toml", "--confidence", "90%"]),
    ("--count", &["practice", "--seed", "7", "--count", "3"]),
    ("--deny-warnings", &["check", "doubtful.toml", "--deny-warnings"]),
    ("--digits", &["run", "feed.toml", "--digits", "2"]),
    ("--error", &["explain", "--error", "E0603"]),
    ("--every", &["project", "growing.toml", "--for", "2 years", "--every", "2 months"]),
    ("--exit-code", &["diff", "bare.toml", "feed.toml", "--exit-code"]),
    ("--fail-on", &["diff", "under.toml", "over2.toml", "--fail-on", "breaks"]),
    ("--fail-outside", &["check", "feed.toml", "--actual", "measured.json", "--fail-outside"]),
    ("--fix", &["review", "notes.md", "--fix"]),
    ("--for", &["check", "growing.toml", "--for", "2 years"]),
    ("--forget", &["practice", "--forget"]),
    ("--from", &["new", "draft.toml", "--from", "chat"]),
    ("--histogram", &["run", "feed.toml", "--histogram"]),
    ("--history", &["practice", "--history"]),
    ("--inputs", &["run", "feed.toml", "--inputs"]),
    ("--interval", &["practice", "--seed", "7", "--level", "3", "--timed", "60", "--interval"]),
    ("--level", &["practice", "--seed", "7", "--level", "3"]),
    ("--list", &["practice", "--list"]),
    ("--mental", &["explain", "feed.toml", "--mental"]),
    ("--minutes", &["interview", "chat", "--minutes", "20"]),
    ("--no-fail", &["check", "over.toml", "--no-fail"]),
    ("--no-history", &["practice", "--seed", "7", "--no-history"]),
    ("--output", &["check", "over.toml", "--output", "junit=none/checks.xml"]),
    ("--plain", &["run", "feed.toml", "--plain"]),
    ("--point", &["run", "wide.toml", "--point"]),
    ("--quiet", &["run", "feed.toml", "--quiet"]),
    ("--root", &["mcp", "--root", "none"]),
    ("--samples", &["run", "wide.toml", "--samples", "4090"]),
    ("--save", &["interview", "chat", "--save", "none.toml"]),
    ("--scenario", &["run", "scenes.toml", "--scenario", "launch"]),
    ("--seed", &["run", "wide.toml", "--seed", "1"]),
    ("--sensitivity", &["run", "feed.toml", "--sensitivity"]),
    ("--set", &["run", "feed.toml", "--set", "stored=1 TB"]),
    ("--set-file", &["run", "scenes.toml", "--set-file", "values.json"]),
    ("--show", &["run", "feed.toml", "--show", "copies"]),
    ("--stats", &["practice", "--stats"]),
    ("--steps", &["sweep", "feed.toml", "--vary", "stored = 1..5 TB", "--steps", "3"]),
    ("--starting", &["project", "growing.toml", "--for", "2 years", "--starting", "2026-12"]),
    ("--strict", &["check", "close.toml", "--strict"]),
    // An error, since there is no job of GitHub.
    ("--summary", &["check", "over.toml", "--summary"]),
    ("--tables", &["run", "rows.toml", "--tables"]),
    ("--timed", &["practice", "--seed", "7", "--timed", "60"]),
    ("--timeout", &["mcp", "--timeout", "9"]),
    ("--topic", &["practice", "--seed", "7", "--topic", "cache"]),
    ("--until", &["solve", "feed.toml", "--vary", "stored", "--until", "copies <= 9 PB"]),
    ("--vary", &["sweep", "feed.toml", "--vary", "stored = 1..5 TB"]),
    ("--verbose", &["review", "notes.md", "--verbose"]),
];

/// Command lines for the formats of findings, which `run` refuses.
const CHECKS: [(&str, &[&str]); 9] = [
    ("--all-scenarios", &["check", "over.toml", "--all-scenarios"]),
    ("--confidence", &["check", "plain.toml", "--confidence", "99.9%"]),
    ("--digits", &["check", "over.toml", "--digits", "2"]),
    ("--for", &["check", "growing.toml", "--for", "2 years"]),
    ("--samples", &["check", "over.toml", "--digits", "17", "--samples", "4090"]),
    ("--scenario", &["check", "over.toml", "--scenario", "launch"]),
    ("--seed", &["check", "over.toml", "--digits", "17", "--seed", "1"]),
    ("--set", &["check", "over.toml", "--set", "small=7 TB"]),
    ("--set-file", &["check", "over.toml", "--set-file", "small.json"]),
];

/// The formats of findings.
const FINDINGS: [&str; 3] = ["github", "sarif", "junit"];

/// A command line for each command. The second table of the page has those that refuse a format.
const COMMANDS: [(&str, &[&str]); 22] = [
    ("EXPRESSION", &["2 + 2"]),
    ("run MODEL", &["run", "feed.toml"]),
    ("check MODEL", &["check", "feed.toml"]),
    ("project MODEL", &["project", "growing.toml", "--for", "2 years"]),
    ("diff OLD NEW", &["diff", "bare.toml", "feed.toml"]),
    ("review FILE", &["review", "notes.md"]),
    ("solve MODEL", &["solve", "feed.toml", "--vary", "stored", "--until", "copies <= 9 PB"]),
    ("sweep MODEL", &["sweep", "feed.toml", "--vary", "stored = 1..5 TB"]),
    ("explain MODEL", &["explain", "feed.toml"]),
    ("cheat", &["cheat"]),
    ("formulas", &["formulas"]),
    ("presets", &["presets"]),
    ("interview PRESET", &["interview", "chat"]),
    ("practice", &["practice", "--seed", "7"]),
    ("units", &["units"]),
    ("presets NAME", &["presets", "chat"]),
    ("presets WORD", &["presets", "video"]),
    ("new FILE", &["new", "draft.toml"]),
    ("completions SHELL", &["completions", "zsh"]),
    ("mcp", &["mcp"]),
    ("man", &["man"]),
    ("schema", &["schema"]),
];

/// The files of a folder beside `feed.toml`: claims, no checks, a warning, a check near its limit, and values whose digits
/// depend on the samples.
const FILES: [(&str, &str); 15] = [
    (
        "growing.toml",
        "[inputs]\nstored = { value = \"5 to 8 TB\", growth = \"40%/year\" }\n[estimates]\n\
         copies = \"stored * 3\"\n[checks]\nfits = \"p95(stored) <= 9 TB\"\n",
    ),
    (
        "plain.toml",
        "confidence = \"95%\"\n[inputs]\nstored = \"100 to 400 TB\"\n[checks]\nfits = \"stored <= 390 TB\"\n",
    ),
    (
        "over.toml",
        "[inputs]\nsmall = \"1 to 1000 GB\"\nother = \"20 to 300 GB\"\n[checks]\n\
         fits = \"p95(small + other) <= 100 GB\"\n[scenarios.launch]\nsmall = \"2 to 3000 GB\"\n",
    ),
    ("over2.toml", "[inputs]\nsmall = \"1 to 1000 GB\"\n[checks]\nfits = \"p95(small) <= 100 GB\"\n"),
    ("under.toml", "[inputs]\nsmall = \"1 to 10 GB\"\n[checks]\nfits = \"p95(small) <= 100 GB\"\n"),
    ("small.json", "{\"small\": \"7 TB\"}"),
    ("values.json", "{\"stored\": \"7 TB\"}"),
    (
        "scenes.toml",
        "[inputs]\nstored = \"5 TB\"\n[estimates]\ncopies = \"stored * 3\"\n\
         [scenarios.launch]\nstored = \"9 TB\"\n",
    ),
    ("measured.json", "{\"copies\": \"5 PB\"}"),
    (
        "wide.toml",
        "[inputs]\nsmall = \"1 to 1000 GB\"\nother = \"20 to 300 GB\"\n[estimates]\n\
         most = \"max(small, other)\"\ncopies = \"most + small * 3\"\n",
    ),
    (
        "rows.toml",
        "[tables.plan]\na = { price = \"$5\" }\nb = { price = \"$6\" }\n[tables.plan.columns]\n\
         year = \"price * 12\"\n[tables.part]\nc = { size = \"1 GB\" }\n[estimates]\n\
         best = \"argmin(plan.year)\"\nall = \"sum(part.size)\"\n",
    ),
    ("notes.md", "60M emails × $0.001 = $60\n\n5 racks × unknown = 7 servers\n"),
    ("bare.toml", "[inputs]\nstored = \"5 TB\"\n"),
    (
        "doubtful.toml",
        "[inputs]\nstored = \"5 TB\"\n[checks]\nsmall = { check = \"stored < 1 TB\", level = \"warn\" }\n",
    ),
    (
        "close.toml",
        "[inputs]\nphotos = \"1 to 4 TB\"\nvideos = \"2 to 4 TB\"\n[estimates]\nstored = \"photos + videos\"\n\
         [checks]\nfits = \"P(stored <= 7.15 TB) >= 95%\"\n",
    ),
];

/// An empty folder but for the models of this test.
fn models(name: &str) -> PathBuf {
    let made = folder(name);
    std::fs::remove_dir_all(&made).expect("the folder can be removed");
    let made = folder(name);
    for (file, text) in FILES {
        std::fs::write(made.join(file), text).expect("a file can be written");
    }
    made
}

/// The formats in the first row of a table, and its rows: the first cell, and the decisions.
fn table(title: &str) -> (Vec<String>, Vec<(String, Vec<String>)>) {
    let page = read(&root().join("docs/output.md"));
    let cells = |line: &str| {
        let mut cells = line.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('`', ""));
        let first = cells.next().expect("a row has cells");
        (first, cells.collect::<Vec<_>>())
    };
    let start = format!("| {title} |");
    let mut lines =
        page.lines().skip_while(|line| !line.starts_with(&start)).take_while(|line| !line.is_empty());
    let (_, formats) = cells(lines.next().expect("the table is there"));
    (formats, lines.skip(1).map(cells).collect())
}

/// Runs a command line in each format and compares the results with a row.
#[track_caller]
fn check<'a>(name: &str, arguments: impl Fn(&str) -> &'a [&'a str], formats: &[String], cells: &[String]) {
    for (format, cell) in formats.iter().zip(cells) {
        let folder = models(name);
        let arguments = [arguments(format), &["--format", format]].concat();
        let (out, err, code) = napkin(&folder, &arguments, "");
        let printed = format!("{out}{err}");
        let refused = printed.contains("E0601");
        assert_eq!(refused, cell == "refused", "{arguments:?}: {printed}");
        if !refused {
            assert!(code != Some(2) || printed.contains("E0602"), "{arguments:?}: {printed}");
            continue;
        }
        assert_eq!(code, Some(2), "{arguments:?}");
        // The suggested command lines are accepted: of the formats of the option those that have a form for the document.
        let offered: Vec<&String> =
            formats.iter().filter(|other| printed.contains(&format!("--format {other}`"))).collect();
        for (other, cell) in formats.iter().zip(cells).filter(|(other, _)| offered.contains(other)) {
            assert_ne!(cell, "refused", "{other}: {printed}");
        }
        let other = offered.last().unwrap_or_else(|| panic!("{arguments:?} offers nothing: {printed}"));
        let [rest @ .., _] = arguments.as_slice() else { panic!("{arguments:?}") };
        let (out, err, _) = napkin(&folder, &[rest, &[other.as_str()]].concat(), "");
        assert!(!format!("{out}{err}").contains("E0601"), "{rest:?} {other}: {out}{err}");
    }
}

/// This file, as messages name it.
const HERE: &str = "tests/suite/output.rs";

/// The command line of an option in a format.
#[track_caller]
fn arguments_of(option: &str, format: &str) -> &'static [&'static str] {
    if let Some((_, arguments)) = CHECKS.iter().find(|(of, _)| *of == option && FINDINGS.contains(&format)) {
        return arguments;
    }
    let found = OPTIONS.iter().find(|(known, _)| *known == option);
    found.unwrap_or_else(|| panic!("{HERE}: OPTIONS has no command line for {option}")).1
}

#[test]
fn options_are_accepted_or_refused_as_the_page_says() {
    let (formats, rows) = table("option");
    assert_eq!(
        rows.len(),
        OPTIONS.len(),
        "{HERE}: OPTIONS has a command line for each row of docs/output.md"
    );
    for (option, cells) in rows {
        check("options", |format| arguments_of(&option, format), &formats, &cells);
    }
}

#[test]
fn commands_that_print_text_refuse_formats_as_the_page_says() {
    let (formats, rows) = table("command");
    for (command, _) in &rows {
        let known = COMMANDS.iter().any(|(known, _)| known == command);
        assert!(known, "{HERE}: COMMANDS has no command line for `{command}` of docs/output.md");
    }
    for (command, arguments) in COMMANDS {
        let row = rows.iter().find(|(of, _)| of == command);
        // A command that is not in the table has every format.
        let cells = row.map_or_else(|| vec!["yes".to_owned(); formats.len()], |(_, cells)| cells.clone());
        check("commands", |_| arguments, &formats, &cells);
    }
}

#[test]
fn every_command_and_every_format_is_in_these_tables() {
    let (help, ..) = napkin(root(), &["--help"], "");
    let listed =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: Vec<&str> = listed
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(listed.len() > 5, "{help}");
    for command in listed.iter().filter(|command| **command != "help") {
        let known = COMMANDS.iter().any(|(known, _)| known.split(' ').next() == Some(command));
        assert!(known, "{HERE}: COMMANDS has no command line for `napkin {command}`");
    }
    let (refused, ..) = napkin(root(), &["2", "--format", "none", "--json"], "");
    let (_, values) = refused.split_once("[possible values: ").unwrap_or_else(|| panic!("{refused}"));
    let values: Vec<&str> = values.split(']').next().unwrap_or_default().split(", ").collect();
    assert_eq!(table("option").0, values, "docs/output.md: the columns of the table of options");
    assert_eq!(table("command").0, values, "docs/output.md: the columns of the table of commands");
    let described: Vec<String> = table("format").1.into_iter().map(|(name, _)| name).collect();
    assert_eq!(described, values, "docs/output.md: the rows of the table of formats");
    let list = format!("`--format {}`", values.join("|"));
    assert!(read(&root().join("README.md")).contains(&list), "README.md has no {list}");
}

#[test]
fn an_option_changes_what_every_format_prints_that_supports_it() {
    let (formats, rows) = table("option");
    // Strips are drawn on a terminal, where `streams` looks at them, `mcp` has slow calls, and what is kept is not
    // printed.
    let elsewhere = |option: &str| ["--no-history", "--plain", "--timeout"].contains(&option);
    for (option, cells) in rows.iter().filter(|(option, _)| !elsewhere(option)) {
        for (format, _) in formats.iter().zip(cells).filter(|(_, cell)| *cell == "yes") {
            let arguments = arguments_of(option, format);
            let at =
                arguments.iter().position(|word| word == option).expect("the option is in its command line");
            let without = [&arguments[..at], arguments.get(at + 2..).unwrap_or_default()].concat();
            let printed = |arguments: &[&str]| {
                let folder = models("changes");
                let printed = napkin(&folder, &[arguments, &["--format", format]].concat(), "");
                (printed, std::fs::read_to_string(folder.join("draft.toml")).ok())
            };
            assert_ne!(
                printed(arguments),
                printed(&without),
                "{option} changes nothing in {format}: say `No` for it in OPTIONS of src/cli/formats/mod.rs, or give \
                 it a command line in {HERE} on which it does"
            );
        }
    }
}

#[test]
fn options_that_exclude_each_other_are_refused() {
    let folder = folder("conflicts");
    let page = read(&root().join("docs/output.md"));
    let rows: Vec<&str> =
        page.lines().filter(|line| line.starts_with("| `--") && line.contains("` `--")).collect();
    assert!(!rows.is_empty());
    for row in rows {
        let pair: Vec<&str> = row.split('`').filter(|word| word.starts_with("--")).collect();
        let value = |option: &str| match option {
            "--digits" | "--seed" => Some("3"),
            "--samples" => Some("20000"),
            _ => None,
        };
        let options = pair.iter().flat_map(|&option| [option].into_iter().chain(value(option)));
        let arguments: Vec<&str> = ["run", "feed.toml"].into_iter().chain(options).collect();
        let (out, err, code) = napkin(&folder, &arguments, "");
        assert_eq!((out.as_str(), code), ("", Some(2)), "{arguments:?}");
        assert!(pair.iter().all(|option| err.contains(option)), "{err}");
    }
}

/// The manual page names every command and every option.
#[test]
fn every_command_has_an_example_and_every_option_is_documented() {
    let (man, ..) = napkin(root(), &["man"], "");
    let man = man.replace("\\-", "-");
    let pages: String = pages().iter().map(|page| read(page)).collect();
    let commands: Vec<&str> =
        man.lines().filter_map(|line| line.strip_prefix(".SS \"napkin ")?.strip_suffix('"')).collect();
    assert!(commands.len() > 5, "{commands:?}");
    for command in commands {
        assert!(
            pages.contains(&format!("\n$ napkin {command}")),
            "`napkin {command}` has no example in the pages"
        );
    }
    let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
    let options = man.split("--").skip(1).map(|text| text.split(|c| !is_name(c)).next().unwrap_or_default());
    let options: Vec<&str> = options.filter(|option| !["", "help", "version"].contains(option)).collect();
    assert!(options.contains(&"deny-warnings"), "{options:?}");
    for option in options {
        assert!(pages.contains(&format!("--{option}")), "`--{option}` is in no page");
    }
}
