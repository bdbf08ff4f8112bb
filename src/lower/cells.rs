//! The cells of tables: formulas that name the other cells of their row, rows, and the open end of tiers.

use super::choose::REST;
use super::context::{Context, Place, Row};
use super::diagnostics::tables as diagnostics;
use super::table::Member;
use super::value::TableId;
use super::{Lowering, Quantity, Type, Value};
use crate::engine::Op;
use crate::syntax::{Ast, NodeId};
use crate::text::source::Span;

impl Lowering {
    /// Begins a column of a table: a range in its formula is one variable for all rows.
    pub fn begin_column(&mut self) {
        self.row_ranges.clear();
    }

    /// Lowers the formula of a cell, which names the other cells of its row without the table. A warning in the first
    /// row of a column applies to all.
    pub fn cell(&mut self, ast: &Ast, root: NodeId, (table, row): (TableId, usize)) -> Value {
        let cx = Context { own: Some(Row { table, row }), ..Context::top(ast) };
        self.sums.clear();
        self.root = Some(root);
        if row == 0 {
            self.warn_of_repeated_ranges(root, cx);
            return self.walk(root, cx);
        }
        let before = self.reporter.set_aside();
        let value = self.walk(root, cx);
        let found = self.reporter.take_up(before);
        if value.is_unknown() {
            self.reporter.keep(found);
        }
        value
    }

    /// Lowers the formula of a cell for its type alone.
    pub fn type_of_cell(&mut self, ast: &Ast, root: NodeId, (table, row): (TableId, usize)) -> Value {
        let mark = self.reporter.mark();
        let value = self.cell(ast, root, (table, row));
        self.reporter.forget(mark);
        value
    }

    /// The open end of tiers of some unit.
    pub fn rest(&mut self, quantity: Quantity, span: Span) -> Value {
        let slot = self.emitter.emit(Op::Const(REST), Place::top(span));
        Value { slot, kind: Type::Rest(quantity.unasked()) }
    }

    /// A row of a table by its name.
    pub fn row(&mut self, table: TableId, name: &str, span: Span) -> Option<Value> {
        let Member::Row(at) = self.scope.table(table)?.member(name)? else { return None };
        #[allow(clippy::cast_precision_loss)] // rows are few
        Some(Value::row(self.emitter.emit(Op::Const(at as f64), Place::top(span)), table))
    }

    /// Reports a name that is no row of a table.
    pub fn refuse_row(&mut self, table: TableId, name: &str, span: Span) {
        if let Some(table) = self.scope.table(table) {
            self.reporter.report(diagnostics::no_row(table, name, span));
        }
    }
}
