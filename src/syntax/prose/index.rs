//! The rows of the table by a word or sign that they cannot do without, so that a line is compared with the few that
//! may fit.

use super::patterns::{self, Pattern};
use super::tokens::Token;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A row with the elements of its phrase.
pub(super) struct Row {
    pub pattern: &'static Pattern,
    pub elements: Vec<&'static str>,
}

/// The rows, in the order of the table, with the numbers of those that need a word or sign, in lower case.
struct Index {
    rows: Vec<Row>,
    needing: HashMap<String, Vec<usize>>,
    /// The numbers of the rows that need none.
    others: Vec<usize>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

impl Index {
    fn new() -> Self {
        let mut index = Self { rows: Vec::new(), needing: HashMap::new(), others: Vec::new() };
        for (number, pattern) in patterns::all().enumerate() {
            let elements: Vec<&str> = pattern.typed.split(' ').collect();
            let needed = elements.iter().filter(|element| is_needed(element));
            match needed.min_by_key(|words| words.split('|').count()) {
                Some(words) => {
                    for word in words.split('|') {
                        index.needing.entry(word.to_ascii_lowercase()).or_default().push(number);
                    }
                }
                None => index.others.push(number),
            }
            index.rows.push(Row { pattern, elements });
        }
        index
    }
}

/// Whether an element stands for words or signs as they are written, and must be there.
fn is_needed(element: &str) -> bool {
    let is_same = element.len() == 2 && element.starts_with('=') && !element.ends_with('=');
    let is_kind = element.starts_with(|c: char| c.is_ascii_uppercase() || "^$&!~.".contains(c));
    !is_same && !is_kind
}

/// Returns the rows that may fit a line, in the order of the table.
pub(super) fn rows(tokens: &[Token<'_>]) -> impl Iterator<Item = &'static Row> {
    let known = |token: &Token<'_>| INDEX.needing.get(&token.text.to_ascii_lowercase());
    let mut numbers: Vec<usize> = tokens.iter().filter_map(known).flatten().copied().collect();
    numbers.extend(&INDEX.others);
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().filter_map(|number| INDEX.rows.get(number))
}
