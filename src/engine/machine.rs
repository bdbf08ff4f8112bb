//! What runs a program: level by level the plain numbers, then what varies, batch by batch and in a batch block
//! by block, then the statistics that the next level needs.
//!
//! The fast path computes every operation without looking at its results, and only notes whether any was
//! no finite number; then the block is traced once more, as [`trace`](super::trace) has it.

use std::collections::HashMap;

use super::control_variates::ControlVariates;
use super::exact::Exact;
use super::fault::{Fault, Poison, Spoiled};
use super::kernel::{apply_binary, apply_unary};
use super::pass::{Passed, STREAMED, column_of};
use super::program::{Op, Program, Slot, Statistic};
use super::run::{BLOCK, Column, Feed, Findings, Values};
use super::schedule::{Batch, Home, MOST_INPUTS, Readers, Schedule, slot_of};
use super::statistic::{self, Estimated, Moments, Summary};

/// How many results of a batch have their whole columns open at most.
const OPEN: usize = 6;

/// For so many results one more is open at a time. Memory that is touched for the first time costs as much
/// as computing a column many times over, and only where results are many is less computed for it.
const RESULTS: usize = 20;

/// How many whole columns are kept for later batches, and how many a batch makes for them: with the
/// results' own never more than 16 columns.
const KEPT: usize = 5;

/// A run on its way.
pub(super) struct Machine<'a> {
    pub(super) program: &'a Program,
    pub(super) feed: Feed<'a>,
    pub(super) schedule: Schedule,
    readers: Option<Readers>,
    homes: Vec<Home>,
    numbers: Vec<f64>,
    /// What spoils numbers, with the samples in which it does.
    pub(super) poison: HashMap<Slot, (Poison, usize)>,
    pub(super) registers: Vec<Vec<f64>>,
    /// The whole columns of the batch.
    pub(super) columns: Vec<Vec<f64>>,
    /// Whole columns of earlier batches with their slots.
    pub(super) kept: Vec<(Slot, Vec<f64>)>,
    /// Columns to be used again.
    pub(super) spare: Vec<Vec<f64>>,
    /// How many samples of a column are held. Those of a later block stand behind them, one block at a time.
    pub(super) held: usize,
    pub(super) controls: ControlVariates<'a>,
    pub(super) findings: Findings,
}

/// A varying slot that a batch computes, and for what.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) slot: Slot,
    /// The places among the shown slots.
    pub(super) shown: Vec<usize>,
    /// The statistics of it.
    pub(super) reduces: Vec<(Slot, Statistic, Slot)>,
    /// What was read of it while only its first samples were held.
    pub(super) summary: Option<Summary>,
    pub(super) estimates: Vec<(Slot, Estimated)>,
    pub(super) moments: Moments,
    /// What spoils it.
    pub(super) spoiled: Spoiled,
}

impl Item {
    /// Whether it needs its whole column.
    pub(super) fn is_whole(&self) -> bool {
        !self.shown.is_empty()
            || self.reduces.iter().any(|(_, statistic, _)| *statistic == Statistic::Quantile)
    }
}

type Visitor<'v, 'a> = &'v mut dyn FnMut(usize, Values<'_, 'a>, &mut ControlVariates<'a>);

impl<'a> Machine<'a> {
    /// Gets ready to run a program.
    pub fn new(program: &'a Program, feed: &Feed<'a>, shown: &[Slot]) -> Machine<'a> {
        let schedule =
            Schedule::new(program, shown, |input| feed.varies(input), |slot| feed.pin(slot).is_some());
        Machine {
            program,
            feed: *feed,
            homes: vec![
                Home::Elsewhere;
                if schedule.varies.contains(&true) { program.ops().len() } else { 0 }
            ],
            numbers: vec![0.0; program.ops().len()],
            schedule,
            readers: None,
            poison: HashMap::new(),
            registers: Vec::new(),
            columns: Vec::new(),
            kept: Vec::new(),
            spare: Vec::new(),
            held: feed.samples,
            controls: ControlVariates::new(feed.columns),
            findings: Findings::default(),
        }
    }

    /// Runs it and shows the values of each shown slot to a visitor.
    pub fn run(mut self, shown: &[Slot], whole: bool, visitor: Visitor<'_, 'a>) -> Findings {
        let needed = self.schedule.levels.iter().zip(&self.schedule.needed).filter(|(_, needed)| **needed);
        let top = needed.map(|(level, _)| *level).max().unwrap_or(0);
        self.hold_few(whole);
        for level in 0..=top {
            if self.compute_numbers(level) {
                self.trace_numbers(level);
            }
            let items = self.items(level, shown, whole, visitor);
            self.compute(items, visitor);
        }
        for (at, slot) in shown.iter().enumerate() {
            if self.varies(*slot) {
                continue;
            }
            if let Some((Poison { origin, kind, .. }, samples)) = self.poison.get(slot).copied() {
                self.findings.faults.push(Fault { origin, kind, shown: at, samples });
            }
            visitor(at, Values::One(self.number(*slot)), &mut self.controls);
        }
        self.findings
    }

    pub(super) fn varies(&self, slot: Slot) -> bool {
        self.schedule.varies.get(slot.index()) == Some(&true)
    }

    pub(super) fn home(&self, slot: Slot) -> Home {
        self.homes.get(slot.index()).copied().unwrap_or(Home::Elsewhere)
    }

    pub(super) fn number(&self, slot: Slot) -> f64 {
        self.numbers.get(slot.index()).copied().unwrap_or(f64::NAN)
    }

    fn set_number(&mut self, slot: Slot, value: f64) {
        if let Some(number) = self.numbers.get_mut(slot.index()) {
            *number = value;
        }
    }

    /// Computes a level's plain numbers; true if any is not finite.
    fn compute_numbers(&mut self, level: u32) -> bool {
        let mut wrong = false;
        for at in 0..self.program.ops().len() {
            let schedule = &self.schedule;
            if schedule.varies.get(at) != Some(&false)
                || schedule.needed.get(at) != Some(&true)
                || schedule.levels.get(at) != Some(&level)
            {
                continue;
            }
            let slot = slot_of(at);
            let Some(op) = self.program.op(slot) else { continue };
            let pin = if self.feed.pins.is_empty() { None } else { self.feed.pin(slot) };
            let value = match (pin, op) {
                (Some(value), _) => value,
                (_, Op::Const(value)) => value,
                (_, Op::Input(input)) => self.input(input),
                (_, Op::Unary(unary, a)) => apply_unary(unary, self.number(a)),
                (_, Op::Binary(binary, a, b)) => apply_binary(binary, self.number(a), self.number(b)),
                (_, Op::Select(condition, yes, no)) => {
                    self.number(if self.number(condition) == 0.0 { no } else { yes })
                }
                (_, Op::Native(native, a, b, c)) => {
                    self.program.native(native)([a, b, c].map(|slot| self.number(slot)))
                }
                // A statistic of what varies is known from the level below.
                (_, Op::Reduce(_, of, _)) if self.varies(of) => self.number(slot),
                (_, Op::Reduce(Statistic::Sd, ..)) => 0.0,
                (_, Op::Reduce(_, of, _)) => self.number(of),
            };
            wrong |= !value.is_finite();
            self.set_number(slot, value);
        }
        // What spoils a number of a level below may be hidden in this one.
        wrong || !self.poison.is_empty()
    }

    /// The number of an input that does not vary.
    pub(super) fn input(&self, input: u32) -> f64 {
        match self.feed.columns.get(input as usize) {
            Some(Column::One(value)) => *value,
            _ => f64::NAN,
        }
    }

    /// The law of a slot that is a multiple of an input.
    fn exact(&self, slot: Slot) -> Option<(Exact<'a>, u32)> {
        let number = |slot: Slot| (!self.varies(slot)).then(|| self.number(slot));
        Exact::of(self.program, &self.feed, slot, number)
    }

    /// What varies at a level and is wanted, in order; what is known without samples is shown at once.
    fn items(&mut self, level: u32, shown: &[Slot], whole: bool, visitor: Visitor<'_, 'a>) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut places: HashMap<Slot, usize> = HashMap::new();
        let own = |machine: &Self, slot: Slot| {
            machine.varies(slot) && machine.schedule.levels.get(slot.index()) == Some(&level)
        };
        let mut item = |slot: Slot, items: &mut Vec<Item>| {
            *places.entry(slot).or_insert_with(|| {
                items.push(Item { slot, ..Item::default() });
                items.len() - 1
            })
        };
        for (at, slot) in shown.iter().enumerate() {
            if !own(self, *slot) {
                continue;
            }
            let exact = self.exact(*slot);
            if let (false, Some((exact, input))) = (whole, &exact) {
                visitor(at, Values::Exact(exact, *input, None), &mut self.controls);
                continue;
            }
            let place = item(*slot, &mut items);
            if let Some(item) = items.get_mut(place) {
                item.shown.push(at);
            }
        }
        for (at, op) in self.program.ops().iter().enumerate() {
            let Op::Reduce(statistic, of, with) = *op else { continue };
            let reduce = slot_of(at);
            if self.schedule.needed.get(at) != Some(&true)
                || !own(self, of)
                || self.feed.pin(reduce).is_some()
            {
                continue;
            }
            if let (true, Some((exact, _))) = (statistic != Statistic::Share, self.exact(of)) {
                let value = match statistic {
                    Statistic::Mean => exact.mean(),
                    Statistic::Sd => exact.sd(),
                    _ => exact.at_level(self.number(with)),
                };
                self.set_number(reduce, value);
                self.findings.statistics.insert(reduce, Estimated::exactly(value));
                continue;
            }
            let place = item(of, &mut items);
            if let Some(item) = items.get_mut(place) {
                item.reduces.push((reduce, statistic, with));
            }
        }
        items.sort_unstable_by_key(|item| item.slot);
        items
    }

    /// Computes items in batches.
    fn compute(&mut self, mut items: Vec<Item>, visitor: Visitor<'_, 'a>) {
        if items.is_empty() {
            return;
        }
        let whole = items.iter().filter(|item| item.is_whole()).count();
        let few = (whole / RESULTS).clamp(1, OPEN);
        if whole > few && self.readers.is_none() {
            self.readers = Some(Readers::new(self.program, &self.schedule.needed));
        }
        while !items.is_empty() {
            let most = if self.streams() { STREAMED } else { few };
            let mut open = 0;
            let end = items.iter().position(|item| {
                open += usize::from(item.is_whole());
                open > most
            });
            let mut rest = items.split_off(end.unwrap_or(items.len()));
            if !self.compute_batch(&mut items, visitor) {
                // The first samples were unlike the others: from now on whole columns are held.
                self.held = self.feed.samples;
                (self.columns, self.spare) = (Vec::new(), Vec::new());
                for Item { slot, shown, reduces, .. } in items {
                    rest.push(Item { slot, shown, reduces, ..Item::default() });
                }
                rest.sort_unstable_by_key(|item| item.slot);
            }
            items = rest;
        }
    }

    /// Computes a batch; false if nothing came of it, since what is not held turned out to be needed.
    fn compute_batch(&mut self, items: &mut [Item], visitor: Visitor<'_, 'a>) -> bool {
        let wanted: Vec<(Slot, bool)> = items.iter().map(|item| (item.slot, item.is_whole())).collect();
        let done = items.last().map_or(0, |item| item.slot.index());
        let readers = &self.readers;
        let later = |slot: Slot| readers.as_ref().and_then(|readers| readers.next(slot, done));
        // What is not held cannot be kept.
        let most = if self.streams() { 0 } else { KEPT };
        // One that is not finite is looked at like any other result.
        let in_place = |input: u32| match self.feed.columns.get(input as usize) {
            Some(Column::Sampled(drawn)) => drawn.is_finite(),
            _ => false,
        };
        let batch =
            Batch::new(self.program, &self.schedule, &wanted, &in_place, &later, most, &mut self.homes);
        let samples = self.feed.samples;
        self.registers
            .resize_with(self.registers.len().max(batch.registers), || vec![0.0; BLOCK.min(samples)]);
        let Some(Passed { mut suspicious, divisors }) = self.pass(&batch, items) else {
            self.leave(&batch);
            return false;
        };
        let through_zero: Vec<Slot> =
            divisors.iter().filter(|(_, signs)| *signs == (true, true)).map(|(slot, _)| *slot).collect();
        if !through_zero.is_empty() {
            suspicious = (0..samples).step_by(BLOCK).collect();
        }
        if !suspicious.is_empty() {
            self.trace(&batch, &suspicious, &through_zero, items);
        }
        let columns = std::mem::take(&mut self.columns);
        let kept = std::mem::take(&mut self.kept);
        for item in items.iter() {
            let column = match self.home(item.slot) {
                Home::Kept(at) => kept.get(at as usize).map(|(_, column)| column),
                home => column_of(&columns, home),
            };
            if let Some(column) = column {
                let inputs = &self.inputs(item.slot);
                let exact = self.exact(item.slot);
                for at in &item.shown {
                    let values = match (&exact, &item.summary) {
                        (Some((exact, input)), _) => Values::Exact(exact, *input, Some(column)),
                        (None, Some(summary)) => Values::Summary(summary),
                        (None, None) => Values::Many(column, inputs),
                    };
                    visitor(*at, values, &mut self.controls);
                }
            }
            self.reduce(item, column.map(Vec::as_slice));
        }
        self.leave(&batch);
        // Where something had no result its columns are computed again, so that what spoils them is known.
        let sound = suspicious.is_empty();
        let own = batch.columns.into_iter().zip(columns).map(|(slot, column)| (slot, column, sound));
        let candidates = kept.into_iter().map(|(slot, column)| (slot, column, true)).chain(own).collect();
        self.keep(candidates, done);
        true
    }

    /// Forgets where the results of a batch are.
    fn leave(&mut self, batch: &Batch) {
        for step in &batch.steps {
            if let Some(home) = self.homes.get_mut(step.index()) {
                *home = Home::Elsewhere;
            }
        }
    }

    /// The inputs that make a slot vary, however many they are.
    pub(super) fn inputs(&self, slot: Slot) -> Vec<u32> {
        let known = self.schedule.inputs(slot);
        if known.len() <= MOST_INPUTS {
            return known.to_vec();
        }
        let varies = |input: &u32| self.feed.varies(*input);
        self.program.inputs_of([slot]).into_iter().filter(varies).collect()
    }

    /// Computes the statistics of an item.
    fn reduce(&mut self, item: &Item, column: Option<&[f64]>) {
        for (reduce, statistic, with) in &item.reduces {
            let read = item.estimates.iter().find(|(slot, _)| slot == reduce);
            let estimated = match (statistic, read, column) {
                (Statistic::Mean, ..) => item.moments.estimated_mean(),
                (Statistic::Sd, ..) => item.moments.estimated_sd(),
                (Statistic::Share, ..) => item.moments.estimated_share(),
                (Statistic::Quantile, Some((_, estimated)), _) => *estimated,
                (Statistic::Quantile, None, Some(column)) => {
                    let level = self.number(*with);
                    statistic::controlled(column, level, &self.inputs(item.slot), &mut self.controls)
                }
                (Statistic::Quantile, None, None) => Estimated::exactly(f64::NAN),
            };
            self.set_number(*reduce, estimated.value);
            self.findings.statistics.insert(*reduce, estimated);
            if let Some(poison) = item.spoiled.found().next() {
                self.poison.insert(*reduce, poison);
            }
        }
    }

    /// Keeps the columns that later batches read soonest; each comes with whether it may be kept.
    fn keep(&mut self, candidates: Vec<(Slot, Vec<f64>, bool)>, done: usize) {
        let mut ranked: Vec<(usize, Slot, Vec<f64>)> = Vec::with_capacity(candidates.len());
        for (slot, column, may) in candidates {
            if let Some(home) = self.homes.get_mut(slot.index()) {
                *home = Home::Elsewhere;
            }
            match self.readers.as_ref().and_then(|readers| readers.next(slot, done)).filter(|_| may) {
                Some(next) => ranked.push((next, slot, column)),
                None => self.spare.push(column),
            }
        }
        ranked.sort_unstable_by_key(|(next, slot, _)| (*next, *slot));
        for (at, (_, slot, column)) in ranked.into_iter().enumerate() {
            if at >= KEPT {
                self.spare.push(column);
                continue;
            }
            if let (Some(home), Ok(at)) = (self.homes.get_mut(slot.index()), u32::try_from(at)) {
                *home = Home::Kept(at);
            }
            self.kept.push((slot, column));
        }
    }
}
