//! The names that formulas see: units, values, tables and functions.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::Context;
use super::value::Value;
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

/// A table of a model: the cells of each column, row by row.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns by name.
    pub columns: HashMap<String, Vec<Value>>,
    /// How many rows there are.
    pub rows: usize,
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
    tables: HashMap<String, Table>,
    functions: HashMap<String, Definition>,
}

impl Scope {
    /// Units alone.
    pub fn new(units: Units) -> Scope {
        Scope { units, names: HashMap::new(), tables: HashMap::new(), functions: HashMap::new() }
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

    /// The value of a name in an expression: a parameter in a function's body, else a name of the script or model.
    pub fn bound(&self, name: &str, cx: Context<'_>) -> Option<Bound> {
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
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(name)
    }

    /// The tables, in no order.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.tables.iter().map(|(name, table)| (name.as_str(), table))
    }

    /// Defines a table.
    pub fn define_table(&mut self, name: &str, table: Table) {
        self.tables.insert(name.to_owned(), table);
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
