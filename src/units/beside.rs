//! What stands beside a quantity as it is printed: the same per second and in bits, or by the year; and how many that
//! is of what comes whole.

use super::catalog::{self, Series, WHOLE, ids};
use super::dimension::{Base, Dimension};
use super::fitting::Fitting;
use super::number::said;
use super::registry::Units;
use super::written::{PrintedUnit, Written};

const DATA_RATE: Dimension = Dimension::of(&[(Base::INFORMATION, 1), (Base::TIME, -1)]);
const SPENDING: Dimension = Dimension::of(&[(Base::TIME, -1), (Base::MONEY, 1)]);

/// A number that is not whole is printed with decimals, which are rounded up, only below this.
const MANY: f64 = 10_000.0;

/// A value within this share of a whole number is that number, as it is for `ceil`.
const WHOLE_WITHIN: f64 = 1e-12;

impl Fitting<'_> {
    /// A value in the other forms that are usual for its dimension.
    pub fn other_forms(&self, value: f64, digits: usize) -> Option<String> {
        let forms: Vec<String> = match self.dimension {
            DATA_RATE => {
                let per_second = self.kept().map(|_| self.per(ids::SECOND, value, digits));
                per_second.into_iter().chain(self.in_bits(value, digits)).collect()
            }
            // Costs are printed by the month.
            SPENDING => {
                let written = self.kept().filter(|period| *period != self.current(ids::MONTH));
                written.into_iter().map(|period| self.per(period, value, digits)).collect()
            }
            _ => Vec::new(),
        };
        (!forms.is_empty()).then(|| forms.join(", "))
    }

    /// A rate in a period.
    fn per(&self, period: catalog::UnitId, value: f64, digits: usize) -> String {
        let unit = Fitting { period: Some(period), ..*self }.unit(value, digits);
        unit.write(value / unit.size, false, digits).literal()
    }

    /// A data rate in bits, as networks count.
    fn in_bits(&self, bytes_per_second: f64, digits: usize) -> Option<String> {
        let step = Series::Bits.fitting(bytes_per_second, digits)?;
        let name = format!(" {}/s", catalog::unit(step.id)?.singular);
        let unit = PrintedUnit { fitted: true, ..PrintedUnit::named(name.clone(), name) };
        // Bits first, so that whole bits stay whole.
        let number = bytes_per_second * 8.0 / (step.size * 8.0);
        number.is_finite().then(|| unit.write(number, false, digits).literal())
    }
}

/// How many are needed of what comes whole: `34 whole` for 33.3 servers.
pub(super) fn whole(units: &Units, dimension: Dimension, value: f64, written: &Written) -> Option<String> {
    let comes_whole =
        WHOLE.into_iter().any(|id| units.info(id).is_some_and(|unit| unit.dimension == dimension));
    if !comes_whole || value <= 0.0 || value >= MANY {
        return None;
    }
    let below = libm::floor(value + WHOLE_WITHIN * value);
    let whole = if value - below <= WHOLE_WITHIN * value { below } else { below + 1.0 };
    (said(&written.number) != Some(whole)).then(|| format!("{whole:.0} whole"))
}
