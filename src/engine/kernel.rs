//! What each operation computes, one value at a time and in blocks.

use super::program::{Binary, Op, Program, Slot, Unary};

/// The values of an operand over a block.
#[derive(Clone, Copy)]
pub(super) enum Operand<'a> {
    /// The same in every sample.
    One(f64),
    /// One value per sample.
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

/// The bits of the exponent, which are all ones in a number that is not finite.
const EXPONENT: u64 = 0x7ff0_0000_0000_0000;

/// The lowest bit of the exponent. Added to an exponent of all ones, it carries into the sign.
const CARRY: u64 = 0x0010_0000_0000_0000;

/// Whether any number of a block is not finite. The compiler can vectorise sums of bits without branches.
pub(super) fn any_not_finite(values: &[f64]) -> bool {
    let carried = values.iter().fold(0, |any, value| any | ((value.to_bits() & EXPONENT) + CARRY));
    carried >> 63 == 1
}

/// Whether the result of an operation is not finite in every sample in which an operand is not finite, so that the
/// operand need not be checked.
pub(super) fn passes_on(op: Op, operand: Slot) -> bool {
    match op {
        Op::Binary(Binary::Add | Binary::Subtract | Binary::Multiply, a, b) => operand == a || operand == b,
        // The divisor is no such operand: a number divided by infinity is 0.
        Op::Binary(Binary::Divide, a, _) => operand == a,
        Op::Settle(sum, ..) => operand == sum,
        _ => false,
    }
}

/// A function of one operand over a block.
pub(super) fn fill_unary(out: &mut [f64], a: Operand<'_>, unary: Unary) {
    match unary {
        // Rounding up is common, since machines are whole. If all values are small, the loop has no branches and the
        // compiler can vectorise it.
        Unary::Ceil if are_small(a) => map(out, a, |x| up(x, rounded(x))),
        Unary::Ceil => map(out, a, ceil),
        _ => map(out, a, |a| apply_unary(unary, a)),
    }
}

fn map(out: &mut [f64], a: Operand<'_>, apply: impl Fn(f64) -> f64) {
    match a {
        Operand::Many(a) => out.iter_mut().zip(a).for_each(|(out, a)| *out = apply(*a)),
        Operand::One(a) => out.fill(apply(a)),
    }
}

/// A function of two operands over a block.
pub(super) fn fill_binary(out: &mut [f64], a: Operand<'_>, b: Operand<'_>, binary: Binary) {
    // Nearly all operations of an estimate are among these; each has a loop of its own that the compiler can vectorise.
    match binary {
        Binary::Add => zip(out, a, b, |a, b| a + b),
        Binary::Subtract => zip(out, a, b, |a, b| a - b),
        Binary::Multiply => zip(out, a, b, |a, b| a * b),
        Binary::Divide => zip(out, a, b, |a, b| a / b),
        Binary::Min => zip(out, a, b, min),
        Binary::Max => zip(out, a, b, max),
        Binary::Largest => zip(out, a, b, largest),
        Binary::Less => zip(out, a, b, less),
        Binary::LessOrEqual => zip(out, a, b, less_or_equal),
        Binary::Greater => zip(out, a, b, |a, b| less(b, a)),
        Binary::GreaterOrEqual => zip(out, a, b, |a, b| less_or_equal(b, a)),
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

/// Sums with their largest terms over a block, as [`settled`] has them.
pub(super) fn fill_settled(out: &mut [f64], sum: Operand<'_>, a: Operand<'_>, b: Operand<'_>) {
    // Each form has a loop of its own that the compiler can vectorise.
    match (sum, a, b) {
        (Operand::Many(sum), Operand::Many(a), Operand::Many(b)) => {
            let terms = a.iter().zip(b);
            out.iter_mut().zip(sum.iter().zip(terms)).for_each(|(out, (sum, (a, b)))| {
                *out = settled(*sum, *a, *b);
            });
        }
        (Operand::Many(sum), Operand::Many(a), Operand::One(b)) => {
            out.iter_mut().zip(sum.iter().zip(a)).for_each(|(out, (sum, a))| *out = settled(*sum, *a, b));
        }
        (Operand::Many(sum), Operand::One(a), Operand::Many(b)) => {
            out.iter_mut().zip(sum.iter().zip(b)).for_each(|(out, (sum, b))| *out = settled(*sum, a, *b));
        }
        _ => out.iter_mut().enumerate().for_each(|(at, out)| *out = settled(sum.at(at), a.at(at), b.at(at))),
    }
}

/// Four units in the last place of a number from 1 to below 2, and the least bit more.
///
/// A decimal is off by up to half a unit in the last place when it is read, and so is each result, so that the
/// difference of two ways to compute the same is a few units: 1 in `1.1 * 3 - 3.3`. Four allow for eight roundings. They
/// are too few to hide anything: numbers of fourteen digits that differ do so by 44 units at least.
const FOUR_UNITS: f64 = 8.881_784_197_001_254e-16;

/// A sum of which these are the two largest terms, or the largest and any other: zero if it is at most four units in the
/// last place of the largest, which is all that rounding can leave of terms that cancel.
pub(super) fn settled(sum: f64, a: f64, b: f64) -> f64 {
    // The power of two at or below a number has the same last place.
    let power = f64::from_bits(largest(a, b).to_bits() & EXPONENT);
    // Of infinite terms the power is infinite; below, and not at it, infinity stays what it is.
    if sum.abs() < power * FOUR_UNITS { 0.0 } else { sum }
}

/// The larger magnitude.
fn largest(a: f64, b: f64) -> f64 {
    max(a.abs(), b.abs())
}

/// Whether a number is zero, or too small for an `f64` to hold all its digits.
pub(super) fn is_small(x: f64) -> bool {
    x.abs() < f64::MIN_POSITIVE
}

/// Whether a result other than zero is smaller than what an `f64` holds with all its digits.
pub(super) fn underflows(op: Op, a: f64, b: f64, result: f64) -> bool {
    if !is_small(result) {
        return false;
    }
    let is_full = |x: f64| x.abs() >= f64::MIN_POSITIVE;
    match op {
        // What was read without all its digits has lost them already.
        Op::Binary(Binary::Multiply | Binary::Divide, ..) if result != 0.0 => is_full(a) && is_full(b),
        Op::Binary(Binary::Multiply, ..) => a != 0.0 && b != 0.0,
        Op::Binary(Binary::Divide, ..) => a != 0.0 && b.is_finite(),
        Op::Binary(Binary::Power, ..) => a != 0.0 && a.is_finite() && b.is_finite(),
        Op::Unary(Unary::Exp, _) => a.is_finite(),
        _ => false,
    }
}

/// A value within this relative distance of a whole number counts as that number: the rounding error of `0.3 / 0.1`
/// must not become a fourth server.
const WHOLE: f64 = 1e-12;

/// Below this size, a half is farther from a whole number than [`WHOLE`], so that the direction in which halves are
/// rounded does not matter.
const COARSE: f64 = 137_438_953_472.0;

/// Adding this number to one below [`COARSE`] and subtracting it again rounds that one to a whole number, which is
/// faster than [`libm::round`].
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// The nearest whole number to one below [`COARSE`].
fn rounded(x: f64) -> f64 {
    (x + ROUNDING) - ROUNDING
}

fn nearest(x: f64) -> f64 {
    if x.abs() < COARSE { rounded(x) } else { libm::round(x) }
}

/// Whether all numbers are below [`COARSE`].
fn are_small(a: Operand<'_>) -> bool {
    match a {
        Operand::Many(values) => values.iter().fold(true, |all, value| all & (value.abs() < COARSE)),
        Operand::One(value) => value.abs() < COARSE,
    }
}

/// Whether the nearest whole number counts as the number itself.
fn is_whole(x: f64, nearest: f64) -> bool {
    (x - nearest).abs() <= WHOLE * nearest.abs()
}

// The result has the sign of the number, also if it is zero.

fn ceil(x: f64) -> f64 {
    up(x, nearest(x))
}

/// The number rounded up, where the nearest whole number is known.
fn up(x: f64, nearest: f64) -> f64 {
    (if is_whole(x, nearest) | (nearest >= x) { nearest } else { nearest + 1.0 }).copysign(x)
}

fn floor(x: f64) -> f64 {
    let nearest = nearest(x);
    (if is_whole(x, nearest) || nearest <= x { nearest } else { nearest - 1.0 }).copysign(x)
}

/// The number rounded, halves away from zero; what is within [`WHOLE`] of a half is one.
fn round(x: f64) -> f64 {
    let size = x.abs();
    if size >= COARSE {
        return libm::round(x);
    }
    let below = libm::floor(size);
    let half = below + 0.5;
    let rounded = if size >= half - WHOLE * half { below + 1.0 } else { below };
    // An undefined number stays one.
    if x.is_nan() { x } else { rounded.copysign(x) }
}

fn min(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

fn max(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

/// Whether two values are equal to twelve digits.
fn equal(a: f64, b: f64) -> bool {
    (a == b) | ((a - b).abs() <= 1e-12 * a.abs().max(b.abs()))
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn less(a: f64, b: f64) -> f64 {
    truth((a < b) & !equal(a, b))
}

fn less_or_equal(a: f64, b: f64) -> f64 {
    truth((a <= b) | equal(a, b))
}

/// A function of one value.
pub(super) fn apply_unary(unary: Unary, x: f64) -> f64 {
    match unary {
        Unary::Negate => 0.0 - x,
        Unary::Not => f64::from(u8::from(x == 0.0)),
        Unary::Abs => x.abs(),
        Unary::Round => round(x),
        Unary::Floor => floor(x),
        Unary::Ceil => ceil(x),
        Unary::Sqrt => libm::sqrt(x),
        Unary::Ln => libm::log(x),
        Unary::Log2 => libm::log2(x),
        Unary::Log10 => libm::log10(x),
        Unary::Exp => libm::exp(x),
    }
}

/// A function of two values.
pub(super) fn apply_binary(binary: Binary, a: f64, b: f64) -> f64 {
    match binary {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => libm::pow(a, b),
        Binary::Min => min(a, b),
        Binary::Max => max(a, b),
        Binary::Largest => largest(a, b),
        Binary::Less => less(a, b),
        Binary::LessOrEqual => less_or_equal(a, b),
        Binary::Greater => less(b, a),
        Binary::GreaterOrEqual => less_or_equal(b, a),
        Binary::Equal => truth(equal(a, b)),
        Binary::NotEqual => truth(!equal(a, b)),
        Binary::And => truth(a != 0.0 && b != 0.0),
        Binary::Or => truth(a != 0.0 || b != 0.0),
    }
}

/// An operation on numbers; an input or a statistic is its first operand.
pub(super) fn apply(program: &Program, op: Op, [a, b, c]: [f64; 3]) -> f64 {
    match op {
        Op::Const(value) => value,
        Op::Input(_) | Op::Reduce(..) => a,
        Op::Unary(unary, _) => apply_unary(unary, a),
        Op::Binary(binary, ..) => apply_binary(binary, a, b),
        Op::Select(..) => {
            if a == 0.0 {
                c
            } else {
                b
            }
        }
        Op::Settle(..) => settled(a, b, c),
        Op::Native(native, ..) => program.native(native)([a, b, c]),
    }
}

/// A value multiplied and divided by numbers, in order.
pub fn scaled(factors: &[(Binary, f64)], value: f64) -> f64 {
    factors.iter().fold(value, |value, (binary, factor)| apply_binary(*binary, value, *factor))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_those_of_the_library() {
        let near = [0.0, 0.3, 0.5, 0.7, 1.0, 1.5, 2.5, 2.999_999_999_999_9, 3.000_000_000_000_1, 1e12 + 0.5];
        let far =
            [1e-300, COARSE - 0.5, COARSE + 0.5, 1e11 + 0.3, 1e15 + 0.5, 4e15 + 0.5, 1e300, f64::INFINITY];
        for x in near.into_iter().chain(far).flat_map(|x| [x, -x]) {
            let nearest = libm::round(x);
            let whole = (x - nearest).abs() <= WHOLE * nearest.abs();
            let expected = if whole { [nearest; 2] } else { [libm::ceil(x), libm::floor(x)] };
            assert_eq!([ceil(x), floor(x)].map(f64::to_bits), expected.map(f64::to_bits), "{x}");
        }
        assert!(ceil(f64::NAN).is_nan() && floor(f64::NAN).is_nan());
    }

    #[test]
    fn a_half_is_rounded_away_from_zero_within_the_rounding_error() {
        for (x, expected) in [
            (0.285 * 100.0, 29.0),
            (57.0 / 100.0 * 50.0, 29.0),
            (0.57 * 50.0, 29.0),
            (28.499_999_99, 28.0),
            (0.5, 1.0),
            (0.499_999_9, 0.0),
            (2.5, 3.0),
            (1e11 + 0.5, 1e11 + 1.0),
            (COARSE + 0.5, COARSE + 1.0),
            (1e300, 1e300),
        ] {
            assert_eq!((round(x), round(-x)), (expected, -expected), "{x}");
        }
        assert!(round(f64::NAN).is_nan() && round(f64::INFINITY) == f64::INFINITY);
        assert!(round(-0.2).is_sign_negative());
    }

    #[test]
    fn a_sum_of_four_units_in_the_last_place_is_zero() {
        let unit = f64::EPSILON;
        for (largest, last) in [
            (1.0, unit),
            (1.999, unit),
            (2.0, 2.0 * unit),
            (0.999, unit / 2.0),
            (1e300, libm::pow(2.0, 944.0)),
        ] {
            for (sum, expected) in [(4.0 * last, 0.0), (-4.0 * last, 0.0), (5.0 * last, 5.0 * last)] {
                assert_eq!(settled(sum, largest, 0.0), expected, "{sum} of {largest}");
                assert_eq!(settled(sum, 0.0, -largest), expected, "{sum} of {largest}");
            }
        }
        // Nothing is hidden that has no value.
        let infinite = f64::INFINITY;
        assert_eq!(settled(infinite, infinite, 1.0), infinite);
        assert_eq!(settled(-infinite, infinite, -infinite), -infinite);
        assert!(settled(f64::NAN, infinite, infinite).is_nan());
        assert_eq!(settled(5e-324, 5e-324, 0.0), 5e-324);
    }

    #[test]
    fn blocks_are_settled_as_numbers_are() {
        let (a, b) = ([1.0, 3.3, 5.0, 0.0], [1.0, 3.300_000_000_000_000_3, 2.0, 0.0]);
        let sums: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
        let expected = [0.0, 0.0, 3.0, 0.0];
        let mut out = [f64::NAN; 4];
        fill_settled(&mut out, Operand::Many(&sums), Operand::Many(&a), Operand::Many(&b));
        assert_eq!(out, expected);
        for terms in [(Operand::Many(&a), Operand::One(3.0)), (Operand::One(3.0), Operand::Many(&a))] {
            fill_settled(&mut out, Operand::Many(&sums), terms.0, terms.1);
            assert_eq!(out, expected);
        }
        fill_settled(&mut out, Operand::One(1e-17), Operand::One(1.0), Operand::One(1.0));
        assert_eq!(out, [0.0; 4]);
    }

    #[test]
    fn what_is_not_finite_is_seen() {
        for value in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -f64::NAN] {
            assert!(any_not_finite(&[1.0, value, 0.0]), "{value}");
        }
        assert!(!any_not_finite(&[f64::MAX, f64::MIN, 0.0, -0.0, 5e-324]));
    }

    #[test]
    fn signs_of_a_block() {
        assert_eq!(signs(&[0.0, -0.0, f64::NAN]), (false, false));
        assert_eq!(signs(&[1.0, 0.0]), (false, true));
        assert_eq!(signs(&[1.0, -5e-324]), (true, true));
    }
}
