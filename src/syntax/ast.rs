//! The tree that the parser builds, in an arena that owns the text it was read from.
//!
//! Nodes are numbered in the order in which they are finished, so that an operand comes before its operator and the
//! nodes of an expression are consecutive. Readers iterate forward over a slice; nothing recurses over the tree,
//! however long a sum is.

mod literal;
mod node;
mod statement;
mod text;

use std::ops::Range;

use crate::text::source::{Span, Text};

pub use literal::{Form, Join, Literal, ReadOver, Target, Word, Writing};
pub use node::{Argument, Binary, Node, NodeId, RangeKind, Sign, Unary};
pub use statement::{Domain, Function, Limit, Parameter, Statement, StatementKind};
pub use text::TextRange;

/// How many nodes behind a term are searched for the sum that it is a part of.
const MOST_LOOKED_AT: usize = 100;

/// The arena, with the texts that were read into it. One serves any number of formulas.
#[derive(Clone, Debug, Default)]
pub struct Ast {
    texts: text::Texts,
    nodes: Vec<Node>,
    spans: Vec<Span>,
    /// For each node the number of the first node of its expression.
    firsts: Vec<u32>,
    /// The literals of all nodes.
    pub literals: Vec<Literal>,
    /// The arguments of all calls.
    pub arguments: Vec<Argument>,
    /// The words of all suffixes and targets.
    pub words: Vec<Word>,
    /// The targets of all conversions.
    pub targets: Vec<Target>,
    /// The products that are written with an `x`, in the order of their numbers.
    times: Vec<NodeId>,
    /// The adjectives that were read over, in the order of the words after them.
    pub adjectives: Vec<ReadOver>,
}

impl Ast {
    /// Creates an empty arena.
    pub fn new() -> Ast {
        Ast::default()
    }

    /// Adds a text, from which the next nodes are read. Returns its offset in the arena's text.
    pub(super) fn begin(&mut self, text: &Text) -> usize {
        self.texts.add(text, index(self.nodes.len()))
    }

    /// Returns the text in a range.
    pub fn str(&self, range: TextRange) -> &str {
        self.texts.str(range)
    }

    /// Returns the text of a node as it was written.
    pub fn written(&self, id: NodeId) -> &str {
        self.written_at(id, self.span(id))
    }

    /// Returns the text under a span in the source of a node. Empty if the span is in another source.
    pub fn written_at(&self, id: NodeId, span: Span) -> &str {
        self.str(self.range_at(id, span))
    }

    /// Returns the range of the text under a span in the source of a node. Empty if the span is in another source.
    pub fn range_at(&self, id: NodeId, span: Span) -> TextRange {
        self.texts.range_at(id.0, span)
    }

    /// Adds a node, whose operands must have been added. `first` is its first operand.
    pub(super) fn push(&mut self, node: Node, span: Span, first: Option<NodeId>) -> NodeId {
        let id = index(self.nodes.len());
        let first = first.and_then(|first| self.firsts.get(first.index()).copied()).unwrap_or(id);
        self.nodes.push(node);
        self.spans.push(span);
        self.firsts.push(first);
        NodeId(id)
    }

    /// Adds a literal. Returns its index in [`Ast::literals`].
    pub(super) fn add_literal(&mut self, literal: Literal) -> u32 {
        self.literals.push(literal);
        index(self.literals.len() - 1)
    }

    /// Adds a target. Returns its index in [`Ast::targets`].
    pub(super) fn add_target(&mut self, target: Target) -> u32 {
        self.targets.push(target);
        index(self.targets.len() - 1)
    }

    /// Notes that a product is written with an `x`. Products are noted in the order of their numbers.
    pub(super) fn note_times(&mut self, product: NodeId) {
        self.times.push(product);
    }

    /// Whether a node is a product that is written with an `x`.
    pub fn is_written_x(&self, id: NodeId) -> bool {
        !self.times.is_empty() && self.times.binary_search(&id).is_ok()
    }

    /// Forgets the literals and words that were read last, since they are read again.
    pub(super) fn forget(&mut self, literals: usize, words: usize) {
        self.literals.truncate(literals);
        self.words.truncate(words);
        self.adjectives.retain(|read| (read.word as usize) < words);
    }

    /// Replaces the span of a node, to include the parentheses around it.
    pub(super) fn set_span(&mut self, id: NodeId, span: Span) {
        if let Some(own) = self.spans.get_mut(id.index()) {
            *own = span;
        }
    }

    /// Negates the first literal of a node that is a range without parentheses, and sets the node's span. Returns
    /// whether the node is such a range.
    pub(super) fn negate_first_end(&mut self, id: NodeId, span: Span) -> bool {
        let Some(Node::Range { negative, .. }) = self.nodes.get_mut(id.index()) else {
            return false;
        };
        negative.0 = !negative.0;
        self.set_span(id, span);
        true
    }

    /// Marks a range as an interval that a value is held against, also in parentheses and below a conversion. Returns
    /// whether the node is a range.
    pub(super) fn mark_bounds(&mut self, id: NodeId) -> bool {
        let range = self.below_group(id);
        let Some(Node::Range { kind, .. }) = self.nodes.get_mut(range.index()) else { return false };
        *kind = match kind {
            RangeKind::Interval | RangeKind::Between => RangeKind::Between,
            RangeKind::PlusMinus | RangeKind::Around => RangeKind::Around,
        };
        true
    }

    /// Splits `2 * 5 GB ± 10%`, which was read as a product with a range: returns the half-width, which belongs to the
    /// whole. `None` if there is no such range at the end of a node.
    pub(super) fn split_tolerance(&mut self, id: NodeId) -> Option<(u32, Span)> {
        let mut at = match self.node(id) {
            Node::Convert { value, .. } => value,
            _ => id,
        };
        while let Node::Binary(_, _, last) | Node::Unary(_, last) = self.node(at) {
            // What is in parentheses is a value of its own.
            if self.span(last).end != self.span(at).end {
                return None;
            }
            at = last;
        }
        let Node::Range { low, high, kind: RangeKind::PlusMinus, negative: (false, false) } = self.node(at)
        else {
            return None;
        };
        let (middle, half) = (self.literals.get(low as usize)?.span, self.literals.get(high as usize)?.span);
        if let Some(node) = self.nodes.get_mut(at.index()).filter(|_| at != id) {
            *node = Node::Literal(low);
            self.set_span(at, middle);
        }
        Some((high, half))
    }

    /// Whether the right side of a `≈` is an interval, or has a tolerance.
    pub fn has_bounds(&self, right: NodeId) -> bool {
        let range = self.node(self.below_group(right));
        let is_interval = matches!(range, Node::Range { kind: RangeKind::Between | RangeKind::Around, .. });
        is_interval || matches!(self.node(right), Node::Binary(Binary::Within, ..))
    }

    /// Whether the right side of a `≈` is an interval with two ends, and not a value with a tolerance.
    pub fn is_interval(&self, right: NodeId) -> bool {
        matches!(self.node(self.below_group(right)), Node::Range { kind: RangeKind::Between, .. })
    }

    /// Returns the value of a node without parentheses and conversions around it.
    fn below_group(&self, id: NodeId) -> NodeId {
        let mut at = id;
        while let Node::Group(value) | Node::Convert { value, .. } = self.node(at) {
            at = value;
        }
        at
    }

    /// Returns the number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Removes all nodes but the first `len`, after a formula that could not be read.
    pub(super) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
        self.spans.truncate(len);
        self.firsts.truncate(len);
        let kept = self.times.partition_point(|product| product.index() < len);
        self.times.truncate(kept);
    }

    /// Returns the node with a number.
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes.get(id.index()).copied().unwrap_or(Node::Bool(false))
    }

    /// Returns the span of a node.
    pub fn span(&self, id: NodeId) -> Span {
        self.spans.get(id.index()).copied().unwrap_or(Span { source: 0, start: 0, end: 0 })
    }

    /// Returns the nodes of an expression: operands before operators, the root last.
    pub fn below(&self, root: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        let first = self.firsts.get(root.index()).copied().unwrap_or(root.0);
        (first..=root.0).map(NodeId)
    }

    /// Returns the sum that a node is the first term of, however long it is; the node itself if it is of none.
    pub fn sum_around(&self, id: NodeId) -> NodeId {
        // What a left operand is a part of stands behind it, with the right operand between them.
        let mut sum = id;
        for next in (id.index() + 1..self.nodes.len()).take(MOST_LOOKED_AT) {
            if let Some(Node::Binary(Binary::Add | Binary::Subtract, left, _)) = self.nodes.get(next)
                && *left == sum
            {
                sum = NodeId(index(next));
            }
        }
        sum
    }

    /// Whether two nodes were read from the same text.
    pub fn are_of_one_text(&self, a: NodeId, b: NodeId) -> bool {
        self.texts.part(a.0) == self.texts.part(b.0)
    }

    /// Returns all calls, with the names of their functions and the numbers of their arguments.
    pub fn calls(&self) -> impl Iterator<Item = (NodeId, &str, usize)> {
        self.nodes.iter().enumerate().filter_map(|(at, node)| match node {
            Node::Call { name, count, .. } => Some((NodeId(index(at)), self.str(*name), *count as usize)),
            _ => None,
        })
    }

    /// Returns all names, with their nodes.
    pub fn names(&self) -> impl Iterator<Item = (NodeId, &str)> {
        self.nodes.iter().enumerate().filter_map(|(at, node)| match node {
            Node::Name { text, .. } => Some((NodeId(index(at)), self.str(*text))),
            _ => None,
        })
    }

    /// Returns the literal of a node. `None` if the node is something else.
    pub fn literal(&self, id: NodeId) -> Option<&Literal> {
        match self.node(id) {
            Node::Literal(index) => self.literals.get(index as usize),
            _ => None,
        }
    }

    /// Returns the words of a suffix or a target.
    pub fn words(&self, range: &Range<u32>) -> &[Word] {
        self.words.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// Returns the arguments of a call.
    pub fn arguments(&self, start: u32, count: u32) -> &[Argument] {
        self.arguments.get(start as usize..(start + count) as usize).unwrap_or_default()
    }
}

/// Numbers in the arena are `u32`; a text is limited to a mebibyte, so that none is larger.
fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
