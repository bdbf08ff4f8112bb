//! The context of an expression: the arena it is in, the names it sees, and the calls whose bodies it is in.

use super::value::{TableId, Value};
use crate::syntax::{Ast, NodeId};
use crate::text::source::Span;

/// The origin of an operation: a place in a text, and the call that expanded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Site {
    pub span: Span,
    /// The outermost call of a function of the script or model, if the operation comes from its body.
    pub call: Option<Span>,
}

/// Where an operation is emitted for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The expression.
    pub span: Span,
    /// Where a fault of the operation is reported.
    pub site: Site,
    /// Where an error about the size of the program is reported, for an operation from a call or a row of a table.
    pub written_out: Option<Span>,
}

impl Place {
    /// A place outside all functions and tables.
    pub fn top(span: Span) -> Place {
        Place { span, site: Site { span, call: None }, written_out: None }
    }
}

/// A row of a table, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub table: TableId,
    pub row: usize,
}

/// The row of a table for which an argument of `sum` and the like is lowered, and those of the calls around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoundRow<'c> {
    pub of: Row,
    pub outer: Option<&'c BoundRow<'c>>,
}

/// The context of an expression.
#[derive(Clone, Copy)]
pub(super) struct Context<'c> {
    /// The arena of the expression.
    pub ast: &'c Ast,
    /// The parameters of the function whose body it is, which sees no other names; `None` outside functions.
    pub parameters: Option<&'c [(&'c str, Value)]>,
    /// The row that a formula of a table is lowered for, whose cells it names without the table.
    pub own: Option<Row>,
    /// The rows for which the arguments of `sum` and the like are lowered, the innermost first.
    pub bound: Option<&'c BoundRow<'c>>,
    /// The outermost call whose body it is in.
    pub call: Option<Span>,
    /// The call of a library formula whose body it is in; faults in the body are reported at the call.
    pub formula: Option<Site>,
}

impl<'c> Context<'c> {
    /// A formula of a script or model.
    pub fn top(ast: &'c Ast) -> Context<'c> {
        Context { ast, parameters: None, own: None, bound: None, call: None, formula: None }
    }

    /// Whether it is lowered once for each row of a table.
    pub fn is_in_row(&self) -> bool {
        self.own.is_some() || self.bound.is_some()
    }

    /// The row of a table that a column of it stands for.
    pub fn row_of(&self, table: TableId) -> Option<usize> {
        let mut bound = self.bound;
        while let Some(BoundRow { of, outer }) = bound {
            if of.table == table {
                return Some(of.row);
            }
            bound = *outer;
        }
        None
    }

    /// The place of a node.
    pub fn place(&self, id: NodeId) -> Place {
        self.place_at(self.ast.span(id))
    }

    /// The place of a part of the expression.
    pub fn place_at(&self, span: Span) -> Place {
        let is_written_out = self.call.is_some() || self.is_in_row();
        Place {
            span,
            site: self.formula.unwrap_or(Site { span, call: self.call }),
            written_out: is_written_out.then(|| self.call.unwrap_or(span)),
        }
    }
}
