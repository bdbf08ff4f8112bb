//! `sum(media.share * media.bytes)`: an expression evaluated row by row.
//!
//! It is expanded here, while the formula is lowered; the engine knows no tables.

use std::collections::HashMap;

use super::builtins::{self, Fold};
use super::context::Context;
use super::diagnostics::builtins as diagnostics;
use super::reporter::{Lowered, Refused};
use super::value::{Number, Operand};
use super::{Lowering, Value};
use crate::syntax::{Ast, Node, NodeId};
use crate::text::diagnostic::Diagnostic;

/// The ranges of the call that is being expanded for the rows of a table: a literal is one variable, whatever the
/// number of rows.
#[derive(Debug, Default)]
pub(super) struct RowRanges {
    values: HashMap<NodeId, Value>,
}

impl RowRanges {
    /// The value of a range, if an earlier row has it.
    pub fn get(&self, range: NodeId) -> Option<Value> {
        self.values.get(&range).copied()
    }

    /// Notes the value of a range for the rows that follow.
    pub fn note(&mut self, range: NodeId, value: Value) {
        self.values.insert(range, value);
    }

    fn clear(&mut self) {
        self.values.clear();
    }
}

impl Lowering {
    /// The outermost calls in an expression that read a table row by row, each with the first node of its argument.
    pub(super) fn calls_by_row(&self, root: NodeId, cx: Context<'_>) -> Vec<(NodeId, NodeId)> {
        let mut found: Vec<(NodeId, NodeId)> = Vec::new();
        if self.scope.tables().next().is_none() {
            return found;
        }
        // From the root down, so that an outer call is met before the calls inside it.
        for id in cx.ast.below(root).rev() {
            let Some((_, argument)) = single_argument(id, cx.ast) else { continue };
            let inside_another = found.last().is_some_and(|(first, call)| *first <= id && id < *call);
            let first = cx.ast.below(argument).next().unwrap_or(argument);
            let reads_table = cx.ast.below(argument).any(|node| self.column(node, cx).is_some());
            // Inside the call itself the walk starts at the argument, so the root is not its own inner call.
            if reads_table && !inside_another {
                found.push((first, id));
            }
        }
        found.reverse();
        found
    }

    /// The table whose column a node names.
    fn column<'c>(&self, id: NodeId, cx: Context<'c>) -> Option<&'c str> {
        let Node::Name { text, .. } = cx.ast.node(id) else { return None };
        let (table, _) = cx.ast.str(text).split_once('.')?;
        self.scope.table(table).map(|_| table)
    }

    /// Expands a call over the rows of its table.
    pub(super) fn row_by_row(&mut self, call: NodeId, cx: Context<'_>) -> Lowered {
        let Some((fold, argument)) = single_argument(call, cx.ast) else { return Err(Refused::EARLIER) };
        // The table is that of the first column not inside another such call.
        let inner = self.calls_by_row(argument, cx);
        let table = cx.ast.below(argument).find_map(|id| {
            let nested = inner.iter().any(|(first, call)| *first <= id && id <= *call);
            if nested { None } else { self.column(id, cx) }
        });
        let Some(table) = table else { return Ok(self.walk(argument, cx)) };
        if cx.row.is_none() {
            self.row_ranges.clear();
        }
        let rows = self.scope.table(table).map_or(0, |table| table.rows);
        let mut total: Option<Number> = None;
        for row in 0..rows {
            let cx = Context { row: Some((table, row)), ..cx };
            let next = self.row(row, argument, name_of(call, cx.ast), cx)?;
            total = Some(match total {
                None => next,
                Some(total) if total.quantity.dimension != next.quantity.dimension => {
                    let error = self.rows_differ(total, next, (call, argument), cx);
                    return Err(self.reporter.refuse(error));
                }
                Some(total) => self.join(fold, total, next, cx.place(argument)),
            });
        }
        match total {
            Some(total) => Ok(self.folded(fold, total, rows, cx.place(call)).value()),
            None => Err(self.reporter.refuse(diagnostics::no_rows(table, cx.ast.span(call)))),
        }
    }

    /// The argument's value in a row. A warning in the first row applies to every row, and is reported once.
    fn row(&mut self, row: usize, argument: NodeId, name: &str, cx: Context<'_>) -> Lowered<Number> {
        let before = self.reporter.set_aside();
        let value = self.walk(argument, cx);
        let found = self.reporter.take_up(before);
        if row == 0 || value.is_unknown() {
            self.reporter.keep(found);
        }
        self.number(Operand { node: argument, value }, || format!("`{name}` needs numbers"), cx)
    }

    /// The error for a row whose value has another dimension than those before it.
    fn rows_differ(
        &self,
        total: Number,
        next: Number,
        (call, argument): (NodeId, NodeId),
        cx: Context<'_>,
    ) -> Diagnostic {
        let units = self.scope.units();
        let place = |value: Value| self.emitter.site(value.slot).map(|site| site.span);
        let odd = self.odd_cells(argument, cx).into_iter().filter_map(|(cell, first)| {
            let of = |value: Value| Some((place(value)?, value.words(units)));
            Some((of(first)?, of(cell)?))
        });
        let words = [total.quantity, next.quantity].map(|quantity| quantity.words(units));
        diagnostics::rows_differ(name_of(call, cx.ast), cx.ast.span(argument), words, odd.collect())
    }

    /// The cells of a row whose dimension is not that of the first row, each with that one.
    fn odd_cells(&self, argument: NodeId, cx: Context<'_>) -> Vec<(Value, Value)> {
        let Some((table, row)) = cx.row else { return Vec::new() };
        let columns = cx.ast.below(argument).filter_map(|id| match cx.ast.node(id) {
            Node::Name { text, .. } => {
                cx.ast.str(text).split_once('.').filter(|(own, _)| *own == table).map(|(_, column)| column)
            }
            _ => None,
        });
        let cells = columns.filter_map(|column| self.scope.table(table)?.columns.get(column));
        cells
            .filter_map(|cells| Some((*cells.get(row)?, *cells.first()?)))
            .filter(|(cell, first)| match (cell.quantity(), first.quantity()) {
                (Some(cell), Some(first)) => cell.dimension != first.dimension,
                _ => false,
            })
            .collect()
    }
}

/// The reduction and the argument of a call, if it has a single argument.
fn single_argument(id: NodeId, ast: &Ast) -> Option<(Fold, NodeId)> {
    let Node::Call { name, start, count: 1 } = ast.node(id) else { return None };
    let argument = ast.arguments(start, 1).first().filter(|argument| argument.name.is_none())?;
    Some((builtins::fold(ast.str(name))?, argument.value))
}

/// The function that a call names.
fn name_of(call: NodeId, ast: &Ast) -> &str {
    match ast.node(call) {
        Node::Call { name, .. } => ast.str(name),
        _ => "",
    }
}
