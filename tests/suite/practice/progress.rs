//! What a history says of a person: how sure, how good by topic.

use napkin::practice::{
    Guess, Record, Verdict, by_topic, missed, records, seed_with_topics, sureness, weights,
};

fn guess(low: f64, high: f64, truth: f64) -> Guess {
    Guess { low, high, truth, to: None }
}

/// So many ranges, of which so many hold; the others are missed by the same factor.
fn guesses(held: usize, of: usize) -> Vec<Guess> {
    (0..of).map(|at| guess(10.0, 20.0, if at < held { 14.0 } else { 40.0 })).collect()
}

/// Points computed by hand from the formula: 10 (1 - (ln(high / low) + 20 d) / ln 1000).
#[test]
fn a_range_has_points_for_being_narrow_and_right() {
    for (guess, points) in [
        (guess(10.0, 20.0, 14.0), 8.996_567),
        (guess(10.0, 20.0, 22.0), 6.237_054),
        (guess(10.0, 20.0, 10.0 / 1.1), 6.237_054),
        (guess(1.0, 100.0, 14.0), 3.333_333),
        (guess(1.0, 1000.0, 14.0), 0.0),
        (guess(10.0, 20.0, 400.0), -10.0),
        // A truth that is a range: inside if they meet.
        (Guess { low: 10.0, high: 20.0, truth: 15.0, to: Some(30.0) }, 8.996_567),
        (Guess { low: 10.0, high: 20.0, truth: 22.0, to: Some(30.0) }, 6.237_054),
    ] {
        assert!((guess.points() - points).abs() < 1e-6, "{guess:?} {}", guess.points());
    }
}

/// Quantiles of the beta distribution and its probability below 85% by scipy 1.16: of 7 in 10 it is 90.1%, of 6 in 10
/// 97.7%, of 15 in 20 89.0%, of 38 in 50 95.6%.
#[test]
fn little_is_said_of_few_ranges() {
    let of = |held, of| sureness(&guesses(held, of)).unwrap();
    assert_eq!(of(3, 9).verdict, Verdict::TooFew);
    assert_eq!(of(7, 10).verdict, Verdict::NoSign);
    assert!(matches!(of(6, 10).verdict, Verdict::TooNarrow(_)));
    assert_eq!(of(15, 20).verdict, Verdict::NoSign);
    assert!(matches!(of(38, 50).verdict, Verdict::TooNarrow(_)));
    let (low, high) = of(8, 20).likely;
    assert!((low - 0.2376).abs() < 1e-4 && (high - 0.5824).abs() < 1e-4, "{low} {high}");
    assert_eq!(of(9, 10).sentence(), "9 of 10 (67% to 98% likely): no sign that they are too narrow");
}

/// The middle of 10 to 20 is 14.14, and half of its width ln 2 / 2; 40 is three half widths off, for ln(40 / 14.14) is
/// 1.04. Stretched by three they are 5 to 40.
#[test]
fn ranges_that_are_too_narrow_are_to_be_stretched() {
    assert_eq!(
        sureness(&guesses(8, 20)).unwrap().sentence(),
        "8 of 20 (24% to 58% likely): your ranges are too narrow, about three times: for 10 to 20 say 5 to 40"
    );
    // Truths in the middle of ranges of a factor of a hundred: too wide.
    let wide: Vec<Guess> = (0..20).map(|_| guess(1.0, 100.0, 20.0)).collect();
    let sureness = sureness(&wide).unwrap();
    assert!(matches!(sureness.verdict, Verdict::TooWide(_)), "{sureness:?}");
    assert_eq!(
        sureness.sentence(),
        "20 of 20 (91% to 100% likely): your ranges are wider than you need, about three times: for 1 to 100 say 4.6 to 22"
    );
}

/// The sum over all counts of hits that are called too narrow, of their binomial probabilities at 90%, which the design
/// gives: 1.3% at 10 answers, 1.1% at 20, 0.3% at 50, and at worst 2.6% (12).
#[test]
fn people_who_are_right_are_seldom_called_too_sure() {
    for (of, expected) in [(10, 0.0128), (12, 0.0256), (20, 0.0113), (50, 0.0032)] {
        let mut alarms = 0.0;
        for held in 0..=of {
            let ways = (0..held).fold(1.0, |ways, at| ways * (of - at) as f64 / (held - at) as f64);
            let chance = ways * 0.9_f64.powi(held as i32) * 0.1_f64.powi((of - held) as i32);
            let verdict = sureness(&guesses(held, of)).unwrap().verdict;
            alarms += if matches!(verdict, Verdict::TooNarrow(_)) { chance } else { 0.0 };
        }
        assert!((alarms - expected).abs() < 1e-4, "{of}: {alarms}");
    }
}

/// A line of a history.
fn line(topic: &str, seed: u64, points: f64) -> String {
    format!(
        "{{\"napkin\":1,\"at\":1,\"topic\":\"{topic}\",\"level\":1,\"template\":\"{topic}/a\",\"seed\":{seed},\
         \"answer\":\"5\",\"points\":{points},\"seconds\":3.0,\"hints\":0}}\n"
    )
}

fn history(lines: &[(&str, u64, f64)]) -> Vec<Record> {
    let text: String = lines.iter().map(|(topic, seed, points)| line(topic, *seed, *points)).collect();
    let (records, foreign) = records(&text);
    assert_eq!(foreign, 0);
    records
}

#[test]
fn weak_topics_come_more_often_after_ten_answers() {
    let few: Vec<_> = (0..9).map(|at| ("cache", at, 0.0)).collect();
    assert_eq!(seed_with_topics(77, &history(&few)), 77);
    let mut many = few;
    many.push(("traffic", 1, 10.0));
    many.push(("cost", 1, 5.0));
    let seed = seed_with_topics(77, &history(&many));
    let often: Vec<(&str, u32)> = weights(seed)
        .into_iter()
        .filter(|(_, weight)| *weight > 1)
        .map(|(topic, weight)| (topic.name(), weight))
        .collect();
    assert_eq!(often, [("cache", 3), ("cost", 3)]);
    // A seed of a person says nothing of topics.
    assert!(weights(77).iter().all(|(_, weight)| *weight == 1));
    let of = by_topic(&history(&many));
    assert_eq!(
        of.iter().map(|of| (of.topic.name(), of.answers)).collect::<Vec<_>>(),
        [("cache", 9), ("cost", 1), ("traffic", 1)]
    );
}

#[test]
fn a_question_is_missed_until_its_last_answer_is_good() {
    let kept = history(&[
        ("cache", 1, 0.0),
        ("cache", 2, 5.0),
        ("cache", 1, 8.0),
        ("cost", 1, 10.0),
        ("cost", 1, 2.0),
    ]);
    assert_eq!(missed(&kept), [("cache/a".to_owned(), 2), ("cost/a".to_owned(), 1)]);
}
