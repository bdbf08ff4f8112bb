//! The system of quantities: six base quantities, and the few derived ones that Rust
//! code computes with.
//!
//! uom's `system!` makes a type of each, so that a formula written in Rust which adds a
//! rate to a size does not compile. The unit catalogue reads its dimensions from these
//! types ([`Exponents::of`]), and a test holds its exact factors against the coefficients
//! here. Nothing here is parsed or printed, and no unit is looked up here by a name.
//!
//! The base units are the bit, the second, the dollar, the metre, the joule, and one of
//! whatever is counted. Rust's types know a single kind of count; which noun it stands
//! for is said when a dimension is made of it.

// What `system!` and `quantity!` generate has docs of uom's own, with a few gaps.
#![allow(missing_docs)]

use uom::typenum::Integer;

use super::dimension::{self, Base};

#[macro_use]
pub mod information {
    quantity! {
        /// Information (base unit bit).
        quantity: Information; "information";
        /// The dimension of information.
        dimension: Q<P1, Z0, Z0, Z0, Z0, Z0>;
        units {
            @bit: 1.0; "b", "bit", "bits";
            @kilobit: 1.0_E3; "kbit", "kilobit", "kilobits";
            @megabit: 1.0_E6; "Mbit", "megabit", "megabits";
            @gigabit: 1.0_E9; "Gbit", "gigabit", "gigabits";
            @terabit: 1.0_E12; "Tbit", "terabit", "terabits";
            @petabit: 1.0_E15; "Pbit", "petabit", "petabits";
            @exabit: 1.0_E18; "Ebit", "exabit", "exabits";
            @zettabit: 1.0_E21; "Zbit", "zettabit", "zettabits";
            @kibibit: 1_024.0; "Kibit", "kibibit", "kibibits";
            @mebibit: 1_048_576.0; "Mibit", "mebibit", "mebibits";
            @gibibit: 1_073_741_824.0; "Gibit", "gibibit", "gibibits";
            @byte: 8.0; "B", "byte", "bytes";
            @kilobyte: 8.0_E3; "kB", "kilobyte", "kilobytes";
            @megabyte: 8.0_E6; "MB", "megabyte", "megabytes";
            @gigabyte: 8.0_E9; "GB", "gigabyte", "gigabytes";
            @terabyte: 8.0_E12; "TB", "terabyte", "terabytes";
            @petabyte: 8.0_E15; "PB", "petabyte", "petabytes";
            @exabyte: 8.0_E18; "EB", "exabyte", "exabytes";
            @zettabyte: 8.0_E21; "ZB", "zettabyte", "zettabytes";
            @kibibyte: 8_192.0; "KiB", "kibibyte", "kibibytes";
            @mebibyte: 8_388_608.0; "MiB", "mebibyte", "mebibytes";
            @gibibyte: 8_589_934_592.0; "GiB", "gibibyte", "gibibytes";
            @tebibyte: 8_796_093_022_208.0; "TiB", "tebibyte", "tebibytes";
            @pebibyte: 9_007_199_254_740_992.0; "PiB", "pebibyte", "pebibytes";
            @exbibyte: 9_223_372_036_854_775_808.0; "EiB", "exbibyte", "exbibytes";
            @zebibyte: 9_444_732_965_739_290_427_392.0; "ZiB", "zebibyte", "zebibytes";
        }
    }
}

#[macro_use]
pub mod time {
    quantity! {
        /// Time (base unit second); a year is 365 days and a month a twelfth of it.
        quantity: Time; "time";
        /// The dimension of time.
        dimension: Q<Z0, P1, Z0, Z0, Z0, Z0>;
        units {
            @nanosecond: 1.0_E-9; "ns", "nanosecond", "nanoseconds";
            @microsecond: 1.0_E-6; "µs", "microsecond", "microseconds";
            @millisecond: 1.0_E-3; "ms", "millisecond", "milliseconds";
            @second: 1.0; "s", "second", "seconds";
            @minute: 60.0; "min", "minute", "minutes";
            @hour: 3_600.0; "h", "hour", "hours";
            @day: 86_400.0; "d", "day", "days";
            @week: 604_800.0; "week", "week", "weeks";
            @month: 2_628_000.0; "month", "month", "months";
            @quarter: 7_884_000.0; "quarter", "quarter", "quarters";
            @year: 31_536_000.0; "yr", "year", "years";
            @decade: 315_360_000.0; "decade", "decade", "decades";
        }
    }
}

#[macro_use]
pub mod money {
    quantity! {
        /// Money (base unit dollar).
        quantity: Money; "money";
        /// The dimension of money.
        dimension: Q<Z0, Z0, P1, Z0, Z0, Z0>;
        units {
            @dollar: 1.0; "$", "dollar", "dollars";
            @cent: 0.01; "cent", "cent", "cents";
        }
    }
}

#[macro_use]
pub mod length {
    quantity! {
        /// Length (base unit metre).
        quantity: Length; "length";
        /// The dimension of length.
        dimension: Q<Z0, Z0, Z0, P1, Z0, Z0>;
        units {
            @nanometre: 1.0_E-9; "nm", "nanometre", "nanometres";
            @micrometre: 1.0_E-6; "µm", "micrometre", "micrometres";
            @millimetre: 1.0_E-3; "mm", "millimetre", "millimetres";
            @centimetre: 1.0_E-2; "cm", "centimetre", "centimetres";
            @metre: 1.0; "m", "metre", "metres";
            @kilometre: 1.0_E3; "km", "kilometre", "kilometres";
            @mile: 1_609.344; "mile", "mile", "miles";
        }
    }
}

#[macro_use]
pub mod energy {
    quantity! {
        /// Energy (base unit joule).
        quantity: Energy; "energy";
        /// The dimension of energy.
        dimension: Q<Z0, Z0, Z0, Z0, P1, Z0>;
        units {
            @joule: 1.0; "J", "joule", "joules";
            @kilojoule: 1.0_E3; "kJ", "kilojoule", "kilojoules";
            @megajoule: 1.0_E6; "MJ", "megajoule", "megajoules";
            @watt_hour: 3.6_E3; "Wh", "Wh", "Wh";
            @kilowatt_hour: 3.6_E6; "kWh", "kWh", "kWh";
            @megawatt_hour: 3.6_E9; "MWh", "MWh", "MWh";
            @gigawatt_hour: 3.6_E12; "GWh", "GWh", "GWh";
        }
    }
}

#[macro_use]
pub mod count {
    quantity! {
        /// A count (base unit one of what is counted: requests, servers, tokens).
        quantity: Count; "count";
        /// The dimension of a count.
        dimension: Q<Z0, Z0, Z0, Z0, Z0, P1>;
        units {
            @one: 1.0; "req", "request", "requests";
        }
    }
}

#[macro_use]
pub mod power {
    quantity! {
        /// Power (base unit joule per second).
        quantity: Power; "power";
        /// The dimension of power.
        dimension: Q<Z0, N1, Z0, Z0, P1, Z0>;
        units {
            @watt: 1.0; "W", "watt", "watts";
            @kilowatt: 1.0_E3; "kW", "kilowatt", "kilowatts";
            @megawatt: 1.0_E6; "MW", "megawatt", "megawatts";
            @gigawatt: 1.0_E9; "GW", "gigawatt", "gigawatts";
        }
    }
}

#[macro_use]
pub mod data_rate {
    quantity! {
        /// Data rate (base unit bit per second).
        quantity: DataRate; "data rate";
        /// The dimension of a data rate.
        dimension: Q<P1, N1, Z0, Z0, Z0, Z0>;
        units {
            @bit_per_second: 1.0; "bps", "bit/s", "bits/s";
            @kilobit_per_second: 1.0_E3; "kbps", "kbit/s", "kilobits/s";
            @megabit_per_second: 1.0_E6; "Mbps", "Mbit/s", "megabits/s";
            @gigabit_per_second: 1.0_E9; "Gbps", "Gbit/s", "gigabits/s";
            @terabit_per_second: 1.0_E12; "Tbps", "Tbit/s", "terabits/s";
            @petabit_per_second: 1.0_E15; "Pbps", "Pbit/s", "petabits/s";
            @byte_per_second: 8.0; "B/s", "byte/s", "bytes/s";
            @megabyte_per_second: 8.0_E6; "MB/s", "megabyte/s", "megabytes/s";
            @gigabyte_per_second: 8.0_E9; "GB/s", "gigabyte/s", "gigabytes/s";
        }
    }
}

#[macro_use]
pub mod frequency {
    quantity! {
        /// Frequency (base unit one per second); of nothing that is counted.
        quantity: Frequency; "frequency";
        /// The dimension of a frequency.
        dimension: Q<Z0, N1, Z0, Z0, Z0, Z0>;
        units {
            @hertz: 1.0; "Hz", "Hz", "Hz";
            @kilohertz: 1.0_E3; "kHz", "kHz", "kHz";
            @megahertz: 1.0_E6; "MHz", "MHz", "MHz";
            @gigahertz: 1.0_E9; "GHz", "GHz", "GHz";
        }
    }
}

#[macro_use]
pub mod count_rate {
    quantity! {
        /// Count rate (base unit one of what is counted per second): traffic.
        quantity: CountRate; "count rate";
        /// The dimension of a count rate.
        dimension: Q<Z0, N1, Z0, Z0, Z0, P1>;
        units {
            @per_second: 1.0; "qps", "request/s", "requests/s";
            @thousand_per_second: 1.0_E3; "kqps", "kqps", "kqps";
            @million_per_second: 1.0_E6; "Mqps", "Mqps", "Mqps";
            @per_day: 1.0 / 86_400.0; "req/d", "request/day", "requests/day";
        }
    }
}

#[macro_use]
pub mod velocity {
    quantity! {
        /// Velocity (base unit metre per second).
        quantity: Velocity; "velocity";
        /// The dimension of a velocity.
        dimension: Q<Z0, N1, Z0, P1, Z0, Z0>;
        units {
            @metre_per_second: 1.0; "m/s", "metre/s", "metres/s";
            @kilometre_per_second: 1.0_E3; "km/s", "kilometre/s", "kilometres/s";
        }
    }
}

#[macro_use]
pub mod cost_rate {
    quantity! {
        /// Money per time (base unit dollar per second).
        quantity: CostRate; "cost rate";
        /// The dimension of money per time.
        dimension: Q<Z0, N1, P1, Z0, Z0, Z0>;
        units {
            @dollar_per_second: 1.0; "$/s", "dollar/s", "dollars/s";
            @dollar_per_hour: 1.0 / 3_600.0; "$/h", "dollar/hour", "dollars/hour";
            @dollar_per_month: 1.0 / 2_628_000.0; "$/month", "dollar/month", "dollars/month";
            @dollar_per_year: 1.0 / 31_536_000.0; "$/year", "dollar/year", "dollars/year";
        }
    }
}

#[macro_use]
pub mod transfer_price {
    quantity! {
        /// Money per information (base unit dollar per bit): the price of traffic.
        quantity: TransferPrice; "transfer price";
        /// The dimension of money per information.
        dimension: Q<N1, Z0, P1, Z0, Z0, Z0>;
        units {
            @dollar_per_bit: 1.0; "$/bit", "dollar/bit", "dollars/bit";
            @dollar_per_gigabyte: 1.0 / 8.0_E9; "$/GB", "dollar/gigabyte", "dollars/gigabyte";
        }
    }
}

#[macro_use]
pub mod storage_price {
    quantity! {
        /// Money per information and time (base unit dollar per bit per second): the price
        /// of keeping data.
        quantity: StoragePrice; "storage price";
        /// The dimension of money per information and time.
        dimension: Q<N1, N1, P1, Z0, Z0, Z0>;
        units {
            @dollar_per_bit_second: 1.0; "$/bit/s", "dollar/bit/s", "dollars/bit/s";
            @dollar_per_gigabyte_month: 1.0 / (8.0_E9 * 2_628_000.0);
                "$/GB/month", "dollar/gigabyte/month", "dollars/gigabyte/month";
        }
    }
}

#[macro_use]
pub mod size_each {
    quantity! {
        /// Information per count (base unit bit for each): the size of one.
        quantity: SizeEach; "size of one";
        /// The dimension of information per count.
        dimension: Q<P1, Z0, Z0, Z0, Z0, N1>;
        units {
            @bit_each: 1.0; "bit/req", "bit/request", "bits/request";
            @byte_each: 8.0; "B/req", "byte/request", "bytes/request";
        }
    }
}

system! {
    /// The system of quantities: information, time, money, length, energy, count.
    quantities: Q {
        information: bit, I;
        time: second, T;
        money: dollar, M;
        length: metre, L;
        energy: joule, E;
        count: one, N;
    }

    /// The system of units: bit, second, dollar, metre, joule, one.
    units: U {
        mod information::Information,
        mod time::Time,
        mod money::Money,
        mod length::Length,
        mod energy::Energy,
        mod count::Count,
        mod power::Power,
        mod data_rate::DataRate,
        mod frequency::Frequency,
        mod count_rate::CountRate,
        mod velocity::Velocity,
        mod cost_rate::CostRate,
        mod transfer_price::TransferPrice,
        mod storage_price::StoragePrice,
        mod size_each::SizeEach,
    }
}

/// The quantities over `f64`, in base units: what a formula written in Rust takes and gives.
pub mod typed {
    Q!(crate::units::quantities, f64);
}

/// The exponents of the base quantities in the dimension of one quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exponents {
    /// Of information.
    pub information: i8,
    /// Of time.
    pub time: i8,
    /// Of money.
    pub money: i8,
    /// Of length.
    pub length: i8,
    /// Of energy.
    pub energy: i8,
    /// Of what is counted.
    pub count: i8,
}

impl Exponents {
    /// The exponents that a type says, such as those of [`data_rate::Dimension`].
    pub const fn of<D: Dimension + ?Sized>() -> Exponents {
        Exponents {
            information: <D::I as Integer>::I8,
            time: <D::T as Integer>::I8,
            money: <D::M as Integer>::I8,
            length: <D::L as Integer>::I8,
            energy: <D::E as Integer>::I8,
            count: <D::N as Integer>::I8,
        }
    }

    /// The dimension, where a count is one of the given noun.
    pub const fn dimension(self, counted: Base) -> dimension::Dimension {
        dimension::Dimension::of(&[
            (Base::INFORMATION, self.information),
            (Base::TIME, self.time),
            (Base::MONEY, self.money),
            (Base::LENGTH, self.length),
            (Base::ENERGY, self.energy),
            (counted, self.count),
        ])
    }
}

/// The dimension of a quantity's type, where a count is one of the given noun.
#[cfg(test)]
pub const fn dimension_of<D: self::Dimension + ?Sized>(counted: Base) -> dimension::Dimension {
    Exponents::of::<D>().dimension(counted)
}

#[cfg(test)]
mod tests;
