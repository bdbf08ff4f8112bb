//! What was probably meant by a word that is not known.
//!
//! A word and the known ones come in; the few nearest, or the two readings of a unit
//! in the wrong case, go out. Nothing here decides what a word means, and nothing words
//! the message.

/// Words longer than this are no slip of the hand, and comparing them costs their square.
const LONGEST: usize = 40;

/// The candidates that a word is probably a slip for, the nearest first.
///
/// A third of the letters may be wrong, or one in a short word. A word that differs in case
/// alone comes before all others; otherwise equally near ones keep their order.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>, at_most: usize) -> Vec<&'a str> {
    let length = word.chars().count();
    if length == 0 || length > LONGEST {
        return Vec::new();
    }
    let allowed = (length / 3).max(1);
    let lower = word.to_lowercase();
    let mut found: Vec<((usize, usize), &str)> = candidates
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .filter_map(|candidate| {
            let distance = strsim::osa_distance(&lower, &candidate.to_lowercase());
            // As many slips as letters leave nothing of the word.
            let near = distance <= allowed && distance < length;
            near.then(|| ((distance, strsim::osa_distance(word, candidate)), candidate))
        })
        .collect();
    found.sort_by_key(|&(distance, _)| distance);
    found.into_iter().map(|(_, candidate)| candidate).take(at_most).collect()
}

/// The two readings of a unit of data whose case does not tell bytes from bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misread {
    /// How to write it in bytes: `MB`, `MB/s`.
    pub bytes: &'static str,
    /// The same in words: `megabytes`, `megabytes per second`.
    pub bytes_in_words: &'static str,
    /// How to write it in bits: `Mbit`, `Mbps`.
    pub bits: &'static str,
    /// The same in words: `megabits`, `megabits per second`.
    pub bits_in_words: &'static str,
}

/// The two readings of a word such as `mb` or `gbps`, or nothing if it is no such word.
///
/// Ask it for a word that is being refused: it also answers for `Tb` and `Pb`, which are
/// bits where a `/s` follows.
pub fn misread_unit(word: &str) -> Option<Misread> {
    let of =
        |bytes, bytes_in_words, bits, bits_in_words| Misread { bytes, bytes_in_words, bits, bits_in_words };
    Some(match word {
        "kb" => of("KB", "kilobytes", "kbit", "kilobits"),
        "mb" | "mB" => of("MB", "megabytes", "Mbit", "megabits"),
        "gb" | "gB" => of("GB", "gigabytes", "Gbit", "gigabits"),
        "tb" | "tB" | "Tb" => of("TB", "terabytes", "Tbit", "terabits"),
        "pb" | "pB" | "Pb" => of("PB", "petabytes", "Pbit", "petabits"),
        "eb" | "eB" | "Eb" => of("EB", "exabytes", "Ebit", "exabits"),
        "zb" | "zB" | "Zb" => of("ZB", "zettabytes", "Zbit", "zettabits"),
        "kib" | "kiB" => of("KiB", "kibibytes", "Kibit", "kibibits"),
        "mib" | "miB" => of("MiB", "mebibytes", "Mibit", "mebibits"),
        "gib" | "giB" => of("GiB", "gibibytes", "Gibit", "gibibits"),
        "tib" | "tiB" | "Tib" => of("TiB", "tebibytes", "Tibit", "tebibits"),
        "pib" | "piB" | "Pib" => of("PiB", "pebibytes", "Pibit", "pebibits"),
        "eib" | "eiB" | "Eib" => of("EiB", "exbibytes", "Eibit", "exbibits"),
        "zib" | "ziB" | "Zib" => of("ZiB", "zebibytes", "Zibit", "zebibits"),
        "Bps" | "BPS" => of("B/s", "bytes per second", "bps", "bits per second"),
        "kBps" | "KBps" | "KBPS" => of("KB/s", "kilobytes per second", "kbps", "kilobits per second"),
        "mbps" | "MBps" | "MBPS" => of("MB/s", "megabytes per second", "Mbps", "megabits per second"),
        "gbps" | "GBps" | "GBPS" => of("GB/s", "gigabytes per second", "Gbps", "gigabits per second"),
        "tbps" | "TBps" | "TBPS" => of("TB/s", "terabytes per second", "Tbps", "terabits per second"),
        "pbps" | "PBps" | "PBPS" => of("PB/s", "petabytes per second", "Pbps", "petabits per second"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::catalog;

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        assert_eq!(nearest(word, catalog::names(), 3), expected);
    }

    #[test]
    fn slips_find_what_was_meant() {
        check("requets", &["request", "requests"]);
        check("Users", &["users", "user"]);
        check("gigabtyes", &["gigabytes", "gigabyte", "gigabits"]);
        check("mbit", &["Mbit", "bit", "kbit"]);
        check("servrs", &["servers", "series", "server"]);
        check("dasy", &["day", "days"]);
    }

    #[test]
    fn what_is_like_nothing_finds_nothing() {
        check("", &[]);
        check("x", &[]);
        check("unicorns", &[]);
        check(&"user".repeat(11), &[]);
    }

    #[test]
    fn a_difference_in_case_comes_first_and_ties_keep_their_order() {
        assert_eq!(nearest("abc", ["abd", "ABC", "abe"].into_iter(), 2), ["ABC", "abd"]);
        assert_eq!(nearest("abc", ["abc"].into_iter(), 0), [""; 0]);
    }

    #[test]
    fn both_readings_of_a_misread_unit_are_units() {
        let factor = |spelling: &str| {
            let mut words = spelling.split('/');
            let unit = catalog::lookup(words.next().unwrap()).and_then(catalog::unit).unwrap();
            assert!(words.next().is_none_or(|per| per == "s"), "{spelling}");
            (unit.numerator, unit.denominator)
        };
        let cases = "b B ib iB bps Bps BPS";
        let mut known = 0;
        for prefix in "k K m M g G t T p P e E z Z".split(' ').chain([""]) {
            for ending in cases.split(' ') {
                let word = format!("{prefix}{ending}");
                let Some(misread) = misread_unit(&word) else { continue };
                known += 1;
                assert_eq!(factor(misread.bytes).0, 8 * factor(misread.bits).0, "{word}");
                let words = |text: &str| catalog::lookup(text.split(' ').next().unwrap());
                let first = |text: &str| catalog::lookup(text.split('/').next().unwrap());
                assert_eq!(words(misread.bytes_in_words), first(misread.bytes), "{word}");
                let bits = words(misread.bits_in_words).and_then(catalog::unit).unwrap();
                assert_eq!(bits.numerator, factor(misread.bits).0, "{word}");
                assert!(catalog::lookup(&word).is_none() || ["Tb", "Pb"].contains(&&*word), "{word}");
            }
        }
        assert_eq!(known, 52);
        assert_eq!(misread_unit("mb").map(|misread| (misread.bytes, misread.bits)), Some(("MB", "Mbit")));
        assert_eq!(misread_unit("MB"), None);
        assert_eq!(misread_unit("kbps"), None);
    }
}
