//! The slip that may explain an answer: what a person leaves out, counts twice, or converts the wrong way.
//!
//! The question is computed again with each of its numbers left out. What that changes is the factor of the slips with
//! that number. Few factors have a name, so that a name means something.

use super::points;
use super::question::{ANSWER, Question, Stated};
use super::unit::Asked;
use super::value::values;
use crate::analysis::slip;

/// How far a factor may be from that of a slip, as a ratio.
const TOLERANCE: f64 = 1.05;

/// A mistake that gives an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// `without`, `twice`, `inverse`, `exchanged`, `complement`, `bits`, `digit`, `prefix` or `period`.
    pub kind: &'static str,
    /// The name of the number of the question that it is about; empty if it is about none.
    pub name: String,
    /// A question: `load (70%) left out?`
    pub text: String,
}

/// Returns the slip that gives an answer in base units; `None` for one that no common mistake gives.
pub fn of(question: &Question, asked: &Asked, answer: f64) -> Option<Slip> {
    let is_share = asked.is_percent();
    // Of shares near the whole, what is missing is compared.
    let from_truth = points::factor(answer, asked.truth, is_share);
    let from_head = points::factor(answer, asked.head, is_share);
    if !(from_truth.is_finite() && from_truth > 0.0) {
        return None;
    }
    let is = |factor: f64| ratio(from_truth, factor) <= TOLERANCE || ratio(from_head, factor) <= TOLERANCE;
    left_out(question, asked, &is)
        .or_else(|| complement(asked, answer))
        .or_else(|| calendar(question, &is, from_truth))
        .or_else(|| of_numbers(question, asked, &is))
        .or_else(|| common(question, asked, &is, from_truth))
}

/// A number of a question with the factor that leaving it out gives, and what that is.
type Without<'q> = (f64, &'q Stated, &'q str);

/// Returns the numbers of a question that can be left out.
fn without<'q>(question: &'q Question, asked: &Asked) -> Vec<Without<'q>> {
    let of = |(at, input): (usize, &'q Stated)| {
        let neutral = input.neutral.as_deref()?;
        Some((factor(question, asked, (at, neutral))?, input, neutral))
    };
    question.inputs.iter().enumerate().filter_map(of).collect()
}

/// The factor that another value of an input gives; `None` if it makes no difference.
fn factor(question: &Question, asked: &Asked, other: (usize, &str)) -> Option<f64> {
    let scale = if asked.is_percent() { asked.size } else { 1.0 };
    let (with, whole) = (computed(question, Some(other))? * scale, computed(question, None)? * scale);
    let factor = points::factor(with, whole, asked.is_percent());
    (factor.is_finite() && factor > 0.0 && ratio(factor, 1.0) > TOLERANCE).then_some(factor)
}

fn slip(question: &Question, kind: &'static str, input: &Stated, said: impl Fn(String) -> String) -> Slip {
    Slip { kind, name: input.name.clone(), text: said(spoken(question, input)) }
}

/// Looks for a number of the question that is left out.
fn left_out(question: &Question, asked: &Asked, is: &dyn Fn(f64) -> bool) -> Option<Slip> {
    let (_, input, _) = without(question, asked).into_iter().find(|(factor, ..)| is(*factor))?;
    Some(slip(question, "without", input, |said| format!("{said} left out?")))
}

/// Looks for the other part of a share: 4% where 96% is asked for.
fn complement(asked: &Asked, answer: f64) -> Option<Slip> {
    let is_other = asked.is_percent()
        && [asked.truth, asked.head].into_iter().any(|share| {
            // Halves are the same.
            ratio(answer, share) > 1.5 && share < 1.0 && ratio(answer, 1.0 - share) <= TOLERANCE
        });
    let text = "the other part of the whole, where this one is asked for?".to_owned();
    is_other.then(|| Slip { kind: "complement", name: String::new(), text })
}

/// Looks for a number of the question that is counted twice, or the other way.
fn of_numbers(question: &Question, asked: &Asked, is: &dyn Fn(f64) -> bool) -> Option<Slip> {
    let without = without(question, asked);
    // What is subtracted is not taken twice.
    let divides = |neutral: &str| !neutral.starts_with('0');
    if let Some((_, input, _)) =
        without.iter().find(|(factor, _, neutral)| divides(neutral) && is(1.0 / factor))
    {
        return Some(slip(question, "twice", input, |said| format!("{said} counted twice?")));
    }
    let is_share = |input: &Stated| input.value.contains('%');
    let inverse =
        |(factor, input, _): &&Without<'_>| (is_share(input) || is_time(input)) && is(factor * factor);
    if let Some((factor, input, _)) = without.iter().find(inverse) {
        // Dividing by less than one makes more.
        let is_small = is_share(input) || input.value.contains(" ms") || input.value.contains(" µs");
        return Some(slip(question, "inverse", input, |said| match (*factor < 1.0) == is_small {
            true => format!("{said} multiplied, where it divides?"),
            false => format!("divided by {said}, where it multiplies?"),
        }));
    }
    let exchanged = |(at, input): (usize, &Stated)| {
        let share = input.value.strip_suffix('%').filter(|_| !asked.is_percent())?;
        let factor = factor(question, asked, (at, &format!("100% - {share}%")))?;
        let text = |_| format!("{share}% taken, where what is left of it counts?");
        is(factor).then(|| slip(question, "exchanged", input, text))
    };
    question.inputs.iter().enumerate().find_map(exchanged)
}

/// Computes the answer of a question, with another value of an input. Servers are not rounded up.
fn computed(question: &Question, other: Option<(usize, &str)>) -> Option<f64> {
    values(&question.script(other).replace("ceil(", "("))?.number(ANSWER)
}

/// Whether bits may be taken for bytes: in an answer that is data, or where a question has both.
fn may_be_bits(question: &Question, asked: &Asked) -> bool {
    let has_bits = || question.inputs.iter().any(|input| input.value.contains("bit"));
    asked.is_data() || question.want.contains("bit") || has_bits()
}

/// Looks for a period of the question that is left out, counted twice, or taken for another.
fn calendar(question: &Question, is: &dyn Fn(f64) -> bool, factor: f64) -> Option<Slip> {
    let period = question.periods.iter().find(|period| is(**period) || is(1.0 / **period))?;
    let text = match slip::period(*period) {
        Some([short, long]) if factor > 1.0 => {
            format!("{short} taken for {long}, or {} left out?", number(*period))
        }
        Some([short, long]) => format!("{long} taken for {short}, or {} left out?", number(*period)),
        None => format!("{} left out or counted twice?", number(*period)),
    };
    Some(Slip { kind: "period", name: String::new(), text })
}

/// Looks for a slip that any question may have.
fn common(question: &Question, asked: &Asked, is: &dyn Fn(f64) -> bool, factor: f64) -> Option<Slip> {
    let both = |other: f64| is(other) || is(1.0 / other);
    let found = |kind, text: String| Some(Slip { kind, name: String::new(), text });
    let row =
        slip::FIXED.iter().find(|row| both(row.factor) && (!row.of_data || may_be_bits(question, asked)));
    if let Some(row) = row {
        return match points::factor(1.0, asked.truth, asked.is_percent()) {
            // The share is near the whole.
            0.0 if row.factor == 10.0 => found(row.kind, "a nine too many, or too few?".to_owned()),
            0.0 => found(row.kind, "two nines too many, or too few?".to_owned()),
            _ => found(row.kind, row.text.to_owned()),
        };
    }
    let prefix = |factor: f64| slip::prefix(factor.max(1.0 / factor), TOLERANCE, asked.dimension);
    let prefix = [factor, factor * asked.truth / asked.head].into_iter().find_map(prefix)?;
    let size = factor.max(1.0 / factor);
    match size {
        _ if asked.is_percent() => None,
        ..2e6 => found(prefix.kind, prefix.text),
        // `0.268` for 268M, with what was meant left out.
        ..2e9 => found(prefix.kind, "a prefix (M, G, bn) left out, or taken for another?".to_owned()),
        _ => None,
    }
}

/// Names of numbers that say nothing to who reads the question.
const UNSPOKEN: [&str; 4] = ["each", "uses", "time", "size"];

/// Returns a number of a question as it is spoken of: `copies (3)`, where the question has the word; `the 16 cores/server`;
/// `the 3 services`.
fn spoken(question: &Question, input: &Stated) -> String {
    let Stated { name, value, .. } = input;
    let name = name.replace('_', " ");
    if value.contains([' ', '/']) {
        return format!("the {value}");
    }
    let words = || question.text.split(|c: char| !c.is_alphanumeric());
    if !UNSPOKEN.contains(&name.as_str()) && words().any(|word| word == name) {
        return format!("{name} ({value})");
    }
    // The word that is counted: the plural behind the number.
    let text = question.text.replace(',', "");
    let behind = text.split_once(&format!("{value} ")).map_or("", |(_, behind)| behind);
    let word = behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    match word.len() > 3 && word.ends_with('s') {
        true => format!("the {value} {word}"),
        false => format!("the {value}"),
    }
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
