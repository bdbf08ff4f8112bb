//! The names that formulas see: units, values, tables and functions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::context::Context;
use super::table::{Member, Table};
use super::used::{FileId, Used};
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

/// The names of a script or model, of which a model has a set for each file that it uses.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    units: Units,
    used: Arc<Used>,
    files: Vec<Names>,
    /// The file that is read.
    current: FileId,
    tables: Vec<Table>,
}

/// The names of one file.
#[derive(Clone, Debug, Default)]
struct Names {
    names: HashMap<Box<str>, Bound>,
    table_ids: HashMap<String, TableId>,
    functions: HashMap<String, Definition>,
    /// The functions of earlier texts, which may be defined again.
    earlier: HashSet<String>,
}

impl Scope {
    /// Units alone.
    pub fn new(units: Units) -> Scope {
        Scope {
            units,
            used: Arc::default(),
            files: vec![Names::default()],
            current: FileId::default(),
            tables: Vec::new(),
        }
    }

    /// Makes room for the names of all files of a model.
    pub fn use_files(&mut self, used: Arc<Used>) {
        self.files.resize_with(used.count(), Names::default);
        self.used = used;
    }

    /// Begins to read a file: its own names are seen.
    pub fn enter(&mut self, file: FileId) {
        self.current = file;
    }

    /// The files of the model.
    pub fn used(&self) -> &Used {
        &self.used
    }

    fn file(&self, file: FileId) -> Option<&Names> {
        self.files.get(file.0)
    }

    fn file_mut(&mut self) -> Option<&mut Names> {
        self.files.get_mut(self.current.0)
    }

    /// The file in which a dotted name is defined, and the rest of the name. A parameter, or a column of the row whose
    /// formula it is, hides a file of its name.
    pub fn walk<'t>(&self, text: &'t str, cx: Context<'_>) -> (FileId, &'t str) {
        let first = text.split('.').next().unwrap_or(text);
        let is_hidden = cx.formula.is_some()
            || cx.parameters.is_some_and(|all| all.iter().any(|(known, _)| *known == first))
            || cx.own.is_some_and(|own| {
                let member = self.table(own.table).and_then(|table| table.member(first));
                matches!(member, Some(Member::Column(_)))
            });
        if is_hidden { (self.current, text) } else { self.used.walk(self.current, text) }
    }

    /// The table that a dotted name begins with, and what follows it.
    pub fn table_named<'t>(&self, text: &'t str, cx: Context<'_>) -> Option<(TableId, &'t str)> {
        let (file, rest) = self.walk(text, cx);
        let (first, after) = rest.split_once('.').unwrap_or((rest, ""));
        Some((self.table_in(file, first)?, after))
    }

    /// The names that a text finds which is read after this one: those of the model itself, not of the files it uses.
    pub fn resumed(&self) -> Scope {
        let mut scope = Scope { current: FileId::default(), ..self.clone() };
        for file in &mut scope.files {
            file.earlier = file.functions.keys().cloned().collect();
        }
        scope
    }

    /// Whether a function was defined in this text.
    pub fn is_new_function(&self, name: &str) -> bool {
        let file = self.file(self.current);
        file.is_some_and(|file| file.functions.contains_key(name) && !file.earlier.contains(name))
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
        self.name_in(self.current, name)
    }

    /// The value of a name of a file.
    pub fn name_in(&self, file: FileId, name: &str) -> Option<Bound> {
        self.file(file)?.names.get(name).copied()
    }

    /// The names of the script, or of the file that is read, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names_in(self.current)
    }

    /// The names of a file, in no order.
    pub fn names_in(&self, file: FileId) -> impl Iterator<Item = &str> {
        self.file(file).into_iter().flat_map(|file| file.names.keys().map(Box::as_ref))
    }

    /// Makes room for more names, so that their table need not grow as they come.
    pub fn reserve_names(&mut self, count: usize) {
        if let Some(file) = self.file_mut() {
            file.names.reserve(count);
        }
    }

    /// Gives a name a value.
    pub fn bind(&mut self, name: &str, bound: Bound) {
        if let Some(file) = self.file_mut() {
            file.names.insert(name.into(), bound);
        }
    }

    /// A table.
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.tables.get(id.0 as usize)
    }

    /// The table with a name.
    pub fn table_id(&self, name: &str) -> Option<TableId> {
        self.table_in(self.current, name)
    }

    /// The table of a file with a name.
    pub fn table_in(&self, file: FileId, name: &str) -> Option<TableId> {
        self.file(file)?.table_ids.get(name).copied()
    }

    /// The tables, in the order in which they were defined.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Defines a table, which the file that is read calls `name`.
    pub fn define_table(&mut self, name: &str, table: Table) -> TableId {
        let id = TableId(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        if let Some(file) = self.file_mut() {
            file.table_ids.insert(name.to_owned(), id);
        }
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
        self.file(self.current)?.functions.get(name)
    }

    /// The names of these functions, in no order.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.file(self.current).into_iter().flat_map(|file| file.functions.keys().map(String::as_str))
    }

    /// Defines a function.
    pub fn define_function(&mut self, name: &str, definition: Definition) {
        if let Some(file) = self.file_mut() {
            file.earlier.remove(name);
            file.functions.insert(name.to_owned(), definition);
        }
    }
}
