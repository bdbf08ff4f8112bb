//! When each slot is computed.
//!
//! The *level* of a slot is the largest number of statistics on a path to it: a slot of level 1 needs a statistic of
//! slots of level 0. A run goes level by level. It computes the numbers of a level, which are the slots that do not
//! vary, then the slots that vary and are wanted, then the statistics that the next levels need.

use super::feed::{Kind, Pattern};
use super::inputs::InputSets;
use super::program::{Binary, Measure, Op, Program, Slot, Statistic};

/// What a run computes, level by level.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// Whether each slot varies.
    varies: Vec<bool>,
    /// Whether anything wanted needs each slot computed or read.
    needed: Vec<bool>,
    /// The level of each slot.
    level_of: Vec<u32>,
    inputs: InputSets,
    /// The levels.
    pub levels: Vec<Level>,
    /// The wanted slots that do not vary.
    pub numbers: Vec<Wanted>,
}

/// What a run computes at one level.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// The slots that do not vary, in order.
    pub numbers: Vec<Slot>,
    /// The wanted slots that vary.
    pub wanted: Vec<Wanted>,
    /// The statistics of slots that vary.
    pub reduces: Vec<Reduce>,
}

/// A slot that is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    /// Its index among all that are.
    pub at: usize,
    pub slot: Slot,
    /// Whether its values are, or only whether it has some.
    pub is_read: bool,
}

impl Claim {
    /// Claims the values of slots.
    pub fn all(slots: &[Slot]) -> Vec<Claim> {
        slots.iter().enumerate().map(|(at, slot)| Claim { at, slot: *slot, is_read: true }).collect()
    }
}

/// A wanted slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Its index among all wanted slots.
    pub at: usize,
    pub slot: Slot,
    /// Whether its values are asked for, or only whether it has some.
    pub is_read: bool,
    /// Whether it is an input multiplied and divided by numbers, so that its distribution may be known exactly.
    pub is_multiple: bool,
}

/// A statistic of a slot that varies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reduce {
    /// The slot of the statistic.
    pub slot: Slot,
    pub statistic: Statistic,
    /// The slot that it is a statistic of.
    pub of: Slot,
    /// The slot with the level of a quantile.
    pub level: Slot,
    /// Whether `of` is an input multiplied and divided by numbers.
    pub is_multiple: bool,
}

/// The slots that are known before a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled<'s> {
    /// The slots that are not: whose values the run is to compute. The numbers of all others are known.
    pub open: &'s [bool],
    /// The slots that vary whose columns are known.
    pub given: &'s [Slot],
    /// The schedule of the run that they are known from.
    pub base: &'s Schedule,
}

impl Settled<'_> {
    fn is_open(&self, at: usize) -> bool {
        self.open.get(at) == Some(&true)
    }
}

impl Schedule {
    /// Plans a run; linear in the length of the program. The wanted slots come with their indices.
    pub fn new(
        program: &Program,
        wanted: &[Claim],
        pattern: &Pattern,
        settled: Option<Settled<'_>>,
    ) -> Schedule {
        let varies = varying(program, pattern);
        let needed = needed(program, wanted, pattern, &varies, settled);
        let level_of = levels(program, pattern, &varies, settled);
        let inputs = InputSets::new(program, &varies);
        let mut schedule =
            Schedule { varies, needed, level_of, inputs, levels: Vec::new(), numbers: Vec::new() };
        schedule.fill(program, wanted, pattern, settled);
        schedule
    }

    /// Whether a slot varies.
    pub fn varies(&self, slot: Slot) -> bool {
        self.varies.get(slot.index()) == Some(&true)
    }

    /// Whether anything wanted needs a slot.
    pub fn needs(&self, slot: Slot) -> bool {
        self.needed.get(slot.index()) == Some(&true)
    }

    /// For each slot, whether anything wanted needs it.
    pub fn needed(&self) -> &[bool] {
        &self.needed
    }

    /// The level of a slot.
    pub fn level_of(&self, slot: Slot) -> u32 {
        self.level_of.get(slot.index()).copied().unwrap_or(0)
    }

    /// The varying inputs of a slot, as [`InputSets::of`] has them.
    pub fn inputs(&self, slot: Slot) -> &[u32] {
        self.inputs.of(slot)
    }

    /// Distributes what is computed over the levels.
    fn fill(&mut self, program: &Program, wanted: &[Claim], pattern: &Pattern, settled: Option<Settled<'_>>) {
        let needed = || self.level_of.iter().zip(&self.needed).filter(|(_, needed)| **needed);
        let count = needed().map(|(level, _)| *level as usize + 1).max().unwrap_or(0);
        let mut levels = vec![Level::default(); count];
        let multiples =
            if self.varies.contains(&true) { multiples(program, pattern, &self.varies) } else { Vec::new() };
        let is_multiple = |slot: Slot| multiples.get(slot.index()) == Some(&true);
        let is_open = |at: usize| settled.is_none_or(|settled| settled.is_open(at));
        for (at, op) in program.ops().iter().enumerate() {
            let slot = Slot::at(at);
            if !self.needs(slot) || self.varies(slot) || !is_open(at) || pattern.is_pinned(slot) {
                continue;
            }
            let level = self.level_of(slot) as usize;
            if let Some(level) = levels.get_mut(level) {
                level.numbers.push(slot);
            }
            let Op::Reduce(statistic, of, with) = *op else { continue };
            if self.varies(of)
                && let Some(level) = level.checked_sub(1).and_then(|below| levels.get_mut(below))
            {
                let is_multiple = is_multiple(of) && statistic.measure() != Measure::Share;
                level.reduces.push(Reduce { slot, statistic, of, level: with, is_multiple });
            }
        }
        for Claim { at, slot, is_read } in wanted.iter().copied() {
            let wanted = Wanted { at, slot, is_read, is_multiple: is_multiple(slot) };
            if !self.varies(slot) {
                self.numbers.push(wanted);
            } else if let Some(level) = levels.get_mut(self.level_of(slot) as usize) {
                level.wanted.push(wanted);
            }
        }
        self.levels = levels;
    }
}

/// Whether each slot varies.
fn varying(program: &Program, pattern: &Pattern) -> Vec<bool> {
    let mut varies: Vec<bool> = Vec::with_capacity(program.ops().len());
    for (at, op) in program.ops().iter().enumerate() {
        varies.push(match op {
            Op::Const(_) | Op::Reduce(..) => false,
            _ if pattern.is_pinned(Slot::at(at)) => false,
            Op::Input(number) => pattern.kind(*number) != Kind::One,
            _ => Program::operands(*op).any(|slot| varies.get(slot.index()) == Some(&true)),
        });
    }
    varies
}

/// Whether anything wanted needs each slot.
fn needed(
    program: &Program,
    wanted: &[Claim],
    pattern: &Pattern,
    varies: &[bool],
    settled: Option<Settled<'_>>,
) -> Vec<bool> {
    let mut needed = vec![false; program.ops().len()];
    for claim in wanted {
        if let Some(needed) = needed.get_mut(claim.slot.index()) {
            *needed = true;
        }
    }
    let is_known = |at: usize| {
        settled.is_some_and(|settled| {
            !settled.is_open(at)
                && (varies.get(at) == Some(&false) || settled.given.binary_search(&Slot::at(at)).is_ok())
        })
    };
    for (at, op) in program.ops().iter().enumerate().rev() {
        if needed.get(at) != Some(&true) || pattern.is_pinned(Slot::at(at)) || is_known(at) {
            continue;
        }
        for operand in Program::operands(*op) {
            if let Some(needed) = needed.get_mut(operand.index()) {
                *needed = true;
            }
        }
    }
    needed
}

/// The level of each slot.
fn levels(program: &Program, pattern: &Pattern, varies: &[bool], settled: Option<Settled<'_>>) -> Vec<u32> {
    let mut levels: Vec<u32> = Vec::with_capacity(program.ops().len());
    for (at, op) in program.ops().iter().enumerate() {
        let slot = Slot::at(at);
        let level = match settled {
            _ if pattern.is_pinned(slot) => 0,
            Some(settled) if !settled.is_open(at) => settled.base.level_of(slot),
            _ => {
                let below = Program::operands(*op).filter_map(|slot| levels.get(slot.index()).copied()).max();
                let reduces = matches!(op, Op::Reduce(_, of, _) if varies.get(of.index()) == Some(&true));
                below.unwrap_or(0) + u32::from(reduces)
            }
        };
        levels.push(level);
    }
    levels
}

/// Whether each slot is a sampled input multiplied and divided by numbers.
fn multiples(program: &Program, pattern: &Pattern, varies: &[bool]) -> Vec<bool> {
    let varies = |slot: Slot| varies.get(slot.index()) == Some(&true);
    let mut multiples: Vec<bool> = Vec::with_capacity(program.ops().len());
    for (at, op) in program.ops().iter().enumerate() {
        let is_multiple = |slot: Slot| multiples.get(slot.index()) == Some(&true);
        multiples.push(match *op {
            _ if !varies(Slot::at(at)) => false,
            Op::Input(input) => pattern.kind(input) == Kind::Sampled,
            Op::Binary(Binary::Multiply | Binary::Divide, value, factor) if !varies(factor) => {
                is_multiple(value)
            }
            Op::Binary(Binary::Multiply, factor, value) if !varies(factor) => is_multiple(value),
            _ => false,
        });
    }
    multiples
}
