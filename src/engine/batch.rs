//! Batches: which operations are computed together, block by block, and where their values live meanwhile.
//!
//! A batch computes a few wanted slots, whose whole columns are open at the same time, and whatever they need. Memory
//! does not grow with the number of wanted slots. A few columns are kept for the batches that follow.

use super::kernel::passes_on;
use super::program::{Op, Program, Slot, Statistic};
use super::readers::Readers;
use super::schedule::{Level, Reduce, Schedule, Wanted};

/// A slot that varies and that a level computes, and what for.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub slot: Slot,
    /// Its indices among the wanted slots.
    pub wanted: Vec<usize>,
    /// Whether its values are asked for, rather than only whether it has some.
    pub is_read: bool,
    /// The statistics of it.
    pub reduces: Vec<Reduce>,
}

impl Target {
    /// Whether its whole column is needed.
    pub fn is_whole(&self) -> bool {
        self.is_read || self.reduces.iter().any(|reduce| reduce.statistic == Statistic::Quantile)
    }
}

/// The slots that a level computes, in order, less those whose distribution is known exactly.
pub(super) fn targets(
    level: &Level,
    is_exact: impl Fn(&Wanted) -> bool,
    has_exact: impl Fn(&Reduce) -> bool,
) -> Vec<Target> {
    let target = |slot: Slot| Target { slot, wanted: Vec::new(), is_read: false, reduces: Vec::new() };
    let wanted = level.wanted.iter().filter(|wanted| !is_exact(wanted));
    let reduces = level.reduces.iter().filter(|reduce| !has_exact(reduce));
    let mut all: Vec<Target> = wanted
        .map(|wanted| Target { wanted: vec![wanted.at], is_read: wanted.is_read, ..target(wanted.slot) })
        .chain(reduces.map(|reduce| Target { reduces: vec![*reduce], ..target(reduce.of) }))
        .collect();
    // Stable, so that the wanted slots and the statistics of a slot stay in order.
    all.sort_by_key(|target| target.slot);
    all.dedup_by(|next, target| {
        let same = next.slot == target.slot;
        if same {
            target.wanted.append(&mut next.wanted);
            target.is_read |= next.is_read;
            target.reduces.append(&mut next.reduces);
        }
        same
    });
    all
}

/// Where a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The number of a slot that does not vary.
    Number(Slot),
    /// The column of an input.
    Input(u32),
    /// A register, which holds one block.
    Register(u32),
    /// A column of this batch.
    Column(u32),
    /// A column that is kept from an earlier batch.
    Kept(u32),
    /// A column that was known before the run.
    Given(u32),
}

/// An operation of a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub slot: Slot,
    pub op: Op,
    /// Where its values are written: a register or a column.
    pub out: Source,
    /// Where its operands are; an input is its own operand.
    pub operands: [Source; 3],
    /// Whether its values are checked for being finite. If they are not checked, another operation's are not finite
    /// where these are not.
    pub is_checked: bool,
}

/// Operations that are computed together.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    /// The operations, in order.
    pub steps: Vec<Step>,
    /// Where the values of each of its targets are.
    pub targets: Vec<Source>,
    /// The slots that have a whole column each.
    pub columns: Vec<Slot>,
    /// The number of registers.
    pub registers: usize,
    /// The columns that are kept for later batches if nothing went wrong.
    pub keep: Vec<(Slot, Source)>,
}

/// How many columns may be open in a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// The number of targets whose whole columns are open.
    pub open: usize,
    /// The number of columns that are kept from earlier batches, and the number that a batch makes for later ones.
    pub kept: usize,
}

/// Plans batches one after the other.
#[derive(Debug)]
pub(super) struct Batcher<'p> {
    program: &'p Program,
    schedule: &'p Schedule,
    readers: Option<&'p Readers>,
    /// Where the values of each slot are, in the batch that is being planned.
    homes: Vec<Option<Source>>,
    /// The place of each slot among the steps of that batch.
    places: Vec<u32>,
}

/// Marks a slot that is a step and has no register yet.
const UNPLACED: Option<Source> = Some(Source::Register(u32::MAX));

impl<'p> Batcher<'p> {
    /// Starts planning; `given` are the slots whose columns are known.
    pub fn new(program: &'p Program, schedule: &'p Schedule, given: &[Slot]) -> Batcher<'p> {
        let length = program.ops().len();
        let mut batcher = Batcher {
            program,
            schedule,
            readers: None,
            homes: vec![None; length],
            places: vec![u32::MAX; length],
        };
        for (at, slot) in given.iter().enumerate() {
            batcher.set_home(*slot, Some(Source::Given(index(at))));
        }
        batcher
    }

    /// From now on keeps columns for later batches.
    pub fn keep_columns(&mut self, readers: &'p Readers) {
        self.readers = Some(readers);
    }

    /// Plans the computing of the first of some targets, those that have room together. `kept` are the slots whose
    /// columns are kept from earlier batches.
    pub fn next(&mut self, left: &[Target], kept: &[Slot], room: Room) -> Batch {
        let mut open = 0;
        let end = left.iter().position(|target| {
            open += usize::from(target.is_whole());
            open > room.open
        });
        let targets = left.get(..end.unwrap_or(left.len())).unwrap_or_default();
        let done = targets.last().map_or(0, |target| target.slot.index());
        for (at, slot) in kept.iter().enumerate() {
            self.set_home(*slot, Some(Source::Kept(index(at))));
        }
        let steps = self.collect(targets);
        for (at, slot) in steps.iter().enumerate() {
            if let Some(place) = self.places.get_mut(slot.index()) {
                *place = index(at);
            }
        }
        let columns = self.columns(targets, &steps, done, room);
        for (at, slot) in columns.iter().enumerate() {
            self.set_home(*slot, Some(Source::Column(index(at))));
        }
        let registers = self.registers(targets, &steps);
        let is_checked = self.checked(&steps);
        let step = |(slot, is_checked): (&Slot, bool)| self.step(*slot, is_checked);
        let batch = Batch {
            steps: steps.iter().zip(is_checked).filter_map(step).collect(),
            targets: targets.iter().map(|target| self.source(target.slot)).collect(),
            keep: self.keep(kept, &columns, done, room),
            columns,
            registers,
        };
        for slot in steps.iter().chain(kept) {
            self.set_home(*slot, None);
        }
        for slot in &steps {
            if let Some(place) = self.places.get_mut(slot.index()) {
                *place = u32::MAX;
            }
        }
        batch
    }

    /// The columns that later operations than `done` read soonest, out of those that are kept and those that a batch
    /// makes.
    fn keep(&self, kept: &[Slot], columns: &[Slot], done: usize, room: Room) -> Vec<(Slot, Source)> {
        let Some(readers) = self.readers else { return Vec::new() };
        let kept = kept.iter().enumerate().map(|(at, slot)| (*slot, Source::Kept(index(at))));
        let own = columns.iter().enumerate().map(|(at, slot)| (*slot, Source::Column(index(at))));
        let read = |(slot, source): (Slot, Source)| Some((readers.next(slot, done)?, slot, source));
        let mut ranked: Vec<_> = kept.chain(own).filter_map(read).collect();
        ranked.sort_unstable_by_key(|(next, slot, _)| (*next, *slot));
        ranked.into_iter().take(room.kept).map(|(_, slot, source)| (slot, source)).collect()
    }

    fn set_home(&mut self, slot: Slot, source: Option<Source>) {
        if let Some(home) = self.homes.get_mut(slot.index()) {
            *home = source;
        }
    }

    /// Where the values of a slot are.
    fn source(&self, slot: Slot) -> Source {
        match (self.homes.get(slot.index()), self.program.op(slot)) {
            (Some(Some(source)), _) => *source,
            (_, Some(Op::Input(input))) if self.schedule.varies(slot) => Source::Input(input),
            _ => Source::Number(slot),
        }
    }

    fn place(&self, slot: Slot) -> Option<usize> {
        self.places.get(slot.index()).filter(|place| **place != u32::MAX).map(|place| *place as usize)
    }

    fn operands(&self, slot: Slot) -> impl Iterator<Item = Slot> + use<> {
        self.program.op(slot).into_iter().flat_map(Program::operands)
    }

    /// The slots that are computed for some targets, in order.
    fn collect(&mut self, targets: &[Target]) -> Vec<Slot> {
        let mut steps: Vec<Slot> = Vec::new();
        let mut open: Vec<Slot> = targets.iter().map(|target| target.slot).collect();
        while let Some(slot) = open.pop() {
            let Some(home @ None) = self.homes.get_mut(slot.index()) else { continue };
            *home = UNPLACED;
            steps.push(slot);
            open.extend(self.operands(slot).filter(|operand| self.schedule.varies(*operand)));
        }
        steps.sort_unstable();
        self.with_inputs_late(&steps)
    }

    /// Moves each input to its first reader, so that few registers are in use at a time.
    fn with_inputs_late(&self, steps: &[Slot]) -> Vec<Slot> {
        let is_input = |slot: &Slot| matches!(self.program.op(*slot), Some(Op::Input(_)));
        let mut late = Vec::with_capacity(steps.len());
        let mut is_placed = vec![false; steps.iter().take_while(|slot| is_input(slot)).count()];
        for slot in steps.iter().skip(is_placed.len()) {
            for operand in self.operands(*slot) {
                // Those among the first steps; the others follow each other as they are.
                if let Ok(at) = steps.binary_search(&operand)
                    && let Some(placed @ false) = is_placed.get_mut(at)
                {
                    *placed = true;
                    late.push(operand);
                }
            }
            late.push(*slot);
        }
        let unread = steps.iter().zip(is_placed).filter(|(_, is_placed)| !is_placed);
        late.extend(unread.map(|(slot, _)| *slot));
        late
    }

    /// The steps that have a column: the targets that need one, and what later batches read soonest.
    fn columns(&self, targets: &[Target], steps: &[Slot], done: usize, room: Room) -> Vec<Slot> {
        let is_step = |target: &&Target| self.place(target.slot).is_some();
        let whole = targets.iter().filter(|target| target.is_whole()).filter(is_step);
        let mut columns: Vec<Slot> = whole.map(|target| target.slot).collect();
        if let Some(readers) = self.readers.filter(|_| room.kept > 0) {
            let is_input = |slot: Slot| matches!(self.program.op(slot), Some(Op::Input(_)));
            let free = steps.iter().copied().filter(|slot| !is_input(*slot) && !columns.contains(slot));
            let mut read: Vec<(usize, Slot)> =
                free.filter_map(|slot| Some((readers.next(slot, done)?, slot))).collect();
            read.sort_unstable();
            columns.extend(read.into_iter().take(room.kept).map(|(_, slot)| slot));
        }
        columns
    }

    /// Assigns registers to the steps that have no column. A register is used again after its last reader. Returns the
    /// number of registers.
    fn registers(&mut self, targets: &[Target], steps: &[Slot]) -> usize {
        // The last reader of each step, by its place among the steps.
        let mut last: Vec<usize> = (0..steps.len()).collect();
        for (at, step) in steps.iter().enumerate() {
            for operand in self.operands(*step) {
                if let Some(last) = self.place(operand).and_then(|place| last.get_mut(place)) {
                    *last = at;
                }
            }
        }
        for target in targets {
            if let Some(last) = self.place(target.slot).and_then(|place| last.get_mut(place)) {
                *last = usize::MAX;
            }
        }
        let (mut free, mut count) = (Vec::new(), 0_u32);
        for (at, step) in steps.iter().enumerate() {
            if let Some(home) = self.homes.get_mut(step.index()).filter(|home| **home == UNPLACED) {
                // Taken before those of the operands are free: no operation overwrites what it reads.
                *home = Some(Source::Register(free.pop().unwrap_or_else(|| {
                    count += 1;
                    count - 1
                })));
            }
            for operand in self.operands(*step) {
                let is_done = self.place(operand).is_some_and(|place| last.get(place) == Some(&at));
                // An operation may read one slot more than once.
                if let (true, Source::Register(register)) = (is_done, self.source(operand))
                    && !free.iter().rev().take(2).any(|other| *other == register)
                {
                    free.push(register);
                }
            }
        }
        count as usize
    }

    /// Whether each step must be checked for values that are not finite.
    fn checked(&self, steps: &[Slot]) -> Vec<bool> {
        let mut checked = vec![true; steps.len()];
        for op in steps.iter().filter_map(|step| self.program.op(*step)) {
            for operand in Program::operands(op).filter(|operand| passes_on(op, *operand)) {
                if let Some(checked) = self.place(operand).and_then(|place| checked.get_mut(place)) {
                    *checked = false;
                }
            }
        }
        checked
    }

    fn step(&self, slot: Slot, is_checked: bool) -> Option<Step> {
        let op = self.program.op(slot)?;
        let own = match op {
            Op::Input(input) => Source::Input(input),
            _ => Source::Number(slot),
        };
        let mut operands = [own; 3];
        for (place, operand) in operands.iter_mut().zip(Program::operands(op)) {
            *place = self.source(operand);
        }
        Some(Step { slot, op, out: self.source(slot), operands, is_checked })
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
