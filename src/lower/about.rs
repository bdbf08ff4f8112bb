//! `a ≈ b`: whether two values of one dimension are about the same.
//!
//! They are if neither is more than a quarter above the other, or if the left one lies in the interval that stands on
//! the right. An uncertain side counts by its median, so that the result is a truth value in any case.

use super::context::{Context, Place};
use super::diagnostics::about as diagnostics;
use super::reporter::Lowered;
use super::value::{Number, Operand};
use super::{Lowering, Quantity, Value};
use crate::engine::{Binary as Operation, Op, Slot, Statistic, Unary};
use crate::syntax::{Ast, Form, Node, NodeId};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::near_whole;
use crate::units::scale::Scale;

/// The smaller of two values that are about the same is at least this share of the other. The inverse of 5/4.
const LEAST: f64 = 0.8;

/// The levels of the ends of a 90% interval.
const ENDS: [f64; 2] = [0.05, 0.95];

/// A value that is held against another.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Whether they are about the same.
    pub holds: Slot,
    /// The same if every range is fixed at its median.
    pub at_medians: Slot,
    /// Both values at one scale, or their medians.
    pub sides: [Slot; 2],
    /// The ends of the interval on the right, at the same scale.
    pub ends: Option<[Slot; 2]>,
    /// Whether the interval is written with its ends, and not as a value with a tolerance.
    pub is_interval: bool,
}

/// A condition with what a single comparison consists of.
#[derive(Clone, Copy, Debug)]
pub struct Compared {
    /// Its truth.
    pub value: Value,
    /// The two sides.
    pub sides: Option<(Value, Value)>,
    /// How far apart the sides of a `≈` are.
    pub held: Option<Held>,
}

impl Lowering {
    /// Lowers a condition, and the two sides of one that is a single comparison.
    pub fn comparison(&mut self, ast: &Ast, root: NodeId) -> Compared {
        let Node::Binary(binary, left, right) = ast.node(root) else {
            return Compared { value: self.expression(ast, root), sides: None, held: None };
        };
        if !binary.compares() {
            return Compared { value: self.expression(ast, root), sides: None, held: None };
        }
        let cx = Context::top(ast);
        self.sums.clear();
        self.root = Some(root);
        self.warn_of_repeated_ranges(root, cx);
        let a = self.walk(left, cx);
        let b = self.walk(right, cx);
        self.held = None;
        let operands = [Operand { node: left, value: a }, Operand { node: right, value: b }];
        let value = self.binary(root, binary, operands, cx);
        let held = self.held.take();
        Compared { value: value.unwrap_or(Value::UNKNOWN), sides: Some((a, b)), held }
    }

    /// Holds a value against what it is expected to be: a value, a range, or a value with a tolerance. The interval of
    /// an uncertain value has to meet it. `name` and `span` are those of the value.
    pub fn expectation(
        &mut self,
        (name, span): (&str, Span),
        value: Value,
        ast: &Ast,
        root: NodeId,
    ) -> Option<(Value, Held)> {
        let expected = self.expression(ast, root);
        let ends = self.bounds.take().filter(|_| ast.has_bounds(root));
        let (expected, held) = self.expected((name, span), value, (expected, ends), ast.span(root))?;
        Some((expected, Held { is_interval: ast.is_interval(root), ..held }))
    }

    /// The same for a number of TOML, which has no unit.
    pub fn expected_number(
        &mut self,
        of: (&str, Span),
        value: Value,
        number: f64,
        place: Span,
    ) -> Option<(Value, Held)> {
        let number = self.plain_number(number, place);
        self.expected(of, value, (number, None), place)
    }

    fn expected(
        &mut self,
        of: (&str, Span),
        value: Value,
        (expected, ends): (Value, Option<[Value; 2]>),
        place: Span,
    ) -> Option<(Value, Held)> {
        if value.is_unknown() || expected.is_unknown() {
            return None;
        }
        let bare = |other: Value| self.with_unit_of(value, other).unwrap_or(other);
        let (expected, ends) = (bare(expected), ends.map(|ends| ends.map(bare)));
        let dimension = |value: Value| value.quantity().map(|quantity| quantity.dimension);
        if dimension(value).is_none() || dimension(value) != dimension(expected) {
            let units = self.scope.units();
            let error = diagnostics::not_expected(of, (value, expected), place, units);
            self.reporter.report(error);
            return None;
        }
        Some((expected, self.held([value, expected], ends, true, Place::top(place))))
    }

    /// A value in the unit of another one of its dimension.
    pub fn in_unit_of(&mut self, other: Value, value: Value, span: Span) -> Value {
        let Some(quantity) = other.quantity() else { return value };
        Value::number(self.emitter.rescale(value, quantity.scale, Place::top(span)), quantity)
    }

    /// A plain number as the count that is expected of a value: in the unit that the value is shown in.
    fn with_unit_of(&self, value: Value, plain: Value) -> Option<Value> {
        let (of, plain_quantity) = (value.quantity()?, plain.quantity()?);
        let asked = of.notation.asked.is_some();
        let is_count = of.dimension.without_nouns().is_none();
        let takes = of.takes_bare_number(self.scope.units()) && (asked || is_count);
        // `500 h/min` has no dimension either, but is no bare number.
        let is_bare = plain_quantity.dimension.is_none()
            && plain_quantity.scale == Scale::ONE
            && !plain_quantity.notation.percent;
        if !takes || !is_bare {
            return None;
        }
        let unit = if asked { of.scale } else { Scale::ONE };
        Some(Value::number(plain.slot, Quantity { scale: unit, ..of }))
    }

    /// `a ≈ b`; an interval on its right was lowered last.
    pub(super) fn about(&mut self, id: NodeId, [a, b]: [Number; 2], cx: Context<'_>) -> Lowered {
        let ends = self.bounds.take().filter(|_| cx.ast.has_bounds(b.node));
        let (x, y) = (a.quantity.dimension, b.quantity.dimension);
        // `100M comments/day ≈ 1.2k/s`: who says how many a second leaves out of what. `5 GB/user` is no `5 GB`.
        let rate = Dimension::power(Base::TIME, -1);
        let counts = |of: Dimension| of.over(rate).is_some_and(Dimension::is_count);
        let is_short = [x, y].contains(&rate) && counts(x) && counts(y);
        if x != y && !is_short {
            let error = diagnostics::plain_number([a, b], cx.ast, self.scope.units());
            return Err(match error {
                Some(error) => self.reporter.refuse(error),
                None => self.mismatch("≈", a, b, cx),
            });
        }
        let held = self.held([a.value(), b.value()], ends, false, cx.place(id));
        self.held = Some(Held { is_interval: cx.ast.is_interval(b.node), ..held });
        Ok(Value::truth(held.holds))
    }

    /// An interval that is exact, on the right of a `≈`. Returns its middle.
    pub(super) fn bounded(&mut self, (low, high): (f64, f64), quantity: Quantity, place: Place) -> Value {
        let ends = [low, high].map(|end| self.emitter.number(end, quantity, place));
        let middle = f64::midpoint(low, high);
        let value = self.emitter.number(middle, quantity, place);
        self.bounds = Some(ends);
        value
    }

    /// `b ± 10%`, `b ± 5 GB`, on the right of a `≈`.
    pub(super) fn within(&mut self, id: NodeId, [a, half]: [Number; 2], cx: Context<'_>) -> Lowered {
        let place = cx.place(id);
        let (operation, low, high, scale) = if is_percent(cx.ast, half.node) {
            let share = self.emitter.rescale(half.value(), Scale::ONE, place);
            let one = self.emitter.emit(Op::Const(1.0), place);
            let mut end = |operation| self.emitter.emit(Op::Binary(operation, one, share), place);
            let (low, high) = (end(Operation::Subtract), end(Operation::Add));
            (Operation::Multiply, (a.slot, low), (a.slot, high), a.quantity.scale)
        } else if a.quantity.dimension == half.quantity.dimension {
            let (middle, half, scale) = self.emitter.align(a, half, place);
            let less = self.emitter.emit(Op::Unary(Unary::Negate, half), place);
            (Operation::Add, (middle, less), (middle, half), scale)
        } else {
            return Err(self.mismatch("±", a, half, cx));
        };
        let mut end = |(a, b)| self.emitter.emit(Op::Binary(operation, a, b), place);
        let (low, high) = (end(low), end(high));
        let mut side = |operation| self.emitter.emit(Op::Binary(operation, low, high), place);
        let ends = [side(Operation::Min), side(Operation::Max)];
        let quantity = Quantity { scale, ..a.quantity };
        self.bounds = Some(ends.map(|slot| Value::number(slot, quantity)));
        Ok(a.value())
    }

    /// Holds two values of one dimension against each other. If an uncertain left side counts `by_interval`, its 90%
    /// interval has to meet the right side.
    fn held(&mut self, sides: [Value; 2], ends: Option<[Value; 2]>, by_interval: bool, place: Place) -> Held {
        let varying = self.emitter.varying();
        let varies = |value: Value| varying.get(value.slot.index()) == Some(&true);
        let are_shares = sides.iter().all(|side| is_share(*side));
        let scale = if are_shares { Scale::ONE } else { common_scale(sides) };
        let [left, right] = sides.map(|value| (self.emitter.rescale(value, scale, place), varies(value)));
        let ends = ends.map(|ends| {
            ends.map(|value| {
                let slot = self.emitter.rescale(value, scale, place);
                self.middle((slot, varies(value)), place)
            })
        });
        let sides = [self.middle(left, place), self.middle(right, place)];
        let at_medians = match ends {
            Some(ends) => self.between([sides[0]; 2], ends, place),
            None if are_shares => self.near_as_shares(sides, place),
            None => self.near(sides, LEAST, place),
        };
        let holds = if by_interval && left.1 {
            let interval = ENDS.map(|level| self.quantile(left.0, level, place));
            self.between(interval, ends.unwrap_or([sides[1]; 2]), place)
        } else {
            at_medians
        };
        Held { holds, at_medians, sides, ends, is_interval: false }
    }

    /// A slot, or its median if it differs between samples.
    fn middle(&mut self, (slot, varies): (Slot, bool), place: Place) -> Slot {
        if varies { self.quantile(slot, 0.5, place) } else { slot }
    }

    fn quantile(&mut self, slot: Slot, level: f64, place: Place) -> Slot {
        let level = self.emitter.emit(Op::Const(level), place);
        self.emitter.emit(Op::Reduce(Statistic::Quantile, slot, level), place)
    }

    /// Whether two intervals meet. Comparisons are to twelve digits, so that an end belongs to them.
    fn between(&mut self, [low, high]: [Slot; 2], [from, to]: [Slot; 2], place: Place) -> Slot {
        let not_above = self.both(Operation::LessOrEqual, low, to, place);
        let not_below = self.both(Operation::LessOrEqual, from, high, place);
        self.both(Operation::And, not_above, not_below, place)
    }

    /// Whether two shares are about the same; near the whole, also what is missing to it.
    fn near_as_shares(&mut self, sides: [Slot; 2], place: Place) -> Slot {
        let near = self.near(sides, LEAST, place);
        let [one, from] = [1.0, near_whole::FROM].map(|share| self.emitter.emit(Op::Const(share), place));
        let missing = sides.map(|side| self.both(Operation::Subtract, one, side, place));
        let is_close = self.near(missing, 1.0 / near_whole::TOLERANCE, place);
        let equal = self.both(Operation::Equal, sides[0], sides[1], place);
        let far = self.both(Operation::Less, sides[1], from, place);
        let above = self.both(Operation::Greater, sides[1], one, place);
        let others = [is_close, equal, far, above];
        let other = others.into_iter().reduce(|a, b| self.both(Operation::Or, a, b, place));
        other.map_or(near, |other| self.both(Operation::And, near, other, place))
    }

    /// Whether two numbers have the same sign, and the smaller is `least` of the larger or more. Nothing is divided,
    /// and nothing can overflow.
    fn near(&mut self, [a, b]: [Slot; 2], least: f64, place: Place) -> Slot {
        let zero = self.emitter.emit(Op::Const(0.0), place);
        let least = self.emitter.emit(Op::Const(least), place);
        let [x, y] = [a, b].map(|slot| self.emitter.emit(Op::Unary(Unary::Abs, slot), place));
        let [less_x, less_y] = [x, y].map(|slot| self.both(Operation::Multiply, slot, least, place));
        let near = self.between([less_x, x], [less_y, y], place);
        let [above_a, above_b] = [a, b].map(|slot| self.both(Operation::Greater, slot, zero, place));
        let same_sign = self.both(Operation::Equal, above_a, above_b, place);
        let not_zero = self.both(Operation::NotEqual, a, zero, place);
        let holds = self.both(Operation::And, near, same_sign, place);
        self.both(Operation::And, holds, not_zero, place)
    }

    fn both(&mut self, operation: Operation, a: Slot, b: Slot, place: Place) -> Slot {
        self.emitter.emit(Op::Binary(operation, a, b), place)
    }
}

/// Whether a value is a number that was said in percent.
fn is_share(value: Value) -> bool {
    value.quantity().is_some_and(|quantity| quantity.notation.percent && quantity.dimension.is_none())
}

/// The scale of two values of one dimension: the finer one.
fn common_scale([a, b]: [Value; 2]) -> Scale {
    let scale = |value: Value| value.quantity().map_or(Scale::ONE, |quantity| quantity.scale);
    crate::units::scale::finer(scale(a), scale(b))
}

/// Whether a node is a literal in percent.
fn is_percent(ast: &Ast, node: NodeId) -> bool {
    ast.literal(node).is_some_and(|literal| literal.form == Form::Percent)
}
