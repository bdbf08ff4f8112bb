//! Text from anywhere in every format: it reads as it was written, and does nothing else.

use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use crate::command_line::{folder, napkin};

/// Characters that steer a terminal, change the direction of writing, or cannot be seen.
const HIDDEN: [char; 22] = [
    '\u{1b}',
    '\u{8}',
    '\u{7f}',
    '\u{85}',
    '\u{9b}',
    '\u{ad}',
    '\u{61c}',
    '\u{180e}',
    '\u{200b}',
    '\u{200d}',
    '\u{200e}',
    '\u{2028}',
    '\u{2029}',
    '\u{202e}',
    '\u{2066}',
    '\u{3164}',
    '\u{e000}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{fff9}',
    '\u{1d173}',
    '\u{e0041}',
];

/// A model with a text in each place that takes one, written as a TOML string.
fn model(text: &str) -> String {
    let text = serde_json::to_string(text).expect("a text").replace('\u{7f}', "\\u007f");
    format!(
        "title = {text}\n[inputs]\nusers = {{ value = \"1M to 2M users\", note = {text}, source = {text} }}\n\
         [estimates]\na = {{ formula = \"users * 2\", note = {text} }}\n\
         [checks]\nc = {{ check = \"p95(a) < 1M users\", note = {text} }}\n"
    )
}

fn write(folder: &Path, text: &str) {
    std::fs::write(folder.join("m.toml"), text).expect("a file can be written");
}

#[test]
fn what_cannot_be_seen_is_never_printed() {
    let folder = folder("hidden");
    for hidden in HIDDEN {
        write(&folder, &model(&format!("a{hidden}b")));
        std::fs::write(folder.join("bad.toml"), format!("title = \"x\"\n[inputs]\na{hidden} = 3\n"))
            .expect("a file");
        let word = format!("z{hidden}z");
        let option = format!("--z{hidden}");
        let expression = format!("10 us{hidden}ers * 3 +");
        let new = format!("new{hidden}.toml");
        let _ = std::fs::remove_file(folder.join(&new));
        for arguments in [
            &["run", "m.toml", "--inputs"][..],
            &["check", "m.toml"],
            &["explain", "m.toml"],
            &["explain", "m.toml", "--mental"],
            &["run", "bad.toml"],
            &["run", &word],
            &["run", "m.toml", "--set", "users=3", "--sensitivity", &word],
            &["new", &new],
            &["cheat", &word],
            &["units", &word],
            &["--digits", &word, "1"],
            &[&option, "1"],
            &[&expression],
        ] {
            let formats = if arguments.contains(&"m.toml") {
                &["table", "json", "csv", "markdown"][..]
            } else {
                &["table", "json"]
            };
            for format in formats {
                let (out, err, _) = napkin(&folder, &[arguments, &["--format", format]].concat(), "");
                assert!(
                    !out.contains(hidden) && !err.contains(hidden),
                    "{hidden:?} {arguments:?} {format}: {out}{err}"
                );
            }
        }
        let (out, ..) = napkin(&folder, &["run", "m.toml", "--json"], "");
        let object: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(object["title"], format!("a{hidden}b"), "{out}");
    }
}

#[test]
fn a_style_in_a_text_is_no_style() {
    let folder = folder("styles");
    write(&folder, &model("\u{1b}[31mred"));
    let option = "--\u{1b}[31mred";
    for arguments in [&["run", "m.toml", "--inputs"][..], &["check", "m.toml"], &["1", option]] {
        let (out, err, _) = napkin(&folder, &[arguments, &["--color", "always"]].concat(), "");
        let printed = out + &err;
        assert!(printed.contains("␛[31mred") && !printed.contains("\u{1b}[31mred"), "{printed}");
    }
}

/// Marks count what a terminal shows: an invisible character stands for itself, and a wide one takes two columns.
#[test]
fn marks_are_below_what_they_mark() {
    let folder = folder("marks");
    write(
        &folder,
        "[inputs]\nx = \"3 GB\"\n[estimates]\ny = { note = \"世\u{9b}界\", formula = \"xx * 3\" }\n",
    );
    let (_, err, _) = napkin(&folder, &["run", "m.toml"], "");
    let lines: Vec<&str> = err.lines().collect();
    let column = |text: &str, part: &str| {
        let before = text.split(part).next().expect("a part");
        unicode_width::UnicodeWidthStr::width(before)
    };
    let at = lines.iter().position(|line| line.contains("formula")).expect("an excerpt");
    assert_eq!(column(lines[at], "xx"), column(lines[at + 1], "^"), "{err}");
    let at = lines.iter().rposition(|line| line.contains("formula")).expect("a fix");
    assert_eq!(column(lines[at], "x * 3"), column(lines[at + 1], "~"), "{err}");
}

/// Texts that Markdown would read as something else.
const MARKUP: [&str; 48] = [
    "# h",
    "- a",
    "+ a",
    "* a",
    "> q",
    "1. x",
    "12) y",
    "~~~",
    "```",
    "---",
    "***",
    "___",
    "===",
    "    code",
    "\tcode",
    "[x]: http://a.b",
    "[t](javascript:alert(1))",
    "![](http://x.y/z.png)",
    "<script>a</script>",
    "<b>x</b>",
    "<http://a.b>",
    "&lt;b&gt; &#35;",
    "a | b | c",
    "|---|",
    "*em* **st** _u_ __v__",
    "~~del~~",
    "a \\ b \\| c",
    "x\\",
    "`code` <b> `y`",
    "``a``` b",
    "$x$ $$y$$",
    "a\n\n# next",
    "a\n---",
    "a\n- b",
    "- [ ] task",
    "[^1]: note",
    "`",
    "``",
    "a`\\|b",
    "C#",
    "# #",
    "<!-- x",
    "<?php",
    "]]>",
    "[a][b]",
    "x<br>y",
    "a  \nb",
    "-5 GB",
];

/// All that a reader of Markdown may know, but for marks that only look better.
fn dialect() -> Options {
    Options::all() - Options::ENABLE_SMART_PUNCTUATION
}

/// The parts of a text in Markdown, without the words.
fn shape(markdown: &str) -> Vec<String> {
    let parts = Parser::new_ext(markdown, dialect()).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level.to_string()),
        Event::Start(tag) => Some(format!("{tag:?}").split(['(', ' ']).next().unwrap_or_default().to_owned()),
        Event::End(TagEnd::Table) => Some("end".to_owned()),
        Event::Text(_) | Event::End(_) | Event::Code(_) => None,
        other => Some(format!("{other:?}")),
    });
    parts.collect()
}

/// The words of a text in Markdown: those of each block or cell.
fn words(markdown: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for event in Parser::new_ext(markdown, dialect()) {
        match event {
            Event::Text(text) | Event::Code(text) => words.last_mut().expect("one").push_str(&text),
            Event::End(_) => words.push(String::new()),
            _ => {}
        }
    }
    words
}

#[test]
fn markdown_shows_foreign_text_as_it_was_written() {
    let folder = folder("markup");
    let commands = [
        &["run", "m.toml", "--inputs", "--histogram", "--sensitivity"][..],
        &["check", "m.toml"],
        &["explain", "m.toml"],
        &["explain", "m.toml", "--mental"],
    ];
    let printed = |text: &str| {
        write(&folder, &model(text));
        commands.map(|arguments| napkin(&folder, &[arguments, &["--format", "markdown"]].concat(), "").0)
    };
    let plain = printed("plain").map(|markdown| shape(&markdown));
    for text in MARKUP {
        let on_one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (markdown, plain) in printed(text).iter().zip(&plain) {
            assert_eq!(&shape(markdown), plain, "{text:?}: {markdown}");
            let found = words(markdown).iter().filter(|words| words.contains(&on_one_line)).count();
            assert!(found > 0, "{text:?}: {markdown}");
        }
    }
}

#[test]
fn web_addresses_of_a_model_are_no_links() {
    let folder = folder("addresses");
    for text in
        ["http://a.example", "https://a.example", "www.a.example", "a@b.example", "mailto:a@b.example"]
    {
        write(&folder, &model(text));
        let (out, ..) = napkin(&folder, &["run", "m.toml", "--format", "markdown"], "");
        assert!(out.contains('\\') && !out.contains(text), "{out}");
    }
}

#[test]
fn a_failed_check_says_in_markdown_why_it_is_there() {
    let folder = folder("check_note");
    write(&folder, &model("the disks are this large"));
    let (out, _, code) = napkin(&folder, &["check", "m.toml", "--format", "markdown"], "");
    assert!(code == Some(1) && out.contains("| the disks are this large |"), "{out}");
}

#[test]
fn a_spreadsheet_computes_no_text() {
    let folder = folder("formulas");
    let model = "[inputs]\ncost = \"$3\"\n[estimates]\nloss = \"cost - $5\"\n";
    write(&folder, model);
    let (out, ..) = napkin(&folder, &["run", "m.toml", "--format", "csv"], "");
    assert_eq!(out.lines().nth(1), Some("estimates,loss,-2,$,,,'-$2"), "{out}");
    let (out, ..) = napkin(&folder, &["=1+1", "--format", "csv"], "");
    assert!(!out.lines().any(|line| line.starts_with('=')), "{out}");
}
