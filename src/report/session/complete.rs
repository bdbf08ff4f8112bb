//! How the word at the cursor may go on.

use super::{COMMANDS, Session};
use crate::lower::builtins;
use crate::report::completion::{Candidate, constants, formulas, presets, start_of_name};
use crate::units::catalog;

/// What may stand in place of the end of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Where the word begins, in bytes.
    pub start: usize,
    /// What it may become, the session's own names first.
    pub candidates: Vec<Candidate>,
}

impl Session {
    /// Completes the word that a text ends with. On an empty line, and on a fix of the last error, the next fix. Files
    /// are the caller's.
    pub fn complete(&self, text: &str) -> Completion {
        let at = self.fixes().iter().position(|fix| fix == text);
        if let Some(fix) = self.fixes().iter().cycle().nth(at.map_or(0, |at| at + 1))
            && (at.is_some() || text.trim().is_empty())
        {
            return Completion { start: 0, candidates: vec![Candidate::new(fix, "")] };
        }
        let (start, mut candidates) = match text.strip_prefix(':') {
            Some(command) => self.command(command),
            None => (start_of_name(text), self.names(text)),
        };
        let word = text.get(start..).unwrap_or_default();
        let mut seen = std::collections::HashSet::new();
        candidates.retain(|candidate| {
            candidate.text.starts_with(word) && candidate.text != word && seen.insert(candidate.text.clone())
        });
        Completion { start, candidates }
    }

    /// Completes a command, or what follows it.
    fn command(&self, command: &str) -> (usize, Vec<Candidate>) {
        let Some((name, rest)) = command.split_once(' ') else {
            let found = COMMANDS.iter().map(|(name, _, about)| Candidate::new(&format!(":{name}"), about));
            return (0, found.collect());
        };
        let last = rest.rfind(' ').map_or(0, |at| at + 1);
        let start = ":".len() + name.len() + " ".len() + last;
        let model = self.model();
        let listed = |names: &[String], about: &str| -> Vec<Candidate> {
            names.iter().map(|name| Candidate::new(name, about)).collect()
        };
        let inputs = || model.map(|model| listed(&model.inputs, "input")).unwrap_or_default();
        let estimates = || model.map(|model| listed(&model.estimates, "estimate")).unwrap_or_default();
        let found = match name {
            "load" | "presets" => presets(!rest.is_empty()),
            "set" => {
                let mut found = [inputs(), estimates()].concat();
                found.iter_mut().for_each(|candidate| candidate.text.push('='));
                found
            }
            "run" => [estimates(), inputs()].concat(),
            "explain" | "mental" => [self.own(), estimates(), inputs()].concat(),
            "formulas" => formulas(),
            _ => Vec::new(),
        };
        (start, found)
    }

    /// Completes a name in an expression. What is typed after a number is a unit.
    fn names(&self, text: &str) -> Vec<Candidate> {
        let start = start_of_name(text);
        let (before, word) = text.split_at(start);
        if !word.starts_with(char::is_alphabetic) {
            return Vec::new();
        }
        let mut found = self.own();
        let is_unit = before.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '/');
        let mut units: Vec<Candidate> = catalog::names().map(|name| Candidate::new(name, "")).collect();
        units.sort_by(|a, b| (a.text.len(), &a.text).cmp(&(b.text.len(), &b.text)));
        let functions = builtins::all().map(|builtin| Candidate::new(builtin.name, builtin.summary));
        let mut others: Vec<Candidate> = functions.collect();
        others.extend(formulas());
        // A constant's name has two parts: its sheet comes first.
        others.extend(constants());
        if is_unit {
            found.extend(units);
            found.extend(others);
        } else {
            found.extend(others);
            found.extend(units);
        }
        found
    }

    /// Returns the names that have values here, and the functions.
    fn own(&self) -> Vec<Candidate> {
        let model = self.model();
        let about = |name: &str| match model {
            Some(model) if model.inputs.iter().any(|own| own == name) => "input",
            Some(model) if model.estimates.iter().any(|own| own == name) => "estimate",
            _ => "here",
        };
        let mut found: Vec<Candidate> =
            self.workspace.names().map(|name| Candidate::new(name, about(name))).collect();
        found.extend(self.workspace.functions().map(|name| Candidate::new(name, "here")));
        found.sort_by(|a, b| a.text.cmp(&b.text));
        found
    }
}
