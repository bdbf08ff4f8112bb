//! The tree that the parser builds, in an arena.
//!
//! Nodes are numbered in the order in which they are finished, so an operand
//! always comes before its operator and the nodes below a node lie side by side
//! just before it. Whatever reads the tree walks forward over a slice; nothing
//! recurses over it, however long a sum is.

use std::ops::Range;

use crate::text::source::{Places, Span, Text};

/// The number of a node in its [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A piece of the text that an [`Ast`] owns, read with [`Ast::str`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Excerpt {
    start: u32,
    end: u32,
}

impl Excerpt {
    /// The piece between the ends of two pieces: what follows `self` up to `other`.
    pub fn up_to(self, other: Excerpt) -> Excerpt {
        Excerpt { start: self.end, end: other.start }
    }

    /// The empty piece at its start.
    pub fn before(self) -> Excerpt {
        Excerpt { end: self.start, ..self }
    }

    /// The empty piece at its end.
    pub fn after(self) -> Excerpt {
        Excerpt { start: self.end, ..self }
    }
}

/// One step of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// A number with its unit; an index into [`Ast::literals`].
    Literal(u32),
    /// Two literals with `to`, `..` or `±` between them.
    Range {
        /// The lower end, or the middle of a `±`; an index into [`Ast::literals`].
        low: u32,
        /// The upper end, or what follows the `±`.
        high: u32,
        /// What stood between.
        kind: RangeKind,
        /// Which of the two had a minus before it.
        negative: (bool, bool),
    },
    /// `true` or `false`.
    Bool(bool),
    /// A name, possibly dotted.
    Name {
        /// As written.
        text: Excerpt,
        /// Whether it stands right after `/` or `per`.
        divides: bool,
    },
    /// A call of a function.
    Call {
        /// The function's name.
        name: Excerpt,
        /// Where its arguments begin in [`Ast::arguments`].
        start: u32,
        /// How many there are.
        count: u32,
    },
    /// Parentheses around a single literal or name, whose special readings they take away.
    Group(NodeId),
    /// An operator before its operand.
    Unary(Unary, NodeId),
    /// An operator between its operands.
    Binary(Binary, NodeId, NodeId),
    /// `if … then … else …`.
    If(NodeId, NodeId, NodeId),
    /// `… to unit` or `… as unit`; an index into [`Ast::targets`].
    Convert {
        /// What is converted.
        value: NodeId,
        /// The unit; an index into [`Ast::targets`].
        target: u32,
        /// Whether it was `as`, which may also change what is counted.
        relabel: bool,
    },
}

/// What stands between the two literals of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeKind {
    /// `a to b`, `a .. b`: a 90% interval.
    Interval,
    /// `x ± d`, `x +/- d`.
    PlusMinus,
}

/// Operators before their operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unary {
    /// `-x`.
    Negate,
    /// `not x`.
    Not,
}

/// Operators between their operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is its own spelling
pub enum Binary {
    Or,
    And,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

impl Binary {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Binary::Or => "or",
            Binary::And => "and",
            Binary::Less => "<",
            Binary::LessOrEqual => "<=",
            Binary::Greater => ">",
            Binary::GreaterOrEqual => ">=",
            Binary::Equal => "==",
            Binary::NotEqual => "!=",
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply => "*",
            Binary::Divide => "/",
            Binary::Power => "^",
        }
    }

    /// Whether it compares its operands.
    pub fn compares(self) -> bool {
        use Binary::*;
        matches!(self, Less | LessOrEqual | Greater | GreaterOrEqual | Equal | NotEqual)
    }
}

/// A number with its unit, as written; what the words mean is not known here.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// The number with its magnitude, read as one decimal; never negative.
    pub value: f64,
    /// Number and magnitude.
    pub number: Span,
    /// Number and magnitude as written.
    pub text: Excerpt,
    /// Number, magnitude and suffix.
    pub span: Span,
    /// What the number is of, besides its suffix.
    pub form: Form,
    /// The words of the suffix; a range of [`Ast::words`].
    pub suffix: Range<u32>,
    /// Whether it stands right after `/` or `per`.
    pub divides: bool,
    /// `10B users`: the magnitude letter that is only one before a noun or a rate.
    pub large: Option<Excerpt>,
    /// Whether it is a whole number without decimals or exponent, like `2` or `1_000`.
    pub whole: bool,
}

/// What the number of a literal is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `10`, or `10 GB` with the unit in the suffix.
    Plain,
    /// `$10`.
    Money,
    /// `10%`.
    Percent,
    /// `3x`.
    Factor,
}

/// A word of a literal's suffix or of a conversion's target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// As written.
    pub text: Excerpt,
    /// Where.
    pub span: Span,
    /// What joins it to the words before.
    pub join: Join,
    /// The number of `per million` or `per 1M`, 1 if there is none.
    pub times: f64,
}

/// What joins a unit's word to the words before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// It is the first.
    Lead,
    /// `·`
    Times,
    /// `/`
    Slash,
    /// `per`
    Per,
}

impl Join {
    /// Whether the word is in the denominator.
    pub fn divides(self) -> bool {
        matches!(self, Join::Slash | Join::Per)
    }
}

/// The unit that a conversion asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// As written.
    pub text: Excerpt,
    /// Where.
    pub span: Span,
    /// The `to` or `as` before it.
    pub keyword: Span,
    /// What is converted, as written.
    pub value: Excerpt,
    /// Its words; a range of [`Ast::words`]. Empty for `to %` alone.
    pub words: Range<u32>,
    /// Whether it begins with `$` or is `%`.
    pub form: Form,
}

/// An argument of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Argument {
    /// `name =` before the value.
    pub name: Option<(Excerpt, Span)>,
    /// The value.
    pub value: NodeId,
}

/// A text that was read into an [`Ast`].
#[derive(Clone, Debug)]
struct Part {
    /// The offset at which it begins in the arena's text.
    start: u32,
    /// The number of the first node that was read from it.
    first: u32,
    places: Places,
}

/// The arena, with the texts that were read into it. One serves any number of formulas.
#[derive(Clone, Debug, Default)]
pub struct Ast {
    text: String,
    parts: Vec<Part>,
    nodes: Vec<Node>,
    spans: Vec<Span>,
    firsts: Vec<u32>,
    /// The literals that nodes refer to.
    pub literals: Vec<Literal>,
    /// The arguments of all calls.
    pub arguments: Vec<Argument>,
    /// The words of all suffixes and targets.
    pub words: Vec<Word>,
    /// The targets of all conversions.
    pub targets: Vec<Target>,
}

impl Ast {
    /// An empty arena.
    pub fn new() -> Ast {
        Ast::default()
    }

    /// Takes in a text whose nodes follow; returns the offset at which it begins.
    pub(super) fn begin(&mut self, text: &Text) -> usize {
        let start = self.text.len();
        self.text.push_str(&text.text);
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let part =
            Part { start: number(start), first: number(self.nodes.len()), places: text.places().clone() };
        self.parts.push(part);
        start
    }

    /// The piece of the arena's text between two offsets.
    pub(super) fn excerpt(start: usize, end: usize) -> Excerpt {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Excerpt { start: offset(start), end: offset(end) }
    }

    /// The text of an excerpt.
    pub fn str(&self, excerpt: Excerpt) -> &str {
        self.text.get(excerpt.start as usize..excerpt.end as usize).unwrap_or("")
    }

    /// A node as it was written.
    pub fn written(&self, id: NodeId) -> &str {
        self.written_at(id, self.span(id))
    }

    /// What was written at a place in the text that a node was read from; empty for a place elsewhere.
    pub fn written_at(&self, id: NodeId, span: Span) -> &str {
        self.str(self.excerpt_at(id, span))
    }

    /// The excerpt of what was written at a place in the text that a node was read from; empty for a place elsewhere.
    pub fn excerpt_at(&self, id: NodeId, span: Span) -> Excerpt {
        let after = self.parts.partition_point(|part| part.first <= id.0);
        let part = self.parts.get(after.wrapping_sub(1));
        let range = part.and_then(|part| Some((part.start as usize, part.places.range(span)?)));
        range.map_or_else(Excerpt::default, |(start, range)| {
            Ast::excerpt(start + range.start, start + range.end)
        })
    }

    /// Adds a node whose operands are there already; `first` is its first operand.
    pub(super) fn push(&mut self, node: Node, span: Span, first: Option<NodeId>) -> NodeId {
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let first = first.and_then(|first| self.firsts.get(first.index()).copied()).unwrap_or(id);
        self.nodes.push(node);
        self.spans.push(span);
        self.firsts.push(first);
        NodeId(id)
    }

    /// Widens a node's place by the parentheses round it.
    pub(super) fn set_span(&mut self, id: NodeId, span: Span) {
        if let Some(own) = self.spans.get_mut(id.index()) {
            *own = span;
        }
    }

    /// Notes a minus before a range, if the node is one that is not in parentheses.
    pub(super) fn negate_first_end(&mut self, id: NodeId, place: Span) -> bool {
        let Some(Node::Range { negative, .. }) = self.nodes.get_mut(id.index()) else {
            return false;
        };
        negative.0 = !negative.0;
        self.set_span(id, place);
        true
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Forgets the nodes from this number on, after a formula that does not parse.
    pub(super) fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
        self.spans.truncate(len);
        self.firsts.truncate(len);
    }

    /// The node with this number.
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes.get(id.index()).copied().unwrap_or(Node::Bool(false))
    }

    /// Where a node is in the source.
    pub fn span(&self, id: NodeId) -> Span {
        self.spans.get(id.index()).copied().unwrap_or(Span { source: 0, start: 0, end: 0 })
    }

    /// The nodes of an expression, operands before operators, the root last.
    pub fn below(&self, root: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        let first = self.firsts.get(root.index()).copied().unwrap_or(root.0);
        (first..=root.0).map(NodeId)
    }

    /// The literal that a node is, if it is one.
    pub fn literal(&self, id: NodeId) -> Option<&Literal> {
        match self.node(id) {
            Node::Literal(at) => self.literals.get(at as usize),
            _ => None,
        }
    }

    /// The words of a suffix or a target.
    pub fn words(&self, range: &Range<u32>) -> &[Word] {
        self.words.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The arguments of a call.
    pub fn arguments(&self, start: u32, count: u32) -> &[Argument] {
        self.arguments.get(start as usize..(start + count) as usize).unwrap_or_default()
    }
}

/// A line of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What it does.
    pub kind: StatementKind,
    /// All of it, without the comment.
    pub span: Span,
    /// Its text.
    pub text: Excerpt,
    /// The reason after `# ok:`, which accepts its warnings.
    pub accepted: Option<Excerpt>,
}

/// What a line of a script does.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// `name = expr`.
    Binding {
        /// The name, with its place.
        name: (Excerpt, Span),
        /// Its value.
        value: NodeId,
    },
    /// `fn name(a, b: unit, c = expr) = expr`.
    Function(Function),
    /// `unit noun`, `unit noun nouns`.
    Noun {
        /// The singular.
        name: (Excerpt, Span),
        /// The plural, when it is not the regular one.
        plural: Option<(Excerpt, Span)>,
    },
    /// `unit name = expr`.
    Unit {
        /// The new unit.
        name: (Excerpt, Span),
        /// What one of it is.
        value: NodeId,
    },
    /// `expr`.
    Expression(NodeId),
}

/// A function as defined.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name, with its place.
    pub name: (Excerpt, Span),
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: NodeId,
}

/// A parameter of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name, with its place.
    pub name: (Excerpt, Span),
    /// The expected unit; an index into [`Ast::targets`].
    pub unit: Option<u32>,
    /// The value when it is left out.
    pub default: Option<NodeId>,
}
