//! The series of units that a value may be printed in: `B`, `KB`, `MB` and so on.
//!
//! A row of the table names its series. [`HEADS`] says which quantities are printed with the unit of a series at the
//! head, and in which series where nobody wrote one.

use super::{Unit, UnitId};
use crate::units::dimension::{Base, Dimension};

/// Units of one dimension that stand for each other: a value is printed in the one that fits the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// `B`, `KB`, `MB` …
    Bytes,
    /// `B`, `KiB`, `MiB` …
    BinaryBytes,
    /// `bit`, `kbit`, `Mbit` …
    Bits,
    /// `ns` to `s`, `min`, `h`, `days`, `years`.
    Durations,
    /// `nm` to `km`.
    Lengths,
    /// `J`, `kJ`, `MJ`.
    Joules,
    /// `Wh`, `kWh` …
    WattHours,
    /// `W`, `kW` …
    Watts,
    /// `Hz`, `kHz` …
    Hertz,
}

/// All series, in the order of their numbers.
const ALL: [Series; 9] = [
    Series::Bytes,
    Series::BinaryBytes,
    Series::Bits,
    Series::Durations,
    Series::Lengths,
    Series::Joules,
    Series::WattHours,
    Series::Watts,
    Series::Hertz,
];

/// Which quantities a head is printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// Those of exactly its dimension.
    Alone,
    /// Those of its dimension times or per something counted.
    BesideCounts,
    /// Those that have it as a factor, to the power 1.
    Factor,
}

/// A dimension that is printed with the unit of a series at the head.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// The dimension of the head's units.
    pub dimension: Dimension,
    extent: Extent,
    /// The series where no unit of the dimension was written; `None` if there is no head then.
    pub usual: Option<Series>,
    /// The series besides, for what was written in one of their units.
    others: &'static [Series],
}

/// The heads, of which the first that fits a quantity is printed.
pub const HEADS: [Head; 6] = [
    Head {
        dimension: Dimension::of(&[(Base::TIME, -1), (Base::ENERGY, 1)]),
        extent: Extent::BesideCounts,
        usual: Some(Series::Watts),
        others: &[],
    },
    Head {
        dimension: Dimension::power(Base::TIME, -1),
        extent: Extent::Alone,
        usual: None,
        others: &[Series::Hertz],
    },
    Head {
        dimension: Dimension::base(Base::INFORMATION),
        extent: Extent::Factor,
        usual: Some(Series::Bytes),
        others: &[Series::BinaryBytes, Series::Bits],
    },
    Head {
        dimension: Dimension::base(Base::TIME),
        extent: Extent::Alone,
        usual: Some(Series::Durations),
        others: &[],
    },
    Head {
        dimension: Dimension::base(Base::LENGTH),
        extent: Extent::Factor,
        usual: Some(Series::Lengths),
        others: &[],
    },
    Head {
        dimension: Dimension::base(Base::ENERGY),
        extent: Extent::Factor,
        usual: Some(Series::Joules),
        others: &[Series::WattHours],
    },
];

impl Head {
    /// Whether a quantity of a dimension is printed with this head.
    pub fn fits(&self, dimension: Dimension) -> bool {
        match self.extent {
            Extent::Alone => dimension == self.dimension,
            Extent::BesideCounts => dimension.without_nouns() == self.dimension,
            Extent::Factor => {
                let mut own = self.dimension.iter();
                own.all(|(base, exponent)| dimension.exponent(base) == exponent)
            }
        }
    }

    /// The series of this head that a unit is printed in, for a quantity of a dimension; `None` if it has none.
    pub fn series_of(&self, unit: &Unit, dimension: Dimension) -> Option<Series> {
        let own = |series: &Series| self.usual == Some(*series) || self.others.contains(series);
        let series = unit.steps.iter().chain(&unit.like).copied().find(own)?;
        // A data rate is printed in bytes, with the bits beside it.
        let is_rate = series == Series::Bits && dimension.exponent(Base::TIME) != 0;
        if is_rate { self.usual } else { Some(series) }
    }
}

/// A unit of a series.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// How many base units it is, with data in bytes.
    pub size: f64,
    /// The unit.
    pub id: UnitId,
}

impl Series {
    /// Its units, from the smallest to the largest.
    pub fn steps(self) -> &'static [Step] {
        let ladder = &LADDERS[self as usize];
        ladder.steps.split_at(ladder.len).0
    }

    /// The step in which a value in base units, rounded to some digits, is at least 1.
    ///
    /// The smallest step if there is none, and the step of one base unit for 0.
    pub fn fitting(self, value: f64, digits: usize) -> Option<Step> {
        let steps = self.steps();
        let size = value.abs();
        if size == 0.0 {
            return self.base_step().or_else(|| steps.first().copied());
        }
        // What rounds to 1 of a unit is shown in it: 999.97 KB are 1 MB.
        let least = 1.0 - 0.5 * libm::pow(10.0, -f64::from(u8::try_from(digits).unwrap_or(17)));
        let fits = |step: &&Step| size / step.size >= least;
        steps.iter().rev().find(fits).or(steps.first()).copied()
    }

    /// The step that is one base unit, with data in bytes.
    pub fn base_step(self) -> Option<Step> {
        self.steps().iter().copied().find(|step| step.size == 1.0)
    }
}

/// The most steps that a series has.
const MOST: usize = 10;

struct Ladder {
    steps: [Step; MOST],
    len: usize,
}

/// The steps of each series, read from the table when napkin is compiled.
static LADDERS: [Ladder; ALL.len()] = {
    let mut ladders =
        [const { Ladder { steps: [Step { size: 1.0, id: UnitId(0) }; MOST], len: 0 } }; ALL.len()];
    let mut at = 0;
    while at < ALL.len() {
        ladders[at] = ladder(ALL[at]);
        at += 1;
    }
    ladders
};

const fn ladder(series: Series) -> Ladder {
    let mut ladder = Ladder { steps: [Step { size: 1.0, id: UnitId(0) }; MOST], len: 0 };
    let rows = super::UNITS;
    let mut row = 0;
    while row < rows.len() {
        let mut at = 0;
        while at < rows[row].steps.len() {
            if rows[row].steps[at] as usize == series as usize {
                // The numbers of the rows are `u16`.
                #[allow(clippy::cast_possible_truncation)]
                let id = UnitId(row as u16);
                ladder.steps[ladder.len] = Step { size: size_of(&rows[row]), id };
                ladder.len += 1;
            }
            at += 1;
        }
        row += 1;
    }
    ladder
}

/// How many base units a unit is, with data in bytes.
#[allow(clippy::cast_precision_loss)] // the numbers of the table, each the nearest `f64`
const fn size_of(unit: &Unit) -> f64 {
    let size = unit.numerator as f64 / unit.denominator as f64;
    if unit.dimension.exponent(Base::INFORMATION) == 1 { size / 8.0 } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::catalog;

    #[test]
    fn series_ascend_and_are_numbered_in_order() {
        for (at, series) in ALL.into_iter().enumerate() {
            assert_eq!(series as usize, at);
            assert!(series.steps().len() > 1, "{series:?}");
            assert!(series.steps().windows(2).all(|pair| pair[0].size < pair[1].size), "{series:?}");
        }
    }

    /// A step changes how values are printed that were there before: with a step between `m` and `km`, 1500 m would be
    /// printed in it.
    #[test]
    fn every_step_is_one_that_values_are_meant_to_be_printed_in() {
        let steps = |series: Series| {
            let names = series.steps().iter().filter_map(|step| Some(catalog::unit(step.id)?.singular));
            names.collect::<Vec<_>>().join(" ")
        };
        for (series, expected) in [
            (Series::Bytes, "B KB MB GB TB PB EB ZB"),
            (Series::BinaryBytes, "B KiB MiB GiB TiB PiB EiB ZiB"),
            (Series::Bits, "bit kbit Mbit Gbit Tbit Pbit Ebit Zbit"),
            (Series::Durations, "ns \u{b5}s ms s min h day year"),
            (Series::Lengths, "nm \u{b5}m mm m km"),
            (Series::Joules, "J kJ MJ"),
            (Series::WattHours, "Wh kWh MWh GWh"),
            (Series::Watts, "W kW MW GW"),
            (Series::Hertz, "Hz kHz MHz GHz"),
        ] {
            assert_eq!(
                steps(series),
                expected,
                "{series:?} has another step, so that other values of the series are printed in it too; if that is \
                 meant, write it here, and if not, write `like` in src/units/catalog/table.rs"
            );
        }
    }

    #[test]
    fn every_series_has_one_head_whose_dimension_its_units_have() {
        for series in ALL {
            let heads =
                HEADS.iter().filter(|head| head.usual == Some(series) || head.others.contains(&series));
            let heads: Vec<&Head> = heads.collect();
            let [head] = heads.as_slice() else { panic!("{series:?} is in {} heads", heads.len()) };
            for step in series.steps() {
                assert_eq!(catalog::unit(step.id).unwrap().dimension, head.dimension, "{series:?}");
            }
        }
    }

    #[test]
    fn a_value_is_at_least_one_of_its_unit() {
        let name = |series: Series, value: f64| {
            let step = series.fitting(value, 4).unwrap();
            catalog::unit(step.id).unwrap().singular
        };
        for (series, value, expected) in [
            (Series::Bytes, 999.0, "B"),
            (Series::Bytes, 999.97e3, "MB"),
            (Series::Bytes, 0.5, "B"),
            (Series::BinaryBytes, 1024.0, "KiB"),
            (Series::Bits, 0.125, "bit"),
            (Series::Bits, 0.0, "bit"),
            (Series::Durations, 0.0, "s"),
            (Series::Durations, 86_400.0 * 30.0, "day"),
            (Series::Durations, 1e-12, "ns"),
            (Series::WattHours, 3.6e6, "kWh"),
        ] {
            assert_eq!(name(series, value), expected, "{value}");
        }
    }
}
