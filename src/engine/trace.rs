//! Computes blocks again, to find in which samples what has no result, and which values that spoils.

use super::batch::{Batch, Source, Step};
use super::block::{fill, is_wrong};
use super::fault::{self, Poison, Spoilt, Traced};
use super::item::Item;
use super::kernel::Operand;
use super::program::{Binary, Op, Slot, Unary};
use super::state::State;

/// Computes `length` samples of a batch from each of `starts` on again, and counts what spoils the items. Returns what
/// spoils each of the columns.
///
/// This is slow, and only needed if an operation has no result or a divisor passes through zero; `through_zero` has
/// the quotients of such divisors, in order. An operation of which neither the results nor the operands are spoilt
/// costs no more than the first time.
pub(super) fn trace(
    state: &mut State<'_>,
    batch: &Batch,
    (starts, length): (&[usize], usize),
    through_zero: &[Slot],
    items: &mut [Item<'_>],
) -> Vec<Spoilt> {
    let is_kept = |at: usize| batch.keep.iter().any(|(_, source)| is_column(*source, at));
    let kept: Vec<bool> = (0..batch.columns.len()).map(is_kept).collect();
    let mut whole: Vec<Spoilt> = vec![Spoilt::new(); batch.columns.len()];
    let mut block = Block {
        start: 0,
        length: 0,
        registers: vec![Spoilt::new(); batch.registers],
        columns: whole.clone(),
    };
    let samples = state.feed.samples;
    for start in starts.iter().copied() {
        (block.start, block.length) = (start, length.min(samples.saturating_sub(start)));
        for step in &batch.steps {
            fill(state, step, start, block.length);
            let own = block.spoilt(state, step, through_zero.binary_search(&step.slot).is_ok());
            if let Some(place) = block.place(step.out) {
                *place = own;
            }
        }
        for item in items.iter_mut() {
            let spoilt = block.of(state, item.source);
            (0..block.length).filter_map(|at| spoilt.at(at)).for_each(|poison| item.spoiled.add(poison));
        }
        for ((whole, own), _) in whole.iter_mut().zip(&block.columns).zip(&kept).filter(|(_, kept)| **kept) {
            if !own.is_empty() {
                whole.resize(samples, None);
                whole.iter_mut().skip(start).zip(own).for_each(|(place, poison)| *place = *poison);
            }
        }
    }
    whole
}

fn is_column(source: Source, at: usize) -> bool {
    matches!(source, Source::Column(column) if column as usize == at)
}

/// What spoils the values of a batch in the block that is being computed.
struct Block {
    start: usize,
    length: usize,
    registers: Vec<Spoilt>,
    columns: Vec<Spoilt>,
}

/// What spoils an operand in a block.
#[derive(Clone, Copy)]
enum Spoils<'s> {
    /// Every sample in the same way, or none.
    All(Option<Poison>),
    Each(&'s [Option<Poison>]),
}

impl Spoils<'_> {
    fn at(self, sample: usize) -> Option<Poison> {
        match self {
            Spoils::All(poison) => poison,
            Spoils::Each(poisons) => poisons.get(sample).copied().flatten(),
        }
    }

    fn is_none(self) -> bool {
        match self {
            Spoils::All(poison) => poison.is_none(),
            Spoils::Each(poisons) => poisons.iter().all(Option::is_none),
        }
    }
}

impl Block {
    fn place(&mut self, source: Source) -> Option<&mut Spoilt> {
        match source {
            Source::Register(at) => self.registers.get_mut(at as usize),
            Source::Column(at) => self.columns.get_mut(at as usize),
            _ => None,
        }
    }

    /// What spoils the values of a source.
    fn of<'s>(&'s self, state: &'s State<'_>, source: Source) -> Spoils<'s> {
        let each =
            |spoilt: Option<&'s Spoilt>| spoilt.map_or(Spoils::All(None), |spoilt| Spoils::Each(spoilt));
        match source {
            Source::Number(slot) => Spoils::All(state.known.poison.get(&slot).map(|(poison, _)| *poison)),
            Source::Register(at) => each(self.registers.get(at as usize)),
            Source::Column(at) => each(self.columns.get(at as usize)),
            Source::Kept(at) => {
                let spoilt = state.kept.get(at as usize).map(|kept| &kept.spoilt);
                let block = spoilt.and_then(|spoilt| spoilt.get(self.start..self.start + self.length));
                Spoils::Each(block.unwrap_or_default())
            }
            // Nothing that is given is spoilt; an input that is not finite spoils what copies it.
            Source::Input(_) | Source::Given(_) => Spoils::All(None),
        }
    }

    /// What spoils the results of a step, which are computed.
    fn spoilt(&self, state: &State<'_>, step: &Step, through_zero: bool) -> Spoilt {
        let Block { start, length, .. } = *self;
        let spoils = match step.op {
            Op::Const(_) | Op::Input(_) => [Spoils::All(None); 3],
            _ => step.operands.map(|source| self.of(state, source)),
        };
        let is_sound = !through_zero && spoils.iter().all(|spoils| spoils.is_none());
        let results = state.operand(step.out, start, length);
        if is_sound && !is_wrong(state, step, start, length) && !may_be_too_small(step.op, results) {
            return Spoilt::new();
        }
        let values = step.operands.map(|source| state.operand(source, start, length));
        let traced = |sample: usize, (value, spoils): (Operand<'_>, Spoils<'_>)| Traced {
            value: value.at(sample),
            poison: spoils.at(sample),
        };
        let [a, b, c] = values;
        let [of_a, of_b, of_c] = spoils;
        (0..length)
            .map(|at| {
                let operands = [(a, of_a), (b, of_b), (c, of_c)].map(|operand| traced(at, operand));
                fault::poison((step.slot, step.op), operands, results.at(at), through_zero)
            })
            .collect()
    }
}

/// Whether some result of an operation may have been too small to be held.
fn may_be_too_small(op: Op, results: Operand<'_>) -> bool {
    let is_small = |value: f64| value.abs() < f64::MIN_POSITIVE;
    matches!(op, Op::Binary(Binary::Multiply | Binary::Divide | Binary::Power, ..) | Op::Unary(Unary::Exp, _))
        && match results {
            Operand::Many(values) => values.iter().any(|value| is_small(*value)),
            Operand::One(value) => is_small(value),
        }
}
