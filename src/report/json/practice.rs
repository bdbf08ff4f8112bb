//! The objects of a drill: one for each answer, and one for what it came to.

use serde::Serialize;

use super::SCHEMA;
use crate::practice::{Done, Guess, Question};
use crate::report::practice::Summary;

#[derive(Serialize)]
struct DrilledObject<'a> {
    schema: &'static str,
    question: QuestionObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slip: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Guess>,
    hints: usize,
    seconds: f64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    late: bool,
    working: &'a str,
}

#[derive(Serialize)]
struct QuestionObject<'a> {
    text: &'a str,
    topic: &'static str,
    level: u8,
    template: &'a str,
    value: f64,
    unit: &'a str,
    truth: &'a str,
}

#[derive(Serialize)]
struct SummaryObject<'a> {
    schema: &'static str,
    summary: Totals<'a>,
}

#[derive(Serialize)]
struct Totals<'a> {
    answered: usize,
    skipped: usize,
    points: f64,
    weak: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sureness: Option<String>,
    again: &'a str,
}

fn question(question: &Question) -> QuestionObject<'_> {
    QuestionObject {
        text: &question.text,
        topic: question.topic.name(),
        level: question.level,
        template: &question.template,
        value: question.truth.value,
        unit: &question.truth.unit,
        truth: &question.shown,
    }
}

/// A question that was answered or skipped.
pub fn drilled(done: &Done) -> impl Serialize + use<'_> {
    let mark = done.mark.as_ref();
    DrilledObject {
        schema: SCHEMA,
        question: question(&done.question),
        answer: mark.map(|_| done.typed.as_str()),
        points: mark.map(|_| done.points()),
        factor: mark.map(|mark| mark.factor).filter(|factor| factor.is_finite()),
        slip: mark.and_then(|mark| mark.slip.as_ref()).map(|slip| slip.text.as_str()),
        range: mark.and_then(|mark| mark.guess),
        hints: done.hints,
        seconds: libm::round(done.seconds * 10.0) / 10.0,
        late: done.is_late,
        working: &done.question.working.text,
    }
}

/// What a drill came to.
pub fn practised(summary: &Summary) -> impl Serialize + use<'_> {
    SummaryObject {
        schema: SCHEMA,
        summary: Totals {
            answered: summary.answered,
            skipped: summary.done.len() - summary.answered,
            points: summary.points,
            weak: summary.weak.iter().map(|(topic, _)| topic.name()).collect(),
            sureness: summary.sureness.as_ref().map(|sureness| sureness.sentence()),
            again: &summary.again,
        },
    }
}
