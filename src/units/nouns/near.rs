//! Known words that a new noun resembles so much that it is one of them, misspelt.

use super::english::singular_of;
use crate::text::suggest::is_slip;
use crate::units::catalog;

/// Nouns that resemble a known word and are none of its misspellings, in the singular, each with the word that it
/// resembles.
///
/// Of the 60,000 most frequent English words these are the ones that people count.
const WORDS_OF_THEIR_OWN: [(&str, &str); 60] = [
    ("bath", "batch"),
    ("bite", "byte"),
    ("bot", "bit"),
    ("car", "char"),
    ("chair", "char"),
    ("chart", "char"),
    ("chat", "char"),
    ("chore", "core"),
    ("clock", "click"),
    ("code", "core"),
    ("collection", "connection"),
    ("command", "comment"),
    ("connector", "connection"),
    ("consent", "comment"),
    ("content", "comment"),
    ("convention", "connection"),
    ("cord", "core"),
    ("correction", "connection"),
    ("cup", "cpu"),
    ("dock", "doc"),
    ("flame", "frame"),
    ("hint", "hit"),
    ("hut", "hit"),
    ("ipo", "iops"),
    ("kit", "kbit"),
    ("laser", "layer"),
    ("lawyer", "layer"),
    ("logo", "log"),
    ("map", "Mqps"),
    ("meteor", "meter"),
    ("mine", "mins"),
    ("mint", "mins"),
    ("mule", "mile"),
    ("nose", "node"),
    ("pager", "page"),
    ("patient", "payment"),
    ("perimeter", "parameter"),
    ("persona", "person"),
    ("petition", "partition"),
    ("photon", "photo"),
    ("pocket", "packet"),
    ("poet", "post"),
    ("pot", "post"),
    ("producer", "product"),
    ("project", "product"),
    ("rider", "ride"),
    ("sampler", "sample"),
    ("searcher", "search"),
    ("section", "session"),
    ("senior", "sensor"),
    ("set", "seat"),
    ("share", "shard"),
    ("shark", "shard"),
    ("spec", "sec"),
    ("threat", "thread"),
    ("ticker", "ticket"),
    ("transition", "transaction"),
    ("translation", "transaction"),
    ("world", "word"),
    ("writer", "write"),
];

/// Returns the known words of which a word is probably a misspelling, the nearest first: at most three. `more` are the
/// words that are known besides the catalogue's.
pub fn near<'a>(word: &str, more: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = word.to_lowercase();
    let singular = singular_of(&lower);
    if WORDS_OF_THEIR_OWN.iter().any(|(own, _)| *own == singular) {
        return Vec::new();
    }
    // Most words begin with another letter.
    let first = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase());
    let is_near = |known: &&str| first(known) == first(&lower) && is_slip(&lower, &known.to_lowercase());
    let mut found: Vec<&str> = catalog::names().filter(|known| is_near(known)).collect();
    let mut others: Vec<&str> = more.filter(is_near).collect();
    others.sort_unstable();
    found.extend(others);
    found.sort_by_key(|known| strsim::osa_distance(&lower, &known.to_lowercase()));
    found.dedup();
    found.truncate(3);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::nouns::english::plural_of;

    #[test]
    fn words_of_their_own_resemble_a_known_word_and_are_none() {
        for (own, known) in WORDS_OF_THEIR_OWN {
            let plural = plural_of(own);
            let is_near = |word: &str| catalog::names().any(|name| is_slip(word, &name.to_lowercase()));
            assert!(is_near(own) || is_near(&plural), "{own} needs no row");
            assert!(catalog::lookup(own).is_none() && catalog::lookup(known).is_some(), "{own}, {known}");
            assert_eq!(near(own, std::iter::empty()), [""; 0], "{own}");
            assert_eq!(near(&plural, std::iter::empty()), [""; 0], "{own}");
        }
    }

    #[test]
    fn the_nearest_word_comes_first() {
        assert_eq!(near("usres", std::iter::empty()), ["users"]);
        assert_eq!(near("requets", std::iter::empty()), ["request", "requests"]);
        assert_eq!(near("wigdets", ["widgets"].into_iter()), ["widgets"]);
        assert_eq!(near("parcels", std::iter::empty()), [""; 0]);
    }
}
