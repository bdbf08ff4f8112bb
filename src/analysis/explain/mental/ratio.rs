//! Factors between units, and the round numbers used for them.
//!
//! The product of values in the units they are written in differs by a factor from the product in the wanted unit.
//! Powers of ten cost nothing; the rest is a ratio of units such as 86,400 seconds per day.

use super::digits::{Decimal, Taken, ways};
use crate::library::cheat_sheets;
use crate::units::catalog::UnitId;
use crate::units::dimension::Dimension;
use crate::units::registry::{UnitInfo, Units};

/// Two units of one dimension, and the shortcuts for their ratio.
#[derive(Debug)]
struct Pair {
    small: &'static str,
    large: &'static str,
    /// The shortcuts on the `shortcuts` sheet.
    shortcuts: &'static [&'static str],
}

const fn pair(small: &'static str, large: &'static str, shortcuts: &'static [&'static str]) -> Pair {
    Pair { small, large, shortcuts }
}

/// The ratios that occur in estimates. A model may redefine the units: its year may have 360 days.
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
    /// The smaller unit with its name, `s`.
    pub small: (&'static str, UnitId),
    /// The larger unit with its name, `day`.
    pub large: (&'static str, UnitId),
    /// The exact number of smaller units in the larger one.
    pub exact: f64,
    /// Whether the product is divided by it.
    pub divides: bool,
    /// The possible roundings, each with the shortcut that justifies it.
    pub ways: Vec<(Taken, Option<String>)>,
}

impl Ratio {
    /// Whether multiplying by it only shifts the decimal point.
    pub fn is_power_of_ten(&self) -> bool {
        is_power_of_ten(self.exact)
    }
}

/// The ratios of a worksheet's units.
#[derive(Clone, Debug)]
pub(super) struct Ratios {
    known: Vec<Known>,
}

/// A pair with its units and their ratio.
#[derive(Clone, Debug)]
struct Known {
    pair: &'static Pair,
    small: UnitId,
    large: UnitId,
    dimension: Dimension,
    exact: f64,
}

impl Ratios {
    /// Computes the ratios of a set of units: a model may define its year as 360 days.
    pub fn new(units: &Units) -> Ratios {
        let known = PAIRS.iter().filter_map(|pair| {
            let (small, large) = (units.find(pair.small)?, units.find(pair.large)?);
            let exact = large.1.scale.over(small.1.scale).to_f64();
            Some(Known { pair, small: small.0, large: large.0, dimension: small.1.dimension, exact })
        });
        Ratios { known: known.collect() }
    }

    /// Splits a factor into a power of ten and ratios of units. The units in the formula, whose product over the wanted
    /// unit is the factor, determine which of several ratios is meant: of a dimension that is not converted there is
    /// none, so that dollars in euros are no seconds per day. Returns `None` if the factor is not made of known ratios.
    pub fn of(&self, units: &Units, factor: f64, in_formula: &[(UnitId, i8)]) -> Option<Vec<Ratio>> {
        if is_power_of_ten(factor) {
            return Some(Vec::new());
        }
        let converted = converted(units, in_formula);
        let occurrences = |known: &Known| {
            let occurs = |unit: &UnitId| in_formula.iter().any(|(id, _)| id == unit);
            [known.small, known.large].into_iter().filter(occurs).count()
        };
        let usable = || self.known.iter().filter(|known| converted.contains(&known.dimension));
        let signed = || usable().flat_map(|known| [(known, false), (known, true)]);
        let power = |exact: f64, divides: bool| if divides { 1.0 / exact } else { exact };
        // A single ratio is preferred; among several, the one whose units occur in the formula.
        let mut best: Option<(usize, Vec<Ratio>)> = None;
        for (one, divides) in signed() {
            if is_power_of_ten(factor / power(one.exact, divides)) {
                consider(&mut best, occurrences(one), || vec![one.ratio(divides)]);
            }
        }
        if best.is_none() {
            for (one, divides) in signed() {
                for (other, also) in signed() {
                    if is_power_of_ten(factor / power(one.exact, divides) / power(other.exact, also)) {
                        // s/year with s/min reads better than s/year with min/h.
                        let chain = usize::from(one.small == other.small && divides != also);
                        consider(&mut best, occurrences(one) + occurrences(other) + chain, || {
                            vec![one.ratio(divides), other.ratio(also)]
                        });
                    }
                }
            }
        }
        best.map(|(_, ratios)| ratios)
    }

    /// Returns the roundings of the seconds per day, if the number is that.
    pub fn day_in_seconds(&self, number: f64) -> Option<Vec<(Taken, Option<String>)>> {
        let day = self.known.iter().find(|known| (known.pair.small, known.pair.large) == ("s", "day"))?;
        (number == day.exact).then(|| day.ratio(false).ways)
    }
}

/// The dimensions in which the units of a formula differ from the wanted one by more than a power of ten.
fn converted(units: &Units, in_formula: &[(UnitId, i8)]) -> Vec<Dimension> {
    let mut factors: Vec<(Dimension, f64)> = Vec::new();
    for (id, exponent) in in_formula {
        let Some(UnitInfo { dimension, scale, .. }) = units.info(*id) else { continue };
        let factor = scale.to_the(*exponent).to_f64();
        match factors.iter_mut().find(|(known, _)| *known == dimension) {
            Some((_, product)) => *product *= factor,
            None => factors.push((dimension, factor)),
        }
    }
    factors.into_iter().filter(|(_, factor)| !is_power_of_ten(*factor)).map(|(known, _)| known).collect()
}

/// Replaces the best choice if the score is higher.
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
            // Numbers of two digits such as 60, 24 and 12 are not rounded, and 1.6 km per mile is not rounded to 2.
            known.push((Taken { number: two, divisor: 1 }, None));
        } else {
            for name in pair.shortcuts {
                let name = format!("shortcut.{name}");
                if let Some(number) = number_of(&name, pair.small) {
                    known.push((Taken { number: Decimal::rounded(number, 2), divisor: 1 }, Some(name)));
                }
            }
            // A ratio with a shortcut is not rounded in another way.
            if known.is_empty() {
                known.extend(ways(exact).into_iter().filter(|way| way.divisor == 1).map(|way| (way, None)));
            }
        }
        let (small, large) = ((pair.small, self.small), (pair.large, self.large));
        Ratio { small, large, exact, divides, ways: known }
    }
}

/// Returns the number of a shortcut in a unit: `shortcut.day` is `100_000 s`.
fn number_of(name: &str, unit: &str) -> Option<f64> {
    let literal = cheat_sheets::constant(name)?;
    let (number, literal_unit) = literal.split_once(' ').unwrap_or((literal, ""));
    if let Some(power) = number.strip_prefix("10^") {
        return Some(super::digits::scaled(1.0, power.parse().ok()?));
    }
    (literal_unit == unit).then(|| number.replace('_', "").parse().ok())?
}

pub(super) fn is_power_of_ten(factor: f64) -> bool {
    let power = libm::log10(factor);
    (power - libm::round(power)).abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(factor: f64, in_formula: &[(&str, i8)], expected: &[(&str, &str, bool)]) {
        let units = Units::new();
        let in_formula =
            in_formula.iter().filter_map(|(word, exponent)| Some((units.lookup(word)?, *exponent)));
        let found = Ratios::new(&units).of(&units, factor, &in_formula.collect::<Vec<_>>()).unwrap();
        let found: Vec<_> = found.iter().map(|ratio| (ratio.small.0, ratio.large.0, ratio.divides)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn factors_are_ratios_of_units() {
        check(1e-9, &[], &[]);
        let per = |large: &'static str, small: &'static str| [(large, -1), (small, 1)];
        check(1.0 / 86_400.0, &per("day", "s"), &[("s", "day", true)]);
        check(8e-9, &[("B", 1), ("bit", -1)], &[("bit", "B", false)]);
        let rate = [("TB", 1), ("day", -1), ("bit", -1), ("s", 1)];
        check(8e3 / 86_400.0, &rate, &[("s", "day", true), ("bit", "B", false)]);
        check(60.0, &[("min", 1), ("s", -1)], &[("s", "min", false)]);
        check(60.0, &[("h", 1), ("min", -1)], &[("min", "h", false)]);
        check(1_048_576.0 / 1e9, &[("MiB", 1), ("GB", -1)], &[("B", "MiB", false)]);
        let units = Units::new();
        let ratio = |factor: f64, of: &[(UnitId, i8)]| Ratios::new(&units).of(&units, factor, of);
        assert!(ratio(3.28, &[]).is_none());
        // Seconds per day if nothing else is known, but nothing here is a time that is converted.
        let day = units.lookup("day").unwrap();
        assert!(ratio(86_400.0, &[(day, 1), (day, -1)]).is_none());
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
