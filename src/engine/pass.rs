//! All blocks of a batch, one after the other.
//!
//! If there are very many samples and nobody asks for them one by one, only the first of a column are held. They tell
//! near which values the quantiles lie. Of the others, each block is counted while it is there, and what lies near is
//! kept. If the others contradict the first ones, the batch is computed again with whole columns, so that the results
//! are the same in any case.

use super::batch::{Batch, Source};
use super::block::{self, Divisors};
use super::item::Item;
use super::kernel::Operand;
use super::program::{Measure, Slot, Statistic};
use super::reading::Reading;
use super::size::BLOCK;
use super::state::State;
use super::summary::LEVELS;

/// What became apparent while the blocks of a batch were computed.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// The starts of the blocks in which something may have no result.
    pub suspicious: Vec<usize>,
    pub divisors: Divisors,
}

/// Computes all blocks of a batch, whose columns are open. Returns `None` if what is not held turns out to be needed.
pub(super) fn pass(state: &mut State<'_>, batch: &Batch, items: &mut [Item<'_>]) -> Option<Passed> {
    let samples = state.feed.samples;
    let mut passed = Passed::default();
    let mut readings = Vec::new();
    for start in (0..samples).step_by(BLOCK) {
        if start == state.held {
            readings = start_readings(state, items)?;
        }
        let length = BLOCK.min(samples - start);
        // What has no result already may spoil values without showing in a register.
        let is_wrong = block::compute(state, &batch.steps, start, length, &mut passed.divisors);
        if is_wrong || state.is_spoilt(start, length) {
            passed.suspicious.push(start);
        }
        for item in items.iter_mut() {
            if start == 0 {
                item.start = state.operand(item.source, 0, 1).at(0);
            }
            add_moments(state, item, start, length);
        }
        for PendingReading { item, reading, .. } in &mut readings {
            if let Some(Operand::Many(values)) =
                items.get(*item).map(|item| state.operand(item.source, start, length))
            {
                reading.add(start / BLOCK, values);
            }
        }
    }
    for PendingReading { item, quantile, reading } in readings {
        let item = items.get_mut(item)?;
        let first = column(&state.columns, item.source)?.get(..state.held)?;
        match quantile {
            None => item.summary = Some(reading.summary(first, &mut state.controls)?),
            Some(slot) => item.quantiles.push((slot, reading.estimated(first, &mut state.controls)?)),
        }
    }
    Some(passed)
}

/// Adds a block to the sums of an item, if a statistic or a summary needs them.
fn add_moments(state: &State<'_>, item: &mut Item<'_>, start: usize, length: usize) {
    let reduces = &item.target.reduces;
    let is_shown = item.law.is_some() && item.target.is_read;
    if reduces.iter().any(|reduce| matches!(reduce.statistic, Statistic::Given(_)))
        && let Operand::Many(values) = state.operand(item.source, start, length)
    {
        item.present.add(start / BLOCK, values);
        return;
    }
    if !is_shown && reduces.iter().all(|reduce| reduce.statistic == Statistic::Quantile) {
        return;
    }
    if let Operand::Many(values) = state.operand(item.source, start, length) {
        item.moments.add(start / BLOCK, values);
        if reduces.iter().any(|reduce| reduce.statistic.measure() == Measure::Share) {
            item.truths.add(values);
        }
    }
}

/// A reading of an item of which the first samples are held.
struct PendingReading<'a> {
    /// The place of the item.
    item: usize,
    /// The slot of the quantile that is read, or `None` for a summary.
    quantile: Option<Slot>,
    reading: Reading<'a>,
}

/// Starts to read the items whose first samples are held. Returns `None` if these are not enough.
fn start_readings<'a>(state: &mut State<'a>, items: &[Item<'_>]) -> Option<Vec<PendingReading<'a>>> {
    let mut readings = Vec::new();
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.is_read()) {
        let reduces = &item.target.reduces;
        let quantiles = reduces.iter().filter(|reduce| reduce.statistic == Statistic::Quantile);
        let quantiles = quantiles.map(|reduce| (Some(reduce.slot), vec![state.known.number(reduce.level)]));
        let summary = item.target.is_read.then(|| (None, LEVELS.to_vec()));
        let asked: Vec<_> = summary.into_iter().chain(quantiles).collect();
        for (quantile, levels) in asked {
            let (inputs, samples) = (state.schedule.inputs(item.target.slot), state.feed.samples);
            let first = column(&state.columns, item.source)?.get(..state.held)?;
            let reading = Reading::new(first, samples, inputs, &levels, &mut state.controls)?;
            readings.push(PendingReading { item: at, quantile, reading });
        }
    }
    Some(readings)
}

/// The column of a batch that a source names.
fn column(columns: &[Vec<f64>], source: Source) -> Option<&Vec<f64>> {
    match source {
        Source::Column(at) => columns.get(at as usize),
        _ => None,
    }
}
