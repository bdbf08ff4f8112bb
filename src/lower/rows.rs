//! What is kept of a call that runs over the rows of a table, so that what it finds can be explained.

use std::collections::HashMap;
use std::sync::Arc;

use super::Compiled;
use super::aggregate::Aggregate;
use super::context::Place;
use super::value::{Number, TableId, Value};
use crate::engine::{Binary as Operation, Op, Slot, Statistic};
use crate::syntax::{Ast, Binary, Node, NodeId};
use crate::text::source::Span;

/// The rows of a call, in the order of the table.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The table.
    pub table: TableId,
    /// The function that is called.
    pub function: String,
    /// The place of the call.
    pub place: Span,
    /// What is computed for each row, as written.
    pub written: String,
    /// The comparison that it is, if it is one.
    pub comparison: Option<Compared>,
    /// The condition that chooses rows.
    pub condition: Option<Condition>,
    /// The rows.
    pub rows: Vec<OfRow>,
    /// The least or the greatest value, if that is looked for.
    pub best: Option<Value>,
}

/// A comparison as written.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Its operator.
    pub binary: Binary,
    /// Both sides.
    pub sides: [String; 2],
}

/// A condition as written.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The whole.
    pub written: String,
    /// The comparison that it is, if it is one.
    pub comparison: Option<Compared>,
}

/// A row of a call.
#[derive(Clone, Copy, Debug)]
pub struct OfRow {
    /// What is computed for it.
    pub value: Value,
    /// Whether it is chosen; `None` if all are.
    pub holds: Option<Slot>,
    /// The sides of the condition that chooses it, if that is a comparison.
    pub wanted: Option<[Value; 2]>,
    /// The sides of what is computed for it, if that is a comparison.
    pub sides: Option<[Value; 2]>,
}

/// What is kept of tables, and of the calls that run over their rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// The calls by the slots of their results.
    rows: HashMap<Slot, Rows>,
    /// The calls that find no row where a slot has no value.
    lookups: HashMap<Slot, Rows>,
    /// The names of tables and of their rows.
    tables: Vec<(String, Vec<String>)>,
}

impl Kept {
    /// The call over the rows of a table whose result a slot is.
    pub fn rows(&self, result: Slot) -> Option<&Rows> {
        self.rows.get(&result)
    }

    /// Keeps a call over the rows of a table.
    pub fn note_rows(&mut self, result: Slot, rows: Rows) {
        self.rows.insert(result, rows);
    }

    /// The call that finds no row where a slot has no value.
    pub fn lookup(&self, slot: Slot) -> Option<&Rows> {
        self.lookups.get(&slot)
    }

    /// Keeps that a slot has no value where a call finds no row.
    pub fn note_lookup(&mut self, slot: Slot, rows: Rows) {
        self.lookups.insert(slot, rows);
    }

    /// The name of a table, and those of its rows.
    pub fn table(&self, id: TableId) -> Option<(&str, &[String])> {
        self.tables.get(id.0 as usize).map(|(name, rows)| (name.as_str(), rows.as_slice()))
    }

    /// Keeps the names of a table and of its rows; tables are numbered in this order.
    pub fn note_table(&mut self, name: &str, rows: &[String]) {
        self.tables.push((name.to_owned(), rows.to_vec()));
    }
}

impl Rows {
    /// A call without rows yet.
    pub(super) fn of(of: &Aggregate<'_>, ast: &Ast) -> Rows {
        let [value, _] = of.values;
        let condition = of.condition.map(|node| Condition {
            written: ast.written(node).to_owned(),
            comparison: Compared::of(ast, node),
        });
        Rows {
            table: of.table,
            function: of.name.to_owned(),
            place: ast.span(of.call),
            written: ast.written(value).to_owned(),
            comparison: Compared::of(ast, value),
            condition,
            rows: Vec::new(),
            best: None,
        }
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }
}

impl Compared {
    fn of(ast: &Ast, node: NodeId) -> Option<Compared> {
        match ast.node(node) {
            Node::Binary(binary, a, b) if binary.compares() && binary != Binary::About => {
                Some(Compared { binary, sides: [a, b].map(|side| ast.written(side).to_owned()) })
            }
            _ => None,
        }
    }
}

/// The place of what is in no text.
const NOWHERE: Span = Span { source: 0, start: 0, end: 0 };

impl Compiled {
    /// Adds what tells a row that was chosen from others: if it `varies` between samples, the share of the samples in
    /// which each row is chosen, else for each row whether its value is that of the chosen one. Each has the place of its
    /// row.
    pub fn alternatives(&mut self, row: Value, varies: bool) -> Vec<(usize, Slot)> {
        let Some(table) = row.table() else { return Vec::new() };
        let emitter = Arc::make_mut(&mut self.emitter);
        let place = Place::top(emitter.site(row.slot).map_or(NOWHERE, |site| site.span));
        if varies {
            let count = emitter.kept().table(table).map_or(0, |(_, rows)| rows.len());
            return (0..count)
                .map(|at| {
                    #[allow(clippy::cast_precision_loss)] // rows are few
                    let number = emitter.emit(Op::Const(at as f64), place);
                    let is_chosen = emitter.emit(Op::Binary(Operation::Equal, row.slot, number), place);
                    (at, emitter.emit(Op::Reduce(Statistic::Share, is_chosen, is_chosen), place))
                })
                .collect();
        }
        let Some(rows) = emitter.kept().rows(row.slot).cloned() else { return Vec::new() };
        let Some(best) = rows.best.and_then(|best| Some((best, best.quantity()?))) else { return Vec::new() };
        let mut ties = Vec::new();
        for (at, candidate) in rows.rows.iter().enumerate() {
            let Some(quantity) = candidate.value.quantity() else { continue };
            let number = |value: Value, quantity| Number { node: NodeId(0), slot: value.slot, quantity };
            let (a, b, _) = emitter.align(number(candidate.value, quantity), number(best.0, best.1), place);
            let mut tie = emitter.emit(Op::Binary(Operation::Equal, a, b), place);
            if let Some(holds) = candidate.holds {
                tie = emitter.emit(Op::Binary(Operation::And, holds, tie), place);
            }
            ties.push((at, tie));
        }
        ties
    }
}
