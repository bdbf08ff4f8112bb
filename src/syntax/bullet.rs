//! Marks of a list at the start of a line: `- 5 TB`, `* 3 TB`, `• 2 TB`, `1. 4 TB`.
//!
//! Nobody writes a negative number with a blank behind its sign, and notes are lists. So a mark is refused, and the line
//! without it is the reading that is taken where it is the only one: a sign that is no operator, a label or a name behind
//! it, or lines that all begin with it. Otherwise the other readings are offered as well.

use super::Parser;
use super::token::{blanks, continues_name, literal_ahead, starts_name};
use crate::text::diagnostic::Diagnostic;

/// Signs that nothing but a list begins with.
const SIGNS: [char; 11] = ['•', '‣', '◦', '▪', '●', '○', '■', '◆', '➤', '▸', '·'];

/// Signs of a list that are operators as well, or are written for one.
const OPERATORS: [char; 6] = ['-', '−', '–', '—', '*', '+'];

/// Maximum number of words of a label.
const LABEL: usize = 5;

/// A mark at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Sign(char),
    /// `1.`, `2)`; the sign behind the number.
    Number(char),
}

/// Returns the mark of a line, and the text after it and its blanks.
fn mark(line: &str) -> Option<(Mark, &str)> {
    let first = line.chars().next()?;
    let digits = line.find(|c: char| !c.is_ascii_digit()).filter(|digits| matches!(digits, 1 | 2));
    let (mark, after) = match digits {
        Some(digits) => {
            let after = line.get(digits..)?;
            let sign = after.chars().next().filter(|sign| matches!(sign, '.' | ')'))?;
            (Mark::Number(sign), after.get(1..)?)
        }
        None if SIGNS.contains(&first) || OPERATORS.contains(&first) => {
            (Mark::Sign(first), line.get(first.len_utf8()..)?)
        }
        None => return None,
    };
    let (rest, gap) = blanks(after).ok()?;
    let goes_on = literal_ahead(rest)
        || rest.starts_with(['(', '~', '-', '€', '£', '¥'])
        || rest.starts_with(starts_name);
    (!gap.is_empty() && goes_on).then_some((mark, rest))
}

/// Whether a line begins with a label or a definition: `Storage per day: 5 TB`, `x = 3`.
fn is_named(line: &str) -> bool {
    let (first, rest) = line.split_at(line.find([':', '=']).unwrap_or(0));
    let says = |c: char| continues_name(c) || " \t-_/()".contains(c);
    line.starts_with(starts_name)
        && !first.is_empty()
        && first.chars().all(says)
        && first.split_whitespace().count() <= LABEL
        && !rest.starts_with("==")
}

/// Whether what stands behind a sign is a plain number alone, with which a calculation goes on: `* 3`.
fn goes_on_alone(rest: &str) -> bool {
    rest.trim_end().bytes().all(|byte| byte.is_ascii_digit() || b"._,x%".contains(&byte))
}

impl<'a> Parser<'_, 'a> {
    /// Returns the text after the mark that a line begins with, and the error that its list has, once for a text.
    pub(super) fn after_mark(&mut self, start: &'a str) -> (&'a str, Option<Diagnostic>) {
        let before = self.consumed(&self.text.text, start);
        let is_head = before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
        let Some((mark, rest)) = mark(start).filter(|_| is_head) else { return (start, None) };
        let error = if self.listed { None } else { Some(self.refuse_mark(mark, (start, rest))) };
        self.listed = true;
        (rest, error)
    }

    fn refuse_mark(&self, found: Mark, (start, rest): (&'a str, &'a str)) -> Diagnostic {
        let (mut marks, mut others) = (Vec::new(), 0);
        for line in self.text.text.split('\n') {
            let line = line.trim_start_matches([' ', '\t', '\u{a0}', '\u{feff}']);
            match mark(line) {
                Some((_, rest)) => marks.push((self.offset(line), self.offset(rest))),
                None => others += usize::from(!line.trim().is_empty() && !line.starts_with('#')),
            }
        }
        let place = self.span(start, rest);
        let without = |with: &str| {
            let edit = |&(from, to): &(usize, usize)| (self.text.span(from, to), with.to_owned());
            marks.iter().map(edit).collect::<Vec<_>>()
        };
        let sign = match found {
            Mark::Sign(sign) => sign.to_string(),
            Mark::Number(_) => self.consumed(start, rest).trim_end().to_owned(),
        };
        let operates = matches!(found, Mark::Sign(sign) if OPERATORS.contains(&sign));
        let is_minus = matches!(found, Mark::Sign('-' | '−' | '–' | '—'));
        let line = rest.split('\n').next().unwrap_or("");
        let is_alone = others == 0 && (marks.len() > 1 || !is_minus && !goes_on_alone(rest));
        if !operates || is_alone || is_named(line) {
            let error = Diagnostic::error("E0113", format!("`{sign}` is not part of the language"));
            return error.at(place, "a mark of a list").taken("without the mark", without(""), Vec::new());
        }
        let error =
            Diagnostic::error("E0104", format!("`{sign}` at the start of a line has more than one reading"));
        let error = error.at(place, "a list, or an operator?").choice().edits("for a list", without(""));
        // A line that goes on with the one before it.
        let before = self.consumed(&self.text.text, start).trim_end();
        let last = before.rsplit('\n').next().unwrap_or("").trim_start();
        let error = if last.is_empty() || last.contains('#') || mark(last).is_some() {
            error
        } else {
            let end = self.text.text.get(before.len()..).unwrap_or("");
            error.patch("to go on with the line before", self.span(end, start), " ")
        };
        if is_minus { error.edits("for a number below zero", without("-")) } else { error }
    }

    /// Returns the offset of a piece of the text in it.
    fn offset(&self, piece: &str) -> usize {
        (piece.as_ptr() as usize).wrapping_sub(self.text.text.as_ptr() as usize)
    }
}
