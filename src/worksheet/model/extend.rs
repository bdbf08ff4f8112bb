//! Merging a model with the one that it extends.
//!
//! Both are plain data, each with the places of its own file. What the extending model has replaces what has the same
//! name in the other, at its place; the rest of both stays.

use super::file::{Check, Entry, Growth, ModelFile, Name, Row, Scenario, Section, Table, Use, Was, Without};
use crate::text::diagnostic::Diagnostic;
use crate::text::list::did_you_mean;
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
fn merge_table(own: Table, base: &mut ModelFile, errors: &mut Vec<Diagnostic>) {
    let entry = base.all_inputs().chain(base.all_estimates()).find(|entry| entry.name.text == own.name.text);
    if let Some(entry) = entry {
        errors.push(two_kinds(&own.name, &entry.name, "a value"));
        return;
    }
    let Some(known) = base.tables.iter_mut().find(|table| table.name.text == own.name.text) else {
        base.tables.push(own);
        return;
    };
    known.note = own.note.or(known.note.take());
    known.source = own.source.or(known.source.take());
    for (column, default) in own.columns.iter().zip(own.defaults) {
        match known.columns.iter().position(|old| old.text == column.text) {
            Some(at) if default.is_some() => {
                known.defaults.iter_mut().skip(at).take(1).for_each(|old| old.clone_from(&default));
            }
            Some(_) => {}
            None => errors.push(no_column(column, known)),
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
    for row in own.rows {
        merge_row(row, &own.columns, known);
    }
}

/// Replaces the cells of a row, or adds the row. A column that the table does not have was reported.
fn merge_row(row: Row, columns: &[Name], known: &mut Table) {
    let mut cells: Vec<Option<Entry>> = match known.rows.iter().find(|old| old.name.text == row.name.text) {
        Some(old) => old.cells.clone(),
        None => vec![None; known.columns.len()],
    };
    for (column, cell) in columns.iter().zip(row.cells) {
        let at = known.columns.iter().position(|old| old.text == column.text);
        if let (Some(at), Some(cell)) = (at, cell) {
            cells.iter_mut().skip(at).take(1).for_each(|old| *old = Some(cell.clone()));
        }
    }
    match known.rows.iter_mut().find(|old| old.name.text == row.name.text) {
        Some(old) => old.cells = cells,
        None => known.rows.push(Row { cells, ..row }),
    }
}

fn no_column(column: &Name, table: &Table) -> Diagnostic {
    let message = format!("the table `{}` has no column `{}`", table.name.text, column.text);
    let error = Diagnostic::error("E0507", message).at(column.span, "").see(table.name.span, "");
    match nearest(&column.text, table.columns.iter().map(|column| column.text.as_str()), 3).as_slice() {
        [] => error.help("the rows of a table have the columns that it has in the model it is from"),
        near => error.help(did_you_mean(near)),
    }
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
