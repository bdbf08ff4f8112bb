//! Errors and warnings as text, in one style for expressions and models: the message, the lines with their places
//! underlined, then each fix on a line, as text that can be pasted.

use std::iter;

use annotate_snippets::Level as Title;
use annotate_snippets::{AnnotationKind, Element, Group, Origin, Renderer, Snippet};

use crate::cli::paint;
use crate::cli::screen::Screen;
use napkin::text::diagnostic::{Diagnostic, Severity, in_order};
use napkin::text::escape::escaped;
use napkin::text::excerpt::{Lines, Place, Room};
use napkin::text::fix::{self, Fix};
use napkin::text::source::Sources;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Maximum length of a fix that shares a line with its changed text.
const INLINE: usize = 96;

/// The width at which the lines of an error are wrapped.
const WIDTH: usize = 140;

/// Writes all diagnostics, separated by blank lines, and their number if there are several. Excerpts fit the terminal;
/// sentences are wrapped later, together with those of others.
pub fn all(diagnostics: &[Diagnostic], sources: &Sources, screen: &Screen) -> String {
    let paint = screen.err;
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for diagnostic in in_order(diagnostics) {
        let is_note = diagnostic.severity == Severity::Note;
        if !out.is_empty() && !is_note {
            out.push('\n');
        }
        if is_note {
            out.push_str(&format!(
                "{} {}\n",
                paint.with(paint::HEADING, "note:"),
                escaped(&diagnostic.message)
            ));
            continue;
        }
        out.push_str(&one(diagnostic, &mut lines, screen));
    }
    if diagnostics.len() > 1 {
        let count = |severity: Severity| {
            diagnostics.iter().filter(|each| each.severity == severity).map(Diagnostic::count).sum::<usize>()
        };
        let parts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        if !parts.is_empty() {
            out.push_str(&format!("\n{}\n", parts.join(", ")));
        }
    }
    out
}

/// Writes one diagnostic.
fn one(diagnostic: &Diagnostic, lines: &mut Lines<'_>, screen: &Screen) -> String {
    let paint = screen.err;
    let labels = diagnostic.labels.iter().filter_map(|label| Some((lines.place(label.span)?, label)));
    let mut labels: Vec<_> = labels.collect();
    // The excerpt that the message is about comes first.
    labels.sort_by_key(|(_, label)| !label.primary);
    let places: Vec<Place> = labels.iter().map(|(place, _)| place.clone()).collect();
    if let Some(width) = screen.err_width {
        let last = places.iter().map(|place| place.line + 1).max().unwrap_or_default();
        let margin = last.to_string().len() + " | ".len();
        lines.set_room(Room::of(width.saturating_sub(margin)));
    }
    let excerpts = lines.excerpts(&places);
    let mut elements: Vec<Element<'_>> = Vec::new();
    for excerpt in &excerpts {
        let source = lines.source(excerpt.source);
        let path = source.filter(|source| !fix::is_one_line(source)).map(|source| escaped(&source.name));
        if source.is_none_or(|source| source.text.trim().is_empty()) {
            // There is no line to show, but the file has a name.
            elements.extend(path.map(|path| Origin::path(path).into()));
            continue;
        }
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
    // In a line that was cut, columns are counted from the cut.
    for excerpt in &excerpts {
        if let Some((counted, column)) = excerpt.moved {
            let line = excerpt.line + 1;
            out = out.replacen(&format!(":{line}:{}", counted + 1), &format!(":{line}:{}", column + 1), 1);
        }
    }
    out.push('\n');
    for note in diagnostic.notes() {
        out.push_str(&format!("{} {}\n", paint.with(paint::HEADING, "note:"), escaped(&note)));
    }
    for fix in fix::fixes(diagnostic, lines) {
        out.push_str(&help(&fix, screen));
    }
    out
}

/// Writes a fix: on one line if its source has one line and the changed text fits, else above the changed line.
fn help(fix: &Fix, screen: &Screen) -> String {
    let paint = screen.err;
    let longest = screen.err_width.map_or(INLINE, |width| INLINE.min(width.saturating_sub("help: ".len())));
    let label = paint.with(paint::HELP, "help:");
    let text = escaped(&fix.text);
    let gives = fix.gives.as_ref().map(|gives| escaped(&gives.text));
    let Some(changed) = &fix.changed else {
        let gives = gives.map_or(String::new(), |gives| format!(", which gives {gives}"));
        return format!("{label} {text}{gives}\n");
    };
    let mut line = fix::inline(&text, &changed.text);
    if let Some(gives) = &gives {
        line.push_str(&format!(" gives {gives}"));
    }
    if changed.alone && line.width() <= longest {
        return format!("{label} {line}\n");
    }
    let text = match gives {
        Some(gives) => format!("{}, which gives {gives}", text.trim_end_matches(" write")),
        None => text,
    };
    let before = if changed.alone { "  ".to_owned() } else { format!("{} | ", changed.line + 1) };
    let mut out = format!("{label} {text}\n{before}{}\n", changed.text);
    if !changed.alone && !changed.marks.trim().is_empty() {
        let indent = " ".repeat(before.chars().count() - 2);
        // A wide character has two marks, and an accent none.
        let marks = changed.text.chars().zip(changed.marks.chars());
        let marks: String =
            marks.flat_map(|(c, mark)| iter::repeat_n(mark, c.width().unwrap_or(0))).collect();
        out.push_str(&format!("{indent}| {}\n", paint.with(paint::GOOD, marks.trim_end())));
    }
    out
}
