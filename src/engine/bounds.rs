//! Bounds that values never leave, and arithmetic with them.

use super::program::Unary;

/// Bounds that a value never leaves. A truth value is 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The value is never below.
    pub low: f64,
    /// The value is never above.
    pub high: f64,
    /// Whether the value is never zero.
    pub is_not_zero: bool,
}

impl Bounds {
    /// Nothing is known.
    pub const ANY: Bounds = Bounds { low: f64::NEG_INFINITY, high: f64::INFINITY, is_not_zero: false };
    /// Above zero.
    pub const POSITIVE: Bounds = Bounds { low: 0.0, high: f64::INFINITY, is_not_zero: true };
    pub(super) const NOT_NEGATIVE: Bounds = Bounds { is_not_zero: false, ..Bounds::POSITIVE };
    pub(super) const TRUE: Bounds = Bounds { low: 1.0, high: 1.0, is_not_zero: true };
    pub(super) const FALSE: Bounds = Bounds { low: 0.0, high: 0.0, is_not_zero: false };
    pub(super) const EITHER: Bounds = Bounds { low: 0.0, high: 1.0, is_not_zero: false };

    /// The bounds of all values of the sign of a number that lies between two others.
    pub fn of_sign(low: f64, high: f64) -> Bounds {
        match (low, high) {
            _ if low > 0.0 => Bounds::POSITIVE,
            _ if high < 0.0 => Bounds::POSITIVE.negated(),
            _ if low >= 0.0 => Bounds::NOT_NEGATIVE,
            _ => Bounds::ANY,
        }
    }

    /// The bounds of all values of the same sign.
    pub(super) fn sign(self) -> Bounds {
        let is_not_zero = self.is_not_zero && (self.low >= 0.0 || self.high <= 0.0);
        match Bounds::of_sign(self.low, self.high) {
            Bounds::ANY if self.high <= 0.0 => Bounds { high: 0.0, is_not_zero, ..Bounds::ANY },
            bounds => Bounds { is_not_zero, ..bounds },
        }
    }

    pub(super) fn exactly(number: f64) -> Bounds {
        if number.is_nan() { Bounds::ANY } else { Bounds::new(number, number, number != 0.0) }
    }

    pub(super) fn new(low: f64, high: f64, is_not_zero: bool) -> Bounds {
        if low.is_nan() || high.is_nan() {
            return Bounds::ANY;
        }
        Bounds { low, high, is_not_zero: is_not_zero || low > 0.0 || high < 0.0 }
    }

    pub(super) fn negated(self) -> Bounds {
        Bounds { low: -self.high, high: -self.low, ..self }
    }

    pub(super) fn plus(self, other: Bounds) -> Bounds {
        let same_sign = self.low >= 0.0 && other.low >= 0.0 || self.high <= 0.0 && other.high <= 0.0;
        let is_not_zero = same_sign && (self.is_not_zero || other.is_not_zero);
        Bounds::new(self.low + other.low, self.high + other.high, is_not_zero)
    }

    pub(super) fn times(self, other: Bounds) -> Bounds {
        // An end that is infinite is never reached, so that zero times it is zero.
        let product = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        let ends = [
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ];
        let low = ends.into_iter().fold(f64::INFINITY, f64::min);
        let high = ends.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Bounds::new(low, high, self.is_not_zero && other.is_not_zero)
    }

    pub(super) fn over(self, other: Bounds) -> Bounds {
        if !(other.low >= 0.0 || other.high <= 0.0) {
            return Bounds::ANY;
        }
        // Where the divisor is zero there is no value.
        let inverse = |end: f64, at_zero: f64| if end == 0.0 { at_zero } else { 1.0 / end };
        let inverse = if other.low >= 0.0 {
            Bounds::new(inverse(other.high, f64::INFINITY), inverse(other.low, f64::INFINITY), true)
        } else {
            Bounds::new(inverse(other.high, f64::NEG_INFINITY), inverse(other.low, f64::NEG_INFINITY), true)
        };
        self.times(inverse)
    }

    pub(super) fn mapped(self, function: impl Fn(f64) -> f64) -> Bounds {
        Bounds::new(function(self.low), function(self.high), false)
    }

    pub(super) fn or(self, other: Bounds) -> Bounds {
        let is_not_zero = self.is_not_zero && other.is_not_zero;
        Bounds::new(self.low.min(other.low), self.high.max(other.high), is_not_zero)
    }

    pub(super) fn truth(always: bool, never: bool) -> Bounds {
        match (always, never) {
            (true, _) => Bounds::TRUE,
            (_, true) => Bounds::FALSE,
            _ => Bounds::EITHER,
        }
    }
}

impl Bounds {
    /// The same, at least zero: of a square.
    pub(super) fn raised(self, is_not_zero: bool) -> Bounds {
        Bounds::new(self.low.max(0.0), self.high, is_not_zero)
    }
}

pub(super) fn of_unary(unary: Unary, x: Bounds) -> Bounds {
    match unary {
        Unary::Negate => x.negated(),
        Unary::Not => Bounds::truth(x == Bounds::FALSE, x == Bounds::TRUE),
        Unary::Abs if x.low >= 0.0 => x,
        Unary::Abs => Bounds { is_not_zero: x.is_not_zero, ..Bounds::NOT_NEGATIVE },
        Unary::Round => x.mapped(f64::round),
        Unary::Floor => x.mapped(f64::floor),
        Unary::Ceil => Bounds { is_not_zero: x.low >= 0.0 && x.is_not_zero, ..x.mapped(f64::ceil) },
        Unary::Sqrt => Bounds { is_not_zero: x.is_not_zero, ..Bounds::NOT_NEGATIVE },
        Unary::Exp => Bounds::POSITIVE,
        Unary::Ln | Unary::Log2 | Unary::Log10 => Bounds::ANY,
    }
}
