//! Operations without a result, and which results they spoil.
//!
//! The fast path only notes that some number was not finite. Here the operations run once more, sample
//! by sample, and carry *poison*: the operation that had no result. A conditional drops it together
//! with the side not taken, and so do `and` and `or` with a side that did not decide.

use super::kernel::{apply_binary, apply_unary};
use super::program::{Binary, Function, Native, Op, Slot, Unary};

/// Why an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// `1 / 0`.
    DivisionByZero,
    /// A result beyond what an `f64` holds.
    Overflow,
    /// `ln(-1)`, `0^-1`, `sqrt(-1)`.
    Undefined,
    /// `1 / x` where `x` is negative in some worlds and positive in others: between them the quotient goes to
    /// infinity, though no sample may meet it. [`Fault::samples`] are those on the rarer side.
    ThroughZero,
}

/// An operation without a result that a shown slot depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The operation.
    pub origin: Slot,
    /// What happened there.
    pub kind: FaultKind,
    /// Which of the shown slots it spoils, by index.
    pub shown: usize,
    /// In how many samples.
    pub samples: usize,
}

/// What spoils a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Poison {
    /// The operation without a result.
    pub origin: Slot,
    /// What happened there.
    pub kind: FaultKind,
    /// Of a quotient through zero, whether the divisor is negative in this sample.
    pub negative: bool,
}

/// In how many samples what spoils a result.
#[derive(Clone, Debug, Default)]
pub(super) struct Spoiled {
    counts: Vec<(Poison, usize)>,
}

impl Spoiled {
    /// One more sample.
    pub fn add(&mut self, poison: Poison) {
        match self.counts.iter_mut().find(|(known, _)| *known == poison) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((poison, 1)),
        }
    }

    /// What does spoil it, each with its samples. A quotient through zero does so only if both sides of zero are
    /// met: where a condition keeps to one side, nothing is wrong.
    pub fn found(&self) -> impl Iterator<Item = (Poison, usize)> {
        self.counts.iter().filter_map(|(poison, count)| {
            if poison.kind != FaultKind::ThroughZero {
                return Some((*poison, *count));
            }
            let other = Poison { negative: !poison.negative, ..*poison };
            let (_, opposite) = self.counts.iter().find(|(known, _)| *known == other)?;
            // Said once, for the rarer side.
            let rarer = count < opposite || (count == opposite && poison.negative);
            rarer.then_some((Poison { negative: false, ..*poison }, *count))
        })
    }
}

/// What a sample's slots hold while it is traced.
pub(super) trait Known {
    /// The number in a slot.
    fn value(&self, slot: Slot) -> f64;
    /// What spoils it.
    fn poison(&self, slot: Slot) -> Option<Poison>;
    /// A function written in Rust.
    fn native(&self, native: Native) -> Function;
    /// The number of an input.
    fn input(&self, input: u32) -> f64;
    /// Whether a quotient's divisor is negative in some samples and positive in others.
    fn through_zero(&self, slot: Slot) -> bool;
}

/// One operation in one sample, with what spoils it. Numbers about all worlds are known beforehand.
pub(super) fn step(op: Op, slot: Slot, known: &impl Known) -> (f64, Option<Poison>) {
    let value = |slot: Slot| known.value(slot);
    let bad = |slot: Slot| known.poison(slot);
    let (result, inherited, zero_divisor) = match op {
        Op::Const(value) => (value, None, false),
        Op::Input(input) => (known.input(input), None, false),
        Op::Reduce(..) => return (value(slot), bad(slot)),
        Op::Unary(unary, a) => (apply_unary(unary, value(a)), bad(a), false),
        Op::Binary(binary @ (Binary::And | Binary::Or), a, b) => {
            // `x > 0 and 1/x > 2`: a side that decides alone makes the other's poison harmless.
            let decides = |slot: Slot| {
                bad(slot).is_none()
                    && matches!((binary, value(slot) == 0.0), (Binary::And, true) | (Binary::Or, false))
            };
            if decides(a) || decides(b) {
                (f64::from(u8::from(binary == Binary::Or)), None, false)
            } else {
                let clean = |slot: Slot| if bad(slot).is_some() { 0.0 } else { value(slot) };
                (apply_binary(binary, clean(a), clean(b)), worse(bad(a), bad(b)), false)
            }
        }
        Op::Binary(binary, a, b) => {
            let worse = worse(bad(a), bad(b));
            let zero = binary == Binary::Divide && value(b) == 0.0
                || binary == Binary::Power && value(a) == 0.0 && value(b) < 0.0;
            (apply_binary(binary, value(a), value(b)), worse, zero)
        }
        Op::Select(condition, yes, no) => {
            let taken = if value(condition) == 0.0 { no } else { yes };
            (value(taken), worse(bad(condition), bad(taken)), false)
        }
        Op::Native(native, a, b, c) => {
            (known.native(native)([a, b, c].map(value)), worse(bad(a), worse(bad(b), bad(c))), false)
        }
    };
    let divisor = match op {
        Op::Binary(Binary::Divide, _, divisor) => value(divisor),
        _ => 1.0,
    };
    let kind = if result.is_finite() {
        known.through_zero(slot).then_some(FaultKind::ThroughZero)
    } else if zero_divisor {
        Some(FaultKind::DivisionByZero)
    } else if result.is_infinite() && !matches!(op, Op::Unary(Unary::Ln | Unary::Log2 | Unary::Log10, _)) {
        Some(FaultKind::Overflow)
    } else {
        Some(FaultKind::Undefined)
    };
    let negative = divisor < 0.0 && kind == Some(FaultKind::ThroughZero);
    (result, worse(inherited, kind.map(|kind| Poison { origin: slot, kind, negative })))
}

/// Of two things that spoil a number the first, but rather one that does so in this sample by itself.
fn worse(first: Option<Poison>, second: Option<Poison>) -> Option<Poison> {
    let by_itself = |poison: &Poison| poison.kind != FaultKind::ThroughZero;
    first.filter(by_itself).or(second.filter(by_itself)).or(first).or(second)
}
