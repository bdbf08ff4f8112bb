//! Reads models and compares the data, as one line, or the errors.

use super::*;
use crate::text::source::Sources;

/// Returns each error as `line:column code message`.
fn errors(toml: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let source = sources.add("model.toml", toml);
    let (_, found) = read(source, toml);
    found
        .iter()
        .map(|error| {
            let (line, column) = error.span().map_or((0, 0), |span| sources.line_column(span));
            format!("{line}:{column} {} {}", error.code, error.message)
        })
        .collect()
}

/// Returns the text after the first patch of each error is applied.
fn patched(toml: &str) -> String {
    let (_, found) = read(0, toml);
    let mut patches: Vec<_> =
        found.iter().filter_map(|error| error.helps.iter().find_map(|help| help.edits.first())).collect();
    patches.sort_by_key(|patch| std::cmp::Reverse(patch.span.start));
    let mut text = toml.to_owned();
    for patch in patches {
        text.replace_range(patch.span.start as usize..patch.span.end as usize, &patch.replacement);
    }
    text
}

#[track_caller]
fn check(toml: &str, expected: &[&str]) {
    assert_eq!(errors(toml), expected, "{toml}");
}

#[track_caller]
fn check_patch(toml: &str, expected: &str) {
    assert_eq!(patched(toml), expected, "{toml}");
    assert_eq!(errors(expected), [""; 0], "{expected}");
}

fn outline(sections: &[Section]) -> String {
    let value = |value: &Value| match value {
        Value::Formula(text) => text.text.clone(),
        Value::Number { text, .. } => text.clone(),
        Value::Bool { value, .. } => value.to_string(),
        Value::Data { numbers, .. } => format!("{numbers:?}"),
        Value::Invalid(_) => "?".to_owned(),
    };
    let entry = |entry: &Entry| format!("{}={}", entry.name.text, value(&entry.value));
    let section = |section: &Section| {
        let name = section.name.as_ref().map_or("", |name| name.text.as_str());
        format!("{name}[{}]", section.entries.iter().map(entry).collect::<Vec<_>>().join(" "))
    };
    sections.iter().map(section).collect::<Vec<_>>().join(" ")
}

#[test]
fn whole_model() {
    let toml = r#"
        napkin = 1
        title = "Twitter"
        also = ["x", "birds"]
        nouns = ["retweet"]
        functions = """
fn twice(x) = x * 2
"""
        [units]
        sprint = "14 days"
        [inputs.demand]
        users = { value = "1B users", source = "somewhere", min = 1, max = "8B users" }
        share = "20%"
        [estimates.traffic]
        dau = "users * share"
        [inputs]
        late = "1"
        [tables.media]
        text = { share = "90%", bytes = "310 B" }
        photo = { bytes = "1 MB", share = "10%" }
        [estimates]
        x = { formula = "dau", unit = "users", ok = "because" }
        [checks]
        fits = "dau < 1"
        fleet = { check = "x < 2", level = "warn", note = "one region" }
    "#;
    let (file, found) = read(0, toml);
    assert_eq!(found, []);
    assert_eq!(outline(&file.inputs), "demand[users=1B users share=20%] [late=1]");
    assert_eq!(outline(&file.estimates), "traffic[dau=users * share] [x=dau]");
    assert_eq!(file.title.map(|title| title.text).as_deref(), Some("Twitter"));
    assert_eq!(file.also.len() + file.nouns.len() + file.units.len(), 4);
    assert_eq!(file.functions.first().map(|text| text.text.as_str()), Some("fn twice(x) = x * 2\n"));
    let table = &file.tables[0];
    assert_eq!(
        table.columns.iter().map(|column| column.text.as_str()).collect::<Vec<_>>(),
        ["share", "bytes"]
    );
    assert!(
        matches!(&table.rows[1].cells[..], [Some(Entry { value: Value::Formula(share), .. }), _] if share.text == "10%")
    );
    assert_eq!(file.checks.iter().map(|check| check.level).collect::<Vec<_>>(), [Level::Error, Level::Warn]);
}

#[test]
fn sections_and_entries() {
    let cases = [
        ("a = 1\ns = { b = 2, c = 3 }\nd = 4", "[a=1] s[b=2 c=3] [d=4]"),
        ("[inputs.s]\na = 1\n[inputs.x]\nvalue = 2\n[inputs.s.b]\nvalue = 3\n", "s[a=1 b=3] [x=2]"),
        ("x.value = 1\ny.z = 2", "[x=1] y[z=2]"),
        ("s = { source = { value = 1 }, b = 2 }", "s[source=1 b=2]"),
        ("values = 1\nnote = 2\nfunctions = { value = 3 }", "[values=1 note=2 functions=3]"),
        ("s = { a = 1, b = 2, values = 3 }", "s[a=1 b=2 values=3]"),
        ("a = 1_0\nb = 0x10\nc = -1.5e3\nd = false", "[a=1_0 b=0x10 c=-1.5e3 d=false]"),
    ];
    for (body, expected) in cases {
        let (file, found) = read(0, &format!("[inputs]\n{body}"));
        assert_eq!(found, [], "{body}");
        assert_eq!(outline(&file.inputs), expected, "{body}");
    }
}

#[test]
fn misspelt_words_are_errors_and_are_read() {
    check_patch("titel = \"a\"\n[input]\nx = 1", "title = \"a\"\n[inputs]\nx = 1");
    check_patch(
        "[estimate.a]\nx = \"1\"\n[check]\ny = \"x\"",
        "[estimates.a]\nx = \"1\"\n[checks]\ny = \"x\"",
    );
    check_patch("[inputs]\nx = { valeu = 3, nte = \"\" }", "[inputs]\nx = { value = 3, note = \"\" }");
    check_patch("[inputs.x]\nval = 3", "[inputs.x]\nvalue = 3");
    check_patch("[inputs]\nx = { formula = 3, mni = 1 }", "[inputs]\nx = { value = 3, min = 1 }");
    check_patch("[estimates]\nx = { formla = \"3\" }", "[estimates]\nx = { formula = \"3\" }");
    check_patch(
        "[checks]\nx = { value = \"a\", level = \"Warning\" }",
        "[checks]\nx = { check = \"a\", level = \"warn\" }",
    );
    check_patch("[tables.t]\na = { x = 1 }\nb = { xx = 1 }", "[tables.t]\na = { x = 1 }\nb = { x = 1 }");
    let (file, _) = read(0, "[input]\nx = { valeu = 3 }");
    assert_eq!(outline(&file.inputs), "[x=3]");
}

#[test]
fn unknown_words() {
    check("users = 1", &["1:1 E0502 `users` is not a key at the top of a model"]);
    check("[demand]", &["1:2 E0502 `demand` is not a table"]);
    check(
        "[inputs.s]\na = 1\nb = 2\nnote = \"x\"\n[inputs.s.deep]\nc = 3",
        &[
            "4:1 E0502 `s` is a section and has no `note`",
            "5:11 E0502 `deep` is a section inside the section `s`",
        ],
    );
    check(
        "[inputs]\nx = { note = \"a\" }\ny = {}",
        &["2:1 E0505 `x` has no `value`", "3:1 E0505 `y` has no `value`"],
    );
    check("[estimates]\nx = { formula = \"a\", min = 1 }", &["2:22 E0502 an estimate has no field `min`"]);
}

#[test]
fn names() {
    check_patch(
        "[inputs]\npeak-factor = 1\n\"a b\" = 2\n2x = 3\nper = 4",
        "[inputs]\npeak_factor = 1\na_b = 2\n_2x = 3\nper_ = 4",
    );
    check("[inputs]\n\"\" = 1", &["2:1 E0504 an empty key is not a name"]);
    check("[inputs]\nx = 1\nx = 2", &["3:1 E0503 `x` is defined twice"]);
    check(
        "[inputs]\na.x = 1\nb.x = 2\n[estimates]\nx = \"3\"",
        &["3:3 E0503 `x` is defined twice", "5:1 E0503 `x` is defined twice"],
    );
    check(
        "[tables.x]\na = { b = 1 }\n[inputs]\nx = 1\n[checks]\nx = \"a\"",
        &["4:1 E0503 `x` is defined twice"],
    );
    check("[inputs.a]\n[inputs.a]", &["2:9 E0503 the heading `[inputs.a]` is in the file twice"]);
    let (file, found) = read(0, "[estimates]\nx = \"1\"\n[inputs.s]\nx = 2\nx = 3");
    assert_eq!(outline(&file.estimates) + &outline(&file.inputs), "[x=1]s[]");
    let places: Vec<Vec<u32>> =
        found.iter().map(|error| error.labels.iter().map(|label| label.span.start).collect()).collect();
    assert_eq!(places, [[31, 12], [37, 31]]);
}

#[test]
fn keys_of_the_file_under_a_heading() {
    let toml = "[inputs]\nx = 1\n[checks]\ny = \"x\"\nfunctions = \"fn f(x) = x\"\nnouns = [\"a\"]";
    check(
        toml,
        &[
            "5:1 E0506 `functions` belongs at the top of the file, not in a table",
            "6:1 E0506 `nouns` belongs at the top of the file, not in a table",
        ],
    );
    let (file, _) = read(0, toml);
    assert!(!file.functions.is_empty() && file.nouns.len() == 1 && file.checks.len() == 1);
    check(
        "[inputs.x]\nvalue = 1\ntitle = \"a\"",
        &["3:1 E0506 `title` belongs at the top of the file, not in a table"],
    );
}

#[test]
fn wrong_types() {
    check_patch("title = 1\nalso = \"x\"", "title = \"1\"\nalso = [\"x\"]");
    check("[inputs]\nx = [2, 3]", &["2:5 E0505 `x` is text or a number, not a list"]);
    check_patch("[[inputs]]\nx = 1", "[inputs]\nx = 1");
    check(
        "[inputs]\na = inf\nb = 1e999\nc = 2024-01-01\nd = { value = 1, max = true }",
        &[
            "2:5 E0505 `a` is a finite number, not `inf`",
            "3:5 E0505 `b` is a finite number, not `1e999`",
            "4:5 E0505 `c` is text or a number, not a date or a time",
            "5:24 E0505 `max` is text or a number, not a boolean",
        ],
    );
    check(
        "inputs = 1\n[checks]\nc = 3",
        &["1:10 E0505 `inputs` is a table, not a number", "3:5 E0505 `c` is text, not a number"],
    );
}

#[test]
fn tables_have_the_same_columns() {
    check(
        "[tables.t]\na = { x = 1, y = 2 }\nb = { x = 1 }\nc = { x = 1, y = 2, z = 3 }\n[tables.u]",
        &[
            "3:1 E0507 the row `b` lacks the column `y`",
            "4:21 E0507 the row `c` has a column `z` that the first row does not have",
            "5:9 E0507 the table `u` has no rows",
        ],
    );
    check("[tables]\nt = { a = 1 }", &["2:11 E0505 `a` is a row of columns, not a number"]);
}

#[test]
fn later_editions() {
    check(
        "napkin = 2\n[inputs]\nx = { value = 1, max_increase = \"2%\" }\ngrowth = 1",
        &[
            "1:10 E0508 there is no edition `2` of models, only edition 1",
            "3:18 E0502 an input has no field `max_increase`",
        ],
    );
}

#[test]
fn errors_of_the_toml_parser() {
    check_patch(
        "[inputs]\nx = 5 KB # c\ny = “2 to 3”\nz = yes",
        "[inputs]\nx = \"5 KB\" # c\ny = \"2 to 3\"\nz = \"yes\"",
    );
    check_patch("// c\n[inputs]\nx = \"5 KB", "# c\n[inputs]\nx = \"5 KB\"");
    check_patch("[inputs\nx = 1", "[inputs]\nx = 1");
    check_patch("[inputs]\nx = { value = True\n}", "[inputs]\nx = { value = true\n}");
    check_patch("[inputs]\npeak factor = 2\nx : 1", "[inputs]\npeak_factor = 2\nx = 1");
    check_patch("[inputs]\nx = 1,000,000 # c", "[inputs]\nx = 1_000_000 # c");
    check(
        "[inputs]\nx = 'a\nb'\ny = \"\\q\"",
        &["2:7 E0501 the text is not closed", "4:7 E0501 `\\q` is not an escape"],
    );
    check("fn f(x) = x", &["1:4 E0501 a function cannot be on a line of its own"]);
    // Lines after one without a value are read.
    let (file, found) = read(0, "[inputs]\nx\ny == 1\n[estimates]\nz = 3 MB");
    assert_eq!((found.len(), outline(&file.estimates).as_str()), (3, "[z=3 MB]"));
    // Other errors on a line that is not TOML are not reported.
    check(
        "[inputs]\nx-y = 5 KB\nz-y = 1",
        &[
            "2:7 E0501 a value with units or words must be in quotes",
            "3:1 E0504 `z-y` is not a name: a letter or `_`, then letters, digits and `_`",
        ],
    );
}

#[test]
fn errors_of_one_kind_are_counted_after_twenty() {
    let toml = (0..50).fold("[inputs]\n".to_owned(), |toml, n| toml + &format!("a-{n} = 1\n"));
    let (_, found) = read(0, &toml);
    assert_eq!((found.len(), found[19].count()), (20, 31));
    assert_eq!(found[19].notes(), ["30 more of this kind"]);
}
