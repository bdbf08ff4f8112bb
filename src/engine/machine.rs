//! Runs a layout on a feed: level by level the numbers, then what varies, batch by batch, then the statistics that the
//! next level needs.
//!
//! The fast path computes every operation without looking at its results, and only notes whether any is not finite.
//! Then the block is [traced](super::trace).

use std::borrow::Cow;

use super::algebra;
use super::atom::Atoms;
use super::batch::{Batch, Batcher, Source, Target};
use super::fault::{Fault, FaultKind, Poison, Spoilt};
use super::feed::Feed;
use super::found::{Found, Purpose, Start, Values, Visitor};
use super::inexact::Inexact;
use super::item::Item;
use super::kernel::is_small;
use super::law::{self, Law};
use super::layout::{Layout, Mode, open, whole};
use super::numbers;
use super::parts::Parts;
use super::pass::{Passed, pass};
use super::program::{Measure, Program, Slot, Statistic};
use super::ratio::{self, Explained};
use super::reading;
use super::schedule::{Level, Reduce};
use super::size::{BLOCK, DEFAULT, is_long};
use super::state::{Kept, State};
use super::stratified;
use super::summary::{Estimated, Summary};
use super::tail;
use super::trace::{self, trace};

/// A run in progress.
pub(super) struct Machine<'a> {
    layout: &'a Layout,
    state: State<'a>,
    mode: Mode,
    found: Found,
    /// The slots of the columns that are kept.
    kept: Vec<Slot>,
    /// Columns that may be used again.
    spare: Vec<Vec<f64>>,
    /// Plans what is not planned, once anything is.
    batcher: Option<Batcher<'a>>,
    /// Whether so far everything went as it was planned.
    is_as_planned: bool,
    /// Whether columns are kept for later batches.
    keeps: bool,
    purpose: Purpose,
    atoms: Atoms,
}

impl<'a> Machine<'a> {
    /// Gets ready to run; if `whole`, the wanted slots that vary are shown with their whole columns.
    pub fn new(
        program: &'a Program,
        layout: &'a Layout,
        feed: &Feed<'a>,
        start: Start<'a>,
        whole: bool,
    ) -> Machine<'a> {
        let mut state = State::new(program, &layout.schedule, *feed, start.known, start.given);
        for (slot, value) in feed.pins {
            state.known.set(*slot, *value);
        }
        let mode = match whole {
            true => Mode::Whole,
            false if is_long(feed.samples) => Mode::Streamed,
            false => Mode::Held,
        };
        if mode == Mode::Streamed {
            state.held = DEFAULT;
        }
        Machine {
            layout,
            state,
            mode,
            found: Found::default(),
            kept: Vec::new(),
            spare: Vec::new(),
            batcher: None,
            is_as_planned: true,
            keeps: false,
            purpose: start.purpose,
            atoms: Atoms::default(),
        }
    }

    /// Runs the layout, and shows the values of each wanted slot to a visitor.
    pub fn run(mut self, visitor: Visitor<'_, 'a>) -> Found {
        let schedule = &self.layout.schedule;
        for (at, level) in schedule.levels.iter().enumerate() {
            numbers::compute(&mut self.state, level);
            if !level.wanted.is_empty() || !level.reduces.is_empty() {
                self.level(at, level, visitor);
            }
        }
        for wanted in &schedule.numbers {
            if let Some((poison, samples)) = self.state.known.poison.get(&wanted.slot).copied() {
                let Poison { origin, kind, .. } = poison;
                self.found.faults.push(Fault { origin, kind, wanted: wanted.at, samples });
            }
            let value = self.state.known.number(wanted.slot);
            visitor(wanted.at, Values::One(value));
        }
        Found { known: self.state.known, ..self.found }
    }

    /// Computes what varies at a level.
    fn level(&mut self, at: usize, level: &Level, visitor: Visitor<'_, 'a>) {
        let inexact = self.show_exact(level, visitor);
        let Some(planned) = self.layout.planned(self.state.program, self.mode, at) else { return };
        let own;
        let (targets, mut ahead) = if inexact.is_empty() {
            (planned.targets.as_slice(), planned.batches.as_slice())
        } else {
            own = inexact.targets(level, self.mode);
            (own.as_slice(), Default::default())
        };
        let most = open(targets);
        self.keeps |= whole(targets) > most;
        let mut left = targets;
        while !left.is_empty() {
            let batch = match ahead.split_first() {
                Some((next, rest)) if self.is_as_planned => {
                    ahead = rest;
                    Cow::Borrowed(next)
                }
                _ => Cow::Owned(self.plan(left, most)),
            };
            let (own, rest) = left.split_at_checked(batch.targets.len()).unwrap_or((left, &[]));
            if self.batch(&batch, own, visitor) {
                left = rest;
            } else {
                // The first samples were unlike the others: from now on whole columns are held.
                self.state.held = self.state.feed.samples;
                (self.state.columns, self.spare) = (Vec::new(), Vec::new());
                self.is_as_planned = false;
            }
        }
    }

    /// Shows the wanted slots of a level whose distribution is known exactly, and sets its statistics of such slots.
    /// Returns the multiples of an input whose distribution is not known.
    fn show_exact(&mut self, level: &Level, visitor: Visitor<'_, 'a>) -> Inexact {
        let mut inexact = Inexact::default();
        let is_whole = self.mode == Mode::Whole;
        for wanted in level.wanted.iter().filter(|wanted| wanted.is_multiple && !is_whole) {
            match self.state.exact(wanted.slot) {
                Some((exact, input)) => {
                    visitor(wanted.at, Values::Exact(&exact, input, None));
                }
                None => inexact.wanted.push(wanted.at),
            }
        }
        for reduce in level.reduces.iter().filter(|reduce| reduce.is_multiple) {
            let Some((exact, _)) = self.state.exact(reduce.of) else {
                inexact.reduces.push(reduce.slot);
                continue;
            };
            let value = match reduce.statistic {
                Statistic::Mean => exact.mean(),
                Statistic::Sd => exact.sd(),
                _ => exact.at_level(self.state.known.number(reduce.level)),
            };
            self.set(reduce, Estimated::exactly(value));
        }
        inexact
    }

    fn set(&mut self, reduce: &Reduce, estimated: Estimated) {
        self.state.known.set(reduce.slot, estimated.value);
        self.found.statistics.insert(reduce.slot, estimated);
    }

    /// Plans a batch that was not planned ahead, or not for what happened.
    fn plan(&mut self, left: &[Target], most: usize) -> Batch {
        self.is_as_planned = false;
        let room = self.layout.room(most, self.state.streams());
        let kept = std::mem::take(&mut self.kept);
        let batch = self.batcher().next(left, &kept, room);
        self.kept = kept;
        batch
    }

    fn batcher(&mut self) -> &mut Batcher<'a> {
        let (layout, program) = (self.layout, self.state.program);
        let batcher = self.batcher.get_or_insert_with(|| layout.batcher(program));
        if self.keeps {
            batcher.keep_columns(layout.readers(program));
        }
        batcher
    }

    /// Computes a batch. Returns whether that succeeded; if not, what is not held is needed.
    fn batch(&mut self, batch: &Batch, targets: &[Target], visitor: Visitor<'_, 'a>) -> bool {
        let pairs = targets.iter().zip(&batch.targets);
        let parts = Parts::of(self.state.feed.samples.div_ceil(BLOCK));
        let item = |(target, source): (_, &Source)| Item::new(target, *source, self.law(target), parts);
        let mut items: Vec<Item<'_>> = pairs.map(item).collect();
        self.open(batch);
        let Some(Passed { mut suspicious, divisors }) = pass(&mut self.state, batch, &mut items) else {
            return false;
        };
        let through_zero = divisors.iter().filter(|(_, signs)| *signs == (true, true));
        let through_zero: Vec<Slot> = through_zero.map(|(slot, _)| *slot).collect();
        if !through_zero.is_empty() {
            suspicious = (0..self.state.feed.samples).step_by(BLOCK).collect();
        }
        let too_small = self.too_small(batch, &items);
        if suspicious.is_empty() && !too_small.is_empty() {
            suspicious = (0..self.state.feed.samples).step_by(BLOCK).collect();
        }
        let is_sound = suspicious.is_empty();
        let spoilt = match is_sound {
            true => Vec::new(),
            false => trace(&self.state, batch, &suspicious, BLOCK, &through_zero, &mut items),
        };
        for item in items.iter_mut().filter(|item| !too_small.contains(&item.target.slot)) {
            item.spoiled.forget_too_small(|origin| self.state.schedule.varies(origin));
        }
        let columns = std::mem::take(&mut self.state.columns);
        let kept = std::mem::take(&mut self.state.kept);
        for item in &items {
            for (Poison { origin, kind, .. }, samples) in item.spoiled.found() {
                let fault = |wanted: &usize| Fault { origin, kind, wanted: *wanted, samples };
                self.found.faults.extend(item.target.wanted.iter().map(fault));
            }
            if !is_sound {
                self.found.unsound.extend(&item.target.wanted);
            }
            let column = match item.source {
                Source::Column(at) => columns.get(at as usize),
                Source::Kept(at) => kept.get(at as usize).map(|kept| &kept.values),
                Source::Given(at) => self.state.given.get(at as usize),
                _ => None,
            };
            match column {
                Some(column) if item.target.is_read => self.show(item, column, visitor),
                _ => item.target.wanted.iter().for_each(|at| visitor(*at, Values::Unread(item.start))),
            }
            self.reduce(item, column.map(Vec::as_slice));
        }
        self.keep(batch, columns, kept, spoilt);
        true
    }

    /// The items and kept columns whose first value is zero, or nearly, because something was too small to be held.
    ///
    /// Products of ranges are too small in all samples or in none that matters, so that one sample tells, and no
    /// operation is checked in every one.
    fn too_small(&self, batch: &Batch, items: &[Item<'_>]) -> Vec<Slot> {
        let starts_small = |source: Source| is_small(self.state.operand(source, 0, 1).at(0));
        let kept = batch.keep.iter().filter(|(_, source)| matches!(source, Source::Column(_)));
        let small_items = items.iter().filter(|item| is_small(item.start)).map(|item| item.target.slot);
        let small_columns = kept.filter(|(_, source)| starts_small(*source)).map(|(slot, _)| *slot);
        let small: Vec<Slot> = small_items.chain(small_columns).collect();
        if small.is_empty() {
            return small;
        }
        let too_small = trace::too_small(&self.state, batch);
        small.into_iter().filter(|slot| too_small.binary_search(slot).is_ok()).collect()
    }

    /// Opens the registers and columns of a batch.
    fn open(&mut self, batch: &Batch) {
        let samples = self.state.feed.samples;
        let registers = &mut self.state.registers;
        registers.resize_with(registers.len().max(batch.registers), || vec![0.0; BLOCK.min(samples)]);
        let length = if self.state.streams() { self.state.held + BLOCK } else { samples };
        let column = || self.spare.pop().unwrap_or_else(|| vec![0.0; length]);
        self.state.columns = std::iter::repeat_with(column).take(batch.columns.len()).collect();
    }

    /// The distribution of a target, if it is asked for and known without samples.
    fn law(&self, target: &Target) -> Option<Law> {
        match self.purpose {
            Purpose::Samples => None,
            _ if target.is_whole() => Law::of(&self.state, target.slot),
            _ => None,
        }
    }

    /// Shows the values of an item to a visitor.
    fn show(&mut self, item: &Item<'_>, column: &[f64], visitor: Visitor<'_, 'a>) {
        let (slot, is_whole) = (item.target.slot, self.mode == Mode::Whole);
        if self.purpose == Purpose::Shares {
            let explained = self.explained(item, column);
            let wanted = item.target.wanted.iter();
            return wanted.for_each(|at| visitor(*at, Values::Explained(explained.clone())));
        }
        let exact = if is_whole { self.state.exact(slot) } else { None };
        let is_asked = exact.is_none() && self.purpose == Purpose::Summaries;
        let summary = if is_asked { Some(self.summary(item, column)) } else { None };
        for at in &item.target.wanted {
            let values = match (&exact, &summary) {
                (Some((exact, input)), ..) => Values::Exact(exact, *input, Some(column)),
                (None, Some(summary)) => Values::Summary(summary, is_whole.then_some(column)),
                (None, None) => Values::Many(column),
            };
            visitor(*at, values);
        }
    }

    /// What the inputs explain of the variance of an item.
    fn explained(&self, item: &Item<'_>, column: &[f64]) -> Explained {
        if let Some(law) = &item.law {
            return law.explained(self.state.program);
        }
        let inputs = self.state.inputs(item.target.slot).into_iter();
        let sampled: Vec<_> = inputs.filter_map(|input| Some((input, self.state.sampled(input)?))).collect();
        ratio::explained(column, &sampled)
    }

    /// The summary of an item: from its distribution if that is known, else from its samples.
    fn summary(&mut self, item: &Item<'_>, column: &[f64]) -> Summary {
        let slot = item.target.slot;
        let mut summary = match (&item.law, &item.summary) {
            (Some(law), _) => {
                let (mean, sd) = (item.moments.mean(), item.moments.sd());
                Summary { mean, sd, ..law.summary(self.state.program) }
            }
            (None, Some(summary)) => summary.clone(),
            (None, None) => {
                let inputs = self.state.schedule.inputs(slot);
                reading::of_column(column, inputs, &mut self.state.controls)
            }
        };
        // What is the same in every sample has no deviation, which algebra finds but for rounding.
        if summary.sd > 0.0
            && let Some((mean, sd)) = algebra::moments(&self.state, slot, &mut self.atoms)
        {
            (summary.mean, summary.sd) = (mean, sd);
        }
        summary
    }

    /// Computes the statistics of an item.
    fn reduce(&mut self, item: &Item<'_>, column: Option<&[f64]>) {
        for reduce in &item.target.reduces {
            if let Statistic::Given(measure) = reduce.statistic {
                self.reduce_given(item, reduce, measure);
                continue;
            }
            let read = item.quantiles.iter().find(|(slot, _)| *slot == reduce.slot);
            let known = self.known(item, reduce);
            let estimated = match (reduce.statistic, read, column) {
                _ if let Some(known) = known => Estimated::exactly(known),
                (Statistic::Mean, ..) => item.moments.estimated_mean(),
                (Statistic::Sd, ..) => item.moments.estimated_sd(),
                (Statistic::Share | Statistic::Frequency, ..) => self.share(item, reduce),
                (Statistic::Quantile, ..) if let Some(far) = self.far(item, reduce, read) => far,
                (Statistic::Quantile, Some((_, estimated)), _) => estimated.clone(),
                (Statistic::Quantile, None, Some(column)) => {
                    let inputs = self.state.schedule.inputs(item.target.slot);
                    let level = self.state.known.number(reduce.level);
                    reading::quantile_of(column, level, inputs, &mut self.state.controls)
                }
                (Statistic::Quantile | Statistic::Given(_), ..) => Estimated::exactly(f64::NAN),
            };
            self.set(reduce, estimated);
            if let Some(poison) = item.spoiled.found().next() {
                self.state.known.poison.insert(reduce.slot, poison);
            }
        }
    }

    /// Computes a statistic of an item over the samples that meet a condition.
    fn reduce_given(&mut self, item: &Item<'_>, reduce: &Reduce, measure: Measure) {
        let slot = item.target.slot;
        let exact = match measure {
            Measure::Share => law::share_given(&self.state, slot, &item.present),
            _ => None,
        };
        let level = self.state.known.number(reduce.level);
        let found = exact.map(Estimated::exactly).or_else(|| item.present.estimated(measure, level));
        let unmet = Poison { origin: slot, kind: FaultKind::Unmet, negative: false };
        let poison = match &found {
            Some(_) => item.spoiled.found().next(),
            None => Some((unmet, item.present.count())),
        };
        self.set(reduce, found.unwrap_or_else(|| Estimated::exactly(f64::NAN)));
        if let Some(poison) = poison {
            self.state.known.poison.insert(reduce.slot, poison);
        }
    }

    /// A percentile of an item that is so far out that samples of its own are drawn for it.
    fn far(&self, item: &Item<'_>, reduce: &Reduce, read: Option<&(Slot, Estimated)>) -> Option<Estimated> {
        let level = self.state.known.number(reduce.level);
        tail::quantile(&self.state, item.target.slot, level, read.map(|(_, plain)| plain))
    }

    /// The probability of an item, which is a condition.
    fn share(&self, item: &Item<'_>, reduce: &Reduce) -> Estimated {
        let (slot, counted) = (item.target.slot, item.moments.mean());
        let inputs = self.state.schedule.inputs(slot);
        let plain = stratified::share(&item.truths, inputs, &self.state.controls);
        let plain = plain.unwrap_or_else(|| item.moments.estimated_share());
        match reduce.statistic == Statistic::Frequency || tail::is_only_compared(&self.state, reduce.slot) {
            true => plain,
            false => tail::share(&self.state, slot, counted, &plain).unwrap_or(plain),
        }
    }

    /// A statistic of an item that is known without samples.
    fn known(&mut self, item: &Item<'_>, reduce: &Reduce) -> Option<f64> {
        let (program, slot) = (self.state.program, item.target.slot);
        match reduce.statistic {
            Statistic::Quantile => {
                let law = item.law.as_ref()?;
                Some(law.at_level(program, self.state.known.number(reduce.level)))
            }
            Statistic::Share | Statistic::Frequency => law::share(&self.state, slot, item.moments.mean()),
            Statistic::Mean => algebra::moments(&self.state, slot, &mut self.atoms).map(|(mean, _)| mean),
            Statistic::Sd if item.moments.sd() > 0.0 => {
                algebra::moments(&self.state, slot, &mut self.atoms).map(|(_, sd)| sd)
            }
            Statistic::Sd | Statistic::Given(_) => None,
        }
    }

    /// Keeps the columns that later batches read soonest, with what spoils them.
    fn keep(
        &mut self,
        batch: &Batch,
        mut columns: Vec<Vec<f64>>,
        mut kept: Vec<Kept>,
        mut spoilt: Vec<Spoilt>,
    ) {
        self.kept.clear();
        for (at, (slot, source)) in batch.keep.iter().enumerate() {
            let column = match source {
                Source::Column(own) => columns.get_mut(*own as usize).map(|values| Kept {
                    values: std::mem::take(values),
                    spoilt: spoilt.get_mut(at).map(std::mem::take).unwrap_or_default(),
                }),
                Source::Kept(own) => kept.get_mut(*own as usize).map(std::mem::take),
                _ => None,
            };
            if let Some(column) = column {
                self.kept.push(*slot);
                self.state.kept.push(column);
            }
        }
        let kept = kept.into_iter().map(|kept| kept.values);
        self.spare.extend(columns.into_iter().chain(kept).filter(|column| !column.is_empty()));
    }
}
