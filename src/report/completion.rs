//! What may be completed where: names with what they are. The shell and the session complete from here.

use crate::library::{cheat_sheets, formulas, presets};

/// A candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The whole word.
    pub text: String,
    /// What it is, in one line; empty if its name says it.
    pub about: String,
}

impl Candidate {
    /// Creates a candidate; of a longer description the first line is kept.
    pub fn new(text: &str, about: &str) -> Candidate {
        let about = about.lines().next().unwrap_or_default().replace('\t', " ");
        Candidate { text: text.to_owned(), about }
    }
}

/// Returns the presets, with their other names if these are wanted.
pub fn presets(all: bool) -> Vec<Candidate> {
    let named = presets::PRESETS.iter().map(|preset| Candidate::new(preset.name, preset.title));
    let others = presets::PRESETS.iter().flat_map(|preset| {
        preset.also.iter().filter(move |_| all).map(|name| Candidate::new(name, preset.title))
    });
    named.chain(others).collect()
}

/// Returns the constants of the cheat sheets with their values.
pub fn constants() -> Vec<Candidate> {
    cheat_sheets::constants().map(|(name, literal)| Candidate::new(name, literal)).collect()
}

/// Returns the formulas.
pub fn formulas() -> Vec<Candidate> {
    let mut names: Vec<&str> = formulas::names().collect();
    names.sort_unstable();
    names.iter().map(|name| Candidate::new(name, "formula")).collect()
}

/// Returns where the name begins that a text ends with: the length of the text if it ends with none.
pub fn start_of_name(text: &str) -> usize {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let start =
        text.char_indices().rev().take_while(|&(_, c)| is_name(c)).last().map_or(text.len(), |(at, _)| at);
    // `10GB` ends with a unit.
    let digits = text.get(start..).unwrap_or_default();
    let digits =
        digits.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '_')).unwrap_or(digits.len());
    start + digits
}
