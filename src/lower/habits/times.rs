//! Times that are converted by hand beside units that convert them already.
//!
//! `5 years * 365 * 10 GB/day` counts the days twice, `30 days * 24 hours * 100 req/s` the hours of a day, and `3 years *
//! 365 * 20 GB` means 20 GB a day.

use super::by_hand::spelled_per;
use super::constants::Run;
use crate::lower::context::Context;
use crate::lower::diagnostics::Factor;
use crate::lower::diagnostics::habits::{self as diagnostics, Fix};
use crate::lower::diagnostics::placement::behind_unit;
use crate::lower::{Lowering, Quantity};
use crate::syntax::{Ast, Binary, Literal, Node, NodeId};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::registry::Units;

/// The least number that people convert a time with.
const LEAST: f64 = 7.0;

/// How far a number may be from the ratio of two units of time: 30 days are a month.
const NEAR: f64 = 0.03;

/// The most factors of a product that are compared.
const MOST: usize = 8;

/// Units of time that sizes and prices are per, in seconds.
const PERIODS: [(&str, f64); 6] = [
    ("s", 1.0),
    ("min", 60.0),
    ("hour", 3_600.0),
    ("day", 86_400.0),
    ("week", 604_800.0),
    ("month", 2_628_000.0),
];

/// A time that is written as one number with one unit.
struct Time<'a> {
    at: usize,
    literal: &'a Literal,
    /// The singular of its unit.
    one: &'static str,
    /// Its unit, and the whole of it, in seconds.
    unit: f64,
    total: f64,
}

impl Lowering {
    /// Warns of a number that converts a time which a rate converts already: `5 years * 365 * 10 GB/day`. It is warned of
    /// where the last of the three is multiplied. Returns whether it was.
    pub(super) fn warn_of_time_twice(&mut self, id: NodeId, cx: Context<'_>) -> bool {
        let is_number = |node: NodeId| self.constants(node, cx).is_some_and(|found| converts(&found));
        let nodes = products(id, cx.ast);
        if nodes.len() < 3 || !nodes.iter().any(|node| is_number(*node)) {
            return false;
        }
        let factors = self.written_factors(id, cx.ast);
        let Some(last) = factors.len().checked_sub(1) else { return false };
        let found = factors.iter().enumerate().find_map(|(at, factor)| {
            let constants = self.constants(factor.node, cx).filter(|found| converts(found))?;
            let number: f64 = Run::values(&constants).iter().product();
            let (time, rate) = self.converted_beside(number, &factors)?;
            let is_new = [at, time, rate.0].contains(&last) && !factor.divides;
            is_new.then_some((factor.node, number, time, rate.1))
        });
        let Some((node, number, time, period)) = found else { return false };
        let Some(time) = factors.get(time).map(|factor| cx.ast.span(factor.node)) else { return false };
        let removed = without(node, id, cx.ast);
        let place = cx.ast.span(node);
        self.reporter.report(diagnostics::time_twice((number, place), period, time, removed));
        true
    }

    /// The time and the rate beside a number that is the ratio of their units: their places, and the rate's period.
    fn converted_beside(&self, number: f64, factors: &[Factor]) -> Option<(usize, (usize, &'static str))> {
        let quantities = factors.iter().enumerate().filter(|(_, factor)| !factor.divides);
        let quantities: Vec<(usize, Quantity)> =
            quantities.filter_map(|(at, factor)| Some((at, factor.value.quantity()?))).collect();
        let rates = quantities.iter().filter(|(_, rate)| rate.dimension.exponent(Base::TIME) == -1);
        rates.filter_map(|(at, rate)| Some((*at, period_of(*rate)?))).find_map(|(rate, (period, seconds))| {
            let is_time = |(_, time): &&(usize, Quantity)| {
                let is_time = time.dimension == Dimension::base(Base::TIME);
                is_time && is_near(number, time.scale.to_f64() / seconds)
            };
            let (time, _) = quantities.iter().find(is_time)?;
            Some((*time, (rate, period)))
        })
    }

    /// Whether the next factor is a time that a number converts: of `10 GB/day * 365 * 5 years` the years do.
    pub(super) fn time_follows(&mut self, id: NodeId, run: &Run, number: f64, cx: Context<'_>) -> bool {
        let Some((_, seconds)) = period_of(run.quantity) else { return false };
        let Some((Binary::Multiply, next)) = super::constants::next_factor(id, cx) else { return false };
        let factors = self.written_factors(next, cx.ast);
        let next = factors.first().and_then(|factor| factor.value.quantity());
        next.is_some_and(|time| {
            let is_time = time.dimension == Dimension::base(Base::TIME);
            is_time && is_near(number, time.scale.to_f64() / seconds)
        })
    }
}

impl Lowering {
    /// Whether a number by which a rate is multiplied or divided is what the conversion behind it does already:
    /// `5 TB/day * 7 to GB/week`.
    pub(super) fn is_converted_after(&self, id: NodeId, run: &Run, number: f64, cx: Context<'_>) -> bool {
        let target = self.root.and_then(|root| match cx.ast.node(root) {
            Node::Convert { value, target, .. } if value == id => cx.ast.targets.get(target as usize),
            _ => None,
        });
        let Some((target, (_, seconds))) = target.zip(period_of(run.quantity)) else { return false };
        let words = cx.ast.words(&target.words);
        let period = words.iter().rev().find(|word| word.join.divides());
        let period = period.and_then(|word| time_of(cx.ast.str(word.text), self.scope.units()));
        // The name of a rate, such as `rps`, has its second in it.
        let period = period.map_or(1.0, |(_, period)| period);
        let ratio = if run.divides { seconds / period } else { period / seconds };
        ratio > 1.0 && is_near(number, ratio)
    }
}

/// The changes that say what a time within another is for, and what a size or a price beside a time is per, with whether
/// they say beyond doubt what is meant.
pub(in crate::lower) fn nested(
    factors: &[Factor],
    quantity: Quantity,
    (ast, units): (&Ast, &Units),
    happens: bool,
) -> Option<(Fix, bool)> {
    let mut times = times(factors, ast, units);
    times.sort_by(|a, b| b.unit.total_cmp(&a.unit));
    let excess = usize::try_from(quantity.dimension.exponent(Base::TIME)).ok()?;
    let last = times.last()?;
    let (mut edits, mut things, mut is_usual) = (Vec::new(), Vec::new(), true);
    for pair in times.windows(2) {
        let [long, short] = pair else { continue };
        // What happens takes its time, unless it is a whole one: `20 calls/day * 5 min * 30 days`.
        let fits = long.unit > short.unit && short.total <= long.unit * (1.0 + NEAR);
        if !fits || happens && !is_near(short.total, long.unit) {
            return None;
        }
        // `8 hours * 5 days` are hours of a day; minutes of an hour are said so.
        is_usual &= short.unit >= 3_600.0 || is_near(short.total, long.unit);
        edits.push(behind_unit(short.literal, long.one, ast));
        things.push(format!(
            "{} per {}",
            ast.written_at(factors.get(short.at)?.node, short.literal.span),
            long.one
        ));
    }
    let left = excess.checked_sub(edits.len())?;
    let above = |base| quantity.dimension.exponent(base) > 0;
    let label = format!("with {}", things.join(" and "));
    if left == 0 || !above(Base::INFORMATION) && !above(Base::MONEY) {
        return (!edits.is_empty()).then_some(((label, edits), is_usual));
    }
    // What is left is a size or a price, for each of the shortest time.
    let size = factors.iter().find(|factor| is_size(factor))?;
    let literal = ast.literal(size.node)?;
    let number = factors.iter().enumerate().find_map(|(at, factor)| {
        let value = plain(factor, ast).filter(|_| !factor.divides)?;
        let period = PERIODS.iter().find(|(_, seconds)| is_near(value, last.unit / seconds))?;
        Some((at, period.0))
    });
    let is_bits = ast.words(&literal.suffix).last().is_some_and(|word| ast.str(word.text).ends_with("bit"));
    let per = match number {
        _ if is_bits => "s",
        Some((at, period)) => {
            edits.push((without_factor(at, factors, ast)?, String::new()));
            period
        }
        None => last.one,
    };
    if left > 1 {
        return None;
    }
    edits.push(behind_unit(literal, per, ast));
    Some(((format!("for an amount per {per}"), edits), false))
}

/// The fix for `$100/5 users/month`, whose month divides what is divided by.
pub(super) fn for_each_period(factors: &[Factor], ast: &Ast, units: &Units) -> Option<Fix> {
    let divisors = factors.iter().filter(|factor| factor.divides);
    divisors.filter_map(|factor| ast.literal(factor.node)).find_map(|literal| {
        let words = ast.words(&literal.suffix);
        let at = words.iter().position(|word| {
            word.join.divides() && word.times == 1.0 && time_of(ast.str(word.text), units).is_some()
        })?;
        let word = words.get(at)?;
        let before = words.get(at.checked_sub(1)?)?.span;
        let place = Span { start: before.end, ..word.span };
        let (one, _) = time_of(ast.str(word.text), units)?;
        Some((format!("for a price per {one}"), vec![(place, format!(" / 1 {one}"))]))
    })
}

/// The fix for `$2M/yr per month`, which is one literal: the rate in the other time.
pub(super) fn in_other_period(literal: &Literal, is_money: bool, ast: &Ast, units: &Units) -> Option<Fix> {
    let words = ast.words(&literal.suffix);
    let is_time =
        |word: &crate::syntax::Word| word.join.divides() && time_of(ast.str(word.text), units).is_some();
    let first = words.iter().position(is_time)?;
    let [.., last] = words else { return None };
    let scale = |word: &crate::syntax::Word| time_of(ast.str(word.text), units).map(|(_, seconds)| seconds);
    // `$5/month/month` is what is printed of a rate that is per time twice.
    let is_same = words.get(first).and_then(scale) == scale(last);
    if words.iter().filter(|word| is_time(word)).count() != 2 || first + 2 != words.len() || is_same {
        return None;
    }
    let mut unit = if is_money { "$".to_owned() } else { String::new() };
    for word in words.get(..first)? {
        let sign = match (unit.as_str(), word.join.divides()) {
            ("", false) => "",
            (_, false) => "·",
            (_, true) => "/",
        };
        unit = format!("{unit}{sign}{}", ast.str(word.text));
    }
    let start = words.get(first)?.span.end;
    let place = Span { start, ..last.span };
    let (one, _) = time_of(ast.str(last.text), units)?;
    Some((format!("for a rate per {one}"), vec![(place, format!(" to {unit}/{one}"))]))
}

/// Whether constants are a number that people may convert a time with.
fn converts(constants: &[super::constants::Factor]) -> bool {
    let number: f64 = Run::values(constants).iter().product();
    number >= LEAST && !constants.iter().any(|factor| factor.is_named && number < 365.0)
}

/// The singular of a unit of time, and its seconds.
fn time_of(word: &str, units: &Units) -> Option<(&'static str, f64)> {
    let (_, unit) = units.find(word)?;
    let seconds = unit.scale.to_f64();
    if unit.dimension != Dimension::base(Base::TIME) {
        return None;
    }
    const YEAR: f64 = 31_536_000.0;
    let named = [("ms", 1e-3), ("year", YEAR)];
    let known = PERIODS.iter().chain(&named).find(|(_, known)| (known - seconds).abs() <= 1e-9 * seconds);
    known.copied()
}

/// The period of a rate: as it was spelled, else the second of `rps` and `Gbps`.
fn period_of(rate: Quantity) -> Option<(&'static str, f64)> {
    if rate.dimension.exponent(Base::TIME) != -1 {
        return None;
    }
    let spelled = spelled_per(rate).unwrap_or("s");
    let spelled = if spelled == "minute" { "min" } else { spelled };
    if spelled == "year" {
        return Some(("year", 31_536_000.0));
    }
    PERIODS.iter().find(|(period, _)| *period == spelled).copied()
}

fn is_near(number: f64, ratio: f64) -> bool {
    (number - ratio).abs() <= NEAR * ratio
}

/// The times among factors that are one number with one unit.
fn times<'a>(factors: &[Factor], ast: &'a Ast, units: &Units) -> Vec<Time<'a>> {
    let found = factors.iter().enumerate().filter(|(_, factor)| !factor.divides);
    let found = found.filter_map(|(at, factor)| {
        let literal = ast.literal(factor.node)?;
        let [word] = ast.words(&literal.suffix) else { return None };
        let (one, unit) = time_of(ast.str(word.text), units)?;
        let is_plain = !word.join.divides() && word.times == 1.0;
        is_plain.then_some(Time { at, literal, one, unit, total: literal.value * unit })
    });
    found.collect()
}

/// Whether a factor is data or money, and no rate.
fn is_size(factor: &Factor) -> bool {
    let Some(quantity) = factor.value.quantity().filter(|_| !factor.divides) else { return false };
    let exponent = |base| quantity.dimension.exponent(base);
    (exponent(Base::INFORMATION) == 1 || exponent(Base::MONEY) == 1) && exponent(Base::TIME) == 0
}

/// The value of a factor that is a plain number.
fn plain(factor: &Factor, ast: &Ast) -> Option<f64> {
    let literal = ast.literal(factor.node)?;
    let is_plain = literal.suffix.is_empty() && literal.form == crate::syntax::Form::Plain;
    is_plain.then_some(literal.value)
}

/// The factors of a product without a quotient, in the order of the text.
fn products(id: NodeId, ast: &Ast) -> Vec<NodeId> {
    let (mut nodes, mut at) = (Vec::new(), id);
    while let Node::Binary(Binary::Multiply, left, right) = ast.node(at) {
        nodes.push(right);
        at = left;
        if nodes.len() == MOST {
            break;
        }
    }
    nodes.push(at);
    nodes.reverse();
    nodes
}

/// The place of a factor with its operator.
fn without(node: NodeId, product: NodeId, ast: &Ast) -> Span {
    let nodes = products(product, ast);
    let at = nodes.iter().position(|factor| *factor == node).unwrap_or(0);
    let place = ast.span(node);
    match at.checked_sub(1).and_then(|before| nodes.get(before)) {
        Some(before) => Span { start: ast.span(*before).end, ..place },
        None => Span { end: nodes.get(1).map_or(place.end, |next| ast.span(*next).start), ..place },
    }
}

/// The place of a factor with the operator before it, or behind it if it is the first.
fn without_factor(at: usize, factors: &[Factor], ast: &Ast) -> Option<Span> {
    let place = ast.span(factors.get(at)?.node);
    Some(match at.checked_sub(1).and_then(|before| factors.get(before)) {
        Some(before) => Span { start: ast.span(before.node).end, ..place },
        None => Span { end: ast.span(factors.get(1)?.node).start, ..place },
    })
}
