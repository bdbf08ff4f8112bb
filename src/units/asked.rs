//! The unit that a conversion asks for, as it is printed: `to req/s`, `to $ per 1M tokens`.
//!
//! Words and how they are joined come in, one after the other; the unit's text goes out. A value in such a unit is
//! printed in no other, whatever its size.

use super::catalog::{UnitId, ids};
use super::notation::Notation;
use super::number;
use super::written::PrintedUnit;

/// How a word of a unit is joined to what stands before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Joined {
    /// It is the first.
    First,
    /// `GB·s`
    Times,
    /// `/s`, or `per 1M tokens` of so many.
    Per(f64),
}

/// A unit that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// As it was written, for programs.
    pub text: String,
    /// As it is printed; values are numbers of it.
    pub unit: PrintedUnit,
}

impl Asked {
    /// Begins a unit: with `text` as it was written, in percent or in money.
    pub fn new(text: String, percent: bool, money: bool) -> Asked {
        let start = if percent { "%" } else { "" };
        let start_of =
            if money { Notation::NONE.with(ids::DOLLAR, 1) } else { Notation::NONE.in_percent(percent) };
        let unit = PrintedUnit {
            money,
            asked: true,
            notation: start_of,
            ..PrintedUnit::named(start.to_owned(), start.to_owned())
        };
        Asked { text, unit }
    }

    /// Adds a word: a unit with its singular and plural.
    pub fn push(&mut self, joined: Joined, id: UnitId, names: (&str, &str)) {
        let (singular, plural) = if id == ids::DOLLAR { ("USD", "USD") } else { names };
        let exponent = if matches!(joined, Joined::Per(_)) { -1 } else { 1 };
        self.unit.notation = self.unit.notation.with(id, exponent);
        match joined {
            // A dollar at the head is the sign before the number; elsewhere it is a word.
            Joined::First if id == ids::DOLLAR => self.unit.money = true,
            Joined::First => self.add(" ", singular, plural),
            Joined::Times => self.add("·", singular, plural),
            Joined::Per(1.0) => self.add("/", singular, singular),
            Joined::Per(_) if id == ids::DOLLAR => self.add("/", singular, singular),
            Joined::Per(count) => self.add(&format!(" per {} ", number::plain(count)), plural, plural),
        }
    }

    fn add(&mut self, separator: &str, singular: &str, plural: &str) {
        self.unit.singular.extend([separator, singular]);
        self.unit.plural.extend([separator, plural]);
    }

    /// Whether values are percentages.
    pub(super) fn is_percent(&self) -> bool {
        self.unit.singular == "%"
    }
}
