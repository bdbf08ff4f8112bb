//! Errors and warnings for people.
//!
//! One look for expressions and models: the sentence, the lines with their places
//! underlined, then each way out on a line, as the text that can be pasted.

use std::ops::Range;

use annotate_snippets::Level as Title;
use annotate_snippets::{AnnotationKind, Element, Group, Renderer, Snippet};

use super::super::paint::{self, Paint};
use super::escaped;
use super::excerpt::{Lines, Place, window};
use napkin::text::diagnostic::{Diagnostic, Help, Patch};
use napkin::text::source::{Source, Sources};

/// A way out on one line with its sentence is at most so long.
const INLINE: usize = 96;

/// What a line of an error is wrapped at.
const WIDTH: usize = 140;

/// All of them, with a blank line between two and the number of them at the end.
pub fn all(diagnostics: &[Diagnostic], sources: &Sources, paint: Paint) -> String {
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for diagnostic in ordered(diagnostics) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&one(diagnostic, &mut lines, paint));
    }
    if diagnostics.len() > 1 {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        let parts = [(errors, "error"), (diagnostics.len() - errors, "warning")];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        out.push_str(&format!("\n{}\n", parts.join(", ")));
    }
    out
}

/// Errors before warnings, and each in the order of the text.
pub fn ordered(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| (!diagnostic.is_error(), diagnostic.span()));
    ordered
}

fn one(diagnostic: &Diagnostic, lines: &mut Lines<'_>, paint: Paint) -> String {
    let labels = diagnostic.labels.iter().filter_map(|label| Some((lines.place(label.span)?, label)));
    let mut labels: Vec<_> = labels.collect();
    // The excerpt that the sentence is about comes first.
    labels.sort_by_key(|(_, label)| !label.primary);
    let places: Vec<Place> = labels.iter().map(|(place, _)| place.clone()).collect();
    let excerpts = lines.excerpts(&places);
    let mut elements: Vec<Element<'_>> = Vec::new();
    for excerpt in &excerpts {
        let source = lines.source(excerpt.source);
        if source.is_none_or(|source| source.text.trim().is_empty()) {
            continue;
        }
        let path = source.filter(|source| !is_one_line(source)).map(|source| escaped(&source.name));
        let mut snippet =
            Snippet::source(excerpt.text.as_str()).line_start(excerpt.line + 1).path(path).fold(false);
        for (bytes, at) in &excerpt.marks {
            let Some((_, label)) = labels.get(*at) else { continue };
            let kind = if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let text = (!label.text.is_empty()).then(|| escaped(&label.text));
            snippet = snippet.annotation(kind.span(bytes.clone()).label(text));
        }
        elements.push(snippet.into());
    }
    let level = if diagnostic.is_error() { Title::ERROR } else { Title::WARNING };
    let group: Group<'_> =
        level.primary_title(escaped(&diagnostic.message)).id(diagnostic.code).elements(elements);
    let renderer = if paint.is_on() { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    let mut out = renderer.term_width(WIDTH).render(&[group]);
    // A line that was cut has its columns counted from the cut.
    for excerpt in &excerpts {
        if let Some((counted, column)) = excerpt.moved {
            let line = excerpt.line + 1;
            out = out.replacen(&format!(":{line}:{}", counted + 1), &format!(":{line}:{}", column + 1), 1);
        }
    }
    out.push('\n');
    for note in &diagnostic.notes {
        out.push_str(&format!("{} {}\n", paint.with(paint::HEADING, "note:"), escaped(note)));
    }
    for (text, patches) in ways_out(&diagnostic.helps) {
        out.push_str(&help(text, &patches, lines, paint));
    }
    out
}

/// The helps for programs: each with the line that it leads to.
pub fn helps(diagnostic: &Diagnostic, lines: &mut Lines<'_>) -> Vec<String> {
    let ways = ways_out(&diagnostic.helps).into_iter();
    ways.map(|(text, patches)| match changed(&patches, lines) {
        Some(changed) => inline(text, &changed.text),
        None => text.to_owned(),
    })
    .collect()
}

/// Helps with the changes that belong together: one that says only "and" goes with the one before.
fn ways_out(helps: &[Help]) -> Vec<(&str, Vec<&Patch>)> {
    let mut ways: Vec<(&str, Vec<&Patch>)> = Vec::new();
    for help in helps {
        match ways.last_mut() {
            Some((_, patches)) if help.text == "and" && !patches.is_empty() => patches.extend(&help.patch),
            _ => ways.push((&help.text, help.patch.iter().collect())),
        }
    }
    ways
}

fn help(text: &str, patches: &[&Patch], lines: &mut Lines<'_>, paint: Paint) -> String {
    let label = paint.with(paint::HELP, "help:");
    let text = escaped(text);
    let Some(changed) = changed(patches, lines) else { return format!("{label} {text}\n") };
    let line = inline(&text, &changed.text);
    if changed.alone && line.chars().count() <= INLINE {
        return format!("{label} {line}\n");
    }
    let before = if changed.alone { "  ".to_owned() } else { format!("{} | ", changed.line + 1) };
    let mut out = format!("{label} {text}\n{before}{}\n", changed.text);
    if !changed.alone && !changed.marks.trim().is_empty() {
        let indent = " ".repeat(before.chars().count() - 2);
        out.push_str(&format!("{indent}| {}\n", paint.with(paint::GOOD, changed.marks.trim_end())));
    }
    out
}

/// A sentence and the text that it is about, in one line.
fn inline(text: &str, changed: &str) -> String {
    let joins =
        text.ends_with('?') || ["write", "like"].contains(&text.rsplit(' ').next().unwrap_or_default());
    format!("{text}{} `{}`", if joins { "" } else { ":" }, changed.trim())
}

/// A line after some changes.
struct Changed {
    /// The line's number, from 0.
    line: usize,
    /// What it says then, cut if it is long.
    text: String,
    /// A mark under each character that is new.
    marks: String,
    /// Whether the source is that line and nothing else.
    alone: bool,
}

fn changed(patches: &[&Patch], lines: &mut Lines<'_>) -> Option<Changed> {
    let mut changes: Vec<(Place, &str)> = patches
        .iter()
        .filter_map(|patch| Some((lines.place(patch.span)?, patch.replacement.as_str())))
        .collect();
    changes.sort_by_key(|(place, _)| place.bytes.start);
    let (source, line) = changes.first().map(|(place, _)| (place.source, place.line))?;
    if changes.iter().any(|(place, _)| (place.source, place.line) != (source, line)) {
        return None;
    }
    let old = lines.line(source, line);
    let (mut new, mut marks): (String, Vec<(Range<usize>, char)>) = (String::new(), Vec::new());
    let mut done = 0;
    for (place, replacement) in changes {
        // A change inside one that was made before cannot be shown.
        new.push_str(old.get(done..place.bytes.start)?);
        let start = new.len();
        new.push_str(replacement);
        marks.push((start..new.len(), if place.bytes.is_empty() { '+' } else { '~' }));
        done = place.bytes.end;
    }
    new.push_str(old.get(done..)?);
    let around = marks.first()?.0.start..marks.last()?.0.end;
    let (text, from, shift) = window(&new, around);
    let mark = |(at, _): (usize, char)| {
        let at = (at + from).wrapping_sub(shift);
        marks.iter().find(|(bytes, _)| bytes.contains(&at)).map_or(' ', |&(_, mark)| mark)
    };
    let marks = text.char_indices().map(mark).collect();
    let alone = lines.source(source).is_some_and(is_one_line);
    Some(Changed { line, text: escaped(&text), marks, alone })
}

/// Whether it is an expression on one line of the command line, which needs no line number.
fn is_one_line(source: &Source) -> bool {
    (source.name == "<input>" || source.name.starts_with("--set ")) && !source.text.trim_end().contains('\n')
}
