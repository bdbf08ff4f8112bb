//! What each operation does to numbers, one at a time and in blocks.

use super::program::{Binary, Op, Slot, Unary};

/// An operand over a block: one value for all samples, or one each.
#[derive(Clone, Copy)]
pub(super) enum Operand<'a> {
    /// The same in every sample.
    One(f64),
    /// One value a sample.
    Many(&'a [f64]),
}

impl Operand<'_> {
    /// The value in a sample of the block.
    pub fn at(self, sample: usize) -> f64 {
        match self {
            Operand::One(value) => value,
            Operand::Many(values) => values.get(sample).copied().unwrap_or(f64::NAN),
        }
    }
}

/// The bits of an exponent; all ones in a number that is not finite.
const EXPONENT: u64 = 0x7ff0_0000_0000_0000;

/// The least bit of an exponent. Added to an exponent of all ones it carries into the sign.
const CARRY: u64 = 0x0010_0000_0000_0000;

/// Whether any number of a block is not finite. Sums of bits, without a branch, are what the compiler can vectorise.
pub(super) fn any_not_finite(values: &[f64]) -> bool {
    let carried = values.iter().fold(0, |any, value| any | ((value.to_bits() & EXPONENT) + CARRY));
    carried >> 63 == 1
}

/// Whether an operation has no finite result wherever an operand has none, by operand: what is wrong
/// with the operand then shows in the result.
pub(super) fn passes_on(op: Op, operand: Slot) -> bool {
    match op {
        Op::Binary(Binary::Add | Binary::Subtract | Binary::Multiply, a, b) => operand == a || operand == b,
        // A number divided by infinity is 0.
        Op::Binary(Binary::Divide, a, _) => operand == a,
        _ => false,
    }
}

/// A function of one operand over a block.
pub(super) fn fill_unary(out: &mut [f64], a: Operand<'_>, unary: Unary) {
    for (sample, out) in out.iter_mut().enumerate() {
        *out = apply_unary(unary, a.at(sample));
    }
}

/// A function of two operands over a block.
pub(super) fn fill_binary(out: &mut [f64], a: Operand<'_>, b: Operand<'_>, binary: Binary) {
    // The four that make up nearly all of an estimate get loops of their own, which the compiler can vectorise.
    match binary {
        Binary::Add => zip(out, a, b, |a, b| a + b),
        Binary::Subtract => zip(out, a, b, |a, b| a - b),
        Binary::Multiply => zip(out, a, b, |a, b| a * b),
        Binary::Divide => zip(out, a, b, |a, b| a / b),
        _ => zip(out, a, b, |a, b| apply_binary(binary, a, b)),
    }
}

fn zip(out: &mut [f64], a: Operand<'_>, b: Operand<'_>, apply: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Operand::Many(a), Operand::Many(b)) => {
            out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (a, b))| *out = apply(*a, *b));
        }
        (Operand::Many(a), Operand::One(b)) => out.iter_mut().zip(a).for_each(|(out, a)| *out = apply(*a, b)),
        (Operand::One(a), Operand::Many(b)) => out.iter_mut().zip(b).for_each(|(out, b)| *out = apply(a, *b)),
        (Operand::One(a), Operand::One(b)) => out.fill(apply(a, b)),
    }
}

/// How close to a whole number counts as whole, relative to its size: what rounding
/// leaves of `0.3 / 0.1` must not become a fourth server.
const WHOLE: f64 = 1e-12;

fn to_whole(x: f64, otherwise: fn(f64) -> f64) -> f64 {
    let nearest = libm::round(x);
    if (x - nearest).abs() <= WHOLE * nearest.abs() { nearest } else { otherwise(x) }
}

/// Whether two values are equal to twelve digits.
fn equal(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

/// A function of one value.
pub(super) fn apply_unary(unary: Unary, x: f64) -> f64 {
    match unary {
        Unary::Negate => 0.0 - x,
        Unary::Not => f64::from(u8::from(x == 0.0)),
        Unary::Abs => x.abs(),
        Unary::Round => libm::round(x),
        Unary::Floor => to_whole(x, libm::floor),
        Unary::Ceil => to_whole(x, libm::ceil),
        Unary::Sqrt => libm::sqrt(x),
        Unary::Ln => libm::log(x),
        Unary::Log2 => libm::log2(x),
        Unary::Log10 => libm::log10(x),
        Unary::Exp => libm::exp(x),
    }
}

/// A function of two values.
pub(super) fn apply_binary(binary: Binary, a: f64, b: f64) -> f64 {
    let truth = |holds: bool| f64::from(u8::from(holds));
    match binary {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => libm::pow(a, b),
        Binary::Min => {
            if b < a {
                b
            } else {
                a
            }
        }
        Binary::Max => {
            if b > a {
                b
            } else {
                a
            }
        }
        Binary::Less => truth(a < b && !equal(a, b)),
        Binary::LessOrEqual => truth(a <= b || equal(a, b)),
        Binary::Greater => truth(a > b && !equal(a, b)),
        Binary::GreaterOrEqual => truth(a >= b || equal(a, b)),
        Binary::Equal => truth(equal(a, b)),
        Binary::NotEqual => truth(!equal(a, b)),
        Binary::And => truth(a != 0.0 && b != 0.0),
        Binary::Or => truth(a != 0.0 || b != 0.0),
    }
}

/// Whether some value of a block is negative, and whether some is positive.
pub(super) fn signs(values: &[f64]) -> (bool, bool) {
    // As wide as the values, so that the compiler can vectorise it.
    let mask = |holds: bool| if holds { u64::MAX } else { 0 };
    let (negative, positive) = values.iter().fold((0, 0), |(negative, positive), value| {
        (negative | mask(*value < 0.0), positive | mask(*value > 0.0))
    });
    (negative != 0, positive != 0)
}
