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
    let mut is_wrong = false;
    for step in steps {
        // Taken out while it is written, so that the operands can be read.
        let Some((place, from)) = state.out(step.out, start) else { continue };
        let mut result = std::mem::take(place);
        let out = result.get_mut(from..from + length).unwrap_or_default();
        let operands = step.operands;
        let operand = |source: Source| state.operand(source, start, length);
        let [a, b, c] = operands;
        match step.op {
            Op::Const(value) => out.fill(value),
            Op::Input(input) => state.fill(input, start, out),
            Op::Reduce(..) => match operand(a) {
                Operand::Many(values) => out.iter_mut().zip(values).for_each(|(out, value)| *out = *value),
                Operand::One(value) => out.fill(value),
            },
            Op::Unary(unary, _) => fill_unary(out, operand(a), unary),
            Op::Binary(binary, left, right) => {
                let (a, b) = (operand(a), operand(b));
                // `x / x` is 1 on either side of zero.
                if let (Binary::Divide, Operand::Many(divisor), false) = (binary, b, left == right) {
                    let (negative, positive) = signs(divisor);
                    match divisors.get_mut(quotients) {
                        Some((_, (n, p))) => (*n, *p) = (*n | negative, *p | positive),
                        None => divisors.push((step.slot, (negative, positive))),
                    }
                    quotients += 1;
                }
                fill_binary(out, a, b, binary);
            }
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
        is_wrong |= step.is_checked && any_not_finite(out);
        if let Some((place, _)) = state.out(step.out, start) {
            *place = result;
        }
    }
    is_wrong
}
