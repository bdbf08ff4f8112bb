//! `sum(media.share * media.bytes)`: an expression evaluated row by row.
//!
//! It is written out here, while the formula is lowered; the engine knows no tables.

use super::{Frame, Lowering, Quantity, Type, Value};
use crate::engine::{Binary as Operation, Op};
use crate::syntax::{Ast, Node, NodeId};
use crate::text::diagnostic::Diagnostic;

/// The functions that read a table row by row.
pub(crate) const AGGREGATES: [&str; 4] = ["sum", "mean", "min", "max"];

impl Lowering {
    /// The outermost calls that read a table, each with the first node of its argument.
    pub(super) fn aggregates(&self, ast: &Ast, root: NodeId) -> Vec<(NodeId, NodeId)> {
        let mut found: Vec<(NodeId, NodeId)> = Vec::new();
        if self.tables.is_empty() {
            return found;
        }
        // From the root down, so that an outer call is met before the calls inside it.
        for id in ast.below(root).rev() {
            let Some(argument) = self.single_argument(ast, id) else { continue };
            let inside_another = found.last().is_some_and(|(first, call)| *first <= id && id < *call);
            let first = ast.below(argument).next().unwrap_or(argument);
            let reads_table = ast.below(argument).any(|node| self.column(ast, node).is_some());
            // Inside the call itself the walk starts at the argument, so the root is not its own inner call.
            if reads_table && !inside_another {
                found.push((first, id));
            }
        }
        found.reverse();
        found
    }

    fn single_argument(&self, ast: &Ast, id: NodeId) -> Option<NodeId> {
        let Node::Call { name, start, count: 1 } = ast.node(id) else { return None };
        let argument = ast.arguments(start, 1).first().filter(|argument| argument.name.is_none())?;
        AGGREGATES.contains(&ast.str(name)).then_some(argument.value)
    }

    fn column<'t>(&self, ast: &'t Ast, id: NodeId) -> Option<&'t str> {
        let Node::Name { text, .. } = ast.node(id) else { return None };
        let (table, _) = ast.str(text).split_once('.')?;
        self.tables.contains_key(table).then_some(table)
    }

    /// Writes a call out over the rows of its table.
    pub(super) fn aggregate(&mut self, ast: &Ast, call: NodeId, frame: Frame<'_>) -> Value {
        let (Node::Call { name, .. }, Some(argument)) = (ast.node(call), self.single_argument(ast, call))
        else {
            return Value::UNKNOWN;
        };
        let name = ast.str(name);
        // The table is that of the first column not inside another such call.
        let inner = self.aggregates(ast, argument);
        let table = ast.below(argument).find_map(|id| {
            let nested = inner.iter().any(|(first, call)| *first <= id && id <= *call);
            if nested { None } else { self.column(ast, id) }
        });
        let Some(table) = table else { return self.walk(ast, argument, frame) };
        if frame.row.is_none() {
            self.row_ranges.clear();
        }
        let rows = self.tables.get(table).map_or(0, |table| table.rows);
        let span = ast.span(call);
        let mut total: Option<Value> = None;
        let mut failed = false;
        for row in 0..rows {
            let said = self.diagnostics.len();
            let value = self.walk(ast, argument, Frame { row: Some((table, row)), ..frame });
            if failed || row > 0 && !value.is_unknown() {
                // What is wrong in one row is said once, and what is doubtful is so in every row.
                self.diagnostics.truncate(said);
            }
            failed |= value.is_unknown();
            total = Some(match total {
                None => value,
                Some(total) => match self.combine(
                    name,
                    total,
                    value,
                    ast,
                    argument,
                    Frame { row: Some((table, row)), ..frame },
                ) {
                    Some(total) => total,
                    None => return Value::UNKNOWN,
                },
            });
        }
        let Some(total) = total else {
            self.diagnostics
                .push(Diagnostic::error("E0205", format!("table `{table}` has no rows")).at(span, ""));
            return Value::UNKNOWN;
        };
        if name != "mean" {
            return total;
        }
        let Type::Quantity(quantity) = total.kind else { return Value::UNKNOWN };
        #[allow(clippy::cast_precision_loss)] // rows are few
        let count = self.number(rows as f64, Quantity::NUMBER, span, frame);
        let slot = self.emit(Op::Binary(Operation::Divide, total.slot, count.slot), span, frame);
        Value { slot, kind: Type::Quantity(quantity) }
    }

    /// The cells of a row whose dimension is not that of the first row, each with that one.
    fn odd_cells(&self, ast: &Ast, node: NodeId, frame: Frame<'_>) -> Vec<(Value, Value)> {
        let Some((table, row)) = frame.row else { return Vec::new() };
        let columns = ast.below(node).filter_map(|id| match ast.node(id) {
            Node::Name { text, .. } => {
                ast.str(text).split_once('.').filter(|(own, _)| *own == table).map(|(_, column)| column)
            }
            _ => None,
        });
        let cells = columns.filter_map(|column| self.tables.get(table)?.columns.get(column));
        cells
            .filter_map(|cells| Some((*cells.get(row)?, *cells.first()?)))
            .filter(|(cell, first)| match (cell.quantity(), first.quantity()) {
                (Some(cell), Some(first)) => cell.dimension != first.dimension,
                _ => false,
            })
            .collect()
    }

    fn combine(
        &mut self,
        name: &str,
        a: Value,
        b: Value,
        ast: &Ast,
        node: NodeId,
        frame: Frame<'_>,
    ) -> Option<Value> {
        let (x, y) = (a.quantity()?, b.quantity()?);
        if x.dimension != y.dimension {
            let (of_one, of_other) = (self.words(a), self.words(b));
            let message =
                format!("the rows differ: `{name}` needs one dimension, not {of_one} and {of_other}");
            let mut error = Diagnostic::error("E0301", message).at(ast.span(node), "");
            for (cell, first) in self.odd_cells(ast, node, frame) {
                let place = |value: Value| self.site(value.slot).map(|(span, _)| span);
                if let (Some(one), Some(other)) = (place(cell), place(first)) {
                    error = error.see(other, self.words(first)).see(one, self.words(cell));
                }
            }
            error = error
                .help("the cells of a column are of one dimension: look for a unit that one of them lacks");
            self.diagnostics.push(error);
            return None;
        }
        let span = ast.span(node);
        let (left, right, scale) = self.align(a, b, span, frame);
        let operation = match name {
            "min" => Operation::Min,
            "max" => Operation::Max,
            _ => Operation::Add,
        };
        let notation = self.join_notations(x.notation, y.notation, x.dimension);
        let slot = self.emit(Op::Binary(operation, left, right), span, frame);
        Some(Value { slot, kind: Type::Quantity(Quantity { dimension: x.dimension, scale, notation }) })
    }
}
