//! Every built-in unit and count noun.
//!
//! A word comes in and the number of a unit goes out; with the number go its printed
//! forms, its dimension and its exact factor. The table itself is in `catalog/table.rs`,
//! one row a line. What is not here: units and nouns that a model declares, magnitudes
//! such as `million`, and any taking apart of words. `MB` is known because it is a row.

use super::dimension::{Base, Dimension};

/// Makes of the table: the ids, the rows, the spellings, the groups and the lookup.
///
/// A group is `"name" in "unit" = size, kind, exponents => { rows }`, where the rows' factors are numbers of the unit
/// and the size is how many base units of the dimension that is, and a row is
///
/// ```text
/// ID: "singular" + "plural" | "other spelling" … is NOUN = numerator, per denominator, in SERIES | …, like SERIES;
/// ```
///
/// where all after the singular may be left out: a unit without a plural is always printed
/// as its singular, `is` names the row whose noun it counts (itself if left out), and the
/// factor is 1 if left out. `in` names the series that it is a step of; a value written in it is printed in the first
/// of them that has its dimension. `like` names a series that such a value is printed in though the unit is none of
/// its steps. Without either the unit is printed as itself. A spelling that stands twice does not compile,
/// since the second arm of the `match` can never be reached.
macro_rules! table {
    ($(
        $group:literal in $base:literal = $size:literal, $kind:ident, $exponents:expr => {
            $($id:ident: $singular:literal $(+ $plural:literal)? $(| $also:literal)*
                $(is $noun:ident)? $(= $numerator:expr $(, per $denominator:expr)?)?
                $(, in $($step:ident)|+)? $(, like $like:ident)?;)*
        }
    )*) => {
        // Gives each row its number; an enum, so that the rows count themselves.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Number { $($($id,)*)* }

        /// The numbers of the built-in units, for code that needs a certain one.
        pub mod ids {
            use super::{Number, UnitId};
            $($(
                #[doc = concat!("The unit `", $singular, "`.")]
                pub const $id: UnitId = UnitId(Number::$id as u16);
            )*)*
        }

        pub(super) const ROWS: &[Unit] = &[$($(Unit {
            singular: $singular,
            plural: first!($($plural,)? $singular),
            kind: Kind::$kind,
            dimension: $exponents.dimension(noun_base(first!($(ids::$noun,)? ids::$id))),
            numerator: $size * first!($($numerator,)? 1),
            denominator: first!($($($denominator,)?)? 1),
            steps: &[$($(Series::$step,)+)?],
            like: first!($(Some(Series::$like),)? None),
        },)*)*];

        pub(super) const SPELLINGS: &[&[&str]] =
            &[$($(&[$singular, $($plural,)? $($also,)*],)*)*];

        pub(super) const GROUPS: &[Group] = &[$(Group {
            name: $group,
            base: $base,
            size: $size,
            units: &[$(ids::$id,)*],
        },)*];

        /// The unit with exactly this spelling.
        pub(super) fn exact(word: &str) -> Option<UnitId> {
            Some(match word {
                $($($singular $(| $plural)? $(| $also)* => ids::$id,)*)*
                _ => return None,
            })
        }

        #[cfg(test)]
        pub(super) const IDENTIFIERS: &[(&str, UnitId)] = &[$($((stringify!($id), ids::$id),)*)*];
    };
}

/// The first of its arguments: what a row says, or else what it leaves out.
macro_rules! first {
    ($first:expr $(, $rest:expr)*) => {
        $first
    };
}

mod bases;
mod series;
mod table;
mod whole;

pub use bases::{KEPT, Period, SLOW, base_info, period};
pub use series::{HEADS, Head, Series, Step};
pub use table::ids;
use table::{GROUPS, ROWS, SPELLINGS};
pub use whole::WHOLE;

/// The number of a unit: a row of the catalogue, or (at and above `UNITS.len()`) a declared
/// one, kept elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct UnitId(pub u16);

/// What sort of thing a unit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// It measures: `GB`, `day`, `$`.
    Physical,
    /// It counts: `user`, `request`.
    Noun,
    /// Its name stands for a quotient: `qps`, `Mbps`, `Hz`.
    Rate,
}

/// A built-in unit or count noun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unit {
    /// As printed in a denominator: `request`, `GB`, `day`.
    pub singular: &'static str,
    /// As printed anywhere else: `requests`, `GB`, `days`.
    pub plural: &'static str,
    /// What sort of thing it is.
    pub kind: Kind,
    /// What it measures or counts.
    pub dimension: Dimension,
    /// The exact factor to the base units (bit, second, dollar, metre, joule, one of a
    /// noun) is `numerator / denominator`, reduced.
    pub numerator: i128,
    /// See `numerator`.
    pub denominator: i128,
    /// The series that it is a step of: what is written in it is printed in the first that has its dimension.
    pub steps: &'static [Series],
    /// A series that what is written in it is printed in besides.
    pub like: Option<Series>,
}

/// Units listed together.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// What they have in common: `information`, `time`, `nouns`. Neighbours of one name are listed as one.
    pub name: &'static str,
    /// The unit that its units are defined by: `B`, `s`, `requests/s`; empty for nouns.
    pub base: &'static str,
    /// How many base units of the dimension that is: 8 for `B`.
    pub size: i128,
    /// Its units, in the order to list them; an alias follows its noun.
    pub units: &'static [UnitId],
}

/// The built-in units, in the order of their numbers.
pub const UNITS: &[Unit] = ROWS;

/// The first number of a [`Base`] that no built-in noun has: free for declared nouns.
pub const FIRST_DECLARED_BASE: u16 = Base::FIRST_NOUN.0 + SPELLINGS.len() as u16;

/// A noun's base has the number of its row, so that either leads to the other.
const fn noun_base(noun: UnitId) -> Base {
    Base(Base::FIRST_NOUN.0 + noun.0)
}

/// The built-in unit with this number; nothing if it is a declared one.
pub fn unit(id: UnitId) -> Option<&'static Unit> {
    UNITS.get(usize::from(id.0))
}

/// The built-in unit with this name, plural, alias or symbol.
///
/// Nouns and rates of requests are also read in capitals (`QPS`, `GPUs`); physical units
/// never are, because `MB` and `mb`, `M` and `m` are different things.
pub fn lookup(word: &str) -> Option<UnitId> {
    table::exact(word).or_else(|| in_capitals(word))
}

fn in_capitals(word: &str) -> Option<UnitId> {
    let capitals = word.strip_suffix('s').unwrap_or(word);
    if capitals.is_empty() || !capitals.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let id = table::exact(&word.to_ascii_lowercase())?;
    let unit = unit(id)?;
    // `KBPS` may be bytes or bits: only what counts is read in capitals.
    (unit.kind != Kind::Physical && unit.dimension.iter().any(|(base, _)| base.is_noun())).then_some(id)
}

/// Whether a noun was built in late, so that a name that someone gave a value means that value in the unit of a literal:
/// `pod = 20; 100 GB/pod`.
pub fn yields(id: UnitId) -> bool {
    (ids::AD.0..).contains(&id.0) && usize::from(id.0) < UNITS.len()
}

/// The built-in units with their numbers, in order.
#[cfg(test)]
pub fn all() -> impl Iterator<Item = (UnitId, &'static Unit)> {
    (0..).map(UnitId).zip(UNITS.iter())
}

/// Every spelling of every built-in unit.
pub fn names() -> impl Iterator<Item = &'static str> {
    SPELLINGS.iter().flat_map(|spellings| spellings.iter().copied())
}

/// The spellings of one built-in unit, the printed forms first; none if it is a declared one.
pub fn spellings(id: UnitId) -> &'static [&'static str] {
    SPELLINGS.get(usize::from(id.0)).copied().unwrap_or_default()
}

/// The built-in units in groups, in the order to list them.
pub fn groups() -> &'static [Group] {
    GROUPS
}

/// The noun that names what a base counts: `request` for what `req`, `query` and `read` count.
///
/// Nothing for a physical base and for a declared noun's.
pub fn canonical_noun(base: Base) -> Option<UnitId> {
    let id = UnitId(base.0.checked_sub(Base::FIRST_NOUN.0)?);
    let unit = unit(id)?;
    (unit.kind == Kind::Noun && unit.dimension == Dimension::base(base)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::nouns::english::plural_of;
    use crate::units::scale::Scale;

    fn named(word: &str) -> &'static Unit {
        lookup(word).and_then(unit).unwrap_or_else(|| panic!("`{word}` is not a unit"))
    }

    fn factor(word: &str) -> (i128, i128) {
        (named(word).numerator, named(word).denominator)
    }

    #[test]
    fn every_spelling_leads_to_its_row() {
        for (id, unit) in all() {
            assert_eq!(lookup(unit.singular), Some(id), "{}", unit.singular);
            assert_eq!(lookup(unit.plural), Some(id), "{}", unit.plural);
            for spelling in spellings(id) {
                assert_eq!(lookup(spelling), Some(id), "{spelling}");
            }
        }
        assert!(names().all(|name| lookup(name).is_some()));
        assert_eq!(
            groups().iter().flat_map(|group| group.units).copied().collect::<Vec<_>>(),
            all().map(|(id, _)| id).collect::<Vec<_>>()
        );
    }

    #[test]
    fn ids_are_what_they_say() {
        let irregular = [
            (ids::WATT_HOUR, "Wh"),
            (ids::KILOWATT_HOUR, "kWh"),
            (ids::MEGAWATT_HOUR, "MWh"),
            (ids::GIGAWATT_HOUR, "GWh"),
            (ids::BIT_PER_SECOND, "bps"),
            (ids::KILOBIT_PER_SECOND, "kbps"),
            (ids::MEGABIT_PER_SECOND, "Mbps"),
            (ids::GIGABIT_PER_SECOND, "Gbps"),
            (ids::TERABIT_PER_SECOND, "Tbps"),
            (ids::PETABIT_PER_SECOND, "Pbps"),
            (ids::MQPS, "Mqps"),
            (ids::MRPS, "Mrps"),
            (ids::MTPS, "Mtps"),
            (ids::MIOPS, "Miops"),
            (ids::HERTZ, "Hz"),
            (ids::KILOHERTZ, "kHz"),
            (ids::MEGAHERTZ, "MHz"),
            (ids::GIGAHERTZ, "GHz"),
        ];
        for &(identifier, id) in table::IDENTIFIERS {
            let word = irregular.iter().find(|&&(own, _)| own == id).map(|&(_, word)| word.to_owned());
            let word = word.unwrap_or_else(|| identifier.to_lowercase());
            assert_eq!(lookup(&word), Some(id), "{identifier}");
        }
    }

    #[test]
    fn a_noun_names_what_its_aliases_count() {
        for (_, unit) in all().filter(|(_, unit)| unit.kind == Kind::Noun) {
            assert!(unit.dimension.is_count());
            assert_eq!((unit.numerator, unit.denominator), (1, 1), "{}", unit.singular);
            let (base, _) = unit.dimension.iter().next().unwrap();
            assert!(base.is_noun() && base.0 < FIRST_DECLARED_BASE);
            let canonical = canonical_noun(base).unwrap();
            assert_eq!(super::unit(canonical).unwrap().dimension, unit.dimension);
            assert_eq!(super::unit(canonical).map(|unit| unit.kind), Some(Kind::Noun), "{}", unit.singular);
        }
        for word in ["req", "query", "reads", "ops", "hit", "transaction"] {
            let (base, _) = named(word).dimension.iter().next().unwrap();
            assert_eq!(canonical_noun(base), Some(ids::REQUEST), "{word}");
        }
        assert_eq!(lookup("req"), Some(ids::REQUEST));
        assert_ne!(lookup("read"), Some(ids::REQUEST));
        assert_ne!(named("user").dimension, named("server").dimension);
        assert_eq!(canonical_noun(Base::TIME), None);
        assert_eq!(canonical_noun(Base(FIRST_DECLARED_BASE)), None);
        assert_eq!(canonical_noun(noun_base(ids::READ)), None);
    }

    #[test]
    fn plurals_are_regular() {
        for (_, unit) in all().filter(|(_, unit)| unit.kind == Kind::Noun && unit.plural != unit.singular) {
            if unit.singular != "tx" {
                assert_eq!(plural_of(unit.singular), unit.plural);
            }
        }
        let alike: Vec<_> =
            all().filter(|(_, unit)| unit.kind == Kind::Noun && unit.plural == unit.singular).collect();
        assert_eq!(alike.iter().map(|(_, unit)| unit.singular).collect::<Vec<_>>(), ["DAU", "MAU", "series"]);
        assert_eq!(plural_of("delivery"), "deliveries");
        assert_eq!(plural_of("relay"), "relays");
        assert_eq!(plural_of(""), "s");
    }

    #[test]
    fn factors_are_reduced_and_fit_each_other() {
        for (_, unit) in all() {
            let reduced = Scale::fraction(unit.numerator, unit.denominator);
            assert_eq!(reduced, Scale::Exact(unit.numerator, unit.denominator), "{}", unit.singular);
        }
        assert_eq!(lookup("KB"), lookup("kB"));
        assert_eq!(factor("KB"), (8_000, 1));
        assert_eq!(factor("KiB"), (8_192, 1));
        assert_eq!(factor("ZB").0, 8 * 10i128.pow(21));
        assert_eq!(factor("ZiB").0, 8 << 70);
        assert_eq!(factor("month").0 * 12, factor("year").0);
        assert_eq!(factor("quarter").0 * 4, factor("year").0);
        assert_eq!(factor("year").0, 365 * factor("day").0);
        assert_eq!(factor("decade").0, 10 * factor("year").0);
        assert_eq!(factor("week").0, 7 * factor("day").0);
        assert_eq!(factor("\u{b5}s"), (1, 1_000_000));
        for (one, other) in [("\u{b5}s", "\u{3bc}s"), ("us", "\u{b5}s"), ("Mb", "Mbit"), ("kbps", "Kbps")] {
            assert_eq!(lookup(one), lookup(other), "{one}");
        }
        let per_second = named("s").dimension.to_the(-1).unwrap();
        assert_eq!(named("Mbps").dimension, named("Mbit").dimension.times(per_second).unwrap());
        assert_eq!(factor("Mbps"), factor("Mbit"));
        assert_eq!(named("iops").dimension, named("request").dimension.times(per_second).unwrap());
        assert_eq!(named("kW").dimension, named("kWh").dimension.times(per_second).unwrap());
        assert_eq!(named("GHz").dimension, per_second);
    }

    #[test]
    fn nouns_and_rates_are_read_in_capitals() {
        for (capitals, word) in [
            ("QPS", "qps"),
            ("KQPS", "kqps"),
            ("IOPS", "iops"),
            ("GPUs", "gpus"),
            ("GPU", "gpu"),
            ("URL", "url"),
            ("URLs", "urls"),
            ("URLS", "urls"),
            ("CPUs", "cpus"),
            ("AZs", "azs"),
            ("USERS", "users"),
            ("DAU", "dau"),
            ("vCPUs", "vcpus"),
            ("MQPS", "Mqps"),
        ] {
            assert!(lookup(capitals).is_some(), "{capitals}");
            assert_eq!(lookup(capitals), lookup(word), "{capitals}");
        }
    }

    #[test]
    fn what_has_two_readings_or_none_is_not_a_unit() {
        for word in [
            "kb", "mb", "gb", "tb", "pb", "mbps", "gbps", "tbps", "foo", "MS", "NS", "US", "S", "M", "K",
            "T", "G", "H", "D", "KM", "MIN", "DAY", "BYTES", "MBPS", "KBPS", "BPS", "GBPS", "MBps", "HZ",
            "KHZ", "KWH", "Ms", "s s", "", "Users", "gPUs", "usd", "kiB", "mB", "mbit", "µB", "QPSs", "Eb",
            "million", "k",
        ] {
            assert_eq!(lookup(word), None, "{word}");
        }
        for capital in 'A'..='Z' {
            let known = lookup(&capital.to_string());
            assert_eq!(known.is_some(), "BJW".contains(capital), "{capital}");
        }
    }
}
