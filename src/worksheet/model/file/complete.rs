//! Tables of which all files are read: all rows have the same columns, those of the first row and of `defaults`.
//!
//! A model without `extends` is asked as soon as it is read. One with it is asked after the merge, of which each part has
//! the place of its own file.

use std::collections::{HashMap, HashSet};

use super::errors::Errors;
use super::words::{as_key, nearest, shown};
use super::{Entry, Name, Row, Table, Value};
use crate::text::diagnostic::Diagnostic;
use crate::text::list::and_all;
use crate::text::source::Span;

/// Reports what tables lack, and what some rows have more than others. A missing cell becomes [`Value::Invalid`].
///
/// Rows that are merged were asked before in the file that extends none, whose number is `root`.
pub fn complete(tables: &mut [Table], root: Option<u16>, errors: &mut Errors) {
    for table in tables {
        let has_no_columns = table.columns.is_empty() && !table.rows.is_empty();
        let is_empty = table.rows.is_empty() || has_no_columns;
        // What is no row may be meant as one.
        if is_empty && !table.has_faults && root != Some(table.name.span.source) {
            empty(&table.name, has_no_columns, errors);
        }
        refuse_extra(table, errors);
        repeated_members(table, root, errors);
        fill(table, errors);
    }
}

fn empty(table: &Name, has_no_columns: bool, errors: &mut Errors) {
    let (name, span) = (&table.text, table.span);
    errors.add("E0507", span, || {
        let what = if has_no_columns { "columns" } else { "rows" };
        Diagnostic::error("E0507", format!("the table {} has no {what}", shown(name)))
            .at(span, "")
            .help("write a row, like `text = { share = \"90%\", bytes = \"310 B\" }`")
    });
}

/// Reports the cells of columns that the first row does not have, and drops those columns. A misspelt name is read as
/// the one that was probably meant.
fn refuse_extra(table: &mut Table, errors: &mut Errors) {
    let has = |row: &Row, at: usize| row.cells.get(at).is_some_and(Option::is_some);
    let first = table.rows.first();
    let is_known = |(at, (column, default)): (usize, (&Name, &Option<Entry>))| {
        // A column that another file adds to the first row is one if it adds it to all.
        let is_added = first.is_some_and(|first| first.name.span.source != column.span.source);
        let of_first = first.is_some_and(|first| has(first, at));
        default.is_some() || of_first && (!is_added || table.rows.iter().all(|row| has(row, at)))
    };
    let columns = table.columns.iter().zip(&table.defaults).enumerate();
    let is_known: Vec<bool> = columns.map(is_known).collect();
    if table.rows.is_empty() || is_known.iter().all(|known| *known) {
        return;
    }
    // For each column the first row that lacks it.
    let lacking = |at: usize| table.rows.iter().find(|row| !has(row, at)).map(|row| row.name.clone());
    let lacking: HashMap<String, Name> = table
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((column.text.clone(), lacking(at)?)))
        .collect();
    let mut rows = std::mem::take(&mut table.rows);
    let first = rows.first().map(|first| first.name.span);
    for row in &mut rows {
        let extra = row.cells.iter_mut().zip(&is_known).filter(|(_, known)| !**known);
        let extra: Vec<Entry> = extra.filter_map(|(cell, _)| cell.take()).collect();
        for mut cell in extra {
            let (span, file) = (cell.name.span, cell.name.span.source);
            // The comparison with all columns is only worth its time for an error that is listed.
            let is_shown = errors.lists("E0507");
            // A cell of another file may be the one to replace.
            let is_open = |at: usize| match row.cells.get(at) {
                Some(Some(known)) => known.name.span.source != file,
                _ => true,
            };
            let open = is_known.iter().enumerate().filter(|(at, known)| is_shown && **known && is_open(*at));
            let names = open.filter_map(|(at, _)| Some(table.columns.get(at)?.text.as_str()));
            let meant = nearest(&cell.name.text, &names.collect::<Vec<_>>()).map(str::to_owned);
            extra_column(
                table,
                (&row.name, lacking.get(&cell.name.text), first),
                &cell.name,
                (span, meant.as_deref()),
                errors,
            );
            let at = meant.and_then(|meant| table.columns.iter().position(|column| column.text == meant));
            let own = at.and_then(|at| Some((row.cells.get_mut(at)?, table.columns.get(at)?)));
            if let Some((own @ None, column)) = own {
                cell.name.text.clone_from(&column.text);
                *own = Some(cell);
            }
        }
        keep(&mut row.cells, &is_known);
    }
    table.rows = rows;
    keep(&mut table.columns, &is_known);
    keep(&mut table.defaults, &is_known);
}

/// Drops the elements of a list whose place is not to be kept.
fn keep<T>(list: &mut Vec<T>, is_kept: &[bool]) {
    let mut kept = is_kept.iter();
    list.retain(|_| kept.next().copied().unwrap_or(false));
}

fn extra_column(
    table: &Table,
    (row, other, first): (&Name, Option<&Name>, Option<Span>),
    column: &Name,
    (span, meant): (Span, Option<&str>),
    errors: &mut Errors,
) {
    let computed = table.computed.iter().find(|computed| computed.name.text == column.text);
    errors.add("E0507", span, || {
        let (column, row) = (shown(&column.text), shown(&row.text));
        if let Some(computed) = computed {
            return Diagnostic::error("E0507", format!("{column} is computed for every row"))
                .at(span, "")
                .see(computed.name.span, "by this formula")
                .help("leave the cell out, or give each row its own and the column no formula");
        }
        // Whichever row it is that does not have it: in one file it is the first.
        let is_first = other.is_some_and(|other| first == Some(other.span));
        let error = match other.filter(|_| !is_first) {
            Some(other) => {
                let lacks = shown(&other.text);
                let message = format!("the row {row} has a column {column}, which {lacks} lacks");
                Diagnostic::error("E0507", message).at(span, "").see(other.span, "this row")
            }
            None => {
                let message = format!("the row {row} has a column {column} that the first row does not have");
                let error = Diagnostic::error("E0507", message).at(span, "");
                match other {
                    Some(other) => error.see(other.span, "the first row"),
                    None => error,
                }
            }
        };
        match meant {
            Some(meant) => error.patch(format!("did you mean `{meant}`?"), span, as_key(meant)),
            None => error.help(format!(
                "all rows of a table have the same columns; what only some rows have needs a default, under \
                 `[tables.{}.defaults]`",
                table.name.text
            )),
        }
    });
}

/// Reports the rows that lack cells, which are filled.
fn fill(table: &mut Table, errors: &mut Errors) {
    let Table { name, columns, defaults, rows, .. } = table;
    for row in rows {
        let cells = columns.iter().zip(&row.cells).zip(defaults.iter());
        let missing = cells.filter(|((_, cell), default)| cell.is_none() && default.is_none());
        let missing: Vec<&Name> = missing.map(|((column, _), _)| column).collect();
        if !missing.is_empty() {
            missing_cells(&name.text, row, &missing, errors);
        }
        for ((cell, column), default) in row.cells.iter_mut().zip(columns.iter()).zip(defaults.iter()) {
            if cell.is_none() && default.is_none() {
                *cell = Some(Entry::invalid(column.clone(), row.name.span));
            }
        }
    }
}

fn missing_cells(table: &str, row: &Row, missing: &[&Name], errors: &mut Errors) {
    let (span, Some(first)) = (row.name.span, missing.first()) else { return };
    errors.add("E0507", span, || {
        let names: Vec<&str> = missing.iter().take(5).map(|column| column.text.as_str()).collect();
        let columns = if missing.len() == 1 { "column" } else { "columns" };
        let message = format!("the row {} lacks the {columns} {}", shown(&row.name.text), and_all(&names));
        Diagnostic::error("E0507", message).at(span, "").see(first.span, "the first row has it").help(
            format!(
                "all rows of a table have the same columns; what most rows have alike is a default: \
             `{} = \"…\"` under `[tables.{table}.defaults]`",
                first.text
            ),
        )
    });
}

/// Reports rows and columns of one name, since `instance.large` would have two meanings, and drops the rows. In rows that
/// are merged, those of one file were reported before.
pub fn repeated_members(table: &mut Table, root: Option<u16>, errors: &mut Errors) {
    let mut known: HashMap<&str, Span> = HashMap::new();
    let mut repeated = HashSet::new();
    let columns = table.columns.iter().chain(table.computed.iter().map(|column| &column.name));
    for name in columns.chain(table.rows.iter().map(|row| &row.name)) {
        let first = known.insert(&name.text, name.span).filter(|first| *first != name.span);
        let Some(first) = first.filter(|first| root.is_none() || first.source != name.span.source) else {
            continue;
        };
        repeated.insert(name.span);
        errors.add("E0503", name.span, || {
            Diagnostic::error("E0503", format!("{} is defined twice", shown(&name.text)))
                .at(name.span, "the second definition")
                .see(first, "the first definition")
                .help("the rows and columns of a table share one set of names")
        });
    }
    table.rows.retain(|row| !repeated.contains(&row.name.span));
    table.has_faults |= !repeated.is_empty();
}

impl Entry {
    /// An entry for which an error was reported.
    fn invalid(name: Name, span: Span) -> Entry {
        Entry {
            name,
            value: Value::Invalid(span),
            note: None,
            source: None,
            unit: None,
            min: None,
            max: None,
            correlated: Vec::new(),
            growth: None,
            expect: None,
            max_increase: None,
            ok: None,
            was: None,
        }
    }
}
