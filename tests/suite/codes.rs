//! Explanations of errors and warnings: codes, texts, examples, and the page that lists them.
//!
//! `TRYCMD=overwrite cargo test errors_page` generates the page again: the outputs of its introduction, and all that
//! follows it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use napkin::library::codes::{Code, FAMILIES, Input, all};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::docs::{read, root, run, words};
use crate::schema::problems;

/// The generated page.
pub const PAGE: &str = "errors.md";

/// The line between the introduction and the generated part.
const MARK: &str = "<!-- What follows is generated from src/library/codes/texts, see CONTRIBUTING.md. -->\n";

/// The only code that no text can cause.
const WITHOUT_EXAMPLE: [&str; 1] = ["E0603"];

/// The output of `napkin explain` with some arguments, and its exit code.
fn explain(arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut words = vec!["explain".to_owned()];
    words.extend(arguments.iter().map(|word| (*word).to_owned()));
    let output = run(root(), &words, "");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is text");
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// The codes in string literals of the source, except in tests.
fn codes_in_source() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of src can be listed") {
            let path = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") || path.ends_with("tests.rs") {
                continue;
            }
            let text = read(&path);
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let quoted = code.flat_map(|line| line.split('"')).filter(|quoted| is_code(quoted));
            found.extend(quoted.map(str::to_owned));
        }
    }
    found
}

fn is_code(text: &str) -> bool {
    let (letter, digits) = text.split_at_checked(1).unwrap_or_default();
    matches!(letter, "E" | "W")
        && digits.len() == 4
        && digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
}

#[test]
fn every_code_is_explained() {
    let listed: Vec<&str> = all().map(|code| code.code.as_str()).collect();
    let explained: BTreeSet<String> = listed.iter().map(|&code| code.to_owned()).collect();
    assert_eq!(listed.len(), explained.len(), "a code is explained twice");
    assert_eq!(codes_in_source(), explained, "src on the left, src/library/codes/texts on the right");
    for family in &FAMILIES {
        let codes: Vec<&str> = family.codes().iter().map(|code| code.code.as_str()).collect();
        assert!(!codes.is_empty(), "{} has no codes, or cannot be read", family.prefix);
        assert!(codes.iter().all(|code| code.starts_with(family.prefix)), "{codes:?} in {}", family.prefix);
        assert!(codes.is_sorted(), "{codes:?}");
    }
}

#[test]
fn texts_are_well_made() {
    for code in all() {
        let Code { code: name, title, text, examples } = code;
        let is_lower = |text: &str| !text.starts_with(|c: char| c.is_uppercase());
        assert!(is_lower(title) && !title.ends_with('.') && !title.contains('|'), "{name}: {title}");
        let ends = text.split(' ').filter(|word| word.ends_with(['.', '?'])).count();
        assert!((2..=6).contains(&ends) && text.ends_with(['.', '`']), "{name}: {ends} sentences: {text}");
        assert_eq!(examples.is_empty(), WITHOUT_EXAMPLE.contains(&name.as_str()), "{name}: its examples");
        for example in examples {
            let (cause, change) = (&example.cause, &example.change);
            assert!(!is_lower(cause) || cause.starts_with('`'), "{name}: {cause}");
            assert!(is_lower(change) || change.starts_with('`'), "{name}: {change}");
            assert!(
                !cause.ends_with(['.', ':']) && !change.ends_with(['.', ':']),
                "{name}: {cause}: {change}"
            );
        }
        // Text outside code is Markdown.
        let sentences = examples.iter().flat_map(|example| [&example.cause, &example.change]);
        for sentence in sentences.chain([title, text]) {
            assert_eq!(sentence.matches('`').count() % 2, 0, "{name}: {sentence}");
            let outside: String = sentence.split('`').step_by(2).collect();
            assert!(!outside.contains(['*', '_', '<', '$', '\\']), "{name}: {outside}");
        }
    }
}

/// Checks that each example causes its code only, and that its fix causes none.
#[test]
fn examples_give_their_codes_and_fixes_none() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("codes");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    let mut wrong = Vec::new();
    for code in all() {
        for example in &code.examples {
            let (codes, exit) = codes_of(&example.wrong, &folder);
            if codes != [code.code.as_str()] || exit != Some(if code.is_error() { 2 } else { 0 }) {
                wrong.push(format!("{}: {} gives {codes:?}, {exit:?}", code.code, example.cause));
            }
            let (codes, exit) = codes_of(&example.fix, &folder);
            if !codes.is_empty() || exit != Some(0) {
                wrong.push(format!("{}: the fix of {} gives {codes:?}, {exit:?}", code.code, example.cause));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The codes that an input causes, and the exit code.
fn codes_of(input: &Input, folder: &Path) -> (Vec<String>, Option<i32>) {
    if let Some(file) = &input.file {
        assert!(!folder.join(&file.name).exists(), "there are two files `{}`", file.name);
        fs::write(folder.join(&file.name), &file.text).expect("a file can be written");
    }
    let mut words = input.words.clone();
    words.push("--json".to_owned());
    let output = run(folder, &words, "");
    let printed: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{words:?}: {error}"));
    let models = printed["models"].as_array().cloned().unwrap_or_default();
    let lists = [&printed].into_iter().chain(&models).flat_map(|of| [&of["errors"], &of["warnings"]]);
    let problems = lists.filter_map(Value::as_array).flatten();
    let codes = problems.filter_map(|problem| problem["code"].as_str()).map(str::to_owned);
    (codes.collect(), output.status.code())
}

#[test]
fn explanations_fit_80_columns() {
    let names = all().map(|code| code.code.as_str());
    for name in names.chain([""]) {
        let arguments: Vec<&str> = ["--error", name].into_iter().filter(|word| !word.is_empty()).collect();
        let (out, err, code) = explain(&arguments);
        assert_eq!((err.as_str(), code), ("", Some(0)), "{name}");
        for line in out.lines() {
            assert!(line.width() <= 80 && line == line.trim_end(), "{name}: `{line}`");
        }
    }
}

#[test]
fn json_fits_its_schema() {
    let schema: Value =
        serde_json::from_str(&read(&root().join("docs/napkin.schema.json"))).expect("a schema");
    for code in all() {
        let (out, err, exit) = explain(&["--error", &code.code, "--json"]);
        let printed: Value = serde_json::from_str(&out).expect("it is JSON");
        assert_eq!(problems(&schema, &schema, &printed, ""), [""; 0], "{}", code.code);
        assert_eq!((err.as_str(), exit), ("", Some(0)), "{}", code.code);
        assert_eq!(printed["code"], code.code.as_str());
    }
}

/// A text with the present output after each command of its console blocks.
fn with_outputs(text: &str) -> String {
    let (mut told, mut is_console) = (String::new(), false);
    for line in text.lines() {
        let is_end = line == "```";
        if is_console && !is_end && !line.starts_with("$ ") {
            continue;
        }
        told.push_str(&format!("{line}\n"));
        if is_console && !is_end {
            let output = run(root(), &words(line.trim_start_matches("$ ")), "");
            if let Some(code @ 1..) = output.status.code() {
                told.push_str(&format!("? {code}\n"));
            }
            let printed = [output.stdout, output.stderr].concat();
            told.push_str(&format!("{}\n", String::from_utf8_lossy(&printed)));
        }
        is_console = line == "```console" || is_console && !is_end;
    }
    told
}

#[test]
fn errors_page_is_what_is_generated() {
    let path: PathBuf = root().join("docs").join(PAGE);
    let page = read(&path);
    let (introduction, _) = page.split_once(MARK).expect("the introduction ends with the mark");
    let introduction = with_outputs(introduction);
    let mut expected = format!("{introduction}{MARK}\n| code | meaning |\n|---|---|\n");
    for Code { code, title, .. } in all() {
        expected.push_str(&format!("| [`{code}`](#{}) | {title} |\n", code.to_lowercase()));
    }
    for family in &FAMILIES {
        let (first, rest) = family.title.split_at(1);
        expected.push_str(&format!("\n## {}{rest}\n", first.to_uppercase()));
        for code in family.codes() {
            let (out, ..) = explain(&["--error", &code.code, "--format", "markdown"]);
            expected.push_str(&format!("\n{out}"));
        }
    }
    if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
        fs::write(path, expected).expect("the page can be written");
        return;
    }
    let differs = page.lines().zip(expected.lines()).position(|(is, should)| is != should);
    assert!(
        page == expected,
        "docs/{PAGE} is not what is generated, from line {} on; see CONTRIBUTING.md",
        differs.unwrap_or(page.lines().count().min(expected.lines().count())) + 1
    );
}

#[test]
fn explanations() {
    let mut told = String::new();
    for arguments in [
        &["--error", "E0204"][..],
        &["--error", "w0101"],
        &["--error", "E0514"],
        &["--error", "E0601"],
        &["--error", "E0603"],
        &["--error", "E0603", "--format", "csv"],
        &["--error", "E0606", "--format", "markdown"],
    ] {
        let (out, err, _) = explain(arguments);
        told.push_str(&format!("$ napkin explain {}\n{out}{err}\n", arguments.join(" ")));
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("codes", told);
    });
}

#[test]
fn a_code_is_found_in_any_case_and_others_are_refused() {
    assert_eq!(explain(&["--error", "e0302"]), explain(&["--error=E0302"]));
    let (out, err, code) = explain(&["--error", "e0320"]);
    assert_eq!(
        (out.as_str(), err.as_str(), code),
        ("", "error[E0604]: there is no code `E0320`\nhelp: did you mean `E0302` or `E0520`?\n", Some(2))
    );
    let (_, err, code) = explain(&["--error", "dimensions"]);
    assert_eq!((err.lines().last(), code), (Some("help: `napkin explain --error` lists them"), Some(2)));
    for other in [&["twitter"][..], &["--point"], &["--set", "users=3"], &["--digits", "3"]] {
        let (out, err, code) = explain(&[&["--error", "E0302"], other].concat());
        assert_eq!((out.as_str(), code), ("", Some(2)), "{other:?}");
        assert!(err.contains("cannot be used with"), "{err}");
    }
    // Without the option, the error suggests it.
    let (_, err, code) = explain(&["E0302"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("write `napkin explain --error E0302`"), "{err}");
}
