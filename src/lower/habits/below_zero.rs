//! Counts, sizes, rates and prices below zero, which pass every upper limit.

use crate::lower::diagnostics::habits as diagnostics;
use crate::lower::{Lowering, Value};
use crate::syntax::{Ast, Node, NodeId, Unary};
use crate::text::source::Span;
use crate::units::catalog::Kind;
use crate::units::dimension::Base;

impl Lowering {
    /// Warns of a given value that is below zero though nothing of its kind can be. `lowest` is its number, or that
    /// of the lower end of a range; `sign` is the edit that takes its sign away.
    pub fn warn_below_zero(
        &mut self,
        name: &str,
        (value, lowest): (Value, f64),
        place: Span,
        sign: Option<(Span, String)>,
    ) {
        if lowest >= 0.0 || lowest.is_nan() {
            return;
        }
        if let Some(what) = self.never_negative(name, value) {
            self.reporter.report(diagnostics::below_zero(name, what, place, sign));
        }
    }

    /// What a value is, if it cannot be below zero. Balances, differences of time and changes can.
    fn never_negative(&self, name: &str, value: Value) -> Option<&'static str> {
        let dimension = value.quantity()?.dimension;
        let units = self.scope.units();
        let exponent = |base| dimension.exponent(base);
        let counts = dimension.iter().any(|(base, _)| base.is_noun());
        if dimension.is_none() {
            // `users = -5`: the name says that it is a count.
            let last = name.rsplit('_').next().unwrap_or(name);
            let is_noun = units.find(last).is_some_and(|(_, unit)| unit.kind == Kind::Noun);
            return is_noun.then_some("a count");
        }
        if exponent(Base::MONEY) > 0 {
            return dimension.iter().nth(1).is_some().then_some("a price");
        }
        if exponent(Base::TIME) < 0 {
            return Some("a rate");
        }
        if exponent(Base::INFORMATION) > 0 {
            return Some("a size");
        }
        counts.then_some("a count")
    }
}

/// The edit that takes the sign of an expression away, if it is negated as a whole.
pub fn without_sign(ast: &Ast, root: NodeId) -> Option<(Span, String)> {
    match ast.node(root) {
        Node::Unary(Unary::Negate, inner) => {
            Some((Span { end: ast.span(inner).start, ..ast.span(root) }, String::new()))
        }
        _ => None,
    }
}
