//! Looking once more, sample by sample, at what had no result.

use super::fault::{self, Fault, Known, Poison};
use super::machine::{Item, Machine};
use super::program::{Function, Native, Op, Program, Slot};
use super::run::{BLOCK, Column};
use super::schedule::{Batch, Home, Schedule, slot_of};

impl<'a> Machine<'a> {
    /// The operations of a level that have one number, in order.
    fn number_steps(&self, level: u32) -> impl Iterator<Item = usize> + use<'a> {
        let Schedule { varies, needed, levels, .. } = &self.schedule;
        let own: Vec<usize> = (0..self.program.ops().len())
            .filter(|at| {
                needed.get(*at) == Some(&true)
                    && varies.get(*at) == Some(&false)
                    && levels.get(*at) == Some(&level)
            })
            .collect();
        own.into_iter()
    }

    /// Finds what spoils a level's plain numbers.
    pub(super) fn trace_numbers(&mut self, level: u32) {
        for at in self.number_steps(level) {
            let slot = slot_of(at);
            let Some(op) = self.program.op(slot) else { continue };
            if self.feed.pin(slot).is_some() {
                continue;
            }
            let of_constant = match op {
                Op::Reduce(_, of, _) if !self.varies(of) => self.poison.get(&of).copied(),
                _ => None,
            };
            let numbers = Numbers { machine: self };
            let (_, bad) = fault::step(op, slot, &numbers);
            let bad = of_constant.map(|(poison, _)| poison).or(bad);
            if let Some(poison) = bad {
                let operands = Program::operands(op).filter_map(|operand| self.poison.get(&operand));
                // In as many samples as that which spoils it.
                let samples =
                    operands.filter(|(other, _)| *other == poison).map(|(_, samples)| *samples).max();
                let own = self.poison.get(&slot).map(|(_, samples)| *samples);
                let samples = own.or(samples).unwrap_or(self.feed.samples);
                self.poison.insert(slot, (poison, samples));
            }
        }
    }

    /// Runs blocks sample by sample with poison, and notes what spoils the items.
    ///
    /// This is slow, and only happens when something has no result, or a divisor passes through zero.
    pub(super) fn trace(
        &mut self,
        batch: &Batch,
        starts: &[usize],
        through_zero: &[Slot],
        items: &mut [Item],
    ) {
        let mut places = vec![u32::MAX; self.program.ops().len()];
        for (at, step) in batch.steps.iter().enumerate() {
            if let (Some(place), Ok(at)) = (places.get_mut(step.index()), u32::try_from(at)) {
                *place = at;
            }
        }
        let mut traced =
            Traced { machine: self, sample: 0, places: &places, values: Vec::new(), through_zero };
        for start in starts {
            for sample in *start..(start + BLOCK).min(self.feed.samples) {
                traced.sample = sample;
                traced.values.clear();
                for step in &batch.steps {
                    let Some(op) = self.program.op(*step) else { continue };
                    let result = fault::step(op, *step, &traced);
                    traced.values.push(result);
                }
                for item in items.iter_mut() {
                    if let Some(poison) = traced.poison(item.slot) {
                        item.spoiled.add(poison);
                    }
                }
            }
        }
        let mut faults = Vec::new();
        for item in items.iter() {
            for (Poison { origin, kind, .. }, samples) in item.spoiled.found() {
                let fault = |shown: &usize| Fault { origin, kind, shown: *shown, samples };
                faults.extend(item.shown.iter().map(fault));
            }
        }
        self.findings.faults.extend(faults);
    }
}

/// The plain numbers of a machine.
struct Numbers<'m, 'a> {
    machine: &'m Machine<'a>,
}

impl Known for Numbers<'_, '_> {
    fn value(&self, slot: Slot) -> f64 {
        self.machine.number(slot)
    }

    fn poison(&self, slot: Slot) -> Option<Poison> {
        self.machine.poison.get(&slot).map(|(poison, _)| *poison)
    }

    fn native(&self, native: Native) -> Function {
        self.machine.program.native(native)
    }

    fn input(&self, input: u32) -> f64 {
        self.machine.input(input)
    }

    fn through_zero(&self, _: Slot) -> bool {
        false
    }
}

/// A sample of a machine that is being traced.
struct Traced<'m, 'a> {
    machine: &'m Machine<'a>,
    sample: usize,
    /// The place of each slot among the steps.
    places: &'m [u32],
    /// The steps so far.
    values: Vec<(f64, Option<Poison>)>,
    /// The quotients whose divisors pass through zero.
    through_zero: &'m [Slot],
}

impl Traced<'_, '_> {
    fn step(&self, slot: Slot) -> Option<&(f64, Option<Poison>)> {
        self.places.get(slot.index()).and_then(|place| self.values.get(*place as usize))
    }
}

impl Known for Traced<'_, '_> {
    fn value(&self, slot: Slot) -> f64 {
        if let Some((value, _)) = self.step(slot) {
            return *value;
        }
        // Not a step of this batch: a number, an input, or a column that is kept, which nothing spoils.
        match self.machine.home(slot) {
            Home::Kept(_) => self.machine.operand(slot, self.sample, 1).at(0),
            _ => self.machine.elsewhere(slot, self.sample, 1).at(0),
        }
    }

    fn poison(&self, slot: Slot) -> Option<Poison> {
        match self.step(slot) {
            Some((_, poison)) => *poison,
            None => self.machine.poison.get(&slot).map(|(poison, _)| *poison),
        }
    }

    fn native(&self, native: Native) -> Function {
        self.machine.program.native(native)
    }

    fn input(&self, input: u32) -> f64 {
        match self.machine.feed.columns.get(input as usize) {
            Some(Column::One(value)) => *value,
            Some(Column::Many(values)) => values.get(self.sample).copied().unwrap_or(f64::NAN),
            Some(Column::Sampled(drawn)) => {
                drawn.samples(self.sample, 1).first().copied().unwrap_or(f64::NAN)
            }
            None => f64::NAN,
        }
    }

    fn through_zero(&self, slot: Slot) -> bool {
        self.through_zero.contains(&slot)
    }
}
