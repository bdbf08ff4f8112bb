//! Derivations of models: tables, functions, and values that are set.

use napkin::explain::{Explanation, Settings};

use super::steps::{accepted, lines, model};

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

const COUNTS: &str = r#"
[inputs]
rate = "3 posts/s"
[estimates]
total = { formula = "rate * 1 h", unit = "posts" }
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
    let settings = Settings { changes: set.into(), ..Settings::default() };
    let names = ["total".to_owned()];
    let steps = accepted(napkin::explain::model("model.toml", TABLES, &names, &settings));
    assert_eq!(lines(&steps), ["flow = 8 MB/s", "total = flow * 1 h = 8 MB/s * 1 h to GB = 28.8 GB"]);
    assert!(steps[0].set && !steps[1].set);
}

#[test]
fn a_bare_number_that_is_set_has_the_unit_of_the_model() {
    let set = [("rate", "5"), ("total", "7")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let settings = Settings { changes: set.to_vec().into(), ..Settings::default() };
    let names = ["total".to_owned(), "rate".to_owned()];
    let steps = accepted(napkin::explain::model("model.toml", COUNTS, &names, &settings));
    let given: Vec<&str> = steps.iter().map(|step| step.substituted.as_str()).collect();
    assert_eq!(given, ["5 posts/s", "7 posts"]);
}

#[test]
fn what_is_set_may_be_a_formula() {
    let set = vec![("flow".to_owned(), "rate * 1 MB/gadget".to_owned())];
    let settings = Settings { changes: set.into(), ..Settings::default() };
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
