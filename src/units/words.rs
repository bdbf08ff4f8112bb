//! Dimensions and units in words: `data per time`, `tweets per user`, `/user/day`.

use super::catalog::{self, Kind, UnitId, base_info, ids};
use super::dimension::{Base, Dimension};
use super::notation::Notation;
use super::registry::Units;

/// The words of a dimension; nouns are called what the value itself calls them.
pub fn in_words(units: &Units, dimension: Dimension, notation: Notation) -> String {
    let side = |sign: i8| {
        let mut parts = Vec::new();
        for (base, exponent) in dimension.iter().filter(|(_, exponent)| exponent.signum() == sign) {
            let name = base_name(units, base, notation, sign < 0);
            let power = match exponent.unsigned_abs() {
                1 => String::new(),
                2 => "²".to_owned(),
                3 => "³".to_owned(),
                more => format!("^{more}"),
            };
            // Nouns come first: tweets × data, requests per time.
            let part = format!("{name}{power}");
            if base.is_noun() {
                let nouns = parts.iter().filter(|(noun, _)| *noun).count();
                parts.insert(nouns, (true, part));
            } else {
                parts.push((false, part));
            }
        }
        parts.into_iter().map(|(_, part)| part).collect::<Vec<_>>()
    };
    let (above, below) = (side(1), side(-1));
    let below: String = below.iter().map(|part| format!(" per {part}")).collect();
    match (above.is_empty(), below.is_empty()) {
        (true, true) => "a plain number".to_owned(),
        (true, false) => below.trim_start().to_owned(),
        _ => format!("{}{below}", above.join(" × ")),
    }
}

/// The name of a base dimension for JSON: `request / time`.
pub fn in_symbols(units: &Units, dimension: Dimension) -> String {
    let (mut above, mut below) = (String::new(), String::new());
    for (base, exponent) in dimension.iter() {
        let text = if exponent > 0 { &mut above } else { &mut below };
        match (exponent > 0, text.is_empty()) {
            (true, true) => {}
            (true, false) => text.push_str(" * "),
            (false, _) => text.push_str(" / "),
        }
        text.push_str(base_name(units, base, Notation::NONE, true));
        if exponent.unsigned_abs() > 1 {
            text.push_str(&format!("^{}", exponent.unsigned_abs()));
        }
    }
    if above.is_empty() {
        above.push('1');
    }
    above + &below
}

fn base_name(units: &Units, base: Base, notation: Notation, singular: bool) -> &str {
    if let Some(info) = base_info(base) {
        return info.name;
    }
    let (one, many) = noun(units, base, notation);
    if singular { one } else { many }
}

/// What a base counts in the words of a notation, or else in the words of its noun: singular and plural.
pub fn noun(units: &Units, base: Base, notation: Notation) -> (&str, &str) {
    word_for(units, base, notation)
        .or_else(|| units.noun(base).map(|noun| (noun.singular, noun.plural)))
        .unwrap_or(("thing", "things"))
}

/// The word that a notation has for what a base counts, singular and plural, if it has just one.
pub fn word_for(units: &Units, base: Base, notation: Notation) -> Option<(&str, &str)> {
    let mut words = notation.iter().filter_map(|(id, _)| {
        let unit = units.info(id)?;
        (unit.kind == Kind::Noun && unit.dimension == Dimension::base(base))
            .then_some((unit.singular, unit.plural))
    });
    let only = words.next()?;
    words.next().is_none().then_some(only)
}

/// The words of a notation as a unit: those above, singular and plural, and the text below, `/user/day`. `None` if
/// they do not cancel to the dimension word by word.
pub(super) fn unit_words(
    units: &Units,
    dimension: Dimension,
    notation: Notation,
) -> Option<(Vec<(&str, &str)>, String)> {
    let mut product = Dimension::NONE;
    let (mut above, mut below) = (Vec::new(), String::new());
    for (id, exponent) in notation.iter() {
        let unit = units.info(id)?;
        product = product.times(unit.dimension.to_the(exponent)?)?;
        for _ in 0..exponent.unsigned_abs() {
            if exponent < 0 {
                below.push('/');
                below.push_str(unit.singular);
            } else {
                above.push((unit.singular, unit.plural));
            }
        }
    }
    // Days over years cancel as dimensions, not as words.
    let size = |exponent: i8| u32::from(exponent.unsigned_abs());
    let factors: u32 = notation.iter().map(|(_, exponent)| size(exponent)).sum();
    let bases: u32 = dimension.iter().map(|(_, exponent)| size(exponent)).sum();
    (product == dimension && factors <= bases).then_some((above, below))
}

/// The unit of time that all of a quantity was written per; nothing if there is none, or more than one.
///
/// What cancels leaves none: `5 GB/day * 30 days/month` is per month.
pub(super) fn period_of(units: &Units, notation: Notation) -> Option<UnitId> {
    let mut periods = notation.iter().filter_map(|(id, exponent)| {
        let unit = units.info(id)?;
        let is_time = unit.dimension == Dimension::base(Base::TIME);
        match unit.dimension.exponent(Base::TIME) {
            0 => None,
            _ if is_time => Some((id, exponent)),
            // Rates, and watts, are per second.
            time => Some((ids::SECOND, exponent.saturating_mul(time))),
        }
    });
    let (first, exponent) = periods.next()?;
    (exponent == -1 && periods.next().is_none()).then_some(first)
}

/// A unit as it stands behind a number, ` users/server`, with its first word in the singular after the number 1 and in the
/// plural after any other. An abbreviation has one form only.
pub fn agreeing(units: &Units, number: &str, behind: &str) -> String {
    agreeing_as(number, behind, |word| units.find(word).map(|(_, unit)| (unit.singular, unit.plural)))
}

/// The same, where only the units of the catalog are known.
pub fn agreeing_in_catalog(number: &str, behind: &str) -> String {
    agreeing_as(number, behind, |word| {
        catalog::lookup(word).and_then(catalog::unit).map(|unit| (unit.singular, unit.plural))
    })
}

fn agreeing_as<'u>(number: &str, behind: &str, forms: impl Fn(&str) -> Option<(&'u str, &'u str)>) -> String {
    let rest = behind.trim_start();
    let word = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or("");
    let (blank, rest) = (behind.strip_suffix(rest).unwrap_or(""), rest.strip_prefix(word).unwrap_or(""));
    match forms(word).filter(|(singular, plural)| word == *singular || word == *plural) {
        Some((singular, plural)) => format!("{blank}{}{rest}", if number == "1" { singular } else { plural }),
        None => behind.to_owned(),
    }
}

/// The words of a sum or a choice: those of the left side, but where the two sides count the same by different words,
/// as reads and writes do, neither's.
pub fn joined(units: &Units, x: Notation, y: Notation, dimension: Dimension) -> Notation {
    if x == y {
        return x.unasked();
    }
    let noun = |notation: Notation, base| word_for(units, base, notation).map(|(_, plural)| plural);
    let mut joined = Notation::NONE.in_percent(x.percent && y.percent);
    let left = if x.iter().next().is_none() { y } else { x };
    // 5 GB/day + 1 MB/s is neither by the day nor by the second.
    let by_period = dimension.exponent(Base::INFORMATION) > 0 || dimension.exponent(Base::MONEY) > 0;
    let mixes_periods = by_period && period_of(units, left) != period_of(units, y);
    for (id, exponent) in left.iter() {
        let Some(unit) = units.info(id) else { continue };
        let base = unit.dimension.iter().next().map(|(base, _)| base);
        let differs = unit.kind == Kind::Noun
            && base.is_some_and(|base| dimension.exponent(base) != 0 && noun(x, base) != noun(y, base));
        let is_period = mixes_periods && unit.dimension == Dimension::base(Base::TIME);
        if !differs && !is_period {
            joined = joined.with(id, exponent);
        }
    }
    joined
}
