//! Errors of calls that find no row of a table, and of amounts that are in no tier.

use std::sync::Arc;

use crate::engine::{Feed, Finding, Op, Plan, Program, Samples, Sampling, Slot, Statistic};
use crate::lower::{Compiled, OfRow, Rows, Value};
use crate::syntax::Binary;
use crate::text::diagnostic::Diagnostic;

/// The number of digits of a value in a message, and of two that are nearly equal.
const DIGITS: usize = 4;
const MOST_DIGITS: usize = 12;

/// The levels of what one sample in ten thousand is beyond.
const LEVELS: [f64; 2] = [0.0001, 0.9999];

/// Creates the error of a call that finds no row, in some `share` of the samples or in all.
pub(super) fn unmet(compiled: &Compiled, rows: &Rows, share: Option<String>) -> Diagnostic {
    let in_share = share.map(|share| format!(" in {share} of the samples")).unwrap_or_default();
    if rows.function.starts_with("tiered") {
        return no_tier(compiled, rows, &in_share);
    }
    let table = compiled.table(rows.table).map_or("", |(name, _)| name);
    let (function, written) = (&rows.function, &rows.written);
    let condition = rows.condition.as_ref().map_or("", |condition| condition.written.as_str());
    let message = format!("no row of `{table}` has `{condition}`{in_share}, so `{function}` has no value");
    let error = Diagnostic::error("E0406", message).at(rows.place, "finds no row");
    let error = match best_there_is(compiled, rows) {
        Some(best) => error.note(best),
        None => error,
    };
    let call = format!("{function}({written} where {condition})");
    let otherwise = match (function.as_str(), compiled.table(rows.table).and_then(|(_, rows)| rows.last())) {
        ("argmin" | "argmax", Some(row)) => format!("{table}.{row}"),
        // Nothing passes because there is nothing to ask.
        ("all", _) => "false".to_owned(),
        _ => "…".to_owned(),
    };
    error
        .help(format!("say what holds then: `if any({condition}) then {call} else {otherwise}`"))
        .help(format!("or require it with a check: `any({condition})`"))
}

/// Says how near the rows come to a condition that is a comparison.
fn best_there_is(compiled: &Compiled, rows: &Rows) -> Option<String> {
    let compared = rows.condition.as_ref()?.comparison.as_ref()?;
    let sides: Vec<[Value; 2]> = rows.rows.iter().filter_map(|row: &OfRow| row.wanted).collect();
    let first = *sides.first()?;
    // The side that names the table is the one that is looked for.
    let cell = format!("{}.", compiled.table(rows.table)?.0);
    let [names_left, names_right] = compared.sides.each_ref().map(|side| side.contains(&cell));
    let of_row = usize::from(names_right && !names_left);
    let wants_large = match compared.binary {
        Binary::GreaterOrEqual | Binary::Greater => of_row == 0,
        Binary::LessOrEqual | Binary::Less => of_row == 1,
        _ => return None,
    };
    let values: Vec<Value> = sides.iter().filter_map(|side| side.get(of_row).copied()).collect();
    let other = *first.get(1 - of_row)?;
    let ends = values.iter().filter_map(|value| Some((*value, ends(compiled, *value, &LEVELS)?)));
    let end = |(low, high): (f64, f64)| if wants_large { high } else { low };
    let in_base = |(value, ends): (Value, (f64, f64))| {
        let scale = value.quantity()?.scale.to_f64();
        Some((value, end(ends), end(ends) * scale))
    };
    let best = ends.filter_map(in_base).reduce(|best, next| {
        let is_better = if wants_large { next.2 > best.2 } else { next.2 < best.2 };
        if is_better { next } else { best }
    })?;
    let limit = self::ends(compiled, other, &LEVELS)?;
    let limit_end = if wants_large { limit.1 } else { limit.0 };
    let is_range = limit.0 < limit.1;
    let [own, wanted] = [compared.sides.get(of_row)?, compared.sides.get(1 - of_row)?];
    let (most, reach) = match (wants_large, is_range) {
        (true, true) => ("largest", "is up to"),
        (false, true) => ("smallest", "is down to"),
        (true, false) => ("largest", "is"),
        (false, false) => ("smallest", "is"),
    };
    let base = |value: Value, number: f64| Some(number * value.quantity()?.scale.to_f64());
    let is_beyond = |number: f64| {
        let (own, limit) = (base(best.0, best.1)?, base(other, number)?);
        Some(if wants_large { limit > own } else { limit < own })
    };
    // What makes the condition fail may be rarer.
    let limit_end = match is_beyond(limit_end) {
        Some(false) if is_range => {
            let (low, high) = self::ends(compiled, other, &[0.0, 1.0])?;
            if wants_large { high } else { low }
        }
        _ => limit_end,
    };
    let written = |digits| {
        Some([spelled(compiled, best.0, best.1, digits)?, spelled(compiled, other, limit_end, digits)?])
    };
    let mut digits = DIGITS;
    let mut pair = written(digits)?;
    while pair.first() == pair.last() && digits < MOST_DIGITS {
        // With one digit more than tells them apart, so that neither is rounded past the other.
        digits += 2;
        pair = written(digits)?;
    }
    let [best, limit] = pair;
    Some(format!("the {most} `{own}` is {best}, and `{wanted}` {reach} {limit}"))
}

/// Creates the error of an amount that is below zero, or above the last tier.
fn no_tier(compiled: &Compiled, rows: &Rows, in_share: &str) -> Diagnostic {
    let written = &rows.written;
    let end = rows.best.and_then(|end| spelled(compiled, end, ends(compiled, end, &LEVELS)?.1, DIGITS));
    if rows.function.ends_with('0') {
        let zero = rows.best.and_then(|amount| spelled(compiled, amount, 0.0, DIGITS));
        let zero = zero.unwrap_or_else(|| "0".to_owned());
        let message = format!("`{written}` is below zero{in_share}, and no tier has a negative amount");
        return Diagnostic::error("E0406", message)
            .at(rows.place, "")
            .help(format!("to price it as nothing: `max({written}, {zero})`"));
    }
    let end = end.map(|end| format!(", which ends at {end}")).unwrap_or_default();
    let message = format!("`{written}` is above the last tier{in_share}{end}");
    Diagnostic::error("E0406", message)
        .at(rows.place, "has no price beyond")
        .help("let the last tier be open: `upto = \"rest\"`")
}

/// Returns the numbers of a value at two levels, which are about the least and the greatest over the samples.
fn ends(compiled: &Compiled, value: Value, levels: &[f64; 2]) -> Option<(f64, f64)> {
    value.quantity()?;
    let varies = compiled.varying().get(value.slot.index()) == Some(&true);
    let mut program = Program::clone(compiled.program());
    let slots: Vec<Slot> = match varies {
        false => vec![value.slot, value.slot],
        true => levels
            .iter()
            .map(|level| {
                let level = program.push(Op::Const(*level));
                program.push(Op::Reduce(Statistic::Quantile, value.slot, level))
            })
            .collect(),
    };
    // A statistic is one number, and is of samples.
    let is_statistic = |slot: &Slot| matches!(program.op(*slot), Some(Op::Reduce(..)));
    let samples = match varies || program.needed_for(&[value.slot]).iter().any(is_statistic) {
        true => Samples::new(
            &program,
            [value.slot],
            (compiled.variables(), compiled.groups()),
            Sampling::default(),
        ),
        false => Samples::medians(compiled.variables()),
    };
    let feed = Feed { columns: &samples.columns(), pins: &[], samples: samples.samples() };
    let found = Plan::new(Arc::new(program), slots, &feed).summarise(&feed, false);
    let ends: Vec<f64> = found.findings.iter().map(Finding::middle).collect();
    match ends.as_slice() {
        [low, high] if low.is_finite() && high.is_finite() => Some((*low, *high)),
        _ => None,
    }
}

/// Writes a number of a value with its unit.
fn spelled(compiled: &Compiled, value: Value, number: f64, digits: usize) -> Option<String> {
    let quantity = value.quantity()?;
    let scale = quantity.scale.over(quantity.reported_scale()).to_f64();
    Some(quantity.spelling(compiled.units()).write(number * scale, digits).literal())
}
