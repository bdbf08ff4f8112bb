//! What a value measures, with its nouns by name, so that a candidate's and a preset's can be compared.

use std::collections::BTreeMap;

use crate::lower::Quantity;
use crate::units::dimension::{Base, Dimension};
use crate::units::nouns::english::singular_of;
use crate::units::registry::Units;

/// The periods that people leave out: a second, a day, a month of 30 days, a year.
pub const PERIODS: [f64; 4] = [1.0, 86_400.0, 2_592_000.0, 31_536_000.0];

/// What a value measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its dimension without nouns.
    pub plain: Dimension,
    /// The nouns with their exponents, in order.
    pub nouns: Vec<(String, i8)>,
    /// Whether it is a share in percent.
    pub is_percent: bool,
}

/// A number in base units with what it measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number.
    pub number: f64,
    /// What it measures.
    pub kind: Kind,
}

/// Returns the numbers, in base units, that an amount may be as one of a kind: nouns are left out, and so are periods. A rate
/// without a period is one a second, a day or, if its name says so, a month; a number may be a period in days, months or
/// years. What is a part of a line is more than its value.
pub fn readings(amount: &Amount, of: &Kind, (is_part, name): (bool, &str)) -> Vec<f64> {
    let own = &amount.kind;
    let is_share = of.is_percent || of.is_bare();
    if own.is_percent && !is_share {
        return Vec::new();
    }
    let time = Dimension::base(Base::TIME);
    // A count, or data.
    let is_amount = own.plain.is_none() || own.plain == Dimension::base(Base::INFORMATION);
    let money = own.plain.exponent(Base::TIME) == 0 && !is_part;
    let [second, day, month, year] = PERIODS;
    match of.plain.over(own.plain) {
        Some(rest) if rest.is_none() => vec![amount.number],
        Some(rest) if rest == time && own.is_bare() => {
            [day, month, year].map(|period| amount.number * period).to_vec()
        }
        // So many a second by so many: servers.
        Some(rest) if rest == time && !is_part && of.is_count() => vec![amount.number * second],
        Some(rest) if Some(rest) == time.to_the(-1) && (is_amount || money) => {
            let mut periods = vec![second, day];
            if is_part || name.contains("month") || money && !is_amount {
                periods.push(month);
            }
            periods.into_iter().map(|period| amount.number / period).collect()
        }
        _ => Vec::new(),
    }
}

/// The noun that stands for those of all requests.
const GENERAL: &str = "request";

impl Kind {
    /// Returns what a quantity measures. A noun that stands for another in `same` is that one.
    pub fn of(quantity: Quantity, units: &Units, same: &BTreeMap<String, String>) -> Kind {
        let mut nouns: BTreeMap<String, i8> = BTreeMap::new();
        for (base, exponent) in quantity.dimension.iter().filter(|(base, _)| base.is_noun()) {
            let name = units.noun(base).map_or("", |noun| noun.singular);
            let name = same.get(name).or_else(|| same.get(&singular_of(name))).map_or(name, String::as_str);
            let sum = nouns.entry(name.to_owned()).or_default();
            *sum = sum.saturating_add(exponent);
        }
        nouns.retain(|_, exponent| *exponent != 0);
        Kind {
            plain: quantity.dimension.without_nouns(),
            nouns: nouns.into_iter().collect(),
            is_percent: quantity.notation.percent,
        }
    }

    /// Whether it is a number without a unit.
    pub fn is_bare(&self) -> bool {
        self.plain.is_none() && self.nouns.is_empty()
    }

    /// Whether it is a count of things: nouns that are not divided by others, over a time or not.
    pub fn is_count(&self) -> bool {
        !self.nouns.is_empty() && self.nouns.iter().all(|(_, exponent)| *exponent > 0)
    }

    /// How well a value of this kind may stand for one of another: 3 for the same nouns, 2 where it is per the same things and
    /// has some of the same, 1 where none are said, 0 where others are; `None` if the dimensions differ.
    pub fn likeness(&self, of: &Kind) -> Option<u8> {
        if self.plain != of.plain {
            return None;
        }
        if self.nouns == of.nouns {
            return Some(3);
        }
        let per = |kind: &'_ Kind| -> Vec<String> {
            kind.nouns.iter().filter(|(_, exponent)| *exponent < 0).map(|(noun, _)| noun.clone()).collect()
        };
        let is_per_same = per(self) == per(of);
        let is_general =
            |kind: &Kind| kind.nouns.iter().any(|(noun, exponent)| *exponent > 0 && noun == GENERAL);
        let both =
            |(noun, exponent): &(String, i8)| *exponent > 0 && of.nouns.iter().any(|(own, _)| own == noun);
        // `0.1/user/day`, of something.
        let is_unsaid = self.nouns.iter().all(|(_, exponent)| *exponent < 0);
        // A read is a request.
        let shares = self.nouns.iter().any(both) || is_general(self) || is_general(of) || is_unsaid;
        Some(match self.nouns.is_empty() {
            // Three is no count of servers, but may be reads a link.
            true if of.is_count() && self.plain.is_none() => 0,
            true => 1,
            false if shares && is_per_same => 2,
            // `200 followers`, a tweet.
            false => u8::from(self.nouns.iter().all(both)),
        })
    }
}

/// By which factor a ratio is from one, either way.
pub fn apart(factor: f64) -> f64 {
    factor.max(1.0 / factor)
}
