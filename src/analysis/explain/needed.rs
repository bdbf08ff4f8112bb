//! The contents of an explanation: a script's items, or the part of a model that some estimates depend on, in the order
//! in which a person computes it.

use std::collections::{HashMap, HashSet};

use super::body::Meaning;
use super::derive::{Deriver, Entry};
use super::one_line::on_one_line;
use super::{Derived, Kind, Settings};
use crate::lower::Type;
use crate::run::Run;
use crate::syntax::Node;
use crate::text::diagnostic::Diagnostic;
use crate::worksheet::{Beside, Cell, Column, Item, Role, Worksheet, model as models};

/// Derives all items of a script.
///
/// # Errors
///
/// Returns the errors of conditions that are undecided and of values without a result.
pub(super) fn script(sheet: &Worksheet, settings: &Settings) -> Result<Derived, Vec<Diagnostic>> {
    let mut deriver = Deriver::new(sheet.compiled().clone());
    let only_names = sheet.items().iter().all(|item| item.name.is_some());
    let asking = Run::new(sheet.compiled(), &settings.uncertainty, &[]);
    let mut undecided = Vec::new();
    for item in sheet.items() {
        let Some(root) = item.root else { continue };
        if asking.is_undecided(item.shown, item.slot) {
            if item.name.is_none() || only_names {
                undecided.push((item.slot, root));
            }
            continue;
        }
        let kind = match item.role {
            Role::Result => Kind::Result,
            Role::Input => Kind::Input,
            Role::Estimate => Kind::Estimate,
        };
        let text = on_one_line(sheet.ast().written(root));
        let mut entry = Entry::new(kind, item.name.clone(), text, (item.shown, item.slot));
        if item.role == Role::Input {
            entry.written = item.literal.as_ref().map(|literal| literal.written.clone());
        } else {
            entry.before = deriver.before(sheet.ast().span(root));
        }
        let at = deriver.formula(entry, sheet.ast(), root);
        if let Some(name) = &item.name {
            deriver.names.insert(name.clone(), Meaning::Entry(at));
        }
    }
    deriver.derived(sheet, &undecided, settings)
}

/// Derives the named estimates of a model, or all, with their dependencies.
///
/// # Errors
///
/// Returns an error if the model has no estimate or input of a name, or the errors of values without a result.
pub(super) fn model(
    sheet: &Worksheet,
    names: &[String],
    settings: &Settings,
) -> Result<Derived, Vec<Diagnostic>> {
    let needed = Needed::of(sheet, names).map_err(|error| vec![error])?;
    let mut deriver = Deriver::new(sheet.compiled().clone());
    deriver.used = sheet.used();
    for (_, item) in sheet.inputs().iter().enumerate().filter(|(at, _)| needed.inputs.contains(at)) {
        let at = deriver.given(given(item));
        deriver.names.extend(item.name.clone().map(|name| (name, Meaning::Entry(at))));
    }
    for (column, name, cell) in cells(sheet, &needed) {
        let slot = deriver.reported(cell.value, cell.span);
        let mut entry = Entry::new(Kind::Input, Some(name), cell.formula.clone(), (cell.value, slot));
        if cell.root.is_some() {
            entry.written = cell.literal.as_ref().map(|literal| literal.written.clone());
        }
        let at = deriver.given(entry);
        deriver.cells.entry(column).or_default().push(at);
    }
    let ast = sheet.ast();
    let asking = Run::new(sheet.compiled(), &settings.uncertainty, &[]);
    let mut undecided = Vec::new();
    for at in needed.estimates {
        let Some(item) = sheet.estimates().get(at) else { continue };
        if let (Some(root), true) = (item.root, asking.is_undecided(item.shown, item.slot)) {
            undecided.push((item.slot, root));
        }
        let names_any = |root| ast.below(root).any(|id| matches!(ast.node(id), Node::Name { .. }));
        let at = match item.root {
            // `--set` may give a formula as well.
            Some(root) if !item.is_set || names_any(root) => {
                let mut entry = given(item);
                entry.is_estimate();
                let place = if item.unit().is_some() { item.span } else { ast.span(root) };
                entry.before = deriver.before(place);
                deriver.formula(entry, ast, root)
            }
            _ => deriver.given(given(item)),
        };
        deriver.names.extend(item.name.clone().map(|name| (name, Meaning::Entry(at))));
    }
    deriver.derived(sheet, &undecided, settings)
}

/// The dependencies of the wanted estimates of a model.
struct Needed {
    /// The indices of the inputs.
    inputs: HashSet<usize>,
    /// The columns as `table.column`.
    columns: HashSet<String>,
    /// The indices of the estimates, each after the estimates that it names.
    estimates: Vec<usize>,
}

impl Needed {
    fn of(sheet: &Worksheet, names: &[String]) -> Result<Needed, Diagnostic> {
        let places = |items: &[Item]| -> HashMap<String, usize> {
            let items = items.iter().enumerate();
            items.filter_map(|(at, item)| Some((item.name.clone()?, at))).collect()
        };
        let (inputs, estimates) = (places(sheet.inputs()), places(sheet.estimates()));
        let mut needed = Needed { inputs: HashSet::new(), columns: HashSet::new(), estimates: Vec::new() };
        let mut wanted: Vec<usize> = Vec::new();
        for name in names {
            match (estimates.get(name), inputs.get(name)) {
                (Some(at), _) => wanted.push(*at),
                (None, Some(at)) => {
                    needed.inputs.insert(*at);
                }
                (None, None) => {
                    let known = sheet.estimates().iter().filter_map(|item| item.name.as_deref());
                    let message = format!("the model has no estimate and no input `{name}`");
                    let known: Vec<&str> = known.collect();
                    return Err(crate::analysis::unknown_name(message, name, &known));
                }
            }
        }
        if names.is_empty() {
            wanted = (0..sheet.estimates().len()).collect();
            if wanted.is_empty() {
                needed.inputs = (0..sheet.inputs().len()).collect();
            }
        }
        // Depth first, each estimate once; the names in a formula are visited in order.
        let mut met: HashSet<usize> = HashSet::new();
        for root in wanted {
            let mut stack = vec![(root, false)];
            while let Some((at, is_done)) = stack.pop() {
                if is_done {
                    needed.estimates.push(at);
                    continue;
                }
                let Some(item) = sheet.estimates().get(at).filter(|_| met.insert(at)) else { continue };
                stack.push((at, true));
                needed.add_columns(sheet, item);
                let names =
                    models::names(sheet.ast(), item.root, item.name.as_deref(), sheet.compiled().units());
                let names = names.into_iter().map(|name| sheet.full_name(item, name));
                for name in names.collect::<Vec<_>>().into_iter().rev() {
                    let name =
                        value_in(&name, |name| inputs.contains_key(name) || estimates.contains_key(name));
                    needed.inputs.extend(inputs.get(name).copied());
                    if let Some(at) = estimates.get(name).filter(|at| !met.contains(at)) {
                        stack.push((*at, false));
                    }
                }
            }
        }
        Ok(needed)
    }

    /// Adds the table columns named in an item's formula.
    fn add_columns(&mut self, sheet: &Worksheet, item: &Item) {
        let ast = sheet.ast();
        let Some(root) = item.root else { return };
        self.columns.extend(ast.below(root).filter_map(|id| match ast.node(id) {
            Node::Name { text, .. } => {
                let text = sheet.full_name(item, ast.str(text));
                let (table, _) = text.rsplit_once('.')?;
                sheet.tables().iter().any(|known| known.name == table).then(|| text.into_owned())
            }
            _ => None,
        }));
    }
}

/// Returns the value that a dotted name begins with: the `feed.best` of `feed.best.price`.
fn value_in(name: &str, is_value: impl Fn(&str) -> bool) -> &str {
    let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
    let mut starts = ends.filter_map(|end| name.get(..end));
    starts.find(|start| is_value(start)).unwrap_or(name)
}

/// Returns the cells of the needed columns, row by row: the column, the cell's name and the cell.
fn cells<'s>(sheet: &'s Worksheet, needed: &Needed) -> Vec<(String, String, &'s Cell)> {
    let mut cells = Vec::new();
    for table in sheet.tables() {
        // A computed cell need not have a value where its row is excluded, and the end of open tiers has none.
        let is_given = |(at, column): (usize, &Column)| {
            let mut cells = table.rows.iter().filter_map(|row| row.cells.get(at));
            column.formula.is_none()
                && cells.all(|cell| matches!(cell.value.kind, Type::Bool | Type::Quantity(_)))
        };
        let given: Vec<bool> = table.columns.iter().enumerate().map(is_given).collect();
        for row in &table.rows {
            for ((cell, column), given) in row.cells.iter().zip(&table.columns).zip(&given) {
                let (row, column) = (&row.name, &column.name);
                let full = format!("{}.{column}", table.name);
                if *given && needed.columns.contains(&full) {
                    cells.push((full, format!("{}.{row}.{column}", table.name), cell));
                }
            }
        }
    }
    cells
}

/// Creates the entry of an input, or of an estimate given by `--set`.
fn given(item: &Item) -> Entry {
    let mut entry = Entry::new(Kind::Input, item.name.clone(), item.formula.clone(), (item.shown, item.slot));
    if item.unit().is_none() && item.root.is_some() {
        entry.written = item.literal.as_ref().map(|literal| literal.written.clone());
    }
    if let Some(beside) = item.beside.as_deref() {
        let Beside { unit, note, source, .. } = beside.clone();
        (entry.unit, entry.note, entry.source) = (unit, note, source);
    }
    entry.set = item.is_set;
    entry
}
