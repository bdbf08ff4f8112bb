//! The result of lowering: a program, and all that is needed to run it and to show its values.

use std::sync::Arc;

use super::context::Place;
use super::emitter::{Emitter, Guarded};
use super::names::constant;
use super::rows::Rows;
use super::trace::Trace;
use super::value::{TableId, Value};
use super::variables::Range;
use crate::engine::{Binary, Distribution, Group, Op, Program, Slot, Statistic, Variable};
use crate::text::source::Span;
use crate::units::registry::Units;

/// The most operations behind a value that are looked at.
const MOST_LOOKED_AT: usize = 1000;

/// A lowered script or model. It owns all it has, and clones share it.
#[derive(Clone, Debug)]
pub struct Compiled {
    units: Arc<Units>,
    pub(super) emitter: Arc<Emitter>,
    /// The inputs of the program; those of a clone may have other distributions.
    variables: Arc<Vec<Variable>>,
    /// The inputs that are correlated.
    groups: Arc<[Group]>,
    trace: Arc<Trace>,
}

impl Compiled {
    pub(super) fn new(units: Units, emitter: Emitter, trace: Trace) -> Compiled {
        let variables = Arc::new(emitter.variables().all().to_vec());
        // Correlations that contradict each other were refused.
        let groups = Group::all(emitter.variables().correlations()).unwrap_or_default().into();
        let (units, emitter, trace) = (Arc::new(units), Arc::new(emitter), Arc::new(trace));
        Compiled { units, emitter, variables, groups, trace }
    }

    /// Whether a value may be zero because what is subtracted in it cancels.
    pub fn may_cancel(&self, slot: Slot) -> bool {
        if self.emitter.is_never_negative(slot) {
            return false;
        }
        let program = self.program();
        let mut next = vec![slot];
        let mut seen = std::collections::HashSet::new();
        while let Some(slot) = next.pop().filter(|_| seen.len() < MOST_LOOKED_AT) {
            if !seen.insert(slot) {
                continue;
            }
            match program.op(slot) {
                Some(Op::Binary(Binary::Subtract, ..) | Op::Settle(..)) => return true,
                Some(Op::Binary(_, a, b) | Op::Select(_, a, b)) => next.extend([a, b]),
                Some(Op::Unary(_, a)) => next.push(a),
                Some(Op::Reduce(statistic, of, _)) => next.push(program.reduced(statistic, of)),
                Some(Op::Native(_, a, b, c)) => next.extend([a, b, c]),
                Some(Op::Const(_) | Op::Input(_)) | None => {}
            }
        }
        false
    }

    /// The units that it knows.
    pub fn units(&self) -> &Units {
        &self.units
    }

    /// The program.
    pub fn program(&self) -> &Arc<Program> {
        self.emitter.program()
    }

    /// The inputs of the program, by their numbers: the values that are fed in, and the ranges.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The inputs of the program that are correlated, by their numbers.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Gives an input of the program another distribution.
    pub fn set_distribution(&mut self, input: u32, distribution: Distribution) {
        if let Some(variable) = Arc::make_mut(&mut self.variables).get_mut(input as usize) {
            variable.distribution = distribution;
        }
    }

    /// The ranges in the order in which they were read.
    pub fn ranges(&self) -> &[Range] {
        self.emitter.variables().ranges()
    }

    /// The distribution of a slot that is an input and nothing else.
    pub fn distribution_of(&self, slot: Slot) -> Option<&Distribution> {
        match self.program().op(slot) {
            Some(Op::Input(input)) => self.variables.get(input as usize).map(|input| &input.distribution),
            _ => None,
        }
    }

    /// The number of a slot that depends on no input.
    pub fn number_of(&self, slot: Slot) -> Option<f64> {
        self.emitter.number_of(slot)
    }

    /// For each slot, whether it differs between samples.
    pub fn varying(&self) -> Vec<bool> {
        let varies = |input: u32| {
            self.variables.get(input as usize).is_some_and(|input| !input.distribution.is_fixed())
        };
        self.program().varying(varies)
    }

    /// The places of an operation: where it is written, and the call through which it was written out.
    pub fn site(&self, slot: Slot) -> Option<(Span, Option<Span>)> {
        self.emitter.site(slot).map(|site| (site.span, site.call))
    }

    /// The parameter whose domain an operation holds.
    pub fn guarded(&self, slot: Slot) -> Option<&Guarded> {
        self.emitter.guarded(self.emitter.futures().original(slot))
    }

    /// The call over the rows of a table whose result a slot is.
    pub fn rows(&self, result: Slot) -> Option<&Rows> {
        self.emitter.kept().rows(self.emitter.futures().original(result))
    }

    /// The call that finds no row where a slot has no value.
    pub fn lookup(&self, slot: Slot) -> Option<&Rows> {
        self.emitter.kept().lookup(self.emitter.futures().original(slot))
    }

    /// The name of a table, and those of its rows.
    pub fn table(&self, id: TableId) -> Option<(&str, &[String])> {
        self.emitter.kept().table(id)
    }

    /// The library formula that is called at a place, to which the operations of its body belong.
    pub fn formula_at(&self, call: Span) -> Option<&str> {
        self.emitter.formula_at(call)
    }

    /// The record of calls and conversions, from which formulas are explained.
    pub fn trace(&self) -> &Arc<Trace> {
        &self.trace
    }

    /// Adds the operations that give a value in the unit in which it is reported: the one asked for, or base units,
    /// data in bytes.
    pub fn reported(&mut self, value: Value, span: Span) -> Slot {
        Arc::make_mut(&mut self.emitter).reported(value, Place::top(span))
    }

    /// Adds the operation that gives the share of samples in which a condition holds.
    pub fn share(&mut self, condition: Slot, span: Span) -> Slot {
        let share = Op::Reduce(Statistic::Share, condition, condition);
        Arc::make_mut(&mut self.emitter).emit(share, Place::top(span))
    }

    /// Adds the operation that gives the share of samples in which a condition holds, as a search or a course asks for it: to be
    /// held against one half, or the ends of an interval.
    pub fn frequency(&mut self, condition: Slot, span: Span) -> Slot {
        let share = Op::Reduce(Statistic::Frequency, condition, condition);
        Arc::make_mut(&mut self.emitter).emit(share, Place::top(span))
    }

    /// The same for the left side of a comparison, if that is a probability which is held against a limit that the samples
    /// tell well enough.
    pub fn compared_frequency(&mut self, left: Slot, limit: Slot, span: Span) -> Option<Slot> {
        let Some(Op::Reduce(Statistic::Share, condition, _)) = self.program().op(left) else { return None };
        let limit = self.number_of(limit)?;
        (0.02..=0.98).contains(&limit).then(|| self.frequency(condition, span))
    }

    /// Adds a constant of the cheat sheets; one that is a range is the same variable wherever it is named. `None` if
    /// there is no such constant.
    pub fn constant(&mut self, name: &str, span: Span) -> Option<Value> {
        let emitter = Arc::make_mut(&mut self.emitter);
        let value = constant(emitter, name, Place::top(span))?.ok();
        // A constant that is a range is an input of its own.
        self.take_variables();
        value
    }

    /// Takes over the inputs that were added to the program.
    pub(super) fn take_variables(&mut self) {
        let known = self.variables.len();
        let added = self.emitter.variables().all().get(known..).unwrap_or_default().to_vec();
        Arc::make_mut(&mut self.variables).extend(added);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_may_share_what_is_compiled() {
        fn check<T: Send + Sync>() {}
        check::<Compiled>();
    }
}
