//! Whether a claim holds, in any of its readings.

use super::claim::{Found, amount_of};
use super::expression::Expression;
use super::mask::BLANK;
use super::proof::slip;
use super::reading::has;
use super::sides::{PERIODS, Sides, Tried};
use super::words::Quality;
use super::{Apart, Verdict, by_hand, exact, fix, usual};

/// The largest factor between a claimed number and the right one.
const TOLERANCE: f64 = 1.25;

/// The same for a number that is said to be rough, or has one digit.
const ROUGH: f64 = 1.5;

/// The same for a power of ten.
const ORDER: f64 = 3.2;

/// A day of 10^5 seconds over one of 86,400.
const SHORTCUT: f64 = 100_000.0 / 86_400.0;

/// Computes a claim and says whether it holds.
pub fn of(found: &Found, text: &str) -> Verdict {
    let Some(amount) = amount_of(&found.right) else { return Verdict::NotUnderstood };
    let is_rough = amount.is_rough
        || amount.significant == 1
        || found
            .left
            .iter()
            .flat_map(|left| &left.operands)
            .any(|operand| operand.amounts.iter().any(|a| a.is_rough));
    let tolerance = if is_rough { ROUGH } else { TOLERANCE };
    let tolerance = if usual::is_power_of_ten(&found.right) { ORDER } else { tolerance };
    let sides = || {
        found
            .left
            .iter()
            .flat_map(|left| found.right.iter().map(move |right| Sides { left, right, tolerance }))
    };
    let mut tried = Vec::new();
    for (at, sides) in sides().enumerate() {
        let (mut more, lenient) = sides.tried();
        more.extend(lenient.map(|factor| Tried::lenient(factor, &sides)));
        if let Some(verdict) = held(&more, found, text, tolerance) {
            return verdict;
        }
        // What a chain began with may make its steps right, not wrong.
        if at == 0 || !found.is_step {
            tried.extend(more);
        }
    }
    let around = around(found, text);
    if sides().any(|sides| usual::holds(&sides, &tried, amount, around)) {
        return Verdict::Holds;
    }
    let Some(likely) = likely(&tried, found).filter(|likely| !usual::is_partial(found, text, likely)) else {
        let lenient = |sides: Sides<'_>| sides.lenient(None).map(|factor| Tried::lenient(factor, &sides));
        let lenient = tried.is_empty().then(|| sides().find_map(lenient)).flatten();
        let verdict = lenient.and_then(|lenient| held(&[lenient], found, text, tolerance));
        return verdict.unwrap_or(Verdict::NotUnderstood);
    };
    Verdict::Wrong(apart(likely, &tried, found, text))
}

/// How far the words beside a claim that say what it is about may stand from it, in bytes.
const NEAR: usize = 60;

/// Returns a claim with the words beside it.
fn around<'t>(found: &Found, text: &'t str) -> &'t str {
    let boundary = |at: usize| (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let start = boundary(found.place.start.saturating_sub(NEAR));
    let end = boundary(found.place.end + NEAR);
    text.get(start..end).unwrap_or(text)
}

/// Returns the reading that a wrong claim is judged by: one with all its units, or without its periods, or without
/// times; of these one that a slip explains, or else the one that is least off. `None` if none is worth a finding.
fn likely<'t>(tried: &'t [Tried], found: &Found) -> Option<&'t Tried> {
    let slip_of = |tried: &Tried| slip(&tried.lines[0], &tried.lines[1], 1.0 / tried.factor);
    let is_exact = |tried: &&Tried| slip_of(tried).is_some_and(|slip| !slip.text.starts_with("about"));
    let size = |tried: &&Tried| tried.factor.max(1.0 / tried.factor);
    let is_loose = found.is_open || found.is_broken || found.left.iter().any(|left| left.is_loose);
    let is_plain = |tried: &&Tried| {
        !is_loose || slip_of(tried).is_some_and(|slip| slip.kind == "prefix") && size(tried) < 2e6
    };
    if found.is_arrow {
        // An arrow says "hence" as often as "equals", and `1 ns -> 1 s` compares.
        if found.left.first().is_some_and(|left| !left.has_operator() && is_same_number(left, &found.right)) {
            return None;
        }
        let is_prefix = |tried: &&Tried| {
            slip_of(tried).is_some_and(|slip| slip.kind == "prefix") && libm::log10(tried.factor).abs() < 9.5
        };
        return tried
            .iter()
            .find(|tried| tried.rank == 0 && tried.has_unit && is_exact(tried) && is_prefix(tried));
    }
    if found.is_step {
        // Words beside a step may say what else it counts.
        let is_usual =
            |tried: &&Tried| slip_of(tried).is_some_and(|slip| matches!(slip.kind, "prefix" | "period"));
        return tried
            .iter()
            .find(|tried| tried.rank == 0 && tried.has_unit && is_exact(tried) && is_usual(tried));
    }
    for rank in 0..2 {
        let of_rank = || tried.iter().filter(|tried| tried.rank == rank);
        // Of readings that are as far off, the first is the likely one.
        let rough = |tried: &&Tried| libm::round(libm::log10(size(tried)) * 1e3);
        let least = |a: &&Tried, b: &&Tried| rough(a).total_cmp(&rough(b));
        let best = of_rank().filter(is_exact).min_by(least).or_else(|| of_rank().min_by(least));
        if best.is_some() {
            return best.filter(is_plain).filter(|best| !is_of_another_period(found, size(best)));
        }
    }
    // Where times are left out, their prefixes are too.
    let is_short = |side: &Expression| usual::has_short_time(side);
    let is_timeless = found.left.iter().all(|left| !has(left, Quality::Time));
    if is_timeless || found.left.iter().chain(&found.right).any(is_short) {
        None
    } else {
        // A number whose time is left out is twice there by accident.
        let is_named = |tried: &&Tried| slip_of(tried).is_some_and(|slip| !slip.text.starts_with('`'));
        tried.iter().find(is_exact).filter(is_named).filter(is_plain)
    }
}

/// Whether a claim of a period is off by that to another, of which the left side may be without saying so:
/// `5 engineers × $180K = $75K/month`.
fn is_of_another_period(found: &Found, size: f64) -> bool {
    let is_said = found.left.iter().any(|left| has(left, Quality::Time));
    let ratio = |period: f64| {
        found.right.iter().flat_map(by_hand::periods).map(move |of| (of / period).max(period / of))
    };
    !is_said
        && PERIODS
            .iter()
            .any(|period| ratio(*period).any(|ratio| ratio > 1.0 && (size / ratio - 1.0).abs() < 0.01))
}

/// Whether both sides have the same digits.
fn is_same_number(left: &Expression, right: &[Expression]) -> bool {
    let number = |side: &Expression| Some(side.operands.first()?.amounts.first()?.value());
    right.iter().any(|right| number(left) == number(right))
}

/// Returns the verdict if a reading holds.
fn held(tried: &[Tried], found: &Found, text: &str, tolerance: f64) -> Option<Verdict> {
    let is_range = tried.iter().any(|tried| tried.is_range);
    let spans = |one: fn(f64) -> bool| tried.iter().any(|tried| one(tried.factor));
    if is_range && spans(|factor| factor <= 1.0) && spans(|factor| factor >= 1.0) {
        return Some(Verdict::Holds);
    }
    let size = |tried: &&Tried| tried.factor.max(1.0 / tried.factor);
    let near = tried.iter().filter(|tried| size(tried) <= tolerance && tried.missing.is_none());
    let best = near.min_by(|a, b| size(a).total_cmp(&size(b)))?;
    let amount = amount_of(&found.right)?;
    let steps = found.left.iter().chain(&found.right).map(by_hand::steps).max().unwrap_or(0);
    let is_binary = |power: i32| (best.factor / libm::pow(1.024, f64::from(power)) - 1.0).abs() < 0.01;
    let is_binary = (1..=steps).any(|power| is_binary(power) || is_binary(-power));
    let whole = text.get(found.place.clone()).unwrap_or("");
    let is_exact = !is_binary && best.rank == 0 && exact::is_off(found, amount, best.factor);
    if is_exact && !exact::is_name(whole) && !usual::is_partial(found, text, best) {
        return Some(Verdict::Wrong(apart(best, tried, found, text)));
    }
    if is_rounded(amount.value(), amount.significant, best.factor) || is_range || amount.is_rough {
        return Some(Verdict::Holds);
    }
    if is_binary {
        return Some(Verdict::Holds);
    }
    let of_time = found.left.iter().chain(&found.right).any(|side| has(side, Quality::Time))
        || whole.contains("86,400")
        || whole.contains("86400")
        || whole.contains("100K");
    let apart = apart(best, tried, found, text);
    let is_shortcut =
        [SHORTCUT, 1.0 / SHORTCUT].iter().any(|shortcut| (best.factor / shortcut - 1.0).abs() < 0.08);
    Some(if of_time && is_shortcut { Verdict::Shortcut(apart) } else { Verdict::Off(apart) })
}

/// Whether a number is the right one within a unit of its last digit that means something, or 3%.
fn is_rounded(value: f64, significant: usize, factor: f64) -> bool {
    let right = value / factor;
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // at most 40 digits
    let digits = significant as i32;
    let unit = libm::pow(10.0, libm::floor(libm::log10(value.abs().max(1e-300))) + 1.0 - f64::from(digits));
    (value - right).abs() <= unit * 1.000_001 || (factor - 1.0).abs() <= 0.03
}

/// Writes a share of a hundred with two digits of what is missing.
fn near_whole(share: f64) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 16
    let decimals = (1.0 - libm::floor(libm::log10(100.0 - share))).clamp(0.0, 16.0) as usize;
    format!("{}%", format!("{share:.decimals$}").trim_end_matches('0').trim_end_matches('.'))
}

fn apart(tried: &Tried, all: &[Tried], found: &Found, text: &str) -> Apart {
    let factor = tried.factor;
    let same = |other: &Tried| (other.factor / factor - 1.0).abs() < 0.01;
    let reading = tried.choice.get(tried.left).map_or(0, |(_, reading)| *reading);
    let right = amount_of(&found.right).and_then(|amount| fix::right(text, amount, reading, factor));
    let slip = slip(&tried.lines[0], &tried.lines[1], 1.0 / factor);
    let power = libm::pow(10.0, libm::round(libm::log10(factor)));
    let is_digits = power != 1.0 && (factor / power - 1.0).abs() < 0.05;
    let is_named = slip.as_ref().is_some_and(|slip| slip.kind != "own" && !slip.text.starts_with("about"));
    // What units were left out for is a guess, but for the digits that are right.
    let is_certain = (is_digits || is_named && tried.rank == 0)
        && !tried.is_range
        && !found.is_arrow
        && found.right.len() == 1
        && found.left.len() == 1
        && right.as_ref().is_some_and(|right| !right.contains(BLANK))
        && !found.is_open
        && !found.left.iter().any(|left| left.is_loose)
        && all.iter().all(same);
    let right = right.unwrap_or_default().replace(BLANK, "");
    let share = amount_of(&found.right).map(|amount| amount.value() / factor);
    let right = tried.missing.and(share).map_or(right, near_whole);
    Apart { right, factor, missing: tried.missing, slip: slip.map(|slip| slip.text), is_certain }
}
