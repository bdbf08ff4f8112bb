//! Tables: errors in all rows are reported, and the size of their expansion is limited.

use crate::support::{all, run};

#[test]
fn a_mistake_in_a_later_row_is_an_error() {
    let text = "[tables.t]\na = { x = \"5 GB\" }\nb = { x = \"6 GB\" }\nc = { x = \"7 s\" }\n\
                [estimates]\ny = \"sum(t.x + 1 GB)\"\n";
    let report = run(text);
    assert!(!report.is_ok() && report.estimates.is_empty(), "{}", all(&report.diagnostics, &report.sources));
    assert_eq!(report.diagnostics[0].code, "E0301");
}

#[test]
fn the_cell_that_differs_is_pointed_at() {
    let text = "[tables.media]\ntext = { bytes = \"310 B/tweet\" }\nphoto = { bytes = \"400 KB\" }\n\
                [estimates]\nmean_size = \"sum(media.bytes * 2)\"\n";
    let report = run(text);
    let places: Vec<&str> =
        report.diagnostics[0].labels.iter().map(|label| report.sources.slice(label.span)).collect();
    assert!(places.contains(&"400 KB") && places.contains(&"310 B/tweet"), "{places:?}");
}

#[test]
fn sums_inside_sums_do_not_grow_without_a_bound() {
    let mut text = String::new();
    for table in ["t", "u", "v", "w"] {
        text += &format!("[tables.{table}]\n");
        for row in 0..300 {
            text += &format!("r{row} = {{ a = \"1\", b = \"2\" }}\n");
        }
    }
    text += "[estimates]\nx = \"sum(t.a * sum(u.b * sum(v.a * sum(w.b))))\"\n";
    let report = run(&text);
    let codes: Vec<&str> = report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, ["E0207"]);
}
