//! The fixes that a diagnostic offers, each with the text that can be pasted.
//!
//! Takes a [`Diagnostic`] and the lines of its sources, and returns a [`Fix`] for each suggestion: its sentence and,
//! if it changes a single line, the changed line.

use std::ops::Range;

use super::diagnostic::{Diagnostic, Help, Patch};
use super::escape::escaped;
use super::excerpt::{Lines, Place, window};
use super::source::Source;

/// A suggestion with its changes made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// One sentence in lower case, without a full stop.
    pub text: String,
    /// The changed line. `None` if the suggestion has no patch, or changes several lines.
    pub changed: Option<Changed>,
}

/// A line after its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The line, counted from 0.
    pub line: usize,
    /// Its new text, cut if it is long.
    pub text: String,
    /// Below each character of `text`: `+` if it was inserted, `~` if it replaces another, else a space.
    pub marks: String,
    /// Whether the source has one line, so that no line number is shown.
    pub alone: bool,
}

impl Fix {
    /// Returns the fix as one sentence, with the changed text at its end.
    pub fn sentence(&self) -> String {
        match &self.changed {
            Some(changed) => inline(&self.text, &changed.text),
            None => self.text.clone(),
        }
    }
}

/// Returns the fixes of a diagnostic, in its order.
pub fn fixes(diagnostic: &Diagnostic, lines: &mut Lines<'_>) -> Vec<Fix> {
    let fix = |(text, patches): (&str, Vec<&Patch>)| Fix {
        text: text.to_owned(),
        changed: changed(&patches, lines),
    };
    grouped(&diagnostic.helps).into_iter().map(fix).collect()
}

/// Whether a source is a single line of the command line.
pub fn is_one_line(source: &Source) -> bool {
    (source.name == "<input>" || source.name.starts_with("--set ")) && !source.text.trim_end().contains('\n')
}

/// Groups the helps whose patches belong together: one that reads "and" continues the one before it.
fn grouped(helps: &[Help]) -> Vec<(&str, Vec<&Patch>)> {
    let mut groups: Vec<(&str, Vec<&Patch>)> = Vec::new();
    for help in helps {
        match groups.last_mut() {
            Some((_, patches)) if help.text == "and" && !patches.is_empty() => patches.extend(&help.patch),
            _ => groups.push((&help.text, help.patch.iter().collect())),
        }
    }
    groups
}

/// Appends the changed text to a sentence.
pub fn inline(text: &str, changed: &str) -> String {
    let joins =
        text.ends_with('?') || ["write", "like"].contains(&text.rsplit(' ').next().unwrap_or_default());
    format!("{text}{} `{}`", if joins { "" } else { ":" }, changed.trim())
}

/// Applies patches to their line; `None` if they are on several lines or overlap.
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
        // An overlap makes this range run backwards, for which `get` returns `None`.
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
