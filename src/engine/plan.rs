//! Where each slot's values live while a program runs.
//!
//! A slot that no shown slot needs is not computed. One whose value is the same in
//! every sample is computed once. The others share registers of one block of
//! samples each, handed on as soon as the last reader is done, so that memory does
//! not grow with the length of a program.

use super::program::{Op, Program, Slot};
use super::run::Column;

/// Where a slot's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Nowhere: nothing shown needs it.
    Nowhere,
    /// One number, the same in every sample.
    Number,
    /// A block of samples.
    Register(u32),
}

/// The homes of all slots, and how many registers they need.
pub(super) struct Plan {
    pub homes: Vec<Home>,
    pub registers: usize,
}

/// Plans a run; linear in the length of the program.
pub(super) fn plan(program: &Program, inputs: &[Column<'_>], shown: &[Slot]) -> Plan {
    let ops = program.ops();
    let mut last_read: Vec<Option<u32>> = vec![None; ops.len()];
    let never = u32::MAX;
    for slot in shown {
        if let Some(last) = last_read.get_mut(slot.index()) {
            *last = Some(never);
        }
    }
    for (at, op) in ops.iter().enumerate().rev() {
        if last_read.get(at).is_some_and(Option::is_none) {
            continue;
        }
        for operand in Program::operands(*op) {
            if let Some(last @ None) = last_read.get_mut(operand.index()) {
                *last = u32::try_from(at).ok();
            }
        }
    }
    let mut homes = vec![Home::Nowhere; ops.len()];
    let (mut free, mut registers) = (Vec::new(), 0u32);
    for (at, op) in ops.iter().enumerate() {
        if last_read.get(at).is_none_or(Option::is_none) {
            continue;
        }
        let register = |slot: Slot, homes: &[Home]| match homes.get(slot.index()) {
            Some(Home::Register(register)) => Some(*register),
            _ => None,
        };
        let varies = match op {
            Op::Const(_) => false,
            Op::Input(input) => matches!(inputs.get(*input as usize), Some(Column::Many(_))),
            _ => Program::operands(*op).any(|operand| register(operand, &homes).is_some()),
        };
        let home = if varies {
            // The result's register is taken before the operands' are freed: no operation overwrites what it reads.
            let own = free.pop().unwrap_or_else(|| {
                registers += 1;
                registers - 1
            });
            let mut released = [None; 3];
            for (place, operand) in released.iter_mut().zip(Program::operands(*op)) {
                let done = last_read.get(operand.index()).copied().flatten() == u32::try_from(at).ok();
                *place = if done { register(operand, &homes) } else { None };
            }
            for register in released.into_iter().flatten() {
                if !free.contains(&register) {
                    free.push(register);
                }
            }
            Home::Register(own)
        } else {
            Home::Number
        };
        if let Some(place) = homes.get_mut(at) {
            *place = home;
        }
    }
    Plan { homes, registers: registers as usize }
}
