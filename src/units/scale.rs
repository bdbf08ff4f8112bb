//! Exact factors between units.
//!
//! Computing in base units rounds at every step; a [`Scale`] kept beside a number
//! as written does not, so that 9 TB is 9 TB. It is a fraction of two `i128` and
//! falls back to `f64` only when that overflows.

/// A positive factor, exact as long as it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// A reduced fraction of two positive integers.
    Exact(i128, i128),
    /// What is left when a fraction overflows or a unit is defined by an inexact value.
    Float(f64),
}

impl Scale {
    /// The factor 1.
    pub const ONE: Scale = Scale::Exact(1, 1);

    /// The fraction `numerator / denominator`, reduced. Both must be positive.
    pub fn fraction(numerator: i128, denominator: i128) -> Scale {
        let divisor = gcd(numerator, denominator).max(1);
        Scale::Exact(numerator / divisor, denominator / divisor)
    }

    /// The factor that a decimal number says, exactly as its shortest decimal says it.
    ///
    /// The value must be positive and finite. `1.08` becomes 27/25.
    pub fn from_decimal(value: f64) -> Scale {
        exact_decimal(value).unwrap_or(Scale::Float(value))
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Scale) -> Scale {
        if self.is_one() {
            return other;
        }
        if other.is_one() {
            return self;
        }
        if let (Scale::Exact(a, b), Scale::Exact(c, d)) = (self, other) {
            // Cancel across first: it keeps the terms small and the result reduced.
            let (g, h) = (gcd(a, d).max(1), gcd(c, b).max(1));
            if let (Some(numerator), Some(denominator)) =
                ((a / g).checked_mul(c / h), (b / h).checked_mul(d / g))
            {
                return Scale::Exact(numerator, denominator);
            }
        }
        Scale::Float(self.to_f64() * other.to_f64())
    }

    /// The quotient.
    #[must_use]
    pub fn over(self, other: Scale) -> Scale {
        if self == other && matches!(self, Scale::Exact(..)) {
            return Scale::ONE;
        }
        self.times(other.reciprocal())
    }

    /// One over it.
    #[must_use]
    pub fn reciprocal(self) -> Scale {
        match self {
            Scale::Exact(numerator, denominator) => Scale::Exact(denominator, numerator),
            Scale::Float(value) => Scale::Float(1.0 / value),
        }
    }

    /// An integer power.
    #[must_use]
    pub fn to_the(self, power: i8) -> Scale {
        let base = if power < 0 { self.reciprocal() } else { self };
        (0..power.unsigned_abs()).fold(Scale::ONE, |product, _| product.times(base))
    }

    /// Whether it changes nothing.
    pub fn is_one(self) -> bool {
        self == Scale::ONE
    }

    /// The nearest `f64`, or one next to it.
    #[allow(clippy::cast_precision_loss)]
    pub fn to_f64(self) -> f64 {
        match self {
            Scale::Exact(numerator, denominator) => numerator as f64 / denominator as f64,
            Scale::Float(value) => value,
        }
    }
}

/// The sum of two decimal numbers in two scales, or with `-1` their difference, in a third scale: exact,
/// then rounded once. Nothing if it does not fit, or if a number is not positive.
pub fn decimal_sum((a, x): (f64, Scale), (b, y): (f64, Scale), sign: i128, scale: Scale) -> Option<f64> {
    const EXACT: i128 = 1 << 53;
    if !(a > 0.0 && b > 0.0) {
        return None;
    }
    let in_scale = |number: f64, own: Scale| match Scale::from_decimal(number).times(own).over(scale) {
        Scale::Exact(numerator, denominator) => Some((numerator, denominator)),
        Scale::Float(_) => None,
    };
    let ((a, over_a), (b, over_b)) = (in_scale(a, x)?, in_scale(b, y)?);
    let left = a.checked_mul(over_b)?;
    let right = b.checked_mul(over_a)?.checked_mul(sign)?;
    let (numerator, denominator) = (left.checked_add(right)?, over_a.checked_mul(over_b)?);
    let divisor = gcd(numerator.abs(), denominator).max(1);
    let (numerator, denominator) = (numerator / divisor, denominator / divisor);
    #[allow(clippy::cast_precision_loss)] // checked to be exact
    (numerator.abs() <= EXACT && denominator <= EXACT).then(|| numerator as f64 / denominator as f64)
}

fn gcd(a: i128, b: i128) -> i128 {
    if a == 1 || b == 1 {
        return 1;
    }
    // Nearly all factors fit a machine word, where division is many times faster.
    if let (Ok(mut a), Ok(mut b)) = (u64::try_from(a), u64::try_from(b)) {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        return i128::from(a);
    }
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn exact_decimal(value: f64) -> Option<Scale> {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: i128 = format!("{whole}{decimals}").parse().ok()?;
    let exponent: i32 = exponent.parse::<i32>().ok()? - i32::try_from(decimals.len()).ok()?;
    let power = 10i128.checked_pow(exponent.unsigned_abs())?;
    if digits <= 0 {
        None
    } else if exponent >= 0 {
        Some(Scale::Exact(digits.checked_mul(power)?, 1))
    } else {
        Some(Scale::fraction(digits, power))
    }
}
/// The scale at which two quantities meet: the finer one, so that whole numbers stay whole.
pub fn finer(x: Scale, y: Scale) -> Scale {
    match x.over(y) {
        Scale::Exact(numerator, 1) if numerator > 1 => y,
        _ => x,
    }
}
