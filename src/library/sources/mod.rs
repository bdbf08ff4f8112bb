//! The sources of the numbers in cheat sheets and presets.
//!
//! They are in `sources.toml`, which is read when one is first asked for. Cheat sheets name a source by its short
//! name; presets and other models cite it in their own words, of which `cited` has those that always occur.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// A source of numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its label in rows: `Xu 1`.
    pub label: String,
    /// The author, project or document to cite.
    pub name: String,
    /// The year of the measurement or the publication; `None` if the numbers follow from definitions.
    pub year: Option<u16>,
    /// Whether the year is that in which it was read, since the source has none.
    #[serde(default)]
    pub read: bool,
    /// Its address.
    pub url: Option<String>,
    /// Where the numbers stand in it: a chapter, a section, a table.
    pub at: Option<String>,
    /// What a citation of it contains: `Alex Xu, vol. 1`. Empty if only cheat sheets use it.
    #[serde(default)]
    pub cited: Vec<String>,
    /// How reliable its numbers are.
    pub trust: Trust,
}

/// The reliability of a source.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// Follows from definitions.
    Exact,
    /// The author of the measurement, a vendor or a standard.
    Primary,
    /// A widely used book or course.
    Reference,
    /// Notes and blogs, for orders of magnitude.
    Community,
}

impl Source {
    /// Returns a citation: the name, the place in it, the year and the address.
    pub fn citation(&self) -> String {
        let mut facts = Vec::new();
        facts.extend(self.at.clone());
        if let Some(year) = self.year {
            facts.push(if self.read { format!("read {year}") } else { year.to_string() });
        }
        if self.trust == Trust::Community {
            facts.push("community notes".to_owned());
        }
        let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
        let url = self.url.as_ref().map(|url| format!(" · {url}")).unwrap_or_default();
        format!("{}{facts}{url}", self.name)
    }
}

/// Returns the source with a short name.
pub fn source(id: &str) -> Option<&'static Source> {
    sources().get(id)
}

/// Returns all sources with their short names.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Source)> {
    sources().iter().map(|(id, source)| (id.as_str(), source))
}

/// Returns the sources that a citation names, such as `Alex Xu, vol. 1 (2020); Grokking (Twitter)`.
pub fn cited_in(text: &str) -> impl Iterator<Item = &'static Source> {
    sources().values().filter(|source| source.cited.iter().any(|cited| has(text, cited)))
}

/// Whether a text has some words, which are not parts of other words there.
fn has(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|after| after.chars().next());
        let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !goes_on(before) && (!goes_on(after) || words.ends_with(|c: char| !c.is_alphanumeric()))
    })
}

/// Returns the sources by their short names. A file that cannot be read is empty; a test ensures that it can.
fn sources() -> &'static BTreeMap<String, Source> {
    static SOURCES: OnceLock<BTreeMap<String, Source>> = OnceLock::new();
    SOURCES.get_or_init(|| toml::from_str(include_str!("sources.toml")).unwrap_or_default())
}

#[cfg(test)]
mod tests;
