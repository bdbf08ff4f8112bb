//! Constants: products of plain numbers, read through parentheses, names and parameters.

use super::tables;
use crate::engine::{Binary as Operation, Distribution, Op, Slot};
use crate::lower::context::Context;
use crate::lower::value::Number;
use crate::lower::{Lowering, Quantity};
use crate::syntax::{Binary, Form, Node, NodeId};
use crate::text::source::Span;
use crate::units::scale::Scale;

/// The most factors of a product that somebody converts with.
const MOST: usize = 8;

/// A factor of a constant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Factor {
    pub value: f64,
    /// Where it is written or named.
    pub place: Span,
    /// The literal that gives its value, here or where the name is defined.
    pub literal: Option<Span>,
    /// Whether a name stands for it that does not say that it converts.
    pub is_named: bool,
}

/// A quantity with plain numbers beside it, all multiplied or all divided: `100 req/s * 60 * 60 * 24`.
pub(super) struct Run {
    /// The quantity without them.
    pub quantity: Quantity,
    /// The node of the quantity.
    pub base: NodeId,
    pub factors: Vec<Factor>,
    pub divides: bool,
    /// The place of the numbers with their operators.
    pub removed: Span,
}

impl Run {
    /// The values of some of its factors.
    pub fn values(factors: &[Factor]) -> Vec<f64> {
        factors.iter().map(|factor| factor.value).collect()
    }
}

impl Lowering {
    /// The run that ends with a product or a quotient. `None` if it goes on behind it, or if there is none.
    pub(super) fn run(&self, id: NodeId, [a, b]: [Number; 2], sign: i8, cx: Context<'_>) -> Option<Run> {
        let ast = cx.ast;
        let divides = sign < 0;
        match (a.quantity.dimension.is_none(), b.quantity.dimension.is_none()) {
            (false, true) => {
                let mut factors = self.constants(b.node, cx)?;
                let operator = if divides { Binary::Divide } else { Binary::Multiply };
                if let Some((next, right)) = next_factor(id, cx)
                    && next == operator
                    && self.constants(right, cx).is_some()
                {
                    return None;
                }
                let mut base = a.node;
                while let Node::Binary(before, left, right) = ast.node(base)
                    && before == operator
                    && factors.len() < MOST
                    && let Some(mut more) = self.constants(right, cx)
                {
                    more.append(&mut factors);
                    (factors, base) = (more, left);
                }
                let removed = Span { start: ast.span(base).end, ..ast.span(b.node) };
                Some(Run { quantity: a.quantity, base, factors, divides, removed })
            }
            (true, false) if !divides => {
                let factors = self.constants(a.node, cx)?;
                let removed = Span { end: ast.span(b.node).start, ..ast.span(a.node) };
                Some(Run { quantity: b.quantity, base: b.node, factors, divides, removed })
            }
            _ => None,
        }
    }

    /// The factors of a node that is a product of plain numbers.
    pub(super) fn constants(&self, node: NodeId, cx: Context<'_>) -> Option<Vec<Factor>> {
        let ast = cx.ast;
        let mut open = vec![node];
        let mut found = Vec::new();
        while let Some(node) = open.pop() {
            match ast.node(node) {
                Node::Binary(Binary::Multiply, left, right) => open.extend([right, left]),
                Node::Literal(_) => {
                    let literal = ast.literal(node)?;
                    if literal.form != Form::Plain || !literal.suffix.is_empty() {
                        return None;
                    }
                    let (value, place) = (literal.value, literal.span);
                    found.push(Factor { value, place, literal: Some(place), is_named: false });
                }
                Node::Name { text, .. } => self.named(ast.str(text), node, &mut found, cx)?,
                _ => return None,
            }
            if open.len() + found.len() > MOST {
                return None;
            }
        }
        Some(found)
    }

    /// The factors of a name's value.
    fn named(&self, name: &str, node: NodeId, found: &mut Vec<Factor>, cx: Context<'_>) -> Option<()> {
        let bound = self.scope.bound(name, cx)?;
        let quantity = bound.value.quantity()?;
        let is_plain = quantity.dimension.is_none() && !quantity.notation.percent;
        if !is_plain || quantity.notation.asked.is_some() || quantity.scale != Scale::ONE {
            return None;
        }
        // `2x` says that it is a factor.
        if bound.literal.is_some_and(|literal| cx.ast.written_at(node, literal).ends_with('x')) {
            return None;
        }
        let lower = name.to_ascii_lowercase();
        let is_telling = tables::TELLING_NAMES.iter().any(|word| lower.contains(word));
        let numbers = self.numbers_of(bound.value.slot)?;
        let literal = bound.literal.filter(|_| numbers.len() == 1);
        let place = cx.ast.span(node);
        found.extend(numbers.into_iter().map(|value| Factor {
            value,
            place,
            literal,
            is_named: !is_telling,
        }));
        Some(())
    }

    /// The factors of a slot that depends on no range.
    fn numbers_of(&self, slot: Slot) -> Option<Vec<f64>> {
        let mut open = vec![slot];
        let mut numbers = Vec::new();
        while let Some(slot) = open.pop() {
            match self.emitter.op(slot)? {
                Op::Const(number) => numbers.push(number),
                Op::Input(_) => match self.emitter.distribution_of(slot)? {
                    Distribution::Fixed(number) => numbers.push(*number),
                    _ => return None,
                },
                Op::Binary(Operation::Multiply, left, right) => open.extend([right, left]),
                _ => return None,
            }
            if open.len() + numbers.len() > MOST {
                return None;
            }
        }
        Some(numbers)
    }

    /// Whether the next factor of a product is money: `impressions / 1000 * $5`.
    pub(super) fn money_follows(&self, id: NodeId, cx: Context<'_>) -> bool {
        use crate::units::dimension::Base;
        let Some((_, right)) = next_factor(id, cx) else { return false };
        cx.ast.below(right).any(|node| match cx.ast.node(node) {
            Node::Literal(_) => cx.ast.literal(node).is_some_and(|literal| literal.form == Form::Money),
            Node::Name { text, .. } => {
                let bound = self.scope.bound(cx.ast.str(text), cx);
                let quantity = bound.and_then(|bound| bound.value.quantity());
                quantity.is_some_and(|quantity| quantity.dimension.exponent(Base::MONEY) != 0)
            }
            _ => false,
        })
    }
}

/// The operator behind a node, and its right side, if that is short.
pub(super) fn next_factor(id: NodeId, cx: Context<'_>) -> Option<(Binary, NodeId)> {
    const SHORT: u32 = 16;
    (id.0 + 1..id.0 + SHORT).find_map(|node| match cx.ast.node(NodeId(node)) {
        Node::Binary(binary @ (Binary::Multiply | Binary::Divide), left, right) if left == id => {
            Some((binary, right))
        }
        _ => None,
    })
}
