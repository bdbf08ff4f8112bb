//! Tables of a model that extends another: cells, rows, columns and defaults that are added or take the place of others.

use napkin::report::Report;

use crate::support::{all, assert_well_made, row, run_beside, sound};

const BASE: &str = r#"
[tables.machine]
source = "list prices"
small = { cores = "4 cores/server", price = "$1/server/h" }
large = { cores = "32 cores/server", price = "$10/server/h", note = "what we run" }
[tables.machine.columns]
per_core = "price / cores"
[estimates]
total = { formula = "sum(machine.price)", unit = "$/server/h" }
cores = "sum(machine.cores)"
best  = "argmin(machine.per_core)"
"#;

fn extending(text: &str) -> Report {
    run_beside(&format!("extends = \"base.toml\"\n{text}"), &[("base.toml", BASE)])
}

#[track_caller]
fn values(text: &str, total: &str, cores: &str) {
    let report = sound(extending(text));
    assert_eq!(row(&report, "total").shown.written.literal(), total, "{text}");
    assert_eq!(row(&report, "cores").shown.written.literal(), cores, "{text}");
}

/// Checks that a model that extends [`BASE`] has one error that says something, at a place of a file.
#[track_caller]
fn refused(text: &str, (code, file, line): (&str, &str, usize), said: &[&str]) {
    let report = extending(text);
    let errors: Vec<_> = report.diagnostics.iter().filter(|found| found.is_error()).collect();
    let printed = all(&report.diagnostics, &report.sources);
    let [error] = errors.as_slice() else { panic!("{text}\n{printed}") };
    assert_well_made(error, &report.sources);
    let span = error.span().expect("a place");
    let place = (report.sources.get(span.source).unwrap().name.as_str(), report.sources.line_column(span).0);
    assert_eq!((error.code, place), (code, (file, line)), "{text}\n{printed}");
    for words in said {
        assert!(printed.contains(words), "{words}: {printed}");
    }
}

#[test]
fn a_cell_is_replaced_and_a_row_added_in_any_order() {
    // $2 + $10 + $20, and 4 + 32 + 64.
    let small = "small = { price = \"$2/server/h\" }\n";
    let huge = "huge = { cores = \"64 cores/server\", price = \"$20/server/h\" }\n";
    values(&format!("[tables.machine]\n{small}{huge}"), "$32/server/h", "100 cores/server");
    values(&format!("[tables.machine]\n{huge}{small}"), "$32/server/h", "100 cores/server");
    let dotted = "[tables.machine]\nhuge = { price = \"$20/server/h\", cores = \"64 cores/server\" }\nsmall.price = \"$2/server/h\"\n";
    values(dotted, "$32/server/h", "100 cores/server");
    // A bare number counts what the cell counts that it replaces.
    let base =
        "[tables.t]\na = { x = \"3 nodes\" }\nb = { x = \"4 nodes\" }\n[estimates]\nsum = \"sum(t.x)\"";
    let report = sound(run_beside("extends = \"base.toml\"\n[tables.t]\na.x = 5", &[("base.toml", base)]));
    assert_eq!(row(&report, "sum").shown.written.literal(), "9 nodes");
    // $2 a server of 4 cores is $0.50 a core, and $10 of 32 is $0.31.
    let report = sound(extending("[tables.machine]\nsmall = { price = \"$2/server/h\" }"));
    assert_eq!(row(&report, "best").shown.written.literal(), "large");
}

#[test]
fn columns_and_defaults_may_stand_alone() {
    values("[tables.machine.columns]\ndouble = \"2 * price\"", "$11/server/h", "36 cores/server");
    let text =
        "[tables.machine.defaults]\ndisk = \"7 GB/server\"\n[estimates]\ndisks = \"sum(machine.disk)\"";
    assert_eq!(row(&sound(extending(text)), "disks").shown.written.literal(), "14 GB/server");
    // One row has its own, which is a column that the first row need not have.
    let text = "[tables.machine.defaults]\ndisk = \"7 GB/server\"\n[tables.machine]\nlarge.disk = \"3 GB/server\"\n\
                [estimates]\ndisks = \"sum(machine.disk)\"";
    assert_eq!(row(&sound(extending(text)), "disks").shown.written.literal(), "10 GB/server");
    // A column for all rows.
    let text = "[tables.machine]\nsmall.disk = \"1 GB/server\"\nlarge.disk = \"3 GB/server\"\n\
                [estimates]\ndisks = \"sum(machine.disk)\"";
    assert_eq!(row(&sound(extending(text)), "disks").shown.written.literal(), "4 GB/server");
    // A default of the base is replaced.
    let base = BASE.replace(
        "[tables.machine.columns]",
        "[tables.machine.defaults]\ndisk = \"1 GB/server\"\n[tables.machine.columns]",
    );
    let text = "extends = \"base.toml\"\n[tables.machine.defaults]\ndisk = \"5 GB/server\"\n[estimates]\ndisks = \"sum(machine.disk)\"";
    let report = sound(run_beside(text, &[("base.toml", &base)]));
    assert_eq!(row(&report, "disks").shown.written.literal(), "10 GB/server");
}

#[test]
fn a_row_that_lacks_a_cell_is_an_error_where_it_is_written() {
    let at = |line| ("E0507", "model.toml", line);
    refused(
        "[tables.machine]\nhuge = { price = \"$2/server/h\" }",
        at(3),
        &["`huge` lacks the column `cores`"],
    );
    let text = "[tables.machine]\nhuge = { price = \"$2/server/h\" }\n[estimates]\nof_huge = \"machine.huge.cores\"\n\
                many = \"count(machine where machine.cores > 1 core/server)\"";
    refused(text, at(3), &["`huge` lacks the column `cores`"]);
    // A misspelt cell replaces none.
    refused(
        "[tables.machine]\nsmall = { pric = \"$2/server/h\" }",
        at(3),
        &["`pric`", "did you mean `price`"],
    );
    // A column that only some rows have.
    refused("[tables.machine]\nlarge.disk = \"3 GB/server\"", at(3), &["`disk`", "default"]);
    refused("[tables.machine]\nsmall.disk = \"3 GB/server\"", at(3), &["`large` lacks", "`disk`", "default"]);
    refused("[tables.machine]\nsmall.per_core = \"$3/core/h\"", at(3), &["computed for every row"]);
    refused(
        "[tables.machine.columns]\nprice = \"cores * $1/core/h\"",
        ("E0503", "model.toml", 3),
        &["`price`"],
    );
    // A row with the name of a column of the other file.
    let row = "[tables.machine]\nprice = { cores = \"1 core/server\", price = \"$1/server/h\" }";
    refused(row, ("E0503", "model.toml", 3), &["defined twice"]);
    refused("[tables.other.columns]\nx = \"2\"", at(2), &["no rows"]);
}

#[test]
fn what_is_wrong_in_the_base_is_told_once() {
    let base = BASE.replace("large = { cores = \"32 cores/server\", ", "large = { ");
    let report = run_beside(
        "extends = \"base.toml\"\n[tables.machine]\nsmall.price = \"$3/server/h\"",
        &[("base.toml", &base)],
    );
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0507"]);
    // What stands in a file that is not there is not missing.
    let report =
        run_beside("extends = \"nope.toml\"\n[tables.machine]\nsmall.price = 3\nlarge.cores = 4", &[]);
    assert!(report.diagnostics.iter().all(|found| found.code != "E0507"));
}

#[test]
fn the_last_row_cannot_be_left_out() {
    let without = "without = [\"tables.machine.small\", \"tables.machine.large\"]\n";
    refused(without, ("E0507", "model.toml", 2), &["the last row of the table `machine`"]);
    let new = "[tables.machine]\nhuge = { cores = \"64 cores/server\", price = \"$2/server/h\" }";
    values(&format!("{without}{new}"), "$2/server/h", "64 cores/server");
}

#[test]
fn a_cell_keeps_its_dimension() {
    let at = |line| ("E0302", "model.toml", line);
    let both = ["`machine.small.price`", "money per server per time", "money per time"];
    refused("[tables.machine]\nsmall = { price = \"$2/month\" }", at(3), &both);
    refused(
        "[tables.machine]\nsmall = { price = \"5 GB\" }\n[estimates]\ntotal = \"$1/server/h\"",
        at(3),
        &["5 GB"],
    );
    refused("[tables.machine.columns]\nper_core = \"cores * 2\"", at(3), &["`machine"]);
    // A default as well, and a TOML number.
    let base = "[tables.t]\na = { x = 3 }\nb = { x = 4 }\n[tables.t.defaults]\ny = \"2 GB\"\n[estimates]\nsum = \"sum(t.x)\"";
    for (own, line) in [("[tables.t.defaults]\ny = \"5 s\"", 3), ("[tables.t]\na.x = \"5 s\"", 3)] {
        let text = format!("extends = \"base.toml\"\n{own}");
        let report = run_beside(&text, &[("base.toml", base)]);
        let error = &report.diagnostics[0];
        let place = error.span().map(|span| (span.source, report.sources.line_column(span).0));
        assert_eq!(
            (error.code, place),
            ("E0302", Some((0, line))),
            "{}",
            all(&report.diagnostics, &report.sources)
        );
    }
    // The end of the last tier may become open.
    let base = "[tables.t]\na = { upto = \"5 GB\", p = \"$1/GB\" }\nb = { upto = \"9 GB\", p = \"$2/GB\" }\n\
                [estimates]\ncost = \"tiered(7 GB, t.upto, t.p)\"";
    let report =
        sound(run_beside("extends = \"base.toml\"\n[tables.t]\nb.upto = \"rest\"", &[("base.toml", base)]));
    // 5 GB at $1 and 2 GB at $2.
    assert_eq!(row(&report, "cost").shown.written.literal(), "$9");
}

#[test]
fn a_source_is_that_of_the_cells_of_its_file() {
    let source = |report: &Report, of_row: usize, column: usize| {
        report.tables[0].rows[of_row].cells[column].source.clone().unwrap_or_default()
    };
    let report = sound(extending("[tables.machine]\nsmall.price = \"$2/server/h\""));
    assert_eq!([0, 1].map(|column| source(&report, 0, column)), ["list prices", ""]);
    let own = "[tables.machine]\nsource = \"a quote\"\nsmall.price = \"$2/server/h\"";
    let report = sound(extending(own));
    assert_eq!([0, 1].map(|column| source(&report, 0, column)), ["list prices", "a quote"]);
    assert_eq!(source(&report, 1, 1), "list prices");
    let report = sound(extending("[tables.machine]\nsource = \"checked in May\""));
    assert_eq!(source(&report, 1, 1), "checked in May");
}
