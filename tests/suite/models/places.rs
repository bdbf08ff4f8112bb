//! Errors in formulas have the line and the column of the character in the file.

use napkin::text::source::Span;

use crate::support::run;

/// The places of all errors about names `undefined…`.
fn places(text: &str) -> Vec<(String, (usize, usize))> {
    let report = run(text);
    let place = |span: Span| (report.sources.slice(span).to_owned(), report.sources.line_column(span));
    report
        .diagnostics
        .iter()
        .filter(|found| found.code == "E0201")
        .map(|found| place(found.span().unwrap()))
        .collect()
}

/// The only such name is at that line and column.
#[track_caller]
fn check(text: &str, line: usize, column: usize) {
    let text = &format!("{text}\n[estimates.other]\nfine = \"1\"\n");
    assert_eq!(places(text), [("undefined".to_owned(), (line, column))], "{text}");
}

#[test]
fn in_strings_of_every_kind() {
    check("[estimates]\nx = \"1 + undefined\"", 2, 10);
    check("[estimates]\nx = '1 + undefined'", 2, 10);
    check("[estimates]\nx = \"\"\"1 + undefined\"\"\"", 2, 12);
    check("[estimates]\nx = '''1 + undefined'''", 2, 12);
    check("[estimates]\nx = \"\"\"\n1 + undefined\"\"\"", 3, 5);
    check("[estimates]\nx = '''\n\n  1 +\n    undefined\n'''", 5, 5);
    check("[estimates]\nx = \"\"\"\n1 \\\n   + undefined\"\"\"", 4, 6);
    check("[estimates]\r\nx = \"\"\"\r\n1 +\r\n  undefined\"\"\"\r\n", 4, 3);
    check("[estimates]\n  x  =  \"undefined\"  # a comment", 2, 10);
}

#[test]
fn behind_escapes_and_letters_of_several_bytes() {
    check("[estimates]\nx = \"1 \\u002b undefined\"", 2, 15);
    check("[estimates]\nx = \"\\t\\t1 \\U0000002b undefined\"", 2, 23);
    check("[estimates]\nx = \"1 × 2 × undefined\"", 2, 14);
    check("[inputs]\n\"größe\" = \"1\"\n[estimates]\nx = \"größe × undefined\"", 4, 14);
    check("title = \"ünïcödé 😀\"\n[estimates]\nx = { note = \"😀\", formula = \"undefined\" }", 3, 30);
    check("\u{feff}[estimates]\nx = \"undefined\"", 2, 6);
}

#[test]
fn in_every_place_that_holds_a_formula() {
    check("[inputs]\nx = \"undefined\"", 2, 6);
    check("[inputs.demand]\nx = { value = \"undefined\" }", 2, 16);
    check("[inputs]\nx = { value = 1, min = \"undefined\" }", 2, 25);
    check("[inputs]\nx = { value = 1, max = \"1 + undefined\" }", 2, 29);
    check("[units]\nx = \"3 * undefined\"", 2, 10);
    check("[tables.t]\na = { x = 1, y = \"undefined\" }", 2, 19);
    check("[estimates]\nx = { formula = \"\"\"\nundefined\"\"\" }", 3, 1);
    check("[checks]\nx = \"1 < undefined\"", 2, 10);
    check("[checks]\nx = { level = \"warn\", check = \"1 < undefined\" }", 2, 36);
    check("functions = \"\"\"\nfn f(x) = x\nfn g(x) = x + undefined\n\"\"\"", 3, 15);
    check("[inputs.x]\nvalue = \"undefined\"", 2, 10);
    check("[estimates.x]\nnote = \"n\"\nformula = \"undefined\"", 3, 12);
}

#[test]
fn all_of_them_in_the_order_of_the_file() {
    let found = places(
        "[estimates]\nb = \"undefined1\"\na = \"undefined2 + undefined3\"\n[checks]\nc = \"undefined4 < 1\"\n[inputs]\nd = \"undefined5\"",
    );
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["undefined1", "undefined2", "undefined3", "undefined4", "undefined5"]);
}

#[test]
fn of_what_is_wrong_in_a_unit() {
    let report = run("[estimates]\nx = { formula = \"5 GB\", unit = \"MB/foo\" }");
    let place = report.diagnostics[0].span().unwrap();
    assert_eq!((report.diagnostics[0].code, report.sources.line_column(place)), ("E0202", (2, 36)));
    let report = run("[estimates]\nx = { formula = \"5 GB\", unit = \"(MB\" }");
    let place = report.diagnostics[0].span().unwrap();
    assert_eq!((report.diagnostics[0].code, report.sources.line_column(place)), ("E0101", (2, 33)));
}
