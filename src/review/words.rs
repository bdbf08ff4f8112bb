//! The words behind a number as people write them: magnitudes, units, rates, and nouns, which are erased.
//!
//! The units are those of the catalog, with what it knows of misspellings; the table here has only what stands in no
//! expression because it would have more than one reading there.

use crate::syntax;
use crate::units::catalog::{self, Kind, UnitId};
use crate::units::dimension::{Base, Dimension};
use crate::units::misread::misread_unit;
use crate::units::nouns::misspelt_unit;
use crate::units::nouns::never::{Instead, never};
use crate::units::registry::Units;

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    Time,
    Data,
    Money,
    Other,
}

/// A unit as napkin writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub text: &'static str,
    pub quality: Quality,
}

/// What a word says of the number before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    pub times: f64,
    /// A power of ten.
    pub exponent: i32,
    pub over: Vec<Part>,
    pub under: Vec<Part>,
}

impl Default for Measure {
    fn default() -> Measure {
        Measure { times: 1.0, exponent: 0, over: Vec::new(), under: Vec::new() }
    }
}

/// Words that may be a magnitude and a unit, or that only notes use, with their readings: the likely one first.
const LOOSE: [(&str, &[&str]); 26] = [
    ("K", &["k", "KB"]),       // 64K × 2 = 128 KB
    ("k", &["k", "KB"]),       // 64k × 2 = 128 KB
    ("M", &["M", "MB"]),       // 10M × 3 = 30 MB
    ("B", &["bn", "B"]),       // 60B × 100 KB = 6 PB, 100K × 200B = 20 MB
    ("b", &["bn", "bit"]),     // 7b × 2 bytes = 14 GB
    ("T", &["tn", "TB"]),      // 2T / 4 = 500 GB
    ("t", &["tn"]),            // 15t tokens / 100 = 150 billion
    ("G", &["GB", "bn"]),      // 4G × 2 = 8 GB
    ("P", &["PB"]),            // 5P / 1000 = 5 TB
    ("m", &["M", "minute"]),   // 5m × 2 = 10 million, 90m / 60 = 1.5 hours
    ("Kb", &["kbit", "KB"]),   // 10 Kb × 1M = 10 GB
    ("Mb", &["Mbit", "MB"]),   // 5 Mb × 1000 = 5 GB
    ("Gb", &["Gbit", "GB"]),   // 2 Gb × 500 = 1 TB
    ("y", &["year"]),          // 5y × 365 = 1825
    ("mo", &["month"]),        // $5/mo × 12 = $60
    ("mos", &["month"]),       // 6 mos × $10 = $60
    ("wk", &["week"]),         // 4 wk × 7 = 28
    ("wks", &["week"]),        // 4 wks × 7 = 28
    ("quadrillion", &["e15"]), // 130T × 50 = 6.5 quadrillion
    ("quintillion", &["e18"]), // 2 quintillion / 2 = 1 quintillion
    ("cr", &["e7"]),           // 10 cr × 2 = 20 cr
    ("Cr", &["e7"]),           // 10 Cr × 2 = 20 Cr
    ("L", &["e5"]),            // 5L × 2 = 10L
    ("bits/s", &["bit/s"]),    // 8 bits/s × 2 = 16 bits/s
    ("mm", &["M"]),            // 5mm × 2 = 10 million
    ("ppm", &["e-6"]),         // 50 ppm × 3600 s = 180 ms
];

/// Words that say that the number beside them is rough.
const HEDGES: [&str; 12] = [
    "about",
    "approximately",
    "approx",
    "roughly",
    "around",
    "nearly",
    "almost",
    "circa",
    "just",
    "maybe",
    "only",
    "ca",
];

/// Nouns whose hours and seconds are counted: `2000 CPU seconds`.
const WORKERS: [&str; 14] = [
    "cpu", "gpu", "core", "server", "machine", "node", "instance", "vcpu", "person", "man", "engineer",
    "compute", "worker", "vm",
];

/// Whether a word says that a number is rough.
pub fn is_hedge(word: &str) -> bool {
    HEDGES.contains(&word)
}

/// Whether hours of it are counted.
pub fn is_worker(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    WORKERS.contains(&word.as_str()) || word.strip_suffix('s').is_some_and(|word| WORKERS.contains(&word))
}

/// Whether a word is a unit or a noun that the catalog knows.
pub fn is_counted(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    catalog::lookup(word).or_else(|| catalog::lookup(&lower)).is_some() || !measures(word).is_empty()
}

/// Returns the magnitudes that a word behind a number may be, as powers of ten with a further factor.
pub fn magnitude(word: &str) -> Option<(i32, f64)> {
    if let Some((_, readings)) = LOOSE.iter().find(|(loose, _)| *loose == word) {
        return readings.iter().find_map(|reading| exponent(reading)).map(|power| (power, 1.0));
    }
    if let Some(power) = of_counts(word) {
        return Some((power, 1.0));
    }
    let lower = word.to_ascii_lowercase();
    for word in [word, &lower] {
        if let Some(power) = exponent(word) {
            return Some((power, 1.0));
        }
        if let Some(Instead::Times(times)) = never(word) {
            return Some((0, times));
        }
    }
    None
}

/// Returns the power of ten of a prefix before what is counted: `5 GFLOP`, `4,000 MTok`.
fn of_counts(word: &str) -> Option<i32> {
    const COUNTED: [&str; 10] =
        ["flop", "flops", "tok", "toks", "token", "tokens", "f", "param", "params", "ops"];
    // `200 PoPs` are points of presence.
    if word.eq_ignore_ascii_case("pops") && word != "POPS" {
        return None;
    }
    let first = word.chars().next()?;
    let power = match first {
        'k' | 'K' => 3,
        'M' => 6,
        'G' => 9,
        'T' => 12,
        'P' => 15,
        'E' => 18,
        _ => return None,
    };
    let rest = word.get(first.len_utf8()..)?;
    COUNTED.contains(&rest.to_ascii_lowercase().as_str()).then_some(power)
}

/// Whether a word is a prefix before what is counted.
pub fn is_prefixed(word: &str) -> bool {
    of_counts(word).is_some()
}

fn exponent(word: &str) -> Option<i32> {
    match word {
        "k" => Some(3),
        "M" => Some(6),
        "bn" => Some(9),
        "tn" => Some(12),
        "e15" => Some(15),
        "e18" => Some(18),
        "e7" => Some(7),
        "e5" => Some(5),
        "e-6" => Some(-6),
        _ if word.len() > 1 => {
            syntax::spelled_out(word).or_else(|| syntax::large(word).map(|large| large.exponent))
        }
        _ => None,
    }
}

/// Returns what a word may measure, the likely reading first; nothing for a noun and for a magnitude.
pub fn measures(word: &str) -> Vec<Measure> {
    if let Some((_, readings)) = LOOSE.iter().find(|(loose, _)| *loose == word) {
        return readings
            .iter()
            .filter(|reading| exponent(reading).is_none())
            .filter_map(|text| of_text(text))
            .collect();
    }
    if exponent(word).is_some() || of_counts(word).is_some() {
        return Vec::new();
    }
    let lower = word.to_ascii_lowercase();
    if let Some(instead) = never(word).or_else(|| never(&lower)) {
        return match instead {
            Instead::Unit(text) => of_text(text).into_iter().collect(),
            Instead::Amount(times, text) => {
                vec![Measure { times, ..of_text(text).unwrap_or_default() }]
            }
            Instead::Per(unit) => of_text(&format!("number/{unit}")).into_iter().collect(),
            Instead::Dollars | Instead::Currency(_) => of_text("$").into_iter().collect(),
            _ => Vec::new(),
        };
    }
    if let Some(misread) = misread_unit(word) {
        return [misread.bytes, misread.bits].iter().filter_map(|text| of_text(text)).collect();
    }
    let known = catalog::lookup(word).or_else(|| {
        let unit = misspelt_unit(word, &Units::new()).filter(|_| word.len() > 1)?;
        catalog::lookup(unit)
    });
    known.and_then(of_unit).into_iter().collect()
}

/// Reads `packets/s`; nouns are left out. Nothing for a noun alone.
fn of_text(text: &str) -> Option<Measure> {
    let mut words = text.split('/');
    let over = words.next()?;
    let mut measure = catalog::lookup(over).and_then(of_unit).unwrap_or_default();
    for word in words {
        measure.under.extend(catalog::lookup(word).and_then(of_unit)?.over.into_iter().map(singular));
    }
    (measure != Measure::default()).then_some(measure)
}

/// Returns a unit as it is written behind a `/`.
pub fn singular(part: Part) -> Part {
    let text = catalog::lookup(part.text).and_then(catalog::unit).map_or(part.text, |unit| unit.singular);
    Part { text, ..part }
}

fn of_unit(id: UnitId) -> Option<Measure> {
    let unit = catalog::unit(id)?;
    let second = || vec![Part { text: "s", quality: Quality::Time }];
    match unit.kind {
        Kind::Noun => None,
        Kind::Physical => {
            let part = Part { text: unit.plural, quality: quality(unit.dimension) };
            Some(Measure { over: vec![part], ..Measure::default() })
        }
        Kind::Rate if unit.dimension.exponent(Base::INFORMATION) != 0 => {
            let stem = unit.singular.strip_suffix("bps")?;
            let bits = catalog::lookup(&format!("{stem}bit")).and_then(catalog::unit)?;
            let over = vec![Part { text: bits.plural, quality: Quality::Data }];
            Some(Measure { over, under: second(), ..Measure::default() })
        }
        Kind::Rate => {
            #[allow(clippy::cast_precision_loss)] // a power of ten up to 10^9
            let times = unit.numerator as f64 / unit.denominator as f64;
            Some(Measure { times, under: second(), ..Measure::default() })
        }
    }
}

fn quality(dimension: Dimension) -> Quality {
    let is = |base: Base| dimension == Dimension::base(base);
    match () {
        () if is(Base::TIME) => Quality::Time,
        () if is(Base::INFORMATION) => Quality::Data,
        () if is(Base::MONEY) => Quality::Money,
        () => Quality::Other,
    }
}

/// Whether an unknown word behind a number looks like a unit, so that it must not be taken for a noun: `mW`, `mAh`.
pub fn may_be_unit(word: &str) -> bool {
    let starts_low = word.starts_with(|c: char| c.is_ascii_lowercase());
    word.chars().count() <= 4 && starts_low && word.chars().any(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loose_word_has_its_readings() {
        for (word, readings) in LOOSE {
            let magnitudes = readings.iter().filter(|reading| exponent(reading).is_some()).count();
            assert_eq!(magnitude(word).is_some(), magnitudes > 0, "{word}");
            assert_eq!(measures(word).len(), readings.len() - magnitudes, "{word}");
        }
    }

    #[test]
    fn words_of_notes_are_units() {
        for (word, over, under) in [
            ("KB", "KB", ""),
            ("exabytes", "EB", ""),
            ("Bytes", "B", ""),
            ("GBs", "GB", ""),
            ("mb", "MB", ""),
            ("QPS", "", "s"),
            ("Gbps", "Gbit", "s"),
            ("MBps", "MB", "s"),
            ("secs", "s", ""),
            ("Days", "days", ""),
            ("rpm", "", "min"),
            ("daily", "", "day"),
            ("USD", "$", ""),
        ] {
            let found = measures(word);
            let first = found.first().unwrap_or_else(|| panic!("{word}"));
            let text = |parts: &[Part]| parts.iter().map(|part| part.text).collect::<Vec<_>>().join(" ");
            assert_eq!((text(&first.over).as_str(), text(&first.under).as_str()), (over, under), "{word}");
        }
        for word in ["users", "photos", "servers", "PoPs", "hot", "million", "K", "Redis"] {
            assert!(measures(word).iter().all(|measure| !measure.over.is_empty()), "{word}");
        }
        assert!(may_be_unit("mW") && may_be_unit("mAh") && !may_be_unit("hot") && !may_be_unit("GPUs"));
    }
}
