//! Shares that checks compare with numbers that have two readings: `util <= 70`.

use std::collections::HashMap;

use super::builder::Builder;
use super::parse::{Formula, Item};
use crate::lower::{Entry, FileId, Owner, Quantity, Read, Value, builtins};
use crate::syntax::{Ast, Binary, Node, NodeId};
use crate::units::catalog::UnitId;

/// The inputs and estimates by their names in all of the model.
pub(super) type Named<'a, 'n> = HashMap<&'n str, (&'n Item<'a>, Value)>;

/// The most that somebody asks of a quotient as a factor: `cost_new / cost_old <= 2` can fail, and 70 are meant as 70%.
const FACTOR: f64 = 10.0;

/// The beginnings and ends of names of shares, if the value is at most 1 as well.
const SHARES: [(&str, &str); 5] = [
    ("", "_share"),       // read_share <= 30
    ("", "_ratio"),       // hit_ratio >= 95
    ("util", ""),         // util <= 70, utilization <= 70
    ("", "_util"),        // cpu_util <= 70
    ("", "_utilization"), // disk_utilization <= 80
];

impl<'a> Builder<'a> {
    /// `util <= 70`, where the name says a share, and `load / cap <= 70`, a part of a whole: 70%, or a factor of 70?
    /// Reported; returns whether it was.
    pub(super) fn refuse_bare_share(&mut self, root: NodeId, named: &Named<'a, '_>) -> bool {
        let ast = &self.parsed.ast;
        for id in ast.below(root) {
            let Node::Binary(comparison, left, right) = ast.node(id) else { continue };
            if !comparison.compares() {
                continue;
            }
            let is_below = matches!(comparison, Binary::Less | Binary::LessOrEqual);
            let is_above = matches!(comparison, Binary::Greater | Binary::GreaterOrEqual);
            for (side, limit, is_most) in [(left, right, is_below), (right, left, is_above)] {
                let Some(number) = ast.literal(limit).map(|literal| literal.value) else { continue };
                let name = single_name(ast, side);
                let is_share = number > 1.0 && name.is_some_and(|name| self.is_share(name, named))
                    || number > FACTOR && is_most && self.is_part(side, named);
                if is_share && self.lowering.refuse_number_beside_share(ast, limit, name) {
                    return true;
                }
            }
        }
        false
    }

    /// Whether a value is a share by its name or its unit.
    fn is_share(&self, name: &str, named: &Named<'a, '_>) -> bool {
        let Some((item, value)) = named.get(name) else { return false };
        let in_percent = item.entry.unit.as_ref().is_some_and(|unit| unit.text.trim() == "%");
        let is_called = SHARES.iter().any(|(start, end)| {
            name.starts_with(start) && name.ends_with(end) && name.len() >= start.len() + end.len()
        });
        let is_plain = value.quantity().is_some_and(|quantity| quantity.dimension.is_none());
        is_plain && (in_percent || is_called && self.is_at_most_one(*value))
    }

    fn is_at_most_one(&self, value: Value) -> bool {
        self.lowering.typical(value).is_some_and(|number| number <= 1.0)
    }

    /// Whether a side of a comparison is a quotient of two values of one unit, the smaller one by the larger one: of
    /// a load by a capacity.
    fn is_part(&mut self, side: NodeId, named: &Named<'a, '_>) -> bool {
        let ast = &self.parsed.ast;
        let (mut node, mut file, mut value) = (side, FileId::default(), None);
        // Estimates name each other without circles.
        let divisor = loop {
            node = match ast.node(node) {
                Node::Group(inner) | Node::Convert { value: inner, .. } => inner,
                Node::Call { name, start, count } => {
                    let arguments = ast.arguments(start, count);
                    match arguments.first() {
                        Some(first) if builtins::is_statistic(ast.str(name), arguments) => first.value,
                        _ => return false,
                    }
                }
                Node::Binary(Binary::Multiply, inner, one) if is_one(ast, one) => inner,
                Node::Name { text, .. } => {
                    let mut full = None;
                    let mut visit = |read: Read<'_>| {
                        if let Read::Name(name) = read {
                            full = Some(name.into_owned());
                        }
                    };
                    self.lowering.reads(
                        ast.str(text),
                        (file, None),
                        &|name| self.is_defined(name),
                        &mut visit,
                    );
                    let Some((item, own)) = full.and_then(|name| named.get(name.as_str())) else {
                        return false;
                    };
                    let Formula::Root(root) = item.value else { return false };
                    if item.set.is_some() {
                        return false;
                    }
                    value.get_or_insert(*own);
                    file = item.file;
                    root
                }
                Node::Binary(Binary::Divide, _, divisor) => break divisor,
                _ => return false,
            };
        };
        let mark = self.lowering.mark();
        let mut lower = |of: NodeId| {
            self.lowering.begin(Entry { file, ..Entry::default() });
            self.lowering.quietly(Owner::Formula(String::new()), ast, of, None)
        };
        let quotient = match value {
            Some(value) => value,
            None => lower(node),
        };
        let divisor = lower(divisor);
        // Reads by writes are no part: what is left of the words says so.
        let units = self.lowering.units();
        let counts = |id: UnitId| units.info(id).is_none_or(|info| info.dimension.counts() != 0);
        let is_plain = |quantity: Quantity| {
            quantity.dimension.is_none() && !quantity.notation.iter().any(|(id, _)| counts(id))
        };
        let is_part = quotient.quantity().is_some_and(is_plain)
            && divisor.quantity().is_some_and(|quantity| !quantity.dimension.is_none())
            && self.is_at_most_one(quotient);
        self.lowering.go_back(mark);
        is_part
    }
}

fn is_one(ast: &Ast, node: NodeId) -> bool {
    ast.literal(node).is_some_and(|literal| literal.value == 1.0)
}

/// The name that a side of a comparison is, or that a statistic of it reads: `p95(util)`.
fn single_name(ast: &Ast, mut node: NodeId) -> Option<&str> {
    loop {
        node = match ast.node(node) {
            Node::Name { text, .. } => return Some(ast.str(text)),
            Node::Group(inner) => inner,
            Node::Call { start, count: 1, .. } => ast.arguments(start, 1).first()?.value,
            _ => return None,
        };
    }
}
