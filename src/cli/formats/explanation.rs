//! Derivations, as a person writes them: a step below the other.

use super::inert::{self, code, fenced, inline};
use super::sensitivity;
use super::wrap::wrapped;
use crate::cli::paint::{self, Paint};
use napkin::explain::{Explanation, Kind, Step};
use napkin::report::{Row, Section};
use napkin::text::escape::escaped;
use unicode_width::UnicodeWidthStr;

/// Maximum width of a name that shares a line with its formula.
const LONG: usize = 24;

/// Maximum width of the cells of a table's row on one line.
const WIDE: usize = 40;

/// Minimum fraction of the variance that an input must explain to be named beside others.
const SMALL: f64 = 0.05;

/// A step in lines.
struct Lines {
    /// The name, or the expression that has none.
    head: String,
    /// The sign of each line, `=` or `≈`, and its formula or value.
    lines: Vec<(&'static str, String)>,
    /// Remarks, each with a piece of code in front that may be empty.
    remarks: Vec<(String, String)>,
}

/// Returns the inputs as the rows of a model.
pub fn inputs(explanation: &Explanation) -> Section {
    let given = explanation.steps.iter().filter(|step| step.kind == Kind::Input);
    let mut rows: Vec<Row> = Vec::new();
    let mut last_table = None;
    for step in given {
        let name = step.name.clone().unwrap_or_default();
        let mut row = Row {
            name: name.clone(),
            formula: step.substituted.clone(),
            shown: step.shown.clone(),
            note: step.note.clone(),
            source: step.source.clone(),
            set: step.set,
            by: None,
            expected: None,
            unasked: None,
        };
        let value = step.shown.written.literal();
        let more = if step.shown.spread.is_some() || is_range(&step.substituted) {
            Some(format!("median {value}"))
        } else if step.substituted != value {
            // A computed input is shown by its value, and its formula explains it.
            row.formula = value;
            Some(step.substituted.clone())
        } else {
            None
        };
        row.shown.spread = None;
        let notes = more.into_iter().chain(step.note.clone());
        row.note = Some(notes.collect::<Vec<_>>().join("; ")).filter(|note| !note.is_empty());
        if let Some((table, column)) = cell(&name) {
            // The cells of a row share a line.
            let text = format!("{column} {}", step.substituted);
            row.note = None;
            let is_first = last_table.as_deref() != Some(table);
            if let Some(last) =
                rows.last_mut().filter(|last| !is_first && last.formula.width() + text.width() + 3 <= WIDE)
            {
                last.formula = format!("{} · {text}", last.formula);
                continue;
            }
            row.formula = text;
            row.name = if is_first { table.to_owned() } else { String::new() };
            last_table = Some(table.to_owned());
        }
        rows.push(row);
    }
    Section { heading: None, rows }
}

/// Whether an input is written as a range.
fn is_range(formula: &str) -> bool {
    formula.contains(" to ") || formula.contains("..") || formula.contains('±')
}

/// Splits the name of a cell into row and column: `media.text` and `bytes`.
fn cell(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('.').filter(|(row, _)| row.contains('.'))
}

/// Returns the steps that are not inputs.
pub fn derived(explanation: &Explanation) -> impl Iterator<Item = &Step> {
    explanation.steps.iter().filter(|step| step.kind != Kind::Input)
}

/// Writes the steps as text.
pub fn text(explanation: &Explanation, width: usize, paint: Paint) -> String {
    let mut out = String::new();
    for step in derived(explanation) {
        if !out.is_empty() {
            out.push('\n');
        }
        let remarks = std::mem::take(&mut lines(step).remarks);
        for line in block(step, width) {
            out.push_str(&line);
            out.push('\n');
        }
        for (code, remark) in remarks {
            for line in wrapped(&format!("{code}{remark}"), width.saturating_sub(4)) {
                out.push_str(&format!("  {}\n", paint.with(paint::DIM, &format!("# {line}"))));
            }
        }
    }
    out
}

/// Writes the steps as Markdown: formulas in blocks of code, remarks as text.
pub fn markdown(explanation: &Explanation) -> String {
    let mut out = String::new();
    for step in derived(explanation) {
        let block: String = block(step, usize::MAX).iter().map(|line| format!("{line}\n")).collect();
        out.push_str(&format!("\n{}", fenced(&block)));
        for (call, remark) in lines(step).remarks {
            let remark = if call.is_empty() { inert::text(&remark) } else { code(&call) + &inline(&remark) };
            out.push_str(&format!("\n{remark}\n"));
        }
    }
    out
}

/// Writes a step without its remarks.
fn block(step: &Step, width: usize) -> Vec<String> {
    let Lines { head, lines, .. } = lines(step);
    let beside = step.kind == Kind::Estimate && head.width() <= LONG;
    let indent = if beside { head.width() + 1 } else { 2 };
    let mut out = Vec::new();
    if !beside {
        let mut parts = wrapped(&head, width).into_iter();
        out.extend(parts.next());
        out.extend(parts.map(|part| format!("  {part}")));
    }
    for (at, (sign, line)) in lines.iter().enumerate() {
        for (part_at, part) in wrapped(line, width.saturating_sub(indent + 4)).iter().enumerate() {
            let before = match (at, part_at) {
                (0, 0) if beside => format!("{head} "),
                _ => " ".repeat(indent),
            };
            let sign = if part_at == 0 { format!("{sign} ") } else { "    ".to_owned() };
            out.push(format!("{before}{sign}{part}"));
        }
    }
    out
}

fn lines(step: &Step) -> Lines {
    let mut texts: Vec<(&'static str, String)> = Vec::new();
    let head = match &step.name {
        Some(name) => {
            texts.push(("=", escaped(&step.formula)));
            escaped(name)
        }
        None => escaped(&step.formula),
    };
    let mut remarks = Vec::new();
    if let Some(opened) = &step.opened {
        texts.push(("=", escaped(&opened.body)));
    }
    texts.push(("=", escaped(&step.substituted)));
    let sign = if step.comes_out { "=" } else { "≈" };
    texts.extend(step.cancelled.as_deref().map(|text| (sign, escaped(text))));
    // Without names to substitute, the substituted formula reads like the formula.
    texts.retain(|(_, text)| *text != head);
    texts.dedup_by(|(_, next), (_, text)| next == text);
    let result = value(step);
    if texts.last().is_some_and(|(_, text)| *text == result) {
        texts.pop();
    }
    let sign = if step.shown.spread.is_some() && step.arithmetic.is_none() { "≈" } else { "=" };
    let mut lines = texts;
    lines.push((sign, result));
    if !step.spread.is_empty() {
        let shares = step.spread.iter().enumerate().filter(|(at, share)| *at == 0 || share.share >= SMALL);
        let shares = shares
            .map(|(_, share)| format!("{} ({})", escaped(&share.input), sensitivity::percent(share.share)));
        let from = format!("spread from {}", shares.collect::<Vec<_>>().join(", "));
        remarks.push((String::new(), from));
    }
    remarks.extend(step.note.as_deref().map(|note| match &step.opened {
        Some(opened) => (opened.call.clone(), format!(": {}", escaped(note))),
        None => (String::new(), escaped(note)),
    }));
    let source = step.source.as_deref().map(|source| format!("source: {}", escaped(source)));
    remarks.extend(source.map(|source| (String::new(), source)));
    Lines { head, lines, remarks }
}

/// Writes what the arithmetic gives, and beside it what the ranges make of it, with the value in another unit.
fn value(step: &Step) -> String {
    let shown = &step.shown;
    let median = shown.written.literal();
    let mut text = step.arithmetic.as_ref().map_or_else(|| median.clone(), |of| of.written.literal());
    let with_ranges = (text != median).then(|| format!("with the ranges {median}"));
    let interval = shown.spread.as_ref().map(|spread| format!("90%: {}", spread.interval));
    let uncertain: Vec<String> = with_ranges.into_iter().chain(interval).collect();
    let uncertain = Some(uncertain.join(", ")).filter(|uncertain| !uncertain.is_empty());
    for more in uncertain.into_iter().chain(shown.written.also.clone()) {
        text.push_str(&format!("  ({more})"));
    }
    text
}
