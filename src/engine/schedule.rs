//! What is computed when, and where it lives meanwhile.
//!
//! A slot's *level* is the number of statistics on its longest path: what is of level 1 needs a number
//! about all worlds of something of level 0. A level's plain numbers are computed once; what varies is
//! computed in *batches*, each for a few results whose whole columns are open at a time,
//! so that memory does not grow with the number of results. A batch computes what its
//! results need and nothing else; a few columns of earlier batches are kept for those that follow.

use std::rc::Rc;

use super::kernel::passes_on;
use super::program::{Op, Program, Slot};

/// A slot that depends on more inputs than this is said to depend on one more, whichever they are.
pub(super) const MOST_INPUTS: usize = 64;

/// Where a slot's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// One number, an input's own column, or nowhere.
    Elsewhere,
    /// A block of samples.
    Register(u32),
    /// A whole column of this batch.
    Column(u32),
    /// A whole column of an earlier batch.
    Kept(u32),
}

/// What a run computes, apart from batches.
pub(super) struct Schedule {
    /// Whether a slot differs between worlds.
    pub varies: Vec<bool>,
    /// Whether anything shown needs it.
    pub needed: Vec<bool>,
    /// How many statistics are on its longest path.
    pub levels: Vec<u32>,
    /// The inputs that make a slot vary, in order; empty if nothing at all varies.
    inputs: Vec<Rc<[u32]>>,
}

/// For each slot, the operations that read it, first to last.
pub(super) struct Readers {
    /// Where each slot's readers begin.
    starts: Vec<u32>,
    readers: Vec<u32>,
}

impl Schedule {
    /// Plans a run; linear in the length of the program.
    pub fn new(
        program: &Program,
        shown: &[Slot],
        input_varies: impl Fn(u32) -> bool,
        pinned: impl Fn(Slot) -> bool,
    ) -> Schedule {
        let ops = program.ops();
        let mut needed = vec![false; ops.len()];
        for slot in shown {
            if let Some(needed) = needed.get_mut(slot.index()) {
                *needed = true;
            }
        }
        for (at, op) in ops.iter().enumerate().rev() {
            if needed.get(at) != Some(&true) || pinned(slot_of(at)) {
                continue;
            }
            for operand in Program::operands(*op) {
                if let Some(needed) = needed.get_mut(operand.index()) {
                    *needed = true;
                }
            }
        }
        let mut varies: Vec<bool> = Vec::with_capacity(ops.len());
        let mut levels: Vec<u32> = Vec::with_capacity(ops.len());
        for (at, op) in ops.iter().enumerate() {
            let pinned = pinned(slot_of(at));
            let any = |varies: &[bool], slot: Slot| varies.get(slot.index()) == Some(&true);
            varies.push(match op {
                _ if pinned => false,
                Op::Const(_) | Op::Reduce(..) => false,
                Op::Input(number) => input_varies(*number),
                _ => Program::operands(*op).any(|slot| any(&varies, slot)),
            });
            let highest = Program::operands(*op).filter_map(|slot| levels.get(slot.index()).copied()).max();
            let reduces = matches!(op, Op::Reduce(_, of, _) if any(&varies, *of));
            levels.push(if pinned { 0 } else { highest.unwrap_or(0) + u32::from(reduces) });
        }
        let inputs = if varies.contains(&true) { inputs_of(program, &varies) } else { Vec::new() };
        Schedule { varies, needed, levels, inputs }
    }

    /// The inputs that make a slot vary, in order; if they are more than [`MOST_INPUTS`], only so many and one.
    pub fn inputs(&self, slot: Slot) -> &[u32] {
        self.inputs.get(slot.index()).map(Rc::as_ref).unwrap_or_default()
    }
}

/// The inputs of all slots. A slot shares its operand's list where the other operand adds nothing.
fn inputs_of(program: &Program, varies: &[bool]) -> Vec<Rc<[u32]>> {
    let none: Rc<[u32]> = Rc::from([]);
    let mut inputs: Vec<Rc<[u32]>> = Vec::with_capacity(varies.len());
    for (op, varies) in program.ops().iter().zip(varies) {
        let own = match op {
            _ if !varies => none.clone(),
            Op::Input(input) => Rc::from([*input]),
            _ => Program::operands(*op)
                .filter_map(|slot| inputs.get(slot.index()))
                .fold(none.clone(), |all, more| union(&all, more)),
        };
        inputs.push(own);
    }
    inputs
}

fn union(a: &Rc<[u32]>, b: &Rc<[u32]>) -> Rc<[u32]> {
    let holds = |all: &[u32], few: &[u32]| few.iter().all(|input| all.binary_search(input).is_ok());
    if a.len() > MOST_INPUTS || holds(a, b) {
        a.clone()
    } else if b.len() > MOST_INPUTS || holds(b, a) {
        b.clone()
    } else {
        let mut all: Vec<u32> = a.iter().chain(b.iter()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.truncate(MOST_INPUTS + 1);
        all.into()
    }
}

impl Readers {
    /// The readers among the operations that are needed.
    pub fn new(program: &Program, needed: &[bool]) -> Readers {
        let ops = program.ops();
        let used = || ops.iter().enumerate().filter(|(at, _)| needed.get(*at) == Some(&true));
        let mut starts = vec![0_u32; ops.len() + 1];
        for (_, op) in used() {
            for operand in Program::operands(*op) {
                if let Some(count) = starts.get_mut(operand.index() + 1) {
                    *count += 1;
                }
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut readers = vec![0_u32; total as usize];
        let mut next = starts.clone();
        for (at, op) in used() {
            for operand in Program::operands(*op) {
                if let Some(place) = next.get_mut(operand.index()) {
                    if let Some(reader) = readers.get_mut(*place as usize) {
                        *reader = u32::try_from(at).unwrap_or(u32::MAX);
                    }
                    *place += 1;
                }
            }
        }
        Readers { starts, readers }
    }

    /// The first operation after `after` that reads a slot.
    pub fn next(&self, slot: Slot, after: usize) -> Option<usize> {
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let own = self.readers.get(bound(slot.index())..bound(slot.index() + 1)).unwrap_or_default();
        let from = own.partition_point(|reader| *reader as usize <= after);
        own.get(from).map(|reader| *reader as usize)
    }
}

/// The slot that an operation defines.
pub(super) fn slot_of(at: usize) -> Slot {
    Slot(u32::try_from(at).unwrap_or(u32::MAX))
}

/// What a batch computes, block by block.
pub(super) struct Batch {
    /// The operations, in order.
    pub steps: Vec<Slot>,
    /// For each, whether its results must be looked at: another's show what is wrong with the rest.
    pub looked_at: Vec<bool>,
    /// The slots that have a whole column each.
    pub columns: Vec<Slot>,
    /// How many registers the others share.
    pub registers: usize,
}

impl Batch {
    /// Plans the computing of some varying slots, those that are `whole` with a column each.
    ///
    /// Inputs that `in_place` names are read where they are, and only copied if they are wanted themselves.
    /// Up to `most` more slots get a column because later batches read them; `later` tells which operation
    /// does so first. `homes` has [`Home::Elsewhere`] everywhere but at the columns that are kept already.
    pub fn new(
        program: &Program,
        schedule: &Schedule,
        items: &[(Slot, bool)],
        in_place: &dyn Fn(u32) -> bool,
        later: &dyn Fn(Slot) -> Option<usize>,
        most: usize,
        homes: &mut [Home],
    ) -> Batch {
        let varies = |slot: Slot| schedule.varies.get(slot.index()) == Some(&true);
        let computed = |slot: &Slot| !matches!(program.op(*slot), Some(Op::Input(_)));
        let copied = |slot: &Slot| match program.op(*slot) {
            Some(Op::Input(input)) => !in_place(input),
            _ => true,
        };
        let mut steps: Vec<Slot> = Vec::new();
        let mut open: Vec<Slot> = items.iter().map(|(slot, _)| *slot).collect();
        // A register without a number marks what is met; the numbers are given out below.
        const MET: Home = Home::Register(u32::MAX);
        while let Some(slot) = open.pop() {
            let Some(home @ Home::Elsewhere) = homes.get_mut(slot.index()) else { continue };
            *home = MET;
            steps.push(slot);
            open.extend(
                program
                    .op(slot)
                    .into_iter()
                    .flat_map(Program::operands)
                    .filter(|slot| varies(*slot) && copied(slot)),
            );
        }
        steps.sort_unstable();
        let own = |slot: &Slot| steps.binary_search(slot).is_ok();
        let mut columns: Vec<Slot> =
            items.iter().filter(|(slot, whole)| *whole && own(slot)).map(|(slot, _)| *slot).collect();
        // What is read soonest saves most.
        let free = steps.iter().copied().filter(|slot| computed(slot) && !columns.contains(slot));
        let mut outgoing: Vec<(usize, Slot)> = free.filter_map(|slot| Some((later(slot)?, slot))).collect();
        outgoing.sort_unstable();
        columns.extend(outgoing.into_iter().take(most).map(|(_, slot)| slot));
        for (at, slot) in columns.iter().enumerate() {
            if let (Some(home), Ok(at)) = (homes.get_mut(slot.index()), u32::try_from(at)) {
                *home = Home::Column(at);
            }
        }
        let registers = registers(program, &steps, items, homes);
        let mut looked_at = vec![true; steps.len()];
        for op in steps.iter().filter_map(|step| program.op(*step)) {
            for operand in Program::operands(op).filter(|operand| passes_on(op, *operand)) {
                if let Ok(at) = steps.binary_search(&operand)
                    && let Some(looked_at) = looked_at.get_mut(at)
                {
                    *looked_at = false;
                }
            }
        }
        Batch { steps, looked_at, columns, registers }
    }
}

/// Gives registers to the steps that have no column, each handed on after its last reader; how many there are.
fn registers(program: &Program, steps: &[Slot], items: &[(Slot, bool)], homes: &mut [Home]) -> usize {
    // The last reader of each step, by its place among the steps.
    let place = |slot: Slot| steps.binary_search(&slot).ok();
    let mut last: Vec<usize> = (0..steps.len()).collect();
    for (at, step) in steps.iter().enumerate() {
        for operand in program.op(*step).into_iter().flat_map(Program::operands) {
            if let Some(last) = place(operand).and_then(|place| last.get_mut(place)) {
                *last = (*last).max(at);
            }
        }
    }
    for (slot, _) in items {
        if let Some(last) = place(*slot).and_then(|place| last.get_mut(place)) {
            *last = usize::MAX;
        }
    }
    let (mut free, mut count) = (Vec::new(), 0_u32);
    for (at, step) in steps.iter().enumerate() {
        if let Some(home @ Home::Register(_)) = homes.get_mut(step.index()) {
            // The result's register is taken before the operands' are freed: no operation overwrites what it reads.
            *home = Home::Register(free.pop().unwrap_or_else(|| {
                count += 1;
                count - 1
            }));
        }
        for operand in program.op(*step).into_iter().flat_map(Program::operands) {
            let done = place(operand).is_some_and(|place| last.get(place) == Some(&at));
            if let (true, Some(Home::Register(register))) = (done, homes.get(operand.index()))
                && !free.contains(register)
            {
                free.push(*register);
            }
        }
    }
    count as usize
}
