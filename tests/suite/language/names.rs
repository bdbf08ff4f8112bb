//! Names: which words can be bound, and whether a word is a name or a unit.

use crate::support::{answers, codes, evaluate, value, warnings};

#[track_caller]
fn check(input: &str, number: f64) {
    let shown = value(input).value;
    assert!((shown - number).abs() <= 1e-15 * number.abs(), "`{input}` is {shown}, not {number}");
}

#[track_caller]
fn refused(code: &str, inputs: &[&str]) {
    for input in inputs {
        assert_eq!(codes(input), [code], "`{input}`");
    }
}

#[test]
fn physical_units_cannot_be_bound() {
    for unit in [
        "s", "m", "MB", "day", "days", "kWh", "B", "b", "h", "min", "month", "USD", "cent", "W", "km", "byte",
    ] {
        assert_eq!(codes(&format!("{unit} = 3")), ["E0208"], "{unit}");
        assert_eq!(codes(&format!("fn f({unit}) = 1")), ["E0208"], "{unit} as a parameter");
        assert_eq!(codes(&format!("unit {unit}")), ["E0208"], "unit {unit}");
        assert_eq!(codes(&format!("unit {unit} = 3 s")), ["E0208"], "unit {unit} = 3 s");
    }
}

#[test]
fn a_refused_name_makes_one_error() {
    refused("E0208", &["b = 5 s; b + 1 s", "h = 5 users; 3 * h to users", "d = $5; d + $1; d * 2 to $"]);
}

#[test]
fn nouns_and_rate_names_can_be_bound() {
    check("users = 3; users * 2", 6.0);
    check("servers = 3; server = 4; servers + server", 7.0);
    check("qps = 100; qps * 2", 200.0);
    check("QPS = 100; QPS * 2", 200.0);
    check("DAU = 5M users; DAU * 2", 10e6);
    check("request = 3; 5 request", 5.0);
    check("Hz = 2; Hz + 1", 3.0);
}

#[test]
fn names_have_letters_digits_and_underscores() {
    for name in [
        "x",
        "_x",
        "_",
        "x1",
        "peak_factor",
        "π",
        "变量",
        "Ünïcödé",
        "x_",
        "k",
        "M",
        "million",
        "per_user",
        "to_",
    ] {
        assert_eq!(codes(&format!("{name} = 3; {name} * 2")), [""; 0], "{name}");
    }
    for name in ["a.b", "1x", "x-y", "x y", "x²", "x₁", "🎉", "x'", "$x", "e\u{301}"] {
        assert!(!codes(&format!("{name} = 3")).is_empty(), "{name}");
    }
}

#[test]
fn words_of_the_language_cannot_be_names() {
    for word in "fn unit if then else and or not to in as per of true false".split(' ') {
        let codes = codes(&format!("{word} = 3"));
        assert!(codes == ["E0101"] || codes == ["E0104"], "{word}: {codes:?}");
    }
}

#[test]
fn in_a_script_a_name_may_be_bound_again() {
    let answers = answers("x = 3\ny = x + 1\nx = 10\nx + y");
    let shown: Vec<f64> = answers.iter().map(|answer| answer.shown.value).collect();
    assert_eq!(shown, [3.0, 4.0, 10.0, 14.0]);
    let names: Vec<Option<&str>> = answers.iter().map(|answer| answer.name.as_deref()).collect();
    assert_eq!(names, [Some("x"), Some("y"), Some("x"), None]);
}

#[test]
fn after_a_number_a_word_is_a_unit_and_elsewhere_a_binding_wins() {
    check("users = 3; 5 users", 5.0);
    check("users = 3; 10 * users", 30.0);
    check("user = 4; 10 / user", 2.5);
    check("users = 300M users; 50 PB / users to MB/user", 500.0 / 3.0);
    check("users = 300M users; 50 PB/user to PB/user", 50.0);
    check("x = 5 GB; x to MB", 5_000.0);
}

#[test]
fn a_unit_in_a_suffix_that_is_also_a_binding_is_refused() {
    refused(
        "E0204",
        &[
            "users = 300M users; 50 PB/users",
            "user = 3; 50 PB/user",
            "users = 3; 5 GB per users",
            "servers = 4; 100 req/s/servers",
            "tweet = 280 B; 5 tweets + 3 KB/tweet",
        ],
    );
}

#[test]
fn a_physical_unit_alone_is_one_of_it() {
    check("posts = 5M posts; posts / day to posts/day", 5e6);
    check("storage = 50 PB; storage / TB", 50_000.0);
    check("posts = 5M posts; posts per day to posts/day", 5e6);
    check("day / s", 86_400.0);
    check("5 * GB", 5e9);
}

#[test]
fn a_noun_alone_is_one_of_it_only_after_a_slash_and_in_the_singular() {
    check("50 PB / user to PB/user", 50.0);
    check("50 PB per user to PB/user", 50.0);
    check("100 GB / server / day to GB/server/day", 100.0);
    refused(
        "E0201",
        &[
            "users * 3",
            "user * 3",
            "3 * user",
            "user",
            "users / 5",
            "50 PB / users",
            "50 PB / queries",
            "qps * 3",
        ],
    );
}

#[test]
fn dividing_by_one_of_a_noun_whose_plural_is_bound_is_a_warning() {
    assert_eq!(warnings("users = 300M users; storage = 50 PB; storage / user"), ["W0105"]);
    assert_eq!(warnings("users = 300M users; storage = 50 PB; storage per user"), ["W0105"]);
    assert_eq!(warnings("storage = 50 PB; storage / user"), [""; 0]);
    assert_eq!(warnings("users = 300M users; storage = 50 PB; storage / users"), [""; 0]);
    assert_eq!(warnings("users = 300M users; 50 PB/user"), [""; 0]);
}

#[test]
fn a_name_that_is_not_defined_is_said_once() {
    assert_eq!(codes("zzz + zzz * zzz; zzz"), ["E0201"]);
    assert_eq!(codes("zzz + yyy; yyy * zzz"), ["E0201", "E0201"]);
    // Errors that follow from it are not reported.
    assert_eq!(codes("x = zzz + 1 GB; x + 1 s; x to users"), ["E0201"]);
}

#[test]
fn a_slip_in_a_name_finds_what_was_meant() {
    for (input, meant) in [
        ("peak_rate = 5; peek_rate * 2", "peak_rate"),
        ("replication = 3; replicaton", "replication"),
        ("Users = 3; users * 2", "Users"),
    ] {
        let evaluation = evaluate(input);
        let offered = evaluation.diagnostics[0].helps.iter().any(|help| {
            help.edits.iter().any(|patch| patch.replacement == meant) || help.text.contains(meant)
        });
        assert!(offered, "{:?}", evaluation.diagnostics);
    }
}

#[test]
fn declared_nouns_and_units_are_units() {
    check("unit gizmo; 5 gizmos * 2", 10.0);
    check("unit gizmo; 5 gizmo + 1 gizmos", 6.0);
    check("unit reply; 5 replies", 5.0);
    check("unit mouse mice; 5 mice + 1 mouse", 6.0);
    check("unit sprint = 14 days; 2 sprints to days", 28.0);
    check("unit sprint = 14 days; 1 year to sprint", 365.0 / 14.0);
    check("unit EUR = $1.08; 100 EUR to $", 108.0);
    check("unit EUR = $1.08; $108 to EUR", 100.0);
    check("unit EUR = $1.08; 5 EUR/month * 1 year to $", 64.8);
    check("unit pod = 3 servers; 2 pods to servers", 6.0);
    check("unit dozen = 12; 3 dozens", 36.0);
    refused(
        "E0208",
        &[
            "unit gizmo; unit gizmo",
            "unit foo = 0 days",
            "unit foo = -3 days",
            "unit gizmo; unit other gizmos",
        ],
    );
    refused("E0304", &["unit foo = true"]);
    refused("E0202", &["unit gizmo; 5 gizmoes", "unit foo = 3 foo_s"]);
}

#[test]
fn a_declared_noun_shadows_a_built_in_one_but_not_its_aliases() {
    check("unit message; 5 messages + 1 message", 6.0);
    refused(
        "E0301",
        &[
            "unit tweet; 5 posts + 5 tweets",
            "unit request; 5 requests + 5 reads",
            "unit read; 5 reads + 5 req",
        ],
    );
    check("unit request; 5 reads + 5 writes", 10.0);
}

#[test]
fn a_plural_of_a_noun_is_not_declared_as_a_noun() {
    refused("E0208", &["unit tweets", "unit users", "unit queries"]);
}

#[test]
fn all_bad_names_are_counted() {
    let names: Vec<String> = (0..30_u8)
        .map(|at| format!("zork_{}{}", char::from(b'a' + at / 26), char::from(b'a' + at % 26)))
        .collect();
    let nouns: Vec<String> = names.iter().map(|name| format!("5 {name}")).collect();
    let evaluation = evaluate(&nouns.join("\n"));
    let [error] = evaluation.diagnostics.as_slice() else { panic!("{:?}", evaluation.diagnostics) };
    assert_eq!((error.code, error.labels.len()), ("E0202", 20));
    assert!(error.message.contains(" and 10 more are not units"), "{}", error.message);

    // Each is reported once, however often it stands.
    let twice: Vec<String> = names.iter().map(|name| format!("{name} + {name}")).collect();
    let evaluation = evaluate(&twice.join("\n"));
    assert_eq!(evaluation.diagnostics.len(), 20);
    assert_eq!(evaluation.diagnostics.last().unwrap().notes(), ["10 more of this kind"]);
}

#[test]
fn a_unit_that_is_declared_wrongly_is_one_mistake() {
    for (text, code) in [
        ("unit foo = 0 s; 5 foo", "E0208"),
        ("unit reply = 0 s; 5 replies + 1 s", "E0208"),
        ("unit foo = true; 5 foo", "E0304"),
        ("unit foo = bar; 5 foos * 2", "E0201"),
        ("unit foo = 5 GB + 1 s; 5 foo", "E0301"),
    ] {
        assert_eq!(crate::support::codes(text), [code], "{text}");
    }
}
