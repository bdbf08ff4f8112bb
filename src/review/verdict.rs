//! Whether a claim holds, in any of its readings.

use super::claim::{Found, amount_of};
use super::expression::Expression;
use super::mask::BLANK;
use super::proof::{Proven, proven, slip};
use super::reading::{Choice, Keep, choices, has, written};
use super::words::Quality;
use super::{Apart, Verdict, fix, usual};
use crate::units::dimension::{Base, Dimension};

/// The largest factor between a claimed number and the right one.
const TOLERANCE: f64 = 1.25;

/// The same for a number that is said to be rough, or has one digit.
const ROUGH: f64 = 1.5;

/// The same for a power of ten.
const ORDER: f64 = 3.2;

/// Seconds of the periods that go without saying: an hour, a day, a week, 30 days, a month, a year.
const PERIODS: [f64; 6] = [3600.0, 86_400.0, 604_800.0, 2_592_000.0, 2_628_000.0, 31_536_000.0];

/// Seconds of the units of time that do.
const TIMES: [f64; 3] = [1.0, 3600.0, 86_400.0];

/// A day of 10^5 seconds over one of 86,400.
const SHORTCUT: f64 = 100_000.0 / 86_400.0;

/// What the units of a claim are kept of, in the order in which the readings are likely.
const KEEPS: [Keep; 3] = [Keep::ALL, Keep::NO_PERIODS, Keep::NO_TIMES];

/// A reading that proved something.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    /// The claimed number over the right one.
    pub factor: f64,
    /// Both sides as they were computed.
    pub lines: [String; 2],
    choice: Choice,
    /// The number of operands on the left.
    left: usize,
    is_range: bool,
    /// What was left out: nothing, periods, or times, which may be a slip of its own.
    rank: u8,
    /// Whether the sides have a unit.
    pub has_unit: bool,
}

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
        let (more, is_lenient) = sides.tried();
        if is_lenient {
            return Verdict::Holds;
        }
        if let Some(verdict) = held(&more, found, text, tolerance) {
            return verdict;
        }
        // What a chain began with may make its steps right, not wrong.
        if at == 0 || !found.is_step {
            tried.extend(more);
        }
    }
    if sides().any(|sides| usual::holds(&sides, &tried, amount)) {
        return Verdict::Holds;
    }
    let Some(likely) = likely(&tried, found).filter(|likely| !usual::is_partial(found, text, likely)) else {
        return match tried.is_empty() && sides().any(|sides| sides.is_lenient(None)) {
            true => Verdict::Holds,
            false => Verdict::NotUnderstood,
        };
    };
    Verdict::Wrong(apart(likely, &tried, found, text))
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
        // An arrow says "hence" as often as "equals".
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
            return best.filter(is_plain);
        }
    }
    // Where times are left out, their prefixes are too.
    let is_short = |side: &Expression| usual::has_short_time(side);
    let is_timeless = found.left.iter().all(|left| !has(left, Quality::Time));
    if is_timeless || found.left.iter().chain(&found.right).any(is_short) {
        None
    } else {
        tried.iter().find(is_exact).filter(is_plain)
    }
}

/// Returns the verdict if a reading holds.
fn held(tried: &[Tried], found: &Found, text: &str, tolerance: f64) -> Option<Verdict> {
    let is_range = tried.iter().any(|tried| tried.is_range);
    let spans = |one: fn(f64) -> bool| tried.iter().any(|tried| one(tried.factor));
    if is_range && spans(|factor| factor <= 1.0) && spans(|factor| factor >= 1.0) {
        return Some(Verdict::Holds);
    }
    let size = |tried: &&Tried| tried.factor.max(1.0 / tried.factor);
    let best =
        tried.iter().filter(|tried| size(tried) <= tolerance).min_by(|a, b| size(a).total_cmp(&size(b)))?;
    let amount = amount_of(&found.right)?;
    if is_rounded(amount.value(), amount.significant, best.factor) || is_range || amount.is_rough {
        return Some(Verdict::Holds);
    }
    let of_data = found.left.iter().any(|left| has(left, Quality::Data));
    let is_binary = |power: i32| (best.factor / libm::pow(1.024, f64::from(power)) - 1.0).abs() < 0.01;
    if of_data && (-5..=5).any(is_binary) {
        return Some(Verdict::Holds);
    }
    let whole = text.get(found.place.clone()).unwrap_or("");
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

fn apart(tried: &Tried, all: &[Tried], found: &Found, text: &str) -> Apart {
    let factor = tried.factor;
    let same = |other: &Tried| (other.factor / factor - 1.0).abs() < 0.01;
    let reading = tried.choice.get(tried.left).map_or(0, |(_, reading)| *reading);
    let right = amount_of(&found.right).and_then(|amount| fix::right(text, amount, reading, factor));
    let slip = slip(&tried.lines[0], &tried.lines[1], 1.0 / factor).map(|slip| slip.text);
    let is_certain = !tried.is_range
        && !found.is_arrow
        && found.right.len() == 1
        && found.left.len() == 1
        && right.as_ref().is_some_and(|right| !right.contains(BLANK))
        && !found.is_open
        && !found.left.iter().any(|left| left.is_loose)
        && all.iter().all(same);
    let right = right.unwrap_or_default().replace(BLANK, "");
    Apart { right, factor, slip, is_certain }
}

/// The two sides of a claim.
pub(super) struct Sides<'a> {
    pub left: &'a Expression,
    pub right: &'a Expression,
    pub tolerance: f64,
}

impl Sides<'_> {
    pub fn holds(&self, factor: f64) -> bool {
        factor.max(1.0 / factor) <= self.tolerance
    }

    fn lines(&self, choice: &Choice, keeps: (Keep, Keep)) -> [String; 2] {
        let left = self.left.operands.len();
        let (of_left, of_right) = choice.split_at_checked(left).unwrap_or((choice, &[]));
        [written(self.left, of_left, keeps.0), written(self.right, of_right, keeps.1)]
    }

    /// Returns the readings that prove something, of which the last one holds if any does, and whether one holds that
    /// leaves out what only one side has.
    pub fn tried(&self) -> (Vec<Tried>, bool) {
        let of_time = has(self.left, Quality::Time) || has(self.right, Quality::Time);
        let mut tried = Vec::new();
        for (at, choice) in choices(self.left, self.right).iter().enumerate() {
            let mut of_choice = OfChoice { sides: self, choice, tried: &mut tried };
            if of_choice.strictly() || of_time && of_choice.loosely() {
                return (tried, false);
            }
            if at == 0 && tried.is_empty() && self.is_lenient(Some(choice)) {
                return (tried, true);
            }
        }
        (tried, false)
    }

    /// Returns the factor that is left where one side is of a period that goes without saying, `50K/s × $0.01 = $1.8M`,
    /// or in a unit of time that does, `8.76 / 12 = 43 minutes`. The right side is `whole` if none of its units was left
    /// out.
    fn of_a_period(&self, a: Proven, b: Proven, is_whole: bool) -> Option<f64> {
        let second = Dimension::base(Base::TIME);
        let (of_a, of_b) = (a.dimension.exponent(Base::TIME), b.dimension.exponent(Base::TIME));
        let periods: &[f64] = if of_a < 0 || of_b < 0 { &PERIODS } else { &TIMES };
        let factor = |period: &f64| {
            if a.dimension.times(second)? == b.dimension {
                return Some(b.number / (a.number * period));
            }
            let is_total = is_whole && (of_b >= 0 || per_second(self.right));
            (is_total && b.dimension.times(second)? == a.dimension).then(|| b.number * period / a.number)
        };
        periods.iter().filter_map(factor).find(|factor| *factor > 0.0 && self.holds(*factor))
    }

    /// Whether a reading holds that leaves out what only one side has: `1 + 1 + 10 = 12 MB`, `30 TB × $0.023 = $690`.
    /// The likely choice may lack one prefix, others any.
    pub fn is_lenient(&self, likely: Option<&Choice>) -> bool {
        let is_likely = likely.is_some();
        let all = match likely {
            Some(choice) => vec![choice.clone()],
            None => choices(self.left, self.right),
        };
        all.iter().any(|choice| {
            let [Some(a), Some(b)] = two(&self.lines(choice, (Keep::NO_TIMES, Keep::NO_TIMES))) else {
                return false;
            };
            let differs = |base: Base| a.dimension.exponent(base) != b.dimension.exponent(base);
            let keep = Keep {
                data: !differs(Base::INFORMATION),
                money: !differs(Base::MONEY),
                other: !differs(Base::LENGTH) && !differs(Base::ENERGY),
                ..Keep::NO_TIMES
            };
            if is_likely && keep.data && keep.other {
                return false;
            }
            // Bytes go without saying.
            if self.holds(b.number / a.number) {
                return true;
            }
            let [a, b] = two(&self.lines(choice, (keep, keep)));
            let Some(factor) = factor(a, b) else { return false };
            // A unit that is not said may have any prefix.
            let power = libm::round(libm::log10(factor) / 3.0);
            let is_far = is_likely && power.abs() > 1.0;
            let factor = if keep.data && keep.other { factor } else { factor / libm::pow(1000.0, power) };
            !is_far && self.holds(factor)
        })
    }
}

/// The readings with one choice of what the numbers are.
struct OfChoice<'a> {
    sides: &'a Sides<'a>,
    choice: &'a Choice,
    tried: &'a mut Vec<Tried>,
}

impl OfChoice<'_> {
    /// Adds a reading; returns whether it holds.
    fn add(&mut self, factor: f64, lines: [String; 2], rank: u8, has_unit: bool) -> bool {
        let operands = || self.sides.left.operands.iter().chain(&self.sides.right.operands);
        let is_range = operands().any(|operand| operand.is_range);
        let (choice, left) = (self.choice.clone(), self.sides.left.operands.len());
        self.tried.push(Tried { factor, lines, choice, left, is_range, rank, has_unit });
        self.sides.holds(factor) && !is_range
    }

    fn strictly(&mut self) -> bool {
        let lines = self.sides.lines(self.choice, (Keep::ALL, Keep::ALL));
        let [a, b] = two(&lines);
        let has_unit = a.is_some_and(|a| !a.dimension.is_none());
        factor(a, b).is_some_and(|factor| self.add(factor, lines, 0, has_unit))
    }

    /// Tries the claim without periods and without times, on either side.
    fn loosely(&mut self) -> bool {
        let sides = KEEPS.map(|keep| self.sides.lines(self.choice, (keep, keep)));
        let texts: Vec<&str> = sides.iter().flatten().map(String::as_str).collect();
        let values = proven(&texts);
        let value = |keep: usize, side: usize| values.get(2 * keep + side).copied().flatten();
        for (of_left, of_right) in [(0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (2, 2)] {
            let Some(factor) = factor(value(of_left, 0), value(of_right, 1)) else { continue };
            let line = |keep: usize, side: usize| sides.get(keep).and_then(|lines| lines.get(side)).cloned();
            let lines = [line(of_left, 0), line(of_right, 1)].map(Option::unwrap_or_default);
            let rank = if of_left == 2 || of_right == 2 { 2 } else { 1 };
            if self.add(factor, lines, rank, true) {
                return true;
            }
        }
        for (of_left, of_right) in [(0, 0), (0, 1), (1, 1)] {
            if let (Some(a), Some(b)) = (value(of_left, 0), value(of_right, 1))
                && (of_right == 0 || a.dimension.exponent(Base::TIME) == 0)
                && let Some(factor) = self.sides.of_a_period(a, b, of_right == 0)
                && self.add(factor, [String::new(), String::new()], 2, true)
            {
                return true;
            }
        }
        false
    }
}

/// Whether an expression is of something per second.
fn per_second(side: &Expression) -> bool {
    let amounts = side.operands.iter().flat_map(|operand| &operand.amounts);
    let mut under = amounts.flat_map(|amount| &amount.readings).flat_map(|reading| &reading.measure.under);
    under.any(|part| part.quality == Quality::Time && part.text == "s")
}

/// Computes two lines.
fn two(lines: &[String; 2]) -> [Option<Proven>; 2] {
    let values = proven(&[&lines[0], &lines[1]]);
    [values.first().copied().flatten(), values.get(1).copied().flatten()]
}

/// Returns the second value over the first, if they measure the same.
fn factor(a: Option<Proven>, b: Option<Proven>) -> Option<f64> {
    let (a, b) = (a?, b?);
    let factor = b.number / a.number;
    (a.dimension == b.dimension && factor.is_finite() && factor > 0.0).then_some(factor)
}
