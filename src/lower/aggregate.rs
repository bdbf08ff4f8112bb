//! `sum(media.share * media.bytes)`, `argmin(instance.cost where …)`: expressions evaluated row by row.
//!
//! They are expanded here, while the formula is lowered; the engine knows no tables. Inside such a call a column is
//! the cell of the current row.

use std::collections::HashMap;

use super::builtins::{self, Fold, OfRows};
use super::context::{BoundRow, Context, Row};
use super::diagnostics::{builtins as of_rows, tables as diagnostics};
use super::reporter::{Lowered, Refused};
use super::table::{Member, Table};
use super::value::{Number, Operand, TableId};
use super::{Lowering, Type, Value};
use crate::engine::Slot;
use crate::syntax::{Ast, Node, NodeId};

/// The ranges of the call that is being expanded for the rows of a table: a literal is one variable, whatever the
/// number of rows.
#[derive(Clone, Debug, Default)]
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

    /// Forgets them, before another call is expanded.
    pub fn clear(&mut self) {
        self.values.clear();
    }
}

/// A function of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    /// One that also takes single values.
    Fold(Fold),
    OfRows(OfRows),
}

/// A call that runs over the rows of a table.
#[derive(Clone, Copy)]
pub(super) struct Aggregate<'c> {
    pub call: NodeId,
    pub name: &'c str,
    /// What is computed for each row; of `tiered`, the ends of the tiers and the prices.
    pub values: [NodeId; 2],
    /// The condition that chooses the rows.
    pub condition: Option<NodeId>,
    /// The amount of `tiered`, which is computed once.
    pub amount: Option<NodeId>,
    pub table: TableId,
}

/// A row of a call: its context, and whether it is chosen; `None` if all are.
pub(super) struct Chosen {
    pub value: Value,
    pub holds: Option<Slot>,
    /// The sides of the condition, and those of the value, if they are comparisons.
    pub wanted: Option<[Value; 2]>,
    pub sides: Option<[Value; 2]>,
}

impl Lowering {
    /// The outermost calls in an expression that run over the rows of a table, each with its first node.
    pub(super) fn calls_by_row(&self, root: NodeId, cx: Context<'_>) -> Vec<(NodeId, NodeId)> {
        let mut found: Vec<(NodeId, NodeId)> = Vec::new();
        if self.scope.tables().is_empty() || cx.formula.is_some() {
            return found;
        }
        // From the root down, so that an outer call is met before the calls inside it.
        for id in cx.ast.below(root).rev() {
            if found.last().is_some_and(|(first, call)| *first <= id && id < *call) {
                continue;
            }
            let Some((function, parts)) = parts(id, cx.ast) else { continue };
            // A user's own function of the name, as long as it is not built in, is none of these.
            let is_fold = matches!(function, Function::Fold(_));
            let reads_rows = !is_fold || {
                let tables = self.tables_in(&parts, cx);
                !tables.is_empty()
                    || function != Function::Fold(Fold::Mean) && self.bound_in(&parts, cx).is_some()
            };
            if reads_rows || is_fold && parts.condition.is_some() {
                let first = cx.ast.below(id).next().unwrap_or(id);
                found.push((first, id));
            }
        }
        found.reverse();
        found
    }

    /// The table whose rows a name reads: `instance.price` reads those of `instance`, and so does `instance` alone;
    /// `instance.m5_large.price` reads one cell.
    fn table_read(&self, id: NodeId, cx: Context<'_>) -> Option<TableId> {
        let Node::Name { text, .. } = cx.ast.node(id) else { return None };
        let text = cx.ast.str(text);
        let first = text.split('.').next().unwrap_or(text);
        let (table, rest) = self.scope.table_named(text, cx)?;
        if self.scope.bound(first, cx).is_some() {
            return None;
        }
        let word = rest.split('.').next().unwrap_or_default();
        let is_row = matches!(self.scope.table(table)?.member(word), Some(Member::Row(_)));
        (!is_row).then_some(table)
    }

    /// The unbound tables that a call names, each once: those outside other aggregates, or where there are none, those
    /// inside.
    fn tables_in(&self, parts: &Parts, cx: Context<'_>) -> Vec<TableId> {
        let (mut direct, mut inside): (Vec<TableId>, Vec<TableId>) = (Vec::new(), Vec::new());
        for node in parts.each() {
            let mut nested: Option<NodeId> = None;
            for id in cx.ast.below(node).rev() {
                if nested.is_some_and(|first| id >= first) {
                    // Still below the aggregate that was met last.
                } else {
                    nested = None;
                }
                if nested.is_none() && self::parts(id, cx.ast).is_some() {
                    nested = cx.ast.below(id).next();
                }
                let Some(table) = self.table_read(id, cx).filter(|table| cx.row_of(*table).is_none()) else {
                    continue;
                };
                let known = if nested.is_some() { &mut inside } else { &mut direct };
                if !known.contains(&table) {
                    known.push(table);
                }
            }
        }
        direct.reverse();
        if direct.is_empty() { inside } else { direct }
    }

    /// A bound table whose cells a call names.
    fn bound_in(&self, parts: &Parts, cx: Context<'_>) -> Option<TableId> {
        let mut nodes = parts.each().flat_map(|node| cx.ast.below(node));
        nodes.find_map(|id| self.table_read(id, cx).filter(|table| cx.row_of(*table).is_some()))
    }

    /// Expands a call over the rows of its table.
    pub(super) fn row_by_row(&mut self, call: NodeId, cx: Context<'_>) -> Lowered {
        let Some((function, parts)) = parts(call, cx.ast) else { return Err(Refused::EARLIER) };
        let (name, span) = (name_of(call, cx.ast), cx.ast.span(call));
        let tables = self.tables_in(&parts, cx);
        let name_table = |id: &TableId| self.scope.table(*id).map_or("", Table::name);
        let table = match tables.as_slice() {
            [one] => *one,
            [] => {
                let error = match self.bound_in(&parts, cx) {
                    Some(bound) => diagnostics::bound_table(name, name_table(&bound), span),
                    None if parts.condition.is_some() && matches!(function, Function::Fold(_)) => {
                        diagnostics::where_outside(span)
                    }
                    None => {
                        let known: Vec<&str> = self.scope.tables().iter().map(Table::name).collect();
                        diagnostics::no_table(name, &known, span)
                    }
                };
                return Err(self.reporter.refuse(error));
            }
            several => {
                let named: Vec<&str> = several.iter().map(name_table).collect();
                let error = diagnostics::two_tables(name, &named, span);
                return Err(self.reporter.refuse(error));
            }
        };
        if let Some(condition) = parts.condition
            && !cx.ast.below(condition).any(|id| self.table_read(id, cx) == Some(table))
        {
            let error = diagnostics::where_without_column(name_table(&table), cx.ast.span(condition));
            return Err(self.reporter.refuse(error));
        }
        if !cx.is_in_row() {
            self.row_ranges.clear();
        }
        let Parts { values, condition, amount } = parts;
        let of = Aggregate { call, name, values, condition, amount, table };
        match function {
            Function::Fold(fold) => self.fold_of_rows(&of, fold, cx),
            Function::OfRows(OfRows::Count) => self.count(&of, cx),
            Function::OfRows(OfRows::Any) => self.any_or_all(&of, false, cx),
            Function::OfRows(OfRows::All) => self.any_or_all(&of, true, cx),
            Function::OfRows(OfRows::ArgMin) => self.best_row(&of, true, cx),
            Function::OfRows(OfRows::ArgMax) => self.best_row(&of, false, cx),
            Function::OfRows(OfRows::Tiered) => self.tiered(&of, cx),
        }
    }

    /// How many rows the table of a call has.
    pub(super) fn rows_of(&self, of: &Aggregate<'_>) -> usize {
        self.scope.table(of.table).map_or(0, |table| table.rows().len())
    }

    /// Lowers an expression for a row. A warning in the first row applies to every row, and is reported once.
    pub(super) fn in_row(
        &mut self,
        of: &Aggregate<'_>,
        row: usize,
        node: NodeId,
        cx: Context<'_>,
    ) -> Lowered {
        let bound = BoundRow { of: Row { table: of.table, row }, outer: cx.bound };
        let before = self.reporter.set_aside();
        let value = self.walk(node, Context { bound: Some(&bound), ..cx });
        let found = self.reporter.take_up(before);
        if row == 0 || value.is_unknown() {
            self.reporter.keep(found);
        }
        if value.is_unknown() { Err(Refused::EARLIER) } else { Ok(value) }
    }

    /// Lowers the condition of a call for a row, with both sides if it is a comparison.
    #[allow(clippy::type_complexity)] // taken apart where it is asked for
    pub(super) fn chosen(
        &mut self,
        of: &Aggregate<'_>,
        row: usize,
        cx: Context<'_>,
    ) -> Lowered<Option<(Slot, Option<[Value; 2]>)>> {
        let Some(condition) = of.condition else { return Ok(None) };
        let (value, sides) = self.compared_in_row(of, (row, condition), cx)?;
        match value.kind {
            Type::Bool => Ok(Some((value.slot, sides))),
            _ => Err(self.wrong_type(cx.ast.span(condition), value, "`where` needs a condition")),
        }
    }

    /// Lowers the value of a call for a row, with whether the row is chosen.
    pub(super) fn chosen_row(&mut self, of: &Aggregate<'_>, row: usize, cx: Context<'_>) -> Lowered<Chosen> {
        let chosen = self.chosen(of, row, cx)?;
        let [node, _] = of.values;
        let (value, sides) = self.compared_in_row(of, (row, node), cx)?;
        let (holds, wanted) = chosen.map_or((None, None), |(holds, wanted)| (Some(holds), wanted));
        Ok(Chosen { value, holds, wanted, sides })
    }

    /// The value of a call for a row as a number of the same dimension as that of the rows before it.
    pub(super) fn alike(
        &mut self,
        of: &Aggregate<'_>,
        (first, next): (Option<Number>, Value),
        row: usize,
        cx: Context<'_>,
    ) -> Lowered<Number> {
        let [node, _] = of.values;
        let next =
            self.number(Operand { node, value: next }, || format!("`{}` needs numbers", of.name), cx)?;
        match first.filter(|first| first.quantity.dimension != next.quantity.dimension) {
            Some(first) => {
                let error = self.rows_differ(of, [first, next], row, cx);
                Err(self.reporter.refuse(error))
            }
            None => Ok(next),
        }
    }

    /// The error for a row whose value has another dimension than those before it.
    pub(super) fn rows_differ(
        &self,
        of: &Aggregate<'_>,
        [first, next]: [Number; 2],
        row: usize,
        cx: Context<'_>,
    ) -> crate::text::diagnostic::Diagnostic {
        let units = self.scope.units();
        let [node, _] = of.values;
        let odd = self.odd_cells(of, row, cx).into_iter().filter_map(|(cell, first)| {
            let of = |value: Value| Some((self.place_of(value)?, value.words(units)));
            Some((of(first)?, of(cell)?))
        });
        let words = [first.quantity, next.quantity].map(|quantity| quantity.words(units));
        of_rows::rows_differ(of.name, cx.ast.span(node), words, odd.collect())
    }

    /// The cells of a row whose dimension is not that of the first row, each with that one.
    fn odd_cells(&self, of: &Aggregate<'_>, row: usize, cx: Context<'_>) -> Vec<(Value, Value)> {
        let Some(table) = self.scope.table(of.table) else { return Vec::new() };
        let [node, _] = of.values;
        let columns = cx.ast.below(node).filter_map(|id| match cx.ast.node(id) {
            Node::Name { text, .. } => {
                let (own, column) = self.scope.table_named(cx.ast.str(text), cx)?;
                match table.member(column).filter(|_| own == of.table)? {
                    Member::Column(column) => Some(column),
                    Member::Row(_) => None,
                }
            }
            _ => None,
        });
        let cells = columns.map(|column| (table.cell(column, row), table.cell(column, 0)));
        let differ = |(cell, first): &(Value, Value)| match (cell.quantity(), first.quantity()) {
            (Some(cell), Some(first)) => cell.dimension != first.dimension,
            _ => false,
        };
        cells.filter(differ).collect()
    }
}

/// The parts of a call that may run over the rows of a table.
pub(super) struct Parts {
    values: [NodeId; 2],
    condition: Option<NodeId>,
    amount: Option<NodeId>,
}

impl Parts {
    /// What is lowered for each row.
    fn each(&self) -> impl Iterator<Item = NodeId> {
        let [first, second] = self.values;
        let second = Some(second).filter(|second| *second != first);
        [Some(first), second, self.condition].into_iter().flatten()
    }
}

/// The function and the parts of a call, if it may run over the rows of a table.
fn parts(id: NodeId, ast: &Ast) -> Option<(Function, Parts)> {
    let Node::Call { name, start, count } = ast.node(id) else { return None };
    let name = ast.str(name);
    let arguments = ast.arguments(start, count);
    if arguments.iter().any(|argument| argument.name.is_some()) {
        return None;
    }
    let (function, takes) = match (builtins::of_rows(name), builtins::fold(name)) {
        (Some(OfRows::Tiered), _) => (Function::OfRows(OfRows::Tiered), 3),
        (Some(of), _) => (Function::OfRows(of), 1),
        (_, Some(fold)) => (Function::Fold(fold), 1),
        _ => return None,
    };
    match arguments {
        [argument] if takes == 1 => {
            let (value, condition) = match ast.node(argument.value) {
                Node::Where(value, condition) => (value, Some(condition)),
                _ => (argument.value, None),
            };
            Some((function, Parts { values: [value, value], condition, amount: None }))
        }
        [amount, upto, price] if takes == 3 => Some((
            function,
            Parts { values: [upto.value, price.value], condition: None, amount: Some(amount.value) },
        )),
        _ => None,
    }
}

/// The function that a call names.
fn name_of(call: NodeId, ast: &Ast) -> &str {
    match ast.node(call) {
        Node::Call { name, .. } => ast.str(name),
        _ => "",
    }
}
