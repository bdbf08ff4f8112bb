//! Keys and headings that are defined twice, with the place of the first definition.
//!
//! The parser reports only the second place.

use toml::de::{DeTable, DeValue};

use super::line_at;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::worksheet::model::file::values::{Reader, ordered};
use crate::worksheet::model::file::words::shown;

impl Reader<'_> {
    /// Reports a key that the parser found for the second time at `span`.
    pub(super) fn repeated_key(&mut self, root: &DeTable<'_>, span: Span, message: &str) {
        let text = self.text;
        let mut first = None;
        // The search takes time in proportion to the file, which only an error that is listed is worth.
        if self.errors.lists("E0503") {
            let place = first_key(text, root, span).or_else(|| earlier_line(text, self.slice(span), span));
            first = place.map(|(start, end)| self.range(start, end));
        }
        let key = self.slice(span).to_owned();
        self.errors.add_anyway("E0503", || {
            let (start, end) = line_at(text, span.start as usize);
            let line = text.get(start..end).unwrap_or("").trim();
            let heading = line.starts_with('[').then(|| line.get(..=line.find(']')?)).flatten();
            let (message, help) = match heading {
                _ if message != "duplicate key" => (
                    format!("{} already has a value and cannot have keys of its own", shown(&key)),
                    "put all of it in one place",
                ),
                Some(heading) => (
                    format!("the heading {} is in the file twice", shown(heading)),
                    "put all of it under one heading",
                ),
                None => {
                    (format!("{} is defined twice", shown(&key)), "rename one of the two, or leave it out")
                }
            };
            let error = Diagnostic::error("E0503", message).at(span, "the second time");
            match first {
                Some(first) => error.see(first, "the first time").help(help),
                None => error.help(help),
            }
        });
    }
}

/// Finds the first place of the key or heading that stands at `second` again, in the parser's table or, for a
/// heading, in the text.
fn first_key(text: &str, root: &DeTable<'_>, second: Span) -> Option<(usize, usize)> {
    let offset = second.start as usize;
    let (start, end) = line_at(text, offset);
    let heading = text.get(start..end)?.trim();
    if heading.starts_with('[') {
        let heading = heading.get(..=heading.find(']')?)?;
        let mut line_start = 0;
        for line in text.get(..start)?.split_inclusive('\n') {
            if line.trim_start().starts_with(heading) {
                let from = line_start + line.len() - line.trim_start().len();
                return Some((from, from + heading.len()));
            }
            line_start += line.len();
        }
        return None;
    }
    let key = text.get(offset..second.end as usize)?;
    let mut owner = owner(text, root, offset);
    loop {
        let inner = owner.iter().find_map(|(_, value)| match value.get_ref() {
            DeValue::Table(inner) if value.span().contains(&offset) => Some(inner),
            _ => None,
        });
        match inner {
            Some(inner) => owner = inner,
            None => break,
        }
    }
    let (first, _) = owner.get_key_value(key)?;
    (first.span().start < offset).then(|| (first.span().start, first.span().end))
}

/// Returns the table whose heading is the last one before an offset.
fn owner<'a, 't>(text: &str, root: &'a DeTable<'t>, offset: usize) -> &'a DeTable<'t> {
    let mut last = (0, root);
    let mut open = vec![root];
    while let Some(table) = open.pop() {
        for (_, value) in ordered(table) {
            if let DeValue::Table(inner) = value.get_ref() {
                let start = value.span().start;
                let is_heading = text.get(start..).is_some_and(|rest| rest.starts_with('['));
                if is_heading && (last.0..offset).contains(&start) {
                    last = (start, inner);
                }
                open.push(inner);
            }
        }
    }
    last.1
}

/// Finds the nearest line above, under the same heading, that sets a key.
fn earlier_line(text: &str, key: &str, second: Span) -> Option<(usize, usize)> {
    let mut end = line_at(text, second.start as usize).0;
    loop {
        let start = text.get(..end.checked_sub(1)?)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text.get(start..end)?;
        let trimmed = line.trim_start();
        if trimmed.starts_with('[') {
            return None;
        }
        if trimmed.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            let from = start + line.len() - trimmed.len();
            return Some((from, from + key.len()));
        }
        end = start;
    }
}
