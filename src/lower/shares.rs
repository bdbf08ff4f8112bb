//! Shares beside plain numbers, and what is certain of conditions: for checks that pass whatever the values are.

use std::collections::HashMap;

use super::context::Context;
use super::diagnostics::operators as diagnostics;
use super::value::Number;
use super::{Lowering, Quantity, Value};
use crate::engine::{AllBounds, Bounds, Distribution, Known, Measure, Op, Slot};
use crate::syntax::{Ast, Binary, Form, Literal, NodeId};
use crate::text::diagnostic::Diagnostic;

/// The least share of the samples that somebody asks for, rather than a percentage without its sign.
const LEAST_SHARE: f64 = 0.05;

impl Lowering {
    /// `util <= 70` and `P(x < 1 GB) >= 0.95%`: a percentage, or a factor?
    pub(super) fn share_beside_number(
        &self,
        binary: Binary,
        [a, b]: [Number; 2],
        cx: Context<'_>,
    ) -> Option<Diagnostic> {
        if !binary.compares() || !a.quantity.dimension.is_none() {
            return None;
        }
        let is_below = matches!(binary, Binary::Less | Binary::LessOrEqual);
        let is_above = matches!(binary, Binary::Greater | Binary::GreaterOrEqual);
        for (share, limit, asks_for_more) in [(a, b, is_above), (b, a, is_below)] {
            let Some(literal) = cx.ast.literal(limit.node) else { continue };
            let is_share = share.quantity.notation.percent && cx.ast.literal(share.node).is_none();
            if is_share && is_above_all(literal) {
                return Some(diagnostics::number_beside_share(cx.ast, literal, None));
            }
            let number = match literal.form {
                Form::Percent => literal.value / 100.0,
                _ => literal.value,
            };
            let is_probability = match self.emitter.op(share.slot) {
                Some(Op::Reduce(statistic, ..)) => statistic.measure() == Measure::Share,
                _ => false,
            };
            if is_probability && asks_for_more && number > 0.0 && number < LEAST_SHARE {
                return Some(diagnostics::small_probability(literal, number));
            }
        }
        None
    }

    /// Reports a number above 1 that a share, maybe one with a name, is compared with, if its literal is one. Returns
    /// whether it was.
    pub fn refuse_number_beside_share(&mut self, ast: &Ast, limit: NodeId, name: Option<&str>) -> bool {
        let Some(literal) = ast.literal(limit).filter(|literal| is_above_all(literal)) else { return false };
        self.reporter.report(diagnostics::number_beside_share(ast, literal, name));
        true
    }

    /// The number of a value where every range has its median, in base units.
    pub fn typical(&self, value: Value) -> Option<f64> {
        let scale = value.quantity().map_or(1.0, |quantity: Quantity| quantity.scale.to_f64());
        self.emitter.middle(value.slot).map(|number| number * scale)
    }

    /// What is certain of all slots by the form of the formulas and the signs of the inputs; `named` says what may be used
    /// of the values that have names.
    pub fn bounds(&self, named: &HashMap<Slot, Known>) -> AllBounds {
        let variables = self.emitter.variables();
        AllBounds::new(self.emitter.program(), named, |input| {
            variables.distribution(input).map_or(Bounds::ANY, of_sign)
        })
    }
}

/// A plain number that no share reaches.
fn is_above_all(literal: &Literal) -> bool {
    literal.form == Form::Plain && literal.suffix.is_empty() && literal.value > 1.0
}

/// The bounds of all values that an input may have without changing its sign.
fn of_sign(distribution: &Distribution) -> Bounds {
    const RARE: f64 = 1e-9;
    match distribution {
        Distribution::Fixed(number) => Bounds::of_sign(*number, *number),
        Distribution::Uniform { low, high }
        | Distribution::Triangular { low, high, .. }
        | Distribution::Pert { low, high, .. } => Bounds::of_sign(*low, *high),
        other => Bounds::of_sign(other.at_level(RARE), other.at_level(1.0 - RARE)),
    }
}
