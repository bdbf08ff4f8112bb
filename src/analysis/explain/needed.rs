//! The contents of an explanation: a script's items, or the part of a model that some estimates depend on, in the order
//! in which a person computes it.

use std::collections::{HashMap, HashSet};

use super::body::Meaning;
use super::cells::{Place, RowsOf};
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
    let rows = RowsOf::of(sheet, &settings.uncertainty);
    let needed = Needed::of(sheet, names, &rows).map_err(|error| vec![error])?;
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
    let mut places: HashMap<Place, usize> = HashMap::new();
    for step in &needed.steps {
        let reads = Needed::cells_read(sheet, *step, &rows);
        deriver.beside.clear();
        for (name, place, is_beside) in reads {
            let Some(at) = places.get(&place) else { continue };
            let names = if is_beside { &mut deriver.beside } else { &mut deriver.names };
            names.insert(name, Meaning::Entry(*at));
        }
        let at = match *step {
            Step::Estimate(at) => at,
            Step::Cell(place) => {
                let Some(cell) = place.cell(sheet) else { continue };
                if asking.is_undecided(cell.value, cell.slot) {
                    continue;
                }
                let slot = deriver.reported(cell.value, cell.span);
                let Some(mut entry) = place.entry(sheet, slot) else { continue };
                let names_any = |root| ast.below(root).any(|id| matches!(ast.node(id), Node::Name { .. }));
                let at = match cell.root {
                    Some(root) if names_any(root) => {
                        entry.is_estimate();
                        // The same calls stand in every row, and the trace has one of them.
                        match deriver.calls_any(ast, root) {
                            true => deriver.given(entry),
                            false => deriver.formula(entry, ast, root),
                        }
                    }
                    _ => deriver.given(entry),
                };
                places.insert(place, at);
                continue;
            }
        };
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

/// What is explained by a formula of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    /// An estimate, by its place.
    Estimate(usize),
    Cell(Place),
}

/// The dependencies of the wanted estimates of a model.
struct Needed {
    /// The indices of the inputs.
    inputs: HashSet<usize>,
    /// The columns as `table.column`.
    columns: HashSet<String>,
    /// The estimates and cells, each after those that it names.
    steps: Vec<Step>,
}

impl Needed {
    fn of(sheet: &Worksheet, names: &[String], rows: &RowsOf) -> Result<Needed, Diagnostic> {
        let places = |items: &[Item]| -> HashMap<String, usize> {
            let items = items.iter().enumerate();
            items.filter_map(|(at, item)| Some((item.name.clone()?, at))).collect()
        };
        let (inputs, estimates) = (places(sheet.inputs()), places(sheet.estimates()));
        let mut needed = Needed { inputs: HashSet::new(), columns: HashSet::new(), steps: Vec::new() };
        let mut wanted: Vec<Step> = Vec::new();
        for name in names {
            match (estimates.get(name), inputs.get(name), Place::of(name, None, sheet, rows)) {
                (Some(at), ..) => wanted.push(Step::Estimate(*at)),
                (None, Some(at), _) => {
                    needed.inputs.insert(*at);
                }
                (None, None, Some(cell)) => wanted.push(Step::Cell(cell)),
                (None, None, None) => {
                    let known = sheet.estimates().iter().filter_map(|item| item.name.as_deref());
                    let message = format!("the model has no estimate and no input `{name}`");
                    let known: Vec<&str> = known.collect();
                    return Err(crate::analysis::unknown_name(message, name, &known));
                }
            }
        }
        if names.is_empty() {
            wanted = (0..sheet.estimates().len()).map(Step::Estimate).collect();
            if wanted.is_empty() {
                needed.inputs = (0..sheet.inputs().len()).collect();
            }
        }
        // Depth first, each step once; the names in a formula are visited in order.
        let mut met: HashSet<Step> = HashSet::new();
        for root in wanted {
            let mut stack = vec![(root, false)];
            while let Some((step, is_done)) = stack.pop() {
                if is_done {
                    needed.steps.push(step);
                    continue;
                }
                if !met.insert(step) {
                    continue;
                }
                stack.push((step, true));
                needed.columns.extend(columns_read(sheet, step));
                let cells = Needed::cells_read(sheet, step, rows);
                for name in names_of(sheet, step).into_iter().rev() {
                    if let Some((_, cell, is_beside)) = cells.iter().find(|(known, ..)| *known == name) {
                        stack.push((Step::Cell(*cell), false));
                        if *is_beside {
                            continue;
                        }
                    }
                    let name =
                        value_in(&name, |name| inputs.contains_key(name) || estimates.contains_key(name));
                    needed.inputs.extend(inputs.get(name).copied());
                    stack.extend(estimates.get(name).map(|at| (Step::Estimate(*at), false)));
                }
            }
        }
        Ok(needed)
    }

    /// The cells that a formula reads, each with its name in the formula if it stands beside it, or else in all of the
    /// model.
    fn cells_read(sheet: &Worksheet, step: Step, rows: &RowsOf) -> Vec<(String, Place, bool)> {
        if sheet.tables().is_empty() {
            return Vec::new();
        }
        let items = || sheet.inputs().iter().chain(sheet.estimates());
        let value = |name: &str| items().find(|item| item.name.as_deref() == Some(name));
        let read = |name: String| {
            if let Step::Cell(own) = step
                && let Some(cell) = own.beside(&name, sheet, rows)
            {
                return Some((name, cell, true));
            }
            // A cell has a dotted name.
            let _ = name.find('.')?;
            let before = value_in(&name, |name| value(name).is_some());
            let of = value(before).map(|item| (item.shown, before));
            let cell = Place::of(&name, of, sheet, rows)?;
            Some((name, cell, false))
        };
        names_of(sheet, step).into_iter().filter_map(read).collect()
    }
}

/// The names in a formula: those of cells beside it as they are written, others as in all of the model.
fn names_of(sheet: &Worksheet, step: Step) -> Vec<String> {
    let named = |root, own| models::names(sheet.ast(), root, own, sheet.compiled().units());
    match step {
        Step::Estimate(at) => {
            let Some(item) = sheet.estimates().get(at) else { return Vec::new() };
            let names = named(item.root, item.name.as_deref()).into_iter();
            names.map(|name| sheet.full_name(item, name).into_owned()).collect()
        }
        Step::Cell(place) => {
            let Some(cell) = place.cell(sheet) else { return Vec::new() };
            let (used, file) = (sheet.used(), place.file(sheet));
            let is_beside = |name: &str| place.has_beside(name.split('.').next().unwrap_or(name), sheet);
            let full = |name: &str| match is_beside(name) {
                true => name.to_owned(),
                false => used.full(file, name).into_owned(),
            };
            named(cell.root, None).into_iter().map(full).collect()
        }
    }
}

/// The columns of tables that a formula names.
fn columns_read(sheet: &Worksheet, step: Step) -> Vec<String> {
    let names = names_of(sheet, step).into_iter();
    let is_column = |name: &String| {
        let table = name.rsplit_once('.').map(|(table, _)| table);
        sheet.tables().iter().any(|known| Some(known.name.as_str()) == table)
    };
    names.filter(is_column).collect()
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
