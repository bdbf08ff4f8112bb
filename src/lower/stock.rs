//! What is kept at a moment, also where the retention itself changes.

use super::context::Place;
use super::emitter::Emitter;
use super::future::{Change, Course, Stock};
use super::moment::Moment;
use crate::engine::{self, Binary, Op, Program, Slot, Unary};
use crate::library::formulas::native;

/// Stands for a retention that is not known before the run, in seconds: ten years.
const LONG: f64 = 10.0 * 365.0 * 86_400.0;

/// Less than any retention; keeps nothing of nothing from being no number.
const INSTANT: f64 = 1e-300;

/// A time so little shorter is just before a step; numbers that are alike to twelve digits compare as equal.
const JUST_BEFORE: f64 = 1.0 - 1e-9;

/// How much a retention may grow between two times at which it is looked at: the parabola through three of them is then
/// right to 1e-5.
const SHARE: f64 = 0.05;

/// The most of these times between two steps.
const MOST_LOOKS: f64 = 128.0;

/// How often a retention that leaps is looked at, in seconds: a week.
const LEAPS: f64 = 7.0 * 86_400.0;

impl Emitter {
    /// What is kept at a moment: what came in since today, and before it at the rate of today, or what is left of the
    /// stock of today as it ages out evenly.
    pub(super) fn stock_at(&mut self, stock: Stock, moment: &Moment, place: Place) -> Slot {
        use Binary::{Add, Divide, Max, Multiply, Subtract};
        let unit = self.number_at(stock.unit, place);
        let retention = self.binary(Multiply, stock.retention, unit, place);
        let zero = self.number_at(0.0, place);
        let (before, first, longest) = match self.changes(stock.retention) {
            true => {
                let oldest = self.oldest(stock, moment, place);
                let before = self.binary(Subtract, zero, oldest, place);
                (before, oldest, moment.within.1)
            }
            false => {
                let before = self.binary(Subtract, retention, moment.time, place);
                let first = self.binary(Subtract, moment.time, retention, place);
                (before, first, self.seconds(stock.retention, stock.unit))
            }
        };
        let [before, first] = [before, first].map(|seconds| self.binary(Max, seconds, zero, place));
        let came = self.integral(stock.rate, [first, moment.time], (longest, moment.within), place);
        let came = self.binary(Divide, came, unit, place);
        let left = match stock.now {
            Some(now) => {
                let instant = self.number_at(INSTANT, place);
                let divisor = self.binary(Max, retention, instant, place);
                let share = self.binary(Divide, before, divisor, place);
                self.binary(Multiply, now, share, place)
            }
            None => {
                let mut today = Moment::new(zero, (0.0, 0.0));
                let rate = self.at(stock.rate, &mut today);
                let left = self.binary(Multiply, rate, before, place);
                self.binary(Divide, left, unit, place)
            }
        };
        self.binary(Add, left, came, place)
    }

    /// The second from today since which all that came in is kept at a moment, below zero for a time before today.
    ///
    /// At a second `s` what is older than `s` less the retention of then ages out, and does not come back when the retention
    /// grows: it is the greatest of all `s - retention(s)` up to the moment.
    fn oldest(&mut self, stock: Stock, moment: &Moment, place: Place) -> Slot {
        use Binary::{Add, GreaterOrEqual, Max, Min, Multiply, Subtract};
        let course = self.course(stock.retention);
        let latest = moment.within.1;
        let mut starts = vec![0.0];
        starts.extend(course.breaks.iter().copied().filter(|at| *at > 0.0 && *at <= latest));
        let today = self.number_at(0.0, place);
        let mut oldest = self.dropped(stock, [today; 2], (0.0, 0.0), place);
        for (at, low) in starts.iter().enumerate() {
            let next = starts.get(at + 1).copied();
            let high = next.unwrap_or(latest).max(*low);
            let before = self.number_at(next.map_or(high, |next| next * JUST_BEFORE), place);
            let [start, end] = [*low, high].map(|seconds| self.number_at(seconds, place));
            let end = self.binary(Min, moment.time, end, place);
            let end = self.binary(Max, end, start, place);
            let length = self.binary(Subtract, end, start, place);
            let looks = self.looks(stock, &course, (high - low, latest));
            let mut found = Vec::with_capacity(looks + 1);
            // Where it only rises, its end is all that counts.
            for look in if looks == 1 { 1..=1 } else { 0..=looks } {
                if self.is_full() {
                    break;
                }
                #[allow(clippy::cast_precision_loss)] // few
                let share = self.number_at(look as f64 / looks as f64, place);
                let into = self.binary(Multiply, length, share, place);
                let time = self.binary(Add, start, into, place);
                let until = self.binary(Min, time, before, place);
                found.push(self.dropped(stock, [time, until], (*low, high), place));
            }
            let tops: Vec<Slot> = match course.is_smooth {
                true => found.windows(3).filter_map(|three| self.top(three, place)).collect(),
                false => Vec::new(),
            };
            let greatest = found
                .into_iter()
                .chain(tops)
                .fold(oldest, |greatest, one| self.binary(Max, greatest, one, place));
            let has_come = self.binary(GreaterOrEqual, moment.time, start, place);
            oldest = self.emit(Op::Select(has_come, greatest, oldest), place);
        }
        oldest
    }

    /// The second before which what came in is dropped at a time, with the retention of another one.
    fn dropped(&mut self, stock: Stock, [time, of]: [Slot; 2], within: (f64, f64), place: Place) -> Slot {
        let retention = self.at(stock.retention, &mut Moment::new(of, within));
        let unit = self.number_at(stock.unit, place);
        let retention = self.binary(Binary::Multiply, retention, unit, place);
        self.binary(Binary::Subtract, time, retention, place)
    }

    /// At how many times between two steps a retention is looked at: at the end alone if it never grows by more than time
    /// goes on.
    fn looks(&self, stock: Stock, course: &Course, (length, latest): (f64, f64)) -> usize {
        let is_constant = self.futures().change(stock.retention) != Change::Free;
        let longest = self.seconds(stock.retention, stock.unit);
        let steepest = longest * course.speed * libm::exp(course.speed * latest);
        let looks = match course.is_smooth {
            _ if is_constant => 1.0,
            true if course.breaks.is_empty() && steepest < 1.0 => 1.0,
            true => libm::ceil(length * course.speed / SHARE).clamp(2.0, MOST_LOOKS),
            false => libm::ceil(length / LEAPS).clamp(2.0, 4.0 * MOST_LOOKS),
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // few
        let looks = looks as usize;
        looks
    }

    /// The top of the parabola through three values at equal distances, or the one in the middle if it has none between
    /// them.
    fn top(&mut self, three: &[Slot], place: Place) -> Option<Slot> {
        use Binary::{Add, Divide, LessOrEqual, Max, Multiply, Subtract};
        let [before, middle, after] = *three else { return None };
        let slope = self.binary(Subtract, after, before, place);
        let bend = self.binary(Add, middle, middle, place);
        let bend = self.binary(Subtract, bend, before, place);
        let bend = self.binary(Subtract, bend, after, place);
        let size = self.emit(Op::Unary(Unary::Abs, slope), place);
        let most = self.binary(Add, bend, bend, place);
        let is_between = self.binary(LessOrEqual, size, most, place);
        let (instant, eight) = (self.number_at(INSTANT, place), self.number_at(8.0, place));
        let below = self.binary(Max, bend, instant, place);
        let below = self.binary(Multiply, below, eight, place);
        let rise = self.binary(Multiply, slope, slope, place);
        let rise = self.binary(Divide, rise, below, place);
        let top = self.binary(Add, middle, rise, place);
        Some(self.emit(Op::Select(is_between, top, middle), place))
    }

    /// The seconds from today at which what is kept bends: where the retention has a step, where what is no longer flat
    /// begins to leave it, and where something leaves it again after the retention has grown. `None` if that may be at any
    /// time.
    pub(super) fn bends(&mut self, stock: Stock, of_rate: &[f64]) -> Option<Vec<f64>> {
        let targets = || [0.0].iter().chain(of_rate).copied();
        if !self.changes(stock.retention) {
            let retention = self.middle_at(stock.retention, 0.0).map(|retention| retention * stock.unit);
            let retention = retention.unwrap_or_else(|| self.seconds(stock.retention, stock.unit));
            return Some(targets().map(|at| at + retention).collect());
        }
        let steps = self.course(stock.retention).breaks;
        if self.futures().change(stock.retention) == Change::Free {
            return None;
        }
        let mut bends = steps.clone();
        let starts: Vec<f64> = [0.0].into_iter().chain(steps).collect();
        let mut oldest = f64::NEG_INFINITY;
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(f64::INFINITY);
            let retention = self.middle_at(stock.retention, *start)? * stock.unit;
            let bent = targets().chain([oldest]).map(|from| from + retention);
            bends.extend(bent.filter(|bend| *start < *bend && *bend < end));
            oldest = oldest.max(end - retention);
        }
        Some(bends)
    }

    /// The value of a slot at a time with the medians of all inputs.
    fn middle_at(&mut self, slot: Slot, seconds: f64) -> Option<f64> {
        let place = Place::top(super::moment::NOWHERE);
        let time = self.number_at(seconds, place);
        let slot = self.at(slot, &mut Moment::new(time, (seconds, seconds)));
        self.middle(slot)
    }

    /// The value of a slot with the medians of all inputs; a clock stands at today.
    pub fn middle(&self, slot: Slot) -> Option<f64> {
        let mut program = Program::new(native::FUNCTIONS);
        for op in self.program().ops().iter().take(slot.index() + 1) {
            program.push(match op {
                Op::Input(input) => Op::Const(self.variables().distribution(*input)?.at_level(0.5)),
                other => *other,
            });
        }
        let (values, faults) = engine::constants(&program, &[slot]);
        values.first().copied().filter(|_| faults.is_empty())
    }

    /// The most seconds that a duration in some unit may be, as far as it is known.
    pub(super) fn seconds(&self, duration: Slot, unit: f64) -> f64 {
        let most = match self.distribution_of(duration) {
            Some(distribution) => Some(distribution.ends().1),
            None => self.number_of(duration),
        };
        most.map_or(LONG, |most| (most * unit).max(0.0))
    }
}
