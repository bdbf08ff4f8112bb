//! No text makes napkin panic, and the places of its diagnostics are in the text.

use napkin::explain;
use napkin::report::Settings;
use proptest::prelude::*;

use super::config::config;
use super::generate::{broken_program, soup};
use crate::support::assert_well_made;

fn evaluate(text: &str) {
    let evaluation = napkin::evaluate("<input>", text, 4, &napkin::Settings::default());
    for diagnostic in &evaluation.diagnostics {
        assert_well_made(diagnostic, &evaluation.sources);
    }
    assert!(evaluation.is_ok() || evaluation.answers.is_empty());
    for answer in &evaluation.answers {
        assert!(answer.shown.value.is_finite(), "{text:?} has the value {}", answer.shown.value);
    }
    if evaluation.is_ok() {
        let settings = explain::Settings { mental: true, ..Default::default() };
        let explained = explain::script("<input>", text, &settings);
        for mental in explained.steps.iter().filter_map(|step| step.mental.as_ref()) {
            assert!(mental.error.is_finite() && mental.shown.value.is_finite(), "{text:?}: {mental:?}");
        }
    }
}

fn run(text: &str) {
    let report = napkin::report::run("model.toml", text, &Settings::default());
    for diagnostic in &report.diagnostics {
        assert_well_made(diagnostic, &report.sources);
    }
    assert!(report.is_ok() || report.estimates.is_empty());
}

/// Tokens of models, and similar ones.
const PIECES: [&str; 52] = [
    "[inputs]\n",
    "[inputs.demand]\n",
    "[estimates]\n",
    "[estimates.traffic]\n",
    "[checks]\n",
    "[tables.t]\n",
    "[units]\n",
    "[check]\n",
    "[[inputs]]\n",
    "[",
    "]",
    "\n",
    " ",
    "title = ",
    "summary = ",
    "nouns = ",
    "functions = ",
    "napkin = 1\n",
    "users = ",
    "size = ",
    "total = ",
    "users",
    "total",
    "\"5M users\"\n",
    "\"5 GB\"\n",
    "\"users * size\"\n",
    "\"total < 3 TB\"\n",
    "\"sum(t.x)\"\n",
    "\"{total}\"\n",
    "\"fn f(x) = x\"\n",
    "[\"gizmo\"]\n",
    "3\n",
    "true\n",
    "1.5\n",
    "{ value = \"5 GB\" }\n",
    "{ formula = \"size * 2\", unit = \"MB\" }\n",
    "{ check = \"size > 1 GB\", level = \"warn\" }\n",
    "{ x = 1, y = \"2 GB\" }\n",
    "a = { x = 1 }\n",
    "value = ",
    "formula = ",
    "{",
    "}",
    "=",
    "\"",
    "'",
    "\"\"\"\n",
    "'''",
    "\\u00b5",
    "#",
    ".",
    "é",
];

fn model_soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn pieces_of_the_language_in_any_order(text in soup()) {
        evaluate(&text);
    }

    #[test]
    fn programs_with_pieces_missing(text in broken_program()) {
        evaluate(&text);
    }

    #[test]
    fn any_characters(text in any::<String>()) {
        evaluate(&text);
        run(&text);
    }

    #[test]
    fn any_bytes_that_are_read_as_text(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        evaluate(&text);
        run(&text);
    }

    #[test]
    fn pieces_of_a_model_in_any_order(text in model_soup()) {
        run(&text);
    }

    #[test]
    fn any_formula_in_a_model(formula in soup(), other in broken_program()) {
        let quoted = |text: &str| format!("{text:?}").replace("\\'", "'").replace("\\u{", "\\U{");
        let text = format!("[inputs]\nx = {}\n[estimates]\ny = '''{}'''\n[checks]\nz = {}\n", quoted("5 GB"), formula.replace('\'', ""), quoted(&other));
        run(&text);
        let report = napkin::report::run("model.toml", "[inputs]\nx = \"5 GB\"\n[estimates]\ny = \"x * 2\"", &Settings { changes: vec![("x".into(), formula)].into(), ..Settings::default() });
        for diagnostic in &report.diagnostics {
            assert_well_made(diagnostic, &report.sources);
        }
    }
}
