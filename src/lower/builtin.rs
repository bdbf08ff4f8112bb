//! Calls of built-in functions: their arguments are put in order and checked, and the rule of the function applied.

use super::builtins::{Builtin, Domain, Fold, Parameters, Rule, percentile};
use super::call::CallSite;
use super::context::Context;
use super::diagnostics::operators::unit_as_written;
use super::diagnostics::{builtins as diagnostics, calls, tables};
use super::reporter::{Lowered, Refused};
use super::table::Table;
use super::value::{Number, Operand};
use super::{Lowering, Quantity, Type, Value};
use crate::engine::{ABSENT, Op, Slot, Statistic, Unary};
use crate::syntax::Sign;
use crate::units::notation::Notation;
use crate::units::scale::Scale;

/// The argument of a parameter.
#[derive(Clone, Copy)]
pub(super) enum Given {
    Argument(Operand),
    /// None: the plain number that is the default.
    Default(f64),
}

impl Lowering {
    /// Lowers a call of a built-in function.
    pub(super) fn builtin(
        &mut self,
        builtin: &'static Builtin,
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered {
        if call.arguments.iter().any(|argument| argument.sign == Sign::Bar)
            && let (Some(statistic), Some(operand)) = (builtin.statistic(1), call.operand(0))
        {
            return self.statistic(statistic, operand, call, cx);
        }
        match builtin.rule {
            Rule::Percentiles => return self.percentiles(call, cx),
            Rule::Truncate if call.arguments.len() == 1 => return self.refuse_rounding(call, cx),
            Rule::Mixture => return self.mixture(call, cx),
            Rule::Correlate => return self.refuse_correlate(cx.ast.span(call.id)),
            Rule::Kept => return self.kept(builtin, call, cx),
            Rule::Total => return self.total(builtin, call, cx),
            _ => {}
        }
        let given = self.given(builtin, call, cx)?;
        let mut arguments = given.iter().filter_map(|given| match given {
            Given::Argument(operand) => Some(*operand),
            Given::Default(_) => None,
        });
        if let Some(statistic) = builtin.statistic(given.len()) {
            let operand = arguments.next().ok_or(Refused::EARLIER)?;
            return self.statistic(statistic, operand, call, cx);
        }
        if let Rule::Distribution(family) = builtin.rule {
            return self.distribution(family, (builtin, &given), call, cx);
        }
        let needs = || format!("`{}` needs numbers", call.name);
        let numbers =
            arguments.map(|operand| self.number(operand, needs, cx)).collect::<Lowered<Vec<_>>>()?;
        match (builtin.rule, numbers.as_slice()) {
            (Rule::Map(domain, operation), [number]) => self.map(domain, operation, *number, call, cx),
            (Rule::Fold(fold), numbers) => self.fold(fold, numbers, call, cx).map(Number::value),
            (Rule::Data, numbers) => self.data(numbers, call, cx),
            (Rule::Truncate, &[x, low, high]) => self.truncate(x, [low, high], call, cx),
            (Rule::Chance, &[share]) => self.chance(share, call, cx),
            (Rule::Clamp, &[x, low, high]) => {
                let raised = self.fold(Fold::Max, &[x, low], call, cx)?;
                self.fold(Fold::Min, &[raised, high], call, cx).map(Number::value)
            }
            // The arguments were counted when they were put in order.
            _ => Err(Refused::EARLIER),
        }
    }

    /// The arguments in the order of the parameters.
    fn given(&mut self, builtin: &Builtin, call: &CallSite<'_>, cx: Context<'_>) -> Lowered<Vec<Given>> {
        let span = cx.ast.span(call.id);
        if let Parameters::Rows(_) = builtin.parameters {
            let tables: Vec<&str> = self.scope.tables().iter().map(Table::name).collect();
            return Err(self.reporter.refuse(tables::no_table(call.name, &tables, span)));
        }
        let Parameters::Named(parameters) = builtin.parameters else {
            if let Some((word, span)) = call.arguments.iter().find_map(|argument| argument.name) {
                let error = calls::values_alone(call.name, cx.ast.str(word), span);
                return Err(self.reporter.refuse(error));
            }
            if call.arguments.is_empty() {
                return Err(self.reporter.refuse(calls::no_values(call.name, span)));
            }
            return Ok(call.operands().map(Given::Argument).collect());
        };
        let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
        let signature = || builtin.signature_of(call.name);
        let places = self.places(call, &names, &signature, cx)?;
        let given = parameters.iter().zip(places).map(|(parameter, place)| {
            match (place.and_then(|at| call.operand(at)), parameter.default) {
                (Some(operand), _) => Ok(Given::Argument(operand)),
                (None, Some(default)) => Ok(Given::Default(default.number)),
                (None, None) => {
                    let of = calls::Of { name: call.name, span, signature: &signature };
                    Err(self.reporter.refuse(calls::missing(&of, parameter.name, None)))
                }
            }
        });
        given.collect()
    }

    /// An operation on one number of a domain.
    fn map(
        &mut self,
        domain: Domain,
        operation: Unary,
        number: Number,
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered {
        let (quantity, span) = (number.quantity, cx.ast.span(number.node));
        let units = self.scope.units();
        let (dimension, notation) = match domain {
            Domain::Any => (quantity.dimension, quantity.notation.unasked()),
            Domain::Count if quantity.dimension.is_count() => {
                (quantity.dimension, quantity.notation.in_percent(false).unasked())
            }
            Domain::Plain if quantity.dimension.is_none() => (quantity.dimension, Notation::NONE),
            Domain::Square if let Some(root) = quantity.dimension.square_root() => (root, Notation::NONE),
            Domain::Count | Domain::Plain | Domain::Square => {
                let (words, unit) = (quantity.words(units), quantity.spelling(units).unit_to_write());
                let own = unit_as_written(number.node, cx.ast).map(str::trim).unwrap_or(&unit);
                let unit = units.find(own).map_or(own.to_owned(), |(_, one)| one.singular.to_owned());
                let of = diagnostics::Refused {
                    name: call.name,
                    call: cx.ast.span(call.id),
                    span,
                    written: cx.ast.written(number.node),
                    words,
                    unit: &unit,
                };
                return Err(self.reporter.refuse(match domain {
                    Domain::Count => diagnostics::depends_on_unit(&of),
                    Domain::Square => diagnostics::no_root(&of),
                    _ => diagnostics::no_plain_number(&of),
                }));
            }
        };
        let place = cx.place(call.id);
        let scale = if domain == Domain::Any { quantity.scale } else { Scale::ONE };
        let slot = self.emitter.rescale(number.value(), scale, place);
        let slot = self.emitter.emit(Op::Unary(operation, slot), place);
        Ok(Value::number(slot, Quantity { dimension, scale, notation }))
    }

    /// `p95(x)`, `mean(x)`, `sd(x)`, `P(condition)`, and each over the samples that meet a condition: `mean(x | x > 2)`.
    fn statistic(
        &mut self,
        statistic: Statistic,
        operand: Operand,
        call: &CallSite<'_>,
        cx: Context<'_>,
    ) -> Lowered {
        let Operand { node, value } = operand;
        let quantity = match (statistic, value.kind) {
            (_, Type::Unknown) => return Err(Refused::EARLIER),
            (Statistic::Share, Type::Bool) => Quantity::SHARE,
            (Statistic::Share, _) => {
                return Err(self.wrong_type(cx.ast.span(node), value, "`P` needs a condition"));
            }
            (_, Type::Bool | Type::Row(_) | Type::Rest(_)) => {
                let message = format!("`{}` needs a number", call.name);
                return Err(self.wrong_type(cx.ast.span(node), value, message));
            }
            (_, Type::Quantity(quantity)) => quantity.unasked(),
        };
        let place = cx.place(call.id);
        let (statistic, of) = match call.operand(1) {
            Some(condition) => (statistic.given(), self.where_met(value.slot, condition, cx)?),
            None => (statistic, value.slot),
        };
        let with = match percentile(call.name) {
            Some(level) if level > 0.0 && level < 1.0 => self.emitter.emit(Op::Const(level), place),
            Some(_) => return Err(self.reporter.refuse(diagnostics::no_percentile(call.name, place.span))),
            None => of,
        };
        let slot = self.emitter.emit(Op::Reduce(statistic, of, with), place);
        Ok(Value::number(slot, quantity))
    }

    /// A value where a condition is met; elsewhere it is absent.
    fn where_met(&mut self, slot: Slot, condition: Operand, cx: Context<'_>) -> Lowered<Slot> {
        let Operand { node, value } = condition;
        match value.kind {
            Type::Unknown => return Err(Refused::EARLIER),
            Type::Bool => {}
            Type::Quantity(_) | Type::Row(_) | Type::Rest(_) => {
                let message = "after the `|` stands a condition";
                return Err(self.wrong_type(cx.ast.span(node), value, message));
            }
        }
        let place = cx.place(node);
        let absent = self.emitter.emit(Op::Const(ABSENT), place);
        Ok(self.emitter.emit(Op::Select(value.slot, slot, absent), place))
    }
}
