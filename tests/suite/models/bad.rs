//! Models with errors: their diagnostics, and that the suggested changes work.
//!
//! A file in `tests/fixtures/models/bad` has mistakes of one kind; the snapshot shows all
//! of their diagnostics.

use std::cell::RefCell;
use std::fmt::Write as _;

use napkin::report::Report;

use crate::support::{all, assert_well_made, patched, run};

#[test]
fn mistakes_are_told_with_their_places_and_what_is_offered_works() {
    let useless = RefCell::new(String::new());
    insta::glob!("../../fixtures/models/bad", "*.toml", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let report = run(&text);
        assert!(!report.is_ok(), "has no error: {}", path.display());
        let rows = report.inputs.len() + report.estimates.len() + report.checks.len();
        assert_eq!(rows, 0, "with an error there are no rows: {}", path.display());
        try_patches(&report, &mut useless.borrow_mut());
        let mut told = String::new();
        for (number, line) in text.lines().enumerate() {
            writeln!(told, "{:>2} | {line}", number + 1).unwrap();
        }
        told = told.replace(" \n", "\n") + "\n" + &all(&report.diagnostics, &report.sources);
        for remark in &report.remarks {
            writeln!(told, "remark: {remark}").unwrap();
        }
        insta::with_settings!({ snapshot_path => "../../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("bad", told);
        });
    });
    let useless = useless.into_inner();
    assert!(useless.is_empty(), "some changes that are offered do not help:\n{useless}");
}

/// Checks that each suggested change removes the error, or leaves fewer errors.
fn try_patches(report: &Report, useless: &mut String) {
    let errors = |report: &Report| report.diagnostics.iter().filter(|found| found.is_error()).count();
    for diagnostic in &report.diagnostics {
        assert_well_made(diagnostic, &report.sources);
        for fix in diagnostic.helps.iter().filter(|help| help.is_fix()) {
            let after = run(&patched(&report.sources, fix).unwrap());
            let is_gone = after.diagnostics.iter().all(|other| other.message != diagnostic.message);
            let helps = errors(&after) < errors(report)
                || (!diagnostic.is_error() && errors(&after) == errors(report) && is_gone);
            // Broken TOML hides the errors after it, which appear when it is fixed.
            if !(helps || (diagnostic.code == "E0501" && is_gone)) {
                let left = all(&after.diagnostics, &after.sources);
                writeln!(useless, "{}\n  becomes `{:?}`\n{left}", diagnostic.message, fix.edits).unwrap();
            }
        }
    }
}

/// The entries of a model stand apart, so that a fix of one says nothing of another.
#[test]
fn fixes_of_separate_errors_are_not_joined() {
    let text =
        "[inputs]\nusers = \"10B\"\nspan = \"5m\"\n[estimates]\nrate = \"users * 2\"\ntotal = \"span * 2\"\n";
    let report = crate::support::run(text);
    let labels = |at: usize| -> Vec<&str> {
        report.diagnostics[at].helps.iter().map(|help| help.text.as_str()).collect()
    };
    assert_eq!(labels(0), ["for billion", "for bytes"]);
    assert_eq!(labels(1), ["for million", "for minutes", "for metres"]);
    // Readings are offered although another entry is wrong whatever the reading is.
    let text = "[inputs]\nusers = \"10B\"\n[estimates]\nsum = \"users + 5 servers\"\n";
    let report = crate::support::run(text);
    let labels: Vec<&str> = report.diagnostics[0].helps.iter().map(|help| help.text.as_str()).collect();
    assert_eq!(labels, ["for billion", "for bytes"]);
}

/// One thing may count as another, but what should have cancelled may not.
#[test]
fn counts_that_do_not_cancel_are_placed_and_not_relabelled() {
    let text =
        "[inputs]\nusers = \"10M users\"\nsize = \"3 KB\"\n[estimates]\nall = \"users * size + 5 GB\"\n";
    let report = crate::support::run(text);
    let helps: Vec<&str> = report.diagnostics[0].helps.iter().map(|help| help.text.as_str()).collect();
    assert_eq!(helps, ["with size per user"]);
}
