//! Parsing the formulas of a model into one tree.

use std::collections::HashMap;
use std::sync::Arc;

use super::file::{self, Check, Entry, ModelFile, Name, Table, Value};
use super::scenarios::{Claim, Claims};
use crate::syntax::{self, Ast, NodeId, Statement, StatementKind};
use crate::text::diagnostic::Diagnostic;
use crate::text::list;
use crate::text::source::{Span, Text};
use crate::worksheet::By;

/// A parsed value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Formula {
    /// An expression.
    Root(NodeId),
    /// A TOML number.
    Number(f64, Span),
    /// A TOML boolean.
    Truth(bool, Span),
    /// Observed values, which the entry has.
    Data(Span),
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
    /// The values that it has replaced, the last one first.
    pub was: Vec<(Formula, &'a Value)>,
    /// The value that a scenario or `--set` puts in its place.
    pub set: Option<Given<'a>>,
}

/// A value in place of that of the model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    pub formula: Formula,
    pub claim: &'a Claim,
}

/// An input or an estimate by its index.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Input(usize),
    Estimate(usize),
    /// A cell, by its table, its column and its row.
    Cell(usize, usize, usize),
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
    /// The value that a scenario or `--set` puts in its place.
    pub set: Option<Given<'a>>,
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
        let cells =
            cells.flat_map(|cell| [cell.own.map(|(_, own)| own), cell.set.map(|given| given.formula)]);
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
    /// The values that do not count in this run.
    pub idle: Vec<(Target, Given<'a>)>,
    /// The names that `--set` gives and the model does not have.
    pub unknown: Vec<String>,
}

impl<'a> Parsed<'a> {
    /// Returns the names of inputs, estimates and tables.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        let items = self.inputs.iter().chain(&self.estimates).map(|item| item.entry.name.text.as_str());
        items.chain(self.tables.iter().map(|rows| rows.table.name.text.as_str()))
    }

    /// Returns where the value stands that replaces another.
    fn set(&mut self, target: Target) -> Option<&mut Option<Given<'a>>> {
        match target {
            Target::Input(at) => self.inputs.get_mut(at).map(|item| &mut item.set),
            Target::Estimate(at) => self.estimates.get_mut(at).map(|item| &mut item.set),
            Target::Cell(table, column, row) => {
                let column = self.tables.get_mut(table)?.columns.get_mut(column)?;
                column.cells.get_mut(row).map(|cell| &mut cell.set)
            }
        }
    }

    /// Returns a column by the place of its table and its own.
    pub fn column(&self, (table, column): (usize, usize)) -> Option<&Column<'a>> {
        self.tables.get(table)?.columns.get(column)
    }
}

/// Parses all formulas of a model; errors go to `diagnostics`.
pub(super) fn parse<'a>(
    file: &'a ModelFile,
    (name, is_one): (&str, bool),
    claims: &'a Claims,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<'a> {
    let mut reader = Reader { ast: Ast::new(), name, diagnostics };
    let functions = reader.all_functions(file);
    let units = file.units.iter().map(|entry| (entry, reader.value(&entry.value))).collect();
    let inputs: Vec<Item<'a>> = file.all_inputs().map(|entry| reader.item(entry)).collect();
    let estimates: Vec<Item<'a>> = file.all_estimates().map(|entry| reader.item(entry)).collect();
    let tables: Vec<Rows<'a>> = file.tables.iter().map(|table| reader.rows(table)).collect();
    let checks = file.checks.iter().map(|check| (check, reader.text(&check.formula))).collect();
    let mut parsed = Parsed {
        ast: Arc::default(),
        units,
        inputs,
        estimates,
        tables,
        checks,
        functions,
        idle: Vec::new(),
        unknown: Vec::new(),
    };
    if !(claims.chosen.is_empty() && claims.idle.is_empty()) {
        reader.claims(claims, file, is_one, &mut parsed);
    }
    parsed.ast = Arc::new(reader.ast);
    parsed
}

struct Reader<'d> {
    ast: Ast,
    /// The name of the model.
    name: &'d str,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn item<'a>(&mut self, entry: &'a Entry) -> Item<'a> {
        let mut replaced = Vec::new();
        let mut next = entry.was.as_ref();
        while let Some(was) = next {
            replaced.push((self.value(&was.value), &was.value));
            next = was.was.as_ref();
        }
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
            was: replaced,
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
            Value::Data { span, .. } => Formula::Data(*span),
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

    /// Reads the functions of all files; one of a later file replaces that of an earlier one.
    fn all_functions(&mut self, file: &ModelFile) -> Vec<Statement> {
        let mut all: Vec<Statement> = Vec::new();
        for (at, text) in file.functions.iter().enumerate() {
            let own = self.functions(text);
            let names: Vec<&str> = own.iter().filter_map(|statement| self.name_of(statement)).collect();
            all.retain(|known| self.name_of(known).is_none_or(|name| !names.contains(&name)));
            all.extend(own);
            for (_, without) in file.without_functions.iter().filter(|(before, _)| *before == at + 1) {
                let before = all.len();
                all.retain(|known| self.name_of(known) != Some(&without.text));
                if all.len() == before {
                    self.diagnostics.push(no_function(without));
                }
            }
        }
        for (_, without) in file.without_functions.iter().filter(|(before, _)| *before == 0) {
            self.diagnostics.push(no_function(without));
        }
        all
    }

    fn name_of(&self, statement: &Statement) -> Option<&str> {
        match &statement.kind {
            StatementKind::Function(function) => Some(self.ast.str(function.name.0)),
            _ => None,
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

    /// Puts the values of scenarios and of the command line beside what they replace.
    fn claims<'a>(&mut self, claims: &'a Claims, file: &ModelFile, is_one: bool, parsed: &mut Parsed<'a>) {
        let inputs = parsed.inputs.iter().enumerate().map(|(at, item)| (item, Target::Input(at)));
        let estimates = parsed.estimates.iter().enumerate().map(|(at, item)| (item, Target::Estimate(at)));
        let places: HashMap<&str, Target> =
            inputs.chain(estimates).map(|(item, at)| (item.entry.name.text.as_str(), at)).collect();
        let chosen = claims.chosen.iter().map(|claim| (claim, true));
        for (claim, counts) in chosen.chain(claims.idle.iter().map(|claim| (claim, false))) {
            let given = Given { formula: self.value(&claim.value), claim };
            let name = claim.name.text.as_str();
            let Some(target) = places.get(name).copied().or_else(|| cell(&parsed.tables, name)) else {
                match claim.by {
                    By::Set | By::File(_) if !is_one => parsed.unknown.push(claim.name.text.clone()),
                    _ => self.unknown_set(&claim.name, file),
                }
                continue;
            };
            match parsed.set(target) {
                Some(set) if counts => {
                    match set.replace(given) {
                        Some(before) if before.claim.by == claim.by => {
                            self.diagnostics.push(set_twice(&claim.name));
                        }
                        // It gives way, and must be right all the same.
                        Some(before) => parsed.idle.push((target, before)),
                        None => {}
                    }
                }
                _ => parsed.idle.push((target, given)),
            }
        }
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
        let error = Diagnostic::error(
            "E0510",
            format!(
                "`{}` has no {} `{}` to set",
                self.name,
                if name.text.contains('.') { "cell" } else { "input or estimate" },
                name.text
            ),
        )
        .at(name.span, "");
        self.diagnostics.push(match near.as_slice() {
            [] => error,
            near => error.help(list::did_you_mean(near)),
        });
    }
}

/// Returns the cell that a dotted name says: `instance.m5_large.price`.
fn cell(tables: &[Rows<'_>], name: &str) -> Option<Target> {
    let (table, rest) = name.split_once('.')?;
    let (row, column) = rest.split_once('.')?;
    let at = tables.iter().position(|rows| rows.table.name.text == table)?;
    let rows = tables.get(at)?;
    let row = rows.table.rows.iter().position(|known| known.name.text == row)?;
    let column = rows.columns.iter().position(|known| known.name.text == column)?;
    Some(Target::Cell(at, column, row))
}

/// Returns a name's text and place.
pub(super) fn place(name: &Name) -> (&str, Span) {
    (&name.text, name.span)
}

fn no_function(without: &Name) -> Diagnostic {
    let message = format!("the model that this one extends has no function `{}`", without.text);
    Diagnostic::error("E0510", message).at(without.span, "")
}

/// A name that `--set` gives twice on one command line.
fn set_twice(name: &Name) -> Diagnostic {
    Diagnostic::error("E0518", format!("`{}` is set twice", name.text))
        .at(name.span, "the second value")
        .help("give each name once: only one of the values can count")
}
