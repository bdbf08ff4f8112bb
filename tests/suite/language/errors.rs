//! Diagnostics of scripts with errors, and that the suggested changes work.
//!
//! Each paragraph of a file in `tests/fixtures/errors` is a program that has an error. The
//! snapshot shows its diagnostics, each suggested change, and the result after the change.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::support::{all, assert_well_made, evaluate, malformed_advice, paragraphs, patched, read_as, said};

#[test]
fn errors_say_what_is_wrong_and_what_they_offer_works() {
    let useless = RefCell::new(String::new());
    insta::glob!("../../fixtures/errors", "*.napkin", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let mut told = String::new();
        for (title, program) in paragraphs(&text) {
            told += &tell(&title, &program, &mut useless.borrow_mut());
        }
        insta::with_settings!({ snapshot_path => "../../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("errors", told);
        });
    });
    let useless = useless.into_inner();
    assert!(useless.is_empty(), "some changes that are offered do not help:\n{useless}");
}

/// A program with its diagnostics and the results after its patches. Patches that do not help are added to `useless`.
fn tell(title: &str, program: &str, useless: &mut String) -> String {
    let evaluation = evaluate(program);
    let errors = |evaluation: &napkin::Evaluation| {
        evaluation.diagnostics.iter().filter(|found| found.is_error()).count()
    };
    let is_read = read_as(&evaluation).is_some();
    assert_eq!(evaluation.answers.is_empty(), !evaluation.is_ok());
    assert!(is_read || !evaluation.is_ok(), "has no error: {program}");
    let mut told = format!("{title}\n");
    for line in program.lines() {
        writeln!(told, "> {line}").unwrap();
    }
    for diagnostic in &evaluation.diagnostics {
        assert_well_made(diagnostic, &evaluation.sources);
        told += &said(diagnostic, &evaluation.sources);
        for text in diagnostic.helps.iter().filter_map(|help| patched(&evaluation.sources, help)) {
            let after = evaluate(&text);
            if errors(&after) >= errors(&evaluation) {
                let left = all(&after.diagnostics, &after.sources);
                writeln!(useless, "{program}\n  becomes {text}\n{left}").unwrap();
            }
            if after.is_ok() {
                let values: Vec<String> =
                    after.answers.iter().map(|answer| answer.shown.written.to_string()).collect();
                writeln!(told, "    {text} => {}", values.join(" ; ")).unwrap();
            }
        }
    }
    if is_read {
        let values: Vec<String> =
            evaluation.answers.iter().map(|answer| answer.shown.written.to_string()).collect();
        writeln!(told, "    => {}", values.join(" ; ")).unwrap();
    }
    told + "\n"
}

#[test]
fn the_shape_of_a_function_that_is_offered_is_one() {
    let evaluation = evaluate("fn f");
    let help = &evaluation.diagnostics[0].helps[0].text;
    let shape = help.split('`').nth(1).unwrap_or_else(|| panic!("no shape in {help:?}"));
    let definition = shape.replace("expression", "1");
    assert!(definition.starts_with("fn "), "{definition}");
    assert_eq!(crate::support::codes(&definition), [""; 0], "{definition}");
}

#[test]
fn what_is_offered_for_an_exponent_with_a_point_helps() {
    for program in ["1e5.5", "2E3.", "1e5. * 2"] {
        let mut useless = String::new();
        tell("", program, &mut useless);
        assert!(useless.is_empty(), "{useless}");
    }
}

#[test]
fn a_help_for_several_lines_is_on_one() {
    for program in ["(1\n kb 9 Tb)", "(5 GB\n 3 GB)", "((1\nfto GB", "max(1\n  2)"] {
        let evaluation = evaluate(program);
        for diagnostic in &evaluation.diagnostics {
            assert_well_made(diagnostic, &evaluation.sources);
        }
    }
}

#[test]
fn what_a_help_says_to_type_is_not_refused() {
    let refused = RefCell::new(BTreeSet::new());
    insta::glob!("../../fixtures/errors", "*.napkin", |path| {
        for (_, program) in paragraphs(&std::fs::read_to_string(path).unwrap()) {
            refused.borrow_mut().extend(malformed_advice(&evaluate(&program)));
        }
    });
    for word in [
        "k", "K", "M", "bn", "tn", "thousand", "million", "millions", "billion", "trillion", "x", "dozen",
        "hundred", "lakh", "crore", "avg", "total", "max", "sum", "log", "p95", "gigs", "EUR", "euros",
        "EURO", "percent", "pi", "nines", "kusers", "pps", "gizmo_a", "gizmo", "usre", "µ", "to", "per",
        "of", "ppm", "now", "year_s",
    ] {
        for line in [
            "10 to W",
            "5 users as W",
            "5 GB/W",
            "5 W",
            "$3/W",
            "5 GB·W",
            "3 per W",
            "W",
            "2 * W",
            "W 5",
            "5W",
        ] {
            refused.borrow_mut().extend(malformed_advice(&evaluate(&line.replace('W', word))));
        }
    }
    let refused = refused.into_inner();
    assert!(refused.is_empty(), "{refused:#?}");
}

/// A number of things is no thing: `unit million` is refused, and not offered.
#[test]
fn a_magnitude_is_not_offered_as_a_noun() {
    for line in
        ["10 to million", "5 users to million", "3 users/k", "5 GB/bn", "5 users as max", "7 GB to millions"]
    {
        let evaluation = evaluate(line);
        assert!(!evaluation.is_ok(), "`{line}` is accepted");
        let said = all(&evaluation.diagnostics, &evaluation.sources);
        assert!(!said.contains("`unit "), "`{line}`:\n{said}");
    }
}
