//! Conversions: `to` within one dimension, `as` across what is counted.

use super::context::{Context, Place};
use super::diagnostics::{Factor, conversions as diagnostics, placement};
use super::habits::nested;
use super::literal::start_of;
use super::reporter::{Lowered, Refused};
use super::value::{Number, Operand};
use super::{Lowering, Quantity, Type, Value};
use crate::syntax::{Ast, Binary, Form, Join, Literal, Node, NodeId, Target};
use crate::text::source::Span;
use crate::units::asked::{Asked, Joined};
use crate::units::registry::Units;

/// `value to unit`, `value as unit`.
#[derive(Clone, Copy)]
pub(super) struct Conversion {
    pub operand: Operand,
    /// The unit; an index into [`Ast::targets`].
    pub target: u32,
    /// Whether it is `as`, which may also change what is counted.
    pub relabel: bool,
}

impl Lowering {
    /// Lowers a conversion.
    pub(super) fn convert(&mut self, id: NodeId, conversion: Conversion, cx: Context<'_>) -> Lowered {
        let Conversion { operand, target, relabel } = conversion;
        let Some(target) = cx.ast.targets.get(target as usize) else { return Err(Refused::EARLIER) };
        let wanted = self.target(target, cx)?;
        let from = self.number(operand, || "only numbers have units to convert".to_owned(), cx)?;
        let (x, y) = (from.quantity.dimension, wanted.dimension);
        let fits = if relabel { x.without_nouns() == y.without_nouns() } else { x == y };
        if !fits {
            return Err(self.refuse_conversion(from, (target, wanted), relabel, cx));
        }
        let slot = self.emitter.rescale(from.value(), wanted.scale, cx.place(id));
        Ok(Value::number(slot, wanted))
    }

    /// A value in a unit given apart from it, as a model's `unit =` does. `root` is the value's formula, if that is
    /// text; `place` is where the value is written.
    pub fn shown_in(
        &mut self,
        ast: &Ast,
        root: Option<NodeId>,
        value: Value,
        target: u32,
        place: Span,
    ) -> Value {
        let Some(target) = ast.targets.get(target as usize) else { return value };
        let cx = Context::top(ast);
        let (Ok(wanted), Some(from)) = (self.target(target, cx), value.quantity()) else {
            return Value::UNKNOWN;
        };
        if from.dimension == wanted.dimension {
            let slot = self.emitter.rescale(value, wanted.scale, Place::top(place));
            return Value::number(slot, wanted);
        }
        match root {
            Some(node) => {
                let from = Number { node, slot: value.slot, quantity: from };
                self.refuse_conversion(from, (target, wanted), false, cx);
            }
            None => {
                let units = self.scope.units();
                let (is, asked) = (from.words(units), wanted.words(units));
                let subject = self.entry.subject.as_deref();
                self.reporter.report(diagnostics::no_such_unit(subject, (place, is), (target.span, asked)));
            }
        }
        Value::UNKNOWN
    }

    /// The unit that a target names; an index into [`Ast::targets`]. `None` if an error was reported.
    pub fn unit_at(&mut self, ast: &Ast, target: u32) -> Option<Quantity> {
        let target = ast.targets.get(target as usize)?;
        self.target(target, Context::top(ast)).ok()
    }

    /// The unit that a target names.
    pub(super) fn target(&mut self, target: &Target, cx: Context<'_>) -> Lowered<Quantity> {
        let words = cx.ast.words(&target.words);
        for word in words {
            if let Some(id) = self.scope.units().lookup(cx.ast.str(word.text))
                && let Some(error) = self.terabits(id, word, words, cx)
            {
                return Err(self.reporter.refuse(error));
            }
        }
        self.refuse_adjectives(&target.words, None, cx)?;
        let quantity = self.unit(start_of(target.form), words, cx)?;
        let asked = asked(target, cx.ast, self.scope.units());
        let asked = self.scope.units_mut().ask(asked);
        Ok(Quantity { notation: quantity.notation.asking(asked), ..quantity })
    }

    /// Refuses a value that cannot be had in a unit.
    fn refuse_conversion(
        &mut self,
        from: Number,
        (target, wanted): (&Target, Quantity),
        relabel: bool,
        cx: Context<'_>,
    ) -> Refused {
        let factors = self.factors(from.node, cx.ast);
        let refused = diagnostics::Impossible {
            subject: self.entry.subject.as_deref(),
            from,
            target,
            wanted,
            relabel,
            factors: &factors,
        };
        let error = diagnostics::conversion(&refused, cx.ast, self.scope.units());
        // `30 days * 24 hours * 100 req/s to requests`
        let left_over = from.quantity.dimension.over(wanted.dimension).unwrap_or_default();
        let left_over = Quantity { dimension: left_over, ..from.quantity };
        let within = nested(&factors, left_over, (cx.ast, self.scope.units()), true);
        self.reporter.refuse(match within {
            Some(((label, edits), true)) => error.taken(label, edits, Vec::new()),
            _ => error,
        })
    }

    /// The factors of a product with the quantities of those that are literals or names. Nothing is lowered again.
    pub(super) fn written_factors(&mut self, node: NodeId, ast: &Ast) -> Vec<Factor> {
        let cx = Context::top(ast);
        let factors = split(node, ast).into_iter().map(|(node, divides)| {
            let (mut value, mut literal) = (Value::UNKNOWN, None);
            let term = placement::terms(node, ast).and_then(|terms| terms.last().copied());
            if let Some(written) = term.or(ast.literal(first_term(node, ast))) {
                let words = ast.words(&written.suffix);
                if let Ok(product) = self.suffix(start_of(written.form), words, Some(written), cx) {
                    value.kind = Type::Quantity(product.quantity);
                }
            } else if let Node::Range { low, high, .. } = ast.node(node) {
                let mut ends = [high, low].into_iter().filter_map(|end| ast.literals.get(end as usize));
                let end = ends.find(|end| !end.suffix.is_empty() || end.form == Form::Money);
                let of = |end: &Literal| {
                    let words = ast.words(&end.suffix);
                    self.suffix(start_of(end.form), words, Some(end), cx).ok()
                };
                if let Some(product) = end.and_then(of) {
                    value.kind = Type::Quantity(product.quantity);
                }
            } else if let Node::Name { text, .. } = ast.node(node)
                && let Some(bound) = self.scope.name(ast.str(text))
            {
                (value, literal) = (bound.value, bound.literal);
            }
            Factor { node, value, divides, literal }
        });
        factors.collect()
    }

    /// The factors of a product, as far as they are worth showing, with their values.
    fn factors(&mut self, node: NodeId, ast: &Ast) -> Vec<Factor> {
        let nodes = split(node, ast);
        // Lowered again for their dimensions: this happens once an error, and what it finds was reported before.
        let found = self.reporter.set_aside();
        let factors = nodes.into_iter().map(|(node, divides)| {
            let literal = match ast.node(node) {
                Node::Name { text, .. } => self.scope.name(ast.str(text)).and_then(|bound| bound.literal),
                _ => None,
            };
            Factor { node, value: self.walk(node, Context::top(ast)), divides, literal }
        });
        let factors = factors.collect();
        self.reporter.take_up(found);
        factors
    }
}

/// The last factors of a product, in the order of the text, each with whether it divides.
fn split(node: NodeId, ast: &Ast) -> Vec<(NodeId, bool)> {
    const SHOWN: usize = 6;
    let (mut nodes, mut at) = (Vec::new(), node);
    while let Node::Binary(operator @ (Binary::Multiply | Binary::Divide), left, right) = ast.node(at) {
        match ast.node(right) {
            // What a product in parentheses divides by, each of its factors does.
            Node::Binary(Binary::Multiply | Binary::Divide, ..) if operator == Binary::Divide => {
                nodes.extend(split(right, ast).into_iter().rev().map(|(factor, divides)| (factor, !divides)));
            }
            _ => nodes.push((right, operator == Binary::Divide)),
        }
        at = left;
        if nodes.len() >= SHOWN {
            break;
        }
    }
    nodes.push((at, false));
    nodes.reverse();
    nodes
}

/// The unit of a target, as it is printed.
fn asked(target: &Target, ast: &Ast, units: &Units) -> Asked {
    let (percent, money) = (target.form == Form::Percent, target.form == Form::Money);
    let mut asked = Asked::new(ast.str(target.text).to_owned(), percent, money);
    for word in ast.words(&target.words) {
        let Some((id, unit)) = units.find(ast.str(word.text)) else { continue };
        let joined = match word.join {
            Join::Lead => Joined::First,
            Join::Times => Joined::Times,
            Join::Slash | Join::Per => Joined::Per(word.times),
        };
        asked.push(joined, id, (unit.singular, unit.plural));
    }
    asked
}

/// The first term of a sum, which has the dimension of all; of anything else itself.
fn first_term(node: NodeId, ast: &Ast) -> NodeId {
    let mut node = node;
    while let Node::Binary(Binary::Add | Binary::Subtract, left, _) = ast.node(node) {
        node = left;
    }
    node
}
