//! Adversarial models: none may panic, hang, or overflow the stack.

use std::fmt::Write as _;

use napkin::report::Settings;
use napkin::text::diagnostic::Diagnostic;

use crate::support::assert_well_made;

/// Runs a model on a stack of 2 MiB and checks its diagnostics.
#[track_caller]
fn check(text: String) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let report = napkin::report::run("model.toml", &text, &Settings::default());
        for diagnostic in &report.diagnostics {
            assert_well_made(diagnostic, &report.sources);
        }
        assert!(report.diagnostics.len() <= 1_000, "{} diagnostics", report.diagnostics.len());
        let rows =
            report.inputs.iter().chain(&report.estimates).map(|section| section.rows.len()).sum::<usize>();
        assert!(report.is_ok() || rows == 0);
    });
    thread.unwrap().join().unwrap();
}

fn many(head: &str, count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(head.to_owned(), |mut text, at| {
        writeln!(text, "{}", line(at)).unwrap();
        text
    })
}

#[test]
fn long_models_are_read() {
    let count = 2_000;
    check(many("[estimates]\ne0 = \"1 GB\"\n", count, |at| format!("e{} = \"e{at} + 1 KB\"", at + 1)));
    check(many("[inputs]\n", count, |at| format!("i{at} = \"1 GB\"")));
    check(many("", count, |at| format!("[estimates.s{at}]\ne{at} = \"1\"")));
    check(many("[units]\n", count, |at| format!("u{at} = \"1 s\"")));
    check(
        many("[tables.t]\n", count, |at| format!("r{at} = {{ x = \"1 GB\", y = 3 }}"))
            + "[estimates]\nall = \"sum(t.x * t.y)\"\n",
    );
    check(
        many("", count, |at| format!("[tables.t{at}]\nr = {{ x = \"1 GB\" }}"))
            + "[estimates]\nall = \"sum(t0.x)\"\n",
    );
    check(format!("[inputs]\nx = 1\n[estimates]\ny = \"{}x\"", "x + ".repeat(20_000)));
    check(format!("[estimates]\ny = \"{}\"", "\\u00b5".repeat(10_000)));
    let nouns: Vec<String> = (0..count).map(|at| format!("\"noun{at}\"")).collect();
    check(format!("nouns = [{}]\n[estimates]\nx = \"5 noun1\"", nouns.join(", ")));
    let functions: String = (0..count).map(|at| format!("fn f{at}(x) = x * 2\n")).collect();
    check(format!("functions = \"\"\"\n{functions}\"\"\"\n[estimates]\ny = \"f5(1)\""));
}

#[test]
fn thirty_unknown_keys_are_counted_as_thirty() {
    let text = many("[inputs.users]\nvalue = 1\n", 30, |at| format!("colour{at} = 1"));
    let report = napkin::report::run("model.toml", &text, &Settings::default());
    let counted: usize = report.diagnostics.iter().map(Diagnostic::count).sum();
    assert_eq!((report.diagnostics.len(), counted), (20, 30));
    let last = report.diagnostics.last().unwrap();
    assert_eq!((last.code, last.notes()), ("E0502", vec!["10 more of this kind".into()]));
}

#[test]
fn models_that_are_wrong_everywhere_are_told_in_short() {
    let count = 2_000;
    for line in [
        "e{} = \"undefined{}\"",
        "e{} = \"1 +\"",
        "e{} = \"1/0\"",
        "e{} = \"x * 8\"",
        "e{} = \"x to s\"",
        "e = \"1\"",
        "e-{} = 1",
        "e{} = { valeu = 1 }",
        "e{} = \"1 foo{}\"",
        "e{} =",
        "e{}",
        "e{} = \"",
        "e{} = [",
        "e{} = {",
        "[x",
        "]",
        "e{} = \"e{}\"",
    ] {
        check(many("[inputs]\nx = \"1 GB\"\n[estimates]\n", count, |at| line.replace("{}", &at.to_string())));
    }
    check(many("[inputs]\n", count, |at| format!("i{at} = {{ value = 1, min = 2, max = \"3 s\" }}")));
    check(many("[inputs]\nx = \"1 GB\"\n[checks]\n", count, |at| format!("c{at} = \"x > 2 GB\"")));
    check(many("", count, |at| format!("k{at} = 1")));
    check(many("[estimates]\n", count, |at| format!("a{at} = \"b{at}\"\nb{at} = \"a{at}\"")));
    check(format!("summary = \"{}\"\n[inputs]\nx = 1", "{z}".repeat(count)));
}

#[test]
fn what_is_no_toml_is_told_so() {
    for text in [
        "",
        "\0",
        "[",
        "]",
        "[[",
        "[]",
        "[[]]",
        "=",
        "= 1",
        "a",
        "a =",
        "a = \"",
        "a = '",
        "a = \"\"\"",
        "a = [",
        "a = {",
        "a = {b",
        "a.b.c",
        "\u{feff}",
        "\r",
        "\r\n",
        "[inputs",
        "[inputs]\nx",
        "[inputs]\nx = \"\\q\"",
        "[inputs]\nx = \"\\ud800\"",
        "[inputs]\nx = \"\\U0011ffff\"",
        "[inputs]\r\nx = \"5 GB + 3 s\"\r\n",
        "\"\" = 1",
        "[\"\"]\na = 1",
        "[inputs.\"\"]\na = 1",
        "[inputs]\n\"\\u0000\" = 1",
        "[inputs]\nx = \"\u{202e}\"",
        "[inputs]\nx = \"1\\u0000\"",
        "inputs = \"x\"",
        "inputs = [1]",
        "[[inputs]]\nx = 1",
        "[inputs]\nx = {}\n",
        "[checks]\nx = {}",
        "[tables]\nx = 1",
        "[tables.x]\ny = {}",
        "[units]\nx = {}",
        "nouns = 3",
        "nouns = [3]",
        "functions = 3",
        "functions = \"fn\"",
        "functions = \"1 +\"",
        "summary = \"{\"",
        "summary = \"}{\"",
        "summary = \"{}\"",
        "napkin = -1",
        "napkin = \"1\"",
    ] {
        check(text.to_owned());
        check(format!("{text}\n[inputs]\nsize = \"5 GB\"\n"));
    }
    for piece in [
        "[", "[a]\n", "[a.", "{a=", "a=1\n", "a\n", "\"", "'", "#", "\\", "é", "a.", "= ", ",", "\0",
        "x = \"\n", "[[a]]\n",
    ] {
        check(piece.repeat(5_000));
        check(format!("[inputs]\nx = {}", piece.repeat(5_000)));
    }
}

#[test]
fn functions_in_a_model_do_not_explode() {
    let mut functions = "fn f0(x) = x\n".to_owned();
    for at in 1..=40 {
        writeln!(functions, "fn f{at}(x) = f{}(x) + f{}(x)", at - 1, at - 1).unwrap();
    }
    let text = format!("functions = '''\n{functions}'''\n[estimates]\nlarge = \"f40(1)\"");
    let report = napkin::report::run("model.toml", &text, &Settings::default());
    assert_eq!(report.estimates[0].rows[0].shown.value, (1_u64 << 40) as f64);
}

#[test]
fn any_beginning_of_a_model_is_told_what_it_lacks() {
    let text = include_str!("../../fixtures/models/good/traffic.toml");
    let ends = text.char_indices().map(|(at, _)| at).filter(|at| at % 7 == 0);
    for end in ends {
        check(text[..end].to_owned());
    }
}
