//! The physical base dimensions: their names, the units that values are reported in, and the period of a rate.

use super::{UnitId, ids};
use crate::units::dimension::{Base, Dimension};

/// What is known of a physical base dimension.
#[derive(Clone, Copy, Debug)]
pub struct BaseInfo {
    /// The dimension.
    pub base: Base,
    /// Its name: `data`, `time`.
    pub name: &'static str,
    /// The unit that values are reported in, and printed in where no other was written and no series fits.
    pub unit: UnitId,
}

const BASES: [BaseInfo; 5] = [
    BaseInfo { base: Base::INFORMATION, name: "data", unit: ids::BYTE },
    BaseInfo { base: Base::TIME, name: "time", unit: ids::SECOND },
    BaseInfo { base: Base::MONEY, name: "money", unit: ids::DOLLAR },
    BaseInfo { base: Base::LENGTH, name: "length", unit: ids::METRE },
    BaseInfo { base: Base::ENERGY, name: "energy", unit: ids::JOULE },
];

/// What is known of a base dimension; `None` for that of a count noun.
pub fn base_info(base: Base) -> Option<&'static BaseInfo> {
    BASES.iter().find(|info| info.base == base)
}

/// In which period a rate is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// In this one, whatever it was written in. A model may redefine it: its month may have 30 days.
    Per(UnitId),
    /// In the one it was written in, or per second.
    AsWritten,
    /// In the one of [`KEPT`] that all of it was written in, or per second.
    Kept,
    /// Per second, or if that is less than [`SLOW`], in the one it was written in.
    SecondUnlessSlow,
}

/// A rate below this many per second is easier to read in the period it was written in: 5 requests/day.
pub const SLOW: f64 = 0.01;

/// The periods by which people plan: 140 GB/day says more than 1.62 MB/s.
pub const KEPT: [UnitId; 4] = [ids::DAY, ids::WEEK, ids::MONTH, ids::YEAR];

/// The period of a rate of a dimension: money per month, speeds as they were written, data by day or month if all of it
/// was written so.
pub fn period(dimension: Dimension) -> Period {
    if dimension.exponent(Base::MONEY) > 0 {
        Period::Per(ids::MONTH)
    } else if dimension.exponent(Base::LENGTH) > 0 {
        Period::AsWritten
    } else if dimension.exponent(Base::INFORMATION) > 0 {
        Period::Kept
    } else if dimension.exponent(Base::INFORMATION) < 0 {
        Period::Per(ids::SECOND)
    } else {
        Period::SecondUnlessSlow
    }
}
