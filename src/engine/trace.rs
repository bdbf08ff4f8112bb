//! Computes blocks again, sample by sample, to find what has no result.

use std::collections::HashMap;

use super::batch::{Batch, Source, Step};
use super::fault::{self, FaultKind, Spoilt, Traced};
use super::item::Item;
use super::program::{Program, Slot};
use super::state::State;

/// Computes `length` samples of a batch from each of `starts` on, one by one, and counts what spoils the items. Returns
/// what spoils the columns of the batch that are kept.
///
/// This is slow, and only needed if an operation has no result or a divisor passes through zero; `through_zero` has
/// the quotients of such divisors, in order.
pub(super) fn trace(
    state: &State<'_>,
    batch: &Batch,
    starts: &[usize],
    length: usize,
    through_zero: &[Slot],
    items: &mut [Item<'_>],
) -> Vec<Spoilt> {
    let operations = operations(batch, through_zero);
    let places = places(batch);
    let place = |slot: Slot| match places.get(&slot) {
        Some(at) => Operand::Step(*at),
        None => Operand::Source(Source::Number(slot)),
    };
    let operand = |(slot, source): (Slot, Source)| match source {
        Source::Kept(_) => Operand::Source(source),
        _ => place(slot),
    };
    let targets: Vec<Operand> = items.iter().map(|item| operand((item.target.slot, item.source))).collect();
    let mut spoilt = vec![Spoilt::new(); batch.keep.len()];
    let own = batch.keep.iter().enumerate().filter(|(_, (_, source))| matches!(source, Source::Column(_)));
    let own: Vec<(usize, Operand)> = own.map(|(at, kept)| (at, operand(*kept))).collect();
    let mut values: Vec<Traced> = Vec::with_capacity(operations.len());
    for start in starts {
        for sample in *start..(start + length).min(state.feed.samples) {
            compute(state, &operations, sample, &mut values);
            for (item, place) in items.iter_mut().zip(&targets) {
                if let Some(poison) = traced(state, &values, *place, sample).poison {
                    item.spoiled.add(poison);
                }
            }
            for (at, place) in &own {
                let poison = traced(state, &values, *place, sample).poison;
                if let (Some(poison), Some(spoilt)) = (poison, spoilt.get_mut(*at)) {
                    spoilt.resize(sample, None);
                    spoilt.push(Some(poison));
                }
            }
        }
    }
    spoilt
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
        let operands = operands.map(|operand| traced(state, values, operand, sample));
        values.push(fault::step(state.program, *slot, operands, *through_zero));
    }
}

/// The value of an operand in one sample, given those of the steps before, with what spoils it.
fn traced(state: &State<'_>, values: &[Traced], operand: Operand, sample: usize) -> Traced {
    match operand {
        Operand::Step(at) => values.get(at).copied().unwrap_or(Traced::sound(f64::NAN)),
        Operand::Source(source) => {
            let poison = match source {
                Source::Number(slot) => state.known.poison.get(&slot).map(|(poison, _)| *poison),
                Source::Kept(at) => {
                    state.kept.get(at as usize).and_then(|kept| kept.spoilt.get(sample).copied().flatten())
                }
                // Inputs and columns that are given are sound.
                _ => None,
            };
            Traced { value: state.operand(source, sample, 1).at(0), poison }
        }
    }
}

/// The place of each step.
fn places(batch: &Batch) -> HashMap<Slot, usize> {
    batch.steps.iter().enumerate().map(|(at, step)| (step.slot, at)).collect()
}

fn operations(batch: &Batch, through_zero: &[Slot]) -> Vec<Operation> {
    let places = places(batch);
    let place = |slot: Slot| places.get(&slot).copied();
    let steps = batch.steps.iter();
    let operation = |step: &Step| Operation {
        slot: step.slot,
        operands: operands(step, place),
        through_zero: through_zero.binary_search(&step.slot).is_ok(),
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
