//! A model's derivation: which entries are needed, and in which order a person does them.

use std::collections::{HashMap, HashSet};

use super::build::{self, Builder, Built, Shown};
use super::parse::{self, Formula, Item};
use super::report::Report;
use super::{Settings, graph};
use crate::engine::Slot;
use crate::text::diagnostic::Diagnostic;

use crate::analysis::explain::{Deriver, Entry, Explanation, Kind, Meaning, Shows, Step, written_literal};
use crate::lower::{Type, Value};
use crate::run::show::Show;
use crate::syntax::{Ast, Node};
use crate::text::source::{Span, Text};
use crate::text::suggest;
use crate::worksheet::fault::undecided_truth;

/// Explains all estimates of a model, or those that are named.
pub(crate) fn explain(
    name: &str,
    text: &str,
    names: &[String],
    settings: &Settings,
    mental: bool,
) -> Explanation {
    let mut steps = Vec::new();
    let report = build::with_built(name, text, settings, true, |builder, _, built, report| {
        steps = builder.derive(built, names, (settings, mental), report);
    });
    if !report.is_ok() {
        steps.clear();
    }
    let wanted = |step: &Step| match (&step.name, step.kind) {
        (_, Kind::Formula) => false,
        (Some(name), _) if !names.is_empty() => names.contains(name),
        (_, kind) => kind == Kind::Estimate,
    };
    let answers = steps.iter().enumerate().filter(|(_, step)| wanted(step)).map(|(at, _)| at).collect();
    Explanation {
        answers,
        sources: report.sources,
        model: Some(report.name),
        title: report.title,
        steps,
        reading: report.reading,
        remarks: report.remarks,
        diagnostics: report.diagnostics,
    }
}

/// What is needed for the estimates that are wanted.
struct Needed<'a> {
    inputs: HashSet<usize>,
    /// The columns as `table.column`.
    columns: HashSet<&'a str>,
    /// In an order in which each follows what it names.
    estimates: Vec<usize>,
}

impl<'a> Builder<'a> {
    fn derive(
        &mut self,
        built: &Built,
        names: &[String],
        (settings, mental): (&Settings, bool),
        report: &mut Report,
    ) -> Vec<Step> {
        let Some(needed) = self.needed(names, report) else { return Vec::new() };
        let point = settings.uncertainty.point;
        if !point {
            self.refuse_undecided_among(&needed.estimates, built, report);
        }
        if !report.is_ok() {
            return Vec::new();
        }
        let pins = if point { self.medians(built, settings) } else { Vec::new() };
        let parsed = self.parsed;
        let ast = &parsed.ast;
        let mut cells = self.cells(&needed);
        let mut deriver = Deriver::new(&mut self.lowering);
        let inputs = parsed.inputs.iter().zip(&built.inputs).enumerate();
        for (item, shown) in inputs.filter(|(at, _)| needed.inputs.contains(at)).map(|(_, pair)| pair) {
            let at = deriver.given(given(item, *shown, ast));
            deriver.names.insert(item.entry.name.text.clone(), Meaning::Entry(at));
        }
        for (column, name, cell) in cells.drain(..) {
            let mut entry = Entry::new(Kind::Input, Some(name), cell.formula, (cell.value, cell.slot));
            entry.written = cell.written;
            let at = deriver.given(entry);
            deriver.cells.entry(column).or_default().push(at);
        }
        for at in needed.estimates {
            let (Some(item), Some(shown)) = (parsed.estimates.get(at), built.estimates.get(at)) else {
                continue;
            };
            let name = item.entry.name.text.as_str();
            // What `--set` gives may be a formula as well.
            let (formula, text) = match item.set {
                Some((formula, text)) => (formula, Some(text)),
                None => (item.value, text_of(&item.entry.value)),
            };
            let names_any = |root| ast.below(root).any(|id| matches!(ast.node(id), Node::Name { .. }));
            let at = match (formula, text) {
                (Formula::Root(root), Some(_)) if item.set.is_none() || names_any(root) => {
                    let mut entry = given(item, *shown, ast);
                    entry.is_estimate();
                    let place = if item.unit.is_some() { item.entry.value.span() } else { ast.span(root) };
                    entry.before = deriver.before(place);
                    deriver.formula(entry, ast, root)
                }
                _ => deriver.given(given(item, *shown, ast)),
            };
            deriver.names.insert(name.to_owned(), Meaning::Entry(at));
        }
        let shows = Shows { digits: settings.digits, settings: settings.uncertainty, mental, pins: &pins };
        let (steps, errors) = deriver.steps(&shows);
        let slots = deriver.slots();
        report.diagnostics.extend(errors);
        let uncertain = steps.iter().any(|step| step.shown.spread.is_some());
        if uncertain {
            let show = Show { lowering: &self.lowering, digits: settings.digits, samples: 0, seed: 0 };
            report.reading = show.reading(&slots, &report.sources);
        }
        steps
    }

    /// What the estimates that are named rest on; nothing if one is not there, which has been said.
    fn needed(&self, names: &[String], report: &mut Report) -> Option<Needed<'a>> {
        let parsed = self.parsed;
        let places = |items: &'a [Item<'a>]| -> HashMap<&'a str, usize> {
            items.iter().enumerate().map(|(at, item)| (item.entry.name.text.as_str(), at)).collect()
        };
        let (inputs, estimates) = (places(&parsed.inputs), places(&parsed.estimates));
        let mut needed = Needed { inputs: HashSet::new(), columns: HashSet::new(), estimates: Vec::new() };
        let mut wanted: Vec<usize> = Vec::new();
        for name in names {
            match (estimates.get(name.as_str()), inputs.get(name.as_str())) {
                (Some(at), _) => wanted.push(*at),
                (None, Some(at)) => {
                    needed.inputs.insert(*at);
                }
                (None, None) => {
                    let known: Vec<&str> =
                        parsed.estimates.iter().map(|item| item.entry.name.text.as_str()).collect();
                    report.diagnostics.push(unknown(name, &known));
                    return None;
                }
            }
        }
        if names.is_empty() {
            wanted = (0..parsed.estimates.len()).collect();
            if wanted.is_empty() {
                needed.inputs = (0..parsed.inputs.len()).collect();
            }
        }
        // Depth first, each estimate once, what it names first in the order of its formula.
        let mut met: HashSet<usize> = HashSet::new();
        for root in wanted {
            let mut stack = vec![(root, false)];
            while let Some((at, is_done)) = stack.pop() {
                if is_done {
                    needed.estimates.push(at);
                    continue;
                }
                let Some(item) = parsed.estimates.get(at).filter(|_| met.insert(at)) else { continue };
                stack.push((at, true));
                let formula = item.set.map_or(item.value, |(formula, _)| formula);
                self.columns(formula, &mut needed.columns);
                for name in graph::names(&parsed.ast, formula, &self.lowering.units).into_iter().rev() {
                    if let Some(input) = inputs.get(name) {
                        needed.inputs.insert(*input);
                    }
                    if let Some(at) = estimates.get(name).filter(|at| !met.contains(at)) {
                        stack.push((*at, false));
                    }
                }
            }
        }
        Some(needed)
    }

    /// The columns of tables that a formula names.
    fn columns(&self, formula: Formula, columns: &mut HashSet<&'a str>) {
        let Formula::Root(root) = formula else { return };
        let ast = &self.parsed.ast;
        columns.extend(ast.below(root).filter_map(|id| match ast.node(id) {
            Node::Name { text, .. } => {
                let text = ast.str(text);
                let (table, _) = text.split_once('.')?;
                self.lowering.tables.contains_key(table).then_some(text)
            }
            _ => None,
        }));
    }

    /// The cells of the columns that are needed, row by row: the column, the name and the cell.
    fn cells(&mut self, needed: &Needed<'a>) -> Vec<(String, String, Cell)> {
        let mut cells = Vec::new();
        let parsed = self.parsed;
        for (table, rows) in &parsed.tables {
            for (at, (row, formulas)) in table.rows.iter().zip(rows).enumerate() {
                for ((cell, formula), column) in row.cells.iter().zip(formulas).zip(&table.columns) {
                    let full = format!("{}.{}", table.name.text, column.text);
                    if !needed.columns.contains(full.as_str()) {
                        continue;
                    }
                    let columns = self.lowering.tables.get(table.name.text.as_str());
                    let value = columns.and_then(|table| table.columns.get(&column.text)?.get(at).copied());
                    let value = value.unwrap_or(Value::UNKNOWN);
                    let slot = self.lowering.reported(value, cell.span());
                    let name = format!("{}.{}.{}", table.name.text, row.name.text, column.text);
                    let written = as_written(*formula, text_of(cell), &parsed.ast);
                    cells.push((full, name, Cell { formula: parse::written(cell), value, slot, written }));
                }
            }
        }
        cells
    }

    /// Conditions that hold in some worlds only.
    fn refuse_undecided_among(&self, estimates: &[usize], built: &Built, report: &mut Report) {
        let varying = self.lowering.varying();
        let varies = |slot: Slot| varying.get(slot.index()) == Some(&true);
        let (program, ast) = (&self.lowering.program, &self.parsed.ast);
        let slice = |span: Span| report.sources.slice(span);
        let mut errors = Vec::new();
        for at in estimates {
            let (Some(item), Some(shown)) = (self.parsed.estimates.get(*at), built.estimates.get(*at)) else {
                continue;
            };
            let formula = item.set.map_or(item.value, |(formula, _)| formula);
            if let (Type::Bool, true, Formula::Root(root)) = (shown.value.kind, varies(shown.slot), formula) {
                errors.push(undecided_truth(program, shown.slot, (ast, root), &varies, &slice));
            }
        }
        report.diagnostics.extend(errors);
    }
}

/// A cell of a table.
struct Cell {
    formula: String,
    value: Value,
    slot: Slot,
    written: Option<crate::units::format::Written>,
}

/// An input, or an estimate that `--set` has given.
fn given(item: &Item<'_>, shown: Shown, ast: &Ast) -> Entry {
    let (formula, text, written) = match item.set {
        Some((formula, text)) => (formula, Some(text), text.text.trim().to_owned()),
        None => (item.value, text_of(&item.entry.value), parse::written(&item.entry.value)),
    };
    let mut entry =
        Entry::new(Kind::Input, Some(item.entry.name.text.clone()), written, (shown.value, shown.slot));
    if item.unit.is_none() {
        entry.written = as_written(formula, text, ast);
        if let (Some(written), true) = (&mut entry.written, item.set.is_some())
            && written.unit.is_empty()
            && let Some(model) = as_written(item.value, text_of(&item.entry.value), ast)
        {
            // A bare number is so many of the unit that the model has.
            written.unit = model.unit;
        }
    }
    entry.note = item.entry.note.as_ref().map(|note| note.text.clone());
    entry.source =
        item.entry.source.as_ref().filter(|_| item.set.is_none()).map(|source| source.text.clone());
    entry.set = item.set.is_some();
    entry.unit = item.entry.unit.as_ref().map(|unit| unit.text.trim().to_owned());
    entry
}

fn text_of(value: &super::file::Value) -> Option<&Text> {
    match value {
        super::file::Value::Formula(text) => Some(text),
        _ => None,
    }
}

fn as_written(formula: Formula, text: Option<&Text>, ast: &Ast) -> Option<crate::units::format::Written> {
    match (formula, text) {
        (Formula::Root(root), Some(_)) => written_literal(ast, root),
        _ => None,
    }
}

fn unknown(name: &str, known: &[&str]) -> Diagnostic {
    let error = Diagnostic::error("E0510", format!("the model has no estimate and no input `{name}`"));
    match suggest::nearest(name, known.iter().copied(), 3).as_slice() {
        [] => error.help(format!("the estimates are {}", known.join(", "))),
        near => {
            let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
            error.help(format!("did you mean {}?", near.join(" or ")))
        }
    }
}
