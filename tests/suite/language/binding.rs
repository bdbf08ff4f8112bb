//! `max(by_cpu, by_memory)`: a result says which argument decides.

use crate::support::{answers, row, run, sound};

#[track_caller]
fn binds(input: &str, expected: Option<&str>) {
    let answer = answers(input).pop().unwrap();
    assert_eq!(answer.shown.written.also.as_deref(), expected, "`{input}`");
}

const FLEET: &str = "by_cpu = 30 servers; by_memory = 46 servers; by_disk = 46 servers";

#[test]
fn the_argument_that_decides_is_named() {
    for (call, expected) in [
        ("max(by_cpu, by_memory)", Some("by_memory binds")),
        ("min(by_cpu, by_memory)", Some("by_cpu binds")),
        ("fleet = max(by_cpu, by_memory)", Some("by_memory binds")),
        ("max(by_memory, by_disk)", Some("by_memory and by_disk bind")),
        ("max(by_cpu, by_memory) to servers", Some("by_memory binds")),
        // There is no note for a single name, for arguments without names, or for a part of a formula.
        ("max(by_cpu)", None),
        ("max(by_cpu, 46 servers)", None),
        ("max(by_cpu, by_memory) + 1 server", None),
        ("fn larger(p, q) = max(p, q); larger(by_cpu, by_memory)", None),
    ] {
        binds(&format!("{FLEET}; {call}"), expected);
    }
    binds("a2 = 1 GB/s; b2 = 20 Gbit/s; max(a2, b2)", Some("20 Gbit/s · b2 binds"));
    binds("a2 = 1500 MB; b2 = 1 GB; max(a2, b2)", Some("a2 binds"));
}

#[test]
fn where_samples_differ_their_share_is_said() {
    // ln(46/42.43) / (ln(60/30) / (2 × 1.645)) = 0.384 standard deviations: 65%.
    binds(
        "by_cpu = 30 to 60 servers; by_memory = 46 servers; max(by_cpu, by_memory)",
        Some("by_memory binds in 65%, by_cpu in 35%"),
    );
    // 99.6% of the samples is shown as all of them.
    binds(
        "by_cpu = 30 to 60 servers; by_memory = 75 servers; max(by_cpu, by_memory)",
        Some("by_memory binds"),
    );
    binds("by_cpu = 3 to 6 servers; by_memory = 46 servers; max(by_cpu, by_memory)", Some("by_memory binds"));
}

#[test]
fn a_model_says_it_too() {
    let model = r#"
        napkin = 1
        [inputs]
        by_cpu = "30 servers"
        by_memory = "46 servers"
        [estimates]
        fleet = "max(by_cpu, by_memory)"
        one_more = "fleet + 1 server"
    "#;
    let report = sound(run(model));
    assert_eq!(row(&report, "fleet").shown.written.also.as_deref(), Some("by_memory binds"));
    assert_eq!(row(&report, "one_more").shown.written.also, None);
}
