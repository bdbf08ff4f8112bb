//! The unit in which a quantity is shown.
//!
//! It follows the words that the quantity's operands were written in; sizes, durations
//! and the like move to the unit of their family that fits the number.

use super::catalog::{Kind, UnitId, ids};
use super::dimension::{Base, Dimension};
use super::format::EXACT_DIGITS;
use super::notation::Notation;
use super::registry::Units;
use super::scale::Scale;
use super::words;

/// What a printed unit is made of.
pub(super) struct Unit {
    /// How many base units (with data in bytes) it is.
    pub size: f64,
    pub money: bool,
    pub singular: String,
    pub plural: String,
    /// Whether its size was chosen to fit the number, so that the number needs no magnitude.
    pub fitted: bool,
}

impl Unit {
    /// The unit of a plain number.
    pub fn plain() -> Unit {
        Unit { size: 1.0, money: false, singular: String::new(), plural: String::new(), fitted: false }
    }
}

const DECIMAL_BYTES: &[(f64, &str)] = &[
    (1.0, " B"),
    (1e3, " KB"),
    (1e6, " MB"),
    (1e9, " GB"),
    (1e12, " TB"),
    (1e15, " PB"),
    (1e18, " EB"),
    (1e21, " ZB"),
];
const BINARY_BYTES: &[(f64, &str)] = &[
    (1.0, " B"),
    (1024.0, " KiB"),
    (1_048_576.0, " MiB"),
    (1_073_741_824.0, " GiB"),
    (1_099_511_627_776.0, " TiB"),
    (1_125_899_906_842_624.0, " PiB"),
    (1_152_921_504_606_846_976.0, " EiB"),
    (1_180_591_620_717_411_303_424.0, " ZiB"),
];
const BITS: &[(f64, &str)] = &[
    (0.125, " bits"),
    (125.0, " kbit"),
    (125e3, " Mbit"),
    (125e6, " Gbit"),
    (125e9, " Tbit"),
    (125e12, " Pbit"),
    (125e15, " Ebit"),
    (125e18, " Zbit"),
];
pub(super) const BIT_RATES: &[(f64, &str)] = &[
    (1.0, " bit/s"),
    (1e3, " kbit/s"),
    (1e6, " Mbit/s"),
    (1e9, " Gbit/s"),
    (1e12, " Tbit/s"),
    (1e15, " Pbit/s"),
    (1e18, " Ebit/s"),
];
const DURATIONS: &[(f64, &str)] = &[
    (1e-9, " ns"),
    (1e-6, " µs"),
    (1e-3, " ms"),
    (1.0, " s"),
    (60.0, " min"),
    (3_600.0, " h"),
    (86_400.0, " days"),
    (31_536_000.0, " years"),
];
const LENGTHS: &[(f64, &str)] = &[(1e-9, " nm"), (1e-6, " µm"), (1e-3, " mm"), (1.0, " m"), (1e3, " km")];
const JOULES: &[(f64, &str)] = &[(1.0, " J"), (1e3, " kJ"), (1e6, " MJ")];
const WATT_HOURS: &[(f64, &str)] = &[(3_600.0, " Wh"), (3.6e6, " kWh"), (3.6e9, " MWh"), (3.6e12, " GWh")];
const WATTS: &[(f64, &str)] = &[(1.0, " W"), (1e3, " kW"), (1e6, " MW"), (1e9, " GW")];
const HERTZ: &[(f64, &str)] = &[(1.0, " Hz"), (1e3, " kHz"), (1e6, " MHz"), (1e9, " GHz")];

/// The unit of a family in which a value, rounded as it is shown, is at least 1.
pub(super) fn choose_of(
    value: f64,
    family: &'static [(f64, &'static str)],
    digits: usize,
) -> (f64, &'static str) {
    let smallest = family.first().copied().unwrap_or((1.0, ""));
    let size = value.abs();
    if size == 0.0 {
        return family.iter().copied().find(|(factor, _)| *factor == 1.0).unwrap_or(smallest);
    }
    // What rounds to 1 of a unit is shown in it: 999.97 KB are 1 MB.
    let least = 1.0 - 0.5 * libm::pow(10.0, -f64::from(u8::try_from(digits).unwrap_or(17)));
    let fits = |(factor, _): &&(f64, &str)| size / factor >= least;
    family.iter().rev().find(fits).copied().unwrap_or(smallest)
}

/// Chooses the unit in which a quantity is shown.
pub(super) fn choose(
    units: &Units,
    value: f64,
    dimension: Dimension,
    notation: Notation,
    digits: usize,
) -> Unit {
    let exact = digits >= EXACT_DIGITS;
    // To round-trip, a number is printed in base units, whatever it was written in.
    let notation = if exact { nouns_of(units, notation) } else { notation };
    let remembered = |wanted: Base| {
        notation.iter().find_map(|(id, _)| {
            let unit = units.info(id)?;
            (unit.kind == Kind::Physical && unit.dimension == Dimension::base(wanted)).then_some(id)
        })
    };
    let physical = dimension.without_nouns();
    let power = Dimension::of(&[(Base::TIME, -1), (Base::ENERGY, 1)]);
    let per_time = Dimension::power(Base::TIME, -1);
    let said = |kinds: &[UnitId]| notation.iter().any(|(id, _)| kinds.contains(&id));

    let mut unit = Unit::plain();
    let mut above: Vec<(usize, String, String)> = Vec::new();
    let mut below: Vec<(usize, String)> = Vec::new();
    let mut rest = dimension;
    let mut head = "";
    let mut scale = Scale::ONE;

    // A unit that stands for a whole quotient, at the head.
    let family: Option<(&'static [(f64, &'static str)], Dimension)> = if physical == power {
        Some((WATTS, power))
    } else if dimension == per_time && said(&[ids::HERTZ, ids::KILOHERTZ, ids::MEGAHERTZ, ids::GIGAHERTZ]) {
        Some((HERTZ, per_time))
    } else if physical.exponent(Base::INFORMATION) == 1 {
        let unit = remembered(Base::INFORMATION);
        let binary = unit.is_some_and(|id| (ids::KIBIBYTE.0..=ids::ZEBIBYTE.0).contains(&id.0));
        let bits = unit.is_some_and(|id| (ids::BIT.0..=ids::ZEBIBIT.0).contains(&id.0))
            && physical.exponent(Base::TIME) == 0;
        let family = if binary {
            BINARY_BYTES
        } else if bits {
            BITS
        } else {
            DECIMAL_BYTES
        };
        Some((family, Dimension::base(Base::INFORMATION)))
    } else if physical == Dimension::base(Base::TIME) && dimension == physical {
        Some((DURATIONS, physical))
    } else if physical.exponent(Base::LENGTH) == 1 && remembered(Base::LENGTH) != Some(ids::MILE) {
        Some((LENGTHS, Dimension::base(Base::LENGTH)))
    } else if physical.exponent(Base::ENERGY) == 1 {
        let electric = said(&[ids::WATT_HOUR, ids::KILOWATT_HOUR, ids::MEGAWATT_HOUR, ids::GIGAWATT_HOUR])
            || said(&[ids::WATT, ids::KILOWATT, ids::MEGAWATT, ids::GIGAWATT]);
        Some((if electric { WATT_HOURS } else { JOULES }, Dimension::base(Base::ENERGY)))
    } else {
        None
    };
    let headed = family.map(|(_, dimension)| dimension).unwrap_or_default();
    rest = rest.over(headed).unwrap_or(rest);

    for (base, exponent) in rest.iter() {
        let place = place_in(units, notation, base);
        let mut add = |singular: &str, plural: &str, times: u8, over: bool| {
            for _ in 0..times {
                if over {
                    below.push((place, singular.to_owned()));
                } else {
                    above.push((place, singular.to_owned(), plural.to_owned()));
                }
            }
        };
        let times = exponent.unsigned_abs();
        if base.is_noun() {
            let words = words::word_for(units, base, notation)
                .or_else(|| units.noun(base).map(|noun| (noun.singular, noun.plural)));
            let (singular, plural) = words.unwrap_or(("thing", "things"));
            add(singular, plural, times, exponent < 0);
            continue;
        }
        // A `$` stands before the number only where no other unit would follow it.
        let alone = headed.is_none() && rest.iter().all(|(other, exponent)| other == base || exponent < 0);
        if base == Base::MONEY && exponent == 1 && alone {
            unit.money = true;
            continue;
        }
        let id = match base {
            Base::TIME if exponent == -1 && !exact => {
                per_which_time(value, dimension, remembered(Base::TIME), units)
            }
            Base::TIME => remembered(base).unwrap_or(ids::SECOND),
            Base::INFORMATION => remembered(base).unwrap_or(ids::BYTE),
            Base::MONEY => {
                add("USD", "USD", times, exponent < 0);
                continue;
            }
            Base::LENGTH => remembered(base).unwrap_or(ids::METRE),
            _ => remembered(base).unwrap_or(ids::JOULE),
        };
        let Some(info) = units.info(id) else { continue };
        let own = if base == Base::INFORMATION { info.scale.over(Scale::Exact(8, 1)) } else { info.scale };
        scale = scale.times(own.to_the(exponent));
        add(info.singular, info.plural, times, exponent < 0);
    }
    unit.size = scale.to_f64();
    // A price of a single thing may be too small to read: `$3 per 1M tokens`.
    let price_of_one = unit.money && !exact && above.is_empty() && value != 0.0 && value.abs() < 1e-4;
    if let ([(_, word)], true) = (below.as_slice(), price_of_one)
        && let Some((base, -1)) = dimension.iter().find(|(base, _)| base.is_noun())
        && dimension.iter().count() == 2
    {
        let many = words::word_for(units, base, notation)
            .or_else(|| units.noun(base).map(|noun| (noun.singular, noun.plural)))
            .map_or(word.as_str(), |(_, plural)| plural);
        unit.size = 1e-6;
        unit.singular = format!(" per 1M {many}");
        unit.plural.clone_from(&unit.singular);
        return unit;
    }
    if let Some((family, _)) = family {
        let (factor, name) = if exact {
            family.iter().copied().find(|(factor, _)| *factor == 1.0).unwrap_or((1.0, ""))
        } else {
            let fitting = choose_of(value / unit.size, family, digits);
            // 80 s are more readable than 1.333 min.
            let seconds = value.abs();
            let whole = seconds < 600.0 && libm::trunc(seconds) == seconds && seconds % 6.0 != 0.0;
            if fitting.1 == " min" && whole { (1.0, " s") } else { fitting }
        };
        // A model may say that its year has 360 days.
        let years =
            if name == " years" { units.find("year").map(|(_, year)| year.scale.to_f64()) } else { None };
        unit.size *= years.unwrap_or(factor);
        unit.fitted = true;
        head = name;
    }
    let one = |name: &'static str| match name {
        " days" => " day",
        " years" => " year",
        " bits" => " bit",
        other => other,
    };
    // Units stand in the order in which they were written, those that nobody wrote last.
    above.sort_by_key(|(place, ..)| *place);
    below.sort_by_key(|(place, _)| *place);
    let tail: String = below.iter().map(|(_, word)| format!("/{word}")).collect();
    let text = |many: bool| {
        let mut text = if many { head.to_owned() } else { one(head).to_owned() };
        for (at, (_, singular, plural)) in above.iter().enumerate() {
            text.push(if at == 0 && head.is_empty() { ' ' } else { '·' });
            text.push_str(if many { plural } else { singular });
        }
        text + &tail
    };
    (unit.singular, unit.plural) = (text(false), text(true));
    unit
}

/// A notation without its physical units.
fn nouns_of(units: &Units, notation: Notation) -> Notation {
    notation.iter().fold(Notation::NONE, |nouns, (id, exponent)| {
        let noun = units.info(id).is_some_and(|unit| unit.kind == Kind::Noun);
        if noun { nouns.with(id, exponent) } else { nouns }
    })
}

/// The place of a base among the units that a notation remembers.
fn place_in(units: &Units, notation: Notation, base: Base) -> usize {
    notation
        .iter()
        .position(|(id, _)| units.info(id).is_some_and(|unit| unit.dimension.exponent(base) != 0))
        .unwrap_or(usize::MAX)
}

/// A rate is per second, money per month; a rate too slow for that keeps the period it was written in.
fn per_which_time(value: f64, dimension: Dimension, remembered: Option<UnitId>, units: &Units) -> UnitId {
    if dimension.exponent(Base::MONEY) > 0 {
        // A model may say that its month has 30 days.
        return units.lookup("month").unwrap_or(ids::MONTH);
    }
    let speed = dimension.exponent(Base::LENGTH) > 0;
    let slow = speed || value != 0.0 && value.abs() < 0.01 && dimension.exponent(Base::INFORMATION) == 0;
    match remembered {
        Some(id) if slow && units.info(id).is_some() => id,
        _ => ids::SECOND,
    }
}
