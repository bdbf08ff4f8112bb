//! Adversarial scripts: none may panic, hang, or overflow the stack.

use crate::support::{all, assert_well_made};

/// Maximum number of diagnostics, so that those of a text that is wrong everywhere can be shown.
const MOST_DIAGNOSTICS: usize = 1_000;

/// Evaluates a text on a stack of 2 MiB and checks its diagnostics.
#[track_caller]
fn check(text: String) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let evaluation = napkin::evaluate("<input>", &text, 4, &napkin::Settings::default());
        assert!(
            evaluation.diagnostics.len() <= MOST_DIAGNOSTICS,
            "{} diagnostics",
            evaluation.diagnostics.len()
        );
        for diagnostic in &evaluation.diagnostics {
            assert_well_made(diagnostic, &evaluation.sources);
        }
        assert_eq!(
            evaluation.is_ok(),
            evaluation.diagnostics.iter().all(|diagnostic| !diagnostic.is_error())
        );
        assert!(evaluation.is_ok() || evaluation.answers.is_empty());
        let said: usize = evaluation.diagnostics.iter().map(|diagnostic| diagnostic.message.len()).sum();
        assert!(said < 1 << 20, "{said} bytes of messages");
    });
    thread.unwrap().join().unwrap();
}

/// As much of a piece as makes a text of a good length.
fn repeated(piece: &str, length: usize) -> String {
    piece.repeat(length / piece.len())
}

#[test]
fn long_runs_of_anything_are_read_or_refused() {
    for piece in [
        "1+",
        "1*",
        "1-",
        "1/",
        "2^",
        "-",
        "(",
        ")",
        "a=",
        "a=a;",
        "not ",
        "if ",
        "f(",
        "max(1,",
        "a",
        "9",
        "_",
        "1_",
        " ",
        "\n",
        ";",
        "#",
        "\"",
        "\\",
        "\0",
        "\u{1}",
        "\u{a0}",
        "\u{feff}",
        "\r\n",
        "é",
        "µ",
        "²",
        "×",
        "−",
        "😀",
        "\u{202e}",
        "e\u{301}",
        "$",
        "$1",
        "%",
        "1%+",
        ",",
        "1,000",
        ".",
        "..",
        "1..",
        "1 to ",
        "1 s to ms ",
        " per s",
        "1 per ",
        "±",
        "=",
        "1==",
        "1<",
        "true and ",
        "unit ",
        "unit a;",
        "fn ",
        "fn f(x)=x;",
        "x,",
        "1k",
        "1 million ",
        "1x",
        "[",
        "{",
        "|",
        "&",
        "1 m·",
        "1e",
        "1 GB 1 GB ",
        "1$",
        "then ",
        "1/2/s/",
        "5%-",
        "to ",
        "in s ",
        "1 user as servers ",
    ] {
        check(repeated(piece, 20_000));
    }
    check(repeated("1+", 1 << 18));
    check("(".repeat(100_000));
}

#[test]
fn long_sums_and_products_have_a_value() {
    for (piece, last) in [
        ("1 + ", "1"),
        ("1 s + ", "1 s"),
        ("1 * ", "1"),
        ("1 GB / 1 GB * ", "1"),
        ("1%*", "1"),
        ("1 - ", "1"),
    ] {
        let text = format!("{}{last}", repeated(piece, 40_000));
        let evaluation = napkin::evaluate("<input>", &text, 4, &napkin::Settings::default());
        assert!(evaluation.is_ok(), "{piece}: {}", all(&evaluation.diagnostics, &evaluation.sources));
    }
}

#[test]
fn lines_that_are_all_wrong_are_counted() {
    for line in [
        "1 GB + 1 s",
        "1 GB to s",
        "1 mb",
        "zzz(1)",
        "1/0",
        "1 + 5%",
        "x = (",
        "100 + 5%",
        "q",
        "1 GB*8 * (",
        "unit s",
    ] {
        check(format!("{line}\n").repeat(2_000));
    }
    check((0..2_000).map(|at| format!("undefined{at}\n")).collect());
    check((0..2_000).map(|at| format!("1 noun{at}\n")).collect());
    check((0..2_000).map(|at| format!("fn{at}(1)\n")).collect());
    check(format!("x = 1 GB\n{}", "x * 8\n".repeat(2_000)));
}

#[test]
fn words_of_any_length_are_cut_in_messages() {
    let long = "a".repeat(100_000);
    for text in [
        long.clone(),
        format!("1 {long}"),
        format!("{long}(1)"),
        format!("x.{long}"),
        format!("1 GB to {long}"),
        format!("unit {long}; 1 {long} + 1 GB"),
        format!("fn {long}(x) = x; {long}()"),
        format!("fn f({long}) = 1; f()"),
        format!("{long} = 1 GB; {long} + 1 s"),
        format!("1{long}"),
        format!("${long}"),
        format!("10B{long}"),
    ] {
        check(text);
    }
}

/// Functions that call the one before twice, and a call of the last.
fn doubling(body: &str, call: &str, depth: usize) -> String {
    let mut text = format!("fn f0(x) = {body}\n");
    for at in 1..=depth {
        let call = call.replace("{}", &(at - 1).to_string());
        text += &format!("fn f{at}(x) = {call}\n");
    }
    text + &format!("f{depth}(1)")
}

#[test]
fn functions_do_not_explode() {
    for body in ["x", "x + 1 GB", "x * 8", "1/x", "zzz", "f0(x)", "10B"] {
        check(doubling(body, "f{}(x) + f{}(x)", 40));
        for call in ["f{}(x) + f{}(x + 1)", "f{}(x * 2) + f{}(x)", "f{}(1) + f{}(2)"] {
            check(doubling(body, call, 10));
        }
    }
    check(doubling("x + 1 GB", "f{}(x) + f{}(x + 1)", 40));
    check(doubling("x", "f{}(1) + f{}(2)", 40));
    let chain: String = (1..200).map(|at| format!("fn f{at}(x) = f{}(x)\n", at - 1)).collect();
    check(format!("fn f0(x) = x\n{chain}f199(1); f50(1)"));
}

#[test]
fn declarations_by_the_thousand_are_read() {
    check((0..3_000).map(|at| format!("unit u{at}\n")).collect());
    check((0..1_000).map(|at| format!("unit u{at} = 2 s\n")).collect());
    check((0..3_000).map(|at| format!("fn f{at}(x) = x\n")).collect::<String>() + "f5(3)");
    check((0..3_000).map(|at| format!("x{at} = {at}\n")).collect::<String>() + "x5 + x2999");
    let parameters: Vec<String> = (0..2_000).map(|at| format!("p{at}")).collect();
    check(format!("fn f({}) = p1\nf(1)", parameters.join(", ")));
    check(format!("max({}1)", "1, ".repeat(20_000)));
    check("y = 2\n".to_owned() + &"y = y * y\n".repeat(3_000));
    check("y = 1\n".to_owned() + &"y = y + y\n".repeat(900));
}

#[test]
fn scales_beyond_what_a_fraction_holds_are_still_right() {
    // 1.0000001^40 as a product of forty units: the exact fraction has 280 digits.
    let mut text = "unit u0 = 1 s\n".to_owned();
    for at in 1..=40 {
        text += &format!("unit u{at} = 1.0000001 u{}\n", at - 1);
    }
    let shown = crate::support::value(&format!("{text}1 u40 to s"));
    let expected = (1..=40).fold(1.0_f64, |product, _| product * 1.000_000_1);
    assert!((shown.value / expected - 1.0).abs() < 1e-13, "{} and {expected}", shown.value);
    let shown = crate::support::value("x = 3 TB·TB·TB·TB; y = 1.5 TiB·TiB·TiB·TiB; x / y");
    assert!((shown.value / (2.0 * (1e12_f64 / (1_u64 << 40) as f64).powi(4)) - 1.0).abs() < 1e-12);
}

#[test]
fn units_without_end() {
    check(format!("3 user{}", "/user".repeat(40_000)));
    check(format!("3 s{}", "·s".repeat(100_000)));
    check(format!("x = 3 GB; x to GB{}", "/s".repeat(40_000)));
    assert_eq!(crate::support::codes(&format!("3 user{}", "/user".repeat(100))), ["E0107"]);
}
