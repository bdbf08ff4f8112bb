//! A review for people: the wrong claims with what is right below them, and how many there are.

use unicode_width::UnicodeWidthStr;

use super::format::View;
use super::inert::{code, inline};
use crate::cli::paint;
use napkin::report::review::{Counts, Reviewed, ReviewedClaim, Status};
use napkin::text::escape::escaped;

/// The widest place that a claim stands beside.
const WIDEST_PLACE: usize = 36;

/// Whether a claim is listed.
pub fn shown(claim: &ReviewedClaim, verbose: bool) -> bool {
    claim.status == Status::Wrong || verbose && claim.status != Status::Holds
}

/// Writes the claims below each other, each with its place before it.
pub fn table(files: &[Reviewed], view: &View) -> String {
    let paint = view.paint();
    let mut out = String::new();
    for file in files {
        for change in &file.changes {
            let place = format!("{}:{}", escaped(&file.name), change.line);
            let (before, after) = (escaped(&change.before), escaped(&change.after));
            let (before, after) = (paint.with(paint::BAD, &before), paint.with(paint::GOOD, &after));
            out.push_str(&format!("{place}   {before} → {after}\n"));
        }
    }
    let place = |file: &Reviewed, claim: &ReviewedClaim| format!("{}:{}", escaped(&file.name), claim.line);
    let listed = || {
        files.iter().flat_map(|file| {
            let claims = file.claims.iter().filter(|claim| shown(claim, view.detail.verbose));
            claims.map(move |claim| (file, claim))
        })
    };
    let widths = || listed().map(|(file, claim)| place(file, claim).width());
    // A claim stands beside its place, or below it.
    let is_beside = widths().all(|width| width <= WIDEST_PLACE);
    let widest = widths().max().filter(|_| is_beside).unwrap_or(1);
    for (file, claim) in listed() {
        let at = place(file, claim);
        let (text, result) = &claim.text;
        let before = escaped(text.get(..result.start).unwrap_or(""));
        let number = escaped(text.get(result.clone()).unwrap_or(""));
        let style = if claim.status == Status::Wrong { paint::BAD } else { paint::DIM };
        let pad = match is_beside {
            true => " ".repeat(widest - at.width()),
            false => format!("\n{}", " ".repeat(widest)),
        };
        out.push_str(&format!("{at}{pad}   {before}{}\n", paint.with(style, &number)));
        let indent = " ".repeat(widest + 3 + before.width());
        let mark = paint.with(style, &"^".repeat(number.width().max(1)));
        let accepted = claim.accepted.as_ref().filter(|_| claim.status == Status::Accepted);
        let accepted = accepted.map(|reason| match reason.as_str() {
            "" => "accepted".to_owned(),
            reason => format!("accepted: {}", escaped(reason)),
        });
        let sentence = accepted.unwrap_or_else(|| escaped(&claim.sentence()));
        out.push_str(&format!("{indent}{mark} {sentence}\n"));
    }
    out.push_str(&format!("{}\n", summary(files, view.detail.verbose)));
    out
}

/// Writes a table with a row for each claim, below the number of claims.
pub fn markdown(files: &[Reviewed], verbose: bool) -> String {
    let mut out = String::new();
    let mut rows = Vec::new();
    for file in files {
        for change in &file.changes {
            let place = format!("{}:{}", file.name, change.line);
            let row = format!(
                "| {} | {} | replaced by {} |\n",
                inline(&place),
                code(&change.before),
                code(&change.after)
            );
            rows.push(row);
        }
        for claim in file.claims.iter().filter(|claim| shown(claim, verbose)) {
            let place = format!("{}:{}", file.name, claim.line);
            rows.push(format!(
                "| {} | {} | {} |\n",
                inline(&place),
                code(&claim.text.0),
                inline(&claim.sentence())
            ));
        }
    }
    if !rows.is_empty() {
        out.push_str("| place | claim | finding |\n|---|---|---|\n");
        out.push_str(&rows.concat());
        out.push('\n');
    }
    out.push_str(&format!("{}\n", summary(files, verbose)));
    out
}

/// Says how many claims there are: `94 claims: 89 hold, 2 do not, 3 not understood (-v)`.
fn summary(files: &[Reviewed], verbose: bool) -> String {
    let Counts { claims, hold, wrong, accepted, not_understood } = Counts::of(files);
    let changed: usize = files.iter().map(|file| file.changes.len()).sum();
    let replaced = match changed {
        0 => String::new(),
        1 => "1 number replaced; ".to_owned(),
        _ => format!("{changed} numbers replaced; "),
    };
    if claims == 0 {
        return format!("{replaced}no claims");
    }
    let mut parts = vec![if hold == 1 { "1 holds".to_owned() } else { format!("{hold} hold") }];
    if wrong > 0 {
        let left = match (files.iter().any(|file| file.is_fixed), wrong) {
            (false, _) => "",
            (true, 1) => " and is left: what was meant is not certain",
            (true, _) => " and are left: what was meant is not certain",
        };
        parts.push(if wrong == 1 { format!("1 does not{left}") } else { format!("{wrong} do not{left}") });
    }
    if accepted > 0 {
        parts.push(format!("{accepted} accepted"));
    }
    if not_understood > 0 {
        parts.push(format!("{not_understood} not understood{}", if verbose { "" } else { " (-v)" }));
    }
    let noun = if claims == 1 { "claim" } else { "claims" };
    format!("{replaced}{claims} {noun}: {}", parts.join(", "))
}
