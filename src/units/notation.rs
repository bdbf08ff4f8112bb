//! The words a quantity remembers, so that tweets stay tweets when printed.
//!
//! A [`Notation`] is a formal product of the units a quantity was written in. It never
//! decides a value; it only helps to choose the unit in which a result is shown.

use super::catalog::UnitId;

const LEN: usize = 8;

/// A formal product of units, as written by a quantity's operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Notation {
    ids: [u16; LEN],
    exponents: [i8; LEN],
    /// Whether it was said in percent.
    pub percent: bool,
    /// The unit that a conversion asked for.
    pub asked: Option<AskedId>,
}

/// The number of a unit that a conversion asked for, as [`Units::ask`](super::registry::Units::ask) gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedId(pub(super) u32);

impl Notation {
    /// Nothing remembered.
    pub const NONE: Notation = Notation { ids: [0; LEN], exponents: [0; LEN], percent: false, asked: None };

    /// A plain percentage.
    pub const PERCENT: Notation = Notation { percent: true, ..Notation::NONE };

    /// Adds a unit to a power. What does not fit is forgotten, which only costs a word.
    #[must_use]
    pub fn with(mut self, id: UnitId, exponent: i8) -> Notation {
        let at = (0..LEN).find(|&at| self.exponents[at] != 0 && self.ids[at] == id.0);
        if let Some(at) = at {
            self.exponents[at] = self.exponents[at].saturating_add(exponent);
        } else if let Some(at) = (0..LEN).find(|&at| self.exponents[at] == 0) {
            // A hole left by a unit that cancelled must not move the later ones: order is how they are shown.
            self.ids[at] = id.0;
            self.exponents[at] = exponent;
        }
        self
    }

    /// The units with their exponents, in the order in which they were written.
    pub fn iter(self) -> impl Iterator<Item = (UnitId, i8)> {
        (0..LEN)
            .filter(move |&at| self.exponents[at] != 0)
            .map(move |at| (UnitId(self.ids[at]), self.exponents[at]))
    }

    /// The notation of a product, or with `-1` of a quotient.
    #[must_use]
    pub fn times(self, other: Notation, sign: i8) -> Notation {
        let mut product = Notation { percent: false, asked: None, ..self };
        for (id, exponent) in other.iter() {
            product = product.with(id, exponent.saturating_mul(sign));
        }
        product.percent = sign > 0 && self.percent && other.percent;
        product
    }

    /// The notation of a power.
    #[must_use]
    pub fn to_the(self, power: i8) -> Notation {
        self.iter().fold(Notation::NONE, |notation, (id, exponent)| {
            notation.with(id, exponent.saturating_mul(power))
        })
    }

    /// The same, without the request for a unit.
    #[must_use]
    pub fn unasked(self) -> Notation {
        Notation { asked: None, ..self }
    }

    /// The same, with a request for a unit.
    #[must_use]
    pub fn asking(self, asked: AskedId) -> Notation {
        Notation { asked: Some(asked), ..self }
    }

    /// The same, said in percent or not.
    #[must_use]
    pub fn in_percent(self, percent: bool) -> Notation {
        Notation { percent, ..self }
    }
}
