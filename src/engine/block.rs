//! The inner loop: a block of samples of every operation of a batch.

use super::batch::{Source, Step};
use super::kernel::{Operand, any_not_finite, fill_binary, fill_settled, fill_unary, signs};
use super::program::{Binary, Op, Slot};
use super::state::State;

/// The quotients of a batch whose divisors vary, each with whether its divisor is negative in some samples, and
/// positive in some.
pub(super) type Divisors = Vec<(Slot, (bool, bool))>;

/// Computes a block of a batch. Returns whether any result is not finite.
///
/// Every block meets the same quotients in the same order; the first adds them to `divisors`.
pub(super) fn compute(
    state: &mut State<'_>,
    steps: &[Step],
    start: usize,
    length: usize,
    divisors: &mut Divisors,
) -> bool {
    let mut quotients = 0;
    let mut wrong = false;
    for step in steps {
        let [_, divisor, _] = step.operands;
        // `x / x` is 1 on either side of zero.
        if let Op::Binary(Binary::Divide, left, right) = step.op
            && left != right
            && let Operand::Many(divisor) = state.operand(divisor, start, length)
        {
            let (negative, positive) = signs(divisor);
            match divisors.get_mut(quotients) {
                Some((_, (n, p))) => (*n, *p) = (*n | negative, *p | positive),
                None => divisors.push((step.slot, (negative, positive))),
            }
            quotients += 1;
        }
        fill(state, step, start, length);
        wrong |= step.is_checked && is_wrong(state, step, start, length);
    }
    wrong
}

/// Computes a block of one operation.
pub(super) fn fill(state: &mut State<'_>, step: &Step, start: usize, length: usize) {
    // Taken out while it is written, so that the operands can be read.
    let Some((place, from)) = state.out(step.out, start) else { return };
    let mut result = std::mem::take(place);
    let out = result.get_mut(from..from + length).unwrap_or_default();
    let operands = step.operands;
    let operand = |source: Source| state.operand(source, start, length);
    let [a, b, c] = operands;
    match step.op {
        Op::Const(value) => out.fill(value),
        Op::Input(_) | Op::Reduce(..) => match operand(a) {
            Operand::Many(values) => out.iter_mut().zip(values).for_each(|(out, value)| *out = *value),
            Operand::One(value) => out.fill(value),
        },
        Op::Unary(unary, _) => fill_unary(out, operand(a), unary),
        Op::Binary(binary, ..) => fill_binary(out, operand(a), operand(b), binary),
        Op::Select(..) => {
            let (condition, yes, no) = (operand(a), operand(b), operand(c));
            for (sample, out) in out.iter_mut().enumerate() {
                *out = if condition.at(sample) == 0.0 { no.at(sample) } else { yes.at(sample) };
            }
        }
        Op::Settle(..) => fill_settled(out, operand(a), operand(b), operand(c)),
        Op::Native(native, ..) => {
            let (apply, operands) = (state.program.native(native), operands.map(operand));
            for (sample, out) in out.iter_mut().enumerate() {
                *out = apply(operands.map(|operand| operand.at(sample)));
            }
        }
    }
    if let Some((place, _)) = state.out(step.out, start) {
        *place = result;
    }
}

/// Whether any result of a step in the block that was computed last is not finite.
pub(super) fn is_wrong(state: &State<'_>, step: &Step, start: usize, length: usize) -> bool {
    match state.operand(step.out, start, length) {
        Operand::Many(values) => any_not_finite(values),
        Operand::One(value) => !value.is_finite(),
    }
}
