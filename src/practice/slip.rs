//! The slip that may explain an answer: what a person leaves out, counts twice, or converts the wrong way.
//!
//! The question is computed again with each of its numbers left out. What that changes is the factor of the slips with
//! that number. Few factors have a name, so that a name means something.

use super::question::{ANSWER, Question, Stated};
use super::unit::Asked;
use super::value::values;
use crate::analysis::slip;
use crate::review::proven;
use crate::units::dimension::Base;

/// How far a factor may be from that of a slip, as a ratio.
const TOLERANCE: f64 = 1.05;

/// A mistake that gives an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// `without`, `twice`, `inverse`, `exchanged`, `bits`, `digit`, `prefix` or `period`.
    pub kind: &'static str,
    /// The name of the number of the question that it is about; empty if it is about none.
    pub name: String,
    /// A question: `load (70%) left out?`
    pub text: String,
}

/// Returns the slip that gives an answer in base units; `None` for one that no common mistake gives.
pub fn of(question: &Question, asked: &Asked, answer: f64) -> Option<Slip> {
    let from_truth = answer / asked.truth;
    let from_head = answer / asked.head;
    if !(from_truth.is_finite() && from_truth > 0.0) {
        return None;
    }
    let is = |factor: f64| ratio(from_truth, factor) <= TOLERANCE || ratio(from_head, factor) <= TOLERANCE;
    of_numbers(question, asked, &is).or_else(|| common(question, asked, &is, from_truth))
}

/// Looks for a slip with a number of the question.
fn of_numbers(question: &Question, asked: &Asked, is: &dyn Fn(f64) -> bool) -> Option<Slip> {
    let whole = computed(question, None)?;
    let factor = |at: usize, value: &str| -> Option<f64> {
        let factor = computed(question, Some((at, value)))? / whole;
        (factor.is_finite() && factor > 0.0 && ratio(factor, 1.0) > TOLERANCE).then_some(factor)
    };
    let inputs = || question.inputs.iter().enumerate();
    let slip = |kind, input: &Stated, text: String| Slip { kind, name: input.name.clone(), text };
    let without: Vec<(f64, &Stated, &str)> = inputs()
        .filter_map(|(at, input)| {
            let neutral = input.neutral.as_deref()?;
            Some((factor(at, neutral)?, input, neutral))
        })
        .collect();
    if let Some((_, input, _)) = without.iter().find(|(factor, ..)| is(*factor)) {
        return Some(slip("without", input, format!("{} left out?", said(input))));
    }
    // What is subtracted is not taken twice.
    let divides = |neutral: &str| !neutral.starts_with('0');
    if let Some((_, input, _)) =
        without.iter().find(|(factor, _, neutral)| divides(neutral) && is(1.0 / factor))
    {
        return Some(slip("twice", input, format!("{} counted twice?", said(input))));
    }
    let is_share = |input: &Stated| input.value.contains('%');
    let inverse = |(factor, input, _): &&(f64, &Stated, &str)| {
        (is_share(input) || is_time(input)) && is(factor * factor)
    };
    if let Some((factor, input, _)) = without.iter().find(inverse) {
        let text = match *factor < 1.0 {
            true => format!("{} multiplied, where it divides?", said(input)),
            false => format!("divided by {}, where it multiplies?", said(input)),
        };
        return Some(slip("inverse", input, text));
    }
    let exchanged = |(at, input): (usize, &Stated)| {
        let share = input.value.strip_suffix('%').filter(|_| !asked.is_percent())?;
        let factor = factor(at, &format!("100% - {share}%"))?;
        let text = format!("{share}% taken, where what is left of it counts?");
        is(factor).then(|| slip("exchanged", input, text))
    };
    inputs().find_map(exchanged)
}

/// Computes the answer of a question, with another value of an input. Servers are not rounded up.
fn computed(question: &Question, other: Option<(usize, &str)>) -> Option<f64> {
    values(&question.script(other).replace("ceil(", "("))?.number(ANSWER)
}

/// Whether a question states an amount of data.
fn has_data(question: &Question) -> bool {
    let lines: Vec<&str> = question.inputs.iter().map(|input| input.value.as_str()).collect();
    let values = proven(&lines);
    values.iter().flatten().any(|value| value.dimension.exponent(Base::INFORMATION) != 0)
}

/// Looks for a slip that any question may have.
fn common(question: &Question, asked: &Asked, is: &dyn Fn(f64) -> bool, factor: f64) -> Option<Slip> {
    let both = |other: f64| is(other) || is(1.0 / other);
    let found = |kind, text: String| Some(Slip { kind, name: String::new(), text });
    if let Some(row) = slip::FIXED.iter().find(|row| both(row.factor) && (!row.of_data || has_data(question)))
    {
        return found(row.kind, row.text.to_owned());
    }
    let prefix = [factor, factor * asked.truth / asked.head]
        .into_iter()
        .find_map(|factor| slip::prefix(factor.max(1.0 / factor), TOLERANCE, asked.dimension));
    if let Some(prefix) = prefix {
        return found(prefix.kind, prefix.text);
    }
    let period = question.periods.iter().find(|period| both(**period))?;
    let text = match slip::period(*period) {
        Some([short, long]) if factor > 1.0 => {
            format!("{short} taken for {long}, or {} left out?", number(*period))
        }
        Some([short, long]) => format!("{long} taken for {short}, or {} left out?", number(*period)),
        None => format!("{} left out or counted twice?", number(*period)),
    };
    found("period", text)
}

/// Returns a number of a question as it is spoken of.
fn said(input: &Stated) -> String {
    format!("{} ({})", input.name.replace('_', " "), input.value)
}

/// Whether a number is a time.
fn is_time(input: &Stated) -> bool {
    const UNITS: [&str; 9] = ["us", "µs", "ms", "s", "min", "h", "hours", "days", "years"];
    input.value.split_whitespace().nth(1).is_some_and(|unit| UNITS.contains(&unit))
}

fn number(value: f64) -> String {
    crate::units::number::plain(value)
}

/// By which factor two positive numbers differ.
fn ratio(a: f64, b: f64) -> f64 {
    if a > b { a / b } else { b / a }
}
