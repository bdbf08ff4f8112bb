//! Nodes: the operations of an expression.

use super::text::TextRange;
use crate::text::source::Span;

/// The number of a node in its [`Ast`](super::Ast).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    /// Returns the number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One operation or operand of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// A number with its unit; an index into [`Ast::literals`](super::Ast::literals).
    Literal(u32),
    /// Two literals with `to`, `..` or `±` between them.
    Range {
        /// The lower end, or the centre before a `±`; an index into [`Ast::literals`](super::Ast::literals).
        low: u32,
        /// The upper end, or the half-width after a `±`; an index into [`Ast::literals`](super::Ast::literals).
        high: u32,
        /// The sign between them.
        kind: RangeKind,
        /// Whether each of the two is preceded by a minus.
        negative: (bool, bool),
    },
    /// `true` or `false`.
    Bool(bool),
    /// A name, possibly dotted.
    Name {
        /// The name.
        text: TextRange,
        /// Whether it directly follows `/` or `per`.
        divides: bool,
    },
    /// A call of a function.
    Call {
        /// The function's name.
        name: TextRange,
        /// The index of its first argument in [`Ast::arguments`](super::Ast::arguments).
        start: u32,
        /// The number of its arguments.
        count: u32,
    },
    /// Parentheses around a single literal, name or range, which then loses its special readings.
    Group(NodeId),
    /// An operator before its operand.
    Unary(Unary, NodeId),
    /// An operator between its operands.
    Binary(Binary, NodeId, NodeId),
    /// `if … then … else …`.
    If(NodeId, NodeId, NodeId),
    /// `value where condition`, in a call that runs over the rows of a table.
    Where(NodeId, NodeId),
    /// `… to unit` or `… as unit`.
    Convert {
        /// The value to convert.
        value: NodeId,
        /// The unit; an index into [`Ast::targets`](super::Ast::targets).
        target: u32,
        /// Whether the keyword is `as`, which may also change what is counted.
        relabel: bool,
    },
}

/// The sign between the two literals of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeKind {
    /// `a to b`, `a .. b`: a 90% interval.
    Interval,
    /// `x ± d`, `x +/- d`.
    PlusMinus,
    /// `a to b` after a `≈`: an interval with these ends.
    Between,
    /// `x ± d` after a `≈`: an interval with its middle.
    Around,
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
#[allow(missing_docs)] // `symbol` has the spelling of each; `Within` gives the right side of `About` a tolerance
pub enum Binary {
    Or,
    And,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    About,
    Within,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

impl Binary {
    /// Returns the operator's usual spelling.
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
            Binary::About => "≈",
            Binary::Within => "±",
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply => "*",
            Binary::Divide => "/",
            Binary::Power => "^",
        }
    }

    /// Whether it is a comparison.
    pub fn compares(self) -> bool {
        use Binary::*;
        matches!(self, Less | LessOrEqual | Greater | GreaterOrEqual | Equal | NotEqual | About)
    }
}

/// An argument of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Argument {
    /// `name =` before the value.
    pub name: Option<(TextRange, Span)>,
    /// The value.
    pub value: NodeId,
    /// The sign that follows it.
    pub sign: Sign,
}

/// The sign after an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `,` or the end of the call.
    Comma,
    /// `:`, so that it is the share of the next argument: `mixture(70%: 1 ms, …)`.
    Colon,
    /// `|`, so that the next argument is a condition: `mean(x | x > 2)`.
    Bar,
}
