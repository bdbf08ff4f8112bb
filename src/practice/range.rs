//! A range as a person types it, `10 to 20 TB`, `500–2k`, read as its two ends.
//!
//! The low end shares the unit of the high one. A magnitude is shared only if the low end is the lower one then: `500 to 2k`
//! is 500 to 2000, as everywhere in the language. `1 to 100M` has two readings.

use super::answer::{self, Answer, plain};
use super::unit::Asked;
use crate::text::escape::escaped;
use crate::units::near_whole;

/// What stands between the ends of a range.
const BETWEEN: [&str; 8] = [" to ", "..", "–", "—", " - ", "-", "to", " and "];

/// Magnitudes as they are written behind a number.
const MAGNITUDES: [&str; 19] = [
    "k", "K", "M", "m", "bn", "B", "b", "G", "T", "P", "tn", "mn", "mln", "mio", "thousand", "million",
    "millions", "billion", "trillion",
];

/// A range that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Its ends in base units, the lower one first.
    Ends {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
        /// What it was taken for, if something was not typed: `1M to 100M`.
        taken: Option<String>,
    },
    /// It may be several things; the question to ask, in one line.
    Asks(String),
    /// It is no range that can be read; why, in one line.
    Unread(String),
}

/// The ends of a range as texts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ends {
    low: String,
    high: String,
}

/// Reads a range. `None` if the text is none: a number, or a difference. Once it `was_asked` about, what is left open takes
/// the magnitude of the high end, and the unit of the question. With `is_asked_for` a range is what the question wants, so
/// that the magnitude is asked about.
pub fn read(
    typed: &str,
    asked: &Asked,
    is_named: bool,
    was_asked: bool,
    is_asked_for: bool,
) -> Option<Range> {
    let text = plain(typed);
    let text = ["between ", "from "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let (typed_ends, is_dash) = split(text)?;
    let readings = readings(&typed_ends, asked);
    let both = |ends: &Ends| (end(&ends.low, asked, is_named), end(&ends.high, asked, is_named));
    let is_open = |ends: &Ends| {
        let is_left_open = |text: &str| matches!(answer::read(text, asked, is_named, false), Answer::Asks(_));
        is_left_open(&ends.low) || is_left_open(&ends.high)
    };
    let ends = readings.first()?;
    let (low, high) = match both(ends) {
        (Ok(low), Ok(high)) => (low, high),
        // `12k-500/s` may be a difference.
        _ if is_dash && !is_asked_for => return None,
        (Err(why), _) | (_, Err(why)) => return Some(Range::Unread(why)),
    };
    if is_dash && !is_asked_for && low >= high {
        return None;
    }
    let said = format!("{} to {}", ends.low, ends.high);
    if let Some(other) = readings.get(1).filter(|_| is_asked_for && !was_asked) {
        let low = Parts::of(&other.low);
        return Some(Range::Asks(format!(
            "`{}` has two readings; type `{said}`, or the low end with its unit, `{} to {}`",
            escaped(text),
            asked.written(low.number),
            other.high
        )));
    }
    if low > high {
        return Some(Range::Unread(format!(
            "`{said}` is from high to low; type both ends with their units, the lower one first"
        )));
    }
    if low == high {
        return Some(Range::Unread("a range has two ends".to_owned()));
    }
    let is_open = is_open(ends);
    if is_open && !was_asked {
        return Some(Range::Asks(format!(
            "{} of what? Add the unit, such as `{}`",
            escaped(text),
            asked.example(is_named)
        )));
    }
    let taken = (is_open || readings.len() > 1).then(|| if is_open { asked.written(&said) } else { said });
    Some(Range::Ends { low, high, taken })
}

/// Returns the middle of a range: of numbers and of odds, the one as many times above the low end as below the high one.
pub fn middle(low: f64, high: f64, is_share: bool) -> f64 {
    let is_near = is_share && (near_whole::FROM..1.0).contains(&high);
    match is_near {
        true => {
            let odds = libm::sqrt(low / (1.0 - low) * high / (1.0 - high));
            odds / (1.0 + odds)
        }
        false => libm::sqrt(low * high),
    }
}

/// Reads an end.
fn end(text: &str, asked: &Asked, is_named: bool) -> Result<f64, String> {
    match answer::read(text, asked, is_named, true) {
        Answer::Value { number, .. } => Ok(number),
        Answer::Asks(why) | Answer::Unread(why) => Err(why),
    }
}

/// Splits a range, and says whether a dash is between its ends, which may be a minus.
fn split(text: &str) -> Option<(Ends, bool)> {
    BETWEEN.iter().find_map(|between| {
        text.match_indices(between).find_map(|(at, _)| {
            let (low, rest) = text.split_at_checked(at)?;
            let (low, high) = (low.trim(), rest.strip_prefix(between)?.trim());
            let is_exponent = *between == "-" && is_exponent(low);
            let ends = Ends { low: low.to_owned(), high: plain(high).to_owned() };
            (begins_a_number(low) && begins_a_number(high) && !is_exponent)
                .then(|| (ends, between.contains('-')))
        })
    })
}

/// Whether a text ends like `1e`, so that what follows is an exponent.
fn is_exponent(text: &str) -> bool {
    text.strip_suffix(['e', 'E']).is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit()))
}

fn begins_a_number(text: &str) -> bool {
    let text = plain(text);
    let text = text.strip_prefix('$').unwrap_or(text);
    text.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit())
}

/// Returns what the ends may be, the likely reading first.
fn readings(typed: &Ends, asked: &Asked) -> Vec<Ends> {
    let (low, high) = (Parts::of(&typed.low), Parts::of(&typed.high));
    if low.is_formula() || high.is_formula() {
        return vec![typed.clone()];
    }
    let with = |parts: &Parts<'_>, behind: &str| format!("{}{}{behind}", parts.sign, parts.number);
    let ends = |low: String, high: String| Ends { low, high };
    match (low.behind.is_empty(), high.behind.is_empty()) {
        // `10 TB to 20`
        (false, true) if low.magnitude(asked).0.is_empty() => {
            let sign = if high.sign.is_empty() { low.sign } else { high.sign };
            vec![ends(typed.low.clone(), format!("{sign}{}{}", high.number, low.behind))]
        }
        (true, false) => {
            let (magnitude, rest) = high.magnitude(asked);
            let (low_sign, sign) = (low.sign, if high.sign.is_empty() { low.sign } else { high.sign });
            let high_text = format!("{sign}{}{}", high.number, high.behind);
            let own = ends(with(&low, rest), high_text.clone());
            let shared = ends(format!("{low_sign}{}{}", low.number, high.behind), high_text);
            match magnitude {
                "" => vec![shared],
                _ if low.size < high.size => vec![shared, own],
                _ => vec![own],
            }
        }
        (true, true) if high.sign.is_empty() => {
            vec![ends(typed.low.clone(), format!("{}{}", low.sign, high.number))]
        }
        _ => vec![typed.clone()],
    }
}

/// A number with what is around it: `$`, `20`, `k/month`.
struct Parts<'t> {
    sign: &'static str,
    number: &'t str,
    behind: &'t str,
    size: f64,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Parts<'t> {
        let text = plain(text);
        let (sign, text) = text.strip_prefix('$').map_or(("", text), |rest| ("$", rest));
        let is_behind = |c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '_');
        let end = text.find(is_behind).unwrap_or(text.len());
        let digits = |at: usize| {
            text.get(at..)
                .map_or(0, |rest| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len())
        };
        // `2e3`, `2e-3`
        let exponent = ["e", "E", "e-", "E-", "e+"].into_iter().find_map(|sign| {
            let at = text.get(end..)?.starts_with(sign).then_some(end + sign.len())?;
            (digits(at) > 0).then(|| at + digits(at))
        });
        let (number, behind) = text.split_at_checked(exponent.unwrap_or(end)).unwrap_or((text, ""));
        let size = number.replace([',', '_'], "").parse().unwrap_or(f64::NAN);
        Parts { sign, number, behind, size }
    }

    /// Whether something is computed with the number, so that nothing can be said of its unit.
    fn is_formula(&self) -> bool {
        let is_divided = self
            .behind
            .split('/')
            .skip(1)
            .any(|by| by.trim_start().starts_with(|c: char| c.is_ascii_digit()));
        is_divided || self.behind.contains(['*', '^', '+', '-', '(', '×', '÷'])
    }

    /// Splits what is behind the number into a magnitude, which may be empty, and the rest.
    fn magnitude(&self, asked: &Asked) -> (&'t str, &'t str) {
        let text = self.behind.trim_start();
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        match text.split_at_checked(end) {
            // `4m` of a time are minutes.
            Some(("m", _)) if asked.is_time() => ("", self.behind),
            Some((word, rest)) if MAGNITUDES.contains(&word) => (word, rest),
            _ => ("", self.behind),
        }
    }
}
