//! Correlations between values that are ranges.

use super::diagnostics::correlations as diagnostics;
use super::reporter::{Lowered, Refused};
use super::{Lowering, Quantity, Type, Value};
use crate::engine::{Group, Op, Statistic};
use crate::text::source::Span;

/// A value that is correlated with another.
#[derive(Clone, Copy)]
pub struct Correlated<'c> {
    /// Its name.
    pub name: &'c str,
    /// The value.
    pub value: Value,
    /// Where it is named.
    pub span: Span,
}

impl Lowering {
    /// Correlates two values, each a single range. `rank` is the correlation of their ranks, from -1 to 1.
    ///
    /// Reports values that are certain or made of several ranges, and correlations that cannot be.
    pub fn correlate(&mut self, pair: [Correlated<'_>; 2], (rank, place): (f64, Span)) {
        // An error is reported where it is found.
        let _ = self.correlated(pair, rank, place);
    }

    fn correlated(&mut self, pair: [Correlated<'_>; 2], rank: f64, place: Span) -> Lowered<()> {
        if !(-1.0..=1.0).contains(&rank) {
            return Err(self.reporter.refuse(diagnostics::beyond_one(rank, place)));
        }
        let [one, other] = pair;
        let (a, a_sign) = self.single_range(one)?;
        let (b, b_sign) = self.single_range(other)?;
        if a == b {
            return Err(self.reporter.refuse(diagnostics::with_itself(other.name, other.span)));
        }
        let known = self.emitter.variables().correlations();
        if known.iter().any(|(x, y, _)| (*x, *y) == (a, b) || (*x, *y) == (b, a)) {
            let error = diagnostics::given_twice([one.name, other.name], other.span);
            return Err(self.reporter.refuse(error));
        }
        self.emitter.add_correlation((a, b, rank * a_sign * b_sign), place);
        Ok(())
    }

    /// Reports correlations that contradict each other, which only all of them together tell.
    pub(super) fn refuse_contradictions(&mut self) {
        let variables = self.emitter.variables();
        let all = variables.correlations();
        if let Err(inputs) = Group::all(all) {
            let name = |input: &u32| {
                let variable = variables.all().get(*input as usize);
                variable
                    .map_or(String::new(), |own| own.name.split(" #").next().unwrap_or_default().to_owned())
            };
            let names: Vec<String> = inputs.iter().map(name).collect();
            let is_one = |((a, _, _), _): &(&(u32, u32, f64), &Span)| inputs.contains(a);
            let places = all.iter().zip(variables.places_of_correlations());
            let Some((_, place)) = places.rev().find(is_one) else { return };
            let error = diagnostics::contradictory(&names, missing(&inputs, all), *place);
            self.reporter.report(error);
        }
    }

    /// The variable that a value is a multiple of, and the sign of the factor.
    fn single_range(&mut self, of: Correlated<'_>) -> Lowered<(u32, f64)> {
        let Correlated { name, value, span } = of;
        if value.is_unknown() {
            return Err(Refused::EARLIER);
        }
        let program = self.emitter.program();
        let (factors, at) = program.multiple_by(value.slot, |slot| self.emitter.number_of(slot));
        let sign = factors.iter().fold(1.0, |sign, (_, factor)| sign * f64::signum(*factor));
        let variables = self.emitter.variables();
        match self.emitter.op(at) {
            Some(Op::Input(input)) if value.quantity().is_some() => {
                let is_fixed = variables.distribution(input).is_none_or(|own| own.is_fixed());
                if is_fixed {
                    return Err(self.reporter.refuse(diagnostics::certain(name, span)));
                }
                Ok((input, sign))
            }
            _ => {
                let varies = self.emitter.varying().get(value.slot.index()) == Some(&true);
                let error = match varies {
                    true => diagnostics::several_ranges(name, span),
                    false => diagnostics::certain(name, span),
                };
                Err(self.reporter.refuse(error))
            }
        }
    }

    /// The probability of a condition that holds in some samples and not in others; `None` for any other value.
    pub fn probability_of(&mut self, value: Value, span: Span) -> Option<Value> {
        if value.kind != Type::Bool || self.is_certain(value) {
            return None;
        }
        let slot = self.step(Op::Reduce(Statistic::Share, value.slot, value.slot), span);
        Some(Value::number(slot, Quantity::SHARE))
    }

    /// Whether a value is the same in every sample.
    pub fn is_certain(&self, value: Value) -> bool {
        self.emitter.varying().get(value.slot.index()) != Some(&true)
    }

    /// `correlate(x, y, 0.8)` inside an expression.
    pub(super) fn refuse_correlate(&mut self, span: Span) -> Lowered {
        Err(self.reporter.refuse(diagnostics::no_statement(span)))
    }

    /// Reports a `correlate` without two names and a number.
    pub fn refuse_correlation(&mut self, span: Span) {
        self.reporter.report(diagnostics::not_named(span));
    }

    /// Reports a correlation with an input that there is not; `near` has a similar name.
    pub fn refuse_unknown_input(&mut self, name: &str, near: Option<&str>, span: Span) {
        self.reporter.report(diagnostics::unknown_input(name, near, span));
    }
}

/// Of three inputs of which two pairs are correlated, the pair that is not, by its places in the group, and the correlation that
/// follows if they move together through the third.
fn missing(inputs: &[u32], pairs: &[(u32, u32, f64)]) -> Option<(usize, usize, f64)> {
    let rank = |a: u32, b: u32| {
        let is_pair = |(x, y, _): &&(u32, u32, f64)| (*x, *y) == (a, b) || (*x, *y) == (b, a);
        pairs.iter().find(is_pair).map(|(.., rank)| *rank)
    };
    let &[x, y, z] = inputs else { return None };
    match (rank(x, y), rank(y, z), rank(x, z)) {
        (Some(a), Some(b), None) => Some((0, 2, a * b)),
        (Some(a), None, Some(b)) => Some((1, 2, a * b)),
        (None, Some(a), Some(b)) => Some((0, 1, a * b)),
        _ => None,
    }
}
