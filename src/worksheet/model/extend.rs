//! Merging a model with the one that it extends.
//!
//! Both are plain data, each with the places of its own file. What the extending model has replaces what has the same
//! name in the other, at its place; the rest of both stays.

use std::collections::HashMap;

use super::file::{Check, Entry, Growth, ModelFile, Name, Row, Scenario, Section, Table, Use, Was, Without};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;
use crate::text::suggest::nearest;

/// Returns a model as another one changes it; what is wrong with that goes to `errors`.
pub(super) fn extended(mut base: ModelFile, own: ModelFile, errors: &mut Vec<Diagnostic>) -> ModelFile {
    for without in &own.without {
        remove(&mut base, without, errors);
    }
    let ModelFile {
        edition,
        title,
        summary,
        kind,
        nouns,
        uses,
        confidence,
        functions,
        units,
        tables,
        checks,
        without,
        ..
    } = own;
    base.edition = edition.or(base.edition);
    base.title = title.or(base.title);
    base.summary = summary.or(base.summary);
    base.kind = kind.or(base.kind);
    base.confidence = confidence.or(base.confidence);
    base.also.clear();
    base.nouns.extend(nouns);
    base.functions.extend(functions);
    for one in uses {
        match base.uses.iter_mut().find(|known| known.name.text == one.name.text) {
            Some(known) => *known = one,
            None => base.uses.push(one),
        }
    }
    for unit in units {
        match base.units.iter_mut().find(|known| known.name.text == unit.name.text) {
            Some(known) => *known = unit,
            None => base.units.push(unit),
        }
    }
    for section in own.inputs {
        merge(section, &mut base.inputs, &mut base.estimates, &base.tables, errors);
    }
    for section in own.estimates {
        merge(section, &mut base.estimates, &mut base.inputs, &base.tables, errors);
    }
    for table in tables {
        merge_table(table, &mut base, errors);
    }
    refuse_emptied(&mut base, &without, errors);
    for check in checks {
        match base.checks.iter_mut().find(|known| known.name.text == check.name.text) {
            Some(known) => *known = check,
            None => base.checks.push(check),
        }
    }
    for scenario in own.scenarios {
        match base.scenarios.iter_mut().find(|known| known.name.text == scenario.name.text) {
            Some(known) => merge_scenario(known, scenario),
            None => base.scenarios.push(scenario),
        }
    }
    base
}

fn merge_scenario(known: &mut Scenario, own: Scenario) {
    known.note = own.note.or(known.note.take());
    known.from = own.from.or(known.from.take());
    for entry in own.entries {
        match known.entries.iter_mut().find(|old| old.name.text == entry.name.text) {
            Some(old) => *old = entry,
            None => known.entries.push(entry),
        }
    }
}

/// Adds the entries under a heading to those of the base; `others` has the base's entries of the other kind.
fn merge(
    section: Section,
    base: &mut Vec<Section>,
    others: &mut [Section],
    tables: &[Table],
    errors: &mut Vec<Diagnostic>,
) {
    let mut added = Vec::new();
    for entry in section.entries {
        if let Some(table) = tables.iter().find(|table| table.name.text == entry.name.text) {
            errors.push(two_kinds(&entry.name, &table.name, "a table"));
        } else if let Some(known) = find(base, &entry.name.text) {
            replace(known, entry);
        } else {
            added.push(match taken(others, &entry.name.text) {
                Some(mut known) => {
                    replace(&mut known, entry);
                    known
                }
                None => entry,
            });
        }
    }
    if added.is_empty() {
        return;
    }
    let heading = section.name.as_ref().map(|name| &name.text);
    match base.iter_mut().rfind(|known| known.name.as_ref().map(|name| &name.text) == heading) {
        Some(known) => known.entries.extend(added),
        None => base.push(Section { name: section.name, entries: added }),
    }
}

fn find<'s>(sections: &'s mut [Section], name: &str) -> Option<&'s mut Entry> {
    sections.iter_mut().flat_map(|section| &mut section.entries).find(|entry| entry.name.text == name)
}

/// Takes an entry out of its section.
fn taken(sections: &mut [Section], name: &str) -> Option<Entry> {
    sections.iter_mut().find_map(|section| {
        let at = section.entries.iter().position(|entry| entry.name.text == name)?;
        Some(section.entries.remove(at))
    })
}

/// Replaces a value. It keeps its unit and its limits; what was said of the old value does not hold for the new one.
fn replace(known: &mut Entry, own: Entry) {
    let Entry { name, value, note, source, unit, min, max, correlated, growth, .. } = own;
    let Entry { expect, max_increase, ok, .. } = own;
    let was = std::mem::replace(&mut known.value, value);
    known.was = Some(Box::new(Was { value: was, was: known.was.take() }));
    known.name = name;
    (known.note, known.source, known.ok, known.expect) = (note, source, ok, expect);
    known.unit = unit.or(known.unit.take());
    known.correlated = if correlated.is_empty() { std::mem::take(&mut known.correlated) } else { correlated };
    known.growth = match (growth, known.growth.take()) {
        (Some(own), Some(old)) => Some(Box::new(Growth {
            rate: own.rate.or(old.rate),
            saturates: own.saturates.or(old.saturates),
            steps: if own.steps.is_empty() { old.steps } else { own.steps },
        })),
        (own, old) => own.or(old),
    };
    known.min = min.or(known.min.take());
    known.max = max.or(known.max.take());
    known.max_increase = max_increase.or(known.max_increase);
}

/// Adds a table to the base, or its rows to those of the table with its name.
fn merge_table(mut own: Table, base: &mut ModelFile, errors: &mut Vec<Diagnostic>) {
    let entry = base.all_inputs().chain(base.all_estimates()).find(|entry| entry.name.text == own.name.text);
    if let Some(entry) = entry {
        errors.push(two_kinds(&own.name, &entry.name, "a value"));
        return;
    }
    let Some(known) = base.tables.iter_mut().find(|table| table.name.text == own.name.text) else {
        base.tables.push(own);
        return;
    };
    known.note = own.note.take().or(known.note.take());
    if own.rows.is_empty() && own.source.is_some() {
        known.source = own.source.take();
    }
    // A source, and a reason, is that of the cells of its own file.
    hand_down(known);
    hand_down(&mut own);
    let mut places = Vec::with_capacity(own.columns.len());
    for (column, default) in own.columns.into_iter().zip(own.defaults) {
        let at = known.columns.iter().position(|old| old.text == column.text);
        let at = at.unwrap_or_else(|| known.add_column(column, None));
        places.push(at);
        match (known.defaults.get_mut(at), default) {
            (Some(Some(old)), Some(default)) => replace(old, default),
            (Some(old), Some(default)) => *old = Some(default),
            _ => {}
        }
    }
    for column in own.computed {
        if let Some(given) = known.columns.iter().find(|old| old.text == column.name.text) {
            errors.push(two_kinds(&column.name, given, "a column that is given"));
            continue;
        }
        match known.computed.iter_mut().find(|old| old.name.text == column.name.text) {
            Some(old) => replace(old, column),
            None => known.computed.push(column),
        }
    }
    let mut rows: HashMap<String, usize> =
        known.rows.iter().enumerate().map(|(at, row)| (row.name.text.clone(), at)).collect();
    for row in own.rows {
        let at = *rows.entry(row.name.text.clone()).or_insert(known.rows.len());
        if at == known.rows.len() {
            known.rows.push(Row { cells: Vec::new(), ..row.clone() });
        }
        if let Some(old) = known.rows.get_mut(at) {
            merge_row(row, &places, old);
        }
    }
    for row in &mut known.rows {
        row.cells.resize(known.columns.len(), None);
    }
    known.has_faults |= own.has_faults;
}

/// Replaces the cells of a row; `places` has the columns of its cells.
fn merge_row(row: Row, places: &[usize], known: &mut Row) {
    known.note = row.note.or(known.note.take());
    for (at, cell) in places.iter().zip(row.cells) {
        if known.cells.len() <= *at {
            known.cells.resize(at + 1, None);
        }
        match (known.cells.get_mut(*at), cell) {
            (Some(Some(old)), Some(cell)) => replace(old, cell),
            (Some(old), Some(cell)) => *old = Some(cell),
            _ => {}
        }
    }
}

/// Gives each cell the source of its row, or else of its table, and the reason why its warnings are accepted.
fn hand_down(table: &mut Table) {
    let of_table = table.source.take();
    let give = |to: &mut Option<Box<Text>>, text: &Option<Box<Text>>| {
        if to.is_none() {
            to.clone_from(text);
        }
    };
    for row in &mut table.rows {
        let (source, ok) = (row.source.take().or_else(|| of_table.clone()), row.ok.take());
        for cell in row.cells.iter_mut().flatten() {
            give(&mut cell.source, &source);
            give(&mut cell.ok, &ok);
        }
    }
    table.defaults.iter_mut().flatten().for_each(|cell| give(&mut cell.source, &of_table));
}

fn two_kinds(own: &Name, base: &Name, what: &str) -> Diagnostic {
    Diagnostic::error("E0503", format!("`{}` is {what} in the model that this one extends", own.text))
        .at(own.span, "")
        .see(base.span, what)
        .help("give it another name")
}

/// Takes what `without` names out of a model.
fn remove(base: &mut ModelFile, without: &Without, errors: &mut Vec<Diagnostic>) {
    let [table, name, rest @ ..] = without.path.as_slice() else { return };
    let found = match table.as_str() {
        "inputs" => taken(&mut base.inputs, name).is_some(),
        "estimates" => taken(&mut base.estimates, name).is_some(),
        "checks" => removed(&mut base.checks, |check: &Check| &check.name.text, name),
        "scenarios" => removed(&mut base.scenarios, |scenario: &Scenario| &scenario.name.text, name),
        "use" => removed(&mut base.uses, |one: &Use| &one.name.text, name),
        "units" => removed(&mut base.units, |entry: &Entry| &entry.name.text, name),
        "tables" => match (base.tables.iter_mut().find(|table| table.name.text == *name), rest) {
            (Some(table), [row]) => removed(&mut table.rows, |row: &Row| &row.name.text, row),
            (Some(_), _) => removed(&mut base.tables, |table: &Table| &table.name.text, name),
            (None, _) => false,
        },
        _ => {
            let name = Name { text: name.clone(), span: without.span };
            base.without_functions.push((base.functions.len(), name));
            true
        }
    };
    if !found {
        let path = without.path.join(".");
        let error = Diagnostic::error("E0510", format!("the model that this one extends has no `{path}`"))
            .at(without.span, "");
        let paths = paths(base);
        let near = nearest(&path, paths.iter().map(String::as_str), 3);
        errors.push(error.did_you_mean(without.span, &near));
    }
}

/// Reports a table of which every row is left out, once.
fn refuse_emptied(base: &mut ModelFile, without: &[Without], errors: &mut Vec<Diagnostic>) {
    for table in base.tables.iter_mut().filter(|table| table.rows.is_empty() && !table.has_faults) {
        let is_of_table = |without: &&Without| match without.path.as_slice() {
            [tables, name, _] => tables == "tables" && *name == table.name.text,
            _ => false,
        };
        let Some(without) = without.iter().rfind(is_of_table) else { continue };
        table.has_faults = true;
        let name = &table.name.text;
        errors.push(
            Diagnostic::error("E0507", format!("this leaves out the last row of the table `{name}`"))
                .at(without.span, "")
                .see(table.name.span, "")
                .help(format!("give it another row, or leave out the table: `tables.{name}`")),
        );
    }
}

/// Removes what has a name from a list. Returns whether it was there.
fn removed<T>(list: &mut Vec<T>, name_of: impl Fn(&T) -> &String, name: &str) -> bool {
    let before = list.len();
    list.retain(|each| name_of(each) != name);
    list.len() < before
}

/// Returns what could be left out of a model.
fn paths(file: &ModelFile) -> Vec<String> {
    let mut paths = Vec::new();
    paths.extend(file.all_inputs().map(|entry| format!("inputs.{}", entry.name.text)));
    paths.extend(file.all_estimates().map(|entry| format!("estimates.{}", entry.name.text)));
    paths.extend(file.checks.iter().map(|check| format!("checks.{}", check.name.text)));
    paths.extend(file.units.iter().map(|entry| format!("units.{}", entry.name.text)));
    paths.extend(file.scenarios.iter().map(|scenario| format!("scenarios.{}", scenario.name.text)));
    paths.extend(file.uses.iter().map(|one| format!("use.{}", one.name.text)));
    for table in &file.tables {
        paths.push(format!("tables.{}", table.name.text));
        paths.extend(table.rows.iter().map(|row| format!("tables.{}.{}", table.name.text, row.name.text)));
    }
    paths
}
