//! The two sides of a claim, and what each choice of readings proves about them.

use super::amount::Amount;
use super::by_hand;
use super::expression::{Expression, Item};
use super::proof::{Proven, proven};
use super::reading::{Choice, Keep, choices, has, is_per_time, is_short, written};
use super::token::Op;
use super::words::{Measure, Part, Quality};
use crate::units::dimension::{Base, Dimension};
use crate::units::near_whole;

/// Seconds of the periods that go without saying: an hour, a day, a week, 30 days, a month, a year.
pub(super) const PERIODS: [f64; 6] = [3600.0, 86_400.0, 604_800.0, 2_592_000.0, 2_628_000.0, 31_536_000.0];

/// Seconds of the units of time that do.
const TIMES: [f64; 3] = [1.0, 3600.0, 86_400.0];

/// How far a factor between times may be from the exact one, as a logarithm: a day is taken as 10^5 seconds.
const SHORT_DAY: f64 = 0.2;

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
    /// For shares near the whole that differ in what is missing: the claimed one's over the right one's.
    pub missing: Option<f64>,
}

impl Tried {
    /// A reading that leaves out what only one side has.
    pub fn lenient(factor: f64, sides: &Sides<'_>) -> Tried {
        let choice = choices(sides.left, sides.right).into_iter().next().unwrap_or_default();
        let (lines, left) = ([String::new(), String::new()], sides.left.operands.len());
        let rank = if has(sides.left, Quality::Time) || has(sides.right, Quality::Time) { 2 } else { 0 };
        Tried { factor, lines, choice, left, is_range: false, rank, has_unit: true, missing: None }
    }
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
    pub fn tried(&self) -> (Vec<Tried>, Option<f64>) {
        let of_time = has(self.left, Quality::Time) || has(self.right, Quality::Time);
        let by_hand = by_hand::conversions(self.left, self.right);
        let mut tried = Vec::new();
        let choices = choices(self.left, self.right);
        for (at, choice) in choices.iter().filter(|choice| !self.drops_percent(choice)).enumerate() {
            let mut of_choice = OfChoice { sides: self, choice, tried: &mut tried, by_hand: &by_hand };
            match of_choice.strictly() {
                Strictly::Holds => return (tried, None),
                // Both sides say of what period or time they are: none of it may be left out.
                Strictly::DiffersInTime => continue,
                Strictly::Differs if of_time && of_choice.loosely() => return (tried, None),
                Strictly::Differs => {}
            }
            if at == 0
                && tried.is_empty()
                && let Some(factor) = self.lenient(Some(choice))
            {
                return (tried, Some(factor));
            }
        }
        (tried, None)
    }

    /// Whether a choice reads `75%` as 75 where nothing makes it so, as in `15 / 20 × 100 = 75%` and `30 + 45 = 75%`.
    fn drops_percent(&self, choice: &Choice) -> bool {
        let of_hundred =
            self.left.operands.iter().flat_map(|of| &of.amounts).any(|amount| amount.value() == 100.0);
        let reading = choice.get(self.left.operands.len()).map_or(0, |(_, reading)| *reading);
        let is_percent = |amount: &Amount| {
            amount.is_percent() && !amount.readings.get(reading).is_some_and(|reading| reading.is_percent)
        };
        let claimed = self.right.operands.first().and_then(|of| of.amounts.first());
        let mut operators = self.left.items.iter().filter(|item| matches!(item, Item::Op(_)));
        let is_sum = operators.all(|item| matches!(item, Item::Op(Op::Add | Op::Sub)))
            && self.left.operands.iter().flat_map(|of| &of.amounts).all(|amount| amount.value() > 1.0);
        !of_hundred && !is_sum && claimed.is_some_and(is_percent)
    }

    /// Whether a factor between two times is written out: `1000 req/s × 86,400 = 86.4M req/day`, `× 24 × 30`.
    fn converts_time(&self, factor: f64) -> bool {
        let operands = self.left.operands.iter().chain(&self.right.operands);
        let plain: Vec<f64> = operands.flat_map(|of| &of.amounts).filter_map(Amount::plain).take(8).collect();
        let is_close = |by: f64| libm::log(by).abs() < SHORT_DAY;
        (1..1_usize << plain.len()).any(|subset| {
            let of_subset = plain.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
            let product: f64 = of_subset.map(|(_, value)| value).product();
            is_close(factor * product) || is_close(factor / product)
        })
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

    /// Returns the factor of a reading that holds and leaves out what only one side has: `1 + 1 + 10 = 12 MB`,
    /// `30 TB × $0.023 = $690`. The likely choice may lack one prefix, others any.
    pub fn lenient(&self, likely: Option<&Choice>) -> Option<f64> {
        let is_likely = likely.is_some();
        let all = match likely {
            Some(choice) => vec![choice.clone()],
            None => choices(self.left, self.right),
        };
        all.iter().find_map(|choice| {
            let [Some(a), Some(b)] = two(&self.lines(choice, (Keep::NO_TIMES, Keep::NO_TIMES))) else {
                return None;
            };
            let differs = |base: Base| a.dimension.exponent(base) != b.dimension.exponent(base);
            let keep = Keep {
                data: !differs(Base::INFORMATION),
                money: !differs(Base::MONEY),
                other: !differs(Base::LENGTH) && !differs(Base::ENERGY),
                ..Keep::NO_TIMES
            };
            if is_likely && keep.data && keep.other {
                return None;
            }
            // Bytes go without saying.
            if self.holds(b.number / a.number) {
                return Some(b.number / a.number);
            }
            let [a, b] = two(&self.lines(choice, (keep, keep)));
            let factor = factor(a, b)?;
            // A unit that is not said may have any prefix.
            let power = libm::round(libm::log10(factor) / 3.0);
            let is_far = is_likely && power.abs() > 1.0;
            let factor = if keep.data && keep.other { factor } else { factor / libm::pow(1000.0, power) };
            (!is_far && self.holds(factor)).then_some(factor)
        })
    }
}

/// What a reading with all units says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strictly {
    Holds,
    /// Both sides are of one time or period, and differ.
    DiffersInTime,
    Differs,
}

/// The readings with one choice of what the numbers are.
struct OfChoice<'a> {
    sides: &'a Sides<'a>,
    choice: &'a Choice,
    tried: &'a mut Vec<Tried>,
    /// The factors that convert units of data.
    by_hand: &'a [f64],
}

impl OfChoice<'_> {
    /// Adds a reading; returns whether it holds.
    fn add(&mut self, factor: f64, lines: [String; 2], rank: u8, has_unit: bool) -> bool {
        let operands = || self.sides.left.operands.iter().chain(&self.sides.right.operands);
        let is_range = operands().any(|operand| operand.is_range);
        let (choice, left) = (self.choice.clone(), self.sides.left.operands.len());
        let missing = self.missing(factor);
        self.tried.push(Tried { factor, lines, choice, left, is_range, rank, has_unit, missing });
        self.sides.holds(factor) && missing.is_none() && !is_range
    }

    /// Compares what is missing to 100%, if the claim is of a share near it: `99.9% × 99.9% = 99.99%` is no small error.
    fn missing(&self, factor: f64) -> Option<f64> {
        let (amount, reading) = self.choice.get(self.sides.left.operands.len())?;
        let amount = self.sides.right.operands.first()?.amounts.get(*amount)?;
        let value = amount.value();
        let is_share = amount.readings.get(*reading)?.is_percent && !self.sides.right.has_operator();
        let right = value / factor;
        let decimals = amount.number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // at most 40 digits
        let unit = libm::pow(10.0, -f64::from(decimals as i32));
        // Either may be the one that is near the whole.
        let near = value.max(right) / 100.0;
        let missing = (100.0 - value) / (100.0 - right);
        let is_claim = is_share && near >= near_whole::FROM && value < 100.0 && right < 100.0;
        (is_claim && (value - right).abs() > 0.6 * unit && !near_whole::is_close(missing)).then_some(missing)
    }

    fn strictly(&mut self) -> Strictly {
        let lines = self.sides.lines(self.choice, (Keep::ALL, Keep::ALL));
        let [a, b] = two(&lines);
        let has = |test: fn(Dimension) -> bool| a.is_some_and(|a| test(a.dimension));
        let Some(factor) = factor(a, b) else { return Strictly::Differs };
        let has_unit = has(|dimension| !dimension.is_none());
        if self.sides.holds(factor)
            && self.missing(factor).is_none()
            && self.add(factor, lines.clone(), 0, has_unit)
        {
            return Strictly::Holds;
        }
        // A factor that converts units is no part of what is computed.
        let mut factors = if self.by_hand.is_empty() { [1.0].iter() } else { self.by_hand.iter() };
        if factors.any(|by| self.add(factor * by, lines.clone(), 0, has_unit)) {
            return Strictly::Holds;
        }
        let is_of_time = has(|dimension| dimension.exponent(Base::TIME) != 0);
        if (is_of_time || self.cancels_time()) && !self.sides.converts_time(factor) {
            Strictly::DiffersInTime
        } else {
            Strictly::Differs
        }
    }

    /// The numbers of one side, or of both, as they are read.
    fn amounts(&self, side: impl Fn(bool) -> bool) -> impl Iterator<Item = (&Amount, &Measure)> {
        let left = self.sides.left.operands.len();
        let operands = self.sides.left.operands.iter().chain(&self.sides.right.operands);
        let taken = operands.zip(self.choice).enumerate().filter(move |(at, _)| side(*at < left));
        taken.filter_map(|(_, (operand, (amount, reading)))| {
            let amount = operand.amounts.get(*amount)?;
            Some((amount, &amount.readings.get(*reading)?.measure))
        })
    }

    /// Whether the left side has times of which the periods of its rates leave nothing: `2,000 req/s × 50 ms = 100`.
    fn cancels_time(&self) -> bool {
        let is_time = |part: &Part| part.quality == Quality::Time;
        let has_part = |parts: fn(&Measure) -> &[Part]| {
            self.amounts(|left| left).any(|(_, of)| parts(of).iter().any(is_time))
        };
        has_part(|of| &of.over) && has_part(|of| &of.under) && !has(self.sides.right, Quality::Time)
    }

    /// Whether the times of a side may be left out: those below a second have a prefix, and count as they stand only
    /// where no other unit of time does. A call of 1 ms is a call where calls per second are counted.
    fn may_drop(&self, is_left: bool) -> bool {
        let times = |measure: &Measure| {
            let parts = measure.over.iter().chain(&measure.under);
            parts.filter(|part| part.quality == Quality::Time).map(|part| part.text).collect::<Vec<_>>()
        };
        let is_rate = is_per_time(self.sides.right);
        let own = self.amounts(|left| left == is_left).filter(|(amount, _)| !is_rate || amount.number != "1");
        let short = own.flat_map(|(_, of)| times(of)).find(|text| is_short(text));
        short.is_none_or(|short| {
            self.amounts(|_| true).flat_map(|(_, of)| times(of)).all(|other| other == short)
        })
    }

    /// As [`Sides::of_a_period`], also by a conversion.
    fn of_a_period(&self, a: Proven, b: Proven, is_whole: bool) -> Option<f64> {
        let mut factors = [1.0].iter().chain(self.by_hand);
        factors.find_map(|by| self.sides.of_a_period(Proven { number: a.number / by, ..a }, b, is_whole))
    }

    /// Tries the claim without periods and without times, on either side.
    fn loosely(&mut self) -> bool {
        let sides = KEEPS.map(|keep| self.sides.lines(self.choice, (keep, keep)));
        let texts: Vec<&str> = sides.iter().flatten().map(String::as_str).collect();
        let values = proven(&texts);
        let value = |keep: usize, side: usize| values.get(2 * keep + side).copied().flatten();
        let may_drop = [self.may_drop(true), self.may_drop(false)];
        for (of_left, of_right) in [(0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (2, 2)] {
            if of_left == 2 && !may_drop[0] || of_right == 2 && !may_drop[1] {
                continue;
            }
            let Some(factor) = factor(value(of_left, 0), value(of_right, 1)) else { continue };
            let line = |keep: usize, side: usize| sides.get(keep).and_then(|lines| lines.get(side)).cloned();
            let lines = [line(of_left, 0), line(of_right, 1)].map(Option::unwrap_or_default);
            let rank = if of_left == 2 || of_right == 2 { 2 } else { 1 };
            let mut factors = [1.0].iter().chain(self.by_hand);
            if factors.any(|by| self.add(factor * by, lines.clone(), rank, true)) {
                return true;
            }
        }
        for (of_left, of_right) in [(0, 0), (0, 1), (1, 1)] {
            if let (Some(a), Some(b)) = (value(of_left, 0), value(of_right, 1))
                && (of_right == 0 || a.dimension.exponent(Base::TIME) == 0)
                && let Some(factor) = self.of_a_period(a, b, of_right == 0)
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
