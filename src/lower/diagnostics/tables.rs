//! Rows, columns and aggregates: what is no row, no column, and no single table.

use crate::lower::table::{Member, Table};
use crate::text::diagnostic::Diagnostic;
use crate::text::list::{and_all, and_more};
use crate::text::source::Span;
use crate::text::suggest;

/// The functions that run over the rows of a table.
const AGGREGATES: &str = "`sum`, `mean`, `min` and `max` make one value of a column";

/// Maximum number of names in a suggestion.
const NAMED: usize = 6;

/// `media.bytes` outside aggregates. `text` is the whole name, `table` and `column` its parts; `bound` names the table
/// whose rows are read row by row around it.
pub(in crate::lower) fn column_as_value(
    (text, table, column): (&str, &str, &str),
    (bound, is_own): (Option<&str>, bool),
    span: Span,
) -> Diagnostic {
    let message = match bound {
        Some(other) => format!("`{text}` and a column of `{other}` cannot be read row by row together"),
        None => format!("`{text}` is a column, not a single value"),
    };
    let error = Diagnostic::error("E0205", message).at(span, "one value for each row");
    if is_own {
        return error.patch("for the cell of this row", span, column);
    }
    error
        .help(format!("{AGGREGATES}: `sum({text})`"))
        .help(format!("for one row name it: `{}`", format_args!("{table}.ROW.{column}")))
}

/// `--set plan=r5_larg`.
pub(in crate::lower) fn no_row(table: &Table, name: &str, span: Span) -> Diagnostic {
    let message = format!("`{name}` is no row of `{}`", table.name());
    let error = Diagnostic::error("E0201", message).at(span, "");
    let rows = || table.rows().iter().map(String::as_str);
    match suggest::nearest(name, rows(), 1).first() {
        Some(near) => error.patch("did you mean", span, *near),
        None => {
            let more = table.rows().len().saturating_sub(NAMED);
            error.help(format!("its rows are {}", and_more(rows().take(NAMED), more)))
        }
    }
}

/// `best.prise`, `instance.m5_larg`.
pub(in crate::lower) fn no_member(
    table: &Table,
    (text, before, word): (&str, &str, &str),
    is_row: bool,
    span: Span,
) -> Diagnostic {
    let name = table.name();
    let after = text.get(before.len() + 1 + word.len()..).unwrap_or_default();
    // What a column follows is a row.
    let (may_be_row, may_be_column) = (!is_row, is_row || after.is_empty());
    let message = match is_row {
        true if matches!(table.member(word), Some(Member::Row(_))) => {
            format!("`{before}` is a row of `{name}` already, and `{word}` is another row")
        }
        true => format!("`{before}` is a row of `{name}`, which has no column `{word}`"),
        false if may_be_column => format!("table `{name}` has no row and no column `{word}`"),
        false => format!("table `{name}` has no row `{word}`"),
    };
    let error = Diagnostic::error("E0201", message).at(span, "");
    let rows = || table.rows().iter().map(String::as_str).filter(|_| may_be_row);
    let columns = || table.columns().filter(|_| may_be_column);
    if let Some(near) = suggest::nearest(word, columns().chain(rows()), 1).first() {
        return error.patch("did you mean", span, format!("{before}.{near}{after}"));
    }
    let listed = |names: &mut dyn Iterator<Item = &str>| {
        let names: Vec<String> = names.map(str::to_owned).collect();
        let more = names.len().saturating_sub(NAMED);
        and_more(names.iter().take(NAMED).map(String::as_str), more)
    };
    let error = match may_be_column {
        true => error.help(format!("the columns of `{name}` are {}", listed(&mut columns()))),
        false => error,
    };
    match may_be_row {
        true => error.help(format!("the rows of `{name}` are {}", listed(&mut rows()))),
        false => error,
    }
}

/// `users.price`, where `users` is a number.
pub(in crate::lower) fn no_row_to_read(before: &str, words: &str, span: Span, text: &str) -> Diagnostic {
    Diagnostic::error("E0201", format!("`{before}` is {words}, not a row, so `{text}` names nothing"))
        .at(span, "")
        .help("only a row has columns: `TABLE.ROW`, or the result of `argmin` or `argmax`")
}

/// Cells that are read through one row, and are of several dimensions.
pub(in crate::lower) fn cells_differ(
    span: Span,
    [of_one, of_other]: [String; 2],
    cell: Option<Span>,
) -> Diagnostic {
    let message = format!("the cells of this column differ: {of_one} and {of_other}");
    let error = Diagnostic::error("E0301", message).at(span, "");
    let error = match cell {
        Some(cell) => error.see(cell, of_other),
        None => error,
    };
    error.help("the cells of a column are of one dimension: look for a unit that one of them lacks")
}

/// A row where a number or a condition is needed.
pub(in crate::lower) fn row_as_value(
    written: Option<&str>,
    table: &Table,
    needed: &str,
    span: Span,
) -> Diagnostic {
    let message = format!("{needed}, and this is a row of `{}`", table.name());
    let error = Diagnostic::error("E0205", message).at(span, "a row");
    let name = written.filter(|written| written.chars().all(|c| c.is_alphanumeric() || "._".contains(c)));
    match (table.columns().next(), name) {
        (Some(column), Some(name)) => error.help(format!("read a column of it, like `{name}.{column}`")),
        (Some(column), None) => {
            error.help(format!("give the row a name, and read a column of it, like `best.{column}`"))
        }
        _ => error,
    }
}

/// `tier.upto * 2`, where the cell is `"rest"`.
pub(in crate::lower) fn rest_as_value(needed: &str, span: Span, cell: Option<Span>) -> Diagnostic {
    let error = Diagnostic::error("E0205", format!("{needed}, and this may be `\"rest\"`, which is none"))
        .at(span, "may be the open end of the tiers");
    let error = match cell {
        Some(cell) => error.see(cell, "`\"rest\"`"),
        None => error,
    };
    error.help("`\"rest\"` is above everything it is compared with, and ends the tiers of `tiered`")
}

/// `count(5)`, `argmin(users)`: an aggregate that names no table.
pub(in crate::lower) fn no_table(name: &str, tables: &[&str], span: Span) -> Diagnostic {
    let error =
        Diagnostic::error("E0205", format!("`{name}` runs over the rows of a table, and this names none"))
            .at(span, "");
    match tables.first() {
        Some(table) => {
            let example = if name == "count" { (*table).to_owned() } else { format!("{table}.COLUMN") };
            error.help(format!("name a table: `{name}({example})`"))
        }
        None => error.help("a table is defined in a model, under `[tables.NAME]`"),
    }
}

/// `sum(media.share * region.users)`.
pub(in crate::lower) fn two_tables(name: &str, tables: &[&str], span: Span) -> Diagnostic {
    let listed = and_all(tables);

    Diagnostic::error("E0205", format!("`{name}` runs over the rows of one table, and this names {listed}"))
        .at(span, "")
        .help("give one of them an aggregate of its own inside this one, like `max(TABLE.COLUMN)`")
}

/// `sum(media.share / sum(media.share))`.
pub(in crate::lower) fn bound_table(name: &str, table: &str, span: Span) -> Diagnostic {
    let message = format!(
        "inside an aggregate over `{table}`, its columns are cells of one row, so `{name}` has a single value"
    );
    Diagnostic::error("E0205", message)
        .at(span, "")
        .help("give this aggregate a name of its own under `[estimates]`, and use the name here")
}

/// `sum(t.x where y > 3)`.
pub(in crate::lower) fn where_without_column(table: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0205",
        format!("this `where` names no column of `{table}`, so it holds for all rows or for none"),
    )
    .at(span, "")
    .help("to switch the whole off, use `if … then … else …` around the call")
}

/// `ceil(x where y)`.
pub(in crate::lower) fn where_outside(span: Span) -> Diagnostic {
    Diagnostic::error("E0205", "`where` chooses rows of a table, and this call runs over none")
        .at(span, "")
        .help("it belongs in `sum`, `min`, `max`, `mean`, `count`, `any`, `all`, `argmin` and `argmax`")
}

/// `count(instance.cost)`.
pub(in crate::lower) fn count_of_column(table: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0205", "`count` counts the rows of a table, and takes the table alone")
        .at(span, "")
        .patch("to count the rows write", span, table)
        .help(format!("to count some of them: `count({table} where …)`"))
}

/// Rows of two tables that are compared, or are the sides of an `if`.
pub(in crate::lower) fn rows_of_two_tables(tables: [&str; 2], span: Span) -> Diagnostic {
    let [one, other] = tables;
    Diagnostic::error("E0301", format!("a row of `{one}` is never a row of `{other}`"))
        .at(span, "")
        .help("compare rows of one table, or a column that both have")
}

/// `best < other`, `best + 1`.
pub(in crate::lower) fn rows_have_no_order(symbol: &str, table: &Table, span: Span) -> Diagnostic {
    let error = Diagnostic::error(
        "E0205",
        format!("`{symbol}` needs numbers, and rows are only compared with `==` and `!=`"),
    )
    .at(span, "");
    match table.columns().next() {
        Some(column) => error.help(format!("compare a column of them, like `.{column}`")),
        None => error,
    }
}

/// Tiers with the same end.
pub(in crate::lower) fn equal_tiers(rows: [&str; 2], span: Span, cells: [Option<Span>; 2]) -> Diagnostic {
    let [one, other] = rows;
    let error = Diagnostic::error("E0205", format!("the tiers `{one}` and `{other}` end at the same amount"))
        .at(span, "");
    cells
        .into_iter()
        .flatten()
        .fold(error, |error, cell| error.see(cell, ""))
        .help("the end of a tier is the `upto` up to which its price holds; give each tier another one")
}

/// `tiered` over ends that are not known before the run. `place` is where the ends are named, and the cell.
pub(in crate::lower) fn uncertain_tiers(row: &str, place: (Span, Option<Span>)) -> Diagnostic {
    let message = format!(
        "the end of the tier `{row}` is uncertain or computed, so the order of the tiers is not known"
    );
    wrong_tier(message, place)
        .help("write the end of each tier as one value, like `\"10 TB/month\"`, or `\"rest\"` for the last")
}

/// `tiered` over a tier that would have a negative size.
pub(in crate::lower) fn tier_below_zero(row: &str, place: (Span, Option<Span>)) -> Diagnostic {
    wrong_tier(format!("the tier `{row}` ends below zero"), place).help(
        "tiers split an amount from zero up, each up to its end: write the amount up to which its price holds",
    )
}

fn wrong_tier(message: String, (span, cell): (Span, Option<Span>)) -> Diagnostic {
    let error = Diagnostic::error("E0205", message).at(span, "");
    match cell {
        Some(cell) => error.see(cell, ""),
        None => error,
    }
}
