//! Which inputs make a slot vary.

use super::program::{Op, Program, Slot};

/// The longest set that is kept whole. A slot that depends on more inputs has this many of them and one more.
pub(super) const MOST_INPUTS: usize = 64;

/// For each slot of a program, the set of varying inputs that it depends on.
#[derive(Clone, Debug, Default)]
pub(super) struct InputSets {
    /// Each set in order; the first is empty. Slots share sets, since most operations add no input.
    sets: Vec<Box<[u32]>>,
    /// The place of each slot's set; empty if nothing varies at all.
    of: Vec<u32>,
}

impl InputSets {
    /// Finds the sets of a program's slots; `varies` has an entry for each.
    pub fn new(program: &Program, varies: &[bool]) -> InputSets {
        let mut all = InputSets { sets: vec![Box::default()], of: Vec::new() };
        if !varies.contains(&true) {
            return all;
        }
        all.of.reserve_exact(varies.len());
        for (op, varies) in program.ops().iter().zip(varies) {
            let own = match op {
                _ if !varies => 0,
                Op::Input(input) => all.add(Box::new([*input])),
                _ => Program::operands(*op).fold(0, |set, slot| {
                    let other = all.of.get(slot.index()).copied().unwrap_or(0);
                    all.union(set, other)
                }),
            };
            all.of.push(own);
        }
        all
    }

    /// The varying inputs of a slot, in order. If there are more than [`MOST_INPUTS`], one more than that is
    /// returned, whichever they are.
    pub fn of(&self, slot: Slot) -> &[u32] {
        self.set(self.of.get(slot.index()).copied().unwrap_or(0))
    }

    fn set(&self, at: u32) -> &[u32] {
        self.sets.get(at as usize).map(AsRef::as_ref).unwrap_or_default()
    }

    fn add(&mut self, set: Box<[u32]>) -> u32 {
        self.sets.push(set);
        u32::try_from(self.sets.len() - 1).unwrap_or(0)
    }

    fn union(&mut self, a: u32, b: u32) -> u32 {
        if a == b {
            return a;
        }
        let (left, right) = (self.set(a), self.set(b));
        let holds = |all: &[u32], few: &[u32]| few.iter().all(|input| all.binary_search(input).is_ok());
        if left.len() > MOST_INPUTS || holds(left, right) {
            a
        } else if right.len() > MOST_INPUTS || holds(right, left) {
            b
        } else {
            let mut all: Vec<u32> = left.iter().chain(right).copied().collect();
            all.sort_unstable();
            all.dedup();
            all.truncate(MOST_INPUTS + 1);
            self.add(all.into_boxed_slice())
        }
    }
}
