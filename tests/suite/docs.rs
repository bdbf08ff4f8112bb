//! README.md and docs/ are compared with the program.
//!
//! Every console example is run, with the files that the page itself shows; every script is
//! evaluated; and the output as JSON fits its schema.
//!
//! `TRYCMD=overwrite cargo test console_examples` puts the present output into the pages. It
//! also fills in what `[..]` left out, so read the difference before you keep it. A page that is
//! generated is left to its own test.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::codes;
use crate::schema::problems;

const NAPKIN: &str = env!("CARGO_BIN_EXE_napkin");

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).expect("there is a folder docs");
    let docs = docs.map(|entry| entry.expect("docs can be listed").path());
    let mut pages: Vec<PathBuf> =
        docs.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

/// The code blocks of a page: the info string and the lines.
pub fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => open = Some((kind.to_owned(), String::new())),
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some((_, text)), _) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// The files that a page shows: blocks of TOML that begin with `# NAME.toml`, of Markdown that begin with
/// `<!-- NAME.md -->`.
fn files(page: &str) -> Vec<(String, String)> {
    let named = |(kind, text): (String, String)| {
        let first = text.lines().next()?;
        let name = match kind.as_str() {
            "toml" => first.strip_prefix("# ").filter(|name| name.ends_with(".toml"))?.to_owned(),
            "markdown" => first.strip_prefix("<!-- ")?.strip_suffix(" -->")?.to_owned(),
            _ => return None,
        };
        Some((name, text))
    };
    blocks(page).into_iter().filter_map(named).collect()
}

/// A folder that is empty but for the files that a page shows.
fn folder(name: &str, page: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    for (name, text) in files(page) {
        let file = folder.join(&name);
        assert!(!file.exists(), "the page shows `{name}` twice");
        fs::create_dir_all(file.parent().expect("it is in a folder")).expect("a folder can be made");
        fs::write(file, text).expect("a file can be written");
    }
    folder
}

/// Starts the program in a folder.
pub fn start(folder: &Path, arguments: &[impl AsRef<std::ffi::OsStr>]) -> Child {
    Command::new(NAPKIN)
        .args(arguments)
        .current_dir(folder)
        // Nothing is kept in the folder of the person who runs the tests.
        .env("NAPKIN_DATA_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("data"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("napkin can be started")
}

/// Runs the program in a folder.
pub fn run(folder: &Path, arguments: &[String], input: &str) -> Output {
    let mut child = start(folder, arguments);
    // It may end without reading its input.
    let _ = child.stdin.take().expect("it has an input").write_all(input.as_bytes());
    child.wait_with_output().expect("napkin ends")
}

/// The arguments of a command line.
pub fn words(command: &str) -> Vec<String> {
    let words = command.split_once(' ').map_or("", |(_, words)| words);
    split(words).unwrap_or_else(|| panic!("a quote is open in `{command}`"))
}

/// Splits a command line as a shell does, at spaces outside single quotes.
fn split(text: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for c in text.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (!quoted).then_some(words)
}

#[test]
fn console_examples() {
    // The pages are copied so that each finds its files beside it, as trycmd wants it.
    let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    let _ = fs::remove_dir_all(&copies);
    let mut copied = Vec::new();
    for page in pages() {
        let text = read(&page);
        let copy = copies.join(page.file_name().expect("a page has a name"));
        folder(&format!("pages/{}", copy.with_extension("in").file_name().unwrap().display()), &text);
        fs::write(&copy, text).expect("a page can be copied");
        copied.push((page, copy));
    }
    let cases = trycmd::TestCases::new();
    cases
        .register_bin("napkin", PathBuf::from(NAPKIN))
        .env("NO_COLOR", "1")
        .env("NAPKIN_DATA_DIR", "no-answers")
        .case(copies.join("*.md"));
    let outcome = std::panic::catch_unwind(|| cases.run());
    if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
        for (page, copy) in copied.iter().filter(|(page, _)| !page.ends_with(codes::PAGE)) {
            fs::copy(copy, page).expect("a page can be written");
        }
    }
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// A `napkin` block is a script; the `text` block after it is its output.
#[test]
fn scripts() {
    for page in pages() {
        let text = read(&page);
        let folder = folder(&format!("scripts-{}", page.file_stem().unwrap().display()), &text);
        for pair in blocks(&text).windows(2) {
            let [(kind, script), (kind_of_next, expected)] = pair else { continue };
            if kind != "napkin" {
                continue;
            }
            assert_eq!(kind_of_next, "text", "the output follows the script\n{script}");
            let output = run(&folder, &[], script);
            let printed = [output.stdout, output.stderr].concat();
            assert_eq!(String::from_utf8_lossy(&printed), *expected, "{script}");
        }
    }
}

/// A section of docs/language.md.
fn section_of_the_language(title: &str) -> String {
    let page = read(&root().join("docs/language.md"));
    let mut sections = page.split("\n## ");
    sections.find(|section| section.starts_with(title)).expect("the section").to_owned()
}

/// The table of expressions that are refused, with the suggested alternatives.
#[test]
fn refused_readings() {
    let section = section_of_the_language("Rejected input");
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(rows.len() > 20, "the table is there");
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [input, _, ways_out] = cells.as_slice() else { panic!("three cells: {row}") };
        let is_accepted =
            |text: &str| napkin::evaluate("<input>", text, 4, &napkin::Settings::default()).is_ok();
        let codes = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        for refused in codes(input) {
            assert!(!is_accepted(&refused), "`{refused}` is accepted");
        }
        for way_out in codes(ways_out) {
            assert!(is_accepted(&way_out), "`{way_out}` is refused");
        }
    }
}

#[test]
fn json_fits_its_schema() {
    let schema: Value =
        serde_json::from_str(&read(&root().join("docs/napkin.schema.json"))).expect("a schema");
    let page = read(&root().join("docs/json.md"));
    let folder = folder("json", &page);
    fs::write(folder.join("measured.json"), "{\"stored\": 5e13, \"cost\": 100000, \"price\": 5e-18}")
        .unwrap();
    let mut commands: Vec<Vec<String>> = blocks(&page)
        .iter()
        .filter(|(kind, _)| kind == "console")
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| line.strip_prefix("$ "))
        .map(words)
        .collect();
    let more = [
        "run twitter",
        "run chat",
        "run url-shortener",
        "run twitter --set users=2bn",
        "check twitter chat",
        "check twitter --set users=20bn",
        "check twitter nope",
        "check ./none.toml",
        "run nope",
        "solve twitter --vary users --until storage_fits",
        "solve twitter --vary users --until 'app_servers <= 1000 servers'",
        "solve small.toml --vary urls --until 'disks <= 5 disks'",
        "solve small.toml --vary urls --until 'disks >= 0.5 disks'",
        "solve small.toml --vary urls --until 'log10(stored / 1 TB - 3) >= 0'",
        "solve small.toml --vary disks --until one_disk",
        "sweep small.toml --vary 'urls = 10M..1bn'",
        "sweep twitter --vary 'users = 1M, 1bn' --vary 'reads = 1 to 2, 3' --show app_servers",
        "sweep small.toml --vary nope",
        "cheat",
        "cheat latency",
        "cheat latency --classic",
        "cheat powers",
        "cheat throughput",
        "cheat time",
        "cheat availability",
        "cheat sizes",
        "cheat network",
        "cheat cost",
        "cheat ratios",
        "cheat ids",
        "cheat limits",
        "cheat shortcuts",
        "cheat ssd",
        "cheat nope",
        "presets",
        "presets chat",
        "presets video",
        "run twitter cost",
        "run twitter cost chat storage dau",
        "run ranges.toml nope url shortener",
        "units",
        "units server",
        "units time",
        "units nope",
        "formulas",
        "formulas queueing",
        "formulas servers",
        "formulas nope",
        "1 +",
        "5 users + 3 servers",
        "10B",
        "true",
        "--nonsense",
        "-q 1",
        "'users = 3M users; 2 tweets/day * users'",
        "'x = 1; x > 0'",
        "1/3 --digits 17",
        "'10 to 50'",
        "'(2 to 3) * (20% to 30%)' --histogram --seed 18446744073709551615",
        "'x = 1 to 5; big = x > 3; P(big)'",
        "'x = 1 to 5; x > 3'",
        "run ranges.toml",
        "run ranges.toml --sensitivity --histogram",
        "run ranges.toml --sensitivity cost --samples 20000",
        "run ranges.toml --sensitivity nope",
        "run ranges.toml --point",
        "check ranges.toml",
        "check ranges.toml --strict",
        "check small.toml --actual may.toml",
        "check ranges.toml --actual measured.json",
        "check ranges.toml --actual may.toml",
        "check ranges.toml --actual none.json",
        "'-5 GB/s'",
        "review notes.md",
        "review notes.md --verbose",
        "review notes.md none.md",
        "review none.md",
        "review .",
        "review notes.md --fix",
        "review notes.md",
        "explain twitter",
        "explain chat --set users=2bn --point",
        "explain url-shortener storage peak_reads",
        "explain ranges.toml",
        "explain twitter nope",
        "explain ./none.toml",
        "explain 'fn f(x) = x * 2; f(f(3 GB)) * (2 to 3)'",
        "explain erlang_c(250req/s,10ms,4servers)",
        "explain --mental twitter",
        "explain --mental message-queue",
        "explain --mental url-shortener --set urls=3bn/month",
        "explain --mental '7 * 8 * 6 * 1 GB + 3 B'",
        "explain --mental erlang_c(250req/s,10ms,4servers)",
        "explain 1 +",
        "explain '-5 GB/s * 2 s'",
        "explain --error",
        "explain --error E0603",
        "explain --error E0999",
    ];
    commands.extend(more.iter().map(|command| split(command).expect("quotes are closed")));
    for mut arguments in commands {
        if !arguments.iter().any(|argument| argument == "--json") {
            arguments.push("--json".to_owned());
        }
        let output = run(&folder, &arguments, "");
        let printed: Value = match serde_json::from_slice(&output.stdout) {
            Ok(printed) => printed,
            Err(error) => panic!("{arguments:?}: {error}"),
        };
        assert_eq!(problems(&schema, &schema, &printed, ""), [""; 0], "{arguments:?}");
        assert_eq!(output.stderr, b"", "{arguments:?}: with --json all goes into the object");
        // The schema is exact: no field may be missing or more in any object that must have it.
        let mut other = printed.clone();
        other["another"] = Value::Null;
        assert_ne!(problems(&schema, &schema, &other, ""), [""; 0], "{arguments:?}: another field");
        other = printed;
        other["schema"] = Value::from("napkin/2");
        assert_ne!(problems(&schema, &schema, &other, ""), [""; 0], "{arguments:?}: another edition");
    }
}
