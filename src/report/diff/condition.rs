//! Conditions by their words: what stands on both sides, and whether a probability or a percentile became easier to meet.

use crate::run::Settings;

/// The operators, the longer ones first.
const OPERATORS: [&str; 4] = ["<=", ">=", "<", ">"];

/// Returns what stands before the comparison of a condition, the comparison, and its limit. `None` if it has several.
pub(super) fn sides(text: &str) -> Option<(&str, &str, &str)> {
    let mut depth = 0_usize;
    let mut found = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'<' | b'>' if depth == 0 => {
                let operator = OPERATORS
                    .into_iter()
                    .find(|own| text.get(at..).is_some_and(|rest| rest.starts_with(own)));
                let place = (at, operator?);
                if found.replace(place).is_some() {
                    return None;
                }
            }
            _ => {}
        }
    }
    let (at, operator) = found?;
    Some((text.get(..at)?.trim(), operator, text.get(at + operator.len()..)?.trim()))
}

/// Returns whether the left side of a condition became easier to keep on its side, where that is a probability of a
/// condition with another limit, or another percentile of the same.
pub(super) fn left(was: &str, is: &str) -> Option<bool> {
    let ((was, operator, _), (is, same, _)) = (sides(was)?, sides(is)?);
    let must_stay_below = operator.starts_with('<');
    if operator != same {
        return None;
    }
    let is_larger = match inside(was, "P(").zip(inside(is, "P(")) {
        Some((was, is)) => {
            let ((value, operator, old), (same_value, same, new)) = (sides(was)?, sides(is)?);
            if (value, operator) != (same_value, same) {
                return None;
            }
            // A condition with more room is more probable.
            (ratio(new, old)? > 1.0) == operator.starts_with('<')
        }
        None => {
            let (old, of) = percentile(was)?;
            let (new, same) = percentile(is)?;
            if of != same || old == new {
                return None;
            }
            new > old
        }
    };
    Some(is_larger != must_stay_below)
}

/// Returns what stands between `start` and the bracket that ends a text.
fn inside<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    text.strip_prefix(start)?.strip_suffix(')')
}

/// Returns the level of a percentile, and what it is of: `p95(cost)`.
fn percentile(text: &str) -> Option<(f64, &str)> {
    let (level, of) = text.strip_prefix('p')?.split_once('(')?;
    Some((level.parse().ok()?, of))
}

/// Returns how many times one amount is another one; `None` if they are the same, or no amounts.
fn ratio(new: &str, old: &str) -> Option<f64> {
    let text = format!("({new}) / ({old})");
    let ratio = super::super::evaluate("<limit>", &text, 4, &Settings::default());
    let ratio = ratio.answers.first().filter(|_| ratio.is_ok())?.shown.value;
    (ratio != 1.0).then_some(ratio)
}
