//! The functions that are built in, and those that a script defines.

use crate::support::{codes, evaluate, near, value};

#[track_caller]
fn check(cases: &[(&str, f64)]) {
    for (input, expected) in cases {
        assert_eq!(value(input).value, *expected, "`{input}`");
    }
}

#[track_caller]
fn refused(code: &str, inputs: &[&str]) {
    for input in inputs {
        assert_eq!(codes(input), [code], "`{input}`");
    }
}

#[test]
fn least_greatest_sum_and_mean_take_any_number_of_values() {
    check(&[
        ("min(3)", 3.0),
        ("min(3, 1, 2)", 1.0),
        ("max(3, 1, 2)", 3.0),
        ("sum(1, 2, 3)", 6.0),
        ("mean(1, 2, 6)", 3.0),
        ("min(1 GB, 500 MB)", 500e6),
        ("max(1 h, 50 min)", 3_600.0),
        ("sum(1 GB, 500 MB, 1 KB)", 1_500_001_000.0),
        ("mean(1 GB, 3 GB)", 2e9),
        ("sum(5%, 10%) to %", 15.0),
        ("max(5 reads, 3 writes)", 5.0),
        ("max(1,2,)", 2.0),
        ("max(\n  1,\n  2\n)", 2.0),
    ]);
    refused("E0206", &["min()", "max(a2 = 1)"]);
    refused("E0301", &["min(1 GB, 2 s)", "sum(1, 2 GB)", "max(5 users, 3 servers)"]);
    refused("E0304", &["min(true, false)", "sum(1 < 2)"]);
}

#[test]
fn rounding_goes_half_away_from_zero_and_takes_counts() {
    check(&[
        ("round(2.5)", 3.0),
        ("round(-2.5)", -3.0),
        ("round(0.5)", 1.0),
        ("round(2.4)", 2.0),
        ("floor(2.9)", 2.0),
        ("floor(-2.5)", -3.0),
        ("ceil(2.1)", 3.0),
        ("ceil(-2.5)", -2.0),
        ("ceil(11.2 servers)", 12.0),
        ("floor(11.9 servers)", 11.0),
        ("ceil(150%)", 2.0),
        ("ceil(1.2k users)", 1_200.0),
        ("ceil(1.2 users * 10 servers)", 12.0),
        ("ceil(11.2 GB / 1 GB) * 1 GB", 12e9),
        ("ceil(5 / 2)", 3.0),
    ]);
    refused(
        "E0303",
        &["ceil(11.2 GB)", "round(5 req/s)", "floor(1 kqps)", "ceil($5.5)", "round(1.5 s)", "ceil(5/user)"],
    );
    refused("E0304", &["ceil(true)", "round(1 == 1)"]);
}

#[test]
fn rounding_is_not_fooled_by_the_last_bit() {
    // 0.3 / 0.1 is 2.9999999999999996 and 0.7 / 0.1 is 6.999999999999999 in binary.
    check(&[
        ("ceil(0.3 / 0.1)", 3.0),
        ("floor(0.3 / 0.1)", 3.0),
        ("floor(0.7 / 0.1)", 7.0),
        ("ceil(1.1 * 3 / 1.1)", 3.0),
        ("ceil(4.35 * 100)", 435.0),
        ("floor(4.35 * 100)", 435.0),
        ("ceil(3.0001)", 4.0),
        ("floor(2.9999)", 2.0),
    ]);
}

#[test]
fn roots_and_logarithms_are_those_of_plain_numbers() {
    check(&[
        ("abs(-5)", 5.0),
        ("abs(-5 GB)", 5e9),
        ("sqrt(4)", 2.0),
        ("sqrt(4 m·m)", 2.0),
        ("sqrt(4/s/s)", 2.0),
        ("ln(1)", 0.0),
        ("exp(0)", 1.0),
        ("log2(8)", 3.0),
        ("log10(1000)", 3.0),
        ("log10(0.001)", -3.0),
        ("log2(1 GiB / 1 MiB)", 10.0),
    ]);
    assert_eq!(value("sqrt(4 m·m)").unit, "m");
    // e and ln 10 to the last bit: OEIS A001113 and A002392.
    assert!(near(value("exp(1) * 1e15").value, 2_718_281_828_459_045, 1, 2));
    assert!(near(value("ln(10) * 1e15").value, 2_302_585_092_994_046, 1, 2));
    refused("E0303", &["sqrt(4 m)", "sqrt(4 GB)", "ln(5 GB)", "log2(5 users)", "exp(1 s)", "log10(5/s)"]);
    refused("E0402", &["sqrt(-1)", "ln(0)", "ln(-1)", "log2(0)", "log10(-5)", "exp(710)"]);
}

#[test]
fn clamping_takes_its_arguments_by_place_and_by_name() {
    check(&[
        ("clamp(5, 1, 3)", 3.0),
        ("clamp(0, 1, 3)", 1.0),
        ("clamp(2, 1, 3)", 2.0),
        ("clamp(5 GB, 1 MB, 3 GB)", 3e9),
        ("clamp(low = 1, high = 3, x = 9)", 3.0),
        ("clamp(9, high = 3, low = 1)", 3.0),
    ]);
    refused(
        "E0206",
        &[
            "clamp(5, 1)",
            "clamp(5)",
            "clamp(1, 2, 3, 4)",
            "clamp(x = 1, x = 2, low = 1, high = 2)",
            "clamp(5, top = 3)",
        ],
    );
    refused("E0301", &["clamp(5 GB, 1, 3 GB)"]);
}

#[test]
fn unknown_functions_offer_known_ones() {
    for (input, meant) in [
        ("log(5)", "log10"),
        ("MAX(1, 2)", "max"),
        ("Min(1, 2)", "min"),
        ("ciel(1.5)", "ceil"),
        ("avg(1, 2)", "mean"),
        ("squrt(4)", "sqrt"),
    ] {
        let evaluation = evaluate(input);
        assert_eq!(evaluation.diagnostics.len(), 1, "`{input}`");
        let error = &evaluation.diagnostics[0];
        assert_eq!(error.code, "E0206");
        let offered = error.helps.iter().any(|help| {
            help.text.contains(meant) || help.edits.iter().any(|patch| patch.replacement.contains(meant))
        });
        assert!(offered, "`{input}`: {error:?}");
    }
    refused("E0206", &["zzz(1)", "f()", "if2(1, 2)"]);
    refused("E0201", &["max", "sqrt * 2"]);
}

#[test]
fn a_script_defines_functions() {
    check(&[
        ("fn sq(x) = x * x; sq(3)", 9.0),
        ("fn f() = 3; f()", 3.0),
        ("fn f(p, q = 2) = p * q; f(3)", 6.0),
        ("fn f(p, q = 2) = p * q; f(3, q = 5)", 15.0),
        ("fn f(p, q = 2) = p * q; f(q = 1, p = 4)", 4.0),
        ("fn f(p, q = 2) = p * q; f(3, 4)", 12.0),
        ("fn half(x) = x / 2; half(5 GB)", 2.5e9),
        ("fn half(x) = x / 2; half(5 GB) + half(4 GB)", 4.5e9),
        ("fn f(x) = x + 1; fn g(x) = f(x) * 2; g(3)", 8.0),
        ("fn f(\n  p,\n  q\n) = p + q\nf(1, 2)", 3.0),
        ("fn f(x) = if x > 0 then 1/x else 0; f(0) + f(4)", 0.25),
        ("x = 5; fn f(x) = x * 2; f(3) + x", 11.0),
        ("fn users(x) = x * 2; users(3)", 6.0),
    ]);
}

#[test]
fn a_parameter_may_name_its_unit() {
    check(&[
        ("fn f(x: GB) = x * 2; f(3 GB)", 6e9),
        ("fn f(x: GB) = x * 2; f(3 MB)", 6e6),
        ("fn f(x: users) = x * 2; f(3)", 6.0),
        ("fn f(x: users) = x * 2; f(3 users)", 6.0),
        ("fn f(x: req/s) = x * 1 day; f(100)", 8_640_000.0),
        ("fn f(x: req/day) = x * 1 day; f(100)", 100.0),
        ("fn f(x: kqps) = x to qps; f(2)", 2_000.0),
        ("fn f(x: day = 3 days) = x to days; f()", 3.0),
        ("fn f(x: day = 3 days) = x to days; f(48 h)", 2.0),
        ("fn f(x: %) = x; f(30%)", 0.3),
    ]);
    assert_eq!(value("fn f(x: users) = x; f(3)").unit, "users");
    refused(
        "E0302",
        &[
            "fn f(x: GB) = x; f(3)",
            "fn f(x: GB) = x; f(3 s)",
            "fn f(x: day) = x; f(2)",
            "fn f(x: $) = x; f(2)",
            "fn f(x: users) = x; f(3 servers)",
            "fn f(x: users) = x; f(50%)",
            "fn f(x: GB/s) = x; f(5)",
            "fn f(x: day = 3 GB) = x; f()",
        ],
    );
    refused("E0202", &["fn f(x: foo) = x; f(3)"]);
}

#[test]
fn a_function_sees_its_parameters_and_nothing_else() {
    refused(
        "E0201",
        &["y = 3; fn f(x) = y * x; f(1)", "fn f(x) = y; f(1)", "fn f(x) = y", "fn f(x, q = x) = q; f(1)"],
    );
}

#[test]
fn calls_are_checked_where_they_are_made() {
    refused(
        "E0206",
        &[
            "fn f(x) = x; f()",
            "fn f(x) = x; f(1, 2)",
            "fn f(x) = x; f(y = 3)",
            "fn f(x) = x; f(x = 3, x = 4)",
            "fn f(x) = x; f(3, x = 4)",
            "f(1)",
        ],
    );
    refused("E0208", &["fn max(x) = x", "fn f(x, x) = x", "fn f(x) = x; fn f(y) = y", "fn p95(x) = x"]);
    let evaluation = evaluate("fn f(x) = x + 1 GB\n\nf(1 s)");
    let error = &evaluation.diagnostics[0];
    assert_eq!((evaluation.diagnostics.len(), error.code), (1, "E0301"));
    assert_eq!(evaluation.sources.slice(error.span().unwrap()), "f(1 s)");
    let body = error.labels.iter().any(|label| evaluation.sources.line_column(label.span).0 == 1);
    assert!(body, "the line of the body is shown: {error:?}");
    let evaluation = evaluate("fn f(x) = 1/x\nf(0)");
    assert_eq!(evaluation.sources.slice(evaluation.diagnostics[0].span().unwrap()), "f(0)");
}

#[test]
fn functions_do_not_repeat() {
    refused(
        "E0207",
        &[
            "fn f(x) = f(x); f(1)",
            "fn f(x) = g(x); fn g(x) = f(x); f(1)",
            "fn f(x) = if x > 0 then f(x - 1) else 0; f(3)",
        ],
    );
}

#[test]
fn doubling_functions_are_written_out_once() {
    let mut script = "fn f0(x) = x\n".to_owned();
    for at in 1..=40 {
        script += &format!("fn f{at}(x) = f{}(x) + f{}(x)\n", at - 1, at - 1);
    }
    check(&[(&format!("{script}f40(1)"), (1_u64 << 40) as f64)]);
}

#[test]
fn functions_that_grow_too_large_are_refused() {
    let mut script = "fn f0(x) = x\n".to_owned();
    for at in 1..=40 {
        script += &format!("fn f{at}(x) = f{}(x + 1) + f{}(x + 2)\n", at - 1, at - 1);
    }
    assert_eq!(codes(&format!("{script}f40(1)")), ["E0207"]);
}

#[test]
fn a_calls_parenthesis_touches_its_name() {
    for input in ["max (1, 2)", "fn f(x) = x; f (3)", "fn f (x) = x"] {
        assert_eq!(codes(input).len(), 1, "`{input}`: {:?}", codes(input));
    }
}
