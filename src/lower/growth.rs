//! Growth: a share per time, whose ranges are ranges of the factor.

use super::context::Context;
use super::diagnostics::{kept as diagnostics, ranges};
use super::range::LEVEL;
use super::range::end::End;
use super::reporter::{Lowered, Refused};
use super::{Future, Lowering, Quantity, Type, Value};
use crate::engine::{Binary, Distribution, Op, Slot, Unary};
use crate::syntax::{Ast, Binary::Divide, Form, Node, NodeId, RangeKind};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::scale::Scale;

const TIME: Dimension = Dimension::base(Base::TIME);

/// A year in seconds, for the bound of growth that is not known before the run.
const YEAR: f64 = 365.0 * 86_400.0;

/// Growth as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// The logarithm of the factor by which a value grows in a second.
    pub slot: Slot,
    /// A bound of it.
    pub speed: f64,
    /// Whether the value becomes smaller.
    pub falls: bool,
}

/// What growth is instead of a share per time.
#[derive(Debug)]
pub enum NoGrowth {
    /// An error was reported.
    Reported,
    /// A value of another dimension.
    Other(Box<Value>),
}

/// The shortest period of growth in seconds: an hour.
const SHORTEST: f64 = 3600.0;

impl Lowering {
    /// Reads the growth of a value: `40%/year`, `20% to 60%/year`.
    ///
    /// # Errors
    ///
    /// If it is no share per time, or nothing would be left of the value.
    pub fn growth(&mut self, ast: &Ast, root: NodeId, name: &str) -> Result<Growth, NoGrowth> {
        let cx = Context::top(ast);
        let span = ast.span(root);
        // `20% to 60%/year` is a range over a year, `0.2 to 0.6/year` a range with a unit.
        let (above, per) = match ast.node(root) {
            Node::Binary(Divide, above, below) => (above, Some(below)),
            _ => (root, None),
        };
        let above = inside(ast, above);
        if let Some(literal) = ast.literal(above).filter(|literal| literal.form == Form::Factor) {
            let share = super::diagnostics::trimmed((literal.value - 1.0) * 100.0);
            self.reporter.report(diagnostics::factor(span, &format!("{share}%")));
            return Err(NoGrowth::Reported);
        }
        let is_range = matches!(ast.node(above), Node::Range { kind: RangeKind::Interval, .. });
        let ends = match is_range {
            true => Some(self.ends_of_growth((above, per), cx).map_err(|_| NoGrowth::Reported)?),
            false => None,
        };
        let (value, (least, most)) = match &ends {
            Some((quantity, ends)) => (Value { kind: Type::Quantity(*quantity), ..Value::UNKNOWN }, *ends),
            None => {
                let value = self.expression(ast, root);
                let ends = match self.distribution_of(value.slot) {
                    Some(distribution) => distribution.ends(),
                    None => self.number_of(value.slot).map_or((0.0, 0.0), |number| (number, number)),
                };
                (value, ends)
            }
        };
        let Some(quantity) = value.quantity() else {
            return Err(if value.is_unknown() {
                NoGrowth::Reported
            } else {
                NoGrowth::Other(Box::new(value))
            });
        };
        if quantity.dimension.to_the(-1) != Some(TIME) {
            return Err(NoGrowth::Other(Box::new(value)));
        }
        let Some(period) = self.period(quantity) else {
            self.reporter.report(diagnostics::no_period(span));
            return Err(NoGrowth::Reported);
        };
        let share = quantity.scale.times(period).to_f64();
        let is_number = is_range || ast.literal(above).is_some_and(|literal| literal.form == Form::Plain);
        if is_number && most * share > 1.0 && !ast.written(root).contains('%') {
            self.reporter.report(diagnostics::without_percent(name, ast.written(root).trim(), span));
            return Err(NoGrowth::Reported);
        }
        if least * share <= -1.0 {
            self.reporter.report(diagnostics::loses_all(name, span));
            return Err(NoGrowth::Reported);
        }
        if period.to_f64() < SHORTEST && [least, most].iter().any(|end| libm::fabs(end * share) > 1e-3) {
            self.reporter.report(diagnostics::grows_at_once(name, span));
            return Err(NoGrowth::Reported);
        }
        let place = cx.place(root);
        let factor = match is_range {
            true => {
                let factor = self.factor(above, [1.0 + least * share, 1.0 + most * share], cx);
                factor.map_err(|_| NoGrowth::Reported)?.slot
            }
            false => {
                let [one, unit] = [1.0, share].map(|number| self.emitter.emit(Op::Const(number), place));
                let share = self.emitter.emit(Op::Binary(Binary::Multiply, value.slot, unit), place);
                self.emitter.emit(Op::Binary(Binary::Add, share, one), place)
            }
        };
        let logarithm = self.emitter.emit(Op::Unary(Unary::Ln, factor), place);
        let seconds = self.emitter.emit(Op::Const(period.to_f64()), place);
        let slot = self.emitter.emit(Op::Binary(Binary::Divide, logarithm, seconds), place);
        let ends = [least, most].map(|end| libm::fabs(libm::log1p(end * share)) / period.to_f64());
        let widest = if least < most { 1.5 } else { 1.0 };
        let is_known =
            is_range || self.distribution_of(value.slot).is_some() || self.number_of(value.slot).is_some();
        let speed = if is_known { ends[0].max(ends[1]) * widest } else { 1.0 / YEAR };
        let falls = self.number_in_the_middle(slot).is_some_and(|middle| middle < 0.0);
        Ok(Growth { slot, speed, falls })
    }

    fn number_in_the_middle(&self, slot: Slot) -> Option<f64> {
        self.typical(Value::number(slot, Quantity::NUMBER))
    }

    /// The unit and the ends of a range of growth, which may be divided by a time.
    fn ends_of_growth(
        &mut self,
        (range, per): (NodeId, Option<NodeId>),
        cx: Context<'_>,
    ) -> Lowered<(Quantity, (f64, f64))> {
        let ast = cx.ast;
        let Node::Range { low, high, negative, .. } = ast.node(range) else { return Err(Refused::EARLIER) };
        let (Some(first), Some(second)) = (ast.literals.get(low as usize), ast.literals.get(high as usize))
        else {
            return Err(Refused::EARLIER);
        };
        let mut low = End::of(ast, first, ast.words(&first.suffix), negative.0);
        let high = End::of(ast, second, ast.words(&second.suffix), negative.1);
        // A fall by 10 leaves nothing, so it is one by 10%.
        if low.negative && low.is_bare() && high.form == Form::Percent {
            if low.value < 1.0 {
                let error = ranges::number_or_percent(&low, &high, ast.span(range));
                return Err(self.reporter.refuse(error));
            }
            low.form = Form::Percent;
        }
        let ends = self.ordered_ends(low, high, ast.span(range), cx)?;
        let Some(per) = per else { return Ok((ends.quantity, ends.numbers)) };
        let per = self.expression(ast, per);
        let below = per.quantity().ok_or(Refused::EARLIER)?;
        let number = self.number_of(per.slot).filter(|number| *number > 0.0).unwrap_or(1.0);
        let x = ends.quantity;
        let dimension = below.dimension.to_the(-1).and_then(|factor| x.dimension.times(factor));
        let Some(dimension) = dimension else { return Err(self.too_many_dimensions(ast.span(range))) };
        let notation = x.notation.times(below.notation, -1);
        let quantity = Quantity { dimension, scale: x.scale.over(below.scale), notation };
        Ok((quantity, (ends.numbers.0 / number, ends.numbers.1 / number)))
    }

    /// The factor by which a value grows in a period, between two ends above zero: lognormal, so that a fall by a half and
    /// a doubling are alike.
    fn factor(&mut self, root: NodeId, [low, high]: [f64; 2], cx: Context<'_>) -> Lowered {
        let score = Distribution::score_of(LEVEL);
        let distribution = match low == high {
            true => {
                self.reporter.report(ranges::equal_ends(cx.ast.span(root)));
                Distribution::Fixed(low)
            }
            false => Distribution::Lognormal { low, high, score },
        };
        let text = cx.ast.written(root).to_owned();
        let factor = self.variable(distribution, Quantity::NUMBER, &text, cx.place(root))?;
        // Its median is that of the factor, and would be read as that of the growth.
        if let Some(Op::Input(variable)) = self.emitter.op(factor.slot) {
            self.emitter.drop_range(variable);
        }
        Ok(factor)
    }

    /// The time after which growth of some unit compounds, in seconds.
    fn period(&self, quantity: Quantity) -> Option<Scale> {
        let units = self.scope.units();
        let mut periods = quantity.notation.iter().filter_map(|(id, exponent)| {
            let unit = units.info(id).filter(|unit| unit.dimension == TIME)?;
            Some((unit.scale, exponent))
        });
        match (periods.next(), periods.next()) {
            (Some((period, -1)), None) => Some(period),
            _ => None,
        }
    }

    /// Notes how a value changes with time.
    pub fn note_future(&mut self, of: Value, future: Future) {
        self.emitter.futures_mut().values.insert(of.slot, future);
    }

    /// Whether the future of a value is known.
    pub fn has_future(&self, of: Value) -> bool {
        self.emitter.futures().values.contains_key(&of.slot)
    }

    /// The slot of a value in the scale of another one of its dimension.
    pub fn in_scale_of(&mut self, value: Value, of: Value, span: Span) -> Slot {
        let place = super::context::Place::top(span);
        match of.quantity() {
            Some(quantity) => self.emitter.rescale(value, quantity.scale, place),
            None => value.slot,
        }
    }

    /// A step's range as the variable of the range that it takes the place of: the value that the same share of samples
    /// lies below, in the scale of the step. `None` if they are of two kinds.
    pub fn same_variable(&mut self, (was, is): (Value, Value), span: Span) -> Option<Slot> {
        let (one, other) = (self.distribution_of(was.slot)?.clone(), self.distribution_of(is.slot)?.clone());
        let was = was.slot;
        let place = super::context::Place::top(span);
        let levels = [0.1, 0.9].map(|level| (one.at_level(level), other.at_level(level)));
        let number = |lowering: &mut Lowering, number: f64| lowering.emitter.emit(Op::Const(number), place);
        let line = |[(x, y), (u, v)]: [(f64, f64); 2]| {
            let slope = (v - y) / (u - x);
            (slope, y - slope * x)
        };
        let along = |lowering: &mut Lowering, slot: Slot, (slope, start): (f64, f64)| {
            let [slope, start] = [slope, start].map(|of| number(lowering, of));
            let product = lowering.emitter.emit(Op::Binary(Binary::Multiply, slot, slope), place);
            lowering.emitter.emit(Op::Binary(Binary::Add, product, start), place)
        };
        match (&one, &other) {
            (Distribution::Lognormal { .. }, Distribution::Lognormal { .. }) => {
                let logarithm = self.emitter.emit(Op::Unary(Unary::Ln, was), place);
                let line = line(levels.map(|(x, y)| (libm::log(x), libm::log(y))));
                let exponent = along(self, logarithm, line);
                Some(self.emitter.emit(Op::Unary(Unary::Exp, exponent), place))
            }
            (Distribution::Normal { .. }, Distribution::Normal { .. })
            | (Distribution::Uniform { .. }, Distribution::Uniform { .. }) => {
                Some(along(self, was, line(levels)))
            }
            (Distribution::LogitNormal { whole: a, .. }, Distribution::LogitNormal { whole: b, .. }) => {
                // The logarithm of the odds of one is a line in that of the other.
                let (a, b) = (*a, *b);
                let odds = |value: f64, whole: f64| libm::log(value / (whole - value));
                let line = line(levels.map(|(x, y)| (odds(x, a), odds(y, b))));
                let whole = number(self, a);
                let rest = self.emitter.emit(Op::Binary(Binary::Subtract, whole, was), place);
                let ratio = self.emitter.emit(Op::Binary(Binary::Divide, was, rest), place);
                let logarithm = self.emitter.emit(Op::Unary(Unary::Ln, ratio), place);
                let exponent = along(self, logarithm, line);
                let exponent = self.emitter.emit(Op::Unary(Unary::Negate, exponent), place);
                let odds = self.emitter.emit(Op::Unary(Unary::Exp, exponent), place);
                let (one, whole) = (number(self, 1.0), number(self, b));
                let below = self.emitter.emit(Op::Binary(Binary::Add, one, odds), place);
                Some(self.emitter.emit(Op::Binary(Binary::Divide, whole, below), place))
            }
            _ => None,
        }
    }
}

/// What stands in parentheses.
fn inside(ast: &Ast, mut node: NodeId) -> NodeId {
    while let Node::Group(inner) = ast.node(node) {
        node = inner;
    }
    node
}
