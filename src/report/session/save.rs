//! What a session is saved as: a script, or a model.

use std::collections::HashSet;

use super::{Kept, Session, words};
use crate::syntax::{self, Ast, Node};
use crate::text::source::Text;
use crate::worksheet::Worksheet;
use crate::worksheet::workspace::IT;

/// The parts of a model that lines are made into.
#[derive(Default)]
struct Parts {
    nouns: Vec<String>,
    functions: Vec<String>,
    units: Vec<(String, String)>,
    inputs: Vec<(String, String)>,
    estimates: Vec<(String, String)>,
}

impl Session {
    /// Returns the lines as a script that evaluates to the same values. What a loaded model gives is not in it.
    pub fn script(&self) -> String {
        let mut names_last = false;
        let mut statements = Vec::new();
        for line in self.lines.iter().rev() {
            statements.push(line.statement(names_last));
            names_last = names_it(&line.text) || names_last && line.results.is_empty();
        }
        statements.iter().rev().map(|line| format!("{line}\n")).collect()
    }

    /// Returns the lines as a model: what is given under `[inputs]`, what is computed under `[estimates]`. `None` if
    /// they are none, as where a name is given two values.
    pub fn toml(&self) -> Option<String> {
        let mut parts = Parts::default();
        parts.inputs.extend(self.model().into_iter().flat_map(|model| model.set.clone()));
        let mut last = String::new();
        for line in &self.lines {
            for statement in line.text.split(['\n', ';']).map(str::trim) {
                parts.declare(statement);
            }
            for (name, source) in &line.results {
                let formula = match name {
                    Some(_) => source.split_once('=').map_or(source.as_str(), |(_, value)| value).trim(),
                    None => source.trim(),
                };
                let formula = replaced(formula, &last);
                let number = parts.estimates.len() + parts.inputs.len() + 1;
                last = name.clone().unwrap_or_else(|| format!("result_{number}"));
                parts.add(last.clone(), formula);
            }
        }
        if !parts.names_differ() {
            return None;
        }
        let text = parts.toml(self.model().map(|model| model.name.as_str()));
        // A model that extends another is read where its files are.
        (self.model().is_some() || Worksheet::model("", &text).is_ok()).then_some(text)
    }
}

/// Returns the lines that a text after them needs: definitions, and what it names.
pub(super) fn definitions(lines: &[Kept], next: &str) -> String {
    let mut needed: HashSet<&str> = words(next).collect();
    let mut statements = Vec::new();
    for line in lines.iter().rev() {
        let is_last = !line.results.is_empty() && needed.remove(IT);
        let is_named =
            line.results.iter().any(|(name, _)| name.as_deref().is_some_and(|name| needed.contains(name)));
        if is_last || is_named || line.results.is_empty() {
            statements.push(line.statement(is_last));
            needed.extend(words(&line.text));
        }
    }
    statements.iter().rev().map(|line| format!("{line}\n")).collect()
}

impl Kept {
    /// Returns the line; if a later one names its result as the last, it says so.
    fn statement(&self, names_last: bool) -> String {
        let text = self.text.trim();
        match self.results.last().filter(|_| names_last) {
            Some((Some(name), _)) => format!("{text}\n{IT} = {name}"),
            Some((None, source)) => match text.strip_suffix(source.as_str()) {
                Some(before) => format!("{before}{IT} = {source}"),
                None => format!("{text}\n{IT} = {source}"),
            },
            None => text.to_owned(),
        }
    }
}

impl Parts {
    /// Adds a function, a unit or a noun, if a statement declares one.
    fn declare(&mut self, statement: &str) {
        if statement.starts_with("fn ") {
            self.functions.push(statement.to_owned());
        } else if let Some(rest) = statement.strip_prefix("unit ") {
            match rest.split_once('=') {
                Some((name, size)) => self.units.push((name.trim().to_owned(), size.trim().to_owned())),
                None => self.nouns.push(quoted(rest.trim())),
            }
        }
    }

    /// Whether each name has one value.
    fn names_differ(&self) -> bool {
        let mut names = HashSet::new();
        self.inputs.iter().chain(&self.estimates).all(|(name, _)| names.insert(name.as_str()))
    }

    /// Adds a value: an input if it is a literal or a range.
    fn add(&mut self, name: String, formula: String) {
        let mut ast = Ast::new();
        let root = syntax::expression(&mut ast, &Text::whole(0, formula.as_str()));
        let is_given = root.is_ok_and(|root| matches!(ast.node(root), Node::Literal(_) | Node::Range { .. }));
        let list = if is_given { &mut self.inputs } else { &mut self.estimates };
        list.push((name, formula));
    }

    fn toml(self, extends: Option<&str>) -> String {
        let Parts { nouns, functions, units, inputs, estimates } = self;
        let mut text = extends.map(|name| format!("extends = {}\n", quoted(name))).unwrap_or_default();
        if !nouns.is_empty() {
            text.push_str(&format!("nouns = [{}]\n", nouns.join(", ")));
        }
        if !functions.is_empty() {
            text.push_str(&format!("functions = \"\"\"\n{}\n\"\"\"\n", functions.join("\n")));
        }
        for (heading, entries) in [("units", units), ("inputs", inputs), ("estimates", estimates)] {
            if entries.is_empty() {
                continue;
            }
            text.push_str(&format!("{}[{heading}]\n", if text.is_empty() { "" } else { "\n" }));
            for (name, value) in entries {
                text.push_str(&format!("{name} = {}\n", quoted(&value)));
            }
        }
        text
    }
}

/// Whether a text names the last result.
fn names_it(text: &str) -> bool {
    words(text).any(|word| word == IT)
}

/// Returns a formula with a name in place of that of the last result.
fn replaced(formula: &str, last: &str) -> String {
    if last.is_empty() || !names_it(formula) {
        return formula.to_owned();
    }
    let pieces = formula.split_inclusive(|c: char| !syntax::continues_name(c));
    let piece = |piece: &str| {
        let word = piece.trim_end_matches(|c: char| !syntax::continues_name(c));
        let rest = piece.get(word.len()..).unwrap_or_default();
        format!("{}{rest}", if word == IT { last } else { word })
    };
    pieces.map(piece).collect()
}

/// Returns a TOML string.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\t'], " ");
    format!("\"{escaped}\"")
}
