//! Computes blocks again, sample by sample, to find what has no result.

use super::batch::{Batch, Source, Step};
use super::fault::{self, FaultKind, Traced};
use super::item::Item;
use super::program::{Program, Slot};
use super::state::State;

/// Computes `length` samples of a batch from each of `starts` on, one by one, and counts what spoils the items.
///
/// This is slow, and only needed if an operation has no result or a divisor passes through zero; `through_zero` has
/// the quotients of such divisors.
pub(super) fn trace(
    state: &State<'_>,
    batch: &Batch,
    starts: &[usize],
    length: usize,
    through_zero: &[Slot],
    items: &mut [Item<'_>],
) {
    let operations = operations(batch, through_zero);
    let place = |slot: Slot| batch.steps.binary_search_by_key(&slot, |step| step.slot).ok();
    let places: Vec<Option<usize>> = items.iter().map(|item| place(item.target.slot)).collect();
    let mut values: Vec<Traced> = Vec::with_capacity(operations.len());
    for start in starts {
        for sample in *start..(start + length).min(state.feed.samples) {
            compute(state, &operations, sample, &mut values);
            for (item, place) in items.iter_mut().zip(&places) {
                let traced = place.and_then(|place| values.get(place));
                if let Some(poison) = traced.and_then(|traced| traced.poison) {
                    item.spoiled.add(poison);
                }
            }
        }
    }
}

/// The steps of a batch that are too small to be held in the first sample, or are made of such.
pub(super) fn too_small(state: &State<'_>, batch: &Batch) -> Vec<Slot> {
    let mut values = Vec::with_capacity(batch.steps.len());
    compute(state, &operations(batch, &[]), 0, &mut values);
    let is_too_small =
        |traced: &Traced| traced.poison.is_some_and(|poison| poison.kind == FaultKind::Underflow);
    let steps = batch.steps.iter().zip(&values);
    steps.filter(|(_, traced)| is_too_small(traced)).map(|(step, _)| step.slot).collect()
}

/// Computes one sample of all operations.
fn compute(state: &State<'_>, operations: &[Operation], sample: usize, values: &mut Vec<Traced>) {
    values.clear();
    for Operation { slot, operands, through_zero } in operations {
        let operands = operands.map(|operand| match operand {
            Operand::Step(at) => values.get(at).copied().unwrap_or(Traced::sound(f64::NAN)),
            Operand::Source(Source::Number(slot)) => Traced {
                value: state.known.number(slot),
                poison: state.known.poison.get(&slot).map(|(poison, _)| *poison),
            },
            // Inputs, and columns that are kept or given, are sound.
            Operand::Source(source) => Traced::sound(state.operand(source, sample, 1).at(0)),
        });
        values.push(fault::step(state.program, *slot, operands, *through_zero));
    }
}

fn operations(batch: &Batch, through_zero: &[Slot]) -> Vec<Operation> {
    let place = |slot: Slot| batch.steps.binary_search_by_key(&slot, |step| step.slot).ok();
    let steps = batch.steps.iter();
    let operation = |step: &Step| Operation {
        slot: step.slot,
        operands: operands(step, place),
        through_zero: through_zero.contains(&step.slot),
    };
    steps.map(operation).collect()
}

/// A step with the places of its operands.
struct Operation {
    slot: Slot,
    operands: [Operand; 3],
    through_zero: bool,
}

#[derive(Clone, Copy)]
enum Operand {
    /// The result of a step, by its place.
    Step(usize),
    /// Not a step of this batch.
    Source(Source),
}

fn operands(step: &Step, place: impl Fn(Slot) -> Option<usize>) -> [Operand; 3] {
    let mut operands = step.operands.map(Operand::Source);
    for (operand, slot) in operands.iter_mut().zip(Program::operands(step.op)) {
        if let Some(place) = place(slot) {
            *operand = Operand::Step(place);
        }
    }
    operands
}
