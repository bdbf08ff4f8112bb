//! Models that are right: their rows print as the comments beside them say.

use napkin::report::Report;

use crate::support::{all, row, run};

/// Runs a fixture and compares the rows of all lines that end in `# = text`.
#[track_caller]
fn check(name: &str) -> Report {
    let path = format!("{}/tests/fixtures/models/good/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let report = run(&text);
    assert!(report.diagnostics.is_empty(), "{name}:\n{}", all(&report.diagnostics, &report.sources));
    let mut checked = 0;
    for line in text.lines() {
        let Some((definition, expected)) = line.split_once("# = ") else { continue };
        let key = definition.split('=').next().unwrap().trim().trim_matches('"');
        assert_eq!(row(&report, key).shown.written.to_string(), expected.trim(), "{name}: {key}");
        checked += 1;
    }
    assert!(checked >= 3, "{name} compares too little");
    report
}

#[test]
fn inputs_and_estimates_in_any_order() {
    let report = check("traffic");
    assert_eq!(report.title.as_deref(), Some("Photos"));
    assert_eq!(report.summary.as_deref(), Some("100M users: 115.7k views/s at peak, 547.5 PB in 5 years"));
    let headings = |sections: &[napkin::report::Section]| -> Vec<(Option<String>, Vec<String>)> {
        let names =
            |section: &napkin::report::Section| section.rows.iter().map(|row| row.name.clone()).collect();
        sections.iter().map(|section| (section.heading.clone(), names(section))).collect()
    };
    let named = |heading: &str, names: &[&str]| {
        (Some(heading.to_owned()), names.iter().map(|&name| name.to_owned()).collect())
    };
    assert_eq!(
        headings(&report.inputs),
        [
            named("demand", &["users", "photos", "views", "peak_factor"]),
            named("capacity", &["photo_size", "retention", "replication", "share", "compressed"]),
        ]
    );
    assert_eq!(
        headings(&report.estimates),
        [
            named("traffic", &["peak_reads", "reads", "writes"]),
            named("storage", &["daily", "storage", "kept"])
        ]
    );
    let users = row(&report, "users");
    assert_eq!((users.note.as_deref(), users.source.as_deref()), (Some("daily"), Some("assumption")));
    assert_eq!(row(&report, "kept").note.as_deref(), Some("cached"));
    assert_eq!(row(&report, "writes").formula, "users * photos");
    assert_eq!(row(&report, "daily").shown.unit, "TB/day");
    assert_eq!(row(&report, "daily").shown.value, 100.0);
    assert!(report.remarks.is_empty() && report.checks.is_empty());
}

#[test]
fn units_nouns_and_functions_of_its_own() {
    let report = check("units");
    assert_eq!(row(&report, "in_euro").shown.unit, "EUR");
    assert_eq!(row(&report, "a_year").shown.dimension, "retweet");
}

#[test]
fn columns_of_a_table_inside_aggregates() {
    check("tables");
}

#[test]
fn a_redefined_year_and_month_are_also_printed_in() {
    let report = check("calendar");
    assert_eq!(report.remarks.len(), 2, "{:?}", report.remarks);
    assert!(report.remarks[0].contains("year is 360 days") && report.remarks[1].contains("month is 30 days"));
    let report = check("leap");
    assert_eq!(report.remarks.len(), 1, "{:?}", report.remarks);
}

#[test]
fn strings_of_every_kind() {
    check("escapes");
}

#[test]
fn literals_constants_and_conditions() {
    let report = check("constants");
    assert!(row(&report, "enough").shown.truth);
}

#[test]
fn a_model_may_begin_with_a_byte_order_mark_and_end_lines_with_carriage_returns() {
    for text in [
        "\u{feff}[inputs]\nsize = \"1 GB\"\n[estimates]\ntwice = \"size * 2\"",
        "[inputs]\r\nsize = \"1 GB\"\r\n[estimates]\r\ntwice = \"size * 2\"\r\n",
    ] {
        let report = run(text);
        assert!(report.diagnostics.is_empty(), "{}", all(&report.diagnostics, &report.sources));
        assert_eq!(row(&report, "twice").shown.written.literal(), "2 GB");
    }
}

#[test]
fn the_same_text_gives_the_same_report() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/models/good/traffic.toml"
    ))
    .unwrap();
    let first = format!("{:?}", run(&text));
    for _ in 0..5 {
        assert_eq!(format!("{:?}", run(&text)), first);
    }
}
