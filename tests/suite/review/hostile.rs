//! Text that nobody wrote as a document: no panic, and time in proportion to its length.

use std::time::{Duration, Instant};

use napkin::review::{fixed, review};
use proptest::prelude::*;

/// Reviews a text that repeats another, and the same twice as long.
fn time(part: &str, bytes: usize) -> Duration {
    let text = part.repeat(bytes / part.len());
    let start = Instant::now();
    let found = review(&text);
    assert!(found.claims.len() <= text.len());
    start.elapsed()
}

#[test]
fn time_is_in_proportion_to_length() {
    let long_line = format!("5 × 3 {}", "x ".repeat(5_000));
    for part in [
        "=",
        "= ",
        "5 = ",
        "5 × 3 = 15 ",
        "(",
        "5 × (",
        "5 × 3 = (",
        "5 = 3 |",
        "| a | b |\n|---|---|\n",
        "$",
        "$5 \\times ",
        "<a ",
        "1 = <!--",
        "](",
        "`5` = **3** × ",
        "{5 = ",
        "\\frac{5}{",
        "5\u{202e}=3 × \u{202b}5\n",
        "مستخدم ٥ × 3 = 15\n",
        "napkin: ok 1\n",
        "5 × 3 =\n",
        "5 ×\n",
        "1,",
        "1.",
        "9",
        "5 × 3 = 15 = ",
        "2^",
        "5 5 5 = 3 ",
        &long_line,
    ] {
        let short = time(part, 20_000);
        let long = time(part, 80_000);
        // Four times the text, and room for a machine that does other things.
        let most = short.max(Duration::from_millis(50)) * 12;
        assert!(
            long < most,
            "`{}`: {short:?}, then {long:?}",
            part.get(..20.min(part.len())).unwrap_or(part)
        );
    }
}

/// Texts of the parts that claims are made of.
fn text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "5",
        "60B",
        "100 KB",
        "1,000",
        "$0.02/GB",
        "20%",
        "10^9",
        "62⁷",
        "users",
        "/day",
        "per second",
        " × ",
        " * ",
        "x",
        " / ",
        " - ",
        "-",
        " + ",
        "^",
        "(",
        ")",
        " = ",
        "=",
        " ≈ ",
        " → ",
        "~",
        "is about ",
        "\n",
        "\n\n",
        "| ",
        "**",
        "`",
        "$",
        "\\times ",
        "\\frac{",
        "}",
        "{",
        ", ",
        ". ",
        ":",
        "DAU",
        "half",
        "é",
        "\u{202e}",
        "&times;",
        "<b>",
        "0x1",
        "```\n",
        "- ",
        "1. ",
        "e",
        "000",
        "million",
        " ",
        "   ",
        "..",
        "napkin: ok ",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        review(&text);
    }

    #[test]
    fn places_are_in_the_text(text in text()) {
        for claim in review(&text).claims {
            prop_assert!(text.get(claim.place.clone()).is_some(), "{text:?}: {claim:?}");
            prop_assert!(text.get(claim.result.clone()).is_some(), "{text:?}: {claim:?}");
            prop_assert!(claim.place.start <= claim.result.start && claim.result.end <= claim.place.end);
        }
    }

    #[test]
    fn what_was_fixed_is_not_found_again(text in text()) {
        let (new, changes) = fixed(&text);
        prop_assert_eq!(changes.is_empty(), new == text);
        let again = fixed(&new);
        prop_assert!(again.1.is_empty(), "{:?} became {:?}, then {:?}", text, new, again.1);
    }
}
