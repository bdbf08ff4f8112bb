//! How a quantity is written.
//!
//! A [`Spelling`] is chosen once for a quantity, by its dimension, the words that it remembers and the unit asked for,
//! if any. It then writes numbers, medians with their intervals, and the unit alone.

use std::borrow::Cow;

use super::asked::Asked;
use super::beside;
use super::catalog::{self, base_info};
use super::dimension::{Base, Dimension};
use super::fitting::{BYTE, Fitting};
use super::interval::{self, Uncertain};
use super::notation::Notation;
use super::number::{DIGITS, EXACT_DIGITS};
use super::registry::Units;
use super::scale::Scale;
use super::words;
use super::written::{Interval, PrintedUnit, Written, write_plain};

/// Ends so far from the median that each reads better in its own unit, by their number of the median's:
/// `5 KB to 20 TB`.
const FAR_ENDS: (f64, f64) = (0.01, 10_000.0);

/// The scale of a value reported in base units: bytes, seconds, dollars, metres, joules, one of a noun.
pub fn report_scale(dimension: Dimension) -> Scale {
    BYTE.to_the(dimension.exponent(Base::INFORMATION))
}

/// How a quantity is written.
#[derive(Clone, Debug)]
pub struct Spelling<'u> {
    units: &'u Units,
    dimension: Dimension,
    notation: Notation,
    unit: Unit<'u>,
}

/// What a number's unit is chosen by.
#[derive(Clone, Debug)]
enum Unit<'u> {
    /// The quantity is a plain number, in percent or not.
    Plain { percent: bool },
    /// The number: its unit is the one that fits it.
    Fitting,
    /// A conversion: values are numbers of its unit.
    Asked(&'u Asked),
    /// The words that the operands left.
    Fixed(PrintedUnit),
}

impl<'u> Spelling<'u> {
    /// The spelling of a quantity with this dimension and these words.
    pub fn of(units: &'u Units, dimension: Dimension, notation: Notation) -> Spelling<'u> {
        let unit = match units.asked(notation) {
            Some(asked) => Unit::Asked(asked),
            None if dimension.is_none() => Unit::Plain { percent: notation.percent },
            None => Unit::Fitting,
        };
        Spelling { units, dimension, notation, unit }
    }

    /// The spelling in exactly the words that a quantity's operands left: `tweets/day`. `None` if these do not cancel
    /// to its dimension, or if a conversion asked for another unit.
    pub fn in_own_words(units: &'u Units, dimension: Dimension, notation: Notation) -> Option<Spelling<'u>> {
        if dimension.is_none() || units.asked(notation).is_some() {
            return None;
        }
        let (above, below) = words::unit_words(units, dimension, notation)?;
        let (dollars, above): (Vec<_>, Vec<_>) =
            above.into_iter().partition(|(singular, _)| *singular == "$");
        if dollars.len() > 1 || dollars.len() == 1 && !above.is_empty() {
            return None;
        }
        let scale = notation.iter().try_fold(Scale::ONE, |scale, (id, exponent)| {
            Some(scale.times(units.info(id)?.scale.to_the(exponent)))
        })?;
        let blank = if above.is_empty() { "" } else { " " };
        let singular: Vec<&str> = above.iter().map(|(singular, _)| *singular).collect();
        let plural: Vec<&str> = above.iter().map(|(_, plural)| *plural).collect();
        let [singular, plural] = [singular, plural].map(|words| format!("{blank}{}{below}", words.join("·")));
        let unit = PrintedUnit {
            size: scale.over(report_scale(dimension)).to_f64(),
            money: !dollars.is_empty(),
            notation,
            ..PrintedUnit::named(singular, plural)
        };
        Some(Spelling { units, dimension, notation, unit: Unit::Fixed(unit) })
    }

    /// Writes a value to some digits: a number of the unit asked for, or else of base units with data in bytes.
    pub fn write(&self, value: f64, digits: usize) -> Written {
        let (written, _) = self.write_in_unit(value, digits);
        let also = written.also.clone().or_else(|| self.beside(value, &written, digits.max(1)));
        Written { also, ..written }
    }

    /// Writes a value as [`Spelling::write`] does, less what stands beside it, and returns the unit that it is
    /// written in as well.
    pub fn write_in_unit(&self, value: f64, digits: usize) -> (Written, Cow<'_, PrintedUnit>) {
        let digits = digits.max(1);
        let plain = |value: f64, percent: bool| {
            let asked = matches!(self.unit, Unit::Asked(_));
            let written = write_plain(value, percent, digits, asked);
            let unit = if written.unit.is_empty() { PrintedUnit::plain() } else { PrintedUnit::percent() };
            (written, Cow::Owned(unit))
        };
        match &self.unit {
            Unit::Plain { percent } => plain(value, *percent),
            Unit::Asked(asked) if self.is_percentage(asked, digits) => plain(value / 100.0, true),
            Unit::Asked(Asked { unit, .. }) => {
                (unit.write(value, self.counts(), digits), Cow::Borrowed(unit))
            }
            Unit::Fixed(unit) => (unit.write(value / unit.size, self.counts(), digits), Cow::Borrowed(unit)),
            Unit::Fitting => {
                let fitting = self.fitting().unit(value, digits);
                let is_finite = (value / fitting.size).is_finite();
                let unit = if is_finite { fitting } else { self.fitting().unit(value, EXACT_DIGITS) };
                (unit.write(value / unit.size, self.counts(), digits), Cow::Owned(unit))
            }
        }
    }

    /// Writes the median of an uncertain value in the unit that fits it, and the ends of its interval in the same.
    pub fn write_uncertain(&self, of: Uncertain) -> (Written, Interval) {
        let digits = of.most_digits();
        match &self.unit {
            Unit::Plain { percent } => {
                let percent = *percent && digits < EXACT_DIGITS;
                interval::write(of, &PrintedUnit::plain(), true, percent)
            }
            Unit::Asked(asked) if self.is_percentage(asked, digits) => {
                let unit = PrintedUnit { asked: true, ..PrintedUnit::plain() };
                interval::write(of.over(100.0), &unit, true, true)
            }
            Unit::Asked(Asked { unit, .. }) => interval::write(of, unit, self.counts(), false),
            Unit::Fixed(unit) => interval::write(of.over(unit.size), unit, self.counts(), false),
            Unit::Fitting => self.write_fitting(of, digits),
        }
    }

    fn write_fitting(&self, of: Uncertain, digits: usize) -> (Written, Interval) {
        let [low, middle, high] = of.values;
        // Across zero the middle says nothing of the size.
        let size = if low > 0.0 { middle } else { low.abs().max(high.abs()) };
        let unit = self.fitting().unit(size, digits);
        let in_unit = of.over(unit.size);
        let (mut written, mut interval) = interval::write(in_unit, &unit, self.counts(), false);
        let [low_in_unit, _, high_in_unit] = in_unit.values;
        let (least, most) = FAR_ENDS;
        if unit.fitted && low > 0.0 && (low_in_unit < least || high_in_unit >= most) {
            let [low_digits, _, high_digits] = of.digits;
            let [low, high] = [(low, low_digits), (high, high_digits)]
                .map(|(value, digits)| self.write(value, digits).literal());
            interval = Interval { range: format!("{low} to {high}"), unit: String::new() };
        }
        if digits < EXACT_DIGITS {
            let [_, digits, _] = of.digits;
            written.also = self.fitting().other_forms(middle, digits);
        }
        (written, interval)
    }

    /// The unit in which programs get a value: the one asked for as it was written, else base units, data in bytes.
    pub fn unit(&self) -> String {
        if let Unit::Asked(asked) = self.unit {
            return asked.text.clone();
        }
        let (mut above, mut below) = (String::new(), String::new());
        for (base, exponent) in self.dimension.iter() {
            let physical = base_info(base).and_then(|info| catalog::unit(info.unit));
            let (singular, plural) = match physical {
                Some(unit) => (unit.singular, unit.plural),
                None => words::noun(self.units, base, self.notation),
            };
            for _ in 0..exponent.unsigned_abs() {
                if exponent < 0 {
                    below.push('/');
                    below.push_str(singular);
                } else {
                    if !above.is_empty() {
                        above.push('·');
                    }
                    above.push_str(plural);
                }
            }
        }
        above + &below
    }

    /// A unit that such a quantity may be written in, for a help line: the one asked for, the words it was written
    /// in, or a unit of ordinary size.
    pub fn unit_to_write(&self) -> String {
        if let Unit::Asked(asked) = self.unit {
            return asked.text.clone();
        }
        if let Some((above, below)) = words::unit_words(self.units, self.dimension, self.notation) {
            let above: Vec<&str> = above.into_iter().map(|(_, plural)| plural).collect();
            return above.join("·") + &below;
        }
        let unit = self.fitting().unit(1.0, DIGITS);
        let text = unit.plural.trim_start();
        if unit.money { format!("${text}") } else { text.to_owned() }
    }

    fn fitting(&self) -> Fitting<'u> {
        Fitting { units: self.units, dimension: self.dimension, notation: self.notation, period: None }
    }

    /// Whether a value can be printed: not all that can be computed with can, since another unit may be smaller.
    pub fn is_printable(&self, value: f64) -> bool {
        let size = match &self.unit {
            Unit::Plain { .. } | Unit::Asked(_) => 1.0,
            Unit::Fixed(unit) => unit.size,
            Unit::Fitting => self.fitting().unit(value, DIGITS).size,
        };
        let number = value / size;
        number.is_finite() && (number != 0.0 || value == 0.0)
    }

    /// The other words that stand beside a value as it is written.
    fn beside(&self, value: f64, written: &Written, digits: usize) -> Option<String> {
        if digits >= EXACT_DIGITS {
            return None;
        }
        let other_forms = match self.unit {
            Unit::Fitting => self.fitting().other_forms(value, digits),
            _ => None,
        };
        other_forms.or_else(|| beside::whole(self.units, self.dimension, value, written))
    }

    fn counts(&self) -> bool {
        self.dimension.is_count()
    }

    fn is_percentage(&self, asked: &Asked, digits: usize) -> bool {
        self.dimension.is_none() && asked.is_percent() && digits < EXACT_DIGITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::catalog::ids;

    /// The printed unit is made of the units that it says: they have its dimension, and together its size.
    #[track_caller]
    fn check(words: &[(crate::units::catalog::UnitId, i8)], value: f64, expected: &str) {
        let units = Units::new();
        let info = |id| units.info(id).unwrap();
        let notation =
            words.iter().fold(Notation::NONE, |notation, (id, exponent)| notation.with(*id, *exponent));
        let dimension = notation.iter().fold(Dimension::NONE, |product, (id, exponent)| {
            product.times(info(id).dimension.to_the(exponent).unwrap()).unwrap()
        });
        let spelling = Spelling::of(&units, dimension, notation);
        let (written, unit) = spelling.write_in_unit(value, DIGITS);
        assert_eq!(written.literal(), expected);
        let made_of =
            unit.notation.iter().fold((Dimension::NONE, Scale::ONE), |(product, scale), (id, exponent)| {
                let dimension = product.times(info(id).dimension.to_the(exponent).unwrap()).unwrap();
                (dimension, scale.times(info(id).scale.to_the(exponent)))
            });
        assert_eq!(made_of.0, dimension, "{expected}");
        let size = made_of.1.over(report_scale(dimension)).to_f64();
        assert!((size / unit.size - 1.0).abs() < 1e-12, "{expected}: {size} and {}", unit.size);
    }

    #[test]
    fn a_printed_unit_says_what_it_is_made_of() {
        check(&[(ids::KILOBYTE, 1), (ids::PHOTO, -1)], 5e6, "5 MB/photo");
        check(&[(ids::KIBIBYTE, 1), (ids::SECOND, -1)], 2048.0, "2 KiB/s");
        check(&[(ids::REQUEST, 1), (ids::USER, -1), (ids::DAY, -1)], 5.0 / 86_400.0, "5 requests/user/day");
        check(
            &[(ids::DOLLAR, 1), (ids::GIGABYTE, -1), (ids::MONTH, -1)],
            0.02 / 1e9 / 2_628_000.0,
            "$0.02/GB/month",
        );
        check(&[(ids::DOLLAR, 1), (ids::USER, 1)], 5.0, "5 USD·users");
        check(&[(ids::TWEET, 1), (ids::SECOND, -1)], 3.0, "3 tweets/s");
        check(&[(ids::MILE, 1), (ids::HOUR, -1)], 44.704, "100 miles/h");
        check(&[(ids::WATT, 1), (ids::HOUR, 1)], 54_000.0, "15 Wh");
        check(&[(ids::GIGAHERTZ, 1)], 3e9, "3 GHz");
    }
}
