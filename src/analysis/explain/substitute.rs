//! Formulas with values substituted for names.

use std::collections::HashMap;

use super::body::{Body, Meaning, Mode};
use super::derive::Deriver;
use super::numbers::Numbers;
use super::one_line::on_one_line;
use crate::lower::builtins;
use crate::syntax::{Ast, Binary, Join, Node, NodeId, Word};
use crate::text::source::Span;

/// The part of a formula in which names are replaced.
#[derive(Clone, Copy)]
pub(super) struct Part<'r> {
    /// Its root.
    pub root: NodeId,
    /// Whether the root is the call that an entry describes, which is kept.
    pub itself: bool,
    /// The table, and the row in which its columns are read.
    pub row: Option<(&'r str, usize)>,
}

/// A replacement and its place.
struct Edit {
    span: Span,
    text: String,
}

impl Deriver {
    /// Returns a formula with values substituted. `itself` tells whether its root is the call that an entry describes,
    /// which is kept.
    pub(super) fn substituted(&self, body: &Body, itself: bool, numbers: &Numbers<'_>, mode: Mode) -> String {
        self.part(body, Part { root: body.root, itself, row: None }, numbers, mode)
    }

    /// Returns a part of a formula with values substituted.
    pub(super) fn part(&self, body: &Body, part: Part<'_>, numbers: &Numbers<'_>, mode: Mode) -> String {
        let Part { root, itself, row } = part;
        let ast = body.ast.as_ref();
        let parents = parents(ast, root);
        let mut edits: Vec<Edit> = Vec::new();
        // The first node covered by an edit. Nodes are visited from the root down, so that the outermost edit comes
        // first.
        let mut covered: Option<NodeId> = None;
        for id in ast.below(root).rev() {
            if covered.is_some_and(|first| first <= id) {
                continue;
            }
            let span = ast.span(id);
            let context = parents.get(&id).copied();
            match ast.node(id) {
                // Statistics of all samples do not follow from the medians.
                Node::Call { name, start, count }
                    if numbers.show.samples > 1
                        && builtins::is_statistic(ast.str(name), ast.arguments(start, count))
                        && (builtins::fold(ast.str(name)).is_none()
                            || self.rows(body, id, numbers, mode).is_none()) =>
                {
                    covered = ast.below(id).next();
                }
                Node::Call { .. } => {
                    let text = match self.opened(body, id).filter(|_| id != root || !itself) {
                        Some(entry) => {
                            let literal = self.literal(entry, numbers, mode);
                            Some(fitted(literal, context, mode))
                        }
                        None if row.is_none() => self.rows(body, id, numbers, mode),
                        None => None,
                    };
                    if let Some(text) = text {
                        edits.push(Edit { span, text });
                        covered = ast.below(id).next();
                    }
                }
                Node::Name { text, .. } => {
                    let text = ast.str(text);
                    let literal = match body.names.get(text) {
                        Some(meaning) => Some(self.meaning(meaning, numbers, mode)),
                        None => self.cell(text, row, numbers, mode),
                    };
                    if let Some(literal) = literal {
                        edits.push(Edit { span, text: fitted(literal, context, mode) });
                    }
                }
                Node::Literal(_) => {
                    let words = ast.literal(id).map(|literal| ast.words(&literal.suffix)).unwrap_or_default();
                    let is_name = |word: &&Word| {
                        let text = ast.str(word.text);
                        let yields = word.join != Join::Lead && self.units().yields(text);
                        yields || self.units().lookup(text).is_none()
                    };
                    for word in words.iter().filter(is_name) {
                        if let Some(meaning) = body.names.get(ast.str(word.text)) {
                            let literal = self.meaning(meaning, numbers, mode);
                            edits.push(Edit {
                                span: word.span,
                                text: fitted(literal, Some((Some(Binary::Power), true)), mode),
                            });
                        }
                    }
                }
                _ => {}
            }
        }
        spliced(ast, root, edits)
    }

    /// Returns the value of a table's column in a row.
    fn cell(
        &self,
        text: &str,
        row: Option<(&str, usize)>,
        numbers: &Numbers<'_>,
        mode: Mode,
    ) -> Option<String> {
        let (table, _) = text.split_once('.')?;
        let (_, row) = row.filter(|(known, _)| *known == table)?;
        let cell = *self.cells.get(text)?.get(row)?;
        Some(self.literal(cell, numbers, mode))
    }

    /// Returns the table over whose rows a call aggregates, and the number of its rows.
    pub(super) fn table_of<'b>(&self, body: &'b Body, call: NodeId) -> Option<(&'b str, usize)> {
        let ast = body.ast.as_ref();
        let Node::Call { name, start, count: 1 } = body.ast.node(call) else { return None };
        let argument = ast.arguments(start, 1).first().filter(|_| builtins::fold(ast.str(name)).is_some())?;
        if let Node::Where(..) = ast.node(argument.value) {
            return None;
        }
        ast.below(argument.value).find_map(|id| match ast.node(id) {
            Node::Name { text, .. } => {
                let text = ast.str(text);
                Some((text.split_once('.')?.0, self.cells.get(text)?.len()))
            }
            _ => None,
        })
    }

    /// Expands `sum(media.share * media.bytes)` row by row.
    fn rows(&self, body: &Body, call: NodeId, numbers: &Numbers<'_>, mode: Mode) -> Option<String> {
        let Node::Call { name, start, .. } = body.ast.node(call) else { return None };
        let (table, rows) = self.table_of(body, call)?;
        let argument = body.ast.arguments(start, 1).first()?.value;
        let part = |row| Part { root: argument, itself: false, row: Some((table, row)) };
        let each = (0..rows).map(|row| self.part(body, part(row), numbers, mode));
        Some(format!("{}({})", body.ast.str(name), each.collect::<Vec<_>>().join(", ")))
    }

    /// Returns the value of an entry as substituted for its name.
    fn literal(&self, at: usize, numbers: &Numbers<'_>, mode: Mode) -> String {
        let (Some(entry), Some(finding)) = (self.entries.get(at), numbers.entry(at)) else {
            return String::new();
        };
        match &entry.written {
            Some(written) => written.literal(),
            None => numbers.literal(entry.value.0, finding, mode),
        }
    }

    /// Returns the value of a name as substituted.
    fn meaning(&self, meaning: &Meaning, numbers: &Numbers<'_>, mode: Mode) -> String {
        match meaning {
            Meaning::Entry(at) => self.literal(*at, numbers, mode),
            Meaning::Text(text) => text.clone(),
            Meaning::Argument(Some(meaning), _) if !mode.values => self.meaning(meaning, numbers, mode),
            Meaning::Argument(_, at) => match (self.others.get(*at), numbers.other(*at)) {
                (Some((value, _)), Some(finding)) => numbers.literal(*value, finding, mode),
                _ => String::new(),
            },
        }
    }
}

/// Returns the operator beside each operand, and whether the operand is on its right.
fn parents(ast: &Ast, root: NodeId) -> HashMap<NodeId, (Option<Binary>, bool)> {
    let mut parents = HashMap::new();
    for id in ast.below(root) {
        match ast.node(id) {
            Node::Binary(binary, left, right) => {
                parents.insert(left, (Some(binary), false));
                parents.insert(right, (Some(binary), true));
            }
            Node::Unary(_, operand) => {
                parents.insert(operand, (None, true));
            }
            _ => {}
        }
    }
    parents
}

/// Parenthesizes a literal if its neighbours would be read as part of it.
fn fitted(literal: String, context: Option<(Option<Binary>, bool)>, mode: Mode) -> String {
    let is_plain = literal.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    if is_plain && !mode.parentheses {
        return literal;
    }
    let Some((binary, right)) = context else { return literal };
    let needs = match binary {
        _ if mode.parentheses || literal.starts_with('-') || literal.contains('^') => true,
        Some(Binary::Power) => true,
        Some(Binary::Divide) => right && literal.contains(['/', ' ']),
        _ => literal.contains(" per "),
    };
    if needs { format!("({literal})") } else { literal }
}

/// Returns a formula as written, with parts of it replaced.
fn spliced(ast: &Ast, root: NodeId, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span.start);
    let whole = ast.range_at(root, ast.span(root));
    let mut out = String::new();
    let mut done = whole.before();
    for edit in edits {
        let place = ast.range_at(root, edit.span);
        out.push_str(ast.str(done.up_to(place)));
        out.push_str(&edit.text);
        done = place;
    }
    out.push_str(ast.str(done.up_to(whole.after())));
    on_one_line(&out)
}
