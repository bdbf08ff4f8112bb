//! Dimensions in a reader's words: `data per time`, `tweets per user`.

use crate::units::catalog::Kind;
use crate::units::dimension::{Base, Dimension};
use crate::units::look::Look;
use crate::units::registry::Units;

/// The words of a dimension; nouns are called what the value itself calls them.
pub fn in_words(units: &Units, dimension: Dimension, look: Look) -> String {
    let side = |sign: i8| {
        let mut parts = Vec::new();
        for (base, exponent) in dimension.iter().filter(|(_, exponent)| exponent.signum() == sign) {
            let name = base_name(units, base, look, sign < 0);
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
    let side = |sign: i8| {
        let powers = dimension.iter().filter(|(_, exponent)| exponent.signum() == sign);
        let names = powers.map(|(base, exponent)| {
            let name = base_name(units, base, Look::NONE, true);
            if exponent.unsigned_abs() == 1 { name } else { format!("{name}^{}", exponent.unsigned_abs()) }
        });
        names.collect::<Vec<_>>()
    };
    let (above, below) = (side(1), side(-1));
    let above = if above.is_empty() { "1".to_owned() } else { above.join(" * ") };
    below.iter().fold(above, |text, name| format!("{text} / {name}"))
}

fn base_name(units: &Units, base: Base, look: Look, singular: bool) -> String {
    let physical = match base {
        Base::INFORMATION => "data",
        Base::TIME => "time",
        Base::MONEY => "money",
        Base::LENGTH => "length",
        Base::ENERGY => "energy",
        _ => "",
    };
    if !physical.is_empty() {
        return physical.to_owned();
    }
    match word_for(units, base, look).or_else(|| units.noun(base).map(|noun| (noun.singular, noun.plural))) {
        Some((one, _)) if singular => one.to_owned(),
        Some((_, many)) => many.to_owned(),
        None => "things".to_owned(),
    }
}

/// The word that a look has for what a base counts, singular and plural, if it has just one.
pub fn word_for(units: &Units, base: Base, look: Look) -> Option<(&str, &str)> {
    let mut words = look.iter().filter_map(|(id, _)| {
        let unit = units.info(id)?;
        (unit.kind == Kind::Noun && unit.dimension == Dimension::base(base))
            .then_some((unit.singular, unit.plural))
    });
    let only = words.next()?;
    words.next().is_none().then_some(only)
}
