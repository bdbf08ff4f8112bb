//! Units of data whose case does not tell bytes from bits: `mb`, `gbps`.
//!
//! A word comes in; the two ways to write what may be meant go out.

use super::catalog::{self, UnitId, ids};

/// The two readings of a unit of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// How to write it in bytes: `MB`, `MB/s`.
    pub bytes: String,
    /// The same in words: `megabytes`, `megabytes per second`.
    pub bytes_in_words: String,
    /// How to write it in bits: `Mbit`, `Mbps`.
    pub bits: String,
    /// The same in words: `megabits`, `megabits per second`.
    pub bits_in_words: String,
}

/// Words with their readings in bytes and in bits.
const SIZES: [(&[&str], UnitId, UnitId); 14] = [
    (&["kb"], ids::KILOBYTE, ids::KILOBIT),
    (&["mb", "mB"], ids::MEGABYTE, ids::MEGABIT),
    (&["gb", "gB"], ids::GIGABYTE, ids::GIGABIT),
    (&["tb", "tB", "Tb"], ids::TERABYTE, ids::TERABIT),
    (&["pb", "pB", "Pb"], ids::PETABYTE, ids::PETABIT),
    (&["eb", "eB", "Eb"], ids::EXABYTE, ids::EXABIT),
    (&["zb", "zB", "Zb"], ids::ZETTABYTE, ids::ZETTABIT),
    (&["kib", "kiB"], ids::KIBIBYTE, ids::KIBIBIT),
    (&["mib", "miB"], ids::MEBIBYTE, ids::MEBIBIT),
    (&["gib", "giB"], ids::GIBIBYTE, ids::GIBIBIT),
    (&["tib", "tiB", "Tib"], ids::TEBIBYTE, ids::TEBIBIT),
    (&["pib", "piB", "Pib"], ids::PEBIBYTE, ids::PEBIBIT),
    (&["eib", "eiB", "Eib"], ids::EXBIBYTE, ids::EXBIBIT),
    (&["zib", "ziB", "Zib"], ids::ZEBIBYTE, ids::ZEBIBIT),
];

/// The same for what passes in a second, with the bits and the name of their rate.
const RATES: [(&[&str], UnitId, UnitId, UnitId); 6] = [
    (&["Bps", "BPS"], ids::BYTE, ids::BIT, ids::BIT_PER_SECOND),
    (&["kBps", "KBps", "KBPS"], ids::KILOBYTE, ids::KILOBIT, ids::KILOBIT_PER_SECOND),
    (&["mbps", "MBps", "MBPS"], ids::MEGABYTE, ids::MEGABIT, ids::MEGABIT_PER_SECOND),
    (&["gbps", "GBps", "GBPS"], ids::GIGABYTE, ids::GIGABIT, ids::GIGABIT_PER_SECOND),
    (&["tbps", "TBps", "TBPS"], ids::TERABYTE, ids::TERABIT, ids::TERABIT_PER_SECOND),
    (&["pbps", "PBps", "PBPS"], ids::PETABYTE, ids::PETABIT, ids::PETABIT_PER_SECOND),
];

/// The two readings of a word such as `mb` or `gbps`, or `None` if it is no such word.
///
/// Ask it for a word that is being refused: it also answers for `Tb` and `Pb`, which are
/// bits where a `/s` follows.
pub fn misread_unit(word: &str) -> Option<Misread> {
    if let Some((_, bytes, bits)) = SIZES.iter().find(|(words, ..)| words.contains(&word)) {
        return Some(Misread {
            bytes: symbol(*bytes)?.to_owned(),
            bytes_in_words: in_words(*bytes)?.to_owned(),
            bits: symbol(*bits)?.to_owned(),
            bits_in_words: in_words(*bits)?.to_owned(),
        });
    }
    let (_, bytes, bits, rate) = RATES.iter().find(|(words, ..)| words.contains(&word))?;
    Some(Misread {
        bytes: format!("{}/s", symbol(*bytes)?),
        bytes_in_words: format!("{} per second", in_words(*bytes)?),
        bits: symbol(*rate)?.to_owned(),
        bits_in_words: format!("{} per second", in_words(*bits)?),
    })
}

fn symbol(id: UnitId) -> Option<&'static str> {
    catalog::unit(id).map(|unit| unit.singular)
}

/// The longest spelling: `megabytes`.
fn in_words(id: UnitId) -> Option<&'static str> {
    catalog::spellings(id).iter().copied().max_by_key(|spelling| spelling.len())
}

#[cfg(test)]
mod tests {
    use super::*;

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
                assert_eq!(factor(&misread.bytes).0, 8 * factor(&misread.bits).0, "{word}");
                let words = |text: &str| catalog::lookup(text.split(' ').next().unwrap());
                let first = |text: &str| catalog::lookup(text.split('/').next().unwrap());
                assert_eq!(words(&misread.bytes_in_words), first(&misread.bytes), "{word}");
                let bits = words(&misread.bits_in_words).and_then(catalog::unit).unwrap();
                assert_eq!(bits.numerator, factor(&misread.bits).0, "{word}");
                assert!(catalog::lookup(&word).is_none() || ["Tb", "Pb"].contains(&&*word), "{word}");
            }
        }
        assert_eq!(known, 52);
        let rate = misread_unit("mbps").unwrap();
        assert_eq!((&*rate.bytes, &*rate.bytes_in_words), ("MB/s", "megabytes per second"));
        assert_eq!((&*rate.bits, &*rate.bits_in_words), ("Mbps", "megabits per second"));
        assert_eq!(misread_unit("MB"), None);
        assert_eq!(misread_unit("kbps"), None);
    }
}
