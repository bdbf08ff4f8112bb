//! Numbers and units as people read them, and as napkin reads them back.
//!
//! A value comes in base units (data in bytes) or in the unit that was asked for; what
//! goes out is a legal literal. The choice of a unit follows the words that the
//! quantity's operands were written in.

use super::catalog::{Kind, UnitId, ids};
use super::dimension::{Base, Dimension};
use super::look::Look;
use super::registry::Units;
use super::scale::Scale;

/// How many digits are shown unless something else is asked for.
pub const DIGITS: usize = 4;

/// From this many digits on, numbers are printed unscaled, so that they round-trip.
const EXACT_DIGITS: usize = 17;

/// A quantity as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// A minus and a `$`, as far as they apply.
    pub sign: String,
    /// The digits and their magnitude: `11.57k`.
    pub number: String,
    /// The unit with what separates it from the number: ` requests/s`, `/s`, `%`.
    pub unit: String,
    /// The same in other words: bits per second, or a long whole number scaled.
    pub also: Option<String>,
}

impl Written {
    /// The literal, without its other words.
    pub fn literal(&self) -> String {
        format!("{}{}{}", self.sign, self.number, self.unit)
    }
}

impl std::fmt::Display for Written {
    /// The literal, and its other words as a comment, so that the whole can be typed back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.also {
            Some(also) => write!(f, "{}  # {also}", self.literal()),
            None => f.write_str(&self.literal()),
        }
    }
}

/// The scale of a value reported in base units: bytes, seconds, dollars, metres, joules, one of a noun.
pub fn report_scale(dimension: Dimension) -> Scale {
    Scale::Exact(8, 1).to_the(dimension.exponent(Base::INFORMATION))
}

/// What a printed unit is made of.
struct Unit {
    /// How many base units (with data in bytes) it is.
    size: f64,
    money: bool,
    singular: String,
    plural: String,
    /// Whether its size was chosen to fit the number, so that the number needs no magnitude.
    fitted: bool,
}

/// Writes a value reported in base units.
pub fn write(units: &Units, value: f64, dimension: Dimension, look: Look, digits: usize) -> Written {
    let digits = digits.max(1);
    if dimension.is_none() {
        return write_number(value, look.percent, digits);
    }
    let unit = choose(units, value, dimension, look, digits);
    let in_unit = value / unit.size;
    let counts = dimension.is_count();
    let mut written =
        write_with(in_unit, unit.money, &unit.singular, &unit.plural, counts, unit.fitted, digits);
    let data_rate = Dimension::of(&[(Base::INFORMATION, 1), (Base::TIME, -1)]);
    if dimension == data_rate && digits < EXACT_DIGITS {
        let bits = choose_of(value * 8.0, BIT_RATES, digits);
        let also = write_with(value * 8.0 / bits.0, false, bits.1, bits.1, false, true, digits);
        written.also = Some(also.literal());
    }
    written
}

/// Writes a value that is in the unit that was asked for.
pub fn write_asked(
    value: f64,
    money: bool,
    singular: &str,
    plural: &str,
    dimension: Dimension,
    digits: usize,
) -> Written {
    let digits = digits.max(1);
    if dimension.is_none() && singular == "%" {
        return write_number(value / 100.0, true, digits);
    }
    write_with(value, money, singular, plural, dimension.is_count(), false, digits)
}

/// A unit of a quantity's kind: the one it was written in, or one of ordinary size.
pub fn unit_text(units: &Units, dimension: Dimension, look: Look) -> String {
    let mut product = Some(Dimension::NONE);
    let (mut above, mut below) = (Vec::new(), String::new());
    for (id, exponent) in look.iter() {
        let Some(unit) = units.info(id) else { continue };
        product = product.and_then(|product| product.times(unit.dimension.to_the(exponent)?));
        for _ in 0..exponent.unsigned_abs() {
            if exponent < 0 { below = format!("{below}/{}", unit.singular) } else { above.push(unit.plural) }
        }
    }
    if product == Some(dimension) {
        return above.join("·") + &below;
    }
    let unit = choose(units, 1.0, dimension, look, DIGITS);
    let text = unit.plural.trim_start();
    if unit.money { format!("${text}") } else { text.to_owned() }
}

/// The unit of a value reported in base units: `B`, `req/s`, `$/s`.
pub fn base_unit(units: &Units, dimension: Dimension, look: Look) -> String {
    let mut words = Look::NONE;
    for (id, exponent) in look.iter() {
        if units.info(id).is_some_and(|unit| unit.kind == Kind::Noun) {
            words = words.with(id, exponent);
        }
    }
    let (mut above, mut below) = (Vec::new(), String::new());
    for (base, exponent) in dimension.iter() {
        let (singular, plural) = match base {
            Base::INFORMATION => ("B", "B"),
            Base::TIME => ("s", "s"),
            Base::MONEY => ("$", "$"),
            Base::LENGTH => ("m", "m"),
            Base::ENERGY => ("J", "J"),
            _ => crate::units::words::word_for(units, base, words)
                .or_else(|| units.noun(base).map(|noun| (noun.singular, noun.plural)))
                .unwrap_or(("thing", "things")),
        };
        for _ in 0..exponent.unsigned_abs() {
            if exponent < 0 { below = format!("{below}/{singular}") } else { above.push(plural) }
        }
    }
    above.join("·") + &below
}

fn write_number(value: f64, percent: bool, digits: usize) -> Written {
    let shown = if percent { value * 100.0 } else { value };
    let (sign, size) = (if value < 0.0 { "-" } else { "" }, shown.abs());
    let unit = if percent { "%" } else { "" };
    // A share near 1 keeps two digits of what is missing: 99.999% is not 100%.
    let near_one = (0.99..1.0).contains(&value) && digits < EXACT_DIGITS;
    if near_one {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 2 and 17
        let decimals = (-libm::floor(libm::log10(1.0 - value))) as usize + 1;
        let decimals =
            decimals.saturating_sub(if percent { 2 } else { 0 }).max(digits.saturating_sub(2)).min(17);
        let number = trim(&format!("{size:.decimals$}"));
        return Written { sign: sign.to_owned(), number, unit: unit.to_owned(), also: None };
    }
    let mut written = write_with(size, false, unit, unit, !percent, false, digits);
    sign.clone_into(&mut written.sign);
    written
}

fn write_with(
    value: f64,
    money: bool,
    singular: &str,
    plural: &str,
    counts: bool,
    fitted: bool,
    digits: usize,
) -> Written {
    let size = value.abs();
    let mut sign = String::new();
    if value < 0.0 {
        sign.push('-');
    }
    if money {
        sign.push('$');
    }
    let scaled = scaled(size, counts, fitted, digits);
    let unit = if scaled == "1" { singular } else { plural }.to_owned();
    // A whole number says more than its first digits.
    let whole =
        counts && (10_000.0..9e15).contains(&size) && libm::trunc(size) == size && digits < EXACT_DIGITS;
    if whole && parse_scaled(&scaled) != Some(size) {
        return Written { sign, number: grouped(size), unit, also: Some(scaled) };
    }
    Written { sign, number: scaled, unit, also: None }
}

/// A number of some digits with a magnitude: `11.57k`.
fn scaled(size: f64, counts: bool, fitted: bool, digits: usize) -> String {
    if size == 0.0 {
        return "0".to_owned();
    }
    if digits >= EXACT_DIGITS {
        let plain = format!("{size}");
        return if plain.len() <= 21 { plain } else { format!("{size:e}") };
    }
    let text = format!("{:.*e}", digits - 1, size);
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let from = if fitted || counts { 4 } else { 3 };
    let magnitude = match exponent {
        e if e < from => 0,
        e if e < 6 => 1,
        e if e < 9 => 2,
        e if e < 12 => 3,
        e if e < 15 => 4,
        _ => 5,
    };
    if magnitude == 5 || exponent < -4 {
        return format!("{}e{exponent}", trim(mantissa));
    }
    let letter = ["", "k", "M", "bn", "tn"].get(magnitude).copied().unwrap_or("");
    let point = exponent - 3 * i32::try_from(magnitude).unwrap_or(0);
    let all: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let number = match usize::try_from(point) {
        Ok(point) if all.len() > point + 1 => {
            let (whole, decimals) = all.split_at(point + 1);
            trim(&format!("{whole}.{decimals}"))
        }
        Ok(point) => format!("{all:0<width$}", width = point + 1),
        Err(_) => {
            let zeros = usize::try_from(-point - 1).unwrap_or(0);
            trim(&format!("0.{}{all}", "0".repeat(zeros)))
        }
    };
    format!("{number}{letter}")
}

fn trim(number: &str) -> String {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        number.to_owned()
    }
}

/// What a scaled number says exactly.
fn parse_scaled(text: &str) -> Option<f64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let exponent = match text.get(digits.len()..)? {
        "" => 0,
        "k" => 3,
        "M" => 6,
        "bn" => 9,
        "tn" => 12,
        _ => return None,
    };
    format!("{digits}e{exponent}").parse().ok()
}

/// A whole number with `_` between groups of three digits.
fn grouped(size: f64) -> String {
    let digits = format!("{size:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// A number with a magnitude, to the digits that are usually shown: `930M`, `2.5k`.
pub fn scaled_number(value: f64, counts: bool) -> String {
    scaled(value, counts, false, DIGITS)
}

/// A number in words for a message: `1M`, `86400`, `2.5M`.
pub fn plain(value: f64) -> String {
    let scaled = scaled(value, true, false, 6);
    if value < 1e6 { format!("{value}") } else { scaled }
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
const BIT_RATES: &[(f64, &str)] = &[
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
fn choose_of(value: f64, family: &'static [(f64, &'static str)], digits: usize) -> (f64, &'static str) {
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
fn choose(units: &Units, value: f64, dimension: Dimension, look: Look, digits: usize) -> Unit {
    let exact = digits >= EXACT_DIGITS;
    let remembered = |wanted: Base| {
        look.iter().find_map(|(id, _)| {
            let unit = units.info(id)?;
            (unit.kind == Kind::Physical && unit.dimension == Dimension::base(wanted)).then_some(id)
        })
    };
    let physical = dimension.without_nouns();
    let power = Dimension::of(&[(Base::TIME, -1), (Base::ENERGY, 1)]);
    let per_time = Dimension::power(Base::TIME, -1);
    let said = |kinds: &[UnitId]| look.iter().any(|(id, _)| kinds.contains(&id));

    let mut unit =
        Unit { size: 1.0, money: false, singular: String::new(), plural: String::new(), fitted: false };
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
        let place = place_in(units, look, base);
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
            let words = crate::units::words::word_for(units, base, look)
                .or_else(|| units.noun(base).map(|noun| (noun.singular, noun.plural)));
            let (singular, plural) = words.unwrap_or(("thing", "things"));
            add(singular, plural, times, exponent < 0);
            continue;
        }
        if base == Base::MONEY && exponent == 1 {
            unit.money = true;
            continue;
        }
        let id = match base {
            Base::TIME if exponent == -1 => per_which_time(value, dimension, remembered(Base::TIME), units),
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
        let many = crate::units::words::word_for(units, base, look)
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
            choose_of(value / unit.size, family, digits)
        };
        unit.size *= factor;
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

/// The place of a base among the units that a look remembers.
fn place_in(units: &Units, look: Look, base: Base) -> usize {
    look.iter()
        .position(|(id, _)| units.info(id).is_some_and(|unit| unit.dimension.exponent(base) != 0))
        .unwrap_or(usize::MAX)
}

/// A rate is per second, money per month; a rate too slow for that keeps the period it was written in.
fn per_which_time(value: f64, dimension: Dimension, remembered: Option<UnitId>, units: &Units) -> UnitId {
    if dimension.exponent(Base::MONEY) > 0 {
        return ids::MONTH;
    }
    let slow = value != 0.0 && value.abs() < 0.01 && dimension.exponent(Base::INFORMATION) == 0;
    match remembered {
        Some(id) if slow && units.info(id).is_some() => id,
        _ => ids::SECOND,
    }
}
