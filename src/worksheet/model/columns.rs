//! Lowering the tables of a model: cells that are given like inputs, and columns that are computed for every row.

use super::builder::{Builder, Nodes, Shown};
use super::graph::{self, Needs};
use super::parse::{Cell, Column, Formula, Given, Rows};
use super::replace::Replaced;
use crate::lower::{Entry, FileId, Owner, Read, Table, TableId, Type, Value};
use crate::syntax::{Node, NodeId, StatementKind};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;

/// Before the name of a column that is read of some row.
const ANY: &str = "*.";

/// A column, by the place of its table and its own.
pub(super) type Place = (usize, usize);

impl<'a> Builder<'a> {
    /// Declares the names of the tables, their rows and their columns, before the formulas that may use them.
    pub(super) fn declare_tables(&mut self) {
        for rows in &self.parsed.tables {
            let table = rows.table;
            let local = table.name.text.rsplit('.').next().unwrap_or(&table.name.text);
            self.lowering.begin(Entry { file: rows.file, ..Entry::default() });
            self.lowering.refuse_name(local, table.name.span);
            let names = table.rows.iter().map(|row| row.name.text.as_str());
            let columns = rows.columns.iter().map(|column| column.name.text.as_str());
            self.lowering.define_table(local, Table::new(&table.name.text, names, columns));
        }
        self.lowering.begin(Entry::default());
        for (file, statement) in &self.parsed.functions {
            let StatementKind::Function(function) = &statement.kind else { continue };
            let ast = &self.parsed.ast;
            let name = ast.str(function.name.0).to_owned();
            let parameters: Vec<&str> =
                function.parameters.iter().map(|parameter| ast.str(parameter.name.0)).collect();
            let mut read = Vec::new();
            for id in ast.below(function.body) {
                match ast.node(id) {
                    Node::Name { text, .. } if self.is_path(*file, ast.str(text), &parameters) => {
                        read.push(ast.str(text).to_owned());
                    }
                    // A column of a row that is an argument, whatever its table.
                    Node::Name { text, .. } if parameters.contains(&first(ast.str(text))) => {
                        read.extend(ast.str(text).split('.').skip(1).map(|column| format!("{ANY}{column}")));
                    }
                    // A function is defined before those that call it.
                    Node::Call { name, .. } => {
                        read.extend(self.read_by(*file, ast.str(name)).cloned());
                    }
                    _ => {}
                }
            }
            if !read.is_empty() {
                self.functions_read.insert((*file, name), read);
            }
        }
    }

    fn is_path(&self, file: FileId, name: &str, parameters: &[&str]) -> bool {
        !parameters.contains(&first(name)) && self.lowering.table_named(file, name).is_some()
    }

    /// Returns what a function of a file reads of tables.
    pub(super) fn read_by(&self, file: FileId, function: &str) -> impl Iterator<Item = &String> {
        let known = (!self.functions_read.is_empty()).then(|| (file, function.to_owned()));
        known.and_then(|known| self.functions_read.get(&known)).into_iter().flatten()
    }

    /// Lowers the columns whose cells name nothing of the model. Returns the others.
    pub(super) fn lower_given_columns(&mut self) -> Vec<Place> {
        let mut others = Vec::new();
        for (table, rows) in self.parsed.tables.iter().enumerate() {
            for (at, column) in rows.columns.iter().enumerate() {
                let is_given = column.computed.is_none()
                    && column.formulas().all(|formula| self.names_nothing(formula, table));
                if is_given {
                    self.lower_column((table, at));
                } else {
                    others.push((table, at));
                }
            }
        }
        others
    }

    /// Whether a formula names no value of the model, but at most a row.
    fn names_nothing(&self, formula: Formula, table: usize) -> bool {
        let (ast, own) = (&self.parsed.ast, Some(id_of(table)));
        let file = self.parsed.tables.get(table).map_or(FileId::default(), |rows| rows.file);
        let Some(root) = formula.root() else { return true };
        ast.below(root).all(|id| match ast.node(id) {
            Node::Name { text, .. } => {
                let text = ast.str(text);
                let mut names_value = false;
                self.lowering.reads(text, (file, own), &|name| self.is_defined(name), &mut |read| {
                    names_value |= match read {
                        Read::Name(name) => self.lowering.table_named(FileId::default(), &name).is_none(),
                        Read::Column(..) => true,
                    };
                });
                !names_value
            }
            Node::Call { name, .. } => self.read_by(file, ast.str(name)).next().is_none(),
            _ => true,
        })
    }

    /// Whether a name is that of an input, an estimate or a table.
    pub(super) fn is_defined(&self, name: &str) -> bool {
        self.defined.contains(name)
    }

    /// Returns what a formula needs, by the numbers of estimates and columns.
    pub(super) fn needs(
        &self,
        formulas: &[(Formula, Option<&str>)],
        (file, own): (FileId, Option<TableId>),
        nodes: &Nodes<'_>,
    ) -> Needs {
        let ast = &self.parsed.ast;
        let mut needs = Needs::default();
        for (formula, name) in formulas {
            let names = graph::names(ast, formula.root(), *name, self.lowering.units());
            let read = formula.root().map(|root| self.read_by_functions(file, root)).unwrap_or_default();
            for text in names.into_iter().chain(read.iter().map(String::as_str)) {
                if let Some(column) = text.strip_prefix(ANY) {
                    needs.nodes.extend(self.columns_named(column).filter_map(|read| nodes.node(&read)));
                    continue;
                }
                let is_known =
                    self.lowering.reads(text, (file, own), &|name| self.is_defined(name), &mut |read| {
                        needs.nodes.extend(nodes.node(&read));
                    });
                needs.is_open |= !is_known;
            }
        }
        needs
    }

    /// Returns the columns of all tables with a name.
    fn columns_named<'n>(&'n self, name: &'n str) -> impl Iterator<Item = Read<'n>> {
        self.parsed.tables.iter().enumerate().filter_map(move |(table, rows)| {
            let at = rows.columns.iter().position(|column| column.name.text == name)?;
            Some(Read::Column(id_of(table), at))
        })
    }

    /// Returns what the functions that a formula calls read of tables.
    pub(super) fn read_by_functions(&self, file: FileId, root: NodeId) -> Vec<String> {
        let ast = &self.parsed.ast;
        if self.functions_read.is_empty() {
            return Vec::new();
        }
        let calls = ast.below(root).filter_map(|id| match ast.node(id) {
            Node::Call { name, .. } => Some(self.read_by(file, ast.str(name))),
            _ => None,
        });
        calls.flatten().cloned().collect()
    }

    /// Lowers the cells of a column.
    pub(super) fn lower_column(&mut self, (table, at): Place) {
        let parsed = self.parsed;
        let Some((rows, column)) =
            parsed.tables.get(table).and_then(|rows| Some((rows, rows.columns.get(at)?)))
        else {
            return;
        };
        self.lowering.begin_column();
        let mut cells = Vec::with_capacity(column.cells.len());
        let mut default = None;
        for (row, cell) in column.cells.iter().enumerate() {
            let is_default = cell.own.is_none() && cell.set.is_none() && column.computed.is_none();
            let is_refused = cells.last().is_some_and(|last: &Shown| last.value.is_unknown());
            let value = match default.filter(|_| is_default) {
                Some(known) => known,
                // What is wrong in one row is wrong in all.
                None if is_refused && column.computed.is_some() => {
                    Shown { value: Value::UNKNOWN, slot: Value::UNKNOWN.slot }
                }
                None => {
                    let value = self.lower_cell((rows, column), (id_of(table), row), cell);
                    // A default that names nothing is one value for all rows.
                    let given = column.given(cell).map(|(_, formula)| formula);
                    if is_default && given.is_some_and(|formula| self.names_nothing(formula, table)) {
                        default = Some(value);
                    }
                    value
                }
            };
            cells.push(value);
        }
        self.refuse_unlike(column, &mut cells);
        self.lower_futures_of_column((table, at), &cells);
        self.lowering.set_cells(id_of(table), at, cells.iter().map(|cell| cell.value).collect());
        if let Some(known) = self.cells.get_mut(table).and_then(|columns| columns.get_mut(at)) {
            *known = cells;
        }
    }

    fn lower_cell(
        &mut self,
        (rows, column): (&'a Rows<'a>, &'a Column<'a>),
        (id, row): (TableId, usize),
        cell: &'a Cell<'a>,
    ) -> Shown {
        let table = rows.table;
        let unknown = Shown { value: Value::UNKNOWN, slot: Value::UNKNOWN.slot };
        let Some((entry, formula)) = column.given(cell) else { return unknown };
        let of_row = table.rows.get(row);
        let is_default = cell.own.is_none() && column.computed.is_none();
        let name = match (is_default, of_row) {
            (false, Some(of_row)) => {
                format!("{}.{}.{}", table.name.text, of_row.name.text, column.name.text)
            }
            _ => format!("{}.{}", table.name.text, column.name.text),
        };
        let owner = match column.computed {
            Some(_) => Owner::Formula(format!("{}.{}", table.name.text, column.name.text)),
            None => Owner::Input(name.clone()),
        };
        let is_accepted = entry.ok.is_some() || of_row.is_some_and(|row| row.ok.is_some());
        self.lowering.begin(Entry { subject: None, owner, accepts_warnings: is_accepted, file: rows.file });
        let mut value = match formula {
            Formula::Rest(span) => self.rest(column, id, span),
            // A cell that is a literal counts what it says, whatever the other columns are called.
            Formula::Root(root)
                if column.computed.is_none() && self.names_nothing(formula, id.0 as usize) =>
            {
                self.lowering.expression(&self.parsed.ast, root)
            }
            Formula::Root(root) => self.lowering.cell(&self.parsed.ast, root, (id, row)),
            formula => self.formula(formula),
        };
        let of = Replaced {
            name: &name,
            entry,
            formula,
            unit: column.computed.as_ref().and_then(|item| item.unit),
        };
        value = self.kept(of, column.was(cell), value, Some((id, row)));
        if let Some(Given { formula: set, claim }) = cell.set {
            self.lowering.set_owner(Owner::Input(name.clone()));
            let given = self.given(value, set);
            value = self.replaced(of, value, given, claim);
        }
        let given = cell.set.map_or(formula, |given| given.formula);
        let text = (entry.value.span(), cell.set.map(|given| given.claim.value.span()));
        if column.computed.is_none() && cell.set.is_none() {
            self.warn_of_cell_below_zero(&name, value, &entry.value, formula);
        }
        let is_given = column.computed.is_none() || cell.set.is_some();
        if is_given && self.names_nothing(given, id.0 as usize) {
            match self.shared.get(&text) {
                Some(known) => value = *known,
                None => {
                    let fed = self.feed(&[(name, value, entry.value.span())]);
                    value = fed.first().copied().unwrap_or(value);
                    if self.parsed.has_copies() && value.table().is_none() {
                        self.shared.insert(text, value);
                    }
                }
            }
        }
        let shown = match &column.computed {
            Some(item) => self.show(item, value),
            None => Shown { value, slot: self.lowering.reported(value, entry.value.span()) },
        };
        self.lowering.begin(Entry::default());
        shown
    }

    /// Returns the open end of tiers, of the same unit as the first end that has one.
    fn rest(&mut self, column: &'a Column<'a>, id: TableId, span: Span) -> Value {
        let rests =
            column.cells.iter().filter(|cell| matches!(column.given(cell), Some((_, Formula::Rest(_)))));
        let others = column.cells.iter().enumerate().filter_map(|(at, cell)| match column.given(cell)? {
            (_, Formula::Root(root)) => Some((at, root)),
            _ => None,
        });
        let several = rests.count() > 1;
        let like = others.clone().next();
        if several || like.is_none() {
            let message = if several {
                "only one tier can be `\"rest\"`"
            } else {
                "a column of `\"rest\"` alone has no unit"
            };
            self.lowering.report(Diagnostic::error("E0205", message).at(span, "").help(
                "`\"rest\"` is the open end of the last tier; the others end at an amount, like `\"10 TB/month\"`",
            ));
            return Value::UNKNOWN;
        }
        let like = like.map(|(at, root)| self.lowering.type_of_cell(&self.parsed.ast, root, (id, at)));
        match like.and_then(Value::quantity) {
            Some(quantity) => self.lowering.rest(quantity, span),
            None => Value::UNKNOWN,
        }
    }

    /// Reports a computed column whose rows are of several dimensions.
    fn refuse_unlike(&mut self, column: &Column<'a>, cells: &mut [Shown]) {
        let Some(item) = &column.computed else { return };
        let is_like = |one: Type, other: Type| match (one, other) {
            (Type::Quantity(x), Type::Quantity(y)) => x.dimension == y.dimension,
            (Type::Unknown, _) | (_, Type::Unknown) => true,
            (one, other) => one == other,
        };
        let Some(first) = cells.iter().map(|cell| cell.value).find(|value| !value.is_unknown()) else {
            return;
        };
        let odd = cells.iter().map(|cell| cell.value).find(|value| !is_like(first.kind, value.kind));
        let Some(odd) = odd else { return };
        let units = self.lowering.units();
        let [one, other] = [first, odd].map(|value| value.words(units));
        let name = &column.name.text;
        let error = Diagnostic::error(
            "E0301",
            format!("the rows differ: `{name}` is {one} in one, and {other} in another"),
        )
        .at(item.entry.value.span(), "")
        .help("the cells of a column are of one dimension: look for a unit that one of them lacks");
        self.lowering.report(error);
        for cell in cells {
            cell.value = Value::UNKNOWN;
        }
    }
}

/// Returns the first word of a dotted name.
fn first(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Returns the number of a table, which are defined in the order of the file.
pub(super) fn id_of(table: usize) -> TableId {
    TableId(u32::try_from(table).unwrap_or(u32::MAX))
}
