//! The objects of an interview: one for each line, and one for what it came to.

use serde::Serialize;

use super::SCHEMA;
use crate::practice::interview::{Card, What};
use crate::report::interview::Reply;

#[derive(Serialize)]
struct HeardObject<'a> {
    schema: &'static str,
    stage: &'a str,
    line: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<f64>,
    text: &'a [String],
    asks: bool,
}

#[derive(Serialize)]
struct CardObject<'a> {
    schema: &'static str,
    scorecard: Scorecard<'a>,
}

#[derive(Serialize)]
struct Scorecard<'a> {
    assumptions: usize,
    usual: usize,
    unusual: Vec<Unusual<'a>>,
    goals: usize,
    met: usize,
    off: Vec<Off<'a>>,
    hints: &'a [String],
    left_out: &'a [String],
    words: Vec<Words<'a>>,
    stages: Vec<Stage<'a>>,
}

#[derive(Serialize)]
struct Unusual<'a> {
    name: &'a str,
    value: &'a str,
    published: &'a str,
}

#[derive(Serialize)]
struct Off<'a> {
    what: &'a str,
    factor: f64,
    #[serde(skip_serializing_if = "str::is_empty")]
    why: &'a str,
}

#[derive(Serialize)]
struct Words<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    question: &'a str,
    words: &'a str,
}

#[derive(Serialize)]
struct Stage<'a> {
    stage: &'a str,
    seconds: f64,
}

/// A line of an interview.
pub fn heard(reply: &Reply) -> impl Serialize + use<'_> {
    HeardObject {
        schema: SCHEMA,
        stage: &reply.stage,
        line: &reply.line,
        kind: match reply.what {
            What::Nothing => "command",
            What::Assumption => "assumption",
            What::Estimate => "estimate",
            What::Kept => "kept",
            What::Words => "words",
            What::Asked => "asked",
            What::Done => "done",
            What::Refused => "refused",
        },
        value: reply.value.as_deref(),
        name: reply.name.as_deref(),
        expected: reply.mine.as_deref(),
        factor: reply.factor,
        text: &reply.text,
        asks: reply.asks,
    }
}

/// What an interview came to.
pub fn interviewed(card: &Card) -> impl Serialize + use<'_> {
    let unusual = card.unusual.iter().map(|(name, value, published)| Unusual { name, value, published });
    let off = card.off.iter().map(|(what, factor, why)| Off { what, factor: *factor, why });
    let words = card.words.iter().map(|(question, words)| Words { question, words });
    let rounded = |seconds: f64| libm::round(seconds * 10.0) / 10.0;
    let stages = card.seconds.iter().map(|(stage, seconds)| Stage { stage, seconds: rounded(*seconds) });
    CardObject {
        schema: SCHEMA,
        scorecard: Scorecard {
            assumptions: card.assumptions,
            usual: card.usual,
            unusual: unusual.collect(),
            goals: card.goals,
            met: card.met,
            off: off.collect(),
            hints: &card.hints,
            left_out: &card.left_out,
            words: words.collect(),
            stages: stages.collect(),
        },
    }
}
