//! Operators: precedence, operands and results.

use crate::support::{codes, near, value};

/// Each expression has that value.
#[track_caller]
fn check(cases: &[(&str, (i64, i64))]) {
    for (input, (numerator, denominator)) in cases {
        let shown = value(input);
        assert!(
            near(shown.value, *numerator, *denominator, 0) && !shown.truth,
            "`{input}` is {}, not {numerator}/{denominator}",
            shown.value
        );
    }
}

/// Each condition is that.
#[track_caller]
fn check_truth(truth: bool, inputs: &[&str]) {
    for input in inputs {
        let shown = value(input);
        assert!(shown.truth, "`{input}` is no condition");
        assert_eq!(shown.value == 1.0, truth, "`{input}`");
        assert_eq!(shown.written.literal(), truth.to_string(), "`{input}`");
    }
}

#[track_caller]
fn refused(code: &str, inputs: &[&str]) {
    for input in inputs {
        assert_eq!(codes(input), [code], "`{input}`");
    }
}

#[test]
fn products_bind_tighter_than_sums_and_both_go_left_to_right() {
    check(&[
        ("1 + 2 * 3", (7, 1)),
        ("(1 + 2) * 3", (9, 1)),
        ("10 - 4 - 3", (3, 1)),
        ("10 - (4 - 3)", (9, 1)),
        ("1 / 2 / 4", (1, 8)),
        ("8 / 2 * 4", (16, 1)),
        ("8 / (2 * 4)", (1, 1)),
        ("2 * 3 / 4 * 5", (15, 2)),
        ("1 - 2 * 3 + 4", (-1, 1)),
    ]);
}

#[test]
fn operators_have_several_spellings() {
    check(&[
        ("6 × 7", (42, 1)),
        ("6 · 7", (42, 1)),
        ("1.5 of 4", (6, 1)),
        ("6 ÷ 8", (3, 4)),
        ("6 per 8", (3, 4)),
        ("3 − 5", (-2, 1)),
        ("−5", (-5, 1)),
        ("10% of 50", (5, 1)),
        ("10% of 50 + 1", (6, 1)),
        ("1 / 3 of 9", (3, 1)),
    ]);
    check_truth(true, &["1 ≤ 1", "1 ≥ 1", "1 ≠ 2"]);
}

#[test]
fn a_minus_binds_looser_than_a_power() {
    check(&[
        ("-2^2", (-4, 1)),
        ("-(2)^2", (-4, 1)),
        ("(-2)^2", (4, 1)),
        ("-2²", (-4, 1)),
        ("--1", (1, 1)),
        ("1--1", (2, 1)),
        ("1 - -1", (2, 1)),
        ("2 * -3", (-6, 1)),
        ("-2 * 3", (-6, 1)),
        ("-5 / 2", (-5, 2)),
        ("2^-2", (1, 4)),
        ("(2)^-(1)", (1, 2)),
    ]);
}

#[test]
fn powers_go_right_to_left() {
    check(&[
        ("2^3^2", (512, 1)),
        ("(2)^(3)^2", (512, 1)),
        ("(2^3)^2", (64, 1)),
        ("5²", (25, 1)),
        ("5³", (125, 1)),
        ("(1 + 1)²", (4, 1)),
        ("2 * 3²", (18, 1)),
        ("4^0.5", (2, 1)),
        ("n = 3; 2^n", (8, 1)),
        ("n = 3; n^n", (27, 1)),
        ("(-8)^3", (-512, 1)),
        ("(-2)^-2", (1, 4)),
        ("1.5^2", (9, 4)),
    ]);
}

#[test]
fn a_power_of_a_quantity_takes_a_whole_number_written_out() {
    let shown = value("x = 5 GB; x^2");
    assert_eq!((shown.value, shown.unit.as_str()), (2.5e19, "B·B"));
    let shown = value("x = 4 s; x^-2");
    assert_eq!((shown.value, shown.unit.as_str()), (0.0625, "/s/s"));
    let shown = value("x = 4 s; x^0");
    assert_eq!((shown.value, shown.unit.as_str()), (1.0, ""));
    let shown = value("x = 4 s; x^(2)");
    assert_eq!((shown.value, shown.unit.as_str()), (16.0, "s·s"));
    refused(
        "E0303",
        &["x = 5 GB; x^0.5", "x = 5 GB; n = 2; x^n", "x = 5 GB; x^(1 + 1)", "2^(5 GB)", "2^(5 s)"],
    );
    refused("E0305", &["x = 5 s; x^100 * x^100"]);
}

#[test]
fn comparisons_are_made_in_one_unit_and_to_twelve_digits() {
    check_truth(
        true,
        &[
            "1 < 2",
            "1 <= 1",
            "2 > 1",
            "2 >= 2",
            "1 == 1",
            "1 != 2",
            "1 GB == 1000 MB",
            "1 GiB > 1 GB",
            "8 bit == 1 B",
            "1 Gbit/s == 125 MB/s",
            "1 h == 60 min",
            "12 months == 1 year",
            "0.1 + 0.2 == 0.3",
            "0.1 + 0.2 <= 0.3",
            "0.1 + 0.2 >= 0.3",
            "1 + 1e-13 == 1",
            "50% == 0.5",
            "1 day > 23 h",
            "$1 == 100 cents",
            "5 reads == 5 writes",
            "-1 < 1",
        ],
    );
    check_truth(
        false,
        &[
            "1 > 2",
            "1 < 1",
            "1 != 1",
            "0.1 + 0.2 > 0.3",
            "0.1 + 0.2 != 0.3",
            "1 + 1e-11 == 1",
            "1 GB == 1 GiB",
            "1 min > 1 h",
            "1 + 1e-13 > 1",
        ],
    );
    refused("E0108", &["1 < 2 < 3", "1 == 1 == 1", "1 < 2 == true"]);
    refused("E0301", &["1 GB < 5 s", "1 GB == 5", "5 users < 5 servers", "1 < 5 GB"]);
    refused("E0304", &["true < false", "(1 < 2) == true", "true == true"]);
}

#[test]
fn conditions_are_joined_by_words() {
    check_truth(
        true,
        &[
            "true",
            "not false",
            "not not true",
            "true and true",
            "false or true",
            "true or false and false",
            "not false and true",
            "not 2 < 1",
            "1 < 2 and 2 < 3",
            "not true or true",
            "(true or false) and true",
        ],
    );
    check_truth(
        false,
        &["false", "not true", "true and false", "not (true or true)", "(true or true) and false"],
    );
    refused(
        "E0304",
        &["true and 1", "1 or true", "not 5", "-true", "true + true", "true * 2", "true^2", "2^true"],
    );
    refused("E0101", &["true && false", "true || false", "!true", "true & false"]);
}

#[test]
fn a_conditional_takes_the_side_that_its_condition_says() {
    check(&[
        ("if 1 < 2 then 3 else 4", (3, 1)),
        ("if 1 > 2 then 3 else 4", (4, 1)),
        ("if true then 2 else 3 + 1", (2, 1)),
        ("(if true then 2 else 3) + 1", (3, 1)),
        ("if true then if false then 1 else 2 else 3", (2, 1)),
        ("if false then 1 else if true then 2 else 3", (2, 1)),
        ("if 1 < 2 then 3 GB else 4 MB", (3_000_000_000, 1)),
        ("if 1 > 2 then 3 GB else 4 MB", (4_000_000, 1)),
        ("2 * (if true then 5 else 6)", (10, 1)),
        ("if not true then 1 else 2", (2, 1)),
    ]);
    check_truth(false, &["if true then false else true"]);
    refused("E0301", &["if true then 3 GB else 4 s", "if true then 3 GB else 4", "if true then true else 1"]);
    refused("E0304", &["if 1 then 2 else 3", "if 5 GB then 2 else 3"]);
    refused("E0101", &["if true then 2", "if true 2 else 3", "if then 1 else 2"]);
}

#[test]
fn the_side_not_taken_may_be_undefined() {
    check(&[
        ("if true then 1 else 1/0", (1, 1)),
        ("if false then 1/0 else 2", (2, 1)),
        ("x = 0; if x > 0 then 1/x else 0", (0, 1)),
        ("x = 0; if x != 0 and 1/x > 5 then 1 else 2", (2, 1)),
        ("x = 4; if x > 0 then 1/x else 0", (1, 4)),
        ("if true then 5 else ln(-1)", (5, 1)),
    ]);
    check_truth(true, &["true or 1/0 > 1", "1/0 > 1 or true"]);
    check_truth(false, &["false and 1/0 > 1", "1/0 > 1 and false"]);
    refused("E0402", &["if 1/0 > 1 then 2 else 3", "true and 1/0 > 1", "if true then 1/0 else 2"]);
}

#[test]
fn sums_need_one_dimension() {
    check(&[
        ("1 GB + 500 MB", (1_500_000_000, 1)),
        ("1 h + 30 min", (5_400, 1)),
        ("1 GB - 1000 MB", (0, 1)),
        ("5 reads + 5 writes", (10, 1)),
        ("1 TB + 1 B", (1_000_000_000_001, 1)),
        ("1 B + 1 TB", (1_000_000_000_001, 1)),
        ("3 days + 1 s", (259_201, 1)),
        ("50% + 0.25", (3, 4)),
    ]);
    refused(
        "E0301",
        &[
            "1 GB + 1 s",
            "1 + 1 s",
            "1 GB - 1",
            "5 users + 5 servers",
            "10 GB/s - 10 GB",
            "100 + $5",
            "1 GB/s + 1 GB/s/server",
            "5 tweets + 5 users",
            "5 users/s + 5/s",
        ],
    );
}

#[test]
fn what_has_no_result_is_an_error_at_the_operation() {
    refused(
        "E0402",
        &[
            "1/0",
            "0/0",
            "5 GB / 0 s",
            "1 GB / 0",
            "1 / (1 - 1)",
            "1e300 * 1e300",
            "1e308 + 1e308",
            "-1e308 - 1e308",
            "1e308 * 10 / 10",
            "0 * (1/0)",
            "max(1, 1/0)",
            "(1/0) == (1/0)",
            "10^(400)",
            "(1e200)^2",
            "(-1)^0.5",
            "(-8)^(1/3)",
            "2^2^2^2^2^2",
        ],
    );
    let evaluation = crate::support::evaluate("5 + 2 * (1 / (3 - 3))");
    let place = evaluation.diagnostics[0].span().unwrap();
    assert!(evaluation.sources.slice(place).contains("1 / (3 - 3)"), "{place:?}");
    assert!(!evaluation.sources.slice(place).contains('5'), "{place:?}");
    assert!(evaluation.answers.is_empty());
}

#[test]
fn multiplication_is_never_implied() {
    refused("E0106", &["a2 = 2; a2 (3)", "a2 = 2; a2 a2", "a2 = 2; 3 a2", "(1)(2)", "2 (3)", "2(3)"]);
}

#[test]
fn what_is_half_open_is_an_error() {
    for input in [
        "(",
        ")",
        "()",
        "(1",
        "1)",
        "((1)",
        "(1))",
        "1 +",
        "+ 1",
        "+1",
        "1 + + 2",
        "1 *",
        "* 1",
        "1 /",
        "/ 1",
        "1 ^",
        "^ 1",
        "1 <",
        "< 1",
        "1 == ",
        "1 and",
        "and true",
        "not",
        "if",
        "if true",
        "if true then",
        "if true then 1",
        "if true then 1 else",
        "then",
        "else",
        "max(",
        "max(1",
        "max(1,",
        "max(,1)",
        "max(1 2)",
        "1 to",
        "1 GB to",
        "1 GB in",
        "1 GB as",
        "1 GB ->",
        "to GB",
        "1 GB to 5 s to",
        "-",
        "--",
        "1 ±",
        "1 ..",
        "=",
        "= 3",
        "x =",
        "x = =",
        "x == ",
        "1 = 1",
        "x = y = 3",
        "1 ? 2",
        "[1]",
        "{1}",
        "1,2",
        "\"1\"",
        "'1'",
        "1 \\ 2",
        "@",
        "1 ! 2",
        "5 % * % 3",
        "2 ** 3",
        "1 // 2",
        "%",
        "5%%",
        "$",
        "$$5",
        "5$",
        "$x",
        "5 €",
    ] {
        assert_ne!(codes(input), [""; 0], "`{input}`");
    }
}

#[test]
fn literals_are_added_as_the_decimals_that_they_are() {
    // Each is the `f64` nearest to the exact decimal.
    for (input, exact) in [
        ("1 - 99.95%", 0.0005),
        ("0.1 + 0.2", 0.3),
        ("100% - 99.999%", 0.00001),
        ("1.1 GB - 1 GB to GB", 0.1),
        ("2 h + 30 min to min", 150.0),
    ] {
        assert_eq!(crate::support::value(input).value, exact, "{input}");
    }
}
