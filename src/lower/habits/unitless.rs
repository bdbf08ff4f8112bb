//! A product of plain numbers with a period's factor in it: `500000000 * 2 * 300 / 86400`.

use super::constants::{Factor, Run};
use super::tables;
use crate::lower::Lowering;
use crate::lower::context::Context;
use crate::lower::diagnostics::habits::{self as diagnostics, Fix};
use crate::syntax::{Ast, Binary, Form, Node, NodeId};
use crate::text::source::Span;
use crate::units::number;

/// The most factors of a product that is looked at.
const MOST: usize = 24;

/// The size of what is counted, as against a number of hours or replicas.
const MANY: f64 = 1_000.0;

/// A factor of a product of plain numbers.
struct Part {
    /// Its constants; empty for a share or a factor, which has no unit anyway.
    constants: Vec<Factor>,
    divides: bool,
    /// From the end of what stands before it to its own end.
    span: Span,
}

impl Part {
    /// The unit of time that it is a number of.
    fn period(&self) -> Option<&'static str> {
        let values = Run::values(&self.constants);
        let unit = tables::counted(&values).filter(|_| tables::is_telling(&values));
        match unit {
            // Days, hours and minutes are as often a number of something else: `5000 * 20 * 2 * 365`.
            Some("s") if self.divides => Some("s"),
            None if self.divides && tables::is_rounded(&values) => Some("s"),
            _ => None,
        }
    }
}

impl Lowering {
    /// Warns of an expression without a unit that converts a period by hand. Returns whether it did.
    pub fn warn_of_unitless(&mut self, ast: &Ast, root: NodeId) -> bool {
        if !matches!(ast.node(root), Node::Binary(Binary::Multiply | Binary::Divide, ..)) {
            return false;
        }
        let Some(parts) = self.parts(ast, root) else { return false };
        let Some((at, unit)) = parts.iter().enumerate().find_map(|(at, part)| Some((at, part.period()?)))
        else {
            return false;
        };
        let is_counted = |part: &&Part| {
            let values = Run::values(&part.constants);
            !part.divides
                && matches!(values.as_slice(), [value] if *value >= MANY)
                && part.period().is_none()
                && tables::counted(&values).is_none()
        };
        let Some(counted) = parts.iter().find(is_counted) else { return false };
        let Some(part) = parts.get(at) else { return false };
        let factor = number::plain(part.constants.iter().map(|factor| factor.value).product());
        let fix = fix(part, counted, unit, at == 0);
        let place = part.constants.first().map_or(part.span, |factor| factor.place);
        let place = part.constants.last().map_or(place, |factor| place.to(factor.place));
        self.reporter.report(diagnostics::unitless(place, &factor, ast.span(root), fix));
        true
    }

    /// The factors of a product of plain numbers. `None` if one of them is something else.
    fn parts(&self, ast: &Ast, root: NodeId) -> Option<Vec<Part>> {
        let cx = Context::top(ast);
        let mut open = vec![(root, false, None)];
        let mut parts = Vec::new();
        while let Some((node, divides, before)) = open.pop() {
            // Parentheses around some constants make them one: `/ (24 * 60 * 60)`.
            if node != root
                && let Some(constants) = self.constants(node, cx)
                && (constants.len() == 1 || tables::counted(&Run::values(&constants)).is_some())
            {
                let span = ast.span(node);
                let start = before.map_or(span.start, |before: Span| before.end);
                parts.push(Part { constants, divides, span: Span { start, ..span } });
            } else {
                match ast.node(node) {
                    Node::Binary(binary @ (Binary::Multiply | Binary::Divide), left, right) => {
                        open.push((right, divides != (binary == Binary::Divide), Some(ast.span(left))));
                        open.push((left, divides, before));
                    }
                    Node::Literal(_) => {
                        let literal = ast.literal(node)?;
                        let is_plain = matches!(literal.form, Form::Percent | Form::Factor);
                        if !is_plain || !literal.suffix.is_empty() {
                            return None;
                        }
                        parts.push(Part { constants: Vec::new(), divides, span: ast.span(node) });
                    }
                    _ => return None,
                }
            }
            if parts.len() + open.len() > MOST {
                return None;
            }
        }
        Some(parts)
    }
}

/// The first number gets a unit, and the factor goes away or gets its own.
fn fix(part: &Part, counted: &Part, unit: &str, is_first: bool) -> Option<Fix> {
    let literal = counted.constants.first()?.literal?;
    let mut edits = vec![(literal.after(), " requests/day".to_owned())];
    if part.divides && !is_first {
        edits.push((part.span, String::new()));
    } else {
        edits.push((part.constants.last()?.literal?.after(), format!(" {unit}")));
    }
    Some(("for requests per day".to_owned(), edits))
}
