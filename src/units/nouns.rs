//! Words that may be a new count noun, and the words that never are.
//!
//! An unknown noun cannot make a number wrong, because what it counts does not cancel against anything else. So a word
//! that has the form of a noun counts as one, without a declaration. What must be refused is a slip: `usres` beside
//! `user` is no noun. The tables stand in files of their own: [`english`] has the plurals, [`never`] the words that
//! mean something else, [`near`] the nouns that resemble a unit and are none of its misspellings, [`silent`] and [`harmless`] what may be
//! left out beside a value.

pub mod english;
pub(crate) mod harmless;
pub mod near;
pub mod never;
pub mod silent;

use super::catalog::{self, Kind};
use super::registry::Units;

/// The least number of letters of a new noun; shorter words are abbreviations.
const SHORTEST: usize = 3;

/// Whether a word is written like a noun: at least three letters, lower case, or capitals with or without a plural
/// `s`. Letters of other alphabets resemble Latin ones too much.
pub fn is_noun_like(word: &str) -> bool {
    let capitals = word.strip_suffix('s').unwrap_or(word);
    let is_lower =
        |c: char| c.is_ascii_lowercase() || ('\u{df}'..='\u{24f}').contains(&c) && c.is_lowercase();
    word.chars().count() >= SHORTEST
        && (word.chars().all(is_lower)
            || capitals.len() >= 2 && capitals.bytes().all(|b| b.is_ascii_uppercase()))
}

/// The unit that an unknown word misspells by its case or by a plural `s`: `DAYS`, `mbits`, `GBs`. Nouns are not
/// looked for.
pub fn misspelt_unit(word: &str, units: &Units) -> Option<&'static str> {
    let is_unit = |name: &str| {
        let unit = catalog::lookup(name).and_then(catalog::unit);
        unit.filter(|unit| unit.kind != Kind::Noun).map(|unit| unit.plural)
    };
    let same = |word: &str| {
        let is_same = |name: &&'static str| name.eq_ignore_ascii_case(word) && units.lookup(name).is_some();
        is_unit(word).or_else(|| catalog::names().filter(is_same).find_map(is_unit))
    };
    same(word).or_else(|| word.strip_suffix('s').filter(|stem| stem.len() >= 2).and_then(same))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_is_a_word_of_three_letters() {
        for word in ["cat", "parcel", "UUID", "UUIDs", "UUIDS", "bücher", "größe"] {
            assert!(is_noun_like(word), "{word}");
        }
        for word in [
            "",
            "ox",
            "Parcel",
            "iPhone",
            "p2p",
            "kafka_topic",
            "_foo",
            "us\u{435}rs",
            "серверы",
            "用户们",
            "Xs",
        ] {
            assert!(!is_noun_like(word), "{word}");
        }
    }

    #[test]
    fn units_in_other_cases_and_plurals_are_found() {
        let units = Units::new();
        for (word, unit) in [
            ("DAYS", Some("days")),
            ("GBs", Some("GB")),
            ("mbits", Some("Mbit")),
            ("MBPS", Some("Mbps")),
            ("ghz", Some("GHz")),
            ("kwh", Some("kWh")),
            ("kms", Some("km")),
            ("qpss", Some("qps")),
            ("parcels", None),
            ("users", None),
            ("Users", None),
        ] {
            assert_eq!(misspelt_unit(word, &units), unit, "{word}");
        }
    }
}
