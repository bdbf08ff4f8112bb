//! The operations that make a slot vary, computed for single values of its inputs.

use std::collections::HashMap;

use super::kernel::apply;
use super::program::{Op, Program, Slot};
use super::state::State;

/// The most operations. What takes more is read from samples.
const MOST: usize = 256;

/// The operations between the inputs and a slot.
#[derive(Clone, Debug)]
pub(super) struct Cone {
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    op: Op,
    operands: [Operand; 3],
}

#[derive(Clone, Copy, Debug)]
enum Operand {
    Number(f64),
    /// The result of a step, by its place.
    Step(usize),
}

impl Cone {
    /// The operations of a slot that varies. Returns `None` if they are very many.
    pub fn of(state: &State<'_>, slot: Slot) -> Option<Cone> {
        let slots = varying(state, slot)?;
        let mut places: HashMap<Slot, usize> = HashMap::with_capacity(slots.len());
        let mut steps = Vec::with_capacity(slots.len());
        for (at, slot) in slots.into_iter().enumerate() {
            let op = state.program.op(slot)?;
            let operand = |slot: Slot| match places.get(&slot) {
                Some(place) => Operand::Step(*place),
                None => Operand::Number(state.known.number(slot)),
            };
            let mut operands = [Operand::Number(f64::NAN); 3];
            for (place, slot) in operands.iter_mut().zip(Program::operands(op)) {
                *place = operand(slot);
            }
            steps.push(Step { op, operands });
            places.insert(slot, at);
        }
        Some(Cone { steps })
    }

    /// The same operations, where the inputs are read by other numbers.
    pub fn renumbered(mut self, number: impl Fn(u32) -> Option<u32>) -> Option<Cone> {
        for step in &mut self.steps {
            if let Op::Input(input) = &mut step.op {
                *input = number(*input)?;
            }
        }
        Some(self)
    }

    /// The value of the slot, where `input` gives those of the inputs. `values` is room for the steps.
    pub fn at(&self, program: &Program, values: &mut Vec<f64>, input: impl Fn(u32) -> f64) -> f64 {
        values.clear();
        for Step { op, operands } in &self.steps {
            let operands = operands.map(|operand| match operand {
                Operand::Number(number) => number,
                Operand::Step(at) => values.get(at).copied().unwrap_or(f64::NAN),
            });
            values.push(match op {
                Op::Input(number) => input(*number),
                _ => apply(program, *op, operands),
            });
        }
        values.last().copied().unwrap_or(f64::NAN)
    }
}

/// The slots that vary and that a slot needs, itself included, in order. Returns `None` if they are very many.
pub(super) fn varying(state: &State<'_>, slot: Slot) -> Option<Vec<Slot>> {
    let mut slots = vec![slot];
    let mut next = 0;
    while let Some(slot) = slots.get(next).copied() {
        next += 1;
        for operand in state.program.op(slot).into_iter().flat_map(Program::operands) {
            if state.schedule.varies(operand) && !slots.contains(&operand) {
                slots.push(operand);
            }
        }
        if slots.len() > MOST {
            return None;
        }
    }
    slots.sort_unstable();
    Some(slots)
}
