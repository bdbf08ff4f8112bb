//! `uniform(low, high)` and the other distributions, whose numbers are known before anything runs.

use super::builtin::Given;
use super::builtins::{Builtin, LEVEL, Misshapen, Numbers, Parameters, Shape};
use super::call::CallSite;
use super::context::Context;
use super::diagnostics::builtins as diagnostics;
use super::emitter::finer;
use super::repair;
use super::reporter::Lowered;
use super::value::Number;
use super::{Lowering, Quantity};
use crate::units::words::joined;

/// A parameter of a distribution with its argument or its default.
enum Fixed {
    Number(Number),
    Default(f64),
}

impl Lowering {
    /// Lowers a call of a distribution.
    pub(super) fn distribution(
        &mut self,
        shape: Shape,
        (builtin, given): (&Builtin, &[Given]),
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered {
        let needs = || format!("`{}` needs numbers", call.name);
        let mut numbers = Vec::with_capacity(given.len());
        for given in given {
            numbers.push(match given {
                Given::Argument(operand) => Fixed::Number(self.number(*operand, needs, cx)?),
                Given::Default(number) => Fixed::Default(*number),
            });
        }
        let parameters = match builtin.parameters {
            Parameters::Named(parameters) => parameters,
            Parameters::Any | Parameters::Rows(_) => &[],
        };
        let is_level = parameters.iter().map(|parameter| parameter.name == LEVEL);
        let (levels, ends): (Vec<_>, Vec<_>) = is_level.zip(numbers).partition(|(is_level, _)| *is_level);
        let ends: Vec<Number> = ends.into_iter().filter_map(|(_, end)| end.number()).collect();
        let quantity = self.common_unit(&ends, call, cx)?;
        let mut given = Vec::with_capacity(ends.len());
        for end in ends {
            given.push(self.fixed(end, call, cx)? * end.quantity.scale.over(quantity.scale).to_f64());
        }
        let level = match levels.into_iter().next() {
            Some((_, Fixed::Number(level))) => self.level(level, call, cx)?,
            Some((_, Fixed::Default(level))) => level,
            None => 1.0,
        };
        let percent_of = quantity.notation.percent.then(|| 1.0 / quantity.scale.to_f64());
        let place = cx.place(call.id);
        match shape(Numbers { given: &given, level, percent_of }) {
            Ok(distribution) => self.variable(distribution, quantity.unasked(), call.name, place),
            Err(Misshapen { message, help }) => {
                let error = diagnostics::misshapen(message, place.span, help);
                let from_low = parameters.first().is_some_and(|parameter| parameter.name == "low");
                let descends = from_low && given.is_sorted_by(|one, next| one > next);
                let exchanged = repair::ends_exchanged(call, cx.ast).filter(|_| descends);
                Err(self.reporter.refuse(match exchanged {
                    Some((label, edits)) => error.edits(label, edits),
                    None => error,
                }))
            }
        }
    }

    /// The unit at which numbers of one dimension meet.
    fn common_unit(&mut self, ends: &[Number], call: &CallSite<'_>, cx: Context<'_>) -> Lowered<Quantity> {
        let Some((first, rest)) = ends.split_first() else { return Ok(Quantity::NUMBER) };
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
    fn fixed(&mut self, number: Number, call: &CallSite<'_>, cx: Context<'_>) -> Lowered<f64> {
        match self.emitter.number_of(number.slot) {
            Some(number) => Ok(number),
            None => Err(self.reporter.refuse(diagnostics::not_fixed(call.name, cx.ast.span(number.node)))),
        }
    }

    /// The share of the samples within an interval.
    fn level(&mut self, number: Number, call: &CallSite<'_>, cx: Context<'_>) -> Lowered<f64> {
        let level = self.fixed(number, call, cx)? * number.quantity.scale.to_f64();
        if number.quantity.dimension.is_none() && level > 0.0 && level < 1.0 {
            return Ok(level);
        }
        Err(self.reporter.refuse(diagnostics::misshapen(
            "the level of an interval lies between 0% and 100%",
            cx.ast.span(number.node),
            "like `level = 80%`",
        )))
    }
}

impl Fixed {
    fn number(self) -> Option<Number> {
        match self {
            Fixed::Number(number) => Some(number),
            Fixed::Default(_) => None,
        }
    }
}
