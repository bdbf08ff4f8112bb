//! Which operations read a slot.

use super::program::{Program, Slot};

/// For each slot, the operations that read it, first to last.
#[derive(Clone, Debug)]
pub(super) struct Readers {
    /// Where the readers of each slot start.
    starts: Vec<u32>,
    readers: Vec<u32>,
}

impl Readers {
    /// Finds the readers among the operations that are needed.
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
