//! The context of an expression: the arena it is in, the names it sees, and the calls whose bodies it is in.

use super::value::Value;
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

/// The context of an expression.
#[derive(Clone, Copy)]
pub(super) struct Context<'c> {
    /// The arena of the expression.
    pub ast: &'c Ast,
    /// The parameters of the function whose body it is, which sees no other names; `None` outside functions.
    pub parameters: Option<&'c [(&'c str, Value)]>,
    /// The table and the row for which an argument of `sum` and the like is lowered.
    pub row: Option<(&'c str, usize)>,
    /// The outermost call whose body it is in.
    pub call: Option<Span>,
    /// The call of a library formula whose body it is in; faults in the body are reported at the call.
    pub formula: Option<Site>,
}

impl<'c> Context<'c> {
    /// A formula of a script or model.
    pub fn top(ast: &'c Ast) -> Context<'c> {
        Context { ast, parameters: None, row: None, call: None, formula: None }
    }

    /// The place of a node.
    pub fn place(&self, id: NodeId) -> Place {
        self.place_at(self.ast.span(id))
    }

    /// The place of a part of the expression.
    pub fn place_at(&self, span: Span) -> Place {
        let is_written_out = self.call.is_some() || self.row.is_some();
        Place {
            span,
            site: self.formula.unwrap_or(Site { span, call: self.call }),
            written_out: is_written_out.then(|| self.call.unwrap_or(span)),
        }
    }
}
