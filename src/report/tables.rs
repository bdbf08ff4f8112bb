//! The tables of a model: their cells, the rows that are chosen and excluded, and checks on all rows.

use super::model::{CellOf, Cells, Comparison, OfRow, Rows, TableColumn, Worst};
use crate::analysis::margin::margin;
use crate::lower::{self, TableId, Value};
use crate::run::{Answers, Run, Ticket, Wanted};
use crate::syntax::Binary;
use crate::worksheet::{Check, Item, Worksheet};

/// A table of more rows is printed only if that is asked for.
const MOST_ROWS: usize = 24;

/// What is asked of the tables of a worksheet.
pub(super) struct Asked {
    /// For each table, for each row its cells.
    tables: Vec<Vec<Vec<Option<Wanted>>>>,
    /// The conditions by which estimates exclude rows.
    excluding: Vec<Excluding>,
}

/// A condition by which an estimate excludes rows.
struct Excluding {
    table: TableId,
    written: String,
    /// For each row whether it is chosen, and the left side of the condition.
    rows: Vec<(Ticket, Option<(Value, Wanted)>)>,
}

/// Requests the cells that are wanted.
pub(super) fn ask(run: &mut Run, sheet: &Worksheet, cells: Cells) -> Asked {
    let mut tables = Vec::with_capacity(sheet.tables().len());
    let mut is_any = false;
    for table in sheet.tables() {
        let is_computed = table.columns.iter().any(|column| column.formula.is_some());
        let is_whole = cells == Cells::All || is_computed && table.rows.len() <= MOST_ROWS;
        is_any |= is_whole;
        let rows = table.rows.iter().map(|row| {
            let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| {
                let is_wanted = is_whole || cells == Cells::Given && column.formula.is_none();
                // A condition that holds in some samples only has no value.
                let is_wanted = is_wanted && !run.is_undecided(cell.value, cell.slot);
                is_wanted.then(|| run.show_if_any(cell.value, cell.slot))
            });
            cells.collect()
        });
        tables.push(rows.collect());
    }
    let chosen = sheet.estimates().iter().filter(|_| is_any);
    let excluding = chosen.filter_map(|item| excluding(run, item)).collect();
    Asked { tables, excluding }
}

/// Requests what excludes rows from the choice that an estimate is.
fn excluding(run: &mut Run, item: &Item) -> Option<Excluding> {
    let table = item.shown.table()?;
    let rows = run.compiled().rows(item.shown.slot)?.clone();
    let condition = rows.condition.as_ref()?;
    let asked = rows.rows.iter().filter_map(|row| {
        let holds = row.holds?;
        let left = row.wanted.map(|[left, _]| left).filter(|left| !run.varies(left.slot));
        let left = left.map(|left| (left, run.show_reported(left, rows.place)));
        // A row is excluded if it is in every sample.
        (!run.varies(holds)).then(|| (run.ask_if_any(holds), left))
    });
    let asked: Vec<_> = asked.collect();
    let is_complete = asked.len() == rows.rows.len();
    let written = condition.written.replace(&format!("{}.", run.compiled().table(table)?.0), "");
    is_complete.then_some(Excluding { table, written, rows: asked })
}

/// Returns the tables of a worksheet.
pub(super) fn of(sheet: &Worksheet, answers: &Answers, asked: &Asked, digits: usize) -> Vec<Rows> {
    let chosen = chosen(sheet, answers);
    let tables = sheet.tables().iter().zip(&asked.tables).zip(0_u32..);
    let tables = tables.map(|((table, asked_cells), id)| {
        let id = TableId(id);
        let excluding = asked.excluding.iter().find(|excluding| excluding.table == id);
        let rows = table.rows.iter().zip(asked_cells).enumerate().map(|(at, (row, asked))| {
            let cells = row.cells.iter().zip(asked).map(|(cell, wanted)| CellOf {
                formula: cell.formula.clone(),
                shown: wanted.as_ref().and_then(|wanted| answers.shown_if_any(cell.value, wanted, digits)),
                note: cell.note.clone(),
                source: cell.source.clone(),
                set: cell.is_set,
            });
            let by = chosen.iter().filter(|(row, _)| *row == (id, at)).map(|(_, name)| name.clone());
            let chosen_by: Vec<String> = by.collect();
            let excluded_by = excluding.filter(|_| chosen_by.is_empty());
            OfRow {
                name: row.name.clone(),
                note: row.note.clone(),
                chosen_by,
                excluded_by: excluded_by.and_then(|excluding| excluding.of(at, answers, digits)),
                cells: cells.collect(),
            }
        });
        let is_asked = |asked: &Vec<Option<Wanted>>| asked.iter().any(Option::is_some);
        let column = |column: &crate::worksheet::Column| TableColumn {
            name: column.name.clone(),
            formula: column.formula.clone(),
            note: column.note.clone(),
        };
        let computed = table.columns.iter().zip(asked_cells.first().into_iter().flatten());
        let mut computed = computed.filter(|(column, _)| column.formula.is_some());
        Rows {
            name: table.name.clone(),
            note: table.note.clone(),
            columns: table.columns.iter().map(column).collect(),
            rows: rows.collect(),
            is_computed: asked_cells.iter().any(is_asked) && computed.any(|(_, wanted)| wanted.is_some()),
        }
    });
    tables.collect()
}

/// Returns the rows that the estimates are, with their names.
fn chosen(sheet: &Worksheet, answers: &Answers) -> Vec<((TableId, usize), String)> {
    let rows = sheet.estimates().iter().filter_map(|item| {
        let table = item.shown.table()?;
        let number = answers.certain(item.shown.slot)?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the place of a row
        Some(((table, number as usize), item.name.clone()?))
    });
    rows.collect()
}

impl Excluding {
    /// Returns the condition that excludes a row, with the value that it has there.
    fn of(&self, row: usize, answers: &Answers, digits: usize) -> Option<String> {
        let (holds, left) = self.rows.get(row)?;
        if answers[*holds].middle() != 0.0 {
            return None;
        }
        let left = left.as_ref().and_then(|(value, wanted)| answers.shown_if_any(*value, wanted, digits));
        let left = left.map(|left| format!(": is {}", left.written.literal())).unwrap_or_default();
        Some(format!("{}{left}", self.written))
    }
}

/// Says of each estimate that is a row whether it is chosen anew in each sample, and how to choose one; or whether
/// sampling leaves open which it is.
pub(super) fn hindsight(sheet: &Worksheet, answers: &Answers) -> Vec<String> {
    let rows = sheet.estimates().iter().filter(|item| item.shown.table().is_some());
    let open = rows.filter(|item| answers.certain(item.shown.slot).is_none());
    let varying = answers.compiled().varying();
    let remark = |item: &Item| {
        let name = item.name.as_deref().unwrap_or_default();
        if varying.get(item.shown.slot.index()) != Some(&true) {
            // Statistics decide, and another seed may decide otherwise.
            return Some(format!(
                "which row `{name}` is changes with the samples: the best ones are equal within the sampling error"
            ));
        }
        let rows = answers.compiled().rows(item.shown.slot)?;
        let (function, written) = (&rows.function, &rows.written);
        Some(format!(
            "`{name}` is chosen anew in each sample, as if what is uncertain were known; \
             `{function}(mean({written}) …)` or `{function}(p95({written}) …)` is one row for all samples"
        ))
    };
    open.filter_map(remark).collect()
}

/// What is asked of a check on all rows of a table.
pub(super) struct AskedRows {
    names: Vec<String>,
    rows: lower::Rows,
    asked: Vec<(Ticket, Option<Ticket>, Option<[Wanted; 2]>)>,
}

/// Requests the rows of a check that is `all(…)`.
pub(super) fn ask_all(run: &mut Run, check: &Check) -> Option<AskedRows> {
    let rows = run.compiled().rows(check.condition.holds)?.clone();
    if rows.function != "all" || run.is_undecided_slot(check.condition.holds) {
        return None;
    }
    let names = run.compiled().table(rows.table)?.1.to_vec();
    let asked = rows.rows.iter().map(|row| {
        let truth = run.ask_if_any(row.value.slot);
        let holds = row.holds.map(|holds| run.ask_if_any(holds));
        (truth, holds, row.sides.map(|sides| sides.map(|side| run.show_reported(side, rows.place))))
    });
    let asked = asked.collect();
    Some(AskedRows { names, rows, asked })
}

impl AskedRows {
    /// Returns the row that is nearest to its limit, with both sides, and the rows that fail.
    pub fn worst(&self, answers: &Answers, digits: usize) -> Option<(Option<Comparison>, Worst)> {
        let is_below = match self.rows.comparison.as_ref().map(|comparison| comparison.binary) {
            Some(Binary::Less | Binary::LessOrEqual) => Some(true),
            Some(Binary::Greater | Binary::GreaterOrEqual) => Some(false),
            _ => None,
        };
        let mut worst: Option<(f64, usize)> = None;
        let mut failing = Vec::new();
        for (at, (truth, holds, sides)) in self.asked.iter().enumerate() {
            let is_asked = holds.is_none_or(|holds| answers[holds].middle() != 0.0);
            if !is_asked {
                continue;
            }
            let is_true = answers[*truth].middle() != 0.0;
            if !is_true {
                failing.push(self.names.get(at).cloned().unwrap_or_default());
            }
            let sides = sides.as_ref().zip(is_below);
            let margin = sides.map(|([left, right], below)| {
                margin(answers[left.ticket()].middle(), answers[right.ticket()].middle(), below)
            });
            let margin = margin.unwrap_or(if is_true { f64::INFINITY } else { f64::NEG_INFINITY });
            if worst.is_none_or(|(least, _)| margin < least) {
                worst = Some((margin, at));
            }
        }
        let (margin, at) = worst?;
        let (_, _, sides) = self.asked.get(at)?;
        let values = self.rows.rows.get(at).and_then(|row| row.sides);
        let comparison = values.zip(sides.as_ref()).and_then(|([left, right], [one, other])| {
            let actual = answers.shown_if_any(left, one, digits)?;
            let limit = answers.shown_if_any(right, other, digits)?;
            let is_plain = !actual.truth && actual.row.is_none();
            is_plain.then_some(Comparison { actual, limit, margin: is_below.map(|_| margin) })
        });
        Some((comparison, Worst { row: self.names.get(at).cloned()?, failing }))
    }
}
