//! Parsing the formulas of a model into one tree.

use std::sync::Arc;

use super::file::{self, Check, Entry, ModelFile, Name, Table, Value};
use crate::syntax::{self, Ast, NodeId, Statement, StatementKind};
use crate::text::diagnostic::Diagnostic;
use crate::text::list;
use crate::text::source::{Span, Text};

/// A parsed value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Formula {
    /// An expression.
    Root(NodeId),
    /// A TOML number.
    Number(f64, Span),
    /// A TOML boolean.
    Truth(bool, Span),
    /// A cell that is the open end of tiers, `"rest"`.
    Rest(Span),
    /// An invalid value, for which an error was reported.
    Invalid,
}

impl Formula {
    /// Returns its expression, if it is one.
    pub fn root(self) -> Option<NodeId> {
        match self {
            Formula::Root(root) => Some(root),
            _ => None,
        }
    }
}

/// An input or an estimate with its formula parsed.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub entry: &'a Entry,
    pub value: Formula,
    /// The unit to print in, as an index into the tree's targets.
    pub unit: Option<u32>,
    pub min: Option<Formula>,
    pub max: Option<Formula>,
    /// What it is expected to be.
    pub expect: Option<Box<Formula>>,
    /// The value of `--set` that replaces it, and its text.
    pub set: Option<(Formula, &'a Text)>,
}

/// A table with its formulas parsed.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    pub table: &'a Table,
    /// The columns: those that are given, then those that are computed.
    pub columns: Vec<Column<'a>>,
}

/// A column of a table.
#[derive(Debug)]
pub(super) struct Column<'a> {
    pub name: &'a Name,
    /// Its formula, if it is computed for every row.
    pub computed: Option<Item<'a>>,
    /// The cell of the rows that leave it out.
    pub default: Option<(&'a Entry, Formula)>,
    /// Its cells, row by row.
    pub cells: Vec<Cell<'a>>,
}

/// A cell of a table.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    /// The cell as it stands in its row, with its formula; `None` if that has none.
    pub own: Option<(&'a Entry, Formula)>,
    /// The value of `--set` that replaces it, and its text.
    pub set: Option<(Formula, &'a Text)>,
}

impl<'a> Column<'a> {
    /// Returns the entry and the formula of a cell: its own, the default, or that of the column.
    pub fn given(&self, cell: &Cell<'a>) -> Option<(&'a Entry, Formula)> {
        let computed = self.computed.as_ref().map(|item| (item.entry, item.value));
        cell.own.or(self.default).or(computed)
    }

    /// Returns all its formulas.
    pub fn formulas(&self) -> impl Iterator<Item = Formula> {
        let cells = self.cells.iter();
        let cells = cells.flat_map(|cell| [cell.own.map(|(_, own)| own), cell.set.map(|(set, _)| set)]);
        let default = self.default.map(|(_, default)| default);
        let computed = self.computed.as_ref().map(|item| item.value);
        cells.chain([default, computed]).flatten()
    }
}

/// A model with its formulas parsed.
pub(super) struct Parsed<'a> {
    pub ast: Arc<Ast>,
    pub units: Vec<(&'a Entry, Formula)>,
    pub inputs: Vec<Item<'a>>,
    pub estimates: Vec<Item<'a>>,
    pub tables: Vec<Rows<'a>>,
    pub checks: Vec<(&'a Check, Formula)>,
    pub functions: Vec<Statement>,
}

impl<'a> Parsed<'a> {
    /// Returns the names of inputs, estimates and tables.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        let items = self.inputs.iter().chain(&self.estimates).map(|item| item.entry.name.text.as_str());
        items.chain(self.tables.iter().map(|rows| rows.table.name.text.as_str()))
    }

    /// Returns a column by the place of its table and its own.
    pub fn column(&self, (table, column): (usize, usize)) -> Option<&Column<'a>> {
        self.tables.get(table)?.columns.get(column)
    }
}

/// Parses all formulas of a model; errors go to `diagnostics`.
pub(super) fn parse<'a>(
    file: &'a ModelFile,
    name: &str,
    sets: &'a [(Name, Text)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<'a> {
    let mut reader = Reader { ast: Ast::new(), name, diagnostics };
    let functions = file.functions.as_ref().map_or_else(Vec::new, |text| reader.functions(text));
    let units = file.units.iter().map(|entry| (entry, reader.value(&entry.value))).collect();
    let mut inputs: Vec<Item<'a>> = file.all_inputs().map(|entry| reader.item(entry)).collect();
    let mut estimates: Vec<Item<'a>> = file.all_estimates().map(|entry| reader.item(entry)).collect();
    let mut tables: Vec<Rows<'a>> = file.tables.iter().map(|table| reader.rows(table)).collect();
    let checks = file.checks.iter().map(|check| (check, reader.text(&check.formula))).collect();
    for (name, text) in sets {
        let formula = reader.text(text);
        let found = inputs.iter_mut().chain(&mut estimates).find(|item| item.entry.name.text == name.text);
        match found {
            Some(Item { set: Some(_), .. }) => {
                reader.diagnostics.push(set_twice(name));
            }
            Some(item) => item.set = Some((formula, text)),
            None => match cell(&mut tables, &name.text) {
                Some(Cell { set: Some(_), .. }) => reader.diagnostics.push(set_twice(name)),
                Some(cell) => cell.set = Some((formula, text)),
                None => reader.unknown_set(name, file),
            },
        }
    }
    Parsed { ast: Arc::new(reader.ast), units, inputs, estimates, tables, checks, functions }
}

struct Reader<'d> {
    ast: Ast,
    /// The name of the model.
    name: &'d str,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn item<'a>(&mut self, entry: &'a Entry) -> Item<'a> {
        let unit = entry.unit.as_ref().and_then(|text| match syntax::unit(&mut self.ast, text) {
            Ok(target) => Some(target),
            Err(error) => {
                self.diagnostics.push(error);
                None
            }
        });
        Item {
            entry,
            value: self.value(&entry.value),
            unit,
            min: entry.min.as_ref().map(|value| self.value(value)),
            max: entry.max.as_ref().map(|value| self.value(value)),
            expect: entry.expect.as_ref().map(|expect| Box::new(self.expectation(&expect.value))),
            set: None,
        }
    }

    fn rows<'a>(&mut self, table: &'a Table) -> Rows<'a> {
        let given = table.columns.iter().zip(&table.defaults).enumerate().map(|(at, (name, default))| {
            let cell = |row: &'a file::Row| Cell {
                own: row
                    .cells
                    .get(at)
                    .and_then(|cell| cell.as_ref())
                    .map(|cell| (cell, self.cell(&cell.value))),
                set: None,
            };
            let cells = table.rows.iter().map(cell).collect();
            let default = default.as_ref().map(|default| (default, self.cell(&default.value)));
            Column { name, computed: None, default, cells }
        });
        let given: Vec<Column<'a>> = given.collect();
        let computed = table.computed.iter().map(|entry| Column {
            name: &entry.name,
            computed: Some(self.item(entry)),
            default: None,
            cells: table.rows.iter().map(|_| Cell { own: None, set: None }).collect(),
        });
        let columns = given.into_iter().chain(computed.collect::<Vec<_>>()).collect();
        Rows { table, columns }
    }

    /// Parses a cell, which may be the open end of tiers.
    fn cell(&mut self, value: &Value) -> Formula {
        match value {
            Value::Formula(text) if text.text.trim() == "rest" => Formula::Rest(text.all()),
            value => self.value(value),
        }
    }

    fn value(&mut self, value: &Value) -> Formula {
        match value {
            Value::Formula(text) => self.text(text),
            Value::Number { value, span, .. } => Formula::Number(*value, *span),
            Value::Bool { value, span } => Formula::Truth(*value, *span),
            Value::Invalid(_) => Formula::Invalid,
        }
    }

    fn expectation(&mut self, value: &Value) -> Formula {
        match value {
            Value::Formula(text) => self.root(text, syntax::expectation),
            value => self.value(value),
        }
    }

    fn text(&mut self, text: &Text) -> Formula {
        self.root(text, syntax::expression)
    }

    fn root(&mut self, text: &Text, read: fn(&mut Ast, &Text) -> Result<NodeId, Diagnostic>) -> Formula {
        match read(&mut self.ast, text) {
            Ok(root) => Formula::Root(root),
            Err(error) => {
                self.diagnostics.push(error);
                Formula::Invalid
            }
        }
    }

    fn functions(&mut self, text: &Text) -> Vec<Statement> {
        let (statements, errors) = syntax::script(&mut self.ast, text);
        self.diagnostics.extend(errors);
        for statement in &statements {
            if !matches!(statement.kind, StatementKind::Function(_)) {
                self.diagnostics.push(
                    Diagnostic::error("E0511", "`functions` may contain function definitions only")
                        .at(statement.span, "not a function definition")
                        .help("an input goes under `[inputs]`, a formula under `[estimates]`, a unit under `[units]`"),
                );
            }
        }
        statements
    }

    fn unknown_set(&mut self, name: &Name, file: &ModelFile) {
        let names = file.all_inputs().chain(file.all_estimates()).map(|entry| entry.name.text.clone());
        let mut names: Vec<String> = names.collect();
        if name.text.contains('.') {
            for table in &file.tables {
                let columns = || table.columns.iter().chain(table.computed.iter().map(|entry| &entry.name));
                let cells = table.rows.iter().flat_map(|row| columns().map(move |column| (row, column)));
                let cells = cells
                    .map(|(row, column)| format!("{}.{}.{}", table.name.text, row.name.text, column.text));
                names.extend(cells);
            }
        }
        let near = crate::text::suggest::nearest(&name.text, names.iter().map(String::as_str), 3);
        let mut error = Diagnostic::error(
            "E0510",
            format!(
                "`{}` has no {} `{}` to set",
                self.name,
                if name.text.contains('.') { "cell" } else { "input or estimate" },
                name.text
            ),
        )
        .at(name.span, "");
        if !near.is_empty() {
            error = error.help(list::did_you_mean(&near));
        }
        self.diagnostics.push(error);
    }
}

/// Returns the cell that a dotted name says: `instance.m5_large.price`.
fn cell<'t, 'a>(tables: &'t mut [Rows<'a>], name: &str) -> Option<&'t mut Cell<'a>> {
    let (table, rest) = name.split_once('.')?;
    let (row, column) = rest.split_once('.')?;
    let rows = tables.iter_mut().find(|rows| rows.table.name.text == table)?;
    let at = rows.table.rows.iter().position(|known| known.name.text == row)?;
    let column = rows.columns.iter_mut().find(|known| known.name.text == column)?;
    column.cells.get_mut(at)
}

/// Returns the text of a value.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Formula(text) => on_one_line(&text.text),
        Value::Number { text, .. } => text.clone(),
        Value::Bool { value, .. } => value.to_string(),
        Value::Invalid(_) => String::new(),
    }
}

/// Joins the lines of a formula and the runs of whitespace in it.
pub(super) fn on_one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) || text.contains("  ") {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.trim().to_owned()
}

/// Returns a name's text and place.
pub(super) fn place(name: &Name) -> (&str, Span) {
    (&name.text, name.span)
}

/// A name that `--set` gives twice on one command line.
fn set_twice(name: &Name) -> Diagnostic {
    Diagnostic::error("E0518", format!("`{}` is set twice", name.text))
        .at(name.span, "the second value")
        .help("give each name once: only one of the values can count")
}
