//! The values of a program at another time than today.
//!
//! A slot at a [`Moment`] is a copy of the operations behind it, as far as they change with time. The time itself is a
//! slot: a projection feeds another number into it for each period, and an integral has a copy for each of its points.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::compiled::Compiled;
use super::context::Place;
use super::emitter::Emitter;
use super::future::{Change, Course, Future, Product, Stock};
use super::quadrature::points;
use super::value::{Quantity, Value};
use crate::engine::{Binary, Op, Program, Slot, Unary};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::notation::Notation;

/// The place of what no text says.
pub(super) const NOWHERE: Span = Span { source: 0, start: 0, end: 0 };

/// A time, with the slots that are known at it.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Seconds from today.
    pub(super) time: Slot,
    /// The first and the last second that it can be.
    pub(super) within: (f64, f64),
    known: HashMap<Slot, Slot>,
}

impl Moment {
    pub(super) fn new(time: Slot, within: (f64, f64)) -> Moment {
        Moment { time, within, known: HashMap::new() }
    }
}

impl Compiled {
    /// Adds an input for the time, in seconds from today, which is no later than `last`. Returns its number, and the
    /// moment at which it stands.
    pub fn clock(&mut self, last: f64) -> (u32, Moment) {
        let emitter = Arc::make_mut(&mut self.emitter);
        let time = emitter.input("time", 0.0, Place::top(NOWHERE));
        let input = u32::try_from(emitter.variables().all().len().saturating_sub(1)).unwrap_or(u32::MAX);
        self.take_variables();
        (input, Moment::new(time, (0.0, last)))
    }

    /// The slot that has the value of another one at a moment; itself if that does not change. `None` if the program
    /// would be too large.
    pub fn at(&mut self, slot: Slot, moment: &mut Moment) -> Option<Slot> {
        let emitter = Arc::make_mut(&mut self.emitter);
        let copy = emitter.at(slot, moment);
        (!emitter.is_full()).then_some(copy)
    }

    /// The total of a rate over some seconds from today.
    pub fn total(&mut self, rate: Value, seconds: f64, span: Span) -> Value {
        let emitter = Arc::make_mut(&mut self.emitter);
        let place = Place::top(span);
        let duration = emitter.emit(Op::Const(seconds), place);
        let slot = emitter.total(rate.slot, (duration, 1.0), place);
        let quantity = rate.quantity().and_then(|rate| {
            let dimension = rate.dimension.times(Dimension::base(Base::TIME))?;
            Some(Quantity { dimension, scale: rate.scale, notation: Notation::NONE })
        });
        quantity.map_or(Value::UNKNOWN, |quantity| Value::number(slot, quantity))
    }

    /// Whether there are totals of rates that grow.
    pub fn has_totals(&self) -> bool {
        !self.emitter.futures().totals.is_empty()
    }

    /// The values that grow or have steps.
    pub fn futures(&self) -> &HashMap<Slot, Future> {
        &self.emitter.futures().values
    }

    /// Whether there are amounts that are kept and change, with a `now` and without.
    pub fn stocks(&mut self) -> [bool; 2] {
        let stocks: Vec<Stock> = self.emitter.futures().stocks.values().copied().collect();
        let without: Vec<&Stock> = stocks.iter().filter(|stock| stock.now.is_none()).collect();
        let has_given = without.len() < stocks.len();
        let mut moves = |stock: &Stock| self.changes(stock.rate) || self.changes(stock.retention);
        [has_given, without.into_iter().any(&mut moves)]
    }

    /// Whether a slot changes with time.
    pub fn changes(&mut self, slot: Slot) -> bool {
        Arc::make_mut(&mut self.emitter).changes(slot)
    }

    /// The seconds from today at which a slot may leap or bend, as far as they are known.
    pub fn bends(&mut self, slot: Slot) -> Vec<f64> {
        Arc::make_mut(&mut self.emitter).course(slot).breaks
    }

    /// The products of a rate and a duration that formulas write by hand.
    pub fn products(&self) -> &[Product] {
        &self.emitter.futures().products
    }
}

impl Emitter {
    /// Whether a slot changes with time.
    pub fn changes(&mut self, slot: Slot) -> bool {
        self.learn_changes();
        self.futures().change(slot) > Change::None
    }

    /// Finds out how the slots change that were added since.
    fn learn_changes(&mut self) {
        let program = Arc::clone(self.program());
        let futures = self.futures_mut();
        let is_still = futures.values.is_empty() && futures.stocks.values().all(|stock| stock.now.is_none());
        for (at, op) in program.ops().iter().enumerate().skip(futures.changes.len()) {
            let slot = Slot(u32::try_from(at).unwrap_or(u32::MAX));
            if is_still || futures.totals.contains(&slot) || futures.copies.contains_key(&slot) {
                futures.changes.push(Change::None);
                continue;
            }
            let operands = Program::operands(*op).map(|operand| futures.change(operand));
            let mut change = operands.max().unwrap_or(Change::None);
            if let Some(future) = futures.values.get(&slot) {
                change = change.max(if future.growth.is_some() { Change::Free } else { Change::Steps });
            }
            if futures.stocks.get(&slot).is_some_and(|stock| stock.now.is_some() || change > Change::None) {
                change = Change::Free;
            }
            futures.changes.push(change);
        }
    }

    /// The slot that has the value of another one at a moment.
    pub fn at(&mut self, slot: Slot, moment: &mut Moment) -> Slot {
        self.learn_changes();
        for old in self.changing(slot, &moment.known) {
            if self.is_full() {
                break;
            }
            let Some(op) = self.op(old) else { continue };
            let place = self.place_of_copy(old);
            let new = match self.futures().stocks.get(&old).copied() {
                Some(stock) => self.stock_at(stock, moment, place),
                None => {
                    let copied = self.copied(op, &moment.known);
                    let base = if copied == op { old } else { self.emit(copied, place) };
                    match self.futures().values.get(&old).cloned() {
                        Some(future) => self.grown(base, old, &future, (moment.time, place)),
                        None => base,
                    }
                }
            };
            self.futures_mut().copies.insert(new, old);
            moment.known.insert(old, new);
        }
        moment.known.get(&slot).copied().unwrap_or(slot)
    }

    /// The slots behind a slot that change and are not known yet, in order; not those behind a stock, which are
    /// wanted at other times.
    fn changing(&self, slot: Slot, known: &HashMap<Slot, Slot>) -> BTreeSet<Slot> {
        let futures = self.futures();
        let mut found = BTreeSet::new();
        let mut open = vec![slot];
        while let Some(next) = open.pop() {
            if futures.change(next) == Change::None || known.contains_key(&next) || !found.insert(next) {
                continue;
            }
            if !futures.stocks.contains_key(&next) {
                open.extend(self.op(next).into_iter().flat_map(Program::operands));
            }
        }
        found
    }

    fn place_of_copy(&self, old: Slot) -> Place {
        let site = self.site(old);
        let span = site.map_or(NOWHERE, |site| site.span);
        let place = Place::top(span);
        Place { site: site.unwrap_or(place.site), written_out: Some(span), ..place }
    }

    /// An operation with the copies of its operands.
    fn copied(&self, op: Op, known: &HashMap<Slot, Slot>) -> Op {
        let to = |slot: Slot| known.get(&slot).copied().unwrap_or(slot);
        match op {
            Op::Const(_) | Op::Input(_) => op,
            Op::Unary(unary, a) => Op::Unary(unary, to(a)),
            Op::Binary(binary, a, b) => Op::Binary(binary, to(a), to(b)),
            Op::Select(a, b, c) => Op::Select(to(a), to(b), to(c)),
            Op::Settle(a, b, c) => Op::Settle(to(a), to(b), to(c)),
            Op::Reduce(statistic, a, b) => Op::Reduce(statistic, to(a), to(b)),
            Op::Native(native, a, b, c) => Op::Native(native, to(a), to(b), to(c)),
        }
    }

    pub(super) fn number_at(&mut self, number: f64, place: Place) -> Slot {
        self.emit(Op::Const(number), place)
    }

    pub(super) fn binary(&mut self, binary: Binary, a: Slot, b: Slot, place: Place) -> Slot {
        self.emit(Op::Binary(binary, a, b), place)
    }

    /// The value of what grows and has steps; `base` is what it would be without, and `today` what it is today.
    fn grown(&mut self, base: Slot, today: Slot, future: &Future, (time, place): (Slot, Place)) -> Slot {
        let mut value = self.grown_for(base, today, future, (time, place));
        for (start, step) in &future.steps {
            let start = self.number_at(*start, place);
            let since = self.binary(Binary::Subtract, time, start, place);
            let zero = self.number_at(0.0, place);
            let since = self.binary(Binary::Max, since, zero, place);
            let stepped = self.grown_for(*step, today, future, (since, place));
            let has_come = self.binary(Binary::GreaterOrEqual, time, start, place);
            value = self.emit(Op::Select(has_come, stepped, value), place);
        }
        value
    }

    /// A value that has grown for some seconds. Logistic growth is that of a value `v` towards `K`,
    /// `v K / (v + (K - v) exp(-k t))` with `k = ln(1 + g) / (1 - today / K)`, so that it grows by `g` today; what has
    /// reached `K` stays as it is.
    fn grown_for(
        &mut self,
        value: Slot,
        today: Slot,
        future: &Future,
        (seconds, place): (Slot, Place),
    ) -> Slot {
        use Binary::{Add, And, Divide, Greater, Less, Multiply, Subtract};
        let Some(growth) = future.growth else { return value };
        let Some(most) = future.most else {
            let exponent = self.binary(Multiply, growth, seconds, place);
            let factor = self.emit(Op::Unary(Unary::Exp, exponent), place);
            return self.binary(Multiply, value, factor, place);
        };
        let (zero, one) = (self.number_at(0.0, place), self.number_at(1.0, place));
        let share = self.binary(Divide, today, most, place);
        let left = self.binary(Subtract, one, share, place);
        // Of what stands at its end no rate is needed.
        let is_there = self.binary(Binary::Equal, left, zero, place);
        let left = self.emit(Op::Select(is_there, one, left), place);
        let rate = self.binary(Divide, growth, left, place);
        let exponent = self.binary(Multiply, rate, seconds, place);
        let exponent = self.emit(Op::Unary(Unary::Negate, exponent), place);
        let decay = self.emit(Op::Unary(Unary::Exp, exponent), place);
        let gap = self.binary(Subtract, most, value, place);
        let gap = self.binary(Multiply, gap, decay, place);
        let below = self.binary(Add, value, gap, place);
        let above = self.binary(Multiply, value, most, place);
        let grown = self.binary(Divide, above, below, place);
        let mut moves = match future.falls {
            true => self.binary(Greater, value, most, place),
            false => self.binary(Less, value, most, place),
        };
        if future.falls {
            let shrinks = self.binary(Less, growth, zero, place);
            moves = self.binary(And, moves, shrinks, place);
        }
        self.emit(Op::Select(moves, grown, value), place)
    }

    /// The integral of a rate over the next seconds that a slot has in some unit: the rate times the seconds, if it
    /// does not change.
    pub fn total(&mut self, rate: Slot, (duration, unit): (Slot, f64), place: Place) -> Slot {
        if !self.changes(rate) {
            return self.binary(Binary::Multiply, rate, duration, place);
        }
        let longest = self.seconds(duration, unit);
        let place = Place { written_out: Some(place.span), ..place };
        let unit = self.number_at(unit, place);
        let last = self.binary(Binary::Multiply, duration, unit, place);
        let zero = self.number_at(0.0, place);
        let sum = self.integral(rate, [zero, last], (longest, (longest, longest)), place);
        let total = self.binary(Binary::Divide, sum, unit, place);
        self.futures_mut().totals.insert(total);
        total
    }

    /// The integral of a slot over time, of at most `longest` seconds, up to a time between two others.
    pub(super) fn integral(
        &mut self,
        of: Slot,
        [first, last]: [Slot; 2],
        (longest, (earliest, latest)): (f64, (f64, f64)),
        place: Place,
    ) -> Slot {
        use Binary::{Add, Max, Min, Multiply, Subtract};
        let course = self.course(of);
        let (from, to) = ((earliest - longest).max(0.0), latest);
        let inside = course.breaks.iter().copied().filter(|at| *at > from && *at < to);
        let mut ends: Vec<f64> = vec![from];
        ends.extend(inside);
        ends.push(to);
        let is_one = ends.len() == 2;
        let mut sum = None;
        for pair in ends.windows(2) {
            let [low, high] = *pair else { continue };
            let [mut a, mut b] = [first, last];
            if !is_one {
                let (low, high) = (self.number_at(low, place), self.number_at(high, place));
                for end in [&mut a, &mut b] {
                    *end = self.binary(Max, *end, low, place);
                    *end = self.binary(Min, *end, high, place);
                }
            }
            let length = self.binary(Subtract, b, a, place);
            for (share, weight) in points(longest.min(high - low), course.speed, course.is_smooth) {
                if self.is_full() {
                    break;
                }
                let share = self.number_at(share, place);
                let into = self.binary(Multiply, length, share, place);
                let time = self.binary(Add, a, into, place);
                let value = self.at(of, &mut Moment::new(time, (low, high)));
                let weight = self.number_at(weight, place);
                let weight = self.binary(Multiply, length, weight, place);
                let part = self.binary(Multiply, value, weight, place);
                sum = Some(match sum {
                    Some(sum) => self.binary(Add, sum, part, place),
                    None => part,
                });
            }
        }
        sum.unwrap_or_else(|| self.number_at(0.0, place))
    }

    /// How a slot goes on.
    pub(super) fn course(&mut self, slot: Slot) -> Course {
        if let Some(known) = self.futures().courses.get(&slot) {
            return known.clone();
        }
        self.learn_changes();
        let mut course = Course { is_smooth: true, ..Course::default() };
        for part in self.changing(slot, &HashMap::new()) {
            if let Some(stock) = self.futures().stocks.get(&part).copied() {
                let inner = self.course(stock.rate);
                let bends = self.bends(stock, &inner.breaks);
                course.is_smooth &= bends.is_some();
                course.breaks.extend(bends.unwrap_or_default());
                course.breaks.extend(&inner.breaks);
                course.speed += inner.speed;
                continue;
            }
            if let Some(future) = self.futures().values.get(&part) {
                course.breaks.extend(future.steps.iter().map(|(start, _)| *start));
                course.speed += future.speed;
            }
            let Some(op) = self.op(part) else { continue };
            let moves = |slot: Slot| self.futures().change(slot) == Change::Free;
            let is_smooth = match op {
                Op::Unary(Unary::Round | Unary::Floor | Unary::Ceil | Unary::Abs, a) => !moves(a),
                Op::Binary(
                    Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide | Binary::Power,
                    ..,
                ) => true,
                Op::Binary(_, a, b) => !(moves(a) || moves(b)),
                Op::Select(condition, ..) => !moves(condition),
                Op::Native(..) => !Program::operands(op).any(moves),
                _ => true,
            };
            course.is_smooth &= is_smooth;
        }
        course.breaks.sort_by(f64::total_cmp);
        course.breaks.dedup();
        self.futures_mut().courses.insert(slot, course.clone());
        course
    }
}
