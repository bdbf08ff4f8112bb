//! A scored answer as it is kept: one JSON object on one line.

use serde::{Deserialize, Serialize};

use super::drill::Done;
use super::interval::Guess;
use super::question::Topic;

/// The version of the lines.
const VERSION: u32 = 1;

/// The longest answer that is kept, in characters.
const LONGEST: usize = 120;

/// A scored answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the lines.
    pub napkin: u32,
    /// When it was given, in seconds since 1970.
    pub at: u64,
    /// The topic of the question.
    pub topic: String,
    /// Its level.
    pub level: u8,
    /// Its template, and the seed that makes it again.
    pub template: String,
    /// The seed.
    pub seed: u64,
    /// The answer as it was typed.
    pub answer: String,
    /// Its points.
    pub points: f64,
    /// The answer over the truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<f64>,
    /// The seconds that it took.
    pub seconds: f64,
    /// The number of hints.
    pub hints: usize,
    /// The 90% range that was given, and the truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guess: Option<Guess>,
}

impl Record {
    /// Returns what is kept of an answer; `None` for a question that was skipped.
    pub fn of(done: &Done, at: u64) -> Option<Record> {
        let mark = done.mark.as_ref()?;
        let question = &done.question;
        Some(Record {
            napkin: VERSION,
            at,
            topic: question.topic.name().to_owned(),
            level: question.level,
            template: question.template.clone(),
            seed: question.seed,
            answer: done.typed.chars().take(LONGEST).collect(),
            points: libm::round(done.points() * 10.0) / 10.0,
            factor: Some(mark.factor).filter(|factor| factor.is_finite()),
            seconds: libm::round(done.seconds * 10.0) / 10.0,
            hints: done.hints,
            guess: mark.guess,
        })
    }

    /// Writes it as a line.
    pub fn line(&self) -> String {
        serde_json::to_string(self).map(|line| line + "\n").unwrap_or_default()
    }

    /// Returns its topic.
    pub fn topic(&self) -> Option<Topic> {
        Topic::named(&self.topic)
    }
}

/// Reads a history. Returns the answers, and how many lines are none: torn by an interruption, or of other programs.
pub fn records(text: &str) -> (Vec<Record>, usize) {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (mut records, mut foreign) = (Vec::new(), 0);
    for line in lines {
        match serde_json::from_str::<Record>(line) {
            Ok(record) if record.napkin == VERSION && record.points.is_finite() => records.push(record),
            _ => foreign += 1,
        }
    }
    (records, foreign)
}
