//! The names that formulas see: units, values, tables and functions.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::Context;
use super::table::{Member, Table};
use super::value::{TableId, Value};
use crate::syntax::{Ast, Function};
use crate::text::source::Span;
use crate::units::registry::Units;

/// A name that a formula may use.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// Its value.
    pub value: Value,
    /// Where its value is written, if that is a single literal: a missing unit goes there.
    pub literal: Option<Span>,
}

/// A function with the arena its body is in.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub function: Arc<Function>,
    pub ast: Arc<Ast>,
}

/// The names of a script or model.
#[derive(Debug)]
pub(super) struct Scope {
    units: Units,
    names: HashMap<Box<str>, Bound>,
    tables: Vec<Table>,
    table_ids: HashMap<String, TableId>,
    functions: HashMap<String, Definition>,
}

impl Scope {
    /// Units alone.
    pub fn new(units: Units) -> Scope {
        Scope {
            units,
            names: HashMap::new(),
            tables: Vec::new(),
            table_ids: HashMap::new(),
            functions: HashMap::new(),
        }
    }

    /// The units.
    pub fn units(&self) -> &Units {
        &self.units
    }

    /// The units, to declare or to ask for more.
    pub fn units_mut(&mut self) -> &mut Units {
        &mut self.units
    }

    /// The units, when no more names are needed.
    pub fn into_units(self) -> Units {
        self.units
    }

    /// The value of a name in an expression: a parameter in a function's body, else the row's own cell in a formula of
    /// a table, else a name of the script or model.
    pub fn bound(&self, name: &str, cx: Context<'_>) -> Option<Bound> {
        if let Some(own) = cx.own.filter(|_| cx.parameters.is_none()) {
            let table = self.table(own.table)?;
            if let Some(Member::Column(column)) = table.member(name) {
                return Some(Bound { value: table.cell(column, own.row), literal: None });
            }
        }
        match cx.parameters {
            Some(parameters) => parameters
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| Bound { value: *value, literal: None }),
            None => self.name(name),
        }
    }

    /// The value of a name of the script or model.
    pub fn name(&self, name: &str) -> Option<Bound> {
        self.names.get(name).copied()
    }

    /// The names of the script or model, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(Box::as_ref)
    }

    /// Makes room for more names, so that their table need not grow as they come.
    pub fn reserve_names(&mut self, count: usize) {
        self.names.reserve(count);
    }

    /// Gives a name a value.
    pub fn bind(&mut self, name: &str, bound: Bound) {
        self.names.insert(name.into(), bound);
    }

    /// A table.
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.tables.get(id.0 as usize)
    }

    /// The table with a name.
    pub fn table_id(&self, name: &str) -> Option<TableId> {
        self.table_ids.get(name).copied()
    }

    /// The tables, in the order in which they were defined.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Defines a table.
    pub fn define_table(&mut self, table: Table) -> TableId {
        let id = TableId(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        self.table_ids.insert(table.name().to_owned(), id);
        self.tables.push(table);
        id
    }

    /// Sets the cells of a column.
    pub fn set_cells(&mut self, id: TableId, column: usize, cells: Vec<Value>) {
        if let Some(table) = self.tables.get_mut(id.0 as usize) {
            table.set_cells(column, cells);
        }
    }

    /// A function of the script or model.
    pub fn function(&self, name: &str) -> Option<&Definition> {
        self.functions.get(name)
    }

    /// The names of these functions, in no order.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    /// Defines a function.
    pub fn define_function(&mut self, name: &str, definition: Definition) {
        self.functions.insert(name.to_owned(), definition);
    }
}
