//! The points of an answer, by the factor between it and the truth.

use super::question::Question;
use super::unit::Asked;
use crate::units::near_whole;

/// The least share of the truth for ten points.
const TEN: f64 = 0.9;

/// The least share of the truth for eight points.
const EIGHT: f64 = 0.75;

/// The largest factor for five points.
const FIVE: f64 = 2.05;

/// The largest factor for two points.
const TWO: f64 = 10.5;

/// How much further than the working an answer may be off for ten points, as a logarithm.
const BEYOND: f64 = 0.02;

/// Rounding of logarithms.
const DUST: f64 = 1e-9;

/// Whole answers up to this are counted, not compared.
const COUNTED: f64 = 20.0;

/// The most points of an answer.
pub const MOST: f64 = 10.0;

/// Returns how far an answer is from the truth: the logarithm of the factor between them; of shares near the whole, of that
/// between what they lack of it.
pub fn distance(answer: f64, truth: f64, is_share: bool) -> f64 {
    libm::log(factor(answer, truth, is_share)).abs()
}

/// Returns the answer over the truth; of shares near the whole, what it lacks over what the truth lacks. Not finite if an
/// answer has no factor.
pub fn factor(answer: f64, truth: f64, is_share: bool) -> f64 {
    let is_near = is_share && (near_whole::FROM..1.0).contains(&truth);
    match near_whole::missing(answer, truth).filter(|_| is_near) {
        Some(missing) => missing,
        // More than all.
        None if is_near && answer != truth => f64::INFINITY,
        None => answer / truth,
    }
}

/// Whether an answer at a distance has points.
pub fn has_points(distance: f64) -> bool {
    distance <= libm::log(TWO) + DUST
}

/// Returns the points of an answer in base units.
pub fn points(question: &Question, asked: &Asked, answer: f64) -> f64 {
    let is_share = asked.is_percent();
    let truth = asked.nearest(answer);
    let off = distance(answer, truth, is_share);
    let head = factor(asked.head, truth, is_share);
    let is_same_side = (factor(answer, truth, is_share) - 1.0) * (head - 1.0) > 0.0;
    let forgiven = if is_same_side { libm::log(head).abs() + BEYOND } else { 0.0 };
    let by_factor = match off {
        off if off <= -libm::log(TEN) + DUST || off <= forgiven + DUST => MOST,
        off if off <= -libm::log(EIGHT) + DUST => 8.0,
        off if off <= libm::log(FIVE) + DUST => 5.0,
        off if has_points(off) => 2.0,
        _ => 0.0,
    };
    if !question.whole || truth > COUNTED {
        return by_factor;
    }
    // The working's own answer is as good as it can be done in the head.
    let is_within = (asked.head.min(truth) - DUST..=asked.head.max(truth) + DUST).contains(&answer);
    match (answer - truth).abs() {
        apart if apart < DUST || is_within => MOST,
        apart if apart <= 1.0 + DUST => 8.0,
        _ => by_factor.min(8.0),
    }
}
