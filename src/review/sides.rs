//! The two sides of a claim, and what each choice of readings proves about them.

use super::expression::Expression;
use super::proof::{Proven, proven};
use super::reading::{Choice, Keep, choices, has, written};
use super::words::Quality;
use crate::units::dimension::{Base, Dimension};

/// Seconds of the periods that go without saying: an hour, a day, a week, 30 days, a month, a year.
const PERIODS: [f64; 6] = [3600.0, 86_400.0, 604_800.0, 2_592_000.0, 2_628_000.0, 31_536_000.0];

/// Seconds of the units of time that do.
const TIMES: [f64; 3] = [1.0, 3600.0, 86_400.0];

/// What the units of a claim are kept of, in the order in which the readings are likely.
const KEEPS: [Keep; 3] = [Keep::ALL, Keep::NO_PERIODS, Keep::NO_TIMES];

/// A reading that proved something.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    /// The claimed number over the right one.
    pub factor: f64,
    /// Both sides as they were computed.
    pub lines: [String; 2],
    pub choice: Choice,
    /// The number of operands on the left.
    pub left: usize,
    pub is_range: bool,
    /// What was left out: nothing, periods, or times, which may be a slip of its own.
    pub rank: u8,
    /// Whether the sides have a unit.
    pub has_unit: bool,
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
