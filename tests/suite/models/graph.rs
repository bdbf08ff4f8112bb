//! Estimates form a graph: any order, no cycles.

use std::fmt::Write as _;

use crate::support::{row, run, sound};

#[test]
fn estimates_follow_what_they_name_wherever_it_stands() {
    let count = 2_000;
    let definition = |at: usize| match at {
        0 => "e0 = \"1\"\n".to_owned(),
        at => format!("e{at} = \"e{} + e{}\"\n", at - 1, at / 2),
    };
    let forward: String = (0..count).map(definition).collect();
    let backward: String = (0..count).rev().map(definition).collect();
    // Large steps through the numbers, so that neighbours are far apart: 997 is prime.
    let shuffled: String = (0..count).map(|at| definition(at * 997 % count)).collect();
    let mut values: Vec<f64> = vec![1.0];
    for at in 1..60 {
        values.push(values[at - 1] + values[at / 2]);
    }
    for text in [forward, backward, shuffled] {
        // Above about 60 the sums are not exact in an `f64`.
        let short: String = text
            .lines()
            .filter(|line| line[1..line.find(' ').unwrap()].parse::<usize>().unwrap() < 60)
            .map(|line| format!("{line}\n"))
            .collect();
        let report = sound(run(&format!("[estimates]\n{short}")));
        for (at, value) in values.iter().enumerate() {
            assert_eq!(row(&report, &format!("e{at}")).shown.value, *value);
        }
        let report = run(&format!("[estimates]\n{text}"));
        assert!(
            report.diagnostics.iter().all(|found| found.code == "E0402"),
            "only too large a number may be wrong"
        );
    }
}

#[test]
fn a_name_in_a_suffix_is_a_dependency() {
    let report = sound(run("[estimates]\neach = \"100 GB/parts\"\nparts = \"4\"\n"));
    assert_eq!(row(&report, "each").shown.written.literal(), "25 GB");
    let report = run("[estimates]\neach = \"100/parts\"\nparts = \"4/each\"\n");
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0514"]);
}

#[test]
fn a_cycle_is_one_error_with_all_its_names() {
    for length in [1, 2, 3, 10, 1_000] {
        let mut text = "[inputs]\nfree = \"1\"\n[estimates]\n".to_owned();
        for at in 0..length {
            writeln!(text, "e{at} = \"e{} + free\"", (at + 1) % length).unwrap();
        }
        text += "after = \"e0 * 2\"\nbesides = \"free * 2\"\n";
        let report = run(&text);
        assert_eq!(report.diagnostics.len(), 1, "{length}");
        let error = &report.diagnostics[0];
        assert_eq!(error.code, "E0514");
        let told = error.notes().join(" ");
        let names =
            (0..length).filter(|at| told.split([' ', '`']).any(|word| word == format!("e{at}"))).count();
        assert!(names == length || (length > 100 && names > 2), "{names} of {length}: {told}");
    }
}

#[test]
fn each_cycle_is_an_error() {
    let mut text = "[estimates]\n".to_owned();
    for at in 0..5 {
        writeln!(text, "a{at} = \"b{at}\"\nb{at} = \"a{at}\"").unwrap();
    }
    let report = run(&text);
    assert_eq!(report.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E0514"; 5]);
}
