//! The rows of the table by the words that they cannot do without, so that a line is compared with the few that fit.

use super::patterns::{self, Pattern};
use super::tokens::Token;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A row with the elements of its phrase.
pub(super) struct Row {
    pub pattern: &'static Pattern,
    pub elements: Vec<&'static str>,
    /// Words of which a line has one of each list, in lower case.
    needs: Vec<Vec<String>>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| patterns::all().map(Row::new).collect());

impl Row {
    fn new(pattern: &'static Pattern) -> Self {
        let elements: Vec<&str> = pattern.typed.split(' ').collect();
        // Kinds of words, signs and what is optional begin with something else.
        let words = elements.iter().filter(|element| element.starts_with(|c: char| c.is_ascii_lowercase()));
        let needs = words.map(|words| words.split('|').map(str::to_ascii_lowercase).collect()).collect();
        Self { pattern, elements, needs }
    }
}

/// Returns the rows whose words a line has, in the order of the table.
pub(super) fn rows(tokens: &[Token<'_>]) -> impl Iterator<Item = &'static Row> {
    let words: HashSet<String> = tokens.iter().map(|token| token.text.to_ascii_lowercase()).collect();
    let has = move |row: &&Row| row.needs.iter().all(|list| list.iter().any(|word| words.contains(word)));
    ROWS.iter().filter(has)
}
