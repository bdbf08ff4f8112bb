//! The powers of two sheet, and how many keys fit into identifiers.
//!
//! A row states its base and its exponent once; the literal, the exact value and the
//! names of the sizes are made from them.

use super::{Constant, Rows, Sheet, Source, Table};

/// A power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Power {
    /// The exponent.
    pub power: u32,
    /// Its name and its literal: `power.two_10`, `2^10`.
    pub constant: Constant,
    /// The exact value.
    pub exact: u128,
    /// What people say instead: `1 thousand`.
    pub approximation: Option<&'static str>,
    /// As a number of bytes; nothing where nobody names it so.
    pub size: Option<Size>,
    /// What has so many values.
    pub note: Option<&'static str>,
}

impl Power {
    /// How much more it is than the decimal size of its name: 2^10 over 1 KB is 0.024.
    #[allow(clippy::cast_precision_loss)] // an f64 has more digits than a gap in percent needs
    pub fn gap(&self) -> Option<f64> {
        self.size.map(|size| self.exact as f64 / size.decimal_bytes as f64 - 1.0)
    }
}

/// The two names that a number of bytes goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The decimal name, loosely used for it: `1 KB`.
    pub decimal: &'static str,
    /// The binary name, exact: `1 KiB`.
    pub binary: &'static str,
    /// What the decimal name says exactly, in bytes.
    pub decimal_bytes: u128,
}

/// How many different keys there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySpace {
    /// Its name and its literal: `keyspace.base62_7`, `62^7`.
    pub constant: Constant,
    /// How many: for times, how many ticks.
    pub count: u128,
    /// What the keys are, and who uses them.
    pub what: &'static str,
}

#[rustfmt::skip]
macro_rules! decimal_bytes {
    (K) => { 1_000 };
    (M) => { 1_000_000 };
    (G) => { 1_000_000_000 };
    (T) => { 1_000_000_000_000 };
    (P) => { 1_000_000_000_000_000 };
    (E) => { 1_000_000_000_000_000_000 };
}

macro_rules! size {
    ($number:literal $prefix:ident) => {
        Size {
            decimal: concat!($number, " ", stringify!($prefix), "B"),
            binary: concat!($number, " ", stringify!($prefix), "iB"),
            decimal_bytes: $number * decimal_bytes!($prefix),
        }
    };
}

/// `power!(two_16, 16; ; 64 K; "TCP ports")`; the approximation, the size and the note may be absent.
macro_rules! power {
    (
        $name:ident, $power:literal;
        $($approximation:literal)?; $($number:literal $prefix:ident)?; $($note:literal)?
    ) => {
        Power {
            power: $power,
            constant: Constant { name: concat!("power.", stringify!($name)), literal: concat!("2^", $power) },
            exact: 1 << $power,
            approximation: optional!($($approximation)?),
            size: optional!($(size!($number $prefix))?),
            note: optional!($($note)?),
        }
    };
}

/// `keys!(base62_7, 62 ^ 7; "…")`, or `keys!(name, 2 ^ 41 ms; "…")` for ticks of a clock.
macro_rules! keys {
    ($name:ident, $base:literal ^ $length:literal $($unit:ident)?; $what:literal) => {
        KeySpace {
            constant: Constant {
                name: concat!("keyspace.", stringify!($name)),
                literal: concat!($base, "^", $length $(, " ", stringify!($unit))?),
            },
            count: u128::pow($base, $length),
            what: $what,
        }
    };
}

/// The powers of two that sizes and limits are made of.
#[rustfmt::skip] // a table
pub const POWERS: [Power; 12] = [
    power!(two_7, 7; ; ; "ASCII characters"),
    power!(two_8, 8; ; ; "values of a byte"),
    power!(two_10, 10; "1 thousand"; 1 K; ),
    power!(two_16, 16; ; 64 K; "TCP ports"),
    power!(two_20, 20; "1 million"; 1 M; ),
    power!(two_30, 30; "1 billion"; 1 G; ),
    power!(two_31, 31; "2 billion"; 2 G; "signed 32-bit values from 0; as seconds since 1970: January 2038"),
    power!(two_32, 32; "4 billion"; 4 G; "IPv4 addresses, values of a 32-bit id"),
    power!(two_40, 40; "1 trillion"; 1 T; ),
    power!(two_50, 50; "1 quadrillion"; 1 P; ),
    power!(two_60, 60; "1 quintillion"; 1 E; ),
    power!(two_64, 64; "1.8 × 10^19"; 16 E; "values of a 64-bit id"),
];

/// How many keys of a length there are, and what a Snowflake id is made of.
#[rustfmt::skip] // a table
pub const KEY_SPACES: [KeySpace; 8] = [
    keys!(base36_7, 36 ^ 7; "7 characters of a-z 0-9: ids that ignore case"),
    keys!(base62_6, 62 ^ 6; "6 characters of a-z A-Z 0-9: short links"),
    keys!(base62_7, 62 ^ 7; "7 characters of a-z A-Z 0-9: short links (Xu)"),
    keys!(base64_6, 64 ^ 6; "6 characters of base 64: short links (Grokking)"),
    keys!(base64_8, 64 ^ 8; "8 characters of base 64"),
    keys!(snowflake_timestamp, 2 ^ 41 ms; "Snowflake id: 41 bits of milliseconds, 69.7 years"),
    keys!(snowflake_sequence, 2 ^ 12; "Snowflake id: 12 bits, ids a worker makes in a millisecond"),
    keys!(snowflake_worker, 2 ^ 10; "Snowflake id: 5 + 5 bits, workers"),
];

/// `napkin cheat powers`.
pub const SHEET: Sheet = Sheet {
    name: "powers",
    title: "Powers of two",
    tables: &[
        Table {
            title: "Powers of two",
            source: Source {
                name: "system-design-primer, powers of two table; 2^31, 2^50 and above by arithmetic",
                year: 2017,
                url: Some("https://github.com/donnemartin/system-design-primer#powers-of-two-table"),
            },
            note: "Exact. KB, MB, GB are powers of 1000 in napkin, as on disks and network links; KiB, \
                   MiB, GiB are powers of 1024. Taking one for the other is off by the gap: 2.4% at a \
                   thousand, 10% at a trillion.",
            rows: Rows::Powers(&POWERS),
        },
        Table {
            title: "Key spaces",
            source: Source {
                name: "arithmetic; uses: Xu, System Design Interview; Grokking the System Design Interview",
                year: 2020,
                url: None,
            },
            note: "Exact. Random keys collide long before a space is full: with a share s of it taken, a \
                   new key hits a taken one with probability s.",
            rows: Rows::KeySpaces(&KEY_SPACES),
        },
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    fn power(exponent: u32) -> Power {
        *POWERS.iter().find(|row| row.power == exponent).expect("a row of the sheet")
    }

    fn keys(name: &str) -> u128 {
        let name = format!("keyspace.{name}");
        KEY_SPACES.iter().find(|row| row.constant.name == name).expect("a row of the sheet").count
    }

    #[test]
    fn exact_values() {
        assert_eq!(power(7).exact, 128);
        assert_eq!(power(16).exact, 65_536);
        assert_eq!(power(20).exact, 1_048_576);
        assert_eq!(power(31).exact, 2_147_483_648);
        assert_eq!(power(40).exact, 1_099_511_627_776);
        assert_eq!(power(50).exact, 1_125_899_906_842_624);
        assert_eq!(power(60).exact, 1_152_921_504_606_846_976);
        assert_eq!(power(64).exact, 18_446_744_073_709_551_616);
    }

    #[test]
    fn names_and_literals_say_the_power() {
        for row in &POWERS {
            assert_eq!(row.constant.name, format!("power.two_{}", row.power));
            assert_eq!(row.constant.literal, format!("2^{}", row.power));
            assert_eq!(row.exact, 2u128.pow(row.power));
        }
    }

    #[test]
    fn gaps_in_percent() {
        let percent = |exponent| power(exponent).gap().map(|gap| format!("{:.1}%", gap * 100.0));
        let expected = [
            (10, "2.4%"),
            (16, "2.4%"),
            (20, "4.9%"),
            (30, "7.4%"),
            (40, "10.0%"),
            (50, "12.6%"),
            (60, "15.3%"),
        ];
        for (exponent, gap) in expected {
            assert_eq!(percent(exponent).as_deref(), Some(gap), "2^{exponent}");
        }
        assert_eq!(percent(8), None);
    }

    #[test]
    fn the_binary_name_is_exact() {
        let prefixes = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        for row in POWERS {
            let Some(size) = row.size else { continue };
            let (number, unit) = size.binary.split_once(' ').expect("a number and a unit");
            let level = prefixes.iter().position(|prefix| *prefix == unit).expect("a binary prefix");
            let number: u128 = number.parse().expect("a number");
            assert_eq!(number << (10 * (level + 1)), row.exact, "{}", size.binary);
            assert_eq!(size.decimal, size.binary.replace('i', ""));
            assert_eq!(size.decimal_bytes, number * 1000u128.pow(level as u32 + 1));
        }
    }

    #[test]
    fn key_spaces() {
        assert_eq!(keys("base62_6"), 56_800_235_584);
        assert_eq!(keys("base62_7"), 3_521_614_606_208);
        assert_eq!(keys("base64_6"), 68_719_476_736);
        assert_eq!(keys("base64_8"), 281_474_976_710_656);
        assert_eq!(keys("base36_7"), 78_364_164_096);
        assert_eq!(keys("snowflake_sequence"), 4_096);
        assert_eq!(keys("snowflake_worker"), 1_024);
        // The 69.7 years that its row states.
        let years = keys("snowflake_timestamp") as f64 / 1000.0 / 86_400.0 / 365.0;
        assert_eq!(format!("{years:.1}"), "69.7");
        for row in KEY_SPACES {
            let literal = row.constant.literal.split(' ').next().expect("a power");
            let (base, length) = literal.split_once('^').expect("a power");
            assert_eq!(base.parse::<u128>().unwrap().pow(length.parse().unwrap()), row.count);
        }
    }
}
