//! The lines of an interview as a model.

use std::collections::HashMap;

use super::DIGITS;
use crate::report::session::Session;
use crate::run::Settings;
use crate::syntax::{self, Ast};
use crate::text::source::Text;
use crate::worksheet::workspace::IT;

/// A line that was evaluated: the name that it binds, and its formula.
pub type Line = (Option<String>, String);

/// Writes lines as a model; `None` if there are none. A name that is bound again has a number: a model gives each name one
/// value.
pub fn toml(preset: &str, nouns: &[String], lines: &[Line]) -> Option<String> {
    let mut session = Session::new(DIGITS, Settings::default());
    for noun in nouns.iter().filter(|noun| lines.iter().any(|(_, formula)| formula.contains(noun.as_str()))) {
        session.evaluate(&format!("unit {noun}"));
    }
    let mut now: HashMap<String, String> = HashMap::new();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (name, formula) in lines {
        let formula = renamed(formula, &now);
        let Some(name) = name else {
            session.evaluate(&formula);
            continue;
        };
        let number = count.entry(name).or_default();
        *number += 1;
        let unique = match *number {
            1 => name.clone(),
            number => format!("{name}_{number}"),
        };
        session.evaluate(&format!("{unique} = {formula}"));
        now.insert(name.clone(), unique);
    }
    let text = session.toml().filter(|_| !lines.is_empty())?;
    Some(format!("# The lines of an interview on `{preset}`.\n\n{text}"))
}

/// Puts other names in the place of those of a formula. `reads` in `10 reads/user` is a unit.
fn renamed(formula: &str, now: &HashMap<String, String>) -> String {
    let mut ast = Ast::new();
    if syntax::expression(&mut ast, &Text::whole(0, formula)).is_err() {
        return formula.to_owned();
    }
    let mut places: Vec<(usize, &str, &String)> = ast
        .names()
        .filter(|(_, name)| *name != IT)
        .filter_map(|(id, name)| Some((ast.span(id).start as usize, name, now.get(name)?)))
        .collect();
    places.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let mut text = formula.to_owned();
    for (at, name, new) in places {
        let is_there = text.get(at..at + name.len()) == Some(name);
        if is_there {
            text.replace_range(at..at + name.len(), new);
        }
    }
    text
}
