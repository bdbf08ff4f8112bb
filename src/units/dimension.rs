//! Dimensions: products of powers of base dimensions.
//!
//! The base dimensions are the five physical ones and one for every count noun;
//! built-in and declared nouns share one space of numbers. A dimension takes no
//! heap and holds at most six bases, which is more than any estimate has needed.

/// A base dimension: a physical one, or what a count noun counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base(pub u16);

impl Base {
    /// Information, in bits.
    pub const INFORMATION: Base = Base(1);
    /// Time, in seconds.
    pub const TIME: Base = Base(2);
    /// Money, in dollars.
    pub const MONEY: Base = Base(3);
    /// Length, in metres.
    pub const LENGTH: Base = Base(4);
    /// Energy, in joules.
    pub const ENERGY: Base = Base(5);
    /// The first number of a count noun's dimension.
    pub const FIRST_NOUN: Base = Base(16);

    /// Whether it counts things, as opposed to measuring something physical.
    pub fn is_noun(self) -> bool {
        self >= Base::FIRST_NOUN
    }
}

const LEN: usize = 6;

/// A product of powers of base dimensions, such as data per time.
///
/// The bases are sorted and none has the exponent 0, so equal dimensions are
/// equal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Dimension {
    bases: [u16; LEN],
    exponents: [i8; LEN],
}

impl Dimension {
    /// The dimension of a plain number.
    pub const NONE: Dimension = Dimension { bases: [0; LEN], exponents: [0; LEN] };

    /// One base dimension, to the power 1.
    pub const fn base(base: Base) -> Dimension {
        Dimension::power(base, 1)
    }

    /// One base dimension to a power; the power 0 gives a plain number.
    pub const fn power(base: Base, exponent: i8) -> Dimension {
        let mut dimension = Dimension::NONE;
        if exponent != 0 {
            dimension.bases[0] = base.0;
            dimension.exponents[0] = exponent;
        }
        dimension
    }

    /// The product of powers of different bases, given in the order of their numbers.
    pub const fn of(powers: &[(Base, i8)]) -> Dimension {
        let mut product = Dimension::NONE;
        let (mut from, mut to) = (0, 0);
        while from < powers.len() && to < LEN {
            let (base, exponent) = powers[from];
            if exponent != 0 {
                product.bases[to] = base.0;
                product.exponents[to] = exponent;
                to += 1;
            }
            from += 1;
        }
        product
    }

    /// Whether it is that of a plain number.
    pub fn is_none(self) -> bool {
        self == Dimension::NONE
    }

    /// The bases with their exponents, in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = (Base, i8)> {
        (0..LEN)
            .filter(move |&at| self.exponents[at] != 0)
            .map(move |at| (Base(self.bases[at]), self.exponents[at]))
    }

    /// The exponent of one base, 0 if it is not there.
    pub const fn exponent(self, base: Base) -> i8 {
        let mut at = 0;
        while at < LEN {
            if self.bases[at] == base.0 && self.exponents[at] != 0 {
                return self.exponents[at];
            }
            at += 1;
        }
        0
    }

    /// The product, or nothing if it has more than six bases or an exponent beyond ±127.
    pub fn times(self, other: Dimension) -> Option<Dimension> {
        if other.is_none() {
            return Some(self);
        }
        let mut product = Dimension::NONE;
        let (mut left, mut right, mut at) = (0, 0, 0);
        loop {
            let has_left = left < LEN && self.exponents[left] != 0;
            let has_right = right < LEN && other.exponents[right] != 0;
            let (base, exponent) = match (has_left, has_right) {
                (false, false) => return Some(product),
                (true, true) if self.bases[left] == other.bases[right] => {
                    // -128 has no opposite, so it is beyond the range as well.
                    let sum = self.exponents[left].checked_add(other.exponents[right])?;
                    sum.checked_neg()?;
                    (left, right) = (left + 1, right + 1);
                    (self.bases[left - 1], sum)
                }
                (true, right_too) if !right_too || self.bases[left] < other.bases[right] => {
                    left += 1;
                    (self.bases[left - 1], self.exponents[left - 1])
                }
                _ => {
                    right += 1;
                    (other.bases[right - 1], other.exponents[right - 1])
                }
            };
            if exponent != 0 {
                if at == LEN {
                    return None;
                }
                product.bases[at] = base;
                product.exponents[at] = exponent;
                at += 1;
            }
        }
    }

    /// The quotient; nothing where [`Dimension::times`] gives nothing.
    pub fn over(self, other: Dimension) -> Option<Dimension> {
        self.times(other.to_the(-1)?)
    }

    /// An integer power, or nothing if an exponent leaves ±127.
    pub fn to_the(self, power: i8) -> Option<Dimension> {
        if power == 0 {
            return Some(Dimension::NONE);
        }
        let mut result = self;
        for exponent in &mut result.exponents {
            *exponent = exponent.checked_mul(power)?;
            exponent.checked_neg()?;
        }
        Some(result)
    }

    /// The square root, or nothing if an exponent is odd.
    pub fn square_root(self) -> Option<Dimension> {
        let mut result = self;
        for exponent in &mut result.exponents {
            if *exponent % 2 != 0 {
                return None;
            }
            *exponent /= 2;
        }
        Some(result)
    }

    /// Without its count nouns.
    #[must_use]
    pub fn without_nouns(self) -> Dimension {
        let mut result = Dimension::NONE;
        for (at, (base, exponent)) in self.iter().filter(|(base, _)| !base.is_noun()).enumerate() {
            result.bases[at] = base.0;
            result.exponents[at] = exponent;
        }
        result
    }

    /// The sum of the exponents of its count nouns.
    pub fn counts(self) -> i32 {
        let nouns = self.iter().filter(|(base, _)| base.is_noun());
        nouns.map(|(_, exponent)| i32::from(exponent)).sum()
    }

    /// Whether it is a product of count nouns alone, each to a positive power, or a plain number.
    pub fn is_count(self) -> bool {
        self.iter().all(|(base, exponent)| base.is_noun() && exponent > 0)
    }
}
