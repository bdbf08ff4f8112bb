//! Derivations of expressions and scripts: each step follows from earlier ones.

use napkin::explain::{Kind, Settings};
use napkin::library::formulas;
use napkin::text::diagnostic::Diagnostic;

use super::steps::{check, expression, typed_back};
use crate::support::{evaluate, paragraphs, value};

#[test]
fn an_expression_shows_how_its_units_cancel() {
    check(
        "100M users * 10 requests/user/day to req/s",
        &["100M users * 10 requests/user/day to req/s = 1bn requests/day = 11_570 requests/s"],
    );
    check("10 GB / 1 Gbit/s", &["10 GB / 1 Gbit/s = 80 s"]);
    check(
        "x = 86.4k urls/day; x to urls/s",
        &["x = 86.4k urls/day", "x to urls/s = 86.4k urls/day to urls/s = 1 url/s"],
    );
}

#[test]
fn names_are_replaced_by_values_that_read_as_they_are_meant() {
    check(
        "n = 4; rate = 20/s; each = 5/s/server; (rate - 10/n * 1/s) / each",
        &[
            "n = 4",
            "rate = 20/s",
            "each = 5/s/server",
            "(rate - 10/n * 1/s) / each = (20/s - 10/4 * 1/s) / (5/s/server) = 3.5 servers",
        ],
    );
    check("x = -3; x^2 - x", &["x = -3", "x^2 - x = (-3)^2 - (-3) = 12"]);
    check("base = 2^10 B; base * 3", &["base = 2^10 B", "base * 3 = (2^10 B) * 3 = 3.072 KB"]);
    check("share = 20%; 1 - share", &["share = 20%", "1 - share = 1 - 20% = 80%"]);
}

#[test]
fn digits_are_as_many_as_the_result_needs() {
    // One third to four digits is 0.3333, and 0.3333 of 3 GB is 999.9 MB.
    check("third = 1 / 3; third * 3 GB", &["third = 1 / 3 = 0.3333", "third * 3 GB = 0.33333 * 3 GB = 1 GB"]);
}

#[test]
fn a_formula_is_opened_with_its_arguments() {
    // 500M/day * 300 B * 1825 days * 3 is 821.25 TB, which rounds up; of 5.787k/s it would be 821.24.
    check(
        "rate = qps(250M users, 2 tweets/user/day); storage(rate, 300 B/tweet, 5 years, 3x)",
        &[
            "rate = qps(250M users, 2 tweets/user/day) = dau * per_user = 250M users * 2 tweets/user/day = \
             500M tweets/day = 5.787k tweets/s",
            "storage(rate, 300 B/tweet, 5 years, 3x) = rate * size * retention * replication = \
             5.78704k tweets/s * 300 B/tweet * 5 years * 3x = 821.3 TB",
        ],
    );
}

#[test]
fn a_call_within_a_formula_is_a_step_of_its_own_and_stands_once() {
    check(
        "fn twice(x) = x * 2; twice(twice(3 GB)) + twice(3 GB)",
        &[
            "twice(3 GB) = x * 2 = 3 GB * 2 = 6 GB",
            "twice(twice(3 GB)) = x * 2 = 6 GB * 2 = 12 GB",
            "twice(twice(3 GB)) + twice(3 GB) = 12 GB + 6 GB = 18 GB",
        ],
    );
}

#[test]
fn a_constant_is_an_input_with_its_source() {
    let steps = expression("10k reads * latency.ssd_random_read / 1 read");
    let [constant, last] = steps.as_slice() else { panic!("{steps:?}") };
    assert_eq!((constant.kind, constant.name.as_deref()), (Kind::Input, Some("latency.ssd_random_read")));
    assert!(constant.source.as_ref().is_some_and(|source| source.contains("napkin-math")));
    let literal = napkin::library::cheat_sheets::constant("latency.ssd_random_read").unwrap();
    assert_eq!(last.substituted, format!("10k reads * {literal} / 1 read"));
}

#[test]
fn ranges_show_medians_and_where_the_spread_comes_from() {
    let steps = expression("wide = 1 to 10; narrow = 2 to 3; wide * narrow");
    let last = steps.last().unwrap();
    // The median of a product of lognormals is the product of their medians, √10 · √6; the variance of its
    // logarithm is the sum of theirs, in the ratio of ln(10)² to ln(1.5)².
    assert_eq!(last.substituted, "3.16 * 2.45");
    assert!((last.shown.value / 60.0_f64.sqrt() - 1.0).abs() < 1e-2, "{}", last.shown.value);
    let (wide, narrow) = (10.0_f64.ln().powi(2), 1.5_f64.ln().powi(2));
    let shares: Vec<(&str, f64)> = last.spread.iter().map(|of| (of.input.as_str(), of.share)).collect();
    let [("wide", of_wide), ("narrow", of_narrow)] = shares.as_slice() else { panic!("{shares:?}") };
    let all = wide + narrow;
    assert!((of_wide - wide / all).abs() < 0.01 && (of_narrow - narrow / all).abs() < 0.01, "{shares:?}");
}

#[test]
fn what_the_values_give_stands_beside_what_the_ranges_make_of_it() {
    let comes_to = |text: &str| {
        let steps = expression(text);
        let last = steps.last().unwrap();
        let arithmetic = last.arithmetic.as_ref().map(|of| of.written.literal());
        (last.substituted.clone(), arithmetic.unwrap_or_default())
    };
    // The medians of 1 to 4 and of 2 to 8 are 2 and 4.
    let pair = |text: &str, value: &str| (text.to_owned(), value.to_owned());
    assert_eq!(comes_to("x = 1 to 4 GB; y = 2 to 8 GB; x + y"), pair("2 GB + 4 GB", "6 GB"));
    assert_eq!(comes_to("x = 1 to 4; y = 2 to 8; max(x, y) * 3"), pair("max(2, 4) * 3", "12"));
    assert_eq!(
        comes_to("a = 10 to 40 GB; ceil(a / (3 GB/disk))"),
        pair("ceil(20 GB / (3 GB/disk))", "7 disks")
    );
    assert_eq!(comes_to("a = 1 to 4; if a > 1 then a * 5 else 0"), pair("if 2 > 1 then 2 * 5 else 0", "10"));
    // What has no value by itself is not said to come out.
    assert_eq!(expression("a = 1 to 4; a * p95(a)").last().unwrap().arithmetic, None);
    // What is certain is as it was.
    assert_eq!(expression("a = 3; a * 2").last().unwrap().arithmetic, None);
}

#[test]
fn what_is_said_of_all_samples_keeps_its_names() {
    let steps = expression("load = 10k to 50k req/s; twice = 2; twice * p95(load) + mean(load)");
    assert_eq!(steps.last().unwrap().substituted, "2 * p95(load) + mean(load)");
    let text = "load = 20k req/s; p95(load)";
    check(text, &["load = 20k req/s", "p95(load) = p95(20k req/s) = 20k requests/s"]);
}

#[test]
fn markdown_has_formulas_as_code_and_text_as_text() {
    let mut napkin = std::process::Command::new(env!("CARGO_BIN_EXE_napkin"));
    let text = "rate = qps(5M users, 4 posts/user/day); ceil(rate / 100 posts/s/server)";
    let output =
        napkin.args(["explain", "--format", "markdown", text]).output().expect("napkin can be started");
    // 20M posts a day are 231.48 a second.
    let expected = "\
## Steps

```text
rate = qps(5M users, 4 posts/user/day)
     = dau * per_user
     = 5M users * 4 posts/user/day
     = 20M posts/day
     = 231.5 posts/s
```

`qps(dau, per_user)`: Average request rate: daily active users times actions per user and day

source: A. Xu, System Design Interview, volume 1, 2020 (chapter 2)

```text
ceil(rate / 100 posts/s/server)
  = ceil(231.5 posts/s / 100 posts/s/server)
  = 3 servers
```
";
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim_start(), expected);
}

#[test]
fn every_example_of_every_formula_is_opened_and_can_be_typed_back() {
    for formula in formulas::topics().iter().flat_map(formulas::Topic::formulas) {
        for example in &formula.examples {
            let steps = expression(example.call);
            for step in &steps {
                typed_back("", step);
            }
            let last = steps.last().expect("a call has a step");
            assert_eq!(last.shown, value(example.call), "{}", example.call);
            let calls = steps.iter().filter(|step| step.kind != Kind::Input);
            let sources: Vec<&str> = calls.filter_map(|step| step.source.as_deref()).collect();
            assert!(sources.contains(&formula.source.as_str()), "{}: {sources:?}", example.call);
        }
    }
}

#[test]
fn every_published_script_is_explained_by_what_it_evaluates_to() {
    insta::glob!("../../fixtures/published", "*.napkin", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let units = text.lines().filter(|line| line.starts_with("unit "));
        let declared: String = units.map(|line| format!("{line}\n")).collect();
        let steps = expression(&text);
        for step in &steps {
            typed_back(&declared, step);
        }
        let shown: Vec<(Option<&str>, f64)> = steps
            .iter()
            .filter(|step| {
                step.kind != Kind::Formula && !step.name.as_ref().is_some_and(|name| name.contains('.'))
            })
            .map(|step| (step.name.as_deref(), step.shown.value))
            .collect();
        let evaluation = evaluate(&text);
        let answers: Vec<(Option<&str>, f64)> =
            evaluation.answers.iter().map(|answer| (answer.name.as_deref(), answer.shown.value)).collect();
        assert_eq!(shown, answers, "{}", path.display());
    });
}

#[test]
fn what_is_refused_when_evaluated_is_refused_alike() {
    insta::glob!("../../fixtures/errors", "*.napkin", |path| {
        for (_, program) in paragraphs(&std::fs::read_to_string(path).unwrap()) {
            let errors = |diagnostics: &[Diagnostic]| -> Vec<&'static str> {
                diagnostics.iter().filter(|each| each.is_error()).map(|each| each.code).collect()
            };
            let explained = napkin::explain::script("<input>", &program, &Settings::default());
            let evaluated = evaluate(&program);
            assert_eq!(errors(&explained.diagnostics), errors(&evaluated.diagnostics), "{program}");
        }
    });
}
