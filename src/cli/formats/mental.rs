//! Derivations in mental arithmetic, with their errors.

use super::explanation::derived;
use super::grid::Grid;
use super::inert::{fenced, text as inert};
use super::wrap::wrapped;
use crate::cli::paint::{self, Paint};
use napkin::explain::mental::{Cost, Line, Mental, Rounding};
use napkin::explain::{Explanation, Step};
use napkin::text::escape::escaped;
use unicode_width::UnicodeWidthStr;

/// The remark on an exact result.
const EXACT: &str = "exact";

/// Maximum relative error of an answer whose largest rounding is not named beside other answers.
const CLOSE: f64 = 0.05;

/// Writes the steps as text.
pub fn text(explanation: &Explanation, width: usize, paint: Paint) -> String {
    let mut out = String::new();
    for step in derived(explanation) {
        if !out.is_empty() {
            out.push('\n');
        }
        let head = head(step);
        let mut parts = wrapped(&head, width).into_iter();
        out.extend(parts.next().map(|part| format!("{part}\n")));
        out.extend(parts.map(|part| format!("    {part}\n")));
        for (line, roundings) in lines(step, width.saturating_sub(2)) {
            out.extend(line.iter().map(|line| format!("  {line}\n")));
            let remarks = roundings.iter().flat_map(|remark| wrapped(remark, width.saturating_sub(6)));
            for remark in remarks {
                out.push_str(&format!("    {}\n", paint.with(paint::DIM, &format!("# {remark}"))));
            }
        }
    }
    out
}

/// Writes the steps as Markdown: operations in blocks of code, roundings in lists.
pub fn markdown(explanation: &Explanation) -> String {
    let mut out = String::new();
    for step in derived(explanation) {
        let mut block = format!("{}\n", head(step));
        let mut remarks = Vec::new();
        for (line, roundings) in lines(step, usize::MAX) {
            block.extend(line.iter().map(|line| format!("  {line}\n")));
            remarks.extend(roundings);
        }
        out.push_str(&format!("\n{}", fenced(&block)));
        if !remarks.is_empty() {
            out.push('\n');
            out.extend(remarks.iter().map(|remark| format!("* {}\n", inert(remark))));
        }
    }
    out
}

/// Returns the answers beside the exact ones: name, answer and exact answer, and the costliest rounding.
pub fn answers(explanation: &Explanation, name: fn(&str) -> String) -> Vec<([String; 3], Option<String>)> {
    let steps = explanation.answers.iter().filter_map(|at| explanation.steps.get(*at));
    let answered = steps.filter_map(|step| Some((step, step.mental.as_ref()?)));
    let is_one = explanation.answers.len() == 1;
    answered
        .map(|(step, mental)| {
            let name = name(step.name.as_deref().unwrap_or(&step.formula));
            let (own, exact) = (mental.shown.written.literal(), step.shown.written.literal());
            let exact = beside(mental, &exact);
            let cost = mental.costliest.as_ref().filter(|_| is_one || mental.error.abs() >= CLOSE);
            let cost = cost.map(|cost| costs_most(cost, step));
            ([name, own, exact], cost)
        })
        .collect()
}

/// Returns the answers as a table.
pub fn table(explanation: &Explanation) -> Grid {
    let mut grid = Grid::new(vec![false, true, false]);
    let answers = answers(explanation, escaped);
    if !answers.is_empty() {
        grid.heading("MENTAL ARITHMETIC");
    }
    for (cells, cost) in answers {
        grid.row(cells.to_vec(), cost.map(|cost| format!("largest error: {cost}")).into_iter().collect());
    }
    grid
}

/// Writes the name and the formula of a step, with the definition of a function that it calls.
fn head(step: &Step) -> String {
    let mut head = match &step.name {
        Some(name) if *name != step.formula => format!("{} = {}", escaped(name), escaped(&step.formula)),
        _ => escaped(&step.formula),
    };
    if let Some(opened) = &step.opened {
        head.push_str(&format!(" = {}", escaped(&opened.body)));
    }
    head
}

/// Returns the lines of a step, each with its roundings.
fn lines(step: &Step, width: usize) -> Vec<(Vec<String>, Vec<String>)> {
    let exact = step.shown.written.literal();
    let Some(mental) = &step.mental else {
        return vec![(vec![format!("= {exact}")], Vec::new())];
    };
    let mut lines: Vec<(Vec<String>, Vec<String>)> =
        mental.lines.iter().map(|line| (line_text(line, width), roundings(line))).collect();
    if mental.lines.is_empty() {
        lines.push((vec![format!("= {}", mental.shown.written.literal())], Vec::new()));
    }
    if let Some((_, last)) = lines.last_mut() {
        last.extend(
            mental
                .is_looked_up
                .then(|| "too hard for mental arithmetic: looked up, to two digits".to_owned()),
        );
        last.extend(Some(beside(mental, &exact)).filter(|beside| *beside != EXACT).map(|beside| {
            let from = mental.costliest.as_ref().filter(|_| mental.error.abs() >= CLOSE);
            match from.and_then(|cost| cost.step.as_ref()).filter(|from| step.name.as_ref() != Some(from)) {
                Some(from) => format!("{beside}, most of it from {}", escaped(from)),
                None => beside,
            }
        }));
    }
    lines
}

fn beside(mental: &Mental, exact: &str) -> String {
    match (mental.shown.written.literal() == exact, mental.cancels || mental.costliest.is_some()) {
        (true, true) => format!("exactly {exact}: the roundings cancel"),
        (true, false) => EXACT.to_owned(),
        (false, _) if mental.is_nearly_all => {
            format!("exactly {exact}: what is missing to 100% is {}", off(mental.error))
        }
        (false, _) => format!("exactly {exact}: {}", off(mental.error)),
    }
}

/// Writes an operation on one line if it fits, else with each form on a line of its own.
fn line_text(line: &Line, width: usize) -> Vec<String> {
    let sign = if line.is_exact { "=" } else { "≈" };
    let mut parts: Vec<String> = vec![escaped(&line.formula)];
    parts.extend(line.between.iter().map(|form| format!("= {form}")));
    if line.result != line.formula {
        parts.push(format!("{sign} {}", line.result));
    }
    let whole = parts.join(" ");
    if whole.width() <= width {
        return vec![whole];
    }
    let mut lines = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let indent = if at == 0 { "" } else { "  " };
        let wrapped = wrapped(part, width.saturating_sub(4));
        lines.extend(wrapped.iter().enumerate().map(|(at, part)| match at {
            0 => format!("{indent}{part}"),
            _ => format!("{indent}    {part}"),
        }));
    }
    lines
}

/// Describes the roundings of an operation.
fn roundings(line: &Line) -> Vec<String> {
    line.roundings.iter().map(remark).collect()
}

fn remark(rounding: &Rounding) -> String {
    let Rounding { of, taken, shortcut, error } = rounding;
    let name = shortcut.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let of = escaped(of);
    match (taken.is_empty(), *error) {
        (true, error) => format!("without {of}, which makes it {}", off(error)),
        (false, 0.0) if shortcut.is_none() => format!("the difference is small: exactly {taken}, not {of}"),
        (false, 0.0) => format!("{of} = {taken}{name}"),
        (false, error) => format!("{of} ≈ {taken} makes it {}{name}", off(error)),
    }
}

/// Describes the rounding with the largest effect.
fn costs_most(cost: &Cost, step: &Step) -> String {
    let name = cost.step.as_ref().filter(|name| step.name.as_ref() != Some(*name));
    let place = name.map(|name| format!("in {}, ", escaped(name))).unwrap_or_default();
    format!("{place}{}", remark(&cost.rounding))
}

/// Describes a relative error: `14% low`.
fn off(error: f64) -> String {
    let (size, way) = (error.abs() * 100.0, if error < 0.0 { "low" } else { "high" });
    match size {
        0.0 => EXACT.to_owned(),
        size if size < 0.05 => "less than 0.1% off".to_owned(),
        size if size < 0.95 => format!("{size:.1}% {way}"),
        size => format!("{size:.0}% {way}"),
    }
}
