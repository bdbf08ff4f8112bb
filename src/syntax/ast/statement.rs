//! Statements: the lines of a script.

use super::node::NodeId;
use super::text::TextRange;
use crate::text::source::Span;

/// A line of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What the statement is.
    pub kind: StatementKind,
    /// Its place, without the comment.
    pub span: Span,
    /// Its text, without the comment.
    pub text: TextRange,
    /// The reason after `# ok:`, which accepts its warnings.
    pub accepted: Option<TextRange>,
}

/// The kinds of statements.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// `name = expr`.
    Binding {
        /// The name, with its place.
        name: (TextRange, Span),
        /// Its value.
        value: NodeId,
    },
    /// `fn name(a, b: unit, c = expr) = expr`.
    Function(Function),
    /// `unit noun`, `unit noun nouns`.
    Noun {
        /// The singular.
        name: (TextRange, Span),
        /// The plural, if it is written.
        plural: Option<(TextRange, Span)>,
    },
    /// `unit name = expr`.
    Unit {
        /// The new unit.
        name: (TextRange, Span),
        /// Its size.
        value: NodeId,
    },
    /// `expr`.
    Expression(NodeId),
}

/// The definition of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name, with its place.
    pub name: (TextRange, Span),
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: NodeId,
}

/// A parameter of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name, with its place.
    pub name: (TextRange, Span),
    /// The expected unit; an index into [`Ast::targets`](super::Ast::targets).
    pub unit: Option<u32>,
    /// The values it may have; all if it has none.
    pub domain: Option<Domain>,
    /// The default value.
    pub default: Option<NodeId>,
}

/// The values that a parameter may have: `in 0% .. 100%`, `>= 0`, `whole >= 1`.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Whether only whole numbers.
    pub whole: bool,
    /// The least value.
    pub low: Option<Limit>,
    /// The greatest value.
    pub high: Option<Limit>,
    /// It as written.
    pub text: TextRange,
    /// Its place.
    pub span: Span,
}

/// An end of a [`Domain`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The value, a literal.
    pub value: NodeId,
    /// Whether a `-` stands before it.
    pub is_negative: bool,
    /// Whether the value itself is excluded.
    pub is_open: bool,
}
