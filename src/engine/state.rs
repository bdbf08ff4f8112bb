//! A run in progress: the values that are known, and where they are.

use super::batch::Source;
use super::control_variates::ControlVariates;
use super::exact::Exact;
use super::fault::Spoilt;
use super::feed::{Column, Feed};
use super::inputs::MOST_INPUTS;
use super::kernel::Operand;
use super::program::{Program, Slot};
use super::sampled::Sampled;
use super::schedule::Schedule;
use super::size::BLOCK;
use super::summary::Known;
use super::together;

/// A whole column of an earlier batch.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub values: Vec<f64>,
    /// What spoils the values.
    pub spoilt: Spoilt,
}

/// The values of a run in progress.
pub(super) struct State<'a> {
    pub program: &'a Program,
    pub schedule: &'a Schedule,
    pub feed: Feed<'a>,
    /// The numbers, and what spoils them.
    pub known: Known,
    /// A block each.
    pub registers: Vec<Vec<f64>>,
    /// The columns of the batch.
    pub columns: Vec<Vec<f64>>,
    /// Columns of earlier batches.
    pub kept: Vec<Kept>,
    /// Columns that were known before the run.
    pub given: &'a [Vec<f64>],
    /// How many samples of a column are held. The block that is being computed follows them, if it is a later one.
    pub held: usize,
    pub controls: ControlVariates<'a>,
    /// Whether any inputs are correlated.
    is_correlated: bool,
}

impl<'a> State<'a> {
    /// Starts a run on a feed; `known` has the numbers that need not be computed, and room for all others.
    pub fn new(
        program: &'a Program,
        schedule: &'a Schedule,
        feed: Feed<'a>,
        known: Known,
        given: &'a [Vec<f64>],
    ) -> State<'a> {
        let is_correlated = |column: &Column<'_>| match column {
            Column::Sampled(sampled) => sampled.arrangement().is_some(),
            _ => false,
        };
        State {
            is_correlated: feed.columns.iter().any(is_correlated),
            program,
            schedule,
            feed,
            known,
            registers: Vec::new(),
            columns: Vec::new(),
            kept: Vec::new(),
            given,
            held: feed.samples,
            controls: ControlVariates::new(feed.columns),
        }
    }

    /// Whether only the first samples of a column are held.
    pub fn streams(&self) -> bool {
        self.held < self.feed.samples
    }

    /// The values of a source over a block.
    pub fn operand(&self, source: Source, start: usize, length: usize) -> Operand<'_> {
        let (column, start) = match source {
            Source::Number(slot) => return Operand::One(self.known.number(slot)),
            Source::Input(input) => return self.input(input, start, length),
            Source::Register(at) => (self.registers.get(at as usize), 0),
            Source::Column(at) => (self.columns.get(at as usize), start.min(self.held)),
            Source::Kept(at) => (self.kept.get(at as usize).map(|kept| &kept.values), start),
            Source::Given(at) => (self.given.get(at as usize), start),
        };
        Operand::Many(column.and_then(|column| column.get(start..start + length)).unwrap_or_default())
    }

    /// Copies the values of an input from the start of a block on.
    pub fn fill(&self, input: u32, start: usize, out: &mut [f64]) {
        match (self.feed.column(input), self.input(input, start, out.len())) {
            (Some(Column::Sampled(sampled)), _) => sampled.fill(start / BLOCK, out),
            (_, Operand::Many(values)) => out.iter_mut().zip(values).for_each(|(out, value)| *out = *value),
            (_, Operand::One(value)) => out.fill(value),
        }
    }

    /// The values of an input over a block; of a distribution, the first.
    pub fn input(&self, input: u32, start: usize, length: usize) -> Operand<'a> {
        match self.feed.column(input) {
            Some(Column::Sampled(sampled)) => Operand::One(sampled.sample(start)),
            Some(Column::Many(values)) => {
                Operand::Many(values.get(start..start + length).unwrap_or_default())
            }
            Some(Column::One(value)) => Operand::One(*value),
            None => Operand::One(f64::NAN),
        }
    }

    /// The vector that a step writes to, and the place of a block in it.
    pub fn out(&mut self, source: Source, start: usize) -> Option<(&mut Vec<f64>, usize)> {
        let held = self.held;
        match source {
            Source::Register(at) => Some((self.registers.get_mut(at as usize)?, 0)),
            Source::Column(at) => Some((self.columns.get_mut(at as usize)?, start.min(held))),
            _ => None,
        }
    }

    /// Whether something that is known already may spoil values of a block.
    pub fn is_spoilt(&self, start: usize, length: usize) -> bool {
        let in_block = |kept: &Kept| kept.spoilt.iter().skip(start).take(length).any(Option::is_some);
        !self.known.poison.is_empty() || self.kept.iter().any(in_block)
    }

    /// The exact distribution of a slot, if it is a multiple of an input.
    pub fn exact(&self, slot: Slot) -> Option<(Exact<'a>, u32)> {
        let number = |slot: Slot| (!self.schedule.varies(slot)).then(|| self.known.number(slot));
        Exact::of(self.program, &self.feed, slot, number)
    }

    /// The samples of an input that has a distribution.
    pub fn sampled(&self, input: u32) -> Option<&'a Sampled> {
        match self.feed.column(input) {
            Some(Column::Sampled(sampled)) => Some(sampled),
            _ => None,
        }
    }

    /// Whether no two inputs that a slot depends on are correlated.
    pub fn are_independent(&self, slot: Slot) -> bool {
        if !self.is_correlated {
            return true;
        }
        let inputs = self.inputs(slot);
        let sampled: Vec<&Sampled> = inputs.iter().filter_map(|input| self.sampled(*input)).collect();
        !sampled.iter().enumerate().any(|(at, a)| {
            a.arrangement().is_some() && sampled.iter().take(at).any(|b| together::between(a, b) != 0.0)
        })
    }

    /// The varying inputs that a slot depends on, however many there are.
    pub fn inputs(&self, slot: Slot) -> Vec<u32> {
        let known = self.schedule.inputs(slot);
        if known.len() <= MOST_INPUTS {
            return known.to_vec();
        }
        let varies =
            |input: &u32| matches!(self.feed.column(*input), Some(Column::Many(_) | Column::Sampled(_)));
        self.program.inputs_of([slot]).into_iter().filter(varies).collect()
    }
}
