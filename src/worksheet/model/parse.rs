//! Parsing the formulas of a model into one tree.

use std::sync::Arc;

use super::claim::{Claim, Claims};
use super::file::{self, Check, Entry, ModelFile, Name, Table, Value};
use super::uses::Part;
use crate::lower::{FileId, Used};
use crate::syntax::{self, Ast, NodeId, Statement, StatementKind};
use crate::text::diagnostic::Diagnostic;
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
    /// The file that it stands in.
    pub file: FileId,
}

/// A value in place of that of the model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    pub formula: Formula,
    pub claim: &'a Claim,
}

/// An input or an estimate by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Input(usize),
    Estimate(usize),
    /// A cell, by its table, its column and its row.
    Cell(usize, usize, usize),
}

/// A table with its formulas parsed.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    /// The file that it stands in.
    pub file: FileId,
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
    /// The values that the default has replaced, the last one first.
    pub default_was: Vec<(Formula, &'a Value)>,
    /// Its cells, row by row.
    pub cells: Vec<Cell<'a>>,
}

/// A cell of a table.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    /// The cell as it stands in its row, with its formula; `None` if that has none.
    pub own: Option<(&'a Entry, Formula)>,
    /// The values that it has replaced, the last one first.
    pub was: Vec<(Formula, &'a Value)>,
    /// The value that a scenario or `--set` puts in its place.
    pub set: Option<Given<'a>>,
}

impl<'a> Column<'a> {
    /// Returns the entry and the formula of a cell: its own, the default, or that of the column.
    pub fn given(&self, cell: &Cell<'a>) -> Option<(&'a Entry, Formula)> {
        let computed = self.computed.as_ref().map(|item| (item.entry, item.value));
        cell.own.or(self.default).or(computed)
    }

    /// Returns the values that a cell has replaced.
    pub fn was<'c>(&'c self, cell: &'c Cell<'a>) -> &'c [(Formula, &'a Value)] {
        match (&cell.own, &self.default, &self.computed) {
            (Some(_), ..) => &cell.was,
            (None, Some(_), _) => &self.default_was,
            (None, None, computed) => computed.as_ref().map_or(&[], |item| &item.was),
        }
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

/// A value that grows, with what is said of it parsed.
#[derive(Debug)]
pub(super) struct Grown {
    pub target: Target,
    pub file: FileId,
    /// Its name in all of the model.
    pub name: String,
    /// Where the value stands.
    pub place: Span,
    pub rate: Option<(Formula, Span)>,
    pub saturates: Option<(Formula, Span)>,
    /// From when on it is another value.
    pub steps: Vec<[(Formula, Span); 2]>,
}

/// A model with its formulas parsed.
pub(super) struct Parsed<'a> {
    pub ast: Arc<Ast>,
    pub units: Vec<(FileId, &'a Entry, Formula)>,
    pub inputs: Vec<Item<'a>>,
    pub estimates: Vec<Item<'a>>,
    pub tables: Vec<Rows<'a>>,
    pub checks: Vec<(&'a Check, Formula)>,
    pub functions: Vec<(FileId, Statement)>,
    /// The values that do not count in this run.
    pub idle: Vec<(Target, Given<'a>)>,
    /// What is said of the future of inputs and cells.
    pub grown: Vec<Grown>,
    /// How long checks must hold, each with the number of its check.
    pub horizons: Vec<(usize, Formula, Span)>,
    has_copies: bool,
    /// The names that `--set` gives and the model does not have.
    pub unknown: Vec<String>,
}

impl<'a> Parsed<'a> {
    /// Returns the names of inputs, estimates and tables.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        let items = self.inputs.iter().chain(&self.estimates).map(|item| item.entry.name.text.as_str());
        items.chain(self.tables.iter().map(|rows| rows.table.name.text.as_str()))
    }

    /// Whether a file is read more than once, since a `use` sets values in it.
    pub fn has_copies(&self) -> bool {
        self.has_copies
    }

    /// Returns the name of an estimate in the first copy of its file, unless that is its own.
    pub fn first_copy(&self, item: &Item<'a>) -> Option<&'a str> {
        if !self.has_copies {
            return None;
        }
        let place = item.entry.value.span();
        let first = self.estimates.iter().find(|other| other.entry.value.span() == place)?;
        (first.file != item.file).then_some(first.entry.name.text.as_str())
    }

    /// Returns where the value stands that replaces another.
    pub fn set(&mut self, target: Target) -> Option<&mut Option<Given<'a>>> {
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
    parts: &'a [Part],
    used: &Used,
    is_one: bool,
    claims: &'a Claims,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<'a> {
    let mut reader = Reader { ast: Ast::new(), diagnostics };
    let mut parsed = Parsed {
        ast: Arc::default(),
        units: Vec::new(),
        inputs: Vec::new(),
        estimates: Vec::new(),
        tables: Vec::new(),
        checks: Vec::new(),
        functions: Vec::new(),
        idle: Vec::new(),
        grown: Vec::new(),
        horizons: Vec::new(),
        has_copies: claims.chosen.iter().any(|claim| matches!(claim.by, By::Use(_))),
        unknown: Vec::new(),
    };
    for Part { id, file, .. } in parts {
        let functions = reader.all_functions(file);
        parsed.functions.extend(functions.into_iter().map(|function| (*id, function)));
        for entry in &file.units {
            // A file is read once, however often it is used.
            if !parsed.units.iter().any(|(_, known, _)| known.name.span == entry.name.span) {
                parsed.units.push((*id, entry, reader.value(&entry.value)));
            }
        }
        parsed.inputs.extend(file.all_inputs().map(|entry| reader.item(entry, *id)));
        parsed.estimates.extend(file.all_estimates().map(|entry| reader.item(entry, *id)));
        parsed.tables.extend(file.tables.iter().map(|table| reader.rows(table, *id)));
        parsed.checks.extend(file.checks.iter().map(|check| (check, reader.text(&check.formula))));
    }
    parsed.checks.extend(claims.asked.iter().map(|check| (check, reader.text(&check.formula))));
    reader.future(&mut parsed);
    if !(claims.chosen.is_empty() && claims.idle.is_empty()) {
        reader.claims(claims, (parts, used), is_one, &mut parsed);
    }
    parsed.ast = Arc::new(reader.ast);
    parsed
}

pub(super) struct Reader<'d> {
    ast: Ast,
    pub diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn item<'a>(&mut self, entry: &'a Entry, file: FileId) -> Item<'a> {
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
            was: self.replaced(entry),
            set: None,
            file,
        }
    }

    /// Parses the values that an entry has replaced.
    fn replaced<'a>(&mut self, entry: &'a Entry) -> Vec<(Formula, &'a Value)> {
        let mut replaced = Vec::new();
        let mut next = entry.was.as_ref();
        while let Some(was) = next {
            replaced.push((self.cell(&was.value), &was.value));
            next = was.was.as_ref();
        }
        replaced
    }

    fn rows<'a>(&mut self, table: &'a Table, file: FileId) -> Rows<'a> {
        let given = table.columns.iter().zip(&table.defaults).enumerate().map(|(at, (name, default))| {
            let cell = |row: &'a file::Row| {
                let own = row.cells.get(at).and_then(|cell| cell.as_ref());
                Cell {
                    own: own.map(|cell| (cell, self.cell(&cell.value))),
                    was: own.map(|cell| self.replaced(cell)).unwrap_or_default(),
                    set: None,
                }
            };
            let cells = table.rows.iter().map(cell).collect();
            let default_was = default.as_ref().map(|default| self.replaced(default)).unwrap_or_default();
            let default = default.as_ref().map(|default| (default, self.cell(&default.value)));
            Column { name, computed: None, default, default_was, cells }
        });
        let given: Vec<Column<'a>> = given.collect();
        let computed = table.computed.iter().map(|entry| Column {
            name: &entry.name,
            computed: Some(self.item(entry, file)),
            default: None,
            default_was: Vec::new(),
            cells: table.rows.iter().map(|_| Cell { own: None, was: Vec::new(), set: None }).collect(),
        });
        let columns = given.into_iter().chain(computed.collect::<Vec<_>>()).collect();
        Rows { file, table, columns }
    }

    /// Parses a cell, which may be the open end of tiers.
    fn cell(&mut self, value: &Value) -> Formula {
        match value {
            Value::Formula(text) if text.text.trim() == "rest" => Formula::Rest(text.all()),
            value => self.value(value),
        }
    }

    pub fn value(&mut self, value: &Value) -> Formula {
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

    pub fn text(&mut self, text: &Text) -> Formula {
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
}

/// Returns a name's text and place.
pub(super) fn place(name: &Name) -> (&str, Span) {
    (&name.text, name.span)
}

fn no_function(without: &Name) -> Diagnostic {
    let message = format!("the model that this one extends has no function `{}`", without.text);
    Diagnostic::error("E0510", message).at(without.span, "")
}
