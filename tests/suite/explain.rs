//! Derivations: each step follows from earlier ones, and has the value that is computed without the derivation.

use std::collections::BTreeSet;

use napkin::Shown;
use napkin::explain::Settings;
use napkin::explain::{Explanation, Kind, Step};
use napkin::library::{formulas, presets};
use napkin::report::Report;
use napkin::text::diagnostic::Diagnostic;

use super::support::{all, evaluate, paragraphs, row, sound, value};

fn reported(point: bool) -> napkin::report::Settings {
    let Settings { digits, uncertainty, .. } = settings(point);
    napkin::report::Settings { digits, uncertainty, ..Default::default() }
}

fn settings(point: bool) -> Settings {
    Settings { uncertainty: napkin::Settings { point, ..Default::default() }, ..Default::default() }
}

#[track_caller]
fn expression(text: &str) -> Vec<Step> {
    accepted(napkin::explain::script("<input>", text, &Settings::default()))
}

#[track_caller]
fn model(text: &str, names: &[&str]) -> Vec<Step> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    accepted(napkin::explain::model("model.toml", text, &names, &Settings::default()))
}

#[track_caller]
fn accepted(explanation: Explanation) -> Vec<Step> {
    let said = all(&explanation.diagnostics, &explanation.sources);
    assert!(explanation.is_ok(), "refused:\n{said}");
    explanation.steps
}

/// Each step as one line: the name, the formula, the formula with values, the result.
fn lines(steps: &[Step]) -> Vec<String> {
    let line = |step: &Step| {
        let opened = step.opened.as_ref().map(|opened| opened.body.as_str());
        let parts = [step.name.as_deref(), Some(step.formula.as_str()), opened, Some(&step.substituted)];
        let parts = parts.into_iter().flatten().chain(step.cancelled.as_deref());
        let mut parts: Vec<String> = parts.map(str::to_owned).collect();
        parts.push(step.shown.written.literal());
        parts.dedup();
        parts.join(" = ")
    };
    steps.iter().map(line).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(lines(&expression(text)), expected, "{text}");
}

/// Checks that a formula with its values, typed after the declarations of the model, has the printed result.
#[track_caller]
fn typed_back(declared: &str, step: &Step) {
    let Step { substituted, shown, .. } = step;
    let typed = value(&format!("{declared}{substituted}"));
    assert_eq!(typed.dimension, shown.dimension, "{step:?}");
    if step.kind == Kind::Input {
        // An input is shown as it was written, and not in the unit in which it would be printed.
        assert!((typed.value - shown.value).abs() <= 1e-9 * shown.value.abs(), "{typed:?}\n{step:?}");
    } else if shown.truth || (step.opened.is_none() && step.kind != Kind::Formula) {
        // An integer is printed in full, followed by its leading digits.
        let scaled = typed.written.also.as_ref().map(|also| format!("{also}{}", typed.written.unit));
        let printed = [Some(typed.written.literal()), scaled];
        // Rates that were put in per second come out per second, and not per day as they are shown.
        let is_other_form = typed.written.unit != shown.written.unit
            && shown.written.also.is_some()
            && (typed.value - shown.value).abs() <= 5e-4 * shown.value.abs();
        assert!(is_other_form || printed.contains(&Some(shown.written.literal())), "{printed:?}: {step:?}");
    } else {
        // The `to` of a formula is part of its body; the unit of a call is chosen when it is printed.
        let printed = shown.written.literal();
        let difference = value(&format!("{declared}({substituted}) - ({printed})")).value;
        let one = value(&format!("{declared}(2 * ({printed})) - ({printed})")).value;
        assert!(difference.abs() <= 5e-4 * one.abs(), "{difference} of {one}: {step:?}");
    }
}

/// The count nouns and units of a model, and its functions, as a script declares them.
pub fn declared(text: &str) -> String {
    let model: toml::Table = text.parse().expect("the model is TOML");
    let nouns = model.get("nouns").and_then(toml::Value::as_array).into_iter().flatten();
    let mut declared: String =
        nouns.filter_map(toml::Value::as_str).map(|noun| format!("unit {noun}\n")).collect();
    for (name, size) in model.get("units").and_then(toml::Value::as_table).into_iter().flatten() {
        let size = size.as_str().or_else(|| size.get("value")?.as_str()).expect("a unit has a size");
        declared.push_str(&format!("unit {name} = {size}\n"));
    }
    if let Some(functions) = model.get("functions").and_then(toml::Value::as_str) {
        declared.push_str(&format!("{functions}\n"));
    }
    declared
}

/// The words of a formula that may be names: neither a literal's unit nor a conversion's.
fn names_in(formula: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for power in formula.split('^') {
        let mut is_unit = false;
        for word in power.split([' ', '(', ')']).filter(|word| !word.is_empty()) {
            let (word, ends) = word.strip_suffix(',').map_or((word, false), |word| (word, true));
            let is_operator = matches!(word, "*" | "/" | "+" | "-" | "of" | "per");
            if !is_unit || is_operator {
                names.insert(word);
            }
            let precedes = matches!(word, "to" | "as") || word.starts_with(|c: char| c.is_ascii_digit());
            is_unit = precedes && !ends;
        }
    }
    names
}

/// The words of a text.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect()
}

/// The rows of a report on which a name depends, found in the texts of the formulas.
fn ancestors<'r>(report: &'r Report, name: &'r str) -> BTreeSet<&'r str> {
    let rows = || report.inputs.iter().chain(&report.estimates).flat_map(|section| &section.rows);
    let (mut found, mut open) = (BTreeSet::new(), vec![name]);
    while let Some(name) = open.pop() {
        let is_estimate =
            report.estimates.iter().flat_map(|section| &section.rows).any(|row| row.name == name);
        if found.insert(name) && is_estimate {
            let words = names_in(&row(report, name).formula);
            open.extend(rows().map(|row| row.name.as_str()).filter(|name| words.contains(name)));
        }
    }
    found
}

fn every_preset() -> impl Iterator<Item = &'static presets::Preset> {
    let names: BTreeSet<&str> =
        presets::names().filter_map(presets::find).map(|preset| preset.name).collect();
    names.into_iter().filter_map(presets::find)
}

#[test]
fn every_step_of_every_preset_can_be_typed_back() {
    for preset in every_preset() {
        for step in accepted(napkin::explain::model(preset.name, preset.text, &[], &settings(true))) {
            typed_back(&declared(preset.text), &step);
        }
    }
}

#[test]
fn every_step_of_every_preset_is_what_run_prints() {
    for preset in every_preset() {
        for point in [true, false] {
            let steps = accepted(napkin::explain::model(preset.name, preset.text, &[], &settings(point)));
            let report = sound(napkin::report::run(preset.name, preset.text, &reported(point)));
            let estimates = report.estimates.iter().flat_map(|section| &section.rows);
            for each in estimates {
                let found: Vec<&Step> =
                    steps.iter().filter(|step| step.name.as_ref() == Some(&each.name)).collect();
                let [step] = found.as_slice() else { panic!("{}: {} steps", each.name, found.len()) };
                assert_eq!((&step.formula, step.shown.value), (&each.formula, each.shown.value));
                assert_eq!(step.shown.written, each.shown.written, "{}", each.name);
                let interval =
                    |shown: &Shown| shown.spread.as_ref().map(|spread| spread.interval.to_string());
                assert_eq!(interval(&step.shown), interval(&each.shown), "{}", each.name);
                assert_eq!(step.note, each.note, "{}", each.name);
            }
            for step in steps.iter().filter(|step| step.kind == Kind::Input) {
                let name = step.name.as_deref().unwrap_or_default();
                if !name.contains('.') {
                    let input = row(&report, name);
                    assert_eq!((&step.note, &step.source), (&input.note, &input.source), "{name}");
                }
            }
        }
    }
}

#[test]
fn a_name_of_a_preset_is_explained_by_its_ancestors_in_order() {
    for preset in every_preset() {
        let report = sound(napkin::report::run(preset.name, preset.text, &reported(true)));
        for each in report.estimates.iter().flat_map(|section| &section.rows) {
            let names = [each.name.clone()];
            let steps = accepted(napkin::explain::model(preset.name, preset.text, &names, &settings(true)));
            assert_eq!(steps.last().and_then(|step| step.name.as_ref()), Some(&each.name));
            let named = steps.iter().filter(|step| step.kind != Kind::Formula);
            let named: Vec<&str> = named.filter_map(|step| step.name.as_deref()).collect();
            let plain: Vec<&str> = named.iter().copied().filter(|name| !name.contains('.')).collect();
            let set: BTreeSet<&str> = plain.iter().copied().collect();
            assert_eq!(set.len(), plain.len(), "{}: a step stands twice", each.name);
            assert_eq!(set, ancestors(&report, &each.name), "{} {}", preset.name, each.name);
            for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.kind == Kind::Estimate) {
                let words = names_in(&step.formula);
                for later in &steps[at..] {
                    let name = later.name.as_deref().unwrap_or_default();
                    assert!(!words.contains(name), "{:?} needs `{name}`, which comes after it", step.name);
                }
            }
        }
    }
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
fn no_step_shows_a_unit_that_is_not_in_it() {
    for preset in every_preset() {
        let declared = declared(preset.text);
        for step in accepted(napkin::explain::model(preset.name, preset.text, &[], &settings(true))) {
            let known = words(&step.substituted);
            let dimensions = |words: &BTreeSet<&str>| -> BTreeSet<String> {
                let unit = |word: &&str| {
                    let text = format!("{declared}1 {word}");
                    let one = evaluate(&text);
                    one.answers
                        .first()
                        .map(|answer| format!("{} {}", answer.shown.value, answer.shown.dimension))
                };
                words
                    .iter()
                    .filter(|word| word.starts_with(|c: char| c.is_alphabetic()))
                    .filter_map(unit)
                    .collect()
            };
            let cancelled = step.cancelled.as_deref().unwrap_or_default();
            let unit: BTreeSet<&str> = words(cancelled.trim_start_matches(|c: char| c != ' '));
            assert!(dimensions(&unit).is_subset(&dimensions(&known)), "{step:?}");
        }
    }
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

source: system design study guide (DAU × queries per user per day / 86 400)

```text
ceil(rate / 100 posts/s/server)
  = ceil(231.5 posts/s / 100 posts/s/server)
  = 3 servers
```
";
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim_start(), expected);
}

#[test]
fn the_text_of_every_preset_fits_80_columns() {
    for preset in every_preset() {
        for point in [true, false] {
            let mut napkin = std::process::Command::new(env!("CARGO_BIN_EXE_napkin"));
            napkin.args(["explain", preset.name]).args(point.then_some("--point"));
            let output = napkin.output().expect("napkin can be started");
            assert!(output.status.success(), "{}", preset.name);
            let text = String::from_utf8(output.stdout).expect("it is text");
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{}: {line}", preset.name);
            }
        }
    }
}

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
fn what_is_said_of_all_samples_keeps_its_names() {
    let steps = expression("load = 10k to 50k req/s; twice = 2; twice * p95(load) + mean(load)");
    assert_eq!(steps.last().unwrap().substituted, "2 * p95(load) + mean(load)");
    let text = "load = 20k req/s; p95(load)";
    check(text, &["load = 20k req/s", "p95(load) = p95(20k req/s) = 20k requests/s"]);
}

const TABLES: &str = r#"
nouns     = ["gadget"]
functions = "fn spare(x: servers) = x + 1 server"
[inputs]
rate  = { value = "20 gadgets/s", note = "counted", source = "the log" }
size  = "10 \u00b5s/gadget"
other = "5"
[tables.kinds]
small = { share = "75%", bytes = "2 KB/gadget" }
large = { share = "25%", bytes = "1 MB/gadget" }
[estimates]
total = { formula = "flow * 1 h", unit = "GB" }
flow  = "rate * sum(kinds.share * kinds.bytes)"
busy  = "rate * size * \u0028other + 1)"
hosts = "spare(ceil(busy * 100 servers))"
[checks]
fits  = "total <= 1 TB"
"#;

#[test]
fn a_table_is_written_out_row_by_row() {
    let steps = lines(&model(TABLES, &["total"]));
    let expected = [
        "rate = 20 gadgets/s",
        "kinds.small.share = 75%",
        "kinds.small.bytes = 2 KB/gadget",
        "kinds.large.share = 25%",
        "kinds.large.bytes = 1 MB/gadget",
        "flow = rate * sum(kinds.share * kinds.bytes) = 20 gadgets/s * sum(75% * 2 KB/gadget, 25% * 1 MB/gadget) \
         = 5.03 MB/s",
        "total = flow * 1 h = 5.03 MB/s * 1 h to GB = 18.11 GB",
    ];
    assert_eq!(steps, expected);
}

#[test]
fn escapes_of_toml_move_nothing_and_functions_of_a_model_are_opened() {
    let steps = lines(&model(TABLES, &["hosts"]));
    let expected = [
        "rate = 20 gadgets/s",
        "size = 10 µs/gadget",
        "other = 5",
        "busy = rate * size * (other + 1) = 20 gadgets/s * 10 µs/gadget * (5 + 1) = 0.0012",
        "hosts = spare(ceil(busy * 100 servers)) = x + 1 server = 1 server + 1 server = 2 servers",
    ];
    assert_eq!(steps, expected);
}

#[test]
fn what_is_set_is_given_and_what_it_replaces_is_not_needed() {
    let set = vec![("flow".to_owned(), "8 MB/s".to_owned())];
    let settings = Settings { set, ..Settings::default() };
    let names = ["total".to_owned()];
    let steps = accepted(napkin::explain::model("model.toml", TABLES, &names, &settings));
    assert_eq!(lines(&steps), ["flow = 8 MB/s", "total = flow * 1 h = 8 MB/s * 1 h to GB = 28.8 GB"]);
    assert!(steps[0].set && !steps[1].set);
}

#[test]
fn a_bare_number_that_is_set_has_the_unit_of_the_model() {
    let set = [("rate", "5"), ("total", "7")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let settings = Settings { set: set.to_vec(), ..Settings::default() };
    let names = ["total".to_owned(), "rate".to_owned()];
    let steps = accepted(napkin::explain::model("model.toml", COUNTS, &names, &settings));
    let given: Vec<&str> = steps.iter().map(|step| step.substituted.as_str()).collect();
    assert_eq!(given, ["5 posts/s", "7 posts"]);
}

const COUNTS: &str = r#"
[inputs]
rate = "3 posts/s"
[estimates]
total = { formula = "rate * 1 h", unit = "posts" }
"#;

#[test]
fn what_is_set_may_be_a_formula() {
    let set = vec![("flow".to_owned(), "rate * 1 MB/gadget".to_owned())];
    let settings = Settings { set, ..Settings::default() };
    let names = ["flow".to_owned()];
    let steps = accepted(napkin::explain::model("model.toml", TABLES, &names, &settings));
    let expected =
        ["rate = 20 gadgets/s", "flow = rate * 1 MB/gadget = 20 gadgets/s * 1 MB/gadget = 20 MB/s"];
    assert_eq!(lines(&steps), expected);
    assert!(!steps[0].set && steps[1].set);
}

#[test]
fn one_of_many_estimates_mentions_only_its_ancestors() {
    let mut text = String::from("[inputs]\nx = 2\ny = 3\n[estimates]\na0 = \"x + 1\"\nb0 = \"y + 1\"\n");
    for at in 1..100 {
        text.push_str(&format!("a{at} = \"a{} + 1\"\nb{at} = \"b{} + 1\"\n", at - 1, at - 1));
    }
    let steps = model(&text, &["b99"]);
    assert_eq!(steps.len(), 101);
    assert!(steps.iter().all(|step| !step.name.as_ref().unwrap().starts_with('a')));
    assert_eq!(steps.last().unwrap().shown.value, 103.0);
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_explained() {
    let code = |explanation: Explanation| {
        assert!(explanation.steps.is_empty());
        explanation.diagnostics.first().map(|diagnostic| diagnostic.code)
    };
    let of = |text: &str| code(napkin::explain::script("<input>", text, &Settings::default()));
    assert_eq!(of("1 +"), Some("E0101"));
    assert_eq!(of("5 users + 3 servers"), Some("E0301"));
    assert_eq!(of("1 / 0"), Some("E0402"));
    assert_eq!(of("fn f(x) = x"), Some("E0103"));
    assert_eq!(of("x = 1 to 5; x > 3"), Some("E0401"));
    let names = ["totl".to_owned()];
    assert_eq!(code(napkin::explain::model("m", TABLES, &names, &Settings::default())), Some("E0510"));
}

#[test]
fn every_published_script_is_explained_by_what_it_evaluates_to() {
    insta::glob!("../fixtures/published", "*.napkin", |path| {
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
    insta::glob!("../fixtures/errors", "*.napkin", |path| {
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
