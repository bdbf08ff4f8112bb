//! `uniform(low, high)` and the other distributions, whose numbers are known before anything runs.

use super::builtin::Given;
use super::builtins::{Builtin, Family, Misshapen, Numbers, Parameters, Takes};
use super::call::CallSite;
use super::context::Context;
use super::diagnostics::builtins as diagnostics;
use super::diagnostics::operators::unit_as_written;
use super::repair;
use super::reporter::{Lowered, Refused};
use super::value::Number;
use super::{Lowering, Quantity};
use crate::syntax::NodeId;
use crate::units::scale::{Scale, finer};
use crate::units::words::joined;

impl Lowering {
    /// Lowers a call of a distribution.
    pub(super) fn distribution(
        &mut self,
        family: Family,
        (builtin, given): (&Builtin, &[Given]),
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered {
        let needs = || format!("`{}` needs numbers", call.name);
        let mut numbers: Vec<(Takes, Result<Number, f64>)> = Vec::with_capacity(given.len());
        for (given, takes) in given.iter().zip(family.takes) {
            let number = match given {
                Given::Argument(operand) => Ok(self.number(*operand, needs, cx)?),
                Given::Default(number) => Err(*number),
            };
            numbers.push((*takes, number));
        }
        let ends = numbers.iter().filter(|(takes, _)| *takes == Takes::Unit);
        let ends: Vec<Number> = ends.filter_map(|(_, number)| number.ok()).collect();
        let mut quantity = match ends.is_empty() {
            true => Quantity::SHARE,
            false => self.common_unit(&ends, call, cx)?,
        };
        let nodes: Vec<Option<NodeId>> =
            numbers.iter().map(|(_, number)| number.ok().map(|number| number.node)).collect();
        let mut values = Vec::with_capacity(numbers.len());
        for (takes, number) in numbers {
            values.push(match number {
                Err(default) => default,
                Ok(number) => {
                    let scale = match takes {
                        Takes::Unit => quantity.scale,
                        _ => Scale::ONE,
                    };
                    self.refuse_unit(takes, number, call, cx)?;
                    if takes == Takes::Count {
                        let Quantity { dimension, notation, .. } = number.quantity;
                        quantity = Quantity { dimension, scale, notation: notation.in_percent(false) };
                    }
                    self.fixed(number, call, cx)? * number.quantity.scale.over(scale).to_f64()
                }
            });
        }
        let percent_of =
            (!ends.is_empty() && quantity.notation.percent).then(|| 1.0 / quantity.scale.to_f64());
        let place = cx.place(call.id);
        match (family.shape)(Numbers { given: &values, percent_of }) {
            Ok(distribution) => self.variable(distribution, quantity.unasked(), call.name, place),
            Err(Misshapen { message, help, at }) => {
                let node = at.and_then(|at| nodes.get(at).copied().flatten());
                let span = node.map_or(place.span, |node| cx.ast.span(node));
                let error = diagnostics::misshapen(message, span, &help);
                let from_low = match builtin.parameters {
                    Parameters::Named([first, ..]) => first.name == "low",
                    _ => false,
                };
                let ends = values.get(..ends.len()).unwrap_or_default();
                let descends = from_low && ends.is_sorted_by(|one, next| one > next);
                let exchanged = repair::ends_exchanged(call, cx.ast).filter(|_| descends);
                Err(self.reporter.refuse(match exchanged {
                    Some((label, edits)) => error.edits(label, edits),
                    None => error,
                }))
            }
        }
    }

    /// Refuses an argument whose unit a parameter does not take.
    fn refuse_unit(
        &mut self,
        takes: Takes,
        number: Number,
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered<()> {
        let dimension = number.quantity.dimension;
        let fits = match takes {
            Takes::Unit => true,
            Takes::Count => dimension.is_none() || dimension.is_count(),
            Takes::Share | Takes::Plain => dimension.is_none(),
        };
        if fits {
            return Ok(());
        }
        let units = self.scope.units();
        let unit = number.quantity.spelling(units).unit_to_write();
        let unit = unit_as_written(number.node, cx.ast).map(str::trim).unwrap_or(&unit);
        let of = diagnostics::Refused {
            name: call.name,
            call: cx.ast.span(call.id),
            span: cx.ast.span(number.node),
            written: cx.ast.written(number.node),
            words: number.quantity.words(units),
            unit,
        };
        Err(self.reporter.refuse(match (takes, call.arguments) {
            (Takes::Count, [_]) => diagnostics::depends_on_unit(&of),
            _ => diagnostics::no_plain_number(&of),
        }))
    }

    /// The unit at which numbers of one dimension meet.
    pub(super) fn common_unit(
        &mut self,
        ends: &[Number],
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered<Quantity> {
        let Some((first, rest)) = ends.split_first() else { return Err(Refused::EARLIER) };
        let mut common = first.quantity;
        for end in rest {
            let quantity = end.quantity;
            if quantity.dimension != common.dimension {
                return Err(self.mismatch(call.name, *first, *end, cx));
            }
            common.scale = finer(common.scale, quantity.scale);
            common.notation =
                joined(self.scope.units(), common.notation, quantity.notation, quantity.dimension);
        }
        Ok(common)
    }

    /// The number of an argument that must not differ between samples, nor depend on an input.
    pub(super) fn fixed(&mut self, number: Number, call: &CallSite<'_>, cx: Context<'_>) -> Lowered<f64> {
        match self.emitter.number_of(number.slot) {
            Some(number) => Ok(number),
            None => Err(self.reporter.refuse(diagnostics::not_fixed(call.name, cx.ast.span(number.node)))),
        }
    }

    /// The numbers of arguments at the unit at which they meet.
    pub(super) fn fixed_at(
        &mut self,
        numbers: &[Number],
        scale: Scale,
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered<Vec<f64>> {
        let of =
            |number: &Number| Ok(self.fixed(*number, call, cx)? * number.quantity.scale.over(scale).to_f64());
        numbers.iter().map(of).collect()
    }
}
