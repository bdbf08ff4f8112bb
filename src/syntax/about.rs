//! `a ≈ b`: one value held against another.
//!
//! A whole statement may be two expressions with `≈` between them, and then each of them may convert. Anywhere else
//! `≈` is a comparison. What it stands against may be an interval, `10 to 20 GB`, or have a tolerance, `b ± 10%`.

use nom::Parser as _;
use nom::branch::alt;

use super::Parser;
use super::ast::{Binary, Node, NodeId, Unary};
use super::error::{Problem, wrong};
use super::literal::literal_ahead;
use super::token::{Parsed, symbols};
use crate::text::diagnostic::Diagnostic;

impl<'a> Parser<'_, 'a> {
    /// Reads the expression of a statement, or two with `≈` between them.
    pub(super) fn expression_or_sides(&mut self, start: &'a str) -> Parsed<'a, NodeId> {
        let before = self.ast.len();
        self.side = true;
        let (rest, left) = self.expression(start)?;
        let (at, _) = self.space(rest)?;
        let Ok((after, _)) = sign(at) else {
            self.side = false;
            return Ok((rest, left));
        };
        let (end, right) = self.expression(after)?;
        self.side = false;
        if self.joins(left) || self.joins(right) {
            // `not a ≈ b` and `a ≈ b and c`: it is a condition among others.
            self.ast.truncate(before);
            return self.expression(start);
        }
        let (end, right) = self.bounds(end, right)?;
        if let Ok((next, _)) = self.space(end)
            && sign(next).is_ok()
        {
            return self.refuse_chain(next, right);
        }
        let span = self.ast.span(left).to(self.ast.span(right));
        Ok((end, self.ast.push(Node::Binary(Binary::About, left, right), span, Some(left))))
    }

    /// Whether a side of a `≈` is a condition, so that it cannot be meant as a side.
    fn joins(&self, side: NodeId) -> bool {
        matches!(self.ast.node(side), Node::Unary(Unary::Not, _) | Node::Binary(Binary::And | Binary::Or, ..))
    }

    /// Whether a `≈` here ends the side of a statement, and is no comparison.
    pub(super) fn ends_side(&self, operator: Binary) -> bool {
        operator == Binary::About && self.side && self.open == 0
    }

    /// Reads the tolerance after the right side of a `≈`, and marks a range there as an interval, whose ends are
    /// exact.
    pub(super) fn bounds(&mut self, input: &'a str, right: NodeId) -> Parsed<'a, NodeId> {
        if self.ast.mark_bounds(right) {
            return Ok((input, right));
        }
        if let Some((half, place)) = self.ast.split_tolerance(right) {
            let half = self.ast.push(Node::Literal(half), place, None);
            let span = self.ast.span(right);
            return Ok((input, self.ast.push(Node::Binary(Binary::Within, right, half), span, Some(right))));
        }
        let (at, _) = self.space(input)?;
        let Ok((after, _)) = alt((symbols("±"), symbols("+/-"))).parse(at) else {
            return Ok((input, right));
        };
        let (number, _) = self.space(after)?;
        if !literal_ahead(number) {
            return Ok((input, right));
        }
        let (end, literal) = self.literal(number, false)?;
        let half = self.ast.push(Node::Literal(literal), self.span(number, end), None);
        let span = self.ast.span(right).to(self.ast.span(half));
        Ok((end, self.ast.push(Node::Binary(Binary::Within, right, half), span, Some(right))))
    }

    /// Refuses `1 < x < 5`; `middle` is the operand of both comparisons.
    pub(super) fn refuse_chain<T>(&self, at: &'a str, middle: NodeId) -> Result<T, nom::Err<Problem<'a>>> {
        let gap = self.span(at, at);
        wrong(
            Diagnostic::error("E0108", "comparisons cannot be chained")
                .at(self.token(at), "a second comparison")
                .patch("for both comparisons", gap, format!("and {} ", self.ast.written(middle))),
        )
    }
}

/// Reads `≈`, or `~~` for those who cannot type it.
pub(super) fn sign(input: &str) -> Parsed<'_, &str> {
    alt((symbols("≈"), symbols("~~"))).parse(input)
}
