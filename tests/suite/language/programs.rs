//! Programs: statements, comments, line breaks, and the errors of all of them.

use crate::support::{answers, codes, evaluate};

/// The values of a program, each with its name.
#[track_caller]
fn check(program: &str, expected: &[(&str, f64)]) {
    let answers = answers(program);
    let values: Vec<(&str, f64)> =
        answers.iter().map(|answer| (answer.name.as_deref().unwrap_or(""), answer.shown.value)).collect();
    assert_eq!(values, expected, "{program:?}");
}

#[test]
fn statements_end_at_a_line_break_or_a_semicolon() {
    check("x = 3; y = x * 2; y + 1", &[("x", 3.0), ("y", 6.0), ("", 7.0)]);
    check("x = 3\ny = x * 2\ny + 1\n", &[("x", 3.0), ("y", 6.0), ("", 7.0)]);
    check("\n\n1;;2;\n;3\n\n", &[("", 1.0), ("", 2.0), ("", 3.0)]);
    check("unit gizmo\nfn f(x) = x\n2 gizmos", &[("", 2.0)]);
}

#[test]
fn a_newline_inside_parentheses_is_a_space() {
    check("(1 +\n 2)", &[("", 3.0)]);
    check("max(\n1,\n2\n)", &[("", 2.0)]);
    check("((1\n+ 2)\n* 3)", &[("", 9.0)]);
    check("x = (5\nGB)\nx", &[("x", 5e9), ("", 5e9)]);
    check("(1 + # one\n 2)", &[("", 3.0)]);
    assert_eq!(codes("1 +\n2"), ["E0101"]);
    check("1\n-2", &[("", 1.0), ("", -2.0)]);
}

#[test]
fn a_hash_starts_a_comment() {
    check("# nothing\nx = 3 # three\n# end", &[("x", 3.0)]);
    check("1 # 2 ; 3\n4#5", &[("", 1.0), ("", 4.0)]);
    check("x = 1 # \"quoted\" ( [ {\nx", &[("x", 1.0), ("", 1.0)]);
}

#[test]
fn a_program_without_statements_is_an_error() {
    for program in ["", " ", "\n", ";", "# only a comment", "\u{feff}", "\t\r\n", "#\n#\n"] {
        assert_eq!(codes(program), ["E0103"], "{program:?}");
    }
    // Declarations alone are a program that prints nothing.
    assert!(answers("unit gizmo").is_empty());
    assert!(answers("fn f(x) = x").is_empty());
}

#[test]
fn white_space_of_all_kinds_separates() {
    check("1\u{a0}+\u{a0}2", &[("", 3.0)]);
    check("5\u{a0}GB", &[("", 5e9)]);
    check("1\t+\t2", &[("", 3.0)]);
    check("x = 1\r\ny = 2\r\n", &[("x", 1.0), ("y", 2.0)]);
    check("\u{feff}x = 1", &[("x", 1.0)]);
    for odd in ["1\u{200b}+1", "1\u{0}+1", "1\u{c}+ 1", "1 +\u{2028}1", "1\u{85}", "\u{202e}1"] {
        assert!(!codes(odd).is_empty(), "{odd:?}");
    }
}

#[test]
fn characters_that_cannot_be_seen_are_named_by_their_number() {
    for (program, name) in
        [("1\u{0}", "U+0000"), ("\u{7f}", "U+007F"), ("1\u{202e}2", "U+202E"), ("1\u{200b}+1", "U+200B")]
    {
        let evaluation = evaluate(program);
        let message = &evaluation.diagnostics[0].message;
        assert!(message.contains(name), "{message:?}");
        assert!(
            message.chars().all(|c| !c.is_control() && c != '\u{202e}' && c != '\u{200b}'),
            "{message:?}"
        );
    }
}

#[test]
fn all_errors_of_a_program_are_reported() {
    let program = "x = (1 + 2\ny = 5 GB + 3 s\nz = 10B\nw = undefined_name\n5 GB to s\nv = 3 +\n";
    let mut codes = codes(program);
    codes.sort_unstable();
    assert_eq!(codes, ["E0101", "E0102", "E0104", "E0201", "E0301", "E0302"]);
    assert!(evaluate(program).answers.is_empty());
}

#[test]
fn errors_of_one_line_do_not_hide_those_of_the_next() {
    let lines = ["1 +", "(2", "5 GB + 1 s", "1,00", "3 GB to s", "1/0"];
    // Syntax errors and unknown units are reported before anything runs; `1/0` is found when there are none.
    assert_eq!(codes(&lines.join("\n")).len(), lines.len() - 1);
    assert_eq!(codes(&lines[..5].join("; ")).len(), 5);
    assert_eq!(codes("1/0\n2\nln(0)\n"), ["E0402", "E0402"]);
}

#[test]
fn one_mistake_makes_one_error() {
    for program in [
        "x = 5 GB + 3 s; y = x * 2; z = y to TB; y + z",
        "fn f(x) = x + 1 GB; y = f(1 s); y * 2",
        "x = (; y = 3",
        "a1 = 3 zork_s; b1 = a1 + 2 zork_s; b1 to zork_s",
        "x = 3 GB to s; x + 1 s",
        "x = 1/0; y = x + 1; y * x",
    ] {
        assert_eq!(codes(program).len(), 1, "{program}: {:?}", codes(program));
    }
}

#[test]
fn the_source_of_an_answer_is_what_was_written() {
    let answers = answers("x = 1 +  2 # sum\n  x*2  ");
    let sources: Vec<&str> = answers.iter().map(|answer| answer.source.as_str()).collect();
    assert_eq!(sources, ["x = 1 +  2", "x*2"]);
}

#[test]
fn a_text_of_more_than_a_mebibyte_is_refused() {
    let padded = |length: usize| format!("{}1", " ".repeat(length - 1));
    assert_eq!(codes(&padded(1 << 20)), [""; 0]);
    assert_eq!(codes(&padded((1 << 20) + 1)), ["E0107"]);
}

#[test]
fn nesting_deeper_than_128_is_refused() {
    for (open, inner, close) in [
        ("(", "1", ")"),
        ("-", "1", ""),
        ("(2)^", "1", ""),
        ("not ", "true", ""),
        ("abs(", "1", ")"),
        ("if true then ", "1", " else 2"),
        ("if true then 1 else ", "2", ""),
    ] {
        let nested = |depth: usize| format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
        assert_eq!(codes(&nested(128)).iter().filter(|code| **code == "E0107").count(), 0, "{open}");
        assert_eq!(codes(&nested(129)), ["E0107"], "{open}");
    }
}
