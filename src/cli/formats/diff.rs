//! The difference of models: a table for people, and Markdown for a comment in a review.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::format::View;
use super::inert::{code, inline};
use crate::cli::paint;
use napkin::report::diff::{Change, CheckChange, Diff, FormulaChange, InputChange, Move, State};
use napkin::report::rise::Part;
use napkin::text::escape::escaped;

/// Estimates that moved less than this are counted, not listed.
const SMALL: f64 = 0.05;

/// The length of a comment, in characters, below the 65,536 that GitHub takes.
const LONGEST: usize = 65_000;

/// The most changes of a shared file that are named.
const MOST_SAID: usize = 3;

/// By this mark a program finds the comment that it wrote before.
const MARK: &str = "<!-- napkin diff -->";

/// The numbers of estimates and of inputs of each model that a comment lists, from all to few.
const ROWS: [usize; 6] = [usize::MAX, 200, 50, 15, 5, 0];

/// Writes a paragraph for each model that differs, and how many there are.
pub fn table(diffs: &[Diff], view: &View) -> String {
    let (shown, shared) = ordered(diffs);
    let mut parts: Vec<String> = shown.iter().map(|diff| one(diff, view)).collect();
    parts.extend(lines(&shared).into_iter().map(|(name, said)| {
        format!("{}: {}\n", view.paint().with(paint::HEADING, &escaped(&name)), escaped(&said))
    }));
    if diffs.len() != 1 || shown.is_empty() {
        parts.push(format!("{}\n", summary(diffs)));
    }
    parts.join("\n")
}

fn one(diff: &Diff, view: &View) -> String {
    let paint = view.paint();
    let mut out =
        format!("{}: {}\n", paint.with(paint::HEADING, &escaped(&diff.name)), escaped(&headline(diff)));
    if view.detail.quiet {
        return out;
    }
    let mut section = |title: &str, rows: Vec<(Style, Vec<String>)>| {
        if rows.is_empty() {
            return;
        }
        out.push_str(&format!("{}\n", paint.with(paint::HEADING, title)));
        let columns = rows.iter().map(|(_, row)| row.len()).max().unwrap_or_default();
        let width =
            |column: usize| rows.iter().filter_map(|(_, row)| row.get(column)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
        for (style, row) in &rows {
            let mut line = String::new();
            for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let shown = if at == 0 { paint.with(*style, cell) } else { cell.clone() };
                line.push_str(&format!("  {shown}{}", " ".repeat(width - cell.width())));
            }
            out.push_str(&format!("{}\n", line.trim_end()));
        }
    };
    let checks = diff.checks.iter().map(|check| {
        let style = match check.change {
            Change::Breaks | Change::StillFails | Change::AddedFails | Change::Fails => paint::BAD,
            Change::Removed | Change::Easier | Change::Changed => paint::WARN,
            Change::Stricter | Change::Mended | Change::Added | Change::Holds => paint::GOOD,
        };
        let cells = [check.change.word(), &check.name, &check.check, &check.text];
        (style, cells.map(escaped).to_vec())
    });
    section("CHECKS", checks.collect());
    let plain = |cells: &[String]| (Style::new(), cells.iter().map(|cell| escaped(cell)).collect());
    section("INPUTS", diff.inputs.iter().map(|input| plain(&input_row(input))).collect());
    section("FORMULAS", diff.formulas.iter().map(|formula| plain(&formula_row(formula))).collect());
    let listed = listed(diff, view.detail.all);
    let rows = listed.iter().map(|one| plain(&move_row(one, diff))).collect();
    section("ESTIMATES (by how much they moved)", rows);
    for (old, new) in &diff.renamed {
        out.push_str(&format!("  renamed  {} → {}\n", escaped(old), escaped(new)));
    }
    if let Some(rest) = rest(diff, listed.len(), " (--all)") {
        out.push_str(&format!("  {}\n", view.paint().with(paint::DIM, &rest)));
    }
    out
}

/// Writes a comment that opens with one sentence; the smallest moves are left out until it is short enough.
pub fn markdown(diffs: &[Diff], view: &View) -> String {
    let (shown, shared) = ordered(diffs);
    let shared =
        lines(&shared).into_iter().map(|(name, said)| format!("* {}: {}\n", code(&name), inline(&said)));
    let shared = match shared.collect::<String>() {
        none if none.is_empty() => none,
        lines => format!("\n{lines}"),
    };
    let opening = match shown.as_slice() {
        [] => format!("{}.\n", summary(diffs)),
        [one] if shared.is_empty() => format!("**{}**: {}.\n", inline(&one.name), inline(&headline(one))),
        several => {
            let worst =
                several.first().map(|one| format!(" {}: {}.", inline(&one.name), inline(&headline(one))));
            format!("**{}.**{}\n", inline(&summary(diffs)), worst.unwrap_or_default())
        }
    };
    for rows in ROWS {
        let body: String =
            shown.iter().map(|diff| section(diff, shown.len() > 1, (view.detail.all, rows))).collect();
        let whole = format!("{opening}{body}{shared}\n{MARK}\n");
        if whole.chars().count() <= LONGEST {
            return whole;
        }
    }
    let mut body = String::new();
    for (at, diff) in shown.iter().enumerate() {
        let line = format!("* {}: {}\n", inline(&diff.name), inline(&headline(diff)));
        if opening.chars().count() + body.chars().count() + line.chars().count() + 200 > LONGEST {
            body.push_str(&format!("* {} more\n", shown.len() - at));
            break;
        }
        body.push_str(&line);
    }
    format!("{opening}\n{body}\n{MARK}\n")
}

fn section(diff: &Diff, has_title: bool, (all, most): (bool, usize)) -> String {
    let mut out = String::new();
    if has_title {
        out.push_str(&format!("\n### {}\n\n{}\n", inline(&diff.name), inline(&headline(diff))));
    }
    for error in &diff.diagnostics {
        out.push_str(&format!("\n* error: {}\n", inline(&error.message)));
    }
    let mut table = |titles: &str, lines: &str, rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            out.push_str(&format!("\n{titles}\n{lines}\n"));
            out.extend(rows.iter().map(|row| format!("| {} |\n", row.join(" | "))));
        }
    };
    let check = |check: &CheckChange| {
        let CheckChange { change, name, check, text, .. } = check;
        vec![change.word().to_owned(), code(name), code(check), inline(text)]
    };
    let checks = diff.checks.iter().take(most.max(20)).map(check).collect();
    table("| | check | condition | |", "|---|---|---|---|", checks);
    let input = |input: &InputChange| {
        let [name, was, change] = input_row(input);
        vec![code(&name), inline(&was), inline(&change)]
    };
    table("| input | | |", "|---|---|---:|", diff.inputs.iter().take(most).map(input).collect());
    let formula = |formula: &FormulaChange| {
        let [name, text] = formula_row(formula);
        vec![code(&name), code(&text)]
    };
    table("| formula | |", "|---|---|", diff.formulas.iter().take(most).map(formula).collect());
    let listed = listed(diff, all);
    let estimate = |one: &&Move| {
        let [name, text, change, by] = move_row(one, diff);
        vec![code(&name), inline(&text), inline(&change), inline(&by)]
    };
    let rows: Vec<Vec<String>> = listed.iter().take(most).map(estimate).collect();
    let count = rows.len();
    table("| estimate | | moved | by |", "|---|---|---:|---|", rows);
    let renamed: Vec<String> =
        diff.renamed.iter().take(most).map(|(old, new)| format!("{} → {}", code(old), code(new))).collect();
    if !renamed.is_empty() {
        out.push_str(&format!("\nRenamed: {}.\n", renamed.join(", ")));
    }
    if let Some(rest) = rest(diff, count, "") {
        out.push_str(&format!("\n{}.\n", inline(&rest)));
    }
    out
}

/// Returns the models that differ: first those that cannot be compared, those with broken checks, then by how far their
/// estimates moved. After them those of which nothing moved but what a file says that they share with others.
fn ordered(diffs: &[Diff]) -> (Vec<&Diff>, Vec<&Diff>) {
    let differ = diffs.iter().filter(|diff| !diff.is_empty());
    let (shared, mut shown): (Vec<&Diff>, Vec<&Diff>) = differ.partition(|diff| is_shared(diff, diffs));
    let far = |diff: &Diff| diff.leading().map_or(0.0, |one| one.farthest);
    let worst = |diff: &Diff| diff.checks.first().map_or(Change::Added, |check| check.change);
    shown.sort_by(|a, b| {
        let undecided = |diff: &Diff| diff.state != State::Undecided;
        undecided(a).cmp(&undecided(b)).then(worst(a).cmp(&worst(b))).then(far(b).total_cmp(&far(a)))
    });
    (shown, shared)
}

/// Whether a model did not move, and neither did others by what it shares with them.
fn is_shared(diff: &Diff, all: &[Diff]) -> bool {
    let is_read = || all.iter().any(|other| other.is_still() && other.shared.contains(&diff.name));
    all.len() > 1 && diff.is_still() && (!diff.shared.is_empty() || is_read())
}

/// Says for each file that models share what changed in it and moved nothing.
fn lines(shared: &[&Diff]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    // The file itself, if it is one of the models, says what changed in its own words.
    let (own, others): (Vec<&Diff>, Vec<&Diff>) = shared.iter().partition(|diff| diff.shared.is_empty());
    for diff in own.into_iter().chain(others) {
        let name = if diff.shared.is_empty() { diff.name.clone() } else { diff.shared.join(", ") };
        if all.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let count = shared.iter().filter(|other| other.shared.join(", ") == name).count();
        let inputs = diff.inputs.iter().map(|input| {
            let [name, text, _] = input_row(input);
            format!("{name} {text}")
        });
        let formulas = diff.formulas.iter().map(|formula| formula_row(formula).join(" "));
        let renamed = diff.renamed.iter().map(|(old, new)| format!("{old} renamed to {new}"));
        let mut said: Vec<String> = inputs.chain(formulas).chain(renamed).collect();
        if said.len() > MOST_SAID {
            let more = said.split_off(MOST_SAID).len();
            said.push(format!("{more} more"));
        }
        let models = if count == 1 { "1 model".to_owned() } else { format!("{count} models") };
        all.push((name, format!("moves nothing in {models}: {}", said.join(", "))));
    }
    all
}

/// Returns the estimates that are listed.
fn listed(diff: &Diff, all: bool) -> Vec<&Move> {
    diff.estimates.iter().filter(|one| all || one.farthest >= SMALL).collect()
}

/// Says what is not listed.
fn rest(diff: &Diff, listed: usize, how: &str) -> Option<String> {
    let mut parts = Vec::new();
    let more = diff.estimates.len() - listed;
    if more > 0 {
        parts.push(format!("{more} more moved by less{how}"));
    }
    if diff.still > 0 && diff.state == State::Changed {
        parts.push(format!("{} did not move", diff.still));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Says in one line what the change does.
pub fn headline(diff: &Diff) -> String {
    let count = |change: Change| diff.checks.iter().filter(|check| check.change == change).count();
    let fails = count(Change::AddedFails);
    let mut parts: Vec<String> = Vec::new();
    match diff.state {
        State::Undecided => {
            let error = diff.diagnostics.first().map(|error| format!(": {}", error.message));
            return format!("cannot be compared{}", error.unwrap_or_default());
        }
        State::Same => return "no difference".to_owned(),
        State::Alone => {
            parts.push("not compared, since the old version has errors".to_owned());
            parts.extend(number(count(Change::Holds), "check holds", "checks hold"));
            parts.extend(number(count(Change::Fails), "check fails", "checks fail"));
            return parts.join(", ");
        }
        State::Added => {
            parts.push("new".to_owned());
            parts.extend(number(count(Change::Added), "check holds", "checks hold"));
            parts.extend(number(fails, "check fails", "checks fail"));
            return parts.join(", ");
        }
        State::Removed => {
            parts.push("removed".to_owned());
            parts.extend(number(diff.checks.len(), "check is gone", "checks are gone"));
            return parts.join(", ");
        }
        State::Changed => {}
    }
    parts.extend(diff.was_named.as_ref().map(|name| format!("was {name}")));
    parts.extend(diff.leading().map(|one| {
        let change = one.change.map(|change| format!(" ({})", percent(change))).unwrap_or_default();
        format!("{} {}{change}", one.name, one.text)
    }));
    parts.extend(number(diff.broken(), "check breaks", "checks break"));
    parts.extend(number(fails, "new check fails", "new checks fail"));
    parts.extend(number(count(Change::Removed), "check is removed", "checks are removed"));
    parts.extend(number(count(Change::Easier), "check is easier", "checks are easier"));
    parts.extend(number(count(Change::Changed), "check is changed", "checks are changed"));
    if diff.broken() == 0 {
        parts.extend(number(count(Change::StillFails), "check still fails", "checks still fail"));
    }
    if parts.is_empty() {
        parts.push("no estimate moved".to_owned());
        parts.extend(number(diff.formulas.len(), "formula is changed", "formulas are changed"));
        return parts.join(", ");
    }
    parts.join(", ")
}

/// Counts models.
fn summary(diffs: &[Diff]) -> String {
    let count = |state: State| {
        diffs.iter().filter(|diff| diff.state == state && (state == State::Same || !diff.is_empty())).count()
    };
    let shared = diffs.iter().filter(|diff| !diff.is_empty() && is_shared(diff, diffs)).count();
    let changed = count(State::Changed) - shared;
    let same = diffs.iter().filter(|diff| diff.is_empty()).count();
    let words = [
        (count(State::Undecided), "cannot be compared"),
        (changed, "changed"),
        (shared, "changed without a move"),
        (count(State::Alone), "not compared"),
        (count(State::Added), "new"),
        (count(State::Removed), "removed"),
        (same, "without a difference"),
    ];
    let parts: Vec<String> =
        words.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let checks = |change: Change| {
        let all = diffs.iter().filter(|diff| diff.state == State::Changed).flat_map(|diff| &diff.checks);
        all.filter(|check| check.change == change).count()
    };
    let new = diffs.iter().filter(|diff| diff.state == State::Added).flat_map(|diff| &diff.checks);
    let fails = checks(Change::AddedFails) + new.filter(|check| check.change == Change::AddedFails).count();
    let gone = diffs.iter().filter(|diff| diff.state == State::Removed).map(|diff| diff.checks.len());
    let said = [
        number(checks(Change::Breaks), "check breaks", "checks break"),
        number(fails, "new check fails", "new checks fail"),
        number(checks(Change::Removed) + gone.sum::<usize>(), "check is removed", "checks are removed"),
        number(checks(Change::Easier), "check is easier", "checks are easier"),
        number(checks(Change::Changed), "check is changed", "checks are changed"),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let models = if parts.is_empty() { "none".to_owned() } else { parts.join(", ") };
    match said.as_slice() {
        [] => format!("models: {models}"),
        said => format!("models: {models}; {}", said.join(", ")),
    }
}

/// Says how many there are; nothing of none.
fn number(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    }
}

fn input_row(input: &InputChange) -> [String; 3] {
    let text = match (&input.was, &input.is) {
        (Some(was), Some(is)) => format!("{was} → {is}"),
        (None, Some(is)) => format!("new: {is}"),
        (Some(was), None) => format!("gone: {was}"),
        (None, None) => String::new(),
    };
    [input.name.clone(), text, input.change.map(percent).unwrap_or_default()]
}

fn formula_row(formula: &FormulaChange) -> [String; 2] {
    [formula.name.clone(), format!("{} → {}", formula.was, formula.is)]
}

fn move_row(one: &Move, diff: &Diff) -> [String; 4] {
    let part = |part: &Part| {
        let is_formula = diff.formulas.iter().any(|formula| formula.name == part.name);
        let name = match is_formula {
            true if part.name == one.name => "its formula".to_owned(),
            true => format!("formula of {}", part.name),
            false => part.name.clone(),
        };
        format!("{name} {}", percent(part.change))
    };
    let mut by: Vec<String> = one.by.iter().map(part).collect();
    if one.is_rewritten && one.by.iter().all(|part| part.name != one.name) {
        by.push("another formula".to_owned());
    }
    let change = match one.change {
        Some(change) => percent(change),
        None if one.farthest.is_finite() => "interval".to_owned(),
        None => String::new(),
    };
    [one.name.clone(), one.text.clone(), change, by.join(", ")]
}

/// Writes a relative change: `+41%`, `-0.3%`, `12 times`.
pub(super) fn percent(change: f64) -> String {
    let percent = change * 100.0;
    if change >= 9.0 {
        return format!("{:.0} times", change + 1.0);
    }
    let text = match percent.abs() {
        size if size < 0.05 => {
            return if percent < 0.0 {
                "-0.1%".replace("-0.1", "under -0.1")
            } else {
                "under +0.1%".to_owned()
            };
        }
        size if size < 9.95 => format!("{percent:+.1}"),
        _ => format!("{percent:+.0}"),
    };
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}
