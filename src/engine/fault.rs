//! Operations without a result, and which values they spoil.
//!
//! The fast path only notes that some number is not finite. Then the operations are run once more, sample by sample,
//! with values that carry *poison*: the operation that had no result. A conditional drops the poison of the branch
//! that is not taken; `and` and `or` drop that of a side that does not decide.

use super::kernel::{apply_binary, apply_unary, settled, underflows};
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
    /// A statistic of the samples that meet a condition, which are too few. [`Fault::samples`] counts them; it is the number of
    /// all samples if the condition is certain not to hold.
    Unmet,
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

impl Poison {
    /// Poisons of a lower rank go before others: first what has no value in this very sample, then a quotient through
    /// zero, then what is too small, which may be [forgotten](Spoiled::forget_too_small).
    fn rank(&self) -> u8 {
        match self.kind {
            FaultKind::ThroughZero => 1,
            FaultKind::Underflow => 2,
            FaultKind::DivisionByZero | FaultKind::Overflow | FaultKind::Undefined | FaultKind::Unmet => 0,
        }
    }
}

/// What spoils a column, sample by sample up to the last that is spoilt.
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

    /// Forgets what was too small, where that is not what the value is small for.
    pub fn forget_too_small(&mut self, is_forgotten: impl Fn(Slot) -> bool) {
        self.counts.retain(|(poison, _)| poison.kind != FaultKind::Underflow || !is_forgotten(poison.origin));
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

/// Runs one operation in one sample. For an input or a statistic, the first operand is its value.
///
/// `through_zero` says whether the operation is a quotient whose divisor is negative in some samples and positive in
/// others.
pub(super) fn step(program: &Program, slot: Slot, operands: [Traced; 3], through_zero: bool) -> Traced {
    let Some(op) = program.op(slot) else { return Traced::sound(f64::NAN) };
    let [a, b, c] = operands;
    let (result, inherited, zero_divisor) = match op {
        Op::Const(value) => (value, None, false),
        Op::Input(_) => (a.value, None, false),
        Op::Reduce(..) => return a,
        Op::Unary(unary, _) => (apply_unary(unary, a.value), a.poison, false),
        Op::Binary(binary @ (Binary::And | Binary::Or), ..) => {
            // `x > 0 and 1/x > 2`: a side that decides alone makes the other's poison harmless. What has a value in this
            // very sample decides too, but is no sounder than it.
            let has_value = |side: &Traced| side.poison.is_none_or(|poison| poison.rank() > 0);
            let decides = |side: &Traced| {
                has_value(side)
                    && matches!((binary, side.value == 0.0), (Binary::And, true) | (Binary::Or, false))
            };
            let deciding = [a, b].into_iter().filter(decides).min_by_key(|side| side.poison.is_some());
            if let Some(side) = deciding {
                (f64::from(u8::from(binary == Binary::Or)), side.poison, false)
            } else {
                let clean = |side: Traced| if has_value(&side) { side.value } else { 0.0 };
                (apply_binary(binary, clean(a), clean(b)), worse(a.poison, b.poison), false)
            }
        }
        // All that makes the terms unsound makes the sum so.
        Op::Settle(..) => (settled(a.value, b.value, c.value), a.poison, false),
        Op::Binary(binary, ..) => {
            let zero = binary == Binary::Divide && b.value == 0.0
                || binary == Binary::Power && a.value == 0.0 && b.value < 0.0;
            let result = apply_binary(binary, a.value, b.value);
            let (first, second) = (seen_beside(binary, a, b), seen_beside(binary, b, a));
            (result, worse(first, second), zero)
        }
        Op::Select(..) => {
            let taken = if a.value == 0.0 { c } else { b };
            (taken.value, worse(a.poison, taken.poison), false)
        }
        Op::Native(native, ..) => {
            let poison = worse(a.poison, worse(b.poison, c.poison));
            (program.native(native)([a.value, b.value, c.value]), poison, false)
        }
    };
    let kind = if underflows(op, a.value, b.value, result) {
        Some(FaultKind::Underflow)
    } else if result.is_finite() {
        through_zero.then_some(FaultKind::ThroughZero)
    } else if zero_divisor {
        Some(FaultKind::DivisionByZero)
    } else if result.is_infinite() && !matches!(op, Op::Unary(Unary::Ln | Unary::Log2 | Unary::Log10, _)) {
        Some(FaultKind::Overflow)
    } else {
        Some(FaultKind::Undefined)
    };
    let divides = matches!(op, Op::Binary(Binary::Divide, ..));
    let negative = divides && b.value < 0.0 && kind == Some(FaultKind::ThroughZero);
    let own = kind.map(|kind| Poison { origin: slot, kind, negative });
    Traced { value: result, poison: worse(inherited, own) }
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

/// The one of lower rank of two poisons, or the first.
fn worse(first: Option<Poison>, second: Option<Poison>) -> Option<Poison> {
    first.into_iter().chain(second).min_by_key(Poison::rank)
}
