//! Keys: whether one is a valid name, which word was probably meant, and how to quote it.

use crate::syntax::{continues_name, is_reserved, starts_name};

/// Maximum length of a key that is shown, or compared with known ones.
const LONGEST_SHOWN: usize = 40;

/// Whether a word is spelt like a name: a letter or `_`, then letters, digits and `_`. It may be reserved.
pub fn is_name(word: &str) -> bool {
    word.starts_with(starts_name) && word.chars().all(continues_name)
}

/// Returns the valid name nearest to a key: `peak_factor` for `peak-factor`. `None` if no letter or digit is left.
pub fn legal(word: &str) -> Option<String> {
    if is_reserved(word) {
        return Some(format!("{word}_"));
    }
    let mut name = String::new();
    for char in word.chars() {
        if continues_name(char) && char != '_' {
            name.push(char);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    if name.starts_with(|char: char| char.is_ascii_digit()) {
        name.insert(0, '_');
    }
    if is_reserved(&name) {
        name.push('_');
    }
    is_name(&name).then_some(name)
}

/// Returns the known word that was probably meant.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let measured = known.iter().filter_map(|&candidate| {
        let allowed = (word.len().min(candidate.len()) / 3).max(1);
        distance(word, candidate, allowed).map(|distance| (distance, candidate))
    });
    measured.min_by_key(|&(distance, _)| distance).map(|(_, candidate)| candidate)
}

/// Returns the edit distance between two words, ignoring case, if it is at most `allowed`.
pub fn distance(word: &str, known: &str, allowed: usize) -> Option<usize> {
    if word.len().abs_diff(known.len()) > allowed || word.len() > LONGEST_SHOWN {
        return None;
    }
    let distance = strsim::osa_distance(&word.to_lowercase(), known);
    (distance <= allowed).then_some(distance)
}

/// Returns a piece of the file in backticks, on one line, shortened if it is long.
pub fn shown(text: &str) -> String {
    let mut shown = String::from("`");
    for (count, char) in text.chars().enumerate() {
        if count == LONGEST_SHOWN {
            shown.push('…');
            break;
        }
        if char.is_control() { shown.extend(char.escape_default()) } else { shown.push(char) }
    }
    shown.push('`');
    shown
}

/// Returns a text as a TOML string, for a patch.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns a name as a TOML key, for a patch. Names with other characters than ASCII need quotes.
pub fn as_key(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_names() {
        let cases = [
            ("peak-factor", Some("peak_factor")),
            ("a b", Some("a_b")),
            ("2x", Some("_2x")),
            ("p99.9", Some("p99_9")),
            ("-x-", Some("x")),
            ("to", Some("to_")),
            ("-to", Some("to_")),
            ("taux d’erreur", Some("taux_d_erreur")),
            ("", None),
            ("--", None),
            ("😀", None),
        ];
        for (word, expected) in cases {
            assert_eq!(legal(word).as_deref(), expected, "{word}");
        }
        assert!(is_name("größe") && is_name("_") && is_name("x1") && !is_name("1x") && !is_name(""));
    }

    #[test]
    fn nearest_words() {
        let known = ["value", "note", "source", "min", "max", "ok", "estimates"];
        let cases = [
            ("valeu", Some("value")),
            ("Value", Some("value")),
            ("nte", Some("note")),
            ("notes", Some("note")),
            ("estimate", Some("estimates")),
            ("users", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, &known), expected, "{word}");
        }
    }
}
