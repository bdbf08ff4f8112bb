//! The inner loop: a block of samples of every operation of a batch.

use super::kernel::{Operand, any_not_finite, fill_binary, fill_unary, signs};
use super::machine::Machine;
use super::program::{Binary, Op, Slot};
use super::run::Column;
use super::schedule::{Batch, Home};

impl Machine<'_> {
    /// The values of a slot over a block.
    pub(super) fn operand(&self, slot: Slot, start: usize, length: usize) -> Operand<'_> {
        let (column, start) = match self.home(slot) {
            Home::Elsewhere => return self.elsewhere(slot, start, length),
            Home::Register(register) => (self.registers.get(register as usize), 0),
            Home::Column(column) => (self.columns.get(column as usize), start.min(self.held)),
            Home::Kept(place) => (self.kept.get(place as usize).map(|(_, column)| column), start),
        };
        Operand::Many(column.and_then(|column| column.get(start..start + length)).unwrap_or_default())
    }

    /// A plain number, or a block of an input.
    pub(super) fn elsewhere(&self, slot: Slot, start: usize, length: usize) -> Operand<'_> {
        match (self.program.op(slot), self.varies(slot)) {
            (Some(Op::Input(input)), true) => match self.feed.columns.get(input as usize) {
                Some(Column::Sampled(drawn)) => Operand::Many(drawn.samples(start, length)),
                Some(Column::Many(values)) => {
                    Operand::Many(values.get(start..start + length).unwrap_or_default())
                }
                Some(Column::One(value)) => Operand::One(*value),
                None => Operand::One(f64::NAN),
            },
            _ => Operand::One(self.number(slot)),
        }
    }

    /// Computes a block of what varies; true if any result is not finite.
    ///
    /// For each quotient whose divisor varies, `divisors` gets which signs the divisor has.
    pub(super) fn compute_block(
        &mut self,
        batch: &Batch,
        start: usize,
        length: usize,
        divisors: &mut Vec<(Slot, (bool, bool))>,
    ) -> bool {
        let mut quotients = 0;
        let mut wrong = false;
        for (step, looked_at) in batch.steps.iter().zip(&batch.looked_at) {
            let (home, Some(op)) = (self.home(*step), self.program.op(*step)) else { continue };
            // Taken out while it is written, so that the operands can be read.
            let mut result = match home {
                Home::Register(at) => self.registers.get_mut(at as usize).map(std::mem::take),
                Home::Column(at) => self.columns.get_mut(at as usize).map(std::mem::take),
                Home::Elsewhere | Home::Kept(_) => None,
            }
            .unwrap_or_default();
            let from = if matches!(home, Home::Column(_)) { start.min(self.held) } else { 0 };
            let out = result.get_mut(from..from + length).unwrap_or_default();
            let operand = |slot: Slot| self.operand(slot, start, length);
            match op {
                Op::Const(value) => out.fill(value),
                Op::Input(_) => match self.elsewhere(*step, start, length) {
                    Operand::Many(values) => {
                        out.iter_mut().zip(values).for_each(|(out, value)| *out = *value)
                    }
                    Operand::One(value) => out.fill(value),
                },
                Op::Unary(unary, a) => fill_unary(out, operand(a), unary),
                Op::Binary(binary, left, right) => {
                    let (a, b) = (operand(left), operand(right));
                    // `x / x` is 1 on either side of zero.
                    if let (Binary::Divide, Operand::Many(divisor), false) = (binary, b, left == right) {
                        let (negative, positive) = signs(divisor);
                        // Every block meets the same quotients in the same order.
                        match divisors.get_mut(quotients) {
                            Some((_, (n, p))) => (*n, *p) = (*n | negative, *p | positive),
                            None => divisors.push((*step, (negative, positive))),
                        }
                        quotients += 1;
                    }
                    fill_binary(out, a, b, binary);
                }
                Op::Select(condition, yes, no) => {
                    let (condition, yes, no) = (operand(condition), operand(yes), operand(no));
                    for (sample, out) in out.iter_mut().enumerate() {
                        *out = if condition.at(sample) == 0.0 { no.at(sample) } else { yes.at(sample) };
                    }
                }
                Op::Native(native, a, b, c) => {
                    let (apply, operands) = (self.program.native(native), [a, b, c].map(operand));
                    for (sample, out) in out.iter_mut().enumerate() {
                        *out = apply(operands.map(|operand| operand.at(sample)));
                    }
                }
                Op::Reduce(..) => out.fill(self.number(*step)),
            }
            wrong |= *looked_at && any_not_finite(out);
            let place = match home {
                Home::Register(at) => self.registers.get_mut(at as usize),
                Home::Column(at) => self.columns.get_mut(at as usize),
                Home::Elsewhere | Home::Kept(_) => None,
            };
            if let Some(place) = place {
                *place = result;
            }
        }
        wrong
    }
}
