//! Factors between units, and the round numbers that people take for them.
//!
//! A product of values in the units they are written in differs from the same in the unit it is wanted in by a
//! factor. Powers of ten are free; what is left is a ratio of units such as 86,400 s a day.

use super::digits::{Decimal, Taken, ways};
use crate::library::cheat_sheets;
use crate::units::catalog::UnitId;
use crate::units::registry::Units;

/// Two units of a kind: how many of the first are one of the second, and the shortcuts for that.
#[derive(Debug)]
struct Pair {
    small: &'static str,
    large: &'static str,
    /// What the `shortcuts` sheet has for it.
    shortcuts: &'static [&'static str],
}

const fn pair(small: &'static str, large: &'static str, shortcuts: &'static [&'static str]) -> Pair {
    Pair { small, large, shortcuts }
}

/// The ratios that estimates have, which a model may define anew: its year may have 360 days.
const PAIRS: [Pair; 26] = [
    pair("s", "day", &["day", "day_close"]),
    pair("s", "month", &["month"]),
    pair("s", "year", &["year"]),
    pair("bit", "B", &[]),
    pair("days", "year", &["year_360", "year_400"]),
    pair("days", "month", &[]),
    pair("months", "year", &[]),
    pair("h", "day", &[]),
    pair("s", "h", &[]),
    pair("min", "h", &[]),
    pair("s", "min", &[]),
    pair("min", "day", &[]),
    pair("days", "week", &[]),
    pair("s", "week", &[]),
    pair("h", "month", &[]),
    pair("h", "year", &[]),
    pair("weeks", "year", &[]),
    pair("h", "week", &[]),
    pair("km", "mile", &[]),
    pair("KiB", "MiB", &["kibi"]),
    pair("MiB", "GiB", &["kibi"]),
    pair("GiB", "TiB", &["kibi"]),
    pair("B", "KiB", &["kibi"]),
    pair("B", "MiB", &["mebi"]),
    pair("B", "GiB", &["gibi"]),
    pair("B", "TiB", &["tebi"]),
];

/// A ratio of two units by which a product is multiplied or divided.
#[derive(Clone, Debug)]
pub(super) struct Ratio {
    /// The name of the unit that it is counted in, `s`, and the unit.
    pub small: (&'static str, UnitId),
    /// The name of the one that it makes up, `day`, and the unit.
    pub large: (&'static str, UnitId),
    /// How many it is exactly.
    pub exact: f64,
    /// Whether the product is divided by it.
    pub divides: bool,
    /// The ways to take it, with the shortcut that each is known as.
    pub ways: Vec<(Taken, Option<String>)>,
}

impl Ratio {
    /// Whether nothing has to be multiplied.
    pub fn is_power_of_ten(&self) -> bool {
        is_power_of_ten(self.exact)
    }
}

/// The ratios that a worksheet's units have.
#[derive(Clone, Debug)]
pub(super) struct Ratios {
    known: Vec<Known>,
}

/// A pair with its units, and how many of the small one are a large one.
#[derive(Clone, Debug)]
struct Known {
    pair: &'static Pair,
    small: UnitId,
    large: UnitId,
    exact: f64,
}

impl Ratios {
    /// The ratios of some units: a model may say that its year has 360 days.
    pub fn new(units: &Units) -> Ratios {
        let known = PAIRS.iter().filter_map(|pair| {
            let (small, large) = (units.find(pair.small)?, units.find(pair.large)?);
            let exact = large.1.scale.over(small.1.scale).to_f64();
            Some(Known { pair, small: small.0, large: large.0, exact })
        });
        Ratios { known: known.collect() }
    }

    /// A factor as a power of ten and ratios of units; the units that stand in the formula say which of several
    /// ratios is meant. `None` if it is none of those that are known.
    pub fn of(&self, factor: f64, standing: &[UnitId]) -> Option<Vec<Ratio>> {
        if is_power_of_ten(factor) {
            return Some(Vec::new());
        }
        let stands = |known: &Known| {
            [known.small, known.large].into_iter().filter(|unit| standing.contains(unit)).count()
        };
        let signed = || self.known.iter().flat_map(|known| [(known, false), (known, true)]);
        let power = |exact: f64, divides: bool| if divides { 1.0 / exact } else { exact };
        // One ratio if one will do, of several the one whose units stand there.
        let mut best: Option<(usize, Vec<Ratio>)> = None;
        for (one, divides) in signed() {
            if is_power_of_ten(factor / power(one.exact, divides)) {
                consider(&mut best, stands(one), || vec![one.ratio(divides)]);
            }
        }
        if best.is_none() {
            for (one, divides) in signed() {
                for (other, also) in signed() {
                    if is_power_of_ten(factor / power(one.exact, divides) / power(other.exact, also)) {
                        // Seconds a year by seconds a minute read better than seconds a year by minutes an hour.
                        let chain = usize::from(one.small == other.small && divides != also);
                        consider(&mut best, stands(one) + stands(other) + chain, || {
                            vec![one.ratio(divides), other.ratio(also)]
                        });
                    }
                }
            }
        }
        best.map(|(_, ratios)| ratios)
    }

    /// The ways to take the seconds of a day, if a number of seconds is as many.
    pub fn day_in_seconds(&self, number: f64) -> Option<Vec<(Taken, Option<String>)>> {
        let day = self.known.iter().find(|known| (known.pair.small, known.pair.large) == ("s", "day"))?;
        (number == day.exact).then(|| day.ratio(false).ways)
    }
}

/// Keeps what is better than all before it.
fn consider(best: &mut Option<(usize, Vec<Ratio>)>, score: usize, ratios: impl FnOnce() -> Vec<Ratio>) {
    if best.as_ref().is_none_or(|(known, _)| score > *known) {
        *best = Some((score, ratios()));
    }
}

impl Known {
    fn ratio(&self, divides: bool) -> Ratio {
        let Known { pair, exact, .. } = *self;
        let two = Decimal::rounded(exact, 2);
        let mut known: Vec<(Taken, Option<String>)> = Vec::new();
        let first = Decimal::of(exact).digits;
        if (two.value() / exact - 1.0).abs() < 1e-9 || pair.shortcuts.is_empty() && first < 2.0 {
            // What has two digits is not rounded: 60, 24, 12. Nor is 1.6 km a mile taken for 2.
            known.push((Taken { number: two, divisor: 1 }, None));
        } else {
            for name in pair.shortcuts {
                let name = format!("shortcut.{name}");
                if let Some(number) = number_of(&name, pair.small) {
                    known.push((Taken { number: Decimal::rounded(number, 2), divisor: 1 }, Some(name)));
                }
            }
            // What has a shortcut is never taken otherwise.
            if known.is_empty() {
                known.extend(ways(exact).into_iter().filter(|way| way.divisor == 1).map(|way| (way, None)));
            }
        }
        let (small, large) = ((pair.small, self.small), (pair.large, self.large));
        Ratio { small, large, exact, divides, ways: known }
    }
}

/// The number of a shortcut in a unit: `shortcut.day` is `100_000 s`.
fn number_of(name: &str, unit: &str) -> Option<f64> {
    let literal = cheat_sheets::constant(name)?;
    let (number, own) = literal.split_once(' ').unwrap_or((literal, ""));
    if let Some(power) = number.strip_prefix("10^") {
        return Some(super::digits::scaled(1.0, power.parse().ok()?));
    }
    (own == unit).then(|| number.replace('_', "").parse().ok())?
}

pub(super) fn is_power_of_ten(factor: f64) -> bool {
    let power = libm::log10(factor);
    (power - libm::round(power)).abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(factor: f64, standing: &[&str], expected: &[(&str, &str, bool)]) {
        let units = Units::new();
        let standing: Vec<UnitId> = standing.iter().filter_map(|word| units.lookup(word)).collect();
        let found = Ratios::new(&units).of(factor, &standing).unwrap();
        let found: Vec<_> = found.iter().map(|ratio| (ratio.small.0, ratio.large.0, ratio.divides)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn factors_are_ratios_of_units() {
        check(1e-9, &[], &[]);
        check(1.0 / 86_400.0, &["day", "s"], &[("s", "day", true)]);
        check(8e-9, &["B", "bit"], &[("bit", "B", false)]);
        check(8e3 / 86_400.0, &["TB", "day", "bit"], &[("s", "day", true), ("bit", "B", false)]);
        check(60.0, &["min", "s"], &[("s", "min", false)]);
        check(60.0, &["min", "h"], &[("min", "h", false)]);
        check(1_048_576.0 / 1e9, &["MiB", "GB"], &[("B", "MiB", false)]);
        assert!(Ratios::new(&Units::new()).of(3.28, &[]).is_none());
    }

    #[test]
    fn shortcuts_are_those_of_the_sheet() {
        let ratios = Ratios::new(&Units::new());
        assert_eq!(ratios.known.len(), PAIRS.len());
        for known in &ratios.known {
            let (pair, ratio) = (known.pair, known.ratio(false));
            let named: Vec<&str> = ratio.ways.iter().filter_map(|(_, name)| name.as_deref()).collect();
            assert_eq!(named.len(), pair.shortcuts.len(), "{} {}", pair.small, pair.large);
            for (taken, name) in ratio.ways.iter().filter(|(_, name)| name.is_some()) {
                assert!((taken.value() / ratio.exact - 1.0).abs() < 0.16, "{name:?}: {}", taken.value());
            }
        }
    }
}
