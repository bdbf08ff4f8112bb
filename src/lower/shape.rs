//! Distributions with arguments in a form of their own: through percentiles, of data, of parts of others, and chances.

use super::builtins::{self, Rule, percentile};
use super::call::CallSite;
use super::context::{Context, Place};
use super::diagnostics::shapes as diagnostics;
use super::reporter::{Lowered, Refused};
use super::value::Number;
use super::{Lowering, Quantity, Value};
use crate::engine::{Binary, Distribution, Metalog, Op};
use crate::syntax::{Ast, Node, NodeId, RangeKind, Sign};
use crate::text::source::Span;
use crate::units::scale::Scale;

/// The most observed values.
const MOST_DATA: usize = 100_000;

impl Lowering {
    /// `percentiles(p10 = 5 ms, p50 = 9 ms, p90 = 30 ms)`.
    pub(super) fn percentiles(&mut self, call: &CallSite<'_>, cx: Context<'_>) -> Lowered {
        let span = cx.ast.span(call.id);
        let needs = || "`percentiles` needs numbers".to_owned();
        let mut points: Vec<(f64, Number)> = Vec::with_capacity(3);
        for (argument, operand) in call.arguments.iter().zip(call.operands()) {
            let place = cx.ast.span(argument.value);
            let Some((name, name_span)) = argument.name else {
                return Err(self.reporter.refuse(diagnostics::no_level(place)));
            };
            let level = percentile(cx.ast.str(name)).filter(|level| *level > 0.0 && *level < 1.0);
            let Some(level) = level else {
                return Err(self.reporter.refuse(diagnostics::no_percentile(cx.ast.str(name), name_span)));
            };
            points.push((level, self.number(operand, needs, cx)?));
        }
        points.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let levels = [0, 1, 2].map(|at| points.get(at).map_or(0.0, |(level, _)| *level));
        if points.len() != 3 || !levels.is_sorted_by(|one, next| one < next) {
            return Err(self.reporter.refuse(diagnostics::not_three(span)));
        }
        let numbers: Vec<Number> = points.iter().map(|(_, number)| *number).collect();
        let quantity = self.common_unit(&numbers, call, cx)?.unasked();
        let values = self.fixed_at(&numbers, quantity.scale, call, cx)?;
        let at = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
        let [low, middle, high] = [0, 1, 2].map(at);
        if !(low < middle && middle < high) {
            return Err(self.reporter.refuse(diagnostics::not_rising(span)));
        }
        let [first, second, third] = levels;
        match Metalog::through([(first, low), (second, middle), (third, high)]) {
            Some(metalog) => {
                let distribution = Distribution::Metalog(metalog);
                self.variable(distribution, quantity, call.name, cx.place(call.id))
            }
            None => {
                let (least, most) = Metalog::middles(levels, low, high);
                let spelling = quantity.spelling(self.scope.units());
                let scale = quantity.scale.over(quantity.reported_scale()).to_f64();
                let written = |value: f64| spelling.write(value * scale, 3).literal();
                let place = numbers.get(1).map_or(span, |number| cx.ast.span(number.node));
                let error = diagnostics::no_metalog(place, &written(least), &written(most));
                Err(self.reporter.refuse(error))
            }
        }
    }

    /// `data(12 ms, 15 ms, …)`.
    pub(super) fn data(&mut self, numbers: &[Number], call: &CallSite<'_>, cx: Context<'_>) -> Lowered {
        let quantity = self.common_unit(numbers, call, cx)?.unasked();
        let values = self.fixed_at(numbers, quantity.scale, call, cx)?;
        match observed(values) {
            Some(distribution) => self.variable(distribution, quantity, call.name, cx.place(call.id)),
            None => Err(self.reporter.refuse(diagnostics::no_data(cx.ast.span(call.id)))),
        }
    }

    /// The distribution of observed values of a unit, which a model has as a list.
    pub fn observed(&mut self, values: Vec<f64>, quantity: Quantity, span: Span) -> Value {
        let place = Place::top(span);
        let value = match observed(values) {
            Some(distribution) => self.variable(distribution, quantity.unasked(), "data", place),
            None => Err(self.reporter.refuse(diagnostics::no_data(span))),
        };
        value.unwrap_or(Value::UNKNOWN)
    }

    /// `truncate(1 to 10 ms, 2 ms, 8 ms)`.
    pub(super) fn truncate(
        &mut self,
        x: Number,
        limits: [Number; 2],
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered {
        let Some(variable) = self.drawn_in_place(x.node, x.value(), cx.ast) else {
            let span = cx.ast.span(x.node);
            return Err(self.reporter.refuse(diagnostics::not_in_place(call.name, span)));
        };
        for limit in limits {
            self.common_unit(&[x, limit], call, cx)?;
        }
        let ends = self.fixed_at(&limits, x.quantity.scale, call, cx)?;
        let (&[low, high], Some(of)) = (ends.as_slice(), self.emitter.variables().distribution(variable))
        else {
            return Err(Refused::EARLIER);
        };
        let place = cx.place(call.id);
        if low >= high {
            return Err(self.reporter.refuse(diagnostics::limits_fall(place.span)));
        }
        match Distribution::truncated(of.clone(), low, high) {
            Some(distribution) => Ok(self.emitter.redraw(variable, (distribution, x.quantity), place)),
            None => {
                let written = cx.ast.written(x.node);
                Err(self.reporter.refuse(diagnostics::nothing_left(written, place.span)))
            }
        }
    }

    /// `truncate(3.7)`, which rounds elsewhere.
    pub(super) fn refuse_rounding(&mut self, call: &CallSite<'_>, cx: Context<'_>) -> Lowered {
        let written = call.arguments.first().map_or("", |argument| cx.ast.written(argument.value));
        Err(self.reporter.refuse(diagnostics::rounds(written, cx.ast.span(call.id))))
    }

    /// `mixture(70%: 1 to 2 ms, 30%: 20 to 50 ms)`.
    pub(super) fn mixture(&mut self, call: &CallSite<'_>, cx: Context<'_>) -> Lowered {
        let span = cx.ast.span(call.id);
        let needs = || "`mixture` needs numbers".to_owned();
        let (mut shares, mut parts) = (Vec::new(), Vec::new());
        let mut is_share = true;
        for (argument, operand) in call.arguments.iter().zip(call.operands()) {
            if (argument.sign == Sign::Colon) != is_share || argument.name.is_some() {
                return Err(self.reporter.refuse(diagnostics::no_mixture(span)));
            }
            let number = self.number(operand, needs, cx)?;
            match is_share {
                true => shares.push((self.share(number, call, cx)?, cx.ast.span(number.node))),
                false => parts.push(number),
            }
            is_share = !is_share;
        }
        if parts.is_empty() || shares.len() != parts.len() {
            return Err(self.reporter.refuse(diagnostics::no_mixture(span)));
        }
        let total: f64 = shares.iter().map(|(share, _)| share).sum();
        if (total - 1.0).abs() > 1e-9 || shares.iter().any(|(share, _)| *share <= 0.0) {
            return Err(self.reporter.refuse(diagnostics::not_a_whole(span, &shares)));
        }
        let quantity = self.common_unit(&parts, call, cx)?.unasked();
        let (mut variables, mut mixed) = (Vec::new(), Vec::with_capacity(parts.len()));
        for (number, (share, _)) in parts.iter().zip(&shares) {
            let factor = number.quantity.scale.over(quantity.scale).to_f64();
            let part = match self.drawn_in_place(number.node, number.value(), cx.ast) {
                Some(variable) => {
                    variables.push(variable);
                    let own = self.emitter.variables().distribution(variable).cloned();
                    own.and_then(|own| own.scaled(factor))
                }
                None => self.emitter.number_of(number.slot).map(|own| Distribution::Fixed(own * factor)),
            };
            let Some(part) = part else {
                let span = cx.ast.span(number.node);
                return Err(self.reporter.refuse(diagnostics::not_in_place(call.name, span)));
            };
            mixed.push((share / total, part));
        }
        let place = cx.place(call.id);
        let distribution = Distribution::Mixture(mixed.into());
        let Some((kept, others)) = variables.split_first() else {
            return self.variable(distribution, quantity, call.name, place);
        };
        others.iter().for_each(|other| self.emitter.drop_range(*other));
        Ok(self.emitter.redraw(*kept, (distribution, quantity), place))
    }

    /// `chance(5%)`: a uniform variable that lies below the share.
    pub(super) fn chance(&mut self, share: Number, call: &CallSite<'_>, cx: Context<'_>) -> Lowered {
        let span = cx.ast.span(share.node);
        let place = cx.place(call.id);
        let number = self.emitter.number_of(share.slot).map(|own| own * share.quantity.scale.to_f64());
        let slot = self.emitter.rescale(share.value(), Scale::ONE, place);
        let is_share = match number {
            Some(number) => (0.0..=1.0).contains(&number),
            None => self.emitter.is_within(slot, 0.0, 1.0) || self.is_share_in_all(share),
        };
        if !share.quantity.dimension.is_none() || !is_share {
            return Err(self.reporter.refuse(diagnostics::no_chance(span)));
        }
        let uniform = Distribution::Uniform { low: 0.0, high: 1.0 };
        let level = self.variable(uniform, Quantity::NUMBER, call.name, place)?;
        if let Some(Op::Input(variable)) = self.emitter.op(level.slot) {
            self.emitter.drop_range(variable);
        }
        Ok(Value::truth(self.emitter.emit(Op::Binary(Binary::Less, level.slot, slot), place)))
    }

    /// Whether all values of a range are shares.
    fn is_share_in_all(&self, share: Number) -> bool {
        let scale = share.quantity.scale.to_f64();
        let ends = self.emitter.distribution_of(share.slot).map(Distribution::support);
        ends.is_some_and(|(low, high)| low >= 0.0 && high * scale <= 1.0)
    }

    /// A share of a mixture.
    fn share(&mut self, number: Number, call: &CallSite<'_>, cx: Context<'_>) -> Lowered<f64> {
        if !number.quantity.dimension.is_none() {
            let span = cx.ast.span(number.node);
            return Err(self.reporter.refuse(diagnostics::no_chance(span)));
        }
        Ok(self.fixed(number, call, cx)? * number.quantity.scale.to_f64())
    }

    /// The variable of a range or distribution that stands where its value is used.
    fn drawn_in_place(&self, node: NodeId, value: Value, ast: &Ast) -> Option<u32> {
        let mut at = node;
        while let Node::Group(inner) = ast.node(at) {
            at = inner;
        }
        let is_drawn = match ast.node(at) {
            Node::Range { kind: RangeKind::Interval | RangeKind::PlusMinus, .. } => true,
            Node::Call { name, .. } => {
                let name = ast.str(name);
                self.scope.function(name).is_none()
                    && builtins::find(name).is_some_and(|builtin| {
                        use Rule::{Data, Distribution, Mixture, Percentiles, Truncate};
                        matches!(builtin.rule, Distribution(_) | Data | Mixture | Percentiles | Truncate)
                    })
            }
            _ => false,
        };
        match self.emitter.op(value.slot) {
            Some(Op::Input(variable)) if is_drawn => Some(variable),
            _ => None,
        }
    }
}

/// The distribution of observed values; `None` if they are fewer than two, or all the same.
fn observed(mut values: Vec<f64>) -> Option<Distribution> {
    values.sort_by(f64::total_cmp);
    let differ = values.first() < values.last();
    let are_finite = values.iter().all(|value| value.is_finite());
    (differ && are_finite && values.len() <= MOST_DATA).then(|| Distribution::Data(values.into()))
}
