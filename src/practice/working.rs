//! How a question is done in the head: a text whose numbers are computed, each to the digits that a head keeps.

use super::question::{ANSWER, Working};
use super::value::{values, written};
use crate::run::Values;

/// The digits of a number that is rounded.
const DIGITS: usize = 2;

/// A number that is exact with so many digits is kept as it is.
const KEPT: usize = 3;

/// More digits than any short number has.
const ALL: usize = 9;

/// The most digits of a whole count that is rounded: 13.02 servers are 14.
const MOST: usize = 5;

/// Below this a whole count is rounded in the head, as the truth is: a part of a server is a server.
const COUNTED: f64 = 100.0;

/// How a whole count is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// A part of a server is a server.
    Up,
    /// A part of a deploy is none.
    Down,
}

impl Rounding {
    /// Returns how an answer in the language is rounded; `None` if it is not.
    pub fn of(answer: &str) -> Option<Rounding> {
        match answer {
            _ if answer.starts_with("ceil(") => Some(Rounding::Up),
            _ if answer.starts_with("floor(") => Some(Rounding::Down),
            _ => None,
        }
    }

    fn round(self, number: f64) -> f64 {
        match self {
            Rounding::Up => libm::ceil(number - DUST),
            Rounding::Down => libm::floor(number + DUST),
        }
    }
}

/// Rounding of numbers.
const DUST: f64 = 1e-9;

/// What a working is computed from.
#[derive(Clone, Copy, Debug)]
pub struct Given<'g> {
    /// The inputs, a line each in the language.
    pub inputs: &'g str,
    /// The unit that is asked for, or empty.
    pub want: &'g str,
    /// The unit that the answer is printed in.
    pub unit: &'g str,
    /// How the last number is rounded.
    pub rounding: Option<Rounding>,
}

/// A number of a working.
struct Number {
    /// As it is printed, with its unit.
    text: String,
    /// Whether it is printed with fewer digits than it has.
    is_rounded: bool,
    /// The whole count that a part of one makes, and the same with its unit.
    whole: Option<[String; 2]>,
}

/// Writes a working. The numbers in braces are computed from the inputs, from `it`, the number before, and from `aside`, the
/// last one on the side.
pub fn worked(method: &str, given: Given<'_>) -> Option<Working> {
    let mut text = String::new();
    let (mut it, mut aside, mut last) = (String::new(), String::new(), String::new());
    // What was rounded has two digits from then on.
    let mut kept = KEPT;
    let mut rest = method;
    while let Some((before, braced)) = rest.split_once('{') {
        let (inner, after) = braced.split_once('}')?;
        text.push_str(before);
        let on_side = inner.strip_prefix('~');
        let signed = on_side.unwrap_or(inner).strip_prefix('=');
        let formula = signed.or_else(|| inner.strip_prefix([':', '~']))?;
        let rounded_here = formula.strip_prefix('^');
        let is_last = on_side.is_none() && !after.contains("{=") && !after.contains("{:");
        let rounding = if rounded_here.is_some() { Some(Rounding::Up) } else { given.rounding };
        let rounding = rounding.filter(|_| is_last || rounded_here.is_some());
        let formula = rounded_here.unwrap_or(formula).trim();
        // The same once more, in the unit of the answer.
        let is_again = formula == "it"
            && (before.ends_with("which is ") || before.ends_with(", or "))
            && !given.unit.is_empty();
        let formula = if is_again { format!("it to {}", given.unit) } else { formula.to_owned() };
        let lines = |name: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!("{name} = {value}\n") }
        };
        let script =
            format!("{}{}{}step = {formula}\n", given.inputs, lines("it", &it), lines("aside", &aside));
        let number = number(&values(&script)?, kept, rounding)?;
        rest = after;
        if is_again && number.text == last {
            // `400 s, which is 400 s`
            text.truncate(text.rfind(',').unwrap_or(text.len()));
            continue;
        }
        if signed.is_some() {
            text.push_str(if number.is_rounded { "≈ " } else { "= " });
        } else if number.is_rounded && (text.ends_with(" is ") || text.ends_with(" are ")) {
            text.push_str("about ");
        }
        text.push_str(&number.text);
        if let Some([whole, _]) = &number.whole {
            text.push_str(&format!(", so {whole}"));
        }
        let value = number.whole.map_or_else(|| number.text.clone(), |[_, whole]| whole).replace(',', "");
        kept = if number.is_rounded { DIGITS } else { kept };
        match on_side {
            Some(_) => aside = value,
            None => it = value,
        }
        last = number.text;
    }
    text.push_str(rest);
    let to = if given.want.is_empty() { String::new() } else { format!(" to {}", given.want) };
    let value = values(&format!("{ANSWER} = ({it}){to}\n"))?.number(ANSWER)?;
    Some(Working { text, value })
}

/// Writes the value `step`: as it is if it has few digits, and with two if it has many.
fn number(found: &Values, kept: usize, rounding: Option<Rounding>) -> Option<Number> {
    let digits = |digits| Some(written(&found.shown("step", digits)?, digits));
    let value = found.number("step")?;
    let rounding = rounding.filter(|rounding| {
        value < COUNTED && (rounding.round(value) - value).abs() > DUST && rounding.round(value) > 0.0
    });
    let (exact, short) = (digits(ALL)?, digits(kept)?);
    let Some(rounding) = rounding else {
        let is_rounded = exact != short;
        return Some(Number {
            text: if is_rounded { digits(DIGITS)? } else { short },
            is_rounded,
            whole: None,
        });
    };
    // As many digits as it takes to show that it is no whole number.
    let is_part = |text: &String| text.contains('.');
    let text = (DIGITS..=MOST).filter_map(digits).find(is_part).unwrap_or(digits(MOST)?);
    let whole = format!("{}", rounding.round(value));
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let with_unit = format!("{whole}{unit}");
    Some(Number { is_rounded: text != exact, text, whole: Some([whole, with_unit]) })
}
