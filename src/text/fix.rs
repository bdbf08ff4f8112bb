//! The fixes that a diagnostic offers, each with the text that can be pasted.
//!
//! Takes a [`Diagnostic`] and the lines of its sources, and returns a [`Fix`] for each suggestion: its sentence and,
//! if it changes a single line, the changed line.

use super::diagnostic::{Diagnostic, Gives, Help};
use super::edits::Edits;
use super::escape::escaped;
use super::excerpt::{Lines, window};
use super::source::{Source, Span};

/// A suggestion with its changes made.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// A few words, or one sentence in lower case without a full stop.
    pub text: String,
    /// The changed line. `None` if a machine cannot make the changes, or if they are in several lines.
    pub changed: Option<Changed>,
    /// The value of the input with the changes.
    pub gives: Option<Gives>,
}

/// A line after its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The line, counted from 0.
    pub line: usize,
    /// Its new text, cut if it is long.
    pub text: String,
    /// Its new text, whole and as it is.
    pub whole: String,
    /// Below each character of `text`: `+` if it was inserted, `~` if it replaces another, else a space.
    pub marks: String,
    /// Whether the source has one line, so that no line number is shown.
    pub alone: bool,
}

impl Fix {
    /// Returns the fix as one sentence, with the changed text and its value at its end.
    pub fn sentence(&self) -> String {
        let mut text = match &self.changed {
            Some(changed) => inline(&self.text, &changed.text),
            None => self.text.clone(),
        };
        if let Some(gives) = &self.gives {
            text.push_str(&format!(" gives {}", gives.text));
        }
        text
    }
}

/// Returns the fixes of a diagnostic, in its order.
pub fn fixes(diagnostic: &Diagnostic, lines: &mut Lines<'_>) -> Vec<Fix> {
    let fix = |help: &Help| Fix {
        text: help.text.clone(),
        changed: Edits::new(&help.edits).and_then(|edits| changed(&edits, lines)),
        gives: help.gives.clone(),
    };
    diagnostic.helps.iter().map(fix).collect()
}

/// Whether a source is a single line of the command line.
pub fn is_one_line(source: &Source) -> bool {
    (source.name == "<input>" || source.name.starts_with("--set ")) && !source.text.trim_end().contains('\n')
}

/// Appends the changed text to a sentence.
pub fn inline(text: &str, changed: &str) -> String {
    let joins =
        text.ends_with('?') || ["write", "like"].contains(&text.rsplit(' ').next().unwrap_or_default());
    format!("{text}{} `{}`", if joins { "" } else { ":" }, changed.trim())
}

/// Makes the edits of a single line; `None` if they are on several.
fn changed(edits: &Edits, lines: &mut Lines<'_>) -> Option<Changed> {
    let source = lines.source(edits.source)?;
    let (first, last) = (edits.edits().first()?, edits.edits().last()?);
    let at = |byte: usize| {
        let start = u32::try_from(byte).ok()?;
        Some(Span { source: edits.source, start, end: start })
    };
    let (begin, end) = (lines.place(at(first.start)?)?, lines.place(at(last.end)?)?);
    if begin.line != end.line || edits.edits().iter().any(|edit| edit.with.contains('\n')) {
        return None;
    }
    let line_start = first.start - begin.bytes.start;
    let new_source = edits.apply(&source.text)?;
    let new = new_source.get(line_start..)?.split('\n').next()?.trim_end_matches('\r');
    let places = edits.edits().iter().zip(edits.places()).map(|(edit, place)| {
        let mark = if edit.start == edit.end { '+' } else { '~' };
        (place.start - line_start..place.end - line_start, mark)
    });
    let marks: Vec<_> = places.collect();
    let around = marks.first()?.0.start..marks.last()?.0.end;
    let (text, from, shift) = window(new, around, lines.room());
    let mark = |(at, _): (usize, char)| {
        let at = (at + from).wrapping_sub(shift);
        marks.iter().find(|(bytes, _)| bytes.contains(&at)).map_or(' ', |&(_, mark)| mark)
    };
    let marks = text.char_indices().map(mark).collect();
    let alone = is_one_line(source);
    Some(Changed { line: begin.line, text: escaped(&text), whole: new.to_owned(), marks, alone })
}
