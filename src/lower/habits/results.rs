//! Printed results with a dimension that nobody means.

use crate::lower::diagnostics::habits::{self as diagnostics, Fix};
use crate::lower::diagnostics::placement;
use crate::lower::{Lowering, Quantity};
use crate::syntax::{Ast, Binary, Form, Node, NodeId};
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::units::{number, words};

/// The least percentage per time that is an availability.
const LEAST_AVAILABILITY: f64 = 90.0;

impl Lowering {
    /// Warns of a printed result that counts two things at once, keeps data for a time, has lost a count, or has a
    /// power of data or time.
    pub fn warn_of_result(&mut self, quantity: Quantity, ast: &Ast, root: Option<NodeId>, span: Span) {
        if quantity.notation.asked.is_some() || self.warn_of_bare_count(quantity, span) {
            return;
        }
        if quantity.dimension.is_none() {
            if let Some(root) = root {
                self.warn_of_unitless(ast, root);
            }
            return;
        }
        if self.warn_of_power(quantity, ast, root, span) {
            return;
        }
        let nouns = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent > 0);
        let counts: i32 = nouns.map(|(_, exponent)| i32::from(exponent)).sum();
        let above = |base| quantity.dimension.exponent(base) > 0;
        let kept = above(Base::INFORMATION) && above(Base::TIME);
        if counts == 0 && !kept || counts == 1 && !(kept || above(Base::INFORMATION) || above(Base::MONEY)) {
            return;
        }
        let fix = root.filter(|_| counts >= 1).and_then(|root| {
            let factors = self.written_factors(root, ast);
            placement::of_result(&factors, quantity, ast, self.scope.units())
        });
        let words = quantity.words(self.scope.units());
        self.reporter.report(if counts >= 2 {
            diagnostics::two_counts(&words, span, fix)
        } else if counts == 1 {
            let what = if above(Base::INFORMATION) { "data" } else { "money" };
            diagnostics::count_times(&words, what, span, fix)
        } else {
            diagnostics::data_times_time(&words, span)
        });
    }

    /// Warns of `99.95% per month`: as a result, that is a rate of shares, where its downtime is meant.
    pub fn warn_of_share_per_time(&mut self, root: NodeId, quantity: Quantity, ast: &Ast) {
        let share = match ast.node(root) {
            Node::Binary(Binary::Divide, share, _) => share,
            _ => root,
        };
        let literal = ast.literal(share).filter(|literal| literal.form == Form::Percent);
        let percent = literal.map_or(0.0, |literal| literal.value);
        if !(LEAST_AVAILABILITY..100.0).contains(&percent)
            || quantity.notation.asked.is_some()
            || quantity.dimension != Dimension::power(Base::TIME, -1)
        {
            return;
        }
        let mut units = quantity.notation.iter();
        let (Some((id, -1)), None) = (units.next(), units.next()) else { return };
        let Some(unit) = self.scope.units().info(id) else { return };
        self.reporter.report(diagnostics::share_per_time(percent, unit.singular, ast.span(root)));
    }

    /// Warns of a rate over a time again, of data times data, time times time, and of money
    /// times data or time. Returns whether it did.
    fn warn_of_power(&mut self, quantity: Quantity, ast: &Ast, root: Option<NodeId>, span: Span) -> bool {
        let exponent = |base| quantity.dimension.exponent(base);
        // What is written as one literal, like an acceleration, is meant.
        let is_literal = root.is_some_and(|root| matches!(ast.node(root), Node::Literal(_)));
        let is_rate =
            exponent(Base::TIME) <= -2 && exponent(Base::LENGTH) == 0 && exponent(Base::ENERGY) == 0;
        let what = match () {
            () if is_rate => None,
            () if is_literal => return false,
            () if exponent(Base::INFORMATION) >= 2 => Some(["data", "data"]),
            () if exponent(Base::TIME) >= 2 && exponent(Base::LENGTH) == 0 => Some(["time", "time"]),
            () if exponent(Base::INFORMATION) >= 1 && exponent(Base::MONEY) >= 1 => Some(["data", "money"]),
            () if exponent(Base::MONEY) >= 1 && exponent(Base::TIME) >= 1 => Some(["money", "time"]),
            () => return false,
        };
        let words = quantity.words(self.scope.units());
        self.reporter.report(match what {
            Some(what) => {
                let fix = root.and_then(|root| basis_points(ast, root));
                diagnostics::squared(&words, what, span, fix)
            }
            None => diagnostics::per_time_again(&words, span, root.and_then(|root| without_time(ast, root))),
        });
        true
    }

    /// Warns of `users = 5M` and then `users * 2 req/user/day`, where the count lost its noun. Returns whether it did.
    fn warn_of_bare_count(&mut self, quantity: Quantity, span: Span) -> bool {
        let units = self.scope.units();
        let mut nouns = quantity.dimension.iter().filter(|(base, exponent)| base.is_noun() && *exponent < 0);
        let warning = nouns.find_map(|(base, _)| {
            let noun = units.noun(base)?;
            let (one, many) =
                words::word_for(units, base, quantity.notation).unwrap_or((noun.singular, noun.plural));
            let bound = self.scope.name(many)?;
            bound.value.quantity().filter(|quantity| quantity.dimension.is_none())?;
            Some(diagnostics::bare_count((one, many), span, bound.literal))
        });
        warning.map(|warning| self.reporter.report(warning)).is_some()
    }
}

/// The fix that reads `5 bps of $1M` as basis points.
fn basis_points(ast: &Ast, root: NodeId) -> Option<Fix> {
    let Node::Binary(_, left, right) = ast.node(root) else { return None };
    let points = |node| {
        let literal = ast.literal(node)?;
        let [word] = ast.words(&literal.suffix) else { return None };
        (ast.str(word.text) == "bps")
            .then(|| (literal.span, format!("{}%", number::plain(literal.value / 100.0))))
    };
    let share = points(left).or_else(|| points(right))?;
    Some(("for basis points".to_owned(), vec![share]))
}

/// The fix that leaves out the time by which a rate is divided last.
fn without_time(ast: &Ast, root: NodeId) -> Option<Fix> {
    let Node::Binary(Binary::Divide, left, right) = ast.node(root) else { return None };
    let place = Span { start: ast.span(left).end, ..ast.span(right) };
    Some(("without the second time".to_owned(), vec![(place, String::new())]))
}
