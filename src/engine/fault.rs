//! Operations without a result, and which values they spoil.
//!
//! The fast path only notes that some number is not finite. Then the operations are run once more, sample by sample,
//! with values that carry *poison*: the operation that had no result. A conditional drops the poison of the branch
//! that is not taken; `and` and `or` drop that of a side that does not decide.

use super::kernel::{apply_binary, apply_unary, settled};
use super::program::{Binary, Op, Program, Slot, Unary};

/// Why an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// `1 / 0`.
    DivisionByZero,
    /// A result beyond the range of an `f64`.
    Overflow,
    /// A result other than zero that is smaller than what an `f64` holds with all its digits.
    Underflow,
    /// `ln(-1)`, `0^-1`, `sqrt(-1)`.
    Undefined,
    /// `1 / x` where `x` is negative in some samples and positive in others. In between the quotient goes to infinity,
    /// even if no sample comes near. [`Fault::samples`] counts those of the rarer sign.
    ThroughZero,
}

/// An operation without a result that a wanted slot depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The operation.
    pub origin: Slot,
    /// Why it has no result.
    pub kind: FaultKind,
    /// The wanted slot, by its index among all that are wanted.
    pub wanted: usize,
    /// The number of samples in which the wanted slot has no value because of it.
    pub samples: usize,
}

/// What spoils a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Poison {
    /// The operation without a result.
    pub origin: Slot,
    /// Why it has no result.
    pub kind: FaultKind,
    /// Whether the divisor is negative in this sample, for [`FaultKind::ThroughZero`].
    pub negative: bool,
}

/// What spoils a column or a block, sample by sample; empty if nothing does.
pub(super) type Spoilt = Vec<Option<Poison>>;

/// The poisons of a value over all samples, with the number of samples of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Spoiled {
    counts: Vec<(Poison, usize)>,
}

impl Spoiled {
    /// Counts one more sample.
    pub fn add(&mut self, poison: Poison) {
        match self.counts.iter_mut().find(|(known, _)| *known == poison) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((poison, 1)),
        }
    }

    /// The poisons that are faults. A quotient through zero is one only if the value depends on it on both sides of
    /// zero; if a condition keeps to one side, nothing is wrong.
    pub fn found(&self) -> impl Iterator<Item = (Poison, usize)> {
        self.counts.iter().filter_map(|(poison, count)| {
            if poison.kind != FaultKind::ThroughZero {
                return Some((*poison, *count));
            }
            let other = Poison { negative: !poison.negative, ..*poison };
            let (_, opposite) = self.counts.iter().find(|(known, _)| *known == other)?;
            // Both sides are one fault, reported for the rarer side.
            let rarer = count < opposite || (count == opposite && poison.negative);
            rarer.then_some((Poison { negative: false, ..*poison }, *count))
        })
    }
}

/// The value of a slot in one sample, with what spoils it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traced {
    pub value: f64,
    pub poison: Option<Poison>,
}

impl Traced {
    /// A value that nothing spoils.
    pub fn sound(value: f64) -> Traced {
        Traced { value, poison: None }
    }
}

/// Runs one operation on numbers. For an input or a statistic, the first operand is its value.
pub(super) fn step(program: &Program, slot: Slot, operands: [Traced; 3]) -> Traced {
    let Some(op) = program.op(slot) else { return Traced::sound(f64::NAN) };
    let [a, b, c] = operands;
    let value = match op {
        Op::Const(value) => value,
        Op::Reduce(..) => return a,
        Op::Input(_) => a.value,
        Op::Unary(unary, _) => apply_unary(unary, a.value),
        Op::Binary(binary, ..) => apply_binary(binary, a.value, b.value),
        Op::Select(..) if a.value == 0.0 => c.value,
        Op::Select(..) => b.value,
        Op::Settle(..) => settled(a.value, b.value, c.value),
        Op::Native(native, ..) => program.native(native)([a.value, b.value, c.value]),
    };
    Traced { value, poison: poison((slot, op), operands, value, false) }
}

/// What spoils the result of an operation in one sample: what spoils the operands that it rests on, or the operation
/// itself.
///
/// `through_zero` says whether the operation is a quotient whose divisor is negative in some samples and positive in
/// others.
pub(super) fn poison(
    (slot, op): (Slot, Op),
    [a, b, c]: [Traced; 3],
    result: f64,
    through_zero: bool,
) -> Option<Poison> {
    let inherited = match op {
        Op::Const(_) | Op::Input(_) => None,
        Op::Reduce(..) => return a.poison,
        // All that makes the terms unsound makes the sum so.
        Op::Unary(..) | Op::Settle(..) => a.poison,
        Op::Binary(binary @ (Binary::And | Binary::Or), ..) => {
            // `x > 0 and 1/x > 2`: a side that decides alone makes the other's poison harmless.
            let decides = |side: Traced| {
                side.poison.is_none()
                    && matches!((binary, side.value == 0.0), (Binary::And, true) | (Binary::Or, false))
            };
            if decides(a) || decides(b) { None } else { worse(a.poison, b.poison) }
        }
        Op::Binary(binary, ..) => worse(seen_beside(binary, a, b), seen_beside(binary, b, a)),
        Op::Select(..) => worse(a.poison, if a.value == 0.0 { c.poison } else { b.poison }),
        Op::Native(..) => worse(a.poison, worse(b.poison, c.poison)),
    };
    let is_too_small = underflows(op, a.value, b.value, result);
    if result.is_finite() && !through_zero && !is_too_small {
        return inherited;
    }
    let divides = matches!(op, Op::Binary(Binary::Divide, ..));
    let zero_divisor = divides && b.value == 0.0
        || matches!(op, Op::Binary(Binary::Power, ..)) && a.value == 0.0 && b.value < 0.0;
    let kind = if is_too_small {
        FaultKind::Underflow
    } else if result.is_finite() {
        FaultKind::ThroughZero
    } else if zero_divisor {
        FaultKind::DivisionByZero
    } else if result.is_infinite() && !matches!(op, Op::Unary(Unary::Ln | Unary::Log2 | Unary::Log10, _)) {
        FaultKind::Overflow
    } else {
        FaultKind::Undefined
    };
    let negative = divides && b.value < 0.0 && kind == FaultKind::ThroughZero;
    worse(inherited, Some(Poison { origin: slot, kind, negative }))
}

/// Whether a result other than zero is smaller than what an `f64` holds with all its digits.
pub(super) fn underflows(op: Op, a: f64, b: f64, result: f64) -> bool {
    let is_full = |x: f64| x.abs() >= f64::MIN_POSITIVE;
    if is_full(result) || result.is_nan() {
        return false;
    }
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

/// The poison of a side that still matters beside the other. A number too small to be held makes no difference in a sum
/// or a comparison with one of ordinary size: `1 - exp(-1000)` is 1.
fn seen_beside(binary: Binary, side: Traced, other: Traced) -> Option<Poison> {
    /// What is lost is at most this small share of such a number.
    const ORDINARY: f64 = f64::MIN_POSITIVE / (f64::EPSILON * f64::EPSILON);
    let adds_or_compares = match binary {
        Binary::Multiply | Binary::Divide | Binary::Power | Binary::And | Binary::Or => false,
        // The other side is the result.
        Binary::Min => other.value < side.value,
        Binary::Max => other.value > side.value,
        _ => true,
    };
    side.poison.filter(|poison| {
        let is_lost = adds_or_compares && other.value.abs() >= ORDINARY;
        poison.kind != FaultKind::Underflow || !is_lost
    })
}

/// The first of two poisons, but one that spoils this very sample goes before a quotient through zero.
fn worse(first: Option<Poison>, second: Option<Poison>) -> Option<Poison> {
    let by_itself = |poison: &Poison| poison.kind != FaultKind::ThroughZero;
    first.filter(by_itself).or(second.filter(by_itself)).or(first).or(second)
}
