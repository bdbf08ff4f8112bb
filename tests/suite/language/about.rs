//! `a ≈ b`: when it holds, by which factor it fails, and the slip that the factor has the name of.

use napkin::Answer;
use napkin::report::Of;

use crate::support::{answers, codes, evaluate, patched, value};

/// The last answer of a script, whose last statement holds one value against another.
#[track_caller]
fn against(text: &str) -> Answer {
    let answer = answers(text).pop().unwrap();
    assert!(answer.shown.truth && answer.against.is_some(), "`{text}` holds nothing against another");
    answer
}

#[track_caller]
fn check(holds: bool, inputs: &[&str]) {
    for input in inputs {
        let answer = against(input);
        assert_eq!(answer.shown.value == 1.0, holds, "`{input}`");
        assert_eq!(answer.against.unwrap().apart.holds, holds, "`{input}`");
        assert_eq!(evaluate(input).holds(), holds, "`{input}`");
    }
}

/// The kind of slip that an input is named after.
#[track_caller]
fn slip(input: &str) -> Option<(&'static str, String)> {
    let apart = against(input).against.unwrap().apart;
    assert!(!apart.holds, "`{input}` holds");
    apart.slip.map(|slip| (slip.kind, slip.text))
}

#[test]
fn every_published_blunder_is_contradicted_and_fifteen_have_a_name() {
    let fixture = include_str!("../../fixtures/first_try/blunders.txt");
    let lines = fixture.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    let mut named = 0;
    let mut count = 0;
    for line in lines {
        let [_, expression, printed, why] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let apart = against(&format!("{expression} ≈ {printed}")).against.unwrap().apart;
        assert!(!apart.holds, "{line}");
        assert_eq!(apart.slip.is_none(), why.starts_with("no name"), "{line}: {:?}", apart.slip);
        // The fixture states how far off the printed value is, in one direction or the other.
        let stated = why.trim_start_matches("no name: ").split(' ').next().unwrap();
        let (stated, factor): (f64, f64) = (stated.parse().unwrap(), apart.factor.unwrap());
        let size = factor.max(1.0 / factor);
        assert!((size / stated).max(stated / size) < 1.02, "{line}: {size}");
        count += 1;
        named += usize::from(apart.slip.is_some());
    }
    assert_eq!((count, named), (19, 15));
}

#[test]
fn it_holds_within_a_quarter_with_the_ends() {
    check(true, &["5 GB ≈ 4 GB", "4 GB ≈ 5 GB", "5 GB ~~ 4 GB", "0.8 ≈ 1", "1.25 ≈ 1", "-5 GB ≈ -4 GB"]);
    check(true, &["0.1 * 3 * 10 ≈ 3.75", "10 MB/s ≈ 1 TB/day", "80 Mbit/s ≈ 10 MB/s", "1 ≈ 1"]);
    // 10 MB/s are 0.864 TB a day.
    check(false, &["5 GB ≈ 3.999 GB", "3.999 GB ≈ 5 GB", "10 MB/s ≈ 1.09 TB/day", "1 GB ≈ 1 TB"]);
    check(false, &["0 GB ≈ 0 GB", "0 GB ≈ 1 GB", "1 GB ≈ 0 GB", "-5 GB ≈ 5 GB", "5 ≈ -5"]);
    // Neither side is multiplied beyond what can be computed with.
    check(true, &["1.7 * 10^308 ≈ 1.6 * 10^308", "10^-300 ≈ 10^-300"]);
}

/// As numbers these are close; the time without service is not.
#[test]
fn shares_near_the_whole_are_compared_by_what_is_missing() {
    check(true, &["99.9% ≈ 99.91%", "99.9% * 99.9% ≈ 99.8%", "99.9% ≈ 99.9%", "50% ≈ 55%", "0.999 ≈ 0.99"]);
    check(false, &["99.9% ≈ 99%", "99% ≈ 99.9%", "100% ≈ 99%", "99% ≈ 100%", "1 - 0.1% ≈ 99%"]);
    let sentence = |text: &str| against(text).against.unwrap().apart.sentence();
    assert_eq!(sentence("99% ≈ 99.9%"), "10 times as much is missing to 100%");
    assert_eq!(sentence("100% ≈ 99%"), "nothing is missing to 100%");
}

#[test]
fn the_right_side_may_be_an_interval_or_have_a_tolerance() {
    check(true, &["15 GB ≈ 10 to 20 GB", "10 GB ≈ 10 to 20 GB", "20 GB ≈ 10 .. 20 GB", "0 GB ≈ -1 to 1 GB"]);
    check(false, &["21 GB ≈ 10 to 20 GB", "9.9 GB ≈ 10 to 20 GB", "15 TB ≈ 10 to 20 GB"]);
    check(true, &["10 GB ≈ 11 GB ± 10%", "12.1 GB ≈ 11 GB ± 10%", "5 ≈ 5 ± 0%", "10 GB ≈ 11 GB ± 1 GB"]);
    check(false, &["9.89 GB ≈ 11 GB ± 10%", "5 ≈ 4.99 ± 0%", "10 GB ≈ 11 GB ± 0.9 GB", "0 ≈ 5 ± 10%"]);
    check(true, &["25% ≈ 20% to 30%", "15 GB ≈ (10 to 20 GB)", "15 GB ≈ 0.01 to 0.02 TB to GB"]);
    check(
        true,
        &[
            "20 GB ≈ 2 * 11 GB ± 10%",
            "20 GB ≈ 11 GB + 11 GB ± 2 GB",
            "20 GB ≈ 2 * (11 GB) ± 10%",
            "20 GB ≈ 2 * 11 GB ± 10% to TB",
        ],
    );
    check(
        false,
        &["20 GB ≈ 2 * 11 GB ± 9%", "20 GB ≈ 11 GB + 11 GB ± 1.9 GB", "20 GB ≈ 5 GB + (7 GB + 10 GB) ± 9%"],
    );
    check(true, &["x = 11 GB; 10 GB ≈ x ± 10%", "x = 11 GB; 21 GB ≈ 2 * x ± 5%", "-10 GB ≈ -11 GB ± 10%"]);
    check(true, &["x = -11 GB; -10 GB ≈ x ± 10%", "x = 11 GB; 10 GB ≈ x ± 1000 MB"]);
    check(false, &["x = 11 GB; 10 GB ≈ x ± 9%", "x = 11 GB; 10 GB ≈ x ± 999 MB"]);
    // The interval is exact: it draws no samples.
    assert!(evaluate("15 GB ≈ 10 to 20 GB").reading.is_none());
    // An interval is not kept for the next `≈`.
    check(false, &["x = 30 GB; 15 GB ≈ 10 to 20 GB; 15 GB ≈ x", "(if 1 ≈ 1 to 5 then 15 else 0) ≈ 30"]);
    assert_eq!(codes("5 GB ≈ 20 to 10 GB"), ["E0112"]);
    assert_eq!(codes("30% ≈ 30% ± 10%"), ["E0104"]);
    assert_eq!(codes("5 GB ≈ 5 to 10"), ["E0301"]);
    assert_eq!(codes("x = 5 GB; x ≈ x ± 1 s"), ["E0301"]);
}

#[test]
fn an_uncertain_side_counts_by_its_median() {
    // The median is 10 GB times the square root of 6, 24.49 GB.
    check(true, &["(2 to 3) * 10 GB ≈ 24.49 GB ± 0.1%", "24.49 GB ≈ (2 to 3) * 10 GB"]);
    check(false, &["(2 to 3) * 10 GB ≈ 35 GB", "(2 to 3) * 10 GB ≈ 25 to 30 GB"]);
    check(true, &["x = 2 to 3 GB; 2.5 GB ≈ x ± 5%"]);
}

#[test]
fn in_a_statement_it_is_looser_than_a_conversion_and_elsewhere_a_comparison() {
    check(true, &["5 TB to GB ≈ 5000 GB to TB", "1 + 1 ≈ 2", "if 1 ≈ 1 then 5 else 2 ≈ 5", "(1 ≈ 1)"]);
    for (text, truth) in [
        ("not 1 ≈ 2", true),
        ("1 ≈ 1 and 2 ≈ 2", true),
        ("1 ≈ 1 and 2 ≈ 3", false),
        ("ok = 5 GB ≈ 5.1 GB; ok", true),
        ("fn f(x) = x ≈ 10 to 20; f(15)", true),
        ("fn f(x) = x ≈ 10 to 20; f(25)", false),
        ("1 + 1 ≈ 2 or false", true),
    ] {
        let shown = value(text);
        assert!(shown.truth && (shown.value == 1.0) == truth, "`{text}`");
    }
    assert_eq!(value("if 3 ≈ 2.5 then 1 else 2").value, 1.0);
    assert_eq!(codes("x = 5 GB to MB ≈ 5 GB"), ["E0101"]);
    assert_eq!(codes("1 ≈ 1 ≈ 1"), ["E0108"]);
    assert_eq!(codes("(1 ≈ 1 < 2)"), ["E0108"]);
    for text in ["≈ 5", "5 ≈", "5 ≈ true", "true ≈ 5"] {
        assert!(!evaluate(text).is_ok(), "`{text}` is accepted");
    }
}

#[test]
fn a_plain_number_on_one_side_is_said_first() {
    for (input, side) in [
        ("3500 * 86400 ≈ 302 MB/day", "left"),
        ("302 * 365 * 5 / 1000 ≈ 551 GB", "left"),
        ("200M / 10 ≈ 20M users", "left"),
        ("$6_300 * 12 ≈ 75600", "right"),
        ("302 MB/day ≈ 300", "right"),
        ("302 MB/day ≈ 200 to 400", "right"),
    ] {
        let evaluation = evaluate(input);
        let first = evaluation.diagnostics.first().unwrap();
        assert_eq!(first.code, "E0301", "`{input}`");
        let message = format!("a plain number stands on the {side} of `≈`");
        assert!(first.message.starts_with(&message), "`{input}`: {}", first.message);
        // What is offered can be evaluated.
        for help in &first.helps {
            if let Some(patched) = patched(&evaluation.sources, help) {
                assert!(evaluate(&patched).is_ok(), "`{patched}`");
            }
        }
    }
    assert_eq!(codes("5 GB ≈ 5 users"), ["E0301"]);
}

#[test]
fn each_slip_has_its_name() {
    let cases = [
        // The numbers of the input first.
        ("10 TB/day * 365 days * 3 ≈ 3650 TB", "own", "`3` twice or left out?"),
        ("replicas = 3; 10 TB * 5 * replicas ≈ 50 TB", "own", "`replicas` (3) twice or left out?"),
        ("100M users * 20% ≈ 100M users", "own", "`20%` twice or left out?"),
        ("100M urls/day * 10 years * 100 B/url ≈ 365 TB", "own", "a digit, or `10 years` twice or left out?"),
        (
            "60M emails/day * $0.001/email ≈ $60/day",
            "own",
            "a prefix (k, M, bn), or `$0.001/email` twice or left out?",
        ),
        // Then bits and digits.
        ("5 GB/s * 2 ≈ 80 GB/s", "bits", "bits for bytes?"),
        ("5 GB/s * 2 ≈ 640 GB/s", "bits", "bits for bytes, twice?"),
        ("7 GB * 2 ≈ 140 GB", "digit", "a digit?"),
        ("7 GB * 2 ≈ 0.14 GB", "digit", "two digits?"),
        // Then periods that occur.
        ("2 TB/week * 3 ≈ 42 TB/week", "period", "a week taken for a day?"),
        ("$5/month * 3 ≈ $180/year * 12", "period", "a year taken for a month?"),
        ("9 users/day * 3 ≈ 648 users/day", "period", "a day taken for an hour?"),
        ("$2/day * 5 to $/month ≈ $10/month", "period", "a day taken for a month?"),
        ("9 users/hour * 3 ≈ 1620 users/hour", "period", "an hour taken for a minute?"),
        ("9 users/minute * 3 ≈ 1620 users/minute", "period", "a minute taken for a second?"),
        ("$2/year * 5 ≈ $3650/year", "period", "a year taken for a day?"),
        ("9 users/hour * 3 ≈ 97200 users/hour", "period", "an hour taken for a second?"),
        ("9 users/day * 3 ≈ 2332800 users/day", "period", "a day taken for a second?"),
        // Then prefixes.
        ("7 GB * 2 ≈ 14 TB", "prefix", "a prefix (k, M, G)?"),
        ("7 GB * 2 ≈ 14 KB", "prefix", "two prefixes (k, M, G)?"),
        ("7 GB * 2 ≈ 17 TB", "prefix", "about 1000, a prefix (k, M, G)?"),
        ("7 users * 2 ≈ 14k users", "prefix", "a prefix (k, M, bn)?"),
    ];
    for (input, kind, text) in cases {
        assert_eq!(slip(input), Some((kind, text.to_owned())), "`{input}`");
    }
    for input in [
        // The number of a single literal is no factor of it; bits are of data; the period does not occur.
        "579 GB ≈ 1 GB",
        "9 users * 2 ≈ 144 users",
        "9 users * 3 ≈ 648 users",
        "3.4 PB * 90 ≈ 112 PB",
        "7 GB * 2 ≈ 24 GB",
        "-5 GB ≈ 5 GB",
    ] {
        assert_eq!(slip(input), None, "`{input}`");
    }
}

#[test]
fn few_random_factors_have_a_name() {
    let steps = 1000;
    for input in [
        "100 TB",
        "100M users * 20% * 3 photos/user/day * 200 KB/photo * 5 years to TB",
        "30M emails/day * $0.10 per 1000 emails to $/month",
        "3500 tweets/s * 1204 B/tweet to MB/day",
        "100M comments/day * 500 reads/comment to reads/s",
        "2 * 3 * 4 * 5 * 6 * 7 * 9 * 11 * 13 * 1 GB/hour to GB/year",
    ] {
        let value = value(input);
        let mut named = 0;
        for step in 0..steps {
            // Evenly over the logarithm, from 10^-4 to 10^4.
            let factor = libm::pow(10.0, f64::from(step) / f64::from(steps) * 8.0 - 4.0);
            let other = format!("{:e} {}", value.value / factor, value.unit.replace('$', ""));
            let other =
                if value.unit.starts_with('$') { format!("${}", other.replace(' ', "")) } else { other };
            let apart = against(&format!("{input} ≈ {other}")).against.unwrap().apart;
            named += u32::from(apart.slip.is_some());
        }
        assert!(f64::from(named) < 0.2 * f64::from(steps), "{named} of {steps} factors of `{input}`");
    }
}

#[test]
fn the_answer_says_both_sides_and_how_far_apart_they_are() {
    for (input, sides, verdict) in [
        ("5 TB * 30 ≈ 150 GB", "150 TB ≈ 150 GB", "no: 1000 times as much: a prefix (k, M, G)?"),
        ("5 GB * 30 ≈ 150 TB", "150 GB ≈ 150 TB", "no: 1/1000 as much: a prefix (k, M, G)?"),
        ("5 TB * 30 ≈ 150 TB", "150 TB ≈ 150 TB", "yes"),
        ("5 TB * 30 ≈ 125 TB", "150 TB ≈ 125 TB", "yes: 20% more"),
        ("5 TB * 30 ≈ 160_000 GB", "150 TB ≈ 160_000 GB", "yes: 6.2% less"),
        ("5 TB * 30 ≈ 119 TB", "150 TB ≈ 119 TB", "no: 1.261 times as much"),
        ("5 TB * 30 ≈ 10 to 100 TB", "150 TB ≈ 10 to 100 TB", "no: 1.5 times the upper end"),
        ("5 TB * 30 ≈ 300 to 400 TB", "150 TB ≈ 300 to 400 TB", "no: 1/2 of the lower end"),
        ("5 TB * 30 ≈ 100 TB ± 10%", "150 TB ≈ 100 TB ± 10%", "no: 1.5 times as much"),
        ("5 TB * 30 ≈ 100 to 200 TB", "150 TB ≈ 100 to 200 TB", "yes"),
        ("5 TB * 30 ≈ -1 TB", "150 TB ≈ -1 TB", "no: zero, or opposite signs"),
    ] {
        let answer = against(input);
        assert_eq!(answer.shown.written.literal(), sides, "`{input}`");
        assert_eq!(answer.against.unwrap().verdict(), verdict, "`{input}`");
    }
    assert_eq!(against("5 GB ≈ 1 to 2 GB").against.unwrap().apart.of, Of::End);
}
