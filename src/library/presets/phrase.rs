//! Presets as people name them: `design a URL shortener`, `Twitter-clone`, `news.feed`.
//!
//! A phrase is compared by its *key*: its words in lower case, without those that are in every such phrase, set side by
//! side. The keys of a preset are those of its names and of its title.

use super::{PRESETS, Preset, find};
use crate::text::suggest::nearest;
use crate::units::nouns::english::singular_of;

/// The words that say nothing of which system is meant. No name of a preset has one.
#[rustfmt::skip]
const READ_OVER: [&str; 41] = [
    "a", "an", "the", "my", "our", "some", "me", "us", "you", "we", "to", "of", "for", "like",
    "how", "do", "would", "could", "can", "let", "please",
    "build", "building", "create", "design", "designing", "implement", "make", "size",
    "app", "application", "clone", "com", "distributed", "estimate", "interview", "platform", "scalable",
    "service", "site", "system",
];

/// What separates words.
const SEPARATORS: [char; 4] = [' ', '-', '_', '.'];

/// Maximum number of words that name a preset.
const LONGEST: usize = 10;

/// Maximum number of presets that are suggested.
const SUGGESTIONS: usize = 3;

/// Returns the preset that a phrase names.
pub fn named(phrase: &str) -> Option<&'static Preset> {
    find(phrase).or_else(|| {
        let keys = keys(phrase)?;
        PRESETS.iter().find(|preset| phrases(preset).filter_map(self::keys).any(|known| meet(&keys, &known)))
    })
}

/// Returns the preset that the first words together name, and how many they are: as many as possible.
pub fn leading(words: &[String]) -> Option<(usize, &'static Preset)> {
    (1..=words.len().min(LONGEST)).rev().find_map(|count| {
        let words = words.get(..count)?;
        // Words that are read over belong to the name before them, but not alone.
        Some((count, named(&words.join(" "))?))
    })
}

/// Returns the names that a phrase is probably a misspelling of, the nearest first.
pub fn near(phrase: &str) -> Vec<&'static str> {
    let Some(keys) = keys(phrase) else { return Vec::new() };
    let key = keys.into_iter().next().unwrap_or_default();
    let names = super::names();
    let known: Vec<(String, &str)> =
        names.filter_map(|name| Some((self::keys(name)?.swap_remove(0), name))).collect();
    let near = nearest(&key, known.iter().map(|(key, _)| key.as_str()), SUGGESTIONS);
    near.iter().filter_map(|near| known.iter().find(|(key, _)| key == near)).map(|(_, name)| *name).collect()
}

/// Returns the presets whose name, title, kind or description has all words of a phrase, those first that have them in
/// the name or the title.
pub fn matching(phrase: &str) -> Vec<&'static Preset> {
    let lower = phrase.to_lowercase();
    let all: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = all.iter().copied().filter(|word| !is_read_over(word)).collect();
    let wanted = if telling.is_empty() { all } else { telling };
    let has_all = |text: &str| {
        let text = text.to_lowercase();
        !wanted.is_empty() && wanted.iter().all(|word| is_in(&text, word))
    };
    let called = |preset: &&'static Preset| has_all(&phrases(preset).collect::<Vec<_>>().join(" "));
    let about = |preset: &&'static Preset| {
        has_all(&format!(
            "{} {} {}",
            phrases(preset).collect::<Vec<_>>().join(" "),
            preset.kind,
            preset.about()
        ))
    };
    let mut found: Vec<&Preset> = PRESETS.iter().filter(called).collect();
    found.extend(PRESETS.iter().filter(|preset| about(preset) && !called(preset)));
    found
}

/// Whether a text has a word, or a word that begins with it or with its singular.
fn is_in(text: &str, word: &str) -> bool {
    let singular = singular_of(word);
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|each| match word.chars().count() {
        0..=2 => each == word,
        _ => each.starts_with(word) || each.starts_with(&singular),
    })
}

/// Returns what a preset may be called.
fn phrases(preset: &'static Preset) -> impl Iterator<Item = &'static str> {
    std::iter::once(preset.name).chain(preset.also.iter().copied()).chain([preset.title])
}

/// Returns the keys of a phrase: with its telling words as they are, with
/// these in the singular, and with all words. `None` if it is no phrase.
fn keys(phrase: &str) -> Option<Vec<String>> {
    let phrase = phrase.trim_end_matches('?');
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let is_phrase = |c: char| is_word(c) || SEPARATORS.contains(&c);
    let is_enclosed = phrase.starts_with(is_word) && phrase.ends_with(is_word);
    if phrase.len() > 100 || !phrase.chars().all(is_phrase) || !is_enclosed {
        return None;
    }
    let lower = phrase.to_lowercase();
    let all: Vec<&str> = lower.split(SEPARATORS).filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = all.iter().copied().filter(|word| !is_read_over(word)).collect();
    let singular: String = words.iter().map(|word| singular_of(word)).collect();
    let mut keys = vec![words.concat()];
    // `you tube` has a word that is read over elsewhere.
    for key in [singular, all.concat()] {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.retain(|key| !key.is_empty());
    (!keys.is_empty()).then_some(keys)
}

fn is_read_over(word: &str) -> bool {
    READ_OVER.contains(&word)
        || word.strip_suffix('s').is_some_and(|one| one.len() > 2 && READ_OVER.contains(&one))
}

fn meet(keys: &[String], known: &[String]) -> bool {
    keys.iter().any(|key| known.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_has_a_word_that_is_read_over() {
        for phrase in PRESETS.iter().flat_map(phrases) {
            let mut words = phrase.split(SEPARATORS);
            assert!(!words.any(|word| is_read_over(&word.to_lowercase())), "{phrase}");
        }
    }

    #[test]
    fn no_two_presets_have_a_key_in_common() {
        for one in PRESETS {
            for phrase in phrases(one) {
                assert_eq!(named(phrase).map(|preset| preset.name), Some(one.name), "{phrase}");
            }
        }
    }
}
