//! Ranges: none is read as anything else.

use crate::support::evaluate;

#[test]
fn what_is_written_as_a_range_is_never_a_single_value() {
    for range in [
        "2 to 3",
        "2..3",
        "2 .. 3",
        "5 KB to 20 KB",
        "5 KB..20 KB",
        "10 to 50 KB",
        "20% to 30%",
        "$5 to $10",
        "$5 to 10",
        "10 ms ± 2 ms",
        "10 ms ± 2",
        "100 ± 20%",
        "100 +/- 20",
        "200 KB to 1 MB/photo",
        "2x to 3x",
        "qps = 5; qps * 2 to 3",
    ] {
        let evaluation = evaluate(range);
        let single =
            evaluation.answers.last().is_some_and(|answer| !answer.shown.written.literal().contains(" to "));
        assert!(
            !single,
            "`{range}` is {:?}",
            evaluation.answers.last().map(|answer| answer.shown.written.literal())
        );
    }
}

#[test]
fn what_is_no_range_by_any_reading_is_refused() {
    for range in [
        "0 to 5",
        "-1 to 3",
        "5 to 3",
        "2 to -3",
        "-(2) to 3",
        "1/2 to 3",
        "1 to 5M users",
        "5 to 30%",
        "50% ± 5%",
        "90% to 100%",
        "90% to 120%",
        "0% to 5%",
        "2 to",
        "to 3",
        "2 ..",
        ".. 3",
        "2 ± ",
        "± 2",
        "2 to 3 to 4",
        "5 GB to 3 s",
        "5 users to 6 servers",
    ] {
        let evaluation = evaluate(range);
        assert!(
            !evaluation.is_ok() && evaluation.answers.is_empty(),
            "`{range}` is {:?}",
            evaluation.answers
        );
    }
}
