//! What the history of a person says: how good by topic, what to practise next, what to ask again.

use std::collections::HashMap;

use super::interval::Guess;
use super::question::Topic;
use super::record::Record;

/// The answers after which weak topics come more often.
const ENOUGH: usize = 10;

/// The answers of a topic that count, the last ones.
const LAST: usize = 20;

/// A topic is weak below so many points on average.
const WEAK: f64 = 8.0;

/// How often a weak topic comes, compared to others.
const OFTEN: u32 = 3;

/// Missed questions have fewer points than this.
const MISSED: f64 = 8.0;

/// The bit of a seed from which on it says which topics are weak.
const MASK: u32 = 20;

/// The answers of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct OfTopic {
    /// The topic.
    pub topic: Topic,
    /// How many there are.
    pub answers: usize,
    /// The mean points of the last twenty.
    pub points: f64,
    /// The share of them with eight points or more.
    pub good: f64,
    /// The mean points of all in up to eight parts of equal size, the oldest first.
    pub course: Vec<f64>,
}

/// Returns what is known of each topic that was practised, the weakest first.
pub fn by_topic(records: &[Record]) -> Vec<OfTopic> {
    let of = |topic: Topic| {
        let points: Vec<f64> =
            points_of(records).filter(|(own, _)| *own == topic).map(|(_, points)| points).collect();
        let last = points.get(points.len().saturating_sub(LAST)..)?;
        let good: Vec<f64> = last.iter().map(|points| f64::from(u8::from(*points >= MISSED))).collect();
        Some(OfTopic {
            topic,
            answers: points.len(),
            points: mean(last)?,
            good: mean(&good)?,
            course: points.chunks(points.len().div_ceil(8).max(1)).filter_map(mean).collect(),
        })
    };
    let mut found: Vec<OfTopic> = Topic::ALL.into_iter().filter_map(of).collect();
    found.sort_by(|a, b| a.points.total_cmp(&b.points));
    found
}

/// The points of the answers that are no ranges, each with its topic.
fn points_of(records: &[Record]) -> impl Iterator<Item = (Topic, f64)> {
    records
        .iter()
        .filter(|record| record.guess.is_none())
        .filter_map(|record| Some((record.topic()?, record.points)))
}

fn mean(values: &[f64]) -> Option<f64> {
    #[allow(clippy::cast_precision_loss)] // a count of answers
    let count = values.len() as f64;
    (count > 0.0).then(|| values.iter().sum::<f64>() / count)
}

/// Returns a seed that also says which topics are weak, so that it makes the same drill again.
pub fn seed_with_topics(seed: u64, records: &[Record]) -> u64 {
    let seed = seed % (1 << MASK);
    if points_of(records).count() < ENOUGH {
        return seed;
    }
    let weak: Vec<Topic> =
        by_topic(records).into_iter().filter(|of| of.points < WEAK).map(|of| of.topic).take(3).collect();
    let bits = Topic::ALL.iter().enumerate().filter(|(_, topic)| weak.contains(topic));
    bits.fold(seed, |seed, (at, _)| seed | 1 << (MASK as usize + at))
}

/// Returns how often each topic comes in the drill of a seed.
pub fn weights(seed: u64) -> Vec<(Topic, u32)> {
    let is_weak = |at: usize| seed >> (MASK as usize + at) & 1 == 1;
    Topic::ALL.iter().enumerate().map(|(at, topic)| (*topic, if is_weak(at) { OFTEN } else { 1 })).collect()
}

/// Returns the template and the seed of each question whose last answer missed, the oldest first.
pub fn missed(records: &[Record]) -> Vec<(String, u64)> {
    fn key(record: &Record) -> (&str, u64) {
        (&record.template, record.seed)
    }
    let last: HashMap<(&str, u64), usize> = records.iter().map(key).zip(0..).collect();
    let missed = records.iter().enumerate().filter(|(at, record)| {
        record.guess.is_none() && record.points < MISSED && last.get(&key(record)) == Some(at)
    });
    missed.map(|(_, record)| (record.template.clone(), record.seed)).collect()
}

/// Returns the ranges, the oldest first.
pub fn guesses(records: &[Record]) -> Vec<Guess> {
    records.iter().filter_map(|record| record.guess).collect()
}
