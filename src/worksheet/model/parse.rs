//! Parsing the formulas of a model into one tree.

use std::sync::Arc;

use super::file::{Check, Entry, ModelFile, Name, Table, Value};
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
    /// Observed values, which the entry has.
    Data(Span),
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

/// A model with its formulas parsed.
pub(super) struct Parsed<'a> {
    pub ast: Arc<Ast>,
    pub units: Vec<(&'a Entry, Formula)>,
    pub inputs: Vec<Item<'a>>,
    pub estimates: Vec<Item<'a>>,
    pub tables: Vec<(&'a Table, Vec<Vec<Formula>>)>,
    pub checks: Vec<(&'a Check, Formula)>,
    pub functions: Vec<Statement>,
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
    let tables = file
        .tables
        .iter()
        .map(|table| {
            let rows = table.rows.iter();
            (table, rows.map(|row| row.cells.iter().map(|cell| reader.value(cell)).collect()).collect())
        })
        .collect();
    let checks = file.checks.iter().map(|check| (check, reader.text(&check.formula))).collect();
    for (name, text) in sets {
        let formula = reader.text(text);
        let found = inputs.iter_mut().chain(&mut estimates).find(|item| item.entry.name.text == name.text);
        match found {
            Some(Item { set: Some(_), .. }) => {
                reader.diagnostics.push(set_twice(name));
            }
            Some(item) => item.set = Some((formula, text)),
            None => reader.unknown_set(name, file),
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
        let names: Vec<&str> =
            file.all_inputs().chain(file.all_estimates()).map(|entry| entry.name.text.as_str()).collect();
        let near = crate::text::suggest::nearest(&name.text, names.into_iter(), 3);
        let mut error = Diagnostic::error(
            "E0510",
            format!("`{}` has no input or estimate `{}` to set", self.name, name.text),
        )
        .at(name.span, "");
        if !near.is_empty() {
            error = error.help(list::did_you_mean(&near));
        }
        self.diagnostics.push(error);
    }
}

/// Returns the text of a value.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Formula(text) => on_one_line(&text.text),
        Value::Number { text, .. } => text.clone(),
        Value::Bool { value, .. } => value.to_string(),
        Value::Data { numbers, .. } => in_call(numbers),
        Value::Invalid(_) => String::new(),
    }
}

/// Observed values as a call, without those in the middle if they are many.
fn in_call(numbers: &[f64]) -> String {
    const MOST: usize = 8;
    let text = |numbers: &[f64]| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    match numbers.split_last() {
        Some((last, rest)) if numbers.len() > MOST => {
            format!("data({}, …, {last})", text(rest.get(..MOST - 2).unwrap_or_default()))
        }
        _ => format!("data({})", text(numbers)),
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
