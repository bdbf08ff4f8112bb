//! `kept(rate, retention)` and `over(rate, duration)`: a rate times a duration, whose growth a projection follows.

use super::builtins::Builtin;
use super::call::CallSite;
use super::context::Context;
use super::diagnostics::kept as diagnostics;
use super::future::{Product, Stock};
use super::reporter::{Lowered, Refused};
use super::value::Number;
use super::{Lowering, Quantity, Value};
use crate::engine::{Binary, Op};
use crate::units::dimension::{Base, Dimension};

const TIME: Dimension = Dimension::base(Base::TIME);

/// The shortest duration, in seconds, over which growth is worth a word: four weeks.
const WORTH: f64 = 28.0 * 86_400.0;

impl Lowering {
    /// `kept(rate, retention, now = amount)`.
    pub(super) fn kept(
        &mut self,
        builtin: &'static Builtin,
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered {
        let places = self.arguments_of(builtin, call, &["rate", "retention", "now"], 2, cx)?;
        let [rate, retention] = self.rate_and_time(builtin, call, &places, cx)?;
        let quantity = self.unit_of_product(rate, retention, call, cx)?;
        let place = cx.place(call.id);
        let now = match places.get(2).copied().flatten().and_then(|at| call.operand(at)) {
            None => None,
            Some(operand) => {
                let needs = || format!("`{}` needs numbers", call.name);
                let now = self.number(operand, needs, cx)?;
                if now.quantity.dimension != quantity.dimension {
                    let units = self.scope.units();
                    let words = [now.quantity.words(units), quantity.words(units)];
                    let error = diagnostics::another_amount(words, cx.ast.span(now.node));
                    return Err(self.reporter.refuse(error));
                }
                Some(self.emitter.rescale(now.value(), quantity.scale, place))
            }
        };
        let slot = self.emitter.emit(Op::Binary(Binary::Multiply, rate.slot, retention.slot), place);
        let unit = retention.quantity.scale.to_f64();
        let stock = Stock { rate: rate.slot, retention: retention.slot, unit, now };
        self.emitter.futures_mut().stocks.insert(slot, stock);
        Ok(Value::number(slot, quantity))
    }

    /// `over(rate, duration)`.
    pub(super) fn total(
        &mut self,
        builtin: &'static Builtin,
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered {
        let places = self.arguments_of(builtin, call, &["rate", "duration"], 2, cx)?;
        let [rate, duration] = self.rate_and_time(builtin, call, &places, cx)?;
        let quantity = self.unit_of_product(rate, duration, call, cx)?;
        let unit = duration.quantity.scale.to_f64();
        let slot = self.emitter.total(rate.slot, (duration.slot, unit), cx.place(call.id));
        Ok(Value::number(slot, quantity))
    }

    /// The places of the arguments by parameter, of which the first must be given.
    fn arguments_of(
        &mut self,
        builtin: &'static Builtin,
        call: &CallSite<'_>,
        names: &[&str],
        needed: usize,
        cx: Context<'_>,
    ) -> Lowered<Vec<Option<usize>>> {
        let signature = || builtin.signature();
        let places = self.places(call, names, &signature, cx)?;
        for (name, place) in names.iter().zip(&places).take(needed) {
            if place.is_none() {
                let of = super::diagnostics::calls::Of {
                    name: call.name,
                    span: cx.ast.span(call.id),
                    signature: &signature,
                };
                return Err(self.reporter.refuse(super::diagnostics::calls::missing(&of, name, None)));
            }
        }
        Ok(places)
    }

    /// The first two arguments, an amount per time and a time.
    fn rate_and_time(
        &mut self,
        builtin: &'static Builtin,
        call: &CallSite<'_>,
        places: &[Option<usize>],
        cx: Context<'_>,
    ) -> Lowered<[Number; 2]> {
        let operand = |at: usize| places.get(at).copied().flatten().and_then(|at| call.operand(at));
        let (Some(rate), Some(time)) = (operand(0), operand(1)) else { return Err(Refused::EARLIER) };
        let needs = || format!("`{}` needs numbers", call.name);
        let numbers = self.numbers([rate, time], needs, cx)?;
        let [rate, time] = numbers;
        let is_rate = |number: Number| number.quantity.dimension.exponent(Base::TIME) == -1;
        if is_rate(rate) && time.quantity.dimension == TIME {
            let known = self.emitter.distribution_of(time.slot).map(|distribution| distribution.ends().1);
            if known.or_else(|| self.emitter.number_of(time.slot)).is_some_and(|most| most < 0.0) {
                let error = diagnostics::below_zero(call.name, cx.ast.span(time.node));
                return Err(self.reporter.refuse(error));
            }
            return Ok(numbers);
        }
        let units = self.scope.units();
        let words = numbers.map(|number| number.quantity.words(units));
        let spans = numbers.map(|number| cx.ast.span(number.node));
        let error = if is_rate(time) && rate.quantity.dimension == TIME {
            let written = numbers.map(|number| cx.ast.written(number.node).trim().to_owned());
            diagnostics::exchanged(call.name, spans, &written)
        } else if is_rate(rate) {
            diagnostics::no_time((call.name, &builtin.signature()), &words[1], spans[1])
        } else {
            diagnostics::no_rate((call.name, &builtin.signature()), &words[0], spans[0])
        };
        Err(self.reporter.refuse(error))
    }

    /// The unit of the product of a rate and a duration.
    fn unit_of_product(
        &mut self,
        rate: Number,
        time: Number,
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered<Quantity> {
        let (x, y) = (rate.quantity, time.quantity);
        let Some(dimension) = x.dimension.times(y.dimension) else {
            return Err(self.too_many_dimensions(cx.ast.span(call.id)));
        };
        let (scale, notation) = (x.scale.times(y.scale), x.notation.times(y.notation, 1));
        Ok(Quantity { dimension, scale, notation })
    }

    /// Notes a rate that is multiplied by a duration of some length by hand, for a projection in which it grows.
    pub(super) fn note_product(&mut self, value: Value, [a, b]: [Number; 2], cx: Context<'_>) {
        let is_rate = |number: &Number| number.quantity.dimension.exponent(Base::TIME) == -1;
        let is_time = |number: &Number| number.quantity.dimension == TIME;
        let (rate, time) = match (a, b) {
            (rate, time) if is_rate(&rate) && is_time(&time) => (rate, time),
            (time, rate) if is_rate(&rate) && is_time(&time) => (rate, time),
            _ => return,
        };
        let ends = self.emitter.distribution_of(time.slot).map(|distribution| distribution.ends().1);
        let most = ends.or_else(|| self.emitter.number_of(time.slot));
        if self.entry.accepts_warnings
            || cx.parameters.is_some()
            || most.is_some_and(|most| most * time.quantity.scale.to_f64() < WORTH)
        {
            return;
        }
        let span = cx.ast.span(rate.node);
        let other = cx.ast.span(time.node);
        let whole = if span.start < other.start { span.to(other) } else { other.to(span) };
        let is_money = rate.quantity.dimension.exponent(Base::MONEY) != 0;
        let product =
            Product { slot: value.slot, rate: rate.slot, span: whole, sides: (span, other), is_money };
        self.emitter.futures_mut().products.push(product);
    }
}
