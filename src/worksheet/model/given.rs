//! Putting the values of scenarios, of `use` and of the command line beside what they replace.

use std::collections::HashMap;

use super::claim::{Claim, Claims};
use super::file::Name;
use super::parse::{Formula, Given, Grown, Parsed, Reader, Rows, Target};
use super::uses::Part;
use crate::lower::{FileId, Used};
use crate::text::diagnostic::Diagnostic;
use crate::text::list;
use crate::text::source::Span;
use crate::text::suggest::nearest;
use crate::worksheet::By;

/// What follows the name of a value whose growth is set, or the value at which it saturates.
const FUTURE: [&str; 2] = [".growth", ".saturates"];

/// Maximum number of rows in an error.
const MOST_NAMED: usize = 6;

/// What follows the name of a value whose steps are in the model alone.
const STEPS: &str = ".steps";

impl Reader<'_> {
    /// Puts the values of scenarios and of the command line beside what they replace.
    pub fn claims<'a>(
        &mut self,
        claims: &'a Claims,
        (parts, used): (&[Part], &Used),
        is_one: bool,
        parsed: &mut Parsed<'a>,
    ) {
        let inputs = parsed.inputs.iter().enumerate().map(|(at, item)| (item, Target::Input(at)));
        let estimates = parsed.estimates.iter().enumerate().map(|(at, item)| (item, Target::Estimate(at)));
        let places: HashMap<&str, Target> =
            inputs.chain(estimates).map(|(item, at)| (item.entry.name.text.as_str(), at)).collect();
        let mut grown_by: HashMap<String, (By, FileId, Span)> = HashMap::new();
        let chosen = claims.chosen.iter().map(|claim| (claim, true));
        for (claim, counts) in chosen.chain(claims.idle.iter().map(|claim| (claim, false))) {
            let given = Given { formula: self.value(&claim.value), claim };
            let name = used.full(claim.file, &claim.name.text);
            if let Some((grown, field)) =
                FUTURE.iter().find_map(|field| Some((name.strip_suffix(field)?, *field)))
                && let Some(target) = places.get(grown).copied().or_else(|| cell(&parsed.tables, grown))
                && !matches!(target, Target::Estimate(_))
            {
                if counts {
                    let place = (claim.by.clone(), claim.file, claim.name.span);
                    let before = grown_by.insert(name.to_string(), place.clone());
                    if before
                        .is_some_and(|(by, file, span)| (&by, file) == (&place.0, place.1) && span != place.2)
                    {
                        self.diagnostics.push(set_twice(&claim.name));
                    }
                    parsed.grow(target, (grown, field), (given.formula, claim.value.span()));
                }
                continue;
            }
            let Some(target) = places.get(&*name).copied().or_else(|| cell(&parsed.tables, &name)) else {
                match claim.by {
                    By::Set | By::File(_) if !is_one => parsed.unknown.push(claim.name.text.clone()),
                    _ => {
                        let model = parts.get(claim.file.0).map_or("", |part| &part.name);
                        let known = settable(parsed, used, claim);
                        self.diagnostics.push(unknown(&claim.name, model, &known));
                    }
                }
                continue;
            };
            match parsed.set(target) {
                Some(set) if counts => match set.replace(given) {
                    Some(Given { claim: before, .. })
                        if (&before.by, before.file) == (&claim.by, claim.file)
                            && before.name.span != claim.name.span =>
                    {
                        self.diagnostics.push(set_twice(&claim.name));
                    }
                    // It gives way, and must be right all the same.
                    Some(before) => parsed.idle.push((target, before)),
                    None => {}
                },
                _ => parsed.idle.push((target, given)),
            }
        }
        if parsed.has_copies() {
            parsed.share();
        }
    }
}

impl Parsed<'_> {
    /// Gives a value another growth, or another value at which it saturates.
    fn grow(&mut self, target: Target, (name, field): (&str, &str), given: (Formula, Span)) {
        let is_rate = field == FUTURE[0];
        if let Some(grown) = self.grown.iter_mut().find(|grown| grown.target == target) {
            *(if is_rate { &mut grown.rate } else { &mut grown.saturates }) = Some(given);
            return;
        }
        let file = match target {
            Target::Input(at) | Target::Estimate(at) => self.inputs.get(at).map(|item| item.file),
            Target::Cell(table, ..) => self.tables.get(table).map(|rows| rows.file),
        };
        self.grown.push(Grown {
            target,
            file: file.unwrap_or_default(),
            name: name.to_owned(),
            place: given.1,
            rate: Some(given).filter(|_| is_rate),
            saturates: Some(given).filter(|_| !is_rate),
            steps: Vec::new(),
        });
    }

    /// What several copies of a file share is set for all of them, under whichever of its names.
    fn share(&mut self) {
        let by_others = |given: &Given<'_>| !matches!(given.claim.by, By::Use(_));
        let set = self
            .inputs
            .iter()
            .filter_map(|item| Some((item.entry.value.span(), item.set.filter(by_others)?)));
        let set: HashMap<Span, Given<'_>> = set.collect();
        for item in &mut self.inputs {
            item.set = item.set.or_else(|| set.get(&item.entry.value.span()).copied());
        }
        let cells = || self.tables.iter().flat_map(|rows| &rows.columns).flat_map(|column| &column.cells);
        let set = cells().filter_map(|cell| Some((cell.own?.0.value.span(), cell.set.filter(by_others)?)));
        let set: HashMap<Span, Given<'_>> = set.collect();
        let columns = self.tables.iter_mut().flat_map(|rows| &mut rows.columns);
        for cell in columns.flat_map(|column| &mut column.cells) {
            let Some((own, _)) = cell.own else { continue };
            cell.set = cell.set.or_else(|| set.get(&own.value.span()).copied());
        }
    }
}

/// Returns the names that can be set where a claim's name leads to, each with what stands before it there.
fn settable(parsed: &Parsed<'_>, used: &Used, claim: &Claim) -> Vec<String> {
    let (file, rest) = used.walk(claim.file, &claim.name.text);
    let (prefix, before) = (used.prefix(file), claim.name.text.strip_suffix(rest).unwrap_or_default());
    let mut names: Vec<String> =
        parsed.inputs.iter().chain(&parsed.estimates).map(|item| item.entry.name.text.clone()).collect();
    for Rows { table, columns, .. } in &parsed.tables {
        let cells = table.rows.iter().flat_map(|row| columns.iter().map(move |column| (row, column)));
        let cells =
            cells.map(|(row, column)| format!("{}.{}.{}", table.name.text, row.name.text, column.name.text));
        names.extend(cells);
    }
    let own = names.iter().filter_map(|name| name.strip_prefix(prefix));
    own.map(|name| format!("{before}{name}")).collect()
}

fn unknown(name: &Name, model: &str, known: &[String]) -> Diagnostic {
    if name.text.ends_with(STEPS) {
        let message = format!("the steps of a value cannot be set: `{}`", name.text);
        let help = "they stand in the model or in one that extends it: `steps = { \"6 months\" = \"…\" }`";
        return Diagnostic::error("E0510", message).at(name.span, "").help(help);
    }
    let of_future = FUTURE.iter().find_map(|field| Some((name.text.strip_suffix(field)?, field)));
    if let Some((grown, field)) = of_future {
        let near: Vec<String> = nearest(grown, known.iter().map(String::as_str), 3)
            .into_iter()
            .map(|near| format!("{near}{field}"))
            .collect();
        let error = Diagnostic::error("E0510", format!("`{model}` has no input `{grown}` that could grow"));
        let error = error.at(name.span, "");
        let near: Vec<&str> = near.iter().map(String::as_str).collect();
        return if near.is_empty() { error } else { error.help(list::did_you_mean(&near)) };
    }
    let what = if name.text.contains('.') { "value" } else { "input or estimate" };
    let error = Diagnostic::error("E0510", format!("`{model}` has no {what} `{}` to set", name.text))
        .at(name.span, "");
    // A table, a row or a column has cells, which can be set.
    let (first, last) = (format!("{}.", name.text), name.text.rsplit_once('.').map(|(table, _)| table));
    let is_cell = |known: &&String| {
        let of_column = last.is_some_and(|table| {
            known.strip_prefix(table).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| {
                rest.split_once('.').is_some_and(|(_, column)| name.text.ends_with(&format!(".{column}")))
            })
        });
        known.starts_with(&first) || of_column
    };
    if let Some(cell) = known.iter().find(is_cell) {
        return error.help(format!("set one of its cells, like `{cell}`"));
    }
    // A dotted name is near to dotted names.
    let names = known.iter().map(String::as_str);
    let names = names.filter(|known| name.text.contains('.') || !known.contains('.'));
    let near = nearest(&name.text, names, 3);
    if !near.is_empty() {
        return error.help(list::did_you_mean(&near));
    }
    // A row that the table does not have.
    let table = name.text.rsplit('.').nth(2).map(|_| name.text.rsplitn(3, '.').last().unwrap_or_default());
    let Some(table) = table else { return error };
    let cells = known.iter().filter_map(|known| known.strip_prefix(table)?.strip_prefix('.'));
    let mut rows: Vec<&str> = cells.filter_map(|cell| Some(cell.split_once('.')?.0)).collect();
    rows.dedup();
    if rows.is_empty() {
        return error;
    }
    let more = rows.len().saturating_sub(MOST_NAMED);
    let listed = list::and_more(rows.into_iter().take(MOST_NAMED), more);
    error.help(format!("the rows of `{table}` are {listed}"))
}

/// Returns the cell that a dotted name says: `instance.m5_large.price`.
fn cell(tables: &[Rows<'_>], name: &str) -> Option<Target> {
    let (at, rows, rest) = tables.iter().enumerate().find_map(|(at, rows)| {
        let rest = name.strip_prefix(rows.table.name.text.as_str())?.strip_prefix('.')?;
        Some((at, rows, rest))
    })?;
    let (row, column) = rest.split_once('.')?;
    let row = rows.table.rows.iter().position(|known| known.name.text == row)?;
    let column = rows.columns.iter().position(|known| known.name.text == column)?;
    Some(Target::Cell(at, column, row))
}

/// A name that is set twice in one place.
fn set_twice(name: &Name) -> Diagnostic {
    Diagnostic::error("E0518", format!("`{}` is set twice", name.text))
        .at(name.span, "the second value")
        .help("give each name once: only one of the values can count")
}
