//! Names that a text binds to a number: `DAU = 300M`.

use std::collections::HashMap;

use super::amount::Amount;

/// The most words of a name.
const LONGEST: usize = 5;

/// The most values of a name that are kept: the last ones.
const MOST: usize = 3;

/// The names of a text so far.
#[derive(Clone, Debug, Default)]
pub struct Names {
    values: HashMap<String, Vec<Amount>>,
}

impl Names {
    /// Binds a name.
    pub fn bind(&mut self, words: &[&str], amount: Amount) {
        let Some(name) = key(words) else { return };
        let values = self.values.entry(name).or_default();
        if values.len() == MOST {
            values.remove(0);
        }
        values.push(amount);
    }

    /// Returns the values of a name, the last one first. `None` if it has none.
    pub fn values(&self, words: &[&str]) -> Option<Vec<Amount>> {
        if self.values.is_empty() {
            return None;
        }
        let values = self.values.get(&key(words)?)?;
        Some(values.iter().rev().cloned().collect())
    }
}

/// Returns words as a name: in lower case, without an article.
fn key(words: &[&str]) -> Option<String> {
    let words: Vec<String> = words
        .iter()
        .map(|word| word.to_lowercase())
        .filter(|word| !matches!(word.as_str(), "" | "the" | "a" | "an"))
        .collect();
    let name = words.join(" ");
    // A single letter stands for many things.
    ((1..=LONGEST).contains(&words.len()) && name.chars().count() > 1).then_some(name)
}
