//! What a value measures, with its nouns by name, so that a candidate's and a preset's can be compared.

use std::collections::BTreeMap;

use crate::lower::Quantity;
use crate::units::dimension::Dimension;
use crate::units::registry::Units;

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

/// The noun that stands for those of all requests.
const GENERAL: &str = "request";

impl Kind {
    /// Returns what a quantity measures. A noun that stands for another in `same` is that one.
    pub fn of(quantity: Quantity, units: &Units, same: &BTreeMap<String, String>) -> Kind {
        let mut nouns: BTreeMap<String, i8> = BTreeMap::new();
        for (base, exponent) in quantity.dimension.iter().filter(|(base, _)| base.is_noun()) {
            let name = units.noun(base).map_or("", |noun| noun.singular);
            let name = same.get(name).map_or(name, String::as_str);
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
