//! Formats and options: the tables of docs/output.md are compared with the program.

use crate::command_line::{folder, napkin};
use crate::docs::{pages, read, root};

/// A command line for each option.
const OPTIONS: [(&str, &[&str]); 17] = [
    ("--allow-empty", &["check", "feed.toml", "--allow-empty"]),
    ("--classic", &["cheat", "--classic"]),
    ("--color", &["run", "feed.toml", "--color", "always"]),
    ("--deny-warnings", &["check", "feed.toml", "--deny-warnings"]),
    ("--digits", &["run", "feed.toml", "--digits", "2"]),
    ("--error", &["explain", "--error", "E0603"]),
    // The file exists, which is an error of its own.
    ("--from", &["new", "feed.toml", "--from", "chat"]),
    ("--histogram", &["run", "feed.toml", "--histogram"]),
    ("--inputs", &["run", "feed.toml", "--inputs"]),
    ("--mental", &["explain", "feed.toml", "--mental"]),
    ("--point", &["run", "feed.toml", "--point"]),
    ("--quiet", &["run", "feed.toml", "--quiet"]),
    ("--samples", &["run", "feed.toml", "--samples", "20000"]),
    ("--seed", &["run", "feed.toml", "--seed", "1"]),
    ("--sensitivity", &["run", "feed.toml", "--sensitivity"]),
    ("--set", &["run", "feed.toml", "--set", "stored=1 TB"]),
    ("--strict", &["check", "feed.toml", "--strict"]),
];

/// A command line for each command of the second table.
const COMMANDS: [(&str, &[&str]); 4] = [
    ("presets NAME", &["presets", "chat"]),
    ("new FILE", &["new", "feed.toml"]),
    ("completions SHELL", &["completions", "zsh"]),
    ("man", &["man"]),
];

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
fn check(arguments: &[&str], formats: &[String], cells: &[String]) {
    let folder = folder("output");
    for (format, cell) in formats.iter().zip(cells) {
        let arguments = [arguments, &["--format", format]].concat();
        let (out, err, code) = napkin(&folder, &arguments, "");
        let printed = format!("{out}{err}");
        let refused = printed.contains("E0601");
        assert_eq!(refused, cell == "refused", "{arguments:?}: {printed}");
        if !refused {
            assert!(code != Some(2) || printed.contains("E0602"), "{arguments:?}: {printed}");
            continue;
        }
        assert_eq!(code, Some(2), "{arguments:?}");
        // The suggested command line is accepted.
        for (other, cell) in formats.iter().zip(cells) {
            assert_eq!(printed.contains(&format!("--format {other}`")), cell != "refused", "{printed}");
        }
    }
}

#[test]
fn options_are_accepted_or_refused_as_the_page_says() {
    let (formats, rows) = table("option");
    assert_eq!(rows.len(), OPTIONS.len());
    for (option, cells) in rows {
        let found = OPTIONS.iter().find(|(known, _)| *known == option);
        let (_, arguments) = found.unwrap_or_else(|| panic!("{option} has no command line in this test"));
        check(arguments, &formats, &cells);
    }
}

#[test]
fn commands_that_print_text_refuse_formats_as_the_page_says() {
    let (formats, rows) = table("command");
    assert_eq!(rows.len(), COMMANDS.len());
    for (command, cells) in rows {
        let found = COMMANDS.iter().find(|(known, _)| *known == command);
        let (_, arguments) = found.unwrap_or_else(|| panic!("{command} has no command line in this test"));
        check(arguments, &formats, &cells);
    }
}

#[test]
fn an_option_that_changes_the_output_changes_it_in_every_format() {
    let folder = folder("changes");
    let (formats, rows) = table("option");
    for option in
        ["--digits", "--histogram", "--inputs", "--mental", "--point", "--quiet", "--sensitivity", "--set"]
    {
        let (_, arguments) = OPTIONS.iter().find(|(known, _)| *known == option).expect("it is there");
        let (_, cells) = rows.iter().find(|(known, _)| *known == option).expect("it is there");
        for format in formats.iter().zip(cells).filter(|(_, cell)| *cell == "yes").map(|(format, _)| format) {
            let with = [arguments, &["--format", format][..]].concat();
            let without = [&arguments[..2], &["--format", format]].concat();
            assert_ne!(napkin(&folder, &with, "").0, napkin(&folder, &without, "").0, "{with:?}");
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
        let options =
            pair.iter().flat_map(|&option| [option].into_iter().chain((option == "--digits").then_some("3")));
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
